/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Complaints about a query: collected in the order of its text, or in strict mode its end. */
#include <stdio.h>
#include <string.h>

#include "query/query.h"

/* Planning complains after parsing: keep what is shown in the order of the text. */
static void
insert(struct kzsi_warnings *warnings, size_t offset, const char *message)
{
    size_t at;

    for (at = 0; at < warnings->count; at++)
        if (warnings->items[at].offset == offset &&
            strcmp(warnings->items[at].message, message) == 0)
            return; /* a word may be looked at more than once */
    if (warnings->count == KZSI_WARNINGS_MAX)
        return;
    for (; at > 0 && warnings->items[at - 1].offset > offset; at--)
        warnings->items[at] = warnings->items[at - 1];
    warnings->items[at] = (struct kzsi_warning){offset, message};
    warnings->count++;
}

void
kzsi_warn(struct kzsi_warnings *warnings, size_t offset, const char *format, ...)
{
    char message[240];
    kzs_error clean;
    va_list args;
    const char *copy;

    if (warnings->stopped)
        return;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    message[kzsi_utf8_floor(message, strlen(message), sizeof message - 8)] = '\0';
    if (warnings->strict) {
        kzsi_fail_at(warnings->err, KZS_ERR_SYNTAX, offset, "query, byte %zu: %s", offset,
                     message);
        warnings->stopped = true;
        return;
    }
    /* Messages quote the query, which may hold anything: filling an error makes it UTF-8. */
    kzsi_fail(&clean, KZS_ERR_SYNTAX, "%s", message);
    copy = kzsi_arena_copy(warnings->arena, clean.message, strlen(clean.message));
    if (copy != NULL)
        insert(warnings, offset, copy);
}
