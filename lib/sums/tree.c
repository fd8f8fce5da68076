/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The blocks of a table. A block begins with
 *
 *     4 revision | 1 level, 0 for a leaf | 2 + 2 room | 2 end of the directory
 *
 * and a directory of places, 2 bytes each, from byte 11 on. What is there in a block above the
 * leaves: 4 block below | 1 length of the key | key | 2 part of the tag. The block below has
 * keys from this one on; the key of the first is left out. Blocks of the list of free ones have
 * 4 bytes for each from byte 8 on, the last 4 say where the list goes on.
 */
#include <errno.h>
#include <unistd.h>

#include "sums/layout.h"

#define DIRECTORY 11
#define LIST_BEGIN 8

bool
kzsi_block_read(const struct kzsi_known *known, int table, uint32_t block, char *data,
                size_t size)
{
    uint64_t at = (uint64_t)block * known->version.block_size;

    errno = 0;
    if (known->files[table] < 0)
        return false;
    while (size > 0) {
        ssize_t n = pread(known->files[table], data, size, (off_t)at);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        data += n;
        at += (uint64_t)n;
        size -= (size_t)n;
    }
    return true;
}

static kzs_status
damaged(int table, uint32_t block, const char *what, kzs_error *err)
{
    return kzsi_fail(err, KZS_ERR_CORRUPT, "block %lu of its file '%s.glass' %s",
                     (unsigned long)block, kzsi_table_names[table], what);
}

/* A block that is newer than the sums is believed; older ones have a sum. */
static bool
is_written(const struct kzsi_known *known, int table, uint32_t block, const char *data)
{
    const struct kzsi_block_sums *sums = &known->summed.tables[table];
    uint64_t revision = kzsi_get4(data);

    /* A table that was made since begins with blocks of a lower number. */
    if (known->summed.revision < known->version.revision &&
        (revision > known->summed.revision || sums->count == 0))
        return revision <= known->version.revision;
    return block < sums->count &&
           sums->sums[block] == kzsi_block_sum(table, block, data, known->version.block_size);
}

static bool
is_sane(const char *data, uint32_t size, uint32_t level)
{
    uint32_t end = kzsi_get2(data + 9);

    return (unsigned char)data[4] == level && end >= DIRECTORY + 2 && end <= size &&
           (end - DIRECTORY) % 2 == 0;
}

kzs_status
kzsi_block_prove(struct kzsi_known *known, int table, uint32_t block, uint32_t level,
                 char *data, kzs_error *err)
{
    uint32_t size = known->version.block_size;

    if (!kzsi_block_read(known, table, block, data, size))
        return errno != 0 ? kzsi_fail_errno(err, errno, "cannot read the file '%s.glass'",
                                            kzsi_table_names[table])
                          : damaged(table, block, "is missing", err);
    if (known->summed.revision > 0 && !is_written(known, table, block, data))
        return damaged(table, block, "is not what was written", err);
    if (!is_sane(data, size, level))
        return damaged(table, block, "is in the wrong place", err);
    if (block < known->seen_count[table] && known->summed.revision == known->version.revision)
        atomic_store_explicit(&known->seen[table][block], 1, memory_order_relaxed);
    return KZS_OK;
}

uint32_t
kzsi_node_count(const char *data)
{
    return (kzsi_get2(data + 9) - DIRECTORY) / 2;
}

bool
kzsi_node_child(const char *data, uint32_t size, uint32_t n, uint32_t *block, const char **key,
                uint32_t *key_length)
{
    uint32_t at = kzsi_get2(data + DIRECTORY + 2 * (size_t)n);

    if (at < DIRECTORY || at + 7 > size)
        return false;
    *block = kzsi_get4(data + at);
    *key_length = (unsigned char)data[at + 4];
    *key = data + at + 5;
    return at + 7 + *key_length <= size;
}

uint32_t
kzsi_list_sum(const struct kzsi_known *known, int table)
{
    const struct kzsi_glass_root *root = &known->version.tables[table];
    const uint32_t size = known->version.block_size;
    uint32_t block = root->list_block, at = root->list_offset, sum = 1;
    char data[KZSI_BLOCK_MAX];

    if (!root->exists || (block == root->list_end_block && at == root->list_end_offset))
        return sum;
    for (uint32_t n = 0; n <= root->blocks; n++, at = LIST_BEGIN) {
        uint32_t end = block == root->list_end_block ? root->list_end_offset : size - 4;
        if (at < LIST_BEGIN || end > size - 4 || at > end ||
            !kzsi_block_read(known, table, block, data, size))
            return 0;
        sum = kzsi_sum(data + at, end - at, (uint64_t)block << 32 | sum);
        if (block == root->list_end_block)
            return sum;
        block = kzsi_get4(data + size - 4);
    }
    return 0;
}
