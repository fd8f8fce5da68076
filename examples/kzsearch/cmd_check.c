/* SPDX-License-Identifier: GPL-2.0-or-later */
/* kzsearch check: what is damaged in an index, what that means, and what to do. */
#include <kzsearch.h>
#include <stdio.h>
#include <string.h>

#include "keeper.h"
#include "options.h"
#include "support/json_out.h"
#include "support/terminal.h"

struct check_args {
    bool json, quiet;
};

static int
print_finding(void *user, const kzs_finding *finding)
{
    struct keeper *keeper = user;
    const char *part = *finding->part != '\0' ? finding->part : "index";

    progress_clear(&keeper->progress);
    keeper->count++;
    if (keeper->json)
        return json_line(json_pack("{ss so ss ss}", "part", part, "what",
                                   json_text(finding->what, strlen(finding->what)), "lost",
                                   finding->lost, "advice", finding->advice))
                   ? 0
                   : 1;
    printf("%s: ", part);
    print_safe(stdout, finding->what, strlen(finding->what), PRINT_LINE);
    printf("\n    lost: %s\n    to do: %s\n", finding->lost, finding->advice);
    return 0;
}

static enum outcome
run(const struct command *self, int argc, char **argv)
{
    struct check_args args = {0};
    struct keeper keeper;
    struct words operands;
    enum outcome outcome;
    kzs_status st;
    kzs_error err;

    if (!options_parse(self, argc, argv, &args, &operands, &outcome))
        return outcome;
    keeper_start(&keeper, args.quiet, args.json);
    st = kzs_check(operands.items[0], print_finding, keeper_progress, &keeper, &err);
    outcome = keeper_end(&keeper, st, &err, "the index is whole");
    return st == KZS_ERR_CORRUPT && outcome == OUTCOME_ERROR ? OUTCOME_NOTHING : outcome;
}

static const struct option options[] = {
    {OPTION_FLAG, "json", NULL, offsetof(struct check_args, json), 0, 0,
     "a line of JSON for each finding, and one for the end"},
    {OPTION_FLAG, "quiet", NULL, offsetof(struct check_args, quiet), 0, 0,
     "no progress line, and no word when all is well"},
    {.kind = OPTION_END},
};

const struct command command_check = {
    .name = "check",
    .operands = "INDEX",
    .summary = "look for damage",
    .details =
        "Look for damage: the structure of every table, and whether every document can be read. "
        "Each finding says what is lost and what to do. A flipped bit inside a list may stay "
        "unnoticed. The exit code is 1 when something is damaged.",
    .examples =
        "  kzsearch check archive.kz\n"
        "  kzsearch check archive.kz --json | jq .advice\n",
    .options = options,
    .operands_least = 1,
    .operands_most = 1,
    .run = run,
};
