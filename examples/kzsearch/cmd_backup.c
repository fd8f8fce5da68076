/* SPDX-License-Identifier: GPL-2.0-or-later */
/* kzsearch backup: a copy of an index while it is searched and changed. */
#include <kzsearch.h>
#include <stdio.h>

#include "keeper.h"
#include "options.h"

struct backup_args {
    bool json, quiet;
};

static enum outcome
run(const struct command *self, int argc, char **argv)
{
    struct backup_args args = {0};
    struct keeper keeper;
    struct words operands;
    enum outcome outcome;
    kzs_status st;
    kzs_error err;

    if (!options_parse(self, argc, argv, &args, &operands, &outcome))
        return outcome;
    keeper_start(&keeper, args.quiet, args.json);
    st = kzs_backup(operands.items[0], operands.items[1], keeper_progress, &keeper, &err);
    return keeper_end(&keeper, st, &err, "the backup is complete");
}

static const struct option options[] = {
    {OPTION_FLAG, "json", NULL, offsetof(struct backup_args, json), 0, 0,
     "print one line of JSON"},
    {OPTION_FLAG, "quiet", NULL, offsetof(struct backup_args, quiet), 0, 0,
     "no progress line, and no word when all is well"},
    {.kind = OPTION_END},
};

const struct command command_backup = {
    .name = "backup",
    .operands = "INDEX FOLDER",
    .summary = "copy an index while it is in use",
    .details =
        "Copy an index to a new folder. Others may search and change it meanwhile: the copy is "
        "of one commit, whole and on the disk, or there is none. It is an index like any other; "
        "to restore it, copy it back.",
    .examples =
        "  kzsearch backup archive.kz /backup/archive-2022-11-21.kz\n",
    .options = options,
    .operands_least = 2,
    .operands_most = 2,
    .run = run,
};
