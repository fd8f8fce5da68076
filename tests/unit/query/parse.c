/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The tree of a query text, and what is repaired on the way. */
#include "tests/unit/query/queries.h"

static char tree[100000];
static size_t tree_length;

static void
put(const char *text)
{
    size_t length = strlen(text);

    if (tree_length + length < sizeof tree) {
        memcpy(tree + tree_length, text, length + 1);
        tree_length += length;
    }
}

static void
show_leaf(const struct kzsi_node *node)
{
    char text[300];

    if (node->bound != KZSI_BOUND_NONE)
        put(node->bound == KZSI_BOUND_SINCE ? "since:" : "until:");
    else if (node->field != NULL)
        snprintf(text, sizeof text, "%s:", node->field->name), put(text);
    snprintf(text, sizeof text, node->kind == KZSI_NODE_PHRASE ? "[%.*s]" : "%.*s",
             (int)(node->length < 200 ? node->length : 200), node->text);
    put(text);
    if (node->kind == KZSI_NODE_PATTERN)
        put("<pattern>");
    if (node->edits > 0)
        snprintf(text, sizeof text, "~%u", node->edits), put(text);
    if (node->distance > 0)
        snprintf(text, sizeof text, "~%u", node->distance), put(text);
    if (node->boost != 1)
        snprintf(text, sizeof text, "^%g", node->boost), put(text);
}

/*
 * Words as they are, phrases in [ ], groups in ( ), operators as (a & b), (a | b) and !a. The
 * signs of a group's children stand before them.
 */
static void
show(const struct kzsi_node *node, bool top)
{
    const char *between = node->kind == KZSI_NODE_AND  ? " & "
                          : node->kind == KZSI_NODE_OR ? " | "
                          : node->kind == KZSI_NODE_NEAR ? " near "
                          : node->kind == KZSI_NODE_ADJ ? " adj "
                                                       : " ";

    char number[40];

    switch (node->kind) {
    case KZSI_NODE_ALL:
        put("<all>");
        return;
    case KZSI_NODE_WORD:
    case KZSI_NODE_PHRASE:
    case KZSI_NODE_PATTERN:
    case KZSI_NODE_FUZZY:
        show_leaf(node);
        return;
    case KZSI_NODE_NOT:
        put("!");
        show(node->children, false);
        return;
    default:
        break;
    }
    if (!top)
        put("(");
    for (const struct kzsi_node *child = node->children; child != NULL; child = child->next) {
        if (child != node->children)
            put(between);
        if (child->mode != ' ')
            put(child->mode == '+' ? "+" : "-");
        show(child, false);
    }
    if (!top)
        put(")");
    if (node->distance > 0)
        snprintf(number, sizeof number, "~%u", node->distance), put(number);
    if (node->kind != KZSI_NODE_GROUP && node->kind != KZSI_NODE_AND &&
        node->kind != KZSI_NODE_OR && node->boost != 1)
        snprintf(number, sizeof number, "^%g", node->boost), put(number);
}

/* The tree of a text, "nothing" if it has none; its warnings are copied to `complaints`. */
static const char *
parse(const char *text, size_t length, char *complaints)
{
    char *block = exact(text, length);
    struct kzsi_arena arena = {0};
    struct kzsi_warnings warnings = {.arena = &arena};
    const struct kzsi_node *root = kzsi_parse(block, length, schema(), &arena, &warnings);

    tree_length = 0;
    tree[0] = '\0';
    if (root == NULL)
        put("nothing");
    else
        show(root, true);
    if (complaints != NULL)
        strcpy(complaints, warnings_text(&warnings));
    kzsi_arena_free(&arena);
    free(block);
    return tree;
}

