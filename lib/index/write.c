/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Changing an index. A document is analysed and checked before the write lock is taken, so
 * several threads can prepare documents at once and a bad one never reaches Xapian: a change
 * that fails there throws away everything uncommitted.
 */
#include <stdlib.h>
#include <string.h>

#include "index/index.h"

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

static kzs_status
check_id(const char *id, size_t *length, kzs_error *err)
{
    *length = kzsi_length(id, *length);
    if (*length == 0)
        return kzsi_fail(err, KZS_ERR_INVALID, "a document needs an id of at least one byte");
    if (*length > KZS_ID_MAX)
        return kzsi_fail(err, KZS_ERR_LIMIT, "the id has %zu bytes, the limit is %zu",
                         *length, KZS_ID_MAX);
    return KZS_OK;
}

/* With the write lock held: may changes be made? */
static kzs_status
check_sound(const kzs_index *index, kzs_error *err)
{
    if (index->failed || index->writer == NULL)
        return kzsi_fail(err, KZS_ERR_STATE,
                         "an earlier change to '%s' failed: call kzs_rollback(), then repeat "
                         "what was not committed",
                         index->path);
    return KZS_OK;
}

static kzs_status
check_document(const kzs_doc *doc, kzs_error *err)
{
    kzs_status st = kzsi_doc_status(doc);
    size_t total = 0;

    if (st != KZS_OK)
        return kzsi_fail(err, st, "a value of the document could not be set: %s",
                         kzs_status_text(st));
    for (size_t i = 0; i < kzs_doc_count(doc); i++) {
        size_t length;
        kzs_doc_value(doc, i, NULL, &length);
        if (length > KZS_DOC_MAX - total)
            return kzsi_fail(err, KZS_ERR_LIMIT,
                             "the document has more than %zu bytes in all", KZS_DOC_MAX);
        total += length;
    }
    return KZS_OK;
}

/*
 * A long id shares its term with others only if hashes collide. Should that ever happen a put
 * is refused: it would replace another document.
 */
static kzs_status
check_collision(kzs_index *index, const char *id, size_t length, const struct kzsi_buf *term,
                kzs_error *err)
{
    struct kzsi_buf record = {0};
    const char *stored;
    size_t stored_length;
    kzs_doc *doc = NULL;
    kzs_status st =
        kzsi_writer_fetch(index->writer, term->data, term->length, &record, err);

    if (st == KZS_OK)
        st = kzsi_record_decode(record.data, record.length, &doc, &stored, &stored_length, err);
    if (st == KZS_OK &&
        (stored_length != length || memcmp(stored, id, length) != 0))
        st = kzsi_fail(err, KZS_ERR_INVALID,
                       "the id '%.40s...' cannot be told from that of another document: "
                       "shorten it to 200 bytes",
                       id);
    kzs_doc_free(doc);
    kzsi_buf_free(&record);
    return st == KZS_ERR_NOT_FOUND ? KZS_OK : st;
}

/* Hand an inverted document to Xapian. */
static kzs_status
put_entry(kzs_index *index, const char *id, size_t length, const struct kzsi_entry *entry,
          kzs_error *err)
{
    struct kzsi_buf term = {0};
    kzs_status st;

    kzsi_term_id(&term, id, length);
    if (term.failed) {
        kzsi_buf_free(&term);
        return kzsi_fail_nomem(err);
    }
    pthread_mutex_lock(&index->write_lock);
    st = check_sound(index, err);
    if (st == KZS_OK && kzsi_term_id_hashed(id, length))
        st = check_collision(index, id, length, &term, err);
    if (st == KZS_OK) {
        st = kzsi_writer_put(index->writer, term.data, term.length, entry, err);
        if (st == KZS_OK)
            index->pending++;
        else
            index->failed = true;
    }
    pthread_mutex_unlock(&index->write_lock);
    kzsi_buf_free(&term);
    return st;
}

