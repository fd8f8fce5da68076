/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One handle shared by many threads. Threads only count what went wrong; the checks are made
 * when they have ended.
 */
#include <pthread.h>
#include <stdatomic.h>

#include "tests/api/library.h"

#define SEARCHERS 4
#define COMMITS 120

struct shared {
    kzs_index *index;
    atomic_uint committed;  /* documents certainly committed */
    atomic_uint attempted;  /* documents that a commit has been begun for */
    atomic_bool finished;
    atomic_uint errors;     /* calls that failed */
    atomic_uint wrong;      /* totals that were never committed */
    atomic_uint backwards;  /* totals or commit numbers that went down */
    atomic_uint incomplete; /* hits without their stored text */
    atomic_uint searches;
    kzs_error first;        /* of the errors */
    pthread_mutex_t lock;
};

static void
note(struct shared *shared, kzs_status st, const kzs_error *err)
{
    if (st == KZS_OK)
        return;
    pthread_mutex_lock(&shared->lock);
    if (atomic_fetch_add(&shared->errors, 1) == 0)
        shared->first = *err;
    pthread_mutex_unlock(&shared->lock);
}

static void
print_first(struct shared *shared)
{
    if (shared->errors > 0)
        printf("# first error: %s: %s\n", kzs_status_name(shared->first.status),
               shared->first.message);
}

/* Does every hit have its title and a marked passage? */
static bool
is_complete(struct shared *shared, const kzs_results *results)
{
    for (size_t i = 0; i < kzs_results_count(results); i++) {
        char *snippet = NULL;
        kzs_error err;
        kzs_status st =
            kzs_results_snippet(results, i, NULL, KZS_HTML, 60, &snippet, &err);
        bool good = st == KZS_OK && strstr(snippet, "<mark>common</mark>") != NULL &&
                    kzs_doc_get(kzs_results_doc(results, i), "title", 0, NULL) != NULL;
        note(shared, st, &err);
        kzs_free(snippet);
        if (!good)
            return false;
    }
    return true;
}

static void *
search_loop(void *user)
{
    struct shared *shared = user;
    kzs_query *query = new_query("common", "exact_total=yes limit=5");
    uint64_t last_total = 0, last_commit = 0;

    while (!atomic_load(&shared->finished)) {
        unsigned least = atomic_load(&shared->committed), most;
        kzs_results *results;
        kzs_error err;
        kzs_status st = kzs_search(shared->index, query, &results, &err);
        kzs_summary summary;
        note(shared, st, &err);
        if (st != KZS_OK)
            continue;
        most = atomic_load(&shared->attempted);
        summary = summary_of(results);
        if (summary.total < least || summary.total > most ||
            summary.documents != summary.total)
            atomic_fetch_add(&shared->wrong, 1);
        if (summary.total < last_total || summary.commit_number < last_commit)
            atomic_fetch_add(&shared->backwards, 1);
        if (!is_complete(shared, results))
            atomic_fetch_add(&shared->incomplete, 1);
        last_total = summary.total;
        last_commit = summary.commit_number;
        atomic_fetch_add(&shared->searches, 1);
        kzs_results_free(results);
    }
    kzs_query_free(query);
    return NULL;
}

static void
searching_while_committing(void)
{
    struct shared shared = {.index = new_index("shared", NULL)};
    pthread_t threads[SEARCHERS];

    pthread_mutex_init(&shared.lock, NULL);
    for (size_t i = 0; i < SEARCHERS; i++)
        pthread_create(&threads[i], NULL, search_loop, &shared);
    for (unsigned n = 1; n <= COMMITS; n++) {
        char id[20];
        snprintf(id, sizeof id, "%u", n);
        put(shared.index, id, "title", "Opinion", "body",
            "They have little in common with the states around them.", NULL);
        atomic_store(&shared.attempted, n);
        commit(shared.index);
        atomic_store(&shared.committed, n);
    }
    atomic_store(&shared.finished, true);
    for (size_t i = 0; i < SEARCHERS; i++)
        pthread_join(threads[i], NULL);

    printf("# %u searches beside %d commits\n", shared.searches, COMMITS);
    ok(shared.searches > 0, "threads search while another commits");
    is_number(shared.errors, 0, "no call fails");
    print_first(&shared);
    is_number(shared.wrong, 0, "every total is one that was committed");
    is_number(shared.backwards, 0, "no thread sees an older commit after a newer one");
    is_number(shared.incomplete, 0, "every hit comes with its text");
    ok(kzs_index_close(shared.index, NULL) == KZS_OK, "the shared handle closes cleanly");
    pthread_mutex_destroy(&shared.lock);
}

