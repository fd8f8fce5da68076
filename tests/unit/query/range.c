/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which documents a date, a number, a period or a range lets through. */
#include "tests/unit/query/queries.h"

/* Xapian compares slot values as bytes. */
static int
compare(const char *a, size_t a_length, const char *b, size_t b_length)
{
    int order = memcmp(a, b, a_length < b_length ? a_length : b_length);

    return order != 0 ? order : (a_length > b_length) - (a_length < b_length);
}

static bool
in_slot(const struct kzsi_range *range, const char *value, size_t length)
{
    return compare(value, length, range->low, range->low_length) >= 0 &&
           (range->high == NULL ||
            compare(value, length, range->high, range->high_length) <= 0);
}

/* Has a document with this date, indexed as lib/index does, the term of the range? */
static bool
has_term(const struct kzsi_range *range, const struct kzsi_field *of, const char *digits,
         size_t length)
{
    bool found = false;

    for (size_t n = 4; n <= 8 && n <= length && !found; n += 2) {
        struct kzsi_buf term = {0};
        kzsi_term_date(&term, of, digits, n);
        found = term.length == range->term_length &&
                memcmp(term.data, range->term, term.length) == 0;
        kzsi_buf_free(&term);
    }
    return found;
}

/* The documents of a list that pass; "refused" if the text is no range at all. */
static const char *
passing(const struct kzsi_field *of, enum kzsi_bound bound, const char *text,
        const char *const *documents, size_t count)
{
    static char out[2000];
    size_t length = strlen(text);
    char *block = exact(text, length);
    struct kzsi_arena arena = {0};
    struct kzsi_range range;

    out[0] = '\0';
    if (!kzsi_range_parse(of, bound, block, length, &arena, &range))
        strcpy(out, "refused");
    free(block); /* the range stands by itself */
    for (size_t i = 0; i < count && strcmp(out, "refused") != 0; i++) {
        char value[KZSI_DATE_MAX + 1];
        size_t n = 0;
        double number;
        if (of->kind == KZSI_DATE) {
            n = kzsi_date_parse(documents[i], strlen(documents[i]), value);
        } else if (kzsi_parse_double(documents[i], strlen(documents[i]), &number)) {
            kzsi_number_sortable(number, value);
            n = 8;
        }
        if (range.term != NULL ? has_term(&range, of, value, n) : in_slot(&range, value, n))
            sprintf(out + strlen(out), "%s%s", *out != '\0' ? " " : "",
                    n == 0 ? "(none)" : documents[i]);
    }
    kzsi_arena_free(&arena);
    return out;
}

/* In order of time; "" is a document without a date. */
static const char *const dates[] = {
    "",           "2021-12-31", "2022",       "2022-01-01",       "2022-10-31T23:59",
    "2022-11",    "2022-11-01", "2022-11-19", "2022-11-20",       "2022-11-20T10:30",
    "2022-11-20T10:30:59",      "2022-11-21", "2022-11-30T23:59", "2022-12-01",
    "2023-01-15", "2023-01-15T20:00",         "2023-01-16",       "2024-02-29"};

/* Dates as people write them are those of the standard. */
static void
other_ways(void)
{
    static const struct {
        const char *text, *same;
    } rows[] = {
        {"20.11.2022", "2022-11-20"}, {"2022/11/20", "2022-11-20"}, {"1.1.2022", "2022-01-01"},
        {"2022/1/1", "2022-01-01"},   {"11.2022", "2022-11"},       {"2022/11", "2022-11"},
        {"20.11.2022..21.11.2022", "2022-11-20..2022-11-21"},
        {">=2022/11/20", ">=2022-11-20"}, {"<20.11.2022", "<2022-11-20"},
        {"29.2.2024", "2024-02-29"},
    };
    static const char *const none[] = {"32.11.2022", "20.13.2022", "20.11.22", "29.2.2023",
                                       "2022/20/11", "20/11/2022", "2022.11.20.1", "1.2.3.2022",
                                       "/", "2022/", ".2022", "20.11/2022", "00001/1/1"};

    for (size_t i = 0; i < ROWS(rows); i++) {
        char want[2000];
        strcpy(want, passing(field("date"), KZSI_BOUND_NONE, rows[i].same, dates, ROWS(dates)));
        is_string(passing(field("date"), KZSI_BOUND_NONE, rows[i].text, dates, ROWS(dates)), want,
                  "%s is %s", rows[i].text, rows[i].same);
    }
    for (size_t i = 0; i < ROWS(none); i++)
        is_string(passing(field("date"), KZSI_BOUND_NONE, none[i], dates, ROWS(dates)), "refused",
                  "%s is no date", none[i]);
}

