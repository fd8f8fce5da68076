/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Leaves: which terms a word or phrase of a query has, and what of it is marked. */
#include "tests/unit/query/programs.h"

/* "30 процент|percent nato|N" and what stands for the whole: " =compound" " =N"; " weak". */
static const char *
leaf_text(const struct kzsi_leaf *leaf)
{
    static char out[4][20000];
    static unsigned next;
    char *text = out[next++ % 4], *at = text;

    if (leaf == NULL)
        return NULL;
    for (size_t i = 0; i < leaf->count; i++)
        for (size_t t = 0; t < leaf->slots[i].count; t++) {
            const struct kzsi_string *term = &leaf->slots[i].terms[t];
            bool name = term->text[0] == 'N';
            at += sprintf(at, "%s%.*s",
                          t > 0   ? "|"
                          : i > 0 ? " "
                                  : "",
                          name ? 1 : (int)term->length, term->text);
        }
    if (leaf->compound.text != NULL)
        at += sprintf(at, " =%.*s", (int)leaf->compound.length, leaf->compound.text);
    if (leaf->name.text != NULL)
        at += sprintf(at, " =%c", leaf->name.text[0]);
    if (leaf->stop)
        at += sprintf(at, " weak");
    return text;
}

static const struct kzsi_leaf *
leaf_of(enum kzsi_node_kind kind, const char *text)
{
    struct kzsi_planner *p = planner_begin(false);
    struct kzsi_node node = leaf_node(kind, text);

    return kzsi_leaf_make(p, &node);
}

static const char *
word(const char *text)
{
    return leaf_text(leaf_of(KZSI_NODE_WORD, text));
}

static const char *
phrase(const char *text)
{
    return leaf_text(leaf_of(KZSI_NODE_PHRASE, text));
}

static void
terms_of_words(void)
{
    static const struct {
        const char *text, *want, *name;
    } rows[] = {
        {"uranium", "uranium", "a word is one slot with its stem"},
        {"Nations’", "nation|N", "that of a name, if it has a capital"},
        {"2.0", "2.0", "a number is itself"},
        {"30%", "30 процент|percent", "a second term stands beside the first"},
        {"$500", "500usd|500", "and so does a sum of one word"},
        {"NATO", "nato|N", "a name has its key behind the stem"},
        {"Kazakhstan", "kazakhstan|N", "listed or not"},
        {"kazakhstan", "kazakhstan|N", "a known name needs no capital"},
        {"who", "who weak", "but an abbreviation does"},
        {"WHO", "who|N", "a name says something, whatever its letters are in small"},
        {"a.b@site.kz", "a b site kz =a.b@site.kz", "an address stands for its parts"},
        {"", NULL, "nothing is no leaf"},
        {"!!! — …", NULL, "nor is punctuation"},
        {"\xFF\xFE", NULL, "nor what is no text"},
    };

    for (size_t i = 0; i < ROWS(rows); i++)
        is_string(word(rows[i].text), rows[i].want, "%s: %s", rows[i].name, rows[i].text);
}

/* A term that stands for the whole leaf, and no term of a part. */
static void
terms_of_the_whole(void)
{
    static const char *const compounds[][2] = {
        {"quasi-state", "quasistate"}, {"$5bn", "$5,000,000,000"}, {"COVID-19", "covid19"}};
    static const char *const parts[] = {
        "quasi-states fail", "the quasi-states", "quasi-states quasi-states",
        "paid $5bn today",   "IT-компания",      "21.11.2022 and then",
        "up to 21.11.2022",  "1941-1945",        "a-b-c-d-e-f-g-h-i",
    };

    for (size_t i = 0; i < ROWS(compounds); i++) {
        const struct kzsi_leaf *one = leaf_of(KZSI_NODE_WORD, compounds[i][1]);
        char want[100];
        snprintf(want, sizeof want, "%.*s", (int)one->slots[0].terms[0].length,
                 one->slots[0].terms[0].text);
        const struct kzsi_leaf *leaf = leaf_of(KZSI_NODE_WORD, compounds[i][0]);
        ok(leaf->compound.text != NULL && leaf->compound.length == strlen(want) &&
               memcmp(leaf->compound.text, want, strlen(want)) == 0,
           "%s as a whole is the term of %s", compounds[i][0], compounds[i][1]);
        ok(leaf->count == 2, "beside its parts");
    }
    for (size_t i = 0; i < ROWS(parts); i++) {
        const struct kzsi_leaf *leaf = leaf_of(KZSI_NODE_PHRASE, parts[i]);
        ok(leaf->compound.text == NULL, "nothing stands for the whole of: %s", parts[i]);
    }
    is_string(phrase("21.11.2022"), "21 11 2022 =2022-11-21", "a day stands for its parts");
    is_string(phrase("press@site.kz"), "press site kz =press@site.kz",
              "the whole of an address, whatever is a compound within");
    is_string(phrase("quasi-states!"), phrase("quasi-states"),
              "punctuation around it takes nothing away");
}

