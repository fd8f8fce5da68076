/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lib/match: from a query to ranked records.
 *
 *   match.c   plan the query for this index, run it on a snapshot, weigh what to mark
 *   expand.c  patterns and fuzzy words as the terms that there are
 *   budget.c  phrases of words that are everywhere, and how many of them
 *   terms.c   which terms are like a word
 *   verify.c  whether a document has a phrase just as it is written
 *   order.c   what matches are sorted by, as one key each
 *   explain.c  what the score of each hit is made of
 *   cursor.c  the place where the next page begins, as text
 *   facet.c   how many matches have which value of a field
 *   timeline.c  how many matches fall into which year, month or day
 *   top.c     the first few of many
 *   collapse.c  near-duplicates among the matches
 *   similar.c   documents and texts as a query
 *   suggest.c   did you mean
 *   mistake.c   how grave a typing mistake is
 *   complete.c  what a word or title may become
 *   tally.c   how often each of many strings comes
 *
 * Ranked by relevance alone, Xapian finds the page and skips what cannot reach it. For any other
 * order, and for counts, all matches are visited; what is kept of them is a page and the
 * distinct values.
 */
#ifndef KZSI_MATCH_H
#define KZSI_MATCH_H

#include "index/index.h"
#include "query/query.h"

/* ---- tally.c ---- */

struct kzsi_tally_slot {
    uint32_t hash, number; /* of the item, from 1; 0: free */
};

struct kzsi_tally_item {
    size_t start, length; /* in the tally's text */
    uint64_t count;
    uint64_t most; /* for facet.c: the count of the commonest spelling, */
    size_t other;  /* and which it is */
};

/* Zero-initialise, free with kzsi_tally_free(). */
struct kzsi_tally {
    struct kzsi_tally_slot *table;
    size_t table_size; /* power of two */
    struct kzsi_tally_item *items;
    size_t count, capacity;
    struct kzsi_buf text; /* every string once, NUL-terminated */
};

/* Count a string `count` times more. Valid until the next call; NULL when out of memory. */
struct kzsi_tally_item *kzsi_tally_add(struct kzsi_tally *tally, const char *text,
                                       size_t length, uint64_t count);
const char *kzsi_tally_text(const struct kzsi_tally *tally, const struct kzsi_tally_item *item);
void kzsi_tally_free(struct kzsi_tally *tally);

/* ---- top.c ---- */

/* Something with a place in an order: by key, byte by byte, then by number. */
struct kzsi_ranked {
    struct kzsi_buf key;
    uint32_t number;
    double score;
};

/* The first `limit` of all that are offered. Set the limit, free with kzsi_top_free(). */
struct kzsi_top {
    struct kzsi_ranked *items;
    size_t count, capacity, limit;
};

int kzsi_key_compare(const char *a, size_t a_length, uint32_t a_number, const char *b,
                     size_t b_length, uint32_t b_number);

/* False when out of memory. */
bool kzsi_top_offer(struct kzsi_top *top, const char *key, size_t length, uint32_t number,
                    double score);

/* Put what was kept in order; nothing more can be offered. */
void kzsi_top_sort(struct kzsi_top *top);
void kzsi_top_free(struct kzsi_top *top);

/* ---- the slots that a search reads ---- */

#define KZSI_COLUMNS_MAX 64

struct kzsi_columns {
    struct kzsi_value values[KZSI_COLUMNS_MAX];
    size_t count;
};

/* Have a slot read; returns its place among the values. */
size_t kzsi_columns_add(struct kzsi_columns *columns, uint32_t slot);

/* ---- order.c ---- */

struct kzsi_order {
    struct kzsi_order_key {
        const struct kzsi_field *field; /* NULL: relevance */
        size_t place;                   /* of its value among those read */
        bool reverse;
    } keys[KZSI_SORT_MAX];
    size_t count;
    bool by_score; /* relevance is one of the keys */
};

/* KZS_ERR_INVALID when the index has no such field, or none that can be sorted by. */
kzs_status kzsi_order_init(struct kzsi_order *order, const struct kzs_query *query,
                           const kzs_index *index, struct kzsi_columns *columns,
                           kzs_error *err);

