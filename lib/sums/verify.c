/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Everything of an index held to its sums. Blocks are of the commit that was the last one when
 * it began; where two more came meanwhile some may have been written again, and it begins anew.
 */
#include <stdlib.h>

#include "sums/layout.h"

#define ATTEMPTS_MAX 5

/* Between two calls that only tell how far it is. */
#define BLOCKS_PER_CALL 1024

struct inspection {
    struct kzsi_known *known;
    kzsi_proved_fn tell;
    void *user;
    uint64_t done, total;
    kzs_error *err;
};

static kzs_status
found(struct inspection *in, const char *table, const char *what)
{
    if (in->tell != NULL)
        return in->tell(in->user, table, what, in->done, in->total);
    return what == NULL ? KZS_OK : kzsi_fail(in->err, KZS_ERR_CORRUPT, "%s", what);
}

static kzs_status
inspect(struct inspection *in, int table, uint32_t block, uint32_t level)
{
    const uint32_t size = in->known->version.block_size;
    char *data = malloc(size);
    kzs_error why = {.message = ""};
    kzs_status st, proved;

    if (data == NULL)
        return kzsi_fail_nomem(in->err);
    proved = kzsi_block_prove(in->known, table, block, level, data, &why);
    in->done++;
    st = KZS_OK;
    if (proved != KZS_OK)
        st = found(in, kzsi_table_names[table], why.message);
    else if (in->done % BLOCKS_PER_CALL == 0)
        st = found(in, kzsi_table_names[table], NULL);
    for (uint32_t n = 0; proved == KZS_OK && level > 0 && st == KZS_OK &&
                         n < kzsi_node_count(data);
         n++) {
        uint32_t child, length;
        const char *key;
        st = kzsi_node_child(data, size, n, &child, &key, &length)
                 ? inspect(in, table, child, level - 1)
                 : found(in, kzsi_table_names[table], "a block above others makes no sense");
    }
    free(data);
    return st;
}

static kzs_status
inspect_all(struct inspection *in, const char *path)
{
    struct kzsi_prover prover = {.known = in->known, .path = path};
    kzs_error why;
    kzs_status st = KZS_OK;

    for (int t = 0; t < KZSI_TABLES; t++)
        in->total += in->known->version.tables[t].blocks;
    for (int t = 0; t < KZSI_TABLES && st == KZS_OK; t++) {
        const struct kzsi_glass_root *root = &in->known->version.tables[t];
        if (root->exists && !root->empty)
            st = inspect(in, t, root->root, root->level);
    }
    if (st == KZS_OK && kzsi_prove_free_blocks(&prover, &why) != KZS_OK)
        st = found(in, "", why.message);
    return st;
}

static kzs_status
take(const char *path, struct kzsi_proof *proof, struct kzsi_known **known, kzs_error *err)
{
    return proof != NULL ? kzsi_proof_take(proof, known, err) : kzsi_known_read(path, known, err);
}

kzs_status
kzsi_verify_all(const char *path, struct kzsi_proof *proof, kzsi_proved_fn tell, void *user,
                kzs_error *err)
{
    kzs_status st = KZS_ERR_MODIFIED;

    for (int i = 0; i < ATTEMPTS_MAX; i++) {
        struct inspection in = {.tell = tell, .user = user, .err = err};
        st = take(path, proof, &in.known, err);
        if (st == KZS_ERR_MODIFIED)
            continue;
        if (st != KZS_OK)
            return st;
        if (kzsi_known_summed(in.known) > 0)
            st = inspect_all(&in, path);
        uint64_t then = kzsi_known_revision(in.known);
        kzsi_known_release(in.known);
        if (st == KZS_OK || kzsi_revision(path) <= then + 1)
            return st;
    }
    return st;
}
