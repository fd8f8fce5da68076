/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * kzsearch search: options and words to a query, its results to hits.c. Words with one dash
 * (-ukraine) belong to the query language; options have two.
 */
#include <kzsearch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "description.h"
#include "hits.h"
#include "import/date.h"
#include "layout.h"
#include "options.h"
#include "proposals.h"
#include "support/buffer.h"

/* What was typed. */
struct search_args {
    uint64_t limit, offset, width, fragments, snippet;
    const char *since, *until, *lang, *sort, *cursor, *timeline, *color, *format;
    struct words fields, facets;
    bool exact_total, strict, json, ids_only, explain, describe, collapse, as_typed;
};

/* The words joined by spaces. */
static void
join_words(struct buffer *out, const struct words *operands)
{
    for (size_t i = 1; i < operands->count; i++) {
        if (i > 1)
            buffer_byte(out, ' ');
        buffer_text(out, operands->items[i]);
    }
}

static bool
set_number(kzs_query *query, const char *key, uint64_t value, kzs_error *err)
{
    char text[32];

    snprintf(text, sizeof text, "%llu", (unsigned long long)value);
    return kzs_query_set(query, key, text, err) == KZS_OK;
}

/* Reasons cost next to nothing, but where nobody reads them they are nothing to pay for. */
static bool
wants_reasons(const struct search_args *args)
{
    return args->explain || args->json ||
           (args->format != NULL && layout_has(args->format, "why"));
}

static bool
set_options(kzs_query *query, const struct search_args *args, kzs_error *err)
{
    return set_number(query, "limit", args->limit, err) &&
           set_number(query, "offset", args->offset, err) &&
           set_number(query, "fragments", args->fragments, err) &&
           kzs_query_set(query, "sort", args->sort, err) == KZS_OK &&
           kzs_query_set(query, "cursor", args->cursor, err) == KZS_OK &&
           kzs_query_set(query, "explain", wants_reasons(args) ? "yes" : "no", err) == KZS_OK &&
           kzs_query_set(query, "collapse", args->collapse ? "yes" : "no", err) == KZS_OK &&
           (args->timeline == NULL ||
            kzs_query_timeline(query, NULL, args->timeline, err) == KZS_OK) &&
           kzs_query_set(query, "strict", args->strict ? "yes" : "no", err) == KZS_OK &&
           kzs_query_set(query, "exact_total", args->exact_total ? "yes" : "no", err) == KZS_OK;
}

/* A date as the index wants it. Nothing when it was not given. */
static bool
read_date(const char *option, const char *text, char out[DATE_SIZE])
{
    out[0] = '\0';
    if (text == NULL || date_read(span_of(text), out) != DATE_NONE)
        return true;
    complain("--%s %s: not a date; write 2022, 2022-11 or 2022-11-21", option, text);
    return false;
}

/* One filter for both ends: several filters on one field would be alternatives. */
static bool
filter_dates(kzs_query *query, const struct search_args *args, kzs_error *err)
{
    char since[DATE_SIZE], until[DATE_SIZE], range[2 * DATE_SIZE + 2];

    err->message[0] = '\0';
    if (args->since == NULL && args->until == NULL)
        return true;
    if (!read_date("since", args->since, since) || !read_date("until", args->until, until))
        return false;
    snprintf(range, sizeof range, "%s..%s", since, until);
    return kzs_query_filter(query, "date", range, KZS_NUL, err) == KZS_OK;
}

static bool
filter_fields(kzs_query *query, const struct search_args *args, kzs_error *err)
{
    char name[64];

    for (size_t i = 0; i < args->fields.count; i++) {
        const char *word = args->fields.items[i], *equals = strchr(word, '=');

        err->message[0] = '\0';
        if (equals == NULL || equals == word || (size_t)(equals - word) >= sizeof name) {
            complain("--field %s: give NAME=VALUE", word);
            return false;
        }
        snprintf(name, sizeof name, "%.*s", (int)(equals - word), word);
        if (strcmp(name, "date") == 0 && (args->since != NULL || args->until != NULL)) {
            complain("--field %s: cannot be combined with --since or --until", word);
            return false;
        }
        if (kzs_query_filter(query, name, equals + 1, KZS_NUL, err))
            return false;
    }
    return args->lang == NULL ||
           kzs_query_filter(query, "lang", args->lang, KZS_NUL, err) == KZS_OK;
}

