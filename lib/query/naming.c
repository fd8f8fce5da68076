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

/* Words of a query with one space between them, whatever they were parted by. */
struct row {
    struct kzsi_buf text;
    const struct kzsi_node *nodes[NAME_WORDS + 1];
    size_t ends[NAME_WORDS + 1], count; /* where each ends in the text */
};

static void
row_read(struct row *row, const struct kzsi_node *first)
{
    const struct kzsi_node *node = first;

    while (row->count <= NAME_WORDS && (node == first || kzsi_is_plain_word(node))) {
        if (row->count > 0)
            kzsi_buf_byte(&row->text, ' ');
        kzsi_buf_add(&row->text, node->text, node->length);
        row->nodes[row->count] = node;
        row->ends[row->count++] = row->text.length;
        node = node->next;
    }
}

/* The word that ends here, NULL if it is the first one or none does. */
static const struct kzsi_node *
row_find(const struct row *row, size_t end)
{
    for (size_t i = 1; i < row->count; i++)
        if (row->ends[i] == end)
            return row->nodes[i];
    return NULL;
}

/*
 * The one term that this word and those behind it have together, text NULL if none, and the
 * last of them: a name (Саудовская Аравия), a day (21 ноября 2022), a sum (5 billion dollars).
 */
static struct kzsi_string
name_row(struct kzsi_planner *p, const struct kzsi_node *first, const struct kzsi_node **last)
{
    struct kzsi_string key = {NULL, 0};
    struct row row = {0};
    struct kzsi_token token;
    size_t word_end = 0;
    bool failed = false;

    row_read(&row, first);
    p->failed |= row.text.failed;
    if (row.count < 2 || row.text.failed)
        goto done;
    kzsi_analyzer_begin(p->analyzer, KZSI_QUERY, row.text.data, row.text.length, 1);
    while (kzsi_analyzer_next(p->analyzer, &token, &failed) && token.position == 1) {
        const struct kzsi_node *node = row_find(&row, token.end);
        if (token.kind == KZS_TOKEN_WORD)
            word_end = token.end;
        if ((token.kind != KZS_TOKEN_NAME && token.kind != KZS_TOKEN_COMPOUND) ||
            token.end <= word_end || node == NULL)
            continue;
        *last = node;
        key = (struct kzsi_string){kzsi_arena_copy(p->arena, token.term, token.term_length),
                                   token.term_length};
    }
    p->failed |= failed;
done:
    kzsi_buf_free(&row.text);
    return key;
}

/* A word that is no part of a name. */
static size_t
emit_alone(struct kzsi_planner *p, const struct kzsi_node *node, size_t times)
{
    struct kzsi_node counted = *node;

    if (times == 0) {
        kzsi_note_again(p, node);
        return 0;
    }
    counted.boost *= (double)times;
    return kzsi_emit_node(p, times > 1 ? &counted : node);
}

/* Words that are a name as a whole: each of them, or its key. Returns the last word emitted. */
const struct kzsi_node *
kzsi_emit_name(struct kzsi_planner *p, const struct kzsi_node *first, size_t times, size_t *count)
{
    const struct kzsi_node *last = first;
    struct kzsi_string key = name_row(p, first, &last);
    struct kzsi_leaf *leaf =
        key.text != NULL ? kzsi_arena_alloc(p->arena, sizeof *leaf) : NULL;
    size_t words;

    if (key.text == NULL) {
        *count += emit_alone(p, first, times);
        return first;
    }
    words = kzsi_emit_node(p, first);
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
