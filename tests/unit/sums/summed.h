/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An index with sums, and ways to damage it. */
#ifndef SUMMED_H
#define SUMMED_H

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sums/layout.h"
#include "tests/api/library.h"

/* So many documents, of which each has words of its own; a commit for each hundred. */
static inline const char *
make_summed(const char *name, unsigned documents)
{
    kzs_index *index = new_index(name, NULL);
    kzs_error err;

    for (unsigned n = 0; n < documents; n++) {
        char id[20], body[600];
        size_t length = 0;
        snprintf(id, sizeof id, "id%u", n);
        for (unsigned w = 0; w < 30; w++)
            length += (size_t)snprintf(body + length, sizeof body - length, "word%u ",
                                       (n * 31 + w * w) % 2000);
        put(index, id, "body", body, NULL);
        if (n % 100 == 99)
            commit(index);
    }
    commit(index);
    must(kzs_index_close(index, &err), &err, "closing");
    return in_folder(name);
}

static inline int
open_part(const char *path, const char *name, int flags)
{
    char full[600];
    int file;

    snprintf(full, sizeof full, "%s/%s", path, name);
    file = open(full, flags);
    if (file < 0) {
        perror(full);
        exit(99);
    }
    return file;
}

/* Flip a bit of a file. */
static inline void
flip(const char *path, const char *name, off_t at)
{
    int file = open_part(path, name, O_RDWR);
    char byte;

    if (pread(file, &byte, 1, at) != 1)
        exit(99);
    byte ^= 4;
    if (pwrite(file, &byte, 1, at) != 1)
        exit(99);
    close(file);
}

static inline off_t
size_of(const char *path, const char *name)
{
    int file = open_part(path, name, O_RDONLY);
    struct stat info;

    if (fstat(file, &info) != 0)
        exit(99);
    close(file);
    return info.st_size;
}

static inline struct kzsi_known *
known_of(const char *path)
{
    struct kzsi_known *known;
    kzs_error err;

    must(kzsi_known_read(path, &known, &err), &err, path);
    return known;
}

#endif
