/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What was understood, as query text. */
#include "tests/unit/query/programs.h"

static struct kzsi_analyzer *analyzer;

static bool repaired; /* the text that was planned last */

/* Plan a text; its canonical text goes into `canonical` and its program into `steps`. */
static bool
plan(const char *text, size_t length, struct kzsi_buf *canonical, struct kzsi_buf *steps)
{
    kzs_query *query;
    struct kzsi_plan made;
    bool good = kzs_query_new(text, length, &query, NULL) == KZS_OK &&
                kzsi_plan_make(query, schema(), analyzer, &made, NULL) == KZS_OK;

    canonical->length = steps->length = 0;
    if (!good)
        return false;
    repaired = made.warnings.count > 0;
    kzsi_canonical(query, made.tree, canonical);
    for (size_t i = 0; i < made.step_count; i++) {
        const struct kzsi_step *step = &made.steps[i];
        kzsi_buf_printf(steps, "%d %zu %u %.9g %u ", (int)step->op, step->count, step->window,
                        step->factor, step->slot);
        kzsi_buf_add(steps, step->low, step->low_length);
        kzsi_buf_byte(steps, '|');
        kzsi_buf_add(steps, step->high, step->high != NULL ? step->high_length : 0);
        kzsi_buf_byte(steps, '\n');
    }
    kzsi_plan_free(&made);
    kzs_query_free(query);
    return !canonical->failed && !steps->failed;
}

static const char *
canonical(const char *text)
{
    static char shown[4][400];
    static unsigned next;
    char *out = shown[next++ % 4];
    struct kzsi_buf first = {0}, steps = {0};

    plan(text, strlen(text), &first, &steps);
    snprintf(out, sizeof shown[0], "%.*s", (int)first.length, first.length ? first.data : "");
    kzsi_buf_free(&first);
    kzsi_buf_free(&steps);
    return out;
}

static void
examples(void)
{
    static const struct {
        const char *text, *canonical;
    } rows[] = {
        {"just Kazakhstan", "just Kazakhstan"},
        {"  a   «b c»  ", "a «b c»"},
        {"a AND", "a"},
        {"AND a", "and a"},
        {"НЕ", "не"},
        {"ADJ/3", "adj/3"},
        {"NEAR/0 NEAR/1000", "NEAR/0 NEAR/1000"},
        {"x NEAR/5 ADJ/3 NEAR", "x"},
        {"(a b", "(a b)"},
        {"a b)", "a b"},
        {"a И b ИЛИ НЕ c", "a AND b OR NOT c"},
        {"NOT a", "-a"},
        {"NOT --a", "NOT --a"},
        {"(a +)^3", "(a^3 +)"},
        {"1 000  1,000", "1 000  1,000"},
        {"1\t000 5 x", "1  000 5 x"},
        {"tokaev~2~", "tokaev~2"},
        {"+a -(b OR c)", "+a -(b OR c)"},
        {"tag:x since:2022", "tags:x since:2022"},
        {"title:(a b)", "(title:a title:b)"},
        {"foo:bar", "foo bar"},
        {"word^2.50 «x y»^0.125", "word^2.5 «x y»^0.125"},
        {"* -a", "* -a"},
        {"", ""},
    };

    for (size_t i = 0; i < ROWS(rows); i++)
        is_string(canonical(rows[i].text), rows[i].canonical, "%s", rows[i].text);
}

/* Pieces of the language and of noise. */
static void
random_text(struct kzsi_buf *text)
{
    static const char *const pieces[] = {
        "just",    "Казахстан", "Токаева", "quasi-states", "the",    "и",      "AND",
        "OR",      "NOT",       "И",       "ИЛИ",          "НЕ",     "(",      ")",
        "\"",      "«",         "»",       "“",            "”",      "+",      "-",
        "title:",  "tag:",      "lang:ru", "author:",      "date:",  "2022",   "since:2022-11",
        "2022-11..2023", ">=5", "views:",  "foo:",         "^2",     "^0.5",   "*",
        "5 000",   "К. Токаев", "ООН",     "United Nations", "U.S.", "$5bn",   "--",
        "\xff",    "\xd0",      "\u200b",  "e\u0301",       "21 ноября 2022", "url:x", "until:x",
        "#",       "'",         "ё",       "K.-J.",        "A",      "В",      "!"};

    text->length = 0;
    for (size_t n = random_below(12); n > 0; n--) {
        kzsi_buf_str(text, pieces[random_below(ROWS(pieces))]);
        if (random_below(3) > 0)
            kzsi_buf_byte(text, ' ');
    }
}

static void
read_again(void)
{
    struct kzsi_buf text = {0}, first = {0}, second = {0}, steps = {0}, again = {0};
    unsigned wrong = 0, unstable = 0, failed = 0, compared = 0;

    random_begin("read again");
    for (int i = 0; i < 20000; i++) {
        random_text(&text);
        failed += !plan(text.data != NULL ? text.data : "", text.length, &first, &steps);
        bool as_typed = !repaired;
        failed += !plan(first.data != NULL ? first.data : "", first.length, &second, &again);
        compared += as_typed;
        if (as_typed &&
            (steps.length != again.length ||
             (steps.length > 0 && memcmp(steps.data, again.data, steps.length) != 0)) &&
            wrong++ < 5)
            printf("# another plan: %.*s -> %.*s\n", (int)text.length, text.data,
                   (int)first.length, first.data);
        if ((first.length != second.length ||
             (first.length > 0 && memcmp(first.data, second.data, first.length) != 0)) &&
            unstable++ < 5)
            printf("# another text: %.*s -> %.*s -> %.*s\n", (int)text.length, text.data,
                   (int)first.length, first.data, (int)second.length, second.data);
    }
    is_number(failed, 0, "20,000 random texts: none is an error");
    ok(compared > 1000, "%u of them needed no repair", compared);
    is_number(wrong, 0, "their canonical text has the same plan");
    is_number(unstable, 0, "any canonical text is its own canonical text");
    kzsi_buf_free(&text);
    kzsi_buf_free(&first);
    kzsi_buf_free(&second);
    kzsi_buf_free(&steps);
    kzsi_buf_free(&again);
}

int
main(void)
{
    analyzer = kzsi_analyzer_new(NULL);
    examples();
    read_again();
    kzsi_analyzer_free(analyzer);
    return tap_done();
}
