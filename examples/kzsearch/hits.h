/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A page of results in the two forms that `kzsearch search` prints: for people and as JSON
 * Lines. Titles, snippets and ids are hostile text; both forms make them harmless.
 */
#ifndef HITS_H
#define HITS_H

#include <kzsearch.h>
#include <stdbool.h>

#include "support/span.h"
#include "support/terminal.h"

/* How much of each hit is shown. */
struct hits_detail {
    size_t characters; /* of snippets; 0: as usual */
    bool explain;      /* what the scores are made of; the query had to ask for it */
};

/* False when out of memory; that was said. */
bool hits_print(const kzs_results *page, const struct hits_detail *detail,
                const struct terminal *terminal);
bool hits_print_json(const kzs_results *page, const struct hits_detail *detail);

/* Ids alone, one a line, made safe to print. */
void hits_print_ids(const kzs_results *page);

/* On stderr: what was repaired in the query, each with a caret below its place. */
void hits_warn(const kzs_results *page, struct span query);

/* The query on stderr with a caret below byte `offset` of it. */
void hits_show_place(struct span query, size_t offset);

#endif
