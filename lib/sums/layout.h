/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Inside lib/sums: glass as a reader must know it who believes nothing. */
#ifndef KZSI_LAYOUT_H
#define KZSI_LAYOUT_H

#include <stdatomic.h>
#include <stddef.h>

#include "base/hash.h"
#include "bulk/glass.h"
#include "sums/sums.h"

/* ---- version.c ---- */

#define KZSI_VERSION_FILE_MAX 256
#define KZSI_UUID_LENGTH      16
#define KZSI_LEVELS_MAX       10 /* Xapian keeps one cursor per level in an array */

struct kzsi_glass_root {
    bool exists; /* has it a file */
    bool empty;  /* no tree is in it */
    uint32_t root, level, blocks;
    /* The list of free blocks: from where it is read to where it is written. */
    uint32_t list_block, list_offset, list_end_block, list_end_offset;
};

struct kzsi_glass_version {
    bool known; /* the format is; else only the sum is filled in */
    uint64_t revision;
    char uuid[KZSI_UUID_LENGTH];
    uint32_t block_size;
    struct kzsi_glass_root tables[KZSI_TABLES];
    uint32_t sum;   /* of the whole file */
    uint32_t shape; /* of all of it but the number of the commit */
};

/* False when it makes no sense. */
bool kzsi_version_parse(const char *data, size_t length, struct kzsi_glass_version *out);
kzs_status kzsi_version_read(int folder, const char *path, struct kzsi_glass_version *out,
                             kzs_error *err);

extern const char *const kzsi_table_names[KZSI_TABLES];

/* ---- file.c ---- */

/* Sums of the blocks of a table; 0 where there is none. */
struct kzsi_block_sums {
    uint32_t *sums;
    size_t count;
};

/* All that the file says, up to one commit. */
struct kzsi_summed {
    uint64_t revision; /* 0: nothing */
    uint32_t version_sum, version_shape;
    uint32_t list_sums[KZSI_TABLES]; /* of the lists of free blocks */
    struct kzsi_block_sums tables[KZSI_TABLES];
    bool later;    /* it also has a commit that is later, and which was durable */
    bool other;    /* it belongs to another database */
    bool damaged;  /* or cut, or has a later commit: do not append */
    uint64_t length, first_length;
    uint64_t file_length; /* what of it was read */
    uint32_t chain; /* sum of the last segment */
};

/* Up to the commit of a version. A file that is missing or damaged says nothing. */
kzs_status kzsi_summed_read(int folder, const struct kzsi_glass_version *version,
                            struct kzsi_summed *out, kzs_error *err);
void kzsi_summed_free(struct kzsi_summed *summed);

/* Have room for the sums of so many blocks. False when out of memory. */
bool kzsi_block_sums_grow(struct kzsi_block_sums *sums, size_t count);

/* A block whose sum is new. */
struct kzsi_new_sum {
    uint32_t table, block;
};

/*
 * Write those that are new behind what `summed` was read from, or all of them anew. `summed`
 * says what is to be written, and how long the file is then.
 */
kzs_status kzsi_summed_write(int folder, const struct kzsi_glass_version *version,
                             struct kzsi_summed *summed, const struct kzsi_new_sum *changed,
                             size_t changed_count, bool directory_synced, bool sync,
                             kzs_error *err);

/* ---- known.c ---- */

struct kzsi_known {
    atomic_uint users;
    struct kzsi_glass_version version;
    struct kzsi_summed summed;
    int files[KZSI_TABLES];       /* -1: not there */
    dev_t devices[KZSI_TABLES];   /* which files they are */
    ino_t inodes[KZSI_TABLES];
    atomic_uchar *seen[KZSI_TABLES]; /* of each block: 1 when it was found whole */
    size_t seen_count[KZSI_TABLES];
};

/* Files of a version, and room for its sums; summed is empty. */
kzs_status kzsi_known_begin(int folder, const struct kzsi_glass_version *version,
                            struct kzsi_known **out, kzs_error *err);

/* What was seen in an earlier commit and is the same block still. */
void kzsi_known_inherit(struct kzsi_known *known, const struct kzsi_known *old);

/* ---- tree.c ---- */

#define KZSI_BLOCK_MAX 65536

static inline uint32_t
kzsi_get4(const char *at)
{
    const unsigned char *p = (const unsigned char *)at;

    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static inline uint32_t
kzsi_get2(const char *at)
{
    const unsigned char *p = (const unsigned char *)at;

    return (uint32_t)p[0] << 8 | p[1];
}

/* Sum of a block, which also says where it belongs. */
static inline uint32_t
kzsi_block_sum(int table, uint32_t block, const char *data, size_t size)
{
    return kzsi_sum(data, size, (uint64_t)table << 32 | block);
}

/* Read a block; false when there are not so many bytes: errno, or 0 at the end of the file. */
bool kzsi_block_read(const struct kzsi_known *known, int table, uint32_t block, char *data,
                     size_t size);

/* Read a block of the tree, which must be of that level, and hold it to its sum. */
kzs_status kzsi_block_prove(struct kzsi_known *known, int table, uint32_t block,
                            uint32_t level, char *data, kzs_error *err);

/* Children of a block of the tree, from 0; the key of the first is not written. */
uint32_t kzsi_node_count(const char *data);

/* False when it does not lie within the block. */
bool kzsi_node_child(const char *data, uint32_t size, uint32_t n, uint32_t *block,
                     const char **key, uint32_t *key_length);

/* prove.c: KZS_ERR_CORRUPT as users see it; other errors as they are. */
kzs_status kzsi_refuse(const struct kzsi_prover *p, const kzs_error *why, kzs_error *err);

/* The list of free blocks as one sum; 0 when it cannot be read. */
uint32_t kzsi_list_sum(const struct kzsi_known *known, int table);

#endif
