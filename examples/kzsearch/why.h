/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the score of a hit is made of, for people. */
#ifndef WHY_H
#define WHY_H

#include <kzsearch.h>
#include <stdbool.h>

#include "support/terminal.h"

/* The parts of a hit's score, a line each, the largest first. False after saying what failed. */
bool why_print(const kzs_results *page, size_t hit, size_t indent,
               const struct terminal *terminal);

#endif
