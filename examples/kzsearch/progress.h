/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A line on stderr that says how far long work is: rewritten in place, at most ten times a
 * second, and only on a terminal. Clear it before anything else is printed there.
 */
#ifndef PROGRESS_H
#define PROGRESS_H

#include <kzsearch.h>
#include <stdbool.h>
#include <stdint.h>

struct progress {
    bool wanted;
    bool shown;    /* something stands in the line now */
    double start;  /* seconds, as clock_seconds() */
    const char *phase; /* of progress_of() */
    double phase_start;
    double latest; /* when the line was last written */
};

/* Seconds of a clock that never goes back. */
double clock_seconds(void);

void progress_start(struct progress *p, bool wanted);
void progress_update(struct progress *p, uint64_t documents, uint64_t bytes);

/* Of long work whose end is known: how much is done, how fast, how much longer. */
void progress_of(struct progress *p, const kzs_progress *now);
void progress_clear(struct progress *p);

#endif
