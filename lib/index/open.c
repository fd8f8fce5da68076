/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Opening and creating an index. What makes a Xapian database ours stands in its metadata:
 *
 *     kzs.format     layout version        refused when newer
 *     kzs.analysis   analysis version      refused when newer, reported when older
 *     kzs.schema     the schema text
 *     kzs.method     "direct" if lib/bulk wrote it
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "index/index.h"
#include "index/site.h"

#define KEY_FORMAT "kzs.format"
#define KEY_ANALYSIS "kzs.analysis"
#define KEY_SCHEMA "kzs.schema"

kzs_status
kzsi_index_check(const kzs_index *index, kzs_error *err)
{
    if (index == NULL)
        return kzsi_fail(err, KZS_ERR_INVALID, "no index was given (NULL)");
    if (index->process != getpid())
        return kzsi_fail(err, KZS_ERR_FORKED,
                         "the index '%s' was opened before fork(): open it again in this "
                         "process",
                         index->path);
    return KZS_OK;
}

/* How much may wait for a commit, in bytes of documents, unless `pending_bytes` says. */
#define PENDING_BYTES ((uint64_t)1 << 30)

static bool
set_option(struct kzsi_options *options, const char *key, const char *value)
{
    static const char *const levels[] = {"full", "commit", "none"};
    static const char *const amounts[] = {"used", "none", "all"};

    if (strcmp(key, "lock_timeout") == 0)
        return kzsi_parse_ms(value, &options->lock_wait_ms);
    if (strcmp(key, "commit_bytes") == 0)
        return kzsi_parse_bytes(value, &options->commit_bytes);
    if (strcmp(key, "pending_bytes") == 0)
        return kzsi_parse_bytes(value, &options->pending_bytes) && options->pending_bytes > 0;
    for (size_t i = 0; i < 3 && strcmp(key, "verify") == 0; i++) {
        if (strcmp(value, amounts[i]) == 0) {
            options->verify = (enum kzsi_verify)i;
            return true;
        }
    }
    for (size_t i = 0; i < 3 && strcmp(key, "durability") == 0; i++) {
        if (strcmp(value, levels[i]) == 0) {
            options->durability = (enum kzsi_durability)i;
            return true;
        }
    }
    return false;
}

static kzs_status
parse_options(const char *text, struct kzsi_options *options, kzs_error *err)
{
    static const struct {
        const char *key, *values;
    } known[] = {
        {"lock_timeout", "a whole number with ms, s or m, at most a day"},
        {"durability", "full, commit or none"},
        {"verify", "used, none or all"},
        {"commit_bytes", "a whole number, perhaps with K, M or G"},
        {"pending_bytes", "a whole number above 0, perhaps with K, M or G"},
    };
    const char *at = text != NULL ? text : "";

    *options = (struct kzsi_options){.pending_bytes = PENDING_BYTES};
    for (at += strspn(at, " \t\n"); *at != '\0'; at += strspn(at, " \t\n")) {
        size_t length = strcspn(at, " \t\n"), i = 0;
        char word[64] = "", *value;
        if (length < sizeof word)
            memcpy(word, at, length);
        value = strchr(word, '=');
        if (value != NULL)
            *value++ = '\0';
        while (i < sizeof known / sizeof *known && strcmp(word, known[i].key) != 0)
            i++;
        if (value == NULL || i == sizeof known / sizeof *known)
            return kzsi_fail(err, KZS_ERR_INVALID,
                             "unknown option '%.*s'; known are lock_timeout=TIME, "
                             "durability=LEVEL, verify=AMOUNT, commit_bytes=SIZE and "
                             "pending_bytes=SIZE",
                             (int)(length < 64 ? length : 64), at);
        if (!set_option(options, word, value))
            return kzsi_fail(err, KZS_ERR_INVALID, "'%s=%s': the value must be %s", word,
                             value, known[i].values);
        at += length;
    }
    return KZS_OK;
}

/* Parse a version number from metadata; 0 when there is none. */
static unsigned
version_of(const char *text)
{
    uint64_t number = 0;

    return kzsi_parse_u64(text, UINT32_MAX, &number) ? (unsigned)number : 0;
}

