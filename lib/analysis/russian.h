/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is done to a Russian form before Snowball's algorithm sees it. */
#ifndef KZSI_RUSSIAN_H
#define KZSI_RUSSIAN_H

#include "analysis/rewrite.h"

/* A form of Russian letters alone, in lower case, ё folded. As kzsi_rewrite(). */
enum kzsi_rewriting kzsi_prepare_russian(const char *form, size_t length,
                                         char out[KZSI_REWRITTEN_MAX], size_t *out_length);

#endif
