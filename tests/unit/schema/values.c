/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The values of a keyword field in their slot. */
#include "schema/schema.h"
#include "tests/unit/unit.h"

static struct kzsi_buf slot;

/* What is read back: "[a][b]". */
static const char *
listed(const char *data, size_t length)
{
    static char text[4000];
    const char *at = data, *value;
    size_t n = 0, bytes;

    text[0] = '\0';
    while (kzsi_values_next(&at, data + length, &value, &bytes))
        n += (size_t)snprintf(text + n, sizeof text - n, "[%.*s]", (int)bytes, value);
    return text;
}

static const char *
add(const char *value)
{
    kzsi_values_add(&slot, 0, value, strlen(value));
    return listed(slot.data, slot.length);
}

static void
lists(void)
{
    char longer[2000];

    is_string(listed("", 0), "", "nothing has no values");
    is_string(add("Oil & Gas"), "[Oil & Gas]", "a value stays as it was written");
    is_string(add("  Нур-Султан\t\n"), "[Oil & Gas][Нур-Султан]", "without white space around");
    is_string(add(" "), "[Oil & Gas][Нур-Султан]", "blanks are no value");
    is_string(add(""), "[Oil & Gas][Нур-Султан]", "nor is nothing");
    slot.length = 0;
    memset(longer, 'A', sizeof longer);
    longer[600] = '\0';
    add(longer);
    is_number(slot.length, 602, "600 bytes are kept");
    longer[600] = 'A';
    longer[sizeof longer - 1] = '\0';
    slot.length = 0;
    add(longer);
    ok(slot.length < 210 && slot.data[2] == 'a', "of a longer value its normalised form");
    slot.length = 0;
    for (int i = 0; i < 20000; i++)
        kzsi_values_add(&slot, 0, "value", 5);
    ok(slot.length < KZSI_VALUES_MAX && slot.length > KZSI_VALUES_MAX - 20,
       "there is an end to what is kept");
    size_t begin = slot.length;
    kzsi_values_add(&slot, begin, "next field", 10);
    is_string(listed(slot.data + begin, slot.length - begin), "[next field]",
              "which counts for each field");
}

static void
damage(void)
{
    unsigned outside = 0;

    random_begin("damaged slots");
    for (int i = 0; i < 20000; i++) {
        char bytes[12];
        size_t length = random_below(sizeof bytes), n;
        for (size_t b = 0; b < length; b++)
            bytes[b] = (char)(random_below(3) ? random_below(8) : random_next());
        char *data = exact(bytes, length);
        const char *at = data, *value;
        while (kzsi_values_next(&at, data + length, &value, &n))
            outside += value < data || n > length || value + n > data + length;
        free(data);
    }
    is_number(outside, 0, "whatever the bytes, nothing outside of them is read");
    is_string(listed("\x05" "abc", 4), "", "a value that is cut is none");
}

int
main(void)
{
    lists();
    damage();
    kzsi_buf_free(&slot);
    return tap_done();
}
