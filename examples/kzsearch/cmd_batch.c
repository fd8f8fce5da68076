/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * kzsearch batch: many queries from a file, results as a TREC run that trec_eval reads. One
 * open index serves all; queries are free text and never an error.
 */
#include <kzsearch.h>
#include <stdio.h>
#include <string.h>

#include "import/input.h"
#include "options.h"
#include "support/utf8.h"

/* What was typed. */
struct batch_args {
    uint64_t limit;
    const char *run;
};

struct batch {
    const struct batch_args *args;
    kzs_index *index;
    char limit[32];
    uint64_t hits;
    bool failed;
};

/* A word of the run: white space and controls would break its columns. */
static void
print_column(const char *text, size_t length)
{
    size_t start;
    uint32_t c;

    for (size_t at = 0; at < length;) {
        start = at;
        utf8_next(text, length, &at, &c);
        if (utf8_is_space(c) || utf8_is_unsafe(c))
            putchar('_');
        else
            fwrite(text + start, 1, at - start, stdout);
    }
}

static void
print_run(const struct batch *batch, struct span id, const kzs_results *page)
{
    kzs_hit hit = {.size = sizeof hit};

    for (size_t i = 0; i < kzs_results_count(page); i++) {
        if (kzs_results_hit(page, i, &hit))
            continue;
        print_column(id.text, id.length);
        fputs(" Q0 ", stdout);
        print_column(hit.id, hit.id_length);
        printf(" %llu %.6f ", (unsigned long long)hit.rank, hit.score);
        print_column(batch->args->run, strlen(batch->args->run));
        putchar('\n');
    }
}

/* Run one query. False when the index fails, which ends the batch. */
static bool
run_query(struct batch *batch, struct span id, struct span text)
{
    kzs_query *query = NULL;
    kzs_results *page = NULL;
    kzs_error err;
    bool done = false;

    if (kzs_query_new(text.text, text.length, &query, &err) ||
        kzs_query_set(query, "limit", batch->limit, &err) ||
        kzs_search(batch->index, query, &page, &err)) {
        complain("query %.*s: %s", (int)id.length, id.text, err.message);
        batch->failed = true;
        done = err.status == KZS_ERR_LIMIT;
        goto out;
    }
    print_run(batch, id, page);
    batch->hits += kzs_results_count(page);
    done = true;

out:
    kzs_results_free(page);
    kzs_query_free(query);
    return done;
}

static void
run_queries(struct batch *batch, struct input *in, const char *path)
{
    enum { LINE_LIMIT = 1024 * 1024 };
    enum input_status status;
    struct reason why;
    struct span line;
    size_t number = 0, tab;
    bool on = true;

    while (on && !ferror(stdout) && (status = input_line(in, LINE_LIMIT, &line, &why)) != INPUT_END) {
        number++;
        if (status == INPUT_LINE && span_trim(line).length == 0)
            continue;
        tab = status == INPUT_LINE ? span_find(line, '\t') : 0;
        if (status == INPUT_LINE && tab > 0 && tab < line.length) {
            on = run_query(batch, span_head(line, tab), span_trim(span_from(line, tab + 1)));
            continue;
        }
        batch->failed = true;
        on = status != INPUT_BROKEN;
        complain("%s:%zu: %s", path, number,
                 status == INPUT_BROKEN ? why.text
                 : status == INPUT_LONG ? "the line is longer than 1 MB"
                                        : "no tab; a line is ID, tab, query");
    }
}

static enum outcome
run(const struct command *self, int argc, char **argv)
{
    struct batch_args args = {.limit = 1000, .run = "kzsearch"};
    struct batch batch = {.args = &args};
    struct input *in = NULL;
    struct words operands;
    enum outcome outcome;
    struct reason why;
    kzs_error err;
    const char *path;

    if (!options_parse(self, argc, argv, &args, &operands, &outcome))
        return outcome;
    path = operands.items[1];
    snprintf(batch.limit, sizeof batch.limit, "%llu", (unsigned long long)args.limit);
    if (kzs_index_open(operands.items[0], KZS_READ, NULL, &batch.index, &err))
        return fail("%s", err.message);
    in = input_open(strcmp(path, "-") == 0 ? NULL : path, false, &why);
    if (in == NULL) {
        complain("%s: %s", path, why.text);
        batch.failed = true;
    } else
        run_queries(&batch, in, path);
    input_close(in);
    kzs_index_close(batch.index, NULL);
    if (batch.failed)
        return OUTCOME_ERROR;
    return batch.hits > 0 ? OUTCOME_FOUND : OUTCOME_NOTHING;
}

static const struct option options[] = {
    {OPTION_NUMBER, "limit", "N", offsetof(struct batch_args, limit), 1, 10000,
     "most hits of a query (default 1000)"},
    {OPTION_TEXT, "run", "NAME", offsetof(struct batch_args, run), 0, 0,
     "name of the run, its last column (default kzsearch)"},
    {.kind = OPTION_END},
};

const struct command command_batch = {
    .name = "batch",
    .operands = "INDEX QUERIES.tsv",
    .summary = "run many queries, print a TREC run",
    .details =
        "Run the queries in a file (- is standard input), each a line with an id, a tab and "
        "the text, and print a line a hit: query id, Q0, document id, rank, score, run name. "
        "White space in ids is printed as _. The exit code is 1 when no query found anything, "
        "2 when a line was no query.",
    .examples = "  kzsearch batch cranfield.kz queries.tsv --run bm25 > bm25.run\n"
                "  trec_eval qrels.txt bm25.run\n",
    .options = options,
    .operands_least = 2,
    .operands_most = 2,
    .run = run,
};
