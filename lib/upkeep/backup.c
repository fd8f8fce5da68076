/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A copy of an index while a writer works. Glass never changes a block of the last commit, so
 * files are of one commit when the version file is the same before and after copying them.
 * Where it is not only the blocks that differ by then are copied, again and again, and before
 * long with commits waiting (turn.c): no longer than reading takes then.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "upkeep/upkeep.h"

#define PASSES_MAX 20
#define TURN_WAIT_MS 2000
#define CHUNK ((size_t)256 << 10)
#define VERSION_FILE_MAX 256

struct backup {
    const char *path, *to;
    int from, into; /* the folders */
    kzs_progress_fn progress;
    void *user;
    char *there, *here; /* CHUNK bytes each */
    bool again;         /* not the first pass: compare */
    uint64_t done, total;
};

static kzs_status
cannot(const struct backup *b, const char *name, kzs_error *err)
{
    return kzsi_fail_errno(err, errno, "cannot copy '%s/%s' to '%s'", b->path, name, b->to);
}

/* How many bytes there are at `offset`, -1 when they cannot be read. */
static ssize_t
read_at(int file, char *data, uint64_t offset)
{
    size_t done = 0;

    while (done < CHUNK) {
        ssize_t n = pread(file, data + done, CHUNK - done, (off_t)(offset + done));
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -1;
        if (n == 0)
            break;
        done += (size_t)n;
    }
    return (ssize_t)done;
}

static bool
write_at(int file, const char *data, size_t length, uint64_t offset)
{
    for (size_t done = 0; done < length;) {
        ssize_t n = pwrite(file, data + done, length - done, (off_t)(offset + done));
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        done += (size_t)n;
    }
    return true;
}

static kzs_status
copy_chunks(struct backup *b, const char *name, int source, int copy, kzs_error *err)
{
    for (uint64_t at = 0;; at += CHUNK) {
        ssize_t n = read_at(source, b->there, at);
        bool same = false;
        kzs_status st;
        if (n < 0)
            return cannot(b, name, err);
        if (n == 0)
            return ftruncate(copy, (off_t)at) == 0 ? KZS_OK : cannot(b, name, err);
        if (b->again)
            same = read_at(copy, b->here, at) >= n && memcmp(b->there, b->here, (size_t)n) == 0;
        if (!same && !write_at(copy, b->there, (size_t)n, at))
            return cannot(b, name, err);
        b->done += (uint64_t)n;
        st = kzsi_tell(b->progress, b->user, "copying", b->done,
                       b->total > b->done ? b->total : b->done, err);
        if (st != KZS_OK)
            return st;
        if ((size_t)n < CHUNK)
            return ftruncate(copy, (off_t)(at + (uint64_t)n)) == 0 ? KZS_OK
                                                                    : cannot(b, name, err);
    }
}

