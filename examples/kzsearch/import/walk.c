/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Walking through folders with scandir(). The recursion is as deep as a path has slashes,
 * which the system bounds (ENAMETOOLONG beyond); whatever is no file and no folder (pipes,
 * devices) is left out, for opening it could wait for ever.
 */
#include "import/walk.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static int
visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static int
by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

char *
walk_plain_path(const char *path)
{
    char *plain = malloc(strlen(path) + 1);
    size_t at = 0, part;

    if (plain == NULL)
        return NULL;
    if (*path == '/')
        plain[at++] = '/';
    while (*(path += strspn(path, "/")) != '\0') {
        part = strcspn(path, "/");
        if (!(part == 1 && *path == '.')) {
            if (at > 0 && plain[at - 1] != '/')
                plain[at++] = '/';
            memcpy(plain + at, path, part);
            at += part;
        }
        path += part;
    }
    plain[at] = '\0';
    return plain;
}

static char *
join(const char *folder, const char *name)
{
    size_t length = strlen(folder), size = length + strlen(name) + 2;
    char *path = malloc(size);

    if (path != NULL)
        snprintf(path, size, "%s%s%s", folder,
                 length > 0 && folder[length - 1] != '/' ? "/" : "", name);
    return path;
}

static bool
visit(const char *path, const struct walk *walk)
{
    struct stat entry;
    bool link;

    if (lstat(path, &entry) < 0) {
        walk->problem(walk->user, path, strerror(errno));
        return true;
    }
    link = S_ISLNK(entry.st_mode);
    if (link && stat(path, &entry) < 0) {
        walk->problem(walk->user, path, "the symbolic link leads nowhere");
        return true;
    }
    if (S_ISDIR(entry.st_mode))
        return link || walk_folder(path, walk);
    return !S_ISREG(entry.st_mode) || walk->file(walk->user, path);
}

bool
walk_folder(const char *folder, const struct walk *walk)
{
    struct dirent **entries = NULL;
    int count = scandir(*folder != '\0' ? folder : ".", &entries, visible, by_name);
    bool on = true;
    char *path;

    if (count < 0) {
        walk->problem(walk->user, *folder != '\0' ? folder : ".", strerror(errno));
        return true;
    }
    for (int i = 0; i < count; i++) {
        path = on ? join(folder, entries[i]->d_name) : NULL;
        if (on && path == NULL)
            walk->problem(walk->user, folder, "out of memory");
        else if (on)
            on = visit(path, walk);
        free(path);
        free(entries[i]);
    }
    free(entries);
    return on;
}
