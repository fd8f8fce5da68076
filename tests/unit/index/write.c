/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Putting, deleting, committing, rolling back and fetching documents. */
#include <errno.h>
#include <signal.h>
#include <sys/resource.h>

#include "base/hash.h"
#include "index/index.h"
#include "tests/unit/archive.h"
#include "tests/unit/unit.h"

static kzs_error err;

static kzs_info
info_of(kzs_index *index)
{
    kzs_info info = {.size = sizeof info};

    must(kzs_index_info(index, &info, &err), &err, "describing");
    return info;
}

static kzs_status
put_status(kzs_index *index, const char *id, size_t length, const char *field,
           const char *value)
{
    kzs_doc *doc = kzs_doc_new();
    kzs_status st;

    kzs_doc_add(doc, "body", "Тихий выбор", KZS_NUL, NULL);
    kzs_doc_add(doc, field, value, KZS_NUL, NULL);
    st = kzs_put(index, id, length, doc, &err);
    kzs_doc_free(doc);
    return st;
}

/* The body of a document as of the last commit; "none". */
static const char *
body_of(kzs_index *index, const char *id)
{
    static char text[500];
    kzs_doc *doc;

    strcpy(text, "none");
    if (kzs_get(index, id, KZS_NUL, &doc, NULL) == KZS_OK)
        snprintf(text, sizeof text, "%s", kzs_doc_get(doc, "body", 0, NULL));
    kzs_doc_free(doc);
    return text;
}

static void
upserts(void)
{
    kzs_index *index = new_index("upserts", NULL), *reader = open_index("upserts", KZS_READ);
    uint64_t before;

    put(index, "a", "body", "первая редакция", NULL);
    put(index, "b", "body", "another", NULL);
    is_string(ids(reader, "*", NULL), "", "nothing is seen before the commit");
    is_string(ids(index, "*", NULL), "", "not even through the handle that wrote it");
    is_string(body_of(index, "a"), "none", "nor fetched");
    commit(index);
    is_string(sorted_ids(reader, "*", NULL), "a b", "all of it is seen after the commit");
    before = info_of(reader).commit_number;

    put(index, "a", "body", "вторая редакция", NULL);
    is_number(info_of(index).documents, 2, "a document with the same id is");
    commit(index);
    is_number(info_of(reader).documents, 2, "no further document");
    is_string(body_of(reader, "a"), "вторая редакция", "but a newer one");
    is_string(ids(reader, "первая", NULL), "", "the older is not found");
    is_string(ids(reader, "вторая", NULL), "a", "the newer is");
    ok(info_of(reader).commit_number > before, "the commit number grows");

    put(index, "c", "body", "one", NULL);
    put(index, "c", "body", "two", NULL);
    put(index, "c", "body", "three", NULL);
    commit(index);
    is_string(body_of(reader, "c"), "three", "the last of several in one commit wins");
    is_string(ids(reader, "one two", NULL), "", "the others leave nothing behind");
    is_number(info_of(reader).documents, 3, "and count once");

    put(index, "A", "body", "capital", NULL);
    put(index, "a ", "body", "with a space", NULL);
    put(index, "статья/1", "body", "cyrillic", NULL);
    commit(index);
    is_number(info_of(reader).documents, 6, "ids are compared byte by byte");
    is_string(body_of(reader, "статья/1"), "cyrillic", "and may be in any language");
    kzs_index_close(reader, NULL);
    kzs_index_close(index, NULL);
}

