/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The two tables that are sorted by term. Postings, in the order of their keys:
 *
 *     00 C0 name                   metadata
 *     00 D0 slot                   values in a slot: varint count | string lowest | highest,
 *                                  nothing if they are the same
 *     00 D8 slot first             chunk of values: string | varint gap | string | ...
 *     00 E0                        chunks of document lengths: as those of a term
 *     term                         first chunk: varints documents, sum of wdf, first - 1;
 *                                  then as the others
 *     term 00 first                further chunks: last one? ('0', '1') | varint last - first
 * | varint wdf | varint gap | varint wdf | ...
 *
 * and positions: term 00 document, with the list as its tag.
 */
#include <stdlib.h>
#include <string.h>

#include "bulk/glass.h"

/* A chunk that has so many bytes is closed. */
#define CHUNK_BYTES 2000

struct postlist {
    struct kzsi_table *table;
    struct kzsi_buf tag, body, key;
    bool too_many;
};

static void
add(struct postlist *p, const char *key, size_t key_length, const struct kzsi_buf *tag)
{
    p->body.failed |= tag->failed;
    if (!tag->failed)
        kzsi_table_add(p->table, key, key_length, tag->data, tag->length, false);
}

static bool
sound(const struct postlist *p)
{
    return kzsi_table_sound(p->table) && !p->body.failed && !p->key.failed && !p->too_many;
}

/* ---- postings and lengths ---- */

struct chunk {
    const struct kzsi_source *source; /* which has the key */
    struct kzsi_items all;
    bool lengths, later; /* later: not the first of its key */
    uint32_t first, last;
};

static void
put_chunk(struct postlist *p, struct chunk *chunk, bool is_last)
{
    const struct kzsi_source *source = chunk->source;
    char key[KZSI_KEY_MAX + 8];
    size_t length = source->key_length;

    memcpy(key, source->key, length);
    p->tag.length = 0;
    if (chunk->later) {
        if (!chunk->lengths)
            key[length++] = '\0';
        length += kzsi_pack_sortable(chunk->first, key + length);
    } else {
        kzsi_buf_varint(&p->tag, chunk->lengths ? 0 : chunk->all.count);
        kzsi_buf_varint(&p->tag, chunk->lengths ? 0 : chunk->all.sum);
        kzsi_buf_varint(&p->tag, chunk->first - 1);
    }
    kzsi_buf_byte(&p->tag, is_last ? '1' : '0');
    kzsi_buf_varint(&p->tag, chunk->last - chunk->first);
    kzsi_buf_add(&p->tag, p->body.data, p->body.length);
    add(p, key, length, &p->tag);
    p->body.length = 0;
    chunk->later = true;
}

static void
put_postings(struct postlist *p, struct kzsi_source *const *sources, size_t count,
             bool lengths)
{
    struct chunk chunk = {sources[0], kzsi_items_sum(sources, count), lengths, false, 0, 0};
    uint64_t document = sources[0]->items.first;

    chunk.first = (uint32_t)document;
    /* Xapian counts in 32 bits. */
    p->too_many |= chunk.all.sum > UINT32_MAX && !lengths;
    for (size_t i = 0; i < count && sound(p); i++) {
        struct kzsi_source *source = sources[i];
        uint64_t gap = i > 0 ? source->items.first - document - 1 : 0;
        for (uint64_t n = 0; n < source->items.count && source->error == 0; n++) {
            if (n > 0)
                gap = kzsi_source_varint(source);
            if (n > 0 || i > 0) {
                document += gap + 1;
                if (p->body.length >= CHUNK_BYTES) {
                    put_chunk(p, &chunk, false);
                    chunk.first = (uint32_t)document;
                } else {
                    kzsi_buf_varint(&p->body, gap);
                }
            }
            chunk.last = (uint32_t)document;
            kzsi_buf_varint(&p->body, kzsi_source_varint(source));
        }
    }
    put_chunk(p, &chunk, true);
}

/* ---- values ---- */

static void
put_values(struct postlist *p, struct kzsi_source *const *sources, size_t count)
{
    uint64_t document = 0, before = 0;

    p->body.length = 0;
    for (size_t i = 0; i < count && sound(p); i++) {
        struct kzsi_source *source = sources[i];
        document = source->items.first;
        for (uint64_t n = 0; n < source->items.count && source->error == 0; n++) {
            if (n > 0)
                document += kzsi_source_varint(source) + 1;
            if (p->body.length == 0) {
                char first[5];
                p->key.length = 0;
                kzsi_buf_add(&p->key, source->key, source->key_length);
                kzsi_buf_add(&p->key, first, kzsi_pack_sortable((uint32_t)document, first));
            } else {
                kzsi_buf_varint(&p->body, document - before - 1);
            }
            before = document;
            size_t length = (size_t)kzsi_source_varint(source);
            if (!kzsi_source_need(source, length))
                return;
            kzsi_buf_varint(&p->body, length);
            kzsi_buf_add(&p->body, source->at, length);
            source->at += length;
            if (p->body.length >= CHUNK_BYTES) {
                add(p, p->key.data, p->key.length, &p->body);
                p->body.length = 0;
            }
        }
    }
    if (p->body.length > 0)
        add(p, p->key.data, p->key.length, &p->body);
    p->body.length = 0;
}

static bool
put_key(void *user, struct kzsi_source *const *sources, size_t count)
{
    struct postlist *p = user;
    const char *key = sources[0]->key;
    size_t length = sources[0]->key_length;

    if (length > 2 && memcmp(key, KZSI_KEY_VALUES, 2) == 0)
        put_values(p, sources, count);
    else
        put_postings(p, sources, count, length == 2 && memcmp(key, KZSI_KEY_LENGTHS, 2) == 0);
    return sound(p);
}

