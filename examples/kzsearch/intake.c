/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * From paths to documents in an index:
 *
 *     PATH… -> walk -> import_file() -> put() -> commit every so many MB
 *
 * A file or line that cannot be taken is reported and the rest goes on. When the index
 * itself fails (disk full, say) the work ends; what was committed before stays.
 */
#include "intake.h"

#include <errno.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "import/language.h"
#include "import/walk.h"
#include "support/interrupt.h"
#include "support/message.h"
#include "support/span.h"

enum { REPEATED_SHOWN = 10 };

/* ---- documents ---- */

/* The values of --field replace those of the document, --lang or a guess only fill a gap. */
static void
apply_options(const struct intake *job, const struct import_place *place, kzs_doc *doc)
{
    const char *field, *value, *lang = job->settings->lang;
    size_t length;

    for (size_t i = 0; i < kzs_doc_count(job->settings->given); i++) {
        kzs_doc_value(job->settings->given, i, &field, NULL);
        kzs_doc_set(doc, field, NULL, 0, NULL);
    }
    for (size_t i = 0; i < kzs_doc_count(job->settings->given); i++) {
        value = kzs_doc_value(job->settings->given, i, &field, &length);
        kzs_doc_add(doc, field, value, length, NULL);
    }
    if (kzs_doc_get(doc, "lang", 0, NULL) != NULL)
        return;
    if (lang == NULL && !place->exact)
        lang = language_guess(doc);
    if (lang != NULL)
        kzs_doc_set(doc, "lang", lang, KZS_NUL, NULL);
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
report(struct intake *job, const struct import_place *place, const char *reason)
{
    progress_clear(&job->progress);
    if (place->line > 0)
        complain("%s:%lu: %s", place->path, place->line, reason);
    else
        complain("%s: %s", place->path, reason);
}

static void
on_problem(void *user, const struct import_place *place, const char *reason)
{
    struct intake *job = user;

    if (interrupt_seen())
        return; /* a read that Ctrl-C broke off is no fault of the file */
    job->failed++;
    report(job, place, reason);
}

/* The index failed: documents that are not committed are lost, the others are safe. */
static bool
give_up(struct intake *job, const kzs_error *err)
{
    job->broken = true;
    if (err->status == KZS_ERR_CANCELLED)
        return false; /* will be told */
    progress_clear(&job->progress);
    complain("%s", err->message);
    if (job->target->bulk == NULL && job->waiting > 0)
        complain("%llu document%s since the last commit %s not in the index",
                 (unsigned long long)job->waiting, job->waiting == 1 ? "" : "s",
                 job->waiting == 1 ? "is" : "are");
    job->indexed -= job->waiting;
    job->waiting = 0;
    return false;
}

bool
intake_commit(struct intake *job)
{
    kzs_error err;

    if (job->waiting > 0 && target_commit(job->target, &err))
        return give_up(job, &err);
    job->wait_bytes = 0;
    if (job->target->bulk == NULL)
        job->waiting = 0;
    return true;
}

/* In a dump where each id comes twice, nobody reads thousands of such lines. */
static void
warn_twice(struct intake *job, const struct import_place *place, struct span id)
{
    char *reason = NULL;

    job->repeated++;
    if (job->settings->quiet || job->repeated > REPEATED_SHOWN)
        return;
    if (asprintf(&reason,
                 "the id “%.*s” comes a second time; this document replaces the first%s",
                 (int)id.length, id.text,
                 job->repeated == REPEATED_SHOWN
                     ? " (further ones are only counted; --id-prefix keeps collections apart)"
                     : "") >= 0)
        report(job, place, reason);
    free(reason);
}

/* The id with --id-prefix before it; *id itself when there is none. False: out of memory. */
static bool
prefix_id(struct intake *job, struct span *id)
{
    if (job->settings->id_prefix == NULL)
        return true;
    job->id.length = 0;
    buffer_text(&job->id, job->settings->id_prefix);
    buffer_add(&job->id, id->text, id->length);
    *id = (struct span){buffer_string(&job->id), job->id.length};
    return !job->id.failed;
}

static bool
put(void *user, const struct import_place *place, const char *id, size_t id_length,
    kzs_doc *doc)
{
    struct span whole_id = {id, id_length};
    struct intake *job = user;
    kzs_error err;
    kzs_status st;
    uint64_t bytes;

    if (interrupt_seen())
        return false;
    apply_options(job, place, doc);
    if (!prefix_id(job, &whole_id)) {
        on_problem(job, place, "out of memory");
        return false;
    }
    st = target_put(job->target, whole_id.text, whole_id.length, doc, &err);
    if (st == KZS_ERR_INVALID || st == KZS_ERR_LIMIT) {
        job->failed++;
        report(job, place, err.message);
        return true;
    }
    if (st)
        return give_up(job, &err);
    if (seen_before(&job->seen, whole_id.text, whole_id.length))
        warn_twice(job, place, whole_id);
    bytes = text_bytes(doc);
    job->indexed++;
    job->waiting++;
    job->bytes += bytes;
    job->wait_bytes += bytes;
    progress_update(&job->progress, job->indexed, job->bytes);
    return job->wait_bytes < job->settings->commit_every || intake_commit(job);
}

static void
on_empty(void *user, const struct import_place *place, const char *reason)
{
    struct intake *job = user;
    struct reason why;

    job->skipped++;
    because(&why, "%s; skipped", reason);
    if (!job->settings->quiet && strcmp(reason, IMPORT_BINARY) != 0)
        report(job, place, why.text);
}

/* ---- files ---- */

static bool
take_file(struct intake *job, const char *path, bool is_stdin, enum import_format format)
{
    const struct import_sink sink = {
        .document = put, .problem = on_problem, .empty = on_empty, .user = job};

    return !interrupt_seen() &&
           import_file(path, is_stdin, format, &job->settings->import, &sink);
}

/* Note the kind of a file that is left out; the last entry stands for all further kinds. */
static void
count_ending(struct intake *job, const char *path)
{
    const char *slash = strrchr(path, '/'), *dot = strrchr(slash != NULL ? slash : path, '.');
    char ending[sizeof job->endings->ending] = "no ending";
    size_t i = 0;

    if (dot != NULL && dot[1] != '\0' && strlen(dot) < sizeof ending)
        strcpy(ending, dot);
    else if (dot != NULL)
        strcpy(ending, "other");
    while (i < job->ending_count && strcmp(job->endings[i].ending, ending) != 0)
        i++;
    if (i == ENDINGS_MOST)
        i--;
    if (i == job->ending_count) {
        memcpy(job->endings[i].ending, ending, sizeof ending);
        job->ending_count++;
    }
    job->endings[i].count++;
}

void
intake_left_out(const struct intake *job, char *out, size_t size)
{
    enum { SHOWN = 8 };
    bool done[ENDINGS_MOST] = {false};
    size_t used = 0, most;

    out[0] = '\0';
    for (size_t n = 0; n < SHOWN && n < job->ending_count && used < size; n++) {
        most = ENDINGS_MOST;
        for (size_t i = 0; i < job->ending_count; i++)
            if (!done[i] && (most == ENDINGS_MOST ||
                             job->endings[i].count > job->endings[most].count))
                most = i;
        done[most] = true;
        used += (size_t)snprintf(out + used, size - used, "%s%llu %s", n > 0 ? ", " : "",
                                 (unsigned long long)job->endings[most].count,
                                 job->endings[most].ending);
    }
    if (job->ending_count > SHOWN && used < size)
        snprintf(out + used, size - used, ", …");
}

/* The format of a file in a folder; IMPORT_UNKNOWN for one that is left out. */
static enum import_format
format_in_folder(const struct intake *job, const char *path)
{
    enum import_format format = import_format_of(path);

    if (format != IMPORT_UNKNOWN || filters_find(job->settings->import.filters, path) != NULL)
        return format != IMPORT_UNKNOWN ? format : IMPORT_ANY;
    return job->settings->all ? IMPORT_ANY : IMPORT_UNKNOWN;
}

/* A file in a folder: other kinds of files are left out. */
static bool
on_file(void *user, const char *path)
{
    struct intake *job = user;
    enum import_format format = format_in_folder(job, path);

    if (format != IMPORT_UNKNOWN)
        return take_file(job, path, false, format);
    job->skipped++;
    count_ending(job, path);
    return !interrupt_seen();
}

static void
on_left(void *user, const char *path, const char *reason)
{
    const struct import_place place = {.path = path};
    struct intake *job = user;

    job->skipped++;
    if (!job->settings->quiet)
        report(job, &place, reason);
}

static void
on_walk_problem(void *user, const char *path, const char *reason)
{
    const struct import_place place = {.path = path};

    on_problem(user, &place, reason);
}

/* A file that was named: it must be of a known kind, or --format says which. */
static bool
take_named(struct intake *job, const char *path)
{
    const struct import_place place = {.path = path};
    enum import_format format = format_in_folder(job, path);

    if (import_format_of(path) == IMPORT_UNKNOWN && job->settings->format != IMPORT_UNKNOWN)
        format = job->settings->format;
    if (format != IMPORT_UNKNOWN)
        return take_file(job, path, false, format);
    on_problem(job, &place,
               "unknown kind of file; known are .txt .md .html .jsonl .csv .tsv, each also with "
               ".gz; or say --format txt, or name a --filter");
    return true;
}

/* What comes on stdin is called -, or by the id that --id gives it. */
static bool
take_stdin(struct intake *job)
{
    const struct intake_settings *how = job->settings;

    return take_file(job, how->stdin_id != NULL ? how->stdin_id : "-", true,
                     how->format != IMPORT_UNKNOWN ? how->format : IMPORT_TEXT);
}

/* A pattern that the shell left alone: in quotes, or from a list. */
static bool
expand(const char *typed, glob_t *found)
{
    *found = (glob_t){0};
    return strpbrk(typed, "*?[") != NULL && glob(typed, 0, NULL, found) == 0;
}

bool
intake_exists(const char *typed)
{
    struct stat entry;
    glob_t found;
    bool any;

    if (stat(typed, &entry) == 0)
        return true;
    any = expand(typed, &found);
    globfree(&found);
    return any;
}

static struct walk
walk_of(struct intake *job)
{
    const struct words *exclude = job->settings->exclude;
    struct walk walk = {.file = on_file,
                        .left = on_left,
                        .problem = on_walk_problem,
                        .user = job,
                        .follow = job->settings->follow,
                        .exclude = exclude->items,
                        .exclude_count = exclude->count};
    struct stat entry;

    if (stat(job->target->path, &entry) == 0) {
        walk.index_device = entry.st_dev;
        walk.index_inode = entry.st_ino;
    }
    return walk;
}

static bool
take_path(struct intake *job, const char *typed)
{
    struct walk walk = walk_of(job);
    struct stat entry;
    char *path = walk_plain_path(typed);
    bool on;

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

bool
intake_path(struct intake *job, const char *typed)
{
    struct stat entry;
    glob_t found;
    bool on = true;

    if (strcmp(typed, "-") == 0)
        return take_stdin(job);
    if (stat(typed, &entry) == 0 || !expand(typed, &found))
        return take_path(job, typed);
    for (size_t i = 0; on && i < found.gl_pathc; i++)
        on = take_path(job, found.gl_pathv[i]);
    globfree(&found);
    return on;
}

void
intake_free(struct intake *job)
{
    seen_free(&job->seen);
    buffer_free(&job->id);
}
