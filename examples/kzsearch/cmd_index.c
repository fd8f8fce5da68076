/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * kzsearch index: from files to an index.
 *
 *     PATH… -> walk -> import_file() -> put() -> commit every so many MB -> summary
 *
 * A file or line that cannot be taken is reported and the rest goes on. Ctrl-C commits what
 * is whole. When the index itself fails (disk full, say) the work ends; what was committed
 * before stays.
 */
#include <errno.h>
#include <kzsearch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "import/import.h"
#include "import/date.h"
#include "import/importers.h"
#include "import/walk.h"
#include "options.h"
#include "progress.h"
#include "support/interrupt.h"
#include "support/json_out.h"
#include "support/seen.h"
#include "target.h"

/* What was typed. */
struct index_args {
    const char *schema, *lang, *lock_timeout, *format;
    struct words fields;
    uint64_t commit_every;
    bool replace, quiet, json;
};

struct job {
    const struct index_args *args;
    struct target target;
    struct progress progress;
    struct seen seen;
    kzs_doc *given; /* the values of --field */
    uint64_t indexed, skipped, failed;
    uint64_t bytes;               /* of text, in all */
    uint64_t waiting, wait_bytes; /* documents and bytes since the last commit */
    bool broken;                  /* the index failed */
};

/* ---- documents ---- */

/* The values of --field replace those of the document, --lang only fills a gap. */
static void
apply_options(const struct job *job, kzs_doc *doc)
{
    const char *field, *value;
    size_t length;

    for (size_t i = 0; i < kzs_doc_count(job->given); i++) {
        kzs_doc_value(job->given, i, &field, NULL);
        kzs_doc_set(doc, field, NULL, 0, NULL);
    }
    for (size_t i = 0; i < kzs_doc_count(job->given); i++) {
        value = kzs_doc_value(job->given, i, &field, &length);
        kzs_doc_add(doc, field, value, length, NULL);
    }
    if (job->args->lang != NULL && kzs_doc_get(doc, "lang", 0, NULL) == NULL)
        kzs_doc_set(doc, "lang", job->args->lang, KZS_NUL, NULL);
}

static uint64_t
text_bytes(const kzs_doc *doc)
{
    uint64_t bytes = 0;
    size_t length;

    for (size_t i = 0; i < kzs_doc_count(doc); i++) {
        kzs_doc_value(doc, i, NULL, &length);
        bytes += length;
    }
    return bytes;
}

static void
report(struct job *job, const struct import_place *place, const char *reason)
{
    progress_clear(&job->progress);
    if (place->line > 0)
        complain("%s:%lu: %s", place->path, place->line, reason);
    else
        complain("%s: %s", place->path, reason);
}

/* The index failed: documents since the last commit are lost, the others are safe. */
static bool
give_up(struct job *job, const kzs_error *err)
{
    progress_clear(&job->progress);
    complain("%s", err->message);
    if (job->waiting > 0)
        complain("%llu documents since the last commit are not in the index",
                 (unsigned long long)job->waiting);
    job->indexed -= job->waiting;
    job->waiting = 0;
    job->broken = true;
    kzs_rollback(job->target.index, NULL);
    return false;
}

static bool
commit(struct job *job)
{
    kzs_error err;

    if (job->waiting > 0 && kzs_commit(job->target.index, &err))
        return give_up(job, &err);
    job->waiting = job->wait_bytes = 0;
    return true;
}

static void
warn_twice(struct job *job, const struct import_place *place, const char *id, size_t length)
{
    char *reason = NULL;

    if (asprintf(&reason, "the id “%.*s” comes a second time; this document replaces the first",
                 (int)length, id) >= 0)
        report(job, place, reason);
    free(reason);
}

static bool
put(void *user, const struct import_place *place, const char *id, size_t id_length,
    kzs_doc *doc)
{
    struct job *job = user;
    kzs_error err;
    kzs_status st;
    uint64_t bytes;

    if (interrupt_seen())
        return false;
    apply_options(job, doc);
    st = kzs_put(job->target.index, id, id_length, doc, &err);
    if (st == KZS_ERR_INVALID || st == KZS_ERR_LIMIT) {
        job->failed++;
        report(job, place, err.message);
        return true;
    }
    if (st)
        return give_up(job, &err);
    if (seen_before(&job->seen, id, id_length))
        warn_twice(job, place, id, id_length);
    bytes = text_bytes(doc);
    job->indexed++;
    job->waiting++;
    job->bytes += bytes;
    job->wait_bytes += bytes;
    progress_update(&job->progress, job->indexed, job->bytes);
    return job->wait_bytes < job->args->commit_every * 1000 * 1000 || commit(job);
}

static void
on_problem(void *user, const struct import_place *place, const char *reason)
{
    struct job *job = user;

    if (interrupt_seen())
        return; /* a read that Ctrl-C broke off is no fault of the file */
    job->failed++;
    report(job, place, reason);
}

static void
on_empty(void *user, const char *path)
{
    const struct import_place place = {.path = path};
    struct job *job = user;

    job->skipped++;
    if (!job->args->quiet)
        report(job, &place, "there is no text in it; skipped");
}

