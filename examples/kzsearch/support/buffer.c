/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Growing byte buffers with a sticky out-of-memory flag. Growth is by half, so that a long
 * file read in pieces is copied only a few times. Knows nothing of what the bytes mean.
 */
#include "support/buffer.h"

#include <stdlib.h>
#include <string.h>

#include "support/utf8.h"

bool
buffer_reserve(struct buffer *b, size_t more)
{
    size_t wanted;
    char *grown;

    if (b->failed)
        return false;
    if (more < b->capacity - b->length) /* leaves a byte for the NUL */
        return true;
    if (more >= SIZE_MAX / 2 - b->length) {
        b->failed = true;
        return false;
    }
    wanted = b->capacity + b->capacity / 2 + 64;
    if (wanted <= b->length + more)
        wanted = b->length + more + 1;
    grown = realloc(b->data, wanted);
    if (grown == NULL) {
        b->failed = true;
        return false;
    }
    b->data = grown;
    b->capacity = wanted;
    return true;
}

void
buffer_add(struct buffer *b, const char *bytes, size_t length)
{
    if (length == 0 || !buffer_reserve(b, length))
        return;
    memcpy(b->data + b->length, bytes, length);
    b->length += length;
    b->data[b->length] = '\0';
}

void
buffer_text(struct buffer *b, const char *text)
{
    buffer_add(b, text, strlen(text));
}

void
buffer_byte(struct buffer *b, char byte)
{
    buffer_add(b, &byte, 1);
}

void
buffer_code(struct buffer *b, uint32_t code_point)
{
    char bytes[4];

    buffer_add(b, bytes, utf8_encode(code_point, bytes));
}

void
buffer_cut(struct buffer *b, size_t at)
{
    memmove(b->data + at, b->data + at + 1, b->length - at); /* with the NUL */
    b->length--;
}

void
buffer_free(struct buffer *b)
{
    free(b->data);
    *b = (struct buffer){0};
}

const char *
buffer_string(const struct buffer *b)
{
    return b->length > 0 ? b->data : "";
}