static void
names_of_the_whole(void)
{
    static const char *const names[] = {"United Nations",
                                        "united nations",
                                        "Организация Объединённых Наций",
                                        "организации объединенных наций",
                                        "«United Nations»",
                                        "Нур-Султан"};
    static const char *const others[] = {
        "the United Nations",     /* begins with another word */
        "United Nations Charter", /* goes on */
        "United, Nations",        /* is not one name */
        "United Nations of Europe",
    };
    const struct kzsi_leaf *leaf;
    char key[100];

    leaf = leaf_of(KZSI_NODE_WORD, "UN");
    snprintf(key, sizeof key, "%.*s", (int)leaf->slots[0].terms[1].length,
             leaf->slots[0].terms[1].text);
    for (size_t i = 0; i < 5; i++) {
        leaf = leaf_of(KZSI_NODE_PHRASE, names[i]);
        ok(leaf->name.text != NULL && leaf->name.length == strlen(key) &&
               memcmp(leaf->name.text, key, strlen(key)) == 0,
           "%s as a whole has the key of UN", names[i]);
    }
    ok(leaf_of(KZSI_NODE_WORD, names[5])->name.text != NULL,
       "a name with a hyphen has its key");
    for (size_t i = 0; i < ROWS(others); i++)
        ok(leaf_of(KZSI_NODE_PHRASE, others[i])->name.text == NULL, "no name as a whole: %s",
           others[i]);
    ok(leaf_of(KZSI_NODE_WORD, "UN")->name.text == NULL,
       "the key of a name of one word is a term of its slot");
}

static void
words_that_say_little(void)
{
    static const char *const weak[] = {"the", "и", "НЕ", "К.", "К.-Ж.", "x", "ещё"};
    static const char *const strong[] = {"5", "12", "is-land", "NATO", "the-end"};

    for (size_t i = 0; i < ROWS(weak); i++) {
        ok(leaf_of(KZSI_NODE_WORD, weak[i])->stop, "%s says little", weak[i]);
        ok(!leaf_of(KZSI_NODE_PHRASE, weak[i])->stop, "but not in quotation marks");
    }
    for (size_t i = 0; i < ROWS(strong); i++)
        ok(!leaf_of(KZSI_NODE_WORD, strong[i])->stop, "%s says something", strong[i]);
}

static void
what_is_taken_over(void)
{
    struct kzsi_planner *p = planner_begin(false);
    struct kzsi_node node = leaf_node(KZSI_NODE_PHRASE, "nato");
    const struct kzsi_leaf *leaf;

    node.field = field("title");
    node.boost = 2.5;
    leaf = kzsi_leaf_make(p, &node);
    ok(leaf->field == node.field && leaf->boost > 2.4 && leaf->boost < 2.6,
       "a leaf has the field and the boost of its node");
    ok(leaf->quoted, "and knows of its quotation marks");
    ok(!leaf_of(KZSI_NODE_WORD, "nato")->quoted, "which a word has not");
}

