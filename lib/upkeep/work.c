/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the helper does: everything that may end a process when an index is damaged. Reads are
 * those of lib/index, which begin anew where writers overtake them.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "upkeep/upkeep.h"

/* How often a check that a commit overtook is made again. */
#define CHECKS_MAX 5
#define TURN_WAIT_MS 2000

/* So many damaged blocks are told one by one. */
#define SUMS_TOLD 20

static const char *const tables[] = {"docdata", "termlist", "postlist", "position", "spelling",
                                     "synonym"};
#define TABLES (sizeof tables / sizeof *tables)

struct job {
    int fd;
    const char *path;
    bool deaf; /* nobody reads any more */

    /* check */
    size_t table, begun;
    struct kzsi_buf findings; /* frames' data, each behind its varint length */
    uint64_t sums_found;      /* blocks that are not what was written */

    /* records */
    kzs_index index;
    uint64_t first, step;
    uint32_t last;
    struct kzsi_buf record;
};

static void
send_buf(struct job *job, enum kzsi_frame_kind kind, struct kzsi_buf *data)
{
    if (data->failed || !kzsi_frame_write(job->fd, kind, data->data, data->length))
        job->deaf = true;
    kzsi_buf_free(data);
}

static void
send_progress(struct job *job, const char *phase, uint64_t done, uint64_t total)
{
    struct kzsi_buf data = {0};

    kzsi_buf_varint(&data, done);
    kzsi_buf_varint(&data, total);
    kzsi_buf_str(&data, phase);
    send_buf(job, KZSI_FRAME_PROGRESS, &data);
}

/* ---- check ---- */

static void
note(struct job *job, const char *part, const char *message)
{
    kzsi_buf_varint(&job->findings, strlen(part) + 1 + strlen(message));
    kzsi_buf_add(&job->findings, part, strlen(part) + 1);
    kzsi_buf_str(&job->findings, message);
}

/* What Xapian says that is no error: sizes, and that a table is whole or not there. */
static bool
is_talk(const char *line)
{
    static const char *const talk[] = {"blocksize=", "B-tree checked okay", "No errors found",
                                       "table structure checked OK", "done",
                                       "Not present", "not used", "structure checked okay"};

    if (*line == '\0')
        return true;
    for (size_t i = 0; i < sizeof talk / sizeof *talk; i++)
        if (strstr(line, talk[i]) != NULL)
            return true;
    return false;
}

static void
hear(void *user, const char *line)
{
    struct job *job = user;
    size_t length = strlen(line);

    for (size_t i = 0; i < TABLES; i++)
        if (length == strlen(tables[i]) + 1 && line[length - 1] == ':' &&
            strncmp(line, tables[i], length - 1) == 0) {
            job->table = i;
            send_progress(job, "checking", job->begun++, TABLES);
            return;
        }
    if (!is_talk(line))
        note(job, job->begun > 0 ? tables[job->table] : "", line);
}

/* A block that is not what was written. */
static kzs_status
hear_sum(void *user, const char *table, const char *what, uint64_t done, uint64_t total)
{
    struct job *job = user;

    if (what == NULL)
        send_progress(job, "adding up", done, total);
    else if (job->sums_found++ < SUMS_TOLD)
        note(job, table, what);
    return job->deaf ? KZS_ERR_CANCELLED : KZS_OK;
}

/* Which file a message names. */
static const char *
part_of(const char *message)
{
    for (size_t i = 0; i < TABLES; i++) {
        char name[32];
        snprintf(name, sizeof name, "'%s.glass'", tables[i]);
        if (strstr(message, name) != NULL)
            return tables[i];
    }
    return strstr(message, "'iamglass'") != NULL ? "iamglass" : "";
}

static kzs_status
check_sums(struct job *job, kzs_error *err)
{
    kzs_error why;
    kzs_status st;

    job->sums_found = 0;
    st = kzsi_verify_all(job->path, NULL, hear_sum, job, &why);
    if (st == KZS_ERR_CORRUPT) {
        job->sums_found++;
        note(job, part_of(why.message), why.message);
        return KZS_OK;
    }
    if (job->sums_found > SUMS_TOLD) {
        char more[80];
        snprintf(more, sizeof more, "%llu more blocks are not what was written",
                 (unsigned long long)(job->sums_found - SUMS_TOLD));
        note(job, "", more);
    }
    if (st != KZS_OK && err != NULL)
        *err = why;
    return st;
}

