/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * JSON Lines on stdout. Text of any bytes becomes valid JSON: what is no UTF-8 turns into
 * U+FFFD, and characters that a terminal would obey are written as \u escapes.
 */
#ifndef JSON_OUT_H
#define JSON_OUT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/* A string of any bytes; NULL gives null. New reference; NULL only when out of memory. */
json_t *json_text(const char *text, size_t length);

/* Print as one line and give up the reference. False (and a message) when out of memory. */
bool json_line(json_t *value);

#endif
