/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A fuzz target: one function that takes any bytes and must neither crash nor contradict
 * itself. In a usual build replay.c calls it with the kept inputs and changed ones; in the
 * build of `make check-fuzz` libFuzzer looks for inputs of its own.
 */
#ifndef FUZZ_H
#define FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What must hold whatever the input. */
#define FUZZ_CHECK(condition)                                                                 \
    do {                                                                                      \
        if (!(condition)) {                                                                   \
            fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #condition);    \
            abort();                                                                          \
        }                                                                                     \
    } while (0)

/* No markup in a text for HTML but <mark>, opened and closed in turn. */
static inline void
fuzz_check_html(const char *html)
{
    bool open = false;

    for (const char *at = strchr(html, '<'); at != NULL; at = strchr(at + 1, '<')) {
        FUZZ_CHECK(strncmp(at, open ? "</mark>" : "<mark>", open ? 7 : 6) == 0);
        open = !open;
    }
    FUZZ_CHECK(!open);
}

#endif
