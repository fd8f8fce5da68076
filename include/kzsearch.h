/**
 * @file kzsearch.h
 * @brief libkzsearch: full-text search for political commentary in English and Russian.
 *
 * This header is the whole public interface and is meant to be read from top to bottom:
 *
 *   1. Status and errors      what every call returns
 *   2. Library                version, memory
 *   3. Documents              fields with values
 *   4. Index                  open, close, describe
 *   5. Writing                put, delete, commit, roll back, notes
 *   6. Queries                text, options, filters, facets, more like this
 *   7. Searching              a page of hits, snippets, counts
 *   8. Suggestions            did you mean, completions
 *   9. Analysis               which terms a text becomes: "why was it not found?"
 *  10. Upkeep                 check, back up, compact, export, rebuild
 *
 * The shortest useful program opens an index, searches it and prints titles:
 *
 * @code
 *     kzs_index *index;
 *     kzs_query *query;
 *     kzs_results *page;
 *     if (kzs_index_open("archive.kz", KZS_READ, NULL, &index, NULL) ||
 *         kzs_query_new("\"just Kazakhstan\"", KZS_NUL, &query, NULL) ||
 *         kzs_search(index, query, &page, NULL))
 *         return 1;
 *     for (size_t i = 0; i < kzs_results_count(page); i++)
 *         puts(kzs_doc_get(kzs_results_doc(page, i), "title", 0, NULL));
 * @endcode
 *
 * Rules that hold everywhere
 * --------------------------
 * Text      All text is UTF-8. Invalid bytes in documents and queries are read as U+FFFD and
 *           are never an error. Strings go in as pointer + length; the length may be #KZS_NUL
 *           for a NUL-terminated string. Offsets are byte offsets from 0.
 * Errors    Every call that can fail returns a ::kzs_status and takes an optional
 *           `kzs_error *err` as its last argument. NULL is fine; on success it is untouched.
 *           On failure every out-parameter is set to NULL (or 0).
 * Memory    A `const` pointer is borrowed from the object named in its description. A `char **`
 *           out-parameter is yours: free it with kzs_free(). Each opaque type has one function
 *           that frees it; NULL is accepted, any order is safe: documents and results never
 *           depend on the index that they came from.
 * Threads   A ::kzs_index may be shared: every function may be called on it from any thread;
 *           searches run in parallel, writes wait for each other. A document, a query and a
 *           results object belong to one thread at a time. What the process keeps beside its
 *           objects are caches, on which nothing depends: names, proved blocks, one analyser.
 * Processes After fork() a child must open the index itself: calls on an inherited handle
 *           return #KZS_ERR_FORKED, closing it is safe. Searches see the last commit, whoever
 *           made it, without being told to look.
 * The host  The library never prints, exits, aborts, raises a signal or throws. Files of an
 *           index that were damaged from outside are answered with #KZS_ERR_CORRUPT; a few
 *           kinds of damage are known to end a program inside libxapian 1.4 when such an index
 *           is written to: restore it instead.
 *
 * Licence: GPL-2.0-or-later, as libxapian, which it is built on, demands.
 */
#ifndef KZSEARCH_H
#define KZSEARCH_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__) && __GNUC__ >= 4
#define KZS_API __attribute__((visibility("default")))
#else
#define KZS_API
#endif

/** Length argument meaning "the string ends at its first NUL". */
#define KZS_NUL ((size_t)-1)

/** Value of kzs_error.offset when an error has no place in a text. */
#define KZS_NO_OFFSET ((size_t)-1)

/* ------------------------------------------------------------------------------------------
 * 1. Status and errors
 * ---------------------------------------------------------------------------------------- */

/**
 * Every status: name, number, meaning. The numbers are part of the ABI and never change;
 * new ones are added at the end. Bindings can be generated from this list.
 */
#define KZS_STATUS_MAP(X)                                                                     \
    X(KZS_OK, 0, "success")                                                                   \
    X(KZS_ERR_INVALID, 1, "an argument is not valid")                                         \
    X(KZS_ERR_NOMEM, 2, "out of memory")                                                      \
    X(KZS_ERR_NOT_FOUND, 3, "there is no such index or document")                             \
    X(KZS_ERR_EXISTS, 4, "an index is already there")                                         \
    X(KZS_ERR_LOCKED, 5, "another process or handle is writing to the index")                 \
    X(KZS_ERR_READONLY, 6, "the index was opened for reading")                                \
    X(KZS_ERR_IO, 7, "reading or writing failed")                                             \
    X(KZS_ERR_CORRUPT, 8, "the index is damaged")                                             \
    X(KZS_ERR_VERSION, 9, "the index was made by a newer version")                            \
    X(KZS_ERR_SYNTAX, 10, "the text breaks the rules of its language")                        \
    X(KZS_ERR_LIMIT, 11, "a documented limit was exceeded")                                   \
    X(KZS_ERR_STATE, 12, "the handle must be rolled back or has uncommitted changes")         \
    X(KZS_ERR_MODIFIED, 13, "the index changed too fast to read it")                          \
    X(KZS_ERR_FORKED, 14, "the handle was inherited through fork()")                          \
    X(KZS_ERR_INTERNAL, 15, "unexpected failure inside the library")                          \
    X(KZS_ERR_STALE, 16, "the index moved on since the cursor was made")                      \
    X(KZS_ERR_CANCELLED, 17, "the caller stopped it")

/** What a call came to. Zero is success. */
typedef enum kzs_status {
#define KZS_STATUS_ENUM(name, number, text) name = number,
    KZS_STATUS_MAP(KZS_STATUS_ENUM)
#undef KZS_STATUS_ENUM
} kzs_status;

/**
 * Details of a failure. Owned by the caller, usually on the stack, needs no initialisation
 * and no freeing. Its layout never changes.
 */
typedef struct kzs_error {
    kzs_status status;  /**< the status that was returned */
    int system;         /**< errno where the operating system was the cause, else 0 */
    size_t offset;      /**< byte offset in the text at fault, else #KZS_NO_OFFSET */
    char message[480];  /**< one English sentence: what happened, to what, what to do */
} kzs_error;

/**
 * Name of a status as written in this header, such as `"KZS_ERR_LOCKED"`.
 *
 * @return Static string; `"KZS_ERR_UNKNOWN"` for a number this version does not know.
 * @since 0.1
 */
KZS_API const char *kzs_status_name(kzs_status status);

/**
 * Meaning of a status as a short English phrase.
 *
 * @return Static string, never NULL.
 * @since 0.1
 */
KZS_API const char *kzs_status_text(kzs_status status);

/* ------------------------------------------------------------------------------------------
 * 2. Library
 * ---------------------------------------------------------------------------------------- */

/** Version of this header as one number: major * 10000 + minor * 100 + patch. */
#define KZS_VERSION_NUMBER 100
/** Version of this header as text. */
#define KZS_VERSION "0.1.0"

/**
 * Version of the library that is loaded, as text.
 * @return Static string.
 * @since 0.1
 */
KZS_API const char *kzs_version(void);

/**
 * Version of the library that is loaded, as a number to compare with #KZS_VERSION_NUMBER.
 * @since 0.1
 */
KZS_API unsigned kzs_version_number(void);

/**
 * Free memory that the library handed out through a `char **`.
 *
 * @param memory  What was handed out, or NULL.
 * @since 0.1
 */
KZS_API void kzs_free(void *memory);

/* ------------------------------------------------------------------------------------------
 * 3. Documents
 * ---------------------------------------------------------------------------------------- */

/**
 * A document: named fields, each with one or more values, in the order they were added.
 * Documents are plain memory and know no index; field names are checked when a document is
 * put into one. One thread at a time.
 */
typedef struct kzs_doc kzs_doc;

/**
 * Make an empty document.
 *
 * @return New document, owned: free it with kzs_doc_free(); NULL when out of memory.
 * @since 0.1
 */
KZS_API kzs_doc *kzs_doc_new(void);

/**
 * Replace all values of a field by one.
 *
 * @param doc    Document. NULL is reported as #KZS_ERR_NOMEM, so that the result of
 *               kzs_doc_new() need not be checked.
 * @param field  Name: a lower-case ASCII letter, then letters, digits and `_`, at most 32 bytes.
 * @param value  Text, copied. NULL removes the field.
 * @param length Bytes of @p value, or #KZS_NUL.
 * @param[out] err Details, optional.
 *
 * @return KZS_OK; KZS_ERR_INVALID for a bad name; KZS_ERR_NOMEM. A failure also sticks to the
 *         document: a later kzs_put() returns it, so a series of calls can be checked once.
 * @since 0.1
 */
KZS_API kzs_status kzs_doc_set(kzs_doc *doc, const char *field, const char *value,
                               size_t length, kzs_error *err);

/**
 * Add one more value to a field; otherwise as kzs_doc_set().
 * @since 0.1
 */
KZS_API kzs_status kzs_doc_add(kzs_doc *doc, const char *field, const char *value,
                               size_t length, kzs_error *err);