static void
periods(void)
{
    static const struct {
        const char *text, *want;
    } rows[] = {
        {"2021", "2021-12-31"},
        {"2023", "2023-01-15 2023-01-15T20:00 2023-01-16"},
        {"2022-11", "2022-11 2022-11-01 2022-11-19 2022-11-20 2022-11-20T10:30 "
                    "2022-11-20T10:30:59 2022-11-21 2022-11-30T23:59"},
        {"2022-11-20", "2022-11-20 2022-11-20T10:30 2022-11-20T10:30:59"},
        {"2022-11-20T10:30", "2022-11-20T10:30 2022-11-20T10:30:59"},
        {"2022-11-20T10:30:59", "2022-11-20T10:30:59"},
        {"2024-02-29", "2024-02-29"},
        {"1999", ""},
        {"0001", ""},
    };

    for (size_t i = 0; i < ROWS(rows); i++)
        is_string(passing(field("date"), KZSI_BOUND_NONE, rows[i].text, dates, ROWS(dates)),
                  rows[i].want, "date:%s", rows[i].text);
}

static void
date_ranges(void)
{
    static const struct {
        const char *text, *want;
        enum kzsi_bound bound;
    } rows[] = {
        {"2022-11-20..2022-11-21",
         "2022-11-20 2022-11-20T10:30 2022-11-20T10:30:59 2022-11-21", KZSI_BOUND_NONE},
        {"2022-12..2023-01-15", "2022-12-01 2023-01-15 2023-01-15T20:00", KZSI_BOUND_NONE},
        {"2022-12..2023", "2022-12-01 2023-01-15 2023-01-15T20:00 2023-01-16", KZSI_BOUND_NONE},
        {"2023..2022", "", KZSI_BOUND_NONE},
        {"2023-01-16..", "2023-01-16 2024-02-29", KZSI_BOUND_NONE},
        {"..2022-01", "2021-12-31 2022 2022-01-01", KZSI_BOUND_NONE},
        {"..2021", "2021-12-31", KZSI_BOUND_NONE},
        {">=2023-01-15", "2023-01-15 2023-01-15T20:00 2023-01-16 2024-02-29", KZSI_BOUND_NONE},
        {">2023-01-15", "2023-01-16 2024-02-29", KZSI_BOUND_NONE},
        {">2022", "2023-01-15 2023-01-15T20:00 2023-01-16 2024-02-29", KZSI_BOUND_NONE},
        {"<2022", "2021-12-31", KZSI_BOUND_NONE},
        {"<2022-01-01", "2021-12-31 2022", KZSI_BOUND_NONE},
        {"<=2022-01-01", "2021-12-31 2022 2022-01-01", KZSI_BOUND_NONE},
        {"<2022-11-01", "2021-12-31 2022 2022-01-01 2022-10-31T23:59 2022-11",
         KZSI_BOUND_NONE},
        {"<2020", "", KZSI_BOUND_NONE},
        {"<0001", "", KZSI_BOUND_NONE},
        {">9999", "", KZSI_BOUND_NONE},
        {"2023-01-16", "2023-01-16 2024-02-29", KZSI_BOUND_SINCE},
        {"2024", "2024-02-29", KZSI_BOUND_SINCE},
        {"2021", "2021-12-31", KZSI_BOUND_UNTIL},
        {"2022-01-01", "2021-12-31 2022 2022-01-01", KZSI_BOUND_UNTIL},
    };

    for (size_t i = 0; i < ROWS(rows); i++)
        is_string(passing(field("date"), rows[i].bound, rows[i].text, dates, ROWS(dates)),
                  rows[i].want, "%s:%s",
                  rows[i].bound == KZSI_BOUND_NONE    ? "date"
                  : rows[i].bound == KZSI_BOUND_SINCE ? "since"
                                                      : "until",
                  rows[i].text);
    is_string(passing(field("edited"), KZSI_BOUND_NONE, "2021", dates, ROWS(dates)),
              "2021-12-31", "every date field has its own terms");
}

/* Bounds that end in 0 are stepped below like any other. */
static void
before_any_digit(void)
{
    static const char *const ends[] = {"2000", "2010", "2022-10", "2022-10-10", "1990-01-01",
                                       "2022-10-10T10:00", "2022-10-10T10:10:00"};
    size_t good = 0;

    for (size_t i = 0; i < ROWS(ends); i++) {
        char text[40];
        snprintf(text, sizeof text, "<%s", ends[i]);
        bool out = *passing(field("date"), KZSI_BOUND_NONE, text, &ends[i], 1) == '\0';
        snprintf(text, sizeof text, "<=%s", ends[i]);
        bool in = *passing(field("date"), KZSI_BOUND_NONE, text, &ends[i], 1) != '\0';
        snprintf(text, sizeof text, ">%s", ends[i]);
        out = out && *passing(field("date"), KZSI_BOUND_NONE, text, &ends[i], 1) == '\0';
        snprintf(text, sizeof text, ">=%s", ends[i]);
        in = in && *passing(field("date"), KZSI_BOUND_NONE, text, &ends[i], 1) != '\0';
        if (!in || !out)
            printf("# %s\n", ends[i]);
        good += in && out;
    }
    is_number(good, ROWS(ends), "< and > leave their date out, <= and >= let it in");
}

