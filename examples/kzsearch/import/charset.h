/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Bytes in whatever charset, turned into UTF-8: the one that the user names, else the one that
 * a page declares, else the one that they look like. Whatever is valid UTF-8 is taken as that,
 * whatever it declares: wrong declarations are common, accidental UTF-8 is not.
 */
#ifndef CHARSET_H
#define CHARSET_H

#include <iconv.h>

#include "import/reason.h"
#include "support/buffer.h"
#include "support/span.h"

/* The charset that the beginning of an HTML page names: a piece of it, or empty. */
struct span charset_declared(struct span page);

/*
 * What the text looks like: UTF-8, UTF-16 (also LE, BE), UTF-32 with a mark, a Cyrillic
 * charset or what uchardet says. Static, or in the caller's `name`.
 */
enum { CHARSET_NAME_SIZE = 41 };
const char *charset_guess(struct span text, char name[CHARSET_NAME_SIZE]);

/* Whether text of this charset can be read. */
bool charset_known(const char *name);

/*
 * Make valid UTF-8 without NULs of `data`. `forced` is what the user said, or NULL: everything
 * is read as that. `declared` is borrowed from `data`, or empty. False when it is binary data,
 * which no charset makes a text, or out of memory.
 */
bool charset_to_utf8(struct buffer *data, const char *forced, struct span declared,
                     struct reason *why);

/*
 * The same for a file that is read in pieces. Nothing is lost at a bad byte: it becomes U+FFFD
 * and reading goes on behind it.
 */
struct decoder {
    iconv_t converter;
    size_t unit; /* bytes to leave out where conversion fails */
    struct buffer rest; /* of a character that was cut off by the end of a piece */
};

bool decoder_open(struct decoder *d, const char *charset);

/* Append what a piece is in UTF-8; `last`: nothing follows. */
void decoder_feed(struct decoder *d, struct span piece, bool last, struct buffer *out);
void decoder_close(struct decoder *d);

#endif
