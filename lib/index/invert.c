/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One document, inverted: from tokens in reading order to terms with their positions.
 *
 *     tokens  --add()-->  terms of this document       log: (term, position) in order
 *                                   \___ counting sort of the log by term ____/
 *                                                 |
 *                              term 0: positions, term 1: positions, ...
 *
 * Terms are looked up in a table that lasts from document to document: the inversion's own, or
 * that of the batch (lib/bulk) which takes the documents, so that each word is looked up once.
 * Everything is kept between documents, so a run of documents allocates almost nothing.
 */
#include <stdlib.h>
#include <string.h>

#include "index/index.h"

/* Words of different fields and values never stand in one phrase. */
#define FIELD_GAP 100

/* Values kept per document: one per date, number and keyword field, and the signature. */
#define VALUES_MAX 101

/* The own table begins anew when its terms take so much: only what comes often pays. */
#define TERMS_KEPT ((size_t)1 << 20)

/* Of a number: which document had the term last, and as which of its terms. */
struct place {
    uint32_t document, term;
};

struct term {
    uint32_t number;
    uint32_t wdf;
    uint32_t positions;
};

struct occurrence {
    uint32_t term, position;
};

/* A keyword value that the document has not had before: where it stands in it. */
struct keyword {
    uint32_t slot, number;
};

struct kzsi_inversion {
    struct kzsi_intern own, *numbering; /* the own one or a batch's */
    struct place *places;
    size_t place_capacity;
    uint32_t document; /* this one, from 1 */
    struct term *terms;
    size_t term_count, term_capacity;
    struct occurrence *log;
    size_t log_count, log_capacity;
    struct keyword *keywords;
    size_t keyword_count, keyword_capacity;

    struct kzsi_signature signature;
    struct kzsi_deflater *deflater;
    struct kzsi_buf scratch; /* a term with its prefix */
    struct kzsi_buf values;
    struct kzsi_buf record;
    struct kzsi_value value[VALUES_MAX];
    size_t value_start[VALUES_MAX];

    /* What the entry points to. */
    struct kzsi_term *out;
    size_t out_capacity;
    uint32_t *positions;
    size_t positions_capacity;
    bool failed;
};

struct kzsi_inversion *
kzsi_inversion_new(void)
{
    struct kzsi_inversion *inv = kzsi_alloc(sizeof *inv);

    if (inv == NULL)
        return NULL;
    inv->numbering = &inv->own;
    inv->deflater = kzsi_deflater_new(KZSI_DEFLATE_FAST);
    if (inv->deflater == NULL) {
        free(inv);
        return NULL;
    }
    return inv;
}

void
kzsi_inversion_number(struct kzsi_inversion *inv, struct kzsi_intern *numbering)
{
    inv->numbering = numbering;
}

void
kzsi_inversion_free(struct kzsi_inversion *inv)
{
    if (inv == NULL)
        return;
    kzsi_intern_free(&inv->own);
    kzsi_deflater_free(inv->deflater);
    free(inv->places);
    free(inv->terms);
    free(inv->log);
    free(inv->keywords);
    free(inv->out);
    free(inv->positions);
    kzsi_buf_free(&inv->scratch);
    kzsi_buf_free(&inv->values);
    kzsi_buf_free(&inv->record);
    free(inv);
}

static bool
room_for(struct kzsi_inversion *inv, uint32_t number)
{
    size_t before = inv->place_capacity;

    while (number >= inv->place_capacity)
        if (!kzsi_grow(&inv->places, &inv->place_capacity, inv->place_capacity,
                       sizeof *inv->places))
            return false;
    memset(inv->places + before, 0, (inv->place_capacity - before) * sizeof *inv->places);
    return true;
}

