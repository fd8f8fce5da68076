/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Random documents, put into a database by Xapian and by lib/bulk. */
#ifndef CORPUS_H
#define CORPUS_H

#include <sys/stat.h>

#include "bulk/bulk.h"
#include "tests/unit/shim/store.h"
#include "tests/unit/unit.h"

#define CORPUS_TERMS  400
#define CORPUS_VALUES 6

struct corpus {
    uint64_t seed;
    size_t documents;
    size_t vocabulary;
    size_t words; /* most in a document */
    size_t per_batch;
    size_t memory;
    bool odd; /* NULs, terms at the limit, huge documents, many slots */
    enum kzsi_deflate_level deflate;
    bool records_packed;
    uint64_t revision;
};

/* The one document that is being made. */
static struct kzsi_term corpus_terms[CORPUS_TERMS];
static char corpus_text[CORPUS_TERMS][250];
static uint32_t *corpus_positions;
static size_t corpus_positions_capacity;
static struct kzsi_value corpus_values[CORPUS_VALUES];
static char corpus_value[CORPUS_VALUES][600];
static char corpus_record[20000];

/* A word by its number; some are as long as may be, or have NULs. */
static inline size_t
corpus_word(size_t number, bool odd, char *out)
{
    size_t length = (size_t)sprintf(out, "%c%zu", (int)('a' + number % 26), number);

    if (odd && number % 17 == 0) {
        memset(out + length, 'x', 245 - length);
        length = 245;
    } else if (odd && number % 19 == 0) {
        out[0] = '\0';
        out[length++] = '\0';
        out[length++] = (char)0xFF;
    }
    return length;
}

static inline void
corpus_document(const struct corpus *c, size_t number, struct kzsi_entry *entry)
{
    size_t words = random_below(c->words + 1), used = 0;
    bool huge = c->odd && number % 97 == 5;

    if (c->odd && number % 11 == 3)
        words = 0;
    if (words > CORPUS_TERMS - 1)
        words = CORPUS_TERMS - 1;
    *entry = (struct kzsi_entry){.terms = corpus_terms, .values = corpus_values};
    /* Distinct terms: a random start and odd steps through the vocabulary. */
    size_t at = random_below(c->vocabulary),
           step = 1 + 2 * random_below(c->vocabulary / 2 + 1);
    for (size_t i = 0; i < words && i < c->vocabulary; i++) {
        size_t word = (at + i * step) & (c->vocabulary - 1);
        size_t count = random_below(4) == 0 ? 0 : 1 + random_below(huge ? 8000 : 5);
        uint32_t position = (uint32_t)random_below(3);
        if (random_below(50) == 0)
            position = 4000000000u;
        if (used + count > corpus_positions_capacity)
            exit(99);
        struct kzsi_term *term = &corpus_terms[entry->term_count];
        *term = (struct kzsi_term){corpus_text[entry->term_count],
                                   corpus_word(word, c->odd, corpus_text[entry->term_count]),
                                   0, corpus_positions + used, count, 0};
        /* Xapian's check takes a document whose terms all count for nothing for none. */
        if (count > 0)
            term->wdf = 1 + (uint32_t)random_below(count);
        if (random_below(30) == 0)
            term->wdf = (uint32_t)random_below(300);
        for (size_t p = 0; p < count; p++) {
            corpus_positions[used++] = position;
            position += 1 + (uint32_t)random_below(random_below(20) == 0 ? 1000 : 7);
        }
        entry->term_count++;
    }
    for (size_t i = 0; i < CORPUS_VALUES; i++) {
        static const uint32_t slots[CORPUS_VALUES] = {0, 1, 127, 128, 255, 70000};
        size_t length = random_below(c->odd && random_below(20) == 0 ? 600 : 12);
        if (random_below(3) == 0 || (!c->odd && i > 1))
            continue;
        for (size_t b = 0; b < length; b++)
            corpus_value[i][b] = (char)random_next();
        corpus_values[entry->value_count++] = (struct kzsi_value){
            slots[CORPUS_VALUES - 1 - i] + (uint32_t)number % 2, corpus_value[i], length};
    }
    size_t length = random_below(c->odd ? sizeof corpus_record : 300);
    if (random_below(5) == 0)
        length = 0;
    for (size_t b = 0; b < length; b++)
        corpus_record[b] = (char)('a' + random_below(number % 2 == 0 ? 4 : 200));
    entry->record = corpus_record;
    entry->record_length = length;
}

static inline void
corpus_begin(const struct corpus *c)
{
    random_state = c->seed;
    if (corpus_positions == NULL) {
        corpus_positions_capacity = (size_t)CORPUS_TERMS * 8001;
        corpus_positions = malloc(corpus_positions_capacity * sizeof *corpus_positions);
        if (corpus_positions == NULL)
            exit(99);
    }
}

static inline void
corpus_by_bulk(const struct corpus *c, const char *name)
{
    struct kzsi_bulk_options options = {c->revision > 0 ? c->revision : 1, c->memory,
                                        c->deflate, c->records_packed, NULL};
    struct kzsi_entry entry;
    kzsi_bulk *bulk;
    kzsi_batch *batch = kzsi_batch_new(&options);
    kzs_error err;

    corpus_begin(c);
    mkdir(in_folder(name), 0700);
    must(kzsi_bulk_new(in_folder(name), &options, &bulk, &err), &err, name);
    must(kzsi_bulk_metadata(bulk, "b", "second", &err), &err, "metadata");
    must(kzsi_bulk_metadata(bulk, "a", "first", &err), &err, "metadata");
    must(kzsi_bulk_metadata(bulk, "none", "", &err), &err, "metadata");
    for (size_t i = 0; i < c->documents;) {
        kzsi_batch_begin(batch, (uint32_t)i + 1);
        for (size_t n = 0; n < c->per_batch && i < c->documents; n++, i++) {
            corpus_document(c, i, &entry);
            must(kzsi_batch_add(batch, &entry, &err), &err, "adding");
        }
        must(kzsi_batch_close(batch, &err), &err, "closing");
        must(kzsi_bulk_append(bulk, batch, &err), &err, "appending");
    }
    must(kzsi_bulk_finish(bulk, &err), &err, "finishing");
    kzsi_batch_free(batch);
    kzsi_bulk_free(bulk);
}

#endif
