/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * From the tree to a program for the matcher, and to what snippets mark.
 *
 *     main part     which documents match, and their BM25 score
 *     extras        what only adds to the score (MAYBE): words found in a weighted field,
 *                   neighbouring words standing together, all of them standing together
 *     filters       keyword, date and number fields, and those added by the program (FILTER)
 *
 * A word of the query becomes a *leaf*: the slots of a phrase, mostly one, and for a hyphenated
 * word the compound as well.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "query/query.h"

/*
 * What standing together adds, as a share of the words' own scores. The fewer the pairs, the
 * more each says about what is meant: a question of ten words is about all of them together.
 * How the numbers were found: doc/ranking.md.
 */
#define PAIR_FACTOR 0.4
#define PAIR_POWER 1.5
#define WHOLE_FACTOR 0.3

/* Words that say little count so much less when others are there. */
#define STOP_FACTOR 0.3

/*
 * What a word found in a field of weight 2 adds, as a share of its own score there. Words are
 * rarer in titles than in texts, so scores there are high to begin with.
 */
#define FIELD_FACTOR 0.25

/* Longer rows of words are sentences, not phrases. */
#define WHOLE_MAX 8

/* Words of a row that can get extras: the cost of a search must not follow a pasted page. */
#define ROW_MAX 64

/* A word has one term, perhaps a second one, and name keys. */
#define SLOT_TERMS (2 + KZSI_NAME_KEYS)

struct leaf {
    struct kzsi_slot *slots;
    size_t count;
    struct kzsi_string compound; /* all its words joined; text NULL if none */
    struct kzsi_string name;     /* the key of a name that all its words are; likewise */
    bool stop, quoted;
    const struct kzsi_field *field; /* whose terms they are; NULL: any text */
    double boost;
};

struct planner {
    struct kzsi_plan *plan;
    struct kzsi_arena *arena;
    const struct kzsi_schema *schema;
    struct kzsi_analyzer *analyzer;
    bool match_all;
    bool failed;
    unsigned quiet;          /* > 0: below NOT or in a filter, nothing is marked or lifted */
    bool has_content;        /* some word of the query is no stop word */
    const struct leaf *row[ROW_MAX]; /* words side by side in the query; NULL: a break */
    size_t row_offset[ROW_MAX];      /* where they stand in it */
    size_t row_count;
    /* Extras are collected while the main part is emitted, and emitted behind it. */
    struct kzsi_step *extra;
    size_t extra_count, extra_capacity;
    size_t extras; /* operands that `extra` leaves */
};

/* Emit one step to the main program. */
static void
emit(struct planner *p, struct kzsi_step step)
{
    struct kzsi_plan *plan = p->plan;

    if (!kzsi_grow(&plan->steps, &plan->step_capacity, plan->step_count, sizeof *plan->steps)) {
        p->failed = true;
        return;
    }
    plan->steps[plan->step_count++] = step;
}

static void
emit_extra(struct planner *p, struct kzsi_step step)
{
    if (!kzsi_grow(&p->extra, &p->extra_capacity, p->extra_count, sizeof *p->extra)) {
        p->failed = true;
        return;
    }
    p->extra[p->extra_count++] = step;
}

typedef void (*emitter)(struct planner *, struct kzsi_step);

static struct kzsi_step
term_step(struct kzsi_string term)
{
    return (struct kzsi_step){
        .op = KZSI_OP_TERM, .low = term.text, .low_length = term.length};
}

static struct kzsi_step
count_step(enum kzsi_op op, size_t count)
{
    return (struct kzsi_step){.op = op, .count = count, .window = (unsigned)count};
}

static struct kzsi_step
scale_step(double factor)
{
    return (struct kzsi_step){.op = KZSI_OP_SCALE, .factor = factor};
}

/* The same term under a field's prefix. */
static struct kzsi_string
prefixed(struct planner *p, const struct kzsi_field *field, struct kzsi_string term)
{
    struct kzsi_buf buf = {0};
    struct kzsi_string out = {NULL, 0};

    kzsi_term_word(&buf, field, term.text, term.length);
    if (buf.failed)
        p->failed = true;
    else
        out = (struct kzsi_string){kzsi_arena_copy(p->arena, buf.data, buf.length), buf.length};
    kzsi_buf_free(&buf);
    return out;
}

