/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Russian forms before Snowball's algorithm sees them: stems_ru.txt is asked, if need be
 * without the -ся or -сь of reflexive verbs, and the vowel before a last к or ц goes, which is
 * there only when nothing follows:
 *
 *     рынок, рынка -> рынк       строек, стройка        -> стройк
 *     отец, отца   -> отц        владелец, владельца    -> владельц
 */
#include <string.h>

#include "analysis/rewrite.h"

/* Letters take two bytes each. */
#define LETTER 2

static const char vowels[] = "аеиоуыэюя";

static bool
ends(const char *form, size_t length, const char *ending)
{
    size_t n = strlen(ending);

    return length >= n && memcmp(form + length - n, ending, n) == 0;
}

/* Is the letter that ends at `length` one of these? */
static bool
last_in(const char *form, size_t length, const char *letters)
{
    for (; length >= LETTER && *letters != '\0'; letters += LETTER)
        if (memcmp(form + length - LETTER, letters, LETTER) == 0)
            return true;
    return false;
}

static bool
has_vowel(const char *form, size_t length)
{
    for (; length >= LETTER; length -= LETTER)
        if (last_in(form, length, vowels))
            return true;
    return false;
}

/* The length without -ся or -сь; the length itself when this is no reflexive verb. */
static size_t
without_reflexive(const char *form, size_t length)
{
    size_t base = length - 2 * LETTER;

    if (length < 5 * LETTER)
        return length;
    if (ends(form, length, "ся") && last_in(form, base, "тьлмйшхиеяюоу"))
        return base;
    if (ends(form, length, "сь") && last_in(form, base, "аяеиоую"))
        return base;
    return length;
}

/* What stands in the other forms for the vowel of -ок, -ек, -ец; NULL: it stays. */
static const char *
instead_of_vowel(const char *form, size_t length)
{
    size_t base = length - 2 * LETTER;
    bool after_vowel, ek, ets;

    if (length < 4 * LETTER || !has_vowel(form, base))
        return NULL;
    after_vowel = last_in(form, base, vowels);
    ek = ends(form, length, "ек");
    ets = ends(form, length, "ец");
    if (ends(form, length, "ок"))
        return after_vowel ? NULL : "";
    if ((ek || ets) && after_vowel)
        return "й"; /* боец, бойца; строек, стройка */
    if (ek && last_in(form, base, "чшж"))
        return "";
    if (ek && last_in(form, base, "лн"))
        return "ь";                                  /* огонек, огонька */
    if (ets && last_in(form, base - LETTER, vowels)) /* not мудрец, мудреца */
        return last_in(form, base, "л") ? "ь" : "";
    return NULL;
}

enum kzsi_rewriting
kzsi_rewrite_russian(const char *form, size_t length, char out[KZSI_REWRITTEN_MAX],
                     size_t *out_length)
{
    enum kzsi_rewriting done = kzsi_rewrite(KZSI_STEMS_RU, form, length, out, out_length);
    const char *instead;
    size_t base;

    if (done != KZSI_REWRITE_NONE)
        return done;
    base = without_reflexive(form, length);
    if (base < length) {
        done = kzsi_rewrite(KZSI_STEMS_RU, form, base, out, out_length);
        if (done != KZSI_REWRITE_NONE)
            return done;
    }
    instead = instead_of_vowel(form, length);
    if (instead == NULL)
        return KZSI_REWRITE_NONE;
    base = length - 2 * LETTER;
    memcpy(out, form, base);
    memcpy(out + base, instead, strlen(instead));
    base += strlen(instead);
    memcpy(out + base, form + length - LETTER, LETTER);
    *out_length = base + LETTER;
    return KZSI_REWRITE_STEM;
}
