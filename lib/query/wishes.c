/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a query wants of its matches apart from which they are: an order, counts by value,
 * counts by date. Whether the index has the fields is seen when searching.
 */
#include <string.h>

#include "query/query.h"

/* The word at *at up to a comma. */
static const char *
next_key(const char **at, size_t *length)
{
    const char *key = *at;

    *length = strcspn(key, ",");
    *at = key + *length + (key[*length] == ',');
    return key;
}

bool
kzsi_query_set_sort(struct kzs_query *query, const char *value)
{
    struct kzsi_sort_key keys[KZSI_SORT_MAX];
    const char *at = value, *end = value + strlen(value);
    size_t count = 0;

    do {
        struct kzsi_sort_key *key = &keys[count];
        size_t length;
        const char *name = next_key(&at, &length);
        bool reverse = length > 0 && *name == '-';
        if (count++ == KZSI_SORT_MAX || !kzsi_name_valid(name + reverse, length - reverse))
            return false;
        *key = (struct kzsi_sort_key){.reverse = reverse};
        memcpy(key->field, name + reverse, length - reverse);
        key->relevance = strcmp(key->field, "relevance") == 0;
        if (key->relevance && reverse)
            return false;
        for (size_t i = 0; i + 1 < count; i++)
            if (strcmp(keys[i].field, key->field) == 0)
                return false;
    } while (at < end || (at > value && at[-1] == ','));
    memcpy(query->sort, keys, count * sizeof *keys);
    query->sort_count = count == 1 && keys[0].relevance ? 0 : count;
    return true;
}

/* Both functions below take a query and a field's name. */
static kzs_status
check_field(const kzs_query *query, const char *field, kzs_error *err)
{
    if (query == NULL)
        return kzsi_fail(err, KZS_ERR_INVALID, "no query was given (NULL)");
    if (!kzsi_name_valid(field, kzsi_length(field, KZS_NUL)))
        return kzsi_fail(err, KZS_ERR_INVALID, "'%.64s' is no field name",
                         field != NULL ? field : "");
    return KZS_OK;
}

kzs_status
kzs_query_facet(kzs_query *query, const char *field, size_t top_n, kzs_error *err)
{
    kzs_status st = check_field(query, field, err);
    size_t i = 0;

    if (st != KZS_OK)
        return st;
    if (top_n > KZS_FACET_MAX)
        return kzsi_fail(err, KZS_ERR_LIMIT, "a facet lists at most %d values, not %zu",
                         KZS_FACET_MAX, top_n);
    while (i < query->facet_count && strcmp(query->facets[i].field, field) != 0)
        i++;
    if (i == KZSI_FACETS_MAX)
        return kzsi_fail(err, KZS_ERR_LIMIT, "a query takes at most %d facets",
                         KZSI_FACETS_MAX);
    if (i == query->facet_count)
        query->facet_count++;
    memcpy(query->facets[i].field, field, strlen(field) + 1);
    query->facets[i].top_n = top_n;
    return KZS_OK;
}

kzs_status
kzs_query_timeline(kzs_query *query, const char *field, const char *unit, kzs_error *err)
{
    static const char *const units[] = {"year", "month", "day", "auto"};
    kzs_status st = check_field(query, field != NULL ? field : "date", err);
    size_t i = 0;

    if (st != KZS_OK)
        return st;
    while (unit != NULL && i < sizeof units / sizeof *units && strcmp(unit, units[i]) != 0)
        i++;
    if (unit == NULL || i == sizeof units / sizeof *units)
        return kzsi_fail(err, KZS_ERR_INVALID, "a timeline is by year, month, day or auto, not "
                         "'%.64s'", unit != NULL ? unit : "(NULL)");
    query->timeline = (struct kzsi_timeline_wish){.wanted = true, .unit = (enum kzsi_period)i};
    if (field != NULL)
        memcpy(query->timeline.field, field, strlen(field));
    return KZS_OK;
}