/* ---- leaves ---- */

static void
add_slot(struct planner *p, struct leaf *leaf, size_t *capacity, const struct kzsi_token *token)
{
    struct kzsi_string *term;

    if (leaf->count == KZSI_LEAVES_MAX)
        return; /* make_leaf() has complained */
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
add_alternative(struct leaf *leaf, struct kzsi_string term)
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

/* A name key may stand where its word stands; that of several words for the whole leaf. */
static void
add_name(struct planner *p, struct leaf *leaf, const struct kzsi_token *token, size_t word_end,
         size_t *name_end)
{
    struct kzsi_string key = {kzsi_arena_copy(p->arena, token->term, token->term_length),
                              token->term_length};

    if (token->end > word_end) {
        if (leaf->count == 1) {
            leaf->name = key;
            *name_end = token->end;
        }
    } else {
        add_alternative(leaf, key);
    }
}

/* Analyse the text of a leaf. NULL when nothing in it can be searched for. */
static struct leaf *
make_leaf(struct planner *p, const struct kzsi_node *node)
{
    struct leaf *leaf = kzsi_arena_alloc(p->arena, sizeof *leaf);
    struct kzsi_token token;
    size_t capacity = 0, start = SIZE_MAX, end = 0, compound_end = 0;
    size_t word_end = 0, name_end = 0;
    uint32_t position = 0;
    bool failed = false;

    if (leaf == NULL)
        return NULL;
    leaf->field = node->field;
    leaf->boost = node->boost;
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
            if (leaf->count > 0 && token.position == leaf->count)
                add_name(p, leaf, &token, word_end, &name_end);
            continue;
        }
        if (token.position == KZSI_LEAVES_MAX + 1)
            kzsi_warn(&p->plan->warnings, node->offset + token.start,
                      "a phrase of more than %d words: the rest is left out", KZSI_LEAVES_MAX);
        leaf->stop = leaf->stop && says_little(&token);
        if (token.position == position && leaf->count == position)
            add_alternative(leaf, (struct kzsi_string){kzsi_arena_copy(p->arena, token.term,
                                                                       token.term_length),
                                                       token.term_length});
        else
            add_slot(p, leaf, &capacity, &token);
        position = token.position;
        word_end = token.end;
    }
    p->failed |= failed;
    if (name_end != word_end)
        leaf->name.text = NULL;
    /* Only a compound that is the whole leaf can stand for it. */
    if (compound_end < end)
        leaf->compound.text = NULL;
    return leaf->count > 0 ? leaf : NULL;
}

/* One operand a slot. Its terms are scored as one word; phrases take ORs alone. */
static void
emit_terms(struct planner *p, emitter to, const struct leaf *leaf,
           const struct kzsi_field *field, enum kzsi_op any)
{
    for (size_t i = 0; i < leaf->count; i++) {
        const struct kzsi_slot *slot = &leaf->slots[i];
        for (size_t t = 0; t < slot->count; t++)
            to(p, term_step(field != NULL && field->words ? prefixed(p, field, slot->terms[t])
                                                          : slot->terms[t]));
        if (slot->count > 1)
            to(p, count_step(any, slot->count));
    }
}

/* The slots of a leaf as one operand: a phrase, or a single word. */
static void
emit_slots(struct planner *p, emitter to, const struct leaf *leaf,
           const struct kzsi_field *field)
{
    emit_terms(p, to, leaf, field, leaf->count > 1 ? KZSI_OP_OR : KZSI_OP_UNIT);
    if (leaf->count > 1) {
        to(p, count_step(KZSI_OP_PHRASE, leaf->count));
        /* By its own frequency, so that a text about the phrase beats one about its words. */
        if (leaf->quoted)
            to(p, count_step(KZSI_OP_UNIT, 1));
    }
}

