/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Messages on stderr. Each is formed in memory first, so that it leaves in one piece and
 * with everything dangerous to a terminal replaced.
 */
#include "support/message.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/terminal.h"

static void __attribute__((format(printf, 1, 0))) vcomplain(const char *format, va_list values)
{
    char *line = NULL;

    if (vasprintf(&line, format, values) < 0) {
        fputs("kzsearch: out of memory\n", stderr);
        return;
    }
    fputs("kzsearch: ", stderr);
    print_safe(stderr, line, strlen(line), PRINT_LINE);
    fputc('\n', stderr);
    free(line);
}

void
complain(const char *format, ...)
{
    va_list values;

    va_start(values, format);
    vcomplain(format, values);
    va_end(values);
}

enum outcome
fail(const char *format, ...)
{
    va_list values;

    va_start(values, format);
    vcomplain(format, values);
    va_end(values);
    return OUTCOME_ERROR;
}

void *
need(void *memory)
{
    if (memory == NULL)
        exit((int)fail("out of memory"));
    return memory;
}
