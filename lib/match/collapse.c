/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Near-duplicates as one hit. Matches are taken in their order; each that no better one stands
 * for stands for all matches that are like it and not taken yet. Those are found by the bands of
 * its signature, within the query, so what is kept in memory follows the page, not the matches.
 */
#include <stdlib.h>
#include <string.h>

#include "match/match.h"

kzs_status
kzsi_collapse_init(struct kzsi_collapse *collapse, const kzs_index *index,
                   const struct kzsi_plan *plan, kzs_error *err)
{
    size_t count = plan->step_count + KZSI_SIGNATURE_BANDS + 2;

    if (index->format_version < KZSI_FORMAT_SIGNATURES)
        return kzsi_fail(err, KZS_ERR_INVALID,
                         "the index '%s' has format %u, which keeps nothing to know "
                         "near-duplicates by: index its documents again",
                         index->path, index->format_version);
    collapse->steps = kzsi_alloc(count * sizeof *collapse->steps);
    if (collapse->steps == NULL)
        return kzsi_fail_nomem(err);
    memcpy(collapse->steps, plan->steps, plan->step_count * sizeof *plan->steps);
    collapse->plan_steps = plan->step_count;
    return KZS_OK;
}

void
kzsi_collapse_restart(struct kzsi_collapse *collapse)
{
    free(collapse->taken);
    collapse->taken = NULL;
    collapse->taken_count = collapse->taken_size = 0;
}

void
kzsi_collapse_free(struct kzsi_collapse *collapse)
{
    kzsi_collapse_restart(collapse);
    free(collapse->steps);
    kzsi_buf_free(&collapse->terms);
    kzsi_buf_free(&collapse->signature);
    memset(collapse, 0, sizeof *collapse);
}

/* ---- who is taken: a table of documents ---- */

static uint32_t *
place_of(const struct kzsi_collapse *collapse, uint32_t document)
{
    size_t at = (document * 2654435761u) & (collapse->taken_size - 1);

    while (collapse->taken[at] != 0 && collapse->taken[at] != document)
        at = (at + 1) & (collapse->taken_size - 1);
    return &collapse->taken[at];
}

static bool
is_taken(const struct kzsi_collapse *collapse, uint32_t document)
{
    return collapse->taken_size > 0 && *place_of(collapse, document) == document;
}

static bool
take(struct kzsi_collapse *collapse, uint32_t document)
{
    if (collapse->taken_count * 2 >= collapse->taken_size) {
        struct kzsi_collapse bigger = *collapse;
        bigger.taken_size = collapse->taken_size > 0 ? collapse->taken_size * 2 : 64;
        bigger.taken = kzsi_alloc(bigger.taken_size * sizeof *bigger.taken);
        if (bigger.taken == NULL)
            return false;
        for (size_t i = 0; i < collapse->taken_size; i++)
            if (collapse->taken[i] != 0)
                *place_of(&bigger, collapse->taken[i]) = collapse->taken[i];
        free(collapse->taken);
        *collapse = bigger;
    }
    *place_of(collapse, document) = document;
    collapse->taken_count++;
    return true;
}

/* ---- who is like whom ---- */

struct gathering {
    struct kzsi_collapse *collapse;
    struct kzsi_alike *alike;
    uint32_t leader;
};

static kzs_status
gather(void *user, uint32_t document, double score, const struct kzsi_value *values)
{
    struct gathering *gathering = user;
    struct kzsi_alike *alike = gathering->alike;

    (void)score;
    if (document == gathering->leader || values[0].length != KZSI_SIGNATURE ||
        is_taken(gathering->collapse, document) ||
        !kzsi_signature_alike(values[0].data, gathering->collapse->signature.data))
        return KZS_OK;
    if (alike->count++ < KZS_COLLAPSED_MAX)
        alike->documents[alike->listed++] = document;
    return take(gathering->collapse, document) ? KZS_OK : KZS_ERR_NOMEM;
}

/* The query, but only where a band of the signature is. False when no other document has any. */
static kzs_status
narrow(struct kzsi_collapse *collapse, kzsi_db *db, size_t *count, bool *alone, kzs_error *err)
{
    struct kzsi_step *step = collapse->steps + collapse->plan_steps;
    size_t start[KZSI_SIGNATURE_BANDS + 1];

    *alone = true;
    collapse->terms.length = 0;
    for (size_t band = 0; band < KZSI_SIGNATURE_BANDS; band++) {
        start[band] = collapse->terms.length;
        kzsi_signature_band(collapse->signature.data, band, &collapse->terms);
    }
    start[KZSI_SIGNATURE_BANDS] = collapse->terms.length;
    if (collapse->terms.failed)
        return kzsi_fail_nomem(err);
    for (size_t band = 0; band < KZSI_SIGNATURE_BANDS; band++) {
        const char *term = collapse->terms.data + start[band];
        size_t length = start[band + 1] - start[band];
        uint64_t documents;
        kzs_status st = kzsi_db_frequency(db, term, length, &documents, err);
        if (st != KZS_OK)
            return st;
        *alone = *alone && documents <= 1;
        *step++ = (struct kzsi_step){.op = KZSI_OP_TERM, .low = term, .low_length = length};
    }
    *step++ = (struct kzsi_step){.op = KZSI_OP_OR, .count = KZSI_SIGNATURE_BANDS};
    *step++ = (struct kzsi_step){.op = KZSI_OP_FILTER};
    *count = (size_t)(step - collapse->steps);
    return KZS_OK;
}

kzs_status
kzsi_collapse_next(struct kzsi_collapse *collapse, kzsi_db *db, uint32_t document,
                   struct kzsi_alike *alike, bool *leads, kzs_error *err)
{
    struct gathering gathering = {collapse, alike, document};
    struct kzsi_value value = {.slot = KZSI_SIGNATURE_SLOT};
    struct kzsi_visitor visitor = {
        .values = &value, .value_count = 1, .visit = gather, .user = &gathering};
    struct kzsi_search search = {.steps = collapse->steps, .k1 = 1, .b = 0.5};
    struct kzsi_matches counted;
    kzs_status st;
    bool alone;

    memset(alike, 0, sizeof *alike);
    *leads = !is_taken(collapse, document);
    if (!*leads)
        return KZS_OK;
    collapse->signature.length = 0;
    st = kzsi_db_value(db, document, KZSI_SIGNATURE_SLOT, &collapse->signature, err);
    if (st != KZS_OK || collapse->signature.length != KZSI_SIGNATURE)
        return st;
    st = narrow(collapse, db, &search.step_count, &alone, err);
    if (st != KZS_OK || alone)
        return st;
    st = kzsi_db_visit(db, &search, &visitor, &counted, err);
    return st == KZS_ERR_NOMEM ? kzsi_fail_nomem(err) : st;
}