/* ---- files ---- */

static bool
take_file(struct job *job, const char *path, bool is_stdin, enum import_format format)
{
    const struct import_sink sink = {
        .document = put, .problem = on_problem, .empty = on_empty, .user = job};

    return !interrupt_seen() && import_file(path, is_stdin, format, &sink);
}

/* A file in a folder: other kinds of files are left out. */
static bool
on_file(void *user, const char *path)
{
    struct job *job = user;
    enum import_format format = import_format_of(path);

    if (format != IMPORT_UNKNOWN)
        return take_file(job, path, false, format);
    job->skipped++;
    return !interrupt_seen();
}

static void
on_walk_problem(void *user, const char *path, const char *reason)
{
    const struct import_place place = {.path = path};

    on_problem(user, &place, reason);
}

/* A file that was named: it must be of a known kind, or --format says which. */
static bool
take_named(struct job *job, const char *path)
{
    const struct import_place place = {.path = path};
    enum import_format format = import_format_of(path);

    if (format == IMPORT_UNKNOWN && job->args->format != NULL)
        format = import_format_named(job->args->format);
    if (format != IMPORT_UNKNOWN)
        return take_file(job, path, false, format);
    on_problem(job, &place,
               "unknown kind of file; known are .txt .md .html .htm .jsonl, each also with "
               ".gz; or say --format txt");
    return true;
}

static bool
take_path(struct job *job, const char *typed)
{
    const struct walk walk = {.file = on_file, .problem = on_walk_problem, .user = job};
    struct stat entry;
    char *path;
    bool on;

    if (strcmp(typed, "-") == 0)
        return take_file(job, "-", true,
                         import_format_named(job->args->format != NULL ? job->args->format
                                                                       : "txt"));
    path = walk_plain_path(typed);
    if (path == NULL || stat(typed, &entry) < 0) {
        const struct import_place place = {.path = typed};

        on_problem(job, &place, path == NULL ? "out of memory" : strerror(errno));
        on = true;
    } else if (S_ISDIR(entry.st_mode))
        on = walk_folder(path, &walk);
    else
        on = take_named(job, path);
    free(path);
    return on;
}

/* ---- options ---- */

/* `key=value` words into a document, so that its rules for names apply. */
static bool
read_fields(struct job *job)
{
    kzs_error err;

    job->given = need(kzs_doc_new());
    for (size_t i = 0; i < job->args->fields.count; i++) {
        struct span word = span_of(job->args->fields.items[i]), key, value;
        char name[FIELD_NAME_SIZE], date[DATE_SIZE];
        size_t equals = span_find(word, '=');

        key = span_head(word, equals);
        value = span_from(word, equals < word.length ? equals + 1 : equals);
        if (equals == word.length || !import_field_name(key, name) || strcmp(name, "id") == 0) {
            complain("--field %s: give NAME=VALUE; a name has letters, digits and _, and is "
                     "not id",
                     word.text);
            return false;
        }
        if (strcmp(name, "date") == 0) {
            if (date_read(value, date) == DATE_NONE) {
                complain("--field %s: not a date; write 2022-11-21", word.text);
                return false;
            }
            value = span_of(date);
        }
        if (kzs_doc_add(job->given, name, value.text, value.length, &err)) {
            complain("--field %s: %s", word.text, err.message);
            return false;
        }
    }
    return true;
}

/* The text of the --schema file; *schema stays NULL without one. Owned by `store`. */
static bool
read_schema(const char *path, struct buffer *store, const char **schema)
{
    enum { SCHEMA_LONGEST = 1024 * 1024 };
    struct reason why;
    struct input *in;
    bool done;

    if (path == NULL)
        return true;
    in = input_open(path, false, &why);
    done = in != NULL && input_read_all(in, SCHEMA_LONGEST, store, &why);
    input_close(in);
    if (!done)
        complain("%s: %s", path, why.text);
    *schema = buffer_string(store);
    return done;
}

/* An unreadable command line should not leave an empty index behind. */
static bool
any_path_exists(const struct words *paths)
{
    struct stat entry;

    for (size_t i = 1; i < paths->count; i++)
        if (strcmp(paths->items[i], "-") == 0 || stat(paths->items[i], &entry) == 0)
            return true;
    for (size_t i = 1; i < paths->count; i++)
        complain("%s: %s", paths->items[i], strerror(ENOENT));
    return false;
}

/* ---- the end ---- */

static void
print_summary(const struct job *job, double seconds)
{
    double megabytes = (double)job->bytes / 1e6, rate = seconds > 0 ? megabytes / seconds : 0;

    if (job->args->json)
        json_line(json_pack("{sI sI sI sf sf sb}", "indexed", (json_int_t)job->indexed,
                            "skipped", (json_int_t)job->skipped, "failed",
                            (json_int_t)job->failed, "seconds", seconds, "mb_per_second", rate,
                            "interrupted", interrupt_seen()));
    else if (!job->args->quiet)
        printf("%llu documents indexed, %llu skipped, %llu failed; %.2f s, %.1f MB/s\n",
               (unsigned long long)job->indexed, (unsigned long long)job->skipped,
               (unsigned long long)job->failed, seconds, rate);
}

