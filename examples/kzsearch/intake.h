/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The work of `kzsearch index` between its options and its summary: files and folders become
 * documents, documents go into the index, everything is counted and reported.
 */
#ifndef INTAKE_H
#define INTAKE_H

#include <kzsearch.h>
#include <stdbool.h>
#include <stdint.h>

#include "import/import.h"
#include "ledger.h"
#include "options.h"
#include "progress.h"
#include "support/buffer.h"
#include "support/seen.h"
#include "target.h"

struct intake_settings {
    const kzs_doc *given;       /* fields that every document gets */
    const char *lang;           /* for documents without one; NULL to guess */
    const char *id_prefix;      /* or NULL */
    const char *stdin_id;       /* what to call the document on stdin; NULL for - */
    enum import_format format;  /* of stdin and of unknown files; IMPORT_UNKNOWN: not said */
    struct import_options import;
    const struct words *exclude; /* shell patterns of what is left out in folders */
    bool follow;                 /* links to folders */
    bool all;                    /* files of all kinds whose content is text */
    bool reread;                 /* files that are noted as read, too */
    bool prune;                  /* documents of what is gone */
    uint64_t recipe;             /* hash of all options that documents depend on */
    uint64_t commit_every;      /* bytes of text */
    bool quiet;
};

/* Files that were left out for their ending, by it: the first few kinds. */
struct left_out {
    char ending[12];
    uint64_t count;
};
enum { ENDINGS_MOST = 64 };

struct intake {
    const struct intake_settings *settings;
    struct target *target;
    struct progress progress;
    struct seen seen;
    struct buffer id;             /* the last id with its prefix */
    uint64_t indexed, skipped, failed, repeated;
    uint64_t unchanged; /* files */
    uint64_t same;      /* documents that were read and are as they were */
    uint64_t pruned;    /* documents that were deleted */
    struct ledger_entry entry; /* the file that is being read */
    uint64_t failed_before;    /* problems when it was begun */
    const char *path;          /* its path; NULL for stdin and between files */
    struct buffer ids;         /* of its documents, not yet written down */
    bool noted;                /* there are notes to be committed */
    uint64_t bytes;               /* of text, in all */
    uint64_t waiting, wait_bytes; /* documents and bytes that are not committed */
    bool broken;                  /* the index failed */
    struct left_out endings[ENDINGS_MOST];
    size_t ending_count;
};

/* Whether a path that was typed is there, or is a pattern that fits something. */
bool intake_exists(const char *typed);

/* Which kinds of files were left out, as `7 .pdf, 2 .jpg`; empty when none was. */
void intake_left_out(const struct intake *job, char *out, size_t size);

/* Take a file, a folder, a pattern of such, or - for stdin. False when the work must end. */
bool intake_path(struct intake *job, const char *path);

/*
 * Delete the documents of files that are gone from below a path that was typed. False when
 * the work must end.
 */
bool intake_prune(struct intake *job, const char *path);

/* Commit what waits. False when the index failed, which was said. */
bool intake_commit(struct intake *job);

void intake_free(struct intake *job);

#endif
