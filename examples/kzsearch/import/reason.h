/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Why a file or a line could not be taken: one short phrase for the user, formed where the
 * failure is seen and printed, with its place, by whoever called.
 */
#ifndef REASON_H
#define REASON_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>

struct reason {
    char text[256];
};

/* Fill it in and return false, for `return because(why, …)`. */
static inline bool __attribute__((format(printf, 2, 3)))
because(struct reason *why, const char *format, ...)
{
    va_list values;

    va_start(values, format);
    vsnprintf(why->text, sizeof why->text, format, values);
    va_end(values);
    return false;
}

#endif
