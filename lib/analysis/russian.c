/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What is done to a Russian form before Snowball's algorithm sees it: the list stems_ru.txt is
 * consulted, if need be without the -ся or -сь of reflexive verbs, and vowels that are there
 * in one form and not in the others are dropped:
 *
 *     рынок, рынка     -> рынк       строек, стройка -> стройк
 *     отец, отца       -> отц        владелец, владельца -> владельц
 */
#include <string.h>

#include "analysis/russian.h"

/* Letters take two bytes each. */
#define LETTER 2

static bool
ends(const char *form, size_t length, const char *ending)
{
    size_t n = strlen(ending);

    return length >= n && memcmp(form + length - n, ending, n) == 0;
}

/* Is the letter that ends at `length` one of these? */
static bool
is_one_of(const char *form, size_t length, const char *letters)
{
    for (; length >= LETTER && *letters != '\0'; letters += LETTER)
        if (memcmp(form + length - LETTER, letters, LETTER) == 0)
            return true;
    return false;
}

static const char vowels[] = "аеиоуыэюя";

/* The length without -ся or -сь; the length as it is when the word is no reflexive verb. */
static size_t
without_reflexive(const char *form, size_t length)
{
    size_t base = length - 2 * LETTER;

    if (length < 5 * LETTER)
        return length;
    if (ends(form, length, "ся") && is_one_of(form, base, "тьлмйшхиеяюоу"))
        return base;
    if (ends(form, length, "сь") && is_one_of(form, base, "аяеиоую"))
        return base;
    return length;
}

/* The consonant before -ок, -ек, -ец is l or n, which is soft: огонек, огонька. */
static bool
is_softened(const char *form, size_t base)
{
    return is_one_of(form, base, "лн");
}

static enum kzsi_rewriting
without_vowel(const char *form, size_t base, const char *sign, const char *last, char *out,
              size_t *out_length)
{
    memcpy(out, form, base);
    *out_length = base;
    for (const char *tail = sign; *tail != '\0'; tail++)
        out[(*out_length)++] = *tail;
    for (const char *tail = last; *tail != '\0'; tail++)
        out[(*out_length)++] = *tail;
    return KZSI_REWRITE_STEM;
}

/* The vowel before a final к or ц that is only there when nothing follows. */
static enum kzsi_rewriting
drop_vowel(const char *form, size_t length, char *out, size_t *out_length)
{
    size_t base = length - 2 * LETTER; /* without -ок, -ек, -ец */
    bool after_vowel;

    if (length < 4 * LETTER)
        return KZSI_REWRITE_NONE;
    after_vowel = is_one_of(form, base, vowels);
    if (ends(form, length, "ок") && !after_vowel)
        return without_vowel(form, base, "", "к", out, out_length);
    if (ends(form, length, "ек")) {
        if (is_one_of(form, base, "чшж"))
            return without_vowel(form, base, "", "к", out, out_length);
        if (after_vowel)
            return without_vowel(form, base, "й", "к", out, out_length);
        if (is_softened(form, base))
            return without_vowel(form, base, "ь", "к", out, out_length);
    }
    if (ends(form, length, "ец")) {
        if (after_vowel)
            return without_vowel(form, base, "й", "ц", out, out_length);
        if (is_one_of(form, base - LETTER, vowels))
            return without_vowel(form, base, is_one_of(form, base, "л") ? "ь" : "", "ц", out,
                                 out_length);
    }
    return KZSI_REWRITE_NONE;
}

enum kzsi_rewriting
kzsi_prepare_russian(const char *form, size_t length, char out[KZSI_REWRITTEN_MAX],
                     size_t *out_length)
{
    enum kzsi_rewriting done = kzsi_rewrite(KZSI_REWRITES_RU, form, length, out, out_length);
    size_t base;

    if (done != KZSI_REWRITE_NONE)
        return done;
    base = without_reflexive(form, length);
    if (base < length) {
        done = kzsi_rewrite(KZSI_REWRITES_RU, form, base, out, out_length);
        if (done != KZSI_REWRITE_NONE)
            return done;
    }
    return drop_vowel(form, length, out, out_length);
}
