/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Short ways to fill an index and to ask it something; a failure ends the program. */
#ifndef LIBRARY_H
#define LIBRARY_H

#include <time.h>

#include "kzsearch.h"
#include "tests/support/folder.h"
#include "tests/support/tap.h"

#define ROWS(table) (sizeof(table) / sizeof *(table))

static inline void
must(kzs_status st, const kzs_error *err, const char *what)
{
    if (st == KZS_OK)
        return;
    printf("Bail out! %s: %s: %s\n", what, kzs_status_name(st), err->message);
    exit(99);
}

static inline double
seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* A new index in the test's folder, open for writing. */
static inline kzs_index *
new_index(const char *name, const char *schema)
{
    kzs_index *index;
    kzs_error err;

    must(kzs_index_create(in_folder(name), schema, NULL, &index, &err), &err, "creating");
    return index;
}

static inline kzs_index *
open_index(const char *name, unsigned mode)
{
    kzs_index *index;
    kzs_error err;

    must(kzs_index_open(in_folder(name), mode, NULL, &index, &err), &err, "opening");
    return index;
}

/* put(index, "id", "title", "...", "body", "...", NULL) */
static inline void
put(kzs_index *index, const char *id, ...)
{
    kzs_doc *doc = kzs_doc_new();
    const char *field;
    kzs_error err;
    va_list args;

    va_start(args, id);
    while ((field = va_arg(args, const char *)) != NULL)
        kzs_doc_add(doc, field, va_arg(args, const char *), KZS_NUL, NULL);
    va_end(args);
    must(kzs_put(index, id, KZS_NUL, doc, &err), &err, id);
    kzs_doc_free(doc);
}

static inline void
commit(kzs_index *index)
{
    kzs_error err;

    must(kzs_commit(index, &err), &err, "committing");
}

/* A query with options as "limit=5 sort=date". */
static inline kzs_query *
new_query(const char *text, const char *options)
{
    kzs_query *query;
    kzs_error err;

    must(kzs_query_new(text, KZS_NUL, &query, &err), &err, "making a query");
    for (const char *at = options; at != NULL && *at != '\0';) {
        char key[32], value[32];
        int n = 0;
        if (sscanf(at, " %31[^=]=%31[^ ]%n", key, value, &n) != 2)
            break;
        must(kzs_query_set(query, key, value, &err), &err, at);
        at += n;
    }
    return query;
}

static inline kzs_results *
run(kzs_index *index, kzs_query *query)
{
    kzs_results *results;
    kzs_error err;

    must(kzs_search(index, query, &results, &err), &err, "searching");
    kzs_query_free(query);
    return results;
}

static inline kzs_results *
find(kzs_index *index, const char *text, const char *options)
{
    return run(index, new_query(text, options));
}

/* The ids of a page: "a b c". Frees the page. */
static inline const char *
ids_of(kzs_results *results)
{
    static char list[4][2000];
    static unsigned next;
    char *out = list[next++ % 4];
    size_t length = 0;

    out[0] = '\0';
    for (size_t i = 0; i < kzs_results_count(results); i++) {
        kzs_hit hit = {.size = sizeof hit};
        if (kzs_results_hit(results, i, &hit) == KZS_OK && length + hit.id_length + 2 < 2000)
            length += (size_t)sprintf(out + length, "%s%s", i > 0 ? " " : "", hit.id);
    }
    kzs_results_free(results);
    return out;
}

static inline const char *
ids(kzs_index *index, const char *text, const char *options)
{
    return ids_of(find(index, text, options));
}

static inline kzs_summary
summary_of(const kzs_results *results)
{
    kzs_summary summary = {.size = sizeof summary};

    kzs_results_summary(results, &summary);
    return summary;
}

/* How many documents match, counted exactly. */
static inline unsigned long long
total(kzs_index *index, const char *text)
{
    kzs_results *results = find(index, text, "exact_total=yes");
    kzs_summary summary = summary_of(results);

    kzs_results_free(results);
    return summary.total;
}

#endif
