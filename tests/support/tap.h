/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A small test framework that prints TAP. A test program includes it once, calls the macros
 * below from main() and ends with `return tap_done();`.
 */
#ifndef TAP_H
#define TAP_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int tap_count, tap_failures;

__attribute__((format(printf, 4, 5))) static inline bool
tap_ok(bool good, const char *file, int line, const char *format, ...)
{
    va_list args;

    printf("%sok %d - ", good ? "" : "not ", ++tap_count);
    va_start(args, format);
    vprintf(format, args);
    va_end(args);
    putchar('\n');
    if (!good) {
        tap_failures++;
        printf("# failed at %s:%d\n", file, line);
    }
    fflush(stdout);
    return good;
}

/* A condition, with a printf-style name of the behaviour. */
#define ok(condition, ...) tap_ok((condition), __FILE__, __LINE__, __VA_ARGS__)

/* Two unsigned numbers are equal; prints both when not. */
#define is_number(have, want, ...)                                                            \
    do {                                                                                      \
        unsigned long long tap_a = (unsigned long long)(have);                                \
        unsigned long long tap_b = (unsigned long long)(want);                                \
        if (!ok(tap_a == tap_b, __VA_ARGS__))                                                 \
            printf("#      have %llu\n#      want %llu\n", tap_a, tap_b);                     \
    } while (0)

/* Two strings are equal (NULL equals only NULL); prints both when not. */
#define is_string(have, want, ...)                                                            \
    do {                                                                                      \
        const char *tap_a = (have), *tap_b = (want);                                          \
        bool tap_same = tap_a == tap_b || (tap_a && tap_b && strcmp(tap_a, tap_b) == 0);      \
        if (!ok(tap_same, __VA_ARGS__))                                                       \
            printf("#      have '%s'\n#      want '%s'\n", tap_a ? tap_a : "(null)",           \
                   tap_b ? tap_b : "(null)");                                                 \
    } while (0)

/* A text that can be found in another. */
#define contains(have, part, ...)                                                             \
    do {                                                                                      \
        const char *tap_a = (have), *tap_b = (part);                                          \
        if (!ok(tap_a && strstr(tap_a, tap_b) != NULL, __VA_ARGS__))                          \
            printf("#      have '%s'\n#      want it to contain '%s'\n",                      \
                   tap_a ? tap_a : "(null)", tap_b);                                          \
    } while (0)

/* Say why something was not tested. Shown as a skip by the harness. */
#define skip(...)                                                                             \
    do {                                                                                      \
        printf("ok %d # SKIP ", ++tap_count);                                                 \
        printf(__VA_ARGS__);                                                                  \
        putchar('\n');                                                                        \
    } while (0)

static inline int
tap_done(void)
{
    printf("1..%d\n", tap_count);
    return tap_failures > 0;
}

#endif
