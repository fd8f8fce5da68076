/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lib/index: an index as its users see it.
 *
 *   open.c    opening, creating, closing, describing; format and schema in the metadata
 *   reader.c  a pool of snapshots, and reading while others commit
 *   invert.c  one document -> terms with their positions
 *   bulk.c    a whole index at once
 *   site.c    the folder where it grows, and the move from there
 *   folder.c  names, modes, moves and removal of an index's files
 *   load.c    many documents inverted by several threads
 *   signature.c  by what near-duplicates are known
 *   vocabulary.c  the words as they are written, in memory
 *   pending.c the changes since the last commit, to do them again
 *   turn.c    long reads and commits in turns
 *   write.c   put, delete, commit, roll back
 *   note.c    notes of the program that fills the index
 *
 * lib/match reads through kzsi_read(); nobody else looks inside.
 */
#ifndef KZSI_INDEX_H
#define KZSI_INDEX_H

#include <pthread.h>
#include <sys/types.h>

#include "schema/schema.h"
#include "shim/shim.h"
#include "sums/sums.h"

/* Layout of the index: terms, slots, record, metadata. Newer ones are refused. */
#define KZSI_FORMAT_VERSION 4

/* From this one on keyword fields have value slots. */
#define KZSI_FORMAT_KEYWORD_VALUES 2

/* From this one on words are also found as they are written. */
#define KZSI_FORMAT_FORMS 3

/* From this one on documents have signatures, and whole titles are terms. */
#define KZSI_FORMAT_SIGNATURES 4

/* Snapshots and analysers kept open for the next call; more threads just open their own. */
#define KZSI_POOL_MAX 16

/* A few idle objects of one kind, guarded by the handle's `pool_lock`. */
struct kzsi_pool {
    void *idle[KZSI_POOL_MAX];
    size_t count;
};

/* Changes since the last commit: see pending.c. Zero-initialise. */
struct kzsi_pending {
    struct kzsi_buf memory; /* the newest */
    size_t mark;            /* where the last one begins there */
    uint64_t count;         /* of all changes */
    uint64_t bytes;         /* of all documents put */
    uint64_t last_bytes;    /* of the last one */
    bool file_open;
    int file;
    uint64_t file_length; /* the older ones */
};

/* How much of what is read is held to its checksums first. */
enum kzsi_verify { KZSI_VERIFY_USED, KZSI_VERIFY_NONE, KZSI_VERIFY_ALL };

/* What kzs_index_open() was told. */
struct kzsi_options {
    uint64_t lock_wait_ms;
    enum kzsi_durability durability;
    uint64_t commit_bytes;  /* commit when so much is pending; 0: never by itself */
    uint64_t pending_bytes; /* refuse more */
    enum kzsi_verify verify;
};

/* See vocabulary.c. Immutable. */
struct kzsi_vocabulary {
    struct kzsi_buf text;
    struct kzsi_vocable {
        uint64_t mask;      /* which letters it has, by their last six bits */
        uint32_t start;     /* in the text */
        uint32_t documents; /* it stands in */
        uint8_t length;     /* bytes */
        uint8_t letters;
    } *words;               /* in the order of their bytes */
    size_t count, capacity;
    uint64_t revision;
    unsigned holders; /* guarded by the index's `pool_lock` */
};

struct kzs_index {
    char *path;
    struct kzsi_schema schema;
    unsigned format_version, analysis_version;
    bool direct; /* it was written by lib/bulk */
    pid_t process; /* the one that may use this handle */
    struct kzsi_proof *proof; /* NULL: what is read is believed */

    pthread_mutex_t pool_lock;
    struct kzsi_pool readers;    /* kzsi_db */
    struct kzsi_pool analyzers;  /* kzsi_analyzer */
    struct kzsi_pool inversions; /* kzsi_inversion */
    struct kzsi_vocabulary *vocabulary; /* NULL: not needed yet */

