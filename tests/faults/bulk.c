/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Building an index at once, failing or killed at each call on a file: what is at the path is
 * the old index or the new one, sound and whole, and never anything else. The next build
 * succeeds and clears away what is left.
 */
#include "tests/faults/faults.h"

enum { OLD = 3, NEW = 40 };
enum state { BROKEN = -1, NONE, IS_OLD, IS_NEW };

struct trial {
    const char *name;
    struct fault fault;
    bool replace;
};

static char folder[400], base[450], path[450];
static unsigned failures_seen;

static kzs_doc *
document(unsigned number)
{
    char body[300];
    kzs_doc *doc = kzs_doc_new();

    snprintf(body, sizeof body, "Just Kazakhstan, number %u of %u; w%u справедливый", number,
             NEW, number * 7919 % 101);
    kzs_doc_set(doc, "title", "A title", KZS_NUL, NULL);
    kzs_doc_set(doc, "body", body, KZS_NUL, NULL);
    return doc;
}

static kzs_status
build(const char *at, const char *options, const char *prefix, unsigned count, kzs_error *err)
{
    kzs_bulk *bulk = NULL;
    kzs_status st = kzs_bulk_new(at, NULL, options, &bulk, err);

    for (unsigned i = 1; i <= count && st == KZS_OK; i++) {
        kzs_doc *doc = document(i);
        char id[30];
        snprintf(id, sizeof id, "%s-%u", prefix, i);
        st = kzs_bulk_put(bulk, id, KZS_NUL, doc, err);
        kzs_doc_free(doc);
    }
    if (st == KZS_OK)
        st = kzs_bulk_finish(bulk, err);
    kzs_bulk_free(bulk);
    return st;
}

static bool
holds(kzs_index *index, const char *prefix, unsigned count)
{
    kzs_info info = {.size = sizeof info};
    bool whole = kzs_index_info(index, &info, NULL) == KZS_OK && info.documents == count;

    for (unsigned i = 1; i <= count && whole; i++) {
        kzs_doc *doc = NULL, *want = document(i);
        char id[30];
        snprintf(id, sizeof id, "%s-%u", prefix, i);
        whole = kzs_get(index, id, KZS_NUL, &doc, NULL) == KZS_OK &&
                strcmp(kzs_doc_get(doc, "body", 0, NULL),
                       kzs_doc_get(want, "body", 0, NULL)) == 0;
        kzs_doc_free(doc);
        kzs_doc_free(want);
    }
    return whole;
}

static enum state
look(bool deep)
{
    kzs_index *index = NULL;
    enum state state;
    kzs_error err;
    kzs_status st = kzs_index_open(path, KZS_READ, NULL, &index, &err);

    if (st == KZS_ERR_NOT_FOUND && access(path, F_OK) != 0)
        return NONE;
    if (st != KZS_OK) {
        printf("# opening: %s\n", err.message);
        return BROKEN;
    }
    state = holds(index, "old", OLD) ? IS_OLD : holds(index, "new", NEW) ? IS_NEW : BROKEN;
    kzs_index_close(index, NULL);
    return deep && xapian_errors(path) != 0 ? BROKEN : state;
}

static int
go_through(void *user)
{
    const struct trial *trial = user;
    kzs_error err;
    kzs_status st;

    fault_arm(&trial->fault);
    st = build(path, trial->replace ? "replace=yes" : "", "new", NEW, &err);
    shared->acknowledged = st == KZS_OK;
    shared->happened = fault_happened();
    shared->counted = fault_disarm();
    return st != KZS_OK && (err.status != st || err.message[0] == '\0') ? 2 : 0;
}

/* Entries of the folder that are neither the index nor the one to begin with. */
static unsigned
leftovers(void)
{
    DIR *entries = opendir(folder);
    struct dirent *entry;
    unsigned count = 0;

    while (entries != NULL && (entry = readdir(entries)) != NULL)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0 &&
            strcmp(entry->d_name, "index") != 0 && strcmp(entry->d_name, "base") != 0) {
            printf("# left: %s\n", entry->d_name);
            count++;
        }
    if (entries != NULL)
        closedir(entries);
    return count;
}

static bool
try_at(struct trial *trial, uint64_t at, bool deep)
{
    bool kills = trial->fault.action == FAULT_KILL || trial->fault.action == FAULT_KILL_HALF;
    enum state state, before = trial->replace ? IS_OLD : NONE;
    kzs_error err;
    int ended;

    trial->fault.at = at;
    remove_folder(path);
    if (trial->replace)
        copy_index(base, path);
    shared->acknowledged = shared->happened = 0;
    ended = in_child(go_through, trial);
    failures_seen += ended != 0 || shared->happened;
    state = look(deep);
    if ((ended != 0 && !(kills && ended == -SIGKILL)) ||
        (state != IS_NEW && (state != before || shared->acknowledged))) {
        printf("# %s, call %llu: ended with %d, state %d, acknowledged %ld\n", trial->name,
               (unsigned long long)at, ended, state, shared->acknowledged);
        return false;
    }
    /* Whatever happened, the next build finds no lock, and nothing of this one stays. */
    if (build(path, "replace=yes", "new", NEW, &err) != KZS_OK || look(false) != IS_NEW ||
        leftovers() > 0) {
        printf("# %s, call %llu: building again: %s\n", trial->name, (unsigned long long)at,
               err.message);
        return false;
    }
    return true;
}

static void
every_call(struct trial trial)
{
    struct trial counting = trial;
    unsigned step = long_form() ? 1 : 8, first = 1 + (unsigned)any(step), bad = 0;
    uint64_t calls;

    counting.fault.action = FAULT_NONE;
    if (!try_at(&counting, 0, true)) {
        ok(false, "%s without a fault", trial.name);
        return;
    }
    calls = shared->counted;
    failures_seen = 0;
    for (uint64_t at = first; at <= calls; at += step)
        bad += !try_at(&trial, at, at % 3 == 0 || long_form());
    ok(bad == 0 && calls > 0 && failures_seen > 0,
       "%s at each of %llu calls (every %u. tried): the old index or the new (%u bad)",
       trial.name, (unsigned long long)calls, step, bad);
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
        {"ENOSPC for ever", FAULT_WRITE | FAULT_SYNC, FAULT_FAIL, ENOSPC, true},
        {"EIO once when reading", FAULT_READ, FAULT_FAIL, EIO, false},
        {"short writes", FAULT_WRITE, FAULT_SHORT, 0, true},
    };
    char name[100];
    kzs_error err;

    faults_begin();
    snprintf(folder, sizeof folder, "%s", in_folder("bulk"));
    if (mkdir(folder, 0700) != 0)
        exit(99);
    snprintf(base, sizeof base, "%s/base", folder);
    snprintf(path, sizeof path, "%s/index", folder);
    must(build(base, "", "old", OLD, &err), &err, base);

    for (size_t i = 0; i < ROWS(kinds); i++) {
        struct trial trial = {.name = name,
                              .fault = {.calls = kinds[i].calls,
                                        .action = kinds[i].action,
                                        .number = kinds[i].number,
                                        .forever = kinds[i].forever,
                                        .all_threads = true}};
        snprintf(name, sizeof name, "a new index, %s", kinds[i].name);
        every_call(trial);
        trial.replace = true;
        snprintf(name, sizeof name, "a replacement, %s", kinds[i].name);
        every_call(trial);
    }
    remove_folder(base);
    remove_folder(path);
    remove_folder(folder);
    return tap_done();
}
