/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Bytes in whatever charset, turned into UTF-8: the one that a page declares, else the one
 * that they look like. Whatever is valid UTF-8 is taken as that, whatever it declares: wrong
 * declarations are common, accidental UTF-8 is not.
 */
#ifndef CHARSET_H
#define CHARSET_H

#include "import/reason.h"
#include "support/buffer.h"
#include "support/span.h"

/* The charset that the beginning of an HTML page names: a piece of it, or empty. */
struct span charset_declared(struct span page);

/*
 * What the text looks like: UTF-8, UTF-16 (also LE, BE), WINDOWS-1251, KOI8-R or
 * WINDOWS-1252. Static.
 */
struct span charset_guess(struct span text);

/*
 * Make valid UTF-8 without NULs of `data`. `declared` is borrowed from it, or empty. False
 * when it is binary data, which no charset makes a text, or out of memory.
 */
bool charset_to_utf8(struct buffer *data, struct span declared, struct reason *why);

#endif
