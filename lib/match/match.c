/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Running a plan on a snapshot of the index. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "match/match.h"

struct run {
    const struct kzs_query *query;
    const struct kzsi_schema *schema;
    struct kzsi_found *found;
};

/* Inverse document frequency of a mark: of its rarest word. Decides which passage is shown. */
static kzs_status
weigh_mark(kzsi_db *db, const struct kzsi_mark *mark, double documents, double *weight,
           kzs_error *err)
{
    uint64_t rarest = UINT64_MAX;

    for (size_t i = 0; i < mark->count; i++) {
        uint64_t sum = 0;
        for (size_t t = 0; t < mark->slots[i].count; t++) {
            const struct kzsi_string *term = &mark->slots[i].terms[t];
            uint64_t frequency;
            kzs_status st = kzsi_db_frequency(db, term->text, term->length, &frequency, err);
            if (st != KZS_OK)
                return st;
            sum += frequency;
        }
        if (sum < rarest)
            rarest = sum;
    }
    *weight = log(1 + documents / (1 + (double)rarest));
    if (mark->count > 1)
        *weight *= (double)mark->count;
    if (mark->weak)
        *weight *= 0.05;
    return KZS_OK;
}

static kzs_status
search(kzsi_db *db, void *user, kzs_error *err)
{
    const struct run *run = user;
    const struct kzs_query *query = run->query;
    struct kzsi_found *found = run->found;
    struct kzsi_search search = {
        .steps = found->plan.steps,
        .step_count = found->plan.step_count,
        .offset = (uint32_t)query->offset,
        .limit = (uint32_t)query->limit,
        .exact_total = query->exact_total,
        .k1 = query->k1,
        .b = query->b,
    };
    kzs_status st;

    if (query->sort != KZSI_SORT_RELEVANCE) {
        search.order = query->sort == KZSI_SORT_DATE ? KZSI_BY_VALUE : KZSI_BY_VALUE_REVERSE;
        search.order_slot = run->schema->date->slot;
    }
    kzsi_matches_free(&found->matches);
    st = kzsi_db_search(db, &search, &found->matches, err);
    for (size_t i = 0; i < found->plan.mark_count && st == KZS_OK; i++)
        st = weigh_mark(db, &found->plan.marks[i], (double)found->matches.documents,
                        &found->mark_weights[i], err);
    return st;
}

kzs_status
kzsi_find(kzs_index *index, const struct kzs_query *query, struct kzsi_found *out,
          kzs_error *err)
{
    struct run run = {query, &index->schema, out};
    struct kzsi_analyzer *analyzer;
    kzs_status st;

    memset(out, 0, sizeof *out);
    if (query->sort != KZSI_SORT_RELEVANCE && index->schema.date == NULL)
        return kzsi_fail(err, KZS_ERR_INVALID,
                         "the index has no date field to sort by: sort by relevance");
    analyzer = kzsi_index_analyzer(index);
    if (analyzer == NULL)
        return kzsi_fail_nomem(err);
    st = kzsi_plan_make(query, &index->schema, analyzer, &out->plan, err);
    kzsi_index_analyzer_done(index, analyzer);
    if (st != KZS_OK)
        return st;
    out->mark_weights = kzsi_alloc(out->plan.mark_count * sizeof *out->mark_weights);
    if (out->mark_weights == NULL)
        return kzsi_fail_nomem(err);
    return kzsi_read(index, search, &run, err);
}

void
kzsi_found_free(struct kzsi_found *found)
{
    kzsi_plan_free(&found->plan);
    kzsi_matches_free(&found->matches);
    free(found->mark_weights);
    memset(found, 0, sizeof *found);
}
