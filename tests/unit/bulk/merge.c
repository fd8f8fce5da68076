/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Merging: streams of consecutive documents become the stream that all would have made. */
#include <unistd.h>

#include "bulk/glass.h"
#include "tests/support/folder.h"
#include "tests/unit/unit.h"

#define PARTS     7
#define DOCUMENTS 700
#define WORDS     60

static bool has[WORDS][DOCUMENTS];

/* The stream of documents [from, to). */
static void
write_part(struct kzsi_buf *out, size_t from, size_t to)
{
    struct kzsi_buf before = {0}, body = {0};

    for (size_t w = 0; w < WORDS; w++) {
        struct kzsi_items items = {0};
        char key[20];
        int n = snprintf(key, sizeof key, "word%02zu", w);
        body.length = 0;
        for (size_t d = from; d < to; d++) {
            if (!has[w][d])
                continue;
            if (items.count++ == 0)
                items.first = d + 1;
            else
                kzsi_buf_varint(&body, d + 1 - items.last - 1);
            items.last = d + 1;
            items.sum += w;
            kzsi_buf_varint(&body, w);
        }
        items.bytes = body.length;
        if (items.count == 0)
            continue;
        kzsi_stream_key(out, &before, key, (size_t)n, &items);
        kzsi_buf_add(out, body.data, body.length);
    }
    kzsi_buf_free(&before);
    kzsi_buf_free(&body);
}

static bool
stop(void *user, struct kzsi_source *const *sources, size_t count)
{
    (void)sources;
    (void)count;
    ++*(int *)user;
    return false;
}

int
main(void)
{
    struct kzsi_buf whole = {0}, parts[PARTS] = {{0}};
    struct kzsi_source sources[PARTS];
    FILE *file = fopen(in_folder("merged"), "w+");
    off_t length = 0;
    kzs_error err;
    int calls = 0;

    random_begin("which words are where");
    for (size_t w = 0; w < WORDS; w++)
        for (size_t d = 0; d < DOCUMENTS; d++)
            has[w][d] = random_below(1 + w) == 0;
    write_part(&whole, 0, DOCUMENTS);
    for (size_t i = 0; i < PARTS; i++) {
        write_part(&parts[i], i * 100, i * 100 + 100);
        kzsi_source_memory(&sources[i], parts[i].data, parts[i].length);
    }
    if (file == NULL)
        return 99;
    ok(kzsi_merge_to_file(sources, PARTS, fileno(file), &length, &err) == KZS_OK, "merged");
    char *merged = malloc((size_t)length + 1);
    ok(length == (off_t)whole.length &&
           pread(fileno(file), merged, (size_t)length, 0) == length &&
           memcmp(merged, whole.data, (size_t)length) == 0,
       "byte for byte what one stream of all documents is");
    free(merged);

    for (size_t i = 0; i < PARTS; i++)
        kzsi_source_memory(&sources[i], parts[i].data, parts[i].length);
    ok(kzsi_merge(sources, PARTS, stop, &calls, &err) == KZS_OK && calls == 1,
       "who reads may stop");
    ok(kzsi_merge(sources, 0, stop, &calls, &err) == KZS_OK && calls == 1,
       "nothing is nothing");
    for (size_t i = 0; i < PARTS; i++)
        kzsi_source_memory(&sources[i], parts[i].data, parts[i].length - (i == 3));
    length = 0;
    is_string(kzs_status_name(kzsi_merge_to_file(sources, PARTS, fileno(file), &length, &err)),
              "KZS_ERR_IO", "a part that was cut is an error");
    for (size_t i = 0; i < PARTS; i++) {
        kzsi_source_memory(&sources[i], parts[i].data, parts[i].length);
        kzsi_buf_free(&parts[i]);
    }
    kzsi_buf_free(&whole);
    fclose(file);
    return tap_done();
}