static void
deletes(void)
{
    kzs_index *index = new_index("deletes", NULL);

    put(index, "a", "body", "text", NULL);
    put(index, "b", "body", "text", NULL);
    commit(index);
    is_number(kzs_delete(index, "nobody", KZS_NUL, &err), KZS_ERR_NOT_FOUND, "nothing to delete");
    contains(err.message, "nobody", "the message says what");
    is_number(info_of(index).pending, 0, "and nothing was changed");
    is_number(kzs_delete(index, "abc", 1, &err), KZS_OK, "an id by its length");
    is_number(info_of(index).pending, 1, "is a change");
    is_string(sorted_ids(index, "text", NULL), "a b", "not seen before the commit");
    is_number(kzs_delete(index, "a", 1, &err), KZS_ERR_NOT_FOUND, "it cannot be deleted twice");
    commit(index);
    is_string(ids(index, "text", NULL), "b", "then it is gone");
    is_number(info_of(index).documents, 1, "and not counted");
    is_string(body_of(index, "a"), "none", "nor fetched");
    put(index, "a", "body", "again", NULL);
    kzs_delete(index, "b", 1, NULL);
    put(index, "c", "body", "brief", NULL);
    is_number(kzs_delete(index, "c", 1, &err), KZS_OK,
              "what was put in the same commit can be deleted");
    commit(index);
    is_string(sorted_ids(index, "*", NULL), "a", "put, deleted and put again");
    kzs_index_close(index, NULL);
}

static void
ids_allowed(void)
{
    kzs_index *index = new_index("ids", NULL);
    char long_id[KZS_ID_MAX + 1];
    kzs_doc *doc = (kzs_doc *)&err;
    kzs_results *page;
    size_t same = 0;

    is_number(put_status(index, "", KZS_NUL, "lang", "en"), KZS_ERR_INVALID, "an empty id");
    is_number(put_status(index, "x", 0, "lang", "en"), KZS_ERR_INVALID, "or one of no length");
    is_number(put_status(index, NULL, 5, "lang", "en"), KZS_ERR_INVALID, "or none");
    is_number(kzs_delete(index, "", 0, &err), KZS_ERR_INVALID, "cannot be deleted");
    is_number(kzs_get(index, "", 0, &doc, &err), KZS_ERR_INVALID, "nor fetched");
    ok(doc == NULL, "there is no document then");

    memset(long_id, 'i', sizeof long_id);
    is_number(put_status(index, long_id, KZS_ID_MAX + 1, "lang", "en"), KZS_ERR_LIMIT,
              "an id of 4,097 bytes is too long");
    is_number(kzs_get(index, long_id, KZS_ID_MAX + 1, &doc, &err), KZS_ERR_LIMIT, "everywhere");
    is_number(info_of(index).pending, 0, "nothing of that was put");

    for (size_t n = 195; n < 215; n++)
        same += put_status(index, long_id, n, "lang", "en") == KZS_OK;
    same += put_status(index, long_id, KZS_ID_MAX, "lang", "en") == KZS_OK;
    same += put_status(index, "a\0b", 3, "lang", "en") == KZS_OK;
    same += put_status(index, "a\0c", 3, "lang", "en") == KZS_OK;
    same += put_status(index, "a", 1, "lang", "en") == KZS_OK;
    same += put_status(index, "\xFF\xFE", 2, "lang", "en") == KZS_OK;
    is_number(same, 25, "any bytes, up to 4,096 of them");
    put_status(index, long_id, KZS_ID_MAX, "lang", "en");
    commit(index);
    is_number(info_of(index).documents, 25, "each its own document");
    for (size_t n = 195; n < 215; n++) {
        is_number(kzs_get(index, long_id, n, &doc, &err), KZS_OK, "an id of %zu bytes", n);
        kzs_doc_free(doc);
    }
    is_number(kzs_get(index, "a\0c", 3, &doc, &err), KZS_OK, "one with a NUL");
    kzs_doc_free(doc);
    is_number(kzs_delete(index, long_id, KZS_ID_MAX, &err), KZS_OK, "the longest is deleted");
    is_number(kzs_delete(index, "a\0b", 3, &err), KZS_OK, "and one with a NUL");
    commit(index);
    page = find(index, "тихий", "limit=100");
    same = 0;
    for (size_t i = 0; i < kzs_results_count(page); i++) {
        kzs_hit hit = {.size = sizeof hit};
        kzs_results_hit(page, i, &hit);
        same += hit.id[hit.id_length] == '\0' &&
                (hit.id_length < 4 || memcmp(hit.id, long_id, hit.id_length) == 0);
    }
    is_number(same, 23, "hits have their ids whole");
    kzs_results_free(page);
    kzs_index_close(index, NULL);
}