static void
mark(struct planner *p, const struct kzsi_slot *slots, size_t count, const struct leaf *leaf)
{
    struct kzsi_plan *plan = p->plan;

    if (!kzsi_grow(&plan->marks, &plan->mark_capacity, plan->mark_count, sizeof *plan->marks)) {
        p->failed = true;
        return;
    }
    plan->marks[plan->mark_count++] = (struct kzsi_mark){
        .slots = slots,
        .count = count,
        .weak = leaf->stop,
        .field = leaf->field != NULL
                     ? kzsi_arena_copy(p->arena, leaf->field->name, strlen(leaf->field->name))
                     : NULL};
}

/* One term that stands for the whole leaf, unless its text is NULL. */
static void
mark_term(struct planner *p, struct kzsi_string text, const struct leaf *leaf)
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

static void
mark_leaf(struct planner *p, const struct leaf *leaf)
{
    mark(p, leaf->slots, leaf->count, leaf);
    mark_term(p, leaf->compound, leaf);
    mark_term(p, leaf->name, leaf);
}

/* ---- extras ---- */

static void
end_extra(struct planner *p, double factor)
{
    emit_extra(p, scale_step(factor));
    p->extras++;
}

/* A word anywhere also counts where it stands in a weighted field. */
static void
lift_fields(struct planner *p, const struct leaf *leaf)
{
    for (size_t i = 0; i < p->schema->count; i++) {
        const struct kzsi_field *field = &p->schema->fields[i];
        if (field->kind != KZSI_TEXT || !field->words || field->weight <= 1)
            continue;
        emit_slots(p, emit_extra, leaf, field);
        end_extra(p, FIELD_FACTOR * (field->weight - 1) * leaf->boost * (leaf->stop ? STOP_FACTOR : 1));
    }
}

/* Words side by side in the query: better where they are so in the text. */
static void
lift_phrase(struct planner *p, size_t first, size_t count, double factor)
{
    size_t words = 0;

    for (size_t i = first; i < first + count; i++) {
        emit_terms(p, emit_extra, p->row[i], NULL, KZSI_OP_OR);
        words += p->row[i]->count;
    }
    emit_extra(p, count_step(KZSI_OP_PHRASE, words));
    emit_extra(p, count_step(KZSI_OP_UNIT, 1));
    end_extra(p, factor);
}

/* Two words that say something, side by side. */
static bool
is_pair(const struct leaf *a, const struct leaf *b)
{
    return a != NULL && b != NULL && !a->stop && !b->stop;
}

/* Words with a + are emitted first: put all back into the order of the query. */
static void
order_row(struct planner *p)
{
    size_t kept = 0;

    for (size_t i = 1; i < p->row_count; i++) {
        const struct leaf *leaf = p->row[i];
        size_t offset = p->row_offset[i], at = i;
        for (; at > 0 && p->row_offset[at - 1] > offset; at--) {
            p->row[at] = p->row[at - 1];
            p->row_offset[at] = p->row_offset[at - 1];
        }
        p->row[at] = leaf;
        p->row_offset[at] = offset;
    }
    for (size_t i = 0; i < p->row_count; i++)
        if (p->row[i] != NULL || (kept > 0 && p->row[kept - 1] != NULL))
            p->row[kept++] = p->row[i];
    p->row_count = kept;
}

static void
lift_row(struct planner *p)
{
    size_t pairs = 0;
    bool whole;

    order_row(p);
    whole = p->row_count >= 3 && p->row_count <= WHOLE_MAX;
    for (size_t i = 0; i + 1 < p->row_count; i++)
        pairs += is_pair(p->row[i], p->row[i + 1]);
    for (size_t i = 0; i + 1 < p->row_count; i++) {
        whole = whole && p->row[i] != NULL && p->row[i + 1] != NULL;
        if (is_pair(p->row[i], p->row[i + 1]))
            lift_phrase(p, i, 2, PAIR_FACTOR / pow((double)pairs, PAIR_POWER));
    }
    if (whole)
        lift_phrase(p, 0, p->row_count, WHOLE_FACTOR / (double)p->row_count);
}

