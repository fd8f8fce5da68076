/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Documents become streams. What is added goes into a log at once, positions packed; sorting
 * waits until the batch is closed, and only the distinct terms are compared:
 *
 *     log, in order of documents:   (term number, document, wdf, positions)
 *        terms sorted -> ranks          each term once, not once for each document
 *        log by rank                    counting: postings and positions of each term
 *        that again by document         counting: the terms of each document, in order
 *
 * What is sorted is copied to its place, so that it is read in sequence afterwards: there is
 * much of it, and reading it in another order costs more than all the rest.
 */
#include <stdlib.h>
#include <string.h>

#include "bulk/glass.h"

/* Xapian does not try to deflate shorter tags either. */
#define DEFLATE_FROM 18

struct logged {
    uint32_t term, wdf;
    uint32_t length; /* of its packed positions */
};

/* The same at the place of its term's rank. */
struct ranked {
    uint32_t document; /* from 0 in the batch */
    uint32_t wdf;
    uint32_t start, length;
};

/* And in the list of its document. */
struct owned {
    uint32_t rank, wdf;
};

/* Far enough ahead that memory has come when it is read. */
#define PREFETCH 8

struct logged_value {
    uint32_t slot, document;
    size_t start, length;
    unsigned char key_length; /* the slot as in keys, by which it is sorted */
    char key[5];
};

struct document {
    uint32_t length, terms;
};

struct kzsi_batch_work {
    bool records_packed;
    struct kzsi_deflater *deflater;
    struct kzsi_intern terms;
    uint32_t *stamps; /* for each term: the last document that had it */
    size_t stamps_capacity;
    uint32_t stamp;
    struct logged *log;
    size_t log_count, log_capacity;
    struct kzsi_buf positions;
    struct logged_value *values;
    size_t value_count, value_capacity;
    struct kzsi_buf value_bytes;
    struct document *documents;
    size_t document_capacity;
    struct kzsi_buf scratch, packed, last_key;
    struct kzsi_value *own_values; /* of one document, sorted */
    size_t own_capacity;
    struct kzsi_listed *listed; /* of one document */
    size_t listed_capacity;
};

kzsi_batch *
kzsi_batch_new(const struct kzsi_bulk_options *options)
{
    kzsi_batch *batch = kzsi_alloc(sizeof *batch);
    struct kzsi_batch_work *work = kzsi_alloc(sizeof *work);

    if (work != NULL) {
        work->records_packed = options->records_packed;
        work->deflater = kzsi_deflater_new(options->deflate);
    }
    if (batch == NULL || work == NULL || work->deflater == NULL) {
        free(batch);
        free(work);
        return NULL;
    }
    batch->work = work;
    return batch;
}

struct kzsi_intern *
kzsi_batch_terms(kzsi_batch *batch)
{
    return &batch->work->terms;
}

static void
free_slots(kzsi_batch *batch)
{
    for (size_t i = 0; i < batch->slot_count; i++) {
        kzsi_buf_free(&batch->slots[i].lower);
        kzsi_buf_free(&batch->slots[i].upper);
    }
    batch->slot_count = 0;
}

void
kzsi_batch_free(kzsi_batch *batch)
{
    struct kzsi_batch_work *work;

    if (batch == NULL)
        return;
    work = batch->work;
    kzsi_deflater_free(work->deflater);
    kzsi_intern_free(&work->terms);
    free(work->stamps);
    free(work->log);
    free(work->values);
    free(work->documents);
    free(work->own_values);
    free(work->listed);
    kzsi_buf_free(&work->positions);
    kzsi_buf_free(&work->value_bytes);
    kzsi_buf_free(&work->scratch);
    kzsi_buf_free(&work->packed);
    kzsi_buf_free(&work->last_key);
    free(work);
    free_slots(batch);
    free(batch->slots);
    kzsi_buf_free(&batch->postings);
    kzsi_buf_free(&batch->positions);
    kzsi_buf_free(&batch->records);
    kzsi_buf_free(&batch->term_lists);
    kzsi_buf_free(&batch->slot_lists);
    free(batch);
}

static void
empty(struct kzsi_buf *buf)
{
    buf->length = 0;
    buf->failed = false;
}

void
kzsi_batch_begin(kzsi_batch *batch, uint32_t first)
{
    struct kzsi_batch_work *work = batch->work;

    kzsi_intern_clear(&work->terms);
    work->log_count = work->value_count = 0;
    empty(&work->positions);
    empty(&work->value_bytes);
    free_slots(batch);
    empty(&batch->postings);
    empty(&batch->positions);
    empty(&batch->records);
    empty(&batch->term_lists);
    empty(&batch->slot_lists);
    batch->first = first;
    batch->documents = 0;
    batch->statistics = (struct kzsi_statistics){0};
}

