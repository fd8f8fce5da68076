/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The two values of JSON that need care: any bytes as a string, numbers in any locale. */
#include <math.h>

#include "base/base.h"

void
kzsi_json_string(struct kzsi_buf *out, const char *text, size_t length)
{
    const char *at = text, *end = length > 0 ? text + length : text;

    kzsi_buf_byte(out, '"');
    while (at < end) {
        uint32_t c;
        at += kzsi_utf8_decode(at, end, &c);
        if (c == '"' || c == '\\') {
            kzsi_buf_byte(out, '\\');
            kzsi_buf_byte(out, (char)c);
        } else if (c == '\n') {
            kzsi_buf_str(out, "\\n");
        } else if (c == '\t') {
            kzsi_buf_str(out, "\\t");
        } else if (c < 0x20 || (c >= 0x7F && c < 0xA0)) {
            /* The second range is no duty, but a terminal might obey it. */
            kzsi_buf_printf(out, "\\u%04x", (unsigned)c);
        } else {
            kzsi_buf_char(out, c);
        }
    }
    kzsi_buf_byte(out, '"');
}

void
kzsi_json_number(struct kzsi_buf *out, double number)
{
    size_t before = out->length;

    if (!isfinite(number)) {
        kzsi_buf_str(out, "null");
        return;
    }
    kzsi_buf_printf(out, "%.15g", number);
    if (out->failed)
        return;
    for (char *at = out->data + before, *end = out->data + out->length; at < end; at++)
        if (*at == ',')
            *at = '.'; /* the locale's */
}
