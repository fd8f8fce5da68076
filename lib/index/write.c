/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Changing an index. A document is analysed and checked before the write lock is taken, so
 * several threads can prepare documents at once and a bad one never reaches Xapian: a change
 * that fails there throws away everything uncommitted. Each change is noted first (pending.c):
 * after a failure the next commit opens the index again and makes all of them anew.
 */
#include <stdlib.h>
#include <string.h>

#include "index/index.h"

/* How long a commit lets readers go first who were overtaken again and again. */
#define TURN_WAIT_MS 5000

static kzs_status
check_writable(const kzs_index *index, kzs_error *err)
{
    kzs_status st = kzsi_index_check(index, err);

    if (st == KZS_OK && !index->writable)
        st = kzsi_fail(err, KZS_ERR_READONLY,
                       "the index '%s' was opened for reading: open it with KZS_WRITE",
                       index->path);
    return st;
}

kzs_status
kzsi_check_id(const char *id, size_t *length, kzs_error *err)
{
    *length = kzsi_length(id, *length);
    if (*length == 0)
        return kzsi_fail(err, KZS_ERR_INVALID, "a document needs an id of at least one byte");
    if (*length > KZS_ID_MAX)
        return kzsi_fail(err, KZS_ERR_LIMIT, "the id has %zu bytes, the limit is %zu", *length,
                         KZS_ID_MAX);
    return KZS_OK;
}

/* With the write lock held: may changes be made? */
static kzs_status
check_sound(const kzs_index *index, kzs_error *err)
{
    if (index->failed || index->writer == NULL)
        return kzsi_fail(err, KZS_ERR_STATE,
                         "an earlier change to '%s' failed: call kzs_commit() to do again and "
                         "commit what is pending, or kzs_rollback() to give it up",
                         index->path);
    return KZS_OK;
}

/* *total is the length of all values. */
kzs_status
kzsi_check_document(const kzs_doc *doc, size_t *total, kzs_error *err)
{
    kzs_status st = kzsi_doc_status(doc);

    *total = 0;

    if (st != KZS_OK)
        return kzsi_fail(err, st, "a value of the document could not be set: %s",
                         kzs_status_text(st));
    for (size_t i = 0; i < kzs_doc_count(doc); i++) {
        size_t length;
        kzs_doc_value(doc, i, NULL, &length);
        if (length > KZS_DOC_MAX - *total)
            return kzsi_fail(err, KZS_ERR_LIMIT, "the document has more than %zu bytes in all",
                             KZS_DOC_MAX);
        *total += length;
    }
    return KZS_OK;
}

/*
 * A long id shares its term with others only if hashes collide. Should that ever happen a put
 * is refused: it would replace another document.
 */
static kzs_status
check_collision(kzs_index *index, const char *id, size_t length, kzs_error *err)
{
    struct kzsi_buf record = {0}, term = {0};
    const char *stored;
    size_t stored_length;
    kzs_doc *doc = NULL;
    kzs_status st;

    if (!kzsi_term_id_hashed(id, length))
        return KZS_OK;
    kzsi_term_id(&term, id, length);
    st = term.failed ? kzsi_fail_nomem(err)
                     : kzsi_writer_fetch(index->writer, term.data, term.length, &record, err);
    if (st == KZS_OK)
        st =
            kzsi_record_decode(record.data, record.length, &doc, &stored, &stored_length, err);
    if (st == KZS_OK && (stored_length != length || memcmp(stored, id, length) != 0))
        st = kzsi_fail(err, KZS_ERR_INVALID,
                       "the id '%.40s...' cannot be told from that of another document: "
                       "shorten it to 200 bytes",
                       id);
    kzs_doc_free(doc);
    kzsi_buf_free(&record);
    kzsi_buf_free(&term);
    return st == KZS_ERR_NOT_FOUND ? KZS_OK : st;
}

/* With the write lock held: may so many bytes more wait for a commit? */
static kzs_status
check_room(const kzs_index *index, uint64_t bytes, kzs_error *err)
{
    uint64_t most = index->options.pending_bytes;

    if (index->pending.count > 0 && (bytes > most || index->pending.bytes > most - bytes))
        return kzsi_fail(
            err, KZS_ERR_LIMIT,
            "documents of %llu bytes wait for a commit to '%s', the limit is %llu: "
            "call kzs_commit() first",
            (unsigned long long)index->pending.bytes, index->path, (unsigned long long)most);
    return KZS_OK;
}

/* Have Xapian make a change that was checked. */
static kzs_status
change_writer(kzs_index *index, const struct kzsi_change *change,
              const struct kzsi_entry *entry, kzs_error *err)
{
    struct kzsi_buf term = {0};
    kzs_status st;

    if (change->kind == KZSI_CHANGE_NOTE)
        return kzsi_writer_set_bytes(index->writer, change->id, change->id_length,
                                     change->record, change->record_length, err);
    kzsi_term_id(&term, change->id, change->id_length);
    if (term.failed)
        st = kzsi_fail_nomem(err);
    else if (change->kind == KZSI_CHANGE_PUT)
        st = kzsi_writer_put(index->writer, term.data, term.length, entry, err);
    else
        st = kzsi_writer_delete(index->writer, term.data, term.length, err);
    kzsi_buf_free(&term);
    return st;
}

