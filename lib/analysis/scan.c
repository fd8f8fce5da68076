/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Finding words in text. ASCII and Russian letters are folded here as they go by; a word with
 * anything else in it is handed to normalize.c once its end is known.
 *
 * Beyond runs of letters and digits a word may hold
 *   an apostrophe between letters     O’Brien -> obrien; a final 's is dropped: Kazakhstan’s
 *   a point between digits            2.0, 21.11.2022
 *   a comma between digits            1,000 -> 1000 (groups of three), 7,5 -> 7.5
 *   points between single letters     U.S. -> us, т.д. -> тд
 * A hyphen ends the word and sets `joined`: analyze.c makes the compound.
 */
#include "analysis/analysis.h"

/* The character at a place, or KZSI_SEPARATOR with 0 bytes at the end. */
struct glyph {
    uint32_t code;
    enum kzsi_class class;
    size_t bytes;
};

static inline struct glyph
look(const char *at, const char *end)
{
    struct glyph g = {0, KZSI_SEPARATOR, 0};

    if (at < end) {
        unsigned char byte = (unsigned char)*at;
        if (byte < 0x80) {
            g.code = byte;
            g.bytes = 1;
        } else {
            g.bytes = kzsi_utf8_decode(at, end, &g.code);
        }
        g.class = kzsi_class_of(g.code);
    }
    return g;
}

/* Like look(), but sees through ignorable characters and marks. */
static struct glyph
look_past_ignorable(const char *at, const char *end)
{
    struct glyph g = look(at, end);

    while (g.class == KZSI_IGNORABLE) {
        at += g.bytes;
        g = look(at, end);
    }
    return g;
}

static bool
starts_word(enum kzsi_class c)
{
    return (c >= KZSI_LATIN && c <= KZSI_DIGIT);
}

static inline void
put(struct kzsi_word *word, char byte)
{
    /* One past the maximum shows that the word is too long. */
    if (word->length <= KZSI_FORM_MAX)
        word->form[word->length++] = byte;
}

static size_t
count_digits(const char *at, const char *end)
{
    size_t n = 0;

    while (at + n < end && at[n] >= '0' && at[n] <= '9' && n < 32)
        n++;
    return n;
}

/* State of a number while it is scanned. */
struct number {
    bool plain;    /* only digits so far: a comma may follow */
    bool grouped;  /* 1,000: another group may follow */
    size_t digits; /* in the current run */
};

/*
 * A point or comma after a digit: does the number go on behind it? Adds what the canonical
 * spelling has in its place.
 */
static bool
number_goes_on(const char *at, const char *end, struct kzsi_word *word, struct number *number)
{
    size_t digits = count_digits(at + 1, end);
    const char *after = at + 1 + digits;

    if (digits == 0)
        return false;
    if (*at == '.') {
        number->plain = number->grouped = false;
        put(word, '.');
        return true;
    }
    if ((number->plain || number->grouped) && number->digits <= 3 && digits == 3) {
        number->plain = false;
        number->grouped = true; /* the comma is dropped */
        return true;
    }
    /* A decimal comma, unless the commas go on: then it is a list. */
    if (number->plain && !(after + 1 < end && *after == ',' && count_digits(after + 1, end) > 0)) {
        number->plain = false;
        put(word, '.');
        return true;
    }
    return false;
}

/*
 * Letters each followed by a point, at least two: U.S., e.g., т.е. Returns the end of the
 * abbreviation, NULL when this is none. И.В.Сталин is none: a longer word follows the last point.
 */
static const char *
abbreviation_end(const char *at, const char *end, enum kzsi_class script)
{
    unsigned letters = 0;
    const char *last = NULL;

    while (letters < 16) {
        struct glyph letter = look(at, end);
        if (letter.class != script)
            break;
        at += letter.bytes;
        for (letter = look(at, end); letter.class == KZSI_MARK; letter = look(at, end))
            at += letter.bytes;
        letters++;
        last = at;
        if (at >= end || *at != '.')
            break;
        last = ++at;
    }
    if (letters < 2 || starts_word(look(last, end).class))
        return NULL;
    return last;
}

/* An apostrophe inside a word: is it the possessive that ends it? */
static bool
is_possessive(const char *after, const char *end, unsigned scripts)
{
    return (scripts == KZSI_SCRIPT_LATIN || scripts == 0) && after < end && (*after | 0x20) == 's' &&
           !starts_word(look(after + 1, end).class);
}

