/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the unit tests share beside tap.h: random numbers that can be repeated, exact blocks of
 * memory, and the folder of real data, which a clean checkout may lack.
 *
 *     KZS_SEED   seed of the random tests (they print the one they used)
 *     KZS_DATA   folder of real data, default ../shared/data beside the source folder
 */
#ifndef UNIT_H
#define UNIT_H

#include <stdint.h>

#include "tests/support/tap.h"

static uint64_t random_state;

static inline uint64_t
random_next(void) /* splitmix64 */
{
    uint64_t z = random_state += 0x9E3779B97F4A7C15u;

    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

static inline size_t
random_below(size_t n)
{
    return (size_t)(random_next() % n);
}

/* Begin a random test; the seed is printed, so that a failure can be repeated. */
static inline void
random_begin(const char *what)
{
    const char *given = getenv("KZS_SEED");
    uint64_t seed = given != NULL ? strtoull(given, NULL, 0) : 20221120;

    random_state = seed;
    printf("# %s: KZS_SEED=%llu\n", what, (unsigned long long)seed);
}

/* A copy in a block of exactly that size, so that a sanitizer sees any byte read beyond. */
static inline char *
exact(const char *text, size_t length)
{
    char *copy = malloc(length > 0 ? length : 1);

    if (copy == NULL)
        exit(99);
    if (length > 0)
        memcpy(copy, text, length);
    return copy;
}

/* A text as part of a test's name, which ends with its line. */
static inline const char *
one_line(const char *text)
{
    static char line[120];
    size_t n = 0;

    for (; text[n] != '\0' && n < sizeof line - 1; n++)
        line[n] = (unsigned char)text[n] < ' ' ? '|' : text[n];
    line[n] = '\0';
    return line;
}

static inline const char *
data_path(const char *name)
{
    static char path[1024];
    const char *folder = getenv("KZS_DATA"), *srcdir = getenv("srcdir");

    if (folder != NULL)
        snprintf(path, sizeof path, "%s/%s", folder, name);
    else
        snprintf(path, sizeof path, "%s/../shared/data/%s", srcdir != NULL ? srcdir : ".", name);
    return path;
}

/* Everything that a stream holds, NUL-terminated; NULL for a NULL stream. */
static inline char *
read_stream(FILE *stream, size_t *length)
{
    size_t capacity = 1 << 16, n;
    char *data;

    *length = 0;
    if (stream == NULL)
        return NULL;
    data = malloc(capacity + 1);
    while (data != NULL && (n = fread(data + *length, 1, capacity - *length, stream)) > 0) {
        *length += n;
        if (*length == capacity) {
            capacity *= 2;
            data = realloc(data, capacity + 1);
        }
    }
    if (data == NULL)
        exit(99);
    data[*length] = '\0';
    return data;
}

/* A file of real data, NUL-terminated, or NULL when it is not there. */
static inline char *
data_read(const char *name, size_t *length)
{
    FILE *file = fopen(data_path(name), "rb");
    char *data = read_stream(file, length);

    if (file != NULL)
        fclose(file);
    return data;
}

#endif