/* Something stands between the words before this place in the query and those behind it. */
static void
break_row(struct planner *p, size_t offset)
{
    if (p->row_count < ROW_MAX) {
        p->row_offset[p->row_count] = offset;
        p->row[p->row_count++] = NULL;
    }
}

/* ---- the main part ---- */

/* Each emits one operand, or nothing and returns false. */
static bool emit_node(struct planner *p, const struct kzsi_node *node);

static bool
emit_keyword(struct planner *p, const struct kzsi_node *node)
{
    struct kzsi_buf term = {0};
    const struct leaf *leaf = NULL;

    kzsi_term_keyword(&term, node->field, node->text, node->length);
    if (term.failed)
        p->failed = true;
    else
        emit(p, term_step((struct kzsi_string){
                    kzsi_arena_copy(p->arena, term.data, term.length), term.length}));
    kzsi_buf_free(&term);
    if (node->field->words && (leaf = make_leaf(p, node)) != NULL) {
        emit_slots(p, emit, leaf, leaf->field);
        emit(p, count_step(KZSI_OP_OR, 2));
    }
    return true;
}

/* A single term that stands for the leaf as well as what was emitted; text NULL: none. */
static void
emit_alternative(struct planner *p, const struct leaf *leaf, struct kzsi_string term)
{
    if (term.text == NULL)
        return;
    emit(p, term_step(leaf->field != NULL && leaf->field->words
                          ? prefixed(p, leaf->field, term)
                          : term));
    emit(p, count_step(KZSI_OP_OR, 2));
}

static bool
emit_words(struct planner *p, const struct kzsi_node *node)
{
    const struct leaf *leaf = make_leaf(p, node);
    double factor;

    if (leaf == NULL)
        return false;
    emit_slots(p, emit, leaf, leaf->field);
    emit_alternative(p, leaf, leaf->compound);
    emit_alternative(p, leaf, leaf->name);
    factor = leaf->boost * (leaf->stop && p->has_content ? STOP_FACTOR : 1);
    if (factor != 1)
        emit(p, scale_step(factor));
    if (p->quiet > 0)
        return true;
    mark_leaf(p, leaf);
    if (leaf->field != NULL || p->row_count == ROW_MAX)
        return true;
    lift_fields(p, leaf);
    if (node->kind == KZSI_NODE_WORD) {
        p->row_offset[p->row_count] = node->offset;
        p->row[p->row_count++] = leaf;
    } else {
        break_row(p, node->offset);
    }
    return true;
}

