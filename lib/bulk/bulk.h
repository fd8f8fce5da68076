/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lib/bulk: a whole database at once, written as Xapian's files without Xapian.
 *
 *     entries --kzsi_batch_add--> batch --kzsi_bulk_append--> tables, streams
 *                                   (any thread)     (in order of documents)
 *                                                     kzsi_bulk_finish --> database
 *
 * Xapian's own writer inserts into B-trees; here everything is sorted first and written once,
 * in one sequence for each table. The result is an ordinary database: Xapian searches,
 * changes, compacts and replicates it. How its files look is in glass.h, which only this
 * folder sees.
 */
#ifndef KZSI_BULK_H
#define KZSI_BULK_H

#include <stdatomic.h>

#include "base/base.h"
#include "base/entry.h"

/* Longest term, each NUL counting twice: beyond it Xapian could not change the document. */
#define KZSI_BULK_TERM_MAX 245

/* The first bytes of the version file: what this writes is read by whoever writes the same. */
#define KZSI_BULK_MAGIC_LENGTH 16
extern const char kzsi_bulk_magic[KZSI_BULK_MAGIC_LENGTH];

struct kzsi_bulk_options {
    uint64_t revision; /* of the database, from 1. Readers look at nothing else: a database
                          that takes another's place must have a higher one */
    size_t memory;     /* bytes of sorted postings to hold before they go to a file */
    enum kzsi_deflate_level deflate;
    bool records_packed; /* deflating records would be in vain */
    const atomic_bool *cancelled; /* becomes true: writing fails soon; NULL: never */
};

typedef struct kzsi_bulk kzsi_bulk;

/* Begin a database in an empty folder. */
kzs_status kzsi_bulk_new(const char *folder, const struct kzsi_bulk_options *options,
                         kzsi_bulk **out, kzs_error *err);

/* Without kzsi_bulk_finish() files are left in the folder that are no database. */
void kzsi_bulk_free(kzsi_bulk *bulk);

kzs_status kzsi_bulk_metadata(kzsi_bulk *bulk, const char *key, const char *value,
                              kzs_error *err);

/* Consecutive documents, inverted. Belongs to one thread at a time. */
typedef struct kzsi_batch kzsi_batch;

kzsi_batch *kzsi_batch_new(const struct kzsi_bulk_options *options); /* NULL: no memory */
void kzsi_batch_free(kzsi_batch *batch);

/* Its terms: an entry whose terms have their numbers in there is added without a look-up. */
struct kzsi_intern *kzsi_batch_terms(kzsi_batch *batch);

/* Begin with a document number, from 1. What the batch held is gone. */
void kzsi_batch_begin(kzsi_batch *batch, uint32_t first);

/*
 * Add the next document. KZS_ERR_LIMIT when a term is empty or too long, KZS_ERR_INVALID when
 * it comes twice: nothing was added then.
 */
kzs_status kzsi_batch_add(kzsi_batch *batch, const struct kzsi_entry *entry, kzs_error *err);

/* No more documents: sort. */
kzs_status kzsi_batch_close(kzsi_batch *batch, kzs_error *err);

/*
 * Take what a closed batch holds; its documents follow those of the batch before. Begin it
 * anew or free it afterwards. One thread at a time.
 */
kzs_status kzsi_bulk_append(kzsi_bulk *bulk, kzsi_batch *batch, kzs_error *err);

/* Write everything and make it durable. */
kzs_status kzsi_bulk_finish(kzsi_bulk *bulk, kzs_error *err);

#endif
