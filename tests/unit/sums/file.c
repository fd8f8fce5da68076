/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The file of sums: what was written is read, and what was cut or changed says nothing. */
#include "tests/unit/sums/summed.h"

static const struct kzsi_glass_version version = {
    .known = true, .revision = 7, .uuid = "0123456789abcde", .block_size = 8192};

static struct kzsi_summed
some_sums(uint64_t revision)
{
    struct kzsi_summed summed = {.revision = revision, .version_sum = 11, .version_shape = 12};

    for (int t = 0; t < KZSI_TABLES; t++)
        summed.list_sums[t] = (uint32_t)t + 1;
    if (!kzsi_block_sums_grow(&summed.tables[KZSI_POSTLIST], 5) ||
        !kzsi_block_sums_grow(&summed.tables[KZSI_POSITION], 2))
        exit(99);
    for (uint32_t b = 0; b < 5; b++)
        summed.tables[KZSI_POSTLIST].sums[b] = 100 + b;
    summed.tables[KZSI_POSITION].sums[1] = 0xFFFFFFFF;
    return summed;
}

static int
new_folder(const char *name)
{
    int folder;

    if (mkdir(in_folder(name), 0700) != 0)
        exit(99);
    folder = open(in_folder(name), O_RDONLY | O_DIRECTORY);
    return folder;
}

static void
write_sums(int folder, uint64_t revision, struct kzsi_summed *summed, bool synced)
{
    const struct kzsi_new_sum changed[] = {{KZSI_POSTLIST, 2}};
    struct kzsi_glass_version of = version;
    kzs_error err;

    of.revision = summed->revision = revision;
    must(kzsi_summed_write(folder, &of, summed, changed, 1, synced, false, &err), &err, "writing");
}

static struct kzsi_summed
read_sums(int folder, uint64_t revision)
{
    struct kzsi_glass_version of = version;
    struct kzsi_summed summed;
    kzs_error err;

    of.revision = revision;
    must(kzsi_summed_read(folder, &of, &summed, &err), &err, "reading");
    return summed;
}

static void
test_round(void)
{
    int folder = new_folder("round");
    struct kzsi_summed have = read_sums(folder, 7), put = some_sums(7);

    ok(have.revision == 0 && !have.damaged, "no file says nothing");
    write_sums(folder, 7, &put, true);
    have = read_sums(folder, 7);
    ok(have.revision == 7 && have.version_sum == 11 && have.version_shape == 12 &&
           have.list_sums[3] == 4 && have.tables[KZSI_POSTLIST].count == 5 &&
           have.tables[KZSI_POSTLIST].sums[4] == 104 &&
           have.tables[KZSI_POSITION].sums[1] == 0xFFFFFFFF && !have.damaged && !have.later,
       "what was written is read");
    kzsi_summed_free(&have);
    put.tables[KZSI_POSTLIST].sums[2] = 999;
    write_sums(folder, 8, &put, true);
    have = read_sums(folder, 8);
    ok(have.revision == 8 && have.tables[KZSI_POSTLIST].sums[2] == 999 &&
           have.tables[KZSI_POSTLIST].sums[3] == 103 && have.length > have.first_length,
       "a commit adds what is new");
    kzsi_summed_free(&have);
    have = read_sums(folder, 7);
    ok(have.revision == 7 && have.later && have.tables[KZSI_POSTLIST].sums[2] == 102,
       "the commit before is known to be older");
    kzsi_summed_free(&have);
    write_sums(folder, 9, &put, false);
    have = read_sums(folder, 8);
    ok(have.revision == 8 && !have.later && have.damaged,
       "a commit that a power cut may take back does not count when it was");
    kzsi_summed_free(&have);
    kzsi_summed_free(&put);
    close(folder);
}

static void
test_damage(void)
{
    const char *path = in_folder("damage");
    int folder = new_folder("damage");
    struct kzsi_summed put = some_sums(7), have;
    off_t first, both;

    write_sums(folder, 7, &put, true);
    first = size_of(path, "checksums");
    write_sums(folder, 8, &put, true);
    both = size_of(path, "checksums");
    flip(path, "checksums", both - 20);
    have = read_sums(folder, 8);
    ok(have.revision == 7 && have.damaged, "a damaged end says nothing");
    kzsi_summed_free(&have);
    flip(path, "checksums", both - 20);
    for (off_t at = 0; at < first; at++) {
        flip(path, "checksums", at);
        have = read_sums(folder, 8);
        if (have.revision != 0 && !have.other)
            ok(false, "damage at byte %ld passes", (long)at);
        kzsi_summed_free(&have);
        flip(path, "checksums", at);
    }
    ok(true, "no flipped bit in the first part passes");
    for (off_t at = both - 1; at >= first; at -= 7) {
        int file = open_part(path, "checksums", O_RDWR);
        if (ftruncate(file, at) != 0)
            exit(99);
        close(file);
        have = read_sums(folder, 8);
        if (have.revision != 7)
            ok(false, "cut at byte %ld it says revision %lu", (long)at,
               (unsigned long)have.revision);
        kzsi_summed_free(&have);
    }
    ok(true, "cut, it is that of the commit before");
    have = read_sums(folder, 8);
    write_sums(folder, 8, &have, true);
    kzsi_summed_free(&have);
    have = read_sums(folder, 8);
    ok(have.revision == 8 && !have.damaged && have.length == have.first_length,
       "the next commit writes it anew");
    kzsi_summed_free(&have);
    kzsi_summed_free(&put);
    close(folder);
}

static void
test_growth(void)
{
    int folder = new_folder("growth");
    struct kzsi_summed put = some_sums(7), have;

    for (uint64_t revision = 7; revision < 3000; revision++)
        write_sums(folder, revision, &put, revision % 2 == 0);
    have = read_sums(folder, 3000);
    ok(have.revision == 2999 && size_of(in_folder("growth"), "checksums") < 70000,
       "after thousands of commits it is still short");
    kzsi_summed_free(&have);
    kzsi_summed_free(&put);
    close(folder);
}

int
main(void)
{
    test_round();
    test_damage();
    test_growth();
    return tap_done();
}