/* Append the key of a match: keys that compare byte by byte as the matches are to be sorted. */
void kzsi_order_key(const struct kzsi_order *order, const struct kzsi_value *values,
                    double score, struct kzsi_buf *out);

/* ---- facet.c ---- */

struct kzsi_facet_value {
    const char *text; /* the commonest spelling */
    size_t length;
    uint64_t count;
};

struct kzsi_facet {
    const char *field;
    struct kzsi_facet_value *values; /* the most frequent first, then by normalised form */
    size_t count;
    uint64_t distinct, missing;
};

/* A facet while it is counted. Zero-initialise, free with kzsi_counting_free(). */
struct kzsi_counting {
    size_t place; /* of its value among those read */
    struct kzsi_tally spellings;
    uint64_t missing;
};

/* Find the field of a wish; KZS_ERR_INVALID when it cannot be counted by. */
kzs_status kzsi_counting_init(struct kzsi_counting *counting,
                              const struct kzsi_facet_wish *wish, const kzs_index *index,
                              struct kzsi_columns *columns, kzs_error *err);

/* Count a document's values. False when out of memory. */
bool kzsi_counting_add(struct kzsi_counting *counting, const struct kzsi_value *values);

/* Sum up into the arena. False when out of memory. */
bool kzsi_counting_end(struct kzsi_counting *counting, const struct kzsi_facet_wish *wish,
                       struct kzsi_arena *arena, struct kzsi_facet *out);
void kzsi_counting_free(struct kzsi_counting *counting);

/* A keyword field that this index has values of; the error says what it is needed for. */
kzs_status kzsi_check_keyword_values(const kzs_index *index, const struct kzsi_field *field,
                                     const char *purpose, kzs_error *err);

/* ---- timeline.c ---- */

/* More are not listed: years reach to 9999. */
#define KZSI_BUCKETS_MAX 10000

/* `2022-11-21` */
#define KZSI_BUCKET_DATE 11

struct kzsi_bucket {
    char date[KZSI_BUCKET_DATE];
    uint64_t count, documents; /* matching, and in the whole index */
};

/* Free the buckets with free(). */
struct kzsi_timeline {
    char field[KZSI_NAME_MAX + 1];
    enum kzsi_period unit;
    struct kzsi_bucket *buckets; /* without a gap, the oldest first */
    size_t count;
    uint64_t missing, coarse;
};

/* A timeline while it is counted. Zero-initialise, free with kzsi_dating_reset(). */
struct kzsi_dating {
    const struct kzsi_field *field;
    size_t place; /* of its value among those read */
    struct kzsi_tally dates;
    uint64_t missing;
};

/* Find the field; KZS_ERR_INVALID when there is no such date. */
kzs_status kzsi_dating_init(struct kzsi_dating *dating, const struct kzsi_timeline_wish *wish,
                            const kzs_index *index, struct kzsi_columns *columns,
                            kzs_error *err);

/* Count a document's date. False when out of memory. */
bool kzsi_dating_add(struct kzsi_dating *dating, const struct kzsi_value *values);

/* Make the buckets, in place of those that `out` may have. */
kzs_status kzsi_dating_end(struct kzsi_dating *dating, const struct kzsi_timeline_wish *wish,
                           kzsi_db *db, struct kzsi_timeline *out, kzs_error *err);
void kzsi_dating_reset(struct kzsi_dating *dating);

/* ---- cursor.c ---- */

/* The place behind a hit. */
struct kzsi_cursor {
    uint64_t index, query; /* fingerprints of what it belongs to */
    uint64_t revision;
    uint64_t rank; /* hits up to here */
    uint32_t document;
    const char *key;
    size_t key_length;
};

/* Fingerprint of all that decides which hits there are and in which order. */
uint64_t kzsi_cursor_query(const struct kzs_query *query, const struct kzsi_plan *plan);

/* Append it as text. */
void kzsi_cursor_write(const struct kzsi_cursor *cursor, struct kzsi_buf *out);

/* Read it back; the key lies in `memory`. False when the text is no cursor, or no memory. */
bool kzsi_cursor_read(const char *text, size_t length, struct kzsi_buf *memory,
                      struct kzsi_cursor *out);

/* ---- explain.c ---- */