/* ---- adding ---- */

static kzs_status
check(const struct kzsi_entry *entry, uint32_t *length, kzs_error *err)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < entry->term_count; i++) {
        const struct kzsi_term *term = &entry->terms[i];
        if (term->length == 0)
            return kzsi_fail(err, KZS_ERR_LIMIT, "a term is empty");
        if (term->length > KZSI_BULK_TERM_MAX / 2 &&
            kzsi_packed_term_length(term->text, term->length) > KZSI_BULK_TERM_MAX)
            return kzsi_fail(err, KZS_ERR_LIMIT,
                             "a term has %zu bytes; it must have at most %d, counting each "
                             "NUL twice",
                             term->length, KZSI_BULK_TERM_MAX);
        sum += term->wdf;
    }
    if (sum > UINT32_MAX)
        return kzsi_fail(err, KZS_ERR_LIMIT,
                         "a document has more words than Xapian can count");
    *length = (uint32_t)sum;
    return KZS_OK;
}

static bool
room_for_stamp(struct kzsi_batch_work *work, uint32_t number)
{
    size_t before = work->stamps_capacity;

    while (number >= work->stamps_capacity)
        if (!kzsi_grow(&work->stamps, &work->stamps_capacity, work->stamps_capacity,
                       sizeof *work->stamps))
            return false;
    if (work->stamps_capacity > before)
        memset(work->stamps + before, 0,
               (work->stamps_capacity - before) * sizeof *work->stamps);
    return true;
}

static kzs_status
log_term(kzsi_batch *batch, const struct kzsi_term *term, bool numbered, kzs_error *err)
{
    struct kzsi_batch_work *work = batch->work;
    uint32_t number = numbered ? term->number
                               : kzsi_intern_add(&work->terms, term->text, term->length);
    size_t start = work->positions.length;

    if (number == KZSI_INTERN_NONE || !room_for_stamp(work, number) ||
        !kzsi_grow(&work->log, &work->log_capacity, work->log_count, sizeof *work->log))
        return kzsi_fail_nomem(err);
    if (work->stamps[number] == work->stamp)
        return kzsi_fail(err, KZS_ERR_INVALID, "a document has the term '%.*s' twice",
                         (int)term->length, term->text);
    work->stamps[number] = work->stamp;
    if (term->position_count > 0)
        kzsi_pack_positions(&work->positions, term->positions, term->position_count);
    if (work->positions.length > UINT32_MAX)
        return kzsi_fail(err, KZS_ERR_LIMIT, "a batch has too many positions");
    work->log[work->log_count++] =
        (struct logged){number, term->wdf, (uint32_t)(work->positions.length - start)};
    if (term->wdf > batch->statistics.wdf_max)
        batch->statistics.wdf_max = term->wdf;
    return KZS_OK;
}

static int
by_slot(const void *a, const void *b)
{
    uint32_t left = ((const struct kzsi_value *)a)->slot;
    uint32_t right = ((const struct kzsi_value *)b)->slot;

    return (left > right) - (left < right);
}

/* varint (length * 2 + packed) | tag */
static void
add_tag(struct kzsi_batch_work *work, struct kzsi_buf *out, const char *tag, size_t length,
        bool deflate)
{
    size_t packed = 0;

    if (deflate && length > DEFLATE_FROM) {
        work->packed.length = 0;
        if (kzsi_buf_reserve(&work->packed, length))
            packed = kzsi_deflate(work->deflater, tag, length, work->packed.data, length - 1);
    }
    kzsi_buf_varint(out, packed > 0 ? (uint64_t)packed << 1 | 1 : (uint64_t)length << 1);
    if (packed > 0)
        kzsi_buf_add(out, work->packed.data, packed);
    else
        kzsi_buf_add(out, tag, length);
}

