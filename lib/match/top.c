/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The first few of many: a heap with the last of those kept at its root. What is kept is
 * independent of how many were offered.
 */
#include <stdlib.h>
#include <string.h>

#include "match/match.h"

int
kzsi_key_compare(const char *a, size_t a_length, uint32_t a_number, const char *b,
                 size_t b_length, uint32_t b_number)
{
    size_t common = a_length < b_length ? a_length : b_length;
    int order = common > 0 ? memcmp(a, b, common) : 0;

    if (order != 0)
        return order;
    if (a_length != b_length)
        return a_length < b_length ? -1 : 1;
    return (a_number > b_number) - (a_number < b_number);
}

static int
compare(const void *a, const void *b)
{
    const struct kzsi_ranked *x = a, *y = b;

    return kzsi_key_compare(x->key.data, x->key.length, x->number, y->key.data, y->key.length,
                            y->number);
}

static void
swap(struct kzsi_ranked *a, struct kzsi_ranked *b)
{
    struct kzsi_ranked kept = *a;

    *a = *b;
    *b = kept;
}

static void
sift_up(struct kzsi_top *top, size_t at)
{
    while (at > 0 && compare(&top->items[at], &top->items[(at - 1) / 2]) > 0) {
        swap(&top->items[at], &top->items[(at - 1) / 2]);
        at = (at - 1) / 2;
    }
}

static void
sift_down(struct kzsi_top *top, size_t at)
{
    for (;;) {
        size_t last = at, child = 2 * at + 1;
        for (size_t i = child; i < child + 2 && i < top->count; i++)
            if (compare(&top->items[i], &top->items[last]) > 0)
                last = i;
        if (last == at)
            return;
        swap(&top->items[at], &top->items[last]);
        at = last;
    }
}

bool
kzsi_top_offer(struct kzsi_top *top, const char *key, size_t length, uint32_t number,
               double score)
{
    struct kzsi_ranked *item = top->items;
    bool full = top->count == top->limit;

    if (top->limit == 0 || (full && kzsi_key_compare(key, length, number, item->key.data,
                                                     item->key.length, item->number) > 0))
        return true;
    if (!full) {
        if (!kzsi_grow(&top->items, &top->capacity, top->count, sizeof *top->items))
            return false;
        item = &top->items[top->count++];
        memset(item, 0, sizeof *item);
    }
    item->key.length = 0;
    kzsi_buf_add(&item->key, key, length);
    item->number = number;
    item->score = score;
    if (item->key.failed)
        return false;
    if (full)
        sift_down(top, 0);
    else
        sift_up(top, top->count - 1);
    return true;
}

void
kzsi_top_sort(struct kzsi_top *top)
{
    if (top->count > 0)
        qsort(top->items, top->count, sizeof *top->items, compare);
}

void
kzsi_top_free(struct kzsi_top *top)
{
    for (size_t i = 0; i < top->count; i++)
        kzsi_buf_free(&top->items[i].key);
    free(top->items);
    memset(top, 0, sizeof *top);
}
