/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The stems of words as they stand in text:
 *
 *     stem_of("Людьми")                  "человек"
 *     one_stem("рынок рынка рынков")     true: all the words have one stem
 *     apart("канал", "кана")             true: they have two
 */
#ifndef STEMS_H
#define STEMS_H

#include "analysis/analysis.h"
#include "tests/unit/unit.h"

static struct kzsi_stemmer *stems_stemmer;

static inline void
stems_done(void)
{
    kzsi_stemmer_free(stems_stemmer);
    stems_stemmer = NULL;
}

/* The stem of the first word at `at`; where the word ends goes to *behind. */
static inline const char *
stem_at(const char *at, const char **behind)
{
    static char stem[2][256];
    static unsigned turn;
    struct kzsi_word word;
    const char *term, *language;
    size_t length;

    if (stems_stemmer == NULL) {
        kzsi_chars_init();
        stems_stemmer = kzsi_stemmer_new();
        if (stems_stemmer == NULL)
            exit(99);
        atexit(stems_done);
    }
    if (!kzsi_scan(at, at + strlen(at), &word))
        return NULL;
    *behind = word.end;
    if (!kzsi_stem(stems_stemmer, &word, &term, &length, &language))
        exit(99);
    turn ^= 1;
    snprintf(stem[turn], sizeof stem[turn], "%.*s", (int)length, term);
    return stem[turn];
}

static inline const char *
stem_of(const char *text)
{
    return stem_at(text, &text);
}

static inline bool
one_stem(const char *text)
{
    char first[256];
    const char *at = text, *stem = stem_at(at, &at);
    bool one = true;

    snprintf(first, sizeof first, "%s", stem);
    while ((stem = stem_at(at, &at)) != NULL)
        if (strcmp(stem, first) != 0) {
            printf("# in '%s': %s and %s\n", text, first, stem);
            one = false;
        }
    return one;
}

static inline bool
apart(const char *one, const char *other)
{
    char first[256];

    snprintf(first, sizeof first, "%s", stem_of(one));
    return strcmp(first, stem_of(other)) != 0;
}

/* Rows of words that meet, and pairs that must not. */
#define CHECK_ROWS(rows)                                                                      \
    for (size_t row = 0; row < sizeof rows / sizeof *rows; row++)                             \
    ok(one_stem(rows[row]), "one stem: %s", rows[row])
#define CHECK_PAIRS(pairs)                                                                    \
    for (size_t pair = 0; pair < sizeof pairs / sizeof *pairs; pair++)                        \
    ok(apart(pairs[pair][0], pairs[pair][1]), "two stems: %s, %s", pairs[pair][0],            \
       pairs[pair][1])

#endif
