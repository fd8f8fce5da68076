/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Patterns and fuzzy words as the terms of a snapshot: each step EXPAND of a plan becomes
 *
 *     UNIT(stems)  FILTER  OR(forms)
 *
 * Forms say which documents match, and have no weight of their own; their stems score those as
 * one word with many endings would. What is an edit away counts less, two edits still less.
 * Values of keywords, found under their own prefix, are what they are.
 */
#include <stdlib.h>
#include <string.h>

#include "match/match.h"

/* What one and two edits leave of a word's weight. */
static const double edit_factor[] = {1, 0.4, 0.15};

struct expander {
    struct kzsi_expansion *out;
    struct kzsi_analyzer *analyzer;
    const struct kzsi_step *step;
    struct kzsi_intern seen; /* stems that are there already */
    bool failed;
};

static void
emit(struct expander *x, struct kzsi_step step)
{
    struct kzsi_expansion *out = x->out;

    step.note = x->step->note;
    if (!kzsi_grow(&out->steps, &out->capacity, out->count, sizeof *out->steps))
        x->failed = true;
    else
        out->steps[out->count++] = step;
}

static void
emit_term(struct expander *x, const char *prefix, size_t prefix_length, const char *text,
          size_t length)
{
    char *term = kzsi_arena_alloc(&x->out->arena, prefix_length + length + 1);

    if (term == NULL) {
        x->failed = true;
        return;
    }
    memcpy(term, prefix, prefix_length);
    memcpy(term + prefix_length, text, length);
    emit(x, (struct kzsi_step){
                .op = KZSI_OP_TERM, .low = term, .low_length = prefix_length + length});
}

static void
join(struct expander *x, enum kzsi_op op, size_t count)
{
    if (count > 1 || op == KZSI_OP_FILTER)
        emit(x, (struct kzsi_step){.op = op, .count = count});
}

/*
 * The stems of a form, and of no other before it; emitted unless it is the word that is asked
 * for itself, which the plan looks for on its own.
 */
static size_t
emit_stems(struct expander *x, const char *form, size_t length, bool silent)
{
    struct kzsi_token token;
    size_t count = 0;

    kzsi_analyzer_begin(x->analyzer, KZSI_QUERY, form, length, 1);
    while (!x->failed && kzsi_analyzer_next(x->analyzer, &token, &x->failed)) {
        size_t before = x->seen.count;
        if (token.kind != KZS_TOKEN_WORD && token.kind != KZS_TOKEN_NUMBER)
            continue;
        if (kzsi_intern_add(&x->seen, token.term, token.term_length) == KZSI_INTERN_NONE)
            x->failed = true;
        if (x->seen.count == before || silent)
            continue;
        /* XTITLE:F -> XTITLE: */
        emit_term(x, x->step->high, x->step->high_length - 1, token.term, token.term_length);
        count++;
    }
    return count;
}

/* Forms of so many edits; is there anything? */
static bool
emit_level(struct expander *x, const struct kzsi_likes *likes, unsigned edits)
{
    size_t stems = 0, forms = 0;

    for (size_t i = 0; i < likes->count; i++)
        if (likes->items[i].edits == edits)
            stems += emit_stems(x, likes->items[i].text, likes->items[i].length, false);
    if (stems == 0)
        return false;
    join(x, KZSI_OP_UNIT, stems);
    for (size_t i = 0; i < likes->count; i++) {
        if (likes->items[i].edits != edits)
            continue;
        emit_term(x, x->step->high, x->step->high_length, likes->items[i].text,
                  likes->items[i].length);
        forms++;
    }
    join(x, KZSI_OP_OR, forms);
    join(x, KZSI_OP_FILTER, 2);
    if (edits > 0)
        emit(x, (struct kzsi_step){.op = KZSI_OP_SCALE, .factor = edit_factor[edits]});
    return true;
}

static size_t
emit_values(struct expander *x, const struct kzsi_likes *likes)
{
    for (size_t i = 0; i < likes->count; i++)
        emit_term(x, x->step->high, x->step->high_length, likes->items[i].text,
                  likes->items[i].length);
    join(x, KZSI_OP_UNIT, likes->count);
    return likes->count;
}

