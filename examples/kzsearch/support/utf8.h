/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * UTF-8 and the little about characters that the command needs: decoding hostile bytes,
 * letter case of Latin and Cyrillic (no locale involved), and which characters must not
 * reach a terminal. It is no analysis: that is the library's business.
 */
#ifndef UTF8_H
#define UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "support/buffer.h"

#define UTF8_REPLACEMENT 0xFFFDu

/*
 * Decode the character at text[*at] (*at < length) and move *at behind it, by at least one
 * byte. False when the bytes are no UTF-8; *c is U+FFFD then.
 */
bool utf8_next(const char *text, size_t length, size_t *at, uint32_t *c);

/* Encode; returns the bytes written, 1 to 4. */
size_t utf8_encode(uint32_t c, char out[4]);

bool utf8_valid(const char *text, size_t length);

/* Append the text with every invalid byte as U+FFFD. */
void utf8_repair(struct buffer *out, const char *text, size_t length);

/* Number of code points. */
size_t utf8_count(const char *text, size_t length);

uint32_t utf8_lower(uint32_t c);
bool utf8_is_upper(uint32_t c);
bool utf8_is_letter(uint32_t c);
bool utf8_is_space(uint32_t c);

/* Controls (C0, DEL, C1) and the characters that reorder text on a terminal. */
bool utf8_is_unsafe(uint32_t c);

#endif
