/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Notes SIGINT and SIGTERM in a flag. Without SA_RESTART, so that a read that waits for a
 * pipe or a terminal comes back. Decides nothing about what is then done.
 */
#include "support/interrupt.h"

#include <signal.h>

static volatile sig_atomic_t seen;
static void (*volatile wanted)(void *user);
static void *volatile wanted_user;

static void
note(int number)
{
    void (*call)(void *user) = wanted;

    (void)number;
    seen = 1;
    if (call != NULL)
        call(wanted_user);
}

void
interrupt_catch(void)
{
    struct sigaction action = {.sa_handler = note};

    action.sa_flags = (int)SA_RESETHAND;
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

void
interrupt_call(void (*call)(void *user), void *user)
{
    wanted = NULL;
    wanted_user = user;
    wanted = call;
}

bool
interrupt_seen(void)
{
    return seen != 0;
}
