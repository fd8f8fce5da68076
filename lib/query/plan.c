/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * From the tree to a program for the matcher, and to what snippets mark.
 *
 *     main part     which documents match, and their BM25 score
 *     extras        what only adds to the score (MAYBE): words found in a weighted field,
 *                   neighbouring words standing together, all of them standing together
 *     filters       keyword, date and number fields, and those added by the program (FILTER)
 *
 * plan.h says which part of this is done where.
 */
#include <stdlib.h>
#include <string.h>

#include "query/plan.h"

/* Emit one step to the main program. */
void
kzsi_emit(struct kzsi_planner *p, struct kzsi_step step)
{
    struct kzsi_plan *plan = p->plan;

    if (!kzsi_grow(&plan->steps, &plan->step_capacity, plan->step_count,
                   sizeof *plan->steps)) {
        p->failed = true;
        return;
    }
    step.note = p->note;
    plan->steps[plan->step_count++] = step;
}

void
kzsi_emit_extra(struct kzsi_planner *p, struct kzsi_step step)
{
    if (!kzsi_grow(&p->extra, &p->extra_capacity, p->extra_count, sizeof *p->extra)) {
        p->failed = true;
        return;
    }
    step.note = p->note;
    p->extra[p->extra_count++] = step;
}

void
kzsi_note(struct kzsi_planner *p, enum kzsi_role role, const char *text, size_t length)
{
    p->note = (struct kzsi_note){.role = role};
    if (p->text == NULL || text < p->text || text + length > p->text + p->length)
        return; /* of a filter */
    p->note.start = (uint32_t)(text - p->text);
    p->note.length = (uint32_t)length;
}

static bool
emit_keyword(struct kzsi_planner *p, const struct kzsi_node *node)
{
    struct kzsi_buf term = {0};
    const struct kzsi_leaf *leaf = NULL;

    kzsi_note(p, KZSI_ROLE_WORD, node->text, node->length);
    kzsi_term_keyword(&term, node->field, node->text, node->length);
    if (term.failed)
        p->failed = true;
    else
        kzsi_emit(p, kzsi_term_step((struct kzsi_string){
                         kzsi_arena_copy(p->arena, term.data, term.length), term.length}));
    kzsi_buf_free(&term);
    if (node->field->words && (leaf = kzsi_leaf_make(p, node)) != NULL) {
        kzsi_emit_slots(p, kzsi_emit, leaf, leaf->field);
        kzsi_emit(p, kzsi_count_step(KZSI_OP_OR, 2));
    }
    return true;
}

/* What snippets mark of a leaf, and what it adds where it stands well. */
static void
note_words(struct kzsi_planner *p, const struct kzsi_node *node, const struct kzsi_leaf *leaf)
{
    if (p->quiet > 0)
        return;
    kzsi_mark_leaf(p, leaf);
    if (leaf->distance > 0 && leaf->count > 1)
        kzsi_lift_phrase(p, leaf);
    else if (leaf->quoted && leaf->count > 1 && !kzsi_is_exact(node))
        kzsi_lift_forms(p, node, leaf);
    if (leaf->field != NULL || p->row_count == ROW_MAX)
        return;
    kzsi_lift_fields(p, leaf);
    if (node->kind == KZSI_NODE_WORD) {
        p->row_offset[p->row_count] = node->offset;
        p->row[p->row_count++] = leaf;
    } else {
        kzsi_break_row(p, node->offset);
    }
}

void
kzsi_note_again(struct kzsi_planner *p, const struct kzsi_node *node)
{
    const struct kzsi_leaf *leaf;

    if (p->quiet > 0 || p->row_count == ROW_MAX || node->field != NULL)
        return;
    if (node->kind != KZSI_NODE_WORD) {
        kzsi_break_row(p, node->offset);
        return;
    }
    leaf = kzsi_leaf_make(p, node);
    if (leaf == NULL)
        return;
    p->row_offset[p->row_count] = node->offset;
    p->row[p->row_count++] = leaf;
}

/* A stop word beside others says too little to let a document in. */
static bool
is_addition(const struct kzsi_planner *p, const struct kzsi_node *node,
            const struct kzsi_leaf *leaf)
{
    return p->stops_add && p->quiet == 0 && !kzsi_is_exact(node) && leaf->stop && node->kind == KZSI_NODE_WORD &&
           node->mode == ' ' && node->field == NULL;
}

