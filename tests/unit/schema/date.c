/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema/schema.h"
#include "tests/unit/unit.h"

#define ROWS(table) (sizeof(table) / sizeof *(table))

/* The digits that a text becomes, "" when it is no date. */
static const char *
digits_of(const char *text)
{
    static char out[KZSI_DATE_MAX + 1];
    size_t length = strlen(text);
    char *block = exact(text, length);
    size_t n;

    memset(out, '?', sizeof out);
    n = kzsi_date_parse(block, length, out);
    free(block);
    if (n == 0)
        return "";
    return n <= KZSI_DATE_MAX && out[n] == '\0' && strlen(out) == n ? out : "not terminated";
}

static void
dates_become_digits(void)
{
    static const struct {
        const char *text, *want;
    } rows[] = {
        {"2022", "2022"},
        {"0001", "0001"},
        {"9999", "9999"},
        {"2022-11", "202211"},
        {"2022-01", "202201"},
        {"2022-12", "202212"},
        {"2022-11-21", "20221121"},
        {"2022-11-21T10:30", "202211211030"},
        {"2022-11-21 10:30", "202211211030"},
        {"2022-11-21T10:30:59", "20221121103059"},
        {"2022-11-21T00:00:00", "20221121000000"},
        {"2022-11-21T23:59:60", "20221121235960"}, /* a leap second */
        {"2022-11-21T24:00", "202211212400"},      /* the end of the day */
        {"2022-11-21T24:00:00", "20221121240000"},
        /* fractions and zones are ignored */
        {"2022-11-21T10:30Z", "202211211030"},
        {"2022-11-21T10:30:59Z", "20221121103059"},
        {"2022-11-21T10:30:59.5", "20221121103059"},
        {"2022-11-21T10:30:59.123456789Z", "20221121103059"},
        {"2022-11-21T10:30:59+06:00", "20221121103059"},
        {"2022-11-21T10:30:59+0600", "20221121103059"},
        {"2022-11-21T10:30:59-05", "20221121103059"},
        {"2022-11-21T10:30-12:45", "202211211030"},
        {"2022-11-21T10:30:59.25+06:00", "20221121103059"},
    };

    for (size_t i = 0; i < ROWS(rows); i++)
        is_string(digits_of(rows[i].text), rows[i].want, "'%s' is read", rows[i].text);
}

static void
everything_else_is_no_date(void)
{
    static const char *const rows[] = {
        "", " ", "2", "20", "202", "20221", "022", "0000", "-2022", "+2022", "2022 ", " 2022",
        "2022-", "2022-1", "2022-00", "2022-13", "2022-1-", "2022-111", "2022/11", "2022.11",
        "202211", "20221121", "2022-11-", "2022-11-2", "2022-11-00", "2022-11-31",
        "2022-11-211", "2022-11-21T", "2022-11-21 ", "2022-11-21T1", "2022-11-21T10",
        "2022-11-21T10:", "2022-11-21T10:3", "2022-11-21T10:60", "2022-11-21T25:00",
        "2022-11-21T24:01", "2022-11-21T24:00:01", "2022-11-21T24:59:60",
        "2022-11-21T10:30:", "2022-11-21T10:30:5", "2022-11-21T10:30:61",
        "2022-11-21T10:30:59.", "2022-11-21T10:30:59.Z", "2022-11-21T10:30:59ZZ",
        "2022-11-21T10:30:59Z ", "2022-11-21T10:30:59+", "2022-11-21T10:30:59+6",
        "2022-11-21T10:30:59+06:", "2022-11-21T10:30:59+06:0", "2022-11-21T10:30:59+24:00",
        "2022-11-21T10:30:59+06:60", "2022-11-21T10:30:59+06:00:00",
        "2022-11-21T10:30:59+06000", "2022-11-21  10:30", "2022-11-21t10:30",
        "2022\u201311\u201321", "２０２２", "21.11.2022", "21-11-2022", "November 2022",
        "вчера", "yesterday", "1e3", "0x7E6", "2022-11-21\n",
    };

    for (size_t i = 0; i < ROWS(rows); i++)
        is_string(digits_of(rows[i]), "", "'%s' is no date", one_line(rows[i]));
    char out[KZSI_DATE_MAX + 1];
    ok(kzsi_date_parse("2022\0", 5, out) == 0, "a NUL behind a date is not part of one");
    ok(kzsi_date_parse("2022-11-21", 4, out) == 4 && strcmp(out, "2022") == 0,
       "the length ends a date, whatever follows");
}

