/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Streams of consecutive documents, merged: a heap gives the lowest key, and the sources that
 * have it follow one another by their documents, so that what they have is only put together.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bulk/glass.h"

#define PENDING_MAX ((size_t)1 << 19)

/* By key, then by place: the first source has the lowest documents. */
static bool
before(const struct kzsi_source *a, const struct kzsi_source *b)
{
    size_t least = a->key_length < b->key_length ? a->key_length : b->key_length;
    int order = memcmp(a->key, b->key, least);

    if (order != 0)
        return order < 0;
    if (a->key_length != b->key_length)
        return a->key_length < b->key_length;
    return a < b;
}

static void
sink(struct kzsi_source **heap, size_t count, size_t at)
{
    struct kzsi_source *moving = heap[at];

    for (size_t child; (child = 2 * at + 1) < count; at = child) {
        if (child + 1 < count && before(heap[child + 1], heap[child]))
            child++;
        if (!before(heap[child], moving))
            break;
        heap[at] = heap[child];
    }
    heap[at] = moving;
}

static bool
same_key(const struct kzsi_source *a, const struct kzsi_source *b)
{
    return a->key_length == b->key_length && memcmp(a->key, b->key, a->key_length) == 0;
}

/* Move a source on; it leaves the heap at its end. False when it fails. */
static bool
advance(struct kzsi_source **heap, size_t *count, struct kzsi_source *source, int *error)
{
    kzsi_source_next(source);
    if (source->error != 0) {
        *error = source->error;
        return false;
    }
    if (source->done)
        return true;
    /* Up from the end: the heap holds all others. */
    size_t at = (*count)++;
    while (at > 0 && before(source, heap[(at - 1) / 2])) {
        heap[at] = heap[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    heap[at] = source;
    return true;
}

kzs_status
kzsi_merge(struct kzsi_source *sources, size_t source_count, kzsi_merge_fn body, void *user,
           kzs_error *err)
{
    struct kzsi_source **heap = kzsi_alloc((2 * source_count + 1) * sizeof(*heap));
    struct kzsi_source **same = heap + source_count;
    size_t count = 0;
    int error = 0;
    bool on = heap != NULL;

    for (size_t i = 0; i < source_count && on; i++)
        on = advance(heap, &count, &sources[i], &error);
    while (on && count > 0) {
        size_t n = 0;
        do {
            same[n++] = heap[0];
            heap[0] = heap[--count];
            if (count > 0)
                sink(heap, count, 0);
        } while (count > 0 && same_key(heap[0], same[0]));
        on = body(user, same, n);
        for (size_t i = 0; i < n && error == 0; i++)
            error = same[i]->error;
        for (size_t i = 0; i < n && on && error == 0; i++)
            on = advance(heap, &count, same[i], &error);
        on = on && error == 0;
    }
    if (heap == NULL || error == ENOMEM) {
        free(heap);
        return kzsi_fail_nomem(err);
    }
    free(heap);
    return error == 0 ? KZS_OK
                      : kzsi_fail_errno(err, error, "cannot read back sorted postings");
}

struct kzsi_items
kzsi_items_sum(struct kzsi_source *const *sources, size_t count)
{
    struct kzsi_items all = sources[0]->items;

    for (size_t i = 1; i < count; i++) {
        const struct kzsi_items *items = &sources[i]->items;
        all.count += items->count;
        all.sum += items->sum;
        all.bytes += items->bytes + kzsi_varint_length(items->first - all.last - 1);
        all.last = items->last;
    }
    return all;
}

/* ---- to a file ---- */

struct writer {
    int file, error;
    off_t length;
    struct kzsi_buf out, last_key;
};

static void
write_out(struct writer *writer)
{
    size_t done = 0;

    while (writer->error == 0 && done < writer->out.length) {
        ssize_t n = pwrite(writer->file, writer->out.data + done, writer->out.length - done,
                           writer->length);
        if (n >= 0) {
            done += (size_t)n;
            writer->length += n;
        } else if (errno != EINTR) {
            writer->error = errno;
        }
    }
    writer->out.length = 0;
}

/* The items of one source, as many at a time as its window holds. */
static void
copy_items(struct writer *writer, struct kzsi_source *source)
{
    for (uint64_t left = source->items.bytes; left > 0;) {
        size_t step = (size_t)(source->end - source->at);
        if (step == 0) {
            if (!kzsi_source_need(source, 1))
                return;
            continue;
        }
        if (step > left)
            step = (size_t)left;
        kzsi_buf_add(&writer->out, source->at, step);
        source->at += step;
        left -= step;
        if (writer->out.length >= PENDING_MAX)
            write_out(writer);
    }
}

static bool
write_key(void *user, struct kzsi_source *const *sources, size_t count)
{
    struct writer *writer = user;
    struct kzsi_items all = kzsi_items_sum(sources, count);

    kzsi_stream_key(&writer->out, &writer->last_key, sources[0]->key, sources[0]->key_length,
                    &all);
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            kzsi_buf_varint(&writer->out,
                            sources[i]->items.first - sources[i - 1]->items.last - 1);
        copy_items(writer, sources[i]);
    }
    if (writer->out.length >= PENDING_MAX)
        write_out(writer);
    return writer->error == 0 && !writer->out.failed;
}

kzs_status
kzsi_merge_to_file(struct kzsi_source *sources, size_t count, int file, off_t *length,
                   kzs_error *err)
{
    struct writer writer = {.file = file, .length = *length};
    kzs_status st = kzsi_merge(sources, count, write_key, &writer, err);

    if (st == KZS_OK) {
        write_out(&writer);
        if (writer.out.failed)
            st = kzsi_fail_nomem(err);
        else if (writer.error != 0)
            st = kzsi_fail_errno(err, writer.error, "cannot write sorted postings to a file");
    }
    *length = writer.length;
    kzsi_buf_free(&writer.out);
    kzsi_buf_free(&writer.last_key);
    return st;
}
