/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Markdown's markup inside a line, taken off: emphasis, code, links and images (their text
 * stays), autolinks, HTML tags, entities, backslashes.
 */
#ifndef INLINE_MARKUP_H
#define INLINE_MARKUP_H

#include "support/buffer.h"
#include "support/span.h"

/* Append the line without its markup. Time grows with the line's length only. */
void inline_markup_strip(struct span line, struct buffer *out);

#endif
