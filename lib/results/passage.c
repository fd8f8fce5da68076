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

static size_t
forward(const char *text, size_t length, size_t at, size_t characters)
{
    while (at < length && characters > 0) {
        do
            at++;
        while (at < length && is_continuation(text[at]));
        characters--;
    }
    return at;
}

static size_t
back(const char *text, size_t at, size_t characters)
{
    while (at > 0 && characters > 0) {
        do
            at--;
        while (at > 0 && is_continuation(text[at]));
        characters--;
    }
    return at;
}

/* Characters in [start, end), but no more than `limit` + 1 are counted. */
static size_t
count(const char *text, size_t start, size_t end, size_t limit)
{
    size_t characters = 0;

    for (size_t at = start; at < end && characters <= limit; at++)
        characters += !is_continuation(text[at]);
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

/* First and last span of the best window. */
static void
best_window(const char *text, size_t characters, const struct kzsi_spans *spans,
            const double *weights, size_t *first, size_t *last)
{
    size_t total = spans->count < SPANS_MAX ? spans->count : SPANS_MAX;
    double best = -1;

    *first = *last = 0;
    for (size_t i = 0; i < total; i++) {
        double worth = 0;
        size_t end = i;
        for (size_t j = i; j < total; j++) {
            bool repeated = false;
            if (j > i && count(text, spans->items[i].start, spans->items[j].end, characters) >
                             characters)
                break;
            for (size_t k = i; k < j && !repeated; k++)
                repeated = spans->items[k].mark == spans->items[j].mark;
            worth += weights[spans->items[j].mark] * (repeated ? REPEAT_WORTH : 1);
            end = j;
        }
        if (worth > best * 1.0001) {
            best = worth;
            *first = i;
            *last = end;
        }
    }
}

struct kzsi_passage
kzsi_passage_choose(const char *text, size_t length, size_t characters,
                    const struct kzsi_spans *spans, const double *weights, size_t weight_count)
{
    struct kzsi_passage passage = {0, length, false, false};
    size_t first, last, must_start = 0, must_end = 0, room;

    if (count(text, 0, length, characters) <= characters)
        return passage;
    if (spans->count > 0 && weight_count > 0) {
        best_window(text, characters, spans, weights, &first, &last);
        must_start = spans->items[first].start;
        must_end = spans->items[last].end;
    }
    room = count(text, must_start, must_end, characters);
    room = room < characters ? characters - room : 0;

    /* A sentence's beginning if it fits into the room, else a third of it as context. */
    size_t from = back(text, must_start, room);
    size_t start = good_start(text, from, must_start);
    if (!begins_sentence(text, start))
        start = good_start(text, back(text, must_start, room / 3), must_start);
    passage.start = start;
    size_t to = forward(text, length, start, characters);
    passage.end = good_end(text, length, must_end > start ? must_end : start, to);
    /* A phrase longer than the whole passage is cut like anything else. */
    if (passage.end > to)
        passage.end = to;
    passage.cut_before = passage.start > 0 && !begins_sentence(text, passage.start);
    passage.cut_after = passage.end < length;
    return passage;
}
