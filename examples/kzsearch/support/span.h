/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A piece of somebody else's text: pointer and length, never owned, not NUL-terminated.
 * The importers cut files into these; nothing is copied until a document takes a value.
 */
#ifndef SPAN_H
#define SPAN_H

#include <stdbool.h>
#include <stddef.h>

struct span {
    const char *text;
    size_t length;
};

/* A string; NULL is an empty one. */
struct span span_of(const char *string);

/* Without white space at both ends, Unicode spaces included. */
struct span span_trim(struct span s);

/* From byte `at` to the end. */
struct span span_from(struct span s, size_t at);

/* The first `length` bytes. */
struct span span_head(struct span s, size_t length);

/*
 * The line that starts at *at, without its newline; *at moves behind it. False at the end.
 */
bool span_line(struct span s, size_t *at, struct span *line);

/* Same bytes, ASCII letters in either case. */
bool span_is(struct span s, const char *string);
bool span_equal(struct span a, struct span b);
bool span_starts(struct span s, const char *prefix);

/* Offset of a byte; the length when it is not there. */
size_t span_find(struct span s, char byte);

/* Number of code points. */
size_t span_count(struct span s);

#endif
