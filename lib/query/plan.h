/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the parts of the planner share. plan.h is private to lib/query: others see query.h.
 *
 *     plan.c     the whole, and each kind of node
 *     group.c    words side by side, what they require, exclude and filter
 *     naming.c   initials, and words that are a name only together
 *     leaf.c     a word or phrase: its terms, and what of it is marked
 *     near.c     NEAR and ADJ
 *     pattern.c  words with * and ?, and those spelled alike
 *     lift.c     what only adds to the score
 */
#ifndef KZSI_PLAN_H
#define KZSI_PLAN_H

#include "query/query.h"

/* Words that say little count so much less when others are there. */
#define STOP_FACTOR 0.3

/* Words of a row that can get extras: the cost of a search must not follow a pasted page. */
#define ROW_MAX 64

/* A word has one term, perhaps a second one, and name keys. */
#define SLOT_TERMS (2 + KZSI_NAME_KEYS)

/* A word or phrase of the query: the slots of a phrase, mostly one. */
struct kzsi_leaf {
    struct kzsi_slot *slots;
    size_t count;
    struct kzsi_string compound; /* all its words joined; text NULL if none */
    struct kzsi_string name;     /* the key of a name that all its words are; likewise */
    const char *text;            /* as it was written */
    size_t length;
    bool stop, quoted;
    bool listed; /* one word with a capital that the table of names knows */
    const struct kzsi_field *field; /* whose terms they are; NULL: any text */
    double boost;
    unsigned distance; /* > 0: a phrase in any order, with so many words between */
};

struct kzsi_planner {
    struct kzsi_plan *plan;
    struct kzsi_arena *arena;
    const struct kzsi_schema *schema;
    struct kzsi_analyzer *analyzer;
    bool match_all;
    bool failed;
    const char *text; /* the query's; NULL: none */
    size_t length;
    struct kzsi_note note; /* of the steps that are being emitted */
    unsigned quiet;   /* > 0: below NOT or in a filter, nothing is marked or lifted */
    bool has_content; /* some word of the query is no stop word */
    bool stops_add;   /* in this group stop words only add to the score */
    const struct kzsi_leaf *row[ROW_MAX]; /* words side by side in the query; NULL: a break */
    size_t row_offset[ROW_MAX];           /* where they stand in it */
    size_t row_count;
    /* Extras are collected while the main part is emitted, and emitted behind it. */
    struct kzsi_step *extra;
    size_t extra_count, extra_capacity;
    size_t extras; /* operands that `extra` leaves */
};

typedef void (*kzsi_emitter)(struct kzsi_planner *, struct kzsi_step);

static inline struct kzsi_step
kzsi_term_step(struct kzsi_string term)
{
    return (struct kzsi_step){.op = KZSI_OP_TERM, .low = term.text, .low_length = term.length};
}

static inline struct kzsi_step
kzsi_count_step(enum kzsi_op op, size_t count)
{
    return (struct kzsi_step){.op = op, .count = count, .window = (unsigned)count};
}

static inline struct kzsi_step
kzsi_scale_step(double factor)
{
    return (struct kzsi_step){.op = KZSI_OP_SCALE, .factor = factor};
}

/* ---- plan.c ---- */

/* Emit one step to the main program, or to the extras. */
void kzsi_emit(struct kzsi_planner *p, struct kzsi_step step);
void kzsi_emit_extra(struct kzsi_planner *p, struct kzsi_step step);

/* What is emitted from here on plays this role, for this part of the query's text. */
void kzsi_note(struct kzsi_planner *p, enum kzsi_role role, const char *text, size_t length);

/* Emits one operand, or nothing and returns false. */
bool kzsi_emit_node(struct kzsi_planner *p, const struct kzsi_node *node);

/* Tell the row of words one that is not emitted, as it was before. */
void kzsi_note_again(struct kzsi_planner *p, const struct kzsi_node *node);

/* ---- group.c ---- */

/*
 * How often a word or phrase stands among its siblings: 0 if it does in front of it already, 1
 * where nothing is repeated. What is repeated is emitted once, and counts so many times.
 */
size_t kzsi_times(const struct kzsi_node *first, const struct kzsi_node *node);

/* As kzsi_emit_node(), for a group. */
bool kzsi_emit_group(struct kzsi_planner *p, const struct kzsi_node *group);

