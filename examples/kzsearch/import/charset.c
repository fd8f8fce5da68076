/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Conversion by iconv() with nothing lost at a bad byte: it becomes U+FFFD and reading goes
 * on behind it. libxml2 could convert as well, but ends the page where a byte is wrong.
 *
 * Guessing: marks at the start, NULs and valid UTF-8 are looked for here. Cyrillic words are
 * runs of bytes with the high bit set; in Western texts such bytes stand alone between ASCII
 * letters. Which Cyrillic charset it is, the letters tell that the bytes would be, common ones
 * in Russian or rare ones, and the capitals, which stand at the beginning of words or are all
 * there is. Of everything else uchardet knows more, where the command was built with it.
 */
#include "import/charset.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#ifdef HAVE_UCHARDET
#include <uchardet/uchardet.h>
#endif

#include "support/utf8.h"

enum { LOOK_FOR_CHARSET = 4096, LOOK_AT = 256 * 1024, SCORE_AT = 16 * 1024, CHUNK = 16 * 1024 };

struct span
charset_declared(struct span page)
{
    static const char name[] = "charset";
    size_t end = page.length < LOOK_FOR_CHARSET ? page.length : LOOK_FOR_CHARSET, at, length;
    struct span none = {page.text, 0};

    for (at = 0; at + sizeof name <= end; at++)
        if (strncasecmp(page.text + at, name, sizeof name - 1) == 0)
            break;
    if (at + sizeof name > end)
        return none;
    for (at += sizeof name - 1; at < end && strchr(" =\"'", page.text[at]) != NULL; at++)
        ;
    for (length = 0; at + length < end && length < CHARSET_NAME_SIZE; length++) {
        char c = page.text[at + length];

        if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') &&
            strchr("-_.:", c) == NULL)
            break;
    }
    return length < CHARSET_NAME_SIZE ? (struct span){page.text + at, length} : none;
}

/* ---- decoding ---- */

/* In UTF-16 all that follows would be wrong if one byte were left out. */
static size_t
unit_of(const char *charset)
{
    if (strncasecmp(charset, "utf-32", 6) == 0 || strncasecmp(charset, "ucs-4", 5) == 0)
        return 4;
    return strncasecmp(charset, "utf-16", 6) == 0 || strncasecmp(charset, "ucs-2", 5) == 0 ? 2
                                                                                          : 1;
}

bool
charset_known(const char *name)
{
    iconv_t converter = iconv_open("UTF-8", name);

    if (converter == (iconv_t)-1)
        return false;
    iconv_close(converter);
    return true;
}

bool
decoder_open(struct decoder *d, const char *charset)
{
    *d = (struct decoder){.converter = iconv_open("UTF-8", charset), .unit = unit_of(charset)};
    return d->converter != (iconv_t)-1;
}

void
decoder_close(struct decoder *d)
{
    if (d->converter != (iconv_t)-1)
        iconv_close(d->converter);
    d->converter = (iconv_t)-1;
    buffer_free(&d->rest);
}

/* Convert as far as it goes; what is left is the beginning of a character. */
static size_t
decode(struct decoder *d, struct span text, bool last, struct buffer *out)
{
    char *from = (char *)text.text, *to;
    size_t left = text.length, room, bad, result;

    while (left > 0 && buffer_reserve(out, CHUNK)) {
        to = out->data + out->length;
        room = CHUNK;
        result = iconv(d->converter, &from, &left, &to, &room);
        out->length += CHUNK - room;
        if (result != (size_t)-1 || errno == E2BIG)
            continue;
        if (errno == EINVAL && !last)
            break;
        buffer_code(out, UTF8_REPLACEMENT);
        bad = left < d->unit ? left : d->unit;
        from += bad;
        left -= bad;
    }
    return left;
}

void
decoder_feed(struct decoder *d, struct span piece, bool last, struct buffer *out)
{
    struct buffer *rest = &d->rest;
    size_t left;

    buffer_add(rest, piece.text, piece.length);
    left = decode(d, (struct span){buffer_string(rest), rest->length}, last, out);
    if (left > 0 && !rest->failed)
        memmove(rest->data, rest->data + rest->length - left, left);
    rest->length = left;
    out->failed = out->failed || rest->failed;
    if (!out->failed && buffer_reserve(out, 1))
        out->data[out->length] = '\0'; /* behind the bytes that were written directly */
}

/* ---- guessing ---- */

