/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Messages through a pipe: whole, or known not to be. */
#include "tests/unit/upkeep/upkept.h"

static int
read_from(const char *bytes, size_t length, enum kzsi_frame_kind *kind, struct kzsi_buf *out)
{
    int ends[2], got;

    if (pipe(ends) != 0 || write(ends[1], bytes, length) != (ssize_t)length)
        exit(99);
    close(ends[1]);
    got = kzsi_frame_read(ends[0], kind, out);
    close(ends[0]);
    return got;
}

int
main(void)
{
    struct kzsi_buf out = {0};
    enum kzsi_frame_kind kind;
    int ends[2];

    if (pipe(ends) != 0)
        return 99;
    ok(kzsi_frame_write(ends[1], KZSI_FRAME_TEXT, "a\0b", 3) &&
           kzsi_frame_write(ends[1], KZSI_FRAME_END, NULL, 0),
       "frames are written");
    close(ends[1]);
    ok(kzsi_frame_read(ends[0], &kind, &out) == 1 && kind == KZSI_FRAME_TEXT &&
           out.length == 3 && memcmp(out.data, "a\0b", 3) == 0,
       "and come as they were");
    ok(kzsi_frame_read(ends[0], &kind, &out) == 1 && kind == KZSI_FRAME_END && out.length == 0,
       "empty ones too");
    is_number(kzsi_frame_read(ends[0], &kind, &out), 0, "then the end");
    close(ends[0]);
    is_number(read_from("T\3\0\0\0ab", 7, &kind, &out), -1, "a cut frame is an error");
    is_number(read_from("T\3\0", 3, &kind, &out), -1, "so is a cut head");
    is_number(read_from("T\377\377\377\377", 5, &kind, &out), -1, "or one that is too long");
    kzsi_buf_free(&out);
    return tap_done();
}
