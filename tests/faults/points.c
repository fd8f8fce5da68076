/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Every point at which opening, changing, committing and closing an index can fail or be
 * killed: each call on a file of the index, one after the other. Afterwards the index must be
 * as before or as after, and a commit that failed, when retried, as after.
 */
#include "tests/faults/faults.h"

struct trial {
    const char *name;
    struct fault fault;
    long before;  /* generation of the index at the start; -1: there is none */
    bool give_up; /* roll back instead of trying again */
    bool writes_only;
};

enum { BASE = 6 }; /* generations of the index that is worked on */

static char base[400], path[400];
static unsigned failures_seen;

/* Both the failure and what follows it are the child's; 0 when the library did well. */
static int
go_through(void *user)
{
    const struct trial *trial = user;
    unsigned next = (unsigned)(trial->before < 0 ? 1 : trial->before + 1);
    kzs_index *index = NULL;
    bool failed = false;
    kzs_error err;
    kzs_status st;

    fault_arm(&trial->fault);
    st = kzs_index_open(path, KZS_WRITE | KZS_CREATE, NULL, &index, &err);
    if (st == KZS_OK && trial->before < 0)
        shared->acknowledged = shared->beginning = 0;
    if (st == KZS_OK)
        st = model_change(index, next, &err);
    if (st == KZS_OK) {
        shared->beginning = next;
        st = kzs_commit(index, &err);
    }
    if (st == KZS_OK)
        shared->acknowledged = next;
    else
        failed = true;
    if (failed && (st != err.status || err.message[0] == '\0'))
        return 2;

    if (failed && index != NULL) {
        /* It says so on every call. */
        if (shared->beginning == next &&
            (kzs_delete(index, "nobody", KZS_NUL, &err) != KZS_ERR_STATE ||
             model_change(index, next, &err) != KZS_ERR_STATE))
            return 3;
        if (trial->fault.forever && kzs_commit(index, &err) == KZS_OK && fault_happened() &&
            shared->beginning == next)
            shared->acknowledged = next; /* the fault was on what a retry does not need */
        shared->counted = fault_disarm();
        if (trial->give_up) {
            if (kzs_rollback(index, &err) != KZS_OK)
                return 4;
        } else {
            /* A commit is retried as it is; a change that failed is made again first. */
            bool again = shared->beginning != next;
            if (again && kzs_commit(index, &err) != KZS_OK)
                return 5;
            if (again && model_change(index, next, &err) != KZS_OK)
                return 6;
            shared->beginning = next;
            if (kzs_commit(index, &err) != KZS_OK) {
                printf("# retry: %s\n", err.message);
                return 7;
            }
            shared->acknowledged = next;
        }
    }
    if (kzs_index_close(index, &err) != KZS_OK && !(failed && index == NULL))
        return 8;
    shared->counted = fault_disarm();
    shared->happened = fault_happened();
    return 0;
}

/* One trial at one point. True when all is well. */
static bool
try_at(struct trial *trial, uint64_t at, bool deep)
{
    bool kills = trial->fault.action == FAULT_KILL || trial->fault.action == FAULT_KILL_HALF;
    long first = trial->before < 0 ? 0 : trial->before, found;
    kzs_index *index;
    kzs_error err;
    int ended;

    trial->fault.at = at;
    if (trial->before < 0)
        remove_folder(path);
    else
        copy_index(base, path);
    shared->acknowledged = shared->beginning = trial->before;
    shared->happened = 0;
    ended = in_child(go_through, trial);
    if (ended != 0 && !(kills && ended == -SIGKILL)) {
        printf("# %s, point %llu: ended with %d\n", trial->name, (unsigned long long)at,
               ended);
        return false;
    }
    failures_seen += ended != 0 || shared->happened;

    if (shared->acknowledged >= 0) {
        found = model_verify(path, deep);
        if (found != shared->acknowledged && found != shared->beginning) {
            printf("# %s, point %llu: generation %ld, acknowledged %ld\n", trial->name,
                   (unsigned long long)at, found, shared->acknowledged);
            return false;
        }
        first = found;
    } else if (kzs_index_open(path, KZS_READ, NULL, &index, &err) == KZS_OK) {
        kzs_index_close(index, NULL); /* a creation that came about */
    }
    /* Whatever happened, the next writer finds no lock and goes on. */
    if (kzs_index_open(path, KZS_WRITE | KZS_CREATE, NULL, &index, &err) != KZS_OK ||
        model_change(index, (unsigned)first + 1, &err) != KZS_OK ||
        kzs_commit(index, &err) != KZS_OK || kzs_index_close(index, &err) != KZS_OK) {
        printf("# %s, point %llu: going on: %s\n", trial->name, (unsigned long long)at,
               err.message);
        return false;
    }
    found = model_verify(path, deep);
    if (found != first + 1)
        printf("# %s, point %llu: generation %ld after going on\n", trial->name,
               (unsigned long long)at, found);
    return found == first + 1;
}

