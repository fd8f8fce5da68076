/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Running a plan on a snapshot of the index. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "match/match.h"

/* A search under way. */
struct run {
    const struct kzs_query *query;
    struct kzsi_found *found;
    struct kzsi_analyzer *analyzer;
    struct kzsi_verifier verifier;
    bool ranked; /* by relevance alone: Xapian finds the page */
    struct kzsi_order order;
    struct kzsi_columns columns;
    struct kzsi_counting countings[KZSI_FACETS_MAX];
    struct kzsi_dating dating;
    struct kzsi_top top;
    struct kzsi_buf key;
    struct kzsi_cursor after; /* where to begin; meant if the query has a cursor */
    struct kzsi_buf after_memory;
    struct kzsi_collapse collapse;
    uint64_t behind; /* matches that sort behind it */
};

/* Inverse document frequency of a mark: of its rarest word. Decides which passage is shown. */
static kzs_status
weigh_mark(kzsi_db *db, const struct kzsi_mark *mark, double documents, double *weight,
           kzs_error *err)
{
    uint64_t rarest = mark->pattern != NULL ? mark->documents : UINT64_MAX;

    for (size_t i = 0; i < mark->count; i++) {
        uint64_t sum = 0;
        for (size_t t = 0; t < mark->slots[i].count; t++) {
            const struct kzsi_string *term = &mark->slots[i].terms[t];
            uint64_t frequency;
            kzs_status st = kzsi_db_frequency(db, term->text, term->length, &frequency, err);
            if (st != KZS_OK)
                return st;
            sum += frequency;
        }
        if (sum < rarest)
            rarest = sum;
    }
    *weight = log(1 + documents / (1 + (double)rarest));
    if (mark->count > 1)
        *weight *= (double)mark->count;
    if (mark->weak)
        *weight *= 0.05;
    return KZS_OK;
}

kzs_status
kzsi_weigh_marks(kzsi_db *db, const struct kzsi_plan *plan, double *weights, kzs_error *err)
{
    struct kzsi_db_info info;
    kzs_status st = kzsi_db_describe(db, &info, err);

    for (size_t i = 0; i < plan->mark_count && st == KZS_OK; i++)
        st = weigh_mark(db, &plan->marks[i], (double)info.documents, &weights[i], err);
    return st;
}

/* ---- cursors ---- */

/* Is the cursor of the query one of this query and this state of this index? */
static kzs_status
check_cursor(const struct run *run, kzs_error *err)
{
    const struct kzsi_matches *matches = &run->found->matches;

    if (run->query->cursor == NULL)
        return KZS_OK;
    if (run->after.index != matches->index)
        return kzsi_fail(err, KZS_ERR_STALE,
                         "the cursor is of another index, or of this one before it was made "
                         "anew: begin again without it");
    if (run->order.by_score && run->after.revision != matches->revision)
        return kzsi_fail(err, KZS_ERR_STALE,
                         "the index moved on from commit %llu to %llu since the cursor was "
                         "made, and with it the scores: begin again without it, or sort by "
                         "fields alone",
                         (unsigned long long)run->after.revision,
                         (unsigned long long)matches->revision);
    return KZS_OK;
}

static kzs_status
read_cursor(struct run *run, kzs_error *err)
{
    const struct kzs_query *query = run->query;

    if (query->cursor == NULL)
        return KZS_OK;
    if (query->collapse)
        return kzsi_fail(err, KZS_ERR_INVALID,
                         "near-duplicates collapse in pages by offset, not by cursor: what "
                         "stands on the pages before decides what does on this one");
    if (query->offset > 0)
        return kzsi_fail(err, KZS_ERR_INVALID,
                         "a query takes an offset or a cursor, not both");
    if (!kzsi_cursor_read(query->cursor, strlen(query->cursor), &run->after_memory,
                          &run->after))
        return run->after_memory.failed
                   ? kzsi_fail_nomem(err)
                   : kzsi_fail(err, KZS_ERR_INVALID,
                               "'%.64s' is no cursor: pass on unchanged what "
                               "kzs_results_cursor() gave",
                               query->cursor);
    if (run->after.query != kzsi_cursor_query(query, &run->found->plan))
        return kzsi_fail(err, KZS_ERR_INVALID,
                         "the cursor is of another query: text, filters, sort, k1 and b must "
                         "be the same");
    return KZS_OK;
}

