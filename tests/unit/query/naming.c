/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Initials, and words that are a name only together, however they are asked for. */
#include "tests/unit/archive.h"
#include "tests/unit/query/programs.h"

static void
what_initials_are(void)
{
    static const char *const are[] = {"К.", "К.-Ж.", "В.В.", "В.-В.-В.", "Х.Х.Х.",
                                      "A.", "J.-F.", "Қ.",   "Ё.",       "Ö."};
    static const char *const are_not[] = {
        "U.N.", "U.S.A.", "J.F.",      "К",     "к.",       "к.-ж.",  "Кж.",
        "К..",  ".К.",    "5.",        "",      "Х.Х.Х.Х.", "К.Ж.а.", "И.о.",
        "-К.",  "К-Ж.",   "В.В.Путин", "\xFF.", "К. Ж.",    "中.",
    };
    struct kzsi_node node;

    for (size_t i = 0; i < ROWS(are); i++) {
        node = leaf_node(KZSI_NODE_WORD, are[i]);
        ok(kzsi_is_initials(&node), "%s is initials", are[i]);
    }
    for (size_t i = 0; i < ROWS(are_not); i++) {
        char *block = exact(are_not[i], strlen(are_not[i]));
        node = leaf_node(KZSI_NODE_WORD, are_not[i]);
        node.text = block;
        ok(!kzsi_is_initials(&node), "'%s' is none",
           are_not[i][0] == '\xFF' ? "..." : are_not[i]);
        free(block);
    }
    node = leaf_node(KZSI_NODE_PHRASE, "К.");
    ok(!kzsi_is_initials(&node), "in quotation marks it is a phrase");
    node = leaf_node(KZSI_NODE_WORD, "К.");
    node.mode = '+';
    ok(!kzsi_is_initials(&node), "with a + it is a word");
    node.mode = '-';
    ok(!kzsi_is_initials(&node), "and with a -");
    node.mode = ' ';
    node.field = field("title");
    ok(!kzsi_is_initials(&node), "and in a field");
    node = (struct kzsi_node){.kind = KZSI_NODE_GROUP, .mode = ' '};
    ok(!kzsi_is_initials(&node), "a group is none");
}

static void
initials_add_to_the_score(void)
{
    struct kzsi_planner *p = planner_begin(false);
    struct kzsi_node node = leaf_node(KZSI_NODE_WORD, "К.-Ж.");

    kzsi_lift_initials(p, &node);
    is_string(extra_program(p), "\"к ж\"^", "initials are an extra");
    is_number(p->extras, 1, "one of them");
    is_string(main_program(p), "", "and decide nothing");
    is_number(p->plan->mark_count, 0, "nor are they marked");
    p = planner_begin(false);
    p->quiet = 1;
    kzsi_lift_initials(p, &node);
    is_string(extra_program(p), "", "in what is excluded they are nothing");
}

static void
plain_words(void)
{
    struct kzsi_node node = leaf_node(KZSI_NODE_WORD, "Аравия");

    ok(kzsi_is_plain_word(&node), "a word may be a part of a name");
    node.mode = '+';
    ok(!kzsi_is_plain_word(&node), "but not a required one");
    node = leaf_node(KZSI_NODE_PHRASE, "Аравия");
    ok(!kzsi_is_plain_word(&node), "nor one in quotation marks");
    node = leaf_node(KZSI_NODE_WORD, "Аравия");
    node.boost = 2;
    ok(!kzsi_is_plain_word(&node), "nor one with a boost of its own");
    node.boost = 1;
    node.field = field("title");
    ok(!kzsi_is_plain_word(&node), "nor one of a field");
    ok(!kzsi_is_plain_word(NULL), "nor nothing");
}

/* ---- names of several words ---- */

/* The operands of words from the first on, and how many words were left. */
static void
check_name(const char *text, bool match_all, size_t operands, size_t words, const char *want)
{
    struct kzsi_planner *p = planner_begin(match_all);
    const struct kzsi_node *root = tree_of(p, text), *last;
    size_t count = 10, emitted = 1;

    last = kzsi_emit_name(p, root->children, 1, &count);
    for (const struct kzsi_node *node = root->children; node != last; node = node->next)
        emitted++;
    is_number(emitted, words, "of '%s' %zu words are emitted", text, words);
    is_number(count, 10 + operands, "as %zu operands more", operands);
    is_string(main_program(p), want, "which are %s", want);
}

