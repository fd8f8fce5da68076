/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Facets: how many of the matching documents have which value of a keyword field.
 *
 * While matching, values are counted as they were written: a document's value slot has each of
 * its values once, so this is one look into a table for each. Only at the end are the distinct
 * spellings normalised, and those of one value added up; the commonest of them is shown.
 *
 * Slots and not posting lists: of 100,000 documents the slot of a field is read in 2.1 to 2.6 ms
 * however many values it has, the postings of 2, 500 and 2,000 values in 1.9, 4.3 and 7.0 ms, and
 * slots of documents that do not match are passed over.
 */
#include <string.h>

#include "match/match.h"

kzs_status
kzsi_check_keyword_values(const kzs_index *index, const struct kzsi_field *field,
                          const char *purpose, kzs_error *err)
{
    if (field->kind == KZSI_KEYWORD && index->format_version < KZSI_FORMAT_KEYWORD_VALUES)
        return kzsi_fail(err, KZS_ERR_INVALID,
                         "the index '%s' has format %u, which keeps nothing to %s '%s' by: "
                         "index its documents again",
                         index->path, index->format_version, purpose, field->name);
    return KZS_OK;
}

kzs_status
kzsi_counting_init(struct kzsi_counting *counting, const struct kzsi_facet_wish *wish,
                   const kzs_index *index, struct kzsi_columns *columns, kzs_error *err)
{
    const struct kzsi_field *field =
        kzsi_schema_find(&index->schema, wish->field, strlen(wish->field));
    kzs_status st;

    if (field == NULL || field->kind != KZSI_KEYWORD)
        return kzsi_fail(err, KZS_ERR_INVALID, "the index has no keyword field '%s' to count by",
                         wish->field);
    st = kzsi_check_keyword_values(index, field, "count", err);
    if (st == KZS_OK)
        counting->place = kzsi_columns_add(columns, field->slot);
    return st;
}

bool
kzsi_counting_add(struct kzsi_counting *counting, const struct kzsi_value *values)
{
    const struct kzsi_value *value = &values[counting->place];
    const char *at = value->data, *text;
    size_t length;

    counting->missing += value->length == 0;
    while (kzsi_values_next(&at, value->data + value->length, &text, &length))
        if (kzsi_tally_add(&counting->spellings, text, length, 1) == NULL)
            return false;
    return true;
}

/* Spellings of one value together under its normalised form. */
static bool
add_up(const struct kzsi_tally *spellings, struct kzsi_tally *values)
{
    struct kzsi_buf form = {0};
    bool good = true;

    for (size_t i = 0; i < spellings->count && good; i++) {
        const struct kzsi_tally_item *spelling = &spellings->items[i];
        struct kzsi_tally_item *value;
        form.length = 0;
        kzsi_keyword(&form, kzsi_tally_text(spellings, spelling), spelling->length);
        value = form.failed ? NULL
                            : kzsi_tally_add(values, form.data, form.length, spelling->count);
        good = value != NULL;
        /* Of two equally common ones the first in the order of documents. */
        if (good && spelling->count > value->most) {
            value->most = spelling->count;
            value->other = i;
        }
    }
    kzsi_buf_free(&form);
    return good;
}

/* The most frequent values; those of one count by their normalised form. */
static bool
choose(const struct kzsi_tally *values, struct kzsi_top *top)
{
    struct kzsi_buf key = {0};
    bool good = true;

    for (size_t i = 0; i < values->count && good; i++) {
        const struct kzsi_tally_item *value = &values->items[i];
        char count[8];
        for (int b = 0; b < 8; b++)
            count[b] = (char)~(value->count >> (56 - 8 * b));
        key.length = 0;
        kzsi_buf_add(&key, count, sizeof count);
        kzsi_buf_add(&key, kzsi_tally_text(values, value), value->length);
        good = !key.failed && kzsi_top_offer(top, key.data, key.length, (uint32_t)i, 0);
    }
    kzsi_buf_free(&key);
    kzsi_top_sort(top);
    return good;
}

bool
kzsi_counting_end(struct kzsi_counting *counting, const struct kzsi_facet_wish *wish,
                  struct kzsi_arena *arena, struct kzsi_facet *out)
{
    const struct kzsi_tally *spellings = &counting->spellings;
    struct kzsi_tally values = {0};
    struct kzsi_top top = {.limit = wish->top_n};
    bool good = add_up(spellings, &values) && choose(&values, &top);

    *out = (struct kzsi_facet){
        .field = kzsi_arena_copy(arena, wish->field, strlen(wish->field)),
        .values = kzsi_arena_alloc(arena, top.count * sizeof *out->values + 1),
        .distinct = values.count,
        .missing = counting->missing};
    good = good && out->field != NULL && out->values != NULL;
    for (size_t i = 0; i < top.count && good; i++) {
        const struct kzsi_tally_item *value = &values.items[top.items[i].number];
        const struct kzsi_tally_item *spelling = &spellings->items[value->other];
        const char *text = kzsi_arena_copy(arena, kzsi_tally_text(spellings, spelling),
                                           spelling->length);
        good = text != NULL;
        out->values[out->count++] =
            (struct kzsi_facet_value){text, spelling->length, value->count};
    }
    kzsi_top_free(&top);
    kzsi_tally_free(&values);
    return good;
}

void
kzsi_counting_free(struct kzsi_counting *counting)
{
    kzsi_tally_free(&counting->spellings);
}
