/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdalign.h>

#include "base/base.h"
#include "tests/unit/unit.h"

static void
objects_are_zeroed_aligned_and_apart(void)
{
    enum { OBJECTS = 3000 };
    static unsigned char *objects[OBJECTS];
    static size_t sizes[OBJECTS];
    struct kzsi_arena arena = {0};
    bool zeroed = true, aligned = true, kept = true;

    random_begin("arena objects");
    for (size_t i = 0; i < OBJECTS; i++) {
        /* Mostly small, sometimes around and beyond the size of a chunk. */
        sizes[i] = random_below(50) == 0 ? 8100 + random_below(12000) : random_below(200);
        objects[i] = kzsi_arena_alloc(&arena, sizes[i]);
        if (objects[i] == NULL)
            break;
        aligned &= (uintptr_t)objects[i] % alignof(max_align_t) == 0;
        for (size_t j = 0; j < sizes[i]; j++)
            zeroed &= objects[i][j] == 0;
        memset(objects[i], (int)(i % 251 + 1), sizes[i]);
    }
    for (size_t i = 0; i < OBJECTS; i++)
        for (size_t j = 0; objects[i] != NULL && j < sizes[i]; j++)
            kept &= objects[i][j] == i % 251 + 1;
    ok(objects[OBJECTS - 1] != NULL && !arena.failed, "thousands of objects of all sizes");
    ok(zeroed, "an object is zeroed");
    ok(aligned, "an object is aligned for any type");
    ok(kept, "no object moves or overlaps another");
    kzsi_arena_free(&arena);
}

static void
empty_objects_are_objects(void)
{
    struct kzsi_arena arena = {0};

    ok(kzsi_arena_alloc(&arena, 0) != NULL, "no bytes in an empty arena");
    for (size_t i = 0; i < 512; i++)
        kzsi_arena_alloc(&arena, 16);
    ok(kzsi_arena_alloc(&arena, 0) != NULL, "no bytes in a full chunk");
    kzsi_arena_free(&arena);
}

static void
copies_are_terminated(void)
{
    struct kzsi_arena arena = {0};
    char *text = exact("Астана", 12);
    char *copy = kzsi_arena_copy(&arena, text, 12);

    free(text);
    is_string(copy, "Астана", "a copy outlives what it was made from");
    copy = kzsi_arena_copy(&arena, "a\0b", 3);
    ok(copy != NULL && memcmp(copy, "a\0b", 4) == 0, "a copy keeps NULs and adds one");
    is_string(kzsi_arena_copy(&arena, NULL, 0), "", "a copy of nothing is the empty string");
    is_string(kzsi_arena_copy(&arena, "text", 0), "", "a copy of no bytes likewise");
    kzsi_arena_free(&arena);
}

static void
failure_sticks(void)
{
    /* The sizes are refused before the system is asked for them. */
    static const struct {
        size_t bytes;
        const char *name;
    } impossible[] = {
        {SIZE_MAX, "all of memory"},
        {SIZE_MAX - 15, "all of memory but the header of a chunk"},
    };

    for (size_t i = 0; i < sizeof impossible / sizeof *impossible; i++) {
        struct kzsi_arena arena = {0};
        kzsi_arena_alloc(&arena, 10);
        ok(kzsi_arena_alloc(&arena, impossible[i].bytes) == NULL, "refused: %s",
           impossible[i].name);
        ok(arena.failed, "the failure sticks: %s", impossible[i].name);
        ok(kzsi_arena_alloc(&arena, 1) == NULL, "so nothing more is handed out: %s",
           impossible[i].name);
        kzsi_arena_free(&arena);
        ok(!arena.failed && kzsi_arena_alloc(&arena, 1) != NULL,
           "freeing makes it usable again: %s", impossible[i].name);
        kzsi_arena_free(&arena);
    }

    struct kzsi_arena arena = {0};
    ok(kzsi_arena_copy(&arena, "", SIZE_MAX) == NULL, "a copy of all of memory is refused");
    ok(arena.failed, "and that failure sticks as well");
    kzsi_arena_free(&arena);
}

int
main(void)
{
    struct kzsi_arena arena = {0};

    objects_are_zeroed_aligned_and_apart();
    empty_objects_are_objects();
    copies_are_terminated();
    failure_sticks();
    kzsi_arena_free(&arena);
    kzsi_arena_free(&arena);
    ok(arena.chunk == NULL, "an empty arena can be freed, twice");
    return tap_done();
}
