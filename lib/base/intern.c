/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers for strings: an open table of hashes over strings that lie one behind the other. */
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/base.h"
#include "base/hash.h"

#define FIRST_SIZE ((size_t)4096)

/* A table that one huge text has blown up is not kept for all that follow. */
#define KEPT_SIZE ((size_t)1 << 20)

struct kzsi_intern_slot {
    uint32_t hash;
    uint32_t number; /* from 1; 0: free */
};

static bool
grow(struct kzsi_intern *intern)
{
    size_t size = intern->size > 0 ? intern->size * 2 : FIRST_SIZE;
    struct kzsi_intern_slot *slots = kzsi_alloc(size * sizeof *slots);

    if (slots == NULL)
        return false;
    for (size_t i = 0; i < intern->size; i++) {
        if (intern->slots[i].number == 0)
            continue;
        size_t at = intern->slots[i].hash & (size - 1);
        while (slots[at].number != 0)
            at = (at + 1) & (size - 1);
        slots[at] = intern->slots[i];
    }
    free(intern->slots);
    intern->slots = slots;
    intern->size = size;
    return true;
}

uint32_t
kzsi_intern_add(struct kzsi_intern *intern, const char *text, size_t length)
{
    uint32_t hash = (uint32_t)(kzsi_hash(text, length) >> 32);

    /* At most half full, so that probing ends soon. */
    if (intern->count * 2 >= intern->size && !grow(intern))
        return KZSI_INTERN_NONE;
    size_t at = hash & (intern->size - 1);
    for (; intern->slots[at].number != 0; at = (at + 1) & (intern->size - 1)) {
        uint32_t number = intern->slots[at].number - 1;
        const struct kzsi_interned *known = &intern->strings[number];
        if (intern->slots[at].hash == hash && known->length == length &&
            memcmp(intern->text.data + known->start, text, length) == 0)
            return number;
    }
    if (intern->count >= KZSI_INTERN_NONE - 1 ||
        !kzsi_grow(&intern->strings, &intern->capacity, intern->count,
                   sizeof *intern->strings))
        return KZSI_INTERN_NONE;
    intern->strings[intern->count] = (struct kzsi_interned){intern->text.length, length};
    kzsi_buf_add(&intern->text, text, length);
    if (intern->text.failed)
        return KZSI_INTERN_NONE;
    intern->slots[at] = (struct kzsi_intern_slot){hash, (uint32_t)++intern->count};
    return (uint32_t)intern->count - 1;
}

uint64_t
kzsi_intern_epoch(struct kzsi_intern *intern)
{
    static atomic_uint_fast64_t last;

    if (intern->epoch == 0)
        intern->epoch = atomic_fetch_add(&last, 1) + 1;
    return intern->epoch;
}

void
kzsi_intern_clear(struct kzsi_intern *intern)
{
    intern->epoch = 0;
    if (intern->size > KEPT_SIZE) {
        free(intern->slots);
        intern->slots = NULL;
        intern->size = 0;
    } else if (intern->size > 0) {
        memset(intern->slots, 0, intern->size * sizeof *intern->slots);
    }
    intern->count = 0;
    intern->text.length = 0;
    intern->text.failed = false;
}

void
kzsi_intern_free(struct kzsi_intern *intern)
{
    free(intern->slots);
    free(intern->strings);
    kzsi_buf_free(&intern->text);
    *intern = (struct kzsi_intern){0};
}
