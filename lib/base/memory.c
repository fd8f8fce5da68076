/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Allocation. Everything the library allocates in C goes through here. */
#include <stdlib.h>
#include <string.h>

#include "base/base.h"

void *
kzsi_alloc(size_t bytes)
{
    return calloc(1, bytes > 0 ? bytes : 1);
}

void *
kzsi_realloc(void *memory, size_t bytes)
{
    return realloc(memory, bytes > 0 ? bytes : 1);
}

char *
kzsi_strndup(const char *text, size_t length)
{
    char *copy = length < SIZE_MAX ? malloc(length + 1) : NULL;

    if (copy != NULL) {
        if (length > 0)
            memcpy(copy, text, length);
        copy[length] = '\0';
    }
    return copy;
}

bool
kzsi_grow(void *items, size_t *capacity, size_t count, size_t size)
{
    void **array = items;
    size_t wanted;
    void *grown;

    if (count < *capacity)
        return true;
    wanted = *capacity < 8 ? 8 : *capacity * 2;
    if (wanted <= count || wanted > SIZE_MAX / size)
        return false;
    grown = realloc(*array, wanted * size);
    if (grown == NULL)
        return false;
    *array = grown;
    *capacity = wanted;
    return true;
}

void
kzs_free(void *memory)
{
    free(memory);
}