static bool
emit_words(struct kzsi_planner *p, const struct kzsi_node *node)
{
    const struct kzsi_leaf *leaf = kzsi_leaf_make(p, node);
    double factor;

    if (leaf == NULL)
        return false;
    if (is_addition(p, node, leaf)) {
        kzsi_note(p, KZSI_ROLE_EXTRA, leaf->text, leaf->length);
        kzsi_emit_slots(p, kzsi_emit_extra, leaf, NULL);
        kzsi_end_extra(p, STOP_FACTOR * leaf->boost);
        note_words(p, node, leaf);
        return false;
    }
    kzsi_note(p, leaf->quoted && leaf->count > 1 ? KZSI_ROLE_PHRASE : KZSI_ROLE_WORD, leaf->text,
              leaf->length);
    kzsi_emit_slots(p, kzsi_emit, leaf, leaf->field);
    if (kzsi_is_exact(node)) {
        p->note.role = KZSI_ROLE_FORM;
        kzsi_emit_forms(p, kzsi_emit, node, 0);
    } else {
        p->note.role = KZSI_ROLE_COMPOUND;
        kzsi_emit_alternative(p, leaf, leaf->compound);
        p->note.role = KZSI_ROLE_NAME;
        kzsi_emit_alternative(p, leaf, leaf->name);
    }
    factor = leaf->boost * (leaf->stop && p->has_content ? STOP_FACTOR : 1);
    if (factor != 1)
        kzsi_emit(p, kzsi_scale_step(factor));
    note_words(p, node, leaf);
    return true;
}

static bool
emit_range(struct kzsi_planner *p, const struct kzsi_node *node)
{
    /* A warning has room for a word, not for a page without spaces. */
    size_t shown = kzsi_utf8_floor(node->text, node->length, 60);
    struct kzsi_range range;

    if (!kzsi_range_parse(node->field, node->bound, node->text, node->length, p->arena,
                          &range)) {
        kzsi_warn(
            &p->plan->warnings, node->offset,
            node->field->kind == KZSI_DATE
                ? "'%.*s%s' is no date, period or range (2022-11, A..B, >=A): searching "
                  "for it as text"
                : "'%.*s%s' is no number or range (5, A..B, >=A): searching for it as text",
            (int)shown, node->text, shown < node->length ? "…" : "");
        struct kzsi_node plain = *node;
        plain.field = NULL;
        return emit_words(p, &plain);
    }
    if (range.term != NULL)
        kzsi_emit(p, kzsi_term_step((struct kzsi_string){range.term, range.term_length}));
    else
        kzsi_emit(p, (struct kzsi_step){.op = KZSI_OP_RANGE,
                                        .slot = node->field->slot,
                                        .low = range.low,
                                        .low_length = range.low_length,
                                        .high = range.high,
                                        .high_length = range.high_length});
    return true;
}

static bool
emit_leaf(struct kzsi_planner *p, const struct kzsi_node *node)
{
    if (node->kind == KZSI_NODE_ALL) {
        kzsi_emit(p, (struct kzsi_step){.op = KZSI_OP_ALL});
        return true;
    }
    if (node->field == NULL)
        return emit_words(p, node);
    switch (node->field->kind) {
    case KZSI_TEXT:
        return emit_words(p, node);
    case KZSI_KEYWORD:
        return emit_keyword(p, node);
    case KZSI_DATE:
    case KZSI_NUMBER:
        return emit_range(p, node);
    case KZSI_STORED:
        break;
    }
    kzsi_warn(&p->plan->warnings, node->offset,
              "the field '%s' is stored, not searched: left out", node->field->name);
    return false;
}

/* AND and OR: children that are NOT take part as "everything but". */
static bool
emit_operator(struct kzsi_planner *p, const struct kzsi_node *node)
{
    bool outside = p->stops_add;
    size_t count = 0;

    p->stops_add = false; /* who writes an operator means the word */
    for (const struct kzsi_node *child = node->children; child != NULL; child = child->next) {
        size_t first = p->row_count, last = 0;
        size_t times = kzsi_times(node->children, child);
        struct kzsi_node counted = *child;
        if (times == 0)
            continue;
        counted.boost *= (double)times;
        count += kzsi_emit_node(p, times > 1 ? &counted : child);
        for (; first < p->row_count; first++)
            last = p->row_offset[first] > last ? p->row_offset[first] : last;
        kzsi_break_row(p, last);
    }
    p->stops_add = outside;
    if (count > 1)
        kzsi_emit(
            p, kzsi_count_step(node->kind == KZSI_NODE_AND ? KZSI_OP_AND : KZSI_OP_OR, count));
    return count > 0;
}

static bool
emit_not(struct kzsi_planner *p, const struct kzsi_node *node)
{
    size_t before = p->plan->step_count;
    bool child;

    kzsi_emit(p, (struct kzsi_step){.op = KZSI_OP_ALL});
    p->quiet++;
    child = kzsi_emit_node(p, node->children);
    p->quiet--;
    if (child)
        kzsi_emit(p, (struct kzsi_step){.op = KZSI_OP_AND_NOT});
    else
        p->plan->step_count = before;
    return child;
}

bool
kzsi_emit_node(struct kzsi_planner *p, const struct kzsi_node *node)
{
    switch (node->kind) {
    case KZSI_NODE_PATTERN:
    case KZSI_NODE_FUZZY:
        return kzsi_emit_pattern(p, node);
    case KZSI_NODE_NEAR:
    case KZSI_NODE_ADJ:
        return kzsi_emit_near(p, node);
    case KZSI_NODE_GROUP:
        return kzsi_emit_group(p, node);
    case KZSI_NODE_AND:
    case KZSI_NODE_OR:
        return emit_operator(p, node);
    case KZSI_NODE_NOT:
        return emit_not(p, node);
    default:
        return emit_leaf(p, node);
    }
}

