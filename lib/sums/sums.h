/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lib/sums: is what the files of an index say what was written?
 *
 * Glass has no checksums, and Xapian believes what it reads: a flipped bit is a wrong answer or
 * a crash. Beside the tables an index therefore has a file `checksums`, which has a sum for
 * every block of the last commit (file.c says how). Xapian reads blocks by itself and nobody
 * can look over its shoulder; but which blocks it will read for a term, a document or a value
 * follows from their keys. So whoever is about to have Xapian read something proves it first:
 *
 *     kzsi_prove_term(prover, "Kазахстан", ...)   every block with postings of the term, those
 *                                                 above them in the tree, one on either side
 *     database.postlist_begin("Казахстан")        Xapian reads only such
 *
 * A block is read and added up once in a process; afterwards proving costs a walk through
 * blocks of the tree that are kept in memory. tests/faults/damage.c watches what Xapian reads
 * and sees that everything was proved.
 *
 *   version.c  the version file of glass: which tables there are, where their trees begin
 *   file.c     the file of sums
 *   tree.c     the blocks of a table as a tree
 *   known.c    the sums of one commit, shared by all who read it
 *   prove.c    what must be whole before Xapian reads something
 *   sweep.c    everything, bit by bit
 *   verify.c   everything at once
 *   write.c    the sums of a new commit
 *
 * An index that other tools have written has no sums, or sums of an earlier commit: blocks
 * newer than these are believed, as glass would.
 */
#ifndef KZSI_SUMS_H
#define KZSI_SUMS_H

#include "base/base.h"

#ifdef __cplusplus
extern "C" {
#endif

#define KZSI_SUMS_FILE "checksums"
#define KZSI_SUMS_NEXT "checksums.tmp"

/* ---- version.c ---- */

/* What the version file of the index says in its own words, checked as far as it can be. */
kzs_status kzsi_check_version_file(const char *path, kzs_error *err);

/* Number of the last commit, from the version file; 0 when it cannot be read. */
uint64_t kzsi_revision(const char *path);

/* ---- known.c ---- */

/* The sums of one commit and which blocks were found whole. Counted; shared by threads. */
struct kzsi_known;

/*
 * Read them, and hold the version file and the roots of all tables to them. KZS_ERR_CORRUPT
 * where they differ; KZS_ERR_MODIFIED when a commit came between. An index without sums is
 * KZS_OK, too.
 */
kzs_status kzsi_known_read(const char *path, struct kzsi_known **out, kzs_error *err);
void kzsi_known_release(struct kzsi_known *known); /* NULL is fine */

/* The commit that was found, and the last one that there are sums of (0: none). */
uint64_t kzsi_known_revision(const struct kzsi_known *known);
uint64_t kzsi_known_summed(const struct kzsi_known *known);

/* Where all handles of an index find the newest, so that it is read once. */
struct kzsi_proof;

struct kzsi_proof *kzsi_proof_new(const char *path); /* NULL when out of memory */
void kzsi_proof_free(struct kzsi_proof *proof);

/* Those of the commit that is the last one now. */
kzs_status kzsi_proof_take(struct kzsi_proof *proof, struct kzsi_known **out, kzs_error *err);

/* ---- prove.c ---- */

/* Proves for one reader or writer, one thread at a time. Zero-initialise. */
struct kzsi_prover {
    struct kzsi_known *known; /* NULL: believe everything */
    struct kzsi_kept *kept;   /* blocks of the trees */
    const char *path;         /* for messages; borrowed */
    bool believe;             /* whatever there is */
};

/* Go over to another commit; owns `known` from now on. */
void kzsi_prover_set(struct kzsi_prover *prover, struct kzsi_known *known);
void kzsi_prover_free(struct kzsi_prover *prover);

/* Each is KZS_OK, or KZS_ERR_CORRUPT with the table and block that are damaged. */
kzs_status kzsi_prove_metadata(struct kzsi_prover *p, const char *key, kzs_error *err);
kzs_status kzsi_prove_term(struct kzsi_prover *p, const char *term, size_t length,
                           kzs_error *err);
/* All terms with a prefix, and their postings. */
kzs_status kzsi_prove_prefix(struct kzsi_prover *p, const char *prefix, size_t length,
                             kzs_error *err);
/* Positions of a term in one document, or, `document` 0, in all. */
kzs_status kzsi_prove_positions(struct kzsi_prover *p, const char *term, size_t length,
                                uint32_t document, kzs_error *err);
kzs_status kzsi_prove_lengths(struct kzsi_prover *p, kzs_error *err);
kzs_status kzsi_prove_slot(struct kzsi_prover *p, uint32_t slot, kzs_error *err);
kzs_status kzsi_prove_slots(struct kzsi_prover *p, kzs_error *err); /* all of them */
kzs_status kzsi_prove_record(struct kzsi_prover *p, uint32_t document, kzs_error *err);
kzs_status kzsi_prove_term_list(struct kzsi_prover *p, uint32_t document, kzs_error *err);

/* What a writer reads besides: which blocks are free. */
kzs_status kzsi_prove_free_blocks(struct kzsi_prover *p, kzs_error *err);

/* ---- sweep.c ---- */

/* How far it has come. Zero-initialise. */
struct kzsi_sweep {
    struct kzsi_swept *leaves; /* owned */
    size_t count, next;
    bool all; /* nothing is left: also after commits of the same writer */
};

/* Prove some more of what has not been, at most so many blocks. */
kzs_status kzsi_sweep_on(struct kzsi_sweep *sweep, struct kzsi_prover *p, size_t most,
                         kzs_error *err);
/* After a commit. */
void kzsi_sweep_again(struct kzsi_sweep *sweep);

/*
 * Called for each damaged block with what is wrong, and now and then with `what` NULL. What is
 * not KZS_OK ends it.
 */
typedef kzs_status (*kzsi_proved_fn)(void *user, const char *table, const char *what,
                                     uint64_t done, uint64_t total);

/* ---- verify.c ---- */

/*
 * Everything of the last commit, from the disk. Without `tell` the first damage ends it. Later
 * calls may make it begin again where a commit came between.
 */
kzs_status kzsi_verify_all(const char *path, struct kzsi_proof *proof, kzsi_proved_fn tell,
                           void *user, kzs_error *err);

/* ---- write.c ---- */

/*
 * Write the sums of the last commit, with the write lock held. `old`: those of the commit
 * before, or NULL: blocks that are not newer are as they were. `directory_synced`: no power cut
 * can take the commit back. `sync`: wait for the disk. *out, optional, is the new ones.
 */
kzs_status kzsi_sums_write(const char *path, struct kzsi_known *old, bool directory_synced,
                           bool sync, struct kzsi_known **out, kzs_error *err);

#ifdef __cplusplus
}
#endif

#endif
