/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * From words to tokens: stems, positions, hyphenated compounds.
 *
 *     quasi-states   quasistat      compound  position 1
 *                    quasi          word      position 1
 *                    state          word      position 2
 *
 *     $5bn           5000000000usd  compound  position 1
 *                    5              number    position 1
 *                    billion        word      position 2
 *
 * The compound is an ordinary term, so `quasistates` meets it in either direction and phrases
 * can pass through it from the left. Parts of different scripts (IT-компания) and parts that
 * are all digits (1941-1945) are not joined. Second terms of words (also, in analysis.h) come
 * from reader.c: one that stands for the word alone is a word at the same position.
 */
#include <stdlib.h>
#include <string.h>

#include "analysis/analysis.h"

struct kzsi_analyzer {
    struct kzsi_stemmer *stemmer;
    const char *text;
    struct kzsi_reader reader;
    uint32_t position;
    /* A compound that is being handed out, or one single word in parts[0]. */
    size_t parts, next;
    bool compound_first;
    bool also_done; /* the second term of the word that is next */
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
    analyzer->text = text;
    kzsi_reader_begin(&analyzer->reader, text, length);
    analyzer->position = first;
    analyzer->parts = analyzer->next = 0;
    analyzer->compound_first = analyzer->also_done = false;
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
        if (!kzsi_next_word(&analyzer->reader, word))
            break;
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

/* The second term of a word, which comes before it: of all it begins, or another word for it. */
static void
make_also(struct kzsi_analyzer *analyzer, const struct kzsi_word *word,
          struct kzsi_token *token)
{
    token->term = token->form = word->also;
    token->term_length = token->form_length = word->also_length;
    token->language = "";
    token->start = (size_t)(word->start - analyzer->text);
    token->end = (size_t)(word->also_end - analyzer->text);
    token->position = analyzer->position;
    if (word->also_end > word->end)
        token->kind = KZS_TOKEN_COMPOUND;
    else
        token->kind = word->has_digit ? KZS_TOKEN_NUMBER : KZS_TOKEN_WORD;
    analyzer->also_done = true;
}

bool
kzsi_analyzer_next(struct kzsi_analyzer *analyzer, struct kzsi_token *token, bool *failed)
{
    const struct kzsi_word *word;

    *failed = false;
    if (analyzer->next == analyzer->parts && !read_parts(analyzer))
        return false;

    word = analyzer->compound_first ? &analyzer->compound : &analyzer->part[analyzer->next];
    if (!analyzer->compound_first && word->also_length > 0 && !analyzer->also_done) {
        make_also(analyzer, word, token);
        return true;
    }
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
        analyzer->also_done = false;
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
