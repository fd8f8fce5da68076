/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Taking turns, for reads so long that writers overtake them again and again. A commit is made
 * with the index's directory locked for one; a read that was overtaken too often holds it
 * locked for many, and commits wait. Only for a while: a reader that was stopped must not stop
 * the writer, nor a writer the readers. A turn that was not had costs nothing but another
 * attempt, so failures are not reported.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "index/index.h"

/* Between two attempts at the lock. */
#define PAUSE_NS 200000

int
kzsi_turn_begin(const char *path, bool alone, unsigned wait_ms)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    uint64_t left = (uint64_t)wait_ms * 1000000 / PAUSE_NS;

    if (fd < 0)
        return -1;
    while (flock(fd, (alone ? LOCK_EX : LOCK_SH) | LOCK_NB) != 0) {
        if ((errno != EWOULDBLOCK && errno != EINTR) || left-- == 0) {
            close(fd);
            return -1;
        }
        nanosleep(&(struct timespec){0, PAUSE_NS}, NULL);
    }
    return fd;
}

void
kzsi_turn_end(int turn)
{
    if (turn < 0)
        return;
    /* A child that was forked meanwhile shares the lock: closing alone would leave it that. */
    flock(turn, LOCK_UN);
    close(turn);
}
