/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Choosing the passage to show: the window that holds the most telling marks, each mark
 * counting fully once and a little when it repeats; then grown to the edges of sentences, or
 * else of words.
 */
#include "results/results.h"

/* What the second and later occurrences of a mark are worth. */
#define REPEAT_WORTH 0.1

/* Marks are looked for in so many spans; a text with more has been found many times over. */
#define SPANS_MAX 5000

static bool
is_continuation(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

/* Characters are what kzsi_utf8_decode() makes of the text: it may hold anything. */
static size_t
next(const char *text, size_t length, size_t at)
{
    uint32_t c;

    return at + kzsi_utf8_decode(text + at, text + length, &c);
}

static size_t
previous(const char *text, size_t length, size_t at)
{
    for (size_t start = at; start > 0 && at - start < 4;)
        if (!is_continuation(text[--start]))
            return next(text, length, start) == at ? start : at - 1;
    return at - 1; /* a stray byte */
}

static size_t
forward(const char *text, size_t length, size_t at, size_t characters)
{
    for (; at < length && characters > 0; characters--)
        at = next(text, length, at);
    return at;
}

static size_t
back(const char *text, size_t length, size_t at, size_t characters)
{
    for (; at > 0 && characters > 0; characters--)
        at = previous(text, length, at);
    return at;
}

/* Characters in [start, end), but no more than `limit` + 1 are counted. */
static size_t
count(const char *text, size_t start, size_t end, size_t limit)
{
    size_t characters = 0;

    for (; start < end && characters <= limit; characters++)
        start = next(text, end, start);
    return characters;
}

static bool
is_space(char byte)
{
    return (unsigned char)byte <= ' ';
}

/* Does a sentence begin at `at`: the text's start, a new line, or a space behind . ! ? … */
static bool
begins_sentence(const char *text, size_t at)
{
    size_t p = at;

    if (at == 0)
        return true;
    if (!is_space(text[at - 1]) || is_space(text[at]))
        return false;
    while (p > 0 && is_space(text[p - 1]))
        if (text[--p] == '\n')
            return true;
    /* Closing quotes and brackets: ” » are E2 80 9D and C2 BB, … is E2 80 A6. */
    while (p > 0 && (text[p - 1] == '"' || text[p - 1] == '\'' || text[p - 1] == ')'))
        p--;
    if (p >= 3 && (unsigned char)text[p - 3] == 0xE2 && (unsigned char)text[p - 2] == 0x80) {
        if ((unsigned char)text[p - 1] == 0xA6)
            return true;
        p -= 3;
    } else if (p >= 2 && (unsigned char)text[p - 2] == 0xC2 &&
               (unsigned char)text[p - 1] == 0xBB) {
        p -= 2;
    }
    return p > 0 && (text[p - 1] == '.' || text[p - 1] == '!' || text[p - 1] == '?');
}

/* Where a passage that must hold `must` may begin, not before `from`. */
static size_t
good_start(const char *text, size_t from, size_t must)
{
    size_t word = must;
    bool have_word = false;

    for (size_t at = from; at < must; at++) {
        if (is_continuation(text[at]))
            continue;
        if (begins_sentence(text, at))
            return at;
        if (!have_word && at > 0 && is_space(text[at - 1]) && !is_space(text[at])) {
            word = at;
            have_word = true;
        }
    }
    return word;
}

/* Where a passage that must hold all before `must` may end, not after `to`. */
static size_t
good_end(const char *text, size_t length, size_t must, size_t to)
{
    size_t word = 0, sentence = 0;

    if (to >= length)
        return length;
    for (size_t at = must; at <= to; at++) {
        if (is_continuation(text[at]) || !is_space(text[at]))
            continue;
        word = at;
        size_t next = at;
        while (next < length && is_space(text[next]))
            next++;
        if (next < length && begins_sentence(text, next))
            sentence = at;
    }
    /* A whole sentence, unless that throws away more than a third of the room. */
    if (sentence > must && (to - sentence) * 3 <= to - must)
        return sentence;
    return word > must ? word : to;
}

/* Does a mark stand among spans [from, to)? */
static bool
is_among(const struct kzsi_spans *spans, size_t from, size_t to, size_t mark)
{
    while (from < to && spans->items[from].mark != mark)
        from++;
    return from < to;
}

/*
 * What the best window must hold. The window [i, j) moves over the spans: each is let in at
 * its end and out at its beginning once, so a long passage of a long text costs no more.
 */
static void
best_window(const char *text, size_t characters, const struct kzsi_spans *spans,
            const double *weights, size_t *must_start, size_t *must_end)
{
    const struct kzsi_span *items = spans->items;
    size_t total = spans->count < SPANS_MAX ? spans->count : SPANS_MAX;
    size_t j = 0, gap = 0, first = 0, behind = 1; /* gap: from the start of i to that of j - 1 */
    size_t step = 0, step_to = 0;                 /* from the start of j - 1 to that of j */
    double worth = 0, best = -1;

    for (size_t i = 0; i < total; i++) {
        if (j == i) {
            worth = weights[items[i].mark];
            gap = 0;
            j++;
        }
        for (; j < total; j++) {
            if (step_to != j) {
                step = count(text, items[j - 1].start, items[j].start, characters);
                step_to = j;
            }
            if (gap + step > characters ||
                gap + step + count(text, items[j].start, items[j].end, characters) > characters)
                break;
            gap += step;
            worth += weights[items[j].mark] *
                     (is_among(spans, i, j, items[j].mark) ? REPEAT_WORTH : 1);
        }
        if (worth > best * 1.0001) {
            best = worth;
            first = i;
            behind = j;
        }
        /* Without the first its next repetition counts in full. */
        worth -= weights[items[i].mark] *
                 (is_among(spans, i + 1, j, items[i].mark) ? REPEAT_WORTH : 1);
        if (j > i + 1)
            gap -= count(text, items[i].start, items[i + 1].start, characters);
    }
    *must_start = items[first].start;
    *must_end = items[first].end;
    for (size_t i = first + 1; i < behind; i++)
        if (items[i].end > *must_end)
            *must_end = items[i].end;
}

/* Is there anything but white space in [start, end)? */
static bool
has_text(const char *text, size_t start, size_t end)
{
    while (start < end && is_space(text[start]))
        start++;
    return start < end;
}

struct kzsi_passage
kzsi_passage_choose(const char *text, size_t length, size_t characters,
                    const struct kzsi_spans *spans, const double *weights, size_t weight_count)
{
    struct kzsi_passage passage = {0, length, false, false};
    size_t must_start = 0, must_end = 0, room;

    if (count(text, 0, length, characters) <= characters)
        return passage;
    if (spans->count > 0 && weight_count > 0)
        best_window(text, characters, spans, weights, &must_start, &must_end);
    room = count(text, must_start, must_end, characters);
    room = room < characters ? characters - room : 0;

    /* A sentence's beginning if it fits into the room, else a third of it as context. */
    size_t from = back(text, length, must_start, room);
    size_t start = good_start(text, from, must_start);
    if (!begins_sentence(text, start))
        start = good_start(text, back(text, length, must_start, room / 3), must_start);
    passage.start = start;
    size_t to = forward(text, length, start, characters);
    passage.end = good_end(text, length, must_end > start ? must_end : start, to);
    /* A phrase longer than the whole passage is cut like anything else. */
    if (passage.end > to)
        passage.end = to;
    passage.cut_before = passage.start > 0 && !begins_sentence(text, passage.start);
    passage.cut_after = has_text(text, passage.end, length);
    return passage;
}
