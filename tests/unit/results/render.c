/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Passages and spans as text to print; what they are is decided elsewhere. */
#include "results/results.h"
#include "tests/unit/unit.h"

static const char text[] = "One & two.  Three <four> \u202Efive.";

static const char *
shown(const struct kzsi_passage *passages, size_t count, kzs_format format)
{
    static char out[500];
    struct kzsi_span items[] = {{6, 9, 0, KZS_MATCH_WORD}, {8, 9, 1, KZS_MATCH_WORD},
                                {12, 24, 0, KZS_MATCH_PHRASE}};
    struct kzsi_spans spans = {items, 3, 3};
    struct kzsi_buf buf = {0};
    char *taken;

    kzsi_render(text, passages, count, &spans, format, &buf);
    taken = kzsi_buf_take(&buf);
    snprintf(out, sizeof out, "%s", taken != NULL ? taken : "out of memory");
    free(taken);
    return out;
}

int
main(void)
{
    const struct kzsi_passage whole = {0, sizeof text - 1, false, false};
    const struct kzsi_passage two[] = {{0, 10, false, true}, {18, 24, true, true}};
    const struct kzsi_passage cut = {6, 17, true, true};

    is_string(shown(&whole, 1, KZS_PLAIN), "One & two. Three <four> five.",
              "white space is folded and directions are dropped");
    is_string(shown(&whole, 1, KZS_HTML),
              "One &amp; <mark>two</mark>. <mark>Three &lt;four&gt;</mark> five.",
              "overlapping spans are one mark");
    is_string(shown(&whole, 1, KZS_ANSI), "One & \033[1mtwo\033[0m. \033[1mThree <four>\033[0m five.",
              "bold in a terminal");
    is_string(shown(two, 2, KZS_HTML), "One &amp; <mark>two</mark>. … <mark>&lt;four&gt;</mark>…",
              "between passages stands one …, at a cut end another");
    is_string(shown(&cut, 1, KZS_HTML), "…<mark>two</mark>. <mark>Three</mark>…",
              "a mark ends with its passage");
    is_string(shown(&whole, 0, KZS_HTML), "", "no passage, no text");
    return tap_done();
}
