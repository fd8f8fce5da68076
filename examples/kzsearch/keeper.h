/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What check, backup, export, compact and rebuild share: a progress line, Ctrl-C that stops
 * them and leaves the index as it was, and the end as an exit code.
 */
#ifndef KEEPER_H
#define KEEPER_H

#include "options.h"
#include "progress.h"

struct keeper {
    struct progress progress;
    uint64_t count; /* of documents or findings */
    bool json, quiet, broken;
};

void keeper_start(struct keeper *keeper, bool quiet, bool json);

/* A kzs_progress_fn whose user is the keeper. */
int keeper_progress(void *user, const kzs_progress *now);

/* Say how it ended; `done` is a sentence about success, printed unless quiet. */
enum outcome keeper_end(struct keeper *keeper, kzs_status st, const kzs_error *err,
                        const char *done);

/* Bytes of an index, 0 when it cannot be opened. */
uint64_t keeper_bytes(const char *path);

#endif