static kzs_status
check_once(struct job *job, kzs_error *err)
{
    uint64_t errors = 0;
    size_t sums;
    kzs_status st;

    job->findings.length = 0;
    job->begun = 0;
    st = check_sums(job, err);
    if (st != KZS_OK)
        return st;
    sums = job->findings.length;
    st = kzsi_check_tables(job->path, hear, job, &errors, err);
    if (st == KZS_ERR_CORRUPT && sums > 0)
        return KZS_OK; /* it was told already */
    if (st == KZS_ERR_CORRUPT && err != NULL) {
        note(job, job->begun > 0 ? tables[job->table] : "iamglass", err->message);
        return KZS_OK;
    }
    if (st == KZS_OK && errors == 0)
        job->findings.length = sums;
    else if (st == KZS_OK && job->findings.length == sums)
        note(job, tables[job->table], "Xapian finds it damaged, and does not say where");
    return st;
}

static kzs_status
check(struct job *job, kzs_error *err)
{
    uint64_t before, after = 0;
    const char *at;
    kzs_status st = KZS_OK;
    int turn = -1;

    for (int i = 0; i < CHECKS_MAX && st == KZS_OK; i++) {
        before = kzsi_revision(job->path);
        st = check_once(job, err);
        after = kzsi_revision(job->path);
        if (before == after)
            break;
        if (turn < 0)
            turn = kzsi_turn_begin(job->path, false, TURN_WAIT_MS);
        if (i + 1 == CHECKS_MAX)
            st = kzsi_fail(err, KZS_ERR_MODIFIED,
                           "the index '%s' was committed to while it was checked: check when "
                           "nobody writes, or a backup of it",
                           job->path);
    }
    kzsi_turn_end(turn);
    if (job->findings.failed)
        return kzsi_fail_nomem(err);
    at = job->findings.data;
    for (uint64_t length; st == KZS_OK && !job->deaf && at != NULL &&
                          at < job->findings.data + job->findings.length &&
                          kzsi_varint_read(&at, at + 10, &length);
         at += length)
        job->deaf = !kzsi_frame_write(job->fd, KZSI_FRAME_FINDING, at, (size_t)length);
    return st;
}

/* ---- records ---- */

static void
forget_sums(struct job *job)
{
    while (job->index.readers.count > 0)
        kzsi_db_close(job->index.readers.idle[--job->index.readers.count]);
    kzsi_proof_free(job->index.proof);
    job->index.proof = NULL;
}

static kzs_status
read_last(kzsi_db *db, void *user, kzs_error *err)
{
    struct job *job = user;

    return kzsi_db_last(db, &job->last, err);
}

static kzs_status
read_info(kzsi_db *db, void *user, kzs_error *err)
{
    return kzsi_db_describe(db, user, err);
}

static kzs_status
read_some(kzsi_db *db, void *user, kzs_error *err)
{
    struct job *job = user;
    struct kzsi_buf data = {0};
    kzs_status st = KZS_OK;

    job->record.length = 0;
    for (uint64_t i = job->first; i < job->first + job->step && i <= job->last; i++) {
        data.length = 0;
        st = kzsi_db_data(db, (uint32_t)i, &data, err);
        if (st != KZS_OK)
            break;
        kzsi_buf_varint(&job->record, data.length);
        kzsi_buf_add(&job->record, data.data, data.length);
    }
    kzsi_buf_free(&data);
    return st == KZS_OK && job->record.failed ? kzsi_fail_nomem(err) : st;
}

static void
send_records(struct job *job)
{
    const char *at = job->record.data, *end = at + job->record.length;
    uint64_t document = job->first, length;

    for (; at < end && kzsi_varint_read(&at, end, &length); at += length, document++) {
        struct kzsi_buf data = {0};
        if (length == 0)
            continue;
        kzsi_buf_varint(&data, document);
        kzsi_buf_add(&data, at, (size_t)length);
        send_buf(job, KZSI_FRAME_RECORD, &data);
    }
}

static void
send_number(struct job *job, enum kzsi_frame_kind kind, uint64_t number)
{
    struct kzsi_buf data = {0};

    kzsi_buf_varint(&data, number);
    send_buf(job, kind, &data);
}