/* Which of the document's terms a number is, new or known; NULL when out of memory. */
static inline struct term *
find_term(struct kzsi_inversion *inv, uint32_t number)
{
    struct place *place;

    if (number == KZSI_INTERN_NONE ||
        (number >= inv->place_capacity && !room_for(inv, number)))
        return NULL;
    place = &inv->places[number];
    if (place->document == inv->document)
        return &inv->terms[place->term];
    if (!kzsi_grow(&inv->terms, &inv->term_capacity, inv->term_count, sizeof *inv->terms))
        return NULL;
    *place = (struct place){inv->document, (uint32_t)inv->term_count};
    inv->terms[inv->term_count] = (struct term){number, 0, 0};
    return &inv->terms[inv->term_count++];
}

/* Add a term by its number; position 0: none. */
static inline void
add_numbered(struct kzsi_inversion *inv, uint32_t number, uint32_t wdf, uint32_t position)
{
    struct term *found = find_term(inv, number);

    if (found == NULL) {
        inv->failed = true;
        return;
    }
    found->wdf += wdf;
    if (position == 0)
        return;
    if (!kzsi_grow(&inv->log, &inv->log_capacity, inv->log_count, sizeof *inv->log)) {
        inv->failed = true;
        return;
    }
    inv->log[inv->log_count++] =
        (struct occurrence){(uint32_t)(found - inv->terms), position};
    found->positions++;
}

/* The same by its text; returns its number. */
static uint32_t
add(struct kzsi_inversion *inv, const char *term, size_t length, uint32_t wdf,
    uint32_t position)
{
    uint32_t number = kzsi_intern_add(inv->numbering, term, length);

    add_numbered(inv, number, wdf, position);
    return number;
}

static uint32_t
add_scratch(struct kzsi_inversion *inv, uint32_t wdf, uint32_t position)
{
    uint32_t number = KZSI_INTERN_NONE;

    if (inv->scratch.failed)
        inv->failed = true;
    else
        number = add(inv, inv->scratch.data, inv->scratch.length, wdf, position);
    inv->scratch.length = 0;
    return number;
}

static inline bool
has_form(const struct kzsi_token *token)
{
    return token->kind == KZS_TOKEN_WORD || token->kind == KZS_TOKEN_NUMBER;
}

/*
 * A word as found anywhere: its term and, for whoever asks for exactly it or for a part of it,
 * the word as it is written. Most words have come before; then their numbers are at hand.
 */
static void
add_anywhere(struct kzsi_inversion *inv, const struct kzsi_token *token)
{
    struct kzsi_memo *memo = has_form(token) ? token->memo : NULL, noted;

    if (memo != NULL && memo->epoch != 0 && memo->epoch == inv->numbering->epoch) {
        add_numbered(inv, memo->term, 1, token->position);
        add_numbered(inv, memo->form, 0, 0);
        return;
    }
    noted.term = add(inv, token->term, token->term_length, 1, token->position);
    if (!has_form(token))
        return;
    kzsi_term_form(&inv->scratch, NULL, token->form, token->form_length);
    noted.form = add_scratch(inv, 0, 0);
    noted.epoch = inv->failed ? 0 : kzsi_intern_epoch(inv->numbering);
    if (memo != NULL)
        *memo = noted;
}

/* The same once more, in its field. */
static void
add_in_field(struct kzsi_inversion *inv, const struct kzsi_field *field,
             const struct kzsi_token *token)
{
    kzsi_term_word(&inv->scratch, field, token->term, token->term_length);
    add_scratch(inv, 1, token->position);
    if (has_form(token)) {
        kzsi_term_form(&inv->scratch, field, token->form, token->form_length);
        add_scratch(inv, 0, 0);
    }
}

/*
 * The words of a value: each as found anywhere and, unless the field is the main text, once
 * more under the field's prefix; `is_signed`: they are a part of the signature. Returns the
 * position behind the last word.
 */