/*
 * The filters of a group as one operand; false when there are none. `all`: every child is a
 * filter whatever its kind, and one that can match nothing lets nothing through.
 */
bool kzsi_emit_filters(struct kzsi_planner *p, const struct kzsi_node *group, bool all);

/* ---- naming.c ---- */

/* Initials, and what they do beside other words. */
bool kzsi_is_initials(const struct kzsi_node *node);
void kzsi_lift_initials(struct kzsi_planner *p, const struct kzsi_node *node);

/* Could this word, as it stands in a group, be a part of a name of several words? */
bool kzsi_is_plain_word(const struct kzsi_node *node);

/*
 * Emit a plain word, which counts so many `times`, and, where they are a name together, those
 * behind it: each of them, or the name's key. Adds the operands to *count; returns the last word that was emitted.
 */
const struct kzsi_node *kzsi_emit_name(struct kzsi_planner *p, const struct kzsi_node *first,
                                       size_t times, size_t *count);

/* ---- leaf.c ---- */

/* Analyse the text of a leaf. NULL when nothing in it can be searched for. */
struct kzsi_leaf *kzsi_leaf_make(struct kzsi_planner *p, const struct kzsi_node *node);

/* One operand a slot; `any` joins the terms of a slot. */
void kzsi_emit_terms(struct kzsi_planner *p, kzsi_emitter to, const struct kzsi_leaf *leaf,
                     const struct kzsi_field *field, enum kzsi_op any);

/* `=states` and `="just Kazakhstan"`: these forms of the words alone. */
static inline bool
kzsi_is_exact(const struct kzsi_node *node)
{
    return ((node->kind == KZSI_NODE_WORD && node->length > 1 && *node->text == '=') ||
            (node->kind == KZSI_NODE_PHRASE && node->exact)) &&
           (node->field == NULL || node->field->kind == KZSI_TEXT);
}

/*
 * Let only documents through that have the words of a leaf as they are written, side by side.
 * `lift` > 0: they only add to the score, so much (KZSI_OP_CHECK).
 */
void kzsi_emit_forms(struct kzsi_planner *p, kzsi_emitter to, const struct kzsi_node *node,
                     double lift);

/* The slots of a leaf as one operand: a phrase, or a single word. */
void kzsi_emit_slots(struct kzsi_planner *p, kzsi_emitter to, const struct kzsi_leaf *leaf,
                     const struct kzsi_field *field);

/* A single term that stands for the leaf as well as what was emitted; text NULL: none. */
void kzsi_emit_alternative(struct kzsi_planner *p, const struct kzsi_leaf *leaf,
                           struct kzsi_string term);

/* What snippets mark: the leaf with all that stands for it, or one term that does. */
void kzsi_mark_leaf(struct kzsi_planner *p, const struct kzsi_leaf *leaf);
void kzsi_mark_term(struct kzsi_planner *p, struct kzsi_string text,
                    const struct kzsi_leaf *leaf);

/* The same for words that are like this one. */
void kzsi_mark_like(struct kzsi_planner *p, struct kzsi_string like, unsigned edits,
                    const struct kzsi_field *field);

/* ---- near.c, pattern.c: as kzsi_emit_node() ---- */

bool kzsi_emit_near(struct kzsi_planner *p, const struct kzsi_node *node);
bool kzsi_emit_pattern(struct kzsi_planner *p, const struct kzsi_node *node);

/* ---- lift.c ---- */

/* The extra that was emitted is whole: weigh it. */
void kzsi_end_extra(struct kzsi_planner *p, double factor);

/* A word anywhere also counts where it stands in a weighted field. */
void kzsi_lift_fields(struct kzsi_planner *p, const struct kzsi_leaf *leaf);

/* A phrase whose words may stand apart: better where they do not. */
void kzsi_lift_phrase(struct kzsi_planner *p, const struct kzsi_leaf *leaf);

/* A phrase: better where its words stand as they are written. */
void kzsi_lift_forms(struct kzsi_planner *p, const struct kzsi_node *node,
                     const struct kzsi_leaf *leaf);

/* Words of the row that stand together in a text as they do in the query. */
void kzsi_lift_row(struct kzsi_planner *p);

/* Something stands between the words of the row so far and those to come. */
void kzsi_break_row(struct kzsi_planner *p, size_t offset);

/* Emit all extras behind the main part. */
void kzsi_append_extras(struct kzsi_planner *p);

#endif