/* ---- several threads putting ---- */

#define WRITERS 4
#define EACH 150

struct writer {
    struct shared *shared;
    unsigned number;
};

static void *
put_loop(void *user)
{
    struct writer *writer = user;
    kzs_error err;

    for (unsigned i = 0; i < EACH; i++) {
        kzs_doc *doc = kzs_doc_new();
        char id[40], body[100];
        int length = snprintf(id, sizeof id, "%u/%u", writer->number, i);
        snprintf(body, sizeof body, "writer%u wrote document%u and all have this in common",
                 writer->number, i);
        kzs_doc_set(doc, "body", body, KZS_NUL, NULL);
        note(writer->shared, kzs_put(writer->shared->index, id, (size_t)length, doc, &err),
             &err);
        kzs_doc_free(doc);
        if (i % 50 == 49)
            note(writer->shared, kzs_commit(writer->shared->index, &err), &err);
        if (i % 10 == 9 && i + 1 < EACH) { /* and take one back that only this thread knows */
            note(writer->shared,
                 kzs_delete(writer->shared->index, id, (size_t)length, &err), &err);
        }
    }
    return NULL;
}

static void
several_writers(void)
{
    struct shared shared = {.index = new_index("writers", NULL)};
    const unsigned left = EACH - (EACH / 10 - 1); /* of each thread's documents */
    struct writer writers[WRITERS];
    pthread_t threads[WRITERS];
    unsigned found = 0;

    pthread_mutex_init(&shared.lock, NULL);
    for (unsigned i = 0; i < WRITERS; i++) {
        writers[i] = (struct writer){&shared, i};
        pthread_create(&threads[i], NULL, put_loop, &writers[i]);
    }
    for (size_t i = 0; i < WRITERS; i++)
        pthread_join(threads[i], NULL);
    is_number(shared.errors, 0, "threads put, delete and commit on one handle");
    print_first(&shared);
    commit(shared.index);
    is_number(total(shared.index, "common"), WRITERS * left, "all that they put is there");
    for (unsigned i = 0; i < WRITERS; i++) {
        char word[20];
        snprintf(word, sizeof word, "writer%u", i);
        found += total(shared.index, word) == left;
    }
    is_number(found, WRITERS, "and every thread's documents are its own");
    kzs_index_close(shared.index, NULL);
    pthread_mutex_destroy(&shared.lock);
}

/* ---- all calls at once ---- */

static void *
everything_loop(void *user)
{
    struct shared *shared = user;
    kzs_error err;

    for (unsigned i = 0; !atomic_load(&shared->finished); i++) {
        kzs_info info = {.size = sizeof info};
        kzs_doc *doc;
        note(shared, kzs_index_info(shared->index, &info, &err), &err);
        if (info.documents > atomic_load(&shared->attempted))
            atomic_fetch_add(&shared->wrong, 1);
        kzs_status st = kzs_get(shared->index, "first", KZS_NUL, &doc, &err);
        note(shared, st, &err);
        kzs_doc_free(doc);
        if (kzs_index_schema(shared->index) == NULL)
            atomic_fetch_add(&shared->wrong, 1);
    }
    return NULL;
}

static void
reading_otherwise(void)
{
    struct shared shared = {.index = new_index("all", NULL)};
    pthread_t threads[SEARCHERS];

    pthread_mutex_init(&shared.lock, NULL);
    put(shared.index, "first", "body", "the first", NULL);
    commit(shared.index);
    shared.attempted = 1;
    for (size_t i = 0; i < SEARCHERS; i++)
        pthread_create(&threads[i], NULL, everything_loop, &shared);
    for (unsigned n = 2; n <= COMMITS / 2; n++) {
        char id[20];
        snprintf(id, sizeof id, "%u", n);
        put(shared.index, id, "body", "one more", NULL);
        if (n % 3 == 0) {
            kzs_error err;
            must(kzs_rollback(shared.index, &err), &err, "rolling back");
        }
        put(shared.index, "first", "body", "the first, changed", NULL);
        atomic_fetch_add(&shared.attempted, 1);
        commit(shared.index);
    }
    atomic_store(&shared.finished, true);
    for (size_t i = 0; i < SEARCHERS; i++)
        pthread_join(threads[i], NULL);
    is_number(shared.errors, 0, "info, get and schema never fail beside commits and rollbacks");
    print_first(&shared);
    is_number(shared.wrong, 0, "and never show what was not committed");
    kzs_index_close(shared.index, NULL);
    pthread_mutex_destroy(&shared.lock);
}

int
main(void)
{
    searching_while_committing();
    several_writers();
    reading_otherwise();
    return tap_done();
}
