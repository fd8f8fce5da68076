/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A stored document as a JSON object that `kzsearch index` takes again. */
#ifndef JSON_DOC_H
#define JSON_DOC_H

#include <kzsearch.h>

#include "options.h"
#include "support/json_out.h"
#include "support/span.h"

/*
 * The id and the fields; of those, when `only` has words, the ones that it names. One value is
 * a string, several are an array. New reference.
 */
json_t *json_document(struct span id, const kzs_doc *doc, const struct words *only);

#endif
