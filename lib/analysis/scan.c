/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Finding words in text. ASCII and Russian letters are folded here as they go by; a word with
 * anything else in it is handed to normalize.c once its end is known.
 *
 * Beyond runs of letters and digits a word may hold
 *   an apostrophe between letters     O’Brien -> obrien; a final 's is dropped: Kazakhstan’s
 *   what numbers have inside          1,000 -> 1000, 7,5 -> 7.5: number.c
 *   points between single letters     U.S. -> us, т.д. -> тд
 *   a line break behind a soft hyphen
 * A percent sign is a word. A hyphen ends the word and sets `joined`: analyze.c makes the
 * compound. doc/analysis.md has all of this in tables.
 */
#include <string.h>

#include "analysis/scan.h"

/* ---- runs of plain letters, which is nearly all of a text ---- */

static inline bool
is_plain_latin(const char *at, const char *end)
{
    return at < end && (unsigned)((unsigned char)*at | 0x20) - 'a' < 26;
}

/* Add the plain Latin letters at a place; there is one at least. Returns their end. */
static inline const char *
latin_run(const char *at, const char *end, struct kzsi_word *word)
{
    size_t length = word->length;

    do {
        if (length <= KZSI_FORM_MAX)
            word->form[length++] = (char)(*at | 0x20);
        at++;
    } while (is_plain_latin(at, end));
    word->length = length;
    return at;
}

/* The Russian letter at a place, lower, and 0 for anything else. */
static inline uint16_t
russian_at(const char *at, const char *end)
{
    unsigned first, second;

    if (end - at < 2)
        return 0;
    first = (unsigned char)at[0];
    second = (unsigned char)at[1];
    if ((first & 0xFE) != 0xD0 || (second & 0xC0) != 0x80)
        return 0;
    return kzsi_russian_lower[(first & 1) << 6 | (second & 0x3F)];
}

static inline const char *
russian_run(const char *at, const char *end, struct kzsi_word *word)
{
    size_t length = word->length;
    uint16_t lower = russian_at(at, end);

    do {
        /* One byte past the maximum shows that the word is too long. */
        if (length <= KZSI_FORM_MAX)
            word->form[length++] = (char)(0xC0 | lower >> 6);
        if (length <= KZSI_FORM_MAX)
            word->form[length++] = (char)(0x80 | (lower & 0x3F));
        at += 2;
    } while ((lower = russian_at(at, end)) != 0);
    word->length = length;
    return at;
}

/* ---- abbreviations and possessives ---- */

/*
 * Letters each followed by a point, at least two: U.S., e.g., т.е. Returns the end of the
 * abbreviation, NULL when this is none. И.В.Сталин is none: a longer word follows the last
 * point.
 */
static const char *
abbreviation_end(const char *at, const char *end, enum kzsi_class script)
{
    unsigned letters = 0;
    const char *last = NULL;

    while (letters < 16) {
        struct kzsi_glyph letter = kzsi_look(at, end);
        if (letter.class != script)
            break;
        at += letter.bytes;
        for (letter = kzsi_look(at, end); letter.class == KZSI_MARK;
             letter = kzsi_look(at, end))
            at += letter.bytes;
        letters++;
        last = at;
        if (at >= end || *at != '.')
            break;
        last = ++at;
    }
    if (letters < 2 || kzsi_starts_word(kzsi_look(last, end).class))
        return NULL;
    return last;
}

/* Behind the first letter: a point, or a mark and then perhaps a point? */
static inline bool
may_be_abbreviation(const char *at, const char *end)
{
    return at < end && (*at == '.' || ((unsigned char)*at & 0xFE) == 0xCC);
}

/* An apostrophe inside a word: is it the possessive that ends it? */
static bool
is_possessive(const char *after, const char *end, unsigned scripts)
{
    return (scripts == KZSI_SCRIPT_LATIN || scripts == 0) && after < end &&
           (*after | 0x20) == 's' && !kzsi_starts_word(kzsi_look(after + 1, end).class);
}

