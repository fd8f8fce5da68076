/* SPDX-License-Identifier: GPL-2.0-or-later */
/* kzsearch compact: give back the room that deleted documents took. */
#include <kzsearch.h>
#include <stdio.h>

#include "keeper.h"
#include "options.h"

struct compact_args {
    const char *lock_timeout;
    bool json, quiet;
};

static enum outcome
run(const struct command *self, int argc, char **argv)
{
    struct compact_args args = {0};
    struct keeper keeper;
    struct words operands;
    enum outcome outcome;
    char lock[64], done[100];
    uint64_t before;
    kzs_status st;
    kzs_error err;

    if (!options_parse(self, argc, argv, &args, &operands, &outcome))
        return outcome;
    if (!options_lock(args.lock_timeout, lock, sizeof lock))
        return OUTCOME_ERROR;
    before = keeper_bytes(operands.items[0]);
    keeper_start(&keeper, args.quiet, args.json);
    st = kzs_compact(operands.items[0], lock, keeper_progress, &keeper, &err);
    snprintf(done, sizeof done, "%.1f MB, before %.1f MB",
             (double)keeper_bytes(operands.items[0]) / 1e6, (double)before / 1e6);
    return keeper_end(&keeper, st, &err, done);
}

static const struct option options[] = {
    {OPTION_TEXT, "lock-timeout", "TIME", offsetof(struct compact_args, lock_timeout), 0, 0,
     "how long to wait while another process writes: 500ms, 10s, 2m"},
    {OPTION_FLAG, "json", NULL, offsetof(struct compact_args, json), 0, 0,
     "print one line of JSON"},
    {OPTION_FLAG, "quiet", NULL, offsetof(struct compact_args, quiet), 0, 0,
     "no progress line, and no word when all is well"},
    {.kind = OPTION_END},
};

const struct command command_compact = {
    .name = "compact",
    .operands = "INDEX",
    .summary = "make an index smaller",
    .details =
        "Copy the tables of an index without what deleted and replaced documents left, check the "
        "copy and put it in the place of the index. Searches go on meanwhile; there must be room "
        "for both.",
    .examples =
        "  kzsearch compact archive.kz\n",
    .options = options,
    .operands_least = 1,
    .operands_most = 1,
    .run = run,
};
