/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A fast hash: eight bytes a step, multiply and fold. The same on every machine, because long
 * ids and words are told apart in the index by it. Not against an attacker who can choose keys
 * and watch time: tables that hold hostile keys bound their probes or grow by load, never by
 * hash quality.
 */
#ifndef KZSI_HASH_H
#define KZSI_HASH_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

static inline uint64_t
kzsi_hash_mix(uint64_t h)
{
    h ^= h >> 32;
    h *= 0x9E3779B97F4A7C15u;
    h ^= h >> 29;
    return h;
}

/* The first `length` bytes, at most 8, as a little-endian number. */
static inline uint64_t
kzsi_hash_load(const char *data, size_t length)
{
    uint64_t word = 0;

    memcpy(&word, data, length);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    return word;
}

static inline uint64_t
kzsi_hash(const char *data, size_t length)
{
    uint64_t h = length * 0xD6E8FEB86659FD93u;

    while (length >= 8) {
        h = kzsi_hash_mix(h ^ kzsi_hash_load(data, 8));
        data += 8;
        length -= 8;
    }
    if (length > 0)
        h = kzsi_hash_mix(h ^ kzsi_hash_load(data, length));
    return kzsi_hash_mix(h);
}

/*
 * Sum of a block of a file. Four lanes, so that the processor has something to do while it
 * multiplies; each step can be undone, so a change within eight bytes always changes its lane.
 * Never 0.
 */
static inline uint32_t
kzsi_sum(const char *data, size_t length, uint64_t seed)
{
    const uint64_t k = 0x9E3779B97F4A7C15u;
    uint64_t lane[4] = {seed, seed ^ k, seed + k, ~seed};

    for (; length >= 32; data += 32, length -= 32)
        for (int i = 0; i < 4; i++) {
            uint64_t h = lane[i] ^ kzsi_hash_load(data + 8 * i, 8);
            lane[i] = (h << 27 | h >> 37) * k;
        }
    for (int i = 1; i < 4; i++)
        lane[0] = kzsi_hash_mix(lane[0]) ^ lane[i];
    lane[0] = kzsi_hash_mix(lane[0] ^ kzsi_hash(data, length));
    uint32_t sum = (uint32_t)(lane[0] ^ lane[0] >> 32);
    return sum != 0 ? sum : 1;
}

#endif