/* Points, and a possessive behind the last of them. */
static void
finish_abbreviation(struct kzsi_word *word, const char *last, const char *end)
{
    struct glyph g = look(last, end);

    word->end = last;
    kzsi_normalize(word);
    if (g.class == KZSI_APOSTROPHE && is_possessive(last + g.bytes, end, word->scripts))
        word->end = last + g.bytes + 1;
}

/* How does the word that begins with this character use capitals? */
static void
note_capitals(struct kzsi_word *word, struct glyph first, const char *end)
{
    struct glyph second;

    word->capital = kzsi_is_capital(first.code);
    word->capitals = false;
    if (!word->capital)
        return;
    second = look_past_ignorable(word->start + first.bytes, end);
    if (second.code == '.') /* U.S. */
        second = look(word->start + first.bytes + 1, end);
    word->capitals = kzsi_is_capital(second.code);
}

bool
kzsi_scan(const char *at, const char *end, struct kzsi_word *word)
{
    struct number number = {true, false, 0};
    const char *before = at;
    bool slow = false;
    struct glyph g;

    for (g = look(at, end); g.bytes > 0 && !starts_word(g.class); g = look(at, end))
        at += g.bytes;
    if (g.bytes == 0)
        return false;

    /* Right behind the comma of a list: 1,2,3 */
    number.plain = !(at == before + 1 && *before == ',');
    word->start = at;
    word->joined = word->has_digit = false;
    word->scripts = 0;
    word->length = 0;
    note_capitals(word, g, end);

    if (g.class == KZSI_IDEOGRAPH) {
        word->end = at + g.bytes;
        kzsi_normalize(word);
        return true;
    }
    if (g.class == KZSI_LATIN || g.class == KZSI_RUSSIAN) {
        const char *last = abbreviation_end(at, end, g.class);
        if (last != NULL) {
            finish_abbreviation(word, last, end);
            return true;
        }
    }

    enum kzsi_class previous = KZSI_SEPARATOR;
    for (;; previous = g.class, at += g.bytes, g = look(at, end)) {
        switch (g.class) {
        case KZSI_LATIN:
            word->scripts |= KZSI_SCRIPT_LATIN;
            number.plain = number.grouped = false;
            if (g.code < 0x80)
                put(word, (char)(g.code | 0x20));
            else
                slow = true;
            continue;
        case KZSI_RUSSIAN: {
            uint16_t lower = kzsi_russian_lower[g.code - 0x400];
            word->scripts |= KZSI_SCRIPT_RUSSIAN;
            number.plain = number.grouped = false;
            put(word, (char)(0xC0 | lower >> 6));
            put(word, (char)(0x80 | (lower & 0x3F)));
            continue;
        }
        case KZSI_DIGIT:
            word->has_digit = true;
            number.digits = previous == KZSI_DIGIT ? number.digits + 1 : 1;
            if (g.code < 0x80)
                put(word, (char)g.code);
            else
                slow = true;
            continue;
        case KZSI_CYRILLIC:
        case KZSI_LETTER:
            word->scripts |= KZSI_SCRIPT_OTHER;
            number.plain = number.grouped = false;
            slow = true;
            continue;
        case KZSI_MARK:
            slow = true;
            continue;
        case KZSI_IGNORABLE:
            g.class = previous; /* as if it were not there */
            continue;
        case KZSI_APOSTROPHE: {
            const char *after = at + g.bytes;
            if (previous == KZSI_SEPARATOR || previous == KZSI_APOSTROPHE ||
                !kzsi_is_letter(look_past_ignorable(after, end).class))
                break;
            if (previous == KZSI_DIGIT && !is_possessive(after, end, word->scripts))
                break;
            if (is_possessive(after, end, word->scripts)) {
                /* The form ends here; normalize.c must not see the s. */
                word->end = at;
                if (slow || word->length > KZSI_FORM_MAX)
                    kzsi_normalize(word);
                word->end = after + 1;
                return true;
            }
            continue;
        }
        case KZSI_HYPHEN:
            word->joined = starts_word(look_past_ignorable(at + g.bytes, end).class);
            break;
        case KZSI_SEPARATOR:
            if ((g.code == '.' || g.code == ',') && previous == KZSI_DIGIT &&
                word->scripts == 0 && !slow && number_goes_on(at, end, word, &number))
                continue;
            break;
        case KZSI_IDEOGRAPH:
            break;
        }
        break;
    }
    word->end = at;
    if (slow || word->length > KZSI_FORM_MAX)
        kzsi_normalize(word);
    return true;
}
