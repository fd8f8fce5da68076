/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the files that find words share. The callers of kzsi_next_word() need none of it.
 *
 *     kzsi_next_word()  reader.c   one word after another, and what several of them mean
 *         kzsi_scan()   scan.c     one word
 *                       number.c     1 000 = 1,000, 7,5 = 7.5
 *                       repair.c     broken lines, look-alike letters, s p a c e d letters
 *         day.c, amount.c, address.c   dates; sums and units; URLs, e-mail, hashtags
 */
#ifndef KZSI_SCAN_H
#define KZSI_SCAN_H

#include "analysis/analysis.h"

/* ---- characters ---- */

/* The character at a place, or KZSI_SEPARATOR with 0 bytes at the end. */
struct kzsi_glyph {
    uint32_t code;
    enum kzsi_class class;
    size_t bytes;
};

static inline struct kzsi_glyph
kzsi_look(const char *at, const char *end)
{
    struct kzsi_glyph g = {0, KZSI_SEPARATOR, 0};

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

/* Like kzsi_look(), but sees through ignorable characters. */
static inline struct kzsi_glyph
kzsi_look_past_ignorable(const char *at, const char *end)
{
    struct kzsi_glyph g = kzsi_look(at, end);

    while (g.class == KZSI_IGNORABLE) {
        at += g.bytes;
        g = kzsi_look(at, end);
    }
    return g;
}

static inline bool
kzsi_starts_word(enum kzsi_class c)
{
    return c >= KZSI_LATIN && c <= KZSI_DIGIT;
}

static inline bool
kzsi_is_digit_at(const char *at, const char *end)
{
    return at < end && *at >= '0' && *at <= '9';
}

/* ASCII digits at a place, at most 32 of them. */
static inline size_t
kzsi_count_digits(const char *at, const char *end)
{
    size_t n = 0;

    while (n < 32 && kzsi_is_digit_at(at + n, end))
        n++;
    return n;
}

static inline void
kzsi_put(struct kzsi_word *word, char byte)
{
    /* One past the maximum shows that the word is too long. */
    if (word->length <= KZSI_FORM_MAX)
        word->form[word->length++] = byte;
}

/* Bytes of a word that normalize.c looks at; the rest only counts in the hash of a long word. */
#define KZSI_RAW_MAX 240

/* ---- normalize.c ---- */

/* Cut a form to KZSI_FORM_MAX bytes, the last of which are a hash of the text. */
size_t kzsi_shorten(char *form, size_t length, const char *text, size_t text_length);

/* ---- number.c ---- */

/* State of a number while it is scanned. */
struct kzsi_number {
    bool plain;    /* only digits so far: a comma may follow */
    bool grouped;  /* 1,000: another group may follow */
    bool spaced;   /* 1 000: likewise */
    size_t digits; /* in the current run */
};

/*
 * A point, comma or space after a digit: does the number go on behind it? Adds what the
 * canonical spelling has in its place.
 */
bool kzsi_number_goes_on(const char *at, const char *end, struct kzsi_word *word,
                         struct kzsi_number *number);

/* ---- repair.c ---- */

/*
 * Behind a hyphen, in a word that begins with a capital letter or not: where does the word go
 * on, if that is on the next line? NULL if it does not.
 */
const char *kzsi_next_line(const char *at, const char *end, bool capital);

/*
 * Letters of the wrong script, with those they look like: valid UTF-8 in, valid UTF-8 of at
 * most `limit` bytes out. Returns the new length.
 */
size_t kzsi_mend_script(char *text, size_t length, size_t limit);

/*
 * Does a word s p a c e d out for emphasis begin with the one-letter word? Then it becomes
 * that word.
 */
bool kzsi_close_up(struct kzsi_word *word, const char *end);

/* ---- reader.c ---- */

/*
 * The next word, if it stands one or two spaces or line breaks behind `at` and, before these,
 * at most one of the characters in `may_have`.
 */
bool kzsi_peek(const char *at, const char *end, struct kzsi_word *word, const char *may_have);

/* ---- day.c ---- */

#define KZSI_DAY_LENGTH 10

/*
 * A day in figures at a place: 21.11.2022, 21/11/2022, 2022-11-21. Returns its end and writes
 * 2022-11-21; NULL if there is none.
 */
const char *kzsi_day_in_figures(const char *at, const char *end, char day[KZSI_DAY_LENGTH]);

/* A day that begins with this word: 21 ноября 2022, November 21, 2022. */
const char *kzsi_day_in_words(const struct kzsi_word *word, const char *end,
                              char day[KZSI_DAY_LENGTH]);

/* ---- amount.c ---- */

/* млрд -> миллиард, bn -> billion: abbreviations that stand for nothing else. */
void kzsi_spell_out(struct kzsi_word *word);

/* The same for what is written behind a number, 5bn, where m is a million if it is of money. */
void kzsi_spell_out_suffix(struct kzsi_word *word, bool money);

/* Is there a currency sign right before a place? */
bool kzsi_sign_before(const char *text, const char *at);

/* Bytes at the end of the word 5bn that are a unit; 0 if there is none. */
size_t kzsi_unit_suffix(const struct kzsi_word *word, bool money);

/*
 * The sum that begins with this word: $5bn, 5 млрд долларов, USD 500. Sets also and also_end
 * and returns true if there is one. `text` is where the whole text begins.
 */
bool kzsi_read_amount(struct kzsi_word *word, const char *text, const char *end);

/* ---- address.c ---- */

/*
 * The URL or e-mail address that begins with this word. Returns its end and sets also;
 * NULL if there is none.
 */
const char *kzsi_read_address(struct kzsi_reader *reader, struct kzsi_word *word);

/* The next part of the unit in which the reader is. False if there are no more. */
bool kzsi_next_part(struct kzsi_reader *reader, struct kzsi_word *word);

#endif