/*
 * Long ids become hashes, and this hash can be met on purpose: two words of eight bytes are
 * chosen so that what the first changed the second undoes.
 */
static void
colliding_ids(void)
{
    enum { LENGTH = 240 };
    kzs_index *index = new_index("collisions", NULL);
    char a[LENGTH], b[LENGTH];
    uint64_t first, second, seed = (uint64_t)(LENGTH / 2) * 0xD6E8FEB86659FD93u;
    kzs_doc *doc = NULL;

    memset(a, 'a', sizeof a);
    memcpy(b, a, sizeof b);
    memcpy(&first, a, 8);
    memcpy(&second, a + 8, 8);
    uint64_t other = first ^ 1;
    uint64_t undo = second ^ kzsi_hash_mix(seed ^ first) ^ kzsi_hash_mix(seed ^ other);
    memcpy(b, &other, 8);
    memcpy(b + 8, &undo, 8);
    if (memcmp(a, b, LENGTH) == 0 || kzsi_hash(a, LENGTH / 2) != kzsi_hash(b, LENGTH / 2)) {
        skip("the hash is another one: these ids do not collide");
        kzs_index_close(index, NULL);
        return;
    }
    is_number(put_status(index, a, LENGTH, "lang", "en"), KZS_OK, "a long id");
    is_number(put_status(index, b, LENGTH, "lang", "ru"), KZS_ERR_INVALID,
              "another with the same hash is refused, not mistaken for it");
    commit(index);
    is_number(put_status(index, b, LENGTH, "lang", "ru"), KZS_ERR_INVALID,
              "after the commit as well");
    is_number(kzs_get(index, b, LENGTH, &doc, &err), KZS_ERR_NOT_FOUND, "it is not found");
    is_number(kzs_delete(index, b, LENGTH, &err), KZS_ERR_NOT_FOUND, "nor deleted");
    is_number(info_of(index).pending, 0, "nothing was changed");
    is_number(kzs_get(index, a, LENGTH, &doc, &err), KZS_OK, "the first is still there");
    is_string(kzs_doc_get(doc, "lang", 0, NULL), "en", "as it was");
    kzs_doc_free(doc);
    is_number(put_status(index, a, LENGTH, "lang", "kk"), KZS_OK, "and can be replaced");
    is_number(kzs_delete(index, a, LENGTH, &err), KZS_OK, "and deleted");
    commit(index);
    is_number(put_status(index, b, LENGTH, "lang", "ru"), KZS_OK, "then there is room for the other");
    kzs_index_close(index, NULL);
}

