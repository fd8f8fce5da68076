/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Chunks in a list; an object larger than a chunk gets one of its own. */
#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

#include "base/base.h"

#define CHUNK_BYTES ((size_t)8192)

struct kzsi_chunk {
    struct kzsi_chunk *next;
    size_t size;
    alignas(max_align_t) char data[];
};

void *
kzsi_arena_alloc(struct kzsi_arena *arena, size_t bytes)
{
    const size_t alignment = alignof(max_align_t);
    struct kzsi_chunk *chunk = arena->chunk;
    size_t rounded = (bytes + alignment - 1) / alignment * alignment;
    void *object;

    if (rounded < bytes)
        arena->failed = true;
    if (arena->failed)
        return NULL;
    if (chunk == NULL || rounded > chunk->size - arena->used) {
        size_t size = rounded > CHUNK_BYTES ? rounded : CHUNK_BYTES;
        chunk = size <= SIZE_MAX - sizeof *chunk ? kzsi_alloc(sizeof *chunk + size) : NULL;
        if (chunk == NULL) {
            arena->failed = true;
            return NULL;
        }
        chunk->size = size;
        chunk->next = arena->chunk;
        arena->chunk = chunk;
        arena->used = 0;
    }
    object = chunk->data + arena->used;
    arena->used += rounded;
    return object;
}

char *
kzsi_arena_copy(struct kzsi_arena *arena, const char *text, size_t length)
{
    char *copy = kzsi_arena_alloc(arena, length < SIZE_MAX ? length + 1 : SIZE_MAX);

    if (copy != NULL && length > 0)
        memcpy(copy, text, length);
    return copy;
}

void
kzsi_arena_free(struct kzsi_arena *arena)
{
    while (arena->chunk != NULL) {
        struct kzsi_chunk *next = arena->chunk->next;
        free(arena->chunk);
        arena->chunk = next;
    }
    *arena = (struct kzsi_arena){0};
}
