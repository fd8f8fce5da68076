/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The index that `kzsearch index` fills: an existing one, a new one, or a replacement that
 * grows beside the old one and takes its place only when it is complete.
 *
 *     INDEX            the old index: searched, and locked against writers, until the end
 *     INDEX.new-PID    the replacement while it grows; removed when it comes to nothing
 *
 * Nothing but an index (or an empty folder) is ever replaced or removed.
 */
#ifndef TARGET_H
#define TARGET_H

#include <kzsearch.h>
#include <stdbool.h>

#include "support/buffer.h"

struct target {
    kzs_index *index; /* where documents go */
    kzs_index *old;   /* what is replaced, held locked; NULL when there is none */
    char *path;       /* where the index is in the end */
    char *building;   /* where the replacement grows; NULL when nothing is replaced */
};

/* How to open it. */
struct target_plan {
    const char *path;
    const char *schema;  /* text; NULL for the old index's or the built-in one */
    const char *options; /* for kzs_index_open(); may be NULL */
    bool replace;
};

/* Open or create. False (and said why) when that fails; nothing is left behind then. */
bool target_open(struct target *t, const struct target_plan *plan);

/* All documents are committed: close, and put a replacement into place. */
bool target_finish(struct target *t);

/* Close; a replacement is removed and the old index stays. Safe after the others. */
void target_abandon(struct target *t);

/* The text of a --schema file, owned by `text`; true without one. */
bool target_read_schema(const char *path, struct buffer *text);

#endif