static void
bad_documents(void)
{
    kzs_index *index = new_index("bad", archive_schema);
    kzs_doc *doc = kzs_doc_new();

    put(index, "before", "body", "neighbour", NULL);
    is_number(put_status(index, "x", 1, "date", "yesterday"), KZS_ERR_INVALID, "a bad date");
    ok(strstr(err.message, "date") && strstr(err.message, "yesterday"),
       "field and value are named: %s", err.message);
    is_number(put_status(index, "x", 1, "date", "2022-02-30"), KZS_ERR_INVALID,
              "a day that no calendar has");
    is_number(put_status(index, "x", 1, "views", "много"), KZS_ERR_INVALID, "a bad number");
    contains(err.message, "views", "the field is named");
    put(index, "behind", "body", "neighbour", NULL);
    is_number(info_of(index).pending, 2, "is refused alone");
    commit(index);
    is_string(sorted_ids(index, "neighbour", NULL), "before behind", "its neighbours are kept");
    is_string(ids(index, "тихий", NULL), "", "and nothing of it");
    is_number(put_status(index, "before", 6, "date", "x"), KZS_ERR_INVALID, "a bad replacement");
    commit(index);
    is_string(body_of(index, "before"), "neighbour", "leaves the document as it was");

    is_number(kzs_put(index, "x", 1, NULL, &err), KZS_ERR_NOMEM,
              "no document: kzs_doc_new() had no memory");
    kzs_doc_add(doc, "body", "text", KZS_NUL, NULL);
    kzs_doc_add(doc, "Bad Name", "text", KZS_NUL, NULL);
    kzs_doc_add(doc, "lang", "en", KZS_NUL, NULL);
    is_number(kzs_put(index, "x", 1, doc, &err), KZS_ERR_INVALID,
              "a failed kzs_doc_add() sticks to the document");
    kzs_doc_free(doc);

    /* Only the lengths are looked at before such a document is refused. */
    doc = kzs_doc_new();
    kzsi_doc_borrow(doc, "body", "text", KZS_DOC_MAX / 2);
    kzsi_doc_borrow(doc, "title", "text", KZS_DOC_MAX / 2 + 1);
    is_number(kzs_put(index, "x", 1, doc, &err), KZS_ERR_LIMIT,
              "one byte more than 256 MiB, over all values");
    kzs_doc_free(doc);
    is_number(info_of(index).pending, 0, "none of these is pending");
    is_number(kzs_put(NULL, "x", 1, NULL, &err), KZS_ERR_INVALID, "no index");

    doc = kzs_doc_new();
    is_number(kzs_put(index, "empty", KZS_NUL, doc, &err), KZS_OK, "an empty document is one");
    kzs_doc_free(doc);
    commit(index);
    is_number(kzs_get(index, "empty", 5, &doc, &err), KZS_OK, "and can be fetched");
    is_number(kzs_doc_count(doc), 0, "with nothing in it");
    kzs_doc_free(doc);
    kzs_index_close(index, NULL);
}

static void
fetching(void)
{
    kzs_index *index = new_index("fetched", archive_schema);
    kzs_doc *doc = kzs_doc_new();
    char bytes[256];
    const char *value, *field;
    size_t length;

    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)i;
    kzs_doc_add(doc, "tags", "energy", KZS_NUL, NULL);
    kzs_doc_add(doc, "title", "Тихий выбор", KZS_NUL, NULL);
    kzs_doc_add(doc, "tags", "дипломатия", KZS_NUL, NULL);
    kzs_doc_add(doc, "unknown", bytes, sizeof bytes, NULL);
    kzs_doc_add(doc, "body", "", 0, NULL);
    must(kzs_put(index, "1", 1, doc, &err), &err, "putting");
    kzs_doc_free(doc);
    commit(index);
    is_number(kzs_get(index, "1", 1, &doc, &err), KZS_OK, "a document");
    is_number(kzs_doc_count(doc), 5, "has all its values");
    kzs_doc_value(doc, 2, &field, &length);
    is_string(field, "tags", "in their order");
    is_string(kzs_doc_get(doc, "tags", 1, NULL), "дипломатия", "several in one field");
    value = kzs_doc_get(doc, "unknown", 0, &length);
    ok(length == 256 && memcmp(value, bytes, 256) == 0, "byte by byte, schema or not");
    value = kzs_doc_get(doc, "body", 0, &length);
    ok(value != NULL && length == 0, "empty ones too");
    kzs_index_close(index, NULL);
    is_string(kzs_doc_get(doc, "title", 0, NULL), "Тихий выбор", "and outlives its index");
    is_number(kzs_doc_set(doc, "title", "Другой выбор", KZS_NUL, NULL), KZS_OK,
              "it can be changed");
    index = open_index("fetched", KZS_WRITE);
    is_number(kzs_put(index, "1", 1, doc, &err), KZS_OK, "and put back");
    kzs_doc_free(doc);
    commit(index);
    is_string(ids(index, "title:другой", NULL), "1", "where it is found");

    is_number(kzs_get(index, "2", 1, &doc, &err), KZS_ERR_NOT_FOUND, "there is no other");
    ok(doc == NULL, "and no document");
    contains(err.message, "'2'", "the message says which");
    kzs_index_close(index, NULL);
}