    bool writable;
    struct kzsi_options options;
    pthread_mutex_t write_lock;  /* guards what follows */
    kzsi_writer *writer;         /* NULL once it could not be opened again */
    bool failed;                 /* the writer is not what it should be: open it afresh */
    struct kzsi_pending pending;
};

/* KZS_ERR_FORKED in a child that inherited the handle. Every public function asks first. */
kzs_status kzsi_index_check(const kzs_index *index, kzs_error *err);

/* ---- open.c ---- */

/* Nothing there yet: neither a file nor anything in the directory? */
bool kzsi_index_vacant(const char *path);

/* Give a new database what makes it an index of ours. */
typedef kzs_status (*kzsi_set_metadata_fn)(void *user, const char *key, const char *value,
                                           kzs_error *err);
kzs_status kzsi_index_identity(kzsi_set_metadata_fn set, void *user, const char *schema,
                               kzs_error *err);

/* Metadata: how the index was made, if not through Xapian. */
#define KZSI_KEY_METHOD "kzs.method"

/* ---- write.c ---- */

/* An id's length, resolved and checked; a document's status and bytes. */
kzs_status kzsi_check_id(const char *id, size_t *length, kzs_error *err);
kzs_status kzsi_check_document(const kzs_doc *doc, size_t *bytes, kzs_error *err);

/* Make a change that needs no document: pending until the next commit. */
struct kzsi_change;
kzs_status kzsi_change(kzs_index *index, const struct kzsi_change *change, kzs_error *err);

/* ---- reader.c ---- */

/* What to do with a snapshot. May be called several times: it must start afresh each time. */
typedef kzs_status (*kzsi_read_fn)(kzsi_db *db, void *user, kzs_error *err);

/*
 * Run `body` on the newest snapshot. Should writers commit meanwhile so often that what it
 * read may be torn, it is run again on a newer one; KZS_ERR_MODIFIED after many attempts.
 */
kzs_status kzsi_read(kzs_index *index, kzsi_read_fn body, void *user, kzs_error *err);

/* Take an object from a pool, or NULL; put it back, false when the pool is full. */
void *kzsi_pool_take(kzs_index *index, struct kzsi_pool *pool);
bool kzsi_pool_give(kzs_index *index, struct kzsi_pool *pool, void *object);

/* An analyser of this thread's own, made if none is idle; NULL when out of memory. */
struct kzsi_analyzer *kzsi_index_analyzer(kzs_index *index);
void kzsi_index_analyzer_done(kzs_index *index, struct kzsi_analyzer *analyzer);

/* ---- pending.c ---- */

/* Pending changes in memory, beside one document; more go to a file. */
#define KZSI_PENDING_MEMORY ((size_t)4 << 20)

enum kzsi_change_kind {
    KZSI_CHANGE_PUT = 'p',
    KZSI_CHANGE_DELETE = 'd',
    KZSI_CHANGE_NOTE = 'n' /* the id is its key in the metadata, the record its value */
};

struct kzsi_change {
    enum kzsi_change_kind kind;
    const char *id;
    size_t id_length;
    const char *record; /* of a document put, or a note's value; else empty */
    size_t record_length;
    uint64_t bytes; /* of its values; not kept */
};

/* Note a change. When that fails nothing has changed. */
kzs_status kzsi_pending_add(struct kzsi_pending *pending, const char *directory,
                            const struct kzsi_change *change, kzs_error *err);

/* Forget the change that was noted last: it was not made. Once after an addition. */
void kzsi_pending_undo(struct kzsi_pending *pending);

/* All changes in their order. Stops at the first that `fn` fails on. */
typedef kzs_status (*kzsi_change_fn)(void *user, const struct kzsi_change *change,
                                     kzs_error *err);
kzs_status kzsi_pending_replay(const struct kzsi_pending *pending, kzsi_change_fn fn,
                               void *user, kzs_error *err);