static void
grammar(void)
{
    static const struct {
        const char *text, *want;
    } rows[] = {
        {"", "nothing"},
        {"  ", "nothing"},
        {"just Kazakhstan", "just Kazakhstan"},
        {"\"just Kazakhstan\" «тихий выбор»", "[just Kazakhstan] [тихий выбор]"},
        {"quasi-states", "quasi-states"},
        {"+nato -ukraine", "+nato -ukraine"},
        {"+nato -ukraine россия", "+nato -ukraine россия"},
        {"+(a b) -(c d)", "+(a b) -(c d)"},
        {"a AND b", "(a & b)"},
        {"a OR b", "(a | b)"},
        {"a AND b AND c", "(a & b & c)"},
        {"a OR b OR c", "(a | b | c)"},
        {"a AND b OR c AND d", "((a & b) | (c & d))"},
        {"a OR b AND c", "(a | (b & c))"},
        {"a NEAR/5 b", "(a near b)~5"},
        {"a ADJ/3 b", "(a adj b)~3"},
        {"a NEAR b", "(a near b)~10"},
        {"a NEAR/5 b NEAR/3 c", "(a near b near c)~8"},
        {"a NEAR/5 b ADJ/3 c", "((a near b)~5 adj c)~3"},
        {"a b NEAR/2 c d", "a (b near c)~2 d"},
        {"+a NEAR/2 b AND c", "+((a near b)~2 & c)"},
        {"(a OR \"b c\") NEAR/2 d", "(((a | [b c])) near d)~2"},
        {"title:(a NEAR/2 b)", "((title:a near title:b)~2)"},
        {"\"a b\"~5", "[a b]~5"},
        {"kazakh* Токаев~ tokaev~2", "kazakh*<pattern> Токаев~2 tokaev~2"},
        {"(a \"b c\")^2 d", "(a^2 [b c]^2) d"},
        {"(a^3 (b OR c)^2)^2", "(a^6 ((b^4 | c^4)))"},
        {"(a NEAR/2 b)^3", "((a near b)~2^3)"},
        {"(a OR b) AND c", "(((a | b)) & c)"},
        {"a b OR c d", "a (b | c) d"},
        {"война И мир ИЛИ хлеб", "((война & мир) | хлеб)"},
        {"NOT a", "-a"},
        {"НЕ война", "-война"},
        {"a NOT b", "a -b"},
        {"a AND NOT b", "(a & !b)"},
        {"a И НЕ b", "(a & !b)"},
        {"a OR NOT b", "(a | !b)"},
        {"NOT NOT a", "a"},
        {"a AND NOT NOT b", "(a & b)"},
        {"NOT (a b)", "-(a b)"},
        {"+a OR b", "+(a | b)"},
        {"NOT -a", "-a"}, /* said twice */
        {"title:summit tag:energy", "title:summit tags:energy"},
        {"title:\"red line\"", "title:[red line]"},
        {"title:(a b) c", "(title:a title:b) c"},
        {"title:(a OR \"b c\") d", "((title:a | title:[b c])) d"},
        {"title:(a author:b) c", "(title:a author:b) c"},
        {"-tag:energy +title:x", "-tags:energy +title:x"},
        {"title:-x", "title:-x"},
        {"date:2022 date:2022-11", "date:2022 date:2022-11"},
        {"date:2022-11-01..2023-01-15 date:>=2022-11", "date:2022-11-01..2023-01-15 "
                                                       "date:>=2022-11"},
        {"since:2022-11 until:2023", "since:2022-11 until:2023"},
        {"since:(2022 2023) x", "(since:2022 since:2023) x"},
        {"*", "<all>"},
        {"* -nato", "<all> -nato"},
        {"title:*", "title:*"},
        {"\"*\"", "[*]"},
        {"**", "**"},
        {"nato^2 \"a b\"^0.5", "nato^2 [a b]^0.5"},
        {"((a))", "((a))"},
        {"() a", "a"},
        {"(()) (a ())", "(a)"},
        {"a AND +b", "(a & b)"},
        {"a AND -b", "(a & !b)"},
        {"a OR -b", "(a | !b)"},
        {"a AND NOT -b", "(a & !b)"},
        {"a И +b ИЛИ -\"c d\"", "((a & b) | ![c d])"},
    };
    char complaints[30000];

    for (size_t i = 0; i < ROWS(rows); i++) {
        is_string(parse(rows[i].text, strlen(rows[i].text), complaints), rows[i].want,
                  "tree of %s", rows[i].text);
        is_string(complaints, "", "nothing to repair in %s", rows[i].text);
    }
}