/* FIELD or FIELD=N. */
static bool
add_facets(kzs_query *query, const struct search_args *args, kzs_error *err)
{
    enum { VALUES = 10 };
    char name[64];

    for (size_t i = 0; i < args->facets.count; i++) {
        const char *word = args->facets.items[i];
        size_t length = strcspn(word, "=");
        unsigned long most = VALUES;
        char *end = NULL;

        err->message[0] = '\0';
        if (word[length] == '=')
            most = strtoul(word + length + 1, &end, 10);
        if (length >= sizeof name || (end != NULL && (*end != '\0' || end == word + length + 1 ||
                                                      word[length + 1] == '-'))) {
            complain("--facet %s: give FIELD or FIELD=N, N values at most", word);
            return false;
        }
        snprintf(name, sizeof name, "%.*s", (int)length, word);
        if (kzs_query_facet(query, name, most, err))
            return false;
    }
    return true;
}

/* The query, or NULL after saying what is wrong. */
static kzs_query *
make_query(const struct search_args *args, struct span text)
{
    kzs_query *query = NULL;
    kzs_error err;

    if (kzs_query_new(text.text, text.length, &query, &err) == KZS_OK &&
        set_options(query, args, &err) && filter_dates(query, args, &err) &&
        filter_fields(query, args, &err) && add_facets(query, args, &err))
        return query;
    if (err.message[0] != '\0')
        complain("%s", err.message);
    kzs_query_free(query);
    return NULL;
}

/* By the total: --limit and --offset may leave nothing of it to show. */
static bool
found_any(const kzs_results *page)
{
    kzs_summary summary = {.size = sizeof summary};

    return kzs_results_count(page) > 0 ||
           (kzs_results_summary(page, &summary) == KZS_OK && summary.total > 0);
}

static enum outcome
print_page(const kzs_results *page, const struct search_args *args, struct span text)
{
    struct terminal terminal = terminal_look(args->color, args->width);
    struct hits_detail detail = {.characters = args->snippet, .explain = args->explain};
    bool good = true;

    if (!args->json)
        hits_warn(page, text);
    if (args->ids_only)
        hits_print_ids(page);
    else if (args->format != NULL)
        good = layout_print(page, args->format, args->snippet);
    else if (args->json)
        good = hits_print_json(page, &detail);
    else
        good = hits_print(page, &detail, &terminal);
    if (!good)
        return OUTCOME_ERROR;
    return found_any(page) ? OUTCOME_FOUND : OUTCOME_NOTHING;
}

/* Do the wishes for the output go together? */
static bool
check_output(const struct search_args *args)
{
    if (args->json + args->ids_only + (args->format != NULL) > 1) {
        complain("--json, --ids-only and --format: choose one of them");
        return false;
    }
    if (args->explain && (args->ids_only || args->format != NULL)) {
        complain("--explain shows more of each hit, which --ids-only and --format do not; "
                 "--format has {score} and {why}");
        return false;
    }
    return args->format == NULL || layout_check(args->format);
}

/* How the query is understood, in place of its hits. */
static enum outcome
describe(kzs_index *index, const kzs_query *query, const struct search_args *args,
         struct span text, kzs_error *err)
{
    char *json = NULL;
    bool good;

    if (kzs_query_describe(index, query, &json, err)) {
        complain("%s", err->message);
        if (err->status == KZS_ERR_SYNTAX)
            hits_show_place(text, err->offset);
        return OUTCOME_ERROR;
    }
    good = args->json ? puts(json) >= 0 : description_print(json);
    kzs_free(json);
    return good ? OUTCOME_FOUND : OUTCOME_ERROR;
}

