/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Complaints about a query: collected, or in strict mode the end of it. */
#include <stdio.h>
#include <string.h>

#include "query/query.h"

void
kzsi_warn(struct kzsi_warnings *warnings, size_t offset, const char *format, ...)
{
    char message[240];
    va_list args;
    size_t length;
    const char *copy;

    if (warnings->stopped)
        return;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    length = kzsi_utf8_floor(message, strlen(message), sizeof message - 8);
    message[length] = '\0';
    if (warnings->strict) {
        kzsi_fail_at(warnings->err, KZS_ERR_SYNTAX, offset, "query, byte %zu: %s", offset,
                     message);
        warnings->stopped = true;
        return;
    }
    copy = kzsi_arena_copy(warnings->arena, message, length);
    if (copy != NULL && warnings->count < KZSI_WARNINGS_MAX)
        warnings->items[warnings->count++] = (struct kzsi_warning){offset, copy};
}
