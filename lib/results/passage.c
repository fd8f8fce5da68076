/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Choosing the passages to show: the windows that hold the most telling marks, each mark
 * counting fully once and a little when it repeats; then grown to whole sentences where they
 * fit, else to the edges of words.
 */
#include <string.h>

#include "results/results.h"

/* What the second and later occurrences of a mark are worth. */
#define REPEAT_WORTH 0.1

/* Marks are looked for in so many spans; a text with more has been found many times over. */
#define SPANS_MAX 5000

/* A part of the text that a passage may be taken from, and how long it may be. */
struct region {
    const char *text;
    size_t length;    /* of the whole text */
    size_t low, high; /* of the part */
    size_t characters;
};

static bool
is_space(char byte)
{
    return (unsigned char)byte <= ' ';
}

/* Is there anything but white space in [start, end)? */
static bool
has_text(const char *text, size_t start, size_t end)
{
    while (start < end && is_space(text[start]))
        start++;
    return start < end;
}

/* ---- which marks ---- */

/* Does a mark stand among spans [from, to)? */
static bool
is_among(const struct kzsi_span *spans, size_t from, size_t to, size_t mark)
{
    while (from < to && spans[from].mark != mark)
        from++;
    return from < to;
}

/*
 * What the best window of a region must hold; returns its worth, 0 when no span is there. The
 * window [i, j) moves over the spans: each is let in at its end and out at its beginning
 * once, so a long passage of a long text costs no more.
 */
static double
best_window(const struct region *r, const struct kzsi_spans *spans, const double *weights,
            size_t *must_start, size_t *must_end)
{
    const struct kzsi_span *items = spans->items;
    size_t total = spans->count < SPANS_MAX ? spans->count : SPANS_MAX, from = 0;
    size_t gap = 0;               /* from the start of i to that of j - 1 */
    size_t step = 0, step_to = 0; /* from the start of j - 1 to that of j */
    double worth = 0, best = 0;

    while (from < total && items[from].start < r->low)
        from++;
    for (size_t i = from, j = from; i < total; i++) {
        if (items[i].end > r->high)
            continue;
        if (j <= i) {
            worth = weights[items[i].mark];
            gap = 0;
            j = i + 1;
        }
        for (; j < total && items[j].end <= r->high; j++) {
            if (step_to != j) {
                step = kzsi_walk_count(r->text, items[j - 1].start, items[j].start,
                                       r->characters);
                step_to = j;
            }
            if (gap + step > r->characters ||
                gap + step +
                        kzsi_walk_count(r->text, items[j].start, items[j].end, r->characters) >
                    r->characters)
                break;
            gap += step;
            worth += weights[items[j].mark] *
                     (is_among(items, i, j, items[j].mark) ? REPEAT_WORTH : 1);
        }
        if (best == 0 || worth > best * 1.0001) {
            best = worth > 0 ? worth : 1e-9;
            *must_start = items[i].start;
            *must_end = items[i].end;
            for (size_t k = i + 1; k < j; k++)
                if (items[k].end > *must_end)
                    *must_end = items[k].end;
        }
        /* Without the first its next repetition counts in full. */
        worth -= weights[items[i].mark] *
                 (is_among(items, i + 1, j, items[i].mark) ? REPEAT_WORTH : 1);
        if (j > i + 1)
            gap -= kzsi_walk_count(r->text, items[i].start, items[i + 1].start, r->characters);
    }
    return best;
}

/* ---- where to begin and end ---- */

/* The last beginning of a sentence in [from, at]; SIZE_MAX if there is none. */
static size_t
sentence_start(const struct region *r, size_t from, size_t at)
{
    for (; at >= from; at--) {
        if (at == 0 ||
            (at < r->length && is_space(r->text[at - 1]) && !is_space(r->text[at]) &&
             kzsi_sentence_begins(r->text, r->length, at)))
            return at;
    }
    return SIZE_MAX;
}

/* The first end of a sentence in [at, to]; SIZE_MAX if there is none. */
static size_t
sentence_end(const struct region *r, size_t at, size_t to)
{
    for (; at <= to; at++) {
        size_t next = at;
        if (at < r->length && !is_space(r->text[at]))
            continue;
        while (next < r->length && is_space(r->text[next]))
            next++;
        if (next >= r->length || kzsi_sentence_begins(r->text, r->length, next))
            return at;
        at = next;
    }
    return SIZE_MAX;
}

