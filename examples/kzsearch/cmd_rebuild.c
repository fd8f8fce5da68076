/* SPDX-License-Identifier: GPL-2.0-or-later */
/* kzsearch rebuild: index all stored documents anew. */
#include <kzsearch.h>
#include <stdio.h>

#include "keeper.h"
#include "options.h"
#include "support/buffer.h"
#include "target.h"

struct rebuild_args {
    const char *schema, *lock_timeout;
    uint64_t threads;
    bool salvage, json, quiet;
};

static enum outcome
run(const struct command *self, int argc, char **argv)
{
    struct rebuild_args args = {.threads = 1};
    struct buffer schema = {0};
    struct keeper keeper;
    struct words operands;
    enum outcome outcome;
    char lock[64], all[160];
    kzs_status st;
    kzs_error err;

    if (!options_parse(self, argc, argv, &args, &operands, &outcome))
        return outcome;
    outcome = OUTCOME_ERROR;
    if (options_lock(args.lock_timeout, lock, sizeof lock) &&
        target_read_schema(args.schema, &schema)) {
        snprintf(all, sizeof all, "%s threads=%llu salvage=%s", lock,
                 (unsigned long long)args.threads, args.salvage ? "yes" : "no");
        keeper_start(&keeper, args.quiet, args.json);
        st = kzs_rebuild(operands.items[0], args.schema != NULL ? buffer_string(&schema) : NULL,
                         all, keeper_progress, &keeper, &err);
        outcome = keeper_end(&keeper, st, &err, "the index is rebuilt");
    }
    buffer_free(&schema);
    return outcome;
}

static const struct option options[] = {
    {OPTION_TEXT, "schema", "FILE", offsetof(struct rebuild_args, schema), 0, 0,
     "other fields, one a line; otherwise those that the index has"},
    {OPTION_FLAG, "salvage", NULL, offsetof(struct rebuild_args, salvage), 0, 0,
     "go on without documents that are damaged"},
    {OPTION_NUMBER, "threads", "N", offsetof(struct rebuild_args, threads), 1, 64,
     "how many to analyse texts with (default 1)"},
    {OPTION_TEXT, "lock-timeout", "TIME", offsetof(struct rebuild_args, lock_timeout), 0, 0,
     "how long to wait while another process writes: 500ms, 10s, 2m"},
    {OPTION_FLAG, "json", NULL, offsetof(struct rebuild_args, json), 0, 0,
     "print one line of JSON"},
    {OPTION_FLAG, "quiet", NULL, offsetof(struct rebuild_args, quiet), 0, 0,
     "no progress line, and no word when all is well"},
    {.kind = OPTION_END},
};

const struct command command_rebuild = {
    .name = "rebuild",
    .operands = "INDEX",
    .summary = "index all stored documents anew",
    .details =
        "Index all documents of an index anew, from the texts stored in it, and put the result in "
        "its place: when a newer version analyses text differently, with another schema, or "
        "after damage. Searches go on meanwhile; there must be room for both. Ctrl-C leaves the "
        "index as it was.",
    .examples =
        "  kzsearch rebuild archive.kz\n"
        "  kzsearch rebuild archive.kz --schema fields.txt --threads 4\n"
        "  kzsearch rebuild damaged.kz --salvage\n",
    .options = options,
    .operands_least = 1,
    .operands_most = 1,
    .run = run,
};
