/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reading while others commit. A snapshot survives one later commit: glass reuses the blocks
 * of the commit before. From the second on a read may fail with KZS_ERR_MODIFIED, seem
 * damaged, or silently miss something. So everything is copied out first; then the snapshot
 * moves on, and if it moved by more than one commit what was read is thrown away and read
 * again, at once: waiting only lets the writer get further ahead. A read that is longer than
 * two commits would never end so: after some attempts it takes a turn (turn.c).
 */
#include "index/index.h"

/* Under a writer committing without pause nearly every read passes at the second attempt. */
#define ATTEMPTS_MAX 100

/* A reader overtaken so often has commits wait for it, and waits for its turn at most so long. */
#define TURN_AFTER 8
#define TURN_WAIT_MS 2000

/* A failure is believed when so many attempts on fresh snapshots of one commit end alike. */
#define ALIKE_MAX 5

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
 * One attempt on an open snapshot. *revision is the commit that it was made on, 0 when there
 * was no getting there; *again is set when writers overtook it and it cannot be trusted.
 */
static kzs_status
attempt(kzsi_db *db, kzsi_read_fn body, void *user, uint64_t *revision, bool *again,
        kzs_error *err)
{
    uint64_t after;
    kzs_status st = kzsi_db_refresh(db, revision, err);

    *again = false;
    if (st != KZS_OK) {
        *revision = 0;
        return st;
    }
    st = body(db, user, err);
    /* The commit after the next may be under way by now: failures do not count then. */
    *again = kzsi_db_refresh(db, &after, NULL) == KZS_OK &&
             after > *revision + (st == KZS_OK ? 1 : 0);
    return st;
}

/* Can this come from a snapshot that was overtaken? */
static bool
is_doubtful(kzs_status st)
{
    return st == KZS_ERR_MODIFIED || st == KZS_ERR_CORRUPT || st == KZS_ERR_IO ||
           st == KZS_ERR_STATE;
}

kzs_status
kzsi_read(kzs_index *index, kzsi_read_fn body, void *user, kzs_error *err)
{
    kzsi_db *db = kzsi_pool_take(index, &index->readers);
    uint64_t revision = 0, failed_revision = 0;
    kzs_status st = KZS_OK, failed = KZS_OK;
    bool again = true;
    int alike = 0, turn = -1;

    for (int i = 0; again && i < ATTEMPTS_MAX; i++) {
        if (i >= TURN_AFTER && turn < 0)
            turn = kzsi_turn_begin(index->path, false, TURN_WAIT_MS / (unsigned)i);
        st = db == NULL ? kzsi_db_open_proved(index->path, index->proof, &db, err) : KZS_OK;
        if (st == KZS_OK)
            st = attempt(db, body, user, &revision, &again, err);
        else
            revision = 0;
        if (!is_doubtful(st)) {
            if (db == NULL)
                goto out;
            continue;
        }
        /* Where reading or moving on failed Xapian leaves a snapshot that is of no commit. */
        if (db != NULL)
            kzsi_db_close(db);
        db = NULL;
        again = true;
        alike = st == failed && revision == failed_revision ? alike + 1 : 1;
        failed = st;
        failed_revision = revision;
        if (st != KZS_ERR_MODIFIED && alike == ALIKE_MAX)
            goto out;
    }
    if (again)
        st = kzsi_fail(err, KZS_ERR_MODIFIED,
                       "the index '%s' is being committed to faster than it can be read: try "
                       "again, or commit less often",
                       index->path);
    if (db != NULL && !kzsi_pool_give(index, &index->readers, db))
        kzsi_db_close(db);
out:
    kzsi_turn_end(turn);
    return st;
}
