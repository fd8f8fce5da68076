/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the tests of upkeep share: damage, and whether two indexes are equal. */
#ifndef UPKEPT_H
#define UPKEPT_H

#include <fcntl.h>
#include <sys/stat.h>

#include "tests/unit/archive.h"
#include "upkeep/upkeep.h"

/* A committed index of `count` documents, closed again. */
static inline const char *
many(const char *name, unsigned count)
{
    kzs_index *index = new_index(name, NULL);

    for (unsigned i = 0; i < count; i++) {
        char id[20], text[100];
        snprintf(id, sizeof id, "%u", i);
        snprintf(text, sizeof text, "Document number%u of the many that are alike, w%u", i,
                 i % 10);
        put(index, id, "title", id, "body", text, "date", "2022-11-21", NULL);
    }
    commit(index);
    kzs_index_close(index, NULL);
    return in_folder(name);
}

/* Damage: `count` bytes of a file's middle become 0xA5. */
static inline void
damage(const char *path, const char *file, off_t at, size_t count)
{
    char name[600];
    int fd;

    snprintf(name, sizeof name, "%s/%s", path, file);
    fd = open(name, O_WRONLY);
    for (size_t i = 0; fd >= 0 && i < count; i++)
        if (pwrite(fd, "\xA5", 1, at + (off_t)i) != 1)
            exit(99);
    if (fd < 0)
        exit(99);
    close(fd);
}

static inline unsigned long long
found(const char *path, const char *query)
{
    kzs_index *index = NULL;
    unsigned long long n;
    kzs_error err;

    must(kzs_index_open(path, KZS_READ, NULL, &index, &err), &err, "opening");
    n = total(index, query);
    kzs_index_close(index, NULL);
    return n;
}

/* Stops at the nth call. */
struct stopper {
    int calls, stop_at;
};

static inline int
stop_at(void *user, const kzs_progress *progress)
{
    struct stopper *stopper = user;

    if (progress->size != sizeof *progress || progress->phase == NULL)
        return 1;
    return ++stopper->calls == stopper->stop_at;
}

/* Files beside the index that upkeep should have removed. */
static inline int
rests(void)
{
    char command[600];

    snprintf(command, sizeof command, "ls '%s' | grep -c -e upkeep -e new-", in_folder(""));
    FILE *out = popen(command, "r");
    int n = -1;
    if (out == NULL || fscanf(out, "%d", &n) != 1)
        n = -1;
    if (out != NULL)
        pclose(out);
    return n;
}

#endif