enum kzsi_term_kind { KZSI_TERM_STEM, KZSI_TERM_NAME, KZSI_TERM_FORM, KZSI_TERM_KEYWORD };

struct kzsi_scored_term {
    struct kzsi_string whole, text; /* in the plan; with and without its prefixes */
    enum kzsi_term_kind kind;
    uint64_t documents; /* in how many it is */
};

/* What Xapian scores as one: a term, terms as one word, a phrase. */
struct kzsi_part {
    size_t first, last; /* steps of the program */
    struct kzsi_note note;
    double factor;      /* what its weight is multiplied by */
    const char *field;  /* NULL: any text */
    size_t term, term_count;
};

/* Tables of all parts and all hits of a page. Zero-initialise. */
struct kzsi_explanation {
    bool made;
    struct kzsi_arena arena; /* names of fields */
    struct kzsi_part *parts; /* in the order of the program */
    size_t part_count, part_capacity;
    struct kzsi_scored_term *terms;
    size_t term_count, term_capacity;
    size_t hits;
    double *scores;    /* [part][hit]: what it adds, -1 if it does not match */
    uint32_t *counts;  /* [term][hit]: how often it is there, KZSI_ABSENT if not */
    uint32_t *lengths; /* of the hits, in terms */
    double average_length;
};

/* In place of what `out` holds. Free with kzsi_explanation_free() whatever is returned. */
/* How many operands a step takes. */
size_t kzsi_operands(const struct kzsi_step *step);

kzs_status kzsi_explain(kzsi_db *db, const struct kzsi_plan *plan,
                        const struct kzsi_search *search, const struct kzsi_matches *matches,
                        struct kzsi_explanation *out, kzs_error *err);
void kzsi_explanation_free(struct kzsi_explanation *explanation);
/* ---- terms.c ---- */

struct kzsi_like_term {
    const char *text; /* without its prefix */
    size_t length;
    unsigned edits;
    uint64_t documents; /* that have it */
};

struct kzsi_likes {
    struct kzsi_like_term *items; /* the nearest first, then the most frequent */
    size_t count;
    uint64_t found;  /* of which `items` are the first */
    bool unfinished; /* the budget was spent before all terms were looked at */
};

/*
 * The terms behind a prefix (F: every word as it is written) that are like a word, the word
 * itself among them. *budget is how many terms may be looked at, and is counted down. What is
 * found lies in the arena.
 */
kzs_status kzsi_terms_like(kzsi_db *db, const char *prefix, size_t prefix_length,
                           const struct kzsi_like *like, size_t limit, uint64_t *budget,
                           struct kzsi_arena *arena, struct kzsi_likes *out, kzs_error *err);

/* ---- expand.c ---- */

/*
 * What the patterns of one query may stand for, and how many terms are looked at for one of
 * them, or for several together: as many as take a few times what an ordinary search does.
 */
#define KZSI_EXPANSIONS_MAX 1000
#define KZSI_TERMS_ONE_MAX  3000000
#define KZSI_TERMS_ALL_MAX  300000

/* The steps of a plan as they are run. Zero-initialise, free with kzsi_expansion_free(). */
struct kzsi_expansion {
    struct kzsi_arena arena;
    struct kzsi_step *steps; /* NULL: nothing had to be expanded */
    size_t count, capacity;
};

/*
 * Replace the patterns of a plan by what they stand for in this snapshot, in place of what
 * `out` may have. Adds warnings to the plan, and what its marks weigh. KZS_ERR_SYNTAX in strict
 * mode where something had to be cut.
 */
kzs_status kzsi_expand(kzsi_db *db, struct kzsi_analyzer *analyzer, struct kzsi_plan *plan,
                       struct kzsi_expansion *out, kzs_error *err);
void kzsi_expansion_free(struct kzsi_expansion *expansion);

/* ---- budget.c ---- */

/*
 * What the phrases of one query may cost: so many lists of positions are read for each document
 * of the index, and at least for so many documents.
 */
#define KZSI_POSITIONS_MAX 16
#define KZSI_POSITIONS_DOCUMENTS 1000

/*
 * Take phrases that would cost more out of the program that is run, in its order: those that
 * only add to a score add nothing, of the others the words are looked for anywhere, with a
 * warning; KZS_ERR_SYNTAX in strict mode. The plan itself stays as it is.
 */
