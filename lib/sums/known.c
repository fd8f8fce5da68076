/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The sums of one commit. All snapshots of an index that are at that commit share them, and
 * with them which blocks have been found whole. They never change but for that.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sums/layout.h"

struct kzsi_proof {
    char *path;
    pthread_mutex_t lock;
    struct kzsi_known *newest;
};

static void
free_known(struct kzsi_known *known)
{
    for (int t = 0; t < KZSI_TABLES; t++) {
        if (known->files[t] >= 0)
            close(known->files[t]);
        free(known->seen[t]);
    }
    kzsi_summed_free(&known->summed);
    free(known);
}

void
kzsi_known_release(struct kzsi_known *known)
{
    if (known != NULL && atomic_fetch_sub(&known->users, 1) == 1)
        free_known(known);
}

uint64_t
kzsi_known_revision(const struct kzsi_known *known)
{
    return known->version.revision;
}

uint64_t
kzsi_known_summed(const struct kzsi_known *known)
{
    return known->summed.revision;
}

static kzs_status
open_table(struct kzsi_known *known, int folder, int table, kzs_error *err)
{
    char name[32];
    struct stat info;

    snprintf(name, sizeof name, "%s.glass", kzsi_table_names[table]);
    known->files[table] = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (known->files[table] < 0 && errno == ENOENT)
        return KZS_OK;
    if (known->files[table] < 0 || fstat(known->files[table], &info) != 0)
        return kzsi_fail_errno(err, errno, "cannot open the file '%s'", name);
    known->devices[table] = info.st_dev;
    known->inodes[table] = info.st_ino;
    return KZS_OK;
}

kzs_status
kzsi_known_begin(int folder, const struct kzsi_glass_version *version, struct kzsi_known **out,
                 kzs_error *err)
{
    struct kzsi_known *known = kzsi_alloc(sizeof *known);
    kzs_status st = KZS_OK;

    if (known == NULL)
        return kzsi_fail_nomem(err);
    atomic_store(&known->users, 1);
    known->version = *version;
    for (int t = 0; t < KZSI_TABLES; t++)
        known->files[t] = -1;
    for (int t = 0; t < KZSI_TABLES && st == KZS_OK; t++)
        if (version->known && version->tables[t].exists)
            st = open_table(known, folder, t, err);
    if (st != KZS_OK) {
        free_known(known);
        return st;
    }
    *out = known;
    return KZS_OK;
}

/* ---- is it the commit that it says? ---- */

static kzs_status
not_as_written(const char *path, const char *why, kzs_error *err)
{
    return kzsi_fail(err, KZS_ERR_CORRUPT,
                     "the index '%s' is damaged: %s; restore it from a backup, or rebuild it",
                     path, why);
}

/*
 * A version file that is ahead of the sums is true if the newest root is of its commit, or if
 * it says the same as theirs: a commit that failed inside Xapian leaves only a higher number.
 */
static kzs_status
check_roots(struct kzsi_known *known, const char *path, kzs_error *err)
{
    uint64_t newest = 0;
    char data[KZSI_BLOCK_MAX];

    for (int t = 0; t < KZSI_TABLES; t++) {
        const struct kzsi_glass_root *root = &known->version.tables[t];
        kzs_error why = {.message = ""};
        kzs_status st;
        if (!root->exists || root->empty)
            continue;
        st = kzsi_block_prove(known, t, root->root, root->level, data, &why);
        if (st == KZS_ERR_CORRUPT)
            return not_as_written(path, why.message, err);
        if (st != KZS_OK) {
            if (err != NULL)
                *err = why;
            return st;
        }
        newest = kzsi_get4(data) > newest ? kzsi_get4(data) : newest;
    }
    return newest == known->version.revision ||
                   known->summed.revision == known->version.revision ||
                   known->summed.version_shape == known->version.shape
               ? KZS_OK
               : not_as_written(path, "its file 'iamglass' names a commit that never was", err);
}

static kzs_status
check(struct kzsi_known *known, const char *path, kzs_error *err)
{
    const struct kzsi_summed *summed = &known->summed;

    if (summed->other)
        return not_as_written(path,
                              "its files are those of another index than its file 'checksums' "
                              "(remove that file if they were put there on purpose)",
                              err);
    if (summed->later)
        return not_as_written(path, "its file 'iamglass' is older than its last commit", err);
    if (summed->revision == 0)
        return KZS_OK;
    if (summed->revision == known->version.revision &&
        summed->version_sum != known->version.sum)
        return not_as_written(path, "its file 'iamglass' is not what was written", err);
    return check_roots(known, path, err);
}

static kzs_status
make_room(struct kzsi_known *known, kzs_error *err)
{
    for (int t = 0; t < KZSI_TABLES; t++) {
        size_t count = known->summed.tables[t].count;
        if (count == 0)
            continue;
        known->seen[t] = calloc(count, sizeof *known->seen[t]);
        if (known->seen[t] == NULL)
            return kzsi_fail_nomem(err);
        known->seen_count[t] = count;
    }
    return KZS_OK;
}

