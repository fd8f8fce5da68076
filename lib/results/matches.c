/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Places in a text as the caller gets them: in bytes and in characters, none in another. */
#include <stdlib.h>

#include "results/results.h"

kzs_status
kzsi_matches_clear(kzs_match **out, size_t *count, kzs_error *err)
{
    if (out != NULL)
        *out = NULL;
    if (count != NULL)
        *count = 0;
    if (out == NULL || count == NULL)
        return kzsi_fail_null(err, out == NULL ? "out" : "count");
    return KZS_OK;
}

/* Fill in the characters. The list is in order. */
static void
count_characters(const char *text, kzs_match *list, size_t count)
{
    size_t at = 0, characters = 0;

    for (size_t i = 0; i < count; i++) {
        characters += kzsi_walk_count(text, at, list[i].start, SIZE_MAX - 1);
        list[i].start_character = characters;
        characters += kzsi_walk_count(text, list[i].start, list[i].end, SIZE_MAX - 1);
        list[i].end_character = characters;
        at = list[i].end;
    }
}

/* Overlapping spans as one match, of the kind of the longest of them. Returns how many. */
static size_t
merge(const struct kzsi_spans *spans, kzs_match *list)
{
    size_t count = 0, longest = 0;

    for (size_t i = 0; i < spans->count; i++) {
        const struct kzsi_span *span = &spans->items[i];
        size_t length = span->end - span->start;
        if (count == 0 || span->start >= list[count - 1].end) {
            list[count++] =
                (kzs_match){.start = span->start, .end = span->end, .kind = span->kind};
            longest = length;
            continue;
        }
        if (span->end > list[count - 1].end)
            list[count - 1].end = span->end;
        if (length > longest) {
            list[count - 1].kind = span->kind;
            longest = length;
        }
    }
    return count;
}

kzs_status
kzsi_matches_make(const struct kzsi_marker *marker, const char *field, struct kzsi_string text,
                  kzs_match **out, size_t *count, kzs_error *err)
{
    struct kzsi_spans spans = {0};
    kzs_match *list = NULL;
    kzs_status st = KZS_OK;

    if (kzsi_highlight(marker->highlighter, field, text.text, text.length, true, &spans))
        list = kzsi_alloc((spans.count + 1) * sizeof *list);
    if (list == NULL) {
        st = kzsi_fail_nomem(err);
    } else {
        *count = merge(&spans, list);
        count_characters(text.text, list, *count);
        *out = list;
    }
    free(spans.items);
    return st;
}

kzs_status
kzsi_matches_of(const char *text, const struct kzsi_passage *passages, size_t count,
                kzs_match **out, size_t *out_count, kzs_error *err)
{
    kzs_match *list = kzsi_alloc((count + 1) * sizeof *list);

    if (list == NULL)
        return kzsi_fail_nomem(err);
    for (size_t i = 0; i < count; i++)
        list[i] = (kzs_match){
            .start = passages[i].start, .end = passages[i].end, .kind = KZS_MATCH_PASSAGE};
    count_characters(text, list, count);
    *out = list;
    *out_count = count;
    return KZS_OK;
}
