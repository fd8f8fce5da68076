/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The file of sums, `checksums` in the folder of the index. It is a log: a segment for each
 * commit with the sums of the blocks that it wrote, the first with those of all. When it has
 * become twice as long as its first segment it is written anew beside and renamed. Numbers are
 * little-endian:
 *
 *     "KZSS" | 4 flags | 8 revision | 16 UUID of the database | 4 sum of the version file
 *     4 block size | 6 x 4 sums of the lists of free blocks | 4 count
 *     4 sum of what the version file says but for the number of the commit
 *     count x: 4 table * 2^29 + block | 4 sum
 *     4 sum of all this, begun with that of the segment before | "end."
 *
 * A commit appends after its version file is in place (and, with full durability, known to be
 * so after a power cut). Whoever dies between leaves a version without sums: its new blocks are
 * believed until the next writer adds them up. A tail that is cut or damaged says nothing.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sums/layout.h"

#define MAGIC "KZSS"
#define END   "end."

/* Flag: a power cut may take the commit back. */
#define LOOSE 1u

#define HEAD_LENGTH 72
#define ENTRY_LENGTH 8
#define TAIL_LENGTH 8
#define TABLE_SHIFT 29
#define BLOCKS_MAX (1u << TABLE_SHIFT)

/* The log may grow by its first segment and this. */
#define LOG_SPARE ((uint64_t)64 << 10)

/* A file of more is no file of sums: it would be of 16 TB. */
#define FILE_MAX ((off_t)4 << 30)

static uint32_t
little4(const char *at)
{
    return (uint32_t)kzsi_hash_load(at, 4);
}

static void
add4(struct kzsi_buf *out, uint32_t number)
{
    for (int i = 0; i < 4; i++)
        kzsi_buf_byte(out, (char)(number >> (8 * i) & 0xFF));
}

void
kzsi_summed_free(struct kzsi_summed *summed)
{
    for (int t = 0; t < KZSI_TABLES; t++)
        free(summed->tables[t].sums);
    *summed = (struct kzsi_summed){0};
}

bool
kzsi_block_sums_grow(struct kzsi_block_sums *sums, size_t count)
{
    uint32_t *grown;

    if (count <= sums->count)
        return true;
    grown = realloc(sums->sums, count * sizeof *grown);
    if (grown == NULL)
        return false;
    memset(grown + sums->count, 0, (count - sums->count) * sizeof *grown);
    sums->sums = grown;
    sums->count = count;
    return true;
}

/* ---- reading ---- */

/* Length of the segment at the beginning of some bytes, 0 when it is not whole. */
static size_t
segment_length(const char *data, size_t length, uint32_t chain)
{
    size_t whole;

    if (length < HEAD_LENGTH + TAIL_LENGTH || memcmp(data, MAGIC, 4) != 0)
        return 0;
    whole = HEAD_LENGTH + (size_t)little4(data + 64) * ENTRY_LENGTH + TAIL_LENGTH;
    if (whole > length || memcmp(data + whole - 4, END, 4) != 0)
        return 0;
    return little4(data + whole - 8) == kzsi_sum(data, whole - TAIL_LENGTH, chain) ? whole : 0;
}

static bool
take_entries(struct kzsi_summed *out, const char *at, uint32_t count)
{
    size_t most[KZSI_TABLES] = {0};

    for (uint32_t i = 0; i < count; i++) {
        uint32_t place = little4(at + (size_t)i * ENTRY_LENGTH), table = place >> TABLE_SHIFT;
        size_t block = place & (BLOCKS_MAX - 1);
        if (table < KZSI_TABLES && block >= most[table])
            most[table] = block + 1;
    }
    for (int t = 0; t < KZSI_TABLES; t++)
        if (!kzsi_block_sums_grow(&out->tables[t], most[t]))
            return false;
    for (uint32_t i = 0; i < count; i++, at += ENTRY_LENGTH) {
        uint32_t place = little4(at), table = place >> TABLE_SHIFT;
        if (table < KZSI_TABLES)
            out->tables[table].sums[place & (BLOCKS_MAX - 1)] = little4(at + 4);
    }
    return true;
}

static bool
take_segment(struct kzsi_summed *out, const char *data, size_t length)
{
    out->revision = kzsi_hash_load(data + 8, 8);
    out->version_sum = little4(data + 32);
    out->version_shape = little4(data + 68);
    for (int t = 0; t < KZSI_TABLES; t++)
        out->list_sums[t] = little4(data + 40 + 4 * t);
    if (!take_entries(out, data + HEAD_LENGTH, little4(data + 64)))
        return false;
    out->chain = little4(data + length - 8);
    if (out->length == 0)
        out->first_length = length;
    out->length += length;
    return true;
}

