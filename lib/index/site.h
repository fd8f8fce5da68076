/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where an index grows, and how it comes to its place whole: see site.c. */
#ifndef KZSI_SITE_H
#define KZSI_SITE_H

#include "base/base.h"

/* Marks a folder in which an index grows. */
#define KZSI_SITE_MARK "unfinished"

struct kzsi_site {
    char *path;     /* where the index will be */
    char *building; /* where it grows: a folder beside it; NULL before and after */
    int mark;       /* the marking file in there, locked while somebody builds; -1: none */
};

/*
 * Make the folder for an index that will be at `path`, and remove what builds that died left
 * beside it. With `replace` it is for those who may look into the folder at `path`, else for
 * its owner alone. KZS_ERR_LOCKED when somebody is building it already. End it with
 * kzsi_site_end(), also after a failure.
 */
kzs_status kzsi_site_begin(struct kzsi_site *site, const char *path, bool replace,
                            kzs_error *err);

/* One more folder for the same index. */
kzs_status kzsi_site_another(struct kzsi_site *site, const struct kzsi_site *first,
                              bool replace, kzs_error *err);

/* Remove the files of an index that are in the folder, but not its mark. */
void kzsi_site_empty(struct kzsi_site *site);

/*
 * Put what has grown at its path, durably and in one step. Without `replace` nothing may be
 * there but an empty folder; with it what is there is removed. On failure it is as it was.
 */
kzs_status kzsi_site_take(struct kzsi_site *site, bool replace, kzs_error *err);

/* Remove the folder, if it has not come to its place. */
void kzsi_site_end(struct kzsi_site *site);

/*
 * May the folder be replaced: is it one that holds files of an index and nothing else?
 * *other: what it holds besides, owned, to be told; NULL where there is nothing such.
 */
bool kzsi_site_is_index(const char *path, char **other);

#endif