/**
 * A value of a field.
 *
 * @param doc    Document, may be NULL.
 * @param field  Name.
 * @param nth    Which of the field's values, from 0.
 * @param[out] length  Its length in bytes, optional.
 *
 * @return The value, NUL-terminated as well, borrowed from @p doc until it is next changed or
 *         freed; NULL when there is none.
 * @since 0.1
 */
KZS_API const char *kzs_doc_get(const kzs_doc *doc, const char *field, size_t nth,
                                size_t *length);

/**
 * Number of values in a document, over all fields.
 * @since 0.1
 */
KZS_API size_t kzs_doc_count(const kzs_doc *doc);

/**
 * Walk over all values of a document in their order.
 *
 * @param doc    Document.
 * @param i      From 0 to kzs_doc_count() - 1.
 * @param[out] field   Field name, borrowed, optional.
 * @param[out] length  Length of the value, optional.
 *
 * @return The value, borrowed as with kzs_doc_get(); NULL when @p i is out of range.
 * @since 0.1
 */
KZS_API const char *kzs_doc_value(const kzs_doc *doc, size_t i, const char **field,
                                  size_t *length);

/**
 * Free a document.
 * @since 0.1
 */
KZS_API void kzs_doc_free(kzs_doc *doc);

/* ------------------------------------------------------------------------------------------
 * 4. Index
 * ---------------------------------------------------------------------------------------- */

/**
 * An open index: a directory holding a Xapian glass database. May be shared by all threads of
 * a process. One handle in all processes may be open for writing, any number for reading.
 */
typedef struct kzs_index kzs_index;

/** How to open an index: #KZS_READ alone, or #KZS_WRITE with or without #KZS_CREATE. */
enum {
    KZS_READ = 0,       /**< search and fetch */
    KZS_WRITE = 1 << 0, /**< also put and delete; takes the index's one write lock */
    KZS_CREATE = 1 << 1 /**< with KZS_WRITE: make an index with the built-in schema if none */
};

/**
 * Open an index.
 *
 * @param path     Directory of the index.
 * @param mode     #KZS_READ, #KZS_WRITE or `KZS_WRITE | KZS_CREATE`.
 * @param options  `key=value` pairs separated by spaces, or NULL for the defaults:
 *                 - `lock_timeout=MS` how long to wait for the write lock, in milliseconds
 *                   or with a unit (`500ms`, `10s`); default 0, fail at once.
 *                 - `durability=full|commit|none` what kzs_commit() waits for. `full` (the
 *                   default): everything is on the disk, the directory's entries too; nothing
 *                   acknowledged is lost in a power cut. `commit`: the files are, the
 *                   directory is left to the operating system: the death of the process loses
 *                   nothing, a power cut may take back the last commits and, on file systems
 *                   that do not keep the order of renames, damage the index. `none`: nothing
 *                   is waited for: as safe against the death of the process, but a power cut
 *                   may damage the index; for indexes that are quickly built anew.
 *                 - `verify=used|none|all` how much is held to the checksums of the index
 *                   before it is believed. `used` (the default): what a call needs, each block
 *                   once in a process; damage is KZS_ERR_CORRUPT and never an answer. `all`:
 *                   also everything right now. `none`: nothing; with #KZS_WRITE what is there
 *                   becomes what was written, damage and all (doc/reliability.md).
 *                 - `commit_bytes=SIZE` have kzs_put() commit as soon as documents of so many
 *                   bytes are pending (`64M`); default 0: only kzs_commit() commits.
 *                 - `pending_bytes=SIZE` refuse documents beyond so many pending bytes;
 *                   default 1 GiB. Pending changes take up memory: see kzs_put().
 * @param[out] out New handle, owned: close it with kzs_index_close().
 * @param[out] err Details, optional.
 *
 * @return KZS_OK, or
 *         KZS_ERR_NOT_FOUND  nothing is at @p path
 *         KZS_ERR_INVALID    @p path holds something else, or an unknown option
 *         KZS_ERR_LOCKED     somebody else is writing, and the timeout passed
 *         KZS_ERR_VERSION    the index was made by a newer version of the library
 *         KZS_ERR_CORRUPT    the index is damaged
 *         KZS_ERR_IO         the operating system refused; `err->system` has the errno
 *         KZS_ERR_NOMEM
 * @since 0.1   @see kzs_index_create()
 */
KZS_API kzs_status kzs_index_open(const char *path, unsigned mode, const char *options,
                                  kzs_index **out, kzs_error *err);

/**
 * Make a new index with a schema of your own and open it for writing.
 *
 * A schema is text, one field a line, `#` starts a comment:
 *
 *     title    text     weight=2        # analysed; words found here lift a document
 *     author   keyword  words           # exact values, also searchable word by word
 *     tags     keyword  alias=tag       # `tag:x` in a query means this field
 *     date     date                     # YYYY, YYYY-MM, YYYY-MM-DD, or with a time of day
 *     views    number
 *     url      stored                   # kept, not searched
 *     body     text     main            # the text that snippets are taken from
 *
 * A line with ` = ` adds to the built-in table of names: spellings of one name, Russian ones
 * in the nominative; a search for one finds all of them.
 *
 *     Verny = Верный = Alma-Ata = Алма-Ата
 *
 * Field names follow kzs_doc_set(). The built-in schema is what kzs_index_schema() returns
 * for an index made with NULL. Fields that a document has and the schema lacks are stored. A
 * date or number field is searched and sorted by its first value, others of it are stored; a
 * keyword field has any number of values.
 *
 * @param path     Directory to make; its parent must exist. An empty directory is used.
 * @param schema   Schema text, NUL-terminated; NULL for the built-in one.
 * @param options  As for kzs_index_open().
 * @param[out] out New handle, owned: close it with kzs_index_close().
 * @param[out] err Details; for a bad schema its byte offset and line. Optional.
 *
 * @return KZS_OK; KZS_ERR_EXISTS when @p path is not empty; KZS_ERR_SYNTAX for a bad schema;
 *         else as kzs_index_open().
 * @since 0.1
 */
KZS_API kzs_status kzs_index_create(const char *path, const char *schema, const char *options,
                                    kzs_index **out, kzs_error *err);

/**
 * Close an index and free its handle.
 *
 * Nothing is committed: changes since the last kzs_commit() are given up, and that is
 * reported. No other thread may be using the handle.
 *
 * @param index  Handle, or NULL. Freed whatever is returned.
 * @param[out] err Details, optional.
 *
 * @return KZS_OK; KZS_ERR_STATE when uncommitted changes were given up.
 * @since 0.1
 */
KZS_API kzs_status kzs_index_close(kzs_index *index, kzs_error *err);

/** What an index holds. Filled by kzs_index_info(). */
typedef struct kzs_info {
    size_t size;               /**< set this to sizeof(kzs_info) before the call */
    uint64_t documents;        /**< committed documents */
    uint64_t commit_number;    /**< grows with every commit; two readers can compare it */
    uint64_t bytes;            /**< bytes on disk */
    uint64_t pending;          /**< documents put or deleted through this handle, uncommitted */
    double average_length;     /**< mean length in terms: a word, its name keys, titles twice */
    unsigned format_version;   /**< layout of the index */
    unsigned analysis_version; /**< rules by which its text was analysed */
    unsigned writable;         /**< 1 when this handle may write */
    unsigned direct;           /**< 1 when kzs_bulk wrote it directly, 0 when Xapian did */
} kzs_info;

/**
 * Describe an index as of its last commit.
 *
 * @param index  Open index.
 * @param[in,out] info  `info->size` says how much the caller knows; fields beyond it are left out.
 * @param[out] err Details, optional.
 *
 * @return KZS_OK; KZS_ERR_INVALID when `info->size` is not set; KZS_ERR_IO; KZS_ERR_CORRUPT.
 * @since 0.1
 */
KZS_API kzs_status kzs_index_info(kzs_index *index, kzs_info *info, kzs_error *err);

/**
 * The schema of an index, as text in the form of kzs_index_create().
 *
 * @return Borrowed from @p index, valid while it is open.
 * @since 0.1
 */
KZS_API const char *kzs_index_schema(const kzs_index *index);

/* ------------------------------------------------------------------------------------------
 * 5. Writing
 *
 * Changes become visible to searches, and safe on disk, together, at kzs_commit(). A document
 * is checked whole before anything is changed: a bad one is refused alone. Should a change or a
 * commit fail for want of memory or disk, every further change is refused with KZS_ERR_STATE
 * until the caller decides: kzs_commit() opens the index afresh, makes all pending changes
 * again and commits them; kzs_rollback() gives them up. Nothing committed is ever lost, and no
 * commit succeeds without all that was pending.
 *
 * Files: a new index's directory is for its owner alone (mode 0700), whatever the umask. Files
 * made later follow the directory: who may enter it may read them (0750 gives 0640), and they
 * get its group.
 * ---------------------------------------------------------------------------------------- */

/** Longest document in bytes, over all values. */
#define KZS_DOC_MAX ((size_t)256 * 1024 * 1024)

/** Longest document id in bytes. */
#define KZS_ID_MAX ((size_t)4096)

