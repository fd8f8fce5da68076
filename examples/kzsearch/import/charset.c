/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Conversion by iconv() with nothing lost at a bad byte: it becomes U+FFFD and reading goes
 * on behind it. libxml2 could convert as well, but ends the page where a byte is wrong.
 *
 * Guessing counts bytes. Cyrillic words are runs of bytes from C0 on; in Western texts such
 * bytes stand alone between ASCII letters. Which Cyrillic charset it is, the letters tell that
 * the bytes would be, common ones in Russian or rare ones; when that is not clear, most are
 * small letters, which are E0-FF in windows-1251 and C0-DF in KOI8-R.
 */
#include "import/charset.h"

#include <errno.h>
#include <iconv.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "support/utf8.h"

enum { LOOK_FOR_CHARSET = 4096, LOOK_AT = 256 * 1024, CHARSET_LONGEST = 40, CHUNK = 16 * 1024 };

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
    for (length = 0; at + length < end && length <= CHARSET_LONGEST; length++) {
        char c = page.text[at + length];

        if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') &&
            strchr("-_.:", c) == NULL)
            break;
    }
    return length <= CHARSET_LONGEST ? (struct span){page.text + at, length} : none;
}

/* What the bytes of a text look like. */
struct looks {
    size_t broken, multibyte;  /* bytes that are no UTF-8, characters that are */
    size_t joined, alone;      /* bytes from C0 on, with and without such a neighbour */
    size_t low, high;          /* C0-DF and E0-FF */
    size_t windows, koi;       /* how Russian the letters are in either charset */
    size_t zeros[2];           /* NULs at even and odd places */
};

/*
 * How common the letters а to я are in Russian: twice the binary logarithm of how much more
 * often each comes than ъ, the rarest.
 */
static const unsigned char commonness[32] = {15, 11, 14, 11, 12, 15, 9, 11, 15, 10, 13,
                                             14, 13, 15, 16, 12, 14, 14, 15, 12, 5,  9,
                                             7,  10, 8,  6,  0,  11, 11, 6,  8,  11};

/* Which of them the bytes from C0 on are in KOI8-R, and again from E0; ю а б ц … */
static const unsigned char koi_letter[32] = {30, 0,  1,  22, 4,  5,  20, 3,  21, 8,  9,
                                             10, 11, 12, 13, 14, 15, 31, 16, 17, 18, 19,
                                             6,  2,  28, 27, 7,  24, 29, 25, 23, 26};

static struct looks
look(struct span text)
{
    struct looks l = {0};
    const unsigned char *bytes = (const unsigned char *)text.text;
    uint32_t c;

    for (size_t i = 0; i < text.length; i++) {
        bool neighbour = (i > 0 && bytes[i - 1] >= 0xC0) ||
                         (i + 1 < text.length && bytes[i + 1] >= 0xC0);

        l.zeros[i & 1] += bytes[i] == 0 ? 1 : 0;
        l.low += bytes[i] >= 0xC0 && bytes[i] < 0xE0 ? 1 : 0;
        l.high += bytes[i] >= 0xE0 ? 1 : 0;
        l.windows += bytes[i] >= 0xC0 ? commonness[bytes[i] & 31] : 0;
        l.koi += bytes[i] >= 0xC0 ? commonness[koi_letter[bytes[i] & 31]] : 0;
        l.joined += bytes[i] >= 0xC0 && neighbour ? 1 : 0;
        l.alone += bytes[i] >= 0xC0 && !neighbour ? 1 : 0;
    }
    for (size_t at = 0; at < text.length;) {
        if (!utf8_next(text.text, text.length, &at, &c))
            l.broken++;
        else if (c >= 0x80)
            l.multibyte++;
    }
    return l;
}

static bool
is_windows(const struct looks *l)
{
    size_t margin = (l->low + l->high) / 4;

    if (l->windows > l->koi + margin)
        return true;
    if (l->koi > l->windows + margin)
        return false;
    return l->high >= l->low;
}

struct span
charset_guess(struct span text)
{
    struct span sample = span_head(text, text.length < LOOK_AT ? text.length : LOOK_AT);
    struct looks l;

    /* iconv() takes the byte order mark into account, and away. */
    if (span_starts(text, "\xFF\xFE") || span_starts(text, "\xFE\xFF"))
        return span_of("UTF-16");
    l = look(sample);
    if (l.zeros[0] + l.zeros[1] > sample.length / 50) {
        if (l.zeros[0] == 0)
            return span_of("UTF-16LE");
        if (l.zeros[1] == 0)
            return span_of("UTF-16BE");
    }
    if (l.broken <= l.multibyte)
        return span_of("UTF-8");
    if (l.joined <= l.alone)
        return span_of("WINDOWS-1252");
    return span_of(is_windows(&l) ? "WINDOWS-1251" : "KOI8-R");
}

/* Bytes to leave out where conversion fails: in UTF-16 all that follows would be wrong else. */
static size_t
unit_of(const char *charset)
{
    return strncasecmp(charset, "utf-16", 6) == 0 || strncasecmp(charset, "ucs-2", 5) == 0 ? 2 : 1;
}

static void
convert(iconv_t converter, struct span text, size_t unit, struct buffer *out)
{
    char *from = (char *)text.text, *to;
    size_t left = text.length, room, bad;

    while (left > 0 && buffer_reserve(out, CHUNK)) {
        to = out->data + out->length;
        room = CHUNK;
        if (iconv(converter, &from, &left, &to, &room) == (size_t)-1 && errno != E2BIG) {
            out->length += CHUNK - room;
            buffer_code(out, UTF8_REPLACEMENT);
            bad = left < unit ? left : unit;
            from += bad;
            left -= bad;
        } else
            out->length += CHUNK - room;
    }
    if (!out->failed)
        buffer_byte(out, '\n'); /* a NUL behind the bytes that were written directly */
}

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

bool
charset_to_utf8(struct buffer *data, struct span declared, struct reason *why)
{
    struct span text = {buffer_string(data), data->length}, charset = declared;
    struct buffer converted = {0};
    char name[CHARSET_LONGEST + 1];
    iconv_t converter = (iconv_t)-1;
    bool valid = utf8_valid(text.text, text.length);

    if (valid && memchr(text.text, '\0', text.length) == NULL)
        return !is_binary(text) || because(why, "not text: it is full of control characters");
    snprintf(name, sizeof name, "%.*s", (int)charset.length, charset.text);
    /* A declaration that could be read as ASCII is not in UTF-16, and this is not UTF-8. */
    if (name[0] == '\0' || unit_of(name) == 2 || strncasecmp(name, "utf", 3) == 0)
        charset = charset_guess(text);
    snprintf(name, sizeof name, "%.*s", (int)charset.length, charset.text);
    if (unit_of(name) == 2 || (!valid && !span_is(charset, "utf-8")))
        converter = iconv_open("UTF-8", name);
    if (converter != (iconv_t)-1) {
        convert(converter, text, unit_of(name), &converted);
        iconv_close(converter);
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
