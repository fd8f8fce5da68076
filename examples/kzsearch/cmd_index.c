/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * kzsearch index: options, the index that is filled, the summary. What happens to the files
 * is in intake.c. Ctrl-C keeps what is whole, but for a replacement.
 */
#include <errno.h>
#include <kzsearch.h>
#include <stdio.h>
#include <string.h>

#include "import/charset.h"
#include "import/date.h"
#include "import/importers.h"
#include "intake.h"
#include "options.h"
#include "support/interrupt.h"
#include "support/json_out.h"
#include "target.h"

/* What was typed. */
struct index_args {
    const char *schema, *lang, *lock_timeout, *format, *id, *id_prefix, *method;
    const char *charset;
    struct words fields, columns, filters, exclude;
    uint64_t commit_every, jobs, memory, filter_timeout;
    bool replace, quiet, json, all, follow, reread, prune;
};

struct job {
    const struct index_args *args;
    struct target target;
    struct columns columns;
    struct filters filters;
    struct intake_settings settings;
    struct intake intake;
};

/* ---- options ---- */

/* `key=value` words into a document, so that its rules for names apply. */
static bool
read_fields(const struct words *fields, kzs_doc *given)
{
    kzs_error err;

    for (size_t i = 0; i < fields->count; i++) {
        struct span word = span_of(fields->items[i]), key, value;
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
        if (kzs_doc_add(given, name, value.text, value.length, &err)) {
            complain("--field %s: %s", word.text, err.message);
            return false;
        }
    }
    return true;
}

/* Tables, programs and charsets. */
static bool
read_formats(const struct index_args *args, struct job *job)
{
    struct reason why;

    for (size_t i = 0; i < args->columns.count; i++)
        if (!columns_add(&job->columns, args->columns.items[i], &why)) {
            complain("--columns %s: %s", args->columns.items[i], why.text);
            return false;
        }
    for (size_t i = 0; i < args->filters.count; i++)
        if (!filters_add(&job->filters, args->filters.items[i], &why)) {
            complain("--filter %s: %s", args->filters.items[i], why.text);
            return false;
        }
    job->filters.seconds = args->filter_timeout;
    if (args->charset != NULL && !charset_known(args->charset)) {
        complain("--charset %s: there is no such charset; iconv -l lists them", args->charset);
        return false;
    }
    return true;
}

/* Add a text, with its end, to a hash (FNV-1a). */
static void
mix(uint64_t *hash, const char *text)
{
    for (text = text != NULL ? text : ""; *text != '\0'; text++)
        *hash = (*hash ^ (unsigned char)*text) * 1099511628211u;
    *hash *= 1099511628211u;
}

/* A file that was read with other options, or by another version, is read again. */
static uint64_t
recipe_of(const struct index_args *args)
{
    const struct words *lists[] = {&args->fields, &args->columns, &args->filters};
    uint64_t hash = 14695981039346656037u;

    mix(&hash, kzs_version());
    mix(&hash, args->lang);
    mix(&hash, args->id_prefix);
    mix(&hash, args->charset);
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++, mix(&hash, "|"))
        for (size_t j = 0; j < lists[i]->count; j++)
            mix(&hash, lists[i]->items[j]);
    return hash;
}

/* An unreadable command line should not leave an empty index behind. */
static bool
any_path_exists(const struct words *paths)
{
    for (size_t i = 1; i < paths->count; i++)
        if (strcmp(paths->items[i], "-") == 0 || intake_exists(paths->items[i]))
            return true;
    for (size_t i = 1; i < paths->count; i++)
        complain("%s: %s", paths->items[i], strerror(ENOENT));
    return false;
}

/* ---- the end ---- */