/* Days of a month by counting, apart from how the module does it. */
static unsigned
last_day(unsigned year, unsigned month)
{
    switch (month) {
    case 2: return year % 400 == 0 || (year % 4 == 0 && year % 100 != 0) ? 29 : 28;
    case 4: case 6: case 9: case 11: return 30;
    default: return 31;
    }
}

static void
every_day_of_the_calendar(void)
{
    static const unsigned years[] = {1, 4, 100, 400, 1582, 1900, 1991, 2000, 2022, 2024, 9999};
    unsigned wrong = 0;

    for (size_t i = 0; i < ROWS(years); i++)
        for (unsigned month = 0; month <= 13; month++)
            for (unsigned day = 0; day <= 32; day++) {
                char text[20], want[20] = "";
                bool is_day = month >= 1 && month <= 12 && day >= 1 &&
                              day <= last_day(years[i], month);
                snprintf(text, sizeof text, "%04u-%02u-%02u", years[i], month, day);
                if (is_day)
                    snprintf(want, sizeof want, "%04u%02u%02u", years[i], month, day);
                if (strcmp(digits_of(text), want) != 0 && wrong++ < 5)
                    printf("# wrong: '%s'\n", text);
            }
    is_number(wrong, 0, "of all days that there could be, those of the calendar are dates");
}

static void
order_is_kept(void)
{
    static const char *const rows[] = {
        "1991-12-16", "2019", "2022", "2022-11", "2022-11-20", "2022-11-20T23:59:60",
        "2022-11-20T24:00", "2022-11-21", "2022-11-21T00:00", "2022-11-21T00:00:00",
        "2022-11-21T09:59", "2022-11-21T10:00", "2023-01-01",
    };
    char before[KZSI_DATE_MAX + 1] = "";

    for (size_t i = 0; i < ROWS(rows); i++) {
        const char *now = digits_of(rows[i]);
        ok(strcmp(before, now) < 0, "'%s' sorts behind what began earlier", rows[i]);
        snprintf(before, sizeof before, "%s", now);
    }
}

/* Change a good date here and there: it is read as a date again, or refused. */
static void
hostile_dates(void)
{
    static const char alphabet[] = "0123456789-:.TZ +\0\xD0";
    static const char good[] = "2022-11-21T10:30:59.5+06:00";
    unsigned wrong = 0;

    random_begin("changed dates");
    for (unsigned i = 0; i < 200000; i++) {
        char text[sizeof good], out[KZSI_DATE_MAX + 1];
        size_t length = random_below(sizeof good), n;
        memcpy(text, good, sizeof good);
        for (size_t changes = random_below(4); changes > 0 && length > 0; changes--)
            text[random_below(length)] = alphabet[random_below(sizeof alphabet - 1)];
        char *block = exact(text, length);
        n = kzsi_date_parse(block, length, out);
        free(block);
        if (n != 0 && n != 4 && n != 6 && n != 8 && n != 12 && n != 14)
            wrong++;
        else if (n > 0 && (strspn(out, "0123456789") != n || out[n] != '\0'))
            wrong++;
    }
    is_number(wrong, 0, "whatever comes in, digits of one of the five lengths come out");
}

int
main(void)
{
    dates_become_digits();
    everything_else_is_no_date();
    every_day_of_the_calendar();
    order_is_kept();
    hostile_dates();
    return tap_done();
}
