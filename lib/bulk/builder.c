/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Batches become a database:
 *
 *     batch ---> docdata, termlist         at once: they are in order of documents
 *       |------> postings, positions       kept as streams; when they are more than the
 *                                          memory allows, merged into one at the end of a file
 *     finish --> postlist, position        all streams merged, the two side by side
 *           ---> iamglass                  when the tables are on disk
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bulk/glass.h"

#define WINDOW_MIN ((size_t)16 * 1024)
#define WINDOW_MAX ((size_t)1024 * 1024)

enum { POSTINGS, POSITIONS, STREAMS };

struct run {
    struct kzsi_buf stream[STREAMS];
};

/* Where in the files of streams a merged part lies. */
struct spill {
    off_t start[STREAMS], length[STREAMS];
};

struct kzsi_bulk {
    int folder;
    struct kzsi_bulk_options options;
    struct kzsi_table *tables[KZSI_TABLES];
    struct run *runs;
    size_t run_count, run_capacity, run_bytes;
    struct spill *spills;
    size_t spill_count, spill_capacity;
    int files[STREAMS];
    off_t file_length[STREAMS];
    struct kzsi_statistics statistics;
    struct kzsi_slot_stats *slots;
    size_t slot_count, slot_capacity;
    struct kzsi_metadata *metadata;
    size_t metadata_count, metadata_capacity;
};

kzs_status
kzsi_bulk_new(const char *folder, const struct kzsi_bulk_options *options, kzsi_bulk **out,
              kzs_error *err)
{
    static const enum kzsi_table_kind written[] = {KZSI_POSTLIST, KZSI_DOCDATA, KZSI_TERMLIST,
                                                   KZSI_POSITION};
    kzsi_bulk *bulk;
    bool made = true;

    *out = NULL;
    if (options->revision == 0 || options->revision > UINT32_MAX)
        return kzsi_fail(err, KZS_ERR_LIMIT, "a database cannot have revision %llu",
                         (unsigned long long)options->revision);
    bulk = kzsi_alloc(sizeof *bulk);
    if (bulk == NULL)
        return kzsi_fail_nomem(err);
    bulk->files[POSTINGS] = bulk->files[POSITIONS] = -1;
    bulk->options = *options;
    bulk->folder = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (bulk->folder < 0) {
        int number = errno;
        kzsi_bulk_free(bulk);
        return kzsi_fail_errno(err, number, "cannot open the folder '%s'", folder);
    }
    for (size_t i = 0; i < sizeof written / sizeof *written && made; i++) {
        enum kzsi_table_kind kind = written[i];
        bulk->tables[kind] = kzsi_table_new(bulk->folder, kind, (uint32_t)options->revision);
        made = bulk->tables[kind] != NULL;
        if (made)
            kzsi_table_watch(bulk->tables[kind], options->cancelled);
    }
    if (!made) {
        kzsi_bulk_free(bulk);
        return kzsi_fail_nomem(err);
    }
    *out = bulk;
    return KZS_OK;
}

static void
drop_runs(kzsi_bulk *bulk)
{
    for (size_t i = 0; i < bulk->run_count; i++)
        for (int s = 0; s < STREAMS; s++)
            kzsi_buf_free(&bulk->runs[i].stream[s]);
    bulk->run_count = bulk->run_bytes = 0;
}

void
kzsi_bulk_free(kzsi_bulk *bulk)
{
    if (bulk == NULL)
        return;
    drop_runs(bulk);
    free(bulk->runs);
    free(bulk->spills);
    for (int i = 0; i < KZSI_TABLES; i++)
        kzsi_table_free(bulk->tables[i]);
    for (int s = 0; s < STREAMS; s++)
        if (bulk->files[s] >= 0)
            close(bulk->files[s]);
    for (size_t i = 0; i < bulk->slot_count; i++) {
        kzsi_buf_free(&bulk->slots[i].lower);
        kzsi_buf_free(&bulk->slots[i].upper);
    }
    free(bulk->slots);
    for (size_t i = 0; i < bulk->metadata_count; i++) {
        free(bulk->metadata[i].key);
        free(bulk->metadata[i].value);
    }
    free(bulk->metadata);
    if (bulk->folder >= 0)
        close(bulk->folder);
    free(bulk);
}

