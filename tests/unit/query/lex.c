/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Query text split into words, phrases, fields and operators, with their places. */
#include "tests/unit/query/queries.h"

/*
 * The lexemes of a text: words as they are, phrases in [ ], fields with a colon, operators by
 * their signs, `^` and a boost unless it is 1.
 */
static const char *
lex_bytes(const char *text, size_t length, struct kzsi_warnings *warnings, bool offsets)
{
    static char out[20000];
    char *block = exact(text, length);
    struct kzsi_lexer lexer = {.text = block,
                               .at = block,
                               .end = block + length,
                               .schema = schema(),
                               .warnings = warnings};
    struct kzsi_lexeme lexeme;
    size_t n = 0;

    out[0] = '\0';
    while ((lexeme = kzsi_lex(&lexer)).kind != KZSI_LEX_END && n < sizeof out - 600) {
        static const char *const open[] = {"", "", "[", "", "(", ")", "+", "-", "&", "|", "!",
                                           "near", "adj"};
        bool inside = lexeme.kind <= KZSI_LEX_FIELD;
        n += (size_t)sprintf(out + n, "%s%s%.*s%s", n > 0 ? " " : "", open[lexeme.kind],
                             inside ? (int)(lexeme.length < 500 ? lexeme.length : 500) : 0,
                             lexeme.text,
                             lexeme.kind == KZSI_LEX_PHRASE  ? "]"
                             : lexeme.kind == KZSI_LEX_FIELD ? ":"
                                                             : "");
        if (lexeme.distance > 0)
            n += (size_t)sprintf(out + n, "~%u", lexeme.distance);
        if (lexeme.boost != 1)
            n += (size_t)sprintf(out + n, "^%g", lexeme.boost);
        if (offsets)
            n += (size_t)sprintf(out + n, "@%zu", lexeme.offset);
    }
    if (lexeme.offset != length)
        sprintf(out + n, " stopped at %zu of %zu", lexeme.offset, length);
    free(block);
    return out;
}

static const char *
lex(const char *text)
{
    static char out[20000];
    struct kzsi_arena arena = {0};
    struct kzsi_warnings warnings = {.arena = &arena};

    strcpy(out, lex_bytes(text, strlen(text), &warnings, false));
    kzsi_arena_free(&arena);
    return out;
}

struct row {
    const char *text, *want;
};

static void
check(const char *what, const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        is_string(lex(rows[i].text), rows[i].want, "%s: %s", what, rows[i].text);
}

static void
words(void)
{
    static const struct row rows[] = {
        {"", ""},
        {" \t\r\n ", ""},
        {"just Kazakhstan", "just Kazakhstan"},
        {"  Тихий\u00A0выбор\u2009Астаны\u3000 ", "Тихий выбор Астаны"},
        {"quasi-states", "quasi-states"},
        {"C++ и C#", "C++ и C#"},
        {"Moscow's O'Neill’s", "Moscow's O'Neill’s"},
        {"a-b-c --", "a-b-c --"},
        {"e-mail@example.org", "e-mail@example.org"},
        {"50% $5bn", "50% $5bn"},
        {"*", "*"},
        {"Kazakhstan's «middle» power", "Kazakhstan's [middle] power"},
        {"word\"phrase one\"word", "word [phrase one] word"},
        {"(a)(b)", "( a ) ( b )"},
        {"f(x)", "f ( x )"},
    };

    check("words", rows, ROWS(rows));
}

static void
quotes(void)
{
    static const struct row rows[] = {
        {"\"just Kazakhstan\"", "[just Kazakhstan]"},
        {"“just Kazakhstan”", "[just Kazakhstan]"},
        {"”just Kazakhstan”", "[just Kazakhstan]"},
        {"„just Kazakhstan“", "[just Kazakhstan]"},
        {"„just Kazakhstan”", "[just Kazakhstan]"},
        {"‟just Kazakhstan”", "[just Kazakhstan]"},
        {"＂just Kazakhstan＂", "[just Kazakhstan]"},
        {"«просто Казахстан»", "[просто Казахстан]"},
        {"»just Kazakhstan«", "[just Kazakhstan]"},
        {"»just Kazakhstan»", "[just Kazakhstan]"},
        {"“just Kazakhstan\"", "[just Kazakhstan]"},
        {"\"just Kazakhstan”", "[just Kazakhstan]"},
        {"“газета «Правда» писала”", "[газета «Правда» писала]"},
        {"«газета “Правда” писала»", "[газета “Правда” писала]"},
        {"\"a\"\"b\"", "[a] [b]"},
        {"\"\" x", "[] x"},
        {"\"a (b) -c OR title:d\"", "[a (b) -c OR title:d]"},
        {"\"line\none\"", "[line\none]"},
    };

    check("quotes", rows, ROWS(rows));
}

