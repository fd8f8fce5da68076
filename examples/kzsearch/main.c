/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * kzsearch: chooses the command and maps its outcome to an exit code. Whether all output
 * could be written is seen here, once, for all commands.
 */
#include <errno.h>
#include <kzsearch.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "completion.h"
#include "help.h"
#include "manual.h"
#include "options.h"

static enum outcome
unknown_command(const char *typed)
{
    const char *names[32] = {NULL}, *near;

    for (size_t i = 0; commands[i] != NULL && i + 1 < sizeof names / sizeof names[0]; i++)
        names[i] = commands[i]->name;
    near = nearest_name(typed, names);
    if (near != NULL)
        return fail("there is no command %s; did you mean %s?", typed, near);
    return fail("there is no command %s; kzsearch help lists them", typed);
}

/* `help` or `help COMMAND`. */
static enum outcome
help(const char *name)
{
    const struct command *command;

    if (name == NULL) {
        help_overview();
        return OUTCOME_FOUND;
    }
    command = command_find(name);
    if (command == NULL)
        return unknown_command(name);
    help_command(command);
    return OUTCOME_FOUND;
}

static enum outcome
dispatch(int argc, char **argv)
{
    const struct command *command;
    const char *name = argc > 1 ? argv[1] : NULL;

    if (name == NULL)
        return fail("which command? kzsearch help lists them");
    if (strcmp(name, "help") == 0)
        return help(argc > 2 ? argv[2] : NULL);
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0)
        return help(NULL);
    if (strcmp(name, "--version") == 0) {
        printf("kzsearch %s\n", kzs_version());
        return OUTCOME_FOUND;
    }
    /* For the shells' completion and for the manual page's making; no one types these. */
    if (strcmp(name, "__complete") == 0) {
        complete_words(argc - 2, argv + 2);
        return OUTCOME_FOUND;
    }
    if (strcmp(name, "__manual") == 0) {
        manual_commands();
        return OUTCOME_FOUND;
    }
    if (name[0] == '-')
        return fail("the command comes first: kzsearch COMMAND %s …", name);
    command = command_find(name);
    if (command == NULL)
        return unknown_command(name);
    return command->run(command, argc - 2, argv + 2);
}

/* Whether stdout is a pipe whose reader is gone, as with `kzsearch … | head`. */
static bool
reader_is_gone(void)
{
    struct pollfd out = {.fd = STDOUT_FILENO};

    return poll(&out, 1, 0) == 1 && (out.revents & (POLLERR | POLLHUP)) != 0;
}

int
main(int argc, char **argv)
{
    enum outcome outcome;

    /* A reader that leaves must not end the program while an index is being written. */
    signal(SIGPIPE, SIG_IGN);
    outcome = dispatch(argc, argv);
    errno = 0;
    if ((fflush(stdout) != 0 || ferror(stdout)) && !reader_is_gone())
        outcome = fail("the output could not be written: %s",
                       errno != 0 ? strerror(errno) : "writing failed");
    return (int)outcome;
}
