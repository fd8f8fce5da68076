/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A set of ids met so far, to tell when one comes twice. Only 64-bit fingerprints are kept:
 * 11 to 22 bytes an id, however long it is. Two ids with one fingerprint would cause a
 * needless warning, nothing worse.
 */
#ifndef SEEN_H
#define SEEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct seen {
    uint64_t *slots; /* 0 is empty */
    size_t capacity; /* a power of two */
    size_t count;
    uint64_t seed; /* so that nobody can choose ids that all meet in one slot */
};

/* Add an id. True when it was there before; false when it is new or memory ran out. */
bool seen_before(struct seen *set, const char *id, size_t length);

/* Whether an id was added. */
bool seen_has(const struct seen *set, const char *id, size_t length);
void seen_free(struct seen *set);

#endif
