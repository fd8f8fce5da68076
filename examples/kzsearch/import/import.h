/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * From files to documents. import_file() picks the importer and hands each document to the
 * caller; it knows no index. Nothing in a file can name another file or an id except the
 * `id` key of JSON Lines: ids come from paths.
 */
#ifndef IMPORT_H
#define IMPORT_H

#include <kzsearch.h>
#include <stdbool.h>

enum import_format {
    IMPORT_UNKNOWN,
    IMPORT_TEXT,
    IMPORT_MARKDOWN,
    IMPORT_HTML,
    IMPORT_JSONL
};

/* Where a document was read: for messages. */
struct import_place {
    const char *path;
    unsigned long line; /* 0 when the document is the whole file */
    bool exact;         /* from an export: the document is to stay as it is */
};

struct import_sink {
    /* A document; borrowed. False stops the import. */
    bool (*document)(void *user, const struct import_place *place, const char *id,
                     size_t id_length, kzs_doc *doc);
    /* A file or line that cannot be taken; the rest goes on. */
    void (*problem)(void *user, const struct import_place *place, const char *reason);
    /* A file or line without any text: nothing to index, and no mistake. */
    void (*empty)(void *user, const struct import_place *place);
    void *user;
};

/* By the end of the name: .txt .md .html .htm .jsonl, each perhaps with .gz behind it. */
enum import_format import_format_of(const char *path);

/* By the word that --format takes: txt, md, html, jsonl. */
enum import_format import_format_named(const char *name);

/*
 * Read a file (stdin when `path` is "-" and `is_stdin`). False when a call of the sink said
 * stop; a bad file is a problem() and true.
 */
bool import_file(const char *path, bool is_stdin, enum import_format format,
                 const struct import_sink *sink);

#endif
