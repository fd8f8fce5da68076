/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Bytes in the charset that a page declares, turned into UTF-8. Whatever is valid UTF-8 is
 * taken as that, whatever it declares: wrong declarations are common, accidental UTF-8 is not.
 */
#ifndef CHARSET_H
#define CHARSET_H

#include "support/buffer.h"
#include "support/span.h"

/* The charset that the beginning of an HTML page names: a piece of it, or empty. */
struct span charset_declared(struct span page);

/*
 * The text as valid UTF-8 without NULs: *text itself when it is that already, else a copy
 * in `store`. An unknown charset is read as broken UTF-8. False when out of memory.
 */
bool charset_to_utf8(struct span *text, struct span charset, struct buffer *store);

#endif
