/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Streams: what is written is read, from memory and through a small window on a file. */
#include <unistd.h>

#include "bulk/glass.h"
#include "tests/support/folder.h"
#include "tests/unit/unit.h"

#define KEYS 500

static char keys[KEYS][40];
static size_t sizes[KEYS];

static void
write_stream(struct kzsi_buf *out)
{
    static char item[5000];
    struct kzsi_buf before = {0};

    random_begin("items of all sizes");
    memset(item, 'i', sizeof item);
    for (int i = 0; i < KEYS; i++) {
        sizes[i] = random_below(i % 50 == 0 ? sizeof item : 40);
        struct kzsi_items items = {1, (uint64_t)i, 10 + (uint64_t)i, 10 + (uint64_t)i,
                                   kzsi_varint_length(sizes[i]) + sizes[i]};
        int n = snprintf(keys[i], sizeof keys[i], "key-%05d", i);
        kzsi_stream_key(out, &before, keys[i], (size_t)n, &items);
        kzsi_buf_varint(out, sizes[i]);
        kzsi_buf_add(out, item, sizes[i]);
    }
    kzsi_buf_free(&before);
}

static bool
reads_back(struct kzsi_source *source)
{
    for (int i = 0; i < KEYS; i++) {
        kzsi_source_next(source);
        if (source->error != 0 || source->done || source->key_length != strlen(keys[i]) ||
            memcmp(source->key, keys[i], source->key_length) != 0 ||
            source->items.sum != (uint64_t)i || source->items.first != 10 + (uint64_t)i)
            return false;
        size_t length = (size_t)kzsi_source_varint(source);
        if (length != sizes[i] || !kzsi_source_need(source, length) ||
            (length > 0 && (source->at[0] != 'i' || source->at[length - 1] != 'i')))
            return false;
        source->at += length;
    }
    kzsi_source_next(source);
    return source->done && source->error == 0;
}

int
main(void)
{
    struct kzsi_buf out = {0};
    struct kzsi_source source;
    FILE *file = fopen(in_folder("stream"), "w+");

    write_stream(&out);
    kzsi_source_memory(&source, out.data, out.length);
    ok(reads_back(&source), "from memory");
    if (file == NULL || fwrite("before", 1, 6, file) != 6 ||
        fwrite(out.data, 1, out.length, file) != out.length || fflush(file) != 0)
        return 99;
    for (size_t window = 16; window <= 100000; window *= 9) {
        ok(kzsi_source_file(&source, fileno(file), 6, (off_t)out.length, window) &&
               reads_back(&source),
           "from a file through a window of %zu bytes", window);
        kzsi_source_free(&source);
    }
    ok(kzsi_source_file(&source, fileno(file), 6, (off_t)out.length + 50, 64) &&
           !reads_back(&source) && source.error != 0,
       "a file that is too short is an error");
    kzsi_source_free(&source);
    kzsi_source_memory(&source, out.data, out.length - 1);
    ok(!reads_back(&source) && source.error != 0, "so is a stream that was cut");
    kzsi_buf_free(&out);
    fclose(file);
    return tap_done();
}
