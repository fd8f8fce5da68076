/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lib/results: what a search gives back.
 *
 *   search.c     kzs_search(): run the query, decode the page
 *   counts.c     facets of the matches
 *   highlight.c  where the marks of a query stand in a text
 *   passage.c    which part of a text to show
 *   snippet.c    kzs_results_snippet(): a passage with its marks, made safe to print
 */
#ifndef KZSI_RESULTS_H
#define KZSI_RESULTS_H

#include "match/match.h"

/* ---- highlight.c ---- */

/* A stretch of text that a mark covers. */
struct kzsi_span {
    size_t start, end; /* bytes */
    size_t mark;       /* index into the plan's marks */
};

struct kzsi_spans {
    struct kzsi_span *items;
    size_t count, capacity;
};

struct kzsi_highlighter;

/* Borrows the plan, holds the names (NULL: the built-in ones). NULL when out of memory. */
struct kzsi_highlighter *kzsi_highlighter_new(const struct kzsi_plan *plan,
                                              struct kzsi_names *names);
void kzsi_highlighter_free(struct kzsi_highlighter *highlighter);

/*
 * Find all marks in the text of a field, in order of their start, overlaps and all. Empties
 * `out` first. False when out of memory.
 */
bool kzsi_highlight(struct kzsi_highlighter *highlighter, const char *field, const char *text,
                    size_t length, struct kzsi_spans *out);

/* ---- passage.c ---- */

struct kzsi_passage {
    size_t start, end; /* bytes of the text, at character edges */
    bool cut_before, cut_after;
};

/* The part of at most `characters` that says most about the query. */
struct kzsi_passage kzsi_passage_choose(const char *text, size_t length, size_t characters,
                                        const struct kzsi_spans *spans, const double *weights,
                                        size_t weight_count);

/* ---- search.c ---- */

struct kzsi_hit {
    kzs_doc *doc;
    const char *id; /* in doc */
    size_t id_length;
};

struct kzs_results {
    struct kzsi_found found;
    struct kzsi_hit *hits; /* as many as matches */
    size_t count;
    uint64_t microseconds;
    char main_field[KZSI_NAME_MAX + 1];
    struct kzsi_highlighter *highlighter;
};

#endif
