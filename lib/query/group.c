/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Groups: what stands side by side in a query. Required words decide what matches, plain ones
 * join them, excluded ones are taken away, and fields that only restrict become filters.
 */
#include <string.h>

#include "query/plan.h"

/* Does a node only restrict: keywords, dates and numbers, and nothing else? */
static bool
is_filter(struct kzsi_planner *p, const struct kzsi_node *node)
{
    struct kzsi_range range;

    switch (node->kind) {
    case KZSI_NODE_WORD:
    case KZSI_NODE_PHRASE:
    case KZSI_NODE_PATTERN:
    case KZSI_NODE_FUZZY:
        if (node->field == NULL || node->field->kind == KZSI_TEXT)
            return false;
        /* What is no date will be searched for as text. */
        return node->field->kind == KZSI_KEYWORD || node->field->kind == KZSI_STORED ||
               kzsi_range_parse(node->field, node->bound, node->text, node->length, p->arena,
                                &range);
    case KZSI_NODE_ALL:
        return false;
    default:
        for (const struct kzsi_node *child = node->children; child != NULL;
             child = child->next)
            if (!is_filter(p, child))
                return false;
        return true;
    }
}

/* One end of a range: since:2022, date:>=2022, views:<5. */
static bool
is_bound(const struct kzsi_node *node)
{
    return node->bound != KZSI_BOUND_NONE ||
           ((node->field->kind == KZSI_DATE || node->field->kind == KZSI_NUMBER) &&
            node->length > 0 && (*node->text == '<' || *node->text == '>'));
}

/* Plain filters on one field are alternatives; both ends of a range must hold. */
static bool
are_alternatives(const struct kzsi_node *a, const struct kzsi_node *b)
{
    return a == b || (a->children == NULL && b->children == NULL && a->mode == ' ' &&
                      b->mode == ' ' && a->field != NULL && a->field == b->field &&
                      !is_bound(a) && !is_bound(b));
}

/* Do two leaves ask for the same? */
static bool
are_same(const struct kzsi_node *a, const struct kzsi_node *b)
{
    return a->length == b->length && a->kind == b->kind && a->mode == b->mode &&
           a->children == NULL && b->children == NULL && a->field == b->field &&
           a->bound == b->bound && a->exact == b->exact && a->distance == b->distance &&
           a->edits == b->edits && !(a->boost < b->boost || a->boost > b->boost) &&
           (a->length == 0 || memcmp(a->text, b->text, a->length) == 0);
}

size_t
kzsi_times(const struct kzsi_node *first, const struct kzsi_node *node)
{
    size_t times = 0;

    for (; first != node; first = first->next)
        if (are_same(first, node))
            return 0;
    for (; first != NULL; first = first->next)
        times += first == node || are_same(first, node);
    return times;
}

static size_t
emit_children(struct kzsi_planner *p, const struct kzsi_node *node, char mode, bool filters)
{
    size_t count = 0;

    for (const struct kzsi_node *child = node->children; child != NULL; child = child->next) {
        if (child->mode != mode || is_filter(p, child) != filters)
            continue;
        if (kzsi_is_initials(child))
            continue; /* emit_initials() */
        size_t times = kzsi_times(node->children, child);
        if (kzsi_is_plain_word(child)) {
            child = kzsi_emit_name(p, child, times, &count);
        } else if (times == 0) {
            kzsi_note_again(p, child);
        } else {
            struct kzsi_node counted = *child;
            counted.boost *= (double)times;
            count += kzsi_emit_node(p, times > 1 ? &counted : child);
        }
    }
    return count;
}

/* Initials decide what matches where nothing else does; beside words they add to the score. */
static size_t
emit_initials(struct kzsi_planner *p, const struct kzsi_node *group, bool beside_words)
{
    size_t count = 0;

    for (const struct kzsi_node *child = group->children; child != NULL; child = child->next) {
        if (!kzsi_is_initials(child))
            continue;
        if (beside_words)
            kzsi_lift_initials(p, child);
        else
            count += kzsi_emit_node(p, child);
    }
    return count;
}