/* The first beginning of a word in [from, at], else `at`. */
static size_t
word_start(const struct region *r, size_t from, size_t at)
{
    for (; from < at; from++)
        if ((from == 0 || is_space(r->text[from - 1])) && !is_space(r->text[from]) &&
            kzsi_walk_is_edge(r->text, r->length, from))
            return from;
    return at;
}

/* The last end of a word in [at, to]; where one word is longer than all, of a letter. */
static size_t
word_end(const struct region *r, size_t start, size_t at, size_t to)
{
    size_t end = to;

    if (to >= r->high && (r->high == r->length || is_space(r->text[r->high])))
        return r->high;
    while (end > at && !(is_space(r->text[end]) && !is_space(r->text[end - 1])))
        end--;
    if (end > at || (end > start && is_space(r->text[end])))
        return end;
    for (end = to; end > start; end = kzsi_walk_previous(r->text, r->length, end))
        if (kzsi_walk_is_edge(r->text, r->length, end))
            return end;
    return to;
}

/* Make what must be shown whole words, if they fit. */
static void
widen(const struct region *r, size_t *start, size_t *end)
{
    size_t from = *start, to = *end;
    size_t limit = kzsi_walk_forward(r->text, r->high, *start, r->characters);

    while (from > r->low && !is_space(r->text[from - 1]) && *start - from < 4 * r->characters)
        from--;
    while (to < r->high && !is_space(r->text[to]) && to <= limit)
        to++;
    if (kzsi_walk_count(r->text, from, to, r->characters) <= r->characters) {
        *start = from;
        *end = to;
    }
}

/* Is the line above a heading, or another that ends without a mark? It would read as a part of
 * the sentence at `at`, the line break being shown as a space. */
static bool
stands_under_heading(const struct region *r, size_t at)
{
    enum kzsi_class class;
    bool line = false;
    uint32_t c;

    for (; at > r->low && is_space(r->text[at - 1]); at--)
        line |= r->text[at - 1] == '\n';
    if (!line || at == r->low)
        return false;
    kzsi_utf8_decode(r->text + kzsi_walk_previous(r->text, r->length, at), r->text + at, &c);
    class = kzsi_class_of(c);
    return kzsi_is_letter(class) || class == KZSI_DIGIT;
}

/* More whole sentences, behind and then before, as long as they fit. */
static void
add_sentences(const struct region *r, struct kzsi_passage *p, size_t room)
{
    for (;;) {
        size_t next = p->end, end;
        while (next < r->high && is_space(r->text[next]))
            next++;
        end = next < r->high
                  ? sentence_end(r, next, kzsi_walk_forward(r->text, r->high, p->end, room))
                  : SIZE_MAX;
        if (end == SIZE_MAX || end <= p->end)
            break;
        room -= kzsi_walk_count(r->text, p->end, end, room);
        p->end = end;
    }
    while (p->start > r->low && !stands_under_heading(r, p->start)) {
        size_t from = kzsi_walk_back(r->text, r->length, p->start, room);
        size_t start = sentence_start(r, from > r->low ? from : r->low,
                                      kzsi_walk_previous(r->text, r->length, p->start));
        if (start == SIZE_MAX || start < r->low)
            break;
        room -= kzsi_walk_count(r->text, start, p->start, room);
        p->start = start;
    }
    /* Part of the next sentence, rather than leave a third of the room empty. */
    if (room * 3 > r->characters)
        p->end =
            word_end(r, p->start, p->end, kzsi_walk_forward(r->text, r->high, p->end, room));
}