kzs_status
kzsi_bulk_metadata(kzsi_bulk *bulk, const char *key, const char *value, kzs_error *err)
{
    struct kzsi_metadata entry = {NULL, NULL};

    if (*key == '\0' || strlen(key) > KZSI_BULK_TERM_MAX)
        return kzsi_fail(err, KZS_ERR_LIMIT, "a metadata key must have 1 to %d bytes",
                         KZSI_BULK_TERM_MAX);
    if (*value == '\0')
        return KZS_OK; /* as none */
    if (kzsi_grow(&bulk->metadata, &bulk->metadata_capacity, bulk->metadata_count,
                  sizeof *bulk->metadata)) {
        entry.key = kzsi_strndup(key, strlen(key));
        entry.value = kzsi_strndup(value, strlen(value));
    }
    if (entry.key == NULL || entry.value == NULL) {
        free(entry.key);
        free(entry.value);
        return kzsi_fail_nomem(err);
    }
    bulk->metadata[bulk->metadata_count++] = entry;
    return KZS_OK;
}

/* ---- appending ---- */

static int
compare(const char *a, size_t a_length, const struct kzsi_buf *b)
{
    size_t least = a_length < b->length ? a_length : b->length;
    int order = memcmp(a, b->data, least);

    return order != 0 ? order : (a_length > b->length) - (a_length < b->length);
}

void
kzsi_slot_widen(struct kzsi_slot_stats *stats, const char *value, size_t length)
{
    if (stats->lower.length == 0 || compare(value, length, &stats->lower) < 0) {
        stats->lower.length = 0;
        kzsi_buf_add(&stats->lower, value, length);
    }
    if (stats->upper.length == 0 || compare(value, length, &stats->upper) > 0) {
        stats->upper.length = 0;
        kzsi_buf_add(&stats->upper, value, length);
    }
}

static bool
add_slot(kzsi_bulk *bulk, const struct kzsi_slot_stats *more)
{
    struct kzsi_slot_stats *stats = NULL;

    for (size_t i = 0; i < bulk->slot_count && stats == NULL; i++)
        if (bulk->slots[i].slot == more->slot)
            stats = &bulk->slots[i];
    if (stats == NULL) {
        if (!kzsi_grow(&bulk->slots, &bulk->slot_capacity, bulk->slot_count,
                       sizeof *bulk->slots))
            return false;
        stats = &bulk->slots[bulk->slot_count++];
        *stats = (struct kzsi_slot_stats){.slot = more->slot};
    }
    stats->count += more->count;
    kzsi_slot_widen(stats, more->lower.data, more->lower.length);
    kzsi_slot_widen(stats, more->upper.data, more->upper.length);
    return !stats->lower.failed && !stats->upper.failed;
}

static void
add_statistics(struct kzsi_statistics *all, const struct kzsi_statistics *more)
{
    all->documents += more->documents;
    all->total_length += more->total_length;
    all->last_document += (uint32_t)more->documents;
    if (more->shortest > 0 && (all->shortest == 0 || more->shortest < all->shortest))
        all->shortest = more->shortest;
    if (more->longest > all->longest)
        all->longest = more->longest;
    if (more->wdf_max > all->wdf_max)
        all->wdf_max = more->wdf_max;
}

/* The next tag of a batch into a table; `always`: also when it is empty. */
static void
add_tag(struct kzsi_table *table, const char **at, const char *end, const char *key,
        size_t key_length, bool always)
{
    uint64_t head = 0;

    kzsi_varint_read(at, end, &head);
    size_t length = (size_t)(head >> 1);
    if (length > 0 || always)
        kzsi_table_add(table, key, key_length, *at, length, (head & 1) != 0);
    *at += length;
}

