/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where scores come from. A program is taken apart into what Xapian scores as one: a term, terms
 * as one word, a phrase. Each such part is weighed by itself for the hits of the page, by Xapian
 * and with the statistics that the search had; what stands above it in the program then says
 * whether it counts for a hit and how much. So the parts of a hit sum up to its score.
 */
#include <stdlib.h>
#include <string.h>

#include "match/match.h"

/* Parts times hits: 128 MiB of scores. */
#define CELLS_MAX ((size_t)16 << 20)

struct explainer {
    const struct kzsi_plan *plan;
    struct kzsi_explanation *out;
    size_t *start;   /* first step of the operand that each step ends */
    size_t *part_of; /* part that a step ends, plus one; 0: none */
    size_t *numbers; /* numbers of the hits in ascending order of their documents */
    bool failed;
};

size_t
kzsi_operands(const struct kzsi_step *step)
{
    switch (step->op) {
    case KZSI_OP_TERM:
    case KZSI_OP_ALL:
    case KZSI_OP_NONE:
    case KZSI_OP_RANGE:
    case KZSI_OP_CHECK:
    case KZSI_OP_CHOSEN:
    case KZSI_OP_EXPAND:
        return 0;
    case KZSI_OP_AND:
    case KZSI_OP_OR:
    case KZSI_OP_PHRASE:
    case KZSI_OP_NEAR:
    case KZSI_OP_UNIT:
        return step->count;
    case KZSI_OP_AND_NOT:
    case KZSI_OP_MAYBE:
    case KZSI_OP_FILTER:
        return 2;
    case KZSI_OP_SCALE:
        return 1;
    }
    return 0;
}

/* Where the operand before the one that ends at `last` ends. */
static size_t
before(const struct explainer *x, size_t last)
{
    return x->start[last] - 1;
}

/* The first step of the operand that each step ends: postfix read from left to right. */
static void
find_starts(struct explainer *x)
{
    for (size_t i = 0; i < x->plan->step_count; i++) {
        size_t first = i;
        for (size_t n = kzsi_operands(&x->plan->steps[i]); n > 0; n--)
            first = x->start[first - 1];
        x->start[i] = first;
    }
}

/* ---- parts ---- */

/* `title` of `XTITLE:summit`, and what is behind it. NULL when the term has no such prefix. */
static const char *
field_of(struct kzsi_string *term, struct kzsi_arena *arena)
{
    const char *colon = memchr(term->text, ':', term->length);
    char *name;
    size_t length;

    if (term->length == 0 || (term->text[0] != 'X' && term->text[0] != 'K') || colon == NULL)
        return NULL;
    length = (size_t)(colon - term->text) - 1;
    name = kzsi_arena_copy(arena, term->text + 1, length);
    for (size_t i = 0; name != NULL && i < length; i++)
        if (name[i] >= 'A' && name[i] <= 'Z')
            name[i] = (char)(name[i] - 'A' + 'a');
    term->length -= length + 2;
    term->text = colon + 1;
    return name;
}

static void
add_term(struct explainer *x, struct kzsi_part *part, const struct kzsi_step *step)
{
    struct kzsi_explanation *out = x->out;
    struct kzsi_string text = {step->low, step->low_length};
    struct kzsi_scored_term *term;
    bool keyword = text.length > 0 && text.text[0] == 'K';
    const char *field = field_of(&text, &out->arena);

    if (field != NULL)
        part->field = field;
    if (!kzsi_grow(&out->terms, &out->term_capacity, out->term_count, sizeof *out->terms)) {
        x->failed = true;
        return;
    }
    term = &out->terms[out->term_count++];
    *term = (struct kzsi_scored_term){.whole = {step->low, step->low_length},
                                      .text = text,
                                      .kind = KZSI_TERM_STEM};
    if (keyword)
        term->kind = KZSI_TERM_KEYWORD;
    else if (text.length > 0 && (text.text[0] == 'N' || text.text[0] == 'F')) {
        term->kind = text.text[0] == 'N' ? KZSI_TERM_NAME : KZSI_TERM_FORM;
        term->text = (struct kzsi_string){text.text + 1, text.length - 1};
    }
    part->term_count++;
}

static void
add_part(struct explainer *x, size_t last)
{
    struct kzsi_explanation *out = x->out;
    struct kzsi_part *part;

    if (!kzsi_grow(&out->parts, &out->part_capacity, out->part_count, sizeof *out->parts)) {
        x->failed = true;
        return;
    }
    part = &out->parts[out->part_count++];
    *part = (struct kzsi_part){.first = x->start[last],
                               .last = last,
                               .note = x->plan->steps[last].note,
                               .factor = 1,
                               .term = out->term_count};
    for (size_t i = part->first; i <= last; i++)
        if (x->plan->steps[i].op == KZSI_OP_TERM)
            add_term(x, part, &x->plan->steps[i]);
}

