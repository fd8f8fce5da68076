/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Inside lib/bulk: the on-disk format "glass" of Xapian 1.4, as a writer must know it. The
 * format is Xapian's and not ours to change; every number here was read out of its sources
 * (xapian-core 1.4.22, backends/glass) and is held to them by tests/unit/bulk, which compare
 * with databases that Xapian made of the same documents.
 *
 *   pack.c      numbers and strings in keys
 *   positions.c a list of positions as bits
 *   termlist.c  the terms of a document, the slots it uses
 *   table.c     a B-tree, written from its leaves up
 *   version.c   the version file
 *   stream.c    sorted keys with what belongs to them, in memory or in a file
 *   merge.c     several streams as one
 *   postlist.c  the table of postings, lengths and values
 *   batch.c     documents -> streams
 *   builder.c   batches -> a database
 */
#ifndef KZSI_GLASS_H
#define KZSI_GLASS_H

#include <sys/types.h>

#include "base/base.h"
#include "bulk/bulk.h"

#define KZSI_KEY_MAX 255

/* ---- pack.c. Plain numbers are kzsi_buf_varint(), which is Xapian's pack_uint. ---- */

/* Bytes from the least significant up, without leading zeros: only at the end of a key. */
void kzsi_pack_last(struct kzsi_buf *out, uint64_t number);

/* A number as bytes that sort as numbers do, at most 5. */
size_t kzsi_pack_sortable(uint32_t number, char out[5]);

/* A term in a key: NULs are escaped, so that keys sort as terms do. Its end is not marked. */
size_t kzsi_pack_term(const char *term, size_t length, char out[KZSI_KEY_MAX]);

/* Its length so packed. */
size_t kzsi_packed_term_length(const char *term, size_t length);

/* Bytes of kzsi_buf_varint(number). */
size_t kzsi_varint_length(uint64_t number);

/* ---- positions.c ---- */

/* Append the list of count >= 1 ascending positions. */
void kzsi_pack_positions(struct kzsi_buf *out, const uint32_t *positions, size_t count);

/* ---- termlist.c ---- */

struct kzsi_listed {
    const char *text;
    size_t length;
    uint32_t wdf;
};

/* Append the terms of a document, which are in byte order. */
void kzsi_pack_term_list(struct kzsi_buf *out, uint32_t document_length,
                         const struct kzsi_listed *terms, size_t count);

/* Append the slots of a document's values, which are in ascending order. */
void kzsi_pack_slots(struct kzsi_buf *out, const struct kzsi_value *values, size_t count);

/* ---- table.c ---- */

enum kzsi_table_kind { /* in the order of the version file */
                       KZSI_POSTLIST,
                       KZSI_DOCDATA,
                       KZSI_TERMLIST,
                       KZSI_POSITION,
                       KZSI_SPELLING,
                       KZSI_SYNONYM,
                       KZSI_TABLES
};

struct kzsi_table;

/* What the version file says of a table. */
struct kzsi_root {
    bool exists;
    uint32_t block, level, blocks;
    uint64_t entries;
};

/*
 * A table in a folder, whose file is made when there is something to write. All blocks get
 * the revision. NULL when out of memory.
 */
struct kzsi_table *kzsi_table_new(int folder, enum kzsi_table_kind kind, uint32_t revision);
void kzsi_table_free(struct kzsi_table *table);

/* Writing fails once *cancelled is true. */
void kzsi_table_watch(struct kzsi_table *table, const atomic_bool *cancelled);

/*
 * Add an entry. Keys come in ascending order. `packed`: the tag is deflated already. Errors
 * stick until kzsi_table_finish().
 */
void kzsi_table_add(struct kzsi_table *table, const char *key, size_t key_length,
                    const char *tag, size_t tag_length, bool packed);

/* Has nothing failed so far? To end early. */
bool kzsi_table_sound(const struct kzsi_table *table);
kzs_status kzsi_table_status(const struct kzsi_table *table, kzs_error *err);

/* Write what is left and make it durable. `needed`: also when it has no entries. */
kzs_status kzsi_table_finish(struct kzsi_table *table, bool needed, struct kzsi_root *root,
                             kzs_error *err);

/* ---- version.c ---- */

struct kzsi_statistics {
    uint64_t documents, total_length;
    uint32_t last_document;
    uint32_t shortest; /* length of the shortest document that is not empty; 0 if none */
    uint32_t longest;
    uint32_t wdf_max;
};

