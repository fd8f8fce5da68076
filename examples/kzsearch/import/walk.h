/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Files in folders: in the order of their names, folder by folder, so that two runs see the
 * same. Hidden files and folders are left out. Symbolic links to files are files; those to
 * folders are followed when asked for, but not back into a folder that they lie in, so that
 * there are no loops.
 */
#ifndef WALK_H
#define WALK_H

#include <stdbool.h>
#include <sys/types.h>

struct walk {
    /* A regular file. False stops the walk. */
    bool (*file)(void *user, const char *path);
    /* A folder that will be walked; optional. */
    void (*folder)(void *user, const char *path);
    /* A link to a folder that is not followed; optional. */
    void (*left)(void *user, const char *path, const char *reason);
    /* A folder or entry that cannot be looked at. */
    void (*problem)(void *user, const char *path, const char *reason);
    void *user;
    bool follow;
    char *const *exclude; /* shell patterns, for names or, with a slash, for paths */
    size_t exclude_count;
    dev_t index_device; /* a folder that is left out: the index that is filled */
    ino_t index_inode;
};

/* Visit the files under a folder. False when a visit stopped the walk. */
bool walk_folder(const char *folder, const struct walk *walk);

/* Whether a path that the walk would meet is hidden or excluded. */
bool walk_leaves_out(const char *path, const struct walk *walk);

/*
 * A path in its plain form: no leading ./, no inner /./, no double or trailing slashes. The
 * folder `.` becomes the empty string. `..` stays. Owned; NULL when out of memory.
 */
char *walk_plain_path(const char *path);

/* folder/name, owned; NULL when out of memory. */
char *walk_join(const char *folder, const char *name);

#endif