static void
rollbacks(void)
{
    kzs_index *index = new_index("rollbacks", NULL), *other;
    uint64_t number;

    put(index, "a", "body", "committed", NULL);
    put(index, "b", "body", "committed", NULL);
    commit(index);
    number = info_of(index).commit_number;
    put(index, "a", "body", "changed", NULL);
    put(index, "c", "body", "new", NULL);
    kzs_delete(index, "b", 1, NULL);
    is_number(info_of(index).pending, 3, "three changes are pending");
    is_number(kzs_rollback(index, &err), KZS_OK, "they are given up");
    is_number(info_of(index).pending, 0, "none is pending");
    is_number(info_of(index).commit_number, number, "there was no commit");
    commit(index);
    is_string(sorted_ids(index, "*", NULL), "a b", "nothing comes back at the next");
    is_string(body_of(index, "a"), "committed", "and nothing was changed");
    is_number(kzs_delete(index, "c", 1, &err), KZS_ERR_NOT_FOUND, "what was put is not there");
    is_number(kzs_index_open(in_folder("rollbacks"), KZS_WRITE, NULL, &other, &err),
              KZS_ERR_LOCKED, "the lock is still held");
    put(index, "c", "body", "new", NULL);
    commit(index);
    is_string(sorted_ids(index, "*", NULL), "a b c", "and the handle goes on");
    is_number(kzs_rollback(index, &err), KZS_OK, "nothing to give up is fine");
    is_number(kzs_rollback(index, &err), KZS_OK, "twice as well");

    /* A change failed half-way. */
    put(index, "d", "body", "lost", NULL);
    index->failed = true;
    is_number(put_status(index, "e", 1, "lang", "en"), KZS_ERR_STATE,
              "after a failure nothing more is put");
    contains(err.message, "kzs_rollback", "the message says what to do");
    is_number(kzs_delete(index, "a", 1, &err), KZS_ERR_STATE, "nor deleted");
    is_string(sorted_ids(index, "*", NULL), "a b c", "but searching goes on");
    is_string(body_of(index, "a"), "committed", "and fetching");
    is_number(kzs_rollback(index, &err), KZS_OK, "until it is rolled back");
    is_number(put_status(index, "e", 1, "lang", "en"), KZS_OK, "then it works again");
    commit(index);
    is_string(sorted_ids(index, "*", NULL), "a b c e", "what was committed is there");

    /* It cannot be opened again: the directory is away for a while. */
    if (rename(in_folder("rollbacks"), in_folder("moved")) != 0)
        exit(99);
    put(index, "f", "body", "lost", NULL);
    ok(kzs_rollback(index, &err) != KZS_OK, "rolling back may fail: %s", err.message);
    is_number(put_status(index, "g", 1, "lang", "en"), KZS_ERR_STATE, "then nothing can be put");
    is_number(kzs_commit(index, &err), KZS_ERR_NOT_FOUND, "nor committed");
    is_number(kzs_delete(index, "a", 1, &err), KZS_ERR_STATE, "nor deleted");
    if (rename(in_folder("moved"), in_folder("rollbacks")) != 0)
        exit(99);
    is_number(kzs_rollback(index, &err), KZS_OK, "once more when the cause is mended");
    is_number(put_status(index, "g", 1, "lang", "en"), KZS_OK, "and it works again");
    commit(index);
    is_string(sorted_ids(index, "*", NULL), "a b c e g", "nothing committed was lost");
    is_number(kzs_index_close(index, &err), KZS_OK, "and nothing is pending");
}

