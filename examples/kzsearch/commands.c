/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The list of commands, for main.c, the help, the manual page and completion. A new command is
 * a file cmd_NAME.c with a table, a declaration in options.h and a line here.
 */
#include <string.h>

#include "options.h"

const struct command *const commands[] = {
    &command_index,
    &command_search,
    &command_batch,
    &command_similar,
    &command_suggest,
    &command_complete,
    &command_show,
    &command_delete,
    &command_analyze,
    &command_stats,
    &command_check,
    &command_backup,
    &command_export,
    &command_compact,
    &command_rebuild,
    NULL,
};

const struct command *
command_find(const char *name)
{
    for (const struct command *const *c = commands; *c != NULL; c++)
        if (strcmp((*c)->name, name) == 0)
            return *c;
    return NULL;
}
