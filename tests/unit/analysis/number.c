/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/analysis/reading.h"

static void
groups_of_three(void)
{
    static const struct reading rows[] = {
        {"1,000", "1000"},
        {"1 000", "1000"},
        {"1\u00A0000", "1000"},
        {"1\u2009000", "1000"},
        {"1\u202F000", "1000"},
        {"1\u2007000", "1000"},
        {"12 345 678", "12345678"},
        {"12,345,678", "12345678"},
        {"999 999", "999999"},
        {"1 000\u00A0000", "1000000"},
        {"Погибли 1 000 человек.", "погибли 1000 человек"},
        {"около 20 500 рублей", "около 20500{20500rub 20 500 рублей} рублей"},
        {"1 000, 2 000 и 3 000", "1000 2000 и 3000"},
        {"the 1,000-strong unit", "the 1000- strong unit"},
        {"1 000-", "1000"},
    };

    CHECK_READINGS(rows);
}

static void
spaces_that_part_numbers(void)
{
    static const struct reading rows[] = {
        {"в 2022 300 человек", "в 2022 300 человек"},
        {"2019 2020 2021", "2019 2020 2021"},
        {"в 2022 году 300", "в 2022 году 300"},
        {"100 200 40", "100 200 40"},
        {"1 0000", "1 0000"},
        {"1 00", "1 00"},
        {"0 100", "0 100"},
        {"007 123", "007 123"},
        {"1  000", "1 000"},
        {"1\n000", "1 000"},
        {"5 100m", "5 100m"},
        {"5 100м", "5 100м"},
        {"100 000 000 000 000 000 000 000 000 000 000", /* a table */
         "100 000 000 000 000 000 000 000 000 000 000"},
        {"4,5 000", "4.5 000"},
        {"1.5 000", "1.5 000"},
        {"G7 000", "g7 000"},
        {"8 800 555 35 35", "8 800 555 35 35"},
    };

    CHECK_READINGS(rows);
}

static void
decimals(void)
{
    static const struct reading rows[] = {
        {"7,5", "7.5"},
        {"7.5", "7.5"},
        {"0,25", "0.25"},
        {"1 234,5", "1234.5"},
        {"1,234.5", "1234.5"},
        {"1 000,500", "1000.500"},
        {"2.0", "2.0"},
        {"1.000", "1.000"}, /* a thousand or one: as written */
        {"1.000.000", "1.000.000"},
        {"192.168.0.1", "192.168.0.1"},
        {"рост 7,5 процента", "рост 7.5 процента"},
        {"7,", "7"},
        {"7.", "7"},
        {"7, 5", "7 5"},
        {"7,5,", "7.5"},
        {"3,14,15", "3 14 15"},
        {"1 000,5,6", "1000 5 6"},
    };

    CHECK_READINGS(rows);
}

static void
words_with_spaces(void)
{
    static const struct {
        const char *text;
        size_t length;
    } rows[] = {
        {"1 000", 5},         {"1 000 000 people", 9}, {"1\u00A0000", 6}, {"12 345,6 x", 8},
        {"per cent of", 8},   {"per-cent", 8},         {"", 0},           {" 1 000", 0},
        {"К а з а х", 0},     {"per", 0},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *block = exact(rows[i].text, strlen(rows[i].text));
        is_number(kzsi_spaced_word(block, block + strlen(rows[i].text)), rows[i].length,
                  "a word of %zu bytes begins '%s'", rows[i].length, rows[i].text);
        free(block);
    }
}

int
main(void)
{
    groups_of_three();
    spaces_that_part_numbers();
    decimals();
    words_with_spaces();
    return tap_done();
}