/* ---- what goes before ---- */

static int
by_key(const void *a, const void *b)
{
    return strcmp(((const struct kzsi_metadata *)a)->key,
                  ((const struct kzsi_metadata *)b)->key);
}

static kzs_status
put_metadata(struct postlist *p, const struct kzsi_metadata *metadata, size_t count)
{
    struct kzsi_metadata *sorted = kzsi_alloc((count + 1) * sizeof *sorted);

    if (sorted == NULL)
        return KZS_ERR_NOMEM;
    if (count > 0)
        memcpy(sorted, metadata, count * sizeof *sorted);
    qsort(sorted, count, sizeof *sorted, by_key);
    for (size_t i = 0; i < count; i++) {
        p->key.length = 0;
        kzsi_buf_add(&p->key, KZSI_KEY_METADATA, 2);
        kzsi_buf_str(&p->key, sorted[i].key);
        if (!p->key.failed)
            kzsi_table_add(p->table, p->key.data, p->key.length, sorted[i].value,
                           strlen(sorted[i].value), false);
    }
    free(sorted);
    return KZS_OK;
}

static uint32_t
reversed(uint32_t slot)
{
    return __builtin_bswap32(slot);
}

/* As the bytes of kzsi_pack_last() sort: the lowest byte counts first. */
static int
by_slot(const void *a, const void *b)
{
    uint32_t left = reversed((*(const struct kzsi_slot_stats *const *)a)->slot);
    uint32_t right = reversed((*(const struct kzsi_slot_stats *const *)b)->slot);

    return (left > right) - (left < right);
}

static void
put_slot(struct postlist *p, const struct kzsi_slot_stats *slot)
{
    const struct kzsi_buf *lower = &slot->lower, *upper = &slot->upper;

    p->key.length = p->tag.length = 0;
    kzsi_buf_add(&p->key, KZSI_KEY_VALUE_STATS, 2);
    kzsi_pack_last(&p->key, slot->slot);
    kzsi_buf_varint(&p->tag, slot->count);
    kzsi_buf_varint(&p->tag, lower->length);
    kzsi_buf_add(&p->tag, lower->data, lower->length);
    if (lower->length != upper->length || memcmp(lower->data, upper->data, lower->length) != 0)
        kzsi_buf_add(&p->tag, upper->data, upper->length);
    add(p, p->key.data, p->key.length, &p->tag);
}

static kzs_status
put_slots(struct postlist *p, const struct kzsi_slot_stats *slots, size_t count)
{
    const struct kzsi_slot_stats **sorted = kzsi_alloc((count + 1) * sizeof(*sorted));

    if (sorted == NULL)
        return KZS_ERR_NOMEM;
    for (size_t i = 0; i < count; i++)
        sorted[i] = &slots[i];
    qsort(sorted, count, sizeof(*sorted), by_slot);
    for (size_t i = 0; i < count; i++)
        put_slot(p, sorted[i]);
    free(sorted);
    return KZS_OK;
}

kzs_status
kzsi_postlist_write(struct kzsi_table *table, struct kzsi_source *sources, size_t source_count,
                    const struct kzsi_metadata *metadata, size_t metadata_count,
                    const struct kzsi_slot_stats *slots, size_t slot_count, kzs_error *err)
{
    struct postlist p = {.table = table};
    kzs_status st = put_metadata(&p, metadata, metadata_count);

    if (st == KZS_OK)
        st = put_slots(&p, slots, slot_count);
    if (st != KZS_OK)
        st = kzsi_fail_nomem(err);
    else
        st = kzsi_merge(sources, source_count, put_key, &p, err);
    if (st == KZS_OK && p.too_many)
        st = kzsi_fail(err, KZS_ERR_LIMIT,
                       "a word occurs more than %lu times in all, which is more than Xapian "
                       "can count: divide the documents among several indexes",
                       (unsigned long)UINT32_MAX);
    else if (st == KZS_OK && (p.body.failed || p.key.failed))
        st = kzsi_fail_nomem(err);
    if (st == KZS_OK)
        st = kzsi_table_status(table, err);
    kzsi_buf_free(&p.tag);
    kzsi_buf_free(&p.body);
    kzsi_buf_free(&p.key);
    return st;
}

/* ---- positions ---- */

static bool
put_positions(void *user, struct kzsi_source *const *sources, size_t count)
{
    struct kzsi_table *table = user;
    char key[KZSI_KEY_MAX + 8];
    size_t term = sources[0]->key_length;

    memcpy(key, sources[0]->key, term);
    key[term++] = '\0';
    for (size_t i = 0; i < count && kzsi_table_sound(table); i++) {
        struct kzsi_source *source = sources[i];
        uint64_t document = source->items.first;
        for (uint64_t n = 0; n < source->items.count && source->error == 0; n++) {
            if (n > 0)
                document += kzsi_source_varint(source) + 1;
            size_t length = (size_t)kzsi_source_varint(source);
            if (!kzsi_source_need(source, length))
                return false;
            size_t whole = term + kzsi_pack_sortable((uint32_t)document, key + term);
            kzsi_table_add(table, key, whole, source->at, length, false);
            source->at += length;
        }
    }
    return kzsi_table_sound(table);
}

kzs_status
kzsi_position_write(struct kzsi_table *table, struct kzsi_source *sources, size_t source_count,
                    kzs_error *err)
{
    kzs_status st = kzsi_merge(sources, source_count, put_positions, table, err);

    return st == KZS_OK ? kzsi_table_status(table, err) : st;
}