/* What only restricts is one part whatever it is made of, and scores nothing. */
static void
split(struct explainer *x, size_t last)
{
    const struct kzsi_step *step = &x->plan->steps[last];

    switch (step->op) {
    case KZSI_OP_SCALE:
        split(x, last - 1);
        return;
    case KZSI_OP_AND:
    case KZSI_OP_OR: {
        size_t end = last - 1;
        for (size_t n = step->count; n > 0; n--, end = x->start[end] - 1)
            split(x, end);
        return;
    }
    case KZSI_OP_MAYBE:
        split(x, last - 1);
        split(x, before(x, last - 1));
        return;
    case KZSI_OP_AND_NOT:
    case KZSI_OP_FILTER:
        add_part(x, last - 1);
        split(x, before(x, last - 1));
        return;
    default:
        add_part(x, last);
    }
}

static int
by_step(const void *a, const void *b)
{
    const struct kzsi_part *x = a, *y = b;

    return (x->last > y->last) - (x->last < y->last);
}

/* All parts, in the order of the program. */
static void
make_parts(struct explainer *x)
{
    find_starts(x);
    split(x, x->plan->step_count - 1);
    if (x->failed)
        return;
    qsort(x->out->parts, x->out->part_count, sizeof *x->out->parts, by_step);
    for (size_t i = 0; i < x->out->part_count; i++)
        x->part_of[x->out->parts[i].last] = i + 1;
}

/* ---- what counts for a hit ---- */

static double *
score_of(const struct explainer *x, size_t part, size_t hit)
{
    return &x->out->scores[part * x->out->hits + hit];
}

/* The operand that ends at `last` is not why this hit was found. */
static bool
forget(struct explainer *x, size_t last, size_t hit)
{
    for (size_t i = x->start[last]; i <= last; i++)
        if (x->part_of[i] > 0)
            *score_of(x, x->part_of[i] - 1, hit) = -1;
    return false;
}

/* Does the operand that ends at `last` match? Turns weights into what they add to the score. */
static bool
settle(struct explainer *x, size_t last, size_t hit, double factor)
{
    const struct kzsi_step *step = &x->plan->steps[last];

    if (x->part_of[last] > 0) {
        double *score = score_of(x, x->part_of[last] - 1, hit);
        x->out->parts[x->part_of[last] - 1].factor = factor;
        if (*score < 0)
            return false;
        *score *= factor;
        return true;
    }
    switch (step->op) {
    case KZSI_OP_SCALE:
        return settle(x, last - 1, hit, factor * step->factor);
    case KZSI_OP_AND:
    case KZSI_OP_OR: {
        size_t end = last - 1, matching = 0;
        for (size_t n = step->count; n > 0; n--, end = x->start[end] - 1)
            matching += settle(x, end, hit, factor);
        if (step->op == KZSI_OP_OR ? matching > 0 : matching == step->count)
            return true;
        return forget(x, last, hit);
    }
    case KZSI_OP_MAYBE: {
        size_t left = before(x, last - 1);
        settle(x, last - 1, hit, factor);
        return settle(x, left, hit, factor) || forget(x, last, hit);
    }
    default: { /* AND_NOT, FILTER */
        size_t left = before(x, last - 1);
        bool right = settle(x, last - 1, hit, 0);
        if (x->plan->steps[last - 1].note.role != KZSI_ROLE_FORM)
            forget(x, last - 1, hit);
        return (settle(x, left, hit, factor) && right == (step->op == KZSI_OP_FILTER)) ||
               forget(x, last, hit);
    }
    }
}

/* ---- the whole ---- */

static int
by_document(const void *a, const void *b, void *matches)
{
    const struct kzsi_match *items = matches;
    uint32_t x = items[*(const size_t *)a].document, y = items[*(const size_t *)b].document;

    return (x > y) - (x < y);
}

