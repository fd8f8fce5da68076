/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Extras: what adds to the score of a document and never decides whether it matches. Words in
 * a weighted field, neighbouring words standing together, all of them standing together.
 */
#include <math.h>

#include "query/plan.h"

/*
 * What standing together adds, as a share of the score that a word as frequent as the phrase
 * would have. The more pairs, the less each says about what is meant: a question of ten words
 * is about all of them together. How the numbers were found: doc/ranking.md.
 */
#define PAIR_FACTOR 0.2 /* of each pair, by PAIR_POWER of their number */
#define PAIR_POWER  1.5
#define NEAR_FACTOR 0.3 /* of two words in any order, by the number of such pairs */

/* As many words may stand between two that are near. */
#define NEAR_BETWEEN 6

/*
 * A query of so few words is a phrase that somebody has in mind: where it stands, it counts as
 * much as its words. In longer rows the whole is a bonus, and rows longer still are sentences.
 */
#define SHORT_MAX    4
#define SHORT_FACTOR 1
#define WHOLE_MAX    8
#define WHOLE_FACTOR 0.3

/*
 * What a quoted phrase adds where a text has its words as they are written, as a share of its own
 * score, when too many texts do to look whether they stand together so: it only decides between
 * texts as good. Of few those that hold it come before all that do not (lib/match/literal.c).
 */
#define LITERAL_FACTOR 0.1

/*
 * What a word found in a field of weight 2 adds, as a share of its own score there. Words are
 * rarer in titles than in texts, so scores there are high to begin with.
 */
#define FIELD_FACTOR 0.25

void
kzsi_end_extra(struct kzsi_planner *p, double factor)
{
    kzsi_emit_extra(p, kzsi_scale_step(factor));
    p->extras++;
}

/* A word anywhere also counts where it stands in a weighted field. */
void
kzsi_lift_fields(struct kzsi_planner *p, const struct kzsi_leaf *leaf)
{
    for (size_t i = 0; i < p->schema->count; i++) {
        const struct kzsi_field *field = &p->schema->fields[i];
        if (field->kind != KZSI_TEXT || !field->words || field->weight <= 1)
            continue;
        kzsi_note(p, KZSI_ROLE_FIELD, leaf->text, leaf->length);
        kzsi_emit_slots(p, kzsi_emit_extra, leaf, field);
        kzsi_end_extra(p, FIELD_FACTOR * (field->weight - 1) * leaf->boost *
                              (leaf->stop ? STOP_FACTOR : 1));
    }
}

/* Emit the words of a leaf; how many places they take. */
static size_t
lift_words(struct kzsi_planner *p, const struct kzsi_leaf *leaf)
{
    kzsi_emit_terms(p, kzsi_emit_extra, leaf, NULL, KZSI_OP_OR);
    return leaf->count;
}

/* What was emitted for `words` words is scored as one word of its own frequency. */
static void
end_together(struct kzsi_planner *p, enum kzsi_op op, size_t words, size_t between,
             double factor)
{
    struct kzsi_step step = kzsi_count_step(op, words);

    step.window += (unsigned)between;
    kzsi_emit_extra(p, step);
    kzsi_emit_extra(p, kzsi_count_step(KZSI_OP_UNIT, 1));
    kzsi_end_extra(p, factor);
}

/* Words side by side in the query: better where they are so in the text. */
static void
lift_phrase(struct kzsi_planner *p, size_t first, size_t count, enum kzsi_role role,
            double factor)
{
    const struct kzsi_leaf *from = p->row[first], *to = p->row[first + count - 1];
    size_t words = 0;

    kzsi_note(p, role, from->text, (size_t)(to->text + to->length - from->text));
    for (size_t i = first; i < first + count; i++)
        words += lift_words(p, p->row[i]);
    end_together(p, KZSI_OP_PHRASE, words, 0, factor);
}

void
kzsi_lift_phrase(struct kzsi_planner *p, const struct kzsi_leaf *leaf)
{
    kzsi_note(p, KZSI_ROLE_ROW, leaf->text, leaf->length);
    kzsi_emit_terms(p, kzsi_emit_extra, leaf, leaf->field, KZSI_OP_OR);
    end_together(p, KZSI_OP_PHRASE, leaf->count, 0, PAIR_FACTOR * leaf->boost);
}

