/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * "just Kazakhstan": a text that holds the phrase as it is written comes before all that hold
 * it in another inflection. The index has no positions of forms, so the texts are read that
 * have the phrase in some inflection and all of its forms somewhere, if they are few; of a
 * common phrase the forms alone must do, and the plan counts them for little. Which of the two
 * it is depends on the index alone, not on the page.
 *
 *     phrase  forms FILTER  check FILTER    becomes  CHOSEN, or  phrase  forms FILTER
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "match/match.h"

/* So many texts, and bytes of them, are read for one phrase. */
#define TEXTS_MAX 100
#define BYTES_MAX ((uint64_t)2 << 20)

struct texts {
    uint32_t numbers[TEXTS_MAX];
    size_t count;
    bool many;
};

static kzs_status
note_text(void *user, uint32_t document, double score, const struct kzsi_value *values)
{
    struct texts *texts = user;

    (void)score;
    (void)values;
    if (texts->count == TEXTS_MAX) {
        texts->many = true;
        return KZS_ERR_LIMIT;
    }
    texts->numbers[texts->count++] = document;
    return KZS_OK;
}

/* Keep those texts that hold the phrase. */
static kzs_status
keep_holders(kzsi_db *db, struct kzsi_verifier *verifier, const struct kzsi_step *check,
             struct texts *texts, kzs_error *err)
{
    struct kzsi_verifier own = {.analyzer = verifier->analyzer, .schema = verifier->schema};
    kzs_status st = KZS_OK;
    size_t kept = 0;

    for (size_t i = 0; i < texts->count && st == KZS_OK && !texts->many; i++) {
        struct kzsi_match match = {.document = texts->numbers[i]};
        bool holds = false;
        st = kzsi_db_record(db, &match, err);
        if (st == KZS_OK)
            st = kzsi_verify(&own, check, match.record, match.record_length, &holds);
        if (st == KZS_ERR_NOMEM)
            kzsi_fail_nomem(err);
        free(match.record);
        if (holds)
            texts->numbers[kept++] = match.document;
        texts->many = own.bytes > BYTES_MAX;
    }
    texts->count = kept;
    return st;
}

/* The first step of the operand that ends at `last`. */
static size_t
start_of(const struct kzsi_step *steps, size_t last)
{
    size_t wanted = 1, i = last + 1;

    while (wanted > 0 && i > 0) {
        i--;
        wanted += kzsi_operands(&steps[i]);
        wanted--;
    }
    return i;
}

static void
remove_steps(struct kzsi_expansion *x, size_t first, size_t count)
{
    memmove(x->steps + first, x->steps + first + count,
            (x->count - first - count) * sizeof *x->steps);
    x->count -= count;
}

/* The check at *at and what it checks: go on behind what becomes of them. */
static kzs_status
settle(kzsi_db *db, struct kzsi_verifier *verifier, const struct kzsi_search *search,
       struct kzsi_expansion *x, size_t *at, kzs_error *err)
{
    struct kzsi_step check = x->steps[*at];
    size_t first = start_of(x->steps, *at - 1);
    struct kzsi_search candidates = {.steps = x->steps + first,
                                     .step_count = *at - first,
                                     .k1 = search->k1,
                                     .b = search->b};
    struct texts texts = {.count = 0};
    struct kzsi_visitor visitor = {.visit = note_text, .user = &texts};
    struct kzsi_matches found = {.count = 0};
    struct kzsi_db_info info;
    kzs_status st = kzsi_db_visit(db, &candidates, &visitor, &found, err);

    if (st == KZS_ERR_LIMIT && texts.many)
        st = KZS_OK;
    if (st == KZS_OK)
        st = keep_holders(db, verifier, &check, &texts, err);
    if (st == KZS_OK)
        st = kzsi_db_describe(db, &info, err);
    if (st != KZS_OK)
        return st;
    if (texts.many) {
        remove_steps(x, *at, 2);
        return KZS_OK;
    }
    /* BM25 gives a phrase no more than k1 + 1 times its idf, that of the rarest there is. */
    check.factor *= (search->k1 + 1) * log(2 * (double)info.documents + 1);
    check.op = KZSI_OP_CHOSEN;
    check.low_length = texts.count * sizeof *texts.numbers;
    check.low = kzsi_arena_alloc(&x->arena, check.low_length + 1);
    if (check.low == NULL)
        return kzsi_fail_nomem(err);
    memcpy((char *)(uintptr_t)check.low, texts.numbers, check.low_length);
    remove_steps(x, first, *at + 1 - first);
    x->steps[first] = check;
    *at = first + 1;
    return KZS_OK;
}

kzs_status
kzsi_literal(kzsi_db *db, struct kzsi_verifier *verifier, const struct kzsi_plan *plan,
             const struct kzsi_search *search, struct kzsi_expansion *expansion,
             kzs_error *err)
{
    const struct kzsi_step *steps = expansion->steps != NULL ? expansion->steps : plan->steps;
    size_t count = expansion->steps != NULL ? expansion->count : plan->step_count, checks = 0;
    kzs_status st = KZS_OK;

    for (size_t i = 0; i < count; i++)
        checks += steps[i].op == KZSI_OP_CHECK && steps[i].factor > 0;
    if (checks == 0)
        return KZS_OK;
    if (expansion->steps == NULL) {
        expansion->steps = kzsi_alloc(count * sizeof *steps);
        if (expansion->steps == NULL)
            return kzsi_fail_nomem(err);
        memcpy(expansion->steps, steps, count * sizeof *steps);
        expansion->count = expansion->capacity = count;
    }
    for (size_t i = 0; i < expansion->count && st == KZS_OK;) {
        const struct kzsi_step *step = &expansion->steps[i];
        if (step->op == KZSI_OP_CHECK && step->factor > 0)
            st = settle(db, verifier, search, expansion, &i, err);
        else
            i++;
    }
    return st;
}
