/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Documents in memory. Values set by the caller are copied one by one; those of a document
 * that was read from an index all lie in one block that the document owns.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "schema/schema.h"

struct value {
    const char *field;
    const char *data;
    size_t length;
    char *owned; /* field and data in one allocation, or NULL: they lie in the blob */
};

struct kzs_doc {
    struct value *values;
    size_t count, capacity;
    char *blob;
    kzs_status status;
};

kzs_doc *
kzs_doc_new(void)
{
    return kzsi_alloc(sizeof(kzs_doc));
}

void
kzs_doc_free(kzs_doc *doc)
{
    if (doc == NULL)
        return;
    for (size_t i = 0; i < doc->count; i++)
        free(doc->values[i].owned);
    free(doc->values);
    free(doc->blob);
    free(doc);
}

kzs_status
kzsi_doc_status(const kzs_doc *doc)
{
    return doc == NULL ? KZS_ERR_NOMEM : doc->status;
}

bool
kzsi_doc_borrow(kzs_doc *doc, const char *field, const char *value, size_t length)
{
    if (!kzsi_grow(&doc->values, &doc->capacity, doc->count, sizeof *doc->values))
        return false;
    doc->values[doc->count++] = (struct value){field, value, length, NULL};
    return true;
}

void
kzsi_doc_own(kzs_doc *doc, char *blob)
{
    doc->blob = blob;
}

/* The name may be borrowed from the very values that go. */
static void
remove_field(kzs_doc *doc, const char *name)
{
    char field[KZSI_NAME_MAX + 1];
    size_t kept = 0;

    snprintf(field, sizeof field, "%s", name);
    for (size_t i = 0; i < doc->count; i++) {
        if (strcmp(doc->values[i].field, field) == 0)
            free(doc->values[i].owned);
        else
            doc->values[kept++] = doc->values[i];
    }
    doc->count = kept;
}

static kzs_status
fail(kzs_doc *doc, kzs_status status)
{
    if (doc->status == KZS_OK)
        doc->status = status;
    return status;
}

kzs_status
kzs_doc_add(kzs_doc *doc, const char *field, const char *value, size_t length, kzs_error *err)
{
    size_t name_length;
    char *owned;

    if (doc == NULL)
        return kzsi_fail_nomem(err);
    name_length = kzsi_length(field, KZS_NUL);
    if (!kzsi_name_valid(field, name_length))
        return kzsi_fail(err, fail(doc, KZS_ERR_INVALID),
                         "'%.64s' is no field name: use a lower-case letter, then letters, "
                         "digits and _, at most %d bytes",
                         field != NULL ? field : "", KZSI_NAME_MAX);
    if (value == NULL)
        return KZS_OK;
    length = kzsi_length(value, length);
    if (length > KZS_DOC_MAX)
        return kzsi_fail(err, fail(doc, KZS_ERR_LIMIT),
                         "the value of field '%s' has %zu bytes, the limit is %zu", field,
                         length, KZS_DOC_MAX);

    owned = kzsi_alloc(name_length + 1 + length + 1);
    if (owned == NULL ||
        !kzsi_grow(&doc->values, &doc->capacity, doc->count, sizeof *doc->values)) {
        free(owned);
        fail(doc, KZS_ERR_NOMEM);
        return kzsi_fail_nomem(err);
    }
    memcpy(owned, field, name_length);
    memcpy(owned + name_length + 1, value, length);
    doc->values[doc->count++] = (struct value){owned, owned + name_length + 1, length, owned};
    return KZS_OK;
}

kzs_status
kzs_doc_set(kzs_doc *doc, const char *field, const char *value, size_t length, kzs_error *err)
{
    size_t before = doc != NULL ? doc->count : 0;
    kzs_status st = kzs_doc_add(doc, field, value, length, err);

    if (st != KZS_OK)
        return st;
    /* The new value may have been copied out of the field that it replaces: remove after. */
    if (doc->count > before) {
        struct value added = doc->values[--doc->count];
        remove_field(doc, field);
        doc->values[doc->count++] = added;
    } else {
        remove_field(doc, field);
    }
    return KZS_OK;
}

const char *
kzs_doc_get(const kzs_doc *doc, const char *field, size_t nth, size_t *length)
{
    if (length != NULL)
        *length = 0;
    if (doc == NULL || field == NULL)
        return NULL;
    for (size_t i = 0; i < doc->count; i++) {
        if (strcmp(doc->values[i].field, field) == 0 && nth-- == 0) {
            if (length != NULL)
                *length = doc->values[i].length;
            return doc->values[i].data;
        }
    }
    return NULL;
}

size_t
kzs_doc_count(const kzs_doc *doc)
{
    return doc != NULL ? doc->count : 0;
}

const char *
kzs_doc_value(const kzs_doc *doc, size_t i, const char **field, size_t *length)
{
    bool found = doc != NULL && i < doc->count;

    if (field != NULL)
        *field = found ? doc->values[i].field : NULL;
    if (length != NULL)
        *length = found ? doc->values[i].length : 0;
    return found ? doc->values[i].data : NULL;
}

kzs_doc *
kzsi_doc_copy(const kzs_doc *doc)
{
    kzs_doc *copy = kzs_doc_new();

    for (size_t i = 0; i < kzs_doc_count(doc) && copy != NULL; i++) {
        const char *field;
        size_t length;
        const char *value = kzs_doc_value(doc, i, &field, &length);
        if (kzs_doc_add(copy, field, value, length, NULL) != KZS_OK) {
            kzs_doc_free(copy);
            return NULL;
        }
    }
    return copy;
}
