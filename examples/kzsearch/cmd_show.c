/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * kzsearch show: documents as they are stored. For people: the short fields as a list, then
 * the long ones as text. As JSON: an object a line that `kzsearch index` takes again.
 */
#include <kzsearch.h>
#include <stdio.h>
#include <string.h>

#include "json_doc.h"
#include "options.h"
#include "support/json_out.h"
#include "support/span.h"
#include "support/terminal.h"
#include "support/utf8.h"

/* Values longer than this, in bytes, or of several lines, are printed as text. */
enum { SHORT_VALUE = 200, NAME_WIDTH = 12 };

/* What was typed. */
struct show_args {
    struct words fields;
    bool json;
};

/* Whether the field is wanted: all are, unless --field names some. */
static bool
is_wanted(const struct show_args *args, const char *field)
{
    return args->fields.count == 0 || words_have(&args->fields, field);
}

/* ---- for people ---- */

static bool
is_long(struct span value)
{
    return value.length > SHORT_VALUE || span_find(value, '\n') < value.length;
}

static void
print_short(const char *name, struct span value)
{
    print_padded(stdout, name, strlen(name), NAME_WIDTH);
    putchar(' ');
    print_safe(stdout, value.text, value.length, PRINT_LINE);
    putchar('\n');
}

/* With its name above it. */
static void
print_long(const char *name, struct span value)
{
    putchar('\n');
    print_safe(stdout, name, strlen(name), PRINT_LINE);
    puts(":");
    value = span_trim(value);
    print_safe(stdout, value.text, value.length, PRINT_TEXT);
    putchar('\n');
}

static void
print_values(const struct show_args *args, const kzs_doc *doc, bool longs)
{
    const char *name;
    struct span value;

    for (size_t i = 0; i < kzs_doc_count(doc); i++) {
        value.text = kzs_doc_value(doc, i, &name, &value.length);
        if (!is_wanted(args, name) || is_long(value) != longs)
            continue;
        if (longs)
            print_long(name, value);
        else
            print_short(name, value);
    }
}

/* With --field, the values alone. */
static void
print_bare(const struct show_args *args, const kzs_doc *doc)
{
    const char *name, *value;
    size_t length;

    for (size_t i = 0; i < kzs_doc_count(doc); i++) {
        value = kzs_doc_value(doc, i, &name, &length);
        if (!is_wanted(args, name))
            continue;
        print_safe(stdout, value, length, PRINT_TEXT);
        putchar('\n');
    }
}

static void
print_document(const struct show_args *args, struct span id, const kzs_doc *doc, bool first)
{
    if (args->fields.count > 0) {
        print_bare(args, doc);
        return;
    }
    if (!first)
        puts("\n----\n");
    print_short("id", id);
    print_values(args, doc, false);
    print_values(args, doc, true);
}

/* ---- as JSON ---- */

static bool
print_document_json(const struct show_args *args, struct span id, const kzs_doc *doc)
{
    return json_line(json_document(id, doc, &args->fields));
}

/* ---- the command ---- */

static enum outcome
show(kzs_index *index, const struct show_args *args, const struct words *operands)
{
    enum outcome outcome = OUTCOME_FOUND;
    bool first = true;
    kzs_status st;
    kzs_doc *doc;
    kzs_error err;

    for (size_t i = 1; i < operands->count && !ferror(stdout); i++) {
        struct span id = span_of(operands->items[i]);

        st = kzs_get(index, id.text, id.length, &doc, &err);
        if (st == KZS_ERR_NOT_FOUND) {
            complain("%s: there is no such document", id.text);
            if (outcome == OUTCOME_FOUND)
                outcome = OUTCOME_NOTHING;
            continue;
        }
        if (st) {
            outcome = fail("%s: %s", id.text, err.message);
            continue;
        }
        if (!args->json)
            print_document(args, id, doc, first);
        else if (!print_document_json(args, id, doc))
            outcome = OUTCOME_ERROR;
        kzs_doc_free(doc);
        first = false;
    }
    return outcome;
}

static enum outcome
run(const struct command *self, int argc, char **argv)
{
    struct show_args args = {0};
    kzs_index *index = NULL;
    struct words operands;
    enum outcome outcome;
    kzs_error err;

    if (options_parse(self, argc, argv, &args, &operands, &outcome)) {
        if (kzs_index_open(operands.items[0], KZS_READ, NULL, &index, &err))
            outcome = fail("%s", err.message);
        else
            outcome = show(index, &args, &operands);
    }
    kzs_index_close(index, NULL);
    words_free(&args.fields);
    return outcome;
}

static const struct option options[] = {
    {OPTION_LIST, "field", "NAME", offsetof(struct show_args, fields), 0, 0,
     "only this field, its values alone; may be repeated"},
    {OPTION_FLAG, "json", NULL, offsetof(struct show_args, json), 0, 0,
     "JSON Lines: an object for each document"},
    {.kind = OPTION_END},
};

const struct command command_show = {
    .name = "show",
    .operands = "INDEX ID…",
    .summary = "print documents as they are stored",
    .details =
        "Print the stored fields of the documents with these ids. In JSON a field with several "
        "values is an array; kzsearch index takes these lines again. The exit code is 1 when "
        "one of the documents is not there.",
    .examples = "  kzsearch show archive.kz articles/2022/tokayev.txt\n"
                "  kzsearch show archive.kz op-1 op-2 --json\n"
                "  kzsearch show archive.kz op-1 --field body | wc -w\n",
    .options = options,
    .operands_least = 2,
    .operands_most = SIZE_MAX,
    .run = run,
};