static void
print_counts(const struct intake *in, double seconds, double rate)
{
    char left_out[200];

    printf("%llu document%s indexed", (unsigned long long)in->indexed,
           in->indexed == 1 ? "" : "s");
    if (in->repeated > 0)
        printf(" (%llu of them replaced by later ones)", (unsigned long long)in->repeated);
    printf(", %llu skipped, %llu failed; %.2f s, %.1f MB/s\n",
           (unsigned long long)in->skipped, (unsigned long long)in->failed, seconds, rate);
    if (in->unchanged > 0 || in->same > 0)
        printf("unchanged: %llu file%s, and %llu document%s in others\n",
               (unsigned long long)in->unchanged, in->unchanged == 1 ? "" : "s",
               (unsigned long long)in->same, in->same == 1 ? "" : "s");
    if (in->pruned > 0)
        printf("deleted: %llu document%s of files that are gone\n",
               (unsigned long long)in->pruned, in->pruned == 1 ? "" : "s");
    intake_left_out(in, left_out, sizeof left_out);
    if (left_out[0] != '\0')
        printf("skipped for their endings: %s; --all takes those that are text, --filter "
               "others\n",
               left_out);
}

static void
print_summary(const struct job *job)
{
    const struct intake *in = &job->intake;
    double seconds = clock_seconds() - in->progress.start;
    double megabytes = (double)in->bytes / 1e6, rate = seconds > 0 ? megabytes / seconds : 0;

    if (job->args->json)
        json_line(json_pack("{sI sI sI sI sI sI sI sf sf sb}", "unchanged_files",
                            (json_int_t)in->unchanged, "unchanged", (json_int_t)in->same,
                            "deleted", (json_int_t)in->pruned, "indexed", (json_int_t)in->indexed,
                            "repeated", (json_int_t)in->repeated, "skipped",
                            (json_int_t)in->skipped, "failed", (json_int_t)in->failed,
                            "seconds", seconds, "mb_per_second", rate, "interrupted",
                            interrupt_seen()));
    else if (!job->args->quiet)
        print_counts(in, seconds, rate);
}

/* A replacement is put into place unless it is worse than what it replaces. */
static enum outcome
finish(struct job *job)
{
    bool building = job->target.bulk != NULL, replacing = job->target.replaces;
    bool stopped = interrupt_seen();
    struct intake *in = &job->intake;

    if (building && !replacing && in->broken) {
        complain("no index was made");
        target_abandon(&job->target);
    } else if (replacing && (stopped || in->broken || (in->indexed == 0 && in->failed > 0))) {
        complain("%snothing was replaced; the index is as it was",
                 stopped ? "interrupted: " : "");
        target_abandon(&job->target);
        in->indexed = 0;
    } else if (!target_finish(&job->target)) {
        if (building)
            in->indexed = 0;
        return replacing && interrupt_seen() ? OUTCOME_INTERRUPTED : OUTCOME_ERROR;
    } else if (stopped)
        complain("interrupted: %llu document%s in the index, the rest is not",
                 (unsigned long long)in->indexed, in->indexed == 1 ? " is" : "s are");
    if (stopped)
        return OUTCOME_INTERRUPTED;
    return in->failed > 0 || in->broken ? OUTCOME_ERROR : OUTCOME_FOUND;
}

static enum outcome
fill_index(struct job *job, const struct words *operands)
{
    enum outcome outcome;

    interrupt_catch();
    job->intake = (struct intake){.settings = &job->settings, .target = &job->target};
    progress_start(&job->intake.progress, !job->args->quiet);
    for (size_t i = 1; i < operands->count; i++)
        if (!intake_path(&job->intake, operands->items[i]))
            break;
    for (size_t i = 1; job->args->prune && i < operands->count; i++)
        if (job->intake.broken || interrupt_seen() ||
            !intake_prune(&job->intake, operands->items[i]))
            break;
    if (!job->intake.broken)
        intake_commit(&job->intake);
    progress_clear(&job->intake.progress);
    outcome = finish(job);
    print_summary(job);
    return outcome;
}

/* Whether what is asked for fits together. */
static bool
check(const struct index_args *args, const struct words *operands)
{
    size_t stdins = 0;

    for (size_t i = 1; i < operands->count; i++)
        stdins += strcmp(operands->items[i], "-") == 0 ? 1 : 0;
    if (args->id != NULL && stdins == 0) {
        complain("--id names what is read from standard input; add the path -");
        return false;
    }
    if (stdins > 1) {
        complain("standard input (-) can be read once only");
        return false;
    }
    return any_path_exists(operands);
}