static void
bounds(void)
{
    enum { WORDS = KZSI_LEAVES_MAX + 50 };
    static char text[WORDS * 8];
    struct kzsi_planner *p = planner_begin(false);
    struct kzsi_node node;
    const struct kzsi_leaf *leaf;
    size_t length = 0, terms = 0, offset = 0;

    for (size_t i = 0; i < WORDS; i++) {
        if (i == KZSI_LEAVES_MAX)
            offset = length;
        length += (size_t)sprintf(text + length, "w%zu ", i);
    }
    node = leaf_node(KZSI_NODE_PHRASE, text);
    node.offset = 7;
    leaf = kzsi_leaf_make(p, &node);
    is_number(leaf->count, KZSI_LEAVES_MAX, "a phrase has so many words at most");
    is_number(p->plan->warnings.count, 1, "of the rest it is said once that it is left out");
    is_number(p->plan->warnings.items[0].offset, 7 + offset, "with its place in the query");
    ok(leaf->slots[KZSI_LEAVES_MAX - 1].count == 1, "nothing of the rest is in the last slot");

    /* A text that is one name key after the other, and one with second terms throughout. */
    for (length = 0; length + 40 < sizeof text;)
        length += (size_t)sprintf(text + length, "Неру Токаевым %% $500 ");
    node = leaf_node(KZSI_NODE_PHRASE, text);
    p = planner_begin(false);
    leaf = kzsi_leaf_make(p, &node);
    for (size_t i = 0; i < leaf->count; i++) {
        const struct kzsi_slot *slot = &leaf->slots[i];
        terms += slot->count >= 1 && slot->count <= SLOT_TERMS;
    }
    is_number(terms, leaf->count, "no slot has more terms than there is room for");
}

/* ---- terms as operands ---- */

static const char *
emitted(enum kzsi_node_kind kind, const char *text, const char *field_name)
{
    struct kzsi_planner *p = planner_begin(false);
    struct kzsi_node node = leaf_node(kind, text);
    const struct kzsi_leaf *leaf;

    node.field = field_name != NULL ? field(field_name) : NULL;
    leaf = kzsi_leaf_make(p, &node);
    kzsi_emit_slots(p, kzsi_emit, leaf, leaf->field);
    kzsi_emit_alternative(p, leaf, leaf->compound);
    kzsi_emit_alternative(p, leaf, leaf->name);
    return main_program(p);
}

static void
operands(void)
{
    static const struct {
        const char *text, *field;
        bool quoted;
        const char *want, *name;
    } rows[] = {
        {"uranium", NULL, false, "uranium", "a word is its term"},
        {"uranium", NULL, true, "uranium", "in quotation marks as well"},
        {"NATO", NULL, false, "(N | nato^)", "a known name counts by its key"},
        {"nato border", NULL, true, "{\"(nato | N) border\"}",
         "a phrase is scored as one word"},
        {"30%", NULL, false, "\"30 (процент | percent)\"",
         "a word of several parts is a phrase, scored by its words"},
        {"press@site.kz", NULL, false, "(\"press site kz\" | press@site.kz)",
         "or the one term that stands for it"},
        {"United Nations", NULL, true, "({\"unit (nation | N)\"} | N)",
         "or the key of the name it is"},
        {"nato", "title", false, "{XTITLE:nato XTITLE:N}",
         "in a field its terms have a prefix"},
        {"nato border", "title", true, "{\"(XTITLE:nato | XTITLE:N) XTITLE:border\"}",
         "in phrases too"},
        {"press@site.kz", "title", false,
         "(\"XTITLE:press XTITLE:site XTITLE:kz\" | XTITLE:press@site.kz)",
         "and what stands for the whole"},
        {"United Nations", "title", true,
         "({\"XTITLE:unit (XTITLE:nation | XTITLE:N)\"} | XTITLE:N)",
         "names as well"},
        {"nato", "author", false, "{XAUTHOR:nato XAUTHOR:N}", "keywords with words have one"},
        {"nato", "body", false, "{nato N}", "the main text has none"},
    };

    for (size_t i = 0; i < ROWS(rows); i++)
        is_string(emitted(rows[i].quoted ? KZSI_NODE_PHRASE : KZSI_NODE_WORD, rows[i].text,
                          rows[i].field),
                  rows[i].want, "%s: %s", rows[i].name, rows[i].text);
}