static kzs_status
take_segments(const char *data, size_t size, const struct kzsi_glass_version *version,
              struct kzsi_summed *out, kzs_error *err)
{
    while (out->length < size) {
        const char *at = data + out->length;
        size_t length = segment_length(at, size - out->length, out->chain);
        if (length == 0) {
            out->damaged = true;
            break;
        }
        if (memcmp(at + 16, version->uuid, KZSI_UUID_LENGTH) != 0 ||
            little4(at + 36) != version->block_size) {
            out->other = true;
            break;
        }
        if (kzsi_hash_load(at + 8, 8) > version->revision) {
            out->later = (little4(at + 4) & LOOSE) == 0;
            out->damaged = true;
            break;
        }
        if (!take_segment(out, at, length))
            return kzsi_fail_nomem(err);
    }
    return KZS_OK;
}

/* All of a file, at most FILE_MAX. */
static kzs_status
read_whole(int file, struct kzsi_buf *out, kzs_error *err)
{
    struct stat info;

    if (fstat(file, &info) != 0)
        return kzsi_fail_errno(err, errno, "cannot read the checksums of the index");
    if (!S_ISREG(info.st_mode) || info.st_size > FILE_MAX)
        return KZS_OK;
    if (!kzsi_buf_reserve(out, (size_t)info.st_size + 1))
        return kzsi_fail_nomem(err);
    while (out->length < (size_t)info.st_size) {
        ssize_t n = pread(file, out->data + out->length, (size_t)info.st_size - out->length,
                          (off_t)out->length);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return kzsi_fail_errno(err, errno, "cannot read the checksums of the index");
        if (n == 0)
            break;
        out->length += (size_t)n;
    }
    return KZS_OK;
}

kzs_status
kzsi_summed_read(int folder, const struct kzsi_glass_version *version, struct kzsi_summed *out,
                 kzs_error *err)
{
    int file = openat(folder, KZSI_SUMS_FILE, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    struct kzsi_buf data = {0};
    kzs_status st;

    *out = (struct kzsi_summed){0};
    if (file < 0)
        return errno == ENOENT || errno == ELOOP
                   ? KZS_OK
                   : kzsi_fail_errno(err, errno, "cannot read the checksums of the index");
    st = read_whole(file, &data, err);
    close(file);
    out->file_length = data.length;
    if (st == KZS_OK)
        st = take_segments(data.data, data.length, version, out, err);
    kzsi_buf_free(&data);
    if (st != KZS_OK)
        kzsi_summed_free(out);
    return st;
}

/* ---- writing ---- */

static void
add_head(struct kzsi_buf *out, const struct kzsi_glass_version *version,
         const struct kzsi_summed *summed, bool loose, size_t count)
{
    kzsi_buf_add(out, MAGIC, 4);
    add4(out, loose ? LOOSE : 0);
    add4(out, (uint32_t)summed->revision);
    add4(out, (uint32_t)(summed->revision >> 32));
    kzsi_buf_add(out, version->uuid, KZSI_UUID_LENGTH);
    add4(out, summed->version_sum);
    add4(out, version->block_size);
    for (int t = 0; t < KZSI_TABLES; t++)
        add4(out, summed->list_sums[t]);
    add4(out, (uint32_t)count);
    add4(out, summed->version_shape);
}

static void
add_entry(struct kzsi_buf *out, const struct kzsi_summed *summed, uint32_t table,
          uint32_t block)
{
    add4(out, table << TABLE_SHIFT | block);
    add4(out, summed->tables[table].sums[block]);
}

static void
add_tail(struct kzsi_buf *out, uint32_t chain)
{
    if (out->failed)
        return;
    add4(out, kzsi_sum(out->data, out->length, chain));
    kzsi_buf_add(out, END, 4);
}

static void
add_all(struct kzsi_buf *out, const struct kzsi_glass_version *version,
        const struct kzsi_summed *summed, bool loose)
{
    size_t count = 0;

    for (int t = 0; t < KZSI_TABLES; t++)
        for (size_t b = 0; b < summed->tables[t].count; b++)
            count += summed->tables[t].sums[b] != 0;
    if (!kzsi_buf_reserve(out, HEAD_LENGTH + count * ENTRY_LENGTH + TAIL_LENGTH))
        return;
    add_head(out, version, summed, loose, count);
    for (uint32_t t = 0; t < KZSI_TABLES; t++)
        for (size_t b = 0; b < summed->tables[t].count; b++)
            if (summed->tables[t].sums[b] != 0)
                add_entry(out, summed, t, (uint32_t)b);
    add_tail(out, 0);
}

static bool
write_at(int file, const struct kzsi_buf *data, uint64_t offset)
{
    for (size_t done = 0; done < data->length;) {
        ssize_t n = pwrite(file, data->data + done, data->length - done,
                           (off_t)(offset + done));
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0) {
            errno = n < 0 ? errno : ENOSPC;
            return false;
        }
        done += (size_t)n;
    }
    return true;
}