/**
 * Put a document into the index, replacing the one with the same id.
 *
 * @param index  Index opened for writing.
 * @param id     The caller's name for the document: any bytes, 1 to #KZS_ID_MAX.
 * @param length Bytes of @p id, or #KZS_NUL.
 * @param doc    Document; borrowed, not kept.
 * @param[out] err Details, optional.
 *
 * @return KZS_OK, or
 *         KZS_ERR_INVALID   empty id; a date or number field that is none (the message says which)
 *         KZS_ERR_LIMIT     id or document too long; or more is pending than `pending_bytes`
 *                           allows: kzs_commit(), then put it again
 *         KZS_ERR_READONLY  opened for reading
 *         KZS_ERR_STATE     an earlier change failed: kzs_commit() or kzs_rollback() first
 *         KZS_ERR_IO, KZS_ERR_CORRUPT, KZS_ERR_NOMEM  this document was not put, those before
 *                           are pending as they were
 *
 * With `commit_bytes` this call may commit, and then also return what kzs_commit() returns; the
 * document is among the pending ones in that case.
 *
 * Memory: the last 10,000 documents or `pending_bytes`, whichever is less, wait in memory,
 * together with what the index needs to sort them: six to twelve bytes for each byte of text.
 * What is kept to do a commit again is 4 MiB and one document; the rest is in a file without a
 * name in the index's directory.
 * @since 0.1
 */
KZS_API kzs_status kzs_put(kzs_index *index, const char *id, size_t length, kzs_doc *doc,
                           kzs_error *err);

/**
 * Delete the document with an id.
 *
 * @return KZS_OK; KZS_ERR_NOT_FOUND when there is none (nothing was changed); else as kzs_put().
 * @since 0.1
 */
KZS_API kzs_status kzs_delete(kzs_index *index, const char *id, size_t length, kzs_error *err);

/**
 * Make all changes since the last commit durable and visible, all or none of them.
 *
 * Each commit has a number, which kzs_index_info() tells: a caller that keeps it with the
 * place in its own sources knows after a crash where to go on.
 *
 * @return KZS_OK: the changes are visible and, with `durability=full`, on disk: they survive a
 *         crash or power cut;
 *         KZS_ERR_READONLY;
 *         KZS_ERR_IO, KZS_ERR_NOMEM, KZS_ERR_LOCKED...: the changes are not acknowledged. Call
 *         again when the cause is mended: all are made again, each once; or kzs_rollback().
 *         Until then readers see the state before or, when only the last step of making it
 *         durable failed, the state after; never anything between.
 * @since 0.1
 */
KZS_API kzs_status kzs_commit(kzs_index *index, kzs_error *err);

/**
 * Give up all changes since the last commit and bring a failed handle back into use.
 *
 * After a failed kzs_commit() the commit number tells whether it came about all the same.
 *
 * @return KZS_OK; KZS_ERR_READONLY; KZS_ERR_LOCKED or KZS_ERR_IO when the index could not be
 *         opened again: call once more when the cause is mended.
 * @since 0.1
 */
KZS_API kzs_status kzs_rollback(kzs_index *index, kzs_error *err);

/**
 * Fetch a document by id, as of the last commit.
 *
 * @param[out] out New document with all stored values, owned: free it with kzs_doc_free().
 *
 * @return KZS_OK; KZS_ERR_NOT_FOUND; KZS_ERR_IO; KZS_ERR_CORRUPT; KZS_ERR_NOMEM.
 * @since 0.1
 */
KZS_API kzs_status kzs_get(kzs_index *index, const char *id, size_t length, kzs_doc **out,
                           kzs_error *err);

/** Longest key of a note in bytes. */
#define KZS_NOTE_KEY_MAX ((size_t)200)

/** Longest value of a note in bytes. */
#define KZS_NOTE_MAX ((size_t)1024 * 1024)

/**
 * Keep a note in the index, for the program that fills it: which sources it has read and how
 * far, say. Notes are committed with the documents, both or neither, and are no documents: no
 * search sees them. Backups and compacting keep them; kzs_rebuild() and a replacement by
 * kzs_bulk_new() do not.
 *
 * @param index  Index opened for writing.
 * @param key    Its name, 1 to #KZS_NOTE_KEY_MAX bytes, NUL-terminated.
 * @param value  Bytes, copied. NULL, or a length of 0, removes the note.
 * @param length Bytes of @p value, at most #KZS_NOTE_MAX, or #KZS_NUL.
 * @param[out] err Details, optional.
 *
 * @return KZS_OK; KZS_ERR_INVALID without a key; KZS_ERR_LIMIT when key or value is too long;
 *         else as kzs_put().
 * @since 0.1
 */
KZS_API kzs_status kzs_note_set(kzs_index *index, const char *key, const char *value,
                                size_t length, kzs_error *err);

/**
 * Fetch a note, as of the last commit.
 *
 * @param[out] out Value, NUL-terminated, owned: free it with kzs_free().
 * @param[out] length Its bytes, optional.
 *
 * @return KZS_OK; KZS_ERR_NOT_FOUND; KZS_ERR_INVALID without a key; KZS_ERR_IO;
 *         KZS_ERR_CORRUPT; KZS_ERR_NOMEM.
 * @since 0.1
 */
KZS_API kzs_status kzs_note_get(kzs_index *index, const char *key, char **out, size_t *length,
                                kzs_error *err);

/**
 * Called with each note, all valid during the call. Return 0 to go on, anything else to stop.
 */
typedef int (*kzs_note_fn)(void *user, const char *key, const char *value, size_t length);

/**
 * Go through the notes whose keys begin with a prefix, as of one commit, in the order of the
 * bytes of their keys. They are gathered first: memory is that of all of them. The callback may
 * use the index.
 *
 * @param prefix Beginning of the keys, NUL-terminated; empty for all.
 *
 * @return KZS_OK, also when stopped; KZS_ERR_INVALID when @p prefix or @p visit is NULL;
 *         KZS_ERR_IO; KZS_ERR_CORRUPT; KZS_ERR_NOMEM.
 * @since 0.1
 */
KZS_API kzs_status kzs_notes(kzs_index *index, const char *prefix, kzs_note_fn visit, void *user,
                             kzs_error *err);

/**
 * An index that is built from many documents at once: many times faster than putting them one
 * by one, in memory that is bounded whatever their number. Until kzs_bulk_finish() what is at
 * its path stays as it is; the new index grows in `PATH.new-PID` beside it. What a program
 * that died left there is removed by the next build of the same path. One thread at a time;
 * it has workers of its own.
 */
typedef struct kzs_bulk kzs_bulk;

/**
 * Begin to build an index.
 *
 * @param path     Directory to make; its parent must exist. An empty directory is replaced.
 * @param schema   As for kzs_index_create(); with `replace=yes` NULL means that of the old one.
 * @param options  `key=value` pairs separated by spaces, or NULL for the defaults:
 *                 - `memory=SIZE` what to use at most, beside some 64 MB and the documents'
 *                   ids; default 256M, at least 8M.
 *                 - `threads=N` workers; default 1, at most 64.
 *                 - `first_commit=N` number of its first commit (default 1), for an index that
 *                   will be put into another's place by other means
 *                 - `replace=yes|no` may an index be there? It is locked against writers and
 *                   searched as before until the new one takes its place, in one step where
 *                   the file system can exchange two directories; a damaged or newer index may
 *                   be replaced as well. The new directory has its mode and group. Open
 *                   readers go over to the new index, whose commit number is one higher;
 *                   should it be built through Xapian they may have to be opened again.
 *                   Default no.
 *                 - `lock_timeout=MS` how long to wait for that lock, as in kzs_index_open().
 *                 - `method=auto|direct|xapian` how: `direct` writes the files of the database
 *                   itself, `xapian` puts one by one. `auto` (the default) is `direct` unless
 *                   the loaded libxapian has another format, or the result is not what it
 *                   should be; kzs_bulk_warning() tells then.
 * @param[out] out New build, owned: free it with kzs_bulk_free().
 * @param[out] err Details, optional.
 *
 * @return KZS_OK, or
 *         KZS_ERR_EXISTS   @p path is not empty, or holds more than the index to be replaced
 *         KZS_ERR_LOCKED   somebody is writing to the index to be replaced, or building it
 *         KZS_ERR_SYNTAX   a bad schema
 *         KZS_ERR_INVALID  an unknown option, or what is at @p path is no index of this library
 *         KZS_ERR_VERSION  `method=direct`, and the loaded libxapian has another format
 *         KZS_ERR_IO, KZS_ERR_NOMEM
 * @since 0.1
 */
KZS_API kzs_status kzs_bulk_new(const char *path, const char *schema, const char *options,
                                kzs_bulk **out, kzs_error *err);

/**
 * Add a document; of two with the same id the later stays. As kzs_put(), but a failure other
 * than KZS_ERR_INVALID and KZS_ERR_LIMIT ends the build: it may be that of a document before.
 * @since 0.1
 */
KZS_API kzs_status kzs_bulk_put(kzs_bulk *bulk, const char *id, size_t length, kzs_doc *doc,
                                kzs_error *err);

