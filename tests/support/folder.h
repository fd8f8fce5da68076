/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A folder of its own for each test program, removed at exit. */
#ifndef FOLDER_H
#define FOLDER_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

static char folder_path[256];
static pid_t folder_owner;

static inline void
folder_remove(void)
{
    char command[300];

    if (folder_owner != getpid() || folder_path[0] == '\0')
        return;
    snprintf(command, sizeof command, "rm -rf '%s'", folder_path);
    if (system(command) != 0)
        fprintf(stderr, "could not remove %s\n", folder_path);
}

/* Path of `name` inside the test's folder; a few may be in use at a time. */
static inline const char *
in_folder(const char *name)
{
    static char paths[8][400];
    static unsigned next;
    char *path = paths[next++ % 8];

    if (folder_path[0] == '\0') {
        const char *base = getenv("TMPDIR");
        snprintf(folder_path, sizeof folder_path, "%s/kzsearch-test-XXXXXX",
                 base != NULL ? base : "/tmp");
        if (mkdtemp(folder_path) == NULL) {
            perror(folder_path);
            exit(99);
        }
        folder_owner = getpid();
        atexit(folder_remove);
    }
    snprintf(path, sizeof paths[0], "%s/%s", folder_path, name);
    return path;
}

#endif
