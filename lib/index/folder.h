/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The folder of an index and its files, to be moved, copied and removed: see folder.c. */
#ifndef KZSI_FOLDER_H
#define KZSI_FOLDER_H

#include "base/base.h"

/* Is this the name of a file that a copy of an index needs: a table or the version file? */
bool kzsi_is_index_file(const char *name);

/* The same, or the lock, or what an index that is being changed or built has besides? */
bool kzsi_is_index_entry(const char *name);

/* A descriptor of the folder itself, not of what a symbolic link leads to; -1: see errno. */
int kzsi_folder_open(const char *path);

/* Whoever may look into `like` may look into the folder: mode and group. */
kzs_status kzsi_folder_alike(const char *path, const char *like, kzs_error *err);

/*
 * Make all files of an index durable, and the folder; whoever may enter it may read them, and
 * they have its group.
 */
kzs_status kzsi_folder_settle(const char *path, kzs_error *err);

/* Remove the files of an index; what else may be there stays. False when one of them does. */
bool kzsi_folder_empty(const char *path);

/* The folder that holds `path`, and in *name how it is called in there. Owned; NULL: memory. */
char *kzsi_folder_parent(const char *path, const char **name);

/* What was renamed to `path` is also there after a power cut. */
kzs_status kzsi_folder_sync_parent(const char *path, kzs_error *err);

/* Two folders change names, in one step where the file system can do that. 0 or an errno. */
int kzsi_folder_exchange(const char *one, const char *other);

#endif