/**
 * Write the index, look at it, make it durable and put it at its path, whole or not at all.
 *
 * The result is compared with what was put, as Xapian reads it: counts, and a sample of the
 * documents in all they have. Should it differ it is built again one by one (`method=auto`).
 *
 * @return KZS_OK; KZS_ERR_EXISTS when something else came to be at the path; KZS_ERR_CANCELLED;
 *         KZS_ERR_STATE when it was called before; else what failed: the path is as it was
 *         then, unless the message says that the move itself could not be made durable.
 * @since 0.1
 */
KZS_API kzs_status kzs_bulk_finish(kzs_bulk *bulk, kzs_error *err);

/**
 * Have the call that is under way, or the next one, end soon with KZS_ERR_CANCELLED; then
 * free the build. The one function that may be called while another thread uses the build,
 * and from signal handlers. Too late, it has no effect. NULL is fine.
 * @since 0.1
 */
KZS_API void kzs_bulk_cancel(kzs_bulk *bulk);

/**
 * How the index is built: `"direct"` or `"xapian"`; final after kzs_bulk_finish().
 *
 * @return Static string; NULL for NULL.
 * @since 0.1
 */
KZS_API const char *kzs_bulk_method(const kzs_bulk *bulk);

/**
 * Why the index is built through Xapian although that was not asked for.
 *
 * @return Borrowed from @p bulk; NULL if it is not.
 * @since 0.1
 */
KZS_API const char *kzs_bulk_warning(const kzs_bulk *bulk);

/**
 * End a build. Without kzs_bulk_finish() nothing is left of it. NULL is fine.
 * @since 0.1
 */
KZS_API void kzs_bulk_free(kzs_bulk *bulk);

/* ------------------------------------------------------------------------------------------
 * 6. Queries
 *
 *   just Kazakhstan            ranked: any of the words; together and in order is better;
 *                              stop words only add to the score where others are
 *   "just Kazakhstan"          adjacent and in order, in any inflection, and best as it is written;
 *                              “…” «…» „…“ as well
 *   quasi-states               the compound however spelled: quasi states, quasistates
 *   =states  ="just Kazakhstan" these forms alone: not state; case and ё as everywhere
 *   казах*  *стан  k?zakh      words of this form: * is any letters, ? in front of a letter is
 *                              one; at least 2 letters; not in phrases or beside hyphens
 *   Токаев~  tokaev~2          also words spelled alike: 1 letter put in, left out, replaced or
 *                              exchanged with its neighbour, 2 in words of 6 letters and more or
 *                              where asked for; each counts less; never numbers
 *   nato^2  "red line"^0.5     counts so many times as much, 0 to 1000; behind ( ) for each word
 *   a NEAR/5 b  a ADJ/3 b      at most 5 words from each other; in this order at most 3; words,
 *                              phrases and (a OR b) may be near; without a number: 10
 *   "a b c"~5                  in any order with at most 5 other words between them
 *   +nato -ukraine             must and must not
 *   a AND b   a OR b   NOT b   И ИЛИ НЕ likewise; only in capitals; ( ) group
 *   title:summit tag:energy    a field of the schema
 *   date:2022  date:2022-11    a period; 21.11.2022 and 2022/11/21 as well; date:2022-11-01..2023-01-15 and date:>=2022-11 ranges
 *                              (two ends, date:>=2022 date:<2023, must both hold)
 *   since:2022-11 until:2023   the same for the field `date`
 *   *                          every document
 *
 * doc/query-language.md, kzsearch-query(7), has the whole with examples and grammar.
 *
 * Nothing a user types is an error: what cannot be understood is repaired and reported by
 * kzs_results_warning(). With the option `strict=yes` it is KZS_ERR_SYNTAX with its offset.
 *
 * A query has at most 1,024 words and phrases and 64 levels of ( ). Its words with * ? ~ stand
 * for at most 1,000 words of the index together, the most frequent first, and at most 300,000 are
 * looked at to find them (3,000,000 for a word alone). Phrases read at most 16 lists of positions
 * for each document of the index; of those beyond, words that are nearly everywhere, the words
 * are looked for anywhere. For exact phrases at most 6 MB of texts are read, as a rule those of
 * documents that reach the page. What is beyond is left out with a warning, or in strict mode an
 * error. Words with * ? ~ are those of the last commit. A word or phrase that is repeated counts
 * so many times as much.
 * ---------------------------------------------------------------------------------------- */

/** Longest query text in bytes. */
#define KZS_QUERY_MAX ((size_t)64 * 1024)

/** A query: text, options and filters. Depends on no index. One thread at a time. */
typedef struct kzs_query kzs_query;

/**
 * Make a query.
 *
 * @param text   What the user typed; copied. NULL or empty finds nothing, unless filters are
 *               added: then it means every document that passes them.
 * @param length Bytes of @p text, or #KZS_NUL.
 * @param[out] out New query, owned: free it with kzs_query_free().
 * @param[out] err Details, optional.
 *
 * @return KZS_OK; KZS_ERR_LIMIT when longer than #KZS_QUERY_MAX; KZS_ERR_NOMEM.
 * @since 0.1
 */
KZS_API kzs_status kzs_query_new(const char *text, size_t length, kzs_query **out,
                                 kzs_error *err);

/**
 * Set an option of a query.
 *
 * | key           | value            | meaning                                     | default |
 * |---------------|------------------|---------------------------------------------|---------|
 * | `limit`       | 0 to 10000       | most hits to return                         | 10      |
 * | `offset`      | 0 to 1000000     | hits to skip                                | 0       |
 * | `strict`      | yes, no          | errors instead of repairs                   | no      |
 * | `operator`    | or, and          | how words without an operator are joined    | or      |
 * | `exact_total` | yes, no          | count every match, not only the first 1000  | no      |
 * | `sort`        | keys, see below  | order of the hits                           | relevance |
 * | `cursor`      | token            | go on behind the page that it came from; empty: from the first hit | |
 * | `explain`     | yes, no          | keep what kzs_results_why() and kzs_results_explain() tell | no |
 * | `k1`          | 0 to 10          | BM25: how much repeated words count         | 1       |
 * | `b`           | 0 to 1           | BM25: how much long documents are held back | 0.5     |
 * | `fragments`   | 1 to 10          | most passages that a snippet is made of     | 1       |
 * | `collapse`    | yes, no          | near-duplicates as one hit, see below       | no      |
 *
 * Keys of `sort` are `relevance` and names of date, number and keyword fields, up to 8 with
 * commas between them; `-` in front of a field sorts it backwards: `-date,author,relevance`.
 * Keywords are sorted by the first value of a document, whatever its case. Documents that lack
 * a field come last in either direction; those that are equal in all keys stay in the order in
 * which they came into the index.
 *
 * With `collapse=yes` the first of several matches whose main texts are nearly the same stands
 * for all of them: reprints, with some words changed, a paragraph cut, another headline or
 * byline. kzs_hit.collapsed says how many more there are, kzs_results_collapsed() which. Texts
 * of less than 20 words always stand for themselves. Totals and facets count every document.
 *
 * @return KZS_OK; KZS_ERR_INVALID for an unknown key or a value out of range (the message
 *         names both); KZS_ERR_NOMEM.
 * @since 0.1
 */
KZS_API kzs_status kzs_query_set(kzs_query *query, const char *key, const char *value,
                                 kzs_error *err);

/**
 * Let only documents through whose field matches; does not change scores.
 *
 * @param query  Query.
 * @param field  Field name or alias; whether the index has it is seen when searching.
 * @param value  What would stand behind `field:` in a query: a keyword's whole value, words, a
 *               date, a period or a range. Several filters on one field are alternatives,
 *               but both ends of a range must hold (`>=2022`, `<2023`), and filters on
 *               different fields must all pass.
 * @param length Bytes of @p value, or #KZS_NUL.
 * @param[out] err Details, optional.
 *
 * @return KZS_OK; KZS_ERR_INVALID for a bad field name; KZS_ERR_LIMIT past 64 filters;
 *         KZS_ERR_NOMEM.
 * @since 0.1
 */
KZS_API kzs_status kzs_query_filter(kzs_query *query, const char *field, const char *value,
                                    size_t length, kzs_error *err);

/**
 * Find what is like a document: more like this.
 *
 * What tells the document from the rest of the index, words and names, becomes a part of the
 * query. Several documents and texts, 64 at most, are taken together. Where the query has a
 * text of its own, that text decides what matches, and likeness only ranks it; without one,
 * everything that has any of those words matches, the most alike first. The documents given are
 * no hits themselves. Filters, `collapse`, `sort` and the rest work as in any query.
 *
 * @param query  Query, with or without a text.
 * @param id     Id of a document, copied. Whether the index has it is seen when searching.
 * @param length Bytes of @p id, or #KZS_NUL.
 * @param[out] err Details, optional.
 *
 * @return KZS_OK; KZS_ERR_INVALID when something is NULL or the id empty; KZS_ERR_LIMIT;
 *         KZS_ERR_NOMEM. kzs_search() fails with KZS_ERR_NOT_FOUND when there is no such
 *         document.
 * @since 0.1
 */
KZS_API kzs_status kzs_query_like(kzs_query *query, const char *id, size_t length,
                                  kzs_error *err);