static kzs_status
newer(kzs_error *err, const char *path, const char *what, unsigned found, unsigned known)
{
    return kzsi_fail(err, KZS_ERR_VERSION,
                     "the index '%s' has %s version %u, this library knows up to %u: use a "
                     "newer libkzsearch",
                     path, what, found, known);
}

/* Everything that the metadata says, from one snapshot. */
static kzs_status
read_metadata(kzsi_db *db, void *user, kzs_error *err)
{
    kzs_index *index = user;
    static const char *const keys[] = {KEY_FORMAT, KEY_ANALYSIS, KEY_SCHEMA, KZSI_KEY_METHOD};
    struct kzsi_buf text[4] = {{0}};
    char *value[4] = {NULL};
    kzs_status st = KZS_OK;

    for (size_t i = 0; i < 4 && st == KZS_OK; i++) {
        st = kzsi_db_metadata(db, keys[i], &text[i], err);
        if (st == KZS_OK && (value[i] = kzsi_buf_take(&text[i])) == NULL)
            st = kzsi_fail_nomem(err);
        kzsi_buf_free(&text[i]);
    }
    if (st != KZS_OK)
        goto out;

    index->format_version = version_of(value[0]);
    index->analysis_version = version_of(value[1]);
    if (index->format_version == 0)
        st = kzsi_fail(err, KZS_ERR_INVALID,
                       "'%s' is a Xapian database, but libkzsearch did not make it",
                       index->path);
    else if (index->format_version > KZSI_FORMAT_VERSION)
        st = newer(err, index->path, "format", index->format_version, KZSI_FORMAT_VERSION);
    else if (index->analysis_version > KZSI_ANALYSIS_VERSION)
        st = newer(err, index->path, "analysis", index->analysis_version,
                   KZSI_ANALYSIS_VERSION);
    else {
        kzsi_schema_free(&index->schema);
        st = kzsi_schema_parse(value[2], &index->schema, err);
        if (st == KZS_ERR_SYNTAX)
            st = kzsi_fail(err, KZS_ERR_CORRUPT, "the schema stored in '%s' is damaged",
                           index->path);
    }
    index->direct = strcmp(value[3], "direct") == 0;
out:
    for (size_t i = 0; i < 4; i++)
        free(value[i]);
    return st;
}

kzs_status
kzsi_index_identity(kzsi_set_metadata_fn set, void *user, const char *schema, kzs_error *err)
{
    char number[16];
    kzs_status st;

    snprintf(number, sizeof number, "%d", KZSI_FORMAT_VERSION);
    st = set(user, KEY_FORMAT, number, err);
    snprintf(number, sizeof number, "%d", KZSI_ANALYSIS_VERSION);
    if (st == KZS_OK)
        st = set(user, KEY_ANALYSIS, number, err);
    return st == KZS_OK ? set(user, KEY_SCHEMA, schema, err) : st;
}

static kzs_status
set_metadata(void *user, const char *key, const char *value, kzs_error *err)
{
    return kzsi_writer_set_metadata(user, key, value, err);
}

static kzs_status
new_handle(const char *path, const char *options, bool writable, kzs_index **out,
           kzs_error *err)
{
    struct kzsi_options parsed;
    kzs_index *index;
    kzs_status st;

    if (path == NULL || *path == '\0')
        return kzsi_fail(err, KZS_ERR_INVALID, "no path of an index was given");
    st = parse_options(options, &parsed, err);
    if (st != KZS_OK)
        return st;
    index = kzsi_alloc(sizeof *index);
    if (index == NULL || (index->path = kzsi_strndup(path, strlen(path))) == NULL ||
        (parsed.verify != KZSI_VERIFY_NONE && (index->proof = kzsi_proof_new(path)) == NULL)) {
        free(index != NULL ? index->path : NULL);
        free(index);
        return kzsi_fail_nomem(err);
    }
    index->writable = writable;
    index->options = parsed;
    index->process = getpid();
    pthread_mutex_init(&index->pool_lock, NULL);
    pthread_mutex_init(&index->write_lock, NULL);
    *out = index;
    return KZS_OK;
}

