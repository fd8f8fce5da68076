/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Rewrites: what a stemmer has to be told about words, from readable lists of words and
 * endings (stems_ru.txt, stems_en.txt; the first of them says how they are written).
 */
#ifndef KZSI_REWRITE_H
#define KZSI_REWRITE_H

#include "analysis/analysis.h"

enum kzsi_rewrites { KZSI_REWRITES_EN, KZSI_REWRITES_RU };

/* Read the lists. Once per process is enough and more do no harm; any thread may. */
void kzsi_rewrites_init(void);

/* What is wrong in a list, as the line at fault; NULL if nothing is. */
const char *kzsi_rewrites_problem(enum kzsi_rewrites list);

#define KZSI_REWRITTEN_MAX (KZSI_FORM_MAX + 64)

enum kzsi_rewriting {
    KZSI_REWRITE_NONE, /* no line is about this form */
    KZSI_REWRITE_FORM, /* out is another form of the word, which is yet to be stemmed */
    KZSI_REWRITE_STEM, /* out is the stem */
};

/* Look a form up: the longest word or ending wins. The form is of one script, a-z or а-я. */
enum kzsi_rewriting kzsi_rewrite(enum kzsi_rewrites list, const char *form, size_t length,
                                 char out[KZSI_REWRITTEN_MAX], size_t *out_length);

#endif
