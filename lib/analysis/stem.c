/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Stemming by script: Latin words as English, Cyrillic words as Russian, others not at all.
 *
 * Snowball costs about half of a naive analysis and text repeats its words, so stems are
 * kept in a direct-mapped cache. An entry is one cache line:
 *
 *     | form length | bytes kept | tail length | tail ... 5 | form ... 56 |
 *
 * A stem is the beginning of the form plus, in English, a few other letters at its end.
 */
#include <stdlib.h>
#include <string.h>
#include <libstemmer.h>

#include "analysis/analysis.h"
#include "base/hash.h"

#define CACHE_BITS 14
#define TAIL_MAX 5
#define CACHED_FORM_MAX 56

struct entry {
    uint8_t form_length; /* 0: empty */
    uint8_t kept;
    uint8_t tail_length;
    char tail[TAIL_MAX];
    char form[CACHED_FORM_MAX];
};

struct kzsi_stemmer {
    struct sb_stemmer *english;
    struct sb_stemmer *russian;
    char term[KZSI_FORM_MAX + 8];
    struct entry cache[1 << CACHE_BITS];
};

struct kzsi_stemmer *
kzsi_stemmer_new(void)
{
    struct kzsi_stemmer *stemmer = kzsi_alloc(sizeof *stemmer);

    if (stemmer == NULL)
        return NULL;
    stemmer->english = sb_stemmer_new("english", NULL);
    stemmer->russian = sb_stemmer_new("russian", NULL);
    if (stemmer->english == NULL || stemmer->russian == NULL) {
        kzsi_stemmer_free(stemmer);
        return NULL;
    }
    return stemmer;
}

void
kzsi_stemmer_free(struct kzsi_stemmer *stemmer)
{
    if (stemmer == NULL)
        return;
    sb_stemmer_delete(stemmer->english);
    sb_stemmer_delete(stemmer->russian);
    free(stemmer);
}

static void
remember(struct entry *entry, const struct kzsi_word *word, const char *stem, size_t length)
{
    size_t kept = 0;

    if (word->length > CACHED_FORM_MAX)
        return;
    while (kept < length && kept < word->length && stem[kept] == word->form[kept])
        kept++;
    if (length - kept > TAIL_MAX)
        return;
    entry->form_length = (uint8_t)word->length;
    entry->kept = (uint8_t)kept;
    entry->tail_length = (uint8_t)(length - kept);
    memcpy(entry->tail, stem + kept, length - kept);
    memcpy(entry->form, word->form, word->length);
}

bool
kzsi_stem(struct kzsi_stemmer *stemmer, const struct kzsi_word *word, const char **term,
          size_t *length, const char **language)
{
    bool english = word->scripts == KZSI_SCRIPT_LATIN;
    struct entry *entry;
    const sb_symbol *stem;
    struct sb_stemmer *snowball;

    *term = word->form;
    *length = word->length;
    *language = "";
    if (word->has_digit || !(english || word->scripts == KZSI_SCRIPT_RUSSIAN))
        return true;
    *language = english ? "en" : "ru";

    entry = &stemmer->cache[kzsi_hash(word->form, word->length) >> (64 - CACHE_BITS)];
    if (entry->form_length == word->length &&
        memcmp(entry->form, word->form, word->length) == 0) {
        *term = stemmer->term;
        *length = entry->kept;
        memcpy(stemmer->term, word->form, entry->kept);
        if (entry->tail_length > 0) {
            memcpy(stemmer->term + entry->kept, entry->tail, entry->tail_length);
            *length += entry->tail_length;
        }
        return true;
    }

    snowball = english ? stemmer->english : stemmer->russian;
    stem = sb_stemmer_stem(snowball, (const sb_symbol *)word->form, (int)word->length);
    if (stem == NULL)
        return false;
    *length = (size_t)sb_stemmer_length(snowball);
    if (*length == 0 || *length > KZSI_FORM_MAX) {
        *length = word->length; /* a stem must be something to look up */
        return true;
    }
    memcpy(stemmer->term, stem, *length);
    *term = stemmer->term;
    remember(entry, word, stemmer->term, *length);
    return true;
}
