/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * kill -9 at any moment. A child commits one generation after the other as fast as it can and
 * writes down which were acknowledged; the parent kills it, and compares what is on the disk
 * with the model. Then the next child goes on with the same index.
 */
#include "tests/faults/faults.h"

static char path[400];

static int
commit_for_ever(void *user)
{
    static const char *const options[] = {"", "durability=commit", "durability=none"};
    unsigned generation = (unsigned)shared->acknowledged;
    unsigned long which = any(10);
    kzs_index *index;
    kzs_error err;

    (void)user;
    if (kzs_index_open(path, KZS_WRITE | KZS_CREATE, options[which < 3 ? which : 0], &index,
                       &err) != KZS_OK) {
        printf("# opening: %s\n", err.message);
        return 1;
    }
    for (;;) {
        if (model_change(index, generation + 1, &err) != KZS_OK)
            return 2;
        if (generation % 5 == 4) { /* what was rolled back is never seen */
            if (model_change(index, generation + 2, &err) != KZS_OK ||
                kzs_rollback(index, &err) != KZS_OK ||
                model_change(index, generation + 1, &err) != KZS_OK)
                return 3;
        }
        shared->beginning = ++generation;
        if (kzs_commit(index, &err) != KZS_OK)
            return 4;
        shared->acknowledged = generation;
    }
}

int
main(void)
{
    unsigned kills = long_form() ? 3000 : 300, lost = 0, wrong = 0, locked = 0, odd = 0;
    unsigned long commits = 0;

    faults_begin();
    snprintf(path, sizeof path, "%s", in_folder("index"));
    for (unsigned i = 0; i < kills; i++) {
        long before = shared->acknowledged, found;
        kzs_index *index;
        kzs_error err;
        int status;
        pid_t child;

        fflush(NULL);
        random_state++; /* the child's draws are its own */
        child = fork();
        if (child == 0)
            _exit(commit_for_ever(NULL));
        /* After none to three of its commits, and a little more. */
        for (long commits_more = (long)any(4), n = 0;
             shared->acknowledged < before + commits_more && n < 100000; n++)
            nanosleep(&(struct timespec){0, 200000}, NULL);
        nanosleep(&(struct timespec){0, (long)any(8000000)}, NULL);
        kill(child, SIGKILL);
        if (child < 0 || waitpid(child, &status, 0) != child)
            return 99;
        if (!WIFSIGNALED(status)) {
            printf("# the writer ended by itself: %d\n", WEXITSTATUS(status));
            odd++;
        }
        commits += (unsigned long)(shared->acknowledged - before);
        /* Killed before it had created anything: nothing to see yet. */
        if (shared->beginning == 0 &&
            kzs_index_open(path, KZS_READ, NULL, &index, &err) != KZS_OK)
            continue;
        if (shared->beginning == 0)
            kzs_index_close(index, NULL);
        found = model_verify(path, i % 5 == 0 || long_form());
        lost += found >= 0 && found < shared->acknowledged;
        wrong += found < 0 || found > shared->beginning;
        /* The killed one's lock is gone: a writer that does not wait gets it. */
        if (kzs_index_open(path, KZS_WRITE, "lock_timeout=0", &index, &err) != KZS_OK) {
            printf("# %s\n", err.message);
            locked++;
        } else {
            kzs_index_close(index, NULL);
        }
        /* The commit under way may have come about. */
        shared->acknowledged = shared->beginning = found >= 0 ? found : shared->acknowledged;
    }
    ok(commits >= kills / 4, "%u kills during %lu commits", kills, commits);
    is_number(odd, 0, "the writer never ends by itself");
    is_number(lost, 0, "no acknowledged commit is lost");
    is_number(wrong, 0, "the index is always one that was committed, and whole");
    is_number(locked, 0, "no lock is left behind");
    return tap_done();
}