/* In order; "" is a document without a number. */
static const char *const numbers[] = {"",  "-1e300", "-100", "-5.5", "-5",  "-1", "-0.5", "0",
                                      "0.001", "0.5", "1", "4.999", "5", "5.001", "10",
                                      "1000000", "1e300"};

static void
number_ranges(void)
{
    static const struct {
        const char *text, *want;
    } rows[] = {
        {"5", "5"},
        {"5.0", "5"},
        {"+5", "5"},
        {"1e6", "1000000"},
        {"-5", "-5"},
        {"-0", "0"},
        {"7", ""},
        {"1..5", "1 4.999 5"},
        {"0.5..1", "0.5 1"},
        {"-5..0", "-5 -1 -0.5 0"},
        {"-5.5..-5", "-5.5 -5"},
        {"5..1", ""},
        {"10..", "10 1000000 1e300"},
        {"..-5.5", "-1e300 -100 -5.5"},
        {">5", "5.001 10 1000000 1e300"},
        {">=5", "5 5.001 10 1000000 1e300"},
        {"<-5", "-1e300 -100 -5.5"},
        {"<=-5", "-1e300 -100 -5.5 -5"},
        {"<0.001", "-1e300 -100 -5.5 -5 -1 -0.5 0"},
        {">0", "0.001 0.5 1 4.999 5 5.001 10 1000000 1e300"},
        {"<0", "-1e300 -100 -5.5 -5 -1 -0.5"},
        {">-1", "-0.5 0 0.001 0.5 1 4.999 5 5.001 10 1000000 1e300"},
        {">1e300", ""},
    };

    for (size_t i = 0; i < ROWS(rows); i++)
        is_string(passing(field("views"), KZSI_BOUND_NONE, rows[i].text, numbers, ROWS(numbers)),
                  rows[i].want, "views:%s", rows[i].text);
}

static void
random_numbers(void)
{
    size_t good = 0, tried = 20000;

    random_begin("random numbers");
    for (size_t i = 0; i < tried; i++) {
        static const char *const before[] = {"", "..", ">", ">=", "<", "<=", ""};
        char a[40], b[40], text[60];
        const char *document = b;
        size_t form = random_below(7);
        snprintf(a, sizeof a, "%.3f", ((double)random_below(4001) - 2000) / 8);
        snprintf(b, sizeof b, "%.3f", ((double)random_below(4001) - 2000) / 8);
        if (random_below(4) == 0)
            strcpy(b, a);
        snprintf(text, sizeof text, "%s%s%s", before[form], a, form == 0 ? ".." : "");
        double x = strtod(a, NULL), y = strtod(b, NULL);
        bool want = form == 0 || form == 3   ? y >= x
                    : form == 1 || form == 5 ? y <= x
                    : form == 2              ? y > x
                    : form == 4              ? y < x
                                             : y == x;
        bool have = *passing(field("views"), KZSI_BOUND_NONE, text, &document, 1) != '\0';
        if (have != want && good == i)
            printf("# views:%s and %s\n", text, b);
        good += have == want;
    }
    is_number(good, tried, "%zu random ranges agree with the numbers themselves", tried);
}

static void
refused(void)
{
    static const char *const bad_dates[] = {
        "",        "..",       "yesterday", "вчера",      "22",         "2022-13",
        "2022-00", "2022-1",   "2022-02-30", "2023-02-29", "2022-11-20T25:00",
        ">",       ">=",       "<",         "<=",         "=2022",      ">>2022",
        "2022...", "2022..x",  "x..2022",   "2022..2023..2024", "2022-11-20..x",
        " 2022",   "2022 ",    "2022/99",   "20221120",   "2022-11-20..2022-11-31", "*",
        ">=2022..", "2022\xFF"};
    static const char *const bad_numbers[] = {"", "..", "five", "пять", "1,5", "5..x", "x..5",
                                              ">", "<=", "0x5", "1..2..3", "5 ", "--5",
                                              "=5", "5%"};
    static const char *const bad_bounds[] = {"", ">=2022", "2022..2023", "..2022", "вчера", "<2022"};

    for (size_t i = 0; i < ROWS(bad_dates); i++)
        is_string(passing(field("date"), KZSI_BOUND_NONE, bad_dates[i], dates, 0), "refused",
                  "date:%s is none", bad_dates[i]);
    for (size_t i = 0; i < ROWS(bad_numbers); i++)
        is_string(passing(field("views"), KZSI_BOUND_NONE, bad_numbers[i], dates, 0), "refused",
                  "views:%s is none", bad_numbers[i]);
    for (size_t i = 0; i < ROWS(bad_bounds); i++) {
        is_string(passing(field("date"), KZSI_BOUND_SINCE, bad_bounds[i], dates, 0), "refused",
                  "since:%s is none", bad_bounds[i]);
        is_string(passing(field("date"), KZSI_BOUND_UNTIL, bad_bounds[i], dates, 0), "refused",
                  "until:%s is none", bad_bounds[i]);
    }
}

int
main(void)
{
    other_ways();
    periods();
    date_ranges();
    before_any_digit();
    number_ranges();
    random_numbers();
    refused();
    return tap_done();
}