/* What the bytes of a text look like. */
struct looks {
    size_t broken, multibyte; /* bytes that are no UTF-8, characters that are */
    size_t joined, alone;     /* bytes from 80 on, with and without such a neighbour */
    size_t controls;          /* bytes from 80 to 9F */
    size_t zeros[2];          /* NULs at even and odd places */
};

static struct looks
look(struct span text)
{
    struct looks l = {0};
    const unsigned char *bytes = (const unsigned char *)text.text;
    uint32_t c;

    for (size_t i = 0; i < text.length; i++) {
        bool neighbour = (i > 0 && bytes[i - 1] >= 0x80) ||
                         (i + 1 < text.length && bytes[i + 1] >= 0x80);

        l.zeros[i & 1] += bytes[i] == 0 ? 1 : 0;
        l.controls += bytes[i] >= 0x80 && bytes[i] < 0xA0 ? 1 : 0;
        l.joined += bytes[i] >= 0x80 && neighbour ? 1 : 0;
        l.alone += bytes[i] >= 0x80 && !neighbour ? 1 : 0;
    }
    for (size_t at = 0; at < text.length;) {
        if (!utf8_next(text.text, text.length, &at, &c))
            l.broken++;
        else if (c >= 0x80)
            l.multibyte++;
    }
    return l;
}

/* The first is what short texts are when nothing tells. */
static const char *const cyrillic[] = {"WINDOWS-1251", "KOI8-U", "IBM866", "ISO-8859-5",
                                       "MACCYRILLIC", NULL};

/*
 * How common the letters а to я are in Russian: twice the binary logarithm of how much more
 * often each comes than ъ, the rarest.
 */
static const unsigned char commonness[32] = {15, 11, 14, 11, 12, 15, 9, 11, 15, 10, 13,
                                             14, 13, 15, 16, 12, 14, 14, 15, 12, 5,  9,
                                             7,  10, 8,  6,  0,  11, 11, 6,  8,  11};

/* A capital behind a small letter, and what is no letter, speak against a charset. */
enum { AVERAGE_RUSSIAN = 10, INNER_CAPITAL = -10, NO_LETTER = -6, OTHER_LETTER = 4 };

/* How Russian a text is, for each of its characters beyond ASCII. */
static long
russianness(struct span utf8)
{
    long score = 0, count = 0;
    uint32_t c, before = ' ';

    for (size_t at = 0; at < utf8.length; before = c) {
        utf8_next(utf8.text, utf8.length, &at, &c);
        if (c < 0x80)
            continue;
        count++;
        if (c >= 0x410 && c <= 0x44F)
            score += commonness[(c - 0x410) & 31];
        else if (utf8_is_letter(c))
            score += c == 0x451 || c == 0x401 ? AVERAGE_RUSSIAN : OTHER_LETTER;
        else if (c == 0xAB || c == 0xBB || c == 0xA0 || c == 0x2116 ||
                 (c >= 0x2010 && c <= 0x2026))
            score += AVERAGE_RUSSIAN;
        else
            score += NO_LETTER;
        if (utf8_is_upper(c) && utf8_is_letter(before) && !utf8_is_upper(before))
            score += INNER_CAPITAL;
    }
    return count > 0 ? score * 16 / count : 0;
}

static const char *
best_cyrillic(struct span text, long *score)
{
    const char *best = cyrillic[0];

    *score = -1000;
    text = span_head(text, text.length < SCORE_AT ? text.length : SCORE_AT);
    for (const char *const *name = cyrillic; *name != NULL; name++) {
        struct buffer utf8 = {0};
        struct decoder d;
        long here;

        if (!decoder_open(&d, *name))
            continue;
        decoder_feed(&d, text, true, &utf8);
        decoder_close(&d);
        here = utf8.failed ? -1000 : russianness((struct span){buffer_string(&utf8), utf8.length});
        buffer_free(&utf8);
        if (here > *score) {
            *score = here;
            best = *name;
        }
    }
    return best;
}

/* What uchardet says, into `name`. False when it says nothing that iconv knows. */
static bool
ask_uchardet(struct span text, char name[CHARSET_NAME_SIZE])
{
#ifdef HAVE_UCHARDET
    uchardet_t detector = uchardet_new();

    name[0] = '\0';
    if (detector != NULL && uchardet_handle_data(detector, text.text, text.length) == 0) {
        uchardet_data_end(detector);
        snprintf(name, CHARSET_NAME_SIZE, "%s", uchardet_get_charset(detector));
    }
    if (detector != NULL)
        uchardet_delete(detector);
    return name[0] != '\0' && charset_known(name);
#else
    (void)text;
    (void)name;
    return false;
#endif
}

