/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading and writing streams of sorted keys; their form is in glass.h. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bulk/glass.h"

#define VARINT_MAX 10

void
kzsi_source_memory(struct kzsi_source *source, const char *data, size_t length)
{
    *source =
        (struct kzsi_source){.at = data, .end = length > 0 ? data + length : data, .file = -1};
}

bool
kzsi_source_file(struct kzsi_source *source, int file, off_t offset, off_t length,
                 size_t window)
{
    *source = (struct kzsi_source){.file = file, .offset = offset, .stop = offset + length};
    source->window = kzsi_alloc(window);
    source->window_size = window;
    source->at = source->end = source->window;
    return source->window != NULL;
}

void
kzsi_source_free(struct kzsi_source *source)
{
    free(source->window);
    source->window = NULL;
}

/* Move what is unread to the front of the window and fill the rest from the file. */
static bool
fill(struct kzsi_source *source, size_t n)
{
    size_t left = (size_t)(source->end - source->at), size = source->window_size;

    if (n > size) {
        char *larger = kzsi_alloc(n);
        if (larger == NULL) {
            source->error = ENOMEM;
            return false;
        }
        memcpy(larger, source->at, left);
        free(source->window);
        source->window = larger;
        source->window_size = size = n;
    } else {
        memmove(source->window, source->at, left);
    }
    source->at = source->window;
    source->end = source->window + left;
    while (left < size && source->offset < source->stop) {
        size_t want = size - left;
        if ((off_t)want > source->stop - source->offset)
            want = (size_t)(source->stop - source->offset);
        ssize_t got = pread(source->file, source->window + left, want, source->offset);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0) {
            source->error = got < 0 ? errno : EIO;
            return false;
        }
        left += (size_t)got;
        source->offset += got;
        source->end = source->window + left;
    }
    return true;
}

bool
kzsi_source_need(struct kzsi_source *source, size_t n)
{
    if ((size_t)(source->end - source->at) >= n)
        return true;
    if (source->error == 0 && source->window != NULL && !fill(source, n))
        return false;
    if ((size_t)(source->end - source->at) < n && source->error == 0)
        source->error = EIO; /* it ends too early */
    return source->error == 0;
}

uint64_t
kzsi_source_varint(struct kzsi_source *source)
{
    uint64_t number = 0;

    if (source->at < source->end && (unsigned char)*source->at < 0x80)
        return (unsigned char)*source->at++; /* most are so small */
    if (source->end - source->at < VARINT_MAX && source->window != NULL &&
        source->offset < source->stop && !fill(source, VARINT_MAX))
        return 0;
    if (!kzsi_varint_read(&source->at, source->end, &number) && source->error == 0)
        source->error = EIO;
    return number;
}

void
kzsi_source_next(struct kzsi_source *source)
{
    size_t same, rest;

    if (source->at == source->end &&
        (source->window == NULL || source->offset == source->stop)) {
        source->done = true;
        return;
    }
    same = kzsi_source_varint(source);
    rest = kzsi_source_varint(source);
    if (same > source->key_length || rest > KZSI_KEY_MAX - same ||
        !kzsi_source_need(source, rest)) {
        source->error = source->error != 0 ? source->error : EIO;
        return;
    }
    memcpy(source->key + same, source->at, rest);
    source->at += rest;
    source->key_length = same + rest;
    source->items.count = kzsi_source_varint(source);
    source->items.sum = kzsi_source_varint(source);
    source->items.first = kzsi_source_varint(source);
    source->items.last = source->items.first + kzsi_source_varint(source);
    source->items.bytes = kzsi_source_varint(source);
}

void
kzsi_stream_key(struct kzsi_buf *out, struct kzsi_buf *before, const char *key, size_t length,
                const struct kzsi_items *items)
{
    size_t same = 0;

    while (same < length && same < before->length && key[same] == before->data[same])
        same++;
    kzsi_buf_varint(out, same);
    kzsi_buf_varint(out, length - same);
    kzsi_buf_add(out, key + same, length - same);
    kzsi_buf_varint(out, items->count);
    kzsi_buf_varint(out, items->sum);
    kzsi_buf_varint(out, items->first);
    kzsi_buf_varint(out, items->last - items->first);
    kzsi_buf_varint(out, items->bytes);
    before->length = same;
    kzsi_buf_add(before, key + same, length - same);
    out->failed |= before->failed;
}
