/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Why a hit was found and what its score is made of, in a few words and as JSON. The numbers
 * are those of lib/match/explain.c.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "results/results.h"

/* What a part is called: its role, but for words by what matched. */
static const char *const role_names[] = {
    [KZSI_ROLE_WORD] = "word",       [KZSI_ROLE_PHRASE] = "phrase", [KZSI_ROLE_COMPOUND] = "compound",
    [KZSI_ROLE_NAME] = "name",       [KZSI_ROLE_FIELD] = "field",   [KZSI_ROLE_PAIR] = "adjacent",
    [KZSI_ROLE_NEAR] = "near",
    [KZSI_ROLE_ROW] = "together",    [KZSI_ROLE_FORM] = "form",     [KZSI_ROLE_EXTRA] = "extra",
};
static const char *const term_names[] = {
    [KZSI_TERM_STEM] = "stem",
    [KZSI_TERM_NAME] = "name",
    [KZSI_TERM_FORM] = "form",
    [KZSI_TERM_KEYWORD] = "keyword",
};

static double
score_of(const struct kzsi_explanation *e, size_t part, size_t hit)
{
    return e->scores[part * e->hits + hit];
}

static uint32_t
count_of(const struct kzsi_explanation *e, size_t term, size_t hit)
{
    return e->counts[term * e->hits + hit];
}

/* ---- in a few words ---- */

/* Does a hit have a term of the part that is a stem? */
static bool
has_stem(const struct kzsi_explanation *e, const struct kzsi_part *part, size_t hit)
{
    for (size_t t = part->term; t < part->term + part->term_count; t++)
        if (e->terms[t].kind == KZSI_TERM_STEM && count_of(e, t, hit) != KZSI_ABSENT)
            return true;
    return false;
}

/*
 * How a word was found: `word` if it stands there in some inflection, else by its name. Known
 * names have a part for their keys and one for their stems.
 */
static const char *
found_by(const struct kzsi_explanation *e, const struct kzsi_part *part, size_t hit)
{
    for (size_t p = 0; p < e->part_count; p++) {
        const struct kzsi_part *other = &e->parts[p];
        if (other->note.role == KZSI_ROLE_WORD && other->note.start == part->note.start &&
            other->field == NULL && score_of(e, p, hit) >= 0 && has_stem(e, other, hit))
            return "word";
    }
    return "name";
}

/* What a part says about a hit that has it; NULL: nothing that people would want to know. */
static const char *
reason(const struct kzsi_explanation *e, const struct kzsi_part *part, size_t hit)
{
    if (part->note.role == KZSI_ROLE_EXTRA || part->note.role == KZSI_ROLE_NEAR)
        return NULL;
    if (part->field != NULL && part->note.role != KZSI_ROLE_FORM)
        return part->field;
    if (part->note.role == KZSI_ROLE_WORD)
        return found_by(e, part, hit);
    return role_names[part->note.role];
}

/* Parts that say more come first. */
static unsigned
weight_of(const struct kzsi_part *part)
{
    switch (part->note.role) {
    case KZSI_ROLE_PHRASE:
        return 0;
    case KZSI_ROLE_ROW:
        return 1;
    case KZSI_ROLE_PAIR:
        return 2;
    case KZSI_ROLE_FIELD:
        return 3;
    default:
        return part->field != NULL ? 3 : 4;
    }
}

/* Has an earlier part given this reason? */
static bool
is_repeated(const struct kzsi_explanation *e, size_t hit, const char *word, size_t part,
            unsigned weight)
{
    for (size_t p = 0; p < e->part_count; p++) {
        unsigned w = weight_of(&e->parts[p]);
        const char *other;
        if (score_of(e, p, hit) < 0 || w > weight || (w == weight && p >= part))
            continue;
        other = reason(e, &e->parts[p], hit);
        if (other != NULL && strcmp(other, word) == 0)
            return true;
    }
    return false;
}

const char *
kzs_results_why(const kzs_results *results, size_t i, size_t n)
{
    const struct kzsi_explanation *e;

    if (results == NULL || i >= results->count || !results->found.explanation.made)
        return NULL;
    e = &results->found.explanation;
    for (unsigned weight = 0; weight <= 4; weight++)
        for (size_t p = 0; p < e->part_count; p++) {
            const char *word;
            if (score_of(e, p, i) < 0 || weight_of(&e->parts[p]) != weight)
                continue;
            word = reason(e, &e->parts[p], i);
            if (word != NULL && !is_repeated(e, i, word, p, weight) && n-- == 0)
                return word;
        }
    return NULL;
}

/* ---- as JSON ---- */

