/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Growing byte buffers. After the first failed allocation every append is a no-op. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/base.h"

#define VARINT_MAX 10 /* bytes of 64 bits */

void
kzsi_buf_free(struct kzsi_buf *buf)
{
    free(buf->data);
    *buf = (struct kzsi_buf){0};
}

bool
kzsi_buf_reserve(struct kzsi_buf *buf, size_t more)
{
    size_t wanted;
    char *grown;

    if (buf->failed)
        return false;
    /* Always one byte to spare, so that kzsi_buf_take() can terminate the string. */
    if (more < buf->capacity - buf->length)
        return true;
    if (more >= SIZE_MAX / 2 - buf->length) {
        buf->failed = true;
        return false;
    }
    wanted = buf->capacity + buf->capacity / 2 + 64;
    if (wanted <= buf->length + more)
        wanted = buf->length + more + 1;
    grown = kzsi_realloc(buf->data, wanted);
    if (grown == NULL) {
        buf->failed = true;
        return false;
    }
    buf->data = grown;
    buf->capacity = wanted;
    return true;
}

void
kzsi_buf_add(struct kzsi_buf *buf, const char *data, size_t length)
{
    if (length == 0 || !kzsi_buf_reserve(buf, length))
        return;
    memcpy(buf->data + buf->length, data, length);
    buf->length += length;
}

void
kzsi_buf_str(struct kzsi_buf *buf, const char *text)
{
    kzsi_buf_add(buf, text, strlen(text));
}

void
kzsi_buf_byte(struct kzsi_buf *buf, char byte)
{
    if (kzsi_buf_reserve(buf, 1))
        buf->data[buf->length++] = byte;
}

void
kzsi_buf_char(struct kzsi_buf *buf, uint32_t code_point)
{
    if (kzsi_buf_reserve(buf, 4))
        buf->length += kzsi_utf8_encode(code_point, buf->data + buf->length);
}

void
kzsi_buf_varint(struct kzsi_buf *buf, uint64_t number)
{
    char *at;

    if (!kzsi_buf_reserve(buf, VARINT_MAX))
        return;
    at = buf->data + buf->length;
    for (; number >= 0x80; number >>= 7)
        *at++ = (char)(number | 0x80);
    *at++ = (char)number;
    buf->length = (size_t)(at - buf->data);
}

void
kzsi_buf_printf(struct kzsi_buf *buf, const char *format, ...)
{
    va_list args;
    int needed;

    va_start(args, format);
    needed = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (needed < 0 || !kzsi_buf_reserve(buf, (size_t)needed))
        return;
    va_start(args, format);
    vsnprintf(buf->data + buf->length, (size_t)needed + 1, format, args);
    va_end(args);
    buf->length += (size_t)needed;
}

char *
kzsi_buf_take(struct kzsi_buf *buf)
{
    char *text = NULL;

    if (kzsi_buf_reserve(buf, 0)) {
        text = buf->data;
        text[buf->length] = '\0';
        *buf = (struct kzsi_buf){0};
    } else {
        kzsi_buf_free(buf);
    }
    return text;
}

bool
kzsi_varint_read(const char **at, const char *end, uint64_t *number)
{
    uint64_t value = 0;

    for (unsigned shift = 0; shift < 64; shift += 7) {
        if (*at >= end)
            return false;
        unsigned char byte = (unsigned char)*(*at)++;
        if (shift == 63 && byte > 1)
            return false;
        value |= (uint64_t)(byte & 0x7F) << shift;
        if (byte < 0x80) {
            *number = value;
            return true;
        }
    }
    return false;
}
