/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What must be whole before Xapian reads something: the blocks with a range of keys, those
 * above them, and one leaf on either side, which a cursor looks into when it stands at an edge.
 * Keys are those of glass (lib/bulk/glass.h).
 */
#include <stdlib.h>

#include "sums/layout.h"

/* Blocks of the trees that are kept, by table and number. */
#define KEPT 256

struct kzsi_kept {
    struct {
        int table;
        uint32_t block;
        char *data; /* NULL: none */
    } blocks[KEPT];
};

static void
forget_kept(struct kzsi_prover *p)
{
    for (size_t i = 0; p->kept != NULL && i < KEPT; i++)
        free(p->kept->blocks[i].data);
    free(p->kept);
    p->kept = NULL;
}

void
kzsi_prover_set(struct kzsi_prover *prover, struct kzsi_known *known)
{
    forget_kept(prover);
    kzsi_known_release(prover->known);
    prover->known = known;
}

void
kzsi_prover_free(struct kzsi_prover *prover)
{
    kzsi_prover_set(prover, NULL);
}

/* Is there anything to hold it to? */
static bool
believes(const struct kzsi_prover *p)
{
    return p->believe || p->known == NULL || p->known->summed.revision == 0;
}

kzs_status
kzsi_refuse(const struct kzsi_prover *p, const kzs_error *why, kzs_error *err)
{
    if (why->status != KZS_ERR_CORRUPT) {
        if (err != NULL)
            *err = *why;
        return why->status;
    }
    return kzsi_fail(err, KZS_ERR_CORRUPT,
                     "the index '%s' is damaged: %s; see what kzs_check() says, restore it from "
                     "a backup, or rebuild it",
                     p->path != NULL ? p->path : "", why->message);
}

/* ---- a walk ---- */

struct range {
    struct kzsi_prover *prover;
    int table;
    const char *low, *high; /* high: as a prefix; NULL: no bound */
    size_t low_length, high_length;
    kzs_error *err;
};

/* Which children of a block are looked at: those of the range, the first, the last. */
enum part { WITHIN, FIRST, LAST };

static int
compare(const char *a, size_t a_length, const char *b, size_t b_length)
{
    size_t common = a_length < b_length ? a_length : b_length;
    int order = common > 0 ? memcmp(a, b, common) : 0;

    return order != 0 ? order : a_length < b_length ? -1 : a_length > b_length;
}

static kzs_status
prove_leaf(const struct range *r, uint32_t block)
{
    struct kzsi_known *known = r->prover->known;
    char data[KZSI_BLOCK_MAX];
    kzs_error why;

    if (block < known->seen_count[r->table] &&
        atomic_load_explicit(&known->seen[r->table][block], memory_order_relaxed) != 0)
        return KZS_OK;
    return kzsi_block_prove(known, r->table, block, 0, data, &why) == KZS_OK
               ? KZS_OK
               : kzsi_refuse(r->prover, &why, r->err);
}

/* A block above the leaves; borrowed until the next one is asked for. */
static kzs_status
node(const struct range *r, uint32_t block, uint32_t level, const char **out)
{
    struct kzsi_prover *p = r->prover;
    size_t slot = (block + (uint32_t)r->table * 37) % KEPT;
    kzs_error why;

    if (p->kept == NULL && (p->kept = kzsi_alloc(sizeof *p->kept)) == NULL)
        return kzsi_fail_nomem(r->err);
    if (p->kept->blocks[slot].data == NULL)
        p->kept->blocks[slot].data = malloc(p->known->version.block_size);
    else if (p->kept->blocks[slot].table == r->table && p->kept->blocks[slot].block == block &&
             (unsigned char)p->kept->blocks[slot].data[4] == level) {
        *out = p->kept->blocks[slot].data;
        return KZS_OK;
    }
    *out = p->kept->blocks[slot].data;
    if (*out == NULL)
        return kzsi_fail_nomem(r->err);
    p->kept->blocks[slot].table = -1;
    if (kzsi_block_prove(p->known, r->table, block, level, p->kept->blocks[slot].data, &why) !=
        KZS_OK)
        return kzsi_refuse(p, &why, r->err);
    p->kept->blocks[slot].table = r->table;
    p->kept->blocks[slot].block = block;
    return KZS_OK;
}

static kzs_status
odd_node(const struct range *r, uint32_t block)
{
    kzs_error why;

    kzsi_fail(&why, KZS_ERR_CORRUPT, "block %lu of its file '%s.glass' makes no sense",
              (unsigned long)block, kzsi_table_names[r->table]);
    return kzsi_refuse(r->prover, &why, r->err);
}