static kzs_status
read_in(int folder, const char *path, struct kzsi_known **out, kzs_error *err)
{
    struct kzsi_glass_version version, now;
    kzs_status st = kzsi_version_read(folder, path, &version, err);

    if (st == KZS_OK)
        st = kzsi_known_begin(folder, &version, out, err);
    if (st != KZS_OK || !version.known)
        return st;
    st = kzsi_summed_read(folder, &version, &(*out)->summed, err);
    if (st == KZS_OK)
        st = make_room(*out, err);
    if (st == KZS_OK)
        st = check(*out, path, err);
    /* A commit may have come between. */
    if (st == KZS_ERR_CORRUPT && kzsi_version_read(folder, path, &now, NULL) == KZS_OK &&
        now.revision != version.revision)
        st = kzsi_fail(err, KZS_ERR_MODIFIED, "the index '%s' was just committed to", path);
    if (st != KZS_OK) {
        kzsi_known_release(*out);
        *out = NULL;
    }
    return st;
}

kzs_status
kzsi_known_read(const char *path, struct kzsi_known **out, kzs_error *err)
{
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    kzs_status st;

    *out = NULL;
    if (folder < 0)
        return errno == ENOENT
                   ? kzsi_fail(err, KZS_ERR_NOT_FOUND, "there is no index at '%s'", path)
                   : kzsi_fail_errno(err, errno, "cannot open the index '%s'", path);
    st = read_in(folder, path, out, err);
    close(folder);
    return st;
}

void
kzsi_known_inherit(struct kzsi_known *known, const struct kzsi_known *old)
{
    if (memcmp(known->version.uuid, old->version.uuid, KZSI_UUID_LENGTH) != 0)
        return;
    for (int t = 0; t < KZSI_TABLES; t++) {
        size_t count = known->seen_count[t] < old->seen_count[t] ? known->seen_count[t]
                                                                 : old->seen_count[t];
        if (known->devices[t] != old->devices[t] || known->inodes[t] != old->inodes[t])
            continue;
        for (size_t b = 0; b < count; b++)
            if (known->summed.tables[t].sums[b] == old->summed.tables[t].sums[b] &&
                atomic_load_explicit(&old->seen[t][b], memory_order_relaxed) != 0)
                atomic_store_explicit(&known->seen[t][b], 1, memory_order_relaxed);
    }
}

/* ---- the newest, for all handles ---- */

struct kzsi_proof *
kzsi_proof_new(const char *path)
{
    struct kzsi_proof *proof = kzsi_alloc(sizeof *proof);

    if (proof == NULL || (proof->path = kzsi_strndup(path, strlen(path))) == NULL) {
        free(proof);
        return NULL;
    }
    pthread_mutex_init(&proof->lock, NULL);
    return proof;
}

void
kzsi_proof_free(struct kzsi_proof *proof)
{
    if (proof == NULL)
        return;
    kzsi_known_release(proof->newest);
    pthread_mutex_destroy(&proof->lock);
    free(proof->path);
    free(proof);
}

/* Has the file of sums grown? They come a moment after their commit. */
static bool
has_more(const struct kzsi_known *known, int folder)
{
    struct stat info;
    uint64_t length =
        fstatat(folder, KZSI_SUMS_FILE, &info, AT_SYMLINK_NOFOLLOW) == 0
            ? (uint64_t)info.st_size
            : 0;

    return length != known->summed.file_length;
}

/* Is it what there is now? */
static bool
is_current(const struct kzsi_known *known, const char *path)
{
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    struct kzsi_glass_version version;
    bool same =
        folder >= 0 && kzsi_version_read(folder, path, &version, NULL) == KZS_OK &&
        version.sum == known->version.sum &&
        (known->summed.revision == known->version.revision || !has_more(known, folder));

    if (folder >= 0)
        close(folder);
    return same;
}

kzs_status
kzsi_proof_take(struct kzsi_proof *proof, struct kzsi_known **out, kzs_error *err)
{
    kzs_status st = KZS_OK;

    *out = NULL;
    pthread_mutex_lock(&proof->lock);
    if (proof->newest == NULL || !is_current(proof->newest, proof->path)) {
        struct kzsi_known *known;
        st = kzsi_known_read(proof->path, &known, err);
        if (st == KZS_OK) {
            if (proof->newest != NULL)
                kzsi_known_inherit(known, proof->newest);
            kzsi_known_release(proof->newest);
            proof->newest = known;
        }
    }
    if (st == KZS_OK) {
        atomic_fetch_add(&proof->newest->users, 1);
        *out = proof->newest;
    }
    pthread_mutex_unlock(&proof->lock);
    return st;
}