static void
repairs(void)
{
#define UNCLOSED "this parenthesis is not closed: closed at the end"
#define UNOPENED "this parenthesis closes nothing: left out"
#define QUOTE "this quotation mark is not closed: left out"
    static const struct {
        const char *text, *want, *warnings;
    } rows[] = {
        {"(a b", "(a b)", "0: " UNCLOSED},
        {"a (b (c", "a (b (c))", "2: " UNCLOSED " | 5: " UNCLOSED},
        {"a) b", "a b", "1: " UNOPENED},
        {"))) a", "a", "0: " UNOPENED " | 1: " UNOPENED " | 2: " UNOPENED},
        {"a \"b c", "a b c", "2: " QUOTE},
        {"a AND", "a", "2: the operator 'AND' has nothing behind it: left out"},
        {"a OR OR b", "(a | b)", "2: the operator 'OR' has nothing behind it: left out"},
        {"a AND OR b", "(a | b)", "2: the operator 'AND' has nothing behind it: left out"},
        {"(a ИЛИ)", "(a)", "3: the operator 'ИЛИ' has nothing behind it: left out"},
        {"AND a", "AND a",
         "0: the operator 'AND' has nothing to work on: searching for it as a word"},
        {"И a", "И a", "0: the operator 'И' has nothing to work on: searching for it as a word"},
        {"a NOT", "a NOT",
         "2: the operator 'NOT' has nothing to work on: searching for it as a word"},
        {"OR", "OR", "0: the operator 'OR' has nothing to work on: searching for it as a word"},
        {"place:астана", "place астана",
         "0: there is no field 'place': searching for it as text"},
        {"a) place:b (c", "a place b (c)",
         "1: " UNOPENED " | 3: there is no field 'place': searching for it as text | "
         "11: " UNCLOSED},
    };
    char complaints[30000];

    for (size_t i = 0; i < ROWS(rows); i++) {
        is_string(parse(rows[i].text, strlen(rows[i].text), complaints), rows[i].want,
                  "repaired: %s", rows[i].text);
        is_string(complaints, rows[i].warnings, "reported: %s", rows[i].text);
    }
}

static void
strict(void)
{
    static const struct {
        const char *text;
        size_t offset;
    } rows[] = {
        {"(a b", 0},        {"a b)", 3},     {"a \"b", 2},      {"a AND", 2},
        {"a OR AND b", 2},  {"AND a", 0},    {"x place:b", 2},  {"тихий «выбор", 11},
        {"a (b OR) c)", 5},
    };
    static const char *const good[] = {"just Kazakhstan", "(a OR b) -c", "title:\"x y\"", "*",
                                       "", "https://example.org/x"};

    for (size_t i = 0; i < ROWS(rows); i++) {
        struct kzsi_arena arena = {0};
        kzs_error err = {0};
        struct kzsi_warnings warnings = {.arena = &arena, .strict = true, .err = &err};
        kzsi_parse(rows[i].text, strlen(rows[i].text), schema(), &arena, &warnings);
        ok(warnings.stopped && err.status == KZS_ERR_SYNTAX, "strict mode refuses %s",
           rows[i].text);
        is_number(err.offset, rows[i].offset, "with the place: %s", err.message);
        kzsi_arena_free(&arena);
    }
    for (size_t i = 0; i < ROWS(good); i++) {
        struct kzsi_arena arena = {0};
        kzs_error err = {0};
        struct kzsi_warnings warnings = {.arena = &arena, .strict = true, .err = &err};
        kzsi_parse(good[i], strlen(good[i]), schema(), &arena, &warnings);
        ok(!warnings.stopped, "strict mode takes '%s'", good[i]);
        kzsi_arena_free(&arena);
    }
}

/* How deep is a tree, and how many leaves has it? */
static void
measure(const struct kzsi_node *node, size_t depth, size_t *deepest, size_t *leaves)
{
    *deepest = depth > *deepest ? depth : *deepest;
    *leaves += node->children == NULL;
    for (node = node->children; node != NULL; node = node->next)
        measure(node, depth + 1, deepest, leaves);
}

