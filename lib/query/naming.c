/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Names in a query that are more or less than words: К.-Ж. (initials), and words side by side
 * that only together are in the table of names (Саудовская Аравия).
 */
#include "query/plan.h"

/* Words of the longest name. */
#define NAME_WORDS 12

/*
 * Initials: К. and К.-Ж., in Russian also К.Ж., which in English is an abbreviation (U.N.).
 * They are written or left out as a writer pleases, so they never decide what is found.
 */
bool
kzsi_is_initials(const struct kzsi_node *node)
{
    const char *at, *end;
    size_t letters = 0, hyphens = 0;
    bool latin = false;

    if (node->kind != KZSI_NODE_WORD || node->mode != ' ' || node->field != NULL)
        return false;
    at = node->text;
    end = at + node->length;
    while (at < end) {
        uint32_t c;
        at += kzsi_utf8_decode(at, end, &c);
        if (!kzsi_is_capital(c) || at == end || *at != '.')
            return false;
        latin |= kzsi_class_of(c) == KZSI_LATIN;
        letters++;
        at++;
        if (at < end && *at == '-') {
            hyphens++;
            at++;
        }
    }
    return letters > 0 && letters <= 3 && (!latin || letters == hyphens + 1);
}

/* Initials beside other words only add to the score. */
void
kzsi_lift_initials(struct kzsi_planner *p, const struct kzsi_node *node)
{
    const struct kzsi_leaf *leaf = p->quiet == 0 ? kzsi_leaf_make(p, node) : NULL;

    if (leaf == NULL)
        return;
    kzsi_note(p, KZSI_ROLE_EXTRA, leaf->text, leaf->length);
    kzsi_emit_slots(p, kzsi_emit_extra, leaf, NULL);
    kzsi_end_extra(p, STOP_FACTOR * leaf->boost);
}

/* Could this word, as it stands in a group, be a part of a name of several words? */
bool
kzsi_is_plain_word(const struct kzsi_node *node)
{
    return node != NULL && node->kind == KZSI_NODE_WORD && node->mode == ' ' &&
           node->field == NULL && node->boost == 1 && !kzsi_is_exact(node);
}

/*
 * The one term that this word and those behind it have together, text NULL if none, and the
 * last of them: a name (Саудовская Аравия), a day (21 ноября 2022), a sum (5 billion dollars). They stand in the query's own text, one behind the other.
 */
static struct kzsi_string
name_row(struct kzsi_planner *p, const struct kzsi_node *first, const struct kzsi_node **last)
{
    const struct kzsi_node *node = first;
    struct kzsi_string key = {NULL, 0};
    struct kzsi_token token;
    size_t word_end = 0;
    bool failed = false;

    for (size_t i = 0; i < NAME_WORDS && kzsi_is_plain_word(node->next); i++)
        node = node->next;
    if (node == first)
        return key;
    kzsi_analyzer_begin(p->analyzer, KZSI_QUERY, first->text,
                        (size_t)(node->text + node->length - first->text), 1);
    while (kzsi_analyzer_next(p->analyzer, &token, &failed) && token.position == 1) {
        if (token.kind == KZS_TOKEN_WORD)
            word_end = token.end;
        if ((token.kind != KZS_TOKEN_NAME && token.kind != KZS_TOKEN_COMPOUND) ||
            token.end <= word_end)
            continue;
        for (node = first; node->text + node->length < first->text + token.end;)
            node = node->next;
        if (node != first && node->text + node->length == first->text + token.end) {
            *last = node;
            key = (struct kzsi_string){
                kzsi_arena_copy(p->arena, token.term, token.term_length), token.term_length};
        }
    }
    p->failed |= failed;
    return key;
}

/* Words that are a name as a whole: each of them, or its key. Returns the last word emitted.
 */
const struct kzsi_node *
kzsi_emit_name(struct kzsi_planner *p, const struct kzsi_node *first, size_t *count)
{
    const struct kzsi_node *last = first;
    struct kzsi_string key = name_row(p, first, &last);
    struct kzsi_leaf *leaf =
        key.text != NULL ? kzsi_arena_alloc(p->arena, sizeof *leaf) : NULL;
    size_t words = kzsi_emit_node(p, first);

    for (const struct kzsi_node *node = first; node != last; node = node->next)
        words += kzsi_emit_node(p, node->next);
    if (leaf == NULL || words == 0) {
        *count += words;
        return last;
    }
    if (words > 1)
        kzsi_emit(p, kzsi_count_step(p->match_all ? KZSI_OP_AND : KZSI_OP_OR, words));
    /* As much as all the words, which other documents have for other reasons. */
    kzsi_note(p, KZSI_ROLE_NAME, first->text,
              (size_t)(last->text + last->length - first->text));
    kzsi_emit(p, kzsi_term_step(key));
    kzsi_emit(p, kzsi_scale_step((double)words));
    kzsi_emit(p, kzsi_count_step(KZSI_OP_OR, 2));
    if (p->quiet == 0)
        kzsi_mark_term(p, key, leaf);
    (*count)++;
    return last;
}