static uint32_t
add_words(struct kzsi_inversion *inv, const struct kzsi_field *field,
          struct kzsi_analyzer *analyzer, const char *value, size_t length, uint32_t position,
          bool is_signed)
{
    struct kzsi_token token;
    uint32_t last = 0; /* position that the signature has a word of */
    bool failed = false;

    kzsi_analyzer_begin(analyzer, KZSI_DOCUMENT, value, length, position);
    while (kzsi_analyzer_next(analyzer, &token, &failed)) {
        add_anywhere(inv, &token);
        if (field->words)
            add_in_field(inv, field, &token);
        if (is_signed && token.kind <= KZS_TOKEN_NUMBER && token.position != last) {
            kzsi_signature_add(&inv->signature, token.form, token.form_length);
            last = token.position;
        }
        position = token.position + 1;
    }
    inv->failed |= failed;
    return position;
}

/* False when the slot has a value: dates and numbers have one, the first. */
static bool
add_value(struct kzsi_inversion *inv, size_t *count, uint32_t slot, const char *data,
          size_t length)
{
    for (size_t i = 0; i < *count; i++)
        if (inv->value[i].slot == slot)
            return false;
    inv->value_start[*count] = inv->values.length;
    inv->value[(*count)++] = (struct kzsi_value){slot, NULL, length};
    kzsi_buf_add(&inv->values, data, length);
    return true;
}

static void
add_keyword(struct kzsi_inversion *inv, const struct kzsi_field *field, const char *value,
            size_t length, uint32_t number)
{
    size_t known = inv->term_count, empty;

    kzsi_term_keyword(&inv->scratch, field, "", 0);
    empty = inv->scratch.length;
    inv->scratch.length = 0;
    kzsi_term_keyword(&inv->scratch, field, value, length);
    if (inv->scratch.length == empty) {
        inv->scratch.length = 0;
        return; /* nothing but white space */
    }
    add_scratch(inv, 0, 0);
    if (inv->term_count == known)
        return; /* another spelling of a value that is there */
    if (!kzsi_grow(&inv->keywords, &inv->keyword_capacity, inv->keyword_count,
                   sizeof *inv->keywords))
        inv->failed = true;
    else
        inv->keywords[inv->keyword_count++] = (struct keyword){field->slot, number};
}

/* The values of each keyword field together, whichever order the document has them in. */
static void
add_spellings(struct kzsi_inversion *inv, const struct kzsi_schema *schema,
              const kzs_doc *doc, size_t *value_count)
{
    if (inv->keyword_count == 0)
        return;
    for (size_t f = 0; f < schema->count; f++) {
        const struct kzsi_field *field = &schema->fields[f];
        size_t begin = inv->values.length;
        if (field->kind != KZSI_KEYWORD)
            continue;
        for (size_t i = 0; i < inv->keyword_count; i++) {
            size_t length;
            const char *value;
            if (inv->keywords[i].slot != field->slot)
                continue;
            value = kzs_doc_value(doc, inv->keywords[i].number, NULL, &length);
            kzsi_values_add(&inv->values, begin, value, length);
        }
        if (inv->values.length == begin)
            continue;
        inv->value_start[*value_count] = begin;
        inv->value[(*value_count)++] =
            (struct kzsi_value){field->slot, NULL, inv->values.length - begin};
    }
}

/* A title as a whole, to be completed. */
static void
add_title(struct kzsi_inversion *inv, const struct kzsi_field *field, const char *value,
          size_t length)
{
    if (length == 0 || length > KZSI_TITLE_MAX)
        return;
    kzsi_term_title(&inv->scratch, field, value, length);
    add_scratch(inv, 0, 0);
}

static void
add_signature(struct kzsi_inversion *inv, size_t *value_count)
{
    char signature[KZSI_SIGNATURE];

    if (!kzsi_signature_end(&inv->signature, signature))
        return;
    add_value(inv, value_count, KZSI_SIGNATURE_SLOT, signature, sizeof signature);
    for (size_t band = 0; band < KZSI_SIGNATURE_BANDS; band++) {
        kzsi_signature_band(signature, band, &inv->scratch);
        add_scratch(inv, 0, 0);
    }
}

