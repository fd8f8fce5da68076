/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * An index that another takes the place of. The new one grows beside it while its write lock
 * is held, and takes its place in one system call where the file system can do that, so that
 * there is an index at the path at every moment. Readers notice by the number of the last
 * commit, which is higher.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "upkeep/upkeep.h"

#define VERSION_FILE_MAX 256
/* Magic, format and UUID come before the number of commits. */
#define VERSION_HEAD 32

static kzs_status
failed(kzs_error *err, const char *path)
{
    return kzsi_fail_errno(err, errno, "cannot write '%s'", path);
}

static char *
join(const char *path, const char *ending)
{
    struct kzsi_buf name = {0};

    kzsi_buf_str(&name, path);
    kzsi_buf_str(&name, ending);
    return kzsi_buf_take(&name);
}

bool
kzsi_is_index_file(const char *name)
{
    size_t length = strlen(name);

    return strcmp(name, "iamglass") == 0 ||
           (length > 6 && strcmp(name + length - 6, ".glass") == 0);
}

/* ---- the number of commits ---- */

static size_t
read_version_file(int folder, char data[VERSION_FILE_MAX])
{
    int file = openat(folder, "iamglass", O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    ssize_t length = file >= 0 ? read(file, data, VERSION_FILE_MAX) : -1;

    if (file >= 0)
        close(file);
    return length > VERSION_HEAD ? (size_t)length : 0;
}

uint64_t
kzsi_revision(const char *path)
{
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    char data[VERSION_FILE_MAX];
    size_t length = folder >= 0 ? read_version_file(folder, data) : 0;
    const char *at = data + VERSION_HEAD;
    uint64_t revision = 0;

    if (folder >= 0)
        close(folder);
    return length > 0 && kzsi_varint_read(&at, data + length, &revision) ? revision : 0;
}

static kzs_status
write_version_file(int folder, const char *path, const struct kzsi_buf *data, kzs_error *err)
{
    static const char temporary[] = "v.tmp";
    int file = openat(folder, temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool good = file >= 0 && write(file, data->data, data->length) == (ssize_t)data->length;

    if (file >= 0 && close(file) != 0)
        good = false;
    good = good && renameat(folder, temporary, folder, "iamglass") == 0;
    return good ? KZS_OK : failed(err, path);
}

/* Blocks carry numbers too, but Xapian only minds those that are higher than this one. */
static kzs_status
raise_revision(const char *path, uint64_t least, kzs_error *err)
{
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    char data[VERSION_FILE_MAX];
    size_t length = folder >= 0 ? read_version_file(folder, data) : 0;
    const char *rest = data + VERSION_HEAD;
    struct kzsi_buf out = {0};
    uint64_t revision;
    kzs_status st = KZS_OK;

    if (length == 0 || !kzsi_varint_read(&rest, data + length, &revision))
        st = kzsi_fail(err, KZS_ERR_INTERNAL, "the version file of '%s' is odd", path);
    else if (revision < least) {
        kzsi_buf_add(&out, data, VERSION_HEAD);
        kzsi_buf_varint(&out, least);
        kzsi_buf_add(&out, rest, (size_t)(data + length - rest));
        st = out.failed ? kzsi_fail_nomem(err) : write_version_file(folder, path, &out, err);
        kzsi_buf_free(&out);
    }
    if (folder >= 0)
        close(folder);
    return st;
}

/* ---- folders ---- */

kzs_status
kzsi_folder_alike(const char *path, const char *like, kzs_error *err)
{
    struct stat info;

    if (stat(like, &info) != 0)
        return failed(err, like);
    /* Only a member of the group, or root, may give it away. */
    if (chown(path, (uid_t)-1, info.st_gid) != 0)
        info.st_mode &= 0700;
    return chmod(path, info.st_mode & 07777) == 0 ? KZS_OK : failed(err, path);
}

static bool
settle_file(int folder, const char *name, const struct stat *of_folder)
{
    int file = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    bool good = file >= 0 && fsync(file) == 0 &&
                (fchown(file, (uid_t)-1, of_folder->st_gid) == 0 || errno == EPERM) &&
                fchmod(file, of_folder->st_mode & 0666) == 0;
    int number = errno;

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
        if (kzsi_is_index_file(entry->d_name))
            good = settle_file(dirfd(folder), entry->d_name, &info);
    good = good && fsync(dirfd(folder)) == 0;
    st = good ? KZS_OK : failed(err, path);
    if (folder != NULL)
        closedir(folder);
    return st;
}

void
kzsi_folder_remove(const char *path)
{
    DIR *folder = opendir(path);
    const struct dirent *entry;

    if (folder == NULL)
        return;
    while ((entry = readdir(folder)) != NULL)
        if (kzsi_is_index_file(entry->d_name) || strcmp(entry->d_name, "flintlock") == 0 ||
            strcmp(entry->d_name, "v.tmp") == 0)
            unlinkat(dirfd(folder), entry->d_name, 0);
    closedir(folder);
    rmdir(path);
}

static void
sync_parent(const char *path)
{
    const char *slash = strrchr(path, '/');
    char *parent = kzsi_strndup(path, slash != NULL ? (size_t)(slash - path) + 1 : 0);
    int folder;

    if (parent == NULL)
        return;
    folder = open(*parent != '\0' ? parent : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder >= 0) {
        fsync(folder);
        close(folder);
    }
    free(parent);
}

/* ---- the lock, which is Xapian's ---- */

static kzs_status
take_lock(const char *path, uint64_t wait_ms, int *lock, kzs_error *err)
{
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_len = 1};
    char *name = join(path, "/flintlock");

    if (name == NULL)
        return kzsi_fail_nomem(err);
    *lock = open(name, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    free(name);
    if (*lock < 0)
        return kzsi_fail_errno(err, errno, "cannot take the write lock of the index '%s'", path);
    while (fcntl(*lock, F_OFD_SETLK, &whole) != 0) {
        if (errno != EAGAIN && errno != EACCES && errno != EINTR)
            return kzsi_fail_errno(err, errno, "cannot take the write lock of the index '%s'",
                                   path);
        if (wait_ms == 0)
            return kzsi_fail(err, KZS_ERR_LOCKED,
                             "the index '%s' is being written to by another process or handle: "
                             "try again, or wait with the option lock_timeout",
                             path);
        wait_ms -= wait_ms < 10 ? wait_ms : 10;
        nanosleep(&(struct timespec){0, 10000000}, NULL);
    }
    return KZS_OK;
}

/* ---- exchanging ---- */

kzs_status
kzsi_place_begin(const char *path, uint64_t wait_ms, struct kzsi_place *place, kzs_error *err)
{
    char ending[32];
    kzs_status st;

    *place = (struct kzsi_place){.lock = -1, .path = realpath(path, NULL)};
    if (place->path == NULL)
        return errno == ENOENT
                   ? kzsi_fail(err, KZS_ERR_NOT_FOUND, "there is no index at '%s'", path)
                   : kzsi_fail_errno(err, errno, "cannot open the index '%s'", path);
    st = kzsi_check_index_files(place->path, err);
    /* One whose version file is damaged may be built again, too. */
    if (st != KZS_OK && st != KZS_ERR_CORRUPT)
        return st;
    st = take_lock(place->path, wait_ms, &place->lock, err);
    if (st != KZS_OK)
        return st;
    place->revision = kzsi_revision(place->path);
    snprintf(ending, sizeof ending, ".upkeep-%ld", (long)getpid());
    place->building = join(place->path, ending);
    if (place->building == NULL)
        return kzsi_fail_nomem(err);
    if (mkdir(place->building, 0700) != 0) {
        st = kzsi_fail_errno(err, errno, "cannot make the folder '%s'", place->building);
        free(place->building);
        place->building = NULL;
    }
    return st;
}

static bool
exchange(const char *one, const char *other)
{
    char *aside;
    bool done;

    if (renameat2(AT_FDCWD, one, AT_FDCWD, other, RENAME_EXCHANGE) == 0)
        return true;
    if (errno != EINVAL && errno != ENOSYS)
        return false;
    aside = join(one, "-old");
    done = aside != NULL && rename(other, aside) == 0;
    if (done && rename(one, other) != 0) {
        rename(aside, other);
        done = false;
    }
    done = done && rename(aside, one) == 0;
    free(aside);
    return done;
}

kzs_status
kzsi_place_finish(struct kzsi_place *place, kzs_error *err)
{
    kzs_status st = raise_revision(place->building, place->revision + 1, err);

    if (st == KZS_OK)
        st = kzsi_folder_alike(place->building, place->path, err);
    if (st == KZS_OK)
        st = kzsi_folder_settle(place->building, err);
    if (st == KZS_OK && !exchange(place->building, place->path))
        st = kzsi_fail_errno(err, errno, "cannot put the new index in the place of '%s'",
                             place->path);
    if (st == KZS_OK)
        sync_parent(place->path);
    return st;
}

void
kzsi_place_end(struct kzsi_place *place)
{
    if (place->building != NULL)
        kzsi_folder_remove(place->building);
    if (place->lock >= 0)
        close(place->lock);
    free(place->building);
    free(place->path);
    *place = (struct kzsi_place){.lock = -1};
}