static kzs_status
copy_file(struct backup *b, const char *name, kzs_error *err)
{
    int source = openat(b->from, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW), copy = -1;
    kzs_status st;

    if (source >= 0)
        copy = openat(b->into, name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    st = copy < 0 ? cannot(b, name, err) : copy_chunks(b, name, source, copy, err);
    if (source >= 0)
        close(source);
    if (copy >= 0 && close(copy) != 0 && st == KZS_OK)
        st = cannot(b, name, err);
    return st;
}

/* Copy all tables, or only add up their sizes. */
static kzs_status
each_table(struct backup *b, bool measure, kzs_error *err)
{
    int fd = openat(b->from, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *folder = fd >= 0 ? fdopendir(fd) : NULL;
    const struct dirent *entry;
    kzs_status st = KZS_OK;

    if (folder == NULL) {
        st = cannot(b, "", err);
        if (fd >= 0)
            close(fd);
        return st;
    }
    while (st == KZS_OK && (entry = readdir(folder)) != NULL) {
        struct stat info;
        if (!kzsi_is_index_file(entry->d_name) || strcmp(entry->d_name, "iamglass") == 0)
            continue;
        if (!measure)
            st = copy_file(b, entry->d_name, err);
        else if (fstatat(b->from, entry->d_name, &info, AT_SYMLINK_NOFOLLOW) == 0)
            b->total += (uint64_t)info.st_size;
    }
    closedir(folder);
    return st;
}

static kzs_status
read_version_file(const struct backup *b, char data[VERSION_FILE_MAX], size_t *length,
                  kzs_error *err)
{
    int file = openat(b->from, "iamglass", O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    ssize_t n = file >= 0 ? read(file, data, VERSION_FILE_MAX) : -1;
    int number = errno;

    if (file >= 0)
        close(file);
    *length = n > 0 ? (size_t)n : 0;
    errno = number;
    return n < 0 ? cannot(b, "iamglass", err) : KZS_OK;
}

static kzs_status
write_version_file(const struct backup *b, const char *data, size_t length, kzs_error *err)
{
    int file = openat(b->into, "iamglass", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool good = file >= 0 && write_at(file, data, length, 0);

    if (file >= 0 && close(file) != 0)
        good = false;
    return good ? KZS_OK : cannot(b, "iamglass", err);
}

/* One copy of one commit; the folder may be exchanged meanwhile, so it is opened each time. */
static kzs_status
copy_once(struct backup *b, bool *whole, kzs_error *err)
{
    char before[VERSION_FILE_MAX], after[VERSION_FILE_MAX];
    size_t length = 0, then = 0;
    kzs_status st;

    b->from = open(b->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (b->from < 0)
        return cannot(b, "", err);
    b->done = b->total = 0;
    st = read_version_file(b, before, &length, err);
    if (st == KZS_OK)
        st = each_table(b, true, err);
    if (st == KZS_OK)
        st = each_table(b, false, err);
    if (st == KZS_OK)
        st = read_version_file(b, after, &then, err);
    *whole = st == KZS_OK && length == then && memcmp(before, after, length) == 0;
    if (*whole)
        st = write_version_file(b, before, length, err);
    close(b->from);
    return st;
}

static kzs_status
copy_all(struct backup *b, kzs_error *err)
{
    bool whole = false;
    int turn = -1;
    kzs_status st = KZS_OK;

    for (int i = 0; i < PASSES_MAX && st == KZS_OK && !whole; i++) {
        b->again = i > 0;
        if (i >= 2 && turn < 0)
            turn = kzsi_turn_begin(b->path, false, TURN_WAIT_MS);
        st = copy_once(b, &whole, err);
    }
    kzsi_turn_end(turn);
    if (st == KZS_OK && !whole)
        st = kzsi_fail(err, KZS_ERR_MODIFIED,
                       "the index '%s' is being committed to faster than it can be copied: try "
                       "again, or commit less often",
                       b->path);
    return st;
}

static kzs_status
begin(struct backup *b, kzs_error *err)
{
    kzs_status st = kzsi_check_index_files(b->path, err);

    if (st != KZS_OK)
        return st;
    if (mkdir(b->to, 0700) != 0 && !(errno == EEXIST && kzsi_index_vacant(b->to)))
        return errno == EEXIST
                   ? kzsi_fail(err, KZS_ERR_EXISTS,
                               "'%s' exists and is not an empty directory: choose another path",
                               b->to)
                   : kzsi_fail_errno(err, errno, "cannot make the folder '%s'", b->to);
    b->into = open(b->to, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (b->into < 0)
        return cannot(b, "", err);
    b->there = kzsi_alloc(CHUNK);
    b->here = kzsi_alloc(CHUNK);
    return b->there == NULL || b->here == NULL ? kzsi_fail_nomem(err) : KZS_OK;
}

kzs_status
kzs_backup(const char *path, const char *to, kzs_progress_fn progress, void *user,
           kzs_error *err)
{
    struct backup b = {
        .path = path, .to = to, .from = -1, .into = -1, .progress = progress, .user = user};
    kzs_status st;

    if (path == NULL || *path == '\0' || to == NULL || *to == '\0')
        return kzsi_fail(err, KZS_ERR_INVALID, "no path of an index and of its backup was given");
    st = begin(&b, err);
    if (st == KZS_OK)
        st = copy_all(&b, err);
    /* A copy of what is damaged must not take the place of an older one that is whole. */
    if (st == KZS_OK)
        st = kzsi_verify_all(to, NULL, NULL, NULL, err);
    if (st == KZS_OK)
        st = kzsi_folder_alike(to, path, err);
    if (st == KZS_OK)
        st = kzsi_folder_settle(to, err);
    if (b.into >= 0) {
        close(b.into);
        if (st != KZS_OK) {
            kzsi_folder_empty(to);
            rmdir(to);
        }
    }
    free(b.there);
    free(b.here);
    return st;
}
