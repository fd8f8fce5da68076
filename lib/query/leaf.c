/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Leaves: the words and phrases of a query as terms. Each word is a slot that several terms
 * may fill (its stem, its name keys); a hyphenated word, a sum or a name of several words has
 * one term that stands for the whole leaf as well.
 */
#include <string.h>

#include "query/plan.h"

/* What a word counts that is spelled like a known name but written small. */
#define HOMONYM_FACTOR 0.1

/* The same term under a field's prefix. */
static struct kzsi_string
prefixed(struct kzsi_planner *p, const struct kzsi_field *field, struct kzsi_string term)
{
    struct kzsi_buf buf = {0};
    struct kzsi_string out = {NULL, 0};

    kzsi_term_word(&buf, field, term.text, term.length);
    if (buf.failed)
        p->failed = true;
    else
        out =
            (struct kzsi_string){kzsi_arena_copy(p->arena, buf.data, buf.length), buf.length};
    kzsi_buf_free(&buf);
    return out;
}

static void
add_slot(struct kzsi_planner *p, struct kzsi_leaf *leaf, size_t *capacity,
         const struct kzsi_token *token)
{
    struct kzsi_string *term;

    if (leaf->count == KZSI_LEAVES_MAX)
        return; /* kzsi_leaf_make() has complained */
    term = kzsi_arena_alloc(p->arena, SLOT_TERMS * sizeof *term);
    if (leaf->count == *capacity) {
        size_t grown = *capacity < 4 ? 4 : *capacity * 2;
        struct kzsi_slot *slots = kzsi_arena_alloc(p->arena, grown * sizeof *slots);
        if (slots == NULL)
            return;
        if (leaf->count > 0)
            memcpy(slots, leaf->slots, leaf->count * sizeof *slots);
        leaf->slots = slots;
        *capacity = grown;
    }
    if (term == NULL)
        return;
    term->text = kzsi_arena_copy(p->arena, token->term, token->term_length);
    term->length = token->term_length;
    leaf->slots[leaf->count++] = (struct kzsi_slot){term, 1};
}

/* Another term for the word that the last slot holds. */
static void
add_alternative(struct kzsi_leaf *leaf, struct kzsi_string term)
{
    struct kzsi_slot *slot = &leaf->slots[leaf->count - 1];

    if (slot->count < SLOT_TERMS)
        ((struct kzsi_string *)(uintptr_t)slot->terms)[slot->count++] = term;
}

/* A stop word, or the initial of a name. */
static bool
says_little(const struct kzsi_token *token)
{
    uint32_t c;

    if (kzsi_is_stop_word(token->form, token->form_length))
        return true;
    return token->kind == KZS_TOKEN_WORD && token->form_length <= 2 &&
           kzsi_utf8_decode(token->form, token->form + token->form_length, &c) ==
               token->form_length;
}

/*
 * A name key may stand where its word stands; that of several words for the whole leaf. Names
 * say something, WHO as well.
 */
static void
add_name(struct kzsi_planner *p, struct kzsi_leaf *leaf, const struct kzsi_token *token,
         size_t word_end, size_t *name_end)
{
    struct kzsi_string key = {kzsi_arena_copy(p->arena, token->term, token->term_length),
                              token->term_length};

    leaf->stop = false;
    if (token->end > word_end) {
        if (leaf->count == 1) {
            leaf->name = key;
            *name_end = token->end;
        }
    } else {
        add_alternative(leaf, key);
    }
}

static bool
has_capital(const struct kzsi_node *node)
{
    uint32_t first = 0;

    if (node->length > 0)
        kzsi_utf8_decode(node->text, node->text + node->length, &first);
    return kzsi_is_capital(first);
}

