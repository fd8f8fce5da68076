/* SPDX-License-Identifier: GPL-2.0-or-later */
/* UTF-8, strict about what is well-formed and forgiving about what is not. */
#include "base/base.h"

size_t
kzsi_utf8_decode(const char *at, const char *end, uint32_t *code_point)
{
    const unsigned char *s = (const unsigned char *)at;
    size_t left = (size_t)(end - at);
    unsigned low = 0x80, high = 0xBF; /* allowed range of the second byte */
    size_t need;
    uint32_t value;

    if (s[0] < 0x80) {
        *code_point = s[0];
        return 1;
    }
    *code_point = KZSI_REPLACEMENT;
    if (s[0] < 0xC2 || s[0] > 0xF4)
        return 1;
    if (s[0] < 0xE0) {
        need = 1;
        value = s[0] & 0x1Fu;
    } else if (s[0] < 0xF0) {
        need = 2;
        value = s[0] & 0x0Fu;
        if (s[0] == 0xE0)
            low = 0xA0; /* overlong */
        else if (s[0] == 0xED)
            high = 0x9F; /* surrogates */
    } else {
        need = 3;
        value = s[0] & 0x07u;
        if (s[0] == 0xF0)
            low = 0x90; /* overlong */
        else if (s[0] == 0xF4)
            high = 0x8F; /* above U+10FFFF */
    }
    for (size_t i = 1; i <= need; i++) {
        if (i >= left || s[i] < low || s[i] > high)
            return i;
        value = value << 6 | (s[i] & 0x3Fu);
        low = 0x80;
        high = 0xBF;
    }
    *code_point = value;
    return need + 1;
}

size_t
kzsi_utf8_encode(uint32_t c, char *out)
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

size_t
kzsi_utf8_floor(const char *text, size_t length, size_t limit)
{
    if (length <= limit)
        return length;
    /* Step back over continuation bytes, but no further than a character can be long. */
    for (size_t back = 0; back < 4 && back <= limit; back++)
        if (((unsigned char)text[limit - back] & 0xC0) != 0x80)
            return limit - back;
    return limit;
}
