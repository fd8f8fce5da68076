/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The progress line of indexing: documents, megabytes of text, rate. It knows no total: the
 * size of what is still to come is not known while folders are walked.
 */
#include "progress.h"

#include <stdio.h>
#include <time.h>

#include "support/terminal.h"

double
clock_seconds(void)
{
    struct timespec now = {0};

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

void
progress_start(struct progress *p, bool wanted)
{
    *p = (struct progress){.wanted = wanted && terminal_shows_progress()};
    p->start = p->latest = clock_seconds();
}

void
progress_update(struct progress *p, uint64_t documents, uint64_t bytes)
{
    double now, seconds, megabytes = (double)bytes / 1e6;

    if (!p->wanted)
        return;
    now = clock_seconds();
    if (now - p->latest < 0.1)
        return;
    seconds = now - p->start;
    fprintf(stderr, "\r\033[K%llu documents, %.1f MB, %.1f MB/s", (unsigned long long)documents,
            megabytes, megabytes / seconds);
    fflush(stderr);
    p->latest = now;
    p->shown = true;
}

void
progress_clear(struct progress *p)
{
    if (p->shown)
        fputs("\r\033[K", stderr);
    p->shown = false;
}
