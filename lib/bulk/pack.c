/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers and terms as glass puts them into keys, where their bytes must sort as they do. */
#include "bulk/glass.h"

void
kzsi_pack_last(struct kzsi_buf *out, uint64_t number)
{
    for (; number > 0; number >>= 8)
        kzsi_buf_byte(out, (char)(number & 0xFF));
}

/*
 * Below 0x8000 two bytes, big-endian. Above, so many bytes that the first can begin with one
 * bit for each byte beyond two and a zero bit; the rest is the number, big-endian.
 */
size_t
kzsi_pack_sortable(uint32_t number, char out[5])
{
    if (number < 0x8000) {
        out[0] = (char)(number >> 8);
        out[1] = (char)(number & 0xFF);
        return 2;
    }
    unsigned bits = 32 - (unsigned)__builtin_clz(number);
    size_t length = (bits + 5) / 7;
    for (size_t i = 0; i < length; i++) {
        unsigned shift = 8 * (unsigned)(length - 1 - i);
        out[i] = (char)(shift < 32 ? number >> shift & 0xFF : 0);
    }
    unsigned ones = (unsigned)length - 2;
    out[0] = (char)((unsigned char)out[0] | (0xFF00u >> ones & 0xFF));
    return length;
}

size_t
kzsi_pack_term(const char *term, size_t length, char out[KZSI_KEY_MAX])
{
    size_t n = 0;

    for (size_t i = 0; i < length && n + 1 < KZSI_KEY_MAX; i++) {
        out[n++] = term[i];
        if (term[i] == '\0')
            out[n++] = (char)0xFF;
    }
    return n;
}

size_t
kzsi_packed_term_length(const char *term, size_t length)
{
    size_t n = length;

    for (size_t i = 0; i < length; i++)
        n += term[i] == '\0';
    return n;
}

size_t
kzsi_varint_length(uint64_t number)
{
    size_t n = 1;

    for (; number >= 0x80; number >>= 7)
        n++;
    return n;
}
