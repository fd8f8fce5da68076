/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A new index from many documents at once. It grows in a folder beside its place and is moved
 * there when it is whole (site.c):
 *
 *     build --> look at it through Xapian --> at its path, perhaps instead of another
 *
 * Written directly (lib/bulk) if the libxapian that is loaded writes the format that we do;
 * should what Xapian then reads not be what was put, or the format be another one, it is built
 * through Xapian. Either way what is at the path is the old index, or none, or the whole new.
 */
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "index/index.h"
#include "index/load.h"
#include "index/site.h"

#define MEMORY_DEFAULT ((uint64_t)256 << 20)
#define MEMORY_LEAST   ((uint64_t)8 << 20)
#define THREADS_MOST   64

/* Documents that are looked at in the end; each at most so large. */
#define SAMPLES      32
#define SAMPLE_BYTES ((size_t)1 << 20)

/* Through Xapian, as much text is committed at a time. */
#define COMMIT_BYTES "64M"

struct sample {
    uint32_t number;
    kzs_doc *doc; /* owned */
};

enum method { METHOD_AUTO, METHOD_DIRECT, METHOD_XAPIAN };

struct kzs_bulk {
    struct kzsi_site place;
    char *schema_text;
    struct kzsi_schema schema;
    pid_t process;
    /* What was asked for. */
    enum method method;
    bool replace;
    char lock_timeout[32]; /* as an option of kzs_index_open() */
    uint64_t memory, threads, first_commit;

    kzs_index *old;   /* held locked until it is replaced */
    kzs_index *index; /* through Xapian */
    char fallback[sizeof((kzs_error *)0)->message + 80]; /* why so; "" if not */
    atomic_bool cancelled;

    struct kzsi_bulk_options options;
    kzsi_bulk *bulk;
    struct kzsi_loader *loader;
    struct kzsi_intern ids;
    uint32_t *numbers; /* of each id: its document */
    size_t numbers_capacity;
    uint32_t *replaced; /* documents that a later one took the place of */
    size_t replaced_count, replaced_capacity;
    struct sample samples[SAMPLES];
    size_t sample_count;
    bool finished;
};

/* ---- beginning ---- */

static bool
set_option(kzs_bulk *b, const char *key, const char *value)
{
    static const char *const methods[] = {"auto", "direct", "xapian"};
    uint64_t wait;

    if (strcmp(key, "memory") == 0)
        return kzsi_parse_bytes(value, &b->memory) && b->memory >= MEMORY_LEAST;
    if (strcmp(key, "threads") == 0)
        return kzsi_parse_u64(value, THREADS_MOST, &b->threads) && b->threads > 0;
    if (strcmp(key, "first_commit") == 0)
        return kzsi_parse_u64(value, UINT32_MAX, &b->first_commit) && b->first_commit > 0;
    if (strcmp(key, "replace") == 0)
        return kzsi_parse_bool(value, &b->replace);
    if (strcmp(key, "lock_timeout") == 0) {
        snprintf(b->lock_timeout, sizeof b->lock_timeout, "lock_timeout=%s", value);
        return kzsi_parse_ms(value, &wait);
    }
    for (size_t i = 0; strcmp(key, "method") == 0 && i < 3; i++) {
        if (strcmp(value, methods[i]) == 0) {
            b->method = (enum method)i;
            return true;
        }
    }
    return false;
}

static kzs_status
parse_options(kzs_bulk *b, const char *text, kzs_error *err)
{
    const char *at = text != NULL ? text : "";

    b->memory = MEMORY_DEFAULT;
    b->threads = 1;
    b->first_commit = 1;
    for (at += strspn(at, " \t\n"); *at != '\0'; at += strspn(at, " \t\n")) {
        size_t length = strcspn(at, " \t\n");
        char word[32] = "", *value;
        if (length < sizeof word)
            memcpy(word, at, length);
        value = strchr(word, '=');
        if (value != NULL)
            *value++ = '\0';
        if (value == NULL || !set_option(b, word, value))
            return kzsi_fail(err, KZS_ERR_INVALID,
                             "'%.*s': options are memory=SIZE from 8M, threads=1 to 64, "
                             "method=auto, direct or xapian, replace=yes or no, and "
                             "lock_timeout=TIME",
                             (int)(length < 64 ? length : 64), at);
        at += length;
    }
    return KZS_OK;
}

