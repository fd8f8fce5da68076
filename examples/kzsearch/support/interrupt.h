/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Ctrl-C as a question that long work asks now and then. The first signal is only noted; a
 * second one ends the program the usual way, for whoever cannot wait.
 */
#ifndef INTERRUPT_H
#define INTERRUPT_H

#include <stdbool.h>

/* Start noting SIGINT and SIGTERM. */
void interrupt_catch(void);

/* Whether one has come. */
bool interrupt_seen(void);

/* What to call when one comes, from the signal handler; NULL: nothing. */
void interrupt_call(void (*call)(void *user), void *user);

#endif