static void
operators(void)
{
    static const struct row rows[] = {
        {"+nato -ukraine", "+ nato - ukraine"},
        {"+\"red line\" -(a b) -title:x", "+ [red line] - ( a b ) - title: x"},
        {"+ nato - ukraine", "+ nato - ukraine"}, /* words here: see kinds() */
        {"a+b c-d", "a+b c-d"},
        {"a AND b OR NOT c", "a & b | ! c"},
        {"a NEAR/5 b ADJ/12 c", "a near~5 b adj~12 c"},
        {"NEAR ADJ near NEARER NEAR/ NEAR/0 NEAR/x NEAR/1000", "near~10 adj~10 near NEARER NEAR/ NEAR/0 NEAR/x NEAR/1000"},
        {"война И мир ИЛИ НЕ война", "война & мир | ! война"},
        {"a and b or not c", "a and b or not c"},
        {"и или не And Or Not", "и или не And Or Not"},
        {"ANDROID ORDER NOTE ИЛИЯ НЕТ", "ANDROID ORDER NOTE ИЛИЯ НЕТ"},
        {"AND", "&"},
        {"(AND)", "( & )"},
        {"title:AND", "title: AND"},
        {"\"AND\"", "[AND]"},
        {"+-a", "+-a"},
        {"-)", "- )"},
    };

    check("operators", rows, ROWS(rows));
}

/* A sign that stands alone is a word, not an operator. */
static void
kinds(void)
{
    static const struct {
        const char *text;
        enum kzsi_lexeme_kind first;
    } rows[] = {
        {"+a", KZSI_LEX_PLUS},     {"-a", KZSI_LEX_MINUS},  {"+ a", KZSI_LEX_WORD},
        {"- a", KZSI_LEX_WORD},    {"-", KZSI_LEX_WORD},    {"+", KZSI_LEX_WORD},
        {"--a", KZSI_LEX_WORD},    {"++a", KZSI_LEX_WORD},  {"-)", KZSI_LEX_WORD},
        {"-(", KZSI_LEX_MINUS},    {"-\"", KZSI_LEX_MINUS}, {"–a", KZSI_LEX_WORD},
        {"AND", KZSI_LEX_AND},     {"И", KZSI_LEX_AND},     {"OR", KZSI_LEX_OR},
        {"ИЛИ", KZSI_LEX_OR},      {"NOT", KZSI_LEX_NOT},   {"НЕ", KZSI_LEX_NOT},
        {"\"x\"", KZSI_LEX_PHRASE}, {"(", KZSI_LEX_OPEN},   {")", KZSI_LEX_CLOSE},
        {"title:x", KZSI_LEX_FIELD}, {"", KZSI_LEX_END},    {" ", KZSI_LEX_END},
    };

    for (size_t i = 0; i < ROWS(rows); i++) {
        struct kzsi_arena arena = {0};
        struct kzsi_warnings warnings = {.arena = &arena};
        struct kzsi_lexer lexer = {.text = rows[i].text,
                                   .at = rows[i].text,
                                   .end = rows[i].text + strlen(rows[i].text),
                                   .schema = schema(),
                                   .warnings = &warnings};
        is_number(kzsi_lex(&lexer).kind, rows[i].first, "kind of '%s'", rows[i].text);
        kzsi_arena_free(&arena);
    }
}

static void
fields(void)
{
    static const struct row rows[] = {
        {"title:summit tag:energy", "title: summit tag: energy"},
        {"title:\"red line\" tags:(a b)", "title: [red line] tags: ( a b )"},
        {"date:2022-11-01..2023-01-15", "date: 2022-11-01..2023-01-15"},
        {"date:>=2022-11 edited:<2023", "date: >=2022-11 edited: <2023"},
        {"since:2022-11 until:2023", "since: 2022-11 until: 2023"},
        {"views:-5 views:+5", "views: -5 views: +5"},
        {"author:Иван", "author: Иван"},
        {"title:url:x", "title: url:x"},
        {"title: x", "title: x"}, /* a word, a colon and all */
        {"title:)", "title: )"},
        {"Title:x TITLE:x", "Title:x TITLE:x"},
        {"заголовок:x", "заголовок:x"},
        {"nofield:x", "nofield x"},
        {"12:30 a:b", "12:30 a b"},
        {"https://example.org/a:b", "https://example.org/a:b"},
        {":x ::", ":x ::"},
    };

    check("fields", rows, ROWS(rows));
}

static void
boosts(void)
{
    static const struct row rows[] = {
        {"nato^2 ukraine", "nato^2 ukraine"},
        {"\"just Kazakhstan\"^2.5 x", "[just Kazakhstan]^2.5 x"},
        {"title:x^3", "title: x^3"},
        {"nato^ ukraine", "nato^ ukraine"},
        {"^2", "^2"},
        {"a^b", "a^b"},
        {"a^1.2.3", "a^1.2.3"},
        {"a^9999", "a^1000"}, /* said */
        {"(a b)^2 c", "( a b )^2 c"},
        {"\"a b\"~3^2", "[a b]~3^2"},
        {"\"a b\"~", "[a b]"},
        {"\"a\"^", "[a] ^"},
    };

    check("boosts", rows, ROWS(rows));
}

