/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * kzsearch delete: documents by id, from the command line or from stdin, in one commit: all
 * that are there go together or, when the index fails, none does.
 */
#include <kzsearch.h>
#include <stdio.h>
#include <string.h>

#include "import/input.h"
#include "options.h"
#include "support/json_out.h"

/* What was typed. */
struct delete_args {
    const char *lock_timeout;
    bool json, quiet;
};

struct removal {
    const struct delete_args *args;
    kzs_index *index;
    unsigned long long deleted, missing;
};

/* False when the index fails, which was said. */
static bool
delete_one(struct removal *job, struct span id)
{
    kzs_error err;
    kzs_status st = kzs_delete(job->index, id.text, id.length, &err);

    if (st == KZS_OK) {
        job->deleted++;
        return true;
    }
    if (st == KZS_ERR_NOT_FOUND) {
        job->missing++;
        if (!job->args->quiet)
            complain("%.*s: there is no such document", (int)id.length, id.text);
        return true;
    }
    complain("%.*s: %s", (int)id.length, id.text, err.message);
    return false;
}

/* Ids from stdin, one a line. */
static bool
delete_listed(struct removal *job)
{
    enum input_status status = INPUT_BROKEN;
    struct reason why;
    struct span line;
    struct input *in = input_open(NULL, false, &why);
    bool on = in != NULL;

    if (in == NULL)
        complain("-: %s", why.text);
    while (on && (status = input_line(in, KZS_ID_MAX + 1, &line, &why)) != INPUT_END) {
        if (line.length > 0 && line.text[line.length - 1] == '\r')
            line.length--;
        if (status == INPUT_LINE && line.length == 0)
            continue;
        on = status == INPUT_LINE && delete_one(job, line);
        if (status != INPUT_LINE)
            complain("-: %s", status == INPUT_LONG ? "a line is longer than an id can be"
                                                   : why.text);
    }
    input_close(in);
    return on;
}

static bool
delete_all(struct removal *job, const struct words *operands)
{
    bool on = true;

    for (size_t i = 1; i < operands->count && on; i++) {
        if (strcmp(operands->items[i], "-") == 0)
            on = delete_listed(job);
        else
            on = delete_one(job, span_of(operands->items[i]));
    }
    return on;
}

static void
print_summary(const struct removal *job)
{
    if (job->args->json)
        json_line(json_pack("{sI sI}", "deleted", (json_int_t)job->deleted, "missing",
                            (json_int_t)job->missing));
    else if (!job->args->quiet)
        printf("%llu document%s deleted, %llu not found\n", job->deleted,
               job->deleted == 1 ? "" : "s", job->missing);
}

static enum outcome
run(const struct command *self, int argc, char **argv)
{
    struct delete_args args = {0};
    struct removal job = {.args = &args};
    struct words operands;
    enum outcome outcome;
    kzs_error err;
    char lock[64];

    if (!options_parse(self, argc, argv, &args, &operands, &outcome))
        return outcome;
    if (!options_lock(args.lock_timeout, lock, sizeof lock))
        return OUTCOME_ERROR;
    if (kzs_index_open(operands.items[0], KZS_WRITE, lock, &job.index, &err))
        return options_lock_failed(&err);
    outcome = OUTCOME_ERROR;
    if (!delete_all(&job, &operands))
        complain("nothing was deleted");
    else if (job.deleted > 0 && kzs_commit(job.index, &err))
        complain("%s; nothing was deleted", err.message);
    else {
        print_summary(&job);
        outcome = job.missing > 0 ? OUTCOME_NOTHING : OUTCOME_FOUND;
    }
    kzs_index_close(job.index, NULL);
    return outcome;
}

static const struct option options[] = {
    {OPTION_TEXT, "lock-timeout", "T", offsetof(struct delete_args, lock_timeout), 0, 0,
     "wait for another writer so long: 500ms, 10s (default: do not wait)"},
    {OPTION_FLAG, "quiet", NULL, offsetof(struct delete_args, quiet), 0, 0,
     "print errors only"},
    {OPTION_FLAG, "json", NULL, offsetof(struct delete_args, json), 0, 0,
     "print the summary as a line of JSON"},
    {.kind = OPTION_END},
};

const struct command command_delete = {
    .name = "delete",
    .operands = "INDEX ID…",
    .summary = "remove documents from an index",
    .details = "Remove the documents with these ids; - reads ids from standard input, one a "
               "line. Files that they were read from are not touched. All go in one commit. The "
               "exit code is 1 when one of them was not there.",
    .examples = "  kzsearch delete archive.kz op-1 op-2\n"
                "  kzsearch search archive.kz source:rumours --limit 1000 --json |\n"
                "      jq -r 'select(.id).id' | kzsearch delete archive.kz -\n",
    .options = options,
    .operands_least = 2,
    .operands_most = SIZE_MAX,
    .run = run,
};
