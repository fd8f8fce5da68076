/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Extras: what only adds to the score, how much, and what it may cost. */
#include <math.h>

#include "tests/unit/archive.h"
#include "tests/unit/query/programs.h"

/* The extras of a query for words side by side; those of weighted fields left out. */
static const char *
row_extras(const char *text)
{
    struct kzsi_planner *p = planner_begin(false);
    const struct kzsi_node *root = tree_of(p, text);

    if (root != NULL)
        kzsi_emit_node(p, root);
    p->extra_count = p->extras = 0;
    kzsi_lift_row(p);
    return extra_program(p);
}

static void
rows_of_words(void)
{
    static const struct {
        const char *text, *want, *name;
    } rows[] = {
        {"", "", "nothing"},
        {"uranium", "", "one word is no pair"},
        {"uranium border", "{~\"uranium border\"~8}^, {\"uranium border\"}^",
         "two words are near each other, or a whole"},
        {"border uranium", "{~\"border uranium\"~8}^, {\"border uranium\"}^", "in their order"},
        {"uranium border grain",
         "{\"uranium border\"}^, {\"border grain\"}^, "
         "{~\"uranium border\"~8}^, {~\"border grain\"~8}^, "
         "{\"uranium border grain\"}^",
         "three are two pairs, each also near, and a whole"},
        {"uranium the border", "{~\"uranium border\"~8}^, {\"uranium the border\"}^",
         "a stop word makes no pair, but belongs to the whole"},
        {"the uranium", "{\"the uranium\"}^", "of two words too"},
        {"uranium wheat-grain", "{~\"uranium wheat grain\"~9}^, {\"uranium wheat grain\"}^",
         "a hyphenated word is one"},
        {"uranium 30%",
         "{~\"uranium 30 (процент | percent)\"~9}^, {\"uranium 30 (процент | percent)\"}^",
         "as is a percentage"},
        {"uranium nato", "{~\"uranium (nato | N)\"~8}^, {\"uranium (nato | N)\"}^",
         "a name is whatever it is found by"},
        {"uranium \"border grain\" wheat", "", "a phrase stands between words"},
        {"uranium wheat \"border grain\"", "{\"uranium wheat\"}^, {~\"uranium wheat\"~8}^",
         "not before them"},
        {"uranium AND border", "", "and so do operators"},
        {"uranium OR border", "", "all of them"},
        {"uranium (border grain)",
         "{\"uranium border\"}^, {\"border grain\"}^, "
         "{~\"uranium border\"~8}^, {~\"border grain\"~8}^, "
         "{\"uranium border grain\"}^",
         "parentheses do not stand between words"},
        {"uranium +border", "{~\"uranium border\"~8}^, {\"uranium border\"}^",
         "a required word keeps its place"},
        {"uranium +border grain",
         "{\"uranium border\"}^, {\"border grain\"}^, "
         "{~\"uranium border\"~8}^, {~\"border grain\"~8}^, "
         "{\"uranium border grain\"}^",
         "in the middle too"},
        {"uranium -border grain", "{~\"uranium grain\"~8}^, {\"uranium grain\"}^",
         "an excluded word has none"},
        {"uranium lang:en grain", "{~\"uranium grain\"~8}^, {\"uranium grain\"}^",
         "nor has a filter"},
        {"title:uranium border", "", "nor a word of a field"},
        {"uranium !!! grain", "{~\"uranium grain\"~8}^, {\"uranium grain\"}^",
         "nor what is no word"},
    };

    for (size_t i = 0; i < ROWS(rows); i++)
        is_string(row_extras(rows[i].text), rows[i].want, "%s: %s", rows[i].name,
                  rows[i].text);
}

/* Words that are no words of any language. */
static const char *
many_words(size_t count)
{
    static char text[KZS_QUERY_MAX];
    size_t length = 0;

    for (size_t i = 0; i < count; i++)
        length += (size_t)sprintf(text + length, "%sq%c%c%c", i > 0 ? " " : "",
                                  (char)('f' + i / 100 % 10), (char)('k' + i / 10 % 10),
                                  (char)('b' + i % 10));
    return text;
}

/* How many phrases of that many words are there among the extras? */
static size_t
phrases_of(const struct kzsi_planner *p, size_t words)
{
    size_t count = 0;

    for (size_t i = 0; i < p->extra_count; i++)
        count += p->extra[i].op == KZSI_OP_PHRASE && p->extra[i].count == words;
    return count;
}

