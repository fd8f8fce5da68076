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

#endif
