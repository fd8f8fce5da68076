/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/faults/model.h"

static unsigned long model_base;

void
model_seed(unsigned long seed)
{
    model_base = seed;
}

/* splitmix64: the n-th number of a generation's changes. */
static unsigned long
draw(unsigned generation, unsigned n, unsigned long below)
{
    uint64_t z = model_base * 0x9E3779B97F4A7C15u + generation * 0xD1B54A32D192ED03u + n;

    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return (unsigned long)((z ^ (z >> 31)) % below);
}

/* What a generation does to a document: 0 nothing, 1 puts it, 2 deletes it. */
static int
change_of(unsigned generation, unsigned id)
{
    unsigned long n = draw(generation, id, 10);

    return n < 5 ? 0 : n < 8 ? 1 : 2;
}

/* Which generation put the document as it is in `generation`; 0: it is not there. */
static unsigned
edition_of(unsigned generation, unsigned id)
{
    for (unsigned g = generation; g > 0; g--) {
        int change = change_of(g, id);
        if (change != 0)
            return change == 1 ? g : 0;
    }
    return 0;
}

/* Of varying length, in two languages, with words that are its own. */
static void
write_body(char *out, size_t size, unsigned edition, unsigned id)
{
    size_t length = (size_t)snprintf(out, size, "every edition%ux%u слово%u", edition, id, id);
    unsigned long words = draw(edition, 1000 + id, 60);

    for (unsigned n = 0; n < words && length + 40 < size; n++)
        length += (size_t)snprintf(out + length, size - length, " filler%lu выбор%lu",
                                   draw(edition, 2000 + id * 100 + n, 400),
                                   draw(edition, 9000 + id * 100 + n, 40));
}

static kzs_status
put_body(kzs_index *index, const char *id, const char *body, kzs_error *err)
{
    kzs_doc *doc = kzs_doc_new();
    kzs_status st;

    kzs_doc_set(doc, "body", body, KZS_NUL, NULL);
    kzs_doc_set(doc, "date", "2022-11-21", KZS_NUL, NULL);
    st = kzs_put(index, id, KZS_NUL, doc, err);
    kzs_doc_free(doc);
    return st;
}

kzs_status
model_change(kzs_index *index, unsigned generation, kzs_error *err)
{
    char body[4000], name[40];
    kzs_status st = KZS_OK;

    for (unsigned id = 0; id < MODEL_IDS && st == KZS_OK; id++) {
        snprintf(name, sizeof name, "id%u", id);
        switch (change_of(generation, id)) {
        case 1:
            write_body(body, sizeof body, generation, id);
            st = put_body(index, name, body, err);
            break;
        case 2:
            st = kzs_delete(index, name, KZS_NUL, err);
            if (st == KZS_ERR_NOT_FOUND)
                st = KZS_OK;
        }
    }
    snprintf(body, sizeof body, "%u", generation);
    return st != KZS_OK ? st : put_body(index, "generation", body, err);
}

/* The body of a document, to be freed; NULL when there is none or an error, which is kept. */
static char *
body_of(kzs_index *index, const char *id, kzs_status *st, kzs_error *err)
{
    char *body = NULL;
    kzs_doc *doc;

    *st = kzs_get(index, id, KZS_NUL, &doc, err);
    if (*st == KZS_OK) {
        const char *text = kzs_doc_get(doc, "body", 0, NULL);
        body = strdup(text != NULL ? text : "");
        kzs_doc_free(doc);
    }
    return body;
}

static long
differs(const char *what, const char *id, const char *why)
{
    printf("# %s %s: %s\n", what, id, why);
    return -1;
}

/* How many documents have a word; -1 on failure. */
static long
count_word(kzs_index *index, const char *word, kzs_error *err)
{
    kzs_summary summary = {.size = sizeof summary};
    kzs_results *page = NULL;
    kzs_query *query = NULL;
    long total = -1;

    if (kzs_query_new(word, KZS_NUL, &query, err) == KZS_OK &&
        kzs_query_set(query, "exact_total", "yes", err) == KZS_OK &&
        kzs_search(index, query, &page, err) == KZS_OK &&
        kzs_results_summary(page, &summary) == KZS_OK)
        total = (long)summary.total;
    kzs_results_free(page);
    kzs_query_free(query);
    return total;
}

static long
compare(kzs_index *index, unsigned generation)
{
    char name[40], want[4000];
    kzs_info info = {.size = sizeof info};
    uint64_t alive = 0;
    kzs_error err;
    kzs_status st;

    for (unsigned id = 0; id < MODEL_IDS; id++) {
        unsigned edition = edition_of(generation, id);
        char *body;
        snprintf(name, sizeof name, "id%u", id);
        body = body_of(index, name, &st, &err);
        want[0] = '\0';
        if (edition != 0)
            write_body(want, sizeof want, edition, id);
        bool same =
            edition != 0 ? body != NULL && strcmp(body, want) == 0 : st == KZS_ERR_NOT_FOUND;
        free(body);
        if (!same)
            return differs("document", name, st != KZS_OK ? err.message : "another edition");
        if (edition == 0)
            continue;
        alive++;
        snprintf(want, sizeof want, "edition%ux%u", edition, id);
        if (count_word(index, want, &err) != 1)
            return differs("the word", want, "not in one document");
    }
    if (count_word(index, "every", &err) != (long)alive)
        return differs("the word", "every", "not in every document");
    st = kzs_index_info(index, &info, &err);
    if (st != KZS_OK || info.documents != alive + (generation > 0))
        return differs("the number of", "documents", st != KZS_OK ? err.message : "is wrong");
    return (long)generation;
}

long
model_verify_open(kzs_index *index)
{
    unsigned generation = 0;
    kzs_error err;
    kzs_status st;
    char *body = body_of(index, "generation", &st, &err);

    if (st != KZS_OK && st != KZS_ERR_NOT_FOUND)
        return differs("document", "generation", err.message);
    if (body != NULL)
        generation = (unsigned)strtoul(body, NULL, 10);
    free(body);
    return compare(index, generation);
}

long
model_verify(const char *path, bool deep)
{
    kzs_index *index;
    long generation;
    kzs_error err;

    if (kzs_index_open(path, KZS_READ, NULL, &index, &err) != KZS_OK)
        return differs("opening", path, err.message);
    generation = model_verify_open(index);
    kzs_index_close(index, NULL);
    if (deep && xapian_errors(path) != 0)
        return differs("the files of", path, "xapian-check finds damage");
    return generation;
}
