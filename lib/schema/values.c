/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What stands in the value slot of a keyword field: the document's values as their author wrote
 * them, each once, in their order.
 *
 *     varint length | bytes | varint length | bytes ...
 *
 * Spellings and not normalised forms: those can be made of them, and whoever looks at counts
 * wants to read "Нур-Султан". The first value is the one that documents are sorted by.
 */
#include <string.h>

#include "schema/schema.h"

/* Beyond this a spelling says no more than its normalised form, which is bounded. */
#define SPELLING_MAX 600

static bool
is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

void
kzsi_values_add(struct kzsi_buf *out, size_t begin, const char *value, size_t length)
{
    struct kzsi_buf form = {0};

    while (length > 0 && is_blank(*value))
        value++, length--;
    while (length > 0 && is_blank(value[length - 1]))
        length--;
    if (length > SPELLING_MAX) {
        kzsi_keyword(&form, value, length);
        out->failed |= form.failed;
        value = form.data;
        length = form.length;
    }
    if (length > 0 && out->length - begin + length < KZSI_VALUES_MAX) {
        kzsi_buf_varint(out, length);
        kzsi_buf_add(out, value, length);
    }
    kzsi_buf_free(&form);
}

bool
kzsi_values_next(const char **at, const char *end, const char **value, size_t *length)
{
    uint64_t bytes;

    if (*at == end || !kzsi_varint_read(at, end, &bytes) || bytes > (uint64_t)(end - *at))
        return false;
    *value = *at;
    *length = (size_t)bytes;
    *at += bytes;
    return true;
}
