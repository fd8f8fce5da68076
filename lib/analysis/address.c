/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * URLs, e-mail addresses and hashtags.
 *
 *     https://www.kazinform.kz/en/?x=1    kazinform.kz/en/?x=1    and each part of it
 *     Press@Kazinform.kz                  press@kazinform.kz      and each part of it
 *     #JustKazakhstan  #just_kazakhstan   justkazakhstan          and just, kazakhstan
 *
 * The address as a whole is a term of its own, without http://, www. and a slash at the end.
 * Its parts stand at the positions from there on, without escapes such as %D0.
 */
#include <string.h>

#include "analysis/scan.h"

/* Longer addresses are none. */
#define ADDRESS_MAX 2048
#define LOCAL_MAX 64

static bool
is_alnum(const char *at, const char *end)
{
    return kzsi_is_digit_at(at, end) ||
           (at < end && (unsigned)((unsigned char)*at | 0x20) - 'a' < 26);
}

/* ---- e-mail ---- */

/* Host names have labels with points between, and letters in the last one. */
static const char *
host_end(const char *at, const char *end)
{
    const char *label = at;
    size_t labels = 0;
    struct kzsi_glyph g, first = {0, KZSI_SEPARATOR, 0};

    for (;; at += g.bytes) {
        g = kzsi_look(at, end);
        if (kzsi_starts_word(g.class) || (g.code == '-' && at > label)) {
            if (at == label)
                first = g;
            continue;
        }
        if (at == label)
            return NULL;
        labels++;
        if (g.code != '.' || !kzsi_starts_word(kzsi_look(at + 1, end).class))
            break;
        label = at + 1;
    }
    return labels >= 2 && kzsi_is_letter(first.class) ? at : NULL;
}

static const char *
mail_end(struct kzsi_reader *reader, const struct kzsi_word *word)
{
    const char *at = word->start;

    if (at < reader->no_address)
        return NULL;
    while (is_alnum(at, reader->end) || (at < reader->end && memchr("._%+-", *at, 5) != NULL))
        at++;
    reader->no_address = at;
    if (at >= reader->end || *at != '@' || at - word->start > LOCAL_MAX)
        return NULL;
    return host_end(at + 1, reader->end);
}

/* ---- URLs ---- */

static bool
form_is(const struct kzsi_word *word, const char *text)
{
    return word->length == strlen(text) && memcmp(word->form, text, word->length) == 0;
}

/* Where the host begins: behind http:// or at www. NULL if the word begins no URL. */
static const char *
host_start(const struct kzsi_word *word, const char *end)
{
    const char *at = word->end;

    if (form_is(word, "www"))
        return end - at >= 2 && *at == '.' && is_alnum(at + 1, end) ? word->start : NULL;
    if (!form_is(word, "http") && !form_is(word, "https") && !form_is(word, "ftp"))
        return NULL;
    if (end - at < 4 || memcmp(at, "://", 3) != 0 ||
        !kzsi_starts_word(kzsi_look(at + 3, end).class))
        return NULL;
    return at + 3;
}

static bool
is_in_url(struct kzsi_glyph g)
{
    if (g.code >= 0x80)
        return kzsi_starts_word(g.class) || g.class == KZSI_MARK;
    return g.code > ' ' && g.code < 0x7F && strchr("<>\"`\\^{|}", (int)g.code) == NULL;
}

/* Up to white space, quotes and the like, less the punctuation of the sentence around it. */
static const char *
url_end(const char *start, const char *end)
{
    const char *at = start, *last = start;
    bool bracket = false;

    while (at - start < ADDRESS_MAX) {
        struct kzsi_glyph g = kzsi_look(at, end);
        if (!is_in_url(g))
            break;
        at += g.bytes;
        bracket |= g.code == '(';
        if (g.code >= 0x80 || strchr(".,;:!?'*_)]", (int)g.code) == NULL ||
            (g.code == ')' && bracket))
            last = at;
    }
    return last;
}

/* ---- the address as a term ---- */

static void
write_address(struct kzsi_word *word, const char *at, const char *end)
{
    char text[ADDRESS_MAX + 8];
    size_t length = 0, kept;

    if (end - at > 4 && memcmp(at, "www.", 4) == 0)
        at += 4;
    while (at < end && length <= ADDRESS_MAX) {
        uint32_t c;
        at += kzsi_utf8_decode(at, end, &c);
        if (c < 0x80)
            c = c >= 'A' && c <= 'Z' ? c | 0x20 : c;
        else if (kzsi_class_of(c) == KZSI_RUSSIAN)
            c = kzsi_russian_lower[c - 0x400];
        length += kzsi_utf8_encode(c, text + length);
    }
    if (length == 0)
        return;
    if (text[length - 1] == '/')
        length--;
    kept = kzsi_utf8_floor(text, length, KZSI_FORM_MAX);
    memcpy(word->also, text, kept);
    word->also_length = kept < length ? kzsi_shorten(word->also, kept, text, length) : kept;
}

const char *
kzsi_read_address(struct kzsi_reader *reader, struct kzsi_word *word)
{
    const char *start = host_start(word, reader->end), *stop;

    if (start != NULL) {
        stop = url_end(start, reader->end);
    } else {
        start = word->start;
        stop = mail_end(reader, word);
    }
    if (stop == NULL || stop <= word->end)
        return NULL;
    write_address(word, start, stop);
    word->also_end = stop;
    return stop;
}

/* ---- parts of addresses, hashtags, days and numbers ---- */

static bool
is_escape(const char *at, const char *end)
{
    static const char hex[] = "0123456789abcdefABCDEF";

    return end - at >= 3 && *at == '%' && at[1] != '\0' && at[2] != '\0' &&
           strchr(hex, at[1]) != NULL && strchr(hex, at[2]) != NULL;
}

static const char *
part_start(const struct kzsi_reader *reader, const char *at)
{
    while (at < reader->unit_end) {
        struct kzsi_glyph g = kzsi_look(at, reader->unit_end);
        if (kzsi_starts_word(g.class))
            return at;
        at += is_escape(at, reader->unit_end) ? 3 : g.bytes;
    }
    return NULL;
}

/* The end of a run of word characters; in a hashtag also where a capital begins a new word. */
static const char *
part_end(const struct kzsi_reader *reader, const char *at)
{
    bool small = false;

    while (at < reader->unit_end) {
        struct kzsi_glyph g = kzsi_look(at, reader->unit_end);
        if (!kzsi_starts_word(g.class) && g.class != KZSI_MARK && g.class != KZSI_IGNORABLE)
            break;
        if (reader->unit == KZSI_UNIT_TAG && kzsi_is_letter(g.class)) {
            bool capital = kzsi_is_capital(g.code);
            if (capital && small)
                break;
            small = !capital;
        }
        at += g.bytes;
    }
    return at;
}

bool
kzsi_next_part(struct kzsi_reader *reader, struct kzsi_word *word)
{
    const char *start = part_start(reader, reader->at);

    if (start == NULL || !kzsi_scan(start, part_end(reader, start), word)) {
        reader->at = reader->unit_end;
        return false;
    }
    reader->at = word->end;
    if (reader->unit == KZSI_UNIT_TAG) {
        word->joined = part_start(reader, word->end) != NULL;
    } else if (reader->unit == KZSI_UNIT_SUFFIX) {
        kzsi_spell_out_suffix(word, reader->money);
        word->joined = reader->joined;
    }
    return true;
}