/*
 * Lock the index that is to be replaced, and number commits on from its. A damaged or newer
 * one may be replaced too, that is the cure; somebody else's database may not.
 */
static kzs_status
open_old(kzs_bulk *b, const char *path, kzs_error *err)
{
    kzs_info info = {.size = sizeof info};
    kzs_status st = kzs_index_open(path, KZS_WRITE, b->lock_timeout, &b->old, err);
    char *other = NULL;

    if ((st == KZS_ERR_NOT_FOUND || st == KZS_ERR_INVALID) && kzsi_index_vacant(path))
        return KZS_OK;
    if (st != KZS_OK && st != KZS_ERR_CORRUPT && st != KZS_ERR_VERSION)
        return st;
    if (!kzsi_site_is_index(path, &other) && other != NULL)
        st = kzsi_fail(err, KZS_ERR_EXISTS,
                       "'%s' also holds '%s', which is no part of an index: move it elsewhere",
                       path, other);
    else if (st == KZS_OK) {
        st = kzs_index_info(b->old, &info, err);
        b->first_commit = info.commit_number + 1;
    } else
        st = KZS_OK;
    free(other);
    return st;
}

/* Did the libxapian that is loaded just write the format that lib/bulk writes? */
static bool
format_known(const char *path)
{
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int file = folder >= 0 ? openat(folder, "iamglass", O_RDONLY | O_CLOEXEC) : -1;
    char magic[KZSI_BULK_MAGIC_LENGTH];
    bool known = file >= 0 && read(file, magic, sizeof magic) == (ssize_t)sizeof magic &&
                 memcmp(magic, kzsi_bulk_magic, sizeof magic) == 0;

    if (file >= 0)
        close(file);
    if (folder >= 0)
        close(folder);
    return known;
}

static kzs_status
set_metadata(void *user, const char *key, const char *value, kzs_error *err)
{
    return kzsi_bulk_metadata(user, key, value, err);
}

static kzs_status
begin_direct(kzs_bulk *b, kzs_error *err)
{
    kzs_status st;

    /* Half of the memory for what is sorted, the other for what is being inverted. */
    b->options = (struct kzsi_bulk_options){.revision = b->first_commit,
                                            .memory = (size_t)b->memory / 2,
                                            .deflate = KZSI_DEFLATE_FAST,
                                            .records_packed = true,
                                            .cancelled = &b->cancelled};
    st = kzsi_bulk_new(b->place.building, &b->options, &b->bulk, err);
    if (st == KZS_OK)
        st = kzsi_index_identity(set_metadata, b->bulk, b->schema_text, err);
    if (st == KZS_OK)
        st = kzsi_bulk_metadata(b->bulk, KZSI_KEY_METHOD, "direct", err);
    if (st != KZS_OK)
        return st;
    b->loader = kzsi_loader_new(b->bulk, &b->schema, &b->options, (size_t)b->memory,
                                (unsigned)b->threads);
    return b->loader != NULL ? KZS_OK : kzsi_fail_nomem(err);
}

static kzs_status
begin(kzs_bulk *b, kzs_error *err)
{
    kzs_status st = kzsi_schema_parse(b->schema_text, &b->schema, err);

    /* What Xapian makes of an empty index shows its format. */
    if (st == KZS_OK)
        st = kzs_index_create(b->place.building, b->schema_text, "commit_bytes=" COMMIT_BYTES,
                              &b->index, err);
    if (st != KZS_OK || b->method == METHOD_XAPIAN)
        return st;
    if (!format_known(b->place.building)) {
        snprintf(b->fallback, sizeof b->fallback,
                 "the libxapian that is loaded writes a format that is not known here");
        return b->method == METHOD_AUTO
                   ? KZS_OK
                   : kzsi_fail(err, KZS_ERR_VERSION, "%s: use method=xapian", b->fallback);
    }
    kzs_index_close(b->index, NULL);
    b->index = NULL;
    kzsi_site_empty(&b->place);
    return begin_direct(b, err);
}

