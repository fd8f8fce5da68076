/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Encodings of keys: against examples worked out by hand, and their order. */
#include "bulk/glass.h"
#include "tests/unit/unit.h"

static const char *
hex(const char *bytes, size_t length)
{
    static char out[600];

    out[0] = '\0';
    for (size_t i = 0; i < length && i < 290; i++)
        sprintf(out + 2 * i, "%02x", (unsigned char)bytes[i]);
    return out;
}

static const char *
sortable(uint32_t number)
{
    char out[5];
    size_t n = kzsi_pack_sortable(number, out);

    return hex(out, n);
}

static const char *
last(uint64_t number)
{
    static char copy[40];
    struct kzsi_buf out = {0};

    kzsi_pack_last(&out, number);
    snprintf(copy, sizeof copy, "%s", hex(out.data, out.length));
    kzsi_buf_free(&out);
    return copy;
}

static void
order(void)
{
    bool ordered = true;

    random_begin("numbers that sort");
    for (int i = 0; i < 100000; i++) {
        uint32_t a = (uint32_t)(random_next() >> (32 + random_below(32)));
        uint32_t b = random_below(2) == 0 ? a + 1 : (uint32_t)random_next();
        char left[5], right[5];
        size_t n = kzsi_pack_sortable(a, left), m = kzsi_pack_sortable(b, right);
        int sign = memcmp(left, right, n < m ? n : m);
        if (a != b)
            ordered = ordered && (a < b) == (sign < 0) && sign != 0;
    }
    ok(ordered, "the bytes of two numbers sort as the numbers do");
}

int
main(void)
{
    char out[KZSI_KEY_MAX];

    is_string(sortable(0), "0000", "0");
    is_string(sortable(1), "0001", "1");
    is_string(sortable(0x7FFF), "7fff", "the largest of two bytes");
    is_string(sortable(0x8000), "808000", "the smallest of three");
    is_string(sortable(0x3FFFFF), "bfffff", "the largest of three");
    is_string(sortable(0x400000), "c0400000", "the smallest of four");
    is_string(sortable(0x1FFFFFFF), "dfffffff", "the largest of four");
    is_string(sortable(0x20000000), "e020000000", "the smallest of five");
    is_string(sortable(0xFFFFFFFF), "e0ffffffff", "the largest of all");
    order();
    is_string(last(0), "", "at the end of a key 0 takes no byte");
    is_string(last(255), "ff", "255 one");
    is_string(last(256), "0001", "256 two, the lowest first");
    is_string(hex(out, kzsi_pack_term("a\0b", 3, out)), "6100ff62",
              "a NUL in a term is escaped");
    is_number(kzsi_packed_term_length("a\0b\0", 4), 6, "and counts twice");
    is_number(kzsi_varint_length(127), 1, "127 takes a byte");
    is_number(kzsi_varint_length(128), 2, "128 takes two");
    is_number(kzsi_varint_length(UINT64_MAX), 10, "the largest number ten");
    return tap_done();
}
