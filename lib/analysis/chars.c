/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What kind of character is this? Unicode's own categories, from utf8proc, with the few
 * tailorings that searching wants. Characters below U+0530 come from a table.
 */
#include <pthread.h>
#include <utf8proc.h>

#include "analysis/analysis.h"

uint8_t kzsi_class_table[0x530];
uint16_t kzsi_russian_lower[0x80];

static bool
in(uint32_t c, uint32_t low, uint32_t high)
{
    return c >= low && c <= high;
}

static bool
is_apostrophe(uint32_t c)
{
    switch (c) {
    case '\'':
    case '`':
    case 0x00B4: /* acute accent */
    case 0x02B9: /* modifier prime: ь in scholarly romanisation */
    case 0x02BA:
    case 0x02BB: /* Uzbek and Hawaiian turned comma */
    case 0x02BC: /* Ukrainian apostrophe */
    case 0x02BD:
    case 0x2018:
    case 0x2019: /* the typographic apostrophe */
    case 0x201B:
    case 0x2032:
    case 0xFF07:
        return true;
    default:
        return false;
    }
}

static bool
is_hyphen(uint32_t c)
{
    /* Hyphen-minus, hyphen, non-breaking hyphen, figure dash, en dash, small and full width.
     * The em dash separates. */
    return c == '-' || in(c, 0x2010, 0x2013) || c == 0xFE63 || c == 0xFF0D;
}

static bool
is_ignorable(uint32_t c)
{
    return c == 0x00AD || c == 0x034F || c == 0x061C || c == 0x180E || c == 0xFEFF ||
           in(c, 0x200B, 0x200F) || in(c, 0x202A, 0x202E) || in(c, 0x2060, 0x2064) ||
           in(c, 0x2066, 0x206F);
}

static bool
is_latin(uint32_t c)
{
    return c < 0x250 || in(c, 0x250, 0x2AF) || in(c, 0x1D00, 0x1DBF) || in(c, 0x1E00, 0x1EFF) ||
           in(c, 0x2160, 0x2188) || in(c, 0x2C60, 0x2C7F) || in(c, 0xA720, 0xA7FF) ||
           in(c, 0xAB30, 0xAB6F) || in(c, 0xFB00, 0xFB06) || in(c, 0xFF21, 0xFF5A);
}

static bool
is_cyrillic(uint32_t c)
{
    return in(c, 0x400, 0x52F) || in(c, 0x1C80, 0x1C8F) || in(c, 0x2DE0, 0x2DFF) ||
           in(c, 0xA640, 0xA69F);
}

/* Scripts written without spaces between words: each character is a word. */
static bool
is_ideograph(uint32_t c)
{
    return in(c, 0x3005, 0x3007) || in(c, 0x3031, 0x3035) || in(c, 0x3040, 0x30FF) ||
           in(c, 0x31F0, 0x31FF) || in(c, 0xFF66, 0xFF9D) || in(c, 0x3400, 0x4DBF) || in(c, 0x4E00, 0x9FFF) || in(c, 0xF900, 0xFAFF) ||
           in(c, 0x20000, 0x3FFFF);
}

enum kzsi_class
kzsi_class_slow(uint32_t c)
{
    if (is_apostrophe(c))
        return KZSI_APOSTROPHE;
    if (is_hyphen(c))
        return KZSI_HYPHEN;
    if (is_ignorable(c))
        return KZSI_IGNORABLE;
    if (c == '%' || c == 0x66A || c == 0xFE6A || c == 0xFF05)
        return KZSI_SIGN;
    if (c == 0xFF9E || c == 0xFF9F) /* half-width voicing: ｶﾞ is ガ */
        return KZSI_MARK;

    switch (utf8proc_category((utf8proc_int32_t)c)) {
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME:
        return KZSI_MARK;
    case UTF8PROC_CATEGORY_ND:
        return KZSI_DIGIT;
    case UTF8PROC_CATEGORY_NO:
        /* A fraction would decompose into "1/2" and turn 6½ into 61. */
        return in(c, 0xBC, 0xBE) || in(c, 0x2150, 0x215F) || c == 0x2189 ? KZSI_SEPARATOR
                                                                         : KZSI_DIGIT;
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_NL:
        if (is_ideograph(c))
            return KZSI_IDEOGRAPH;
        if (in(c, 0x410, 0x44F) || c == 0x401 || c == 0x451)
            return KZSI_RUSSIAN;
        if (is_cyrillic(c))
            return KZSI_CYRILLIC;
        return is_latin(c) ? KZSI_LATIN : KZSI_LETTER;
    default:
        return KZSI_SEPARATOR;
    }
}

bool
kzsi_is_capital(uint32_t c)
{
    utf8proc_category_t category;

    if (c < 0x80)
        return in(c, 'A', 'Z');
    if (in(c, 0x410, 0x44F))
        return c < 0x430;
    category = utf8proc_category((utf8proc_int32_t)c);
    return category == UTF8PROC_CATEGORY_LU || category == UTF8PROC_CATEGORY_LT;
}

static void
fill_tables(void)
{
    for (uint32_t c = 0; c < 0x530; c++)
        kzsi_class_table[c] = (uint8_t)kzsi_class_slow(c);
    for (uint16_t c = 0x410; c <= 0x44F; c++)
        kzsi_russian_lower[c - 0x400] = c < 0x430 ? (uint16_t)(c + 0x20) : c;
    kzsi_russian_lower[0x401 - 0x400] = 0x435; /* Ё ё -> е */
    kzsi_russian_lower[0x451 - 0x400] = 0x435;
}

void
kzsi_chars_init(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    pthread_once(&once, fill_tables);
}
