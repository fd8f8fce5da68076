/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lib/match: from a query to ranked records.
 *
 *   match.c   plan the query for this index, run it on a snapshot, weigh what to mark
 */
#ifndef KZSI_MATCH_H
#define KZSI_MATCH_H

#include "index/index.h"
#include "query/query.h"

struct kzsi_found {
    struct kzsi_plan plan;
    struct kzsi_matches matches;
    double *mark_weights; /* one per mark of the plan: how much it says about a text */
};

/* Free with kzsi_found_free() whatever is returned. */
kzs_status kzsi_find(kzs_index *index, const struct kzs_query *query, struct kzsi_found *out,
                     kzs_error *err);
void kzsi_found_free(struct kzsi_found *found);

#endif
