/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Do two words in their sentences meet? The words stand in brackets, which the analyser does
 * not see:
 *
 *     meet("Вчера [Токаев] выступил.", "Yesterday [Tokayev] spoke.")   true
 *
 * They meet when they have a term in common. A term of several words belongs to the first.
 */
#ifndef MEET_H
#define MEET_H

#include "tests/unit/analysis/words.h"

#define MEET_TERMS 32

struct meet_terms {
    size_t count;
    char text[MEET_TERMS][KZSI_FORM_MAX + 16];
};

/* The terms of what stands in brackets; without brackets, of the whole text. */
static inline void
meet_terms(const char *marked, enum kzsi_text kind, struct meet_terms *terms)
{
    char text[1024];
    size_t length = 0, start = 0, end = SIZE_MAX;
    struct kzsi_token token;
    bool failed;

    for (; *marked != '\0' && length < sizeof text; marked++) {
        if (*marked == '[')
            start = length;
        else if (*marked == ']')
            end = length;
        else
            text[length++] = *marked;
    }
    terms->count = 0;
    words_begin(text, length);
    kzsi_analyzer_begin(words_analyzer, kind, text, length, 1);
    while (kzsi_analyzer_next(words_analyzer, &token, &failed))
        if (token.start >= start && token.start < end && terms->count < MEET_TERMS)
            snprintf(terms->text[terms->count++], sizeof terms->text[0], "%.*s",
                     (int)token.term_length, token.term);
}

static inline bool
meet_in(const char *one, enum kzsi_text one_kind, const char *other)
{
    static struct meet_terms a, b;

    meet_terms(one, one_kind, &a);
    meet_terms(other, KZSI_DOCUMENT, &b);
    for (size_t i = 0; i < a.count; i++)
        for (size_t j = 0; j < b.count; j++)
            if (strcmp(a.text[i], b.text[j]) == 0)
                return true;
    return false;
}

static inline bool
meet(const char *one, const char *other)
{
    return meet_in(one, KZSI_DOCUMENT, other);
}

/* The same with the first text as a query. */
static inline bool
finds(const char *query, const char *text)
{
    return meet_in(query, KZSI_QUERY, text);
}

/* What a test prints when two words should meet and do not, or the other way. */
static inline void
meet_explain(const char *text)
{
    static struct meet_terms terms;

    meet_terms(text, KZSI_DOCUMENT, &terms);
    printf("#     %s:", text);
    for (size_t i = 0; i < terms.count; i++)
        printf(" %s", terms.text[i]);
    printf("\n");
}

#define ok_meet(one, other)                                                                   \
    do {                                                                                      \
        if (!ok(meet(one, other), "%s = %s", one, other)) {                                   \
            meet_explain(one);                                                                \
            meet_explain(other);                                                              \
        }                                                                                     \
    } while (0)

#define ok_apart(one, other)                                                                  \
    do {                                                                                      \
        if (!ok(!meet(one, other), "%s is not %s", one, other)) {                             \
            meet_explain(one);                                                                \
            meet_explain(other);                                                              \
        }                                                                                     \
    } while (0)

/* The term of a spelling in a table of names, or NULL; valid until the next call. */
static inline const char *
find_name(const struct kzsi_names *names, const char *key, bool capitals)
{
    static char term[KZSI_FORM_MAX + 8];
    struct kzsi_reading reading = {.length = strlen(key)};
    struct kzsi_name_key found[2];

    memcpy(reading.text, key, reading.length);
    if (kzsi_names_find(names, &reading, true, capitals, found) == 0)
        return NULL;
    snprintf(term, sizeof term, "%.*s", (int)found[0].length, found[0].text);
    return term;
}

#endif
