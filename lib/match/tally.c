/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How often each of many strings comes: a hash table that only grows. */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "match/match.h"

static bool
grow_table(struct kzsi_tally *tally)
{
    size_t size = tally->table_size > 0 ? tally->table_size * 2 : 64;
    struct kzsi_tally_slot *table = kzsi_alloc(size * sizeof *table);

    if (table == NULL)
        return false;
    for (size_t i = 0; i < tally->table_size; i++) {
        size_t at = tally->table[i].hash & (size - 1);
        if (tally->table[i].number == 0)
            continue;
        while (table[at].number != 0)
            at = (at + 1) & (size - 1);
        table[at] = tally->table[i];
    }
    free(tally->table);
    tally->table = table;
    tally->table_size = size;
    return true;
}

struct kzsi_tally_item *
kzsi_tally_add(struct kzsi_tally *tally, const char *text, size_t length, uint64_t count)
{
    uint32_t hash = (uint32_t)(kzsi_hash(text, length) >> 32);
    struct kzsi_tally_item *item;
    size_t at;

    /* At most half full, so that probing ends soon. */
    if (tally->count * 2 >= tally->table_size && !grow_table(tally))
        return NULL;
    at = hash & (tally->table_size - 1);
    for (; tally->table[at].number != 0; at = (at + 1) & (tally->table_size - 1)) {
        item = &tally->items[tally->table[at].number - 1];
        if (tally->table[at].hash == hash && item->length == length &&
            memcmp(kzsi_tally_text(tally, item), text, length) == 0) {
            item->count += count;
            return item;
        }
    }
    if (!kzsi_grow(&tally->items, &tally->capacity, tally->count, sizeof *tally->items))
        return NULL;
    item = &tally->items[tally->count];
    *item = (struct kzsi_tally_item){.start = tally->text.length,
                                     .length = length,
                                     .count = count};
    kzsi_buf_add(&tally->text, text, length);
    kzsi_buf_byte(&tally->text, '\0');
    if (tally->text.failed)
        return NULL;
    tally->table[at] = (struct kzsi_tally_slot){hash, (uint32_t)++tally->count};
    return item;
}

const char *
kzsi_tally_text(const struct kzsi_tally *tally, const struct kzsi_tally_item *item)
{
    return tally->text.data + item->start;
}

void
kzsi_tally_free(struct kzsi_tally *tally)
{
    free(tally->table);
    free(tally->items);
    kzsi_buf_free(&tally->text);
    memset(tally, 0, sizeof *tally);
}
