/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Open addressing over 64-bit fingerprints (FNV-1a with a final mix). A set that cannot grow
 * stops taking ids: warnings about duplicates are a help, not a promise.
 */
#include "support/seen.h"

#include <stdlib.h>
#include <sys/random.h>
#include <time.h>

static uint64_t
fingerprint(uint64_t seed, const char *id, size_t length)
{
    uint64_t hash = 14695981039346656037u ^ seed;

    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)id[i]) * 1099511628211u;
    hash ^= hash >> 32;
    hash *= 0xD6E8FEB86659FD93u;
    hash ^= hash >> 32;
    return hash != 0 ? hash : 1;
}

/* The slot that holds the fingerprint, or the empty one where it belongs. */
static uint64_t *
find(const struct seen *set, uint64_t print)
{
    size_t at = (size_t)print & (set->capacity - 1);

    while (set->slots[at] != 0 && set->slots[at] != print)
        at = (at + 1) & (set->capacity - 1);
    return &set->slots[at];
}

static bool
grow(struct seen *set)
{
    struct seen wider = {.count = set->count, .seed = set->seed};

    wider.capacity = set->capacity > 0 ? set->capacity * 2 : 1024;
    wider.slots = calloc(wider.capacity, sizeof *wider.slots);
    if (wider.slots == NULL)
        return false;
    for (size_t i = 0; i < set->capacity; i++)
        if (set->slots[i] != 0)
            *find(&wider, set->slots[i]) = set->slots[i];
    free(set->slots);
    *set = wider;
    return true;
}

bool
seen_before(struct seen *set, const char *id, size_t length)
{
    uint64_t print, *slot;

    if (set->capacity == 0 && getrandom(&set->seed, sizeof set->seed, GRND_NONBLOCK) < 0)
        set->seed = (uint64_t)time(NULL);
    if (set->count >= set->capacity / 4 * 3 && !grow(set))
        return false;
    print = fingerprint(set->seed, id, length);
    slot = find(set, print);
    if (*slot == print)
        return true;
    *slot = print;
    set->count++;
    return false;
}

bool
seen_has(const struct seen *set, const char *id, size_t length)
{
    uint64_t print = fingerprint(set->seed, id, length);

    return set->capacity > 0 && *find(set, print) == print;
}

void
seen_free(struct seen *set)
{
    free(set->slots);
    *set = (struct seen){0};
}