static void
bounds(void)
{
    static char text[KZS_QUERY_MAX];
    struct kzsi_arena arena = {0};
    struct kzsi_warnings warnings = {.arena = &arena};
    const struct kzsi_node *root;
    size_t length = 0, deepest = 0, leaves = 0;

    for (size_t i = 0; i < 3000; i++)
        length += (size_t)sprintf(text + length, "w%zu ", i);
    root = kzsi_parse(text, length, schema(), &arena, &warnings);
    measure(root, 0, &deepest, &leaves);
    is_number(leaves, KZSI_LEAVES_MAX, "a query has at most %d words", KZSI_LEAVES_MAX);
    is_number(warnings.count, 1, "that the rest is left out is said once");
    is_number(warnings.items[0].offset, strstr(text, "w1024 ") - text,
              "at the first that is left out");

    memset(text, '(', 60000);
    text[60000] = 'x';
    warnings.count = deepest = leaves = 0;
    root = kzsi_parse(text, 60001, schema(), &arena, &warnings);
    ok(root != NULL, "60,000 parentheses can be read");
    measure(root, 0, &deepest, &leaves);
    ok(leaves == 1 && deepest <= KZSI_DEPTH_MAX + 1, "what is inside is not lost: depth %zu",
       deepest);
    ok(warnings.count > 0, "and their number is complained about");

    length = 0;
    for (size_t i = 0; i < 1000; i++)
        length += (size_t)sprintf(text + length, "(a ");
    memset(text + length, ')', 1000);
    warnings.count = 0;
    root = kzsi_parse(text, length + 1000, schema(), &arena, &warnings);
    ok(root != NULL && warnings.count == 1 && warnings.items[0].offset == 3 * KZSI_DEPTH_MAX,
       "where all are closed, one warning tells where they became too deep: %.200s",
       warnings_text(&warnings));

    length = 0;
    for (size_t i = 0; i < 9000; i++)
        length += (size_t)sprintf(text + length, i % 2 ? "NOT " : "(");
    length += (size_t)sprintf(text + length, "x");
    warnings.count = deepest = leaves = 0;
    root = kzsi_parse(text, length, schema(), &arena, &warnings);
    ok(root != NULL, "so can NOT ( NOT ( ...");
    measure(root, 0, &deepest, &leaves);
    ok(leaves <= KZSI_LEAVES_MAX && deepest <= 3 * KZSI_DEPTH_MAX, "within bounds: depth %zu",
       deepest);

    length = 0;
    for (size_t i = 0; i < 5000; i++)
        length += (size_t)sprintf(text + length, "title:(");
    warnings.count = 0;
    root = kzsi_parse(text, length, schema(), &arena, &warnings);
    ok(root == NULL, "5,000 fields of nothing are nothing");
    kzsi_arena_free(&arena);
}

static bool
well_formed(const struct kzsi_node *node, const char *text, size_t length)
{
    switch (node->kind) {
    case KZSI_NODE_WORD:
    case KZSI_NODE_PHRASE:
    case KZSI_NODE_PATTERN:
    case KZSI_NODE_FUZZY:
    case KZSI_NODE_ALL:
        if (node->children != NULL || node->text < text ||
            node->text + node->length > text + length)
            return false;
        break;
    case KZSI_NODE_NOT:
        if (node->children == NULL || node->children->next != NULL)
            return false;
        break;
    case KZSI_NODE_AND:
    case KZSI_NODE_OR:
    case KZSI_NODE_NEAR:
    case KZSI_NODE_ADJ:
        if (node->children == NULL || node->children->next == NULL)
            return false;
        break;
    case KZSI_NODE_GROUP:
        if (node->children == NULL)
            return false;
    }
    if (node->offset > length)
        return false;
    for (const struct kzsi_node *child = node->children; child != NULL; child = child->next)
        if (!well_formed(child, text, length))
            return false;
    return true;
}

static void
any_text(void)
{
    static const char *const parts[] = {"(",   ")",      "+",     "-",    "NOT ",   "AND ",
                                        "OR ", " И ",    "ИЛИ ",  " НЕ ", "title:", "since:",
                                        "tag:", "url:",  "x:",    "\"",   "«",      "»",
                                        "a ",  "слово ", "b",     "* ",   " ",      "^2",
                                        "2022", "..",    "\xF0", " NEAR/5 ", "ADJ ", "ab*", "Токаев~", ")^3 ",  ">=",   " AND NOT ", " OR -"};
    size_t good = 0, tried = 20000;

    random_begin("any text");
    for (size_t n = 0; n < tried; n++) {
        char text[400];
        size_t length = 0;
        for (size_t i = random_below(20); i > 0; i--) {
            const char *part = parts[random_below(ROWS(parts))];
            memcpy(text + length, part, strlen(part));
            length += strlen(part);
        }
        char *block = exact(text, length);
        struct kzsi_arena arena = {0};
        struct kzsi_warnings warnings = {.arena = &arena};
        const struct kzsi_node *root = kzsi_parse(block, length, schema(), &arena, &warnings);
        bool fine = root == NULL || well_formed(root, block, length);
        for (size_t i = 0; i < warnings.count; i++)
            fine = fine && warnings.items[i].offset <= length;
        if (!fine && good == n)
            printf("# %.*s\n", (int)length, text);
        good += fine;
        kzsi_arena_free(&arena);
        free(block);
    }
    is_number(good, tried, "%zu random texts have well-formed trees", tried);
}

int
main(void)
{
    grammar();
    repairs();
    strict();
    bounds();
    any_text();
    return tap_done();
}