/* Log the values that are any, and note the slots they are in. */
static bool
log_values(kzsi_batch *batch, const struct kzsi_entry *entry)
{
    struct kzsi_batch_work *work = batch->work;
    size_t count = 0;

    for (size_t i = 0; i < entry->value_count; i++) {
        if (entry->values[i].length == 0)
            continue;
        if (!kzsi_grow(&work->own_values, &work->own_capacity, count,
                       sizeof *work->own_values))
            return false;
        work->own_values[count++] = entry->values[i];
    }
    if (count > 1)
        qsort(work->own_values, count, sizeof *work->own_values, by_slot);
    for (size_t i = 0; i < count; i++) {
        const struct kzsi_value *value = &work->own_values[i];
        struct logged_value logged = {value->slot,
                                      (uint32_t)batch->documents,
                                      work->value_bytes.length,
                                      value->length,
                                      0,
                                      ""};
        uint32_t slot = value->slot;
        for (; slot >= 0x80; slot >>= 7)
            logged.key[logged.key_length++] = (char)(slot | 0x80);
        logged.key[logged.key_length++] = (char)slot;
        kzsi_buf_add(&work->value_bytes, value->data, value->length);
        if (!kzsi_grow(&work->values, &work->value_capacity, work->value_count,
                       sizeof *work->values))
            return false;
        work->values[work->value_count++] = logged;
    }
    work->scratch.length = 0;
    kzsi_pack_slots(&work->scratch, work->own_values, count);
    add_tag(work, &batch->slot_lists, work->scratch.data, work->scratch.length, true);
    return true;
}

kzs_status
kzsi_batch_add(kzsi_batch *batch, const struct kzsi_entry *entry, kzs_error *err)
{
    struct kzsi_batch_work *work = batch->work;
    struct kzsi_statistics *statistics = &batch->statistics;
    size_t log_count = work->log_count, position_bytes = work->positions.length;
    uint32_t length = 0, wdf_max = statistics->wdf_max;
    bool numbered = entry->numbering == &work->terms;
    kzs_status st = check(entry, &length, err);

    work->stamp++;
    for (size_t i = 0; i < entry->term_count && st == KZS_OK; i++)
        st = log_term(batch, &entry->terms[i], numbered, err);
    if (st == KZS_OK && (!kzsi_grow(&work->documents, &work->document_capacity,
                                    batch->documents, sizeof *work->documents) ||
                         !log_values(batch, entry)))
        st = kzsi_fail_nomem(err);
    if (st != KZS_OK) {
        work->log_count = log_count;
        work->positions.length = position_bytes;
        statistics->wdf_max = wdf_max;
        return st;
    }
    add_tag(work, &batch->records, entry->record, entry->record_length, !work->records_packed);
    work->documents[batch->documents++] =
        (struct document){length, (uint32_t)entry->term_count};
    statistics->documents++;
    statistics->total_length += length;
    if (length > 0 && (statistics->shortest == 0 || length < statistics->shortest))
        statistics->shortest = length;
    if (length > statistics->longest)
        statistics->longest = length;
    return KZS_OK;
}

/* ---- closing: postings and positions ---- */

struct sorted {
    uint64_t head; /* the first 8 bytes, which mostly decide */
    const char *text;
    uint32_t length, number;
};

static int
by_term(const void *a, const void *b)
{
    const struct sorted *left = a, *right = b;
    uint32_t least = left->length < right->length ? left->length : right->length;
    int order;

    if (left->head != right->head)
        return left->head < right->head ? -1 : 1;
    order = memcmp(left->text, right->text, least);
    if (order != 0)
        return order;
    return (left->length > right->length) - (left->length < right->length);
}

/* The distinct terms in byte order. NULL when out of memory. */
static struct sorted *
sort_terms(const struct kzsi_intern *terms)
{
    struct sorted *sorted = kzsi_alloc((terms->count + 1) * sizeof *sorted);

    for (size_t i = 0; i < terms->count && sorted != NULL; i++) {
        const struct kzsi_interned *string = &terms->strings[i];
        const char *text = terms->text.data + string->start;
        unsigned char head[8] = {0};
        uint64_t number = 0;
        memcpy(head, text, string->length < 8 ? string->length : 8);
        for (int b = 0; b < 8; b++)
            number = number << 8 | head[b];
        sorted[i] = (struct sorted){number, text, (uint32_t)string->length, (uint32_t)i};
    }
    if (sorted != NULL)
        qsort(sorted, terms->count, sizeof *sorted, by_term);
    return sorted;
}

static void
put_items(struct kzsi_batch_work *work, struct kzsi_buf *out, const char *key, size_t length,
          struct kzsi_items *items)
{
    items->bytes = work->scratch.length;
    out->failed |= work->scratch.failed;
    kzsi_stream_key(out, &work->last_key, key, length, items);
    kzsi_buf_add(out, work->scratch.data, work->scratch.length);
}

