/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Strings get numbers. */
#include "base/base.h"
#include "tests/unit/unit.h"

int
main(void)
{
    struct kzsi_intern intern = {0}, other = {0};
    bool numbered = true, found = true, kept = true;
    char text[32];

    is_number(kzsi_intern_add(&intern, "war", 3), 0, "the first string is number 0");
    is_number(kzsi_intern_add(&intern, "wa", 2), 1, "a beginning of it is another one");
    is_number(kzsi_intern_add(&intern, "wa\0", 3), 2, "a NUL is a byte like others");
    is_number(kzsi_intern_add(&intern, "", 0), 3, "so is the empty string a string");
    is_number(kzsi_intern_add(&intern, "war", 3), 0, "a known string keeps its number");
    is_number(intern.count, 4, "and is there once");

    for (uint32_t i = 0; i < 20000; i++) {
        int n = snprintf(text, sizeof text, "term-%u", i);
        numbered = numbered && kzsi_intern_add(&intern, text, (size_t)n) == i + 4;
    }
    for (uint32_t i = 0; i < 20000; i++) {
        int n = snprintf(text, sizeof text, "term-%u", i);
        const struct kzsi_interned *string = &intern.strings[i + 4];
        found = found && kzsi_intern_add(&intern, text, (size_t)n) == i + 4;
        kept = kept && string->length == (size_t)n &&
               memcmp(intern.text.data + string->start, text, (size_t)n) == 0;
    }
    ok(numbered, "numbers go up in the order strings come");
    ok(found, "and stay when the table grows");
    ok(kept, "each string can be read by its number");

    uint64_t epoch = kzsi_intern_epoch(&intern), other_epoch = kzsi_intern_epoch(&other);
    ok(epoch != 0 && other_epoch != 0 && epoch != other_epoch, "tables have other epochs");
    ok(kzsi_intern_epoch(&intern) == epoch, "an epoch lasts while strings are added");
    kzsi_intern_clear(&intern);
    ok(kzsi_intern_epoch(&intern) != epoch && kzsi_intern_epoch(&intern) != other_epoch,
       "and ends when the table is cleared");
    kzsi_intern_free(&other);
    is_number(intern.count, 0, "cleared, there are none");
    is_number(kzsi_intern_add(&intern, "war", 3), 0, "and numbers begin anew");
    for (uint32_t i = 0; i < 600000; i++) {
        int n = snprintf(text, sizeof text, "%u", i);
        kzsi_intern_add(&intern, text, (size_t)n);
    }
    kzsi_intern_clear(&intern);
    is_number(intern.size, 0, "a very large table is not kept");
    is_number(kzsi_intern_add(&intern, "war", 3), 0, "a new one is made");
    kzsi_intern_free(&intern);
    return tap_done();
}