/* The last child whose key is before `low`, or within `high` (`within`). 0 is before all. */
static bool
last_child(const struct range *r, const char *data, bool within, uint32_t *out)
{
    uint32_t first = 0, end = kzsi_node_count(data), size = r->prover->known->version.block_size;

    while (end - first > 1) {
        uint32_t middle = first + (end - first) / 2, block, length;
        const char *key;
        bool before;
        if (!kzsi_node_child(data, size, middle, &block, &key, &length))
            return false;
        if (within)
            before = memcmp(key, r->high,
                            length < r->high_length ? length : r->high_length) <= 0;
        else
            before = compare(key, length, r->low, r->low_length) < 0;
        if (before)
            first = middle;
        else
            end = middle;
    }
    *out = first;
    return true;
}

struct edges {
    bool left, right; /* the range begins or ends at the edge of the block: so does its neighbour */
};

static kzs_status walk(const struct range *r, uint32_t block, uint32_t level, enum part part,
                       bool low, bool high, struct edges *edges);

static kzs_status
walk_child(const struct range *r, uint32_t block, uint32_t level, uint32_t n, enum part part,
           bool low, bool high, struct edges *edges)
{
    const char *data, *key;
    uint32_t child, length;
    /* Children may have taken the place of the block. */
    kzs_status st = node(r, block, level, &data);

    *edges = (struct edges){false, false};
    if (st != KZS_OK)
        return st;
    if (!kzsi_node_child(data, r->prover->known->version.block_size, n, &child, &key, &length))
        return odd_node(r, block);
    if (level > 1)
        return walk(r, child, level - 1, part, low, high, edges);
    *edges = (struct edges){part == WITHIN && low, part == WITHIN && high};
    return prove_leaf(r, child);
}

/* `low`, `high`: may the range begin, or end, within this block? */
static kzs_status
walk(const struct range *r, uint32_t block, uint32_t level, enum part part, bool low, bool high,
     struct edges *edges)
{
    const char *data;
    uint32_t first = 0, last, count;
    struct edges child = {false, false}, none;
    kzs_status st = node(r, block, level, &data);

    *edges = child;
    if (st != KZS_OK)
        return st;
    count = kzsi_node_count(data);
    last = count - 1;
    if (part == FIRST)
        last = 0;
    else if (part == LAST)
        first = last;
    else if ((low && r->low != NULL && !last_child(r, data, false, &first)) ||
             (high && r->high != NULL && !last_child(r, data, true, &last)))
        return odd_node(r, block);
    if (last < first)
        last = first;
    for (uint32_t n = first; n <= last && st == KZS_OK; n++) {
        bool begins = low && n == first, ends = high && n == last;
        st = walk_child(r, block, level, n, part, begins, ends, &child);
        if (st == KZS_OK && begins && child.left) {
            if (n == 0)
                edges->left = true;
            else
                st = walk_child(r, block, level, n - 1, LAST, false, false, &none);
        }
        if (st == KZS_OK && ends && child.right) {
            if (n == count - 1)
                edges->right = true;
            else
                st = walk_child(r, block, level, n + 1, FIRST, false, false, &none);
        }
    }
    return st;
}

static kzs_status
prove(struct kzsi_prover *p, int table, const char *low, size_t low_length, const char *high,
      size_t high_length, kzs_error *err)
{
    const struct range r = {p, table, low, high, low_length, high_length, err};
    const struct kzsi_glass_root *root;
    struct edges edges;

    if (believes(p))
        return KZS_OK;
    root = &p->known->version.tables[table];
    if (!root->exists || root->empty)
        return KZS_OK;
    return root->level == 0 ? prove_leaf(&r, root->root)
                            : walk(&r, root->root, root->level, WITHIN, true, true, &edges);
}

/* ---- what is where ---- */

#define PREFIX_LENGTH 2

/* A key that begins with two bytes, then what else is in `more`. */
static kzs_status
prove_kind(struct kzsi_prover *p, const char kind[PREFIX_LENGTH], const struct kzsi_buf *more,
           kzs_error *err)
{
    char key[KZSI_KEY_MAX + 1];
    size_t length = PREFIX_LENGTH;

    memcpy(key, kind, PREFIX_LENGTH);
    if (more != NULL && more->length > 0 && more->length <= KZSI_KEY_MAX - PREFIX_LENGTH) {
        memcpy(key + PREFIX_LENGTH, more->data, more->length);
        length += more->length;
    }
    return prove(p, KZSI_POSTLIST, key, length, key, length, err);
}