static void
emit_likes(struct expander *x, const struct kzsi_likes *likes)
{
    size_t count = 0;

    if (x->step->high[0] == 'K') {
        count = emit_values(x, likes) > 0;
    } else {
        kzsi_intern_clear(&x->seen);
        if (x->step->window > 0)
            emit_stems(x, x->step->low, x->step->low_length, true);
        for (unsigned edits = x->step->window > 0; edits <= x->step->window; edits++)
            count += emit_level(x, likes, edits);
        join(x, KZSI_OP_OR, count);
    }
    if (count == 0)
        emit(x, (struct kzsi_step){.op = KZSI_OP_NONE});
}

/* What was cut is said; in strict mode it is an error. */
static void
complain(struct kzsi_warnings *warnings, const struct kzsi_step *step,
         const struct kzsi_likes *likes)
{
    int shown = (int)kzsi_utf8_floor(step->low, step->low_length, 60);
    const char *sign = step->window > 0 ? "~" : "";

    if (likes->unfinished)
        kzsi_warn(warnings, step->offset,
                  "not all words of the index could be compared with '%.*s%s': ask for fewer "
                  "patterns, or for some that begin with letters",
                  shown, step->low, sign);
    else if (likes->found > likes->count)
        kzsi_warn(warnings, step->offset,
                  "'%.*s%s' stands for %llu words: only the %zu most frequent are searched for",
                  shown, step->low, sign, (unsigned long long)likes->found, likes->count);
}

/* What a mark of this step says about a text. */
static void
weigh(struct kzsi_plan *plan, const struct kzsi_step *step, const struct kzsi_likes *likes)
{
    for (size_t m = 0; m < plan->mark_count; m++) {
        if (plan->marks[m].pattern != step->low)
            continue;
        plan->marks[m].documents = 0;
        for (size_t i = 0; i < likes->count; i++)
            plan->marks[m].documents += likes->items[i].documents;
    }
}

static kzs_status
expand(struct expander *x, kzsi_db *db, struct kzsi_plan *plan, size_t share, uint64_t *budget,
       kzs_error *err)
{
    const struct kzsi_step *step = x->step;
    struct kzsi_like like;
    struct kzsi_likes likes;
    kzs_status st;

    kzsi_like_begin(&like, step->low, step->low_length, step->window);
    st = kzsi_terms_like(db, step->high, step->high_length, &like, share, budget,
                         &x->out->arena, &likes, err);
    if (st != KZS_OK)
        return st;
    complain(&plan->warnings, step, &likes);
    weigh(plan, step, &likes);
    emit_likes(x, &likes);
    return plan->warnings.stopped ? KZS_ERR_SYNTAX : KZS_OK;
}

kzs_status
kzsi_expand(kzsi_db *db, struct kzsi_analyzer *analyzer, struct kzsi_plan *plan,
            struct kzsi_expansion *out, kzs_error *err)
{
    struct expander x = {.out = out, .analyzer = analyzer};
    uint64_t budget;
    size_t patterns = 0, left = KZSI_EXPANSIONS_MAX;
    kzs_status st = KZS_OK;

    kzsi_expansion_free(out);
    for (size_t i = 0; i < plan->step_count; i++)
        patterns += plan->steps[i].op == KZSI_OP_EXPAND;
    if (patterns == 0)
        return KZS_OK;
    budget = patterns == 1 ? KZSI_TERMS_ONE_MAX : KZSI_TERMS_ALL_MAX;
    /* In strict mode a cut is where warnings go; each attempt says so anew. */
    plan->warnings.err = err;
    for (size_t i = 0; i < plan->step_count && st == KZS_OK && !x.failed; i++) {
        size_t before = out->count;
        x.step = &plan->steps[i];
        if (x.step->op != KZSI_OP_EXPAND) {
            emit(&x, *x.step);
            continue;
        }
        st = expand(&x, db, plan, left / patterns > 0 ? left / patterns : 1, &budget, err);
        patterns--;
        for (; before < out->count; before++)
            left -= left > 0 && out->steps[before].op == KZSI_OP_TERM;
    }
    kzsi_intern_free(&x.seen);
    return st == KZS_OK && x.failed ? kzsi_fail_nomem(err) : st;
}

void
kzsi_expansion_free(struct kzsi_expansion *expansion)
{
    free(expansion->steps);
    kzsi_arena_free(&expansion->arena);
    memset(expansion, 0, sizeof *expansion);
}