/* A replacement is put into place unless it is worse than what it replaces. */
static enum outcome
finish(struct job *job)
{
    bool replacing = job->target.building != NULL;
    bool stopped = interrupt_seen();

    if (replacing && (stopped || job->broken || (job->indexed == 0 && job->failed > 0))) {
        complain("%snothing was replaced; the index is as it was",
                 stopped ? "interrupted: " : "");
        target_abandon(&job->target);
        job->indexed = 0;
    } else if (!target_finish(&job->target))
        return OUTCOME_ERROR;
    else if (stopped)
        complain("interrupted: %llu documents are in the index, the rest is not",
                 (unsigned long long)job->indexed);
    if (stopped)
        return OUTCOME_INTERRUPTED;
    return job->failed > 0 || job->broken ? OUTCOME_ERROR : OUTCOME_FOUND;
}

static enum outcome
fill_index(struct job *job, const struct words *operands)
{
    enum outcome outcome;

    interrupt_catch();
    progress_start(&job->progress, !job->args->quiet);
    for (size_t i = 1; i < operands->count; i++)
        if (!take_path(job, operands->items[i]))
            break;
    if (!job->broken)
        commit(job);
    progress_clear(&job->progress);
    outcome = finish(job);
    print_summary(job, clock_seconds() - job->progress.start);
    return outcome;
}

static enum outcome
run(const struct command *self, int argc, char **argv)
{
    struct index_args args = {.commit_every = 64};
    struct job job = {.args = &args};
    struct target_plan plan = {0};
    struct buffer schema = {0};
    struct words operands;
    enum outcome outcome;
    char lock[64];

    if (!options_parse(self, argc, argv, &args, &operands, &outcome))
        goto out;
    outcome = OUTCOME_ERROR;
    if (!options_lock(args.lock_timeout, lock, sizeof lock) || !read_fields(&job) ||
        !read_schema(args.schema, &schema, &plan.schema) || !any_path_exists(&operands))
        goto out;
    plan.path = operands.items[0];
    plan.options = lock;
    plan.replace = args.replace;
    if (target_open(&job.target, &plan))
        outcome = fill_index(&job, &operands);

out:
    kzs_doc_free(job.given);
    seen_free(&job.seen);
    buffer_free(&schema);
    words_free(&args.fields);
    return outcome;
}

static const struct option options[] = {
    {OPTION_TEXT, "schema", "FILE", offsetof(struct index_args, schema), 0, 0,
     "fields of a new index, one a line; only when the index is created"},
    {OPTION_TEXT, "lang", "L", offsetof(struct index_args, lang), 0, 0,
     "language (en, ru) of documents that do not say theirs"},
    {OPTION_LIST, "field", "NAME=VALUE", offsetof(struct index_args, fields), 0, 0,
     "set a field on every document; may be repeated"},
    {OPTION_CHOICE, "format", "txt|md|html|jsonl", offsetof(struct index_args, format), 0, 0,
     "format of standard input (default txt) and of named files with other endings"},
    {OPTION_FLAG, "replace", NULL, offsetof(struct index_args, replace), 0, 0,
     "build the index anew beside the old one, with its schema, and exchange them at the end"},
    {OPTION_NUMBER, "commit-every", "MB", offsetof(struct index_args, commit_every), 1, 100000,
     "commit whenever so much text was added (default 64)"},
    {OPTION_TEXT, "lock-timeout", "T", offsetof(struct index_args, lock_timeout), 0, 0,
     "wait for another writer so long: 500ms, 10s (default: do not wait)"},
    {OPTION_FLAG, "quiet", NULL, offsetof(struct index_args, quiet), 0, 0,
     "print errors only"},
    {OPTION_FLAG, "json", NULL, offsetof(struct index_args, json), 0, 0,
     "print the summary as a line of JSON"},
    {.kind = OPTION_END},
};

const struct command command_index = {
    .name = "index",
    .operands = "INDEX PATH…",
    .summary = "put files into an index, making it if there is none",
    .details =
        "Put the documents in files and folders into an index. PATH is a file, a folder (all "
        "that is in it, hidden files apart) or - for standard input. Files are .txt .md .html "
        ".htm .jsonl, each also compressed with .gz; others in a folder are skipped.\n"
        "\n"
        "A document's id is the path of its file, or the \"id\" of its JSON line; putting an "
        "id again replaces the document. What cannot be read is reported and the rest goes "
        "on; the exit code is 2 then. Ctrl-C keeps what is whole.",
    .examples = "  kzsearch index archive.kz articles/\n"
                "  kzsearch index archive.kz --lang ru --field source=inosmi.ru 2016/*.txt\n"
                "  zcat dump.jsonl.gz | kzsearch index archive.kz - --format jsonl\n"
                "  kzsearch index archive.kz --replace --schema fields.txt articles/\n",
    .options = options,
    .operands_least = 2,
    .operands_most = SIZE_MAX,
    .run = run,
};