/* Analyse the text of a leaf. NULL when nothing in it can be searched for. */
struct kzsi_leaf *
kzsi_leaf_make(struct kzsi_planner *p, const struct kzsi_node *node)
{
    struct kzsi_leaf *leaf = kzsi_arena_alloc(p->arena, sizeof *leaf);
    struct kzsi_token token;
    size_t capacity = 0, start = SIZE_MAX, end = 0, compound_end = 0;
    size_t word_end = 0, name_end = 0;
    uint32_t position = 0;
    bool failed = false;

    if (leaf == NULL)
        return NULL;
    leaf->text = node->text;
    leaf->length = node->length;
    leaf->field = node->field;
    leaf->boost = node->boost;
    leaf->distance = node->distance;
    leaf->quoted = node->kind == KZSI_NODE_PHRASE;
    leaf->stop = !leaf->quoted;
    kzsi_analyzer_begin(p->analyzer, KZSI_QUERY, node->text, node->length, 1);
    while (kzsi_analyzer_next(p->analyzer, &token, &failed)) {
        if (token.kind != KZS_TOKEN_NAME) {
            start = token.start < start ? token.start : start;
            end = token.end > end ? token.end : end;
        }
        if (token.kind == KZS_TOKEN_COMPOUND) {
            if (token.start > start || token.end < compound_end)
                continue; /* of a part */
            compound_end = token.end;
            leaf->compound.text = kzsi_arena_copy(p->arena, token.term, token.term_length);
            leaf->compound.length = token.term_length;
            continue;
        }
        if (token.kind == KZS_TOKEN_NAME) {
            leaf->listed |= token.listed && has_capital(node);
            if (leaf->count > 0 && token.position == leaf->count)
                add_name(p, leaf, &token, word_end, &name_end);
            continue;
        }
        if (token.position == KZSI_LEAVES_MAX + 1)
            kzsi_warn(&p->plan->warnings, node->offset + token.start,
                      "a phrase of more than %d words: the rest is left out", KZSI_LEAVES_MAX);
        leaf->stop = leaf->stop && says_little(&token);
        if (token.position == position && leaf->count == position)
            add_alternative(leaf, (struct kzsi_string){
                                      kzsi_arena_copy(p->arena, token.term, token.term_length),
                                      token.term_length});
        else
            add_slot(p, leaf, &capacity, &token);
        position = token.position;
        word_end = token.end;
    }
    p->failed |= failed;
    leaf->listed = leaf->listed && leaf->count == 1;
    if (name_end != word_end)
        leaf->name.text = NULL;
    /* Only a compound that is the whole leaf can stand for it. */
    if (compound_end < end)
        leaf->compound.text = NULL;
    return leaf->count > 0 ? leaf : NULL;
}

/* One operand a slot. Its terms are scored as one word; phrases take ORs alone. */
void
kzsi_emit_terms(struct kzsi_planner *p, kzsi_emitter to, const struct kzsi_leaf *leaf,
                const struct kzsi_field *field, enum kzsi_op any)
{
    for (size_t i = 0; i < leaf->count; i++) {
        const struct kzsi_slot *slot = &leaf->slots[i];
        for (size_t t = 0; t < slot->count; t++)
            to(p, kzsi_term_step(field != NULL && field->words
                                     ? prefixed(p, field, slot->terms[t])
                                     : slot->terms[t]));
        if (slot->count > 1)
            to(p, kzsi_count_step(any, slot->count));
    }
}

/*
 * A name that the table knows, by its keys: its stem may be that of other words (Дания, данные)
 * and only counts where nobody wrote a capital.
 */
static void
emit_listed(struct kzsi_planner *p, kzsi_emitter to, const struct kzsi_leaf *leaf,
            const struct kzsi_field *field)
{
    const struct kzsi_slot *slot = &leaf->slots[0];
    size_t keys = 0, others = 0;

    for (size_t pass = 0; pass < 2; pass++) {
        bool names = pass == 0;
        for (size_t t = 0; t < slot->count; t++) {
            if ((slot->terms[t].text[0] == 'N') != names)
                continue;
            to(p, kzsi_term_step(field != NULL && field->words
                                     ? prefixed(p, field, slot->terms[t])
                                     : slot->terms[t]));
            *(names ? &keys : &others) += 1;
        }
        if (names && keys > 1)
            to(p, kzsi_count_step(KZSI_OP_UNIT, keys));
        if (!names && others > 1)
            to(p, kzsi_count_step(KZSI_OP_UNIT, others));
    }
    to(p, kzsi_scale_step(HOMONYM_FACTOR));
    to(p, kzsi_count_step(KZSI_OP_OR, 2));
}

/* The slots of a leaf as one operand: a phrase, or a single word. */
void
kzsi_emit_slots(struct kzsi_planner *p, kzsi_emitter to, const struct kzsi_leaf *leaf,
                const struct kzsi_field *field)
{
    if (leaf->listed) {
        emit_listed(p, to, leaf, field);
        return;
    }
    kzsi_emit_terms(p, to, leaf, field, leaf->count > 1 ? KZSI_OP_OR : KZSI_OP_UNIT);
    if (leaf->count > 1) {
        if (leaf->distance > 0)
            to(p, (struct kzsi_step){.op = KZSI_OP_NEAR,
                                     .count = leaf->count,
                                     .window = (unsigned)leaf->count + leaf->distance});
        else
            to(p, kzsi_count_step(KZSI_OP_PHRASE, leaf->count));
        /* By its own frequency, so that a text about the phrase beats one about its words. */
        if (leaf->quoted)
            to(p, kzsi_count_step(KZSI_OP_UNIT, 1));
    }
}

static void
add_mark(struct kzsi_planner *p, struct kzsi_mark mark, const struct kzsi_field *field)
{
    struct kzsi_plan *plan = p->plan;

    if (!kzsi_grow(&plan->marks, &plan->mark_capacity, plan->mark_count,
                   sizeof *plan->marks)) {
        p->failed = true;
        return;
    }
    if (field != NULL)
        mark.field = kzsi_arena_copy(p->arena, field->name, strlen(field->name));
    plan->marks[plan->mark_count++] = mark;
}

static void
mark(struct kzsi_planner *p, const struct kzsi_slot *slots, size_t count,
     const struct kzsi_leaf *leaf)
{
    add_mark(p, (struct kzsi_mark){.slots = slots, .count = count, .weak = leaf->stop},
             leaf->field);
}

