/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How grave a mistake it would be to type one word for another: the least sum of single edits,
 * as in lib/base/edits.c, but mistakes that are easily made count less.
 */
#include "match/suggest.h"

size_t
kzsi_letters(const char *text, size_t length, uint32_t out[KZSI_MISTAKE_LETTERS])
{
    const char *end = text + length;
    size_t count = 0;

    while (text < end) {
        if (count == KZSI_MISTAKE_LETTERS)
            return 0;
        text += kzsi_utf8_decode(text, end, &out[count++]);
    }
    return count;
}

static bool
is_vowel(uint32_t c)
{
    static const uint32_t vowels[] = {'a',   'e',   'i',   'o',   'u',   'y',   0x430, 0x435,
                                      0x438, 0x43E, 0x443, 0x44B, 0x44D, 0x44E, 0x44F, 0x439};

    for (size_t i = 0; i < sizeof vowels / sizeof *vowels; i++)
        if (vowels[i] == c)
            return true;
    return false;
}

/* What is easily mistaken: neighbours exchanged, a letter once or twice, a vowel for a vowel. */
#define EXCHANGE 0.75

static double
cost(uint32_t a, uint32_t b)
{
    return a == b ? 0.5 : is_vowel(a) && is_vowel(b) ? 0.75 : 1;
}

static double
least(double a, double b)
{
    return a < b ? a : b;
}

double
kzsi_mistake(const uint32_t *a, size_t a_count, const uint32_t *b, size_t b_count)
{
    double rows[3][KZSI_MISTAKE_LETTERS + 1];
    double *before = rows[0], *last = rows[1], *row = rows[2], *freed;

    for (size_t j = 0; j <= b_count; j++)
        last[j] = (double)j;
    for (size_t i = 1; i <= a_count; i++) {
        row[0] = (double)i;
        for (size_t j = 1; j <= b_count; j++) {
            uint32_t x = a[i - 1], y = b[j - 1];
            double out = cost(x, i > 1 ? a[i - 2] : 0), in = cost(y, j > 1 ? b[j - 2] : 0);
            double other = x == y ? 0 : cost(x, y);
            row[j] = least(least(last[j] + out, row[j - 1] + in), last[j - 1] + other);
            if (i > 1 && j > 1 && x != y && x == b[j - 2] && y == a[i - 2])
                row[j] = least(row[j], before[j - 2] + EXCHANGE);
        }
        freed = before;
        before = last;
        last = row;
        row = freed;
    }
    return last[b_count];
}
