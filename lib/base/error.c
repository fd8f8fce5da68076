/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Statuses and their texts; filling the caller's kzs_error. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/base.h"

const char *
kzs_status_name(kzs_status status)
{
    switch (status) {
#define KZSI_CASE(name, number, text)                                                         \
    case name:                                                                                \
        return #name;
        KZS_STATUS_MAP(KZSI_CASE)
#undef KZSI_CASE
    }
    return "KZS_ERR_UNKNOWN";
}

const char *
kzs_status_text(kzs_status status)
{
    switch (status) {
#define KZSI_CASE(name, number, text)                                                         \
    case name:                                                                                \
        return text;
        KZS_STATUS_MAP(KZSI_CASE)
#undef KZSI_CASE
    }
    return "a status that this version does not know";
}

/*
 * Copy as much of a message as there is room for. What it quotes may be anything, and a
 * precision may have cut a character: bytes that are no UTF-8 become U+FFFD.
 */
static void
copy_message(char *out, size_t room, const char *message)
{
    const char *at = message, *end = message + strlen(message);
    size_t length = 0;

    while (at < end) {
        uint32_t c;
        char encoded[4];
        size_t bytes;
        at += kzsi_utf8_decode(at, end, &c);
        bytes = kzsi_utf8_encode(c, encoded);
        if (length + bytes >= room)
            break;
        memcpy(out + length, encoded, bytes);
        length += bytes;
    }
    out[length] = '\0';
}

KZSI_PRINTF(5, 0)
static void
fill(kzs_error *err, kzs_status status, int system, size_t offset, const char *format,
     va_list args)
{
    char message[sizeof err->message * 2];
    int written = vsnprintf(message, sizeof message, format, args);
    size_t length = written < 0 ? 0 : strlen(message);

    if (system != 0 && length < sizeof message) {
        char reason[128];
        /* GNU strerror_r may return a static string instead of filling the buffer. */
        const char *text = strerror_r(system, reason, sizeof reason);
        snprintf(message + length, sizeof message - length, ": %s", text);
    }
    err->status = status;
    err->system = system;
    err->offset = offset;
    copy_message(err->message, sizeof err->message, written < 0 ? "" : message);
}

kzs_status
kzsi_fail(kzs_error *err, kzs_status status, const char *format, ...)
{
    if (err != NULL) {
        va_list args;
        va_start(args, format);
        fill(err, status, 0, KZS_NO_OFFSET, format, args);
        va_end(args);
    }
    return status;
}

kzs_status
kzsi_fail_at(kzs_error *err, kzs_status status, size_t offset, const char *format, ...)
{
    if (err != NULL) {
        va_list args;
        va_start(args, format);
        fill(err, status, 0, offset, format, args);
        va_end(args);
    }
    return status;
}

kzs_status
kzsi_fail_errno(kzs_error *err, int number, const char *format, ...)
{
    kzs_status status = number == ENOMEM ? KZS_ERR_NOMEM : KZS_ERR_IO;

    if (err != NULL) {
        va_list args;
        va_start(args, format);
        fill(err, status, number, KZS_NO_OFFSET, format, args);
        va_end(args);
    }
    return status;
}

kzs_status
kzsi_fail_nomem(kzs_error *err)
{
    return kzsi_fail(err, KZS_ERR_NOMEM, "out of memory");
}

kzs_status
kzsi_fail_null(kzs_error *err, const char *what)
{
    return kzsi_fail(err, KZS_ERR_INVALID, "the argument '%s' must not be NULL", what);
}