/* After a failure the next commit makes all that was pending again. */
static void
retries(void)
{
    kzs_index *index = new_index("retries", NULL);
    char long_id[300];
    uint64_t number;

    memset(long_id, 'i', sizeof long_id);
    put(index, "a", "body", "first", NULL);
    put(index, "b", "body", "first", NULL);
    commit(index);
    number = info_of(index).commit_number;
    put(index, "a", "title", "Second", "body", "second", "tags", "x", "tags", "y", NULL);
    put(index, "c", "body", "gone", NULL);
    kzs_delete(index, "c", 1, NULL);
    kzs_delete(index, "b", 1, NULL);
    is_number(put_status(index, long_id, sizeof long_id, "lang", "en"), KZS_OK, "a long id");
    /* What Xapian had of it is lost without a trace. */
    kzsi_writer_close(index->writer);
    must(kzsi_writer_open(in_folder("retries"), false, 0, KZSI_SYNC_FULL, true, &index->writer, &err),
         &err, "opening");
    index->failed = true;
    is_number(kzs_delete(index, "a", 1, &err), KZS_ERR_STATE, "a failed handle says so");
    contains(err.message, "kzs_commit", "and that a commit makes the changes again");
    is_number(info_of(index).pending, 5, "they are not forgotten");
    is_number(kzs_commit(index, &err), KZS_OK, "it does");
    ok(info_of(index).commit_number > number, "under a new number");
    is_string(body_of(index, "a"), "second", "what was put is there");
    is_string(ids(index, "tags:y", NULL), "a", "with every value");
    is_number(info_of(index).documents, 2, "what was deleted is not");
    is_number(info_of(index).pending, 0, "nothing is pending");

    /* The commit came about, only its last step failed: made again it is the same. */
    put(index, "a", "body", "third", NULL);
    kzs_delete(index, long_id, sizeof long_id, NULL);
    must(kzsi_writer_commit(index->writer, &err), &err, "committing");
    index->failed = true;
    is_number(kzs_commit(index, &err), KZS_OK, "a commit that came about can be made again");
    is_string(body_of(index, "a"), "third", "with the same outcome");
    is_number(info_of(index).documents, 1, "deletions, too");
    put(index, "d", "body", "more", NULL);
    commit(index);
    is_string(sorted_ids(index, "*", NULL), "a d", "and the handle goes on");
    kzs_index_close(index, NULL);
}

/* More than is kept in memory, all of which must be there after a failure. */
static void
large_retries(void)
{
    enum { DOCUMENTS = 300, BYTES = 60000 };
    kzs_index *index = new_index("large", NULL);
    char *text = malloc(BYTES + 1), id[20];
    size_t good = 0;
    kzs_doc *doc;

    random_begin("large changes");
    for (int i = 0; i < DOCUMENTS; i++) {
        for (size_t n = 0; n < BYTES; n++)
            text[n] = n % 61 == 60 ? ' ' : (char)('!' + random_below(90));
        snprintf(text, 20, "document%d ", i);
        text[strlen(text)] = '_';
        text[BYTES] = '\0';
        snprintf(id, sizeof id, "%d", i);
        put(index, id, "url", text, "title", id, NULL);
    }
    ok(index->pending.file_open && index->pending.file_length > DOCUMENTS * BYTES / 2,
       "%llu bytes of changes are in a file",
       (unsigned long long)index->pending.file_length);
    ok(index->pending.memory.capacity <= 4 * KZSI_PENDING_MEMORY, "few are in memory");
    ok(access(in_folder("large/pending.tmp"), F_OK) != 0, "the file has no name");
    index->failed = true;
    is_number(kzs_commit(index, &err), KZS_OK, "they are made again: %s", err.message);
    for (int i = 0; i < DOCUMENTS; i++) {
        char start[30];
        snprintf(id, sizeof id, "%d", i);
        snprintf(start, sizeof start, "document%d ", i);
        if (kzs_get(index, id, KZS_NUL, &doc, NULL) != KZS_OK)
            continue;
        const char *url = kzs_doc_get(doc, "url", 0, NULL);
        good += strncmp(url, start, strlen(start)) == 0 && strlen(url) == BYTES;
        kzs_doc_free(doc);
    }
    is_number(good, DOCUMENTS, "every one of them is whole");
    is_number(index->pending.file_length, 0, "then the file is empty");
    put(index, "small", "body", "text", NULL);
    commit(index);
    is_number(info_of(index).documents, DOCUMENTS + 1, "and the handle goes on");
    kzs_index_close(index, NULL);
    free(text);
}

