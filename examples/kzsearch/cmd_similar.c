/* SPDX-License-Identifier: GPL-2.0-or-later */
/* kzsearch similar: more like these documents, or like a text. */
#include <errno.h>
#include <kzsearch.h>
#include <stdio.h>
#include <string.h>

#include "hits.h"
#include "options.h"
#include "support/buffer.h"

/* What was typed. */
struct similar_args {
    uint64_t limit, offset, width, snippet;
    const char *text, *lang, *color;
    bool collapse, json, ids_only;
};

/* More of a text than this is never looked at. */
enum { TEXT_MOST = 1 << 20 };

/* The beginning of a file, or of stdin if it is `-`. False after saying what is wrong. */
static bool
read_text(const char *path, struct buffer *out)
{
    bool standard = strcmp(path, "-") == 0, good;
    FILE *file = standard ? stdin : fopen(path, "rb");
    char block[4096];
    size_t n = 0;

    if (file == NULL) {
        complain("%s: %s", path, strerror(errno));
        return false;
    }
    while (out->length < TEXT_MOST && (n = fread(block, 1, sizeof block, file)) > 0)
        buffer_add(out, block, n);
    good = !ferror(file);
    if (!good)
        complain("%s: %s", path, strerror(errno));
    else if (out->failed)
        complain("out of memory");
    if (!standard)
        fclose(file);
    return good && !out->failed;
}

static kzs_status
set_number(kzs_query *query, const char *key, uint64_t value, kzs_error *err)
{
    char text[32];

    snprintf(text, sizeof text, "%llu", (unsigned long long)value);
    return kzs_query_set(query, key, text, err);
}

/* The query, or NULL after saying what is wrong. */
static kzs_query *
make_query(const struct similar_args *args, const struct words *operands, struct buffer *text)
{
    kzs_query *query = NULL;
    kzs_error err;
    kzs_status st = kzs_query_new(NULL, 0, &query, &err);

    for (size_t i = 1; i < operands->count && st == KZS_OK; i++)
        st = kzs_query_like(query, operands->items[i], KZS_NUL, &err);
    if (st == KZS_OK && args->text != NULL)
        st = kzs_query_like_text(query, buffer_string(text), text->length, &err);
    if (st == KZS_OK)
        st = set_number(query, "limit", args->limit, &err);
    if (st == KZS_OK)
        st = set_number(query, "offset", args->offset, &err);
    if (st == KZS_OK)
        st = kzs_query_set(query, "collapse", args->collapse ? "yes" : "no", &err);
    if (st == KZS_OK && args->lang != NULL)
        st = kzs_query_filter(query, "lang", args->lang, KZS_NUL, &err);
    if (st == KZS_OK)
        return query;
    complain("%s", err.message);
    kzs_query_free(query);
    return NULL;
}

static enum outcome
search(const char *path, const kzs_query *query, const struct similar_args *args)
{
    struct terminal terminal = terminal_look(args->color, args->width);
    struct hits_detail detail = {.characters = args->snippet};
    enum outcome outcome = OUTCOME_ERROR;
    kzs_results *page = NULL;
    kzs_index *index;
    bool printed = true;
    kzs_error err;

    if (kzs_index_open(path, KZS_READ, NULL, &index, &err))
        return fail("%s", err.message);
    if (kzs_search(index, query, &page, &err)) {
        outcome = fail("%s", err.message);
        if (err.status == KZS_ERR_NOT_FOUND)
            outcome = OUTCOME_NOTHING;
    } else {
        if (args->ids_only)
            hits_print_ids(page);
        else
            printed = args->json ? hits_print_json(page, &detail)
                                 : hits_print(page, &detail, &terminal);
        if (printed)
            outcome = kzs_results_count(page) > 0 ? OUTCOME_FOUND : OUTCOME_NOTHING;
    }
    kzs_results_free(page);
    kzs_index_close(index, NULL);
    return outcome;
}

static enum outcome
run(const struct command *self, int argc, char **argv)
{
    struct similar_args args = {.limit = 10, .color = "auto"};
    struct buffer text = {0};
    struct words operands;
    enum outcome outcome;
    kzs_query *query;

    if (options_parse(self, argc, argv, &args, &operands, &outcome)) {
        outcome = OUTCOME_ERROR;
        if (operands.count < 2 && args.text == NULL) {
            complain("similar: name a document of the index, or give --text FILE");
        } else if (args.text == NULL || read_text(args.text, &text)) {
            query = make_query(&args, &operands, &text);
            if (query != NULL)
                outcome = search(operands.items[0], query, &args);
            kzs_query_free(query);
        }
    }
    buffer_free(&text);
    return outcome;
}

static const struct option options[] = {
    {OPTION_TEXT, "text", "FILE", offsetof(struct similar_args, text), 0, 0,
     "like this text, UTF-8; - is the standard input"},
    {OPTION_NUMBER, "limit", "N", offsetof(struct similar_args, limit), 0, 10000,
     "most hits to show (default 10)"},
    {OPTION_NUMBER, "offset", "N", offsetof(struct similar_args, offset), 0, 1000000,
     "hits to skip"},
    {OPTION_TEXT, "lang", "L", offsetof(struct similar_args, lang), 0, 0,
     "only documents in this language: en, ru"},
    {OPTION_FLAG, "collapse", NULL, offsetof(struct similar_args, collapse), 0, 0,
     "show near-duplicates, such as reprints, as one hit with their number"},
    {OPTION_FLAG, "ids-only", NULL, offsetof(struct similar_args, ids_only), 0, 0,
     "print only the ids, one a line"},
    {OPTION_NUMBER, "snippet", "N", offsetof(struct similar_args, snippet), 1, 1000000,
     "characters of text to show of each hit (default 240)"},
    {OPTION_FLAG, "json", NULL, offsetof(struct similar_args, json), 0, 0,
     "JSON Lines: one line a hit, then one with the totals, as kzsearch search"},
    {OPTION_CHOICE, "color", "auto|always|never", offsetof(struct similar_args, color), 0, 0,
     "auto: on a terminal, unless NO_COLOR is set"},
    {OPTION_NUMBER, "width", "N", offsetof(struct similar_args, width), 20, 1000,
     "columns to use (default: those of the terminal)"},
    {.kind = OPTION_END},
};

const struct command command_similar = {
    .name = "similar",
    .operands = "INDEX [ID…]",
    .summary = "find documents like these",
    .details =
        "Find the documents that have most in common with the given ones: the words and names "
        "that these have often and the rest of the index seldom. Several documents, and a text "
        "with --text, are taken together; those given are not shown. The exit code is 1 when "
        "nothing is like them, or one of the ids is not there.",
    .examples = "  kzsearch similar archive.kz op-1 --limit 5\n"
                "  kzsearch similar archive.kz op-1 op-7 --lang ru --collapse\n"
                "  kzsearch similar archive.kz --text draft.txt --json\n",
    .options = options,
    .operands_least = 1,
    .operands_most = SIZE_MAX,
    .run = run,
};