static enum outcome
run(const struct command *self, int argc, char **argv)
{
    struct index_args args = {.commit_every = 64, .memory = 256, .filter_timeout = 60};
    struct job job = {.args = &args};
    kzs_doc *given = need(kzs_doc_new());
    struct target_plan plan = {0};
    struct buffer schema = {0};
    struct words operands;
    enum outcome outcome;
    char lock[64];

    if (!options_parse(self, argc, argv, &args, &operands, &outcome))
        goto out;
    outcome = OUTCOME_ERROR;
    if (!options_lock(args.lock_timeout, lock, sizeof lock) ||
        !read_fields(&args.fields, given) || !read_formats(&args, &job) ||
        !check(&args, &operands) ||
        !target_read_schema(args.schema, &schema))
        goto out;
    plan.schema = args.schema != NULL ? buffer_string(&schema) : NULL;
    job.settings = (struct intake_settings){
        .given = given,
        .lang = args.lang,
        .id_prefix = args.id_prefix,
        .stdin_id = args.id,
        .format = args.format != NULL ? import_format_named(args.format) : IMPORT_UNKNOWN,
        .import = {.charset = args.charset, .columns = &job.columns, .filters = &job.filters},
        .exclude = &args.exclude,
        .follow = args.follow,
        .all = args.all,
        .reread = args.reread,
        .prune = args.prune,
        .recipe = recipe_of(&args),
        .commit_every = args.commit_every * 1000 * 1000,
        .quiet = args.quiet,
    };
    plan.path = operands.items[0];
    plan.lock = lock;
    plan.method = args.method;
    plan.jobs = args.jobs;
    plan.memory = args.memory;
    plan.replace = args.replace;
    if (target_open(&job.target, &plan))
        outcome = fill_index(&job, &operands);

out:
    kzs_doc_free(given);
    intake_free(&job.intake);
    buffer_free(&schema);
    columns_free(&job.columns);
    filters_free(&job.filters);
    words_free(&args.fields);
    words_free(&args.columns);
    words_free(&args.filters);
    words_free(&args.exclude);
    return outcome;
}