static void
names(void)
{
    check_name("Burkina Faso", false, 1, 2, "(({burkina N} | {faso N}) | N^)");
    check_name("Burkina Faso", true, 1, 2, "(({burkina N} & {faso N}) | N^)");
    check_name("burkina faso", true, 1, 2, "((burkina & faso) | N^)");
    check_name("burkina faso border", true, 1, 2, "((burkina & faso) | N^)");
    check_name("border burkina faso", true, 1, 1, "border");
    check_name("border", true, 1, 1, "border");
    check_name("5 billion dollars", false, 1, 3, "((5 | billion | dollar) | 5000000000usd^)");
    check_name("!!! border", false, 0, 1, "");
    check_name("burkina border faso", true, 1, 1, "burkina");
    check_name("burkina -border faso", true, 1, 1, "burkina");
    check_name("burkina faso^2", true, 1, 1, "burkina");
    check_name("burkina +faso", true, 1, 1, "burkina");
    check_name("burkina title:faso", true, 1, 1, "burkina");
    check_name("burkina (faso)", true, 1, 1, "burkina");
    check_name("burkina \"faso\"", true, 1, 1, "burkina");
    check_name("burkina, faso", true, 1, 1, "burkina");
    check_name("burkina  \t faso", true, 1, 2, "((burkina & faso) | N^)");
    /* A word with a hyphen may be all of a name, which is the leaf's own business. */
    check_name("burkina-faso border", true, 1, 1, "((\"burkina faso\" | burkinafaso) | N)");
    /* The longest name, and nothing beyond it. */
    check_name("central african republic border", true, 1, 3,
               "((central & african & republ) | N^)");
}

static void
names_are_marked(void)
{
    struct kzsi_planner *p = planner_begin(false);
    size_t count = 0;

    kzsi_emit_name(p, tree_of(p, "burkina faso")->children, 1, &count);
    is_number(p->plan->mark_count, 3, "each word of a name is marked, and its key");
    ok(!p->plan->marks[2].weak && p->plan->marks[2].field == NULL, "wherever it stands");
    p = planner_begin(false);
    p->quiet = 1;
    kzsi_emit_name(p, tree_of(p, "burkina faso")->children, 1, &count);
    is_number(p->plan->mark_count, 0, "but nothing of what is excluded");
    p = planner_begin(false);
    kzsi_emit_node(p, tree_of(p, "-(burkina faso)"));
    is_number(p->plan->mark_count, 0, "in a group as well");
    is_string(main_program(p), "(* - ((burkina | faso) | N^))",
              "which is excluded as a name, too");
}

/* ---- what they find ---- */

static void
fill(kzs_index *index)
{
    put(index, "arabia", "title", "Нефть", "body", "Мы были в Саудовской Аравии весной.",
        NULL);
    put(index, "ksa", "title", "КСА и рынок", "body", "Рынок ждёт решения.", NULL);
    put(index, "saudi", "title", "Oil", "body", "Prices in Saudi Arabia are up.", NULL);
    put(index, "parts", "title", "Прочее", "body", "Аравия без людей. Саудовская нефть.",
        NULL);
    put(index, "oon", "title", "Доклад ООН", "body", "Говорили о климате.", NULL);
    put(index, "un", "title", "A report", "body", "He spoke of the United Nations at length.",
        NULL);
    put(index, "nations", "title", "Games", "body",
        "The nations of the world stand united at last.", NULL);
    put(index, "tokayev", "title", "Речь", "body", "Говорил Токаев, а не другие.", NULL);
    put(index, "kassym", "title", "Речь", "body", "Говорил Касым-Жомарт Токаев.", NULL);
    put(index, "putin", "title", "Речь", "body", "Потом сказал В.В. Путин своё.", NULL);
    put(index, "vladimir", "title", "Речь", "body", "Потом Владимир Путин молчал.", NULL);
    commit(index);
}

