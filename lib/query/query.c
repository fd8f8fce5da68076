/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The query object: text, options by name, filters. */
#include <stdlib.h>
#include <string.h>

#include "query/query.h"

#define LIMIT_MAX 10000
#define OFFSET_MAX 1000000

kzs_status
kzs_query_new(const char *text, size_t length, kzs_query **out, kzs_error *err)
{
    kzs_query *query;

    if (out == NULL)
        return kzsi_fail_null(err, "out");
    *out = NULL;
    length = kzsi_length(text, length);
    if (length > KZS_QUERY_MAX)
        return kzsi_fail(err, KZS_ERR_LIMIT, "the query has %zu bytes, the limit is %zu",
                         length, KZS_QUERY_MAX);
    query = kzsi_alloc(sizeof *query);
    if (query == NULL || (query->text = kzsi_strndup(text, length)) == NULL) {
        free(query);
        return kzsi_fail_nomem(err);
    }
    query->length = length;
    query->limit = 10;
    query->fragments = 1;
    query->k1 = 1;
    query->b = 0.5;
    *out = query;
    return KZS_OK;
}

void
kzs_query_free(kzs_query *query)
{
    if (query == NULL)
        return;
    for (size_t i = 0; i < query->filter_count; i++) {
        free(query->filters[i].field);
        free(query->filters[i].value);
    }
    for (size_t i = 0; i < query->like_count; i++)
        free(query->likes[i].text);
    free(query->cursor);
    free(query->text);
    free(query);
}

static bool
set_operator(kzs_query *query, const char *value)
{
    bool all = strcmp(value, "and") == 0;

    if (!all && strcmp(value, "or") != 0)
        return false;
    query->match_all = all;
    return true;
}

static bool
set_double(double *out, const char *value, double max)
{
    double number;

    if (!kzsi_parse_double(value, strlen(value), &number) || number < 0 || number > max)
        return false;
    *out = number;
    return true;
}

/* Whether it is one is seen when searching. */
static kzs_status
set_cursor(kzs_query *query, const char *value, kzs_error *err)
{
    size_t length = strlen(value);
    char *copy = NULL;

    if (length > KZS_QUERY_MAX)
        return kzsi_fail(err, KZS_ERR_INVALID, "a cursor has at most %zu bytes, not %zu",
                         KZS_QUERY_MAX, length);
    if (length > 0 && (copy = kzsi_strndup(value, length)) == NULL)
        return kzsi_fail_nomem(err);
    free(query->cursor);
    query->cursor = copy;
    return KZS_OK;
}

static bool
set_fragments(kzs_query *query, const char *value)
{
    uint64_t number;

    if (!kzsi_parse_u64(value, KZSI_FRAGMENTS_MAX, &number) || number == 0)
        return false;
    query->fragments = number;
    return true;
}

kzs_status
kzs_query_set(kzs_query *query, const char *key, const char *value, kzs_error *err)
{
    const char *takes;
    bool ok;

    if (query == NULL || key == NULL || value == NULL)
        return kzsi_fail(err, KZS_ERR_INVALID, "a query, a key and a value are needed");
    if (strcmp(key, "limit") == 0) {
        takes = "a whole number from 0 to 10000";
        ok = kzsi_parse_u64(value, LIMIT_MAX, &query->limit);
    } else if (strcmp(key, "offset") == 0) {
        takes = "a whole number from 0 to 1000000";
        ok = kzsi_parse_u64(value, OFFSET_MAX, &query->offset);
    } else if (strcmp(key, "fragments") == 0) {
        takes = "a whole number from 1 to 10";
        ok = set_fragments(query, value);
    } else if (strcmp(key, "strict") == 0) {
        takes = "yes or no";
        ok = kzsi_parse_bool(value, &query->strict);
    } else if (strcmp(key, "exact_total") == 0) {
        takes = "yes or no";
        ok = kzsi_parse_bool(value, &query->exact_total);
    } else if (strcmp(key, "explain") == 0) {
        takes = "yes or no";
        ok = kzsi_parse_bool(value, &query->explain);
    } else if (strcmp(key, "collapse") == 0) {
        takes = "yes or no";
        ok = kzsi_parse_bool(value, &query->collapse);
    } else if (strcmp(key, "operator") == 0) {
        takes = "'or' or 'and'";
        ok = set_operator(query, value);
    } else if (strcmp(key, "sort") == 0) {
        takes = "relevance or up to 8 fields, - for backwards: -date,author,relevance";
        ok = kzsi_query_set_sort(query, value);
    } else if (strcmp(key, "cursor") == 0) {
        return set_cursor(query, value, err);
    } else if (strcmp(key, "k1") == 0) {
        takes = "a number from 0 to 10";
        ok = set_double(&query->k1, value, 10);
    } else if (strcmp(key, "b") == 0) {
        takes = "a number from 0 to 1";
        ok = set_double(&query->b, value, 1);
    } else {
        return kzsi_fail(err, KZS_ERR_INVALID,
                         "unknown query option '%.64s'; known are limit, offset, strict, "
                         "operator, exact_total, sort, cursor, k1, b, fragments, explain, "
                         "collapse",
                         key);
    }
    if (!ok)
        return kzsi_fail(err, KZS_ERR_INVALID, "query option '%s' takes %s, not '%.64s'", key,
                         takes, value);
    return KZS_OK;
}