static void
free_handle(kzs_index *index)
{
    kzsi_vocabulary_done(index, index->vocabulary);
    while (index->readers.count > 0)
        kzsi_db_close(index->readers.idle[--index->readers.count]);
    while (index->analyzers.count > 0)
        kzsi_analyzer_free(index->analyzers.idle[--index->analyzers.count]);
    while (index->inversions.count > 0)
        kzsi_inversion_free(index->inversions.idle[--index->inversions.count]);
    kzsi_writer_close(index->writer);
    kzsi_pending_free(&index->pending);
    kzsi_proof_free(index->proof);
    kzsi_schema_free(&index->schema);
    pthread_mutex_destroy(&index->pool_lock);
    pthread_mutex_destroy(&index->write_lock);
    free(index->path);
    free(index);
}

/* One of the files that are there before a creation is complete? */
static bool
is_early_file(const char *name)
{
    static const char ending[] = ".glass";
    size_t length = strlen(name), tail = sizeof ending - 1;

    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0 ||
           strcmp(name, "flintlock") == 0 || strcmp(name, "v.tmp") == 0 ||
           strcmp(name, KZSI_SITE_MARK) == 0 ||
           (length > tail && strcmp(name + length - tail, ending) == 0);
}

/*
 * Nothing there yet: neither a file nor anything in the directory, but what a creation leaves
 * that was cut off before it made the version file?
 */
bool
kzsi_index_vacant(const char *path)
{
    DIR *directory = opendir(path);
    const struct dirent *entry;
    bool vacant = true;

    if (directory == NULL)
        return errno == ENOENT;
    while (vacant && (entry = readdir(directory)) != NULL)
        vacant = is_early_file(entry->d_name);
    closedir(directory);
    return vacant;
}

/* A database without documents or metadata: a creation that was cut off by a crash. */
static bool
is_unborn(kzs_index *index)
{
    struct kzsi_buf format = {0};
    struct kzsi_db_info info = {.documents = 1};
    kzsi_db *db = NULL;
    bool unborn = kzsi_db_open_proved(index->path, index->proof, &db, NULL) == KZS_OK &&
                  kzsi_db_describe(db, &info, NULL) == KZS_OK && info.documents == 0 &&
                  kzsi_db_metadata(db, KEY_FORMAT, &format, NULL) == KZS_OK &&
                  format.length == 0;

    kzsi_buf_free(&format);
    if (db != NULL)
        kzsi_db_close(db);
    return unborn;
}

static kzs_status
open_writer(kzs_index *index, bool make, kzs_error *err)
{
    return kzsi_writer_open(index->path, make, index->options.lock_wait_ms,
                            index->options.durability, index->proof != NULL,
                            &index->writer, err);
}

static kzs_status
create(kzs_index *index, const char *schema, kzs_error *err)
{
    kzs_status st = kzsi_schema_parse(schema, &index->schema, err);

    if (st == KZS_OK)
        st = open_writer(index, true, err);
    if (st == KZS_OK)
        st = kzsi_index_identity(set_metadata, index->writer, schema, err);
    if (st == KZS_OK)
        st = kzsi_writer_commit(index->writer, err);
    index->format_version = KZSI_FORMAT_VERSION;
    index->analysis_version = KZSI_ANALYSIS_VERSION;
    return st;
}

kzs_status
kzs_index_create(const char *path, const char *schema, const char *options, kzs_index **out,
                 kzs_error *err)
{
    kzs_index *index = NULL;
    kzs_status st;

    if (out == NULL)
        return kzsi_fail_null(err, "out");
    *out = NULL;
    st = new_handle(path, options, true, &index, err);
    if (st != KZS_OK)
        return st;
    if (!kzsi_index_vacant(path))
        st = kzsi_fail(err, KZS_ERR_EXISTS,
                       "'%s' exists and is not an empty directory: choose another path, or "
                       "open it instead",
                       path);
    else
        st = create(index, schema != NULL ? schema : kzsi_schema_default, err);
    if (st != KZS_OK) {
        free_handle(index);
        return st;
    }
    *out = index;
    return KZS_OK;
}