/* Who may read the index may read them. A file system without groups or modes refuses. */
static bool
like_folder(int folder, int file)
{
    struct stat of, info;

    if (fstat(folder, &of) != 0 || fstat(file, &info) != 0)
        return false;
    if (info.st_gid != of.st_gid && fchown(file, (uid_t)-1, of.st_gid) != 0 && errno != EPERM &&
        errno != EINVAL)
        return false;
    return (info.st_mode & 0777) == (of.st_mode & 0666) ||
           fchmod(file, of.st_mode & 0666) == 0;
}

static kzs_status
cannot(kzs_error *err)
{
    return kzsi_fail_errno(err, errno, "cannot write the checksums of the index");
}

static kzs_status
replace(int folder, const struct kzsi_buf *data, bool sync, kzs_error *err)
{
    int file, number;
    bool good;

    if (unlinkat(folder, KZSI_SUMS_NEXT, 0) != 0 && errno != ENOENT)
        return cannot(err);
    file = openat(folder, KZSI_SUMS_NEXT, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0)
        return cannot(err);
    good = like_folder(folder, file) && write_at(file, data, 0) &&
           (!sync || fdatasync(file) == 0);
    number = errno;
    if (close(file) != 0 && good) {
        good = false;
        number = errno;
    }
    if (good && renameat(folder, KZSI_SUMS_NEXT, folder, KZSI_SUMS_FILE) != 0) {
        good = false;
        number = errno;
    }
    errno = number;
    return good ? KZS_OK : cannot(err);
}

/* False when the file is not what it was read as. */
static bool
append(int folder, const struct kzsi_buf *data, uint64_t offset, bool sync, kzs_status *st,
       kzs_error *err)
{
    int file = openat(folder, KZSI_SUMS_FILE, O_WRONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    struct stat info;
    bool same = file >= 0 && fstat(file, &info) == 0 && S_ISREG(info.st_mode) &&
                (uint64_t)info.st_size == offset;

    *st = KZS_OK;
    if (same && (!write_at(file, data, offset) || (sync && fdatasync(file) != 0)))
        *st = cannot(err);
    if (file >= 0 && close(file) != 0 && same && *st == KZS_OK)
        *st = cannot(err);
    return same;
}

kzs_status
kzsi_summed_write(int folder, const struct kzsi_glass_version *version,
                  struct kzsi_summed *summed, const struct kzsi_new_sum *changed,
                  size_t changed_count, bool directory_synced, bool sync, kzs_error *err)
{
    struct kzsi_buf data = {0};
    size_t more = HEAD_LENGTH + changed_count * ENTRY_LENGTH + TAIL_LENGTH;
    kzs_status st = KZS_OK;
    bool done = false;

    if (!summed->damaged && summed->length > 0 &&
        summed->length + more <= 2 * summed->first_length + LOG_SPARE) {
        add_head(&data, version, summed, !directory_synced, changed_count);
        for (size_t i = 0; i < changed_count; i++)
            add_entry(&data, summed, changed[i].table, changed[i].block);
        add_tail(&data, summed->chain);
        if (data.failed)
            st = kzsi_fail_nomem(err);
        else
            done = append(folder, &data, summed->length, sync, &st, err);
    }
    if (st == KZS_OK && !done) {
        data.length = 0;
        add_all(&data, version, summed, !directory_synced);
        st = data.failed ? kzsi_fail_nomem(err) : replace(folder, &data, sync, err);
        summed->length = 0;
        summed->first_length = data.length;
        summed->damaged = false;
    }
    if (st == KZS_OK) {
        summed->length += data.length;
        summed->chain = little4(data.data + data.length - 8);
    }
    kzsi_buf_free(&data);
    return st;
}
