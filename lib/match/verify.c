/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ="just Kazakhstan": forms have no positions in the index, so a document that has the phrase
 * in some inflection and all of its forms somewhere is read: do these stand side by side? The
 * words of a text are those that were indexed, found by the same analysis.
 */
#include <string.h>

#include "match/match.h"

/* Longest phrase that is followed word by word; of longer ones the beginning. */
#define WORDS_MAX 64

struct phrase {
    const char *words[WORDS_MAX];
    size_t lengths[WORDS_MAX], count;
};

static void
split(const struct kzsi_step *step, struct phrase *phrase)
{
    const char *at = step->low, *end = at + step->low_length;

    phrase->count = 0;
    while (at < end && phrase->count < WORDS_MAX) {
        const char *stop = memchr(at, '\0', (size_t)(end - at));
        stop = stop != NULL ? stop : end;
        phrase->words[phrase->count] = at;
        phrase->lengths[phrase->count++] = (size_t)(stop - at);
        at = stop + 1;
    }
}

/* Do the words stand so in a text? reached[i]: where the i-th one stands behind those before. */
static bool
stands_in(struct kzsi_analyzer *analyzer, const struct phrase *phrase, const char *text,
          size_t length, bool *failed)
{
    uint32_t reached[WORDS_MAX] = {0};
    struct kzsi_token token;

    kzsi_analyzer_begin(analyzer, KZSI_FORMS, text, length, 1);
    while (kzsi_analyzer_next(analyzer, &token, failed)) {
        if (token.kind != KZS_TOKEN_WORD && token.kind != KZS_TOKEN_NUMBER)
            continue;
        for (size_t i = phrase->count; i-- > 0;) {
            if (token.form_length != phrase->lengths[i] ||
                memcmp(token.form, phrase->words[i], token.form_length) != 0)
                continue;
            if (i > 0 && (reached[i - 1] == 0 || reached[i - 1] + 1 != token.position))
                continue;
            if (i + 1 == phrase->count)
                return true;
            reached[i] = token.position;
        }
    }
    return false;
}

/* Are words of this field found by the phrase? */
static bool
is_asked(const struct kzsi_verifier *verifier, const struct kzsi_step *step, const char *name)
{
    const struct kzsi_field *field = kzsi_schema_find(verifier->schema, name, strlen(name));

    if (field == NULL || !(field->kind == KZSI_TEXT ||
                           (field->kind == KZSI_KEYWORD && field->words)))
        return false;
    return step->high == NULL || strcmp(step->high, field->name) == 0;
}

kzs_status
kzsi_verify(void *user, const struct kzsi_step *step, const char *record, size_t length,
            bool *passes)
{
    struct kzsi_verifier *verifier = user;
    const char *id, *name, *value;
    struct phrase phrase;
    bool failed = false;
    size_t id_length;
    kzs_doc *doc;
    kzs_status st;

    *passes = true;
    if (verifier->bytes >= KZSI_VERIFIED_MAX) {
        verifier->unfinished = true;
        verifier->offset = step->offset;
        return KZS_OK;
    }
    st = kzsi_record_decode(record, length, &doc, &id, &id_length, NULL);
    if (st != KZS_OK)
        return st;
    split(step, &phrase);
    *passes = false;
    for (size_t i = 0; i < kzs_doc_count(doc) && !*passes && !failed; i++) {
        value = kzs_doc_value(doc, i, &name, &length);
        if (!is_asked(verifier, step, name))
            continue;
        verifier->bytes += length;
        *passes = stands_in(verifier->analyzer, &phrase, value, length, &failed);
    }
    kzs_doc_free(doc);
    return failed ? KZS_ERR_NOMEM : KZS_OK;
}