/*
 * The filters of a group as one operand; false when there are none. `all`: every child is a
 * filter whatever its kind, and one that can match nothing lets nothing through.
 */
bool
kzsi_emit_filters(struct kzsi_planner *p, const struct kzsi_node *group, bool all)
{
    size_t count = 0;

    for (const struct kzsi_node *child = group->children; child != NULL; child = child->next) {
        const struct kzsi_node *first = group->children;
        size_t same = 0;
        if (child->mode == '-' || !(all || is_filter(p, child)))
            continue;
        while (!are_alternatives(first, child) || !(all || is_filter(p, first)))
            first = first->next; /* date:yesterday is none */
        if (first != child)
            continue; /* was emitted with its first alternative */
        for (const struct kzsi_node *other = child; other != NULL; other = other->next)
            if (are_alternatives(child, other) && (all || is_filter(p, other)))
                same += kzsi_emit_node(p, other);
        if (same == 0 && all) {
            kzsi_emit(p, (struct kzsi_step){.op = KZSI_OP_NONE});
            same = 1;
        }
        if (same > 1)
            kzsi_emit(p, kzsi_count_step(KZSI_OP_OR, same));
        count += same > 0;
    }
    if (count > 1)
        kzsi_emit(p, kzsi_count_step(KZSI_OP_AND, count));
    return count > 0;
}

/* Take the excluded children away from the operand before, or from every document. */
static bool
emit_excluded(struct kzsi_planner *p, const struct kzsi_node *group, bool base)
{
    size_t before = p->plan->step_count, excluded;

    if (!base)
        kzsi_emit(p, (struct kzsi_step){.op = KZSI_OP_ALL});
    excluded = emit_children(p, group, '-', false) + emit_children(p, group, '-', true);
    if (excluded == 0) {
        p->plan->step_count = before;
        return base;
    }
    if (excluded > 1)
        kzsi_emit(p, kzsi_count_step(KZSI_OP_OR, excluded));
    kzsi_emit(p, (struct kzsi_step){.op = KZSI_OP_AND_NOT});
    return true;
}

/* Is there anything in a group that says more than a stop word? */
static bool
has_content(struct kzsi_planner *p, const struct kzsi_node *group)
{
    for (const struct kzsi_node *child = group->children; child != NULL; child = child->next) {
        const struct kzsi_leaf *leaf;
        if (child->mode == '-' || is_filter(p, child) || kzsi_is_initials(child))
            continue;
        if (child->kind != KZSI_NODE_WORD && child->kind != KZSI_NODE_PHRASE)
            return true;
        leaf = kzsi_leaf_make(p, child);
        if (leaf != NULL && !leaf->stop)
            return true;
    }
    return false;
}

bool
kzsi_emit_group(struct kzsi_planner *p, const struct kzsi_node *group)
{
    bool outside = p->stops_add;
    size_t required, plain;
    bool base;

    p->stops_add = !p->match_all && has_content(p, group);

    required = emit_children(p, group, '+', false);
    if (required > 1)
        kzsi_emit(p, kzsi_count_step(KZSI_OP_AND, required));
    plain = emit_children(p, group, ' ', false);
    plain += emit_initials(p, group, required + plain > 0);
    if (plain > 1)
        kzsi_emit(p, kzsi_count_step(p->match_all ? KZSI_OP_AND : KZSI_OP_OR, plain));
    if (required > 0 && plain > 0)
        kzsi_emit(p, (struct kzsi_step){.op = p->match_all ? KZSI_OP_AND : KZSI_OP_MAYBE,
                                        .count = 2});
    base = required + plain > 0;

    p->quiet++;
    if (kzsi_emit_filters(p, group, false)) {
        if (base)
            kzsi_emit(p, (struct kzsi_step){.op = KZSI_OP_FILTER});
        base = true;
    }
    base = emit_excluded(p, group, base);
    p->quiet--;
    p->stops_add = outside;
    return base;
}