/* Ask Xapian, which wants documents in order, for hits as they are on the page. */
static kzs_status
weigh(struct explainer *x, kzsi_db *db, const struct kzsi_search *search,
      const struct kzsi_matches *matches, kzs_error *err)
{
    struct kzsi_explanation *out = x->out;
    uint32_t *documents = kzsi_alloc(out->hits * sizeof *documents + 1);
    uint32_t *counts = kzsi_alloc(out->hits * sizeof *counts + 1);
    double *weights = kzsi_alloc(out->hits * sizeof *weights + 1);
    kzs_status st = KZS_OK;

    if (documents == NULL || counts == NULL || weights == NULL)
        st = kzsi_fail_nomem(err);
    for (size_t i = 0; i < out->hits && st == KZS_OK; i++)
        documents[i] = matches->items[x->numbers[i]].document;
    for (size_t p = 0; p < out->part_count && st == KZS_OK; p++) {
        const struct kzsi_part *part = &out->parts[p];
        struct kzsi_search one = *search;
        one.steps = search->steps + part->first;
        one.step_count = part->last - part->first + 1;
        st = kzsi_db_weigh(db, &one, documents, out->hits, weights, err);
        for (size_t i = 0; i < out->hits && st == KZS_OK; i++)
            *score_of(x, p, x->numbers[i]) = weights[i];
    }
    for (size_t t = 0; t < out->term_count && st == KZS_OK; t++) {
        struct kzsi_scored_term *term = &out->terms[t];
        st = kzsi_db_counts(db, term->whole.text, term->whole.length, documents, out->hits, counts,
                            &term->documents, err);
        for (size_t i = 0; i < out->hits && st == KZS_OK; i++)
            out->counts[t * out->hits + x->numbers[i]] = counts[i];
    }
    if (st == KZS_OK)
        st = kzsi_db_lengths(db, documents, out->hits, counts, err);
    for (size_t i = 0; i < out->hits && st == KZS_OK; i++)
        out->lengths[x->numbers[i]] = counts[i];
    free(documents);
    free(counts);
    free(weights);
    return st;
}

static kzs_status
make_tables(struct explainer *x, const struct kzsi_matches *matches, kzs_error *err)
{
    struct kzsi_explanation *out = x->out;
    size_t most = out->part_count > out->term_count ? out->part_count : out->term_count;

    out->hits = matches->count;
    if (most > 0 && out->hits > CELLS_MAX / most)
        return kzsi_fail(err, KZS_ERR_LIMIT,
                         "%zu hits of a query of %zu parts are too many to explain: ask for "
                         "fewer hits, or without explain=yes",
                         out->hits, out->part_count);
    out->scores = kzsi_alloc(out->part_count * out->hits * sizeof *out->scores + 1);
    out->counts = kzsi_alloc(out->term_count * out->hits * sizeof *out->counts + 1);
    out->lengths = kzsi_alloc(out->hits * sizeof *out->lengths + 1);
    x->numbers = kzsi_alloc(out->hits * sizeof *x->numbers + 1);
    if (out->scores == NULL || out->counts == NULL || out->lengths == NULL || x->numbers == NULL)
        return kzsi_fail_nomem(err);
    for (size_t i = 0; i < out->hits; i++)
        x->numbers[i] = i;
    qsort_r(x->numbers, out->hits, sizeof *x->numbers, by_document, matches->items);
    return KZS_OK;
}

kzs_status
kzsi_explain(kzsi_db *db, const struct kzsi_plan *plan, const struct kzsi_search *search,
             const struct kzsi_matches *matches, struct kzsi_explanation *out, kzs_error *err)
{
    struct explainer x = {.plan = plan, .out = out};
    struct kzsi_db_info info;
    kzs_status st;

    kzsi_explanation_free(out);
    out->made = true;
    x.start = kzsi_alloc(plan->step_count * sizeof *x.start);
    x.part_of = kzsi_alloc(plan->step_count * sizeof *x.part_of);
    if (x.start == NULL || x.part_of == NULL)
        x.failed = true;
    else
        make_parts(&x);
    st = x.failed || out->arena.failed ? kzsi_fail_nomem(err) : make_tables(&x, matches, err);
    if (st == KZS_OK)
        st = weigh(&x, db, search, matches, err);
    for (size_t i = 0; i < out->hits && st == KZS_OK; i++)
        if (!settle(&x, plan->step_count - 1, i, 1))
            st = kzsi_fail(err, KZS_ERR_INTERNAL, "a hit does not match its own query");
    if (st == KZS_OK)
        st = kzsi_db_describe(db, &info, err);
    if (st == KZS_OK)
        out->average_length = info.average_length;
    free(x.start);
    free(x.part_of);
    free(x.numbers);
    return st;
}

void
kzsi_explanation_free(struct kzsi_explanation *explanation)
{
    free(explanation->parts);
    free(explanation->terms);
    free(explanation->scores);
    free(explanation->counts);
    free(explanation->lengths);
    kzsi_arena_free(&explanation->arena);
    memset(explanation, 0, sizeof *explanation);
}