/* The place behind the last hit, if there may be more. */
static kzs_status
write_cursor(struct run *run, kzs_error *err)
{
    struct kzsi_found *found = run->found;
    const struct kzsi_matches *matches = &found->matches;
    size_t count = matches->count;
    struct kzsi_buf text = {0};
    struct kzsi_cursor cursor;

    found->skipped = run->query->cursor != NULL ? run->after.rank : run->query->offset;
    if (count == 0 || count < run->query->limit || run->query->collapse ||
        (run->ranked ? matches->total_upper : run->behind) <= run->query->offset + count)
        return KZS_OK;
    run->key.length = 0;
    if (run->ranked)
        kzsi_order_key(&run->order, NULL, matches->items[count - 1].score, &run->key);
    else
        kzsi_buf_add(&run->key, run->top.items[run->query->offset + count - 1].key.data,
                     run->top.items[run->query->offset + count - 1].key.length);
    cursor = (struct kzsi_cursor){.index = matches->index,
                                  .query = kzsi_cursor_query(run->query, &found->plan),
                                  .revision = matches->revision,
                                  .rank = found->skipped + count,
                                  .document = matches->items[count - 1].document,
                                  .key = run->key.data,
                                  .key_length = run->key.length};
    kzsi_cursor_write(&cursor, &text);
    if (!text.failed && !run->key.failed)
        found->cursor = kzsi_arena_copy(&found->plan.arena, text.data, text.length);
    kzsi_buf_free(&text);
    return found->cursor == NULL ? kzsi_fail_nomem(err) : KZS_OK;
}

/* ---- visiting all matches ---- */

static void
forget_counts(struct run *run)
{
    kzsi_dating_reset(&run->dating);
    for (size_t i = 0; i < run->query->facet_count; i++) {
        kzsi_tally_free(&run->countings[i].spellings);
        run->countings[i].missing = 0;
    }
}

static kzs_status
visit_match(void *user, uint32_t document, double score, const struct kzsi_value *values)
{
    struct run *run = user;
    bool good = true;

    for (size_t i = 0; i < run->query->facet_count && good; i++)
        good = kzsi_counting_add(&run->countings[i], values);
    if (good && run->query->timeline.wanted)
        good = kzsi_dating_add(&run->dating, values);
    if (good && !run->ranked) {
        run->key.length = 0;
        kzsi_order_key(&run->order, values, score, &run->key);
        if (run->query->cursor != NULL &&
            kzsi_key_compare(run->key.data, run->key.length, document, run->after.key,
                             run->after.key_length, run->after.document) <= 0)
            return KZS_OK;
        run->behind++;
        good = !run->key.failed && kzsi_top_offer(&run->top, run->key.data, run->key.length,
                                                  document, score);
    }
    return good ? KZS_OK : KZS_ERR_NOMEM;
}

/* The page of what was kept. */
static kzs_status
read_page(struct run *run, kzsi_db *db, kzs_error *err)
{
    struct kzsi_matches *matches = &run->found->matches;
    size_t offset = run->query->offset;
    size_t count = run->top.count > offset ? run->top.count - offset : 0;
    kzs_status st = KZS_OK;

    kzsi_top_sort(&run->top);
    matches->items = kzsi_alloc(count * sizeof *matches->items);
    if (matches->items == NULL)
        return kzsi_fail_nomem(err);
    for (size_t i = 0; i < count && st == KZS_OK; i++) {
        struct kzsi_match *match = &matches->items[matches->count++];
        match->document = run->top.items[offset + i].number;
        match->score = run->top.items[offset + i].score;
        st = kzsi_db_record(db, match, err);
    }
    return st;
}

/* Forget the page, its records too. */
static void
forget_page(struct kzsi_found *found)
{
    for (size_t i = 0; found->collapsed != NULL && i < found->matches.count; i++) {
        for (size_t n = 0; n < found->collapsed[i].listed; n++)
            free(found->collapsed[i].items[n].record);
        free(found->collapsed[i].items);
    }
    free(found->collapsed);
    found->collapsed = NULL;
    kzsi_matches_free(&found->matches);
}

/* A hit, and the records of what it stands for. */
static kzs_status
add_leader(struct run *run, kzsi_db *db, const struct kzsi_ranked *ranked,
           const struct kzsi_alike *alike, kzs_error *err)
{
    struct kzsi_matches *matches = &run->found->matches;
    struct kzsi_collapsed *collapsed = &run->found->collapsed[matches->count];
    struct kzsi_match *match = &matches->items[matches->count++];
    kzs_status st;

    match->document = ranked->number;
    match->score = ranked->score;
    st = kzsi_db_record(db, match, err);
    if (st != KZS_OK)
        return st;
    collapsed->count = alike->count;
    collapsed->items = kzsi_alloc(alike->listed * sizeof *collapsed->items);
    if (collapsed->items == NULL)
        return kzsi_fail_nomem(err);
    for (size_t i = 0; i < alike->listed && st == KZS_OK; i++) {
        collapsed->items[i].document = alike->documents[i];
        st = kzsi_db_record(db, &collapsed->items[collapsed->listed++], err);
    }
    return st;
}