/**
 * Find what is like a text, which need not be in any index; otherwise as kzs_query_like().
 *
 * @param text   Text, copied. Its first MiB is looked at.
 * @param length Bytes of @p text, or #KZS_NUL.
 * @since 0.1
 */
KZS_API kzs_status kzs_query_like_text(kzs_query *query, const char *text, size_t length,
                                       kzs_error *err);

/** Most values that one facet lists. */
#define KZS_FACET_MAX 10000

/**
 * Have the matching documents counted by the values of a keyword field.
 *
 * Counts are exact: every matching document is counted, once for each of its values, however
 * few hits are asked for. Read them with kzs_results_facet().
 *
 * @param query  Query.
 * @param field  Keyword field or its alias; whether the index has it is seen when searching.
 *               A field that was added before gets the new @p top_n. At most 32 fields.
 * @param top_n  Most values to list, the most frequent first; 0 to #KZS_FACET_MAX.
 * @param[out] err Details, optional.
 *
 * @return KZS_OK; KZS_ERR_INVALID for a bad field name; KZS_ERR_LIMIT.
 * @since 0.1
 */
KZS_API kzs_status kzs_query_facet(kzs_query *query, const char *field, size_t top_n,
                                   kzs_error *err);

/**
 * Have the matching documents counted by year, month or day, for kzs_results_timeline().
 *
 * @param query  Query. It has one timeline: a second call replaces the first.
 * @param field  Date field or its alias; NULL for the first one of the index's schema.
 * @param unit   `year`, `month`, `day`, or `auto`: the finest that has at most 62 days or 60
 *               months from first to last and nine in ten dates precise enough. Units of which
 *               there would be more than 10,000 are replaced by the next larger one.
 * @param[out] err Details, optional.
 *
 * @return KZS_OK; KZS_ERR_INVALID for a bad field name or unit.
 * @since 0.1
 */
KZS_API kzs_status kzs_query_timeline(kzs_query *query, const char *field, const char *unit,
                                      kzs_error *err);

/**
 * What was understood of a query and what it becomes: for those who wonder, and for bug reports.
 *
 * One JSON object:
 *
 *     text        what was typed
 *     canonical   the same after all repairs, in plain terms of the query language; where
 *                 nothing was repaired a query of this text has the same plan
 *     tree        groups, operators and words with their fields, or null
 *     filters     those of kzs_query_filter()
 *     plan        what the index is asked: operations with their operands in `of`, terms as
 *                 they are indexed. Names of operations may change between versions
 *     warnings    what was repaired, each with its byte offset in `text`
 *
 * @param index  Index whose fields and names are used; NULL for the built-in ones.
 * @param query  Query; borrowed, not changed.
 * @param[out] out JSON, NUL-terminated UTF-8, owned: free it with kzs_free().
 * @param[out] err Details, optional.
 *
 * @return KZS_OK; KZS_ERR_SYNTAX with `strict=yes`; KZS_ERR_INVALID when @p query or @p out is
 *         NULL, or for a filter as in kzs_search(); KZS_ERR_NOMEM. Threads: as kzs_search().
 * @since 0.1
 */
KZS_API kzs_status kzs_query_describe(kzs_index *index, const kzs_query *query, char **out,
                                      kzs_error *err);

/**
 * Free a query.
 * @since 0.1
 */
KZS_API void kzs_query_free(kzs_query *query);

/* ------------------------------------------------------------------------------------------
 * 7. Searching
 * ---------------------------------------------------------------------------------------- */

/**
 * A page of hits with their stored values. Plain memory: it survives the index and the query.
 * One thread at a time.
 */
typedef struct kzs_results kzs_results;

/**
 * Search: find the best documents for a query, as of the last commit.
 *
 * Matching and fetching happen in this one call; a writer committing meanwhile is never seen.
 *
 * @param index  Open index, for reading or writing.
 * @param query  Query; borrowed, not changed, reusable.
 * @param[out] out New page, owned: free it with kzs_results_free(). Also when nothing is found.
 * @param[out] err Details; for KZS_ERR_SYNTAX with the byte offset in the query text. Optional.
 *
 * @return KZS_OK, also when nothing matches; or
 *         KZS_ERR_SYNTAX    with `strict=yes`: the query text or a filter cannot be understood
 *         KZS_ERR_INVALID   a filter, facet or sort key on a field that the index lacks or
 *                           that is of the wrong kind; a filter on a date or number field by
 *                           something that is neither value nor range
 *         KZS_ERR_NOT_FOUND a document to find the like of is not there
 *         KZS_ERR_STALE     the cursor is of another index or of another commit; see
 *                           kzs_results_cursor()
 *         KZS_ERR_MODIFIED  writers committed faster than the search could read; try again
 *         KZS_ERR_IO, KZS_ERR_CORRUPT, KZS_ERR_NOMEM
 *
 * Cost: ranked by relevance alone, what cannot reach the page is skipped. Facets, cursors and
 * other orders look at every matching document. Memory follows offset and limit and, for
 * facets, the number of different values, never the number of matches.
 *
 * Ranking: BM25 (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009) over
 * stems, with additions for words found in weighted fields, adjacent words and whole phrases.
 * @since 0.1
 */
KZS_API kzs_status kzs_search(kzs_index *index, const kzs_query *query, kzs_results **out,
                              kzs_error *err);

/** Numbers of a whole search. Filled by kzs_results_summary(). */
typedef struct kzs_summary {
    size_t size;              /**< set this to sizeof(kzs_summary) before the call */
    uint64_t total;           /**< matching documents: best estimate, exact if lower == upper */
    uint64_t total_lower;     /**< at least so many match */
    uint64_t total_upper;     /**< at most so many match */
    uint64_t documents;       /**< documents in the index that was searched */
    uint64_t commit_number;   /**< the commit that was searched, as in kzs_info */
    uint64_t microseconds;    /**< time that the search took */
} kzs_summary;

/**
 * Totals and time of a search.
 *
 * @return KZS_OK; KZS_ERR_INVALID when `summary->size` is not set.
 * @since 0.1
 */
KZS_API kzs_status kzs_results_summary(const kzs_results *results, kzs_summary *summary);

/**
 * Number of hits on this page.
 * @since 0.1
 */
KZS_API size_t kzs_results_count(const kzs_results *results);

/** One hit. Filled by kzs_results_hit(). */
typedef struct kzs_hit {
    size_t size;       /**< set this to sizeof(kzs_hit) before the call */
    const char *id;    /**< the document's id, NUL-terminated, borrowed from the results */
    size_t id_length;  /**< its bytes */
    uint64_t rank;     /**< 1 for the best, counting from the first page */
    double score;      /**< higher is better; comparable only within one search */
    int percent;       /**< score as a share of the best possible, 0 to 100 */
    uint64_t collapsed; /**< matching near-duplicates that it stands for, itself not counted;
                             0 unless the query has `collapse=yes` */
} kzs_hit;

/**
 * A hit of the page.
 *
 * @param i  From 0 to kzs_results_count() - 1.
 * @return KZS_OK; KZS_ERR_INVALID when @p i is out of range or `hit->size` is not set.
 * @since 0.1
 */
KZS_API kzs_status kzs_results_hit(const kzs_results *results, size_t i, kzs_hit *hit);

/** Most ids that kzs_results_collapsed() lists of a hit. */
#define KZS_COLLAPSED_MAX 100

/**
 * The id of a near-duplicate that a hit stands for.
 *
 * @param i  Which hit.
 * @param n  From 0 to kzs_hit.collapsed - 1, in the order in which they came into the index;
 *           the first #KZS_COLLAPSED_MAX are listed.
 * @param[out] length  Its bytes, optional.
 *
 * @return Id, NUL-terminated, borrowed from @p results; NULL when there are no more.
 * @since 0.1
 */
KZS_API const char *kzs_results_collapsed(const kzs_results *results, size_t i, size_t n,
                                          size_t *length);

/**
 * Where the next page begins: a token for the option `cursor` of a query that is the same in
 * text, filters, `sort`, `k1` and `b`. Its limit may differ, its offset must be 0. However deep
 * the page, it costs no more memory than the first one.
 *
 * Going from page to page this way gives every hit exactly once as long as nothing is committed.
 * When a writer commits meanwhile: sorted by fields alone (`sort=-date,author`), documents that
 * are neither changed nor deleted still come exactly once. Where relevance is among the keys
 * the next search fails with KZS_ERR_STALE, since scores depend on the whole index: begin again
 * without a cursor.
 *
 * @return Printable ASCII, borrowed from @p results, to be passed on unchanged; NULL when there
 *         are no more hits, none were asked for, or near-duplicates are collapsed.
 * @since 0.1
 */
KZS_API const char *kzs_results_cursor(const kzs_results *results);

/**
 * The stored document of a hit.
 *
 * @return Borrowed from @p results; NULL when @p i is out of range.
 * @since 0.1
 */
KZS_API const kzs_doc *kzs_results_doc(const kzs_results *results, size_t i);

