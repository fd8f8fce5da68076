/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lib/base: what every other folder stands on. Sees nothing but the public header.
 *
 *   error.c   status names, filling a kzs_error
 *   memory.c  allocation: the only place that calls malloc
 *   buf.c     growing byte buffers with a sticky out-of-memory flag
 *   arena.c   many small objects freed together
 *   utf8.c    decoding and encoding of UTF-8
 *   hash.h    a fast hash for tables in memory
 *   intern.c  numbers for strings
 *   edits.c   how differently two words are spelled
 *   deflate.c packing of whole strings, and unpacking
 *   json.c    strings and numbers as JSON has them
 *   parse.c   small values in option texts: numbers, yes/no, durations
 *   program.h what lib/query makes and lib/shim runs
 *   entry.h   a document as an index keeps it
 */
#ifndef KZSI_BASE_H
#define KZSI_BASE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kzsearch.h"

#ifdef __cplusplus
extern "C" {
#endif

#define KZSI_PRINTF(f, a) __attribute__((format(printf, f, a)))

/* ---- error.c: each fills *err when it is not NULL and returns the status it was given ---- */

kzs_status kzsi_fail(kzs_error *err, kzs_status status, const char *format, ...)
    KZSI_PRINTF(3, 4);

/* The same, with the byte offset in the text at fault. */
kzs_status kzsi_fail_at(kzs_error *err, kzs_status status, size_t offset,
                        const char *format, ...) KZSI_PRINTF(4, 5);

/* KZS_ERR_IO (KZS_ERR_NOMEM for ENOMEM) with an errno; its text is appended. */
kzs_status kzsi_fail_errno(kzs_error *err, int number, const char *format, ...)
    KZSI_PRINTF(3, 4);

kzs_status kzsi_fail_nomem(kzs_error *err);

/* KZS_ERR_INVALID: the argument `what` is NULL. */
kzs_status kzsi_fail_null(kzs_error *err, const char *what);

/* ---- memory.c: NULL when out of memory; freed with free() or kzs_free() ---- */

void *kzsi_alloc(size_t bytes); /* zeroed */
void *kzsi_realloc(void *memory, size_t bytes);
char *kzsi_strndup(const char *text, size_t length); /* NUL-terminated copy */

/*
 * Make room for one more item in a growing array: *items has room for *capacity items of
 * `size` bytes and holds `count`. False when out of memory, the array is then unchanged.
 */
bool kzsi_grow(void *items, size_t *capacity, size_t count, size_t size);

/* ---- buf.c ---- */

/*
 * Bytes that grow. Zero-initialise; free with kzsi_buf_free(). Once memory ran out `failed`
 * stays set and appending does nothing: check it once at the end.
 */
struct kzsi_buf {
    char *data;
    size_t length;
    size_t capacity;
    bool failed;
};

void kzsi_buf_free(struct kzsi_buf *buf);
bool kzsi_buf_reserve(struct kzsi_buf *buf, size_t more);
void kzsi_buf_add(struct kzsi_buf *buf, const char *data, size_t length);
void kzsi_buf_str(struct kzsi_buf *buf, const char *text);
void kzsi_buf_byte(struct kzsi_buf *buf, char byte);
void kzsi_buf_char(struct kzsi_buf *buf, uint32_t code_point);
void kzsi_buf_varint(struct kzsi_buf *buf, uint64_t number);
void kzsi_buf_printf(struct kzsi_buf *buf, const char *format, ...) KZSI_PRINTF(2, 3);

/* The bytes as an owned NUL-terminated string; the buffer is empty afterwards. NULL if failed. */
char *kzsi_buf_take(struct kzsi_buf *buf);

/* Read a varint of kzsi_buf_varint() from [*at, end). False when it is cut or too long. */
bool kzsi_varint_read(const char **at, const char *end, uint64_t *number);

/* ---- json.c ---- */

/* Append a string in quotes; what is no UTF-8 becomes U+FFFD. */
void kzsi_json_string(struct kzsi_buf *out, const char *text, size_t length);

/* Append a number, with a point in any locale; null for one that JSON does not have. */
void kzsi_json_number(struct kzsi_buf *out, double number);

/* ---- arena.c ---- */

/*
 * Memory for many small objects that are freed together. Zero-initialise; free with
 * kzsi_arena_free(). Objects never move. `failed` sticks as in a kzsi_buf.
 */
struct kzsi_arena {
    struct kzsi_chunk *chunk; /* newest first */
    size_t used;              /* of the newest */
    bool failed;
};

void *kzsi_arena_alloc(struct kzsi_arena *arena, size_t bytes); /* zeroed, aligned, or NULL */
char *kzsi_arena_copy(struct kzsi_arena *arena, const char *text, size_t length); /* + NUL */
void kzsi_arena_free(struct kzsi_arena *arena);

/* ---- intern.c ---- */

/*
 * Strings numbered from 0 in the order they come. Zero-initialise; free with
 * kzsi_intern_free(). Their text moves when strings are added.
 */
struct kzsi_intern {
    struct kzsi_intern_slot *slots;
    size_t size; /* of the table, a power of two */
    struct kzsi_interned {
        size_t start, length; /* in `text` */
    } *strings;
    size_t count, capacity;
    struct kzsi_buf text;
    uint64_t epoch;
};

#define KZSI_INTERN_NONE UINT32_MAX

/* The number of a string, new or known; KZSI_INTERN_NONE when out of memory. */
uint32_t kzsi_intern_add(struct kzsi_intern *intern, const char *text, size_t length);
void kzsi_intern_clear(struct kzsi_intern *intern);

/*
 * Of what has been numbered since it was cleared last: no other table has or had it, so whoever
 * notes a number with it knows whether the number still holds. Never 0.
 */
uint64_t kzsi_intern_epoch(struct kzsi_intern *intern);
void kzsi_intern_free(struct kzsi_intern *intern);

/* ---- edits.c ---- */

/* Longest word that others are compared with. */
#define KZSI_EDITS_LETTERS 64

/* A word made ready to be compared with many. */
struct kzsi_edits {
    uint64_t ascii[0x80], cyrillic[0x80]; /* where in the word a letter stands */
    uint32_t letters[KZSI_EDITS_LETTERS];
    size_t count;
};

/* False when the word is empty or has too many letters. */
bool kzsi_edits_begin(struct kzsi_edits *edits, const char *word, size_t length);

/*
 * How many letters must be put in, left out, replaced or exchanged with their neighbour to
 * make another word of it. What is more than `most` is `most` + 1.
 */
unsigned kzsi_edits_to(const struct kzsi_edits *edits, const char *word, size_t length,
                       unsigned most);

/* ---- deflate.c ---- */

enum kzsi_deflate_level {
    KZSI_DEFLATE_FAST,
    KZSI_DEFLATE_XAPIAN /* byte for byte what Xapian itself makes of a string */
};

struct kzsi_deflater;

/* NULL when out of memory. One thread at a time. */
struct kzsi_deflater *kzsi_deflater_new(enum kzsi_deflate_level level);
void kzsi_deflater_free(struct kzsi_deflater *deflater);

/* Raw deflate into at most `size` bytes; how many it took, 0 when they are too few. */
size_t kzsi_deflate(struct kzsi_deflater *deflater, const char *data, size_t length, char *out,
                    size_t size);

/* Undo it. False when the result has not just `size` bytes, or with *nomem set. */
bool kzsi_inflate(const char *data, size_t length, char *out, size_t size, bool *nomem);

/* ---- utf8.c ---- */

#define KZSI_REPLACEMENT 0xFFFDu

/*
 * Decode the character at `at` (at < end). Returns its bytes, 1 to 4. Bytes that are no
 * UTF-8 (overlong, surrogate, cut, stray) give U+FFFD, one per maximal valid prefix, as the
 * Unicode standard recommends (chapter 3.9, "substitution of maximal subparts").
 */
size_t kzsi_utf8_decode(const char *at, const char *end, uint32_t *code_point);

/* Encode to at most 4 bytes; returns how many. */
size_t kzsi_utf8_encode(uint32_t code_point, char *out);

/* Longest prefix of at most `limit` bytes that does not cut a character. */
size_t kzsi_utf8_floor(const char *text, size_t length, size_t limit);

/* ---- parse.c ---- */

/* Length of a public (pointer, length) argument: resolves KZS_NUL; 0 for a NULL pointer. */
size_t kzsi_length(const char *text, size_t length);

bool kzsi_parse_bool(const char *text, bool *out);                  /* yes/no/true/false/1/0 */
bool kzsi_parse_u64(const char *text, uint64_t max, uint64_t *out); /* decimal digits only */
bool kzsi_parse_double(const char *text, size_t length, double *out); /* '.' in any locale */
bool kzsi_parse_ms(const char *text, uint64_t *out);                /* 500, 500ms, 10s, 2m */
bool kzsi_parse_bytes(const char *text, uint64_t *out);             /* 500, 64K, 16M, 2G */

/* A field name: [a-z][a-z0-9_]*, at most KZSI_NAME_MAX bytes. */
#define KZSI_NAME_MAX 32
bool kzsi_name_valid(const char *name, size_t length);

#ifdef __cplusplus
}
#endif

#endif