static kzs_status
prepare(kzs_bulk *b, const char *path, const char *schema, const char *options, kzs_error *err)
{
    kzs_status st = parse_options(b, options, err);

    if (st == KZS_OK && !b->replace && !kzsi_index_vacant(path))
        st = kzsi_fail(err, KZS_ERR_EXISTS,
                       "'%s' exists and is not an empty directory: choose another path, or "
                       "say replace=yes",
                       path);
    if (st == KZS_OK && b->replace)
        st = open_old(b, path, err);
    if (st != KZS_OK)
        return st;
    if (schema == NULL)
        schema = b->old != NULL ? kzs_index_schema(b->old) : kzsi_schema_default;
    b->schema_text = kzsi_strndup(schema, strlen(schema));
    if (b->schema_text == NULL)
        return kzsi_fail_nomem(err);
    st = kzsi_site_begin(&b->place, path, b->replace, err);
    return st == KZS_OK ? begin(b, err) : st;
}

kzs_status
kzs_bulk_new(const char *path, const char *schema, const char *options, kzs_bulk **out,
             kzs_error *err)
{
    kzs_bulk *b;
    kzs_status st;

    if (out == NULL)
        return kzsi_fail_null(err, "out");
    *out = NULL;
    if (path == NULL || *path == '\0')
        return kzsi_fail(err, KZS_ERR_INVALID, "no path of an index was given");
    b = kzsi_alloc(sizeof *b);
    if (b == NULL)
        return kzsi_fail_nomem(err);
    b->process = getpid();
    b->place.mark = -1;
    st = prepare(b, path, schema, options, err);
    if (st != KZS_OK) {
        kzs_bulk_free(b);
        return st;
    }
    *out = b;
    return KZS_OK;
}

void
kzs_bulk_free(kzs_bulk *b)
{
    if (b == NULL)
        return;
    if (b->process == getpid()) {
        kzsi_loader_free(b->loader);
        kzsi_bulk_free(b->bulk);
        kzs_index_close(b->index, NULL);
        kzs_index_close(b->old, NULL);
        kzsi_site_end(&b->place);
    }
    for (size_t i = 0; i < b->sample_count; i++)
        kzs_doc_free(b->samples[i].doc);
    kzsi_schema_free(&b->schema);
    kzsi_intern_free(&b->ids);
    free(b->numbers);
    free(b->replaced);
    free(b->schema_text);
    free(b);
}

/* ---- putting ---- */

/* Keep the first two documents and each whose number is a power of two. */
static kzs_status
keep_sample(kzs_bulk *b, uint32_t number, const kzs_doc *doc, size_t bytes, kzs_error *err)
{
    struct sample sample = {number, NULL};

    if ((number & (number - 1)) != 0 || b->sample_count == SAMPLES || bytes > SAMPLE_BYTES)
        return KZS_OK;
    sample.doc = kzsi_doc_copy(doc);
    if (sample.doc == NULL)
        return kzsi_fail_nomem(err);
    b->samples[b->sample_count++] = sample;
    return KZS_OK;
}

static kzs_status
put_direct(kzs_bulk *b, const char *id, size_t length, const kzs_doc *doc, size_t bytes,
           kzs_error *err)
{
    size_t known = b->ids.count;
    uint32_t number, id_number;
    kzs_status st = kzsi_invert_check(&b->schema, doc, err);

    if (st != KZS_OK)
        return st;
    id_number = kzsi_intern_add(&b->ids, id, length);
    if (id_number == KZSI_INTERN_NONE ||
        !kzsi_grow(&b->numbers, &b->numbers_capacity, id_number, sizeof *b->numbers) ||
        !kzsi_grow(&b->replaced, &b->replaced_capacity, b->replaced_count,
                   sizeof *b->replaced))
        return kzsi_fail_nomem(err);
    st = kzsi_loader_add(b->loader, id, length, doc, &number, err);
    if (st != KZS_OK)
        return st;
    if (id_number < known)
        b->replaced[b->replaced_count++] = b->numbers[id_number];
    b->numbers[id_number] = number;
    return keep_sample(b, number, doc, bytes, err);
}

static bool
cancelled(const kzs_bulk *b)
{
    return atomic_load(&b->cancelled);
}

static kzs_status
stopped(const kzs_bulk *b, kzs_error *err)
{
    return kzsi_fail(err, KZS_ERR_CANCELLED, "the bulk build of '%s' was cancelled",
                     b->place.path);
}

