/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * kzsearch stats: what an index holds, and its schema.
 */
#include <kzsearch.h>
#include <stdio.h>
#include <string.h>

#include "options.h"
#include "support/json_out.h"
#include "support/terminal.h"

struct stats_args {
    bool json;
};

static void
print_stats(const kzs_info *info, const char *schema)
{
    printf("documents       %llu\n", (unsigned long long)info->documents);
    printf("average length  %.1f words\n", info->average_length);
    printf("size on disk    %.2f MB\n", (double)info->bytes / 1e6);
    printf("commit          %llu\n", (unsigned long long)info->commit_number);
    printf("format          %u\n", info->format_version);
    printf("analysis        %u\n", info->analysis_version);
    printf("built           %s\n", info->direct ? "directly" : "through Xapian");
    puts("schema");
    for (size_t length; *schema != '\0'; schema += length + (schema[length] != '\0' ? 1 : 0)) {
        length = strcspn(schema, "\n");
        if (length == 0)
            continue;
        fputs("    ", stdout);
        print_safe(stdout, schema, length, PRINT_LINE);
        putchar('\n');
    }
}

static bool
print_stats_json(const kzs_info *info, const char *schema)
{
    return json_line(json_pack(
        "{sI sf sI sI sI sI ss so}", "documents", (json_int_t)info->documents, "average_length",
        info->average_length, "bytes", (json_int_t)info->bytes, "commit",
        (json_int_t)info->commit_number, "format_version", (json_int_t)info->format_version,
        "analysis_version", (json_int_t)info->analysis_version, "method",
        info->direct ? "direct" : "xapian", "schema",
        json_text(schema, strlen(schema))));
}

static enum outcome
run(const struct command *self, int argc, char **argv)
{
    struct stats_args args = {0};
    kzs_info info = {.size = sizeof info};
    kzs_index *index = NULL;
    struct words operands;
    enum outcome outcome;
    const char *schema;
    kzs_error err;

    if (!options_parse(self, argc, argv, &args, &operands, &outcome))
        return outcome;
    if (kzs_index_open(operands.items[0], KZS_READ, NULL, &index, &err) ||
        kzs_index_info(index, &info, &err)) {
        outcome = fail("%s", err.message);
        goto out;
    }
    schema = kzs_index_schema(index);
    outcome = OUTCOME_FOUND;
    if (!args.json)
        print_stats(&info, schema);
    else if (!print_stats_json(&info, schema))
        outcome = OUTCOME_ERROR;

out:
    kzs_index_close(index, NULL);
    return outcome;
}

static const struct option options[] = {
    {OPTION_FLAG, "json", NULL, offsetof(struct stats_args, json), 0, 0,
     "print one line of JSON"},
    {.kind = OPTION_END},
};

const struct command command_stats = {
    .name = "stats",
    .operands = "INDEX",
    .summary = "what an index holds, and its schema",
    .details = "Show the number of documents, their mean length, the size on disk, the number "
               "of the last commit, the versions, how the index was built and its schema.",
    .examples = "  kzsearch stats archive.kz\n"
                "  kzsearch stats archive.kz --json | jq .documents\n",
    .options = options,
    .operands_least = 1,
    .operands_most = 1,
    .run = run,
};