/* ---- the whole ---- */

/* Is any word of the query more than a stop word? */
static bool
find_content(struct kzsi_planner *p, const struct kzsi_node *node)
{
    for (; node != NULL; node = node->next) {
        if (node->children != NULL && find_content(p, node->children))
            return true;
        if ((node->kind == KZSI_NODE_PHRASE || node->kind == KZSI_NODE_PATTERN ||
             node->kind == KZSI_NODE_FUZZY) &&
            node->field == NULL)
            return true;
        if (node->kind == KZSI_NODE_WORD && node->field == NULL && node->mode != '-') {
            const struct kzsi_leaf *leaf = kzsi_leaf_make(p, node);
            if (leaf != NULL && !leaf->stop)
                return true;
        }
    }
    return false;
}

/* The filters that were added by kzs_query_filter(), as children of one group. */
static kzs_status
filter_nodes(struct kzsi_planner *p, const struct kzs_query *query, struct kzsi_node *group,
             kzs_error *err)
{
    struct kzsi_node **tail = &group->children;

    for (size_t i = 0; i < query->filter_count; i++) {
        const struct kzsi_filter *filter = &query->filters[i];
        const struct kzsi_field *field =
            kzsi_schema_find(p->schema, filter->field, strlen(filter->field));
        struct kzsi_node *node = kzsi_arena_alloc(p->arena, sizeof *node);
        struct kzsi_range range;
        if (field == NULL || field->kind == KZSI_STORED)
            return kzsi_fail(err, KZS_ERR_INVALID,
                             "the index has no searchable field '%s' to filter by",
                             filter->field);
        if ((field->kind == KZSI_DATE || field->kind == KZSI_NUMBER) &&
            !kzsi_range_parse(field, KZSI_BOUND_NONE, filter->value, filter->length, p->arena,
                              &range))
            return kzsi_fail(err, query->strict ? KZS_ERR_SYNTAX : KZS_ERR_INVALID,
                             "filter on '%s': '%.64s' is no %s or range (A..B, >=A)",
                             filter->field, filter->value,
                             field->kind == KZSI_DATE ? "date, period" : "number");
        if (node == NULL)
            return kzsi_fail_nomem(err);
        *node = (struct kzsi_node){.kind = KZSI_NODE_PHRASE,
                                   .mode = ' ',
                                   .field = field,
                                   .text = filter->value,
                                   .length = filter->length,
                                   .boost = 1};
        *tail = node;
        tail = &node->next;
    }
    return KZS_OK;
}

kzs_status
kzsi_plan_make(const struct kzs_query *query, const struct kzsi_schema *schema,
               struct kzsi_analyzer *analyzer, struct kzsi_plan *out, kzs_error *err)
{
    struct kzsi_planner p = {.plan = out,
                             .arena = &out->arena,
                             .schema = schema,
                             .analyzer = analyzer,
                             .text = query->text,
                             .length = query->length,
                             .match_all = query->match_all};
    struct kzsi_node filters = {.kind = KZSI_NODE_GROUP, .mode = ' '};
    const struct kzsi_node *root;
    kzs_status st;
    bool base, blank;

    memset(out, 0, sizeof *out);
    out->warnings =
        (struct kzsi_warnings){.arena = &out->arena, .strict = query->strict, .err = err};
    out->text = kzsi_arena_copy(&out->arena, query->text, query->length);
    out->length = query->length;
    root = kzsi_parse(query->text, query->length, schema, &out->arena, &out->warnings);
    out->tree = root;
    st = filter_nodes(&p, query, &filters, err);
    if (st != KZS_OK || out->warnings.stopped)
        goto done;

    blank = root == NULL && out->warnings.count == 0;
    p.has_content = find_content(&p, root);
    base = root != NULL && kzsi_emit_node(&p, root);
    if (base) {
        kzsi_lift_row(&p);
        kzsi_append_extras(&p);
    }
    p.quiet++;
    if (filters.children != NULL) {
        if (!base)
            kzsi_emit(&p, (struct kzsi_step){.op = blank ? KZSI_OP_ALL : KZSI_OP_NONE});
        if (kzsi_emit_filters(&p, &filters, true))
            kzsi_emit(&p, (struct kzsi_step){.op = KZSI_OP_FILTER});
    } else if (!base) {
        kzsi_emit(&p, (struct kzsi_step){.op = KZSI_OP_NONE});
    }
done:
    if (st == KZS_OK && out->warnings.stopped)
        st = KZS_ERR_SYNTAX;
    if (st == KZS_OK && (p.failed || out->arena.failed))
        st = kzsi_fail_nomem(err);
    free(p.extra);
    return st;
}

void
kzsi_plan_free(struct kzsi_plan *plan)
{
    free(plan->steps);
    free(plan->marks);
    kzsi_arena_free(&plan->arena);
    memset(plan, 0, sizeof *plan);
}
