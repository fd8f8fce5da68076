/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A search from query to page: everything the caller may look at is copied out here. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "results/results.h"

static uint64_t
now_microseconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

/* The ids of the documents that a hit stands for. */
static kzs_status
decode_collapsed(kzs_results *results, const struct kzsi_collapsed *collapsed,
                 struct kzsi_hit *hit, kzs_error *err)
{
    struct kzsi_arena *arena = &results->found.plan.arena;

    hit->collapsed_count = collapsed->count;
    hit->collapsed = kzsi_arena_alloc(arena, collapsed->listed * sizeof *hit->collapsed + 1);
    if (hit->collapsed == NULL)
        return kzsi_fail_nomem(err);
    for (size_t i = 0; i < collapsed->listed; i++) {
        struct kzsi_string *id = &hit->collapsed[i];
        const char *text;
        kzs_doc *doc;
        kzs_status st = kzsi_record_decode(collapsed->items[i].record,
                                           collapsed->items[i].record_length, &doc, &text,
                                           &id->length, err);
        if (st != KZS_OK)
            return st;
        id->text = kzsi_arena_copy(arena, text, id->length);
        kzs_doc_free(doc);
        if (id->text == NULL)
            return kzsi_fail_nomem(err);
        hit->collapsed_listed++;
    }
    return KZS_OK;
}

static kzs_status
decode_hits(kzs_results *results, kzs_error *err)
{
    const struct kzsi_matches *matches = &results->found.matches;

    results->hits = kzsi_alloc(matches->count * sizeof *results->hits);
    if (results->hits == NULL)
        return kzsi_fail_nomem(err);
    for (size_t i = 0; i < matches->count; i++) {
        struct kzsi_match *match = &matches->items[i];
        struct kzsi_hit *hit = &results->hits[i];
        kzs_status st = kzsi_record_decode(match->record, match->record_length, &hit->doc,
                                           &hit->id, &hit->id_length, err);
        if (st != KZS_OK)
            return st;
        results->count++;
        free(match->record);
        match->record = NULL;
        if (results->found.collapsed != NULL)
            st = decode_collapsed(results, &results->found.collapsed[i], hit, err);
        if (st != KZS_OK)
            return st;
    }
    return KZS_OK;
}

kzs_status
kzs_search(kzs_index *index, const kzs_query *query, kzs_results **out, kzs_error *err)
{
    uint64_t begin = now_microseconds();
    kzs_results *results;
    kzs_status st;

    if (out == NULL)
        return kzsi_fail_null(err, "out");
    *out = NULL;
    st = kzsi_index_check(index, err);
    if (st == KZS_OK && query == NULL)
        st = kzsi_fail(err, KZS_ERR_INVALID, "no query was given (NULL)");
    if (st != KZS_OK)
        return st;
    results = kzsi_alloc(sizeof *results);
    if (results == NULL)
        return kzsi_fail_nomem(err);

    st = kzsi_find(index, query, &results->found, err);
    if (st == KZS_OK)
        st = decode_hits(results, err);
    if (st == KZS_OK) {
        results->marker =
            (struct kzsi_marker){.plan = &results->found.plan,
                                 .weights = results->found.mark_weights,
                                 .highlighter = kzsi_highlighter_new(
                                     &results->found.plan, index->schema.names, NULL),
                                 .passages = query->fragments};
        if (results->marker.highlighter == NULL)
            st = kzsi_fail_nomem(err);
    }
    if (st != KZS_OK) {
        kzs_results_free(results);
        return st;
    }
    if (index->schema.main != NULL)
        memcpy(results->main_field, index->schema.main->name, sizeof results->main_field);
    results->microseconds = now_microseconds() - begin;
    *out = results;
    return KZS_OK;
}

void
kzs_results_free(kzs_results *results)
{
    if (results == NULL)
        return;
    for (size_t i = 0; i < results->count; i++)
        kzs_doc_free(results->hits[i].doc);
    free(results->hits);
    kzsi_highlighter_free(results->marker.highlighter);
    kzsi_found_free(&results->found);
    free(results);
}

kzs_status
kzs_results_summary(const kzs_results *results, kzs_summary *summary)
{
    const struct kzsi_matches *matches;
    kzs_summary full = {0};

    if (results == NULL || summary == NULL || summary->size < sizeof summary->size)
        return KZS_ERR_INVALID;
    matches = &results->found.matches;
    full.size = summary->size < sizeof full ? summary->size : sizeof full;
    full.total = matches->total;
    full.total_lower = matches->total_lower;
    full.total_upper = matches->total_upper;
    full.documents = matches->documents;
    full.commit_number = matches->revision;
    full.microseconds = results->microseconds;
    memcpy(summary, &full, full.size);
    return KZS_OK;
}

/* What a score is of the best that could be: Xapian tells it for the best match. */
static int
percent(const struct kzsi_matches *matches, double score)
{
    if (!(matches->best > 0))
        return 100;
    return (int)(matches->best_percent * (score / matches->best) + 1e-9);
}

size_t
kzs_results_count(const kzs_results *results)
{
    return results != NULL ? results->count : 0;
}

kzs_status
kzs_results_hit(const kzs_results *results, size_t i, kzs_hit *hit)
{
    kzs_hit full = {0};

    if (results == NULL || i >= results->count || hit == NULL || hit->size < sizeof hit->size)
        return KZS_ERR_INVALID;
    full.size = hit->size < sizeof full ? hit->size : sizeof full;
    full.id = results->hits[i].id;
    full.id_length = results->hits[i].id_length;
    full.rank = results->found.skipped + i + 1;
    full.score = results->found.matches.items[i].score;
    full.percent = percent(&results->found.matches, full.score);
    full.collapsed = results->hits[i].collapsed_count;
    memcpy(hit, &full, full.size);
    return KZS_OK;
}

const char *
kzs_results_collapsed(const kzs_results *results, size_t i, size_t n, size_t *length)
{
    if (results == NULL || i >= results->count || n >= results->hits[i].collapsed_listed)
        return NULL;
    if (length != NULL)
        *length = results->hits[i].collapsed[n].length;
    return results->hits[i].collapsed[n].text;
}

const char *
kzs_results_cursor(const kzs_results *results)
{
    return results != NULL ? results->found.cursor : NULL;
}

const kzs_doc *
kzs_results_doc(const kzs_results *results, size_t i)
{
    return results != NULL && i < results->count ? results->hits[i].doc : NULL;
}

const char *
kzs_results_warning(const kzs_results *results, size_t n, size_t *offset)
{
    const struct kzsi_warnings *warnings;

    if (results == NULL || n >= results->found.plan.warnings.count)
        return NULL;
    warnings = &results->found.plan.warnings;
    if (offset != NULL)
        *offset = warnings->items[n].offset;
    return warnings->items[n].message;
}
