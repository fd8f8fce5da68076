/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The importers themselves, for import.c alone. The first three fill one document from a
 * whole file in memory, valid UTF-8, which they may change; the others stream. What they set is in
 * the fields title, author, source, section, place, date, lang, tags, url, body and, stored
 * only, kicker, description, date_text and the names that the file brings.
 */
#ifndef IMPORTERS_H
#define IMPORTERS_H

#include "import/import.h"
#include "import/input.h"
#include "support/span.h"

/* `name` is what to call a document without a title. */
bool import_text(const char *name, char *data, size_t length, kzs_doc *doc,
                 struct reason *why);
bool import_markdown(const char *name, char *data, size_t length, kzs_doc *doc,
                     struct reason *why);
bool import_html(const char *name, char *data, size_t length, kzs_doc *doc,
                 struct reason *why);

/* A document a line. False when the sink said stop. */
bool import_jsonl(const char *path, struct input *in, const struct import_options *options,
                  const struct import_sink *sink);

/*
 * A document a row. `format` says whether tabs separate, or what there is most of in the
 * first row of , ; and tabs.
 */
bool import_csv(const char *path, struct input *in, enum import_format format,
                const struct import_options *options, const struct import_sink *sink);

/* Have a file that is read in pieces turned into UTF-8, from what its beginning looks like. */
bool import_settle_charset(struct input *in, const struct import_options *options,
                           struct reason *why);

/*
 * The name of a field that a file brings: lower-cased into `out` if the index can take it.
 * Letters, digits and _, a letter first, at most 32 bytes.
 */
bool import_field_name(struct span name, char out[FIELD_NAME_SIZE]);

/* The same, but other usual names of the schema's fields become those: headline, автор. */
bool import_known_name(struct span name, char out[FIELD_NAME_SIZE]);

/*
 * Set a field to a value as a list or table has it: a date is read, `text` is the body, an
 * empty value none.
 */
void import_add_value(kzs_doc *doc, const char *field, struct span value);

/* Set `lang` from a language tag: en from en-US. Kept when the document has one. */
void import_set_lang(kzs_doc *doc, struct span tag);

/* Add `a, b, c` as values of a field. */
void import_add_list(kzs_doc *doc, const char *field, struct span list);

#endif
