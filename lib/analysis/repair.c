/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Mending what typing, printing and scanning did to words.
 *
 *     Казах-\nстан              goes on on the next line
 *     Кaзахстан                 one letter is Latin and only looks like а
 *     К а з а х с т а н         spaced out for emphasis
 *
 * Each is done only where nothing else can be meant, and doc/analysis.md says when that is.
 */
#include <string.h>

#include "analysis/scan.h"

/* ---- broken lines ---- */

static const char *
past_blanks(const char *at, const char *end)
{
    const char *limit = end - at > 80 ? at + 80 : end; /* the deepest indent */

    while (at < limit && (*at == ' ' || *at == '\t' || *at == '\r'))
        at++;
    return at;
}

const char *
kzsi_next_line(const char *at, const char *end, bool capital)
{
    struct kzsi_glyph g;

    at = past_blanks(at, end);
    if (at >= end || *at != '\n')
        return NULL;
    at = past_blanks(at + 1, end);
    g = kzsi_look(at, end);
    if (!kzsi_is_letter(g.class) || (kzsi_is_capital(g.code) && !capital))
        return NULL;
    return at;
}

/* ---- letters of the wrong script ---- */

struct pair {
    uint16_t latin, cyrillic;
};

/* Letters that look alike. In Kazakh texts Latin i, h and ə stand for the Cyrillic ones. */
static const struct pair alike[] = {
    {'A', 0x410}, {'B', 0x412}, {'C', 0x421}, {'E', 0x415}, {'H', 0x41D}, {'I', 0x406},
    {'K', 0x41A}, {'M', 0x41C}, {'O', 0x41E}, {'P', 0x420}, {'T', 0x422}, {'X', 0x425},
    {'Y', 0x423}, {'a', 0x430}, {'c', 0x441}, {'e', 0x435}, {'h', 0x4BB}, {'i', 0x456},
    {'k', 0x43A}, {'o', 0x43E}, {'p', 0x440}, {'x', 0x445}, {'y', 0x443},
    {0x18F, 0x4D8}, {0x259, 0x4D9},
};

/* Latin vowels with an accent, which is where the stress is, and ë for ё. */
static const struct pair accented[] = {
    {0xC0, 0x410}, {0xC1, 0x410}, {0xC8, 0x415}, {0xC9, 0x415}, {0xCB, 0x401},
    {0xD2, 0x41E}, {0xD3, 0x41E}, {0xDD, 0x423}, {0xE0, 0x430}, {0xE1, 0x430},
    {0xE8, 0x435}, {0xE9, 0x435}, {0xEB, 0x451}, {0xF2, 0x43E}, {0xF3, 0x43E},
    {0xFD, 0x443},
};

