/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The stored form of a document.
 *
 *     version (1 byte) | packing (1 byte: 0 plain, 1 raw deflate) | varint bytes unpacked
 *     then, packed:  the id as a value with an empty name, then every value:
 *         varint length of name | name | NUL | varint length of value | value | NUL
 *
 * The NULs let a document that was read back point straight into the unpacked bytes.
 */
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "schema/schema.h"

#define RECORD_VERSION 1

/* Shorter texts do not shrink enough to pay. */
#define RECORD_PACK_MIN 64

/* Deflate cannot do better than 1032:1, so a longer claim is damage, not a text. */
#define RECORD_RATIO_MAX 1040

static void
add_value(struct kzsi_buf *out, const char *name, const char *value, size_t length)
{
    size_t name_length = strlen(name);

    kzsi_buf_varint(out, name_length);
    kzsi_buf_add(out, name, name_length);
    kzsi_buf_byte(out, '\0');
    kzsi_buf_varint(out, length);
    kzsi_buf_add(out, value, length);
    kzsi_buf_byte(out, '\0');
}

/* Append `raw` deflated. False when it does not shrink or memory ran out: store it plain. */
static bool
pack(struct kzsi_deflater *deflater, const struct kzsi_buf *raw, struct kzsi_buf *out)
{
    size_t packed;

    if (deflater == NULL || raw->length < RECORD_PACK_MIN ||
        !kzsi_buf_reserve(out, raw->length))
        return false;
    packed =
        kzsi_deflate(deflater, raw->data, raw->length, out->data + out->length, raw->length);
    out->length += packed;
    return packed > 0;
}

/* About what the values of a document take, so that memory is asked for once. */
static size_t
raw_bytes(const kzs_doc *doc, size_t id_length)
{
    size_t bytes = id_length;

    for (size_t i = 0; i <= kzs_doc_count(doc); i++) {
        const char *field;
        size_t length;
        if (kzs_doc_value(doc, i, &field, &length) != NULL)
            bytes += length + strlen(field);
        bytes += 8;
    }
    return bytes;
}

kzs_status
kzsi_record_encode(const kzs_doc *doc, const char *id, size_t id_length,
                   struct kzsi_deflater *deflater, struct kzsi_buf *out, kzs_error *err)
{
    struct kzsi_buf raw = {0};
    size_t start = out->length;

    kzsi_buf_reserve(&raw, raw_bytes(doc, id_length));
    add_value(&raw, "", id, id_length);
    for (size_t i = 0; i < kzs_doc_count(doc); i++) {
        const char *field;
        size_t length;
        const char *value = kzs_doc_value(doc, i, &field, &length);
        add_value(&raw, field, value, length);
    }

    kzsi_buf_byte(out, RECORD_VERSION);
    kzsi_buf_byte(out, 1);
    kzsi_buf_varint(out, raw.length);
    if (!raw.failed && !out->failed && !pack(deflater, &raw, out)) {
        out->data[start + 1] = 0;
        kzsi_buf_add(out, raw.data, raw.length);
    }
    bool failed = raw.failed || out->failed;
    kzsi_buf_free(&raw);
    return failed ? kzsi_fail_nomem(err) : KZS_OK;
}

/* Unpack into a new block of exactly `size` bytes; NULL when that is not what is there. */
static char *
unpack(const char *data, size_t length, size_t size, bool deflated, bool *nomem)
{
    char *raw;
    bool whole = false;

    if (size > length * (deflated ? RECORD_RATIO_MAX : 1) || size > UINT32_MAX)
        return NULL;
    raw = kzsi_alloc(size);
    if (raw == NULL) {
        *nomem = true;
        return NULL;
    }
    if (!deflated) {
        whole = size == length;
        if (whole)
            memcpy(raw, data, size);
    } else {
        whole = kzsi_inflate(data, length, raw, size, nomem);
    }
    if (!whole) {
        free(raw);
        raw = NULL;
    }
    return raw;
}

/* Read a length, that many bytes and the NUL behind them. */
static const char *
read_string(const char **at, const char *end, size_t *length)
{
    uint64_t n;
    const char *string;

    if (!kzsi_varint_read(at, end, &n) || n >= (uint64_t)(end - *at) || (*at)[n] != '\0')
        return NULL;
    string = *at;
    *at += n + 1;
    *length = (size_t)n;
    return string;
}

static kzs_status
damaged(kzs_error *err)
{
    return kzsi_fail(err, KZS_ERR_CORRUPT,
                     "a stored document is damaged: restore the index from a backup or build "
                     "it again from its sources");
}

kzs_status
kzsi_record_decode(const char *data, size_t length, kzs_doc **out, const char **id,
                   size_t *id_length, kzs_error *err)
{
    const char *at = data, *end;
    uint64_t size;
    bool nomem = false;
    kzs_doc *doc;
    char *raw;
    kzs_status st = KZS_OK;

    *out = NULL;
    if (length < 2 || at[0] != RECORD_VERSION || (at[1] != 0 && at[1] != 1))
        return damaged(err);
    bool deflated = at[1] == 1;
    end = data + length;
    at += 2;
    if (!kzsi_varint_read(&at, end, &size))
        return damaged(err);
    raw = unpack(at, (size_t)(end - at), (size_t)size, deflated, &nomem);
    if (raw == NULL)
        return nomem ? kzsi_fail_nomem(err) : damaged(err);
    doc = kzs_doc_new();
    if (doc == NULL) {
        free(raw);
        return kzsi_fail_nomem(err);
    }
    kzsi_doc_own(doc, raw);

    at = raw;
    end = raw + size;
    for (bool first = true; at < end && st == KZS_OK; first = false) {
        size_t name_length, value_length;
        const char *name = read_string(&at, end, &name_length);
        const char *value = name != NULL ? read_string(&at, end, &value_length) : NULL;
        if (value == NULL || first != (name_length == 0))
            st = damaged(err);
        else if (first)
            *id = value, *id_length = value_length;
        else if (!kzsi_doc_borrow(doc, name, value, value_length))
            st = kzsi_fail_nomem(err);
    }
    if (st == KZS_OK && size == 0)
        st = damaged(err);
    if (st != KZS_OK) {
        kzs_doc_free(doc);
        return st;
    }
    *out = doc;
    return KZS_OK;
}
