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

kzs_status
kzsi_place_finish(struct kzsi_place *place, kzs_error *err)
{
    kzs_status st = raise_revision(place->building, place->revision + 1, err);
    int number;

    if (st == KZS_OK)
        st = kzsi_sums_write(place->building, NULL, true, false, NULL, err);
    if (st == KZS_OK)
        st = kzsi_folder_alike(place->building, place->path, err);
    if (st == KZS_OK)
        st = kzsi_folder_settle(place->building, err);
    if (st != KZS_OK)
        return st;
    number = kzsi_folder_exchange(place->building, place->path);
    if (number != 0)
        return kzsi_fail_errno(err, number, "cannot put the new index in the place of '%s'",
                               place->path);
    /* It is there, whatever this comes to. */
    kzsi_folder_sync_parent(place->path, NULL);
    return KZS_OK;
}

void
kzsi_place_end(struct kzsi_place *place)
{
    if (place->building != NULL) {
        kzsi_folder_empty(place->building);
        rmdir(place->building);
    }
    if (place->lock >= 0)
        close(place->lock);
    free(place->building);
    free(place->path);
    *place = (struct kzsi_place){.lock = -1};
}
