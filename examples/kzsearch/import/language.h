/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The language of a document that does not say it, guessed from its letters and its most
 * common words. A wrong guess would hide a document from a search in its language, and none
 * only leaves it out of the filter: when in doubt there is none.
 */
#ifndef LANGUAGE_H
#define LANGUAGE_H

#include <kzsearch.h>

/* `en`, `ru`, `kk` or `uk` by the title and the body; NULL when none of them is clear. Static.
 */
const char *language_guess(const kzs_doc *doc);

#endif
