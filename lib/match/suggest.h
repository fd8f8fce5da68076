/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What suggest.c, complete.c and mistake.c share. */
#ifndef KZSI_SUGGEST_H
#define KZSI_SUGGEST_H

#include "match/match.h"

struct kzsi_suggestion {
    char *text; /* owned */
    size_t length;
    kzs_suggestion_kind kind;
    uint64_t documents;
};

struct kzs_suggestions {
    struct kzsi_suggestion *items;
    size_t count, capacity;
};

/* Add a text, in three parts. A text that is there already is left out. False: no memory. */
bool kzsi_suggestions_add(kzs_suggestions *list, struct kzsi_string before,
                          struct kzsi_string text, struct kzsi_string behind,
                          kzs_suggestion_kind kind, uint64_t documents);

/* ---- mistake.c ---- */

/* Words of more letters are not weighed. */
#define KZSI_MISTAKE_LETTERS 40

/* The letters of a word; 0 when they are too many. */
size_t kzsi_letters(const char *text, size_t length, uint32_t out[KZSI_MISTAKE_LETTERS]);

/* How grave it is to type one word for another: the number of edits, or down to half of it. */
double kzsi_mistake(const uint32_t *a, size_t a_count, const uint32_t *b, size_t b_count);

#endif