/* Count a document among the items and write the gap to the one before it. */
static void
next_item(struct kzsi_items *items, struct kzsi_buf *out, uint64_t document)
{
    if (items->count++ == 0)
        items->first = document;
    else
        kzsi_buf_varint(out, document - items->last - 1);
    items->last = document;
}

static void
put_term(kzsi_batch *batch, const struct sorted *term, const struct ranked *ranked,
         size_t count)
{
    struct kzsi_batch_work *work = batch->work;
    struct kzsi_items items = {0};
    char key[KZSI_KEY_MAX];
    size_t length = kzsi_pack_term(term->text, term->length, key);

    work->scratch.length = 0;
    for (size_t i = 0; i < count; i++) {
        next_item(&items, &work->scratch, (uint64_t)batch->first + ranked[i].document);
        kzsi_buf_varint(&work->scratch, ranked[i].wdf);
        items.sum += ranked[i].wdf;
    }
    put_items(work, &batch->postings, key, length, &items);
}

/* Behind the last of them there are PREFETCH more. */
static void
put_positions(kzsi_batch *batch, const struct sorted *term, const struct ranked *ranked,
              size_t count)
{
    struct kzsi_batch_work *work = batch->work;
    struct kzsi_items items = {0};
    char key[KZSI_KEY_MAX];
    const char *packed = work->positions.data;
    size_t length = kzsi_pack_term(term->text, term->length, key);

    work->scratch.length = 0;
    for (size_t i = 0; i < count; i++) {
        if (ranked[i].length == 0)
            continue;
        __builtin_prefetch(packed + ranked[i + PREFETCH].start);
        next_item(&items, &work->scratch, (uint64_t)batch->first + ranked[i].document);
        kzsi_buf_varint(&work->scratch, ranked[i].length);
        kzsi_buf_add(&work->scratch, packed + ranked[i].start, ranked[i].length);
    }
    if (items.count > 0)
        put_items(work, &batch->positions, key, length, &items);
}

/* ---- closing: values and lengths ---- */

static int
by_slot_key(const void *a, const void *b)
{
    const struct logged_value *left = a, *right = b;
    size_t least = left->key_length < right->key_length ? left->key_length : right->key_length;
    int order = memcmp(left->key, right->key, least);

    if (order != 0)
        return order;
    if (left->key_length != right->key_length)
        return left->key_length < right->key_length ? -1 : 1;
    return (left->document > right->document) - (left->document < right->document);
}

/* One slot's values; how many there were. */
static size_t
put_slot(kzsi_batch *batch, const struct logged_value *values, size_t left)
{
    struct kzsi_batch_work *work = batch->work;
    const char *bytes = work->value_bytes.data;
    struct kzsi_slot_stats *stats;
    struct kzsi_items items = {0};
    char key[2 + 5];
    size_t n = 0;

    if (!kzsi_grow(&batch->slots, &batch->slot_capacity, batch->slot_count,
                   sizeof *batch->slots)) {
        batch->postings.failed = true;
        return left;
    }
    stats = &batch->slots[batch->slot_count++];
    *stats = (struct kzsi_slot_stats){.slot = values[0].slot};
    work->scratch.length = 0;
    for (; n < left && values[n].slot == values[0].slot; n++) {
        const char *value = bytes + values[n].start;
        next_item(&items, &work->scratch, (uint64_t)batch->first + values[n].document);
        kzsi_buf_varint(&work->scratch, values[n].length);
        kzsi_buf_add(&work->scratch, value, values[n].length);
        kzsi_slot_widen(stats, value, values[n].length);
        stats->count++;
    }
    memcpy(key, KZSI_KEY_VALUES, 2);
    memcpy(key + 2, values[0].key, values[0].key_length);
    put_items(work, &batch->postings, key, 2 + values[0].key_length, &items);
    batch->postings.failed |= stats->lower.failed || stats->upper.failed;
    return n;
}

static void
put_lengths(kzsi_batch *batch)
{
    struct kzsi_batch_work *work = batch->work;
    struct kzsi_items items = {0};

    work->scratch.length = 0;
    for (size_t i = 0; i < batch->documents; i++) {
        next_item(&items, &work->scratch, (uint64_t)batch->first + i);
        kzsi_buf_varint(&work->scratch, work->documents[i].length);
    }
    put_items(work, &batch->postings, KZSI_KEY_LENGTHS, 2, &items);
}

/* ---- closing: term lists ---- */

