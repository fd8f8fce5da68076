/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <locale.h>
#include <math.h>

#include "base/base.h"
#include "tests/unit/unit.h"

#define ROWS(table) (sizeof(table) / sizeof *(table))

static void
lengths(void)
{
    is_number(kzsi_length("Астана", KZS_NUL), 12, "KZS_NUL is resolved to bytes");
    is_number(kzsi_length("Астана", 4), 4, "a given length is kept");
    is_number(kzsi_length("", KZS_NUL), 0, "the empty string has none");
    is_number(kzsi_length(NULL, KZS_NUL), 0, "NULL has no length");
    is_number(kzsi_length(NULL, 100), 0, "NULL has no length, whatever was said");
}

static void
booleans(void)
{
    static const char *const yes[] = {"yes", "true", "1"}, *const no[] = {"no", "false", "0"};
    static const char *const bad[] = {"",     "y",    "YES",  "Yes", "on",  "off",
                                      "2",    "01",   "yes ", " no", "-1",  "да",
                                      "truE", "nope", "n",    "t",   "null"};
    bool value;

    for (size_t i = 0; i < 3; i++) {
        value = false;
        ok(kzsi_parse_bool(yes[i], &value) && value, "'%s' is yes", yes[i]);
        value = true;
        ok(kzsi_parse_bool(no[i], &value) && !value, "'%s' is no", no[i]);
    }
    for (size_t i = 0; i < ROWS(bad); i++)
        ok(!kzsi_parse_bool(bad[i], &value), "'%s' is neither", bad[i]);
}

static void
whole_numbers(void)
{
    static const struct {
        const char *text;
        uint64_t max, want;
        bool good;
    } rows[] = {
        {"0", 0, 0, true},
        {"1", 0, 0, false},
        {"7", 7, 7, true},
        {"8", 7, 0, false},
        {"9", 7, 0, false},
        {"10", 9, 0, false},
        {"10", 10, 10, true},
        {"007", 7, 7, true},
        {"100", 100, 100, true},
        {"101", 100, 0, false},
        {"255", 255, 255, true},
        {"256", 255, 0, false},
        {"18446744073709551615", UINT64_MAX, UINT64_MAX, true},
        {"18446744073709551616", UINT64_MAX, 0, false},
        {"18446744073709551620", UINT64_MAX, 0, false},
        {"99999999999999999999999999", UINT64_MAX, 0, false},
        {"9223372036854775808", INT64_MAX, 0, false},
        {"9223372036854775807", INT64_MAX, INT64_MAX, true},
        {"", 10, 0, false},
        {" 1", 10, 0, false},
        {"1 ", 10, 0, false},
        {"+1", 10, 0, false},
        {"-1", UINT64_MAX, 0, false},
        {"1.0", 10, 0, false},
        {"1e1", 10, 0, false},
        {"0x1", 10, 0, false},
        {"1,000", 1000, 0, false},
        {"٣", 10, 0, false},
        {"３", 10, 0, false},
    };

    for (size_t i = 0; i < ROWS(rows); i++) {
        uint64_t value = 424242;
        bool good = kzsi_parse_u64(rows[i].text, rows[i].max, &value);
        ok(good == rows[i].good && value == (good ? rows[i].want : 424242),
           "'%s' up to %llu %s", rows[i].text, (unsigned long long)rows[i].max,
           rows[i].good ? "is read" : "is refused, the result untouched");
    }
}

