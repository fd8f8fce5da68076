/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The version file, iamglass: what makes a folder a database. Written last.
 *
 *     magic (14 bytes) | format (2) | UUID (16) | varint revision
 *     six tables, each: varints root block, level * 4 + sequential * 2 + no file, entries,
 *         block size / 2048, shortest tag to deflate; string: free list
 *     varints: documents, last document - documents, shortest, wdf_max, longest - wdf_max,
 *         oldest change set, total length, most frequent spelling
 *
 * Xapian reads at most 256 bytes of it; this is about 130.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/random.h>
#include <unistd.h>

#include "bulk/glass.h"

/* 2016-03-14, as (year - 2014, month, day) in 7, 4 and 5 bits: all of Xapian 1.4. */
const char kzsi_bulk_magic[KZSI_BULK_MAGIC_LENGTH] = {
    0x0F, 0x0D, 'X', 'a', 'p', 'i', 'a', 'n', ' ', 'G', 'l', 'a', 's', 's', 0x04, 0x6E};

#define BLOCK_UNITS (8192 / 2048)

/* Xapian's own defaults: what it will do with tags that it adds later. */
static const unsigned deflate_from[KZSI_TABLES] = {
    [KZSI_POSTLIST] = 0, [KZSI_DOCDATA] = 18,  [KZSI_TERMLIST] = 18,
    [KZSI_POSITION] = 0, [KZSI_SPELLING] = 18, [KZSI_SYNONYM] = 18,
};

static void
add_table(struct kzsi_buf *out, const struct kzsi_root *root, unsigned least)
{
    struct kzsi_buf list = {0};
    unsigned flags = root->exists ? root->level << 2 | 2 : 2 | 1;

    kzsi_buf_varint(out, root->block);
    kzsi_buf_varint(out, flags);
    kzsi_buf_varint(out, root->entries);
    kzsi_buf_varint(out, BLOCK_UNITS);
    kzsi_buf_varint(out, least);
    if (root->exists) {
        /* No block is free: revision, blocks in the file, two places at the very beginning. */
        kzsi_buf_varint(&list, 1);
        kzsi_buf_varint(&list, root->blocks);
        for (int i = 0; i < 4; i++)
            kzsi_buf_varint(&list, 0);
    }
    kzsi_buf_varint(out, list.length);
    kzsi_buf_add(out, list.data, list.length);
    out->failed |= list.failed;
    kzsi_buf_free(&list);
}

static void
add_statistics(struct kzsi_buf *out, const struct kzsi_statistics *s)
{
    kzsi_buf_varint(out, s->documents);
    kzsi_buf_varint(out, s->last_document - s->documents);
    kzsi_buf_varint(out, s->shortest);
    kzsi_buf_varint(out, s->wdf_max);
    kzsi_buf_varint(out, s->longest - s->wdf_max); /* modulo 2^32 */
    kzsi_buf_varint(out, 0);
    kzsi_buf_varint(out, s->total_length);
    kzsi_buf_varint(out, 0);
}

static kzs_status
write_file(int folder, const struct kzsi_buf *data, kzs_error *err)
{
    int file = openat(folder, "iamglass", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    size_t done = 0;
    int number = 0;

    while (file >= 0 && number == 0 && done < data->length) {
        ssize_t n = write(file, data->data + done, data->length - done);
        if (n >= 0)
            done += (size_t)n;
        else if (errno != EINTR)
            number = errno;
    }
    if (file < 0 || (number == 0 && fsync(file) != 0))
        number = errno;
    if (file >= 0 && close(file) != 0 && number == 0)
        number = errno;
    return number == 0 ? KZS_OK
                       : kzsi_fail_errno(err, number, "cannot write the version file");
}

kzs_status
kzsi_version_write(int folder, uint64_t revision, const struct kzsi_root roots[KZSI_TABLES],
                   const struct kzsi_statistics *statistics, kzs_error *err)
{
    struct kzsi_buf out = {0};
    unsigned char uuid[16];
    kzs_status st;

    if (getrandom(uuid, sizeof uuid, 0) != (ssize_t)sizeof uuid)
        return kzsi_fail_errno(err, errno, "cannot make a random UUID");
    uuid[6] = (unsigned char)((uuid[6] & 0x0F) | 0x40); /* RFC 4122, version 4 */
    uuid[8] = (unsigned char)((uuid[8] & 0x3F) | 0x80);

    kzsi_buf_add(&out, kzsi_bulk_magic, sizeof kzsi_bulk_magic);
    kzsi_buf_add(&out, (const char *)uuid, sizeof uuid);
    kzsi_buf_varint(&out, revision);
    for (int i = 0; i < KZSI_TABLES; i++)
        add_table(&out, &roots[i], deflate_from[i]);
    add_statistics(&out, statistics);
    st = out.failed ? kzsi_fail_nomem(err) : write_file(folder, &out, err);
    kzsi_buf_free(&out);
    return st;
}
