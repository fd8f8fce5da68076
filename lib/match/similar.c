/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * More like this: documents and texts as a query. What tells them from the rest of the index are
 * the terms that they have often and it has seldom; each counts by tf-idf (the wdf dampened by
 * its logarithm, as Salton and Buckley 1988 do), a term of several sources more. The best become
 * a weighted OR, of which BM25 makes scores; the sources themselves are left out.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "match/match.h"

/* More terms cost more and no longer change what comes first. */
#define TERMS_MAX 40

/* Bytes of a text that are looked at: the rest of a book says nothing new. */
#define TEXT_MAX ((size_t)1 << 20)

struct candidate {
    const char *text;
    size_t length;
    double frequency; /* of the term in the sources */
    double weight;
};

struct likeness {
    kzs_index *index;
    const struct kzs_query *query;
    struct kzsi_plan *plan;
    struct kzsi_intern names; /* of terms */
    struct candidate *terms;
    size_t capacity;
    struct kzsi_inversion *inversion;
    struct kzsi_analyzer *analyzer;
};

/* Words and names of any text: their terms have no prefix but N. */
static bool
is_content(const struct kzsi_term *term)
{
    char first = term->length > 0 ? term->text[0] : 'A';

    return term->wdf > 0 && (first < 'A' || first > 'Z' || (first == 'N' && term->length > 3)) &&
           !(first >= '0' && first <= '9') && !kzsi_is_stop_word(term->text, term->length);
}

static kzs_status
add_document(struct likeness *like, const kzs_doc *doc, kzs_error *err)
{
    struct kzsi_entry entry;
    kzs_status st = kzsi_invert(like->inversion, &like->index->schema, like->analyzer, doc, "x",
                                1, &entry, err);

    for (size_t i = 0; i < entry.term_count && st == KZS_OK; i++) {
        const struct kzsi_term *term = &entry.terms[i];
        size_t known = like->names.count;
        uint32_t number;
        if (!is_content(term))
            continue;
        number = kzsi_intern_add(&like->names, term->text, term->length);
        if (number == KZSI_INTERN_NONE ||
            (number == known &&
             !kzsi_grow(&like->terms, &like->capacity, known, sizeof *like->terms)))
            return kzsi_fail_nomem(err);
        if (number == known)
            like->terms[number] = (struct candidate){0};
        like->terms[number].frequency += 1 + log(term->wdf);
    }
    return st;
}

static kzs_status
add_id(struct likeness *like, kzsi_db *db, const struct kzsi_like *source, kzs_error *err)
{
    struct kzsi_buf term = {0}, record = {0};
    kzs_doc *doc = NULL;
    const char *id;
    size_t length;
    kzs_status st;

    kzsi_term_id(&term, source->text, source->length);
    st = term.failed ? kzsi_fail_nomem(err)
                     : kzsi_db_fetch(db, term.data, term.length, &record, err);
    if (st == KZS_OK)
        st = kzsi_record_decode(record.data, record.length, &doc, &id, &length, err);
    if (st == KZS_ERR_NOT_FOUND)
        st = kzsi_fail(err, st, "there is no document '%.*s' to find the like of",
                       (int)kzsi_utf8_floor(source->text, source->length, 200), source->text);
    if (st == KZS_OK)
        st = add_document(like, doc, err);
    kzs_doc_free(doc);
    kzsi_buf_free(&term);
    kzsi_buf_free(&record);
    return st;
}

/* A text is a document that has nothing else. */
static kzs_status
add_text(struct likeness *like, const struct kzsi_like *source, kzs_error *err)
{
    const struct kzsi_schema *schema = &like->index->schema;
    const struct kzsi_field *field = schema->main;
    kzs_doc *doc = kzs_doc_new();
    kzs_status st;

    for (size_t i = 0; i < schema->count && field == NULL; i++)
        if (schema->fields[i].kind == KZSI_TEXT)
            field = &schema->fields[i];
    st = kzs_doc_set(doc, field != NULL ? field->name : "text", source->text,
                     kzsi_utf8_floor(source->text, source->length, TEXT_MAX), err);
    if (st == KZS_OK)
        st = add_document(like, doc, err);
    kzs_doc_free(doc);
    return st;
}

static int
by_weight(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;

    return (x->weight < y->weight) - (x->weight > y->weight);
}

/* What each term says. One that only the sources have finds nothing. */
static kzs_status
weigh(struct likeness *like, kzsi_db *db, kzs_error *err)
{
    struct kzsi_db_info info;
    kzs_status st = kzsi_db_describe(db, &info, err);

    for (size_t i = 0; i < like->names.count && st == KZS_OK; i++) {
        struct candidate *term = &like->terms[i];
        uint64_t documents = 0;
        term->text = like->names.text.data + like->names.strings[i].start;
        term->length = like->names.strings[i].length;
        st = kzsi_db_frequency(db, term->text, term->length, &documents, err);
        if (documents > 0)
            term->weight =
                term->frequency * log(1 + (double)info.documents / (double)documents);
    }
    if (st == KZS_OK && like->names.count > 0)
        qsort(like->terms, like->names.count, sizeof *like->terms, by_weight);
    return st;
}

