/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Edit distance: letters put in, left out, replaced, or two neighbours exchanged (optimal
 * string alignment). One word is compared with very many, so a whole column of the table is
 * kept as bits in a machine word and computed in a dozen operations for each letter: Hyyrö, A
 * bit-vector algorithm for computing Levenshtein and Damerau edit distances (2003).
 */
#include <string.h>

#include "base/base.h"

/* Where the bits of a letter are: ASCII and Cyrillic at once, others have to be looked for. */
static uint64_t *
bits_of(struct kzsi_edits *edits, uint32_t c)
{
    if (c < 0x80)
        return &edits->ascii[c];
    return c >= 0x400 && c < 0x480 ? &edits->cyrillic[c - 0x400] : NULL;
}

bool
kzsi_edits_begin(struct kzsi_edits *edits, const char *word, size_t length)
{
    const char *end = word + length;

    memset(edits, 0, sizeof *edits);
    while (word < end) {
        uint32_t c;
        uint64_t *bits;
        word += kzsi_utf8_decode(word, end, &c);
        if (edits->count == KZSI_EDITS_LETTERS)
            return false;
        bits = bits_of(edits, c);
        if (bits != NULL)
            *bits |= (uint64_t)1 << edits->count;
        edits->letters[edits->count++] = c;
    }
    return edits->count > 0;
}

static uint64_t
find_bits(const struct kzsi_edits *edits, uint32_t c)
{
    uint64_t bits = 0;

    if (c < 0x80)
        return edits->ascii[c];
    if (c >= 0x400 && c < 0x480)
        return edits->cyrillic[c - 0x400];
    for (size_t i = 0; i < edits->count; i++)
        bits |= (uint64_t)(edits->letters[i] == c) << i;
    return bits;
}

/* Characters of valid UTF-8. */
static size_t
count_letters(const char *text, size_t length)
{
    size_t count = 0;

    for (size_t i = 0; i < length; i++)
        count += ((unsigned char)text[i] & 0xC0) != 0x80;
    return count;
}

unsigned
kzsi_edits_to(const struct kzsi_edits *edits, const char *word, size_t length, unsigned most)
{
    uint64_t up = ~(uint64_t)0, down = 0, diagonal = 0, before = 0;
    uint64_t last = (uint64_t)1 << (edits->count - 1);
    size_t distance = edits->count, left = count_letters(word, length);
    const char *end = word + length;

    if (left > distance + most || distance > left + most)
        return most + 1;
    while (word < end) {
        uint64_t bits, exchanged, rise, fall;
        uint32_t c;
        word += kzsi_utf8_decode(word, end, &c);
        left--;
        bits = find_bits(edits, c);
        exchanged = ((~diagonal & bits) << 1) & before;
        diagonal = ((((bits & up) + up) ^ up) | bits | down) | exchanged;
        rise = down | ~(diagonal | up);
        fall = diagonal & up;
        distance += (rise & last) != 0;
        distance -= (fall & last) != 0;
        /* Each letter to come can take one away at most. */
        if (distance > most + left)
            return most + 1;
        rise = rise << 1 | 1;
        up = fall << 1 | ~(diagonal | rise);
        down = rise & diagonal;
        before = bits;
    }
    return distance <= most ? (unsigned)distance : most + 1;
}
