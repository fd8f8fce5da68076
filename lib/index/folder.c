/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What is done to the folder of an index as a folder: whoever builds, replaces, copies or
 * compacts one (site.c, lib/upkeep) names, protects, moves and removes its files in one way.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "index/folder.h"
#include "sums/sums.h"

bool
kzsi_is_index_file(const char *name)
{
    static const char ending[] = ".glass";
    size_t length = strlen(name), tail = sizeof ending - 1;

    return strcmp(name, "iamglass") == 0 || strcmp(name, KZSI_SUMS_FILE) == 0 ||
           (length > tail && strcmp(name + length - tail, ending) == 0);
}

bool
kzsi_is_index_entry(const char *name)
{
    static const char *const others[] = {"flintlock", "v.tmp", "pending.tmp", "streams.tmp",
                                         KZSI_SUMS_NEXT};

    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (strcmp(name, others[i]) == 0)
            return true;
    return kzsi_is_index_file(name);
}

int
kzsi_folder_open(const char *path)
{
    return open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

kzs_status
kzsi_folder_alike(const char *path, const char *like, kzs_error *err)
{
    struct stat info;

    if (stat(like, &info) != 0)
        return kzsi_fail_errno(err, errno, "cannot look at '%s'", like);
    /* Only a member of the group, or root, may give it away. */
    if (chown(path, (uid_t)-1, info.st_gid) != 0)
        info.st_mode &= 0700;
    return chmod(path, info.st_mode & 07777) == 0
               ? KZS_OK
               : kzsi_fail_errno(err, errno, "cannot set the mode of '%s'", path);
}

/* Files are ours, so only a file system without groups or modes refuses, or a foreign group. */
static bool
settle_file(int folder, const char *name, const struct stat *of)
{
    int file = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    struct stat info;
    bool good = file >= 0 && fsync(file) == 0 && fstat(file, &info) == 0;
    int number;

    if (good && info.st_gid != of->st_gid)
        good = fchown(file, (uid_t)-1, of->st_gid) == 0 || errno == EPERM || errno == EINVAL;
    if (good && (info.st_mode & 0777) != (of->st_mode & 0666))
        good = fchmod(file, of->st_mode & 0666) == 0;
    number = errno;
    if (file >= 0)
        close(file);
    errno = number;
    return good;
}

kzs_status
kzsi_folder_settle(const char *path, kzs_error *err)
{
    DIR *folder = opendir(path);
    const struct dirent *entry;
    struct stat info;
    bool good = folder != NULL && fstat(dirfd(folder), &info) == 0;
    kzs_status st;

    while (good && (entry = readdir(folder)) != NULL)
        if (kzsi_is_index_entry(entry->d_name))
            good = settle_file(dirfd(folder), entry->d_name, &info);
    good = good && fsync(dirfd(folder)) == 0;
    st = good ? KZS_OK : kzsi_fail_errno(err, errno, "cannot make '%s' durable", path);
    if (folder != NULL)
        closedir(folder);
    return st;
}

bool
kzsi_folder_empty(const char *path)
{
    bool empty = true;
    int at = kzsi_folder_open(path);
    DIR *folder = at >= 0 ? fdopendir(at) : NULL;
    const struct dirent *entry;

    if (folder == NULL) {
        if (at >= 0)
            close(at);
        return false;
    }
    while ((entry = readdir(folder)) != NULL)
        if (kzsi_is_index_entry(entry->d_name) &&
            unlinkat(dirfd(folder), entry->d_name, 0) != 0)
            empty = false;
    closedir(folder);
    return empty;
}

char *
kzsi_folder_parent(const char *path, const char **name)
{
    const char *slash = strrchr(path, '/');
    size_t length = slash == NULL || slash == path ? 1 : (size_t)(slash - path);

    *name = slash == NULL ? path : slash + 1;
    return kzsi_strndup(slash == NULL ? "." : path, length);
}

kzs_status
kzsi_folder_sync_parent(const char *path, kzs_error *err)
{
    const char *name;
    char *parent = kzsi_folder_parent(path, &name);
    int folder = parent != NULL ? open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    int number = parent == NULL ? ENOMEM : folder < 0 || fsync(folder) != 0 ? errno : 0;

    if (folder >= 0)
        close(folder);
    free(parent);
    return number == 0
               ? KZS_OK
               : kzsi_fail_errno(err, number, "cannot make the index '%s' durable", path);
}

/* The other one, out of the way for a moment. */
static int
exchange_by_renames(const char *one, const char *other)
{
    struct kzsi_buf name = {0};
    char *aside;
    int number = 0;

    kzsi_buf_printf(&name, "%s-old", one);
    aside = kzsi_buf_take(&name);
    if (aside == NULL)
        return ENOMEM;
    if (rename(other, aside) != 0) {
        number = errno;
    } else if (rename(one, other) != 0) {
        number = errno;
        rename(aside, other);
    } else if (rename(aside, one) != 0) {
        number = errno;
    }
    free(aside);
    return number;
}

int
kzsi_folder_exchange(const char *one, const char *other)
{
    if (renameat2(AT_FDCWD, one, AT_FDCWD, other, RENAME_EXCHANGE) == 0)
        return 0;
    return errno == EINVAL || errno == ENOSYS ? exchange_by_renames(one, other) : errno;
}