/**
 * Why a hit was found, in a few words: those that say most come first.
 *
 * | reason     | a part of the query was found                                     |
 * |------------|-------------------------------------------------------------------|
 * | `phrase`   | as a phrase, as its quotes demand                                 |
 * | `together` | with all its words side by side, in order                         |
 * | `adjacent` | with two neighbouring words side by side                          |
 * | a field    | in this field: `title`, or the keyword field that was searched    |
 * | `word`     | as a word, in any inflection                                      |
 * | `name`     | as a name in another spelling or script, or one of several words  |
 * | `form`     | exactly as it is written                                          |
 * | `compound` | as one word for several                                           |
 *
 * @param results  Page of hits of a query with the option `explain`.
 * @param i        Which hit.
 * @param n        From 0 upwards. Each reason comes once.
 *
 * @return The reason, borrowed from @p results; NULL when there are no more, or the query did
 *         not ask. What only restricts (filters, fields of dates) is no reason.
 * @since 0.1
 */
KZS_API const char *kzs_results_why(const kzs_results *results, size_t i, size_t n);

/**
 * What the score of a hit is made of, as one JSON object:
 *
 * @code
 *     {"score": 4.1,              the hit's score, the sum of its parts
 *      "length": 412,             of the document, in terms, as kzs_info.average_length
 *      "average_length": 388.5, "documents": 1200,       of the index
 *      "parts": [                 the largest first
 *       {"words": "Токаев", "start": 0, "end": 12,       of the query's text, bytes
 *        "kind": "word",          word, phrase, compound, name; form (words as they are
 *                                 written: restricts after =, adds for quoted phrases, with no
 *                                 terms where texts were read); and what only adds: field (a word found in
 *                                 a weighted field), near (two words at most six apart), adjacent,
 *                                 together, extra (stop words and initials), other (rare: up to
 *                                 1.4.22 libxapian may count a phrase for the wrong one of two
 *                                 documents that are neighbours in the index; may be negative)
 *        "field": null,           field that was searched; null: any text
 *        "factor": 1,             BM25 weight of the terms together is multiplied by this
 *        "score": 3.2,            what the part adds to the score, in all
 *        "terms": [               those of its terms that the document has
 *         {"term": "токаев",
 *          "kind": "stem",        stem, name (key of a name), form (as written), keyword
 *          "count": 3,            how often the document has it
 *          "documents": 87}]}]}   how many documents do
 * @endcode
 *
 * @param results  Page of hits of a query with the option `explain`.
 * @param i        Which hit.
 * @param[out] json  NUL-terminated UTF-8, owned: free it with kzs_free(). Numbers have a decimal
 *                 point in every locale. More names may be added.
 * @param[out] err Details, optional.
 *
 * @return KZS_OK; KZS_ERR_INVALID when @p i is out of range or the query did not ask for
 *         explanations; KZS_ERR_NOMEM.
 *
 * Cost: with `explain`, the search weighs each part of the query once more for the hits of the
 * page; the search fails with KZS_ERR_LIMIT where hits times parts are more than 16 million.
 * @since 0.1
 */
KZS_API kzs_status kzs_results_explain(const kzs_results *results, size_t i, char **json,
                                       kzs_error *err);

/** How matches are marked and which characters are made safe in a snippet. */
typedef enum kzs_format {
    KZS_PLAIN = 0, /**< no marks; control characters become spaces */
    KZS_HTML = 1,  /**< `<mark>` around matches; everything else escaped for HTML text */
    KZS_ANSI = 2   /**< bold for terminals; control characters become spaces */
} kzs_format;

/** Length of a snippet that is the whole text, only marked. */
#define KZS_WHOLE ((size_t)-1)

/**
 * The parts of a hit's text that show why it was found, with the matches marked.
 *
 * One passage, or up to as many as the query's option `fragments`, joined by ` … `: those with
 * the rarest words of the query and the most different ones. A passage is whole sentences
 * where they fit, else it ends between words, and goes on behind a match as far as there is
 * room. A phrase that was asked for in quotes is one mark; names are marked in every spelling
 * and script that they are found by. Matches that overlap are one mark.
 *
 * @param results  Page of hits.
 * @param i        Which hit.
 * @param field    Field to take the text from; NULL for the schema's main text. A field
 *                 as short as @p characters is returned whole: a title can be marked this way.
 * @param format   Marks and escaping.
 * @param characters  Most characters (code points) of text, marks and entities not counted,
 *                 of all passages together; 0 for 240, #KZS_WHOLE for everything. A cut end
 *                 shows as `…`.
 * @param[out] out Snippet, NUL-terminated UTF-8, owned: free it with kzs_free(). Empty when
 *                 the field is.
 * @param[out] err Details, optional.
 *
 * @return KZS_OK; KZS_ERR_INVALID when @p i or @p format is out of range or @p out is NULL;
 *         KZS_ERR_NOMEM.
 *         White space is folded to single spaces. The text is never cut inside a character or
 *         what readers see as one, nor inside a word that is not longer than all there is
 *         room for. What is invisible and acts on a terminal or on the direction of text is
 *         left out.
 *         Cost: the text is analysed, 4 MiB of it at most, or 256 KiB where something is found.
 * @since 0.1
 */
KZS_API kzs_status kzs_results_snippet(const kzs_results *results, size_t i, const char *field,
                                       kzs_format format, size_t characters, char **out,
                                       kzs_error *err);

/** How a place in a text came to match. */
typedef enum kzs_match_kind {
    KZS_MATCH_WORD = 0,     /**< a word of the query, in any inflection */
    KZS_MATCH_PHRASE = 1,   /**< all words of a phrase */
    KZS_MATCH_NAME = 2,     /**< a name in another spelling or script, or of several words */
    KZS_MATCH_COMPOUND = 3, /**< several words as one: `quasi-states`, a date, a sum */
    KZS_MATCH_PASSAGE = 4   /**< no match: a passage, from kzs_results_passages() */
} kzs_match_kind;

/** A place in a text. Its layout never changes: it comes in arrays. */
typedef struct kzs_match {
    size_t start;           /**< first byte */
    size_t end;             /**< one past its last byte */
    size_t start_character; /**< the same in characters (code points) of the text; */
    size_t end_character;   /**< each stretch of invalid bytes that reads as U+FFFD is one */
    kzs_match_kind kind;    /**< how it came to match */
} kzs_match;

/**
 * All matches in a hit's text, for callers that mark it themselves.
 *
 * @param results  Page of hits.
 * @param i        Which hit.
 * @param field    Field; NULL for the schema's main text. Offsets are in the value that
 *                 kzs_doc_get() has for it.
 * @param[out] out Matches in order, none overlapping another: where matches do, they are one,
 *                 of the kind of the longest. Owned: free it with kzs_free().
 * @param[out] count  How many.
 * @param[out] err Details, optional.
 *
 * @return KZS_OK; KZS_ERR_INVALID when @p i is out of range or @p out or @p count is NULL;
 *         KZS_ERR_NOMEM. Cost: all of the text is analysed.
 * @since 0.1
 */
KZS_API kzs_status kzs_results_matches(const kzs_results *results, size_t i, const char *field,
                                       kzs_match **out, size_t *count, kzs_error *err);

/**
 * The passages that kzs_results_snippet() would show, as places of kind #KZS_MATCH_PASSAGE in
 * the text; otherwise as kzs_results_matches().
 *
 * @param characters  As for kzs_results_snippet().
 * @since 0.1
 */
KZS_API kzs_status kzs_results_passages(const kzs_results *results, size_t i,
                                        const char *field, size_t characters, kzs_match **out,
                                        size_t *count, kzs_error *err);

/**
 * Mark the matches of a query in a text that need not be in any index.
 *
 * @param index   Index whose schema and names are used and whose words tell which are rare;
 *                NULL for the built-in schema and names, all words alike.
 * @param query   Query. Its filters and required words decide nothing here: whatever of it
 *                stands in the text is marked.
 * @param field   Which field the text is, so that `title:x` marks titles alone; NULL for the
 *                schema's main text.
 * @param text    Text.
 * @param length  Its bytes, or #KZS_NUL.
 * @param format, characters, out, err  As for kzs_results_snippet().
 *
 * @return KZS_OK; KZS_ERR_SYNTAX with `strict=yes`; KZS_ERR_INVALID when @p query or @p out is
 *         NULL or @p format out of range, or for a filter as in kzs_search(); KZS_ERR_NOMEM;
 *         with an index also as kzs_search(). Threads: as kzs_search().
 * @since 0.1
 */
KZS_API kzs_status kzs_highlight(kzs_index *index, const kzs_query *query, const char *field,
                                 const char *text, size_t length, kzs_format format,
                                 size_t characters, char **out, kzs_error *err);

/**
 * All matches of a query in a text; as kzs_highlight() and kzs_results_matches().
 * @since 0.1
 */
KZS_API kzs_status kzs_highlight_matches(kzs_index *index, const kzs_query *query,
                                         const char *field, const char *text, size_t length,
                                         kzs_match **out, size_t *count, kzs_error *err);

/** Counts of matching documents by the values of a field. Filled by kzs_results_facet(). */
typedef struct kzs_facet {
    size_t size;        /**< set this to sizeof(kzs_facet) before the call */
    const char *field;  /**< as it was named to kzs_query_facet(), borrowed from the results */
    size_t count;       /**< values that are listed */
    uint64_t distinct;  /**< different values in all matching documents */
    uint64_t missing;   /**< matching documents that have no value */
} kzs_facet;

