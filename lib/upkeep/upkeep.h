/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lib/upkeep: looking after an index as a whole.
 *
 *   place.c    an index that another takes the place of: lock, build beside, exchange
 *   backup.c   a copy while a writer works
 *   check.c    what is damaged, what it means, what to do
 *   export.c   all documents, also of a damaged index
 *   rebuild.c  index all documents anew; or the same database in fewer blocks
 *   frame.c    messages through a pipe
 *   work.c     what the helper does
 *   child.c    running the helper
 *
 * libxapian crashes on some damaged files. So whatever reads a whole index that may be damaged
 * is done by a helper program, kzsearch-helper, and its death is one more finding. It is a
 * program and not a bare fork() because the host may have threads: after fork() a child of
 * theirs may do little more than exec, and the helper needs all of Xapian. That way it also
 * has limits of its own for memory and time and no handles of the host.
 */
#ifndef KZSI_UPKEEP_H
#define KZSI_UPKEEP_H

#include "index/folder.h"
#include "index/index.h"

/* Tell the caller how far it is; KZS_ERR_CANCELLED when it wants no more. */
kzs_status kzsi_tell(kzs_progress_fn progress, void *user, const char *phase, uint64_t done,
                     uint64_t total, kzs_error *err);

/* ---- frame.c ---- */

enum kzsi_frame_kind {
    KZSI_FRAME_PROGRESS = 'P', /* varints done, total; phase */
    KZSI_FRAME_FINDING = 'F',  /* part, NUL, message */
    KZSI_FRAME_NEXT = 'N',     /* varint: the document that is read next */
    KZSI_FRAME_RECORD = 'R',   /* varint document; record. No record: it is damaged */
    KZSI_FRAME_COUNT = 'C',    /* varint: documents in all, when nobody committed meanwhile */
    KZSI_FRAME_TEXT = 'T',     /* what was asked for */
    KZSI_FRAME_DOUBT = 'D',    /* what follows was not held to checksums: they do not fit */
    KZSI_FRAME_END = 'E'       /* varints status, errno; message */
};

/* Longer ones are damage: a document has at most KZS_DOC_MAX bytes, packed. */
#define KZSI_FRAME_MAX (KZS_DOC_MAX + (KZS_DOC_MAX >> 3))

/* False when it could not be written: nobody reads any more. */
bool kzsi_frame_write(int fd, enum kzsi_frame_kind kind, const char *data, size_t length);

/* 1: one was read into `out`, 0: the end, -1: cut, too long, out of memory. */
int kzsi_frame_read(int fd, enum kzsi_frame_kind *kind, struct kzsi_buf *out);

/* ---- work.c: in the helper ---- */

/*
 * Do what the words say, and write frames to `fd`, an END last.
 *
 *     check PATH
 *     records PATH FIRST STEP    all records from number FIRST, STEP of them in one read
 *     schema PATH
 *     compact PATH TO
 */
int kzsi_work(int fd, int count, char **words);

/* ---- child.c: in the host ---- */

/* Gets each frame but the END. A status other than KZS_OK ends the helper and the call. */
typedef kzs_status (*kzsi_frame_fn)(void *user, enum kzsi_frame_kind kind, const char *data,
                                    size_t length, kzs_error *err);

/*
 * Run the helper with these words, up to NULL. What it ended with is returned; *crashed is set,
 * and the status KZS_ERR_CORRUPT, when it died instead.
 */
kzs_status kzsi_help(const char *const *words, kzsi_frame_fn frame, void *user, bool *crashed,
                     kzs_error *err);

/* ---- export.c ---- */

struct kzsi_salvage {
    /* Each record that decodes. The document may be changed, but is the caller's no longer. */
    kzs_status (*document)(void *user, const char *id, size_t id_length, kzs_doc *doc,
                           kzs_error *err);
    kzs_progress_fn progress;
    void *user, *progress_user;
    const char *phase;
    uint64_t whole, lost; /* how many documents */
    bool doubtful;        /* those that are whole may not be those of the last commit */
};

kzs_status kzsi_salvage(const char *path, struct kzsi_salvage *salvage, kzs_error *err);

#define KZSI_DOUBT_TEXT \
    "the files of '%s' do not fit their checksums: all documents could be read, but they may " \
    "be older than the last commit"

/* ---- place.c ---- */

struct kzsi_place {
    char *path;     /* of the index, without symbolic links */
    char *building; /* beside it */
    int lock;
    uint64_t revision; /* of the index; 0 when its version file cannot be read */
};

/* Take the write lock and make an empty folder beside the index, for the same people. */
kzs_status kzsi_place_begin(const char *path, uint64_t wait_ms, struct kzsi_place *place,
                            kzs_error *err);

/*
 * Make what was built durable, have it take the index's place and remove what was there. Its
 * number of commits is raised above the old one, for readers look at nothing else.
 */
kzs_status kzsi_place_finish(struct kzsi_place *place, kzs_error *err);

/* Give up what was built. Also after finishing, whatever that came to. */
void kzsi_place_end(struct kzsi_place *place);

#endif
