/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Phrases and what they cost. A phrase is looked for in every document that has all of its words,
 * one list of positions for each word: nothing where one of them is rare, and all of the index
 * where none is. A few such phrases are what people ask for; a page of them is not.
 */
#include <stdlib.h>
#include <string.h>

#include "match/match.h"

struct budget {
    kzsi_db *db;
    size_t *frequencies; /* stack: of each operand, in how many documents it is at most */
    size_t depth;
    uint64_t left;
    kzs_error *err;
};

static bool
is_phrase(const struct kzsi_step *step)
{
    return (step->op == KZSI_OP_PHRASE || step->op == KZSI_OP_NEAR) && step->count > 1;
}

/* Does a phrase only add to the score? */
static bool
only_adds(const struct kzsi_step *step)
{
    switch (step->note.role) {
    case KZSI_ROLE_FIELD:
    case KZSI_ROLE_PAIR:
    case KZSI_ROLE_NEAR:
    case KZSI_ROLE_ROW:
    case KZSI_ROLE_EXTRA:
        return true;
    default:
        return false;
    }
}

/* Will the phrase at the top of the stack be paid for? */
static bool
pay(struct budget *budget, const struct kzsi_step *step)
{
    size_t rarest = SIZE_MAX;
    uint64_t cost;

    for (size_t i = budget->depth - step->count; i < budget->depth; i++)
        if (budget->frequencies[i] < rarest)
            rarest = budget->frequencies[i];
    cost = (uint64_t)rarest * step->count;
    if (cost > budget->left)
        return false;
    budget->left -= cost;
    return true;
}

/* What is left of a phrase. What it would have added to a score is taken away where it ends. */
static void
cut(struct kzsi_step *steps, size_t count, size_t at, struct kzsi_warnings *warnings)
{
    bool adds = only_adds(&steps[at]);

    steps[at].op = KZSI_OP_AND;
    if (!adds)
        kzsi_warn(warnings, steps[at].note.start,
                  "too many words that are in most documents for all of them to be compared by "
                  "their places: those of this phrase are looked for anywhere");
    for (size_t i = at + 1; adds && i < count; i++) {
        if (steps[i].op == KZSI_OP_SCALE) {
            steps[i].factor = 0;
            return;
        }
    }
}

static kzs_status
push(struct budget *budget, const struct kzsi_step *step)
{
    size_t taken = kzsi_operands(step), sum = 0, least = SIZE_MAX, value = SIZE_MAX;
    uint64_t frequency;
    kzs_status st;

    for (size_t i = budget->depth - taken; i < budget->depth; i++) {
        size_t each = budget->frequencies[i];
        sum = sum + each < sum ? SIZE_MAX : sum + each;
        least = each < least ? each : least;
    }
    if (step->op == KZSI_OP_TERM) {
        st = kzsi_db_frequency(budget->db, step->low, step->low_length, &frequency, budget->err);
        if (st != KZS_OK)
            return st;
        value = (size_t)frequency;
    } else if (step->op == KZSI_OP_OR || step->op == KZSI_OP_UNIT) {
        value = sum;
    } else if (taken > 0) {
        value = least;
    }
    budget->depth -= taken;
    budget->frequencies[budget->depth++] = value;
    return KZS_OK;
}

/*
 * The operands of a phrase that became an AND, each once where all are single terms. Returns
 * where the AND is now.
 */
static size_t
drop_repeated(struct kzsi_expansion *run, size_t at)
{
    struct kzsi_step *steps = run->steps;
    size_t first = at - steps[at].count, kept = first;

    for (size_t i = first; i < at; i++)
        if (steps[i].op != KZSI_OP_TERM)
            return at;
    for (size_t i = first; i < at; i++) {
        size_t same = first;
        while (same < kept && (steps[same].low_length != steps[i].low_length ||
                               memcmp(steps[same].low, steps[i].low, steps[i].low_length) != 0))
            same++;
        if (same == kept)
            steps[kept++] = steps[i];
    }
    memmove(&steps[kept], &steps[at], (run->count - at) * sizeof *steps);
    run->count -= at - kept;
    steps[kept].count = kept - first;
    return kept;
}

/* The steps that are run, where they can be changed. */
static bool
own_steps(const struct kzsi_plan *plan, struct kzsi_expansion *run)
{
    if (run->steps != NULL)
        return true;
    run->steps = kzsi_alloc(plan->step_count * sizeof *run->steps);
    if (run->steps == NULL)
        return false;
    memcpy(run->steps, plan->steps, plan->step_count * sizeof *run->steps);
    run->count = run->capacity = plan->step_count;
    return true;
}

static kzs_status
go_through(struct budget *budget, struct kzsi_expansion *run, struct kzsi_warnings *warnings)
{
    kzs_status st = KZS_OK;

    for (size_t i = 0; i < run->count && st == KZS_OK; i++) {
        if (is_phrase(&run->steps[i]) && !pay(budget, &run->steps[i])) {
            size_t at = drop_repeated(run, i);
            budget->depth -= i - at;
            i = at;
            cut(run->steps, run->count, i, warnings);
        }
        st = warnings->stopped ? KZS_ERR_SYNTAX : push(budget, &run->steps[i]);
    }
    return st;
}

kzs_status
kzsi_budget(kzsi_db *db, struct kzsi_plan *plan, struct kzsi_expansion *run, kzs_error *err)
{
    const struct kzsi_step *steps = run->steps != NULL ? run->steps : plan->steps;
    size_t count = run->steps != NULL ? run->count : plan->step_count;
    struct budget budget = {.db = db, .err = err};
    struct kzsi_db_info info;
    uint64_t words = 0;
    kzs_status st;

    /* The frequencies of words are not looked up where no phrases could cost that much. */
    for (size_t i = 0; i < count; i++)
        words += is_phrase(&steps[i]) ? steps[i].count : 0;
    if (words <= KZSI_POSITIONS_MAX)
        return KZS_OK;
    st = kzsi_db_describe(db, &info, err);
    if (st != KZS_OK)
        return st;
    budget.left = KZSI_POSITIONS_MAX * (info.documents > KZSI_POSITIONS_DOCUMENTS
                                            ? info.documents
                                            : KZSI_POSITIONS_DOCUMENTS);
    budget.frequencies = kzsi_alloc((count + 1) * sizeof *budget.frequencies);
    if (budget.frequencies == NULL || !own_steps(plan, run))
        st = kzsi_fail_nomem(err);
    plan->warnings.err = err; /* each attempt says so anew */
    if (st == KZS_OK)
        st = go_through(&budget, run, &plan->warnings);
    free(budget.frequencies);
    return st;
}
