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

#include "index/site.h"

#define BESIDE ".new-"

/* Names to try: others of this process may build the same index. */
#define NAMES_MOST 100

static bool
is_index_file(const char *name)
{
    static const char *const others[] = {"iamglass", "flintlock", "v.tmp", "pending.tmp",
                                         "streams.tmp"};
    static const char ending[] = ".glass";
    size_t length = strlen(name), tail = sizeof ending - 1;

    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (strcmp(name, others[i]) == 0)
            return true;
    return length > tail && strcmp(name + length - tail, ending) == 0;
}

static int
open_folder(const char *path)
{
    return open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

/* The files of an index; what else may be there stays. */
static void
empty_folder(const char *path)
{
    int at = open_folder(path);
    DIR *folder = at >= 0 ? fdopendir(at) : NULL;
    const struct dirent *entry;

    if (folder == NULL) {
        if (at >= 0)
            close(at);
        return;
    }
    while ((entry = readdir(folder)) != NULL)
        if (is_index_file(entry->d_name))
            unlinkat(at, entry->d_name, 0);
    closedir(folder);
}

static void
unmark(const char *path)
{
    int folder = open_folder(path);

    if (folder < 0)
        return;
    unlinkat(folder, KZSI_SITE_MARK, 0);
    close(folder);
}

/* The mark goes last: what is interrupted will be removed by the next. */
static void
remove_folder(const char *path)
{
    empty_folder(path);
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
            !is_index_file(entry->d_name))
            *other = kzsi_strndup(entry->d_name, strlen(entry->d_name));
    }
    closedir(folder);
    return marked && *other == NULL;
}

/* ---- what others left ---- */

/* The folder that holds `path`, and in *name how it is called in there. Owned; NULL: memory. */
static char *
parent_of(const char *path, const char **name)
{
    const char *slash = strrchr(path, '/');
    size_t length = slash == NULL ? 1 : slash == path ? 1 : (size_t)(slash - path);

    *name = slash == NULL ? path : slash + 1;
    return kzsi_strndup(slash == NULL ? "." : path, length);
}

/*
 * Is it a marked folder whose builder is dead? The mark, locked, so that one alone removes it.
 * *alive: its builder is not.
 */
static int
lock_orphan(const char *path, bool *alive)
{
    int folder = open_folder(path), mark = -1;

    if (folder < 0)
        return -1;
    mark = openat(folder, KZSI_SITE_MARK, O_RDWR | O_NOFOLLOW | O_CLOEXEC);
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
    char *whole;
    int mark;

    kzsi_buf_printf(&path, "%s/%s", parent, name);
    whole = kzsi_buf_take(&path);
    mark = whole != NULL ? lock_orphan(whole, alive) : -1;
    if (mark >= 0) {
        remove_folder(whole);
        close(mark);
    }
    free(whole);
}