static bool
is_filtered(const struct search_args *args)
{
    return args->since != NULL || args->until != NULL || args->lang != NULL ||
           args->fields.count > 0;
}

static enum outcome
search(const char *path, const struct search_args *args, struct span text)
{
    kzs_query *query = make_query(args, text);
    kzs_index *index = NULL;
    kzs_results *page = NULL;
    enum outcome outcome = OUTCOME_ERROR;
    kzs_error err;

    if (query == NULL)
        return OUTCOME_ERROR;
    if (args->describe && kzs_index_open(path, KZS_READ, NULL, &index, &err) == KZS_OK) {
        outcome = describe(index, query, args, text, &err);
        goto out;
    }
    if (index == NULL && (kzs_index_open(path, KZS_READ, NULL, &index, &err) ||
                          kzs_search(index, query, &page, &err))) {
        complain("%s", err.message);
        if (err.status == KZS_ERR_SYNTAX)
            hits_show_place(text, err.offset);
        goto out;
    }
    outcome = print_page(page, args, text);
    /* Where programs read the output, more lines would be taken for hits. */
    if (outcome == OUTCOME_NOTHING && !args->as_typed && !args->ids_only && args->format == NULL &&
        !proposals_print(index, text, is_filtered(args), args->json))
        outcome = OUTCOME_ERROR;

out:
    kzs_results_free(page);
    kzs_query_free(query);
    kzs_index_close(index, NULL);
    return outcome;
}

static enum outcome
run(const struct command *self, int argc, char **argv)
{
    struct search_args args = {
        .limit = 10, .fragments = 1, .sort = "relevance", .cursor = "", .color = "auto"};
    struct buffer text = {0};
    struct words operands;
    enum outcome outcome;

    if (options_parse(self, argc, argv, &args, &operands, &outcome)) {
        join_words(&text, &operands);
        if (text.failed)
            outcome = fail("out of memory");
        else if (!check_output(&args))
            outcome = OUTCOME_ERROR;
        else
            outcome = search(operands.items[0], &args,
                             (struct span){buffer_string(&text), text.length});
    }
    buffer_free(&text);
    words_free(&args.fields);
    words_free(&args.facets);
    return outcome;
}

