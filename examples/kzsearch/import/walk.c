/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Walking through folders with scandir(). The recursion is as deep as a path has slashes,
 * which the system bounds (ENAMETOOLONG beyond); whatever is no file and no folder (pipes,
 * devices) is left out, for opening it could wait for ever.
 */
#include "import/walk.h"

#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
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

char *
walk_join(const char *folder, const char *name)
{
    size_t length = strlen(folder), size = length + strlen(name) + 2;
    char *path = malloc(size);

    if (path != NULL)
        snprintf(path, size, "%s%s%s", folder,
                 length > 0 && folder[length - 1] != '/' ? "/" : "", name);
    return path;
}

static bool
is_excluded(const char *path, const struct walk *walk)
{
    const char *slash = strrchr(path, '/'), *name = slash != NULL ? slash + 1 : path;

    for (size_t i = 0; i < walk->exclude_count; i++)
        if (fnmatch(walk->exclude[i], strchr(walk->exclude[i], '/') != NULL ? path : name, 0) == 0)
            return true;
    return false;
}

bool
walk_leaves_out(const char *path, const struct walk *walk)
{
    const char *slash = strrchr(path, '/');

    return (slash != NULL ? slash[1] : *path) == '.' || is_excluded(path, walk);
}

/* The folders that a walk is in, to know those that a link leads back to. */
struct trail {
    const struct trail *above;
    dev_t device;
    ino_t inode;
};

static bool walk_into(const char *folder, const struct walk *walk, const struct trail *above);

static bool
is_in(const struct trail *trail, const struct stat *entry)
{
    for (; trail != NULL; trail = trail->above)
        if (trail->device == entry->st_dev && trail->inode == entry->st_ino)
            return true;
    return false;
}

static bool
leave(const char *path, const struct walk *walk, const char *reason)
{
    if (walk->left != NULL)
        walk->left(walk->user, path, reason);
    return true;
}

static bool
visit(const char *path, const struct walk *walk, const struct trail *trail)
{
    struct stat entry;
    bool link;

    if (is_excluded(path, walk))
        return true;
    if (lstat(path, &entry) < 0) {
        walk->problem(walk->user, path, strerror(errno));
        return true;
    }
    link = S_ISLNK(entry.st_mode);
    if (link && stat(path, &entry) < 0) {
        walk->problem(walk->user, path, "the symbolic link leads nowhere");
        return true;
    }
    if (!S_ISDIR(entry.st_mode))
        return !S_ISREG(entry.st_mode) || walk->file(walk->user, path);
    if (entry.st_dev == walk->index_device && entry.st_ino == walk->index_inode)
        return true;
    if (link && !walk->follow)
        return leave(path, walk, "a link to a folder, not followed");
    if (link && is_in(trail, &entry))
        return leave(path, walk, "a link to a folder that it lies in, not followed");
    return walk_into(path, walk, trail);
}

static bool
walk_into(const char *folder, const struct walk *walk, const struct trail *above)
{
    const char *name = *folder != '\0' ? folder : ".";
    struct dirent **entries = NULL;
    struct trail here = {.above = above};
    struct stat entry;
    int count = scandir(name, &entries, visible, by_name);
    bool on = true;
    char *path;

    if (count < 0) {
        walk->problem(walk->user, name, strerror(errno));
        return true;
    }
    if (stat(name, &entry) == 0) {
        here.device = entry.st_dev;
        here.inode = entry.st_ino;
    }
    if (walk->folder != NULL)
        walk->folder(walk->user, folder);
    for (int i = 0; i < count; i++) {
        path = on ? walk_join(folder, entries[i]->d_name) : NULL;
        if (on && path == NULL)
            walk->problem(walk->user, folder, "out of memory");
        else if (on)
            on = visit(path, walk, &here);
        free(path);
        free(entries[i]);
    }
    free(entries);
    return on;
}

bool
walk_folder(const char *folder, const struct walk *walk)
{
    return walk_into(folder, walk, NULL);
}
