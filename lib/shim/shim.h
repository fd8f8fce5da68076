/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lib/shim: libxapian behind a plain C interface. The only C++ of the project.
 *
 *   guard.hh   turns every exception into a status
 *   reader.cc  a snapshot of an index: documents, statistics
 *   search.cc  running a query program on a snapshot
 *   checked.hh documents that a callback lets through
 *   union.hh   very many terms as one
 *   same.cc    is a document what it was meant to be?
 *   writer.cc  changes, commits, the write lock
 *   modes.cc   who may read the files of an index
 *   upkeep.cc  check, compact, records by number
 *
 * No exception leaves a function declared here, and nothing here knows about fields, languages
 * or query syntax: terms go in and documents come out. A handle belongs to one thread at a
 * time (one Xapian::Database used by two threads crashes); lib/index keeps a pool of them.
 */
#ifndef KZSI_SHIM_H
#define KZSI_SHIM_H

#include "base/base.h"
#include "base/entry.h"
#include "base/program.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- reader.cc ---- */

/* A snapshot of an index, and the means to move on to a newer one. */
typedef struct kzsi_db kzsi_db;

/*
 * KZS_ERR_NOT_FOUND when nothing is at the path, KZS_ERR_INVALID when it is not a directory
 * with a glass database of regular files: stub files, links and pipes are refused, because
 * Xapian would follow them.
 */
kzs_status kzsi_db_open(const char *path, kzsi_db **out, kzs_error *err);

/*
 * The same, and everything that Xapian reads is proved first (lib/sums). `proof` is borrowed
 * for as long as the snapshot is used; NULL: nothing is.
 */
struct kzsi_proof;
kzs_status kzsi_db_open_proved(const char *path, struct kzsi_proof *proof, kzsi_db **out,
                               kzs_error *err);
void kzsi_db_close(kzsi_db *db);

/* Move to the newest commit. *revision is its number. */
kzs_status kzsi_db_refresh(kzsi_db *db, uint64_t *revision, kzs_error *err);

struct kzsi_db_info {
    uint64_t documents;
    uint64_t revision;
    double average_length;
};
kzs_status kzsi_db_describe(kzsi_db *db, struct kzsi_db_info *out, kzs_error *err);

/* Append a metadata value; nothing is appended when there is none. */
kzs_status kzsi_db_metadata(kzsi_db *db, const char *key, struct kzsi_buf *out,
                            kzs_error *err);

/*
 * Gather the metadata whose keys begin with a prefix, by key: length of the key (varint), key,
 * length of the value, value, and so on.
 */
kzs_status kzsi_db_metadata_all(kzsi_db *db, const char *prefix, struct kzsi_buf *out,
                                kzs_error *err);

/* Append the record of the first document that has a term. KZS_ERR_NOT_FOUND if none has. */
kzs_status kzsi_db_fetch(kzsi_db *db, const char *term, size_t length, struct kzsi_buf *out,
                         kzs_error *err);

/* In how many documents is this term? */
kzs_status kzsi_db_frequency(kzsi_db *db, const char *term, size_t length, uint64_t *out,
                             kzs_error *err);

/*
 * Called for each term with the number of documents it is in; both are valid during the call.
 * Return 0 to go on, anything else to stop.
 */
typedef int (*kzsi_term_fn)(void *user, const char *term, size_t length, uint64_t frequency);

/*
 * Go through the terms that begin with `prefix` in the order of their bytes, from the first
 * that is not less than `from` on. Both are whole terms or beginnings; `from` NULL: the prefix.
 */
kzs_status kzsi_db_terms(kzsi_db *db, const char *prefix, size_t prefix_length,
                         const char *from, size_t from_length, kzsi_term_fn visit, void *user,
                         kzs_error *err);

/* Is a term to be visited? 1 yes, 0 no, -1 neither it nor any behind it. */
typedef int (*kzsi_choose_fn)(void *user, const char *term, size_t length);

/* The same for some of these terms: to look up the number of documents costs more than a look. */
kzs_status kzsi_db_choose_terms(kzsi_db *db, const char *prefix, size_t prefix_length,
                                const char *from, size_t from_length, kzsi_choose_fn choose,
                                kzsi_term_fn visit, void *user, kzs_error *err);

/* ---- same.cc ---- */

/* Is the document of a number what an entry says, in all it has? Terms, postings and all. */
kzs_status kzsi_db_same(kzsi_db *db, uint32_t number, const struct kzsi_entry *entry,
                        bool *same, kzs_error *err);

/* ---- search.cc ---- */

struct kzsi_search {
    const struct kzsi_step *steps;
    size_t step_count;
    uint32_t offset, limit;
    bool exact_total;
    double k1, b; /* BM25 */
    /* Does a document with this record pass a CHECK? A status but KZS_OK ends the search. */
    kzs_status (*check)(void *user, const struct kzsi_step *step, const char *record,
                        size_t length, bool *passes);
    void *check_user;
};

struct kzsi_match {
    double score;
    uint32_t document; /* its number in the database, from 1 */
    char *record;      /* owned */
    size_t record_length;
};

struct kzsi_matches {
    struct kzsi_match *items; /* owned */
    size_t count;
    uint64_t total_lower, total, total_upper;
    uint64_t documents, revision;
    uint64_t index; /* fingerprint of the database's identity */
    double best;      /* highest score of all matches */
    int best_percent; /* what it is of the best that could be, 0 to 100 */
};

/* The best matches: by score, then by number. */
kzs_status kzsi_db_search(kzsi_db *db, const struct kzsi_search *search,
                          struct kzsi_matches *out, kzs_error *err);