void kzsi_pending_clear(struct kzsi_pending *pending); /* forget all */
void kzsi_pending_free(struct kzsi_pending *pending);

/* ---- turn.c ---- */

/*
 * Keep commits waiting (a reader) or readers and other turns (a writer, `alone`), once it is
 * one's turn. -1 when it was not within the time.
 */
int kzsi_turn_begin(const char *path, bool alone, unsigned wait_ms);
void kzsi_turn_end(int turn);

/* ---- signature.c ---- */

#define KZSI_SIGNATURE 64          /* bytes */
#define KZSI_SIGNATURE_BANDS 6     /* terms */
#define KZSI_SIGNATURE_ALIKE 27    /* equal bytes that make two documents near-duplicates */
#define KZSI_SIGNATURE_WORDS 20    /* a shorter text has none: it is like too many */
#define KZSI_SIGNATURE_SLOT 1000

struct kzsi_signature {
    uint64_t least[KZSI_SIGNATURE];
    uint64_t before; /* hash of the word before */
    size_t words;
};

void kzsi_signature_begin(struct kzsi_signature *signature);
void kzsi_signature_add(struct kzsi_signature *signature, const char *form, size_t length);

/* False when the text is too short. */
bool kzsi_signature_end(const struct kzsi_signature *signature, char out[KZSI_SIGNATURE]);

/* Are two documents with these signatures near-duplicates? */
bool kzsi_signature_alike(const char *a, const char *b);

/* Append the term of a band, 0 to KZSI_SIGNATURE_BANDS - 1. */
void kzsi_signature_band(const char *signature, size_t band, struct kzsi_buf *out);

/* ---- vocabulary.c ---- */

/* The words of the newest commit; give them back with kzsi_vocabulary_done(), NULL too. */
kzs_status kzsi_vocabulary_hold(kzs_index *index, struct kzsi_vocabulary **out, kzs_error *err);
void kzsi_vocabulary_done(kzs_index *index, struct kzsi_vocabulary *vocabulary);

/* A word, not NUL-terminated. */
const char *kzsi_vocabulary_text(const struct kzsi_vocabulary *vocabulary, size_t word);

/* In how many documents is this form? */
uint32_t kzsi_vocabulary_documents(const struct kzsi_vocabulary *vocabulary, const char *form,
                                   size_t length);

/* The first word that begins so, and the one behind the last. */
size_t kzsi_vocabulary_prefix(const struct kzsi_vocabulary *vocabulary, const char *prefix,
                              size_t length, size_t *end);

/* Visit all words within so many edits of a form, itself too; none near one of 65 letters. */
typedef void (*kzsi_near_fn)(void *user, size_t word, unsigned edits);
void kzsi_vocabulary_near(const struct kzsi_vocabulary *vocabulary, const char *form,
                          size_t length, unsigned most, kzsi_near_fn visit, void *user);

/* ---- invert.c ---- */

struct kzsi_inversion;

struct kzsi_inversion *kzsi_inversion_new(void);
void kzsi_inversion_free(struct kzsi_inversion *inversion);

/* Number terms in a table of the caller's, which lasts as long. */
void kzsi_inversion_number(struct kzsi_inversion *inversion, struct kzsi_intern *numbering);

/* Would kzsi_invert() refuse a document? The same checks, without the work. */
kzs_status kzsi_invert_check(const struct kzsi_schema *schema, const kzs_doc *doc,
                             kzs_error *err);

/*
 * Collect the terms and values of a document. Checks dates and numbers; KZS_ERR_INVALID names
 * the field and its value. The entry points into the inversion.
 */
kzs_status kzsi_invert(struct kzsi_inversion *inversion, const struct kzsi_schema *schema,
                       struct kzsi_analyzer *analyzer, const kzs_doc *doc, const char *id,
                       size_t id_length, struct kzsi_entry *entry, kzs_error *err);

#endif
