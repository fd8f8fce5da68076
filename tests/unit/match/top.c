/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The first few of many. */
#include "match/match.h"
#include "tests/unit/unit.h"

static int
by_number(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

    return (x > y) - (x < y);
}

static void
keys(void)
{
    ok(kzsi_key_compare("a", 1, 1, "b", 1, 1) < 0, "by the first byte that differs");
    ok(kzsi_key_compare("\xFF", 1, 1, "b", 1, 1) > 0, "bytes have no sign");
    ok(kzsi_key_compare("a", 1, 9, "ab", 2, 1) < 0, "a beginning comes before the whole");
    ok(kzsi_key_compare("ab", 2, 1, "a", 1, 9) > 0, "the other way round");
    ok(kzsi_key_compare("a", 1, 1, "a", 1, 2) < 0, "then by number");
    ok(kzsi_key_compare(NULL, 0, 2, NULL, 0, 2) == 0, "or the same");
}

/* Keys of a few letters, so that many are equal; against sorting all of them. */
static void
against_sorting(void)
{
    static uint64_t all[3000];
    unsigned wrong = 0;

    random_begin("the first of many");
    for (int round = 0; round < 200; round++) {
        size_t count = random_below(3000), limit = random_below(round % 3 ? 20 : 3000);
        struct kzsi_top top = {.limit = limit};
        for (size_t i = 0; i < count; i++) {
            uint32_t number = (uint32_t)random_below(100000);
            char key[2] = {(char)random_below(20), (char)random_below(4)};
            all[i] = (uint64_t)(unsigned char)key[0] << 40 |
                     (uint64_t)(unsigned char)key[1] << 32 | number;
            if (!kzsi_top_offer(&top, key, 2, number, number))
                exit(99);
        }
        qsort(all, count, sizeof *all, by_number);
        kzsi_top_sort(&top);
        wrong += top.count != (count < limit ? count : limit);
        for (size_t i = 0; i < top.count; i++)
            wrong += top.items[i].number != (uint32_t)all[i] ||
                     top.items[i].key.data[0] != (char)(all[i] >> 40) ||
                     top.items[i].score != (double)(uint32_t)all[i];
        kzsi_top_free(&top);
    }
    is_number(wrong, 0, "what is kept is what sorting would have put first");
}

int
main(void)
{
    struct kzsi_top none = {.limit = 0};

    keys();
    ok(kzsi_top_offer(&none, "a", 1, 1, 0) && none.count == 0, "of none wanted none is kept");
    kzsi_top_sort(&none);
    kzsi_top_free(&none);
    against_sorting();
    return tap_done();
}
