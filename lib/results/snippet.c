/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Marked text for people: snippets of hits, and texts of the caller. */
#include <stdlib.h>
#include <string.h>

#include "results/results.h"

#define CHARACTERS_DEFAULT 240
#define CHARACTERS_MAX     1000000

static kzs_status
check_format(kzs_format format, kzs_error *err)
{
    if ((unsigned)format <= KZS_ANSI)
        return KZS_OK;
    return kzsi_fail(err, KZS_ERR_INVALID, "%d is no snippet format", (int)format);
}

/* Spans and passages of a text; the caller frees the spans whatever is returned. */
static kzs_status
choose(const struct kzsi_marker *marker, const char *field, struct kzsi_string text,
       size_t characters, struct kzsi_spans *spans, struct kzsi_passage *passages,
       size_t *count, kzs_error *err)
{
    double *scratch = kzsi_alloc(marker->plan->mark_count * sizeof *scratch);
    bool whole = characters == KZS_WHOLE;

    if (characters == 0)
        characters = CHARACTERS_DEFAULT;
    if (scratch == NULL ||
        !kzsi_highlight(marker->highlighter, field, text.text, text.length, whole, spans)) {
        free(scratch);
        return kzsi_fail_nomem(err);
    }
    if (characters > CHARACTERS_MAX && !whole)
        characters = CHARACTERS_MAX;
    *count =
        kzsi_passages_choose(text.text, text.length, characters, marker->passages, spans,
                             marker->weights, scratch, marker->plan->mark_count, passages);
    free(scratch);
    return KZS_OK;
}

static kzs_status
make_snippet(const struct kzsi_marker *marker, const char *field, struct kzsi_string text,
             kzs_format format, size_t characters, char **out, kzs_error *err)
{
    struct kzsi_passage passages[KZSI_PASSAGES_MAX];
    struct kzsi_spans spans = {0};
    struct kzsi_buf snippet = {0};
    size_t count;
    kzs_status st = choose(marker, field, text, characters, &spans, passages, &count, err);

    if (st == KZS_OK) {
        kzsi_render(text.text, passages, count, &spans, format, &snippet);
        *out = kzsi_buf_take(&snippet);
        if (*out == NULL)
            st = kzsi_fail_nomem(err);
    }
    free(spans.items);
    return st;
}

/* The field of a hit. */
static kzs_status
find_text(const kzs_results *results, size_t i, const char **field, struct kzsi_string *text,
          kzs_error *err)
{
    if (results == NULL || i >= results->count)
        return kzsi_fail(err, KZS_ERR_INVALID, "there is no hit %zu on this page of %zu", i,
                         kzs_results_count(results));
    if (*field == NULL)
        *field = results->main_field;
    text->text = kzs_doc_get(results->hits[i].doc, *field, 0, &text->length);
    if (text->text == NULL)
        *text = (struct kzsi_string){"", 0};
    return KZS_OK;
}

kzs_status
kzs_results_snippet(const kzs_results *results, size_t i, const char *field, kzs_format format,
                    size_t characters, char **out, kzs_error *err)
{
    struct kzsi_string text;
    kzs_status st;

    if (out == NULL)
        return kzsi_fail_null(err, "out");
    *out = NULL;
    st = find_text(results, i, &field, &text, err);
    if (st == KZS_OK)
        st = check_format(format, err);
    return st == KZS_OK
               ? make_snippet(&results->marker, field, text, format, characters, out, err)
               : st;
}

kzs_status
kzs_results_matches(const kzs_results *results, size_t i, const char *field, kzs_match **out,
                    size_t *count, kzs_error *err)
{
    struct kzsi_string text;
    kzs_status st = kzsi_matches_clear(out, count, err);

    if (st == KZS_OK)
        st = find_text(results, i, &field, &text, err);
    return st == KZS_OK ? kzsi_matches_make(&results->marker, field, text, out, count, err)
                        : st;
}

kzs_status
kzs_results_passages(const kzs_results *results, size_t i, const char *field,
                     size_t characters, kzs_match **out, size_t *count, kzs_error *err)
{
    struct kzsi_passage passages[KZSI_PASSAGES_MAX];
    struct kzsi_spans spans = {0};
    struct kzsi_string text;
    size_t chosen;
    kzs_status st = kzsi_matches_clear(out, count, err);

    if (st == KZS_OK)
        st = find_text(results, i, &field, &text, err);
    if (st == KZS_OK)
        st = choose(&results->marker, field, text, characters, &spans, passages, &chosen, err);
    free(spans.items);
    return st == KZS_OK ? kzsi_matches_of(text.text, passages, chosen, out, count, err) : st;
}

kzs_status
kzs_highlight(kzs_index *index, const kzs_query *query, const char *field, const char *text,
              size_t length, kzs_format format, size_t characters, char **out, kzs_error *err)
{
    struct kzsi_marking marking;
    kzs_status st;

    if (out == NULL)
        return kzsi_fail_null(err, "out");
    *out = NULL;
    st = check_format(format, err);
    if (st != KZS_OK)
        return st;
    length = kzsi_length(text, length);
    st = kzsi_marking_begin(&marking, index, query, &field, err);
    if (st == KZS_OK)
        st = make_snippet(&marking.marker, field,
                          (struct kzsi_string){text != NULL ? text : "", length}, format,
                          characters, out, err);
    kzsi_marking_end(&marking);
    return st;
}

kzs_status
kzs_highlight_matches(kzs_index *index, const kzs_query *query, const char *field,
                      const char *text, size_t length, kzs_match **out, size_t *count,
                      kzs_error *err)
{
    struct kzsi_marking marking;
    kzs_status st = kzsi_matches_clear(out, count, err);

    if (st != KZS_OK)
        return st;
    length = kzsi_length(text, length);
    st = kzsi_marking_begin(&marking, index, query, &field, err);
    if (st == KZS_OK)
        st = kzsi_matches_make(&marking.marker, field,
                               (struct kzsi_string){text != NULL ? text : "", length}, out,
                               count, err);
    kzsi_marking_end(&marking);
    return st;
}
