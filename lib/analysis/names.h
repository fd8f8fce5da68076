/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a table of names is made of: for names.c, which looks up, and names_make.c. */
#ifndef KZSI_NAMES_H
#define KZSI_NAMES_H

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

#include "analysis/analysis.h"
#include "base/hash.h"

/* Words of one spelling; more are no name. */
#define KZSI_SPELLING_WORDS 12

/* Something that is looked up: a spelling of one word, or the first of several. */
struct kzsi_names_entry {
    const char *key;
    size_t length; /* 0: free */
    const struct kzsi_name *name;
    const struct kzsi_name
        *cut;      /* whose spelling becomes the key without an ending, or NULL */
    bool capitals; /* only when written in capitals */
    struct kzsi_names_row *rows; /* spellings that begin with this word; name may be NULL */
};

/* A name, or the words behind the first of a spelling. */
struct kzsi_name {
    const char *term;
    size_t length;
};

struct kzsi_names_row {
    struct kzsi_name *name;
    size_t count; /* words behind the first; 0: any one that has a capital, if that has one */
    struct kzsi_name *words;     /* they; if there are none, the first as it is written */
    struct kzsi_names_row *next; /* longest first */
};

struct kzsi_names {
    atomic_uint holders;
    const struct kzsi_names *base; /* asked where this one does not know */
    struct kzsi_arena arena;
    struct kzsi_names_entry *entries;
    size_t count, size; /* size: a power of two */
    bool failed;
    struct kzsi_cabinet *cabinet; /* of the built-in one, which has no entries itself */
};

/* Drawers of the built-in table. */
#define KZSI_DRAWERS 128

/* Where a spelling stands in the text, and its line. */
struct kzsi_spelling {
    const char *line, *line_end, *at, *end;
    struct kzsi_spelling *next; /* in the same drawer */
};

struct kzsi_cabinet {
    pthread_mutex_t lock; /* for making drawers */
    _Atomic(struct kzsi_names *) drawers[KZSI_DRAWERS];
    struct kzsi_spelling *first[KZSI_DRAWERS], *last[KZSI_DRAWERS];
};

/* Where a key stands in the table, or may be put. */
static inline struct kzsi_names_entry *
kzsi_names_slot(const struct kzsi_names *names, const char *key, size_t length)
{
    size_t at = (size_t)kzsi_hash(key, length) & (names->size - 1);

    while (names->entries[at].length != 0 &&
           (names->entries[at].length != length ||
            memcmp(names->entries[at].key, key, length) != 0))
        at = (at + 1) & (names->size - 1);
    return &names->entries[at];
}

/* The key of a word in a row of words. False when out of memory. */
bool kzsi_names_row_key(struct kzsi_stemmer *stemmer, const struct kzsi_word *word,
                        const char **key, size_t *length);

/* The end of the spelling that begins at `at`: the next ` = `, or the end of the line. */
const char *kzsi_names_spelling_end(const char *at, const char *end);

/* A table of single spellings; their names are those of their lines. NULL: out of memory. */
struct kzsi_names *kzsi_names_of_spellings(const struct kzsi_spelling *spelling);

#endif