/** A value and its count. Filled by kzs_results_facet_value(). */
typedef struct kzs_facet_value {
    size_t size;       /**< set this to sizeof(kzs_facet_value) before the call */
    const char *value; /**< in its commonest spelling, NUL-terminated, borrowed from the results */
    size_t length;     /**< its bytes */
    uint64_t count;    /**< matching documents that have it, in any case and spelling that
                            kzs_query_filter() takes for the same */
} kzs_facet_value;

/**
 * Number of facets: as many as the query asked for.
 * @since 0.1
 */
KZS_API size_t kzs_results_facet_count(const kzs_results *results);

/**
 * A facet of the search.
 *
 * @param i  From 0 to kzs_results_facet_count() - 1, in the order of kzs_query_facet().
 * @return KZS_OK; KZS_ERR_INVALID when @p i is out of range or `facet->size` is not set.
 * @since 0.1
 */
KZS_API kzs_status kzs_results_facet(const kzs_results *results, size_t i, kzs_facet *facet);

/**
 * A value of a facet.
 *
 * @param i  Which facet.
 * @param n  From 0 to kzs_facet.count - 1: the most frequent first, equally frequent ones in
 *           alphabetical order, case apart.
 * @return KZS_OK; KZS_ERR_INVALID when @p i or @p n is out of range or `value->size` is not set.
 * @since 0.1
 */
KZS_API kzs_status kzs_results_facet_value(const kzs_results *results, size_t i, size_t n,
                                           kzs_facet_value *value);

/** Counts of matching documents by date. Filled by kzs_results_timeline(). */
typedef struct kzs_timeline {
    size_t size;        /**< set this to sizeof(kzs_timeline) before the call */
    const char *field;  /**< the date field, borrowed from the results */
    const char *unit;   /**< `year`, `month` or `day`; static */
    size_t count;       /**< buckets from the first to the last match, empty ones included */
    uint64_t missing;   /**< matching documents without a date */
    uint64_t coarse;    /**< with a date too coarse for the unit: 2022 in a timeline by month */
} kzs_timeline;

/** One year, month or day. Filled by kzs_results_bucket(). */
typedef struct kzs_bucket {
    size_t size;        /**< set this to sizeof(kzs_bucket) before the call */
    const char *date;   /**< `2022`, `2022-11` or `2022-11-21`, borrowed from the results */
    uint64_t count;     /**< matching documents */
    uint64_t documents; /**< all documents of the index with such a date: where there are many,
                             many match; count / documents tells how much was written of it */
} kzs_bucket;

/**
 * The timeline of a search.
 *
 * @return KZS_OK; KZS_ERR_NOT_FOUND when the query had none; KZS_ERR_INVALID when
 *         `timeline->size` is not set.
 * @since 0.1
 */
KZS_API kzs_status kzs_results_timeline(const kzs_results *results, kzs_timeline *timeline);

/**
 * A bucket of the timeline.
 *
 * @param n  From 0 to kzs_timeline.count - 1, the oldest first.
 * @return KZS_OK; KZS_ERR_INVALID when @p n is out of range or `bucket->size` is not set.
 * @since 0.1
 */
KZS_API kzs_status kzs_results_bucket(const kzs_results *results, size_t n, kzs_bucket *bucket);

/**
 * What was repaired in the query text.
 *
 * @param n  From 0 upwards, in order of the text.
 * @param[out] offset  Byte offset in the query text, optional.
 *
 * @return English sentence, borrowed from @p results; NULL when there are no more.
 * @since 0.1
 */
KZS_API const char *kzs_results_warning(const kzs_results *results, size_t n, size_t *offset);

/**
 * Free a page of results.
 * @since 0.1
 */
KZS_API void kzs_results_free(kzs_results *results);

/* ------------------------------------------------------------------------------------------
 * 8. Suggestions
 * ---------------------------------------------------------------------------------------- */

/** Why something is suggested. */
typedef enum kzs_suggestion_kind {
    KZS_SUGGEST_SPELLING = 0, /**< a word of the index that is spelt much like the one typed */
    KZS_SUGGEST_LAYOUT = 1,   /**< the same keys on the other keyboard: `njrftd`, токаев */
    KZS_SUGGEST_SCRIPT = 2,   /**< Russian typed in Latin letters: `vybory`, выборы */
    KZS_SUGGEST_WORD = 3,     /**< the last word completed */
    KZS_SUGGEST_TITLE = 4     /**< a title that begins so */
} kzs_suggestion_kind;

/** Suggestions, the likeliest first. Plain memory, one thread at a time. */
typedef struct kzs_suggestions kzs_suggestions;

/** One of them. Filled by kzs_suggestions_get(). */
typedef struct kzs_suggestion {
    size_t size;              /**< set this to sizeof(kzs_suggestion) before the call */
    const char *text;         /**< the whole text, to be searched for; NUL-terminated, borrowed */
    size_t length;            /**< its bytes */
    kzs_suggestion_kind kind; /**< of the first word that was changed */
    uint64_t documents;       /**< documents with the new word, or the rarest of them */
} kzs_suggestion;

/**
 * Did you mean: texts in which words that the index lacks are replaced by words that it has.
 *
 * A word is in question when no document has it in any inflection, when another word that
 * differs in one letter is 200 times as common, or, where the index has other inflections alone,
 * when one within two edits is three times as common as those. Replacements are words that stand in the index
 * now: within two edits (letters left out, put in, replaced, exchanged), on the other keyboard
 * layout, either way, or as Russian in Latin letters; chosen by how common they are and how
 * easily the mistake is made. Words with digits, stop words and names of fields stay as they
 * are, and so does all that is not a word. Names that the index has in another spelling are
 * found as they are; a suggestion says in which spelling it has them.
 *
 * @param index  Open index.
 * @param text   What was typed: words, or a query.
 * @param length Bytes of @p text, or #KZS_NUL.
 * @param limit  Most suggestions.
 * @param[out] out New suggestions, none if nothing is in question; owned: free them with
 *                 kzs_suggestions_free().
 * @param[out] err Details, optional.
 *
 * @return KZS_OK; KZS_ERR_LIMIT when the text is longer than #KZS_QUERY_MAX; KZS_ERR_INVALID
 *         when @p out is NULL or the index too old; else as kzs_search().
 *         Cost: a few milliseconds a word. The first call after a commit reads all words of the
 *         index into memory, 20 to 40 bytes each, where they stay while the index is open.
 *         Threads: any.
 * @since 0.1
 */
KZS_API kzs_status kzs_suggest(kzs_index *index, const char *text, size_t length, size_t limit,
                               kzs_suggestions **out, kzs_error *err);

/**
 * Complete what is being typed: the last word, and titles that begin with the whole text.
 *
 * The words that stand in most documents come first; where no word begins so, those are offered
 * that begin so on the other keyboard layout, or in Latin letters. Titles are the values of text
 * fields beside the main one, of 180 bytes at most; of more than 1,000 that begin alike the
 * first in the alphabet are looked at.
 *
 * @param words   Most words, and
 * @param titles  most titles behind them; up to 100 each.
 *
 * Otherwise as kzs_suggest(). Cost: well below a millisecond for words, once the words of the
 * index are in memory.
 * @since 0.1
 */
KZS_API kzs_status kzs_complete(kzs_index *index, const char *text, size_t length, size_t words,
                                size_t titles, kzs_suggestions **out, kzs_error *err);

/**
 * Number of suggestions.
 * @since 0.1
 */
KZS_API size_t kzs_suggestions_count(const kzs_suggestions *suggestions);

/**
 * A suggestion.
 *
 * @param n  From 0 to kzs_suggestions_count() - 1.
 * @return KZS_OK; KZS_ERR_INVALID when @p n is out of range or `suggestion->size` is not set.
 * @since 0.1
 */
KZS_API kzs_status kzs_suggestions_get(const kzs_suggestions *suggestions, size_t n,
                                       kzs_suggestion *suggestion);

/**
 * Free suggestions.
 * @since 0.1
 */
KZS_API void kzs_suggestions_free(kzs_suggestions *suggestions);

/* ------------------------------------------------------------------------------------------
 * 9. Analysis
 * ---------------------------------------------------------------------------------------- */

/** What a token is. */
typedef enum kzs_token_kind {
    KZS_TOKEN_WORD = 0,    /**< a word; `term` is its stem */
    KZS_TOKEN_NUMBER = 1,  /**< digits, perhaps with letters: `2.0`, `5bn` */
    KZS_TOKEN_COMPOUND = 2, /**< several words as one term: the parts of `quasi-states` joined,
                                 a date, a sum, an address */
    KZS_TOKEN_NAME = 3     /**< the key of a name, the same in any script, case and spelling:
                                `Токаева`, `Tokayev`; stands beside its word */
} kzs_token_kind;

