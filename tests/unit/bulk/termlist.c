/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Term lists and lists of slots, against examples worked out by hand. */
#include "bulk/glass.h"
#include "tests/unit/unit.h"

static void
lists(const struct kzsi_listed *terms, size_t count, uint32_t length, const char *want,
      size_t want_length, const char *name)
{
    struct kzsi_buf out = {0};

    kzsi_pack_term_list(&out, length, terms, count);
    ok(out.length == want_length &&
           (want_length == 0 || memcmp(out.data, want, want_length) == 0),
       "%s", name);
    kzsi_buf_free(&out);
}

int
main(void)
{
    static const struct kzsi_listed two[] = {{"peace", 5, 1}, {"pear", 4, 2}};
    static const struct kzsi_listed often[] = {{"a", 1, 200}, {"b", 1, 127}, {"bb", 2, 126}};
    static const struct kzsi_value slots[] = {{0, "x", 1}, {1, "x", 1}, {200, "x", 1}};
    struct kzsi_buf out = {0};

    lists(NULL, 0, 0, "", 0, "a document without terms has an empty list");
    /* (2 + 1) * (5 + 1) + 3 shared = 21 */
    lists(two, 2, 3, "\x03\x02\x05peace\x01\x15\x01r", 12,
          "a small wdf goes into the shared byte");
    lists(often, 3, 453,
          "\xC5\x03\x03\x01"
          "a\xC8\x01\x00\x01"
          "b\x7F\xFF\x01"
          "b",
          14, "a large one stands apart, unless it just fits");
    kzsi_pack_slots(&out, slots, 3);
    ok(out.length == 4 && memcmp(out.data, "\x00\x00\xC6\x01", 4) == 0,
       "slots are gaps to the one before");
    kzsi_buf_free(&out);
    return tap_done();
}
