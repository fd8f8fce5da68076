/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lib/results: what a search gives back.
 *
 *   search.c     kzs_search(): run the query, decode the page
 *   counts.c     facets of the matches
 *   explain.c    why a hit was found, and what its score is made of
 *   highlight.c  where the marks of a query stand in a text
 *   walk.c       characters and grapheme clusters of any bytes
 *   sentence.c   where sentences begin
 *   passage.c    which parts of a text to show
 *   render.c     passages with their marks, made safe to print
 *   matches.c    places in a text as the caller gets them
 *   marking.c    a query made ready for texts of the caller's
 *   snippet.c    kzs_results_snippet(), kzs_highlight() and the like
 */
#ifndef KZSI_RESULTS_H
#define KZSI_RESULTS_H

#include "match/match.h"

/* ---- highlight.c ---- */

/* A stretch of text that a mark covers. */
struct kzsi_span {
    size_t start, end; /* bytes */
    size_t mark;       /* index into the plan's marks */
    kzs_match_kind kind;
};

struct kzsi_spans {
    struct kzsi_span *items;
    size_t count, capacity;
};

struct kzsi_highlighter;

/*
 * Borrows the plan. Analyses with `analyzer`, borrowed as well; NULL: with one of its own,
 * made when needed, and these names (NULL: the built-in ones). NULL when out of memory.
 */
struct kzsi_highlighter *kzsi_highlighter_new(const struct kzsi_plan *plan,
                                              struct kzsi_names *names,
                                              struct kzsi_analyzer *analyzer);
void kzsi_highlighter_free(struct kzsi_highlighter *highlighter);

/*
 * Find the marks in the text of a field, in order of their start, overlaps and all. Empties
 * `out` first. False when out of memory. Unless the `whole` text is wanted, the end of one
 * that is longer than a snippet can need may be left unread.
 */
bool kzsi_highlight(struct kzsi_highlighter *highlighter, const char *field, const char *text,
                    size_t length, bool whole, struct kzsi_spans *out);

/* ---- walk.c ---- */

/* The place one character on, or back, or as many as there are up to so many. */
size_t kzsi_walk_next(const char *text, size_t length, size_t at);
size_t kzsi_walk_previous(const char *text, size_t length, size_t at);
size_t kzsi_walk_forward(const char *text, size_t length, size_t at, size_t characters);
size_t kzsi_walk_back(const char *text, size_t length, size_t at, size_t characters);

/* Characters in [start, end), but no more than `limit` + 1 are counted. */
size_t kzsi_walk_count(const char *text, size_t start, size_t end, size_t limit);

/* Does what people see as one character (a grapheme cluster, UAX 29) begin at `at`? */
bool kzsi_walk_is_edge(const char *text, size_t length, size_t at);

/* ---- sentence.c ---- */

/* Does a sentence, heading or paragraph begin with the character at `at`? */
bool kzsi_sentence_begins(const char *text, size_t length, size_t at);

/* ---- passage.c ---- */

#define KZSI_PASSAGES_MAX KZSI_FRAGMENTS_MAX

struct kzsi_passage {
    size_t start, end; /* bytes of the text, at character edges */
    bool cut_before, cut_after;
};

/*
 * The parts, in order, at most `most` of together at most `characters`, that say most about the
 * query. `scratch` is as long as the weights. Returns how many, one at least.
 */
size_t kzsi_passages_choose(const char *text, size_t length, size_t characters, size_t most,
                            const struct kzsi_spans *spans, const double *weights,
                            double *scratch, size_t weight_count,
                            struct kzsi_passage out[KZSI_PASSAGES_MAX]);

/* ---- render.c ---- */

void kzsi_render(const char *text, const struct kzsi_passage *passages, size_t count,
                 const struct kzsi_spans *spans, kzs_format format, struct kzsi_buf *out);

/* ---- matches.c ---- */

/* What marks a text: all of it borrowed. */
struct kzsi_marker {
    const struct kzsi_plan *plan;
    const double *weights; /* one per mark */
    struct kzsi_highlighter *highlighter;
    size_t passages; /* most of a snippet */
};

/* Set out-parameters to nothing; KZS_ERR_INVALID when one is NULL. */
kzs_status kzsi_matches_clear(kzs_match **out, size_t *count, kzs_error *err);

/* All matches in a text; passages as places in it. */
kzs_status kzsi_matches_make(const struct kzsi_marker *marker, const char *field,
                             struct kzsi_string text, kzs_match **out, size_t *count,
                             kzs_error *err);
kzs_status kzsi_matches_of(const char *text, const struct kzsi_passage *passages, size_t count,
                           kzs_match **out, size_t *out_count, kzs_error *err);

/* ---- marking.c ---- */

struct kzsi_marking {
    struct kzsi_marker marker; /* points to what follows */
    kzs_index *index;          /* borrowed; NULL: none */
    struct kzsi_analyzer *analyzer;
    struct kzsi_schema own_schema; /* the built-in one, without an index */
    struct kzsi_plan plan;
    double *weights;
    char main_field[KZSI_NAME_MAX + 1];
};

/* *field becomes the main field if it is NULL. End it whatever is returned; stays in place. */
kzs_status kzsi_marking_begin(struct kzsi_marking *marking, kzs_index *index,
                              const kzs_query *query, const char **field, kzs_error *err);
void kzsi_marking_end(struct kzsi_marking *marking);

/* ---- search.c ---- */

struct kzsi_hit {
    kzs_doc *doc;
    const char *id; /* in doc */
    size_t id_length;
    struct kzsi_string *collapsed; /* ids of documents that it stands for; in the plan's arena */
    size_t collapsed_listed;
    uint64_t collapsed_count;
};

struct kzs_results {
    struct kzsi_found found;
    struct kzsi_hit *hits; /* as many as matches */
    size_t count;
    uint64_t microseconds;
    char main_field[KZSI_NAME_MAX + 1];
    struct kzsi_marker marker; /* of `found` */
};

#endif
