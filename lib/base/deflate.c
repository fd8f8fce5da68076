/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Raw deflate of whole strings: libdeflate where it was there at compile time, two to three
 * times as fast both ways; zlib otherwise. What either writes, both read.
 */
#include <stdlib.h>
#include <zlib.h>

#ifdef HAVE_LIBDEFLATE
#include <libdeflate.h>
#endif

#include "base/base.h"

struct kzsi_deflater {
#ifdef HAVE_LIBDEFLATE
    struct libdeflate_compressor *fast;
#endif
    z_stream z;
    bool started;
    enum kzsi_deflate_level level;
};

struct kzsi_deflater *
kzsi_deflater_new(enum kzsi_deflate_level level)
{
    struct kzsi_deflater *deflater = kzsi_alloc(sizeof *deflater);

    if (deflater == NULL)
        return NULL;
    deflater->level = level;
#ifdef HAVE_LIBDEFLATE
    if (level == KZSI_DEFLATE_FAST) {
        deflater->fast = libdeflate_alloc_compressor(1);
        if (deflater->fast == NULL) {
            free(deflater);
            return NULL;
        }
        return deflater;
    }
#endif
    int number = level == KZSI_DEFLATE_FAST ? 1 : Z_DEFAULT_COMPRESSION;
    if (deflateInit2(&deflater->z, number, Z_DEFLATED, -MAX_WBITS, 9, Z_DEFAULT_STRATEGY) !=
        Z_OK) {
        free(deflater);
        return NULL;
    }
    deflater->started = true;
    return deflater;
}

void
kzsi_deflater_free(struct kzsi_deflater *deflater)
{
    if (deflater == NULL)
        return;
#ifdef HAVE_LIBDEFLATE
    if (deflater->fast != NULL)
        libdeflate_free_compressor(deflater->fast);
#endif
    if (deflater->started)
        deflateEnd(&deflater->z);
    free(deflater);
}

size_t
kzsi_deflate(struct kzsi_deflater *deflater, const char *data, size_t length, char *out,
             size_t size)
{
#ifdef HAVE_LIBDEFLATE
    if (deflater->fast != NULL)
        return libdeflate_deflate_compress(deflater->fast, data, length, out, size);
#endif
    /* zlib counts in 32 bits. */
    if (length > UINT32_MAX || size > UINT32_MAX || deflateReset(&deflater->z) != Z_OK)
        return 0;
    deflater->z.next_in = (Bytef *)data;
    deflater->z.avail_in = (uInt)length;
    deflater->z.next_out = (Bytef *)out;
    deflater->z.avail_out = (uInt)size;
    return deflate(&deflater->z, Z_FINISH) == Z_STREAM_END ? deflater->z.total_out : 0;
}

bool
kzsi_inflate(const char *data, size_t length, char *out, size_t size, bool *nomem)
{
    bool whole;

#ifdef HAVE_LIBDEFLATE
    struct libdeflate_decompressor *inflater = libdeflate_alloc_decompressor();

    *nomem = inflater == NULL;
    if (inflater == NULL)
        return false;
    whole = libdeflate_deflate_decompress(inflater, data, length, out, size, NULL) ==
            LIBDEFLATE_SUCCESS;
    libdeflate_free_decompressor(inflater);
#else
    z_stream z = {.next_in = (Bytef *)data,
                  .avail_in = (uInt)length,
                  .next_out = (Bytef *)out,
                  .avail_out = (uInt)size};

    *nomem = false;
    if (length > UINT32_MAX || size > UINT32_MAX)
        return false;
    if (inflateInit2(&z, -MAX_WBITS) != Z_OK) {
        *nomem = true;
        return false;
    }
    whole = inflate(&z, Z_FINISH) == Z_STREAM_END && z.total_out == size;
    inflateEnd(&z);
#endif
    return whole;
}
