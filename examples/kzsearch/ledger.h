/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which files were read into an index, and how far: notes in the index itself (kzs_note_set()),
 * committed with the documents, so that they never say more than the index holds.
 *
 *     file/HASH      HASH: of the path
 *         size mtime recipe content lines chunks whole path
 *     ids/HASH/N     ids of the documents, where they are not the path
 *         length:id length:id …
 */
#ifndef LEDGER_H
#define LEDGER_H

#include <kzsearch.h>
#include <stdbool.h>
#include <stdint.h>

#include "support/buffer.h"
#include "support/sha256.h"
#include "support/span.h"
#include "target.h"

struct ledger_entry {
    char key[SHA256_HEX];     /* of the path */
    uint64_t size;
    int64_t mtime;            /* nanoseconds; 0: too fresh to be relied on */
    uint64_t recipe;          /* of the options that it was read with */
    char content[SHA256_HEX]; /* hash of all bytes */
    uint64_t lines;           /* that were taken, when it is not whole */
    uint64_t chunks;          /* of ids */
    bool whole;
};

/* Fill in key, size and mtime. False when the file is not there. */
bool ledger_look(const char *path, struct ledger_entry *out);

/* The hash of the file's bytes. False when it cannot be read. */
bool ledger_hash(const char *path, char out[SHA256_HEX]);

/* What the index says of the file with this key. False when it says nothing. */
bool ledger_get(kzs_index *index, const char *key, struct ledger_entry *out);

kzs_status ledger_put(struct target *target, const struct ledger_entry *entry, const char *path,
                      kzs_error *err);

/* Forget a file and its ids. */
kzs_status ledger_forget(struct target *target, const struct ledger_entry *entry,
                         kzs_error *err);

/* Append an id to a list. */
void ledger_add_id(struct buffer *ids, const char *id, size_t length);

/* The next id of a list. */
bool ledger_next_id(struct span list, size_t *at, struct span *id);

/* Write a chunk of ids down and empty it. */
kzs_status ledger_put_ids(struct target *target, struct ledger_entry *entry,
                          struct buffer *ids, kzs_error *err);

/* Append the ids of all chunks. False when out of memory, or they cannot be read. */
bool ledger_get_ids(kzs_index *index, const struct ledger_entry *entry, struct buffer *ids);

/* Called with every file that is noted. */
typedef int (*ledger_visit)(void *user, const struct ledger_entry *entry, const char *path);
kzs_status ledger_all(kzs_index *index, ledger_visit visit, void *user, kzs_error *err);

#endif