static bool
emit(struct kzsi_plan *plan, struct kzsi_step step)
{
    if (!kzsi_grow(&plan->steps, &plan->step_capacity, plan->step_count, sizeof *plan->steps))
        return false;
    plan->steps[plan->step_count++] = step;
    return true;
}

/* What a snippet shows of a hit: the terms that it was found by. */
static bool
mark(struct kzsi_plan *plan, struct kzsi_string *term)
{
    struct kzsi_slot *slot = kzsi_arena_alloc(&plan->arena, sizeof *slot);

    if (slot == NULL ||
        !kzsi_grow(&plan->marks, &plan->mark_capacity, plan->mark_count, sizeof *plan->marks))
        return false;
    *slot = (struct kzsi_slot){term, 1};
    plan->marks[plan->mark_count++] = (struct kzsi_mark){.slots = slot, .count = 1};
    return true;
}

/* The OR of the best terms as one operand behind what the plan has. */
static bool
emit_terms(struct likeness *like, bool marked)
{
    struct kzsi_plan *plan = like->plan;
    size_t count = 0;

    while (count < TERMS_MAX && count < like->names.count && like->terms[count].weight > 0) {
        const struct candidate *best = &like->terms[count++];
        struct kzsi_string *term = kzsi_arena_alloc(&plan->arena, sizeof *term);
        if (term == NULL)
            return false;
        *term = (struct kzsi_string){kzsi_arena_copy(&plan->arena, best->text, best->length),
                                     best->length};
        if (term->text == NULL ||
            !emit(plan, (struct kzsi_step){.op = KZSI_OP_TERM,
                                           .low = term->text,
                                           .low_length = term->length}) ||
            !emit(plan, (struct kzsi_step){.op = KZSI_OP_SCALE, .factor = best->frequency}) ||
            (marked && !mark(plan, term)))
            return false;
    }
    return emit(plan, count > 0 ? (struct kzsi_step){.op = KZSI_OP_OR, .count = count}
                                : (struct kzsi_step){.op = KZSI_OP_NONE});
}

/* Leave the sources out. */
static bool
emit_sources(struct likeness *like)
{
    struct kzsi_plan *plan = like->plan;

    for (size_t i = 0; i < like->query->like_count; i++) {
        const struct kzsi_like *source = &like->query->likes[i];
        struct kzsi_buf term = {0};
        struct kzsi_step step = {.op = KZSI_OP_TERM};
        if (!source->is_id)
            continue;
        kzsi_term_id(&term, source->text, source->length);
        step.low_length = term.length;
        step.low = term.failed ? NULL : kzsi_arena_copy(&plan->arena, term.data, term.length);
        kzsi_buf_free(&term);
        if (step.low == NULL || !emit(plan, step) ||
            !emit(plan, (struct kzsi_step){.op = KZSI_OP_AND_NOT}))
            return false;
    }
    return true;
}

/*
 * With a query text, that decides what matches and likeness adds to the score. Without, likeness
 * decides, and what there is of a plan, filters, restricts it.
 */
static bool
combine(struct likeness *like)
{
    struct kzsi_plan *plan = like->plan;
    bool alone = like->query->length == 0, filtered = alone && like->query->filter_count > 0;

    if (alone && !filtered)
        plan->step_count = 0;
    if (!emit_terms(like, alone))
        return false;
    if (filtered) {
        /* Filters in front, and all they let through counts the same: AND is a filter here. */
        if (!emit(plan, (struct kzsi_step){.op = KZSI_OP_AND, .count = 2}))
            return false;
    } else if (!alone && !emit(plan, (struct kzsi_step){.op = KZSI_OP_MAYBE})) {
        return false;
    }
    return emit_sources(like);
}

static kzs_status
choose(kzsi_db *db, void *user, kzs_error *err)
{
    struct likeness *like = user;
    kzs_status st = KZS_OK;

    kzsi_intern_clear(&like->names);
    for (size_t i = 0; i < like->query->like_count && st == KZS_OK; i++)
        st = like->query->likes[i].is_id ? add_id(like, db, &like->query->likes[i], err)
                                         : add_text(like, &like->query->likes[i], err);
    return st == KZS_OK ? weigh(like, db, err) : st;
}

kzs_status
kzsi_similar(kzs_index *index, const struct kzs_query *query, struct kzsi_plan *plan,
             kzs_error *err)
{
    struct likeness like = {.index = index,
                            .query = query,
                            .plan = plan,
                            .inversion = kzsi_inversion_new(),
                            .analyzer = kzsi_index_analyzer(index)};
    kzs_status st = KZS_OK;

    if (like.inversion == NULL || like.analyzer == NULL)
        st = kzsi_fail_nomem(err);
    if (st == KZS_OK)
        st = kzsi_read(index, choose, &like, err);
    if (st == KZS_OK && !combine(&like))
        st = kzsi_fail_nomem(err);
    kzsi_inversion_free(like.inversion);
    kzsi_index_analyzer_done(index, like.analyzer);
    kzsi_intern_free(&like.names);
    free(like.terms);
    return st;
}