/* Is none of those beside `path` alive? */
static bool
remove_orphans(const char *path)
{
    bool alive = false;
    const char *base;
    char *parent = parent_of(path, &base);
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
    int folder = open_folder(path), mark, number;

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

/* Whoever may look into the old index may look into the new one. */
static bool
make_alike(const char *path, const char *old)
{
    struct stat info;

    if (stat(old, &info) != 0)
        return errno == ENOENT;
    /* Only a member of the group, or root, may give it away. */
    if (chown(path, (uid_t)-1, info.st_gid) != 0)
        info.st_mode &= 0700;
    return chmod(path, info.st_mode & 07777) == 0;
}

static kzs_status
make_folder(struct kzsi_site *place, bool replace, kzs_error *err)
{
    for (int i = 1; i <= NAMES_MOST; i++) {
        struct kzsi_buf name = {0};
        kzsi_buf_printf(&name, "%s" BESIDE "%ld", place->path, (long)getpid());
        if (i > 1)
            kzsi_buf_printf(&name, "-%d", i);
        free(place->building);
        place->building = kzsi_buf_take(&name);
        if (place->building == NULL)
            return kzsi_fail_nomem(err);
        if (mkdir(place->building, 0700) != 0) {
            int number = errno;
            if (number == EEXIST)
                continue;
            kzs_status st = kzsi_fail_errno(err, number, "cannot make the directory '%s'",
                                            place->building);
            free(place->building);
            place->building = NULL;
            return st;
        }
        place->mark = mark_folder(place->building);
        if (place->mark < 0 ||
            (replace && still_there(place->mark) && !make_alike(place->building, place->path)))
            return kzsi_fail_errno(err, errno, "cannot prepare the directory '%s'",
                                   place->building);
        if (still_there(place->mark))
            return KZS_OK;
        close(place->mark);
        place->mark = -1;
    }
    free(place->building);
    place->building = NULL;
    return kzsi_fail(err, KZS_ERR_EXISTS, "'%s" BESIDE "%ld' is in the way: remove it",
                     place->path, (long)getpid());
}

kzs_status
kzsi_site_begin(struct kzsi_site *place, const char *path, bool replace, kzs_error *err)
{
    size_t length = strlen(path);
    char *real = realpath(path, NULL);

    *place = (struct kzsi_site){.mark = -1};
    while (length > 1 && path[length - 1] == '/')
        length--;
    place->path = real != NULL ? real : kzsi_strndup(path, length);
    if (place->path == NULL)
        return kzsi_fail_nomem(err);
    if (!remove_orphans(place->path))
        return kzsi_fail(err, KZS_ERR_LOCKED, "the index '%s' is being built by somebody else",
                         place->path);
    return make_folder(place, replace, err);
}

kzs_status
kzsi_site_another(struct kzsi_site *place, const struct kzsi_site *first, bool replace,
                   kzs_error *err)
{
    *place = (struct kzsi_site){.path = kzsi_strndup(first->path, strlen(first->path)),
                                 .mark = -1};
    return place->path != NULL ? make_folder(place, replace, err) : kzsi_fail_nomem(err);
}

void
kzsi_site_empty(struct kzsi_site *place)
{
    empty_folder(place->building);
}

/* ---- the move ---- */

/* Files follow their folder: who may enter it may read them, and they have its group. */
static kzs_status
settle_files(const char *path, kzs_error *err)
{
    int at = open_folder(path), number = 0;
    DIR *folder = at >= 0 ? fdopendir(at) : NULL;
    const struct dirent *entry;
    struct stat info, of;

    if (folder == NULL || fstat(at, &of) != 0)
        number = errno;
    while (number == 0 && (entry = readdir(folder)) != NULL) {
        if (!is_index_file(entry->d_name) ||
            fstatat(at, entry->d_name, &info, AT_SYMLINK_NOFOLLOW) != 0)
            continue;
        if (info.st_gid != of.st_gid &&
            fchownat(at, entry->d_name, (uid_t)-1, of.st_gid, AT_SYMLINK_NOFOLLOW) != 0 &&
            errno != EPERM && errno != EINVAL)
            number = errno;
        else if ((info.st_mode & 0777) != (of.st_mode & 0666) &&
                 fchmodat(at, entry->d_name, of.st_mode & 0666, 0) != 0)
            number = errno;
    }
    if (folder != NULL)
        closedir(folder);
    else if (at >= 0)
        close(at);
    return number == 0 ? KZS_OK
                       : kzsi_fail_errno(err, number, "cannot set the modes in '%s'", path);
}

/* What is renamed must also be so after a power cut. */
static kzs_status
sync_parent(const char *path, kzs_error *err)
{
    const char *name;
    char *parent = parent_of(path, &name);
    int folder = parent != NULL ? open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    int number = parent == NULL ? ENOMEM : folder < 0 || fsync(folder) != 0 ? errno : 0;

    if (folder >= 0)
        close(folder);
    free(parent);
    return number == 0
               ? KZS_OK
               : kzsi_fail_errno(err, number, "cannot make the index '%s' durable", path);
}

/* The old one, out of the way for a moment where the two cannot be exchanged in one step. */
static int
exchange_by_renames(const struct kzsi_site *place)
{
    struct kzsi_buf name = {0};
    char *aside;
    int number = 0;

    kzsi_buf_printf(&name, "%s-old", place->building);
    aside = kzsi_buf_take(&name);
    if (aside == NULL)
        return ENOMEM;
    if (rename(place->path, aside) != 0)
        number = errno;
    else if (rename(place->building, place->path) != 0) {
        number = errno;
        rename(aside, place->path);
    } else if (rename(aside, place->building) != 0)
        number = errno;
    free(aside);
    return number;
}

/* Old and new change places; the old one, marked, is at `building` then. 0 or an errno. */
static int
exchange(const struct kzsi_site *place)
{
    int old = mark_folder(place->path), number = 0;

    if (old < 0 && errno != EEXIST)
        return errno;
    if (renameat2(AT_FDCWD, place->building, AT_FDCWD, place->path, RENAME_EXCHANGE) != 0) {
        number = errno == EINVAL || errno == ENOSYS ? exchange_by_renames(place) : errno;
        if (number != 0)
            unmark(place->path);
    }
    if (old >= 0)
        close(old);
    return number;
}

kzs_status
kzsi_site_take(struct kzsi_site *place, bool replace, kzs_error *err)
{
    kzs_status st = settle_files(place->building, err);
    int number = 0;

    if (st != KZS_OK)
        return st;
    if (rename(place->building, place->path) == 0) {
        free(place->building); /* nothing was there, or an empty folder */
        place->building = NULL;
    } else {
        number = errno;
        if (replace && (number == ENOTEMPTY || number == EEXIST))
            number = exchange(place);
        else if (number == ENOTEMPTY || number == EEXIST || number == ENOTDIR)
            return kzsi_fail(err, KZS_ERR_EXISTS,
                             "something else is at '%s' by now: choose another path",
                             place->path);
        if (number != 0)
            return kzsi_fail_errno(err, number, "cannot move the new index to '%s'",
                                   place->path);
    }
    st = sync_parent(place->path, err);
    unmark(place->path);
    return st;
}

void
kzsi_site_end(struct kzsi_site *place)
{
    if (place->building != NULL)
        remove_folder(place->building);
    if (place->mark >= 0)
        close(place->mark);
    free(place->building);
    free(place->path);
    *place = (struct kzsi_site){.mark = -1};
}