void
kzsi_lift_forms(struct kzsi_planner *p, const struct kzsi_node *node,
                const struct kzsi_leaf *leaf)
{
    double most = 1; /* that another inflection can have, its fields too */

    for (size_t i = 0; i < p->schema->count && leaf->field == NULL; i++)
        if (p->schema->fields[i].kind == KZSI_TEXT && p->schema->fields[i].weight > 1)
            most += FIELD_FACTOR * (p->schema->fields[i].weight - 1);
    kzsi_note(p, KZSI_ROLE_PHRASE, leaf->text, leaf->length);
    kzsi_emit_slots(p, kzsi_emit_extra, leaf, leaf->field);
    p->note.role = KZSI_ROLE_FORM;
    kzsi_emit_forms(p, kzsi_emit_extra, node, most / LITERAL_FACTOR);
    kzsi_end_extra(p, LITERAL_FACTOR * leaf->boost);
}

/* Two words that say something, side by side. */
static bool
is_pair(const struct kzsi_leaf *a, const struct kzsi_leaf *b)
{
    return a != NULL && b != NULL && !a->stop && !b->stop;
}

/* Words with a + are emitted first: put all back into the order of the query. */
static void
order_row(struct kzsi_planner *p)
{
    size_t kept = 0;

    for (size_t i = 1; i < p->row_count; i++) {
        const struct kzsi_leaf *leaf = p->row[i];
        size_t offset = p->row_offset[i], at = i;
        for (; at > 0 && p->row_offset[at - 1] > offset; at--) {
            p->row[at] = p->row[at - 1];
            p->row_offset[at] = p->row_offset[at - 1];
        }
        p->row[at] = leaf;
        p->row_offset[at] = offset;
    }
    for (size_t i = 0; i < p->row_count; i++)
        if (p->row[i] != NULL || (kept > 0 && p->row[kept - 1] != NULL))
            p->row[kept++] = p->row[i];
    p->row_count = kept;
}

/* The word of the row behind `from` that says something, past stop words but no break. */
static size_t
next_content(const struct kzsi_planner *p, size_t from)
{
    for (size_t i = from + 1; i < p->row_count && p->row[i] != NULL; i++)
        if (!p->row[i]->stop)
            return i;
    return p->row_count;
}

/* Words that follow each other in the query, stop words apart: better near each other. */
static void
lift_near(struct kzsi_planner *p)
{
    size_t count = 0;

    for (int emit = 0; emit <= 1; emit++) {
        for (size_t i = 0; i < p->row_count; i++) {
            size_t next, words;
            if (p->row[i] == NULL || p->row[i]->stop ||
                (next = next_content(p, i)) == p->row_count)
                continue;
            if (!emit) {
                count++;
                continue;
            }
            kzsi_note(p, KZSI_ROLE_NEAR, p->row[i]->text,
                      (size_t)(p->row[next]->text + p->row[next]->length - p->row[i]->text));
            words = lift_words(p, p->row[i]);
            words += lift_words(p, p->row[next]);
            end_together(p, KZSI_OP_NEAR, words, NEAR_BETWEEN, NEAR_FACTOR / (double)count);
        }
    }
}

void
kzsi_lift_row(struct kzsi_planner *p)
{
    size_t pairs = 0;
    bool whole;

    order_row(p);
    whole = p->row_count >= 2 && p->row_count <= WHOLE_MAX;
    for (size_t i = 0; i < p->row_count; i++)
        whole = whole && p->row[i] != NULL;
    for (size_t i = 0; i + 1 < p->row_count; i++)
        pairs += is_pair(p->row[i], p->row[i + 1]);
    if (whole && p->row_count == 2)
        pairs = 0; /* the whole is the pair */
    for (size_t i = 0; pairs > 0 && i + 1 < p->row_count; i++)
        if (is_pair(p->row[i], p->row[i + 1]))
            lift_phrase(p, i, 2, KZSI_ROLE_PAIR, PAIR_FACTOR / pow((double)pairs, PAIR_POWER));
    lift_near(p);
    if (whole)
        lift_phrase(p, 0, p->row_count, KZSI_ROLE_ROW,
                    p->row_count <= SHORT_MAX ? SHORT_FACTOR
                                              : WHOLE_FACTOR / (double)p->row_count);
}

/* Something stands between the words before this place in the query and those behind it. */
void
kzsi_break_row(struct kzsi_planner *p, size_t offset)
{
    if (p->row_count < ROW_MAX) {
        p->row_offset[p->row_count] = offset;
        p->row[p->row_count++] = NULL;
    }
}

void
kzsi_append_extras(struct kzsi_planner *p)
{
    if (p->extras == 0)
        return;
    for (size_t i = 0; i < p->extra_count; i++) {
        p->note = p->extra[i].note;
        kzsi_emit(p, p->extra[i]);
    }
    if (p->extras > 1)
        kzsi_emit(p, kzsi_count_step(KZSI_OP_OR, p->extras));
    kzsi_emit(p, (struct kzsi_step){.op = KZSI_OP_MAYBE});
}
