/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Numbers in one spelling: digits, and a point before decimals.
 *
 *     1,000   1 000   1000                groups of three, behind one to three digits
 *     7,5 = 7.5    1 234,5 = 1,234.5      decimals
 *     1.000                               stays 1.000: a thousand or one, nobody knows
 *     2019,2020   1,2,3   100 200 40      lists stay lists
 *
 * A space between groups is a plain one only where digits stand neither in a longer group nor
 * behind another space; no-break and thin spaces are put there on purpose.
 */
#include "analysis/scan.h"

static bool
is_space(uint32_t c)
{
    return c == ' ' || c == 0xA0 || c == 0x2007 || c == 0x2009 || c == 0x202F;
}

/* More groups are a table. */
#define GROUPS_MAX 8

/* Does this space begin groups of three that end the number? */
static bool
groups_follow(const char *at, const char *end)
{
    struct kzsi_glyph space = kzsi_look(at, end), next = space;
    size_t groups = 0;

    do {
        at += next.bytes;
        if (kzsi_count_digits(at, end) != 3 || ++groups > GROUPS_MAX)
            return false;
        at += 3;
        next = kzsi_look(at, end);
    } while (next.code == space.code && kzsi_is_digit_at(at + next.bytes, end) &&
             kzsi_count_digits(at + next.bytes, end) == 3);
    if (kzsi_is_letter(next.class))
        return false; /* 5 100m */
    return space.code != ' ' || next.code != ' ' || !kzsi_is_digit_at(at + 1, end);
}

/* A comma: the groups go on, decimals begin, or it parts a list. */
static bool
goes_on_behind_comma(const char *at, const char *end, struct kzsi_word *word,
                     struct kzsi_number *number)
{
    size_t digits = kzsi_count_digits(at + 1, end);
    const char *after = at + 1 + digits;

    if ((number->plain || number->grouped) && number->digits <= 3 && digits == 3) {
        number->plain = false;
        number->grouped = true; /* the comma is dropped */
        return true;
    }
    /* A decimal comma, unless the commas go on: then it is a list. */
    if (!number->plain && !number->spaced)
        return false;
    if (after < end && *after == ',' && kzsi_is_digit_at(after + 1, end))
        return false;
    number->plain = number->spaced = false;
    kzsi_put(word, '.');
    return true;
}

bool
kzsi_number_goes_on(const char *at, const char *end, struct kzsi_word *word,
                    struct kzsi_number *number)
{
    struct kzsi_glyph g = kzsi_look(at, end);

    if (!kzsi_is_digit_at(at + g.bytes, end))
        return false;
    if (g.code == ',')
        return goes_on_behind_comma(at, end, word, number);
    if (g.code == '.') {
        number->plain = number->grouped = number->spaced = false;
        kzsi_put(word, '.');
        return true;
    }
    if (!is_space(g.code))
        return false;
    if (number->plain) { /* the first group: 0 100 is none, nor is 2022 300 */
        if (number->digits > 3 || word->form[0] == '0')
            return false;
    } else if (!number->spaced) {
        return false;
    }
    if (!groups_follow(at, end))
        return false;
    number->plain = false;
    number->spaced = true;
    return true;
}
