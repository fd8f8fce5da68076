/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How grave a mistake is. */
#include "match/suggest.h"
#include "tests/unit/unit.h"

/* In hundredths. */
static long long
between(const char *a, const char *b)
{
    uint32_t x[KZSI_MISTAKE_LETTERS], y[KZSI_MISTAKE_LETTERS];
    size_t m = kzsi_letters(a, strlen(a), x), n = kzsi_letters(b, strlen(b), y);

    return (long long)(100 * kzsi_mistake(x, m, y, n));
}

int
main(void)
{
    uint32_t letters[KZSI_MISTAKE_LETTERS];
    char longest[KZSI_MISTAKE_LETTERS + 1], a[12], b[12];
    unsigned wrong = 0;

    is_number(between("goverment", "government"), 100, "a letter left out");
    is_number(between("казахстан", "казакстан"), 100, "one replaced");
    is_number(between("", "abc"), 300, "all put in");
    is_number(between("abc", "abc"), 0, "none at all");
    is_number(between("выбоыр", "выборы"), 75, "two exchanged are easy");
    is_number(between("indipendent", "independent"), 75, "so is a vowel for a vowel");
    is_number(between("tommorrow", "tomorrow"), 50, "a letter twice is easier still");
    is_number(between("comittee", "committee"), 50, "or once");
    memset(longest, 'x', sizeof longest);
    is_number((long long)kzsi_letters(longest, sizeof longest, letters), 0,
              "a word can be too long");
    is_number((long long)kzsi_letters(longest, KZSI_MISTAKE_LETTERS, letters),
              KZSI_MISTAKE_LETTERS, "or just not");

    random_begin("random words");
    for (int i = 0; i < 3000; i++) {
        struct kzsi_edits edits;
        size_t m = 1 + random_below(sizeof a - 1), n = random_below(sizeof b);
        unsigned plain;
        double grave;
        for (size_t j = 0; j < m; j++)
            a[j] = (char)('b' + random_below(3));
        for (size_t j = 0; j < n; j++)
            b[j] = (char)('b' + random_below(3));
        a[m] = b[n] = '\0';
        kzsi_edits_begin(&edits, a, m);
        plain = kzsi_edits_to(&edits, b, n, 100);
        grave = (double)between(a, b) / 100;
        wrong += grave > plain || grave < 0.5 * plain;
    }
    is_number(wrong, 0, "near the number of edits, and not above it");
    return tap_done();
}
