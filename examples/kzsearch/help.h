/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Help texts, made from the tables of options.h and printed on stdout.
 */
#ifndef HELP_H
#define HELP_H

#include "options.h"

/* What there is: every command in a line. */
void help_overview(void);

/* One command: usage, what it does, options, examples. */
void help_command(const struct command *command);

#endif