/* Note a change and make it. */
static kzs_status
make_change(kzs_index *index, const struct kzsi_change *change, const struct kzsi_entry *entry,
            kzs_error *err)
{
    kzs_status st = kzsi_pending_add(&index->pending, index->path, change, err);

    if (st != KZS_OK)
        return st;
    st = change_writer(index, change, entry, err);
    if (st != KZS_OK)
        kzsi_pending_undo(&index->pending);
    if (st != KZS_OK && st != KZS_ERR_NOT_FOUND)
        index->failed = true;
    return st;
}

/* What a document is analysed with; from pools. */
struct tools {
    struct kzsi_analyzer *analyzer;
    struct kzsi_inversion *inversion;
};

static kzs_status
take_tools(kzs_index *index, struct tools *tools, kzs_error *err)
{
    tools->analyzer = kzsi_index_analyzer(index);
    tools->inversion = kzsi_pool_take(index, &index->inversions);
    if (tools->inversion == NULL)
        tools->inversion = kzsi_inversion_new();
    return tools->analyzer != NULL && tools->inversion != NULL ? KZS_OK : kzsi_fail_nomem(err);
}

static void
give_tools_back(kzs_index *index, struct tools *tools)
{
    kzsi_index_analyzer_done(index, tools->analyzer);
    if (tools->inversion != NULL &&
        !kzsi_pool_give(index, &index->inversions, tools->inversion))
        kzsi_inversion_free(tools->inversion);
}

/* ---- commit and rollback, with the write lock held ---- */

static kzs_status
open_again(kzs_index *index, kzs_error *err)
{
    kzsi_writer_close(index->writer);
    return kzsi_writer_open(index->path, false, index->options.lock_wait_ms,
                            index->options.durability, index->proof != NULL,
                            &index->writer, err);
}

struct redo {
    kzs_index *index;
    struct tools tools;
};

static kzs_status
redo_change(void *user, const struct kzsi_change *change, kzs_error *err)
{
    struct redo *redo = user;
    struct kzsi_entry entry = {0};
    kzs_doc *doc = NULL;
    const char *id;
    size_t id_length;
    kzs_status st = KZS_OK;

    if (change->kind == KZSI_CHANGE_PUT) {
        st = kzsi_record_decode(change->record, change->record_length, &doc, &id, &id_length,
                                err);
        if (st == KZS_OK)
            st = kzsi_invert(redo->tools.inversion, &redo->index->schema, redo->tools.analyzer,
                             doc, id, id_length, &entry, err);
    }
    if (st == KZS_OK)
        st = change_writer(redo->index, change, &entry, err);
    kzs_doc_free(doc);
    /* The commit that failed may have come about, and what it deleted be gone. */
    return change->kind == KZSI_CHANGE_DELETE && st == KZS_ERR_NOT_FOUND ? KZS_OK : st;
}

/* Open the index afresh and make all pending changes again. */
static kzs_status
redo_pending(kzs_index *index, kzs_error *err)
{
    struct redo redo = {.index = index};
    kzs_status st = open_again(index, err);

    if (st == KZS_OK)
        st = take_tools(index, &redo.tools, err);
    if (st == KZS_OK)
        st = kzsi_pending_replay(&index->pending, redo_change, &redo, err);
    give_tools_back(index, &redo.tools);
    return st;
}

static kzs_status
commit(kzs_index *index, kzs_error *err)
{
    kzs_status st = KZS_OK;

    if (index->failed)
        st = redo_pending(index, err);
    if (st == KZS_OK && index->pending.count > 0) {
        int turn = kzsi_turn_begin(index->path, true, TURN_WAIT_MS);
        st = kzsi_writer_commit(index->writer, err);
        kzsi_turn_end(turn);
    }
    index->failed = st != KZS_OK;
    if (st == KZS_OK)
        kzsi_pending_clear(&index->pending);
    return st;
}

/* ---- the public functions ---- */

static kzs_status
put_entry(kzs_index *index, const struct kzsi_change *change, const struct kzsi_entry *entry,
          kzs_error *err)
{
    const struct kzsi_options *options = &index->options;
    kzs_status st;

    pthread_mutex_lock(&index->write_lock);
    st = check_sound(index, err);
    if (st == KZS_OK)
        st = check_room(index, change->bytes, err);
    if (st == KZS_OK)
        st = check_collision(index, change->id, change->id_length, err);
    if (st == KZS_OK)
        st = make_change(index, change, entry, err);
    if (st == KZS_OK && options->commit_bytes > 0 &&
        index->pending.bytes >= options->commit_bytes)
        st = commit(index, err);
    pthread_mutex_unlock(&index->write_lock);
    return st;
}

