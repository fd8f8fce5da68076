/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A query program: what lib/query makes and lib/shim runs. Pure data in postfix order,
 * operands first, then what is done with them:
 *
 *     TERM just   TERM kazakhstan   PHRASE 2     "just Kazakhstan"
 */
#ifndef KZSI_PROGRAM_H
#define KZSI_PROGRAM_H

#include <stddef.h>
#include <stdint.h>

enum kzsi_op {
    KZSI_OP_TERM,    /* push a term */
    KZSI_OP_ALL,     /* push every document */
    KZSI_OP_NONE,    /* push nothing */
    KZSI_OP_RANGE,   /* push documents whose value lies within [low, high] */
    KZSI_OP_AND,     /* combine the last `count` operands */
    KZSI_OP_OR,
    KZSI_OP_PHRASE,  /* in order within `window` words; operands are terms or ORs of terms */
    KZSI_OP_NEAR,    /* in any order within `window` words */
    KZSI_OP_UNIT,    /* any of the last `count` operands, scored as if they were one word */
    KZSI_OP_AND_NOT, /* the first of the last two, without the second */
    KZSI_OP_MAYBE,   /* the first of the last two, the second only adds to the score */
    KZSI_OP_FILTER,  /* the first of the last two, the second only restricts */
    KZSI_OP_SCALE,   /* multiply the score of the last operand by `factor` */
    KZSI_OP_CHECK,   /* push documents whose record passes a check: the right side of FILTER */
    KZSI_OP_CHOSEN,  /* push documents of a list, each for the same score */
    KZSI_OP_EXPAND   /* push the words that are like one (lib/match/expand.c, before the shim) */
};

/* What a step that scores is there for: for those who ask what a score is made of. */
enum kzsi_role {
    KZSI_ROLE_WORD,     /* a word, by any of its terms */
    KZSI_ROLE_PHRASE,   /* words in quotes */
    KZSI_ROLE_COMPOUND, /* one term for several words */
    KZSI_ROLE_NAME,     /* the key of a name of several words */
    KZSI_ROLE_FIELD,    /* adds: a word found in a weighted field */
    KZSI_ROLE_PAIR,     /* adds: two neighbouring words side by side */
    KZSI_ROLE_NEAR,     /* adds: two words near each other */
    KZSI_ROLE_ROW,      /* adds: all words together in order */
    KZSI_ROLE_FORM,     /* restricts: a word or phrase exactly as it is written */
    KZSI_ROLE_EXTRA     /* adds: a stop word or initials */
};

/* The part of the query text that a step comes from. */
struct kzsi_note {
    enum kzsi_role role;
    uint32_t start, length; /* bytes */
};

struct kzsi_step {
    enum kzsi_op op;
    size_t count;    /* AND, OR, PHRASE, NEAR, UNIT */
    unsigned window; /* PHRASE, NEAR; EXPAND: edits, 0 for a pattern */
    double factor;   /* SCALE; CHOSEN: the score; CHECK: > 0: as lib/match/literal.c says */
    const char *low; /* TERM: the term; RANGE: lower bound, empty if open; EXPAND: the pattern;
                        CHECK: words, NULs between them; CHOSEN: uint32_t numbers, ascending */
    size_t low_length;
    const char *high; /* RANGE: upper bound, NULL if open; EXPAND: what the terms begin with;
                         CHECK: name of the field, NULL for any */
    size_t high_length;
    uint32_t slot; /* RANGE */
    struct kzsi_note note;
    size_t offset; /* EXPAND, CHECK: of the word or phrase in the query */
};

#endif
