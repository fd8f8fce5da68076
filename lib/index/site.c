/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * An index that is built at once grows beside its place and is moved there when it is whole:
 *
 *     INDEX.new-PID/unfinished    marks the folder as ours and is locked while we live
 *     INDEX.new-PID/...           the files
 *         one rename --> INDEX    or, in the place of another, one exchange of the two
 *
 * Whoever dies before leaves the marked folder; the next build of the same index finds that
 * nobody has the mark locked and removes it. The mark goes after the move, so that there is
 * no moment at which an orphan is not known as one; in an index it does no harm.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "index/folder.h"
#include "index/site.h"

#define BESIDE ".new-"

/* Names to try: others of this process may build the same index. */
#define NAMES_MOST 100

static void
unmark(const char *path)
{
    int folder = kzsi_folder_open(path);

    if (folder < 0)
        return;
    unlinkat(folder, KZSI_SITE_MARK, 0);
    close(folder);
}

/* The mark goes last: what is interrupted, or fails, will be removed by the next. */
static void
remove_folder(const char *path)
{
    if (!kzsi_folder_empty(path))
        return;
    unmark(path);
    rmdir(path);
}

bool
kzsi_site_is_index(const char *path, char **other)
{
    DIR *folder = opendir(path);
    const struct dirent *entry;
    bool marked = false;

    *other = NULL;
    if (folder == NULL)
        return false;
    while ((entry = readdir(folder)) != NULL) {
        marked = marked || strcmp(entry->d_name, "iamglass") == 0;
        if (*other == NULL && strcmp(entry->d_name, ".") != 0 &&
            strcmp(entry->d_name, "..") != 0 && strcmp(entry->d_name, KZSI_SITE_MARK) != 0 &&
            !kzsi_is_index_entry(entry->d_name))
            *other = kzsi_strndup(entry->d_name, strlen(entry->d_name));
    }
    closedir(folder);
    return marked && *other == NULL;
}

/* ---- what others left ---- */

/*
 * Is it a marked folder whose builder is dead? The mark, locked, so that one alone removes it.
 * *alive: its builder is not. *unmarked: there is no mark.
 */
static int
lock_orphan(const char *path, bool *alive, bool *unmarked)
{
    int folder = kzsi_folder_open(path), mark = -1;

    *unmarked = false;
    if (folder < 0)
        return -1;
    mark = openat(folder, KZSI_SITE_MARK, O_RDWR | O_NOFOLLOW | O_CLOEXEC);
    *unmarked = mark < 0 && errno == ENOENT;
    close(folder);
    if (mark >= 0 && flock(mark, LOCK_EX | LOCK_NB) != 0) {
        *alive |= errno == EWOULDBLOCK;
        close(mark);
        mark = -1;
    }
    return mark;
}

static void
remove_orphan(const char *parent, const char *name, bool *alive)
{
    struct kzsi_buf path = {0};
    bool unmarked = false;
    char *whole;
    int mark;

    kzsi_buf_printf(&path, "%s/%s", parent, name);
    whole = kzsi_buf_take(&path);
    mark = whole != NULL ? lock_orphan(whole, alive, &unmarked) : -1;
    if (mark >= 0) {
        remove_folder(whole);
        close(mark);
    } else if (unmarked) {
        rmdir(whole); /* if it is empty: somebody died before making the mark, or after */
    }
    free(whole);
}

/* Is none of those beside `path` alive? */
static bool
remove_orphans(const char *path)
{
    bool alive = false;
    const char *base;
    char *parent = kzsi_folder_parent(path, &base);
    DIR *folder = parent != NULL ? opendir(parent) : NULL;
    const struct dirent *entry;
    size_t length = strlen(base), beside = strlen(BESIDE);

    while (folder != NULL && (entry = readdir(folder)) != NULL)
        if (strncmp(entry->d_name, base, length) == 0 &&
            strncmp(entry->d_name + length, BESIDE, beside) == 0)
            remove_orphan(parent, entry->d_name, &alive);
    if (folder != NULL)
        closedir(folder);
    free(parent);
    return !alive;
}

/* ---- beginning ---- */