kzs_status
kzs_put(kzs_index *index, const char *id, size_t length, kzs_doc *doc, kzs_error *err)
{
    struct kzsi_analyzer *analyzer = NULL;
    struct kzsi_inversion *inversion = NULL;
    struct kzsi_entry entry;
    kzs_status st = check_writable(index, err);

    if (st == KZS_OK)
        st = check_id(id, &length, err);
    if (st == KZS_OK)
        st = check_document(doc, err);
    if (st != KZS_OK)
        return st;

    analyzer = kzsi_index_analyzer(index);
    inversion = kzsi_pool_take(index, &index->inversions);
    if (inversion == NULL)
        inversion = kzsi_inversion_new();
    if (analyzer == NULL || inversion == NULL)
        st = kzsi_fail_nomem(err);
    if (st == KZS_OK)
        st = kzsi_invert(inversion, &index->schema, analyzer, doc, id, length, &entry, err);
    if (st == KZS_OK)
        st = put_entry(index, id, length, &entry, err);
    kzsi_index_analyzer_done(index, analyzer);
    if (inversion != NULL && !kzsi_pool_give(index, &index->inversions, inversion))
        kzsi_inversion_free(inversion);
    return st;
}

kzs_status
kzs_delete(kzs_index *index, const char *id, size_t length, kzs_error *err)
{
    struct kzsi_buf term = {0};
    kzs_status st = check_writable(index, err);

    if (st == KZS_OK)
        st = check_id(id, &length, err);
    if (st != KZS_OK)
        return st;
    kzsi_term_id(&term, id, length);
    if (term.failed) {
        kzsi_buf_free(&term);
        return kzsi_fail_nomem(err);
    }

    pthread_mutex_lock(&index->write_lock);
    st = check_sound(index, err);
    if (st == KZS_OK && kzsi_term_id_hashed(id, length)) {
        st = check_collision(index, id, length, &term, err);
        if (st == KZS_ERR_INVALID)
            st = KZS_ERR_NOT_FOUND; /* the term is another document's */
    }
    if (st == KZS_OK) {
        st = kzsi_writer_delete(index->writer, term.data, term.length, err);
        if (st == KZS_OK)
            index->pending++;
        else if (st != KZS_ERR_NOT_FOUND)
            index->failed = true;
    }
    if (st == KZS_ERR_NOT_FOUND)
        kzsi_fail(err, st, "there is no document '%.*s' in '%s'",
                  (int)(length < 200 ? length : 200), id, index->path);
    pthread_mutex_unlock(&index->write_lock);
    kzsi_buf_free(&term);
    return st;
}

kzs_status
kzs_commit(kzs_index *index, kzs_error *err)
{
    kzs_status st = check_writable(index, err);

    if (st != KZS_OK)
        return st;
    pthread_mutex_lock(&index->write_lock);
    st = check_sound(index, err);
    if (st == KZS_OK && index->pending > 0) {
        st = kzsi_writer_commit(index->writer, err);
        if (st == KZS_OK)
            index->pending = 0;
        else
            index->failed = true;
    }
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
    /* Xapian's own cancelling is not to be trusted after a failure: open afresh. */
    kzsi_writer_close(index->writer);
    st = kzsi_writer_open(index->path, false, index->lock_wait_ms, &index->writer, err);
    index->pending = 0;
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

    *out = NULL;
    st = kzsi_index_check(index, err);
    if (st == KZS_OK)
        st = check_id(id, &length, err);
    if (st != KZS_OK)
        return st;
    kzsi_term_id(&fetch.term, id, length);
    st = fetch.term.failed ? kzsi_fail_nomem(err)
                           : kzsi_read(index, fetch_record, &fetch, err);
    if (st == KZS_OK)
        st = kzsi_record_decode(fetch.record.data, fetch.record.length, &doc, &stored,
                                &stored_length, err);
    if (st == KZS_OK && (stored_length != length || memcmp(stored, id, length) != 0)) {
        kzs_doc_free(doc);
        st = KZS_ERR_NOT_FOUND; /* a long id that shares its hash */
    }
    if (st == KZS_ERR_NOT_FOUND)
        kzsi_fail(err, st, "there is no document '%.*s' in '%s'",
                  (int)(length < 200 ? length : 200), id, index->path);
    if (st == KZS_OK)
        *out = doc;
    kzsi_buf_free(&fetch.term);
    kzsi_buf_free(&fetch.record);
    return st;
}