static void
weights_of_pairs(void)
{
    double before = 1, sum;

    for (size_t count = 2; count <= 9; count++) {
        struct kzsi_planner *p = planner_begin(false);
        const struct kzsi_node *root = tree_of(p, many_words(count));
        size_t pairs = count > 2 ? count - 1 : 0;
        bool equal = true;
        double first = 0;
        kzsi_emit_node(p, root);
        p->extra_count = p->extras = 0;
        kzsi_lift_row(p);
        is_number(phrases_of(p, 2), count == 2 ? 1 : pairs, "%zu words are %zu pairs", count,
                  count - 1);
        is_number(phrases_of(p, count), count <= 8, "and %s",
                  count <= 8 ? "one whole" : "too long for a whole");
        sum = 0;
        for (size_t i = 2; i < p->extra_count && count > 2; i++)
            if (p->extra[i].op == KZSI_OP_SCALE && p->extra[i - 2].op == KZSI_OP_PHRASE &&
                p->extra[i - 2].count == 2) {
                first = first > 0 ? first : p->extra[i].factor;
                equal = equal && fabs(p->extra[i].factor - first) < 1e-9;
                sum += p->extra[i].factor;
            }
        ok(equal && sum < before, "each adds the same, and all together less than fewer did");
        before = count > 2 ? sum : before;
        is_number(p->extras, pairs + count - 1 + (count <= 8),
                  "each is one operand, near each other and side by side");
    }
}

/* What all words near each other add does not grow with their number. */
static void
weights_of_nearness(void)
{
    for (size_t count = 2; count <= 40; count += 19) {
        struct kzsi_planner *p = planner_begin(false);
        double sum = 0;
        size_t found = 0;
        kzsi_emit_node(p, tree_of(p, many_words(count)));
        p->extra_count = p->extras = 0;
        kzsi_lift_row(p);
        for (size_t i = 2; i < p->extra_count; i++)
            if (p->extra[i].op == KZSI_OP_SCALE && p->extra[i - 2].op == KZSI_OP_NEAR) {
                ok(p->extra[i - 2].window > p->extra[i - 2].count, "others may be between");
                sum += p->extra[i].factor;
                found++;
            }
        is_number(found, count - 1, "of %zu words each is near the next", count);
        ok(sum > 0.29 && sum < 0.31, "together they add one share: %g", sum);
    }
}

static void
weighted_fields(void)
{
    static const char text[] =
        "title text weight=2\nlead text weight=3\nnote text weight=0.5\n"
        "tags keyword words\nbody text main\n";
    static const struct {
        const char *text;
        double boost;
        bool quoted;
        double share; /* of what a plain word gets */
        const char *want, *name;
    } rows[] = {
        {"uranium", 1, false, 1, "XTITLE:uranium^, XLEAD:uranium^",
         "a word also counts in each weighted field"},
        {"uranium", 4, false, 4, "XTITLE:uranium^, XLEAD:uranium^", "by its boost"},
        {"the", 1, false, STOP_FACTOR, "XTITLE:the^, XLEAD:the^", "a stop word less"},
        {"nato", 1, false, 1, "{XTITLE:nato XTITLE:N}^, {XLEAD:nato XLEAD:N}^",
         "a name by its key as well"},
        {"uranium border", 1, true, 1,
         "{\"XTITLE:uranium XTITLE:border\"}^, {\"XLEAD:uranium XLEAD:border\"}^",
         "a phrase as a whole"},
    };
    double plain = 0;
    struct kzsi_schema schema;

    if (kzsi_schema_parse(text, &schema, NULL) != KZS_OK)
        exit(99);
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct kzsi_planner *p = planner_begin(false);
        struct kzsi_node node =
            leaf_node(rows[i].quoted ? KZSI_NODE_PHRASE : KZSI_NODE_WORD, rows[i].text);
        node.boost = rows[i].boost;
        p->schema = &schema;
        kzsi_lift_fields(p, kzsi_leaf_make(p, &node));
        is_string(extra_program(p), rows[i].want, "%s: %s", rows[i].name, rows[i].text);
        is_string(main_program(p), "", "and decides nothing");
        double factors[2] = {0, 0};
        for (size_t at = 0, n = 0; at < p->extra_count && n < 2; at++)
            if (p->extra[at].op == KZSI_OP_SCALE)
                factors[n++] = p->extra[at].factor;
        plain = i == 0 ? factors[0] : plain;
        ok(plain > 0 && fabs(factors[0] - plain * rows[i].share) < 1e-9,
           "in the title that much: %g", factors[0]);
        ok(fabs(factors[1] - 2 * factors[0]) < 1e-9, "twice for weight 3: %g", factors[1]);
    }
    kzsi_schema_free(&schema);
}

static void
behind_the_main_part(void)
{
    struct kzsi_planner *p = planner_begin(false);

    kzsi_emit(p, kzsi_term_step((struct kzsi_string){"uranium", 7}));
    kzsi_append_extras(p);
    is_string(main_program(p), "uranium", "without extras nothing is appended");
    kzsi_emit_extra(p, kzsi_term_step((struct kzsi_string){"border", 6}));
    kzsi_end_extra(p, 0.5);
    kzsi_append_extras(p);
    is_string(main_program(p), "(uranium + border^)", "an extra only adds");

    p = planner_begin(true);
    kzsi_emit(p, kzsi_term_step((struct kzsi_string){"uranium", 7}));
    for (int i = 0; i < 2; i++) {
        kzsi_emit_extra(
            p, kzsi_term_step((struct kzsi_string){i ? "grain" : "border", i ? 5 : 6}));
        kzsi_end_extra(p, 0.5);
    }
    kzsi_append_extras(p);
    is_string(main_program(p), "(uranium + (border^ | grain^))",
              "any of several, however words are joined");
}

