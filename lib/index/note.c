/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Notes: small values that a program keeps in the index it fills, committed with the documents.
 * They are metadata of the database under a prefix of their own, and changes like any other: a
 * commit that is done again makes them again.
 */
#include <stdlib.h>
#include <string.h>

#include "index/index.h"

#define PREFIX "note."
#define PREFIX_LENGTH (sizeof PREFIX - 1)

/* The key with the prefix before it; also checks it, but for being empty. */
static kzs_status
make_key(const char *key, char out[PREFIX_LENGTH + KZS_NOTE_KEY_MAX + 1], kzs_error *err)
{
    size_t length;

    if (key == NULL)
        return kzsi_fail_null(err, "key");
    length = strlen(key);
    if (length > KZS_NOTE_KEY_MAX)
        return kzsi_fail(err, KZS_ERR_LIMIT, "the key of a note has %zu bytes, the limit is %zu",
                         length, KZS_NOTE_KEY_MAX);
    memcpy(out, PREFIX, PREFIX_LENGTH);
    memcpy(out + PREFIX_LENGTH, key, length + 1);
    return KZS_OK;
}

static kzs_status
check_key(const char *key, kzs_error *err)
{
    if (key != NULL && *key == '\0')
        return kzsi_fail(err, KZS_ERR_INVALID, "a note needs a key of at least one byte");
    return KZS_OK;
}

kzs_status
kzs_note_set(kzs_index *index, const char *key, const char *value, size_t length, kzs_error *err)
{
    char name[PREFIX_LENGTH + KZS_NOTE_KEY_MAX + 1];
    struct kzsi_change change = {.kind = KZSI_CHANGE_NOTE, .id = name, .record = ""};
    kzs_status st = make_key(key, name, err);

    if (st == KZS_OK)
        st = check_key(key, err);
    if (st != KZS_OK)
        return st;
    if (value != NULL) {
        change.record = value;
        change.record_length = kzsi_length(value, length);
    }
    if (change.record_length > KZS_NOTE_MAX)
        return kzsi_fail(err, KZS_ERR_LIMIT, "the note '%s' has %zu bytes, the limit is %zu", key,
                         change.record_length, KZS_NOTE_MAX);
    change.id_length = strlen(name);
    change.bytes = change.record_length;
    return kzsi_change(index, &change, err);
}

struct fetch {
    const char *key; /* or the prefix of several */
    struct kzsi_buf found;
};

static kzs_status
fetch_one(kzsi_db *db, void *user, kzs_error *err)
{
    struct fetch *fetch = user;

    fetch->found.length = 0;
    return kzsi_db_metadata(db, fetch->key, &fetch->found, err);
}

kzs_status
kzs_note_get(kzs_index *index, const char *key, char **out, size_t *length, kzs_error *err)
{
    char name[PREFIX_LENGTH + KZS_NOTE_KEY_MAX + 1];
    struct fetch fetch = {.key = name};
    kzs_status st;

    if (out == NULL)
        return kzsi_fail_null(err, "out");
    *out = NULL;
    if (length != NULL)
        *length = 0;
    st = make_key(key, name, err);
    if (st == KZS_OK)
        st = check_key(key, err);
    if (st == KZS_OK)
        st = kzsi_index_check(index, err);
    if (st == KZS_OK)
        st = kzsi_read(index, fetch_one, &fetch, err);
    if (st == KZS_OK && fetch.found.length == 0)
        st = kzsi_fail(err, KZS_ERR_NOT_FOUND, "there is no note '%s' in '%s'", key,
                       index->path);
    if (st == KZS_OK) {
        if (length != NULL)
            *length = fetch.found.length;
        *out = kzsi_buf_take(&fetch.found);
        if (*out == NULL)
            st = kzsi_fail_nomem(err);
    }
    kzsi_buf_free(&fetch.found);
    return st;
}

static kzs_status
fetch_all(kzsi_db *db, void *user, kzs_error *err)
{
    struct fetch *fetch = user;

    fetch->found.length = 0;
    return kzsi_db_metadata_all(db, fetch->key, &fetch->found, err);
}

/* Hand them to the caller; each key and value is given its NUL in a copy. */
static kzs_status
tell(const struct kzsi_buf *found, kzs_note_fn visit, void *user, kzs_error *err)
{
    const char *at = found->data, *end = at + found->length;
    struct kzsi_buf copy = {0};
    uint64_t key_length, length;
    int stop = 0;

    while (stop == 0 && at < end && kzsi_varint_read(&at, end, &key_length)) {
        const char *key = at;
        at += key_length;
        if (!kzsi_varint_read(&at, end, &length))
            break;
        copy.length = 0;
        kzsi_buf_add(&copy, key + PREFIX_LENGTH, key_length - PREFIX_LENGTH);
        kzsi_buf_byte(&copy, '\0');
        kzsi_buf_add(&copy, at, length);
        kzsi_buf_byte(&copy, '\0');
        at += length;
        if (copy.failed)
            break;
        stop = visit(user, copy.data, copy.data + key_length - PREFIX_LENGTH + 1, length);
    }
    kzsi_buf_free(&copy);
    return copy.failed ? kzsi_fail_nomem(err) : KZS_OK;
}

kzs_status
kzs_notes(kzs_index *index, const char *prefix, kzs_note_fn visit, void *user, kzs_error *err)
{
    char name[PREFIX_LENGTH + KZS_NOTE_KEY_MAX + 1];
    struct fetch fetch = {.key = name};
    kzs_status st;

    if (prefix == NULL)
        return kzsi_fail_null(err, "prefix");
    if (visit == NULL)
        return kzsi_fail_null(err, "visit");
    st = make_key(prefix, name, err);
    if (st == KZS_OK)
        st = kzsi_index_check(index, err);
    if (st == KZS_OK)
        st = kzsi_read(index, fetch_all, &fetch, err);
    if (st == KZS_OK && fetch.found.length > 0)
        st = tell(&fetch.found, visit, user, err);
    kzsi_buf_free(&fetch.found);
    return st;
}
