/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Do two Xapian databases hold the same? For tests of what writes databases by itself. */
#ifndef SAME_DATABASE_H
#define SAME_DATABASE_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Every document, term, posting, position, length, value, record, statistic and metadata entry
 * of both, each way round. False: the first difference is in `why`.
 */
bool same_databases(const char *a, const char *b, char *why, size_t size);

/* Does Xapian's own check find nothing? Else what it says is in `why`. */
bool sound_database(const char *path, char *why, size_t size);

/* Compact into `to`; false when that fails. */
bool compact_database(const char *from, const char *to, char *why, size_t size);

/* Put and delete `count` documents at random, the same ones for the same seed, and commit. */
bool change_database(const char *path, unsigned seed, unsigned count, char *why, size_t size);

#ifdef __cplusplus
}
#endif

#endif