kzs_status
kzs_query_filter(kzs_query *query, const char *field, const char *value, size_t length,
                 kzs_error *err)
{
    struct kzsi_filter filter = {0};
    size_t name_length = kzsi_length(field, KZS_NUL);

    if (query == NULL || value == NULL)
        return kzsi_fail(err, KZS_ERR_INVALID, "a query, a field and a value are needed");
    if (!kzsi_name_valid(field, name_length))
        return kzsi_fail(err, KZS_ERR_INVALID, "'%.64s' is no field name",
                         field != NULL ? field : "");
    if (query->filter_count == KZSI_FILTERS_MAX)
        return kzsi_fail(err, KZS_ERR_LIMIT, "a query takes at most %d filters",
                         KZSI_FILTERS_MAX);
    length = kzsi_length(value, length);
    if (length > KZS_QUERY_MAX)
        return kzsi_fail(err, KZS_ERR_LIMIT, "the filter has %zu bytes, the limit is %zu",
                         length, KZS_QUERY_MAX);
    filter.field = kzsi_strndup(field, name_length);
    filter.value = kzsi_strndup(value, length);
    filter.length = length;
    if (filter.field == NULL || filter.value == NULL) {
        free(filter.field);
        free(filter.value);
        return kzsi_fail_nomem(err);
    }
    query->filters[query->filter_count++] = filter;
    return KZS_OK;
}

static kzs_status
add_like(kzs_query *query, const char *text, size_t length, bool is_id, size_t most,
         kzs_error *err)
{
    struct kzsi_like *like;

    if (query == NULL || text == NULL)
        return kzsi_fail(err, KZS_ERR_INVALID, "a query and %s are needed",
                         is_id ? "an id" : "a text");
    length = kzsi_length(text, length);
    if (length > most)
        return kzsi_fail(err, KZS_ERR_LIMIT, "the %s has %zu bytes, the limit is %zu",
                         is_id ? "id" : "text", length, most);
    if (is_id && length == 0)
        return kzsi_fail(err, KZS_ERR_INVALID, "no document has an empty id");
    if (query->like_count == KZSI_LIKES_MAX)
        return kzsi_fail(err, KZS_ERR_LIMIT,
                         "a query takes at most %d documents and texts to find the like of",
                         KZSI_LIKES_MAX);
    like = &query->likes[query->like_count];
    *like = (struct kzsi_like){kzsi_strndup(text, length), length, is_id};
    if (like->text == NULL)
        return kzsi_fail_nomem(err);
    query->like_count++;
    return KZS_OK;
}

kzs_status
kzs_query_like(kzs_query *query, const char *id, size_t length, kzs_error *err)
{
    return add_like(query, id, length, true, KZS_ID_MAX, err);
}

kzs_status
kzs_query_like_text(kzs_query *query, const char *text, size_t length, kzs_error *err)
{
    return add_like(query, text, length, false, KZS_DOC_MAX, err);
}