/* Looks at every matching document, in order of their numbers. */
struct kzsi_visitor {
    struct kzsi_value *values; /* the slots to read; filled before each call */
    size_t value_count;
    /* A status other than KZS_OK ends the search with it. */
    kzs_status (*visit)(void *user, uint32_t document, double score,
                        const struct kzsi_value *values);
    void *user;
    bool scored; /* scores are looked at; false is faster, and they are all 0 */
};

/*
 * Visit all matches; offset and limit are ignored. `out` gets totals, which are exact, and no
 * items.
 */
kzs_status kzsi_db_visit(kzsi_db *db, const struct kzsi_search *search,
                         const struct kzsi_visitor *visitor, struct kzsi_matches *out,
                         kzs_error *err);

/* Read the record of `match->document`. */
kzs_status kzsi_db_record(kzsi_db *db, struct kzsi_match *match, kzs_error *err);

/*
 * What a program by itself gives to each of some documents, in ascending order: the weight that
 * its steps have in any larger program; -1 where it does not match. Of `search` only the steps,
 * k1 and b are looked at.
 */
kzs_status kzsi_db_weigh(kzsi_db *db, const struct kzsi_search *search,
                         const uint32_t *documents, size_t count, double *weights,
                         kzs_error *err);

/* A document does not have the term; one may have it and count it 0 times. */
#define KZSI_ABSENT UINT32_MAX

/* How often a term is in each of some documents, in ascending order, and in how many of all. */
kzs_status kzsi_db_counts(kzsi_db *db, const char *term, size_t length,
                          const uint32_t *documents, size_t count, uint32_t *counts,
                          uint64_t *frequency, kzs_error *err);

/* The lengths of documents in terms. */
kzs_status kzsi_db_lengths(kzsi_db *db, const uint32_t *documents, size_t count,
                           uint32_t *lengths, kzs_error *err);

/* Append a value of a document; nothing is appended when it has none. */
kzs_status kzsi_db_value(kzsi_db *db, uint32_t document, uint32_t slot, struct kzsi_buf *out,
                         kzs_error *err);

void kzsi_matches_free(struct kzsi_matches *matches);

/* ---- writer.cc ---- */

typedef struct kzsi_writer kzsi_writer;

/* What a commit waits for: files and directory on the disk, files alone, nothing. */
enum kzsi_durability { KZSI_SYNC_FULL, KZSI_SYNC_FILES, KZSI_SYNC_NONE };

/*
 * Take the write lock, waiting up to `wait_ms`; with `create` an empty or missing directory
 * becomes an empty index. Changes are collected in a transaction, so that nothing is ever
 * committed but by kzsi_writer_commit(). `prove`: nothing is changed that is damaged, as far as
 * there are sums; else the files are believed, and what is there becomes what was written.
 */
kzs_status kzsi_writer_open(const char *path, bool create, uint64_t wait_ms,
                            enum kzsi_durability durability, bool prove, kzsi_writer **out,
                            kzs_error *err);

/* Give up what is uncommitted and release the lock. */
void kzsi_writer_close(kzsi_writer *writer);

/* Add or replace the document that has the term `id`, which must be one of its terms. */
kzs_status kzsi_writer_put(kzsi_writer *writer, const char *id, size_t length,
                           const struct kzsi_entry *entry, kzs_error *err);

/* Delete it; KZS_ERR_NOT_FOUND when there is none. */
kzs_status kzsi_writer_delete(kzsi_writer *writer, const char *id, size_t length,
                              kzs_error *err);

/* Delete the document of a number, which must be there. */
kzs_status kzsi_writer_delete_number(kzsi_writer *writer, uint32_t number, kzs_error *err);

/* As kzsi_db_fetch(), uncommitted changes included. */
kzs_status kzsi_writer_fetch(kzsi_writer *writer, const char *term, size_t length,
                             struct kzsi_buf *out, kzs_error *err);

kzs_status kzsi_writer_set_metadata(kzsi_writer *writer, const char *key, const char *value,
                                    kzs_error *err);

/* The same for any bytes; an empty value removes the entry. */
kzs_status kzsi_writer_set_bytes(kzsi_writer *writer, const char *key, size_t key_length,
                                 const char *value, size_t length, kzs_error *err);

/*
 * Make everything visible and, as far as was asked for, durable. After a failure nothing may
 * be done with the writer but closing it; the commit may have come about all the same.
 */
kzs_status kzsi_writer_commit(kzsi_writer *writer, kzs_error *err);

/* ---- upkeep.cc: on damaged files the others may end the process ---- */

/* What kzsi_db_open() asks first; KZS_ERR_CORRUPT when the version file is damaged. */
kzs_status kzsi_check_index_files(const char *path, kzs_error *err);

typedef void (*kzsi_line_fn)(void *user, const char *line);

/*
 * Have Xapian check everything. `line` gets what it says: `postlist:` where a table begins,
 * what is wrong, and some statistics. *errors is how many things are.
 */
kzs_status kzsi_check_tables(const char *path, kzsi_line_fn line, void *user,
                             uint64_t *errors, kzs_error *err);

/* Write a compacted copy with the same document numbers. `table` gets each table's name. */
kzs_status kzsi_compact_tables(const char *path, const char *to, kzsi_line_fn table,
                               void *user, kzs_error *err);

/* The highest number that a document ever had. */
kzs_status kzsi_db_last(kzsi_db *db, uint32_t *last, kzs_error *err);

/* Append the record of a document by its number; nothing when there is none. */
kzs_status kzsi_db_data(kzsi_db *db, uint32_t document, struct kzsi_buf *out, kzs_error *err);

#ifdef __cplusplus
}
#endif

#endif