kzs_status kzsi_budget(kzsi_db *db, struct kzsi_plan *plan, struct kzsi_expansion *run,
                       kzs_error *err);

/* ---- collapse.c ---- */

/* Zero-initialise, free with kzsi_collapse_free(). */
struct kzsi_collapse {
    struct kzsi_step *steps; /* those of the plan, and what narrows them */
    size_t plan_steps;
    uint32_t *taken; /* documents that another stands for */
    size_t taken_count, taken_size;
    struct kzsi_buf terms, signature;
};

/* The documents that a hit stands for. */
struct kzsi_alike {
    uint64_t count;
    size_t listed; /* of them */
    uint32_t documents[KZS_COLLAPSED_MAX];
};

/* KZS_ERR_INVALID when the index is too old for it. The plan's terms stay borrowed. */
kzs_status kzsi_collapse_init(struct kzsi_collapse *collapse, const kzs_index *index,
                              const struct kzsi_plan *plan, kzs_error *err);
void kzsi_collapse_restart(struct kzsi_collapse *collapse);
void kzsi_collapse_free(struct kzsi_collapse *collapse);

/* The next match in order: does it lead, and whom? */
kzs_status kzsi_collapse_next(struct kzsi_collapse *collapse, kzsi_db *db, uint32_t document,
                              struct kzsi_alike *alike, bool *leads, kzs_error *err);

/* ---- similar.c ---- */

/* Make what the query wants the like of a part of its plan. */
kzs_status kzsi_similar(kzs_index *index, const struct kzs_query *query, struct kzsi_plan *plan,
                        kzs_error *err);

/* ---- verify.c ---- */

/* So many bytes of texts are read for the exact phrases of one query. */
#define KZSI_VERIFIED_MAX ((uint64_t)6 << 20)

/* Set analyzer and schema. */
struct kzsi_verifier {
    struct kzsi_analyzer *analyzer;
    const struct kzsi_schema *schema;
    uint64_t bytes;  /* that were read */
    bool unfinished; /* more would have had to be: the rest passed unread */
    size_t offset;   /* of the phrase */
};

/* The check of a search; `user` is a verifier. */
kzs_status kzsi_verify(void *user, const struct kzsi_step *step, const char *record,
                       size_t length, bool *passes);

/* ---- literal.c ---- */

/*
 * Of each quoted phrase of the plan find the documents that hold it as it is written, if they are
 * not too many, and have them add to the score. `expansion`: what kzsi_expand() made of the plan,
 * changed in place. Of `search` k1 and b are looked at.
 */
kzs_status kzsi_literal(kzsi_db *db, struct kzsi_verifier *verifier,
                        const struct kzsi_plan *plan, const struct kzsi_search *search,
                        struct kzsi_expansion *expansion, kzs_error *err);

/* ---- match.c ---- */

/* What a hit stands for: as many records as are listed. */
struct kzsi_collapsed {
    uint64_t count;
    struct kzsi_match *items; /* owned, their records too */
    size_t listed;
};

struct kzsi_found {
    struct kzsi_plan plan;
    struct kzsi_expansion expansion; /* of its patterns, on the snapshot that was searched */
    struct kzsi_matches matches;
    double *mark_weights; /* one per mark of the plan: how much it says about a text */
    struct kzsi_facet *facets; /* as many as the query wants; in the plan's arena */
    size_t facet_count;
    struct kzsi_timeline timeline; /* if the query wants one */
    bool has_timeline;
    struct kzsi_explanation explanation; /* if the query wants one */
    struct kzsi_collapsed *collapsed; /* one per match; NULL if the query does not collapse */
    uint64_t skipped;  /* hits in front of the page */
    char *cursor;      /* behind its last hit; NULL: no more; in the plan's arena */
};

/* Free with kzsi_found_free() whatever is returned. */
kzs_status kzsi_find(kzs_index *index, const struct kzs_query *query, struct kzsi_found *out,
                     kzs_error *err);
void kzsi_found_free(struct kzsi_found *found);

/* How much each mark of a plan says about a text: its inverse document frequency. */
kzs_status kzsi_weigh_marks(kzsi_db *db, const struct kzsi_plan *plan, double *weights,
                            kzs_error *err);

#endif