/* Where several cannot be read together, one by one: all but the damaged ones. */
static kzs_status
records(struct job *job, kzs_error *err)
{
    struct kzsi_db_info before = {0}, after = {0};
    uint64_t wide = job->step;
    kzs_status st;

    /* Where the sums do not even fit the version file the records may be whole all the same. */
    job->index.proof = kzsi_proof_new(job->path);
    if (job->index.proof == NULL)
        return kzsi_fail_nomem(err);
    st = kzsi_read(&job->index, read_last, job, err);
    if (st == KZS_ERR_CORRUPT) {
        forget_sums(job);
        job->deaf = job->deaf || !kzsi_frame_write(job->fd, KZSI_FRAME_DOUBT, "\0", 1);
        st = kzsi_read(&job->index, read_last, job, err);
    }
    if (st == KZS_OK)
        st = kzsi_read(&job->index, read_info, &before, err);
    for (uint64_t narrow = 0; st == KZS_OK && !job->deaf && job->first <= job->last;) {
        job->step = job->first < narrow ? 1 : wide;
        send_number(job, KZSI_FRAME_NEXT, job->first);
        send_progress(job, "reading", job->first - 1, job->last);
        st = kzsi_read(&job->index, read_some, job, err);
        if (st == KZS_OK) {
            send_records(job);
        } else if (job->step == 1) {
            /* No memory: damage, too, where a length is gigantic. */
            send_number(job, KZSI_FRAME_RECORD, job->first);
            st = KZS_OK;
        } else {
            narrow = job->first + job->step;
            kzsi_buf_free(&job->record);
            st = KZS_OK;
            continue;
        }
        job->first += job->step;
    }
    if (st == KZS_OK)
        st = kzsi_read(&job->index, read_info, &after, err);
    /* Where blocks are damaged Xapian may take documents for deleted ones. */
    if (st == KZS_OK && before.revision == after.revision)
        send_number(job, KZSI_FRAME_COUNT, after.documents);
    return st;
}

static kzs_status
read_schema(kzsi_db *db, void *user, kzs_error *err)
{
    struct job *job = user;

    job->record.length = 0;
    return kzsi_db_metadata(db, "kzs.schema", &job->record, err);
}

static kzs_status
schema(struct job *job, kzs_error *err)
{
    kzs_status st;

    job->index.proof = kzsi_proof_new(job->path);
    if (job->index.proof == NULL)
        return kzsi_fail_nomem(err);
    st = kzsi_read(&job->index, read_schema, job, err);
    if (st == KZS_OK && job->record.length == 0)
        return kzsi_fail(err, KZS_ERR_INVALID,
                         "'%s' is a Xapian database, but libkzsearch did not make it",
                         job->path);
    if (st == KZS_OK)
        send_buf(job, KZSI_FRAME_TEXT, &job->record);
    return st;
}

/* ---- compact ---- */

static void
hear_table(void *user, const char *table)
{
    struct job *job = user;

    (void)table;
    send_progress(job, "compacting", job->begun++, TABLES);
}

/* What is damaged must not become what was written. */
static kzs_status
compact(struct job *job, const char *to, kzs_error *err)
{
    kzs_error why;
    kzs_status st = kzsi_verify_all(job->path, NULL, NULL, NULL, &why);

    if (st == KZS_OK)
        return kzsi_compact_tables(job->path, to, hear_table, job, err);
    if (err != NULL)
        *err = why;
    return st;
}

/* ---- all ---- */

static kzs_status
do_work(struct job *job, int count, char **words, kzs_error *err)
{
    uint64_t first = 0, step = 0;

    if (count == 2 && strcmp(words[0], "check") == 0)
        return check(job, err);
    if (count == 2 && strcmp(words[0], "schema") == 0)
        return schema(job, err);
    if (count == 3 && strcmp(words[0], "compact") == 0)
        return compact(job, words[2], err);
    if (count == 4 && strcmp(words[0], "records") == 0 &&
        kzsi_parse_u64(words[2], UINT32_MAX, &first) && first > 0 &&
        kzsi_parse_u64(words[3], 1000, &step) && step > 0) {
        job->first = first;
        job->step = step;
        return records(job, err);
    }
    return kzsi_fail(err, KZS_ERR_INVALID, "the helper was not told what to do");
}

int
kzsi_work(int fd, int count, char **words)
{
    struct job job = {.fd = fd, .path = count > 1 ? words[1] : ""};
    struct kzsi_buf end = {0};
    kzs_error err = {.message = ""};
    kzs_status st;

    job.index.path = (char *)job.path;
    pthread_mutex_init(&job.index.pool_lock, NULL);
    st = do_work(&job, count, words, &err);
    forget_sums(&job);
    pthread_mutex_destroy(&job.index.pool_lock);
    kzsi_buf_free(&job.findings);
    kzsi_buf_free(&job.record);
    kzsi_buf_varint(&end, st);
    kzsi_buf_varint(&end, st != KZS_OK ? (uint64_t)err.system : 0);
    kzsi_buf_str(&end, st != KZS_OK ? err.message : "");
    send_buf(&job, KZSI_FRAME_END, &end);
    return job.deaf ? 1 : 0;
}