/* Run in a locale whose decimal point is a comma where there is one. */
static void
real_numbers(const char *where)
{
    static const struct {
        const char *text;
        double want;
    } good[] = {
        {"0", 0},           {"-0", 0},          {"1", 1},
        {"+1", 1},          {"-2.5", -2.5},     {"0.1", 0.1},
        {"0.2", 0.2},       {"0.3", 0.3},       {"3.14159", 3.14159},
        {"2.", 2},          {".5", 0.5},        {"1e3", 1e3},
        {"1E3", 1e3},       {"1e+3", 1e3},      {"1e-3", 1e-3},
        {"0.001e3", 1},     {"12.75", 12.75},   {"1000000", 1e6},
        {"123456789012345", 123456789012345},   {"1e22", 1e22},
        {"1.5e-7", 1.5e-7}, {"99.99", 99.99},   {"0.0000001", 1e-7},
        {"1e0", 1},         {"00001", 1},       {"0e300", 0},
    };
    static const struct {
        const char *text;
        size_t length;
    } bad[] = {
        {"", 0},       {".", 1},      {"-", 1},      {"+", 1},      {"-.", 2},
        {"e5", 2},     {"1e", 2},     {"1e+", 3},    {" 1", 2},     {"1 ", 2},
        {"1,5", 3},    {"1.2.3", 5},  {"--1", 3},    {"+-1", 3},    {"0x10", 4},
        {"inf", 3},    {"nan", 3},    {"1f", 2},     {"1e5.5", 5},  {"1\0", 2},
        {"\0", 1},     {"1e999", 5},  {"1e99999999999", 13},        {"пять", 8},
        {"1_000", 5},  {"٣", 2},      {"1e5e5", 5},  {".e5", 3},
    };
    double value;

    for (size_t i = 0; i < ROWS(good); i++) {
        size_t length = strlen(good[i].text);
        char *block = exact(good[i].text, length);
        value = 42;
        ok(kzsi_parse_double(block, length, &value) && value == good[i].want,
           "%s: '%s' is %g", where, good[i].text, good[i].want);
        free(block);
    }
    for (size_t i = 0; i < ROWS(bad); i++) {
        char *block = exact(bad[i].text, bad[i].length);
        ok(!kzsi_parse_double(block, bad[i].length, &value), "%s: '%s' is refused", where,
           bad[i].text);
        free(block);
    }
    ok(kzsi_parse_double("12345", 2, &value) && value == 12, "%s: the length ends a number",
       where);
}

static void
real_numbers_agree_with_c(void)
{
    size_t exact_same = 0, close = 0, tried = 0;
    double worst = 0;
    char text[400], *stop;

    random_begin("real numbers");
    for (; tried < 20000; tried++) {
        /* Up to 15 digits and a small exponent: these must be exactly right. */
        double value = 0;
        uint64_t digits = random_next() % 1000000000000000u;
        snprintf(text, sizeof text, "%s%llu.%04u", random_below(2) ? "-" : "",
                 (unsigned long long)(digits >> random_below(50)) % 100000000000u,
                 (unsigned)random_below(10000));
        exact_same += kzsi_parse_double(text, strlen(text), &value) &&
                      value == strtod(text, &stop);
        /* Anything that printf writes: close enough to sort and compare by. */
        snprintf(text, sizeof text, "%.17ge%d", 0.1 + (double)digits / 1e16,
                 (int)random_below(500) - 250);
        double want = strtod(text, &stop);
        bool read = kzsi_parse_double(text, strlen(text), &value);
        double error = read ? fabs(value - want) / fabs(want) : 1;
        worst = error > worst ? error : worst;
        close += read && error < 1e-13;
    }
    is_number(exact_same, tried, "20,000 random numbers of up to 15 digits are exactly right");
    is_number(close, tried, "20,000 with large exponents agree to 13 digits");
    printf("# largest relative error %g\n", worst);

    double value;
    memset(text, '9', 399);
    text[399] = '\0';
    kzsi_parse_double(text, 399, &value);
    ok(!kzsi_parse_double(text, 399, &value), "a number beyond the range of a double is refused");
}