static void
bounds(void)
{
    kzs_index *index;

    must(kzs_index_open(in_folder("bounded"), KZS_WRITE | KZS_CREATE, "pending_bytes=100",
                        &index, &err),
         &err, "opening");
    is_number(put_status(index, "a", 1, "title", "0123456789012345678901234567890123456789"),
              KZS_OK, "documents of 60 bytes");
    is_number(put_status(index, "b", 1, "title", "0123456789012345678901234567890123456789"),
              KZS_ERR_LIMIT, "are refused where 100 may be pending");
    contains(err.message, "kzs_commit", "the message says what to do");
    is_number(info_of(index).pending, 1, "what is pending stays");
    commit(index);
    is_number(put_status(index, "b", 1, "title", "0123456789012345678901234567890123456789"),
              KZS_OK, "after a commit there is room");
    commit(index);
    is_string(sorted_ids(index, "*", NULL), "a b", "and nothing was lost");
    put(index, "c", "body",
        "a document that alone is longer than the limit must be possible all the same, or it "
        "could never be put at all",
        NULL);
    kzs_index_close(index, NULL);

    must(kzs_index_open(in_folder("bounded"), KZS_WRITE, "commit_bytes=100 durability=none",
                        &index, &err),
         &err, "opening");
    put_status(index, "d", 1, "title", "0123456789012345678901234567890123456789");
    is_number(info_of(index).documents, 2, "with commit_bytes=100 one of 60 bytes waits");
    put_status(index, "e", 1, "title", "0123456789012345678901234567890123456789");
    is_number(info_of(index).documents, 4, "two are committed without being told");
    is_number(info_of(index).pending, 0, "and no longer pending");
    is_number(kzs_index_close(index, &err), KZS_OK, "nothing is given up");
}

/* A full disk, as a limit on the size of files. */
static void
full_disk(void)
{
    kzs_index *index = new_index("full", NULL);
    struct rlimit unlimited, small;
    char text[200];
    kzs_status st = KZS_OK;

    put(index, "a", "body", "committed", NULL);
    commit(index);
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &unlimited);
    small = unlimited;
    small.rlim_cur = 100000;
    for (int i = 0; i < 3000 && st == KZS_OK; i++) {
        snprintf(text, sizeof text, "word%d another%d third%d and%d so%d on%d", i, i, i, i, i, i);
        st = put_status(index, text, 20, "title", text);
    }
    is_number(st, KZS_OK, "many documents wait in memory");
    setrlimit(RLIMIT_FSIZE, &small);
    st = kzs_commit(index, &err);
    setrlimit(RLIMIT_FSIZE, &unlimited);
    is_number(st, KZS_ERR_IO, "the disk is full: %s", err.message);
    is_number(err.system, EFBIG, "and errno says so");
    is_number(put_status(index, "b", 1, "lang", "en"), KZS_ERR_STATE, "nothing more is put");
    setrlimit(RLIMIT_FSIZE, &small);
    is_number(kzs_commit(index, &err), KZS_ERR_IO, "trying again while it is full is no use");
    setrlimit(RLIMIT_FSIZE, &unlimited);
    is_number(info_of(index).pending, 3000, "all changes are still pending");
    is_string(ids(index, "*", NULL), "a", "what was committed can be read");
    is_number(kzs_rollback(index, &err), KZS_OK, "rolled back");
    is_number(put_status(index, "b", 1, "lang", "en"), KZS_OK, "it can be put again");
    commit(index);
    is_string(sorted_ids(index, "*", NULL), "a b", "none of the lost changes were made");
    kzs_index_close(index, NULL);
    index = open_index("full", KZS_READ);
    is_string(sorted_ids(index, "*", NULL), "a b", "and the index is whole");
    kzs_index_close(index, NULL);
}

