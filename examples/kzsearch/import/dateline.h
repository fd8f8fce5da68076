/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The dateline of a newspaper article: `ASTANA — `, `АСТАНА, 21 ноября — `, `WASHINGTON,
 * Nov 21 (Reuters) — ` at the start of the first paragraph. Only the place (and a whole date,
 * if there is one) is read out of it; the text keeps it.
 */
#ifndef DATELINE_H
#define DATELINE_H

#include "import/date.h"
#include "support/buffer.h"
#include "support/span.h"

struct dateline {
    struct buffer place;  /* in usual letters: Astana, Алма-Ата, New York */
    char date[DATE_SIZE]; /* empty when there is none */
};

/* Whether the paragraph starts with a dateline. Free `place` in any case. */
bool dateline_read(struct span paragraph, struct dateline *out);

#endif