static void
every_point(struct trial trial, const char *how)
{
    struct trial counting = trial;
    uint64_t points;
    size_t bad = 0;

    counting.fault.action = FAULT_NONE;
    if (!try_at(&counting, 0, true)) {
        ok(false, "%s without a fault", trial.name);
        return;
    }
    points = shared->counted;
    failures_seen = 0;
    for (uint64_t at = 1; at <= points; at++)
        bad += !try_at(&trial, at, at % 4 == 0 || long_form());
    ok(bad == 0 && points > 0 && failures_seen > 0, "%s at each of %llu points: %s (%zu bad)",
       trial.name, (unsigned long long)points, how, bad);
}

int
main(void)
{
    static const struct {
        const char *name;
        unsigned calls;
        enum fault_action action;
        int number;
        bool forever;
    } kinds[] = {
        {"killed before a call", FAULT_FILES & ~FAULT_READ, FAULT_KILL, 0, false},
        {"killed half-way through a write", FAULT_WRITE | FAULT_RENAME, FAULT_KILL_HALF, 0,
         false},
        {"EIO once", FAULT_FILES & ~FAULT_READ, FAULT_FAIL, EIO, false},
        {"EIO for ever", FAULT_FILES & ~FAULT_READ, FAULT_FAIL, EIO, true},
        {"ENOSPC once", FAULT_WRITE | FAULT_OPEN | FAULT_SYNC | FAULT_RENAME, FAULT_FAIL,
         ENOSPC, false},
        {"ENOSPC for ever", FAULT_WRITE | FAULT_SYNC, FAULT_FAIL, ENOSPC, true},
        {"EIO once when reading", FAULT_READ, FAULT_FAIL, EIO, false},
        {"a short write", FAULT_WRITE, FAULT_SHORT, 0, false},
        {"short writes", FAULT_WRITE, FAULT_SHORT, 0, true},
    };
    char name[100];

    faults_begin();
    snprintf(base, sizeof base, "%s", in_folder("base"));
    snprintf(path, sizeof path, "%s", in_folder("index"));
    build_model(base, BASE);

    for (size_t i = 0; i < ROWS(kinds); i++) {
        struct trial trial = {.name = name,
                              .fault = {.calls = kinds[i].calls,
                                        .action = kinds[i].action,
                                        .number = kinds[i].number,
                                        .forever = kinds[i].forever},
                              .before = BASE};
        bool kills = kinds[i].action == FAULT_KILL || kinds[i].action == FAULT_KILL_HALF;
        snprintf(name, sizeof name, "a change, %s", kinds[i].name);
        every_point(trial, kills ? "before or after" : "the retry is exact");
        trial.before = -1;
        snprintf(name, sizeof name, "a creation, %s", kinds[i].name);
        every_point(trial, kills ? "before or after" : "the retry is exact");
        if (!kills && (kinds[i].number == EIO || long_form())) {
            trial.before = BASE;
            trial.give_up = true;
            snprintf(name, sizeof name, "a change, %s, rolled back", kinds[i].name);
            if (kinds[i].number != 0)
                every_point(trial, "before or after");
        }
    }
    return tap_done();
}
