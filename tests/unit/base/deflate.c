/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is packed can be unpacked by zlib, and never takes more room than it was given. */
#include <zlib.h>

#include "base/base.h"
#include "tests/unit/unit.h"

static size_t
unpack(const char *data, size_t length, char *out, size_t size)
{
    z_stream z = {0};
    size_t n = 0;

    if (inflateInit2(&z, -MAX_WBITS) != Z_OK)
        exit(99);
    z.next_in = (Bytef *)data;
    z.avail_in = (uInt)length;
    z.next_out = (Bytef *)out;
    z.avail_out = (uInt)size;
    if (inflate(&z, Z_FINISH) == Z_STREAM_END && z.avail_in == 0)
        n = z.total_out;
    inflateEnd(&z);
    return n;
}

int
main(void)
{
    static const enum kzsi_deflate_level levels[] = {KZSI_DEFLATE_FAST, KZSI_DEFLATE_XAPIAN};
    static char text[100000], out[100000], back[100001];

    random_begin("texts to pack");
    for (int l = 0; l < 2; l++) {
        struct kzsi_deflater *deflater = kzsi_deflater_new(levels[l]);
        bool whole = true, refused = true, undone = true, nomem;
        for (int i = 0; i < 50; i++) {
            size_t length = 100 + random_below(sizeof text - 100);
            for (size_t b = 0; b < length; b++)
                text[b] = (char)('a' + random_below(6));
            size_t n = kzsi_deflate(deflater, text, length, out, length - 1);
            whole = whole && n > 0 && n < length &&
                    unpack(out, n, back, sizeof back) == length &&
                    memcmp(back, text, length) == 0;
            undone = undone && kzsi_inflate(out, n, back, length, &nomem) &&
                     memcmp(back, text, length) == 0 &&
                     !kzsi_inflate(out, n, back, length - 1, &nomem) &&
                     !kzsi_inflate(out, n, back, length + 1, &nomem) &&
                     !kzsi_inflate(out, n / 2, back, length, &nomem) && !nomem;
            refused = refused && kzsi_deflate(deflater, text, length, out, n / 2) == 0;
        }
        ok(whole, "level %d: what comes back is the same", l);
        ok(undone, "level %d: it is undone, and only as what it is", l);
        ok(refused, "level %d: too little room is told", l);
        for (size_t b = 0; b < 100; b++)
            text[b] = (char)random_next();
        is_number(kzsi_deflate(deflater, text, 100, out, 99), 0,
                  "level %d: what does not shrink is not packed", l);
        kzsi_deflater_free(deflater);
    }
    return tap_done();
}