static void
durations(void)
{
    static const struct {
        const char *text;
        uint64_t want;
        bool good;
    } rows[] = {
        {"0", 0, true},         {"500", 500, true},      {"500ms", 500, true},
        {"10s", 10000, true},   {"2m", 120000, true},    {"0s", 0, true},
        {"86400s", 86400000, true},                      {"1440m", 86400000, true},
        {"86400000", 86400000, true},                    {"86400001", 0, false},
        {"86401s", 0, false},   {"1441m", 0, false},     {"", 0, false},
        {"ms", 0, false},       {"s", 0, false},         {"-1", 0, false},
        {"-1s", 0, false},      {"+1s", 0, false},       {"1.5s", 0, false},
        {"1 s", 0, false},      {" 1s", 0, false},       {"1s ", 0, false},
        {"1S", 0, false},       {"1h", 0, false},        {"1sm", 0, false},
        {"10 ms", 0, false},    {"5сек", 0, false},      {"18446744073709551616", 0, false},
        {"18446744073709552s", 0, false},                {"999999999999999999999999s", 0, false},
    };

    for (size_t i = 0; i < ROWS(rows); i++) {
        uint64_t value = 424242;
        bool good = kzsi_parse_ms(rows[i].text, &value);
        ok(good == rows[i].good && value == (good ? rows[i].want : 424242),
           "duration '%s' %s", rows[i].text, rows[i].good ? "is read" : "is refused");
    }
}

static void
sizes(void)
{
    static const struct {
        const char *text;
        uint64_t want;
        bool good;
    } rows[] = {
        {"0", 0, true},          {"500", 500, true},        {"64K", 65536, true},
        {"16M", 16777216, true}, {"2G", 2147483648u, true}, {"1048576G", 1ull << 50, true},
        {"1048577G", 0, false},  {"", 0, false},            {"M", 0, false},
        {"-1", 0, false},        {"1m", 0, false},          {"1 M", 0, false},
        {"1MB", 0, false},       {"1.5M", 0, false},        {"99999999999999999999999", 0, false},
    };

    for (size_t i = 0; i < ROWS(rows); i++) {
        uint64_t value = 424242;
        bool good = kzsi_parse_bytes(rows[i].text, &value);
        ok(good == rows[i].good && value == (good ? rows[i].want : 424242), "size '%s' %s",
           rows[i].text, rows[i].good ? "is read" : "is refused");
    }
}

static void
names(void)
{
    static const char *const good[] = {"a", "title", "tags2", "x_y_", "z9",
                                       "abcdefghijklmnopqrstuvwxyz012345"};
    static const char *const bad[] = {
        "",      "A",      "Title", "_x",    "9a",     "a-b",
        "a b",   "a.b",    "é",     "имя",   "aÀ",     "a:",
        "titlE", " title", "title ", "a\n",  "a\x7F", "abcdefghijklmnopqrstuvwxyz0123456"};

    for (size_t i = 0; i < ROWS(good); i++)
        ok(kzsi_name_valid(good[i], strlen(good[i])), "'%s' is a field name", good[i]);
    for (size_t i = 0; i < ROWS(bad); i++)
        ok(!kzsi_name_valid(bad[i], strlen(bad[i])), "'%s' is no field name", bad[i]);
    ok(!kzsi_name_valid("a\0b", 3), "a name has no NUL");
    ok(kzsi_name_valid("title", 3), "the length ends a name");
    ok(!kzsi_name_valid(NULL, 0), "NULL is no field name");
}

int
main(void)
{
    static const char *const locales[] = {"ru_RU.UTF-8", "de_DE.UTF-8", "fr_FR.UTF-8",
                                          "kk_KZ.UTF-8", "ru_RU.utf8", "de_DE.utf8"};
    bool comma = false;

    lengths();
    booleans();
    whole_numbers();
    real_numbers("C locale");
    real_numbers_agree_with_c();
    durations();
    sizes();
    names();
    for (size_t i = 0; !comma && i < ROWS(locales); i++)
        comma = setlocale(LC_ALL, locales[i]) != NULL &&
                strcmp(localeconv()->decimal_point, ",") == 0;
    if (comma)
        real_numbers("a locale with a decimal comma");
    else
        skip("real numbers in a locale with a decimal comma: none is installed");
    return tap_done();
}
