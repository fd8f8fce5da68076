/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Words to the user on stderr, each a line that starts with `kzsearch: `, and the outcomes
 * that a command can have. Messages may quote hostile text: it is made safe on the way.
 */
#ifndef MESSAGE_H
#define MESSAGE_H

#include <stddef.h>

/* What a command came to; the numbers are the exit codes. */
enum outcome {
    OUTCOME_FOUND = 0,   /* all well */
    OUTCOME_NOTHING = 1, /* nothing found, or something was missing */
    OUTCOME_ERROR = 2,
    OUTCOME_INTERRUPTED = 130
};

/* Print one line. */
void complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Print one line and give back OUTCOME_ERROR, for `return fail(...)`. */
enum outcome fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The memory given; when it is NULL, says so and exits. For small things that cannot fail
 * in any way worth handling; never while an index has uncommitted changes. */
void *need(void *memory);

#endif
