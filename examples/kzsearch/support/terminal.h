/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the terminal is like, and printing of untrusted text to it. Controls, escape
 * sequences and characters that reorder text never get through, whether or not the output
 * is a terminal: it may be looked at in one later.
 */
#ifndef TERMINAL_H
#define TERMINAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct terminal {
    bool colour;
    size_t width; /* columns */
};

/*
 * Look at stdout. `colour` is auto, always or never; auto means a terminal and no NO_COLOR.
 * `width` 0 asks the terminal and falls back to 80.
 */
struct terminal terminal_look(const char *colour, uint64_t width);

/* Whether stderr is a terminal: progress lines make sense only there. */
bool terminal_shows_progress(void);

enum print_mode {
    PRINT_LINE, /* line breaks and tabs become spaces */
    PRINT_TEXT  /* line breaks and tabs stay */
};

void print_safe(FILE *out, const char *text, size_t length, enum print_mode mode);

/*
 * Print text in lines of at most `width` columns, each `indent` deep, broken at spaces.
 * Colour sequences (ESC [ … m) pass when `colour` is set and take no room.
 */
void print_wrapped(FILE *out, const char *text, size_t indent, size_t width, bool colour);

/*
 * Print text where a line has been begun, in columns from `column` to `width`; further lines
 * begin below its start. The last one is not ended. Colours as in print_wrapped().
 */
void print_hanging(FILE *out, const char *text, size_t column, size_t width, bool colour);

/* Print text safely in at least `width` columns, filled up with spaces. */
void print_padded(FILE *out, const char *text, size_t length, size_t width);

#endif