static const struct option options[] = {
    {OPTION_NUMBER, "limit", "N", offsetof(struct search_args, limit), 0, 10000,
     "most hits to show (default 10)"},
    {OPTION_NUMBER, "offset", "N", offsetof(struct search_args, offset), 0, 1000000,
     "hits to skip"},
    {OPTION_TEXT, "since", "DATE", offsetof(struct search_args, since), 0, 0,
     "only documents from this date on: 2022, 2022-11, 2022-11-21"},
    {OPTION_TEXT, "until", "DATE", offsetof(struct search_args, until), 0, 0,
     "only documents up to this date, the whole of it included"},
    {OPTION_TEXT, "lang", "L", offsetof(struct search_args, lang), 0, 0,
     "only documents in this language: en, ru"},
    {OPTION_LIST, "field", "NAME=VALUE", offsetof(struct search_args, fields), 0, 0,
     "only documents with this value; the same field again adds an alternative"},
    {OPTION_LIST, "facet", "FIELD[=N]", offsetof(struct search_args, facets), 0, 0,
     "count the matching documents by the values of a field; show the N most frequent "
     "(default 10)"},
    {OPTION_CHOICE_OR_LAST, "timeline", "year|month|day|auto",
     offsetof(struct search_args, timeline), 0, 0,
     "count them by date, beside all documents of that time"},
    {OPTION_TEXT, "sort", "KEYS", offsetof(struct search_args, sort), 0, 0,
     "order: relevance (default), or fields with commas between them, each with - for "
     "backwards: -date,author,relevance"},
    {OPTION_FLAG, "collapse", NULL, offsetof(struct search_args, collapse), 0, 0,
     "show near-duplicates, such as reprints, as one hit with their number"},
    {OPTION_TEXT, "cursor", "TOKEN", offsetof(struct search_args, cursor), 0, 0,
     "go on behind the page that ended with this token (in --json: cursor)"},
    {OPTION_FLAG, "ids-only", NULL, offsetof(struct search_args, ids_only), 0, 0,
     "print only the ids, one a line"},
    {OPTION_TEXT, "format", "LAYOUT", offsetof(struct search_args, format), 0, 0,
     "a line of your own for each hit: fields of the document in braces, and {id}, {rank}, "
     "{score}, {percent}, {snippet}, {why}; {{ and }} for braces, \\t for a tab, \\n for a new "
     "line"},
    {OPTION_FLAG, "explain", NULL, offsetof(struct search_args, explain), 0, 0,
     "show what the score of each hit is made of"},
    {OPTION_NUMBER, "snippet", "N", offsetof(struct search_args, snippet), 1, 1000000,
     "characters of text to show of each hit (default 240)"},
    {OPTION_NUMBER, "fragments", "N", offsetof(struct search_args, fragments), 1, 10,
     "most passages that they are made of (default 1)"},
    {OPTION_FLAG, "exact-total", NULL, offsetof(struct search_args, exact_total), 0, 0,
     "count every matching document instead of estimating"},
    {OPTION_FLAG, "describe", NULL, offsetof(struct search_args, describe), 0, 0,
     "show how the query is understood and which terms it asks for, in place of hits"},
    {OPTION_FLAG, "strict", NULL, offsetof(struct search_args, strict), 0, 0,
     "refuse a query with mistakes instead of repairing it"},
    {OPTION_FLAG, "as-typed", NULL, offsetof(struct search_args, as_typed), 0, 0,
     "when nothing is found, say nothing of what else could be asked"},
    {OPTION_FLAG, "json", NULL, offsetof(struct search_args, json), 0, 0,
     "JSON Lines: one line a hit, then one with the totals; proposals last, if any"},
    {OPTION_CHOICE, "color", "auto|always|never", offsetof(struct search_args, color), 0, 0,
     "auto: on a terminal, unless NO_COLOR is set"},
    {OPTION_NUMBER, "width", "N", offsetof(struct search_args, width), 20, 1000,
     "columns to use (default: those of the terminal)"},
    {.kind = OPTION_END},
};

const struct command command_search = {
    .name = "search",
    .operands = "INDEX QUERY…",
    .summary = "find documents",
    .details =
        "Find the documents that fit the query best. The words of QUERY are joined by spaces; "
        "put the whole query in single quotes to keep the shell away from its own quotes.\n"
        "\n"
        "just Kazakhstan: any of the words, together and in order is better. \"just "
        "Kazakhstan\": exactly so, in any inflection. +nato -ukraine: must and must not. AND, "
        "OR, NOT and И, ИЛИ, НЕ in capitals. title:summit, tag:energy: in a field. "
        "date:2022-11..2023: a period. казах*, *стан: any "
        "ending or beginning. Токаев~: also what is spelled alike. war NEAR/5 peace: near each other. "
        "Nothing typed is an error: what cannot be understood is "
        "repaired, with a warning. When nothing is found, other spellings, keyboard layouts and "
        "alphabets are proposed that would find something, and the query without its filters or "
        "quotation marks; the exit code is 1.",
    .examples = "  kzsearch search archive.kz '\"just Kazakhstan\"'\n"
                "  kzsearch search archive.kz quasi-states -ukraine --since 2022-11\n"
                "  kzsearch search archive.kz 'title:саммит ИЛИ tag:энергетика' --sort -date\n"
                "  kzsearch search archive.kz NATO --timeline=month --facet author=5 --limit 3\n"
                "  kzsearch search archive.kz Токаев --lang ru --json | jq .title\n"
                "  kzsearch search archive.kz Lavrov --explain --limit 1\n"
                "  kzsearch search archive.kz tag:energy --format '{date}\\t{title}'\n",
    .options = options,
    .operands_least = 2,
    .operands_most = SIZE_MAX,
    .dash_words = true,
    .run = run,
};