static void
operands_of_slots(void)
{
    struct kzsi_planner *p = planner_begin(false);
    struct kzsi_node node = leaf_node(KZSI_NODE_PHRASE, "nato border");
    const struct kzsi_leaf *leaf = kzsi_leaf_make(p, &node);

    kzsi_emit_terms(p, kzsi_emit_extra, leaf, NULL, KZSI_OP_OR);
    is_string(extra_program(p), "(nato | N), border", "each slot is one operand");
    is_string(main_program(p), "", "and goes where it was sent");
    kzsi_emit_terms(p, kzsi_emit, leaf, field("title"), KZSI_OP_UNIT);
    is_string(main_program(p), "{XTITLE:nato XTITLE:N}, XTITLE:border",
              "under the field that was asked for, whatever the leaf's own");
    kzsi_emit_alternative(p, leaf, (struct kzsi_string){NULL, 0});
    is_string(main_program(p), "{XTITLE:nato XTITLE:N}, XTITLE:border",
              "no term is no alternative");
}

/* ---- marks ---- */

/* "nato|N border; N", each with its field and whether it is weak. */
static const char *
marks_text(const struct kzsi_plan *plan)
{
    static char out[2000];
    char *at = out;

    *at = '\0';
    for (size_t i = 0; i < plan->mark_count; i++) {
        const struct kzsi_mark *mark = &plan->marks[i];
        struct kzsi_leaf leaf = {.slots = (struct kzsi_slot *)(uintptr_t)mark->slots,
                                 .count = mark->count,
                                 .stop = mark->weak};
        at += sprintf(at, "%s%s%s%s", i > 0 ? "; " : "", mark->field ? mark->field : "",
                      mark->field ? ":" : "", leaf_text(&leaf));
    }
    return out;
}

static void
marks(void)
{
    static const struct {
        const char *text, *field;
        bool quoted;
        const char *want, *name;
    } rows[] = {
        {"nato", NULL, false, "nato|N", "a word is marked by all its terms"},
        {"nato border", NULL, true, "nato|N border", "a phrase as one"},
        {"the", NULL, false, "the weak", "a stop word weakly"},
        {"the", NULL, true, "the", "but not in quotation marks"},
        {"nato", "title", false, "title:nato|N", "in its field alone, without its prefix"},
        {"press@site.kz", NULL, false, "press site kz; press@site.kz",
         "with what stands for it as a whole"},
        {"United Nations", "author", true, "author:unit nation|N; author:N",
         "names as well"},
    };

    for (size_t i = 0; i < ROWS(rows); i++) {
        struct kzsi_planner *p = planner_begin(false);
        struct kzsi_node node =
            leaf_node(rows[i].quoted ? KZSI_NODE_PHRASE : KZSI_NODE_WORD, rows[i].text);
        node.field = rows[i].field != NULL ? field(rows[i].field) : NULL;
        kzsi_mark_leaf(p, kzsi_leaf_make(p, &node));
        is_string(marks_text(p->plan), rows[i].want, "%s: %s", rows[i].name, rows[i].text);
    }

    struct kzsi_planner *p = planner_begin(false);
    struct kzsi_node node = leaf_node(KZSI_NODE_WORD, "nato");
    const struct kzsi_leaf *leaf = kzsi_leaf_make(p, &node);
    kzsi_mark_term(p, (struct kzsi_string){NULL, 0}, leaf);
    is_number(p->plan->mark_count, 0, "no term, no mark");
    kzsi_mark_term(p, (struct kzsi_string){"treaty", 6}, leaf);
    is_string(marks_text(p->plan), "treaty", "one term is one mark");
}

int
main(void)
{
    terms_of_words();
    terms_of_the_whole();
    names_of_the_whole();
    words_that_say_little();
    what_is_taken_over();
    bounds();
    operands();
    operands_of_slots();
    marks();
    return tap_done();
}
