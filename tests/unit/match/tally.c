/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Counting strings. */
#include "match/match.h"
#include "tests/unit/unit.h"

int
main(void)
{
    struct kzsi_tally tally = {0};
    struct kzsi_tally_item *item;
    unsigned counts[500] = {0}, wrong = 0;
    char text[20];

    item = kzsi_tally_add(&tally, "ru", 2, 1);
    ok(item->count == 1 && strcmp(kzsi_tally_text(&tally, item), "ru") == 0, "a string");
    ok(kzsi_tally_add(&tally, "ru", 2, 4)->count == 5, "comes again, four times");
    ok(kzsi_tally_add(&tally, "r", 1, 1)->count == 1, "its beginning is another");
    ok(kzsi_tally_add(&tally, "", 0, 1)->count == 1, "nothing is one as well");
    ok(kzsi_tally_add(&tally, "r\0u", 3, 1)->count == 1, "NULs are bytes like others");
    is_number(tally.count, 4, "so many are known");
    kzsi_tally_free(&tally);
    ok(tally.count == 0 && tally.table == NULL, "nothing is left after freeing");

    random_begin("counting");
    for (int i = 0; i < 20000; i++) {
        unsigned n = (unsigned)random_below(500);
        n = (unsigned)random_below(n + 1);
        counts[n]++;
        int length = snprintf(text, sizeof text, "%s%u", n % 2 ? "слово " : "w", n);
        kzsi_tally_add(&tally, text, (size_t)length, 1);
    }
    for (size_t i = 0; i < tally.count; i++) {
        const char *found = kzsi_tally_text(&tally, &tally.items[i]);
        unsigned n = (unsigned)strtoul(found + strcspn(found, "0123456789"), NULL, 10);
        wrong += n >= 500 || counts[n] != tally.items[i].count;
    }
    is_number(wrong, 0, "each is counted as often as it came");
    kzsi_tally_free(&tally);
    return tap_done();
}
