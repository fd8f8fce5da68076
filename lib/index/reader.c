/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reading while others commit. A snapshot survives one later commit: glass reuses the blocks
 * of the commit before. From the second on a read may fail with KZS_ERR_MODIFIED, seem
 * damaged, or silently miss something. So everything is copied out first; then the snapshot
 * moves on, and if it moved by more than one commit what was read is thrown away and read
 * again, at once: waiting only lets the writer get further ahead.
 */
#include "index/index.h"

/* Under a writer committing without pause nearly every read passes at the second attempt. */
#define ATTEMPTS_MAX 100

void *
kzsi_pool_take(kzs_index *index, struct kzsi_pool *pool)
{
    void *object = NULL;

    pthread_mutex_lock(&index->pool_lock);
    if (pool->count > 0)
        object = pool->idle[--pool->count];
    pthread_mutex_unlock(&index->pool_lock);
    return object;
}

bool
kzsi_pool_give(kzs_index *index, struct kzsi_pool *pool, void *object)
{
    bool room;

    pthread_mutex_lock(&index->pool_lock);
    room = pool->count < KZSI_POOL_MAX;
    if (room)
        pool->idle[pool->count++] = object;
    pthread_mutex_unlock(&index->pool_lock);
    return room;
}

struct kzsi_analyzer *
kzsi_index_analyzer(kzs_index *index)
{
    struct kzsi_analyzer *analyzer = kzsi_pool_take(index, &index->analyzers);

    return analyzer != NULL ? analyzer : kzsi_analyzer_new(index->schema.names);
}

void
kzsi_index_analyzer_done(kzs_index *index, struct kzsi_analyzer *analyzer)
{
    if (analyzer != NULL && !kzsi_pool_give(index, &index->analyzers, analyzer))
        kzsi_analyzer_free(analyzer);
}

/*
 * One attempt on an open snapshot. *again is set when the outcome cannot be trusted because
 * writers overtook the snapshot.
 */
static kzs_status
attempt(kzsi_db *db, kzsi_read_fn body, void *user, bool *again, kzs_error *err)
{
    uint64_t before, after;
    kzs_status st, moved;

    *again = false;
    st = kzsi_db_refresh(db, &before, err);
    if (st == KZS_OK)
        st = body(db, user, err);
    else
        before = 0;
    if (st == KZS_ERR_MODIFIED) {
        *again = true;
        return st;
    }
    moved = kzsi_db_refresh(db, &after, NULL);
    if (moved == KZS_OK && after > before + 1)
        *again = true;
    return st;
}

kzs_status
kzsi_read(kzs_index *index, kzsi_read_fn body, void *user, kzs_error *err)
{
    kzsi_db *db = kzsi_pool_take(index, &index->readers);
    kzs_status st = KZS_OK;
    bool again = true;

    for (int i = 0; again && i < ATTEMPTS_MAX; i++) {
        st = db == NULL ? kzsi_db_open(index->path, &db, err) : KZS_OK;
        if (st == KZS_ERR_MODIFIED)
            continue; /* overtaken while opening */
        if (st != KZS_OK)
            return st;
        st = attempt(db, body, user, &again, err);
    }
    if (again)
        st = kzsi_fail(err, KZS_ERR_MODIFIED,
                       "the index '%s' is being committed to faster than it can be read: try "
                       "again, or commit less often",
                       index->path);
    /* A snapshot that failed may be broken for good: the next call opens a fresh one. */
    if (st == KZS_ERR_MODIFIED || st == KZS_ERR_IO || st == KZS_ERR_CORRUPT ||
        st == KZS_ERR_STATE || !kzsi_pool_give(index, &index->readers, db))
        kzsi_db_close(db);
    return st;
}
