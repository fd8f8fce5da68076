/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The progress line of indexing: documents, megabytes of text, rate. It knows no total: the
 * size of what is still to come is not known while folders are walked.
 */
#include "progress.h"

#include <stdio.h>
#include <string.h>
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
progress_of(struct progress *p, const kzs_progress *now)
{
    double seconds, share, here = clock_seconds();

    if (!p->wanted || here - p->latest < 0.1)
        return;
    if (p->phase == NULL || strcmp(p->phase, now->phase) != 0) {
        p->phase = now->phase;
        p->phase_start = here;
    }
    seconds = here - p->phase_start;
    share = now->total > 0 ? (double)now->done / (double)now->total : 0;
    fprintf(stderr, "\r\033[K%s: %.0f %%", now->phase, 100 * share);
    if (seconds > 0.5 && strcmp(now->phase, "copying") == 0)
        fprintf(stderr, ", %.0f MB/s", (double)now->done / 1e6 / seconds);
    else if (seconds > 0.5 && now->total > 100)
        fprintf(stderr, ", %.0f documents/s", (double)now->done / seconds);
    if (seconds > 0.5 && share > 0.01)
        fprintf(stderr, ", %.0f s left", seconds / share - seconds);
    fflush(stderr);
    p->latest = here;
    p->shown = true;
}

void
progress_clear(struct progress *p)
{
    if (p->shown)
        fputs("\r\033[K", stderr);
    p->shown = false;
}
