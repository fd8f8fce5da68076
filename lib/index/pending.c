/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The changes since the last commit, kept so that a commit that failed can be done again: what
 * Xapian had of them is gone then. Each is one entry:
 *
 *     kind (1 byte) | varint length of id | id | varint length of record | record
 *
 * The newest entries are in memory; when those are more than KZSI_PENDING_MEMORY they move to
 * a file without a name in the index's own directory, where the disk must have room for them
 * anyway. A change that cannot be noted is refused before anything was changed.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "index/index.h"

/* Where O_TMPFILE is not known the file has this name for a moment. */
#define PENDING_NAME "pending.tmp"

/* The head of an entry: kind and two varints. */
#define HEAD_MAX 21

void
kzsi_pending_free(struct kzsi_pending *pending)
{
    kzsi_buf_free(&pending->memory);
    if (pending->file_open)
        close(pending->file);
    *pending = (struct kzsi_pending){0};
}

void
kzsi_pending_clear(struct kzsi_pending *pending)
{
    /* A file that cannot be cut is given back instead. */
    if (pending->file_open && ftruncate(pending->file, 0) != 0) {
        close(pending->file);
        pending->file_open = false;
    }
    pending->file_length = 0;
    pending->memory.length = pending->mark = 0;
    pending->memory.failed = false;
    pending->count = pending->bytes = 0;
}

static int
open_nameless(const char *directory)
{
    char name[4096];
    int fd = open(directory, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

    if (fd >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL))
        return fd;
    if ((size_t)snprintf(name, sizeof name, "%s/" PENDING_NAME, directory) >= sizeof name) {
        errno = ENAMETOOLONG;
        return -1;
    }
    /* The write lock is ours: one that is there was left behind. */
    unlink(name);
    fd = open(name, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd >= 0)
        unlink(name);
    return fd;
}

/* Move what is in memory to the end of the file. */
static kzs_status
spill(struct kzsi_pending *pending, const char *directory, kzs_error *err)
{
    size_t done = 0;

    if (!pending->file_open) {
        pending->file = open_nameless(directory);
        if (pending->file < 0)
            return kzsi_fail_errno(err, errno,
                                   "cannot make a file for uncommitted changes in '%s': call "
                                   "kzs_commit() more often, or mend the cause",
                                   directory);
        pending->file_open = true;
        pending->file_length = 0;
    }
    while (done < pending->memory.length) {
        ssize_t n =
            pwrite(pending->file, pending->memory.data + done, pending->memory.length - done,
                   (off_t)(pending->file_length + done));
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return kzsi_fail_errno(err, n < 0 ? errno : ENOSPC,
                                   "cannot note an uncommitted change in '%s': call "
                                   "kzs_commit() more often, or mend the cause",
                                   directory);
        done += (size_t)n;
    }
    pending->file_length += done;
    pending->memory.length = 0;
    return KZS_OK;
}

kzs_status
kzsi_pending_add(struct kzsi_pending *pending, const char *directory,
                 const struct kzsi_change *change, kzs_error *err)
{
    struct kzsi_buf *memory = &pending->memory;
    size_t bytes = change->id_length + change->record_length + HEAD_MAX;

    if (memory->length > 0 && bytes > KZSI_PENDING_MEMORY - memory->length) {
        kzs_status st = spill(pending, directory, err);
        if (st != KZS_OK)
            return st;
    }
    pending->mark = memory->length;
    kzsi_buf_byte(memory, (char)change->kind);
    kzsi_buf_varint(memory, change->id_length);
    kzsi_buf_add(memory, change->id, change->id_length);
    kzsi_buf_varint(memory, change->record_length);
    kzsi_buf_add(memory, change->record, change->record_length);
    if (memory->failed) {
        memory->failed = false;
        memory->length = pending->mark;
        return kzsi_fail_nomem(err);
    }
    pending->count++;
    pending->bytes += change->bytes;
    pending->last_bytes = change->bytes;
    return KZS_OK;
}

void
kzsi_pending_undo(struct kzsi_pending *pending)
{
    pending->memory.length = pending->mark;
    pending->count--;
    pending->bytes -= pending->last_bytes;
}

/* Give `fn` every whole entry of [data, end). Returns where the rest begins. */
static kzs_status
replay_entries(const char **data, const char *end, kzsi_change_fn fn, void *user,
               kzs_error *err)
{
    for (const char *at = *data; at < end; *data = at) {
        struct kzsi_change change = {.kind = (enum kzsi_change_kind) * at++};
        uint64_t length;
        kzs_status st;

        if (!kzsi_varint_read(&at, end, &length) || length > (uint64_t)(end - at))
            break;
        change.id = at;
        change.id_length = (size_t)length;
        at += length;
        if (!kzsi_varint_read(&at, end, &length) || length > (uint64_t)(end - at))
            break;
        change.record = at;
        change.record_length = (size_t)length;
        at += length;
        st = fn(user, &change, err);
        if (st != KZS_OK)
            return st;
    }
    return KZS_OK;
}

/* Read on in the file behind what `window` holds. */
static kzs_status
read_more(const struct kzsi_pending *pending, uint64_t offset, struct kzsi_buf *window,
          kzs_error *err)
{
    uint64_t left = pending->file_length - offset;
    size_t want = left < KZSI_PENDING_MEMORY ? (size_t)left : KZSI_PENDING_MEMORY;

    if (!kzsi_buf_reserve(window, want))
        return kzsi_fail_nomem(err);
    while (want > 0) {
        ssize_t n = pread(pending->file, window->data + window->length, want, (off_t)offset);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return kzsi_fail_errno(err, n < 0 ? errno : EIO,
                                   "cannot read the uncommitted changes back");
        window->length += (size_t)n;
        offset += (uint64_t)n;
        want -= (size_t)n;
    }
    return KZS_OK;
}

kzs_status
kzsi_pending_replay(const struct kzsi_pending *pending, kzsi_change_fn fn, void *user,
                    kzs_error *err)
{
    struct kzsi_buf window = {0};
    uint64_t offset = 0;
    kzs_status st = KZS_OK;
    const char *at;

    while (st == KZS_OK && offset < pending->file_length) {
        size_t before = window.length;
        st = read_more(pending, offset, &window, err);
        if (st != KZS_OK)
            break;
        offset += window.length - before;
        at = window.data;
        st = replay_entries(&at, window.data + window.length, fn, user, err);
        window.length = (size_t)(window.data + window.length - at);
        memmove(window.data, at, window.length);
    }
    kzsi_buf_free(&window);
    at = pending->memory.data;
    if (st == KZS_OK && pending->memory.length > 0)
        st = replay_entries(&at, at + pending->memory.length, fn, user, err);
    return st;
}
