/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Texts as tests like to see them:
 *
 *     forms_of("quasi-states’ 2.0")   "quasistates+ quasi states 2.0"
 *     tokens_of("quasi-states")       "quasistat+1[0,12) quasi=1[0,5) state=2[6,12)"
 *
 * A `+` marks the compound, `=` a word, `#` a number. The strings are good until the next call.
 */
#ifndef WORDS_H
#define WORDS_H

#include "analysis/analysis.h"
#include "tests/unit/unit.h"

static struct kzsi_analyzer *words_analyzer;
static struct kzsi_buf words_buf;

static inline void
words_done(void)
{
    kzsi_analyzer_free(words_analyzer);
    kzsi_buf_free(&words_buf);
    words_analyzer = NULL;
}

/* The analyzer that all of a test program uses, at the beginning of a text. */
static inline struct kzsi_analyzer *
words_begin(const char *text, size_t length)
{
    if (words_analyzer == NULL) {
        words_analyzer = kzsi_analyzer_new(NULL);
        if (words_analyzer == NULL)
            exit(99);
        atexit(words_done);
    }
    kzsi_analyzer_begin(words_analyzer, KZSI_DOCUMENT, text, length, 1);
    words_buf.length = 0;
    return words_analyzer;
}

static inline const char *
words_text(void)
{
    kzsi_buf_byte(&words_buf, '\0');
    return words_buf.data;
}

static inline const char *
forms_of_bytes(const char *text, size_t length)
{
    struct kzsi_analyzer *analyzer = words_begin(text, length);
    struct kzsi_token token;
    bool failed;

    while (kzsi_analyzer_next(analyzer, &token, &failed)) {
        if (words_buf.length > 0)
            kzsi_buf_byte(&words_buf, ' ');
        kzsi_buf_add(&words_buf, token.form, token.form_length);
        if (token.kind == KZS_TOKEN_COMPOUND)
            kzsi_buf_byte(&words_buf, '+');
    }
    return words_text();
}

static inline const char *
forms_of(const char *text)
{
    return forms_of_bytes(text, strlen(text));
}

/* The terms, as they are indexed. */
static inline const char *
terms_of(const char *text)
{
    struct kzsi_analyzer *analyzer = words_begin(text, strlen(text));
    struct kzsi_token token;
    bool failed;

    while (kzsi_analyzer_next(analyzer, &token, &failed)) {
        if (words_buf.length > 0)
            kzsi_buf_byte(&words_buf, ' ');
        kzsi_buf_add(&words_buf, token.term, token.term_length);
        if (token.kind == KZS_TOKEN_COMPOUND)
            kzsi_buf_byte(&words_buf, '+');
    }
    return words_text();
}

static inline const char *
tokens_of(const char *text)
{
    struct kzsi_analyzer *analyzer = words_begin(text, strlen(text));
    struct kzsi_token token;
    bool failed;

    while (kzsi_analyzer_next(analyzer, &token, &failed)) {
        if (words_buf.length > 0)
            kzsi_buf_byte(&words_buf, ' ');
        kzsi_buf_add(&words_buf, token.term, token.term_length);
        kzsi_buf_printf(&words_buf, "%c%u[%zu,%zu)",
                        token.kind == KZS_TOKEN_COMPOUND ? '+'
                        : token.kind == KZS_TOKEN_NUMBER ? '#'
                                                         : '=',
                        token.position, token.start, token.end);
    }
    return words_text();
}

#endif
