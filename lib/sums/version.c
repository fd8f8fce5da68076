/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The version file of a glass database, `iamglass`, looked at before Xapian opens it: Xapian
 * believes what it says about the tables, and a damaged depth or block size crashes it.
 *
 *     magic (14 bytes) | format (2) | UUID (16) | varint revision
 *     six tables, each: varints root block, flags, entries, block size / 2048, least length to
 *         compress; then the free list: varint length, and within it varints revision, number
 *         of blocks, two places (block, offset / 4)
 *     eight varints of statistics
 */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "sums/layout.h"

#define MAGIC_LENGTH 14
#define FORMAT_LENGTH 2
#define STATISTICS 8

static const char magic[] = "\x0f\x0dXapian Glass";
/* Written by all of Xapian 1.4. Xapian itself has a message for others. */
static const unsigned char format[FORMAT_LENGTH] = {0x04, 0x6E};

const char *const kzsi_table_names[KZSI_TABLES] = {"postlist", "docdata",  "termlist",
                                                   "position", "spelling", "synonym"};

static bool
numbers(const char **at, const char *end, uint64_t *out, int count)
{
    for (int i = 0; i < count; i++)
        if (!kzsi_varint_read(at, end, &out[i]))
            return false;
    return true;
}

/* 2 to 64 KiB, a power of two, the same for all tables. */
static bool
take_block_size(uint64_t units, uint32_t *size)
{
    if (units == 0 || units > 32 || (units & (units - 1)) != 0)
        return false;
    if (*size == 0)
        *size = (uint32_t)units * 2048;
    return *size == units * 2048;
}

static bool
parse_table(const char **at, const char *end, uint32_t *size, uint32_t *shape,
            struct kzsi_glass_root *out)
{
    uint64_t root[5], length, list[6];
    const char *place;

    if (!numbers(at, end, root, 5) || !numbers(at, end, &length, 1) ||
        length > (uint64_t)(end - *at))
        return false;
    place = *at;
    *at += length;
    /* A commit that failed may leave the file of a table that was to be, with nothing in it. */
    *shape = kzsi_sum((const char *)(root + 2), sizeof *root, *shape);
    *out = (struct kzsi_glass_root){.exists = length > 0, .empty = true};
    if (root[1] >> 2 >= KZSI_LEVELS_MAX || root[0] > UINT32_MAX ||
        !take_block_size(root[3], size))
        return false;
    if (length == 0)
        return true;
    if (!numbers(&place, *at, list, 6) || list[1] > UINT32_MAX || list[2] > UINT32_MAX ||
        list[4] > UINT32_MAX)
        return false;
    if (root[2] > 0) {
        *shape = kzsi_sum((const char *)root, sizeof root, *shape);
        *shape = kzsi_sum((const char *)(list + 1), sizeof list - sizeof *list, *shape);
    }
    out->root = (uint32_t)root[0];
    out->level = (uint32_t)root[1] >> 2;
    out->empty = (root[1] & 1) != 0;
    out->blocks = (uint32_t)list[1];
    out->list_block = (uint32_t)list[2];
    out->list_end_block = (uint32_t)list[4];
    if (list[3] > *size / 4 || list[5] > *size / 4)
        return false;
    out->list_offset = (uint32_t)list[3] * 4;
    out->list_end_offset = (uint32_t)list[5] * 4;
    return out->root < (out->blocks > 1 ? out->blocks : 1);
}

bool
kzsi_version_parse(const char *data, size_t length, struct kzsi_glass_version *out)
{
    const size_t head = MAGIC_LENGTH + FORMAT_LENGTH + KZSI_UUID_LENGTH;
    const char *at = data + head, *end = data + length;
    uint64_t statistics[STATISTICS];

    *out = (struct kzsi_glass_version){.known = true};
    if (length < head || length > KZSI_VERSION_FILE_MAX ||
        memcmp(data, magic, MAGIC_LENGTH) != 0)
        return false;
    out->sum = kzsi_sum(data, length, 0);
    out->known = memcmp(data + MAGIC_LENGTH, format, FORMAT_LENGTH) == 0;
    if (!out->known)
        return true;
    memcpy(out->uuid, data + head - KZSI_UUID_LENGTH, KZSI_UUID_LENGTH);
    if (!numbers(&at, end, &out->revision, 1))
        return false;
    for (int i = 0; i < KZSI_TABLES; i++)
        if (!parse_table(&at, end, &out->block_size, &out->shape, &out->tables[i]))
            return false;
    if (!numbers(&at, end, statistics, STATISTICS) || at != end)
        return false;
    out->shape = kzsi_sum((const char *)statistics, sizeof statistics, out->shape);
    return true;
}

kzs_status
kzsi_version_read(int folder, const char *path, struct kzsi_glass_version *out, kzs_error *err)
{
    char data[KZSI_VERSION_FILE_MAX + 1];
    /* It is small and replaced by renaming: one read gets all of one version. */
    int file = folder < 0 ? -1
                          : openat(folder, "iamglass",
                                   O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    ssize_t length = file < 0 ? -1 : read(file, data, sizeof data);
    int number = errno;

    if (file >= 0)
        close(file);
    if (length < 0)
        return kzsi_fail_errno(err, number, "cannot open the index '%s'", path);
    if (!kzsi_version_parse(data, (size_t)length, out))
        return kzsi_fail(err, KZS_ERR_CORRUPT,
                         "the index '%s' is damaged: its file 'iamglass' is not whole; restore "
                         "it from a backup or build it again from its sources",
                         path);
    return KZS_OK;
}

static kzs_status
read_at(const char *path, struct kzsi_glass_version *version, kzs_error *err)
{
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    kzs_status st = kzsi_version_read(folder, path, version, err);

    if (folder >= 0)
        close(folder);
    return st;
}

kzs_status
kzsi_check_version_file(const char *path, kzs_error *err)
{
    struct kzsi_glass_version version;

    return read_at(path, &version, err);
}

uint64_t
kzsi_revision(const char *path)
{
    struct kzsi_glass_version version;

    return read_at(path, &version, NULL) == KZS_OK ? version.revision : 0;
}
