/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A list of positions: the last as a varint and, unless it is the only one, a string of bits
 * that begins with the lowest bit of its first byte:
 *
 *     first of last | (count - 2) of (last - first) | the middle ones, interpolated:
 *         between two known positions j and k lies m = j + (k - j) / 2; it is one of as many
 *         as leave room for those between, coded as such; then the same left and right of it
 *
 * "v of n" is a number v < n in log2(n) bits, one fewer for some when n is no power of two
 * (those in the middle, which are the likeliest for what is interpolated).
 */
#include "bulk/glass.h"

struct bits {
    struct kzsi_buf *out;
    uint64_t pending;
    unsigned count;
};

static void
put_bits(struct bits *bits, uint64_t value, unsigned count)
{
    bits->pending |= value << bits->count;
    bits->count += count;
    for (; bits->count >= 8; bits->count -= 8, bits->pending >>= 8)
        bits->out->data[bits->out->length++] = (char)(bits->pending & 0xFF);
}

static void
put_of(struct bits *bits, uint32_t value, uint32_t n)
{
    unsigned width = n > 1 ? 32 - (unsigned)__builtin_clz(n - 1) : 0;
    uint64_t spare = ((uint64_t)1 << width) - n, middle = (n - spare) / 2;

    if (spare == 0 || value < middle)
        put_bits(bits, value, width);
    else if (value < middle + spare)
        put_bits(bits, value, width - 1);
    else
        put_bits(bits, (value - (middle + spare)) | (uint64_t)1 << (width - 1), width);
}

/* Recursion goes as deep as the list is long in bits: 32 at most. */
static void
interpolate(struct bits *bits, const uint32_t *positions, size_t j, size_t k)
{
    while (j + 1 < k) {
        size_t m = j + (k - j) / 2;
        uint32_t least = positions[j] + (uint32_t)(m - j);

        put_of(bits, positions[m] - least,
               positions[k] - positions[j] - (uint32_t)(k - j) + 1);
        interpolate(bits, positions, j, m);
        j = m;
    }
}

void
kzsi_pack_positions(struct kzsi_buf *out, const uint32_t *positions, size_t count)
{
    struct bits bits = {out, 0, 0};
    uint32_t first = positions[0], last = positions[count - 1];

    /* At most 32 bits each, and what the head takes: put_bits() need not ask for room. */
    if (!kzsi_buf_reserve(out, count * 4 + 24))
        return;
    kzsi_buf_varint(out, last);
    if (count == 1)
        return;
    put_of(&bits, first, last);
    put_of(&bits, (uint32_t)(count - 2), last - first);
    interpolate(&bits, positions, 0, count - 1);
    if (bits.count > 0)
        put_bits(&bits, 0, 8 - bits.count);
}
