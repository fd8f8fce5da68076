/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Near-duplicates: what is left of a text that two edited copies still have in common.
 *
 * Each pair of neighbouring words is hashed; the hash chooses one of 64 buckets, and each bucket
 * keeps the least hash that came (one-permutation MinHash: Li, Owen and Zhang 2012). Two texts
 * agree in a bucket as often as they have pairs in common among all that they have (the Jaccard
 * coefficient). Of each least hash one byte is kept: 64 bytes a document, in a value slot.
 *
 * Six bands of two buckets each are terms as well. Who agrees in none of them is never looked
 * at; copies of which every tenth word was changed agree in one of them 98 times in 100. (The
 * four quarters of a 64-bit simhash miss nearly all of these: it differs in 12 bits by then.)
 */
#include <string.h>

#include "base/hash.h"
#include "index/index.h"

#define EMPTY UINT64_MAX

void
kzsi_signature_begin(struct kzsi_signature *signature)
{
    memset(signature->least, 0xFF, sizeof signature->least);
    signature->words = 0;
    signature->before = 0;
}

void
kzsi_signature_add(struct kzsi_signature *signature, const char *form, size_t length)
{
    uint64_t word = kzsi_hash(form, length), pair, *least;

    if (signature->words++ > 0) {
        pair = kzsi_hash_mix(word + signature->before * 0xD6E8FEB86659FD93u);
        least = &signature->least[pair >> 58];
        pair &= UINT64_MAX >> 6;
        if (pair < *least)
            *least = pair;
    }
    signature->before = word;
}

bool
kzsi_signature_end(const struct kzsi_signature *signature, char out[KZSI_SIGNATURE])
{
    if (signature->words < KZSI_SIGNATURE_WORDS)
        return false;
    for (size_t i = 0; i < KZSI_SIGNATURE; i++) {
        size_t from = i;
        /* A short text leaves buckets empty: the next full one stands for it, by another byte. */
        while (signature->least[from % KZSI_SIGNATURE] == EMPTY)
            from++;
        out[i] = (char)(kzsi_hash_mix(signature->least[from % KZSI_SIGNATURE] + (from - i)) >>
                        24);
    }
    return true;
}

bool
kzsi_signature_alike(const char *a, const char *b)
{
    size_t alike = 0;

    for (size_t i = 0; i < KZSI_SIGNATURE; i++)
        alike += a[i] == b[i];
    return alike >= KZSI_SIGNATURE_ALIKE;
}

void
kzsi_signature_band(const char *signature, size_t band, struct kzsi_buf *out)
{
    /* Far apart: an empty bucket and the one that stands for it say the same. */
    unsigned char a = (unsigned char)signature[band],
                  b = (unsigned char)signature[band + KZSI_SIGNATURE / 2];

    kzsi_term_band(out, band, (unsigned)a << 8 | b);
}