/** One term that a text becomes. Passed to a ::kzs_token_fn; valid during the call only. */
typedef struct kzs_token {
    size_t size;         /**< sizeof(kzs_token) as the library knows it */
    const char *term;    /**< what is indexed and searched; not NUL-terminated */
    size_t term_length;  /**< its bytes */
    const char *form;    /**< the normalised word before stemming */
    size_t form_length;  /**< its bytes */
    size_t start;        /**< first byte of the word in the text */
    size_t end;          /**< one past its last byte */
    uint32_t position;   /**< place in the order of words, from 1; phrases count these */
    kzs_token_kind kind; /**< what it is */
    const char *language; /**< `"en"`, `"ru"`, or `""` where no stemmer applies; static */
} kzs_token;

/** Called for each token. Return 0 to go on, anything else to stop. */
typedef int (*kzs_token_fn)(void *user, const kzs_token *token);

/** What a text is: it decides which words are names (doc/analysis.md). */
typedef enum kzs_analyze_mode {
    /** A document's: a capital at the beginning of a sentence makes no name. */
    KZS_ANALYZE_DOCUMENT = 0,
    /** Words of a query: every capital is meant, and known names need none. Operators, quotation
        marks and field names are read as text; kzs_query_describe() shows a whole query. */
    KZS_ANALYZE_QUERY = 1
} kzs_analyze_mode;

/**
 * Show the terms of a text: exactly those that documents are indexed by or searched for. Where
 * a text was not found, compare its terms as a document with those of the query.
 *
 * @param index    Index whose own names (kzs_index_create()) count too; NULL: none.
 * @param text     Text.
 * @param length   Its bytes, or #KZS_NUL.
 * @param mode     Whether it stands in a document or in a query.
 * @param callback Called for each token in order of position.
 * @param user     Passed through to @p callback.
 * @param[out] err Details, optional.
 *
 * @return KZS_OK, also when stopped by the callback; KZS_ERR_INVALID without a callback or for
 *         another @p mode; KZS_ERR_FORKED; KZS_ERR_NOMEM.
 * @par Threads
 * Any number at a time, also for one index.
 * @since 0.1
 */
KZS_API kzs_status kzs_analyze(kzs_index *index, const char *text, size_t length,
                               kzs_analyze_mode mode, kzs_token_fn callback, void *user,
                               kzs_error *err);

/* ------------------------------------------------------------------------------------------
 * 10. Upkeep
 *
 * These take the path of an index, not a handle, and may be called while others search it.
 * Each may take long: a callback is told how far it is and can stop it, which leaves the index
 * as it was.
 *
 * libxapian can crash on damaged files, so kzs_check(), kzs_export(), kzs_rebuild() and
 * kzs_compact() have a helper program read them, `kzsearch-helper`, which has limits for memory
 * and processor time and whose death is only a finding. It is installed with the library, or
 * lies beside it; the environment variable KZSEARCH_HELPER names another place (not for
 * set-user-ID programs).
 *
 * Threads: any, on any path. A process that reaps all children with waitpid(-1) may do so.
 * ---------------------------------------------------------------------------------------- */

/** How far a long call is. Passed to a ::kzs_progress_fn; valid during the call only. */
typedef struct kzs_progress {
    size_t size;       /**< sizeof(kzs_progress) as the library knows it */
    const char *phase; /**< `checking`, `copying`, ...: an English word */
    uint64_t done;     /**< of #total: bytes when copying, document numbers when reading,
                            exporting and rebuilding, tables when checking and compacting */
    uint64_t total;    /**< may grow meanwhile; 0 when there is nothing */
} kzs_progress;

/** Called now and then. Return 0 to go on, anything else to stop with KZS_ERR_CANCELLED. */
typedef int (*kzs_progress_fn)(void *user, const kzs_progress *progress);

/** Something that is damaged. Passed to a ::kzs_finding_fn; valid during the call only. */
typedef struct kzs_finding {
    size_t size;        /**< sizeof(kzs_finding) as the library knows it */
    const char *part;   /**< `iamglass`, a table (`postlist`, `docdata`, `termlist`, `position`),
                             `records`, or `` when it is not known */
    const char *what;   /**< what was found there */
    const char *lost;   /**< what that means for those who use the index */
    const char *advice; /**< what to do */
} kzs_finding;

/** Called for each finding. Return 0 to go on, anything else to stop with KZS_ERR_CANCELLED. */
typedef int (*kzs_finding_fn)(void *user, const kzs_finding *finding);

/** Called for each document; both are borrowed. Return 0 to go on, anything else to stop. */
typedef int (*kzs_document_fn)(void *user, const char *id, size_t id_length,
                               const kzs_doc *doc);

/**
 * Look for damage: whether every block is what was written, by its checksum; the structure of
 * every table, what tables say of each other, and whether every document can be read. Of an
 * index without checksums, which other programs wrote, a flipped bit in the middle of a list
 * may go unnoticed (doc/reliability.md).
 *
 * @param path     Directory of the index.
 * @param finding  Called for each finding, optional.
 * @param progress Called now and then, optional.
 * @param user     Passed to both.
 * @param[out] err Details; the number of findings. Optional.
 *
 * @return KZS_OK when nothing was found; KZS_ERR_CORRUPT when something was; KZS_ERR_NOT_FOUND
 *         and KZS_ERR_INVALID when there is no index; KZS_ERR_MODIFIED when writers committed
 *         all the time: check a backup then; KZS_ERR_CANCELLED; KZS_ERR_IO; KZS_ERR_NOMEM.
 * @since 0.1
 */
KZS_API kzs_status kzs_check(const char *path, kzs_finding_fn finding, kzs_progress_fn progress,
                             void *user, kzs_error *err);

/**
 * Copy an index while others search and change it. The copy is of one commit.
 *
 * @param path     Directory of the index.
 * @param to       Directory to make; its parent must exist. An empty directory is used.
 * @param progress Called now and then, optional.
 * @param user     Passed to it.
 * @param[out] err Details, optional.
 *
 * @return KZS_OK when the copy is whole and on the disk; nothing is left of it otherwise.
 *         KZS_ERR_CORRUPT when the index is damaged: no copy of that takes the place of an older
 *         one that is whole. KZS_ERR_EXISTS when something is at @p to; KZS_ERR_MODIFIED when a writer that is not
 *         this library committed all the time; KZS_ERR_NOT_FOUND; KZS_ERR_INVALID;
 *         KZS_ERR_CANCELLED; KZS_ERR_IO; KZS_ERR_NOMEM.
 * @since 0.1
 */
KZS_API kzs_status kzs_backup(const char *path, const char *to, kzs_progress_fn progress,
                              void *user, kzs_error *err);

/**
 * All documents, in the order in which they were put. Of a damaged index those that are whole.
 * One that is changed meanwhile comes as it was or as it is.
 *
 * @param path     Directory of the index.
 * @param document Called for each document.
 * @param progress Called now and then, optional.
 * @param user     Passed to both.
 * @param[out] err Details, optional.
 *
 * @return KZS_OK; KZS_ERR_CORRUPT when documents had to be left out, the message says how many;
 *         KZS_ERR_CANCELLED; KZS_ERR_NOT_FOUND; KZS_ERR_INVALID; KZS_ERR_IO; KZS_ERR_NOMEM.
 * @since 0.1
 */
KZS_API kzs_status kzs_export(const char *path, kzs_document_fn document,
                              kzs_progress_fn progress, void *user, kzs_error *err);

/**
 * Index all stored documents anew, beside the index, and have the result take its place: after
 * a newer version of the library analyses text differently (`analysis_version` of
 * kzs_index_info()), with another schema, or from what is whole of a damaged index.
 *
 * The index is locked for writing meanwhile; searches go on and notice nothing. There must be
 * room on the disk for both.
 *
 * @param path     Directory of the index.
 * @param schema   Schema text as for kzs_index_create(); NULL to keep the present one.
 * @param options  `key=value` pairs separated by spaces, or NULL for the defaults:
 *                 - `salvage=yes` go on without documents that are damaged; default `no`.
 *                 - `threads=N` as for kzs_bulk_new(); default 1.
 *                 - `lock_timeout=MS` as for kzs_index_open().
 * @param progress Called now and then, optional.
 * @param user     Passed to it.
 * @param[out] err Details, optional.
 *
 * @return KZS_OK, or what failed, and then the index is as it was: KZS_ERR_LOCKED while
 *         somebody writes; KZS_ERR_CORRUPT when documents are damaged, or the schema;
 *         KZS_ERR_SYNTAX for a bad @p schema, KZS_ERR_INVALID for an unknown option or a
 *         document that does not fit the schema; KZS_ERR_CANCELLED; else as kzs_backup().
 * @since 0.1
 */
KZS_API kzs_status kzs_rebuild(const char *path, const char *schema, const char *options,
                               kzs_progress_fn progress, void *user, kzs_error *err);

/**
 * Give back the room that deleted and replaced documents took: copy the tables compactly,
 * check the copy, and have it take the place of the index. Otherwise as kzs_rebuild(); of its
 * options only `lock_timeout`.
 *
 * @return As kzs_rebuild(). A damaged index is left alone: KZS_ERR_CORRUPT.
 * @since 0.1
 */
KZS_API kzs_status kzs_compact(const char *path, const char *options, kzs_progress_fn progress,
                               void *user, kzs_error *err);

#ifdef __cplusplus
}
#endif

#endif
