/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lib/schema: what a document is and how its fields become terms and values.
 *
 *   doc.c      kzs_doc: named values in memory
 *   record.c   a document as the bytes that are stored, compressed
 *   schema.c   the schema text: which field is of which kind
 *   date.c     dates as sortable digits
 *   terms.c    names of terms: the prefixes that tell the kinds apart
 *   values.c   the values of a keyword field in their slot
 *
 * Terms in the index (words are lower case, prefixes upper case):
 *
 *   stem            a word of any text field, with positions
 *   Nkey            a name in any script and spelling, with positions
 *   XTITLE:stem     a word or name key as found in the field `title`, with positions
 *   Fform           a word as it is written, folded but not stemmed: no positions, counts for
 *                   nothing (wdf 0), so lengths and scores are as if it were not there
 *   XTITLE:Fform    the same in the field `title`
 *   KLANG:ru        a whole keyword value, normalised
 *   DDATE:2022      a date's year, month (202211) and day (20221121)
 *   TTITLE:title    a whole title: any value of a text field that is not the main text, normalised
 *                   as a keyword's, if it is short
 *   Ba12ef          a band of the signature (a to f), by which near-duplicates meet
 *   Qid             the document's id
 *   H0123...89.300  the hash of an id that is too long or has NULs, and its length
 *
 * Value slots, numbered by the field's place in the schema, are what documents are sorted,
 * restricted and counted by:
 *
 *   date            its first value, 4, 6, 8, 12 or 14 digits; it has terms of this value alone
 *   number          its first value, 8 bytes that sort as numbers do
 *   keyword         all its values as they were written, each once (format 2; values.c)
 *
 * Slot 1000 has the signature of the main text (format 4; lib/index/signature.c).
 */
#ifndef KZSI_SCHEMA_H
#define KZSI_SCHEMA_H

#include "analysis/analysis.h"
#include "base/base.h"

/* ---- doc.c ---- */

/* First failure of a kzs_doc_set() or kzs_doc_add() on this document. */
kzs_status kzsi_doc_status(const kzs_doc *doc);

/* All values of a document again; NULL when out of memory. */
kzs_doc *kzsi_doc_copy(const kzs_doc *doc);

/* Add a value that lies in `blob`, NUL-terminated as its name is. False when out of memory. */
bool kzsi_doc_borrow(kzs_doc *doc, const char *field, const char *value, size_t length);

/* Hand over the memory that borrowed values lie in; freed with the document. */
void kzsi_doc_own(kzs_doc *doc, char *blob);

/* ---- record.c ---- */

/* Append the stored form of a document and its id, deflated if a deflater is given. */
kzs_status kzsi_record_encode(const kzs_doc *doc, const char *id, size_t id_length,
                              struct kzsi_deflater *deflater, struct kzsi_buf *out,
                              kzs_error *err);

/* Read it back. *id is borrowed from the document. Damage gives KZS_ERR_CORRUPT. */
kzs_status kzsi_record_decode(const char *data, size_t length, kzs_doc **doc, const char **id,
                              size_t *id_length, kzs_error *err);

/* ---- date.c ---- */

/* Longest sortable date: YYYYMMDDHHMMSS. */
#define KZSI_DATE_MAX 14

/*
 * Read YYYY, YYYY-MM, YYYY-MM-DD, or that with a time (`T` or a space, then HH:MM or
 * HH:MM:SS; fractions and time zones are accepted and ignored: a date is what its author
 * wrote). Writes 4, 6, 8, 12 or 14 digits, returns how many, 0 when it is no date.
 */
size_t kzsi_date_parse(const char *text, size_t length, char out[KZSI_DATE_MAX + 1]);

/* ---- schema.c ---- */

enum kzsi_kind { KZSI_TEXT, KZSI_KEYWORD, KZSI_DATE, KZSI_NUMBER, KZSI_STORED };

struct kzsi_field {
    char name[KZSI_NAME_MAX + 1];
    char alias[KZSI_NAME_MAX + 1]; /* "" if none */
    enum kzsi_kind kind;
    bool main;     /* the text that snippets come from */
    bool words;    /* searchable word by word under its own prefix */
    double weight; /* of a word found here, beside the same word anywhere */
    uint32_t slot; /* place in the schema and value slot */
};

struct kzsi_schema {
    char *text;
    struct kzsi_field *fields;
    size_t count;
    const struct kzsi_field *main; /* may be NULL */
    const struct kzsi_field *date; /* first date field, may be NULL */
    struct kzsi_names *names;      /* names that the schema adds, NULL if none */
};

/* The schema that fits commentary. */
extern const char kzsi_schema_default[];

kzs_status kzsi_schema_parse(const char *text, struct kzsi_schema *out, kzs_error *err);
void kzsi_schema_free(struct kzsi_schema *schema);

/* By name or alias; NULL if there is none. */
const struct kzsi_field *kzsi_schema_find(const struct kzsi_schema *schema, const char *name,
                                          size_t length);

/* ---- terms.c: each appends a whole term, never longer than KZSI_TERM_MAX ---- */

/* Xapian refuses terms beyond 245 bytes, at commit, with everything uncommitted lost. */
#define KZSI_TERM_MAX 245

void kzsi_term_word(struct kzsi_buf *out, const struct kzsi_field *field, const char *term,
                    size_t length); /* field NULL: in any text */
void kzsi_term_form(struct kzsi_buf *out, const struct kzsi_field *field, const char *form,
                    size_t length); /* likewise */
void kzsi_term_keyword(struct kzsi_buf *out, const struct kzsi_field *field, const char *value,
                       size_t length);
void kzsi_term_date(struct kzsi_buf *out, const struct kzsi_field *field, const char *digits,
                    size_t length);
void kzsi_term_title(struct kzsi_buf *out, const struct kzsi_field *field, const char *title,
                     size_t length);
void kzsi_term_band(struct kzsi_buf *out, size_t band, unsigned value); /* of 16 bits */
void kzsi_term_id(struct kzsi_buf *out, const char *id, size_t length);

/* The normalised form of a keyword value: what its term says behind the prefix. */
void kzsi_keyword(struct kzsi_buf *out, const char *value, size_t length);

/* A longer title is not indexed as a whole. */
#define KZSI_TITLE_MAX 180

/* Was this id too long or too odd to be its own term? Then the stored id must be compared. */
bool kzsi_term_id_hashed(const char *id, size_t length);

/* A number as 8 bytes that sort as the numbers do. */
void kzsi_number_sortable(double number, char out[8]);

/* ---- values.c ---- */

/* Bytes of one field's values in a document; what exceeds them can be found but not counted. */
#define KZSI_VALUES_MAX 65536

/* Append a value to those of a field, which begin at `begin`. Blank ones are left out. */
void kzsi_values_add(struct kzsi_buf *out, size_t begin, const char *value, size_t length);

/* Read the value at *at and move behind it. False at the end, and when the rest is damaged. */
bool kzsi_values_next(const char **at, const char *end, const char **value, size_t *length);

#endif
