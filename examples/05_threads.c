/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Four threads search an index while a fifth writes to it, all with one handle:  05_threads
 * new.kz */
#include <kzsearch.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>

enum { READERS = 4, COMMITS = 10, PER_COMMIT = 25 };

static kzs_index
    *shared; /* any thread may use it; queries and results are each thread's own */
static atomic_bool finished;
static atomic_int failures;

static void *
write_all(void *unused)
{
    char id[32];
    kzs_error err;

    for (int n = 0; n < COMMITS * PER_COMMIT; n++) {
        kzs_doc *doc = kzs_doc_new();

        snprintf(id, sizeof id, "column-%d", n);
        kzs_doc_set(doc, "title", id, KZS_NUL, NULL);
        kzs_doc_set(doc, "body", "A border is not a wall.", KZS_NUL, NULL);
        if (kzs_put(shared, id, KZS_NUL, doc, &err) != KZS_OK ||
            ((n + 1) % PER_COMMIT == 0 && kzs_commit(shared, &err) != KZS_OK)) {
            fprintf(stderr, "writing: %s\n", err.message);
            atomic_fetch_add(&failures, 1);
        }
        kzs_doc_free(doc);
    }
    atomic_store(&finished, true);
    return unused;
}

/* How many documents match; a reader sees whole commits, and never an older one again. */
static void *
read_all(void *unused)
{
    unsigned long long before = 0;
    kzs_query *query;
    kzs_error err;
    bool last;

    if (kzs_query_new("borders", KZS_NUL, &query, &err) != KZS_OK ||
        kzs_query_set(query, "exact_total", "yes", &err) != KZS_OK)
        return atomic_fetch_add(&failures, 1), unused;
    do {
        kzs_summary summary = {.size = sizeof summary};
        kzs_results *page;

        last = atomic_load(&finished);
        if (kzs_search(shared, query, &page, &err) != KZS_OK) {
            fprintf(stderr, "searching: %s\n", err.message);
            atomic_fetch_add(&failures, 1);
            break;
        }
        kzs_results_summary(page, &summary);
        kzs_results_free(page);
        if (summary.total % PER_COMMIT != 0 || summary.total < before)
            atomic_fetch_add(&failures, 1);
        before = summary.total;
    } while (!last);
    if (before != COMMITS * PER_COMMIT)
        atomic_fetch_add(&failures, 1);
    kzs_query_free(query);
    return unused;
}

int
main(int argc, char **argv)
{
    pthread_t threads[READERS + 1];
    kzs_error err;

    if (argc != 2)
        return fprintf(stderr, "usage: %s NEW-INDEX\n", argv[0]), 2;
    if (kzs_index_create(argv[1], NULL, NULL, &shared, &err) != KZS_OK)
        return fprintf(stderr, "%s\n", err.message), 2;
    for (int i = 0; i <= READERS; i++)
        if (pthread_create(&threads[i], NULL, i == 0 ? write_all : read_all, NULL) != 0)
            return perror("pthread_create"), 2;
    for (int i = 0; i <= READERS; i++)
        pthread_join(threads[i], NULL);
    printf("%d readers, %d commits, %d failures\n", READERS, COMMITS, (int)failures);
    return kzs_index_close(shared, NULL) != KZS_OK || failures > 0;
}