static const struct option options[] = {
    {OPTION_TEXT, "schema", "FILE", offsetof(struct index_args, schema), 0, 0,
     "fields of a new index, one a line; only when the index is created"},
    {OPTION_TEXT, "lang", "L", offsetof(struct index_args, lang), 0, 0,
     "language (en, ru) of documents that do not say theirs, instead of guessing it"},
    {OPTION_LIST, "field", "NAME=VALUE", offsetof(struct index_args, fields), 0, 0,
     "set a field on every document; may be repeated"},
    {OPTION_CHOICE, "format", "txt|md|html|jsonl|csv|tsv|auto",
     offsetof(struct index_args, format), 0, 0,
     "format of standard input (default txt) and of named files with other endings; auto is "
     "html or txt by the content"},
    {OPTION_TEXT, "charset", "CHARSET", offsetof(struct index_args, charset), 0, 0,
     "read all files as this charset (koi8-r, windows-1251, utf-16, …) instead of finding out"},
    {OPTION_LIST, "columns", "FIELD=COLUMN,…", offsetof(struct index_args, columns), 0, 0,
     "which columns of a .csv or .tsv are which fields, by their names or as #1, #2, …: "
     "title=Headline,body=Text; with numbers alone the first row is a document, too"},
    {OPTION_LIST, "filter", "PATTERN=COMMAND", offsetof(struct index_args, filters), 0, 0,
     "have a program make text or HTML of files: '*.pdf=pdftotext - -'. The file, unpacked if "
     "it is .gz, is its standard input, or {} in its arguments stands for the path; there is "
     "no shell. May be repeated, the first that fits is used"},
    {OPTION_NUMBER, "filter-timeout", "S", offsetof(struct index_args, filter_timeout), 1, 86400,
     "seconds that a filter may take for a file (default 60)"},
    {OPTION_FLAG, "all", NULL, offsetof(struct index_args, all), 0, 0,
     "in folders, also take files with other endings, or none, when their content is text"},
    {OPTION_LIST, "exclude", "PATTERN", offsetof(struct index_args, exclude), 0, 0,
     "leave out files and folders of such names, or with / in it paths; may be repeated"},
    {OPTION_FLAG, "follow", NULL, offsetof(struct index_args, follow), 0, 0,
     "follow links to folders inside folders (else they are named and skipped)"},
    {OPTION_TEXT, "id", "ID", offsetof(struct index_args, id), 0, 0,
     "id of the document on standard input (default -)"},
    {OPTION_TEXT, "id-prefix", "TEXT", offsetof(struct index_args, id_prefix), 0, 0,
     "put this before every id: keeps collections with the same ids apart"},
    {OPTION_FLAG, "prune", NULL, offsetof(struct index_args, prune), 0, 0,
     "delete the documents of files that were below PATH and are gone, and of lines and rows "
     "that are gone from a file"},
    {OPTION_FLAG, "reread", NULL, offsetof(struct index_args, reread), 0, 0,
     "read all files, also those that have not changed since they were read"},
    {OPTION_FLAG, "replace", NULL, offsetof(struct index_args, replace), 0, 0,
     "build the index anew beside the old one, with its schema, and exchange them at the end"},
    {OPTION_NUMBER, "commit-every", "MB", offsetof(struct index_args, commit_every), 1, 100000,
     "commit whenever so much text was added to an index that was there (default 64)"},
    {OPTION_NUMBER, "jobs", "N", offsetof(struct index_args, jobs), 1, 64,
     "threads that build a new index (default: one for each processor)"},
    {OPTION_NUMBER, "memory", "MB", offsetof(struct index_args, memory), 8, 1000000,
     "memory to build a new index in, beside some 64 MB (default 256)"},
    {OPTION_CHOICE, "method", "auto|direct|xapian", offsetof(struct index_args, method), 0, 0,
     "how to build a new index: write its files directly, or let Xapian insert one document "
     "after the other; auto is direct where that is possible"},
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
        "that is in it, hidden files apart), a pattern such as '2016/*.txt', or - for standard "
        "input. Files are .txt .md .html .jsonl .csv .tsv, each also compressed with .gz; "
        "others in a folder are skipped, unless --all or --filter takes them.\n"
        "\n"
        "A document's id is the path of its file, or the \"id\" of its JSON line or row, else "
        "PATH:LINE; putting an "
        "id again replaces the document. What cannot be read is reported and the rest goes "
        "on; the exit code is 2 then. Ctrl-C keeps what is whole.\n"
        "\n"
        "A file is read again only when it has changed since, by its size, date and content, or "
        "when it is to be read with other options; documents that are as they were are not "
        "written again. What was deleted by hand stays away until its file changes. A run that "
        "was interrupted goes on where it stopped when it is started again.\n"
        "\n"
        "A new index, or with --replace the one in the place of the old, is there at the end, "
        "whole; until then nothing changes at INDEX.\n"
        "\n"
        "The field lang of a document that has none, neither from its file nor by --lang or "
        "--field, is guessed from the letters and words of its title and body: en, ru, kk or "
        "uk. A short text, one in several languages or in another one gets none.",
    .examples = "  kzsearch index archive.kz articles/\n"
                "  kzsearch index archive.kz --lang ru --field source=inosmi.ru 2016/*.txt\n"
                "  kzsearch index archive.kz --id-prefix nyt: nyt.jsonl.gz\n"
                "  kzsearch index archive.kz press.csv --columns title=Headline,body=Text\n"
                "  kzsearch index archive.kz reports/ --filter '*.pdf=pdftotext - -'\n"
                "  curl -s https://example.org/a | kzsearch index archive.kz - --format html \\\n"
                "      --id https://example.org/a\n"
                "  kzsearch index archive.kz --replace --schema fields.txt articles/\n",
    .options = options,
    .operands_least = 2,
    .operands_most = SIZE_MAX,
    .run = run,
};