static void
read_only(void)
{
    kzs_index *index = open_index("deletes", KZS_READ);
    kzs_doc *doc;

    is_number(put_status(index, "x", 1, "lang", "en"), KZS_ERR_READONLY, "a reader puts nothing");
    contains(err.message, "KZS_WRITE", "the message says what to do");
    is_number(kzs_delete(index, "a", 1, &err), KZS_ERR_READONLY, "deletes nothing");
    is_number(kzs_commit(index, &err), KZS_ERR_READONLY, "commits nothing");
    is_number(kzs_rollback(index, &err), KZS_ERR_READONLY, "and has nothing to roll back");
    is_number(kzs_get(index, "a", 1, &doc, &err), KZS_OK, "but fetches");
    kzs_doc_free(doc);
    is_number(kzs_get(NULL, "a", 1, &doc, &err), KZS_ERR_INVALID, "no index");
    is_number(kzs_delete(NULL, "a", 1, &err), KZS_ERR_INVALID, "no index");
    is_number(kzs_commit(NULL, &err), KZS_ERR_INVALID, "no index");
    is_number(kzs_rollback(NULL, &err), KZS_ERR_INVALID, "no index");
    kzs_index_close(index, NULL);
}

/* Against a table in memory, whatever comes in which order. */
static void
any_order(void)
{
    enum { IDS = 40 };
    kzs_index *index = new_index("any", NULL);
    int now[IDS] = {0}, committed[IDS] = {0};
    size_t good = 0, rounds = 600, wrong = 0;

    random_begin("any order");
    for (size_t n = 0; n < rounds; n++) {
        size_t id = random_below(IDS);
        char name[20], text[40];
        snprintf(name, sizeof name, "id%zu", id);
        switch (random_below(12)) {
        case 0:
            commit(index);
            memcpy(committed, now, sizeof now);
            break;
        case 1:
            must(kzs_rollback(index, &err), &err, "rolling back");
            memcpy(now, committed, sizeof now);
            break;
        case 2:
        case 3:
        case 4:
            wrong += kzs_delete(index, name, KZS_NUL, NULL) !=
                     (now[id] != 0 ? KZS_OK : KZS_ERR_NOT_FOUND);
            now[id] = 0;
            break;
        default:
            now[id] = (int)n + 1;
            snprintf(text, sizeof text, "edition%zu", n + 1);
            put(index, name, "body", text, NULL);
        }
    }
    commit(index);
    size_t alive = 0;
    for (size_t id = 0; id < IDS; id++) {
        char name[20], text[40] = "none";
        snprintf(name, sizeof name, "id%zu", id);
        if (now[id] != 0)
            snprintf(text, sizeof text, "edition%d", now[id]);
        alive += now[id] != 0;
        good += strcmp(body_of(index, name), text) == 0 &&
                (now[id] == 0 || strcmp(ids(index, text, NULL), name) == 0);
    }
    is_number(wrong, 0, "deleting says whether there was something");
    is_number(good, IDS, "%zu random changes, commits and rollbacks leave what they should",
              rounds);
    is_number(info_of(index).documents, alive, "and no document more");
    kzs_index_close(index, NULL);
}

int
main(void)
{
    upserts();
    deletes();
    ids_allowed();
    colliding_ids();
    bad_documents();
    fetching();
    rollbacks();
    retries();
    large_retries();
    bounds();
    full_disk();
    read_only();
    any_order();
    return tap_done();
}
