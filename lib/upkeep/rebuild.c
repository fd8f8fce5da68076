/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Rebuilding and compacting: the two ways to make an index from what is in it. To rebuild is
 * to index all stored documents anew, as after a change of analysis, format or schema, or from
 * what is whole of a damaged index; to compact is to copy the tables as they are, without what
 * deletions left.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "upkeep/upkeep.h"

struct settings {
    uint64_t lock_wait_ms, threads;
    bool salvage;
};

static bool
set_option(const char *key, const char *value, bool rebuilding, struct settings *settings)
{
    if (strcmp(key, "lock_timeout") == 0)
        return kzsi_parse_ms(value, &settings->lock_wait_ms);
    if (rebuilding && strcmp(key, "threads") == 0)
        return kzsi_parse_u64(value, 64, &settings->threads) && settings->threads > 0;
    if (rebuilding && strcmp(key, "salvage") == 0)
        return kzsi_parse_bool(value, &settings->salvage);
    return false;
}

static kzs_status
read_options(const char *text, bool rebuilding, struct settings *settings, kzs_error *err)
{
    const char *at = text != NULL ? text : "";

    *settings = (struct settings){.threads = 1};
    for (at += strspn(at, " \t\n"); *at != '\0'; at += strspn(at, " \t\n")) {
        size_t length = strcspn(at, " \t\n");
        char word[64] = "", *value;
        if (length < sizeof word)
            memcpy(word, at, length);
        value = strchr(word, '=');
        if (value != NULL)
            *value++ = '\0';
        if (value == NULL || !set_option(word, value, rebuilding, settings))
            return kzsi_fail(err, KZS_ERR_INVALID, "'%.*s': known are %s",
                             (int)(length < 64 ? length : 64), at,
                             rebuilding ? "lock_timeout=TIME, threads=1 to 64, salvage=yes|no"
                                        : "lock_timeout=TIME");
        at += length;
    }
    return KZS_OK;
}

/* ---- rebuilding ---- */

static kzs_status
take_schema(void *user, enum kzsi_frame_kind kind, const char *data, size_t length,
            kzs_error *err)
{
    struct kzsi_buf *schema = user;

    if (kind == KZSI_FRAME_TEXT) {
        kzsi_buf_add(schema, data, length);
        kzsi_buf_byte(schema, '\0');
    }
    return schema->failed ? kzsi_fail_nomem(err) : KZS_OK;
}

static kzs_status
read_schema(const char *path, struct kzsi_buf *schema, kzs_error *err)
{
    const char *words[] = {"schema", path, NULL};
    bool crashed;
    kzs_status st = kzsi_help(words, take_schema, schema, &crashed, err);

    if (st == KZS_ERR_CORRUPT)
        return kzsi_fail(err, st,
                         "the schema of '%s' is damaged: give the one that it was made with",
                         path);
    return st;
}

static kzs_status
put(void *user, const char *id, size_t id_length, kzs_doc *doc, kzs_error *err)
{
    return kzs_bulk_put(user, id, id_length, doc, err);
}

static kzs_status
fill(struct kzsi_place *place, const char *schema, const struct settings *settings,
     kzs_progress_fn progress, void *user, kzs_error *err)
{
    struct kzsi_salvage salvage = {
        .document = put, .progress = progress, .progress_user = user, .phase = "rebuilding"};
    char options[64];
    kzs_bulk *bulk = NULL;
    kzs_status st;

    snprintf(options, sizeof options, "threads=%llu first_commit=%llu",
             (unsigned long long)settings->threads, (unsigned long long)place->revision + 1);
    st = kzs_bulk_new(place->building, schema, options, &bulk, err);
    salvage.user = bulk;
    if (st == KZS_OK)
        st = kzsi_salvage(place->path, &salvage, err);
    if (st == KZS_OK && salvage.lost > 0 && !settings->salvage)
        st = kzsi_fail(err, KZS_ERR_CORRUPT,
                       "%llu of %llu documents of '%s' are damaged: rebuild with salvage=yes "
                       "to go on without them",
                       (unsigned long long)salvage.lost,
                       (unsigned long long)(salvage.lost + salvage.whole), place->path);
    if (st == KZS_OK && salvage.doubtful && !settings->salvage)
        st = kzsi_fail(err, KZS_ERR_CORRUPT,
                       KZSI_DOUBT_TEXT ": rebuild with salvage=yes to go on with them",
                       place->path);
    if (st == KZS_OK)
        st = kzsi_tell(progress, user, "finishing", salvage.whole, salvage.whole, err);
    if (st == KZS_OK)
        st = kzs_bulk_finish(bulk, err);
    kzs_bulk_free(bulk);
    return st;
}

kzs_status
kzs_rebuild(const char *path, const char *schema, const char *options, kzs_progress_fn progress,
            void *user, kzs_error *err)
{
    struct kzsi_buf stored = {0};
    struct settings settings;
    struct kzsi_place place;
    kzs_status st;

    if (path == NULL || *path == '\0')
        return kzsi_fail(err, KZS_ERR_INVALID, "no path of an index was given");
    st = read_options(options, true, &settings, err);
    if (st != KZS_OK)
        return st;
    st = kzsi_place_begin(path, settings.lock_wait_ms, &place, err);
    if (st == KZS_OK && schema == NULL) {
        st = read_schema(place.path, &stored, err);
        schema = stored.data;
    }
    if (st == KZS_OK)
        st = fill(&place, schema, &settings, progress, user, err);
    if (st == KZS_OK)
        st = kzsi_place_finish(&place, err);
    kzsi_place_end(&place);
    kzsi_buf_free(&stored);
    return st;
}

/* ---- compacting ---- */

struct listener {
    kzs_progress_fn progress;
    void *user;
};

static kzs_status
take_progress(void *user, enum kzsi_frame_kind kind, const char *data, size_t length,
              kzs_error *err)
{
    const struct listener *listener = user;
    const char *end = data + length;
    uint64_t done, total;

    if (kind != KZSI_FRAME_PROGRESS || !kzsi_varint_read(&data, end, &done) ||
        !kzsi_varint_read(&data, end, &total))
        return KZS_OK;
    return kzsi_tell(listener->progress, listener->user, "compacting", done, total, err);
}

kzs_status
kzs_compact(const char *path, const char *options, kzs_progress_fn progress, void *user,
            kzs_error *err)
{
    struct listener listener = {progress, user};
    struct settings settings;
    struct kzsi_place place;
    bool crashed;
    kzs_status st;

    if (path == NULL || *path == '\0')
        return kzsi_fail(err, KZS_ERR_INVALID, "no path of an index was given");
    st = read_options(options, false, &settings, err);
    if (st != KZS_OK)
        return st;
    st = kzsi_place_begin(path, settings.lock_wait_ms, &place, err);
    if (st == KZS_OK) {
        const char *words[] = {"compact", place.path, place.building, NULL};
        st = kzsi_help(words, take_progress, &listener, &crashed, err);
    }
    /* A gigantic length that is damage looks like a want of memory. */
    if (st == KZS_ERR_NOMEM) {
        st = kzs_check(place.path, NULL, progress, user, err);
        if (st == KZS_OK)
            st = kzsi_fail_nomem(err);
    }
    /* What Xapian copied may still be damaged: nothing takes a place that is not whole. */
    if (st == KZS_OK)
        st = kzs_check(place.building, NULL, progress, user, err);
    if (st == KZS_OK)
        st = kzsi_place_finish(&place, err);
    kzsi_place_end(&place);
    return st;
}
