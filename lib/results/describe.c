/* SPDX-License-Identifier: GPL-2.0-or-later */
/* kzs_query_describe(): the query planned as a search would, and told. */
#include "results/results.h"

kzs_status
kzs_query_describe(kzs_index *index, const kzs_query *query, char **out, kzs_error *err)
{
    struct kzsi_marking marking;
    struct kzsi_buf text = {0};
    kzs_status st;

    if (out == NULL)
        return kzsi_fail_null(err, "out");
    *out = NULL;
    st = kzsi_marking_plan(&marking, index, query, err);
    if (st == KZS_OK) {
        kzsi_describe(query, &marking.plan,
                      index != NULL ? &index->schema : &marking.own_schema, &text);
        *out = kzsi_buf_take(&text);
        if (*out == NULL)
            st = kzsi_fail_nomem(err);
    }
    kzsi_marking_end(&marking);
    return st;
}
