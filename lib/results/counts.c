/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Counts over all matches, as the caller reads them. */
#include <string.h>

#include "results/results.h"

size_t
kzs_results_facet_count(const kzs_results *results)
{
    return results != NULL ? results->found.facet_count : 0;
}

kzs_status
kzs_results_facet(const kzs_results *results, size_t i, kzs_facet *facet)
{
    const struct kzsi_facet *found;
    kzs_facet full = {0};

    if (i >= kzs_results_facet_count(results) || facet == NULL ||
        facet->size < sizeof facet->size)
        return KZS_ERR_INVALID;
    found = &results->found.facets[i];
    full.size = facet->size < sizeof full ? facet->size : sizeof full;
    full.field = found->field;
    full.count = found->count;
    full.distinct = found->distinct;
    full.missing = found->missing;
    memcpy(facet, &full, full.size);
    return KZS_OK;
}

kzs_status
kzs_results_facet_value(const kzs_results *results, size_t i, size_t n, kzs_facet_value *value)
{
    const struct kzsi_facet_value *found;
    kzs_facet_value full = {0};

    if (i >= kzs_results_facet_count(results) || n >= results->found.facets[i].count ||
        value == NULL || value->size < sizeof value->size)
        return KZS_ERR_INVALID;
    found = &results->found.facets[i].values[n];
    full.size = value->size < sizeof full ? value->size : sizeof full;
    full.value = found->text;
    full.length = found->length;
    full.count = found->count;
    memcpy(value, &full, full.size);
    return KZS_OK;
}