static kzs_status
check_handle(const kzs_bulk *b, kzs_error *err)
{
    if (b == NULL)
        return kzsi_fail(err, KZS_ERR_INVALID, "no bulk build was given (NULL)");
    if (b->process != getpid())
        return kzsi_fail(err, KZS_ERR_FORKED, "the bulk build was begun before fork()");
    if (b->finished)
        return kzsi_fail(err, KZS_ERR_STATE, "the bulk build of '%s' is finished",
                         b->place.path);
    return cancelled(b) ? stopped(b, err) : KZS_OK;
}

kzs_status
kzs_bulk_put(kzs_bulk *b, const char *id, size_t length, kzs_doc *doc, kzs_error *err)
{
    size_t bytes = 0;
    kzs_status st = check_handle(b, err);

    if (st == KZS_OK && b->index != NULL)
        return kzs_put(b->index, id, length, doc, err);
    if (st == KZS_OK)
        st = kzsi_check_id(id, &length, err);
    if (st == KZS_OK)
        st = kzsi_check_document(doc, &bytes, err);
    return st == KZS_OK ? put_direct(b, id, length, doc, bytes, err) : st;
}

/* ---- looking at it ---- */

static bool
was_replaced(const kzs_bulk *b, uint32_t number)
{
    for (size_t i = 0; i < b->replaced_count; i++)
        if (b->replaced[i] == number)
            return true;
    return false;
}

static const struct kzsi_interned *
id_of(const kzs_bulk *b, uint32_t number)
{
    for (size_t i = 0; i < b->ids.count; i++)
        if (b->numbers[i] == number)
            return &b->ids.strings[i];
    return NULL;
}

static kzs_status
compare(kzs_bulk *b, kzsi_db *db, kzs_error *err)
{
    struct kzsi_analyzer *analyzer = kzsi_analyzer_new(b->schema.names);
    struct kzsi_inversion *inversion = kzsi_inversion_new();
    struct kzsi_db_info info = {0};
    kzs_status st = analyzer == NULL || inversion == NULL ? kzsi_fail_nomem(err)
                                                          : kzsi_db_describe(db, &info, err);
    bool same = info.documents == b->ids.count;

    for (size_t i = 0; i < b->sample_count && st == KZS_OK && same; i++) {
        const struct sample *sample = &b->samples[i];
        const struct kzsi_interned *id = id_of(b, sample->number);
        struct kzsi_entry entry;
        if (id == NULL || was_replaced(b, sample->number))
            continue;
        st = kzsi_invert(inversion, &b->schema, analyzer, sample->doc,
                         b->ids.text.data + id->start, id->length, &entry, err);
        if (st == KZS_OK)
            st = kzsi_db_same(db, sample->number, &entry, &same, err);
    }
    kzsi_analyzer_free(analyzer);
    kzsi_inversion_free(inversion);
    return st == KZS_OK && !same ? kzsi_fail(err, KZS_ERR_INTERNAL, "not what was put") : st;
}

/* Later documents of the same id took the place of these. */
static kzs_status
delete_replaced(kzs_bulk *b, kzs_error *err)
{
    kzsi_writer *writer = NULL;
    kzs_status st;

    if (b->replaced_count == 0)
        return KZS_OK;
    st = kzsi_writer_open(b->place.building, false, 0, KZSI_SYNC_FULL, true, &writer, err);
    for (size_t i = 0; i < b->replaced_count && st == KZS_OK; i++)
        st = kzsi_writer_delete_number(writer, b->replaced[i], err);
    if (st == KZS_OK)
        st = kzsi_writer_commit(writer, err);
    kzsi_writer_close(writer);
    return st;
}

static kzs_status
look_at(kzs_bulk *b, kzs_error *err)
{
    kzsi_db *db = NULL;
    kzs_status st = delete_replaced(b, err);

    if (st == KZS_OK)
        st = kzsi_db_open(b->place.building, &db, err);
    if (st == KZS_OK)
        st = compare(b, db, err);
    kzsi_db_close(db);
    return st;
}

/* ---- once more, through Xapian ---- */