/* Points, and a possessive behind the last of them. */
static void
finish_abbreviation(struct kzsi_word *word, const char *last, const char *end)
{
    struct kzsi_glyph g = kzsi_look(last, end);

    word->end = last;
    kzsi_normalize(word);
    if (g.class == KZSI_APOSTROPHE && is_possessive(last + g.bytes, end, word->scripts))
        word->end = last + g.bytes + 1;
}

/* ---- words ---- */

/* Can the letters folded on the way past not be all there is to do? */
static inline bool
needs_normalizing(const struct kzsi_word *word, bool slow)
{
    bool mixed = (word->scripts & (word->scripts - 1)) != 0; /* Кaзахстан, with a Latin a */

    return slow || mixed || word->length > KZSI_FORM_MAX;
}

/* bn, mln, млн, тыс, млрд, трлн? Without branches: words are of any length. */
static inline bool
may_be_spelled_out(const struct kzsi_word *word)
{
    size_t length = word->length;
    unsigned char first = (unsigned char)word->form[0];
    unsigned char second = (unsigned char)word->form[length > 1];
    unsigned char last = (unsigned char)word->form[length - 1];
    bool english = (length <= 3) & (last == 'n') & ((first == 'b') | (first == 'm'));
    bool russian = ((length == 6) | (length == 8)) & ((second == 0xBC) | (second == 0x82));

    return english | (russian & ((last == 0xBD) | (last == 0x81) | (last == 0xB4)));
}

/* How does the word that begins with this character use capitals? */
static void
note_capitals(struct kzsi_word *word, struct kzsi_glyph first, const char *end)
{
    struct kzsi_glyph second;

    word->capitals = word->capital = false;
    if (first.code - 'a' < 26 || first.code - 0x430 < 32) /* nearly every word */
        return;
    word->capital = kzsi_is_capital(first.code);
    if (!word->capital)
        return;
    second = kzsi_look_past_ignorable(word->start + first.bytes, end);
    if (second.code == '.') /* U.S. */
        second = kzsi_look(word->start + first.bytes + 1, end);
    word->capitals = kzsi_is_capital(second.code);
}

/* Behind the marks and ignorable characters at a place. */
static const char *
past_marks(const char *at, const char *end)
{
    struct kzsi_glyph g = kzsi_look(at, end);

    while (g.class == KZSI_MARK || g.class == KZSI_IGNORABLE) {
        at += g.bytes;
        g = kzsi_look(at, end);
    }
    return at;
}

/* 30 % is 30 percent in English and 30 процентов in Russian. */
static void
make_percent(struct kzsi_word *word, const char *start, const char *end)
{
    static const char english[] = "percent", russian[] = "процент";

    word->start = start;
    word->end = word->also_end = end;
    word->joined = word->has_digit = word->capital = word->capitals = false;
    word->scripts = KZSI_SCRIPT_LATIN;
    word->length = sizeof english - 1;
    memcpy(word->form, english, sizeof english - 1);
    word->also_length = sizeof russian - 1;
    memcpy(word->also, russian, sizeof russian - 1);
}

/* Where a word goes on that this hyphen, soft hyphen or ¬ breaks at the end of a line. */
static const char *
next_line(const char *at, struct kzsi_glyph hyphen, const char *end, enum kzsi_class previous,
          const struct kzsi_word *word)
{
    bool breaks = hyphen.code == '-' || hyphen.code == 0x2010 || hyphen.code == 0xAD ||
                  hyphen.code == 0xAC;

    if (!breaks || !(kzsi_is_letter(previous) || previous == KZSI_MARK))
        return NULL;
    return kzsi_next_line(at + hyphen.bytes, end, word->capital);
}

