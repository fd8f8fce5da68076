/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Backups, also while a writer commits without pause. */
#include <pthread.h>

#include "tests/unit/upkeep/upkept.h"

struct writer {
    kzs_index *index;
    volatile bool stop;
};

/* Each commit replaces all: whatever is torn shows. */
static void *
write_on(void *user)
{
    struct writer *writer = user;

    for (unsigned round = 0; !writer->stop; round++) {
        char text[40];
        snprintf(text, sizeof text, "round r%u", round);
        for (int i = 0; i < 30; i++) {
            char id[20];
            snprintf(id, sizeof id, "%d", i);
            put(writer->index, id, "body", text, NULL);
        }
        commit(writer->index);
    }
    return NULL;
}

static void
busy(void)
{
    struct writer writer = {.index = new_index("busy", NULL)};
    char path[400];
    pthread_t thread;
    int good = 0, whole = 0;
    const int rounds = 10;

    snprintf(path, sizeof path, "%s", in_folder("busy"));
    put(writer.index, "0", "body", "first", NULL);
    commit(writer.index);
    pthread_create(&thread, NULL, write_on, &writer);
    for (int i = 0; i < rounds; i++) {
        char to[20];
        kzs_error err;
        snprintf(to, sizeof to, "copy%d", i);
        if (kzs_backup(path, in_folder(to), NULL, NULL, &err) == KZS_OK)
            good++;
        else
            printf("# %s\n", err.message);
    }
    writer.stop = true;
    pthread_join(thread, NULL);
    kzs_index_close(writer.index, NULL);
    for (int i = 0; i < rounds; i++) {
        char to[20];
        kzs_error err;
        snprintf(to, sizeof to, "copy%d", i);
        if (kzs_check(in_folder(to), NULL, NULL, NULL, &err) != KZS_OK)
            printf("# %s\n", err.message);
        else if (found(in_folder(to), "*") == 1 || found(in_folder(to), "round") == 30)
            whole++;
    }
    is_number(good, rounds, "a backup succeeds beside a writer that commits without pause");
    is_number(whole, rounds, "and is one commit, whole");
}

int
main(void)
{
    char path[400];
    kzs_error err;
    struct stopper stopper = {0, 1};
    struct stat of_index, of_copy;

    snprintf(path, sizeof path, "%s", many("plain", 500));
    ok(chmod(path, 0750) == 0, "an index that a group may read");
    ok(kzs_backup(path, in_folder("copy"), NULL, NULL, &err) == KZS_OK, "is copied");
    is_number(found(in_folder("copy"), "w3"), 50, "the copy finds what the index does");
    ok(stat(path, &of_index) == 0 && stat(in_folder("copy"), &of_copy) == 0 &&
           of_index.st_mode == of_copy.st_mode,
       "for the same people");
    ok(kzs_backup(path, in_folder("copy"), NULL, NULL, &err) == KZS_ERR_EXISTS,
       "what is there is not overwritten: %s", err.message);
    is_number(found(in_folder("copy"), "w3"), 50, "nor removed");
    ok(kzs_backup(in_folder("none"), in_folder("x"), NULL, NULL, &err) == KZS_ERR_NOT_FOUND,
       "no index, no backup");
    ok(kzs_backup(path, in_folder("no/way"), NULL, NULL, &err) == KZS_ERR_IO,
       "a folder that cannot be made: %s", err.message);
    ok(kzs_backup(path, in_folder("stopped"), stop_at, &stopper, &err) == KZS_ERR_CANCELLED,
       "the caller can stop it");
    ok(stat(in_folder("stopped"), &of_copy) != 0, "and nothing is left");
    ok(mkdir(in_folder("empty"), 0755) == 0 &&
           kzs_backup(path, in_folder("empty"), NULL, NULL, NULL) == KZS_OK,
       "an empty folder is used");
    busy();
    return tap_done();
}
