/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What is known of a form as a name: its keys in the table, its keys by sound, and whether a
 * name of several words may begin with it. Finding that out costs more than all the rest of
 * analysis, and texts repeat their names: answers are kept in a direct-mapped cache.
 */
#include <stdlib.h>
#include <string.h>

#include "analysis/analysis.h"
#include "base/hash.h"

#define CACHE_BITS      12 /* 1.7 MB */
#define CACHED_FORM_MAX 56

struct entry {
    uint8_t length; /* of the form; 0: empty */
    uint8_t scripts;
    bool capitals;
    char form[CACHED_FORM_MAX];
    struct kzsi_known known;
};

struct kzsi_known_cache {
    struct kzsi_known scratch; /* of a form too long to be kept */
    struct entry entries[1 << CACHE_BITS];
};

struct kzsi_known_cache *
kzsi_known_cache_new(void)
{
    return kzsi_alloc(sizeof(struct kzsi_known_cache));
}

static bool
find_out(const struct kzsi_names *names, struct kzsi_stemmer *stemmer,
         const struct kzsi_word *word, struct kzsi_known *known)
{
    struct kzsi_reading readings[KZSI_READINGS];
    size_t count = kzsi_read_name(word->form, word->length, word->scripts, readings);

    known->listed_count = 0;
    known->half = false;
    /* First, because it says when memory for the table ran out. */
    if (!kzsi_names_begins_row(names, stemmer, word, &known->begins_row))
        return false;
    for (size_t i = 0; i < count; i++) {
        bool whole = readings[i].length == word->length &&
                     memcmp(readings[i].text, word->form, word->length) == 0;
        size_t found = kzsi_names_find(names, &readings[i], whole, word->capitals,
                                       &known->listed[whole ? 0 : known->listed_count]);
        /* Царицыно is itself, and no case of Царицын. */
        if (found > 0)
            known->listed_count = (uint8_t)(found + (whole ? 0 : known->listed_count));
        if (found > 0 && whole) {
            known->half = false;
            break;
        }
        /* But -у is an ending nearly always: Вену. */
        known->half |= count > 1 && known->listed_count > 0 &&
                       memcmp(word->form + word->length - 2, "у", 2) != 0;
    }
    known->looks = (uint8_t)kzsi_looks(word);
    known->heard = false;
    known->sound_count = 0;
    return true;
}

struct kzsi_known *
kzsi_known_of(struct kzsi_known_cache *cache, const struct kzsi_names *names,
              struct kzsi_stemmer *stemmer, const struct kzsi_word *word)
{
    uint64_t hash = kzsi_hash(word->form, word->length);
    struct entry *entry = &cache->entries[hash >> (64 - CACHE_BITS)];

    if (word->length > CACHED_FORM_MAX)
        return find_out(names, stemmer, word, &cache->scratch) ? &cache->scratch : NULL;
    if (entry->length == word->length && entry->scripts == word->scripts &&
        entry->capitals == word->capitals &&
        memcmp(entry->form, word->form, word->length) == 0)
        return &entry->known;
    entry->length = 0;
    if (!find_out(names, stemmer, word, &entry->known))
        return NULL;
    entry->length = (uint8_t)word->length;
    entry->scripts = (uint8_t)word->scripts;
    entry->capitals = word->capitals;
    memcpy(entry->form, word->form, word->length);
    return &entry->known;
}

void
kzsi_known_sounds(struct kzsi_known *known, const struct kzsi_word *word)
{
    if (known->heard)
        return;
    known->heard = true;
    known->sound_count =
        (uint8_t)kzsi_name_keys(word->form, word->length, word->scripts, known->sounds);
}
