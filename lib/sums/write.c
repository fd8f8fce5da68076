/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The sums of a new commit. Glass never changes a block of the commit before: it writes another
 * one, and so others for all above it. So what is new is found from the roots down, wherever a
 * block is newer than the sums.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "sums/layout.h"

struct addition {
    struct kzsi_known *known;
    uint64_t since; /* the commit of the sums that there are; 0: none of this table */
    struct kzsi_new_sum *changed;
    size_t count, capacity;
    const char *path;
    kzs_error *err;
};

static kzs_status
odd(const struct addition *a, int table, uint32_t block)
{
    return kzsi_fail(a->err, KZS_ERR_CORRUPT,
                     "the index '%s' is damaged: block %lu of its file '%s.glass' makes no sense",
                     a->path, (unsigned long)block, kzsi_table_names[table]);
}

static kzs_status
unreadable(const struct addition *a, int table, uint32_t block)
{
    return errno == 0 ? odd(a, table, block)
                      : kzsi_fail_errno(a->err, errno, "cannot read the file '%s/%s.glass'",
                                        a->path, kzsi_table_names[table]);
}

static kzs_status
take_sum(struct addition *a, int table, uint32_t block, const char *data)
{
    struct kzsi_known *known = a->known;

    if (!kzsi_grow(&a->changed, &a->capacity, a->count, sizeof *a->changed) ||
        !kzsi_block_sums_grow(&known->summed.tables[table], (size_t)block + 1))
        return kzsi_fail_nomem(a->err);
    a->changed[a->count++] = (struct kzsi_new_sum){(uint32_t)table, block};
    known->summed.tables[table].sums[block] =
        kzsi_block_sum(table, block, data, known->version.block_size);
    return KZS_OK;
}

/* A block that may be new, and all below it. */
static kzs_status
add(struct addition *a, int table, uint32_t block, uint32_t level)
{
    const uint32_t size = a->known->version.block_size;
    char head[4], *data;
    kzs_status st;

    if (block >= a->known->version.tables[table].blocks)
        return odd(a, table, block);
    if (!kzsi_block_read(a->known, table, block, head, sizeof head))
        return unreadable(a, table, block);
    if (a->since > 0 && kzsi_get4(head) <= a->since)
        return KZS_OK;
    data = malloc(size);
    if (data == NULL)
        return kzsi_fail_nomem(a->err);
    if (!kzsi_block_read(a->known, table, block, data, size))
        st = unreadable(a, table, block);
    else if (kzsi_get4(data) > a->known->version.revision || (unsigned char)data[4] != level ||
             kzsi_get2(data + 9) < 13 || kzsi_get2(data + 9) > size)
        st = odd(a, table, block);
    else
        st = take_sum(a, table, block, data);
    for (uint32_t n = 0; level > 0 && st == KZS_OK && n < kzsi_node_count(data); n++) {
        uint32_t child, length;
        const char *key;
        st = kzsi_node_child(data, size, n, &child, &key, &length)
                 ? add(a, table, child, level - 1)
                 : odd(a, table, block);
    }
    free(data);
    return st;
}

/* The tables' own lists of free blocks, and the version file. */
static kzs_status
add_rest(struct addition *a)
{
    struct kzsi_summed *summed = &a->known->summed;

    summed->revision = a->known->version.revision;
    summed->version_sum = a->known->version.sum;
    summed->version_shape = a->known->version.shape;
    for (int t = 0; t < KZSI_TABLES; t++) {
        summed->list_sums[t] = kzsi_list_sum(a->known, t);
        if (summed->list_sums[t] == 0)
            return kzsi_fail(a->err, KZS_ERR_CORRUPT,
                             "the index '%s' is damaged: the list of free blocks in its file "
                             "'%s.glass' makes no sense",
                             a->path, kzsi_table_names[t]);
    }
    return KZS_OK;
}

static bool
copy_sums(struct kzsi_summed *to, const struct kzsi_summed *from)
{
    *to = *from;
    memset(to->tables, 0, sizeof to->tables);
    for (int t = 0; t < KZSI_TABLES; t++) {
        if (!kzsi_block_sums_grow(&to->tables[t], from->tables[t].count))
            return false;
        if (from->tables[t].count > 0)
            memcpy(to->tables[t].sums, from->tables[t].sums,
                   from->tables[t].count * sizeof *to->tables[t].sums);
    }
    return true;
}

/* What was seen before, and what was just read from the system's memory of what was written. */
static kzs_status
mark_seen(struct addition *a, const struct kzsi_known *old)
{
    struct kzsi_known *known = a->known;

    for (int t = 0; t < KZSI_TABLES; t++) {
        size_t count = known->summed.tables[t].count;
        known->seen[t] = count > 0 ? calloc(count, sizeof *known->seen[t]) : NULL;
        if (count > 0 && known->seen[t] == NULL)
            return kzsi_fail_nomem(a->err);
        known->seen_count[t] = count;
    }
    if (old != NULL)
        kzsi_known_inherit(known, old);
    for (size_t i = 0; i < a->count; i++)
        atomic_store_explicit(&known->seen[a->changed[i].table][a->changed[i].block], 1,
                              memory_order_relaxed);
    return KZS_OK;
}

static kzs_status
write_in(int folder, struct addition *a, struct kzsi_known *old, bool directory_synced,
         bool sync)
{
    struct kzsi_glass_version version;
    kzs_status st = kzsi_version_read(folder, a->path, &version, a->err);
    bool whole;

    if (st != KZS_OK || !version.known)
        return st;
    st = kzsi_known_begin(folder, &version, &a->known, a->err);
    if (st != KZS_OK)
        return st;
    if (old != NULL && memcmp(old->version.uuid, version.uuid, KZSI_UUID_LENGTH) == 0 &&
        !copy_sums(&a->known->summed, &old->summed))
        return kzsi_fail_nomem(a->err);
    whole = a->known->summed.revision == version.revision && !a->known->summed.damaged;
    for (int t = 0; t < KZSI_TABLES && st == KZS_OK; t++) {
        /* The first blocks of a table that was just made are not of its commit. */
        a->since = a->known->summed.tables[t].count > 0 ? a->known->summed.revision : 0;
        if (version.tables[t].exists && !version.tables[t].empty)
            st = add(a, t, version.tables[t].root, version.tables[t].level);
    }
    if (st == KZS_OK)
        st = add_rest(a);
    if (st == KZS_OK && !whole)
        st = kzsi_summed_write(folder, &version, &a->known->summed, a->changed, a->count,
                               directory_synced, sync, a->err);
    return st == KZS_OK ? mark_seen(a, old) : st;
}

kzs_status
kzsi_sums_write(const char *path, struct kzsi_known *old, bool directory_synced, bool sync,
                struct kzsi_known **out, kzs_error *err)
{
    struct addition a = {.path = path, .err = err};
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    kzs_status st = folder >= 0 ? write_in(folder, &a, old, directory_synced, sync)
                                : kzsi_fail_errno(err, errno, "cannot open '%s'", path);

    if (folder >= 0)
        close(folder);
    free(a.changed);
    if (st != KZS_OK || out == NULL) {
        kzsi_known_release(a.known);
        a.known = NULL;
    }
    if (out != NULL)
        *out = a.known;
    return st;
}