/* The page of what was kept without near-duplicates; *full if it has as many as are wanted. */
static kzs_status
read_leaders(struct run *run, kzsi_db *db, bool *full, kzs_error *err)
{
    struct kzsi_found *found = run->found;
    size_t wanted = run->query->limit, skip = run->query->offset;
    struct kzsi_alike alike;
    kzs_status st = KZS_OK;

    kzsi_top_sort(&run->top);
    kzsi_collapse_restart(&run->collapse);
    found->matches.items = kzsi_alloc(wanted * sizeof *found->matches.items);
    found->collapsed = kzsi_alloc(wanted * sizeof *found->collapsed);
    if (found->matches.items == NULL || found->collapsed == NULL)
        return kzsi_fail_nomem(err);
    for (size_t i = 0; i < run->top.count && found->matches.count < wanted && st == KZS_OK; i++) {
        bool leads;
        st = kzsi_collapse_next(&run->collapse, db, run->top.items[i].number, &alike, &leads,
                                err);
        if (st != KZS_OK || !leads)
            continue;
        if (skip > 0)
            skip--;
        else
            st = add_leader(run, db, &run->top.items[i], &alike, err);
    }
    *full = found->matches.count == wanted;
    return st;
}

static kzs_status
visit_all(struct run *run, kzsi_db *db, const struct kzsi_search *search, size_t keep,
          bool *full, kzs_error *err)
{
    struct kzsi_visitor visitor = {.values = run->columns.values,
                                   .value_count = run->columns.count,
                                   .visit = visit_match,
                                   .user = run,
                                   .scored = !run->ranked};
    struct kzsi_matches *matches = &run->found->matches, counted;
    kzs_status st;

    forget_counts(run);
    kzsi_top_free(&run->top);
    run->top.limit = keep;
    run->behind = 0;
    st = kzsi_db_visit(db, search, &visitor, &counted, err);
    if (st == KZS_ERR_NOMEM)
        return kzsi_fail_nomem(err);
    if (st != KZS_OK)
        return st;
    if (run->ranked) {
        matches->total_lower = matches->total = matches->total_upper = counted.total;
        return KZS_OK;
    }
    *matches = counted;
    st = check_cursor(run, err);
    if (st != KZS_OK)
        return st;
    return run->query->collapse ? read_leaders(run, db, full, err) : read_page(run, db, err);
}

/* Matches in their order, more and more of them until there are enough without duplicates. */
static kzs_status
visit(struct run *run, kzsi_db *db, const struct kzsi_search *search, kzs_error *err)
{
    size_t keep = run->query->offset + run->query->limit;
    bool full = true;
    kzs_status st;

    if (run->query->collapse && keep > 0)
        keep = 2 * keep + 20;
    do {
        if (!run->ranked)
            forget_page(run->found);
        st = visit_all(run, db, search, keep, &full, err);
        keep *= 4;
    } while (st == KZS_OK && !full && run->behind > run->top.count);
    return st;
}

/* Not every text could be read that may have an exact phrase. */
static kzs_status
complain(struct run *run)
{
    struct kzsi_warnings *warnings = &run->found->plan.warnings;

    kzsi_warn(warnings, run->verifier.offset,
              "only %d MB of texts were read for these forms side by side: the other documents "
              "have the words, perhaps in other forms where they stand together",
              (int)(KZSI_VERIFIED_MAX >> 20));
    return warnings->stopped ? KZS_ERR_SYNTAX : KZS_OK;
}

/* ---- the whole ---- */

static kzs_status
search(kzsi_db *db, void *user, kzs_error *err)
{
    struct run *run = user;
    const struct kzs_query *query = run->query;
    struct kzsi_found *found = run->found;
    struct kzsi_search search = {
        .offset = (uint32_t)query->offset,
        .limit = (uint32_t)query->limit,
        .exact_total = query->exact_total,
        .k1 = query->k1,
        .b = query->b,
        .check = kzsi_verify,
        .check_user = &run->verifier,
    };
    kzs_status st = kzsi_expand(db, run->analyzer, &found->plan, &found->expansion, err);
    struct kzsi_plan whole; /* as it is run */

    if (st == KZS_OK)
        st = kzsi_budget(db, &found->plan, &found->expansion, err);
    if (st == KZS_OK)
        st = kzsi_literal(db, &run->verifier, &found->plan, &search, &found->expansion, err);
    whole = found->plan;
    if (found->expansion.steps != NULL) {
        whole.steps = found->expansion.steps;
        whole.step_count = found->expansion.count;
    }
    search.steps = whole.steps;
    search.step_count = whole.step_count;
    forget_page(found);
    run->verifier.bytes = 0;
    if (st == KZS_OK && run->ranked)
        st = kzsi_db_search(db, &search, &found->matches, err);
    if (st == KZS_OK && (!run->ranked || query->facet_count > 0 || query->timeline.wanted))
        st = visit(run, db, &search, err);
    if (st == KZS_OK && run->verifier.unfinished)
        st = complain(run);
    if (st == KZS_OK && query->timeline.wanted)
        st = kzsi_dating_end(&run->dating, &query->timeline, db, &found->timeline, err);
    if (st == KZS_OK && query->explain)
        st = kzsi_explain(db, &whole, &search, &found->matches, &found->explanation, err);
    return st == KZS_OK ? kzsi_weigh_marks(db, &found->plan, found->mark_weights, err) : st;
}

