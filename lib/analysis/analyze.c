/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * From words to tokens: stems, positions, hyphenated compounds.
 *
 *     quasi-states   quasistat      compound  position 1
 *                    quasi          word      position 1
 *                    state          word      position 2
 *
 * The compound is an ordinary term, so `quasistates` meets it in either direction and phrases
 * can pass through it from the left. Parts of different scripts (IT-компания) and parts that
 * are all digits (1941-1945) are not joined.
 */
#include <stdlib.h>
#include <string.h>

#include "analysis/analysis.h"

struct kzsi_analyzer {
    struct kzsi_stemmer *stemmer;
    const char *text, *at, *end;
    uint32_t position;
    /* A compound that is being handed out, or one single word in parts[0]. */
    size_t parts, next;
    bool compound_first;
    struct kzsi_word compound;
    struct kzsi_word part[KZSI_PARTS_MAX];
};

struct kzsi_analyzer *
kzsi_analyzer_new(void)
{
    struct kzsi_analyzer *analyzer = kzsi_alloc(sizeof *analyzer);

    if (analyzer == NULL)
        return NULL;
    kzsi_chars_init();
    analyzer->stemmer = kzsi_stemmer_new();
    if (analyzer->stemmer == NULL) {
        free(analyzer);
        return NULL;
    }
    return analyzer;
}

void
kzsi_analyzer_free(struct kzsi_analyzer *analyzer)
{
    if (analyzer == NULL)
        return;
    kzsi_stemmer_free(analyzer->stemmer);
    free(analyzer);
}

void
kzsi_analyzer_begin(struct kzsi_analyzer *analyzer, const char *text, size_t length,
                    uint32_t first)
{
    analyzer->text = analyzer->at = text;
    analyzer->end = text + length;
    analyzer->position = first;
    analyzer->parts = analyzer->next = 0;
    analyzer->compound_first = false;
}

/* Join the parts that were read; false when they do not make one word. */
static bool
join(struct kzsi_analyzer *analyzer)
{
    struct kzsi_word *compound = &analyzer->compound;
    const struct kzsi_word *last = &analyzer->part[analyzer->parts - 1];

    compound->start = analyzer->part[0].start;
    compound->end = last->end;
    compound->scripts = 0;
    compound->has_digit = false;
    compound->length = 0;
    for (size_t i = 0; i < analyzer->parts; i++) {
        const struct kzsi_word *part = &analyzer->part[i];
        if (compound->length + part->length > KZSI_FORM_MAX)
            return false;
        memcpy(compound->form + compound->length, part->form, part->length);
        compound->length += part->length;
        compound->scripts |= part->scripts;
        compound->has_digit |= part->has_digit;
    }
    return compound->scripts == KZSI_SCRIPT_LATIN ||
           compound->scripts == KZSI_SCRIPT_RUSSIAN || compound->scripts == KZSI_SCRIPT_OTHER;
}

/* Read a word and the parts that hyphens join to it. False at the end of the text. */
static bool
read_parts(struct kzsi_analyzer *analyzer)
{
    analyzer->parts = analyzer->next = 0;
    do {
        struct kzsi_word *word = &analyzer->part[analyzer->parts];
        if (!kzsi_scan(analyzer->at, analyzer->end, word))
            break;
        analyzer->at = word->end;
        if (word->length > 0)
            analyzer->parts++;
        else if (analyzer->parts == 0)
            continue; /* nothing searchable was left of it: look for the next */
        if (!word->joined)
            break;
    } while (analyzer->parts < KZSI_PARTS_MAX);

    analyzer->compound_first = analyzer->parts > 1 && join(analyzer);
    return analyzer->parts > 0;
}

bool
kzsi_analyzer_next(struct kzsi_analyzer *analyzer, struct kzsi_token *token, bool *failed)
{
    const struct kzsi_word *word;

    *failed = false;
    if (analyzer->next == analyzer->parts && !read_parts(analyzer))
        return false;

    word = analyzer->compound_first ? &analyzer->compound : &analyzer->part[analyzer->next];
    if (!kzsi_stem(analyzer->stemmer, word, &token->term, &token->term_length,
                   &token->language)) {
        *failed = true;
        return false;
    }
    token->form = word->form;
    token->form_length = word->length;
    token->start = (size_t)(word->start - analyzer->text);
    token->end = (size_t)(word->end - analyzer->text);
    token->position = analyzer->position;
    token->kind = word->has_digit ? KZS_TOKEN_NUMBER : KZS_TOKEN_WORD;
    if (analyzer->compound_first) {
        token->kind = KZS_TOKEN_COMPOUND;
        analyzer->compound_first = false;
    } else {
        analyzer->next++;
        analyzer->position++;
    }
    return true;
}

kzs_status
kzs_analyze(const char *text, size_t length, kzs_token_fn callback, void *user, kzs_error *err)
{
    struct kzsi_analyzer *analyzer = kzsi_analyzer_new();
    struct kzsi_token token;
    bool failed = false;

    if (analyzer == NULL)
        return kzsi_fail_nomem(err);
    length = kzsi_length(text, length);
    kzsi_analyzer_begin(analyzer, text != NULL ? text : "", length, 1);
    while (kzsi_analyzer_next(analyzer, &token, &failed)) {
        kzs_token out = {
            .size = sizeof out,
            .term = token.term,
            .term_length = token.term_length,
            .form = token.form,
            .form_length = token.form_length,
            .start = token.start,
            .end = token.end,
            .position = token.position,
            .kind = token.kind,
            .language = token.language,
        };
        if (callback(user, &out) != 0)
            break;
    }
    kzsi_analyzer_free(analyzer);
    return failed ? kzsi_fail_nomem(err) : KZS_OK;
}
