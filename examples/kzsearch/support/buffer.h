/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Bytes that grow. Zero-initialise, append, check `failed` once at the end: after memory ran
 * out every append does nothing. The bytes are NUL-terminated whenever there are any; they
 * may hold NULs of their own.
 */
#ifndef BUFFER_H
#define BUFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buffer {
    char *data;
    size_t length;
    size_t capacity;
    bool failed;
};

/* Make room for `more` bytes behind the present ones. False when out of memory. */
bool buffer_reserve(struct buffer *b, size_t more);
void buffer_add(struct buffer *b, const char *bytes, size_t length);
void buffer_text(struct buffer *b, const char *text);
void buffer_byte(struct buffer *b, char byte);
void buffer_code(struct buffer *b, uint32_t code_point);

/* Take out the byte at `at`, which must be there. */
void buffer_cut(struct buffer *b, size_t at);
void buffer_free(struct buffer *b);

/* The bytes as a string: never NULL, borrowed until the buffer changes. */
const char *buffer_string(const struct buffer *b);

#endif
