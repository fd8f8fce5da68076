/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Documents inverted by several threads, into a database that is built at once: see load.c. */
#ifndef KZSI_LOAD_H
#define KZSI_LOAD_H

#include "bulk/bulk.h"
#include "schema/schema.h"

struct kzsi_loader;

/*
 * Begin with document 1 of an empty database. `memory` bounds what is under way. The schema
 * is borrowed. NULL when out of memory or threads.
 */
struct kzsi_loader *kzsi_loader_new(kzsi_bulk *bulk, const struct kzsi_schema *schema,
                                    const struct kzsi_bulk_options *options, size_t memory,
                                    unsigned threads);

/* Waits for the workers; what they have not begun is dropped. */
void kzsi_loader_free(struct kzsi_loader *loader);

/*
 * Add the next document, which is copied; its number in the database. A failure may be that of
 * an earlier one, and sticks. One thread at a time.
 */
kzs_status kzsi_loader_add(struct kzsi_loader *loader, const char *id, size_t id_length,
                           const kzs_doc *doc, uint32_t *number, kzs_error *err);

/* All documents are there: wait until they are appended. */
kzs_status kzsi_loader_finish(struct kzsi_loader *loader, kzs_error *err);

#endif