/* Make the mark in a new folder and lock it. -1: errno says why. */
static int
mark_folder(const char *path)
{
    int folder = kzsi_folder_open(path), mark, number;

    if (folder < 0)
        return -1;
    mark = openat(folder, KZSI_SITE_MARK, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    number = errno;
    close(folder);
    /* Where nothing can be locked, the folder is left to be removed by hand should we die. */
    if (mark >= 0)
        flock(mark, LOCK_EX);
    errno = number;
    return mark;
}

/* Somebody may have taken the folder for an orphan before its mark was locked. */
static bool
still_there(int mark)
{
    struct stat info;

    return fstat(mark, &info) == 0 && info.st_nlink > 0;
}

static kzs_status
make_folder(struct kzsi_site *site, bool replace, kzs_error *err)
{
    for (int i = 1; i <= NAMES_MOST; i++) {
        struct kzsi_buf name = {0};
        kzsi_buf_printf(&name, "%s" BESIDE "%ld", site->path, (long)getpid());
        if (i > 1)
            kzsi_buf_printf(&name, "-%d", i);
        free(site->building);
        site->building = kzsi_buf_take(&name);
        if (site->building == NULL)
            return kzsi_fail_nomem(err);
        if (mkdir(site->building, 0700) != 0) {
            int number = errno;
            if (number == EEXIST)
                continue;
            kzs_status st = kzsi_fail_errno(err, number, "cannot make the directory '%s'",
                                            site->building);
            free(site->building);
            site->building = NULL;
            return st;
        }
        site->mark = mark_folder(site->building);
        if (site->mark < 0 && errno == ENOENT)
            continue; /* somebody took it for an orphan */
        if (site->mark < 0)
            return kzsi_fail_errno(err, errno, "cannot prepare the directory '%s'",
                                   site->building);
        if (replace && still_there(site->mark) && access(site->path, F_OK) == 0) {
            kzs_status st = kzsi_folder_alike(site->building, site->path, err);
            if (st != KZS_OK)
                return st;
        }
        if (still_there(site->mark))
            return KZS_OK;
        close(site->mark);
        site->mark = -1;
    }
    free(site->building);
    site->building = NULL;
    return kzsi_fail(err, KZS_ERR_EXISTS, "'%s" BESIDE "%ld' is in the way: remove it",
                     site->path, (long)getpid());
}

kzs_status
kzsi_site_begin(struct kzsi_site *site, const char *path, bool replace, kzs_error *err)
{
    size_t length = strlen(path);
    char *real = realpath(path, NULL);

    *site = (struct kzsi_site){.mark = -1};
    while (length > 1 && path[length - 1] == '/')
        length--;
    site->path = real != NULL ? real : kzsi_strndup(path, length);
    if (site->path == NULL)
        return kzsi_fail_nomem(err);
    if (!remove_orphans(site->path))
        return kzsi_fail(err, KZS_ERR_LOCKED, "the index '%s' is being built by somebody else",
                         site->path);
    return make_folder(site, replace, err);
}

kzs_status
kzsi_site_another(struct kzsi_site *site, const struct kzsi_site *first, bool replace,
                   kzs_error *err)
{
    *site = (struct kzsi_site){.path = kzsi_strndup(first->path, strlen(first->path)),
                                 .mark = -1};
    return site->path != NULL ? make_folder(site, replace, err) : kzsi_fail_nomem(err);
}

void
kzsi_site_empty(struct kzsi_site *site)
{
    kzsi_folder_empty(site->building);
}

/* ---- the move ---- */

/* Old and new change places; the old one, marked, is at `building` then. 0 or an errno. */
static int
exchange(const struct kzsi_site *site)
{
    int old = mark_folder(site->path), number = 0;

    if (old < 0 && errno != EEXIST)
        return errno;
    number = kzsi_folder_exchange(site->building, site->path);
    if (number != 0)
        unmark(site->path);
    if (old >= 0)
        close(old);
    return number;
}

kzs_status
kzsi_site_take(struct kzsi_site *site, bool replace, kzs_error *err)
{
    kzs_status st = kzsi_folder_settle(site->building, err);
    int number = 0;

    if (st != KZS_OK)
        return st;
    if (rename(site->building, site->path) == 0) {
        free(site->building); /* nothing was there, or an empty folder */
        site->building = NULL;
    } else {
        number = errno;
        if (replace && (number == ENOTEMPTY || number == EEXIST))
            number = exchange(site);
        else if (number == ENOTEMPTY || number == EEXIST || number == ENOTDIR)
            return kzsi_fail(err, KZS_ERR_EXISTS,
                             "something else is at '%s' by now: choose another path",
                             site->path);
        if (number != 0)
            return kzsi_fail_errno(err, number, "cannot move the new index to '%s'",
                                   site->path);
    }
    st = kzsi_folder_sync_parent(site->path, err);
    unmark(site->path);
    return st;
}

void
kzsi_site_end(struct kzsi_site *site)
{
    if (site->building != NULL)
        remove_folder(site->building);
    if (site->mark >= 0)
        close(site->mark);
    free(site->building);
    free(site->path);
    *site = (struct kzsi_site){.mark = -1};
}