/* Cyrillic letters that no Russian word has and that are put into Latin words. */
static const struct pair foreign[] = {
    {'S', 0x405}, {'J', 0x408}, {'G', 0x50C}, {'s', 0x455}, {'j', 0x458},
    {'l', 0x4CF}, {'d', 0x501}, {'q', 0x51B}, {'w', 0x51D},
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

static uint32_t
cyrillic_like(uint32_t c)
{
    for (size_t i = 0; i < COUNT(alike); i++)
        if (alike[i].latin == c)
            return alike[i].cyrillic;
    for (size_t i = 0; i < COUNT(accented); i++)
        if (accented[i].latin == c)
            return accented[i].cyrillic;
    return 0;
}

static uint32_t
latin_like(uint32_t c)
{
    for (size_t i = 0; i < COUNT(alike); i++)
        if (alike[i].cyrillic == c)
            return alike[i].latin;
    for (size_t i = 0; i < COUNT(foreign); i++)
        if (foreign[i].cyrillic == c)
            return foreign[i].latin;
    return 0;
}

static bool
is_cyrillic(enum kzsi_class class)
{
    return class == KZSI_RUSSIAN || class == KZSI_CYRILLIC;
}

/* SMSка: Latin capitals, at least two, then small Cyrillic letters to the end. */
static bool
is_declined_abbreviation(const char *at, const char *end)
{
    size_t capitals = 0, small = 0;

    while (at < end) {
        struct kzsi_glyph g = kzsi_look(at, end);
        if (small == 0 && g.class == KZSI_LATIN && kzsi_is_capital(g.code))
            capitals++;
        else if (is_cyrillic(g.class) && !kzsi_is_capital(g.code))
            small++;
        else
            return false;
        at += g.bytes;
    }
    return capitals >= 2 && small > 0;
}

size_t
kzsi_mend_script(char *text, size_t length, size_t limit)
{
    size_t latin = 0, cyrillic = 0, latin_alike = 0, cyrillic_alike = 0, mended = 0;
    const char *end = text + length;
    bool to_cyrillic;
    char out[KZSI_RAW_MAX];

    for (const char *at = text; at < end;) {
        struct kzsi_glyph g = kzsi_look(at, end);
        if (g.class == KZSI_LATIN) {
            latin++;
            latin_alike += cyrillic_like(g.code) != 0;
        } else if (is_cyrillic(g.class)) {
            cyrillic++;
            cyrillic_alike += latin_like(g.code) != 0;
        }
        at += g.bytes;
    }
    if (latin == 0 || cyrillic == 0 || is_declined_abbreviation(text, end))
        return length;
    /* Letters that are themselves alone say what the word is; without any, the majority. */
    if (latin_alike < latin && (cyrillic_alike < cyrillic || latin < cyrillic))
        return length; /* SMSок is of both; Fарс is no fapc */
    to_cyrillic = latin_alike == latin && (cyrillic_alike < cyrillic || cyrillic >= latin);

    if (limit > sizeof out)
        limit = sizeof out;
    for (const char *at = text; at < end;) {
        struct kzsi_glyph g = kzsi_look(at, end);
        uint32_t c = g.code;
        if (to_cyrillic && g.class == KZSI_LATIN)
            c = cyrillic_like(c);
        else if (!to_cyrillic && is_cyrillic(g.class))
            c = latin_like(c);
        if (mended + 4 > limit)
            return length; /* no real word is as long */
        mended += kzsi_utf8_encode(c, out + mended);
        at += g.bytes;
    }
    memcpy(text, out, mended);
    return mended;
}

/* ---- letters spaced out ---- */

#define SPACED_MIN 5
#define SPACED_MAX 40
#define DIFFERENT_MIN 4

static bool
is_gap(uint32_t c)
{
    return c == ' ' || c == 0xA0 || c == 0x2009 || c == 0x200A || c == 0x202F;
}

/* How many different letters a text has, marks counted apart. */
static size_t
count_different(const char *text, size_t length)
{
    uint32_t seen[SPACED_MAX];
    size_t count = 0;

    for (const char *at = text, *end = text + length; at < end && count < SPACED_MAX;) {
        uint32_t c;
        size_t i = 0;
        at += kzsi_utf8_decode(at, end, &c);
        while (i < count && seen[i] != c)
            i++;
        if (i == count)
            seen[count++] = c;
    }
    return count;
}

/* A letter and its marks at a place that stand alone: neither word nor joiner behind them. */
static const char *
lone_letter(const char *at, const char *end, struct kzsi_glyph *letter)
{
    struct kzsi_glyph g = *letter = kzsi_look(at, end);

    if (g.class != KZSI_LATIN && !is_cyrillic(g.class))
        return NULL;
    do {
        at += g.bytes;
        g = kzsi_look(at, end);
    } while (g.class == KZSI_MARK);
    if (kzsi_starts_word(g.class) || g.class == KZSI_APOSTROPHE || g.class == KZSI_HYPHEN)
        return NULL;
    return at;
}

/* May one letter of a word follow another: the same script, no capital behind a small one? */
static bool
may_follow(struct kzsi_glyph before, struct kzsi_glyph letter, size_t count)
{
    bool was = kzsi_is_capital(before.code), is = kzsi_is_capital(letter.code);

    return is_cyrillic(before.class) == is_cyrillic(letter.class) &&
           (was == is || (was && count == 1));
}

bool
kzsi_close_up(struct kzsi_word *word, const char *end)
{
    char text[SPACED_MAX * 8];
    size_t length = 0, count = 0;
    struct kzsi_glyph letter, before = {0, KZSI_SEPARATOR, 0};
    struct kzsi_glyph gap = kzsi_look(word->end, end), g = gap;
    const char *start = word->start, *at = start, *last = start, *stop;
    bool ascending = true;

    if (!is_gap(gap.code))
        return false;
    while ((stop = lone_letter(at, end, &letter)) != NULL) {
        if (count > 0 && !may_follow(before, letter, count))
            break;
        if (count == SPACED_MAX || length + (size_t)(stop - at) > sizeof text)
            return false;
        ascending &= letter.code > before.code;
        memcpy(text + length, at, (size_t)(stop - at));
        length += (size_t)(stop - at);
        count++;
        before = letter;
        last = stop;
        g = kzsi_look(stop, end);
        if (g.code != gap.code)
            break;
        at = stop + g.bytes;
    }
    /* A B C D E and a b a b a are lists. */
    if (count < SPACED_MIN || ascending || count_different(text, length) < DIFFERENT_MIN)
        return false;
    kzsi_scan(text, text + length, word);
    word->start = start;
    word->end = last;
    return true;
}
