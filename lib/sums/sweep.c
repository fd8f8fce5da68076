/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Everything, bit by bit: a writer that makes many changes would prove the same paths again and
 * again. With each change it also proves a few blocks whoever may need them; when all have
 * been, nothing has to be proved any more, as what it writes itself is known.
 */
#include <stdlib.h>

#include "sums/layout.h"

struct kzsi_swept {
    uint32_t table, block;
};

struct listing {
    struct kzsi_sweep *sweep;
    struct kzsi_known *known;
    size_t capacity;
    kzs_error *err;
};

static kzs_status
list(struct listing *l, int table, uint32_t block, uint32_t level)
{
    struct kzsi_sweep *sweep = l->sweep;
    kzs_status st;
    char *data;

    if (level == 0) {
        if (!kzsi_grow(&sweep->leaves, &l->capacity, sweep->count, sizeof *sweep->leaves))
            return kzsi_fail_nomem(l->err);
        sweep->leaves[sweep->count++] = (struct kzsi_swept){(uint32_t)table, block};
        return KZS_OK;
    }
    data = malloc(l->known->version.block_size);
    if (data == NULL)
        return kzsi_fail_nomem(l->err);
    st = kzsi_block_prove(l->known, table, block, level, data, l->err);
    for (uint32_t n = 0; st == KZS_OK && n < kzsi_node_count(data); n++) {
        uint32_t child, length;
        const char *key;
        st = kzsi_node_child(data, l->known->version.block_size, n, &child, &key, &length)
                 ? list(l, table, child, level - 1)
                 : kzsi_fail(l->err, KZS_ERR_CORRUPT, "block %lu of '%s.glass' makes no sense",
                             (unsigned long)block, kzsi_table_names[table]);
    }
    free(data);
    return st;
}

static kzs_status
list_all(struct kzsi_sweep *sweep, struct kzsi_known *known, kzs_error *err)
{
    struct listing l = {sweep, known, 0, err};
    kzs_status st = KZS_OK;

    for (int t = 0; t < KZSI_TABLES && st == KZS_OK; t++)
        if (known->version.tables[t].exists && !known->version.tables[t].empty)
            st = list(&l, t, known->version.tables[t].root, known->version.tables[t].level);
    if (st != KZS_OK)
        kzsi_sweep_again(sweep);
    return st;
}

void
kzsi_sweep_again(struct kzsi_sweep *sweep)
{
    free(sweep->leaves);
    *sweep = (struct kzsi_sweep){.all = sweep->all};
}

static kzs_status
sweep_on(struct kzsi_sweep *sweep, struct kzsi_known *known, size_t most, kzs_error *err)
{
    char data[KZSI_BLOCK_MAX];
    kzs_status st = sweep->leaves == NULL ? list_all(sweep, known, err) : KZS_OK;

    for (; st == KZS_OK && most > 0 && sweep->next < sweep->count; sweep->next++) {
        int table = (int)sweep->leaves[sweep->next].table;
        uint32_t block = sweep->leaves[sweep->next].block;
        if (block < known->seen_count[table] &&
            atomic_load_explicit(&known->seen[table][block], memory_order_relaxed) != 0)
            continue;
        st = kzsi_block_prove(known, table, block, 0, data, err);
        most--;
        if (st != KZS_OK)
            return st;
    }
    sweep->all = st == KZS_OK && sweep->next == sweep->count;
    return st;
}

kzs_status
kzsi_sweep_on(struct kzsi_sweep *sweep, struct kzsi_prover *p, size_t most, kzs_error *err)
{
    kzs_error why;
    kzs_status st = KZS_OK;

    if (p->believe || p->known == NULL || p->known->summed.revision == 0)
        sweep->all = true;
    else if (!sweep->all)
        st = sweep_on(sweep, p->known, most, &why);
    return st == KZS_OK ? KZS_OK : kzsi_refuse(p, &why, err);
}
