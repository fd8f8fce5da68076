/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A passage as text to show: white space folded, marks set, and nothing left in it that could
 * act on a terminal, a page or the direction of the text around it.
 */
#include <stdlib.h>
#include <string.h>

#include "results/results.h"

#define LENGTH_DEFAULT 240
#define LENGTH_MAX 1000000

static const char *const mark_open[] = {"", "<mark>", "\033[1m"};
static const char *const mark_close[] = {"", "</mark>", "\033[0m"};

static bool
is_white(uint32_t c)
{
    return c <= ' ' || (c >= 0x7F && c <= 0xA0) || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
           c == 0x205F || c == 0x3000;
}

/* Characters that turn the direction of text: U+202A..202E, U+2066..2069. */
static bool
is_direction(uint32_t c)
{
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

static void
add_character(struct kzsi_buf *out, kzs_format format, uint32_t c)
{
    if (format == KZS_HTML) {
        switch (c) {
        case '&': kzsi_buf_str(out, "&amp;"); return;
        case '<': kzsi_buf_str(out, "&lt;"); return;
        case '>': kzsi_buf_str(out, "&gt;"); return;
        case '"': kzsi_buf_str(out, "&quot;"); return;
        case '\'': kzsi_buf_str(out, "&#39;"); return;
        default: break;
        }
    }
    kzsi_buf_char(out, c);
}

/* The next stretch to mark at or after `at`, overlapping spans made one. */
static struct kzsi_span
next_stretch(const struct kzsi_spans *spans, size_t *next, size_t at, size_t limit)
{
    struct kzsi_span stretch = {limit, limit, 0};

    while (*next < spans->count && spans->items[*next].end <= at)
        (*next)++;
    if (*next == spans->count || spans->items[*next].start >= limit)
        return stretch;
    stretch = spans->items[(*next)++];
    while (*next < spans->count && spans->items[*next].start < stretch.end) {
        if (spans->items[*next].end > stretch.end)
            stretch.end = spans->items[*next].end;
        (*next)++;
    }
    return stretch;
}

static void
render(const char *text, const struct kzsi_passage *passage, const struct kzsi_spans *spans,
       kzs_format format, struct kzsi_buf *out)
{
    size_t next = 0, at = passage->start;
    struct kzsi_span stretch = next_stretch(spans, &next, at, passage->end);
    bool space = false, marked = false, any = false;

    if (passage->cut_before)
        kzsi_buf_str(out, "…");
    while (at < passage->end) {
        uint32_t c;
        size_t bytes;
        if (marked && at >= stretch.end) {
            kzsi_buf_str(out, mark_close[format]);
            marked = false;
            stretch = next_stretch(spans, &next, at, passage->end);
        }
        bytes = kzsi_utf8_decode(text + at, text + passage->end, &c);
        if (is_white(c)) {
            space = any;
        } else if (!is_direction(c)) {
            if (space)
                kzsi_buf_byte(out, ' ');
            if (!marked && at >= stretch.start && at < stretch.end) {
                kzsi_buf_str(out, mark_open[format]);
                marked = true;
            }
            add_character(out, format, c);
            space = false;
            any = true;
        }
        at += bytes;
    }
    if (marked)
        kzsi_buf_str(out, mark_close[format]);
    if (passage->cut_after)
        kzsi_buf_str(out, "…");
}

kzs_status
kzs_results_snippet(const kzs_results *results, size_t i, const char *field, kzs_format format,
                    size_t length, char **out, kzs_error *err)
{
    struct kzsi_spans spans = {0};
    struct kzsi_buf snippet = {0};
    struct kzsi_passage passage;
    const char *text;
    size_t text_length;

    if (out == NULL)
        return kzsi_fail_null(err, "out");
    *out = NULL;
    if (results == NULL || i >= results->count)
        return kzsi_fail(err, KZS_ERR_INVALID, "there is no hit %zu on this page of %zu", i,
                         kzs_results_count(results));
    if ((unsigned)format > KZS_ANSI)
        return kzsi_fail(err, KZS_ERR_INVALID, "%d is no snippet format", (int)format);
    if (length == 0)
        length = LENGTH_DEFAULT;
    if (length > LENGTH_MAX)
        length = LENGTH_MAX;
    if (field == NULL)
        field = results->main_field;

    text = kzs_doc_get(results->hits[i].doc, field, 0, &text_length);
    if (text == NULL)
        text = "";
    if (!kzsi_highlight(results->highlighter, field, text, text_length, &spans)) {
        free(spans.items);
        return kzsi_fail_nomem(err);
    }
    passage = kzsi_passage_choose(text, text_length, length, &spans,
                                  results->found.mark_weights, results->found.plan.mark_count);
    render(text, &passage, &spans, format, &snippet);
    free(spans.items);
    *out = kzsi_buf_take(&snippet);
    return *out != NULL ? KZS_OK : kzsi_fail_nomem(err);
}
