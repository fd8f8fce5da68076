/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * From files to documents. import_file() picks the importer and hands each document to the
 * caller; it knows no index. Nothing in a file can name another file or an id except the
 * `id` of JSON Lines and tables: ids come from paths.
 */
#ifndef IMPORT_H
#define IMPORT_H

#include <kzsearch.h>
#include <stdbool.h>
#include <stdint.h>

#include "import/filter.h"
#include "import/reason.h"
#include "support/span.h"

enum import_format {
    IMPORT_UNKNOWN,
    IMPORT_ANY, /* HTML or text, by the content; what is binary is left out */
    IMPORT_TEXT,
    IMPORT_MARKDOWN,
    IMPORT_HTML,
    IMPORT_JSONL,
    IMPORT_CSV,
    IMPORT_TSV
};

/* The name of a field that a file brings. */
enum { FIELD_NAME_SIZE = 33 };

/* Which columns of a table are which fields. */
struct column {
    char field[FIELD_NAME_SIZE];
    struct span name; /* of what was typed */
    size_t number;    /* from 1; 0 when it is given by name */
};

struct columns {
    struct column *items;
    size_t count;
};

/* Add those of `title=Headline,body=#3`, whose text must last. False: see why. */
bool columns_add(struct columns *columns, const char *typed, struct reason *why);
void columns_free(struct columns *columns);

struct import_options {
    const char *charset; /* of all files; NULL to find out */
    const struct columns *columns;
    const struct filters *filters;
    uint64_t skip_lines; /* lines of JSON Lines and tables that were taken before */
};

/* Where a document was read: for messages. */
struct import_place {
    const char *path;
    unsigned long line; /* 0 when the document is the whole file */
    bool exact;         /* from an export: the document is to stay as it is */
};

/* Why there is nothing to index in a file or line, which is no mistake. */
#define IMPORT_NO_TEXT "there is no text in it"
#define IMPORT_BINARY "it is no text"

struct import_sink {
    /* A document; borrowed. False stops the import. */
    bool (*document)(void *user, const struct import_place *place, const char *id,
                     size_t id_length, kzs_doc *doc);
    /* A file or line that cannot be taken; the rest goes on. */
    void (*problem)(void *user, const struct import_place *place, const char *reason);
    /* A file or line that holds nothing to index. */
    void (*empty)(void *user, const struct import_place *place, const char *reason);
    void *user;
};

/* By the end of the name (.txt .md .html .jsonl .csv .tsv and so on), maybe with .gz behind it. */
enum import_format import_format_of(const char *path);

/* By the word that --format takes: txt, md, html, jsonl, csv, tsv, auto. */
enum import_format import_format_named(const char *name);

/*
 * Read a file (stdin when `path` is "-" and `is_stdin`). A filter that fits its name goes before
 * its format. False when a call of the sink said stop; a bad file is a problem() and true.
 */
bool import_file(const char *path, bool is_stdin, enum import_format format,
                 const struct import_options *options, const struct import_sink *sink);

#endif
