/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Blocks of a table as a tree: each is where it belongs, and is what was written. */
#include "tests/unit/sums/summed.h"

/* Leaves below a block; -1 when one cannot be proved. */
static long
leaves_below(struct kzsi_known *known, int table, uint32_t block, uint32_t level)
{
    static __thread char data[12][KZSI_BLOCK_MAX];
    long leaves = 0;
    kzs_error err;

    if (kzsi_block_prove(known, table, block, level, data[level], &err) != KZS_OK)
        return -1;
    if (level == 0)
        return 1;
    for (uint32_t n = 0; n < kzsi_node_count(data[level]); n++) {
        uint32_t child, length;
        const char *key;
        long below;
        if (!kzsi_node_child(data[level], known->version.block_size, n, &child, &key, &length))
            return -1;
        below = leaves_below(known, table, child, level - 1);
        if (below < 0)
            return -1;
        leaves += below;
    }
    return leaves;
}

int
main(void)
{
    const char *path = make_summed("index", 600);
    struct kzsi_known *known = known_of(path);
    const struct kzsi_glass_root *root = &known->version.tables[KZSI_POSTLIST];
    char data[KZSI_BLOCK_MAX];
    kzs_error err;

    ok(root->level > 0 && leaves_below(known, KZSI_POSTLIST, root->root, root->level) > 10,
       "a tree is walked through to its leaves");
    for (int t = 0; t < KZSI_TABLES; t++)
        if (known->version.tables[t].exists)
            ok(kzsi_list_sum(known, t) == known->summed.list_sums[t],
               "the free blocks of table %d are as written", t);
    ok(kzsi_block_prove(known, KZSI_POSTLIST, root->root, root->level + 1, data, &err) ==
           KZS_ERR_CORRUPT,
       "a block of another level is in the wrong place");
    ok(kzsi_block_prove(known, KZSI_POSTLIST, root->blocks + 1000, 0, data, &err) ==
               KZS_ERR_CORRUPT &&
           strstr(err.message, "missing") != NULL,
       "one behind the end is missing");
    flip(path, "postlist.glass", (off_t)root->root * 8192 + 8000);
    ok(kzsi_block_prove(known, KZSI_POSTLIST, root->root, root->level, data, &err) ==
               KZS_ERR_CORRUPT &&
           strstr(err.message, "postlist.glass") != NULL,
       "a flipped bit is found, and named");
    memset(data, 0xFF, sizeof data);
    uint32_t child, length;
    const char *key;
    ok(!kzsi_node_child(data, 8192, 0, &child, &key, &length), "no child lies behind a block");
    kzsi_known_release(known);
    return tap_done();
}
