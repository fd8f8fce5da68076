/* SPDX-License-Identifier: GPL-2.0-or-later */
/* B-trees: counted by hand here; that Xapian reads them is seen in builder.c. */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "bulk/glass.h"
#include "tests/support/folder.h"
#include "tests/unit/unit.h"

#define BLOCK 8192

static int folder;
static struct kzsi_root root;
static kzs_error err;

static kzs_status
write_table(enum kzsi_table_kind kind, size_t entries, size_t tag_length, bool needed)
{
    static char tag[300000];
    struct kzsi_table *table = kzsi_table_new(folder, kind, 7);
    char key[5];
    kzs_status st;

    for (size_t i = 0; i < entries; i++)
        kzsi_table_add(table, key, kzsi_pack_sortable((uint32_t)i, key), tag, tag_length,
                       false);
    st = kzsi_table_finish(table, needed, &root, &err);
    kzsi_table_free(table);
    return st;
}

/* Do block numbers, levels and free bytes add up? */
static bool
sound(const char *name)
{
    size_t length, in_level[10] = {0};
    FILE *file = fopen(in_folder(name), "rb");
    unsigned char *data = (unsigned char *)read_stream(file, &length);
    bool good = length == (size_t)root.blocks * BLOCK;

    for (size_t at = 0; good && at < length; at += BLOCK) {
        const unsigned char *block = data + at;
        size_t end = (size_t)block[9] << 8 | block[10],
               free_bytes = (size_t)block[7] << 8 | block[8];
        size_t lowest = BLOCK;
        for (size_t d = 11; d < end; d += 2) {
            size_t item = (size_t)block[d] << 8 | block[d + 1];
            lowest = item < lowest ? item : lowest;
        }
        good = block[3] == 7 && block[4] <= root.level && lowest - end == free_bytes &&
               (block[5] << 8 | block[6]) == (int)free_bytes;
        in_level[block[4]]++;
    }
    good = good && in_level[root.level] == 1 &&
           data[(size_t)root.block * BLOCK + 4] == root.level;
    free(data);
    fclose(file);
    return good;
}

int
main(void)
{
    in_folder("");
    folder = open(in_folder(""), O_RDONLY | O_DIRECTORY);

    ok(write_table(KZSI_SPELLING, 0, 0, false) == KZS_OK && !root.exists &&
           access(in_folder("spelling.glass"), F_OK) != 0,
       "a table without entries has no file");
    ok(write_table(KZSI_TERMLIST, 0, 0, true) == KZS_OK && root.exists && root.blocks == 1 &&
           root.level == 0 && sound("termlist.glass"),
       "unless it is needed: then it is one empty leaf");
    ok(write_table(KZSI_DOCDATA, 50, 100, false) == KZS_OK && root.blocks == 1 &&
           root.level == 0 && root.entries == 50 && sound("docdata.glass"),
       "a small table is one leaf");
    ok(write_table(KZSI_POSTLIST, 3000, 50, false) == KZS_OK && root.level == 1 &&
           root.entries == 3000 && sound("postlist.glass"),
       "a larger one has a branch");
    unlink(in_folder("postlist.glass"));
    ok(write_table(KZSI_POSTLIST, 200000, 60, false) == KZS_OK && root.level == 2 &&
           root.entries == 200000 && sound("postlist.glass"),
       "a large one two levels of them");
    ok(write_table(KZSI_POSITION, 20, 300000, false) == KZS_OK && root.entries == 20 &&
           sound("position.glass"),
       "a long tag is cut into parts and counted once");
    ok(root.blocks < 20 * 300000 / BLOCK * 105 / 100, "and wastes no more than a twentieth");
    is_string(kzs_status_name(write_table(KZSI_DOCDATA, 50, 100, false)), "KZS_ERR_IO",
              "a file that is there already is not overwritten");
    is_number((unsigned)err.system, EEXIST, "which is said");
    contains(err.message, "docdata.glass", "with its name");
    close(folder);
    return tap_done();
}
