/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the helper writes, without a helper. */
#include "tests/unit/upkeep/upkept.h"

static unsigned records, findings;
static uint64_t status;

static void
work(int count, char **words)
{
    char name[400];
    struct kzsi_buf data = {0};
    enum kzsi_frame_kind kind;
    int fd;

    snprintf(name, sizeof name, "%s", in_folder("frames"));
    fd = open(name, O_RDWR | O_CREAT | O_TRUNC, 0600);
    records = findings = 0;
    status = 99;
    kzsi_work(fd, count, words);
    lseek(fd, 0, SEEK_SET);
    while (kzsi_frame_read(fd, &kind, &data) == 1) {
        const char *at = data.data;
        records += kind == KZSI_FRAME_RECORD ? 1 : 0;
        findings += kind == KZSI_FRAME_FINDING ? 1 : 0;
        if (kind == KZSI_FRAME_END && !kzsi_varint_read(&at, at + data.length, &status))
            status = 98;
    }
    kzsi_buf_free(&data);
    close(fd);
}

#define WORK(...)                                                                             \
    do {                                                                                      \
        char *words[] = {__VA_ARGS__};                                                        \
        work((int)(sizeof words / sizeof *words), words);                                     \
    } while (0)

int
main(void)
{
    char path[400];

    snprintf(path, sizeof path, "%s", many("index", 200));
    WORK("check", path);
    ok(status == KZS_OK && findings == 0, "a check of a whole index ends well");
    WORK("records", path, "1", "64");
    ok(status == KZS_OK && records == 200, "all records");
    WORK("records", path, "151", "1");
    ok(status == KZS_OK && records == 50, "from one on, each alone");
    WORK("records", path, "5000", "64");
    ok(status == KZS_OK && records == 0, "behind the last there are none");
    WORK("schema", path);
    ok(status == KZS_OK, "the schema");
    WORK("records", path, "0", "x");
    ok(status == KZS_ERR_INVALID, "nonsense is refused");
    WORK("check");
    ok(status == KZS_ERR_INVALID, "so is too little");
    WORK("schema", folder_path);
    ok(status == KZS_ERR_INVALID, "and what is no index");
    return tap_done();
}
