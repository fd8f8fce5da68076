/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A fast hash for tables in memory: eight bytes a step, multiply and fold. Not for files and
 * not against an attacker who can choose keys and watch time: tables that hold hostile keys
 * bound their probes or grow by load, never by hash quality.
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

static inline uint64_t
kzsi_hash(const char *data, size_t length)
{
    uint64_t h = length * 0xD6E8FEB86659FD93u;
    uint64_t word;

    while (length >= 8) {
        memcpy(&word, data, 8);
        h = kzsi_hash_mix(h ^ word);
        data += 8;
        length -= 8;
    }
    if (length > 0) {
        word = 0;
        memcpy(&word, data, length);
        h = kzsi_hash_mix(h ^ word);
    }
    return kzsi_hash_mix(h);
}

#endif
