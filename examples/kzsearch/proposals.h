/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What else could be asked when nothing is found. Nothing is asked in its place: it is said. */
#ifndef PROPOSALS_H
#define PROPOSALS_H

#include <kzsearch.h>
#include <stdbool.h>

#include "support/span.h"

/* Print them as lines, as text or as JSON. `filtered`: the query had filters beside its text. */
bool proposals_print(kzs_index *index, struct span text, bool filtered, bool json);

#endif
