/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * NEAR and ADJ. Each operand is words of which any may stand there: a word, a phrase, a group
 * of them. Xapian takes words and ORs of words inside NEAR; for phrases the words take part
 * and the phrase as such is required besides, once for each way to choose them:
 *
 *     ("a b" OR c) NEAR/5 d   ->   (NEAR a b d, with PHRASE a b)  OR  (NEAR c d)
 *
 * Anything else (AND, NOT, NEAR, patterns, filters) cannot be near: all operands are then
 * looked for anywhere, and that is said.
 */
#include <string.h>

#include "query/plan.h"

/* Operands, phrases in one of them, and ways to choose among these. */
#define OPERANDS_MAX 32
#define PHRASES_MAX  16
#define WAYS_MAX     64

struct operand {
    const struct kzsi_leaf **words, **phrases;
    size_t word_count, phrase_count;
};

struct near {
    struct kzsi_planner *p;
    struct operand operands[OPERANDS_MAX];
    size_t count;
    bool fits; /* everything so far can be near */
};

static bool
add(struct kzsi_planner *p, const struct kzsi_leaf ***leaves, size_t *count, size_t max,
    const struct kzsi_leaf *leaf)
{
    if (*leaves == NULL)
        *leaves = kzsi_arena_alloc(p->arena, max * sizeof **leaves);
    if (*leaves == NULL || *count == max)
        return *leaves == NULL;
    (*leaves)[(*count)++] = leaf;
    return true;
}

/* One word that stands for the whole leaf: a compound, a name. */
static void
add_term(struct near *near, struct operand *to, const struct kzsi_leaf *of,
         struct kzsi_string term)
{
    struct kzsi_arena *arena = near->p->arena;
    struct kzsi_leaf *leaf = kzsi_arena_alloc(arena, sizeof *leaf);
    struct kzsi_slot *slot = kzsi_arena_alloc(arena, sizeof *slot);
    struct kzsi_string *text = kzsi_arena_alloc(arena, sizeof *text);

    if (term.text == NULL || leaf == NULL || slot == NULL || text == NULL)
        return;
    *text = term;
    *slot = (struct kzsi_slot){text, 1};
    *leaf = (struct kzsi_leaf){.slots = slot, .count = 1, .field = of->field, .boost = 1};
    near->fits &= add(near->p, &to->words, &to->word_count, KZSI_LEAVES_MAX, leaf);
}

static void
gather(struct near *near, const struct kzsi_node *node, struct operand *to)
{
    const struct kzsi_leaf *leaf;

    switch (node->kind) {
    case KZSI_NODE_WORD:
    case KZSI_NODE_PHRASE:
        if (kzsi_is_exact(node) || node->distance > 0 ||
            (node->field != NULL && node->field->kind != KZSI_TEXT))
            break;
        leaf = kzsi_leaf_make(near->p, node);
        if (leaf == NULL)
            return;
        if (near->p->quiet == 0)
            kzsi_mark_leaf(near->p, leaf);
        if (leaf->count == 1)
            near->fits &= add(near->p, &to->words, &to->word_count, KZSI_LEAVES_MAX, leaf);
        else
            near->fits &= add(near->p, &to->phrases, &to->phrase_count, PHRASES_MAX, leaf);
        add_term(near, to, leaf, leaf->compound);
        add_term(near, to, leaf, leaf->name);
        return;
    case KZSI_NODE_GROUP:
    case KZSI_NODE_OR:
        for (const struct kzsi_node *child = node->children; child != NULL; child = child->next)
            if (child->mode != ' ')
                near->fits = false;
            else if (kzsi_times(node->children, child) > 0)
                gather(near, child, to);
        return;
    default:
        break;
    }
    near->fits = false;
}

/* Any of the words, as one operand of NEAR. */
static void
emit_any(struct kzsi_planner *p, const struct operand *operand)
{
    for (size_t i = 0; i < operand->word_count; i++)
        kzsi_emit_terms(p, kzsi_emit, operand->words[i], operand->words[i]->field, KZSI_OP_OR);
    if (operand->word_count > 1)
        kzsi_emit(p, kzsi_count_step(KZSI_OP_OR, operand->word_count));
}

