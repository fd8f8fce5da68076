/* SPDX-License-Identifier: GPL-2.0-or-later */
/* kzsearch export: all documents as JSON Lines that kzsearch index takes again. */
#include <kzsearch.h>
#include <stdio.h>

#include "keeper.h"
#include "options.h"
#include "json_doc.h"
#include "support/interrupt.h"

/* What tells kzsearch index to take the other lines to the letter. */
#define FIRST_LINE "{\"kzsearch\":\"export\"}"

struct export_args {
    bool schema, quiet;
};

static int
print_document(void *user, const char *id, size_t id_length, const kzs_doc *doc)
{
    static const struct words all = {NULL, 0};
    struct keeper *keeper = user;

    if (keeper->count++ == 0)
        puts(FIRST_LINE);
    keeper->broken = !json_line(json_document((struct span){id, id_length}, doc, &all)) ||
                     ferror(stdout);
    return keeper->broken ? 1 : 0;
}

static enum outcome
print_schema(const char *path)
{
    kzs_index *index;
    kzs_error err;

    if (kzs_index_open(path, KZS_READ, NULL, &index, &err))
        return fail("%s", err.message);
    fputs(kzs_index_schema(index), stdout);
    kzs_index_close(index, NULL);
    return OUTCOME_FOUND;
}

static enum outcome
run(const struct command *self, int argc, char **argv)
{
    struct export_args args = {0};
    struct keeper keeper;
    struct words operands;
    enum outcome outcome;
    kzs_status st;
    kzs_error err;

    if (!options_parse(self, argc, argv, &args, &operands, &outcome))
        return outcome;
    if (args.schema)
        return print_schema(operands.items[0]);
    keeper_start(&keeper, args.quiet, false);
    st = kzs_export(operands.items[0], print_document, keeper_progress, &keeper, &err);
    progress_clear(&keeper.progress);
    if (st == KZS_OK && keeper.count == 0)
        puts(FIRST_LINE);
    if (interrupt_seen())
        return OUTCOME_INTERRUPTED;
    if (keeper.broken)
        return OUTCOME_ERROR; /* main() says why */
    if (st != KZS_OK)
        return fail("%s", err.message);
    if (!args.quiet && keeper.progress.wanted)
        fprintf(stderr, "%llu document%s\n", (unsigned long long)keeper.count,
                keeper.count == 1 ? "" : "s");
    return OUTCOME_FOUND;
}

static const struct option options[] = {
    {OPTION_FLAG, "schema", NULL, offsetof(struct export_args, schema), 0, 0,
     "print the schema instead, for kzsearch index --schema"},
    {OPTION_FLAG, "quiet", NULL, offsetof(struct export_args, quiet), 0, 0,
     "no progress line"},
    {.kind = OPTION_END},
};

const struct command command_export = {
    .name = "export",
    .operands = "INDEX",
    .summary = "print all documents as JSON Lines",
    .details =
        "Print all documents, in the order in which they were put, as JSON Lines. kzsearch index "
        "makes an equal index of them: the first line tells it to take everything as it is. "
        "Bytes that are no UTF-8 become U+FFFD. A damaged index gives all documents that are "
        "whole; the exit code is 2 when some were not.",
    .examples =
        "  kzsearch export archive.kz | gzip >archive.jsonl.gz\n"
        "  kzsearch export archive.kz --schema >fields.txt\n"
        "  kzsearch index copy.kz archive.jsonl.gz --schema fields.txt\n",
    .options = options,
    .operands_least = 1,
    .operands_most = 1,
    .run = run,
};
