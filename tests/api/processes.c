/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Several processes and one index: the lock, fork(), and reading while another commits. */
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>

#include "tests/api/library.h"

/* Wait for a child; its exit status, or 1000 + the signal that ended it. */
static int
reap(pid_t child)
{
    int status = 0;

    if (waitpid(child, &status, 0) != child)
        return -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

/* ---- a writer that commits without pause ---- */

#define MEMBERS 6
#define SECONDS 2.0

static volatile sig_atomic_t stopped;

static void
stop(int sig)
{
    (void)sig;
    stopped = 1;
}

/* Each commit replaces all documents, which then agree on their generation. */
static void
put_generation(kzs_index *index, unsigned generation)
{
    for (unsigned i = 0; i < MEMBERS; i++) {
        char id[20], number[20], body[400];
        snprintf(id, sizeof id, "m%u", i);
        snprintf(number, sizeof number, "%u", generation);
        snprintf(body, sizeof body,
                 "This generation wants justice, member%u of it says. Filler %u %u %u %u. "
                 "Nothing else will do in generation g%u.",
                 i, generation * 7, generation * 11, generation * 13, generation * 17,
                 generation);
        put(index, id, "title", number, "body", body, NULL);
    }
}

static int
commit_without_pause(void)
{
    kzs_index *index;
    kzs_error err;
    unsigned generation = 1;

    signal(SIGTERM, stop);
    if (kzs_index_open(in_folder("busy"), KZS_WRITE, "lock_timeout=5s", &index, &err) != KZS_OK)
        return 2;
    while (!stopped) {
        put_generation(index, ++generation);
        if (kzs_commit(index, &err) != KZS_OK)
            return 3;
    }
    kzs_index_close(index, NULL);
    return generation > 10 ? 0 : 4;
}

struct reading {
    kzs_index *index;
    double until;
    atomic_uint searches, errors, torn, snippets, commits;
    char first[600];
};

static void
note(struct reading *reading, kzs_status st, const kzs_error *err)
{
    if (st != KZS_OK && atomic_fetch_add(&reading->errors, 1) == 0)
        snprintf(reading->first, sizeof reading->first, "%s: %s", kzs_status_name(st),
                 err->message);
}

static void *
read_loop(void *user)
{
    struct reading *reading = user;
    kzs_query *query = new_query("generation justice", "exact_total=yes");
    uint64_t last = 0;

    while (seconds() < reading->until) {
        kzs_results *results;
        kzs_error err;
        kzs_doc *doc;
        kzs_status st = kzs_search(reading->index, query, &results, &err);
        note(reading, st, &err);
        atomic_fetch_add(&reading->searches, 1);
        if (st == KZS_OK) {
            kzs_summary summary = summary_of(results);
            const char *first = kzs_doc_get(kzs_results_doc(results, 0), "title", 0, NULL);
            bool whole = summary.total == MEMBERS && kzs_results_count(results) == MEMBERS;
            for (size_t i = 0; whole && i < MEMBERS; i++) {
                const char *title =
                    kzs_doc_get(kzs_results_doc(results, i), "title", 0, NULL);
                char *snippet = NULL;
                whole = title != NULL && first != NULL && strcmp(title, first) == 0;
                st = kzs_results_snippet(results, i, NULL, KZS_HTML, 100, &snippet, &err);
                note(reading, st, &err);
                if (st == KZS_OK && strstr(snippet, "<mark>") != NULL)
                    atomic_fetch_add(&reading->snippets, 1);
                kzs_free(snippet);
            }
            if (!whole || summary.commit_number < last)
                atomic_fetch_add(&reading->torn, 1);
            if (summary.commit_number != last)
                atomic_fetch_add(&reading->commits, 1);
            last = summary.commit_number;
            kzs_results_free(results);
        }
        st = kzs_get(reading->index, "m3", KZS_NUL, &doc, &err);
        note(reading, st, &err);
        kzs_doc_free(doc);
    }
    kzs_query_free(query);
    return NULL;
}

static void
reading_a_busy_index(void)
{
    struct reading reading = {.until = 0};
    pthread_t threads[2];
    pid_t child;
    int status;
    kzs_index *index = new_index("busy", NULL);

    put_generation(index, 1);
    commit(index);
    kzs_index_close(index, NULL);

    child = fork();
    if (child == 0)
        _exit(commit_without_pause());
    reading.index = open_index("busy", KZS_READ);
    reading.until = seconds() + SECONDS;
    for (size_t i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, read_loop, &reading);
    for (size_t i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    kill(child, SIGTERM);
    status = reap(child);

    printf("# %u searches saw %u commits\n", reading.searches, reading.commits);
    is_number(status, 0, "another process commits without pause");
    ok(reading.searches > 10 && reading.commits > 5, "a reader follows it");
    is_number(reading.errors, 0, "searching and fetching never fail meanwhile");
    if (reading.errors > 0)
        printf("# first error: %s\n", reading.first);
    is_number(reading.torn, 0, "every page shows exactly one commit");
    is_number(reading.snippets, (reading.searches - reading.errors) * MEMBERS,
              "every hit has a marked snippet");
    kzs_index_close(reading.index, NULL);
}

/* ---- the write lock ---- */

static void
locking(void)
{
    kzs_index *index = new_index("locked", NULL), *other = index;
    kzs_error err = {.status = KZS_OK};
    double begin, took;
    pid_t child;

    ok(kzs_index_open(in_folder("locked"), KZS_WRITE, NULL, &other, &err) == KZS_ERR_LOCKED,
       "a second handle for writing is refused");
    ok(other == NULL && err.status == KZS_ERR_LOCKED, "with no handle and the status in err");
    contains(err.message, in_folder("locked"), "the error names the path");
    ok(kzs_index_open(in_folder("locked"), KZS_READ, NULL, &other, &err) == KZS_OK,
       "reading is not refused");
    kzs_index_close(other, NULL);

    begin = seconds();
    kzs_status st =
        kzs_index_open(in_folder("locked"), KZS_WRITE, "lock_timeout=300ms", &other, &err);
    took = seconds() - begin;
    ok(st == KZS_ERR_LOCKED && took >= 0.29 && took < 3, "lock_timeout=300ms is kept (%.3f s)",
       took);

    child = fork();
    if (child == 0) {
        kzs_index *mine;
        kzs_status first = kzs_index_open(in_folder("locked"), KZS_WRITE, NULL, &mine, NULL);
        _exit(first == KZS_ERR_LOCKED ? 0 : 1);
    }
    is_number(reap(child), 0, "another process is refused as well");

    kzs_index_close(index, NULL);

    /* A writer that dies leaves no lock behind. */
    child = fork();
    if (child == 0) {
        kzs_index *mine;
        kzs_index_open(in_folder("locked"), KZS_WRITE, NULL, &mine, NULL);
        put(mine, "lost", "body", "never committed", NULL);
        raise(SIGKILL);
    }
    is_number(reap(child), 1000 + SIGKILL, "a writer is killed");
    ok(kzs_index_open(in_folder("locked"), KZS_WRITE, NULL, &index, &err) == KZS_OK,
       "its lock is gone with it");
    is_number(total(index, "committed"), 0, "and so are its uncommitted changes");
    kzs_index_close(index, NULL);
}

/* Released while somebody waits: the lock is had, long before the timeout. */
static void
waiting_for_the_lock(void)
{
    int ready[2];
    char byte = 0;
    kzs_index *index;
    double begin;
    pid_t child;

    /* Forked before the index is opened: a child that inherits the handle keeps the lock. */
    if (pipe(ready) != 0)
        exit(99);
    child = fork();
    if (child == 0) {
        if (read(ready[0], &byte, 1) != 1)
            _exit(3);
        begin = seconds();
        if (kzs_index_open(in_folder("awaited"), KZS_WRITE, "lock_timeout=20s", &index, NULL))
            _exit(1);
        _exit(seconds() - begin < 10 ? 0 : 2);
    }
    index = new_index("awaited", NULL);
    if (write(ready[1], &byte, 1) != 1)
        exit(99);
    usleep(200000);
    kzs_index_close(index, NULL);
    is_number(reap(child), 0, "a process that waits gets the lock once it is released");
    close(ready[0]);
    close(ready[1]);
}

/* ---- fork ---- */

/* What a child may expect of a handle that it inherited. Returns which expectation failed. */
static int
use_inherited(kzs_index *index, kzs_query *query)
{
    kzs_info info = {.size = sizeof info};
    kzs_doc *doc = kzs_doc_new(), *fetched = doc;
    kzs_results *results = (kzs_results *)doc;
    kzs_error err = {.status = KZS_OK};

    kzs_doc_set(doc, "body", "from the child", KZS_NUL, NULL);
    if (kzs_search(index, query, &results, &err) != KZS_ERR_FORKED || results != NULL)
        return 1;
    if (err.status != KZS_ERR_FORKED || strstr(err.message, "fork") == NULL)
        return 2;
    if (kzs_get(index, "a", KZS_NUL, &fetched, NULL) != KZS_ERR_FORKED || fetched != NULL)
        return 3;
    if (kzs_put(index, "b", KZS_NUL, doc, NULL) != KZS_ERR_FORKED)
        return 4;
    if (kzs_delete(index, "a", KZS_NUL, NULL) != KZS_ERR_FORKED)
        return 5;
    if (kzs_commit(index, NULL) != KZS_ERR_FORKED)
        return 6;
    if (kzs_rollback(index, NULL) != KZS_ERR_FORKED)
        return 7;
    if (kzs_index_info(index, &info, NULL) != KZS_ERR_FORKED)
        return 8;
    if (kzs_index_close(index, NULL) != KZS_OK)
        return 9;
    kzs_doc_free(doc);
    return 0;
}

static void
forking(void)
{
    kzs_index *index = new_index("forked", NULL);
    kzs_query *query = new_query("parent", NULL);
    pid_t child;

    put(index, "a", "body", "of the parent", NULL);
    commit(index);
    is_number(total(index, "parent"), 1, "the parent searches before it forks");
    put(index, "b", "body", "of the parent, not committed yet", NULL);

    child = fork();
    if (child == 0)
        _exit(use_inherited(index, query));
    is_number(reap(child), 0, "in a child every call says KZS_ERR_FORKED, closing is safe");

    commit(index);
    is_number(total(index, "parent"), 2, "the parent goes on as if nothing had happened");

    child = fork();
    if (child == 0) {
        kzs_index *own = open_index("forked", KZS_READ);
        _exit(total(own, "parent") == 2 && kzs_index_close(own, NULL) == KZS_OK ? 0 : 1);
    }
    is_number(reap(child), 0, "a child that opens the index itself can search it");
    kzs_query_free(query);
    ok(kzs_index_close(index, NULL) == KZS_OK, "the parent closes its handle");

    /* Documents, queries and results are plain memory: a child may use them. */
    index = open_index("forked", KZS_READ);
    kzs_results *results = find(index, "parent", NULL);
    child = fork();
    if (child == 0) {
        char *snippet = NULL;
        kzs_results_snippet(results, 0, NULL, KZS_HTML, 0, &snippet, NULL);
        _exit(snippet != NULL && strstr(snippet, "<mark>parent</mark>") != NULL ? 0 : 1);
    }
    is_number(reap(child), 0, "results may be used in a child");
    kzs_results_free(results);
    kzs_index_close(index, NULL);
}

int
main(void)
{
    in_folder(""); /* made here, so that it is not a child that makes it */
    locking();
    waiting_for_the_lock();
    forking();
    reading_a_busy_index();
    return tap_done();
}
