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

kzs_status
kzs_results_timeline(const kzs_results *results, kzs_timeline *timeline)
{
    static const char *const units[] = {
        [KZSI_BY_YEAR] = "year", [KZSI_BY_MONTH] = "month", [KZSI_BY_DAY] = "day"};
    const struct kzsi_timeline *found;
    kzs_timeline full = {0};

    if (results == NULL || timeline == NULL || timeline->size < sizeof timeline->size)
        return KZS_ERR_INVALID;
    if (!results->found.has_timeline)
        return KZS_ERR_NOT_FOUND;
    found = &results->found.timeline;
    full.size = timeline->size < sizeof full ? timeline->size : sizeof full;
    full.field = found->field;
    full.unit = units[found->unit];
    full.count = found->count;
    full.missing = found->missing;
    full.coarse = found->coarse;
    memcpy(timeline, &full, full.size);
    return KZS_OK;
}

kzs_status
kzs_results_bucket(const kzs_results *results, size_t n, kzs_bucket *bucket)
{
    const struct kzsi_bucket *found;
    kzs_bucket full = {0};

    if (results == NULL || n >= results->found.timeline.count || bucket == NULL ||
        bucket->size < sizeof bucket->size)
        return KZS_ERR_INVALID;
    found = &results->found.timeline.buckets[n];
    full.size = bucket->size < sizeof full ? bucket->size : sizeof full;
    full.date = found->date;
    full.count = found->count;
    full.documents = found->documents;
    memcpy(bucket, &full, full.size);
    return KZS_OK;
}
