/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * From paths to documents in an index:
 *
 *     PATH… -> walk -> import_file() -> put() -> commit every so many MB
 *
 * A file that the ledger knows is not read again unless it has changed, and a document that is
 * as it was is not written. A file or line that cannot be taken is reported and the rest goes on. When the index
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

/* Note how far the file that is being read was taken. */
static kzs_status
note_progress(struct intake *job, bool whole, kzs_error *err)
{
    kzs_status st = KZS_OK;

    if (job->path == NULL)
        return KZS_OK;
    if (job->ids.length > 0)
        st = ledger_put_ids(job->target, &job->entry, &job->ids, err);
    job->entry.whole = whole;
    job->noted = true;
    return st == KZS_OK ? ledger_put(job->target, &job->entry, job->path, err) : st;
}

bool
intake_commit(struct intake *job)
{
    kzs_error err;

    if (job->entry.lines > 0 && job->target->bulk == NULL &&
        job->failed == job->failed_before && note_progress(job, false, &err))
        return give_up(job, &err);
    if ((job->waiting > 0 || job->noted) && target_commit(job->target, &err))
        return give_up(job, &err);
    job->wait_bytes = 0;
    job->noted = false;
    if (job->target->bulk == NULL)
        job->waiting = 0;
    return true;
}

/* Whether the index has this document just so, as of its last commit. */
static bool
is_there(struct intake *job, struct span id, const kzs_doc *doc)
{
    kzs_doc *old = NULL;
    bool same;

    if (job->target->index == NULL ||
        kzs_get(job->target->index, id.text, id.length, &old, NULL) != KZS_OK)
        return false;
    same = kzs_doc_count(old) == kzs_doc_count(doc);
    for (size_t i = 0; same && i < kzs_doc_count(doc); i++) {
        const char *a_name, *b_name, *a, *b;
        size_t a_length, b_length;

        a = kzs_doc_value(old, i, &a_name, &a_length);
        b = kzs_doc_value(doc, i, &b_name, &b_length);
        same = strcmp(a_name, b_name) == 0 && a_length == b_length &&
               memcmp(a, b, a_length) == 0;
    }
    kzs_doc_free(old);
    return same;
}

