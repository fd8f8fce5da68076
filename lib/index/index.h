/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lib/index: an index as its users see it.
 *
 *   open.c    opening, creating, closing, describing; format and schema in the metadata
 *   reader.c  a pool of snapshots, and reading while others commit
 *   invert.c  one document -> terms with their positions
 *   write.c   put, delete, commit, roll back
 *
 * lib/match reads through kzsi_read(); nobody else looks inside.
 */
#ifndef KZSI_INDEX_H
#define KZSI_INDEX_H

#include <pthread.h>
#include <sys/types.h>

#include "schema/schema.h"
#include "shim/shim.h"

/* Layout of the index: terms, slots, record, metadata. Newer ones are refused. */
#define KZSI_FORMAT_VERSION 1

/* Snapshots and analysers kept open for the next call; more threads just open their own. */
#define KZSI_POOL_MAX 16

/* A few idle objects of one kind, guarded by the handle's `pool_lock`. */
struct kzsi_pool {
    void *idle[KZSI_POOL_MAX];
    size_t count;
};

struct kzs_index {
    char *path;
    struct kzsi_schema schema;
    unsigned format_version, analysis_version;
    pid_t process; /* the one that may use this handle */

    pthread_mutex_t pool_lock;
    struct kzsi_pool readers;    /* kzsi_db */
    struct kzsi_pool analyzers;  /* kzsi_analyzer */
    struct kzsi_pool inversions; /* kzsi_inversion */

    bool writable;
    uint64_t lock_wait_ms;
    pthread_mutex_t write_lock; /* guards what follows */
    kzsi_writer *writer;        /* NULL once rolling back could not open it again */
    bool failed;                /* a change failed half-way: only rolling back helps */
    uint64_t pending;
};

/* KZS_ERR_FORKED in a child that inherited the handle. Every public function asks first. */
kzs_status kzsi_index_check(const kzs_index *index, kzs_error *err);

/* ---- reader.c ---- */

/* What to do with a snapshot. May be called several times: it must start afresh each time. */
typedef kzs_status (*kzsi_read_fn)(kzsi_db *db, void *user, kzs_error *err);

/*
 * Run `body` on the newest snapshot. Should writers commit meanwhile so often that what it
 * read may be torn, it is run again on a newer one; KZS_ERR_MODIFIED after many attempts.
 */
kzs_status kzsi_read(kzs_index *index, kzsi_read_fn body, void *user, kzs_error *err);

/* Take an object from a pool, or NULL; put it back, false when the pool is full. */
void *kzsi_pool_take(kzs_index *index, struct kzsi_pool *pool);
bool kzsi_pool_give(kzs_index *index, struct kzsi_pool *pool, void *object);

/* An analyser of this thread's own, made if none is idle; NULL when out of memory. */
struct kzsi_analyzer *kzsi_index_analyzer(kzs_index *index);
void kzsi_index_analyzer_done(kzs_index *index, struct kzsi_analyzer *analyzer);

/* ---- invert.c ---- */

struct kzsi_inversion;

struct kzsi_inversion *kzsi_inversion_new(void);
void kzsi_inversion_free(struct kzsi_inversion *inversion);

/*
 * Collect the terms and values of a document. Checks dates and numbers; KZS_ERR_INVALID names
 * the field and its value. The entry points into the inversion.
 */
kzs_status kzsi_invert(struct kzsi_inversion *inversion, const struct kzsi_schema *schema,
                       struct kzsi_analyzer *analyzer, const kzs_doc *doc, const char *id,
                       size_t id_length, struct kzsi_entry *entry, kzs_error *err);

#endif
