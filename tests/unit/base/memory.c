/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/base.h"
#include "tests/unit/unit.h"

static void
allocation(void)
{
    unsigned char *block = kzsi_alloc(1000);
    bool zeroed = block != NULL;

    for (size_t i = 0; zeroed && i < 1000; i++)
        zeroed = block[i] == 0;
    ok(zeroed, "memory comes zeroed");
    block = kzsi_realloc(block, 2000);
    ok(block != NULL && block[999] == 0, "it grows with what it holds");
    block = kzsi_realloc(block, 0);
    ok(block != NULL, "it can shrink to nothing and still be a block");
    kzs_free(block);
    block = kzsi_realloc(NULL, 10);
    ok(block != NULL, "growing from NULL allocates");
    kzs_free(block);
    block = kzsi_alloc(0);
    ok(block != NULL, "no bytes are a block, not a failure");
    kzs_free(block);
    kzs_free(NULL);
    ok(true, "NULL can be freed");
}

static void
copies(void)
{
    char *text = exact("Nur-Sultan", 10);
    char *copy = kzsi_strndup(text, 3);

    is_string(copy, "Nur", "a copy ends where it is told to");
    free(copy);
    copy = kzsi_strndup(text, 10);
    is_string(copy, "Nur-Sultan", "a text without a NUL is copied whole");
    free(copy);
    free(text);
    copy = kzsi_strndup("a\0b", 3);
    ok(copy != NULL && memcmp(copy, "a\0b", 4) == 0, "NULs are copied, one is added");
    free(copy);
    copy = kzsi_strndup(NULL, 0);
    is_string(copy, "", "nothing becomes the empty string");
    free(copy);
    ok(kzsi_strndup("", SIZE_MAX) == NULL, "a copy of all of memory is refused");
}

static void
growing_arrays(void)
{
    struct item {
        uint32_t number;
        char more[20];
    } *items = NULL;
    size_t capacity = 0, count = 0, moves = 0;
    bool kept = true;

    for (; count < 10000; count++) {
        size_t before = capacity;
        if (!kzsi_grow(&items, &capacity, count, sizeof *items))
            break;
        moves += capacity != before;
        items[count].number = (uint32_t)count;
    }
    for (size_t i = 0; i < count; i++)
        kept &= items[i].number == i;
    ok(count == 10000 && kept, "10,000 items one by one");
    ok(capacity > count && moves < 20, "growing is amortised: %zu moves", moves);

    struct item *same = items;
    size_t room = capacity;
    ok(kzsi_grow(&items, &capacity, 5, sizeof *items) && items == same && capacity == room,
       "nothing moves while there is room");

    size_t vast[] = {SIZE_MAX / sizeof *items, SIZE_MAX / 2 + 1, SIZE_MAX};
    for (size_t i = 0; i < 3; i++) {
        capacity = vast[i];
        ok(!kzsi_grow(&items, &capacity, vast[i], sizeof *items) && items == same &&
               capacity == vast[i],
           "an array of %zu items is refused and left alone", vast[i]);
    }
    free(items);
}

int
main(void)
{
    allocation();
    copies();
    growing_arrays();
    return tap_done();
}
