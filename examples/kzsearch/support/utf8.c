/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Decoding of hostile UTF-8 and a small table-free idea of letters: Latin with its
 * extensions, Greek not, Cyrillic with the letters of Kazakh, Ukrainian and others. Other
 * scripts have no case here, which is true of most of them.
 */
#include "support/utf8.h"

#include <string.h>

/* Length that a lead byte promises, and the least code point of that length. */
static size_t
lead(unsigned char byte, uint32_t *bits, uint32_t *least)
{
    if (byte >= 0xC2 && byte <= 0xDF) {
        *bits = byte & 0x1Fu;
        *least = 0x80;
        return 2;
    }
    if (byte >= 0xE0 && byte <= 0xEF) {
        *bits = byte & 0x0Fu;
        *least = 0x800;
        return 3;
    }
    if (byte >= 0xF0 && byte <= 0xF4) {
        *bits = byte & 0x07u;
        *least = 0x10000;
        return 4;
    }
    return 0;
}

bool
utf8_next(const char *text, size_t length, size_t *at, uint32_t *c)
{
    const unsigned char *bytes = (const unsigned char *)text + *at;
    size_t left = length - *at;
    uint32_t code = 0, least = 0;
    size_t size;

    if (bytes[0] < 0x80) {
        *c = bytes[0];
        *at += 1;
        return true;
    }
    size = lead(bytes[0], &code, &least);
    if (size == 0 || size > left)
        goto invalid;
    for (size_t i = 1; i < size; i++) {
        if ((bytes[i] & 0xC0) != 0x80)
            goto invalid;
        code = code << 6 | (bytes[i] & 0x3Fu);
    }
    if (code < least || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF))
        goto invalid;
    *c = code;
    *at += size;
    return true;

invalid:
    *c = UTF8_REPLACEMENT;
    *at += 1;
    return false;
}

size_t
utf8_encode(uint32_t c, char out[4])
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xE0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3F));
        out[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3F));
    out[2] = (char)(0x80 | (c >> 6 & 0x3F));
    out[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

bool
utf8_valid(const char *text, size_t length)
{
    const unsigned char *bytes = (const unsigned char *)text;
    uint64_t eight;
    uint32_t c;

    for (size_t at = 0; at < length;) {
        while (length - at >= 8 && (memcpy(&eight, text + at, 8),
                                    (eight & 0x8080808080808080u) == 0))
            at += 8;
        /* Two bytes: most letters that are not ASCII. */
        while (length - at >= 2 && bytes[at] >= 0xC2 && bytes[at] <= 0xDF &&
               (bytes[at + 1] & 0xC0) == 0x80)
            at += 2;
        if (at < length && !utf8_next(text, length, &at, &c))
            return false;
    }
    return true;
}

void
utf8_repair(struct buffer *out, const char *text, size_t length)
{
    uint32_t c;
    size_t done = 0;

    for (size_t at = 0; at < length;) {
        size_t start = at;

        if (utf8_next(text, length, &at, &c))
            continue;
        buffer_add(out, text + done, start - done);
        buffer_code(out, UTF8_REPLACEMENT);
        done = at;
    }
    buffer_add(out, text + done, length - done);
}

size_t
utf8_count(const char *text, size_t length)
{
    uint32_t c;
    size_t count = 0;

    for (size_t at = 0; at < length; count++)
        utf8_next(text, length, &at, &c);
    return count;
}

/* Blocks in which capitals and small letters take turns, capitals at even (or odd) places. */
static uint32_t
lower_pair(uint32_t c, bool odd_capital)
{
    return (c & 1) == (odd_capital ? 1 : 0) ? c + 1 : c;
}

uint32_t
utf8_lower(uint32_t c)
{
    if (c < 0x80)
        return c >= 'A' && c <= 'Z' ? c + 32 : c;
    if (c >= 0xC0 && c <= 0xDE)
        return c == 0xD7 ? c : c + 32;
    if (c == 0x130 || c == 0x131 || c == 0x138 || c == 0x149 || c == 0x17F)
        return c;
    if (c == 0x178)
        return 0xFF;
    if (c >= 0x100 && c <= 0x17E)
        return lower_pair(c, (c >= 0x139 && c <= 0x148) || c >= 0x179);
    if (c >= 0x400 && c <= 0x40F)
        return c + 80;
    if (c >= 0x410 && c <= 0x42F)
        return c + 32;
    if (c == 0x4C0)
        return 0x4CF;
    if ((c >= 0x460 && c <= 0x481) || (c >= 0x48A && c <= 0x52F && c != 0x4CF))
        return lower_pair(c, c >= 0x4C1 && c <= 0x4CE);
    if (c >= 0x1E00 && c <= 0x1EFF && !(c >= 0x1E96 && c <= 0x1E9F))
        return lower_pair(c, false);
    return c;
}

bool
utf8_is_upper(uint32_t c)
{
    return utf8_lower(c) != c;
}

bool
utf8_is_letter(uint32_t c)
{
    if (c < 0x80)
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (c < 0xC0 || c == 0xD7 || c == 0xF7)
        return false;
    return !(c >= 0x2000 && c <= 0x2BFF) && !(c >= 0x3000 && c <= 0x303F) &&
           !(c >= 0xE000 && c <= 0xF8FF) && !(c >= 0xFE00 && c <= 0xFE0F) && c < 0xFFF0;
}

bool
utf8_is_space(uint32_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xA0 || c == 0x85 ||
           (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
           c == 0x3000;
}

bool
utf8_is_unsafe(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c <= 0x9F) || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069);
}
