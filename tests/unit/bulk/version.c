/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The version file. Whether Xapian reads it is seen in builder.c. */
#include <fcntl.h>
#include <unistd.h>

#include "bulk/glass.h"
#include "tests/unit/shim/store.h"

static size_t
written(const char *name, char *out, size_t size)
{
    const struct kzsi_root roots[KZSI_TABLES] = {
        {true, 4000000000u, 3, 4000000001u, 1ull << 60}};
    const struct kzsi_statistics statistics = {4000000000u, 1ull << 60, 4000000000u, 1, 5, 9};
    kzs_error err;
    size_t length = 0;
    int folder;

    mkdir(in_folder(name), 0700);
    folder = open(in_folder(name), O_RDONLY | O_DIRECTORY);
    must(kzsi_version_write(folder, UINT32_MAX, roots, &statistics, &err), &err, "writing");
    int file = openat(folder, "iamglass", O_RDONLY);
    length = (size_t)read(file, out, size);
    close(file);
    is_string(kzs_status_name(kzsi_version_write(folder, 1, roots, &statistics, &err)),
              "KZS_ERR_IO", "it is never written over another");
    close(folder);
    return length;
}

int
main(void)
{
    char a[300], b[300], xapian[KZSI_BULK_MAGIC_LENGTH];
    size_t length = written("a", a, sizeof a), other = written("b", b, sizeof b);

    ok(length <= 256, "with the largest numbers it stays below what Xapian reads");
    ok(length == other && memcmp(a + 16, b + 16, 16) != 0, "each has a UUID of its own");
    ok((a[22] & 0xF0) == 0x40 && (a[24] & 0xC0) == 0x80, "of version 4");
    ok(memcmp(a + 32, b + 32, length - 32) == 0, "the rest is the same");

    kzsi_writer *writer = store_new("xapian");
    store_commit(writer);
    kzsi_writer_close(writer);
    FILE *file = fopen(in_folder("xapian/iamglass"), "rb");
    ok(file != NULL && fread(xapian, 1, sizeof xapian, file) == sizeof xapian &&
           memcmp(xapian, kzsi_bulk_magic, sizeof xapian) == 0,
       "the libxapian that is loaded writes the same format");
    if (file != NULL)
        fclose(file);
    return tap_done();
}