static void
what_is_found(void)
{
    static const struct {
        const char *text, *options, *want;
    } rows[] = {
        {"К. Токаев", "operator=and", "kassym tokayev"},
        {"К.-Ж. Токаев", "operator=and", "kassym tokayev"},
        {"Токаев К.-Ж.", "operator=and", "kassym tokayev"},
        {"K. Tokayev", "operator=and", "kassym tokayev"},
        {"В.В. Путин", "operator=and", "putin vladimir"},
        {"В. Путин", "operator=and", "putin vladimir"},
        {"V. Putin", "operator=and", "putin vladimir"},
        {"В.В. Путин", NULL, "putin vladimir"},
        {"+Путин В.В.", NULL, "putin vladimir"},
        {"\"В.В. Путин\"", NULL, "putin"},
        {"+В.В. +Путин", NULL, "putin"},
        {"В.В.", NULL, "putin"},
        {"В.В.", "operator=and", "putin"},
        {"U.N.", NULL, "oon un"},
        {"U.N. report", "operator=and", "un"},

        {"Саудовская Аравия", "operator=and", "arabia ksa parts saudi"},
        {"саудовская аравия", "operator=and", "arabia ksa parts saudi"},
        {"Саудовской Аравии", "operator=and", "arabia ksa parts saudi"},
        {"Саудовская Аравия нефть", "operator=and", "arabia parts"},
        {"рынок Саудовская Аравия", "operator=and", "ksa"},
        {"\"Саудовская Аравия\"", NULL, "arabia ksa saudi"},
        {"\"Саудовская Аравия\"^2", NULL, "arabia ksa saudi"},
        {"\"Saudi Arabia\"", NULL, "arabia ksa saudi"},
        {"Saudi-Arabia", NULL, "arabia ksa saudi"},
        {"КСА", NULL, "arabia ksa saudi"},
        {"КСА^3", NULL, "arabia ksa saudi"},
        {"title:КСА", NULL, "ksa"},
        {"title:\"Саудовская Аравия\"", NULL, "ksa"},
        {"title:(Саудовская Аравия)", "operator=and", ""},
        {"+\"Саудовская Аравия\" рынок", NULL, "arabia ksa saudi"},
        {"+КСА +рынок", NULL, "ksa"},
        {"+(Саудовская Аравия) +рынок", NULL, "ksa"},
        {"нефть -КСА", NULL, "parts"},
        {"нефть -\"Саудовская Аравия\"", NULL, "parts"},
        {"рынок -(Саудовская Аравия)", NULL, ""},
        {"(Саудовская Аравия) AND рынок", NULL, "ksa"},
        {"рынок AND NOT (Саудовская Аравия)", NULL, ""},

        {"United Nations", "operator=and", "nations oon un"},
        {"\"United Nations\"", NULL, "oon un"},
        {"\"Организация Объединённых Наций\"", NULL, "oon un"},
        {"Организация Объединённых Наций", "operator=and", "oon un"},
        {"ООН", NULL, "oon un"},
        {"оон", NULL, "oon"}, /* no abbreviation, but the same letters */
        {"ООН^0.5", NULL, "oon un"},
        {"title:ООН", NULL, "oon"},
        {"title:UN", NULL, "oon"},
        {"title:\"United Nations\"", NULL, "oon"},
        {"body:ООН", NULL, "oon un"},
        {"+ООН", NULL, "oon un"},
        {"+ООН климат", NULL, "oon un"},
        {"+ООН +климат", NULL, "oon"},
        {"report -ООН", NULL, ""},
        {"report -UN", NULL, ""},
        {"климат -\"United Nations\"", NULL, ""},
        {"nations -ООН", NULL, "nations"},
        {"ООН AND report", NULL, "un"},
        {"ООН OR games", NULL, "nations oon un"},
    };
    kzs_index *index = new_index("naming", archive_schema);

    fill(index);
    for (size_t i = 0; i < ROWS(rows); i++)
        is_string(sorted_ids(index, rows[i].text, rows[i].options), rows[i].want,
                  "%s%s%s finds", rows[i].text, rows[i].options != NULL ? ", " : "",
                  rows[i].options != NULL ? rows[i].options : "");
    is_string(ids(index, "В.В. Путин", NULL), "putin vladimir",
              "whoever is written with these initials comes first");
    kzs_index_close(index, NULL);
}

static void
what_is_marked(void)
{
    static const struct {
        const char *text, *id, *field, *want;
    } rows[] = {
        {"Саудовская Аравия", "ksa", "title", "<mark>КСА</mark> и рынок"},
        {"\"Саудовская Аравия\"", "ksa", "title", "<mark>КСА</mark> и рынок"},
        {"КСА", "arabia", "body", "Мы были в <mark>Саудовской Аравии</mark> весной."},
        {"КСА", "saudi", "body", "Prices in <mark>Saudi Arabia</mark> are up."},
        {"\"Saudi Arabia\"", "arabia", "body",
         "Мы были в <mark>Саудовской Аравии</mark> весной."},
        {"UN", "un", "body", "He spoke of the <mark>United Nations</mark> at length."},
        {"ООН", "un", "body", "He spoke of the <mark>United Nations</mark> at length."},
        {"United Nations", "oon", "title", "Доклад <mark>ООН</mark>"},
        {"ООН^2", "oon", "title", "Доклад <mark>ООН</mark>"},
        {"+ООН", "oon", "title", "Доклад <mark>ООН</mark>"},
        {"title:UN", "oon", "title", "Доклад <mark>ООН</mark>"},
        {"климате -UNESCO", "oon", "title", "Доклад ООН"},
        {"К.-Ж. Токаев", "tokayev", "body", "Говорил <mark>Токаев</mark>, а не другие."},
        {"В.В. Путин", "vladimir", "body", "Потом Владимир <mark>Путин</mark> молчал."},
    };
    kzs_index *index = new_index("marks", archive_schema);

    fill(index);
    for (size_t i = 0; i < ROWS(rows); i++) {
        kzs_results *page = find(index, rows[i].text, "limit=100");
        char *snippet = NULL;
        for (size_t n = 0; n < kzs_results_count(page); n++) {
            kzs_hit hit = {.size = sizeof hit};
            kzs_results_hit(page, n, &hit);
            if (strcmp(hit.id, rows[i].id) == 0)
                kzs_results_snippet(page, n, rows[i].field, KZS_HTML, 0, &snippet, NULL);
        }
        is_string(snippet, rows[i].want, "%s marks in %s", rows[i].text, rows[i].id);
        kzs_free(snippet);
        kzs_results_free(page);
    }
    kzs_index_close(index, NULL);
}

int
main(void)
{
    kzsi_chars_init();
    what_initials_are();
    initials_add_to_the_score();
    plain_words();
    names();
    names_are_marked();
    what_is_found();
    what_is_marked();
    return tap_done();
}