/* A few letters with accents tell no charset; windows-1252 has what ISO-8859-1 has not. */
static const char *
guess_western(struct span text, const struct looks *l, char name[CHARSET_NAME_SIZE])
{
    enum { FEW = 8 };

    if (l->joined + l->alone < FEW || !ask_uchardet(text, name) ||
        (l->controls > 0 && strncasecmp(name, "iso-8859-", 9) == 0))
        return "WINDOWS-1252";
    return name;
}

const char *
charset_guess(struct span text, char name[CHARSET_NAME_SIZE])
{
    struct span sample = span_head(text, text.length < LOOK_AT ? text.length : LOOK_AT);
    const char *russian;
    struct looks l;
    long score;

    /* iconv() takes the byte order mark into account, and away. */
    if (text.length >= 4 && (memcmp(text.text, "\xFF\xFE\0\0", 4) == 0 ||
                             memcmp(text.text, "\0\0\xFE\xFF", 4) == 0))
        return "UTF-32";
    if (span_starts(text, "\xFF\xFE") || span_starts(text, "\xFE\xFF"))
        return "UTF-16";
    l = look(sample);
    if (l.zeros[0] + l.zeros[1] > sample.length / 50) {
        if (l.zeros[0] == 0)
            return "UTF-16LE";
        if (l.zeros[1] == 0)
            return "UTF-16BE";
    }
    if (l.broken <= l.multibyte)
        return "UTF-8";
    if (l.joined <= l.alone)
        return guess_western(sample, &l, name);
    russian = best_cyrillic(sample, &score);
    if (score < AVERAGE_RUSSIAN * 16 && ask_uchardet(sample, name))
        return name;
    return russian;
}

/* ---- whole texts ---- */

/*
 * Whether more than one character in fifty is a control that texts do not have. Those of
 * white space, backspace and escape come in texts that were made for a terminal.
 */
static bool
is_binary(struct span text)
{
    enum { FEW = 3 };
    size_t controls = 0;

    for (size_t i = 0; i < text.length; i++) {
        unsigned char c = (unsigned char)text.text[i];

        controls += (c < 0x20 && !(c >= '\b' && c <= '\r') && c != 0x1B) || c == 0x7F ? 1 : 0;
    }
    return controls > FEW && controls > text.length / 50;
}

/* NULs are no text: they become spaces. */
static void
blank_zeros(char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (text[i] == '\0')
            text[i] = ' ';
}

/* The charset to read a text as that is not whole UTF-8; maybe in `name`. */
static const char *
choose(struct span text, struct span declared, char name[CHARSET_NAME_SIZE])
{
    snprintf(name, CHARSET_NAME_SIZE, "%.*s", (int)declared.length, declared.text);
    /* A declaration that could be read as ASCII is not in UTF-16, and this is not UTF-8. */
    if (name[0] == '\0' || unit_of(name) > 1 || strncasecmp(name, "utf", 3) == 0 ||
        !charset_known(name))
        return charset_guess(text, name);
    /* As browsers have it: what says that it is Latin-1 may use all of windows-1252. */
    if (strcasecmp(name, "iso-8859-1") == 0 || strcasecmp(name, "latin1") == 0 ||
        strcasecmp(name, "us-ascii") == 0)
        return "WINDOWS-1252";
    return name;
}

bool
charset_to_utf8(struct buffer *data, const char *forced, struct span declared,
                struct reason *why)
{
    struct span text = {buffer_string(data), data->length};
    struct buffer converted = {0};
    char name[CHARSET_NAME_SIZE];
    const char *charset = forced;
    struct decoder decoder;
    bool valid = utf8_valid(text.text, text.length);

    if (forced == NULL && valid && memchr(text.text, '\0', text.length) == NULL)
        return !is_binary(text) || because(why, "not text: it is full of control characters");
    if (charset == NULL)
        charset = choose(text, declared, name);
    if (strcasecmp(charset, "utf-8") != 0 && (forced != NULL || !valid || unit_of(charset) > 1) &&
        decoder_open(&decoder, charset)) {
        decoder_feed(&decoder, text, true, &converted);
        decoder_close(&decoder);
    } else
        utf8_repair(&converted, text.text, text.length);
    buffer_free(data);
    *data = converted;
    if (data->failed)
        return because(why, "out of memory");
    if (is_binary((struct span){buffer_string(data), data->length}))
        return because(why, "not text: it is full of control characters");
    if (data->length > 0)
        blank_zeros(data->data, data->length);
    return true;
}
