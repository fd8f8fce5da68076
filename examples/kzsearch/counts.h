/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The counts of a search, facets and timeline, in the two forms that hits.h has for hits. */
#ifndef COUNTS_H
#define COUNTS_H

#include <jansson.h>
#include <kzsearch.h>

#include "support/terminal.h"

void counts_print(const kzs_results *page, const struct terminal *terminal);

/* New references; the timeline is null when none was asked for. */
json_t *counts_json_facets(const kzs_results *page);
json_t *counts_json_timeline(const kzs_results *page);

#endif