static kzs_status
no_date(const struct kzsi_field *field, const char *value, size_t length, kzs_error *err)
{
    return kzsi_fail(err, KZS_ERR_INVALID,
                     "field '%s': '%.*s' is no date: write YYYY, YYYY-MM or YYYY-MM-DD, "
                     "with a time of day if there is one (2022-11-21T10:30)",
                     field->name, (int)(length < 64 ? length : 64), value);
}

static kzs_status
no_number(const struct kzsi_field *field, const char *value, size_t length, kzs_error *err)
{
    return kzsi_fail(err, KZS_ERR_INVALID,
                     "field '%s': '%.*s' is no number: write digits with a decimal point",
                     field->name, (int)(length < 64 ? length : 64), value);
}

static kzs_status
add_date(struct kzsi_inversion *inv, const struct kzsi_field *field, const char *value,
         size_t length, size_t *value_count, kzs_error *err)
{
    static const size_t periods[] = {4, 6, 8}; /* year, month, day */
    char digits[KZSI_DATE_MAX + 1];
    size_t n = kzsi_date_parse(value, length, digits);

    if (n == 0)
        return no_date(field, value, length, err);
    /* Terms of this date alone, so that `date:2022` and ranges and timelines agree. */
    if (!add_value(inv, value_count, field->slot, digits, n))
        return KZS_OK;
    for (size_t i = 0; i < 3 && periods[i] <= n; i++) {
        kzsi_term_date(&inv->scratch, field, digits, periods[i]);
        add_scratch(inv, 0, 0);
    }
    return KZS_OK;
}

static kzs_status
add_number(struct kzsi_inversion *inv, const struct kzsi_field *field, const char *value,
           size_t length, size_t *value_count, kzs_error *err)
{
    double number;
    char sortable[8];

    if (!kzsi_parse_double(value, length, &number))
        return no_number(field, value, length, err);
    kzsi_number_sortable(number, sortable);
    add_value(inv, value_count, field->slot, sortable, sizeof sortable);
    return KZS_OK;
}

/* Spread the log over the terms: positions of each term together, still ascending. */
static bool
lay_out(struct kzsi_inversion *inv, struct kzsi_entry *entry)
{
    if (inv->term_count > inv->out_capacity) {
        struct kzsi_term *out = kzsi_realloc(inv->out, inv->term_capacity * sizeof *out);
        if (out == NULL)
            return false;
        inv->out = out;
        inv->out_capacity = inv->term_capacity;
    }
    if (inv->log_count > inv->positions_capacity) {
        uint32_t *positions =
            kzsi_realloc(inv->positions, inv->log_capacity * sizeof *positions);
        if (positions == NULL)
            return false;
        inv->positions = positions;
        inv->positions_capacity = inv->log_capacity;
    }

    uint32_t *next = inv->positions;
    for (size_t i = 0; i < inv->term_count; i++) {
        const struct term *term = &inv->terms[i];
        const struct kzsi_interned *string = &inv->numbering->strings[term->number];
        inv->out[i] = (struct kzsi_term){inv->numbering->text.data + string->start,
                                         string->length,
                                         term->wdf,
                                         next,
                                         0,
                                         term->number};
        if (next != NULL)
            next += term->positions;
    }
    for (size_t i = 0; i < inv->log_count; i++) {
        struct kzsi_term *term = &inv->out[inv->log[i].term];
        uint32_t position = inv->log[i].position;
        uint32_t *positions = inv->positions + (term->positions - inv->positions);
        /* A compound can be the same word as its first part: "a-" + "". */
        if (term->position_count == 0 || positions[term->position_count - 1] != position)
            positions[term->position_count++] = position;
    }
    entry->terms = inv->out;
    entry->term_count = inv->term_count;
    entry->numbering = inv->numbering;
    return true;
}

