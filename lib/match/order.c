/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What matches are sorted by, as one key that compares byte by byte:
 *
 *     relevance    the score as 8 sortable bytes, inverted: the best first
 *     a field      00 value 00 00    NULs in the value as 00 FF; all but the first byte
 *                                    inverted to sort backwards
 *                  01                the document has no value: last in either direction
 *
 * Equal keys are told apart by the documents' numbers, so an order is always total and stable.
 */
#include <string.h>

#include "match/match.h"

size_t
kzsi_columns_add(struct kzsi_columns *columns, uint32_t slot)
{
    size_t i = 0;

    while (i < columns->count && columns->values[i].slot != slot)
        i++;
    /* A query has fewer wishes than there is room. */
    if (i == columns->count)
        columns->values[columns->count++].slot = slot;
    return i;
}

kzs_status
kzsi_order_init(struct kzsi_order *order, const struct kzs_query *query, const kzs_index *index,
                struct kzsi_columns *columns, kzs_error *err)
{
    *order = (struct kzsi_order){.count = query->sort_count > 0 ? query->sort_count : 1,
                                 .by_score = query->sort_count == 0};
    for (size_t i = 0; i < query->sort_count; i++) {
        const struct kzsi_sort_key *wish = &query->sort[i];
        struct kzsi_order_key *key = &order->keys[i];
        const struct kzsi_field *field;
        kzs_status st;
        if (wish->relevance) {
            order->by_score = true;
            continue;
        }
        field = kzsi_schema_find(&index->schema, wish->field, strlen(wish->field));
        if (field == NULL || field->kind == KZSI_TEXT || field->kind == KZSI_STORED)
            return kzsi_fail(err, KZS_ERR_INVALID,
                             field == NULL ? "the index has no field '%s' to sort by: sort by "
                                             "relevance, a date, number or keyword field"
                                           : "'%s' is no field to sort by: sort by relevance, "
                                             "a date, number or keyword field",
                             wish->field);
        st = kzsi_check_keyword_values(index, field, "sort by", err);
        if (st != KZS_OK)
            return st;
        *key = (struct kzsi_order_key){field, kzsi_columns_add(columns, field->slot),
                                       wish->reverse};
    }
    return KZS_OK;
}

static void
add_score(struct kzsi_buf *out, double score)
{
    char bytes[8];

    kzsi_number_sortable(score, bytes);
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)~bytes[i];
    kzsi_buf_add(out, bytes, sizeof bytes);
}

static void
add_escaped(struct kzsi_buf *out, const char *data, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        kzsi_buf_byte(out, data[i]);
        if (data[i] == '\0')
            kzsi_buf_byte(out, '\xFF');
    }
    kzsi_buf_add(out, "\0", 2);
}

/* Keywords in the order of their normalised forms: case is no matter, nor is ё. */
static void
add_keyword(struct kzsi_buf *out, const struct kzsi_value *value)
{
    const char *at = value->data, *first;
    struct kzsi_buf form = {0};
    size_t length;

    if (kzsi_values_next(&at, value->data + value->length, &first, &length))
        kzsi_keyword(&form, first, length);
    add_escaped(out, form.data, form.length);
    out->failed |= form.failed;
    kzsi_buf_free(&form);
}

void
kzsi_order_key(const struct kzsi_order *order, const struct kzsi_value *values, double score,
               struct kzsi_buf *out)
{
    for (size_t i = 0; i < order->count; i++) {
        const struct kzsi_order_key *key = &order->keys[i];
        const struct kzsi_value *value;
        size_t begin;
        if (key->field == NULL) {
            add_score(out, score);
            continue;
        }
        value = &values[key->place];
        kzsi_buf_byte(out, value->length > 0 ? 0 : 1);
        if (value->length == 0)
            continue;
        begin = out->length;
        if (key->field->kind == KZSI_KEYWORD)
            add_keyword(out, value);
        else
            add_escaped(out, value->data, value->length);
        for (size_t j = begin; key->reverse && j < out->length; j++)
            out->data[j] = (char)~out->data[j];
    }
}
