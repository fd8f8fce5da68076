/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Bytes of a file or of stdin, as a whole or line by line, decompressed when they are in
 * gzip format (seen by their first two bytes, whatever the name says). Memory is bounded: by
 * the limit of a whole file, and by the limit of a line, however long the file is.
 */
#ifndef INPUT_H
#define INPUT_H

#include "import/reason.h"
#include "support/buffer.h"
#include "support/span.h"

struct input;

/* Open a file, or stdin when path is NULL. `gzip`: it must be in gzip format. NULL: see why. */
struct input *input_open(const char *path, bool gzip, struct reason *why);

/* The same for a file descriptor, which is then the input's to close. */
struct input *input_open_file(int fd, bool gzip, struct reason *why);

/* The beginning of what is to be read, borrowed, at most 64 kB; empty at the end. */
bool input_peek(struct input *in, struct span *beginning, struct reason *why);

/* Have everything that is to be read turned into UTF-8. False when there is no such charset. */
bool input_set_charset(struct input *in, const char *charset, struct reason *why);

/* Append everything to `out`; false when it is more than `limit` bytes, or broken. */
bool input_read_all(struct input *in, size_t limit, struct buffer *out, struct reason *why);

enum input_status {
    INPUT_LINE,  /* here is a line */
    INPUT_END,   /* there are no more */
    INPUT_LONG,  /* this line was longer than the limit and is left out; more may follow */
    INPUT_BROKEN /* nothing more can be read */
};

/* The next line without its newline, borrowed until the next call. */
enum input_status input_line(struct input *in, size_t limit, struct span *line,
                             struct reason *why);

void input_close(struct input *in);

#endif