static void
put_terms(struct kzsi_buf *out, const struct kzsi_explanation *e, const struct kzsi_part *part,
          size_t hit)
{
    bool first = true;

    for (size_t t = part->term; t < part->term + part->term_count; t++) {
        const struct kzsi_scored_term *term = &e->terms[t];
        if (count_of(e, t, hit) == KZSI_ABSENT)
            continue;
        kzsi_buf_str(out, first ? "{\"term\":" : ",{\"term\":");
        kzsi_json_string(out, term->text.text, term->text.length);
        kzsi_buf_printf(out, ",\"kind\":\"%s\",\"count\":%lu,\"documents\":%llu}",
                        term_names[term->kind], (unsigned long)count_of(e, t, hit),
                        (unsigned long long)term->documents);
        first = false;
    }
}

static void
put_part(struct kzsi_buf *out, const kzs_results *results, size_t p, size_t hit)
{
    const struct kzsi_explanation *e = &results->found.explanation;
    const struct kzsi_part *part = &e->parts[p];

    kzsi_buf_str(out, "{\"words\":");
    kzsi_json_string(out, results->found.plan.text + part->note.start, part->note.length);
    kzsi_buf_printf(out, ",\"start\":%lu,\"end\":%lu,\"kind\":\"%s\",\"field\":",
                    (unsigned long)part->note.start,
                    (unsigned long)part->note.start + part->note.length,
                    role_names[part->note.role]);
    if (part->field != NULL)
        kzsi_json_string(out, part->field, strlen(part->field));
    else
        kzsi_buf_str(out, "null");
    kzsi_buf_str(out, ",\"factor\":");
    kzsi_json_number(out, part->factor);
    kzsi_buf_str(out, ",\"score\":");
    kzsi_json_number(out, score_of(e, p, hit));
    kzsi_buf_str(out, ",\"terms\":[");
    put_terms(out, e, part, hit);
    kzsi_buf_str(out, "]}");
}

/* The parts that a hit has, the largest first. Returns how many. */
static size_t
sort_parts(const struct kzsi_explanation *e, size_t hit, size_t *order)
{
    size_t count = 0;

    for (size_t p = 0; p < e->part_count; p++) {
        size_t at = count;
        if (score_of(e, p, hit) < 0)
            continue;
        for (; at > 0 && score_of(e, order[at - 1], hit) < score_of(e, p, hit); at--)
            order[at] = order[at - 1];
        order[at] = p;
        count++;
    }
    return count;
}

/*
 * What the score is above or below the sum of its parts. Up to 1.4.22 Xapian's OrPostList, having
 * checked a document that one operand is not in, may take it to be in the next one, where the
 * other is: a phrase then counts for the wrong one of two neighbours in the index.
 */
static void
put_other(struct kzsi_buf *out, const struct kzsi_explanation *e, size_t hit, double score)
{
    for (size_t p = 0; p < e->part_count; p++)
        if (score_of(e, p, hit) > 0)
            score -= score_of(e, p, hit);
    if (fabs(score) < 1e-7)
        return;
    kzsi_buf_str(out, ",{\"words\":\"\",\"start\":0,\"end\":0,\"kind\":\"other\",\"field\":null,"
                      "\"factor\":1,\"score\":");
    kzsi_json_number(out, score);
    kzsi_buf_str(out, ",\"terms\":[]}");
}

static kzs_status
check(const kzs_results *results, size_t i, kzs_error *err)
{
    if (results == NULL)
        return kzsi_fail_null(err, "results");
    if (i >= results->count)
        return kzsi_fail(err, KZS_ERR_INVALID, "there is no hit %zu on a page of %zu", i,
                         results->count);
    if (!results->found.explanation.made)
        return kzsi_fail(err, KZS_ERR_INVALID,
                         "the query did not ask for explanations: set its option explain to yes "
                         "before the search");
    return KZS_OK;
}

kzs_status
kzs_results_explain(const kzs_results *results, size_t i, char **json, kzs_error *err)
{
    const struct kzsi_explanation *e;
    struct kzsi_buf out = {0};
    size_t *order, count;
    kzs_status st;

    if (json == NULL)
        return kzsi_fail_null(err, "json");
    *json = NULL;
    st = check(results, i, err);
    if (st != KZS_OK)
        return st;
    e = &results->found.explanation;
    order = kzsi_alloc(e->part_count * sizeof *order + 1);
    if (order == NULL)
        return kzsi_fail_nomem(err);
    count = sort_parts(e, i, order);
    kzsi_buf_str(&out, "{\"score\":");
    kzsi_json_number(&out, results->found.matches.items[i].score);
    kzsi_buf_printf(&out, ",\"length\":%lu,\"average_length\":", (unsigned long)e->lengths[i]);
    kzsi_json_number(&out, e->average_length);
    kzsi_buf_printf(&out, ",\"documents\":%llu,\"parts\":[",
                    (unsigned long long)results->found.matches.documents);
    for (size_t p = 0; p < count; p++) {
        if (p > 0)
            kzsi_buf_byte(&out, ',');
        put_part(&out, results, order[p], i);
    }
    put_other(&out, e, i, results->found.matches.items[i].score);
    kzsi_buf_str(&out, "]}");
    free(order);
    *json = kzsi_buf_take(&out);
    return *json != NULL ? KZS_OK : kzsi_fail_nomem(err);
}