kzs_status kzsi_version_write(int folder, uint64_t revision,
                              const struct kzsi_root roots[KZSI_TABLES],
                              const struct kzsi_statistics *statistics, kzs_error *err);

/* ---- stream.c ---- */

/*
 * A stream is a sequence of keys in ascending order, each with items of ascending documents:
 *
 *     varint bytes shared with the key before | varint further bytes | these
 *     varint items | varint sum | varint first document | varint last - first | varint bytes
 *     item | varint (document - the one before - 1) | item | ...
 *
 * An item is a varint wdf, or a varint length and so many bytes. Two streams of consecutive
 * documents are joined key by key: one gap goes between what both have.
 */
struct kzsi_items {
    uint64_t count, sum, first, last, bytes;
};

/* Where a stream is read: a window on it, which moves along when it is a file. */
struct kzsi_source {
    const char *at, *end;
    char *window; /* owned; NULL for memory */
    size_t window_size;
    int file;
    off_t offset, stop; /* what of the file is still to come into the window */
    int error;          /* errno; sticks */
    /* The key that it stands at; what belongs to it follows at `at`. */
    char key[KZSI_KEY_MAX];
    size_t key_length;
    struct kzsi_items items;
    bool done;
};

void kzsi_source_memory(struct kzsi_source *source, const char *data, size_t length);
bool kzsi_source_file(struct kzsi_source *source, int file, off_t offset, off_t length,
                      size_t window); /* false when out of memory */
void kzsi_source_free(struct kzsi_source *source);

/* Make the next n bytes readable at `at`. False when that fails: error is set. */
bool kzsi_source_need(struct kzsi_source *source, size_t n);
uint64_t kzsi_source_varint(struct kzsi_source *source);

/* Go on to the next key, or to `done`; what belonged to the last one must have been read. */
void kzsi_source_next(struct kzsi_source *source);

/* Append the head of a key to a stream. `before` is the key before it and becomes this one. */
void kzsi_stream_key(struct kzsi_buf *out, struct kzsi_buf *before, const char *key,
                     size_t length, const struct kzsi_items *items);

/* ---- merge.c ---- */

/*
 * Called for each key with the sources that have it, in order of their documents. It must read
 * all items of all of them. False to stop.
 */
typedef bool (*kzsi_merge_fn)(void *user, struct kzsi_source *const *sources, size_t count);

/* Sources hold consecutive documents, the first of them the lowest. */
kzs_status kzsi_merge(struct kzsi_source *sources, size_t count, kzsi_merge_fn body,
                      void *user, kzs_error *err);

/* Several streams as one at the end of a file, whose length it is. */
kzs_status kzsi_merge_to_file(struct kzsi_source *sources, size_t count, int file,
                              off_t *length, kzs_error *err);

/* What a key of several sources has in all. */
struct kzsi_items kzsi_items_sum(struct kzsi_source *const *sources, size_t count);

/* ---- postlist.c ---- */

/* Keys of what is no term, in the table of postings and in the streams for it. */
#define KZSI_KEY_METADATA    "\0\xC0"
#define KZSI_KEY_VALUE_STATS "\0\xD0"
#define KZSI_KEY_VALUES      "\0\xD8"
#define KZSI_KEY_LENGTHS     "\0\xE0"

/* What is known of the values of a slot. */
struct kzsi_slot_stats {
    uint32_t slot;
    uint64_t count;
    struct kzsi_buf lower, upper;
};

/* builder.c: bounds that hold one more value. */
void kzsi_slot_widen(struct kzsi_slot_stats *stats, const char *value, size_t length);

struct kzsi_metadata {
    char *key, *value;
};

kzs_status kzsi_postlist_write(struct kzsi_table *table, struct kzsi_source *sources,
                               size_t source_count, const struct kzsi_metadata *metadata,
                               size_t metadata_count, const struct kzsi_slot_stats *slots,
                               size_t slot_count, kzs_error *err);

kzs_status kzsi_position_write(struct kzsi_table *table, struct kzsi_source *sources,
                               size_t source_count, kzs_error *err);

/* ---- batch.c: what builder.c takes from it ---- */

struct kzsi_batch {
    uint32_t first; /* document */
    size_t documents;
    struct kzsi_buf postings, positions; /* streams */
    /* For each document: varint (length of the tag * 2 + packed) | tag. */
    struct kzsi_buf records, term_lists, slot_lists; /* slot_lists: of those with values */
    struct kzsi_slot_stats *slots;
    size_t slot_count, slot_capacity;
    struct kzsi_statistics statistics;
    struct kzsi_batch_work *work;
};

#endif