/* The passage around what it must hold: whole sentences, or a part of one that reads on. */
static struct kzsi_passage
grow(const struct region *r, size_t must_start, size_t must_end)
{
    struct kzsi_passage p;
    size_t must, room, from, to, start, end, tail;

    widen(r, &must_start, &must_end);
    must = kzsi_walk_count(r->text, must_start, must_end, r->characters);
    room = must < r->characters ? r->characters - must : 0;
    from = kzsi_walk_back(r->text, r->length, must_start, room);
    to = kzsi_walk_forward(r->text, r->high, must_end, room);
    from = from > r->low ? from : r->low;
    start = sentence_start(r, from, must_start);
    end = must > r->characters ? SIZE_MAX : sentence_end(r, must_end, to);
    tail = start != SIZE_MAX
               ? r->characters - kzsi_walk_count(r->text, start, must_start, r->characters)
               : 0;
    if (start != SIZE_MAX && end != SIZE_MAX &&
        kzsi_walk_count(r->text, start, end, r->characters) <= r->characters) {
        p = (struct kzsi_passage){start, end, false, false};
        add_sentences(r, &p,
                      r->characters - kzsi_walk_count(r->text, start, end, r->characters));
    } else {
        if (start == SIZE_MAX || tail < must + r->characters / 4) {
            size_t behind = end != SIZE_MAX ? kzsi_walk_count(r->text, must_end, end, room)
                                            : room - room / 3;
            start = kzsi_walk_back(r->text, r->length, must_start,
                                   room > behind ? room - behind : 0);
            start = word_start(r, start > r->low ? start : r->low, must_start);
        }
        to = kzsi_walk_forward(r->text, r->high, start, r->characters);
        p = (struct kzsi_passage){start, to, false, false};
        p.end = end != SIZE_MAX && end <= to
                    ? end
                    : word_end(r, start, must_end < to ? must_end : start, to);
    }
    p.cut_before = p.start > 0 && !kzsi_sentence_begins(r->text, r->length, p.start);
    p.cut_after = has_text(r->text, p.end, r->length);
    return p;
}

/* ---- several ---- */

/* The best passage of those parts of the text that are in none of `taken`, in order. */
static bool
choose_next(struct region *r, const struct kzsi_spans *spans, const double *weights,
            const struct kzsi_passage *taken, size_t count, struct kzsi_passage *out)
{
    struct region best_region = *r;
    size_t start = 0, end = 0;
    double best = 0;

    for (size_t i = 0; i <= count; i++) {
        size_t must_start = 0, must_end = 0;
        double worth;
        r->low = i > 0 ? taken[i - 1].end : 0;
        r->high = i < count ? taken[i].start : r->length;
        worth = best_window(r, spans, weights, &must_start, &must_end);
        if (worth > best) {
            best = worth;
            best_region = *r;
            start = must_start;
            end = must_end;
        }
    }
    if (best > 0)
        *out = grow(&best_region, start, end);
    return best > 0;
}

static void
insert(struct kzsi_passage *passages, size_t count, struct kzsi_passage passage)
{
    for (; count > 0 && passages[count - 1].start > passage.start; count--)
        passages[count] = passages[count - 1];
    passages[count] = passage;
}

/* Passages between which nothing was left out are one. */
static size_t
join(const char *text, struct kzsi_passage *passages, size_t count)
{
    size_t kept = 0;

    for (size_t i = 0; i < count; i++) {
        if (kept > 0 && !has_text(text, passages[kept - 1].end, passages[i].start)) {
            passages[kept - 1].end = passages[i].end;
            passages[kept - 1].cut_after = passages[i].cut_after;
        } else {
            passages[kept++] = passages[i];
        }
    }
    return kept;
}

size_t
kzsi_passages_choose(const char *text, size_t length, size_t characters, size_t most,
                     const struct kzsi_spans *spans, const double *weights, double *scratch,
                     size_t weight_count, struct kzsi_passage out[KZSI_PASSAGES_MAX])
{
    struct region r = {text, length, 0, length, characters};
    size_t count = 0;

    out[0] = (struct kzsi_passage){0, length, false, false};
    if (kzsi_walk_count(text, 0, length, characters) <= characters)
        return 1;
    if (spans->count == 0 || weight_count == 0) {
        out[0] = grow(&r, 0, 0);
        return 1;
    }
    most = most < characters ? most : characters;
    most = most < KZSI_PASSAGES_MAX ? most : KZSI_PASSAGES_MAX;
    /* Fewer passages than were asked for get the room of the others. */
    for (size_t wanted = most > 0 ? most : 1; wanted > 0;
         wanted = count < wanted ? count : 0) {
        struct kzsi_passage next;
        count = 0;
        r.characters = characters / wanted;
        memcpy(scratch, weights, weight_count * sizeof *weights);
        while (count < wanted && choose_next(&r, spans, scratch, out, count, &next)) {
            insert(out, count++, next);
            for (size_t i = 0; i < spans->count; i++)
                if (spans->items[i].start >= next.start && spans->items[i].end <= next.end)
                    scratch[spans->items[i].mark] =
                        weights[spans->items[i].mark] * REPEAT_WORTH;
        }
    }
    if (count == 0) { /* no mark lies within the spans that are looked at */
        r = (struct region){text, length, 0, length, characters};
        out[count++] = grow(&r, 0, 0);
    }
    return join(text, out, count);
}
