/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * An index whose content is known after every commit. Generation 0 is an empty index; each
 * further one comes from the one before by changes that depend on the seed and its number
 * alone, and is one commit. The document "generation" says which one an index is.
 */
#ifndef MODEL_H
#define MODEL_H

#include <stdbool.h>

#include "kzsearch.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { MODEL_IDS = 30 };

/* Same changes in each run; printed by the test. */
void model_seed(unsigned long seed);

/* Make the changes that lead to `generation`, without committing. */
kzs_status model_change(kzs_index *index, unsigned generation, kzs_error *err);

/*
 * Compare an index with the model. Its generation, or -1 and a line of why on stdout when it
 * is none, cannot be read, or Xapian finds damage. `deep` has Xapian check the files as well.
 */
long model_verify(const char *path, bool deep);

/* The same through a handle that is open, without Xapian's check. */
long model_verify_open(kzs_index *index);

/* How many errors Xapian's own check finds; -1 when it cannot check. */
int xapian_errors(const char *path);

#ifdef __cplusplus
}
#endif

#endif
