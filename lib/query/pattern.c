/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Patterns and fuzzy words in a plan: a step EXPAND says what the words must be like, and
 * lib/match/expand.c finds out which there are when the plan is run. A fuzzy word itself is
 * found as any word is, by stem and name.
 */
#include <string.h>

#include "query/plan.h"

/* `Каз*ан` folded as the words of the index are: piece by piece, the signs kept. */
static struct kzsi_string
fold(struct kzsi_planner *p, const struct kzsi_node *node)
{
    bool pattern = node->kind == KZSI_NODE_PATTERN;
    const char *at = node->text, *end = at + node->length;
    struct kzsi_string out = {NULL, 0};
    struct kzsi_buf buf = {0};

    while (at < end) {
        const char *piece = at;
        while (at < end && !(pattern && (*at == '*' || *at == '?')))
            at++;
        if (at > piece)
            kzsi_keyword(&buf, piece, (size_t)(at - piece));
        if (at < end && (*at == '?' || buf.length == 0 || buf.data[buf.length - 1] != '*'))
            kzsi_buf_byte(&buf, *at);
        at += at < end;
    }
    if (buf.failed)
        p->failed = true;
    else
        out = (struct kzsi_string){kzsi_arena_copy(p->arena, buf.data, buf.length), buf.length};
    kzsi_buf_free(&buf);
    return out;
}

static void
emit_expand(struct kzsi_planner *p, const struct kzsi_node *node, struct kzsi_string like,
            const struct kzsi_buf *prefix)
{
    if (prefix->failed) {
        p->failed = true;
        return;
    }
    kzsi_emit(p, (struct kzsi_step){
                     .op = KZSI_OP_EXPAND,
                     .window = node->edits,
                     .low = like.text,
                     .low_length = like.length,
                     .high = kzsi_arena_copy(p->arena, prefix->data, prefix->length),
                     .high_length = prefix->length,
                     .offset = node->offset});
}

bool
kzsi_emit_pattern(struct kzsi_planner *p, const struct kzsi_node *node)
{
    const struct kzsi_field *field = node->field;
    bool keyword = field != NULL && field->kind == KZSI_KEYWORD;
    struct kzsi_string like = fold(p, node);
    struct kzsi_buf prefix = {0};
    size_t count = 0;

    if (like.text == NULL)
        return false;
    if (node->kind == KZSI_NODE_FUZZY) {
        struct kzsi_node word = *node;
        word.kind = KZSI_NODE_WORD;
        word.boost = 1;
        word.mode = '+'; /* a stop word as well: it was asked for */
        count += kzsi_emit_node(p, &word);
    }
    kzsi_note(p, KZSI_ROLE_WORD, node->text, node->length);
    if (keyword) {
        kzsi_term_keyword(&prefix, field, "", 0);
        emit_expand(p, node, like, &prefix);
        count++;
    }
    if (!keyword || field->words) {
        prefix.length = 0;
        kzsi_term_form(&prefix, field != NULL && field->words ? field : NULL, "", 0);
        emit_expand(p, node, like, &prefix);
        count++;
    }
    kzsi_buf_free(&prefix);
    if (count > 1)
        kzsi_emit(p, kzsi_count_step(KZSI_OP_OR, count));
    if (node->boost != 1)
        kzsi_emit(p, kzsi_scale_step(node->boost));
    if (p->quiet == 0) {
        kzsi_mark_like(p, like, node->edits, field);
        kzsi_break_row(p, node->offset);
    }
    return true;
}