/* What the index must have for this query's wishes. */
static kzs_status
prepare(struct run *run, kzs_index *index, kzs_error *err)
{
    const struct kzs_query *query = run->query;
    kzs_status st = kzsi_order_init(&run->order, query, index, &run->columns, err);

    run->ranked = query->sort_count == 0 && query->cursor == NULL && !query->collapse;
    for (size_t i = 0; i < query->facet_count && st == KZS_OK; i++)
        st = kzsi_counting_init(&run->countings[i], &query->facets[i], index, &run->columns,
                                err);
    if (st == KZS_OK && query->timeline.wanted)
        st = kzsi_dating_init(&run->dating, &query->timeline, index, &run->columns, err);
    return st;
}

static kzs_status
plan(struct run *run, kzs_index *index, kzs_error *err)
{
    run->analyzer = kzsi_index_analyzer(index);
    if (run->analyzer == NULL)
        return kzsi_fail_nomem(err);
    run->verifier.analyzer = run->analyzer;
    run->verifier.schema = &index->schema;
    return kzsi_plan_make(run->query, &index->schema, run->analyzer, &run->found->plan, err);
}

/* Counts as they are shown. */
static kzs_status
sum_up(struct run *run, kzs_error *err)
{
    struct kzsi_found *found = run->found;
    struct kzsi_arena *arena = &found->plan.arena;

    found->has_timeline = run->query->timeline.wanted;
    found->facet_count = run->query->facet_count;
    found->facets = kzsi_arena_alloc(arena, found->facet_count * sizeof *found->facets + 1);
    for (size_t i = 0; i < found->facet_count; i++)
        if (found->facets == NULL || !kzsi_counting_end(&run->countings[i], &run->query->facets[i],
                                                        arena, &found->facets[i]))
            return kzsi_fail_nomem(err);
    return KZS_OK;
}

kzs_status
kzsi_find(kzs_index *index, const struct kzs_query *query, struct kzsi_found *out,
          kzs_error *err)
{
    struct run *run;
    kzs_status st;

    memset(out, 0, sizeof *out);
    run = kzsi_alloc(sizeof *run);
    if (run == NULL)
        return kzsi_fail_nomem(err);
    run->query = query;
    run->found = out;
    st = prepare(run, index, err);
    if (st == KZS_OK)
        st = plan(run, index, err);
    if (st == KZS_OK && query->like_count > 0)
        st = kzsi_similar(index, query, &out->plan, err);
    if (st == KZS_OK && query->collapse)
        st = kzsi_collapse_init(&run->collapse, index, &out->plan, err);
    if (st == KZS_OK)
        st = read_cursor(run, err);
    if (st == KZS_OK) {
        out->mark_weights = kzsi_alloc(out->plan.mark_count * sizeof *out->mark_weights);
        st = out->mark_weights == NULL ? kzsi_fail_nomem(err)
                                       : kzsi_read(index, search, run, err);
    }
    if (st == KZS_OK)
        st = sum_up(run, err);
    if (st == KZS_OK)
        st = write_cursor(run, err);
    for (size_t i = 0; i < query->facet_count; i++)
        kzsi_counting_free(&run->countings[i]);
    if (run->analyzer != NULL)
        kzsi_index_analyzer_done(index, run->analyzer);
    kzsi_dating_reset(&run->dating);
    kzsi_top_free(&run->top);
    kzsi_collapse_free(&run->collapse);
    kzsi_buf_free(&run->key);
    kzsi_buf_free(&run->after_memory);
    free(run);
    return st;
}

void
kzsi_found_free(struct kzsi_found *found)
{
    forget_page(found);
    kzsi_plan_free(&found->plan);
    kzsi_expansion_free(&found->expansion);
    kzsi_explanation_free(&found->explanation);
    free(found->mark_weights);
    free(found->timeline.buckets);
    memset(found, 0, sizeof *found);
}