kzs_status
kzs_put(kzs_index *index, const char *id, size_t length, kzs_doc *doc, kzs_error *err)
{
    struct kzsi_change change = {.kind = KZSI_CHANGE_PUT, .id = id};
    struct kzsi_entry entry;
    struct tools tools;
    size_t bytes;
    kzs_status st = check_writable(index, err);

    if (st == KZS_OK)
        st = kzsi_check_id(id, &length, err);
    if (st == KZS_OK)
        st = kzsi_check_document(doc, &bytes, err);
    if (st != KZS_OK)
        return st;

    st = take_tools(index, &tools, err);
    if (st == KZS_OK)
        st = kzsi_invert(tools.inversion, &index->schema, tools.analyzer, doc, id, length,
                         &entry, err);
    if (st == KZS_OK) {
        change.id_length = length;
        change.record = entry.record;
        change.record_length = entry.record_length;
        change.bytes = bytes;
        st = put_entry(index, &change, &entry, err);
    }
    give_tools_back(index, &tools);
    return st;
}

static kzs_status
no_document(const kzs_index *index, const char *id, size_t length, kzs_error *err)
{
    return kzsi_fail(err, KZS_ERR_NOT_FOUND, "there is no document '%.*s' in '%s'",
                     (int)(length < 200 ? length : 200), id, index->path);
}

kzs_status
kzs_delete(kzs_index *index, const char *id, size_t length, kzs_error *err)
{
    struct kzsi_change change = {.kind = KZSI_CHANGE_DELETE, .id = id};
    kzs_status st = check_writable(index, err);

    if (st == KZS_OK)
        st = kzsi_check_id(id, &length, err);
    if (st != KZS_OK)
        return st;
    change.id_length = length;

    pthread_mutex_lock(&index->write_lock);
    st = check_sound(index, err);
    if (st == KZS_OK) {
        st = check_collision(index, id, length, err);
        if (st == KZS_ERR_INVALID)
            st = KZS_ERR_NOT_FOUND; /* the term is another document's */
    }
    if (st == KZS_OK)
        st = make_change(index, &change, NULL, err);
    if (st == KZS_ERR_NOT_FOUND)
        no_document(index, id, length, err);
    pthread_mutex_unlock(&index->write_lock);
    return st;
}

kzs_status
kzsi_change(kzs_index *index, const struct kzsi_change *change, kzs_error *err)
{
    kzs_status st = check_writable(index, err);

    if (st != KZS_OK)
        return st;
    pthread_mutex_lock(&index->write_lock);
    st = check_sound(index, err);
    if (st == KZS_OK)
        st = check_room(index, change->bytes, err);
    if (st == KZS_OK)
        st = make_change(index, change, NULL, err);
    pthread_mutex_unlock(&index->write_lock);
    return st;
}

kzs_status
kzs_commit(kzs_index *index, kzs_error *err)
{
    kzs_status st = check_writable(index, err);

    if (st != KZS_OK)
        return st;
    pthread_mutex_lock(&index->write_lock);
    st = commit(index, err);
    pthread_mutex_unlock(&index->write_lock);
    return st;
}

kzs_status
kzs_rollback(kzs_index *index, kzs_error *err)
{
    kzs_status st = check_writable(index, err);

    if (st != KZS_OK)
        return st;
    pthread_mutex_lock(&index->write_lock);
    kzsi_pending_clear(&index->pending);
    /* Xapian's own cancelling is not to be trusted after a failure: open afresh. */
    st = open_again(index, err);
    index->failed = st != KZS_OK;
    pthread_mutex_unlock(&index->write_lock);
    return st;
}

struct fetch {
    struct kzsi_buf term, record;
};

static kzs_status
fetch_record(kzsi_db *db, void *user, kzs_error *err)
{
    struct fetch *fetch = user;

    fetch->record.length = 0;
    return kzsi_db_fetch(db, fetch->term.data, fetch->term.length, &fetch->record, err);
}

kzs_status
kzs_get(kzs_index *index, const char *id, size_t length, kzs_doc **out, kzs_error *err)
{
    struct fetch fetch = {{0}, {0}};
    const char *stored = NULL;
    size_t stored_length = 0;
    kzs_doc *doc = NULL;
    kzs_status st;

    if (out == NULL)
        return kzsi_fail_null(err, "out");
    *out = NULL;
    st = kzsi_index_check(index, err);
    if (st == KZS_OK)
        st = kzsi_check_id(id, &length, err);
    if (st != KZS_OK)
        return st;
    kzsi_term_id(&fetch.term, id, length);
    st =
        fetch.term.failed ? kzsi_fail_nomem(err) : kzsi_read(index, fetch_record, &fetch, err);
    if (st == KZS_OK)
        st = kzsi_record_decode(fetch.record.data, fetch.record.length, &doc, &stored,
                                &stored_length, err);
    if (st == KZS_OK && (stored_length != length || memcmp(stored, id, length) != 0)) {
        kzs_doc_free(doc);
        st = KZS_ERR_NOT_FOUND; /* a long id that shares its hash */
    }
    if (st == KZS_ERR_NOT_FOUND)
        no_document(index, id, length, err);
    if (st == KZS_OK)
        *out = doc;
    kzsi_buf_free(&fetch.term);
    kzsi_buf_free(&fetch.record);
    return st;
}