/* A pasted page costs no more than its first words. */
static void
long_queries(void)
{
    struct kzsi_planner *p;
    size_t fields, pairs, most = 0;

    for (size_t count = ROW_MAX - 1; count <= 1000;
         count = count < ROW_MAX + 2 ? count + 1 : count * 2) {
        p = planner_begin(false);
        kzsi_emit_node(p, tree_of(p, many_words(count)));
        fields = p->extras;
        kzsi_lift_row(p);
        pairs = phrases_of(p, 2);
        ok(fields <= ROW_MAX && pairs < ROW_MAX && p->row_count <= ROW_MAX,
           "%zu words have %zu extras in fields and %zu as pairs", count, fields, pairs);
        is_number(fields, count < ROW_MAX ? count : ROW_MAX,
                  "the first words have all of them");
        if (most == 0 || count <= ROW_MAX)
            most = p->extra_count;
        else
            ok(p->extra_count == most, "what stands behind them has none");
    }

    /* What stands between words fills the row as well. */
    static char text[KZS_QUERY_MAX];
    size_t length = 0;
    for (size_t i = 0; i < 300; i++)
        length += (size_t)sprintf(text + length, "qw%zu \"qx%zu\" ", i, i);
    p = planner_begin(false);
    kzsi_emit_node(p, tree_of(p, text));
    kzsi_lift_row(p);
    ok(p->row_count <= ROW_MAX && p->extras <= 3 * ROW_MAX,
       "600 words and phrases have %zu extras", p->extras);
    for (length = 0; length < 6000;)
        length += (size_t)sprintf(text + length, "qw%zu OR qx%zu ", length, length);
    p = planner_begin(false);
    kzsi_emit_node(p, tree_of(p, text));
    kzsi_lift_row(p);
    ok(p->row_count <= ROW_MAX && p->extras <= 3 * ROW_MAX,
       "hundreds of alternatives have %zu extras", p->extras);
}

static void
breaks(void)
{
    struct kzsi_planner *p = planner_begin(false);
    struct kzsi_node node = leaf_node(KZSI_NODE_WORD, "uranium");
    const struct kzsi_leaf *leaf = kzsi_leaf_make(p, &node);

    for (size_t i = 0; i < 3; i++)
        kzsi_break_row(p, i);
    p->row[p->row_count] = leaf;
    p->row_offset[p->row_count++] = 5;
    for (size_t i = 0; i < 3; i++)
        kzsi_break_row(p, 6 + i);
    p->row[p->row_count] = leaf;
    p->row_offset[p->row_count++] = 12;
    kzsi_lift_row(p);
    is_string(extra_program(p), "", "words with breaks between them make no pair");
    is_number(p->row_count, 3, "several breaks are one, and none stands first");

    p = planner_begin(false);
    leaf = kzsi_leaf_make(p, &node);
    for (size_t i = 0; i < 3 * ROW_MAX; i++)
        kzsi_break_row(p, i);
    is_number(p->row_count, ROW_MAX, "a row has so many places at most");
}

/* What it is all for: of texts with the same words, which comes first? */
static void
ranking(void)
{
    kzs_index *index = new_index("lift", archive_schema);

    /* The words once each and texts of one length: what is equal comes in the order of
     * putting. */
    put(index, "far", "title", "Report", "body",
        "The corridor was built long ago and nobody speaks of grain or of the treaty today.",
        NULL);
    put(index, "near", "title", "Report", "body",
        "The grain corridor was built long ago and nobody speaks of it or the treaty today.",
        NULL);
    put(index, "title", "title", "Grain", "body",
        "The corridor was built long ago and nobody speaks of it but of the treaty today.",
        NULL);
    put(index, "other", "title", "Report", "body", "Nothing of the kind.", NULL);
    commit(index);
    is_string(
        ids(index, "grain corridor", NULL), "near title far",
        "words side by side come before a word in the title, and that before words apart");
    is_string(ids(index, "corridor grain", NULL), "near title far",
              "in another order too, by less");
    is_string(sorted_ids(index, "+corridor grain", NULL), "far near title",
              "no extra decides what is found");
    is_string(ids(index, "grain AND corridor", NULL), "title far near",
              "nor do operators leave words side by side");
    kzs_index_close(index, NULL);
}

int
main(void)
{
    rows_of_words();
    weights_of_pairs();
    weights_of_nearness();
    weighted_fields();
    behind_the_main_part();
    long_queries();
    breaks();
    ranking();
    return tap_done();
}
