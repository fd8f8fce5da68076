/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The index that `kzsearch index` fills: one that is there, to which documents are added, or
 * one that is built at once, new or in the place of another, and is there only when it is
 * complete.
 */
#ifndef TARGET_H
#define TARGET_H

#include <kzsearch.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "support/buffer.h"

struct target {
    const char *path;
    kzs_index *index; /* added to; NULL when one is built */
    kzs_bulk *bulk;   /* built; NULL when there is an index */
    bool replaces;
    FILE *notes;        /* of what is built: they are put into it at the end */
    const char *lock;
};

/* How to open it. */
struct target_plan {
    const char *path;
    const char *schema; /* text; NULL for the old index's or the built-in one */
    const char *lock;   /* for kzs_index_open(): how long to wait */
    const char *method; /* of building: auto, direct or xapian; NULL: not said */
    uint64_t jobs, memory; /* threads and MB to build with */
    bool replace;
};

/* Open or begin. False (and said why) when that fails; nothing is left behind then. */
bool target_open(struct target *t, const struct target_plan *plan);

kzs_status target_put(struct target *t, const char *id, size_t length, kzs_doc *doc,
                      kzs_error *err);

/* Keep or remove (NULL) a note, as kzs_note_set(). */
kzs_status target_note(struct target *t, const char *key, const char *value, size_t length,
                       kzs_error *err);

/* Make durable what was put. Nothing to do in what is built: it is so at the end. */
kzs_status target_commit(struct target *t, kzs_error *err);

/* All documents are committed: close, or finish what is built. False, and said why. */
bool target_finish(struct target *t);

/* Close; what was being built is gone. Safe after the others. */
void target_abandon(struct target *t);

/* The text of a --schema file, owned by `text`; true without one. */
bool target_read_schema(const char *path, struct buffer *text);

#endif