kzs_status
kzsi_prove_metadata(struct kzsi_prover *p, const char *key, kzs_error *err)
{
    struct kzsi_buf more = {.data = (char *)key, .length = strlen(key)};

    return believes(p) ? KZS_OK : prove_kind(p, KZSI_KEY_METADATA, &more, err);
}

kzs_status
kzsi_prove_term(struct kzsi_prover *p, const char *term, size_t length, kzs_error *err)
{
    char key[KZSI_KEY_MAX + 1];
    size_t packed;

    if (believes(p))
        return KZS_OK;
    if (length == 0)
        return kzsi_prove_lengths(p, err);
    packed = kzsi_pack_term(term, length, key);
    key[packed] = '\0'; /* behind it come the further parts of its postings */
    return prove(p, KZSI_POSTLIST, key, packed, key, packed + 1, err);
}

kzs_status
kzsi_prove_prefix(struct kzsi_prover *p, const char *prefix, size_t length, kzs_error *err)
{
    char key[KZSI_KEY_MAX + 1];
    size_t packed;

    if (believes(p))
        return KZS_OK;
    packed = kzsi_pack_term(prefix, length, key);
    return prove(p, KZSI_POSTLIST, key, packed, key, packed, err);
}

kzs_status
kzsi_prove_positions(struct kzsi_prover *p, const char *term, size_t length, uint32_t document,
                     kzs_error *err)
{
    char key[KZSI_KEY_MAX + 8];
    size_t packed;

    if (believes(p))
        return KZS_OK;
    packed = kzsi_pack_term(term, length, key);
    key[packed++] = '\0';
    if (document != 0)
        packed += kzsi_pack_sortable(document, key + packed);
    return prove(p, KZSI_POSITION, key, packed, key, packed, err);
}

kzs_status
kzsi_prove_lengths(struct kzsi_prover *p, kzs_error *err)
{
    return prove_kind(p, KZSI_KEY_LENGTHS, NULL, err);
}

kzs_status
kzsi_prove_slot(struct kzsi_prover *p, uint32_t slot, kzs_error *err)
{
    struct kzsi_buf more = {0};
    kzs_status st;

    if (believes(p))
        return KZS_OK;
    kzsi_pack_last(&more, slot);
    st = more.failed ? kzsi_fail_nomem(err) : prove_kind(p, KZSI_KEY_VALUE_STATS, &more, err);
    more.length = 0;
    kzsi_buf_varint(&more, slot);
    if (st == KZS_OK)
        st = more.failed ? kzsi_fail_nomem(err) : prove_kind(p, KZSI_KEY_VALUES, &more, err);
    kzsi_buf_free(&more);
    return st;
}

kzs_status
kzsi_prove_slots(struct kzsi_prover *p, kzs_error *err)
{
    kzs_status st = prove_kind(p, KZSI_KEY_VALUE_STATS, NULL, err);

    return st == KZS_OK ? prove_kind(p, KZSI_KEY_VALUES, NULL, err) : st;
}

static kzs_status
prove_document(struct kzsi_prover *p, int table, uint32_t document, kzs_error *err)
{
    char key[5];
    size_t length = kzsi_pack_sortable(document, key);

    return prove(p, table, key, length, key, length, err);
}

kzs_status
kzsi_prove_record(struct kzsi_prover *p, uint32_t document, kzs_error *err)
{
    return prove_document(p, KZSI_DOCDATA, document, err);
}

kzs_status
kzsi_prove_term_list(struct kzsi_prover *p, uint32_t document, kzs_error *err)
{
    return prove_document(p, KZSI_TERMLIST, document, err);
}

kzs_status
kzsi_prove_free_blocks(struct kzsi_prover *p, kzs_error *err)
{
    if (believes(p) || p->known->summed.revision != p->known->version.revision)
        return KZS_OK;
    for (int t = 0; t < KZSI_TABLES; t++) {
        kzs_error why;
        if (kzsi_list_sum(p->known, t) == p->known->summed.list_sums[t])
            continue;
        kzsi_fail(&why, KZS_ERR_CORRUPT,
                  "the list of free blocks in its file '%s.glass' is not what was written",
                  kzsi_table_names[t]);
        return kzsi_refuse(p, &why, err);
    }
    return KZS_OK;
}
