/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Rewrites: what a stemmer has to be told about words. stem_lists.c reads them from the lists
 * stems_en.txt and stems_ru.txt, rewrite.c keeps them and looks a form up.
 */
#ifndef KZSI_REWRITE_H
#define KZSI_REWRITE_H

#include "analysis/analysis.h"

enum kzsi_stem_list { KZSI_STEMS_EN, KZSI_STEMS_RU };

struct kzsi_letters {
    const char *at;
    size_t length;
};

/* What happens to the letters that a rule is about. */
struct kzsi_rule {
    struct kzsi_letters to, ending; /* both take their place */
    uint8_t cut;                    /* so many bytes of them go */
    char before;                    /* what may stand before them: - ~ + or 0, nothing */
    bool stem;                      /* what comes out is not to be stemmed any further */
};

/* ---- rewrite.c ---- */

/*
 * Add a rule about the letters `base` and then `ending`. The texts must stay in place. False
 * when there is one about the same already, a letter is none of the language, or no room is
 * left.
 */
bool kzsi_rule_add(enum kzsi_stem_list list, struct kzsi_letters base,
                   struct kzsi_letters ending, const struct kzsi_rule *rule);

/* Behind the last rule, before the first look-up. */
void kzsi_rules_ready(void);

#define KZSI_REWRITTEN_MAX (KZSI_FORM_MAX + 64)

enum kzsi_rewriting {
    KZSI_REWRITE_NONE, /* no rule is about this form */
    KZSI_REWRITE_FORM, /* out is another form of the word, which is yet to be stemmed */
    KZSI_REWRITE_STEM, /* out is the stem */
};

/* Look a form up: the longest match wins. After kzsi_stem_lists_init(). */
enum kzsi_rewriting kzsi_rewrite(enum kzsi_stem_list list, const char *form, size_t length,
                                 char out[KZSI_REWRITTEN_MAX], size_t *out_length);

/* ---- stem_lists.c ---- */

/* Read the lists: once in a process, by whichever thread comes first. Cannot fail. */
void kzsi_stem_lists_init(void);

/* The line of a list that says nothing or says it twice; NULL: all is well. */
const char *kzsi_stem_list_problem(enum kzsi_stem_list list);

/* ---- snowball.c ---- */

/* Before the first stem: once in a process, by whichever thread comes first. Cannot fail. */
void kzsi_snowball_init(void);

/* How much of a Russian form Snowball's stem is. The form has е for ё. */
size_t kzsi_snowball_russian(const char *form, size_t length);

/* ---- russian.c ---- */

/* As kzsi_rewrite() for a Russian form, with the rules that are no list. */
enum kzsi_rewriting kzsi_rewrite_russian(const char *form, size_t length,
                                         char out[KZSI_REWRITTEN_MAX], size_t *out_length);

#endif
