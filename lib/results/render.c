/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Passages as text to show: white space folded, marks set, and nothing left in it that could
 * act on a terminal, a page or the direction of the text around it.
 */
#include "results/results.h"

static const char *const mark_open[] = {"", "<mark>", "\033[1m"};
static const char *const mark_close[] = {"", "</mark>", "\033[0m"};

static bool
is_white(uint32_t c)
{
    return c <= ' ' || (c >= 0x7F && c <= 0xA0) || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
           c == 0x205F || c == 0x3000;
}

/*
 * Characters that nobody sees but that act on what is around them: directions of text, tags,
 * annotations, a byte order mark.
 */
static bool
is_invisible(uint32_t c)
{
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x206F) || c == 0xFEFF ||
           (c >= 0xFFF9 && c <= 0xFFFB) || (c >= 0xE0000 && c <= 0xE007F);
}

static void
add_character(struct kzsi_buf *out, kzs_format format, uint32_t c)
{
    if (format == KZS_HTML) {
        switch (c) {
        case '&':
            kzsi_buf_str(out, "&amp;");
            return;
        case '<':
            kzsi_buf_str(out, "&lt;");
            return;
        case '>':
            kzsi_buf_str(out, "&gt;");
            return;
        case '"':
            kzsi_buf_str(out, "&quot;");
            return;
        case '\'':
            kzsi_buf_str(out, "&#39;");
            return;
        default:
            break;
        }
    }
    kzsi_buf_char(out, c);
}

/* The next stretch to mark at or after `at`, overlapping spans made one. */
static struct kzsi_span
next_stretch(const struct kzsi_spans *spans, size_t *next, size_t at, size_t limit)
{
    struct kzsi_span stretch = {limit, limit, 0, KZS_MATCH_WORD};

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
render_one(const char *text, const struct kzsi_passage *passage,
           const struct kzsi_spans *spans, kzs_format format, struct kzsi_buf *out)
{
    size_t next = 0, at = passage->start;
    struct kzsi_span stretch = next_stretch(spans, &next, at, passage->end);
    bool space = false, marked = false, any = false;

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
        } else if (!is_invisible(c)) {
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
}

void
kzsi_render(const char *text, const struct kzsi_passage *passages, size_t count,
            const struct kzsi_spans *spans, kzs_format format, struct kzsi_buf *out)
{
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            kzsi_buf_str(out, " … ");
        else if (passages[i].cut_before)
            kzsi_buf_str(out, "…");
        render_one(text, &passages[i], spans, format, out);
        if (i + 1 == count && passages[i].cut_after)
            kzsi_buf_str(out, "…");
    }
}
