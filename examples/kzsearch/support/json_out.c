/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Printing of JSON Lines with jansson. It decides nothing about names or layout: commands
 * build the objects.
 */
#include "support/json_out.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/buffer.h"
#include "support/message.h"
#include "support/utf8.h"

/* Digits of a real number: enough for scores and times, and 0.1 stays 0.1. */
enum { DIGITS = 8 };

json_t *
json_text(const char *text, size_t length)
{
    struct buffer repaired = {0};
    json_t *value;

    if (text == NULL)
        return json_null();
    if (utf8_valid(text, length))
        return json_stringn(text, length);
    utf8_repair(&repaired, text, length);
    value = repaired.failed ? NULL : json_stringn(buffer_string(&repaired), repaired.length);
    buffer_free(&repaired);
    return value;
}

bool
json_line(json_t *value)
{
    char *line = json_dumps(value, JSON_COMPACT | JSON_REAL_PRECISION(DIGITS));
    size_t length, done = 0, start;
    uint32_t c;

    json_decref(value);
    if (line == NULL) {
        complain("out of memory");
        return false;
    }
    length = strlen(line);
    for (size_t at = 0; at < length;) {
        start = at;
        utf8_next(line, length, &at, &c);
        if (!utf8_is_unsafe(c))
            continue;
        fwrite(line + done, 1, start - done, stdout);
        printf("\\u%04X", (unsigned)c);
        done = at;
    }
    fwrite(line + done, 1, length - done, stdout);
    putchar('\n');
    free(line);
    return true;
}