static void
add_tags(kzsi_bulk *bulk, const kzsi_batch *batch)
{
    const struct kzsi_buf *lists = &batch->term_lists, *slots = &batch->slot_lists;
    const char *record = batch->records.data, *list = lists->data, *slot = slots->data;

    for (size_t i = 0; i < batch->documents; i++) {
        char key[6];
        size_t n = kzsi_pack_sortable(batch->first + (uint32_t)i, key);
        add_tag(bulk->tables[KZSI_DOCDATA], &record,
                batch->records.data + batch->records.length, key, n, false);
        add_tag(bulk->tables[KZSI_TERMLIST], &list, lists->data + lists->length, key, n, true);
        key[n] = '\0';
        add_tag(bulk->tables[KZSI_TERMLIST], &slot, slots->data + slots->length, key, n + 1,
                false);
    }
}

/* A file without a name: nobody can trip over it, and it is gone however this ends. */
static int
nameless_file(int folder)
{
    static const char name[] = "streams.tmp";
    int file = openat(folder, name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

    if (file >= 0 && unlinkat(folder, name, 0) != 0) {
        int number = errno;
        close(file);
        errno = number;
        file = -1;
    }
    return file;
}

/* Merge the streams in memory into one at the end of the files. */
static kzs_status
spill(kzsi_bulk *bulk, kzs_error *err)
{
    struct kzsi_source *sources = kzsi_alloc((bulk->run_count + 1) * sizeof *sources);
    struct spill spilled;
    kzs_status st = KZS_OK;

    if (sources == NULL || !kzsi_grow(&bulk->spills, &bulk->spill_capacity, bulk->spill_count,
                                      sizeof *bulk->spills))
        st = kzsi_fail_nomem(err);
    for (int s = 0; s < STREAMS && st == KZS_OK; s++) {
        if (bulk->files[s] < 0 && (bulk->files[s] = nameless_file(bulk->folder)) < 0) {
            st = kzsi_fail_errno(err, errno, "cannot make a file for sorted postings");
            break;
        }
        for (size_t i = 0; i < bulk->run_count; i++)
            kzsi_source_memory(&sources[i], bulk->runs[i].stream[s].data,
                               bulk->runs[i].stream[s].length);
        spilled.start[s] = bulk->file_length[s];
        st = kzsi_merge_to_file(sources, bulk->run_count, bulk->files[s],
                                &bulk->file_length[s], err);
        spilled.length[s] = bulk->file_length[s] - spilled.start[s];
    }
    free(sources);
    if (st != KZS_OK)
        return st;
    bulk->spills[bulk->spill_count++] = spilled;
    drop_runs(bulk);
    return KZS_OK;
}

kzs_status
kzsi_bulk_append(kzsi_bulk *bulk, kzsi_batch *batch, kzs_error *err)
{
    bool whole = true;
    kzs_status st;

    if (batch->documents == 0)
        return KZS_OK;
    if (batch->first != bulk->statistics.last_document + 1)
        return kzsi_fail(err, KZS_ERR_INTERNAL, "document %lu was to come, not %lu",
                         (unsigned long)bulk->statistics.last_document + 1,
                         (unsigned long)batch->first);
    if (batch->documents > UINT32_MAX - 1 - bulk->statistics.last_document)
        return kzsi_fail(err, KZS_ERR_LIMIT, "too many documents for one index");
    add_tags(bulk, batch);
    st = kzsi_table_status(bulk->tables[KZSI_DOCDATA], err);
    if (st == KZS_OK)
        st = kzsi_table_status(bulk->tables[KZSI_TERMLIST], err);
    if (st != KZS_OK)
        return st;
    add_statistics(&bulk->statistics, &batch->statistics);
    for (size_t i = 0; i < batch->slot_count && whole; i++)
        whole = add_slot(bulk, &batch->slots[i]);
    if (!whole ||
        !kzsi_grow(&bulk->runs, &bulk->run_capacity, bulk->run_count, sizeof *bulk->runs))
        return kzsi_fail_nomem(err);
    bulk->runs[bulk->run_count++] = (struct run){{batch->postings, batch->positions}};
    bulk->run_bytes += batch->postings.capacity + batch->positions.capacity;
    batch->postings = batch->positions = (struct kzsi_buf){0};
    return bulk->run_bytes > bulk->options.memory ? spill(bulk, err) : KZS_OK;
}

/* ---- finishing ---- */

/* One of the two tables that are sorted by term. */
struct job {
    kzsi_bulk *bulk;
    int stream;
    struct kzsi_root root;
    kzs_status status;
    kzs_error err;
};

static kzs_status
write_sorted(struct job *job, struct kzsi_source *sources, size_t count)
{
    kzsi_bulk *bulk = job->bulk;
    bool postings = job->stream == POSTINGS;
    struct kzsi_table *table = bulk->tables[postings ? KZSI_POSTLIST : KZSI_POSITION];
    kzs_status st = postings ? kzsi_postlist_write(table, sources, count, bulk->metadata,
                                                   bulk->metadata_count, bulk->slots,
                                                   bulk->slot_count, &job->err)
                             : kzsi_position_write(table, sources, count, &job->err);

    return st == KZS_OK ? kzsi_table_finish(table, postings, &job->root, &job->err) : st;
}

static void *
run_job(void *user)
{
    struct job *job = user;
    kzsi_bulk *bulk = job->bulk;
    size_t count = bulk->spill_count + bulk->run_count, open = 0;
    struct kzsi_source *sources = kzsi_alloc((count + 1) * sizeof *sources);
    size_t window = bulk->options.memory / (2 * bulk->spill_count + 1);
    bool whole = sources != NULL;

    window = window < WINDOW_MIN ? WINDOW_MIN : window > WINDOW_MAX ? WINDOW_MAX : window;
    for (; open < bulk->spill_count && whole; open++)
        whole = kzsi_source_file(&sources[open], bulk->files[job->stream],
                                 bulk->spills[open].start[job->stream],
                                 bulk->spills[open].length[job->stream], window);
    for (size_t i = 0; i < bulk->run_count && whole; i++)
        kzsi_source_memory(&sources[bulk->spill_count + i],
                           bulk->runs[i].stream[job->stream].data,
                           bulk->runs[i].stream[job->stream].length);
    job->status = whole ? write_sorted(job, sources, count) : kzsi_fail_nomem(&job->err);
    for (size_t i = 0; i < open; i++)
        kzsi_source_free(&sources[i]);
    free(sources);
    return NULL;
}

kzs_status
kzsi_bulk_finish(kzsi_bulk *bulk, kzs_error *err)
{
    struct kzsi_root roots[KZSI_TABLES] = {{0}};
    struct job jobs[STREAMS] = {{.bulk = bulk, .stream = POSTINGS},
                                {.bulk = bulk, .stream = POSITIONS}};
    pthread_t thread;
    bool beside = pthread_create(&thread, NULL, run_job, &jobs[POSTINGS]) == 0;
    kzs_status st;

    run_job(&jobs[POSITIONS]);
    st = kzsi_table_finish(bulk->tables[KZSI_DOCDATA], false, &roots[KZSI_DOCDATA], err);
    if (st == KZS_OK)
        st = kzsi_table_finish(bulk->tables[KZSI_TERMLIST], true, &roots[KZSI_TERMLIST], err);
    if (beside)
        pthread_join(thread, NULL);
    else
        run_job(&jobs[POSTINGS]);
    for (int s = 0; s < STREAMS && st == KZS_OK; s++) {
        st = jobs[s].status;
        if (st != KZS_OK && err != NULL)
            *err = jobs[s].err;
    }
    roots[KZSI_POSTLIST] = jobs[POSTINGS].root;
    roots[KZSI_POSITION] = jobs[POSITIONS].root;
    if (st == KZS_OK)
        st = kzsi_version_write(bulk->folder, bulk->options.revision, roots, &bulk->statistics,
                                err);
    if (st == KZS_OK && fsync(bulk->folder) != 0)
        st = kzsi_fail_errno(err, errno, "cannot make the new index durable");
    return st;
}