kzs_status
kzs_index_open(const char *path, unsigned mode, const char *options, kzs_index **out,
               kzs_error *err)
{
    kzs_index *index = NULL;
    bool writable = (mode & KZS_WRITE) != 0;
    kzs_status st;

    if (out == NULL)
        return kzsi_fail_null(err, "out");
    *out = NULL;
    if ((mode & ~(unsigned)(KZS_WRITE | KZS_CREATE)) != 0 || mode == KZS_CREATE)
        return kzsi_fail(err, KZS_ERR_INVALID,
                         "mode %u is not KZS_READ, KZS_WRITE or KZS_WRITE | KZS_CREATE", mode);
    st = new_handle(path, options, writable, &index, err);
    if (st != KZS_OK)
        return st;

    if ((mode & KZS_CREATE) != 0 && (kzsi_index_vacant(path) || is_unborn(index))) {
        st = create(index, kzsi_schema_default, err);
    } else {
        if (writable)
            st = open_writer(index, false, err);
        if (st == KZS_OK)
            st = kzsi_read(index, read_metadata, index, err);
        if (st == KZS_OK && index->options.verify == KZSI_VERIFY_ALL)
            st = kzsi_verify_all(path, index->proof, NULL, NULL, err);
    }
    if (st != KZS_OK) {
        free_handle(index);
        return st;
    }
    *out = index;
    return KZS_OK;
}

kzs_status
kzs_index_close(kzs_index *index, kzs_error *err)
{
    kzs_status st = KZS_OK;

    if (index == NULL)
        return KZS_OK;
    if (index->process != getpid()) {
        /* The parent's transaction and lock are not ours to end: give back only the memory
         * that is certainly our own. */
        kzsi_pending_free(&index->pending);
        free(index->path);
        kzsi_schema_free(&index->schema);
        free(index);
        return KZS_OK;
    }
    if (index->pending.count > 0)
        st = kzsi_fail(err, KZS_ERR_STATE,
                       "%llu uncommitted change%s to '%s' %s given up: call kzs_commit() "
                       "before closing",
                       (unsigned long long)index->pending.count,
                       index->pending.count == 1 ? "" : "s", index->path,
                       index->pending.count == 1 ? "was" : "were");
    free_handle(index);
    return st;
}

static kzs_status
read_info(kzsi_db *db, void *user, kzs_error *err)
{
    return kzsi_db_describe(db, user, err);
}

static uint64_t
bytes_on_disk(const char *path)
{
    DIR *directory = opendir(path);
    const struct dirent *entry;
    uint64_t bytes = 0;

    if (directory == NULL)
        return 0;
    while ((entry = readdir(directory)) != NULL) {
        struct stat info;
        if (fstatat(dirfd(directory), entry->d_name, &info, AT_SYMLINK_NOFOLLOW) == 0 &&
            S_ISREG(info.st_mode))
            bytes += (uint64_t)info.st_size;
    }
    closedir(directory);
    return bytes;
}

kzs_status
kzs_index_info(kzs_index *index, kzs_info *info, kzs_error *err)
{
    struct kzsi_db_info db = {0};
    kzs_info full = {0};
    kzs_status st = kzsi_index_check(index, err);

    if (st != KZS_OK)
        return st;
    if (info == NULL || info->size < sizeof info->size)
        return kzsi_fail(err, KZS_ERR_INVALID, "set info.size to sizeof(kzs_info) first");
    st = kzsi_read(index, read_info, &db, err);
    if (st != KZS_OK)
        return st;

    full.size = info->size < sizeof full ? info->size : sizeof full;
    full.documents = db.documents;
    full.commit_number = db.revision;
    full.average_length = db.average_length;
    full.bytes = bytes_on_disk(index->path);
    full.format_version = index->format_version;
    full.analysis_version = index->analysis_version;
    full.writable = index->writable;
    full.direct = index->direct;
    pthread_mutex_lock(&index->write_lock);
    full.pending = index->pending.count;
    pthread_mutex_unlock(&index->write_lock);
    memcpy(info, &full, full.size);
    return KZS_OK;
}

const char *
kzs_index_schema(const kzs_index *index)
{
    return index != NULL ? index->schema.text : NULL;
}