bool
kzsi_scan(const char *at, const char *end, struct kzsi_word *word)
{
    struct kzsi_number number = {.plain = true};
    const char *before = at, *next;
    bool slow = false;
    struct kzsi_glyph g;

    for (g = kzsi_look(at, end); !kzsi_starts_word(g.class); g = kzsi_look(at, end)) {
        if (g.bytes == 0)
            return false;
        at += g.bytes;
        if (g.class == KZSI_SIGN && !kzsi_starts_word(kzsi_look(at, end).class)) {
            make_percent(word, at - g.bytes, at);
            return true;
        }
    }

    /* Right behind the comma of a list: 1,2,3 */
    number.plain = !(at == before + 1 && *before == ',');
    word->start = at;
    word->joined = word->has_digit = false;
    word->scripts = 0;
    word->length = word->also_length = 0;
    note_capitals(word, g, end);

    if (g.class == KZSI_IDEOGRAPH) {
        word->end = past_marks(at + g.bytes, end); /* か and its voicing: が */
        kzsi_normalize(word);
        return true;
    }
    if (may_be_abbreviation(at + g.bytes, end) &&
        (g.class == KZSI_LATIN || g.class == KZSI_RUSSIAN)) {
        const char *last = abbreviation_end(at, end, g.class);
        if (last != NULL) {
            finish_abbreviation(word, last, end);
            return true;
        }
    }

    enum kzsi_class previous = KZSI_SEPARATOR;
    for (;; previous = g.class, at += g.bytes, g = kzsi_look(at, end)) {
        switch (g.class) {
        case KZSI_LATIN:
            word->scripts |= KZSI_SCRIPT_LATIN;
            if (g.code < 0x80) {
                at = latin_run(at, end, word);
                if (at < end && *at == ' ')
                    break; /* as nearly all words end */
                g.bytes = 0;
            } else {
                slow = true;
            }
            continue;
        case KZSI_RUSSIAN:
            word->scripts |= KZSI_SCRIPT_RUSSIAN;
            at = russian_run(at, end, word);
            if (at < end && *at == ' ')
                break;
            g.bytes = 0;
            continue;
        case KZSI_DIGIT:
            word->has_digit = true;
            number.digits = previous == KZSI_DIGIT ? number.digits + 1 : 1;
            if (g.code < 0x80)
                kzsi_put(word, (char)g.code);
            else
                slow = true;
            continue;
        case KZSI_CYRILLIC:
        case KZSI_LETTER:
            word->scripts |= KZSI_SCRIPT_OTHER;
            slow = true;
            continue;
        case KZSI_MARK:
            slow = true;
            continue;
        case KZSI_IGNORABLE:
            if (g.code == 0xAD && (next = next_line(at, g, end, previous, word)) != NULL) {
                at = next;
                g.bytes = 0;
            }
            g.class = previous; /* as if it were not there */
            continue;
        case KZSI_APOSTROPHE: {
            const char *after = at + g.bytes;
            if (previous == KZSI_SEPARATOR || previous == KZSI_APOSTROPHE ||
                !kzsi_is_letter(kzsi_look_past_ignorable(after, end).class))
                break;
            if (previous == KZSI_DIGIT && !is_possessive(after, end, word->scripts))
                break;
            if (is_possessive(after, end, word->scripts)) {
                /* The form ends here; normalize.c must not see the s. */
                word->end = at;
                if (needs_normalizing(word, slow))
                    kzsi_normalize(word);
                word->end = after + 1;
                return true;
            }
            continue;
        }
        case KZSI_HYPHEN:
            word->joined =
                kzsi_starts_word(kzsi_look_past_ignorable(at + g.bytes, end).class) ||
                next_line(at, g, end, previous, word) != NULL;
            break;
        case KZSI_SEPARATOR:
            if (g.code == 0xAC && (next = next_line(at, g, end, previous, word)) != NULL) {
                at = next;
                g.bytes = 0;
                g.class = previous;
                continue;
            }
            if (previous == KZSI_DIGIT && word->scripts == 0 && !slow &&
                kzsi_number_goes_on(at, end, word, &number))
                continue;
            break;
        case KZSI_IDEOGRAPH:
        case KZSI_SIGN:
            break;
        }
        break;
    }
    word->end = at;
    if (needs_normalizing(word, slow))
        kzsi_normalize(word);
    else if (may_be_spelled_out(word))
        kzsi_spell_out(word);
    return true;
}