static bool
emit_range(struct planner *p, const struct kzsi_node *node)
{
    /* A warning has room for a word, not for a page without spaces. */
    size_t shown = kzsi_utf8_floor(node->text, node->length, 60);
    struct kzsi_range range;

    if (!kzsi_range_parse(node->field, node->bound, node->text, node->length, p->arena,
                          &range)) {
        kzsi_warn(&p->plan->warnings, node->offset,
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
        emit(p, term_step((struct kzsi_string){range.term, range.term_length}));
    else
        emit(p, (struct kzsi_step){.op = KZSI_OP_RANGE,
                                   .slot = node->field->slot,
                                   .low = range.low,
                                   .low_length = range.low_length,
                                   .high = range.high,
                                   .high_length = range.high_length});
    return true;
}

static bool
emit_leaf(struct planner *p, const struct kzsi_node *node)
{
    if (node->kind == KZSI_NODE_ALL) {
        emit(p, (struct kzsi_step){.op = KZSI_OP_ALL});
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

/* Does a node only restrict: keywords, dates and numbers, and nothing else? */
static bool
is_filter(struct planner *p, const struct kzsi_node *node)
{
    struct kzsi_range range;

    switch (node->kind) {
    case KZSI_NODE_WORD:
    case KZSI_NODE_PHRASE:
        if (node->field == NULL || node->field->kind == KZSI_TEXT)
            return false;
        /* What is no date will be searched for as text. */
        return node->field->kind == KZSI_KEYWORD || node->field->kind == KZSI_STORED ||
               kzsi_range_parse(node->field, node->bound, node->text, node->length, p->arena,
                                &range);
    case KZSI_NODE_ALL:
        return false;
    default:
        for (const struct kzsi_node *child = node->children; child != NULL; child = child->next)
            if (!is_filter(p, child))
                return false;
        return true;
    }
}

/* Plain filters on one field are alternatives; since: and until: must both hold. */
static bool
are_alternatives(const struct kzsi_node *a, const struct kzsi_node *b)
{
    return a == b ||
           (a->children == NULL && b->children == NULL && a->mode == ' ' && b->mode == ' ' &&
            a->bound == KZSI_BOUND_NONE && b->bound == KZSI_BOUND_NONE && a->field != NULL &&
            a->field == b->field);
}

/*
 * Initials: К. and К.-Ж., in Russian also К.Ж., which in English is an abbreviation (U.N.). They
 * are written or left out as a writer pleases, so they never decide what is found.
 */
static bool
is_initials(const struct kzsi_node *node)
{
    const char *at = node->text, *end = at + node->length;
    size_t letters = 0, hyphens = 0;
    bool latin = false;

    if (node->kind != KZSI_NODE_WORD || node->mode != ' ' || node->field != NULL)
        return false;
    while (at < end) {
        uint32_t c;
        at += kzsi_utf8_decode(at, end, &c);
        if (!kzsi_is_capital(c) || at == end || *at != '.')
            return false;
        latin |= kzsi_class_of(c) == KZSI_LATIN;
        letters++;
        at++;
        if (at < end && *at == '-') {
            hyphens++;
            at++;
        }
    }
    return letters > 0 && letters <= 3 && (!latin || letters == hyphens + 1);
}

static bool
only_initials(const struct kzsi_node *group)
{
    for (const struct kzsi_node *child = group->children; child != NULL; child = child->next)
        if (!is_initials(child))
            return false;
    return true;
}

/* Initials beside other words only add to the score. */
static void
lift_initials(struct planner *p, const struct kzsi_node *node)
{
    const struct leaf *leaf = p->quiet == 0 ? make_leaf(p, node) : NULL;

    if (leaf == NULL)
        return;
    emit_slots(p, emit_extra, leaf, NULL);
    end_extra(p, STOP_FACTOR * leaf->boost);
}

/* Could this word, as it stands in a group, be a part of a name of several words? */
static bool
is_plain_word(const struct kzsi_node *node)
{
    return node != NULL && node->kind == KZSI_NODE_WORD && node->mode == ' ' &&
           node->field == NULL && node->boost == 1;
}

/*
 * The key of a name that this word and those behind it are (Саудовская Аравия), text NULL if
 * none, and the last of them. They stand in the query's own text, one behind the other.
 */
static struct kzsi_string
name_row(struct planner *p, const struct kzsi_node *first, const struct kzsi_node **last)
{
    const struct kzsi_node *node = first;
    struct kzsi_string key = {NULL, 0};
    struct kzsi_token token;
    size_t word_end = 0;
    bool failed = false;

    while (is_plain_word(node->next))
        node = node->next;
    if (node == first)
        return key;
    kzsi_analyzer_begin(p->analyzer, KZSI_QUERY, first->text,
                        (size_t)(node->text + node->length - first->text), 1);
    while (kzsi_analyzer_next(p->analyzer, &token, &failed) && token.position == 1) {
        if (token.kind == KZS_TOKEN_WORD)
            word_end = token.end;
        if (token.kind != KZS_TOKEN_NAME || token.end <= word_end)
            continue;
        for (node = first; node->text + node->length < first->text + token.end;)
            node = node->next;
        if (node != first && node->text + node->length == first->text + token.end) {
            *last = node;
            key = (struct kzsi_string){
                kzsi_arena_copy(p->arena, token.term, token.term_length), token.term_length};
        }
    }
    p->failed |= failed;
    return key;
}

/* Words that are a name as a whole: each of them, or its key. Returns the last word emitted. */
static const struct kzsi_node *
emit_name(struct planner *p, const struct kzsi_node *first, size_t *count)
{
    const struct kzsi_node *last = first;
    struct kzsi_string key = name_row(p, first, &last);
    struct leaf *leaf = key.text != NULL ? kzsi_arena_alloc(p->arena, sizeof *leaf) : NULL;
    size_t words = emit_node(p, first);

    for (const struct kzsi_node *node = first; node != last; node = node->next)
        words += emit_node(p, node->next);
    if (leaf == NULL || words == 0) {
        *count += words;
        return last;
    }
    if (words > 1)
        emit(p, count_step(p->match_all ? KZSI_OP_AND : KZSI_OP_OR, words));
    leaf->name = key;
    emit_alternative(p, leaf, key);
    if (p->quiet == 0)
        mark_term(p, key, leaf);
    (*count)++;
    return last;
}

static size_t
emit_children(struct planner *p, const struct kzsi_node *node, char mode, bool filters)
{
    size_t count = 0;

    for (const struct kzsi_node *child = node->children; child != NULL; child = child->next) {
        if (child->mode != mode || is_filter(p, child) != filters)
            continue;
        if (is_initials(child) && !only_initials(node))
            lift_initials(p, child);
        else if (is_plain_word(child))
            child = emit_name(p, child, &count);
        else
            count += emit_node(p, child);
    }
    return count;
}

/*
 * The filters of a group as one operand; false when there are none. `all`: every child is a
 * filter whatever its kind, and one that can match nothing lets nothing through.
 */
static bool
emit_filters(struct planner *p, const struct kzsi_node *group, bool all)
{
    size_t count = 0;

    for (const struct kzsi_node *child = group->children; child != NULL; child = child->next) {
        const struct kzsi_node *first = group->children;
        size_t same = 0;
        if (child->mode == '-' || !(all || is_filter(p, child)))
            continue;
        while (!are_alternatives(first, child))
            first = first->next;
        if (first != child)
            continue; /* was emitted with its first alternative */
        for (const struct kzsi_node *other = child; other != NULL; other = other->next)
            if (are_alternatives(child, other) && (all || is_filter(p, other)))
                same += emit_node(p, other);
        if (same == 0 && all) {
            emit(p, (struct kzsi_step){.op = KZSI_OP_NONE});
            same = 1;
        }
        if (same > 1)
            emit(p, count_step(KZSI_OP_OR, same));
        count += same > 0;
    }
    if (count > 1)
        emit(p, count_step(KZSI_OP_AND, count));
    return count > 0;
}

/* Take the excluded children away from the operand before, or from every document. */
static bool
emit_excluded(struct planner *p, const struct kzsi_node *group, bool base)
{
    size_t before = p->plan->step_count, excluded;

    if (!base)
        emit(p, (struct kzsi_step){.op = KZSI_OP_ALL});
    excluded = emit_children(p, group, '-', false) + emit_children(p, group, '-', true);
    if (excluded == 0) {
        p->plan->step_count = before;
        return base;
    }
    if (excluded > 1)
        emit(p, count_step(KZSI_OP_OR, excluded));
    emit(p, (struct kzsi_step){.op = KZSI_OP_AND_NOT});
    return true;
}

static bool
emit_group(struct planner *p, const struct kzsi_node *group)
{
    size_t required, plain;
    bool base;

    required = emit_children(p, group, '+', false);
    if (required > 1)
        emit(p, count_step(KZSI_OP_AND, required));
    plain = emit_children(p, group, ' ', false);
    if (plain > 1)
        emit(p, count_step(p->match_all ? KZSI_OP_AND : KZSI_OP_OR, plain));
    if (required > 0 && plain > 0)
        emit(p, (struct kzsi_step){.op = p->match_all ? KZSI_OP_AND : KZSI_OP_MAYBE,
                                   .count = 2});
    base = required + plain > 0;

    p->quiet++;
    if (emit_filters(p, group, false)) {
        if (base)
            emit(p, (struct kzsi_step){.op = KZSI_OP_FILTER});
        base = true;
    }
    base = emit_excluded(p, group, base);
    p->quiet--;
    return base;
}

/* AND and OR: children that are NOT take part as "everything but". */
static bool
emit_operator(struct planner *p, const struct kzsi_node *node)
{
    size_t count = 0;

    for (const struct kzsi_node *child = node->children; child != NULL; child = child->next) {
        size_t first = p->row_count, last = 0;
        count += emit_node(p, child);
        for (; first < p->row_count; first++)
            last = p->row_offset[first] > last ? p->row_offset[first] : last;
        break_row(p, last);
    }
    if (count > 1)
        emit(p, count_step(node->kind == KZSI_NODE_AND ? KZSI_OP_AND : KZSI_OP_OR, count));
    return count > 0;
}

static bool
emit_not(struct planner *p, const struct kzsi_node *node)
{
    size_t before = p->plan->step_count;
    bool child;

    emit(p, (struct kzsi_step){.op = KZSI_OP_ALL});
    p->quiet++;
    child = emit_node(p, node->children);
    p->quiet--;
    if (child)
        emit(p, (struct kzsi_step){.op = KZSI_OP_AND_NOT});
    else
        p->plan->step_count = before;
    return child;
}

static bool
emit_node(struct planner *p, const struct kzsi_node *node)
{
    switch (node->kind) {
    case KZSI_NODE_GROUP:
        return emit_group(p, node);
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
find_content(struct planner *p, const struct kzsi_node *node)
{
    for (; node != NULL; node = node->next) {
        if (node->children != NULL && find_content(p, node->children))
            return true;
        if (node->kind == KZSI_NODE_PHRASE && node->field == NULL)
            return true;
        if (node->kind == KZSI_NODE_WORD && node->field == NULL && node->mode != '-') {
            const struct leaf *leaf = make_leaf(p, node);
            if (leaf != NULL && !leaf->stop)
                return true;
        }
    }
    return false;
}

/* The filters that were added by kzs_query_filter(), as children of one group. */
static kzs_status
filter_nodes(struct planner *p, const struct kzs_query *query, struct kzsi_node *group,
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

static void
append_extras(struct planner *p)
{
    if (p->extras == 0)
        return;
    for (size_t i = 0; i < p->extra_count; i++)
        emit(p, p->extra[i]);
    if (p->extras > 1)
        emit(p, count_step(KZSI_OP_OR, p->extras));
    emit(p, (struct kzsi_step){.op = KZSI_OP_MAYBE});
}

kzs_status
kzsi_plan_make(const struct kzs_query *query, const struct kzsi_schema *schema,
               struct kzsi_analyzer *analyzer, struct kzsi_plan *out, kzs_error *err)
{
    struct planner p = {.plan = out,
                        .arena = &out->arena,
                        .schema = schema,
                        .analyzer = analyzer,
                        .match_all = query->match_all};
    struct kzsi_node filters = {.kind = KZSI_NODE_GROUP, .mode = ' '};
    const struct kzsi_node *root;
    kzs_status st;
    bool base, blank;

    memset(out, 0, sizeof *out);
    out->warnings = (struct kzsi_warnings){
        .arena = &out->arena, .strict = query->strict, .err = err};
    root = kzsi_parse(query->text, query->length, schema, &out->arena, &out->warnings);
    st = filter_nodes(&p, query, &filters, err);
    if (st != KZS_OK || out->warnings.stopped)
        goto done;

    blank = root == NULL && out->warnings.count == 0;
    p.has_content = find_content(&p, root);
    base = root != NULL && emit_node(&p, root);
    if (base) {
        lift_row(&p);
        append_extras(&p);
    }
    p.quiet++;
    if (filters.children != NULL) {
        if (!base)
            emit(&p, (struct kzsi_step){
                         .op = blank ? KZSI_OP_ALL : KZSI_OP_NONE});
        if (emit_filters(&p, &filters, true))
            emit(&p, (struct kzsi_step){.op = KZSI_OP_FILTER});
    } else if (!base) {
        emit(&p, (struct kzsi_step){.op = KZSI_OP_NONE});
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