static kzs_status
put_again(kzs_bulk *b, kzsi_db *db, size_t i, kzs_error *err)
{
    const char *id = b->ids.text.data + b->ids.strings[i].start, *stored;
    size_t length = b->ids.strings[i].length, stored_length;
    struct kzsi_buf term = {0}, record = {0};
    kzs_doc *doc = NULL;
    kzs_status st;

    kzsi_term_id(&term, id, length);
    st = term.failed ? kzsi_fail_nomem(err)
                     : kzsi_db_fetch(db, term.data, term.length, &record, err);
    if (st == KZS_OK)
        st =
            kzsi_record_decode(record.data, record.length, &doc, &stored, &stored_length, err);
    if (st == KZS_OK && (stored_length != length || memcmp(stored, id, length) != 0))
        st = kzsi_fail(err, KZS_ERR_INTERNAL, "a record is not that of its document");
    if (st == KZS_OK)
        st = kzs_put(b->index, id, length, doc, err);
    kzs_doc_free(doc);
    kzsi_buf_free(&term);
    kzsi_buf_free(&record);
    return st;
}

/* The documents stand in the records of what was built; it goes when they are in the other. */
static kzs_status
build_again(kzs_bulk *b, kzs_error *err)
{
    struct kzsi_site other;
    kzsi_db *db = NULL;
    kzs_status st = kzsi_site_another(&other, &b->place, b->replace, err);

    if (st == KZS_OK)
        st = kzs_index_create(other.building, b->schema_text, "commit_bytes=" COMMIT_BYTES,
                              &b->index, err);
    if (st == KZS_OK)
        st = kzsi_db_open(b->place.building, &db, err);
    for (size_t i = 0; i < b->ids.count && st == KZS_OK; i++)
        st = cancelled(b) ? stopped(b, err) : put_again(b, db, i, err);
    kzsi_db_close(db);
    if (st == KZS_OK) {
        kzsi_site_end(&b->place);
        b->place = other;
        return KZS_OK;
    }
    kzs_index_close(b->index, NULL);
    b->index = NULL;
    kzsi_site_end(&other);
    return st;
}

/* ---- the end ---- */

static kzs_status
finish_direct(kzs_bulk *b, kzs_error *err)
{
    kzs_status st = kzsi_loader_finish(b->loader, err);
    kzs_error doubt;

    if (st == KZS_OK)
        st = kzsi_bulk_finish(b->bulk, err);
    if (st != KZS_OK)
        return st;
    kzsi_loader_free(b->loader);
    kzsi_bulk_free(b->bulk);
    b->loader = NULL;
    b->bulk = NULL;
    st = cancelled(b) ? stopped(b, &doubt) : look_at(b, &doubt);
    if (st == KZS_OK)
        return kzsi_sums_write(b->place.building, NULL, true, false, NULL, err);
    if (b->method == METHOD_DIRECT || cancelled(b) || st == KZS_ERR_IO ||
        st == KZS_ERR_NOMEM) {
        if (err != NULL)
            *err = doubt;
        return st;
    }
    snprintf(b->fallback, sizeof b->fallback, "what was written was not what Xapian read: %s",
             doubt.message);
    return build_again(b, err);
}

static kzs_status
finish_through_xapian(kzs_bulk *b, kzs_error *err)
{
    kzs_status st = kzs_commit(b->index, err);

    if (st == KZS_OK)
        st = kzs_index_close(b->index, err);
    else
        kzs_index_close(b->index, NULL);
    b->index = NULL;
    return st;
}

kzs_status
kzs_bulk_finish(kzs_bulk *b, kzs_error *err)
{
    kzs_status st = check_handle(b, err);

    if (st != KZS_OK)
        return st;
    b->finished = true;
    if (b->index == NULL)
        st = finish_direct(b, err);
    if (st == KZS_OK && b->index != NULL)
        st = finish_through_xapian(b, err);
    if (cancelled(b))
        st = stopped(b, err);
    return st == KZS_OK ? kzsi_site_take(&b->place, b->replace, err) : st;
}

void
kzs_bulk_cancel(kzs_bulk *b)
{
    if (b != NULL)
        atomic_store(&b->cancelled, true);
}

const char *
kzs_bulk_method(const kzs_bulk *b)
{
    if (b == NULL)
        return NULL;
    return b->method == METHOD_XAPIAN || b->fallback[0] != '\0' ? "xapian" : "direct";
}

const char *
kzs_bulk_warning(const kzs_bulk *b)
{
    return b != NULL && b->fallback[0] != '\0' ? b->fallback : NULL;
}
