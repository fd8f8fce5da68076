/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Turns of readers and writers, and reads longer than many commits. */
#include <pthread.h>
#include <unistd.h>

#include "index/index.h"
#include "tests/unit/archive.h"

static void
turns(void)
{
    const char *path = in_folder("");
    int a = kzsi_turn_begin(path, false, 0), b = kzsi_turn_begin(path, false, 0), c;

    ok(a >= 0 && b >= 0, "readers share a turn");
    ok(kzsi_turn_begin(path, true, 20) < 0, "a writer waits for them, but not for ever");
    kzsi_turn_end(a);
    ok(kzsi_turn_begin(path, true, 0) < 0, "for all of them");
    kzsi_turn_end(b);
    c = kzsi_turn_begin(path, true, 0);
    ok(c >= 0, "then it has its turn");
    ok(kzsi_turn_begin(path, false, 5) < 0, "alone");
    pid_t child = fork();
    if (child == 0) {
        usleep(300000);
        _exit(0);
    }
    kzsi_turn_end(c);
    a = kzsi_turn_begin(path, false, 0);
    ok(a >= 0, "its end is the end of it, whoever was forked meanwhile");
    kzsi_turn_end(a);
    waitpid(child, NULL, 0);
    ok(kzsi_turn_begin(in_folder("missing"), false, 0) < 0, "no index, no turn");
    kzsi_turn_end(-1);
}

struct writer {
    kzs_index *index;
    volatile bool stop;
    volatile unsigned commits;
};

static void *
commit_for_ever(void *user)
{
    struct writer *writer = user;

    while (!writer->stop) {
        char id[20];
        snprintf(id, sizeof id, "%u", writer->commits);
        put(writer->index, id, "body", "text", NULL);
        commit(writer->index);
        writer->commits++;
    }
    return NULL;
}

struct scan {
    struct writer *writer;
    unsigned calls, waited;
};

/* Reads on until there were three commits, or, when they wait for it, for a good while. */
static kzs_status
slow(kzsi_db *db, void *user, kzs_error *err)
{
    struct scan *scan = user;
    struct kzsi_db_info info;
    unsigned before = scan->writer->commits;

    scan->calls++;
    for (scan->waited = 0; scan->writer->commits < before + 3 && scan->waited < 300;
         scan->waited++)
        usleep(1000);
    return kzsi_db_describe(db, &info, err);
}

static void
a_scan_longer_than_commits(void)
{
    struct writer writer = {.index = new_index("busy", NULL)};
    kzs_index *reader = open_index("busy", KZS_READ);
    struct scan scan = {.writer = &writer};
    pthread_t thread;
    unsigned before;
    kzs_error err;

    if (pthread_create(&thread, NULL, commit_for_ever, &writer) != 0)
        exit(99);
    is_number(kzsi_read(reader, slow, &scan, &err), KZS_OK,
              "a read longer than three commits succeeds while they are made without pause");
    ok(scan.calls > 1 && scan.calls < 30, "it was overtaken and had its turn at attempt %u",
       scan.calls);
    before = writer.commits;
    for (unsigned i = 0; i < 10000 && writer.commits < before + 3; i++)
        usleep(1000);
    ok(writer.commits >= before + 3, "then commits go on");
    writer.stop = true;
    pthread_join(thread, NULL);
    kzs_index_close(reader, NULL);
    kzs_index_close(writer.index, NULL);
}

int
main(void)
{
    alarm(300);
    turns();
    a_scan_longer_than_commits();
    return tap_done();
}