void
kzsi_mark_like(struct kzsi_planner *p, struct kzsi_string like, unsigned edits,
               const struct kzsi_field *field)
{
    add_mark(p, (struct kzsi_mark){.pattern = like.text,
                                   .pattern_length = like.length,
                                   .edits = edits},
             field);
}

/* One term that stands for the whole leaf, unless its text is NULL. */
void
kzsi_mark_term(struct kzsi_planner *p, struct kzsi_string text, const struct kzsi_leaf *leaf)
{
    struct kzsi_string *term;
    struct kzsi_slot *slot;

    if (text.text == NULL)
        return;
    term = kzsi_arena_alloc(p->arena, sizeof *term);
    slot = kzsi_arena_alloc(p->arena, sizeof *slot);
    if (term == NULL || slot == NULL)
        return;
    *term = text;
    *slot = (struct kzsi_slot){term, 1};
    mark(p, slot, 1, leaf);
}

void
kzsi_mark_leaf(struct kzsi_planner *p, const struct kzsi_leaf *leaf)
{
    if (leaf->distance == 0)
        mark(p, leaf->slots, leaf->count, leaf);
    for (size_t i = 0; leaf->distance > 0 && i < leaf->count; i++)
        mark(p, &leaf->slots[i], 1, leaf);
    kzsi_mark_term(p, leaf->compound, leaf);
    kzsi_mark_term(p, leaf->name, leaf);
}

/* A single term that stands for the leaf as well as what was emitted; text NULL: none. */
void
kzsi_emit_alternative(struct kzsi_planner *p, const struct kzsi_leaf *leaf,
                      struct kzsi_string term)
{
    if (term.text == NULL)
        return;
    kzsi_emit(p, kzsi_term_step(leaf->field != NULL && leaf->field->words
                                    ? prefixed(p, leaf->field, term)
                                    : term));
    kzsi_emit(p, kzsi_count_step(KZSI_OP_OR, 2));
}

/* These words side by side, which the index alone cannot tell: their texts must be read. */
static void
emit_check(struct kzsi_planner *p, kzsi_emitter to, const struct kzsi_node *node,
           const struct kzsi_field *field, const struct kzsi_buf *words, double lift)
{
    to(p, (struct kzsi_step){
              .op = KZSI_OP_CHECK,
              .factor = lift,
              .low = kzsi_arena_copy(p->arena, words->data, words->length),
              .low_length = words->length,
              .high = field != NULL ? kzsi_arena_copy(p->arena, field->name, strlen(field->name))
                                    : NULL,
              .high_length = field != NULL ? strlen(field->name) : 0,
              .offset = node->offset});
    to(p, (struct kzsi_step){.op = KZSI_OP_FILTER});
}

/* Is a word among these, with NULs between them? */
static bool
has_word(const struct kzsi_buf *words, size_t count, const char *word, size_t length)
{
    const char *at = words->data;

    for (size_t i = 0; i < count && !words->failed; i++) {
        size_t rest = words->length - (size_t)(at - words->data);
        const char *stop = memchr(at, '\0', rest);
        size_t each = stop != NULL ? (size_t)(stop - at) : rest;
        if (each == length && memcmp(at, word, length) == 0)
            return true;
        at += each + 1;
    }
    return false;
}

void
kzsi_emit_forms(struct kzsi_planner *p, kzsi_emitter to, const struct kzsi_node *node,
                double lift)
{
    const struct kzsi_field *field =
        node->field != NULL && node->field->words ? node->field : NULL;
    struct kzsi_buf term = {0}, words = {0};
    struct kzsi_token token;
    size_t count = 0, terms = 0; /* different ones */
    bool failed = false;

    kzsi_analyzer_begin(p->analyzer, KZSI_QUERY, node->text, node->length, 1);
    while (count < KZSI_LEAVES_MAX && kzsi_analyzer_next(p->analyzer, &token, &failed)) {
        if (token.kind != KZS_TOKEN_WORD && token.kind != KZS_TOKEN_NUMBER)
            continue;
        if (!has_word(&words, count, token.form, token.form_length)) {
            term.length = 0;
            kzsi_term_form(&term, field, token.form, token.form_length);
            if (!term.failed)
                to(p, kzsi_term_step((struct kzsi_string){
                          kzsi_arena_copy(p->arena, term.data, term.length), term.length}));
            terms++;
        }
        if (count++ > 0)
            kzsi_buf_byte(&words, '\0');
        kzsi_buf_add(&words, token.form, token.form_length);
    }
    p->failed |= failed || term.failed || words.failed;
    if (terms > 1)
        to(p, kzsi_count_step(KZSI_OP_AND, terms));
    if (terms > 0)
        to(p, (struct kzsi_step){.op = KZSI_OP_FILTER});
    if (count > 1)
        emit_check(p, to, node, field, &words, lift);
    kzsi_buf_free(&term);
    kzsi_buf_free(&words);
}
