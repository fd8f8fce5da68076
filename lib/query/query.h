/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lib/query: from what a user typed to what is to be matched.
 *
 *     text --lex.c--> tokens --parse.c--> tree --plan.c--> program and marks (plan.h: its parts)
 *                                            range.c: dates and numbers
 *     query.c   the kzs_query object: text, options, filters
 *     wishes.c  what it wants of the matches: an order, counts
 *     warn.c    what was repaired; in strict mode an error
 *
 * Nothing here touches an index: a plan is pure data.
 */
#ifndef KZSI_QUERY_H
#define KZSI_QUERY_H

#include "base/program.h"
#include "schema/schema.h"

/* Bounds of a query; beyond them the rest is left out with a warning. */
#define KZSI_DEPTH_MAX 64
#define KZSI_LEAVES_MAX 1024
#define KZSI_FILTERS_MAX 64
#define KZSI_LIKES_MAX 64
#define KZSI_WARNINGS_MAX 100
#define KZSI_SORT_MAX 8
#define KZSI_FACETS_MAX 32

/* Passages of a snippet. */
#define KZSI_FRAGMENTS_MAX 10

/* ---- query.c ---- */

struct kzsi_filter {
    char *field, *value;
    size_t length;
};

/* Something to find the like of. */
struct kzsi_like {
    char *text;
    size_t length;
    bool is_id;
};

struct kzsi_sort_key {
    char field[KZSI_NAME_MAX + 1];
    bool relevance, reverse;
};

struct kzsi_facet_wish {
    char field[KZSI_NAME_MAX + 1];
    size_t top_n;
};

enum kzsi_period { KZSI_BY_YEAR, KZSI_BY_MONTH, KZSI_BY_DAY, KZSI_BY_ANY };

struct kzsi_timeline_wish {
    bool wanted;
    char field[KZSI_NAME_MAX + 1]; /* "": the first date field */
    enum kzsi_period unit;
};

struct kzs_query {
    char *text;
    size_t length;
    uint64_t limit, offset, fragments;
    bool strict, match_all, exact_total, explain, collapse;
    struct kzsi_sort_key sort[KZSI_SORT_MAX];
    size_t sort_count; /* 0: by relevance alone */
    double k1, b;
    struct kzsi_facet_wish facets[KZSI_FACETS_MAX];
    size_t facet_count;
    struct kzsi_timeline_wish timeline;
    char *cursor; /* NULL: from the first hit */
    struct kzsi_filter filters[KZSI_FILTERS_MAX];
    size_t filter_count;
    struct kzsi_like likes[KZSI_LIKES_MAX];
    size_t like_count;
};

/* ---- wishes.c ---- */

/* `-date,author,relevance`; false when it is none such. */
bool kzsi_query_set_sort(struct kzs_query *query, const char *value);

/* ---- warn.c ---- */

struct kzsi_warning {
    size_t offset;
    const char *message;
};

/* Where complaints go. In strict mode the first one fills *err and sets `stopped`. */
struct kzsi_warnings {
    struct kzsi_arena *arena;
    bool strict, stopped;
    kzs_error *err;
    struct kzsi_warning items[KZSI_WARNINGS_MAX];
    size_t count;
};

void kzsi_warn(struct kzsi_warnings *warnings, size_t offset, const char *format, ...)
    KZSI_PRINTF(3, 4);

/* ---- lex.c ---- */

enum kzsi_lexeme_kind {
    KZSI_LEX_END,
    KZSI_LEX_WORD,   /* anything between spaces */
    KZSI_LEX_PHRASE, /* between quotes of any kind */
    KZSI_LEX_FIELD,  /* `name:` in front of something */
    KZSI_LEX_OPEN,
    KZSI_LEX_CLOSE,
    KZSI_LEX_PLUS, /* in front of something */
    KZSI_LEX_MINUS,
    KZSI_LEX_AND,
    KZSI_LEX_OR,
    KZSI_LEX_NOT
};

struct kzsi_lexeme {
    enum kzsi_lexeme_kind kind;
    size_t offset; /* where it begins, quotes and all */
    const char *text; /* what is inside */
    size_t length;
    double boost; /* `^2` behind a word or phrase, else 1 */
};

struct kzsi_lexer {
    const char *text, *at, *end;
    const struct kzsi_schema *schema;
    struct kzsi_warnings *warnings;
    bool after_field; /* what follows is a field's value */
};

struct kzsi_lexeme kzsi_lex(struct kzsi_lexer *lexer);

/* ---- parse.c ---- */

enum kzsi_node_kind {
    KZSI_NODE_WORD,
    KZSI_NODE_PHRASE,
    KZSI_NODE_ALL,
    KZSI_NODE_AND,
    KZSI_NODE_OR,
    KZSI_NODE_NOT,
    KZSI_NODE_GROUP /* side by side: each child plain, required or excluded */
};

/* A field as a query names it: `since:2022` is `date:>=2022`. */
enum kzsi_bound { KZSI_BOUND_NONE, KZSI_BOUND_SINCE, KZSI_BOUND_UNTIL };

struct kzsi_node {
    enum kzsi_node_kind kind;
    char mode;                      /* as a child of a group: ' ', '+' or '-' */
    const struct kzsi_field *field; /* of a leaf; NULL: any text */
    enum kzsi_bound bound;
    size_t offset;
    const char *text; /* of a leaf */
    size_t length;
    double boost;
    struct kzsi_node *children, *next;
};

/* NULL when there is nothing to search for, or memory ran out (arena->failed). */
struct kzsi_node *kzsi_parse(const char *text, size_t length, const struct kzsi_schema *schema,
                             struct kzsi_arena *arena, struct kzsi_warnings *warnings);

/* ---- range.c ---- */

struct kzsi_range {
    const char *term; /* an exact period or value: this term will do; else NULL */
    const char *low, *high; /* bounds in the field's slot; high NULL: open */
    size_t term_length, low_length, high_length;
};

/*
 * The value behind a date or number field: a date or period, A..B, >=A, <B and so on.
 * False when it is none.
 */
bool kzsi_range_parse(const struct kzsi_field *field, enum kzsi_bound bound, const char *text,
                      size_t length, struct kzsi_arena *arena, struct kzsi_range *out);

/* ---- plan.c ---- */

struct kzsi_string {
    const char *text;
    size_t length;
};

/* One place in a phrase, or a single word: any of these terms may stand there. */
struct kzsi_slot {
    const struct kzsi_string *terms;
    size_t count;
};

/* What a snippet marks: terms standing side by side. */
struct kzsi_mark {
    const struct kzsi_slot *slots;
    size_t count;
    bool weak;         /* a stop word */
    const char *field; /* only in this field; NULL: anywhere */
};

struct kzsi_plan {
    struct kzsi_arena arena; /* everything below lies in it, the arrays apart */
    const char *text; /* the query's */
    size_t length;
    struct kzsi_step *steps;
    size_t step_count, step_capacity;
    struct kzsi_mark *marks;
    size_t mark_count, mark_capacity;
    struct kzsi_warnings warnings;
};

/*
 * Make the plan of a query for an index with this schema. KZS_ERR_SYNTAX in strict mode,
 * KZS_ERR_INVALID for a filter on a field that is not there or by no date or number,
 * KZS_ERR_NOMEM. Free with
 * kzsi_plan_free() whatever is returned.
 */
kzs_status kzsi_plan_make(const struct kzs_query *query, const struct kzsi_schema *schema,
                          struct kzsi_analyzer *analyzer, struct kzsi_plan *out,
                          kzs_error *err);
void kzsi_plan_free(struct kzsi_plan *plan);

#endif