/* The phrase of an operand that is chosen in the `way`th of all ways; NULL: its words. */
static const struct kzsi_leaf *
chosen(const struct operand *operand, size_t *way)
{
    size_t choices = operand->phrase_count + (operand->word_count > 0), choice = *way % choices;

    *way /= choices;
    return choice < operand->phrase_count ? operand->phrases[choice] : NULL;
}

static void
emit_way(struct near *near, const struct kzsi_node *node, size_t way)
{
    struct kzsi_step step = {
        .op = node->kind == KZSI_NODE_NEAR ? KZSI_OP_NEAR : KZSI_OP_PHRASE};
    size_t rest = way;

    for (size_t i = 0; i < near->count; i++) {
        const struct kzsi_leaf *phrase = chosen(&near->operands[i], &rest);
        if (phrase != NULL)
            kzsi_emit_terms(near->p, kzsi_emit, phrase, phrase->field, KZSI_OP_OR);
        else
            emit_any(near->p, &near->operands[i]);
        step.count += phrase != NULL ? phrase->count : 1;
    }
    /* Phrases bring their own words with them. */
    step.window = (unsigned)(node->distance + 1 + step.count - near->count);
    kzsi_emit(near->p, step);
    for (size_t i = 0; i < near->count; i++) {
        const struct kzsi_leaf *phrase = chosen(&near->operands[i], &way);
        if (phrase == NULL)
            continue;
        kzsi_emit_terms(near->p, kzsi_emit, phrase, phrase->field, KZSI_OP_OR);
        kzsi_emit(near->p, kzsi_count_step(KZSI_OP_PHRASE, phrase->count));
        kzsi_emit(near->p, (struct kzsi_step){.op = KZSI_OP_FILTER});
    }
}

/* All operands, anywhere. */
static bool
emit_all(struct kzsi_planner *p, const struct kzsi_node *node)
{
    size_t count = 0;

    kzsi_warn(&p->plan->warnings, node->offset,
              "%s takes words, phrases and these joined by OR, at most %d: searching for all "
              "of it anywhere",
              node->kind == KZSI_NODE_NEAR ? "NEAR" : "ADJ", OPERANDS_MAX);
    for (const struct kzsi_node *child = node->children; child != NULL; child = child->next)
        count += kzsi_emit_node(p, child);
    if (count > 1)
        kzsi_emit(p, kzsi_count_step(KZSI_OP_AND, count));
    return count > 0;
}

bool
kzsi_emit_near(struct kzsi_planner *p, const struct kzsi_node *node)
{
    struct near *near = kzsi_arena_alloc(p->arena, sizeof *near);
    size_t marks = p->plan->mark_count, ways = 1;

    if (near == NULL)
        return false;
    *near = (struct near){.p = p, .fits = true};
    for (const struct kzsi_node *child = node->children; child != NULL && near->fits;
         child = child->next) {
        struct operand *operand = &near->operands[near->count];
        if (near->count == OPERANDS_MAX) {
            near->fits = false;
            break;
        }
        gather(near, child, operand);
        if (operand->word_count + operand->phrase_count == 0)
            continue; /* nothing to search for, as in any query */
        ways *= operand->phrase_count + (operand->word_count > 0);
        near->fits = near->fits && ways <= WAYS_MAX;
        near->count++;
    }
    if (!near->fits) {
        p->plan->mark_count = marks;
        return emit_all(p, node);
    }
    if (near->count == 0)
        return false;
    kzsi_note(p, KZSI_ROLE_PHRASE, p->text != NULL ? p->text + node->offset : NULL,
              node->kind == KZSI_NODE_NEAR ? strlen("NEAR") : strlen("ADJ"));
    if (near->count == 1 && ways == 1 && near->operands[0].word_count > 0) {
        emit_any(p, &near->operands[0]);
    } else {
        for (size_t way = 0; way < ways; way++)
            emit_way(near, node, way);
    }
    /* By its own frequency, as a phrase. */
    kzsi_emit(p, kzsi_count_step(KZSI_OP_UNIT, ways));
    if (node->boost != 1)
        kzsi_emit(p, kzsi_scale_step(node->boost));
    kzsi_break_row(p, node->offset);
    return true;
}