/* Ranked by term, spread over the documents: it is still so within each. */
static bool
put_term_lists(kzsi_batch *batch, const struct sorted *terms, const struct ranked *ranked,
               const size_t *ends)
{
    struct kzsi_batch_work *work = batch->work;
    struct owned *own = kzsi_alloc((work->log_count + 1) * sizeof *own);
    size_t *next = kzsi_alloc((batch->documents + 1) * sizeof *next);
    size_t at = 0;
    bool made = own != NULL && next != NULL;

    for (size_t i = 0; i < batch->documents && made; i++) {
        next[i] = at;
        at += work->documents[i].terms;
    }
    at = 0;
    for (size_t rank = 0; rank < work->terms.count && made; rank++)
        for (; at < ends[rank]; at++)
            own[next[ranked[at].document]++] = (struct owned){(uint32_t)rank, ranked[at].wdf};
    at = 0;
    for (size_t i = 0; i < batch->documents && made; i++) {
        size_t count = work->documents[i].terms;
        while (made && work->listed_capacity < count)
            made = kzsi_grow(&work->listed, &work->listed_capacity, work->listed_capacity,
                             sizeof *work->listed);
        for (size_t n = 0; n < count && made; n++) {
            const struct sorted *term = &terms[own[at + n].rank];
            work->listed[n] = (struct kzsi_listed){term->text, term->length, own[at + n].wdf};
        }
        at += count;
        work->scratch.length = 0;
        if (made)
            kzsi_pack_term_list(&work->scratch, work->documents[i].length, work->listed,
                                count);
        add_tag(work, &batch->term_lists, work->scratch.data, work->scratch.length, true);
    }
    free(own);
    free(next);
    return made;
}

/* ---- closing ---- */

/* The log by rank of its terms; *ends[rank] is where a term's part ends. */
static struct ranked *
rank_log(const kzsi_batch *batch, const struct sorted *terms, size_t **ends)
{
    const struct kzsi_batch_work *work = batch->work;
    size_t count = work->terms.count, at = 0;
    struct ranked *ranked = kzsi_alloc((work->log_count + PREFETCH) * sizeof *ranked);
    size_t *next = kzsi_alloc((count + 1) * sizeof *next); /* by number of the term */
    const struct logged *logged = work->log;
    uint32_t start = 0;

    *ends = kzsi_alloc((count + 1) * sizeof **ends);
    if (ranked == NULL || next == NULL || *ends == NULL) {
        free(ranked);
        free(next);
        return NULL;
    }
    for (size_t i = 0; i < work->log_count; i++)
        next[work->log[i].term]++;
    for (size_t rank = 0; rank < count; rank++) {
        size_t here = next[terms[rank].number];
        next[terms[rank].number] = at;
        at += here;
        (*ends)[rank] = at;
    }
    for (size_t i = 0; i < batch->documents; i++) {
        for (uint32_t n = work->documents[i].terms; n > 0; n--, logged++) {
            ranked[next[logged->term]++] =
                (struct ranked){(uint32_t)i, logged->wdf, start, logged->length};
            start += logged->length;
        }
    }
    free(next);
    return ranked;
}

kzs_status
kzsi_batch_close(kzsi_batch *batch, kzs_error *err)
{
    struct kzsi_batch_work *work = batch->work;
    struct sorted *terms = sort_terms(&work->terms);
    size_t *ends = NULL;
    struct ranked *ranked = terms != NULL ? rank_log(batch, terms, &ends) : NULL;
    bool made = ranked != NULL;

    if (made && work->value_count > 1)
        qsort(work->values, work->value_count, sizeof *work->values, by_slot_key);
    work->last_key.length = 0;
    for (size_t i = 0; made && i < work->value_count;)
        i += put_slot(batch, work->values + i, work->value_count - i);
    if (made && batch->documents > 0)
        put_lengths(batch);
    for (size_t rank = 0, at = 0; made && rank < work->terms.count; at = ends[rank++])
        if (ends[rank] > at)
            put_term(batch, &terms[rank], ranked + at, ends[rank] - at);
    work->last_key.length = 0;
    for (size_t rank = 0, at = 0; made && rank < work->terms.count; at = ends[rank++])
        put_positions(batch, &terms[rank], ranked + at, ends[rank] - at);
    made = made && put_term_lists(batch, terms, ranked, ends);
    free(terms);
    free(ends);
    free(ranked);
    if (!made || batch->postings.failed || batch->positions.failed || batch->records.failed ||
        batch->term_lists.failed || batch->slot_lists.failed || work->positions.failed ||
        work->value_bytes.failed || work->scratch.failed || work->packed.failed)
        return kzsi_fail_nomem(err);
    return KZS_OK;
}