static void
reset(struct kzsi_inversion *inv)
{
    if (inv->own.text.length > TERMS_KEPT || inv->own.text.failed)
        kzsi_intern_clear(&inv->own);
    if (++inv->document == 0) {
        memset(inv->places, 0, inv->place_capacity * sizeof *inv->places);
        inv->document = 1;
    }
    inv->term_count = inv->log_count = inv->keyword_count = 0;
    inv->scratch.length = inv->values.length = inv->record.length = 0;
    inv->scratch.failed = inv->values.failed = inv->record.failed = false;
    inv->failed = false;
}

kzs_status
kzsi_invert(struct kzsi_inversion *inv, const struct kzsi_schema *schema,
            struct kzsi_analyzer *analyzer, const kzs_doc *doc, const char *id,
            size_t id_length, struct kzsi_entry *entry, kzs_error *err)
{
    uint32_t position = 1;
    size_t value_count = 0;
    kzs_status st = KZS_OK;

    reset(inv);
    kzsi_signature_begin(&inv->signature);
    *entry = (struct kzsi_entry){0};
    kzsi_term_id(&inv->scratch, id, id_length);
    add_scratch(inv, 0, 0);

    for (size_t i = 0; i < kzs_doc_count(doc) && st == KZS_OK && !inv->failed; i++) {
        const char *name;
        size_t length;
        const char *value = kzs_doc_value(doc, i, &name, &length);
        const struct kzsi_field *field = kzsi_schema_find(schema, name, strlen(name));
        if (field == NULL || field->kind == KZSI_STORED)
            continue;
        switch (field->kind) {
        case KZSI_KEYWORD:
            add_keyword(inv, field, value, length, (uint32_t)i);
            if (!field->words)
                break;
            __attribute__((fallthrough));
        case KZSI_TEXT:
            if (field->kind == KZSI_TEXT && !field->main)
                add_title(inv, field, value, length);
            position = add_words(inv, field, analyzer, value, length, position,
                                 schema->main != NULL ? field->main
                                                      : field->kind == KZSI_TEXT) +
                       FIELD_GAP;
            break;
        case KZSI_DATE:
            st = add_date(inv, field, value, length, &value_count, err);
            break;
        case KZSI_NUMBER:
            st = add_number(inv, field, value, length, &value_count, err);
            break;
        case KZSI_STORED:
            break;
        }
    }
    add_spellings(inv, schema, doc, &value_count);
    add_signature(inv, &value_count);
    if (st == KZS_OK)
        st = kzsi_record_encode(doc, id, id_length, inv->deflater, &inv->record, err);
    if (st != KZS_OK)
        return st;
    if (inv->failed || inv->values.failed || !lay_out(inv, entry))
        return kzsi_fail_nomem(err);
    for (size_t i = 0; i < value_count; i++)
        inv->value[i].data = inv->values.data + inv->value_start[i];
    entry->values = inv->value;
    entry->value_count = value_count;
    entry->record = inv->record.data;
    entry->record_length = inv->record.length;
    return KZS_OK;
}

kzs_status
kzsi_invert_check(const struct kzsi_schema *schema, const kzs_doc *doc, kzs_error *err)
{
    for (size_t i = 0; i < kzs_doc_count(doc); i++) {
        const char *name;
        size_t length;
        const char *value = kzs_doc_value(doc, i, &name, &length);
        const struct kzsi_field *field = kzsi_schema_find(schema, name, strlen(name));
        char digits[KZSI_DATE_MAX + 1];
        double number;
        if (field == NULL)
            continue;
        if (field->kind == KZSI_DATE && kzsi_date_parse(value, length, digits) == 0)
            return no_date(field, value, length, err);
        if (field->kind == KZSI_NUMBER && !kzsi_parse_double(value, length, &number))
            return no_number(field, value, length, err);
    }
    return KZS_OK;
}