/* A document of the file that is being read is done with. */
static bool
note_document(struct intake *job, const struct import_place *place, struct span id)
{
    enum { CHUNK = 64 * 1024 };
    kzs_error err;

    if (job->path == NULL)
        return true;
    job->entry.lines = place->line;
    if (!span_equal(id, span_of(job->path)))
        ledger_add_id(&job->ids, id.text, id.length);
    if (job->ids.length > CHUNK && ledger_put_ids(job->target, &job->entry, &job->ids, &err))
        return give_up(job, &err);
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
    bool repeated;

    if (interrupt_seen())
        return false;
    apply_options(job, place, doc);
    if (!prefix_id(job, &whole_id)) {
        on_problem(job, place, "out of memory");
        return false;
    }
    repeated = seen_before(&job->seen, whole_id.text, whole_id.length);
    if (!repeated && is_there(job, whole_id, doc)) {
        job->same++;
        return note_document(job, place, whole_id);
    }
    st = target_put(job->target, whole_id.text, whole_id.length, doc, &err);
    if (st == KZS_ERR_INVALID || st == KZS_ERR_LIMIT) {
        job->failed++;
        report(job, place, err.message);
        return true;
    }
    if (st)
        return give_up(job, &err);
    if (repeated)
        warn_twice(job, place, whole_id);
    bytes = text_bytes(doc);
    job->indexed++;
    job->waiting++;
    job->bytes += bytes;
    job->wait_bytes += bytes;
    progress_update(&job->progress, job->indexed, job->bytes);
    return note_document(job, place, whole_id) &&
           (job->wait_bytes < job->settings->commit_every || intake_commit(job));
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
read_file(struct intake *job, const char *path, bool is_stdin, enum import_format format,
          uint64_t skip_lines)
{
    const struct import_sink sink = {
        .document = put, .problem = on_problem, .empty = on_empty, .user = job};
    struct import_options options = job->settings->import;

    options.skip_lines = skip_lines;
    return !interrupt_seen() && import_file(path, is_stdin, format, &options, &sink);
}

/* Documents that a file had and has no more. */
static bool
delete_ids(struct intake *job, struct span ids)
{
    struct span id;
    kzs_error err;
    kzs_status st;

    for (size_t at = 0; ledger_next_id(ids, &at, &id);) {
        if (seen_has(&job->seen, id.text, id.length))
            continue;
        st = kzs_delete(job->target->index, id.text, id.length, &err);
        if (st != KZS_OK && st != KZS_ERR_NOT_FOUND)
            return give_up(job, &err);
        job->pruned += st == KZS_OK ? 1 : 0;
        job->noted = true;
    }
    return true;
}

/*
 * What the ledger says of a file: 1, it was read and is as it was; 0, it is to be read, from
 * where reading stopped. -1: the index failed.
 */
static int
known(struct intake *job, const char *path, struct ledger_entry *now, struct ledger_entry *old)
{
    kzs_error err;
    bool alike;

    if (job->target->index == NULL || !ledger_get(job->target->index, now->key, old)) {
        *old = (struct ledger_entry){0};
        return 0;
    }
    alike = !job->settings->reread && old->recipe == now->recipe && old->size == now->size;
    if (alike && old->whole && old->mtime != 0 && old->mtime == now->mtime)
        return 1;
    if (!alike || !ledger_hash(path, now->content) || strcmp(now->content, old->content) != 0)
        return 0;
    if (!old->whole) {
        now->lines = old->lines;
        now->chunks = old->chunks;
        return 0;
    }
    /* Only its date is another one. */
    now->whole = true;
    now->lines = old->lines;
    now->chunks = old->chunks;
    if (memcmp(now, old, sizeof *now) != 0 && ledger_put(job->target, now, path, &err)) {
        give_up(job, &err);
        return -1;
    }
    job->noted = true;
    return 1;
}

/* A file on the disk, unless it is known. Its note is made when nothing in it failed. */
static bool
take_file(struct intake *job, const char *path, enum import_format format)
{
    struct ledger_entry now, old;
    struct buffer before = {0};
    uint64_t skip;
    bool on = true, whole;
    kzs_error err;
    int is_known;

    if (interrupt_seen())
        return false;
    if (!ledger_look(path, &now))
        return read_file(job, path, false, format, 0);
    now.recipe = job->settings->recipe + (uint64_t)format;
    is_known = known(job, path, &now, &old);
    if (is_known != 0) {
        job->unchanged += is_known > 0 ? 1 : 0;
        return is_known > 0;
    }
    if (now.content[0] == '\0' && !ledger_hash(path, now.content))
        return read_file(job, path, false, format, 0);
    if (old.whole && job->settings->prune && !ledger_get_ids(job->target->index, &old, &before))
        complain("%s: which documents it had is not known", path);
    skip = now.lines;
    job->entry = now;
    job->path = path;
    job->failed_before = job->failed;
    job->ids.length = 0;
    on = read_file(job, path, false, format, skip);
    whole = on && job->failed == job->failed_before && !interrupt_seen();
    if (!job->broken && (whole || (job->entry.lines > 0 && job->failed == job->failed_before)) &&
        note_progress(job, whole, &err))
        on = give_up(job, &err);
    job->path = NULL;
    job->entry = (struct ledger_entry){0};
    if (on && whole && before.length > 0)
        on = delete_ids(job, (struct span){before.data, before.length});
    buffer_free(&before);
    return on;
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
        return take_file(job, path, format);
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
        return take_file(job, path, format);
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

    return read_file(job, how->stdin_id != NULL ? how->stdin_id : "-", true,
                     how->format != IMPORT_UNKNOWN ? how->format : IMPORT_TEXT, 0);
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

/* ---- what is gone ---- */

struct pruning {
    struct intake *job;
    const char *root;
    bool failed;
};

/* Whether a path is the root, or below it. */
static bool
is_below(const char *path, const char *root)
{
    size_t length = strlen(root);

    if (length == 0)
        return *path != '/';
    return strncmp(path, root, length) == 0 &&
           (path[length] == '/' || path[length] == '\0' || root[length - 1] == '/');
}

static int
prune_file(void *user, const struct ledger_entry *entry, const char *path)
{
    struct pruning *p = user;
    struct buffer ids = {0};
    struct stat there;
    kzs_error err;

    if (interrupt_seen())
        return 1;
    if (!is_below(path, p->root) || stat(path, &there) == 0 ||
        (errno != ENOENT && errno != ENOTDIR))
        return 0;
    if (!ledger_get_ids(p->job->target->index, entry, &ids))
        ids.length = 0;
    if (entry->chunks == 0)
        ledger_add_id(&ids, path, strlen(path));
    p->failed = !delete_ids(p->job, (struct span){buffer_string(&ids), ids.length});
    if (!p->failed && ledger_forget(p->job->target, entry, &err))
        p->failed = !give_up(p->job, &err);
    p->job->noted = true;
    buffer_free(&ids);
    return p->failed ? 1 : 0;
}

bool
intake_prune(struct intake *job, const char *typed)
{
    char *root = walk_plain_path(typed);
    struct pruning pruning = {.job = job, .root = root};
    kzs_error err = {0};
    kzs_status st = KZS_OK;

    if (job->target->index != NULL && root != NULL && strcmp(typed, "-") != 0)
        st = ledger_all(job->target->index, prune_file, &pruning, &err);
    free(root);
    return st == KZS_OK ? !pruning.failed : give_up(job, &err);
}

void
intake_free(struct intake *job)
{
    buffer_free(&job->ids);
    seen_free(&job->seen);
    buffer_free(&job->id);
}
