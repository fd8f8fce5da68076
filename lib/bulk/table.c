/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A B-tree of glass, written from its leaves up in one pass. A block that is full gets the
 * next number in the file and an item in the open block of the level above:
 *
 *     level 1:            [ 0 | 1 | 2 ...          open, in memory
 *     level 0:  [0][1][2] [ items ...              open, in memory
 *                file
 *
 * A block: revision (4) | level (1) | largest gap (2) | free bytes (2) | end of directory (2)
 *          directory: offset (2) of each item, in order of keys
 *          ... gap ...
 *          items, the first of them last
 * Item of a leaf: flags and size - 3 (2) | length of key (1) | key | part (2, from the second
 *          part on) | part of the tag. A tag that is too long for an item is cut into parts.
 * Item of a branch: block (4) | length of key (1) | key | part (2). The key parts what is
 * below from what is left of it; the first of a block has none.
 *
 * The leaves lie in the file in order, so the table is "sequential": scans read it straight.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bulk/glass.h"

#define BLOCK       8192
#define HEAD        11
#define LEVELS      10
#define PENDING_MAX ((size_t)64 * BLOCK)

/* Four items of this size fit a block: Xapian relies on it when it splits one. */
#define ITEM_MAX  ((BLOCK - HEAD - 4 * 2) / 4)
#define PARTS_MAX 65535

#define FLAG_PACKED 0x8000u
#define FLAG_LAST   0x4000u
#define FLAG_FIRST  0x2000u

static const char *const names[KZSI_TABLES] = {
    "postlist.glass", "docdata.glass",  "termlist.glass",
    "position.glass", "spelling.glass", "synonym.glass",
};

/* What parts two blocks: a key, and the number of a part for tags that go over both. */
struct divider {
    size_t length;
    unsigned part;
    char key[KZSI_KEY_MAX];
};

struct level {
    unsigned char *block;    /* NULL: nothing on this level yet */
    size_t directory, items; /* end of the one, beginning of the others */
    struct divider left;     /* what parts this block from the one before */
};

struct kzsi_table {
    int folder, file;
    enum kzsi_table_kind kind;
    uint32_t revision;
    int error; /* errno; sticks */
    bool nomem;
    uint32_t blocks; /* written */
    uint64_t entries;
    struct level levels[LEVELS];
    size_t last_length; /* the last key, and of which part it was */
    char last[KZSI_KEY_MAX];
    struct kzsi_buf pending; /* blocks on their way to the file */
    const atomic_bool *cancelled;
};

/* ---- the file ---- */

static void
write_pending(struct kzsi_table *t)
{
    size_t done = 0;

    if (t->error == 0 && t->cancelled != NULL && atomic_load(t->cancelled))
        t->error = ECANCELED;
    if (t->error == 0 && t->file < 0 && t->pending.length > 0) {
        t->file =
            openat(t->folder, names[t->kind], O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (t->file < 0)
            t->error = errno;
    }
    while (t->error == 0 && done < t->pending.length) {
        ssize_t n = write(t->file, t->pending.data + done, t->pending.length - done);
        if (n >= 0)
            done += (size_t)n;
        else if (errno != EINTR)
            t->error = errno;
    }
    t->pending.length = 0;
}

static void
put2(unsigned char *at, size_t number)
{
    at[0] = (unsigned char)(number >> 8);
    at[1] = (unsigned char)number;
}

static void
put4(unsigned char *at, uint32_t number)
{
    put2(at, number >> 16);
    put2(at + 2, number & 0xFFFF);
}

/* Send a block to the file and begin it anew; its number. */
static uint32_t
emit(struct kzsi_table *t, unsigned number)
{
    struct level *level = &t->levels[number];
    size_t gap = level->items - level->directory;

    put4(level->block, t->revision);
    level->block[4] = (unsigned char)number;
    put2(level->block + 5, gap);
    put2(level->block + 7, gap);
    put2(level->block + 9, level->directory);
    memset(level->block + level->directory, 0, gap);
    kzsi_buf_add(&t->pending, (const char *)level->block, BLOCK);
    if (t->pending.length >= PENDING_MAX)
        write_pending(t);
    level->directory = HEAD;
    level->items = BLOCK;
    if (t->blocks == UINT32_MAX)
        t->error = EFBIG;
    return t->blocks++;
}

/* ---- blocks ---- */

static bool
begin_level(struct kzsi_table *t, unsigned number)
{
    struct level *level = number < LEVELS ? &t->levels[number] : NULL;

    if (level == NULL) {
        t->error = EFBIG;
        return false;
    }
    if (level->block == NULL) {
        level->block = kzsi_alloc(BLOCK);
        level->directory = HEAD;
        level->items = BLOCK;
        t->nomem |= level->block == NULL;
    }
    return level->block != NULL;
}

static bool
fits(const struct level *level, size_t size)
{
    return level->items - level->directory >= size + 2;
}

/* Room for an item of so many bytes, entered in the directory. */
static unsigned char *
place(struct level *level, size_t size)
{
    level->items -= size;
    put2(level->block + level->directory, level->items);
    level->directory += 2;
    return level->block + level->items;
}

static void
add_branch(struct kzsi_table *t, unsigned number, uint32_t block, const struct divider *key)
{
    struct level *level = &t->levels[number];
    size_t length = key->length, size = 4 + 1 + length + 2;
    unsigned char *at;

    if (!begin_level(t, number))
        return;
    if (!fits(level, size)) {
        uint32_t full = emit(t, number);
        add_branch(t, number + 1, full, &level->left);
        if (t->error != 0 || t->nomem)
            return;
    }
    if (level->directory == HEAD) {
        level->left = *key;
        length = 0;
        size = 4 + 1 + 2;
    }
    at = place(level, size);
    put4(at, block);
    at[4] = (unsigned char)length;
    memcpy(at + 5, key->key, length);
    put2(at + 5 + length, length > 0 ? key->part : 0);
}

/*
 * The leaf is full: the next one begins with this key. Of it so much is kept as tells it from
 * the last one.
 */
static void
next_leaf(struct kzsi_table *t, const char *key, size_t length, unsigned part)
{
    struct level *leaf = &t->levels[0];
    struct divider left = leaf->left;
    uint32_t full = emit(t, 0);
    size_t same = 0;

    add_branch(t, 1, full, &left);
    while (same < length && same < t->last_length && key[same] == t->last[same])
        same++;
    leaf->left.length = same < length ? same + 1 : length;
    leaf->left.part = part;
    memcpy(leaf->left.key, key, leaf->left.length);
}

static void
add_item(struct kzsi_table *t, const char *key, size_t length, unsigned part, unsigned flags,
         const char *tag, size_t tag_length)
{
    struct level *leaf = &t->levels[0];
    bool first = (flags & FLAG_FIRST) != 0;
    size_t size = 2 + 1 + length + (first ? 0 : 2) + tag_length;
    unsigned char *at;

    if (!fits(leaf, size))
        next_leaf(t, key, length, part);
    at = place(leaf, size);
    put2(at, flags | (size - 3));
    at[2] = (unsigned char)length;
    memcpy(at + 3, key, length);
    at += 3 + length;
    if (!first) {
        put2(at, part);
        at += 2;
    }
    if (tag_length > 0)
        memcpy(at, tag, tag_length);
    memcpy(t->last, key, length);
    t->last_length = length;
}

/* ---- what the others see ---- */

struct kzsi_table *
kzsi_table_new(int folder, enum kzsi_table_kind kind, uint32_t revision)
{
    struct kzsi_table *t = kzsi_alloc(sizeof *t);

    if (t == NULL)
        return NULL;
    t->folder = folder;
    t->file = -1;
    t->kind = kind;
    t->revision = revision;
    if (!begin_level(t, 0)) {
        free(t);
        return NULL;
    }
    /* The empty item that every table begins with. */
    unsigned char *at = place(&t->levels[0], 3);
    put2(at, FLAG_FIRST | FLAG_LAST);
    at[2] = 0;
    return t;
}

void
kzsi_table_free(struct kzsi_table *t)
{
    if (t == NULL)
        return;
    for (int i = 0; i < LEVELS; i++)
        free(t->levels[i].block);
    if (t->file >= 0)
        close(t->file);
    kzsi_buf_free(&t->pending);
    free(t);
}

void
kzsi_table_watch(struct kzsi_table *t, const atomic_bool *cancelled)
{
    t->cancelled = cancelled;
}

bool
kzsi_table_sound(const struct kzsi_table *t)
{
    return t->error == 0 && !t->nomem && !t->pending.failed;
}

kzs_status
kzsi_table_status(const struct kzsi_table *t, kzs_error *err)
{
    if (t->nomem || t->pending.failed)
        return kzsi_fail_nomem(err);
    if (t->error != 0)
        return kzsi_fail_errno(err, t->error, "cannot write '%s'", names[t->kind]);
    return KZS_OK;
}

void
kzsi_table_add(struct kzsi_table *t, const char *key, size_t key_length, const char *tag,
               size_t tag_length, bool packed)
{
    size_t first_max = ITEM_MAX - 3 - key_length, next_max = ITEM_MAX - 5 - key_length;
    size_t parts = 1, take = tag_length;
    unsigned kind = packed ? FLAG_PACKED : 0;

    if (!kzsi_table_sound(t))
        return;
    if (tag_length > first_max) {
        const struct level *leaf = &t->levels[0];
        size_t head = 2 + 3 + key_length, room = leaf->items - leaf->directory;

        parts = 1 + (tag_length - first_max + next_max - 1) / next_max;
        take = first_max;
        /* Let the first part fill what the leaf has left, if that makes no further part. */
        if (room > head && room - head < first_max &&
            tag_length - (room - head) <= next_max * (parts - 1))
            take = room - head;
    }
    if (parts > PARTS_MAX) {
        t->error = EFBIG;
        return;
    }
    for (unsigned part = 1; part <= parts; part++) {
        unsigned flags = kind | (part == 1 ? FLAG_FIRST : 0) | (part == parts ? FLAG_LAST : 0);
        if (part > 1)
            take = tag_length < next_max ? tag_length : next_max;
        add_item(t, key, key_length, part, flags, tag, take);
        tag += take;
        tag_length -= take;
    }
    t->entries++;
}

/* Close all levels, the lowest first; the last block is the root. */
static void
close_levels(struct kzsi_table *t, struct kzsi_root *root)
{
    for (unsigned i = 0; kzsi_table_sound(t); i++) {
        struct divider left = t->levels[i].left;
        uint32_t block = emit(t, i);
        if (i + 1 == LEVELS || t->levels[i + 1].block == NULL) {
            root->block = block;
            root->level = i;
            break;
        }
        add_branch(t, i + 1, block, &left);
    }
}

kzs_status
kzsi_table_finish(struct kzsi_table *t, bool needed, struct kzsi_root *root, kzs_error *err)
{
    *root = (struct kzsi_root){0};
    if (t->entries == 0 && !needed)
        return KZS_OK;
    close_levels(t, root);
    write_pending(t);
    if (kzsi_table_sound(t) && fdatasync(t->file) != 0)
        t->error = errno;
    if (t->file >= 0 && close(t->file) != 0 && t->error == 0)
        t->error = errno;
    t->file = -1;
    if (!kzsi_table_sound(t))
        return kzsi_table_status(t, err);
    root->exists = true;
    root->blocks = t->blocks;
    root->entries = t->entries;
    return KZS_OK;
}
