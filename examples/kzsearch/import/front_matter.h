/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Front matter: the `key: value` lines between two `---` at the start of a Markdown file, a
 * small part of YAML. Scalars, quoted or not, `[a, b]`, `- item` lists and continued lines
 * are understood; what is not becomes plain text of its key.
 */
#ifndef FRONT_MATTER_H
#define FRONT_MATTER_H

#include <kzsearch.h>

#include "support/span.h"

/* Set the fields that the text starts with; returns the text behind them. */
struct span front_matter_read(struct span text, kzs_doc *doc);

#endif