static void
offsets(void)
{
    static const struct row rows[] = {
        {"just  \"two words\" +(x) title:y", "just@0 [two words]@6 +@18 (@19 x@20 )@21 "
                                             "title:@23 y@29"},
        {"«Тихий» И НЕ выбор", "[Тихий]@0 &@15 !@18 выбор@23"},
        {"  ", ""},
    };

    for (size_t i = 0; i < ROWS(rows); i++) {
        struct kzsi_arena arena = {0};
        struct kzsi_warnings warnings = {.arena = &arena};
        is_string(lex_bytes(rows[i].text, strlen(rows[i].text), &warnings, true), rows[i].want,
                  "byte offsets in %s", rows[i].text);
        kzsi_arena_free(&arena);
    }
}

static void
complaints(void)
{
    static const struct {
        const char *text, *want, *warning;
    } rows[] = {
        {"the \"red line", "the red line", "4: this quotation mark is not closed: left out"},
        {"«красная линия", "красная линия", "0: this quotation mark is not closed: left out"},
        {"линия»", "линия", "10: this quotation mark is not closed: left out"},
        {"«красная линия\"", "красная линия",
         "0: this quotation mark is not closed: left out | "
         "27: this quotation mark is not closed: left out"},
        {"title:\"x", "title: x", "6: this quotation mark is not closed: left out"},
        {"x nofield:y", "x nofield y",
         "2: there is no field 'nofield': searching for it as text"},
        {"https://example.org", "https://example.org", ""},
        {"time: 12:30", "time: 12:30", ""},
        {"url:x", "url: x", ""},
        {"just \"fine\"", "just [fine]", ""},
    };

    for (size_t i = 0; i < ROWS(rows); i++) {
        struct kzsi_arena arena = {0};
        struct kzsi_warnings warnings = {.arena = &arena};
        is_string(lex_bytes(rows[i].text, strlen(rows[i].text), &warnings, false), rows[i].want,
                  "repaired: %s", rows[i].text);
        is_string(warnings_text(&warnings), rows[i].warning, "reported: %s", rows[i].text);
        kzsi_arena_free(&arena);
    }
}

/* An index without a date knows neither since: nor until:. */
static void
without_a_date(void)
{
    struct kzsi_schema plain;
    struct kzsi_arena arena = {0};
    struct kzsi_warnings warnings = {.arena = &arena};
    const char *text = "since:2022";
    struct kzsi_lexer lexer = {
        .text = text, .at = text, .end = text + 10, .schema = &plain, .warnings = &warnings};

    if (kzsi_schema_parse("body text main\n", &plain, NULL) != KZS_OK)
        exit(99);
    is_number(kzsi_lex(&lexer).kind, KZSI_LEX_WORD, "since: is text where there is no date");
    is_number(warnings.count, 1, "which is reported");
    kzsi_schema_free(&plain);
    kzsi_arena_free(&arena);
}

/* Every text is split to its end, in order, without reading beyond it. */
static void
any_bytes(void)
{
    static const char *const parts[] = {
        "\"", "«", "»", "“", "”", "„", "(", ")", "+", "-", " ", "AND", "OR", "NOT", "И",
        "ИЛИ", "НЕ", "title:", "date:", "since:", "nofield:", "^2", "^", "слово", "word", "*",
        "..", ">=", "\xFF", "\xD0", "\xE2\x80", "\0", "\u2003", "tag:", "\n", ":", "'"};
    size_t good = 0, tried = 20000;

    random_begin("any bytes");
    for (size_t n = 0; n < tried; n++) {
        char text[200];
        size_t length = 0, from = 0, count = 0;
        for (size_t i = random_below(14); i > 0; i--) {
            const char *part = parts[random_below(ROWS(parts))];
            size_t bytes = *part == '\0' ? 1 : strlen(part);
            memcpy(text + length, part, bytes);
            length += bytes;
        }
        char *block = exact(text, length);
        struct kzsi_arena arena = {0};
        struct kzsi_warnings warnings = {.arena = &arena};
        struct kzsi_lexer lexer = {.text = block,
                                   .at = block,
                                   .end = block + length,
                                   .schema = schema(),
                                   .warnings = &warnings};
        struct kzsi_lexeme lexeme;
        bool fine = true;
        do {
            lexeme = kzsi_lex(&lexer);
            fine = fine && lexeme.offset >= from && lexeme.offset <= length &&
                   lexeme.text >= block && lexeme.text + lexeme.length <= block + length;
            from = lexeme.offset + (lexeme.kind != KZSI_LEX_END);
        } while (fine && lexeme.kind != KZSI_LEX_END && ++count <= length);
        good += fine && lexeme.kind == KZSI_LEX_END && lexeme.offset == length;
        kzsi_arena_free(&arena);
        free(block);
    }
    is_number(good, tried, "%zu random texts are split to their ends", tried);
}

int
main(void)
{
    words();
    quotes();
    operators();
    kinds();
    fields();
    boosts();
    offsets();
    complaints();
    without_a_date();
    any_bytes();
    return tap_done();
}
