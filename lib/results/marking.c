/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is needed to mark a text of the caller's: a query planned without being run. */
#include <stdlib.h>
#include <string.h>

#include "results/results.h"

static kzs_status
weigh(kzsi_db *db, void *user, kzs_error *err)
{
    struct kzsi_marking *marking = user;

    return kzsi_weigh_marks(db, &marking->plan, marking->weights, err);
}

/* Without an index nothing is known of what is rare: all words say the same. */
static void
weigh_alike(struct kzsi_marking *marking)
{
    for (size_t i = 0; i < marking->plan.mark_count; i++) {
        const struct kzsi_mark *mark = &marking->plan.marks[i];
        double words = mark->pattern != NULL ? 1 : (double)mark->count;
        marking->weights[i] = words * (mark->weak ? 0.05 : 1);
    }
}

static kzs_status
plan(struct kzsi_marking *marking, const kzs_query *query, kzs_error *err)
{
    const struct kzsi_schema *schema = &marking->own_schema;

    if (marking->index != NULL) {
        schema = &marking->index->schema;
        marking->analyzer = kzsi_index_analyzer(marking->index);
    } else {
        kzs_status st = kzsi_schema_parse(kzsi_schema_default, &marking->own_schema, err);
        if (st != KZS_OK)
            return st;
        marking->analyzer = kzsi_analyzer_new(NULL);
    }
    if (schema->main != NULL)
        memcpy(marking->main_field, schema->main->name, sizeof marking->main_field);
    if (marking->analyzer == NULL)
        return kzsi_fail_nomem(err);
    return kzsi_plan_make(query, schema, marking->analyzer, &marking->plan, err);
}

kzs_status
kzsi_marking_plan(struct kzsi_marking *marking, kzs_index *index, const kzs_query *query,
                  kzs_error *err)
{
    kzs_status st = KZS_OK;

    memset(marking, 0, sizeof *marking);
    if (index != NULL)
        st = kzsi_index_check(index, err);
    if (st == KZS_OK && query == NULL)
        st = kzsi_fail(err, KZS_ERR_INVALID, "no query was given (NULL)");
    if (st != KZS_OK)
        return st;
    marking->index = index;
    return plan(marking, query, err);
}

kzs_status
kzsi_marking_begin(struct kzsi_marking *marking, kzs_index *index, const kzs_query *query,
                   const char **field, kzs_error *err)
{
    kzs_status st = kzsi_marking_plan(marking, index, query, err);

    if (st != KZS_OK)
        return st;
    marking->weights = kzsi_alloc(marking->plan.mark_count * sizeof *marking->weights);
    marking->marker = (struct kzsi_marker){
        .plan = &marking->plan,
        .weights = marking->weights,
        .highlighter = kzsi_highlighter_new(&marking->plan, NULL, marking->analyzer),
        .passages = query->fragments};
    if (marking->weights == NULL || marking->marker.highlighter == NULL)
        return kzsi_fail_nomem(err);
    if (*field == NULL)
        *field = marking->main_field;
    if (index != NULL)
        return kzsi_read(index, weigh, marking, err);
    weigh_alike(marking);
    return KZS_OK;
}

void
kzsi_marking_end(struct kzsi_marking *marking)
{
    kzsi_highlighter_free(marking->marker.highlighter);
    kzsi_plan_free(&marking->plan);
    free(marking->weights);
    if (marking->index != NULL && marking->analyzer != NULL)
        kzsi_index_analyzer_done(marking->index, marking->analyzer);
    else
        kzsi_analyzer_free(marking->analyzer);
    kzsi_schema_free(&marking->own_schema);
}
