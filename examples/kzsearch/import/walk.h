/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Files in folders: in the order of their names, folder by folder, so that two runs see the
 * same. Hidden files and folders are left out; symbolic links to folders are not followed,
 * so there are no loops.
 */
#ifndef WALK_H
#define WALK_H

#include <stdbool.h>

struct walk {
    /* A regular file. False stops the walk. */
    bool (*file)(void *user, const char *path);
    /* A folder or entry that cannot be looked at. */
    void (*problem)(void *user, const char *path, const char *reason);
    void *user;
};

/* Visit the files under a folder. False when a visit stopped the walk. */
bool walk_folder(const char *folder, const struct walk *walk);

/*
 * A path in its plain form: no leading ./, no inner /./, no double or trailing slashes. The
 * folder `.` becomes the empty string. `..` stays. Owned; NULL when out of memory.
 */
char *walk_plain_path(const char *path);

#endif
