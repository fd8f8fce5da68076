/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema/schema.h"
#include "tests/unit/unit.h"

static void
must(kzs_status st)
{
    if (st != KZS_OK) {
        printf("Bail out! %s\n", kzs_status_name(st));
        exit(99);
    }
}

/* All values in their order: "title=A tags=b tags=c". */
static const char *
listed(const kzs_doc *doc)
{
    static char text[1000];
    size_t length = 0;

    text[0] = '\0';
    for (size_t i = 0; i < kzs_doc_count(doc); i++) {
        const char *field;
        const char *value = kzs_doc_value(doc, i, &field, NULL);
        length += (size_t)snprintf(text + length, sizeof text - length, "%s%s=%s",
                                   i > 0 ? " " : "", field, value);
    }
    return text;
}

static void
values_in_their_order(void)
{
    kzs_doc *doc = kzs_doc_new();
    size_t length;

    is_number(kzs_doc_count(doc), 0, "a new document is empty");
    must(kzs_doc_set(doc, "title", "A", KZS_NUL, NULL));
    must(kzs_doc_add(doc, "tags", "b", KZS_NUL, NULL));
    must(kzs_doc_add(doc, "tags", "c", KZS_NUL, NULL));
    must(kzs_doc_add(doc, "title", "B", KZS_NUL, NULL));
    is_string(listed(doc), "title=A tags=b tags=c title=B", "values keep their order");
    is_string(kzs_doc_get(doc, "tags", 0, &length), "b", "the first value of a field");
    is_number(length, 1, "with its length");
    is_string(kzs_doc_get(doc, "tags", 1, NULL), "c", "the second");
    is_string(kzs_doc_get(doc, "tags", 2, &length), NULL, "there is no third");
    is_number(length, 0, "and nothing has no length");
    is_string(kzs_doc_get(doc, "author", 0, NULL), NULL, "a field that is not there");
    is_string(kzs_doc_get(doc, NULL, 0, NULL), NULL, "no field");
    is_string(kzs_doc_value(doc, 4, NULL, &length), NULL, "a value beyond the last");

    must(kzs_doc_set(doc, "title", "C", KZS_NUL, NULL));
    is_string(listed(doc), "tags=b tags=c title=C", "setting replaces all values of a field");
    must(kzs_doc_set(doc, "tags", NULL, 0, NULL));
    is_string(listed(doc), "title=C", "setting to NULL removes them");
    must(kzs_doc_set(doc, "place", NULL, 0, NULL));
    is_string(listed(doc), "title=C", "also when there are none");
    must(kzs_doc_add(doc, "title", NULL, 0, NULL));
    is_string(listed(doc), "title=C", "adding NULL adds nothing");
    must(kzs_doc_set(doc, "body", "", KZS_NUL, NULL));
    is_string(kzs_doc_get(doc, "body", 0, NULL), "", "an empty value is a value");
    kzs_doc_free(doc);
}

static void
any_bytes(void)
{
    kzs_doc *doc = kzs_doc_new();
    char *block = exact("a\0b\xFF", 4);
    const char *value, *field;
    size_t length;

    must(kzs_doc_set(doc, "body", block, 4, NULL));
    memset(block, 'x', 4);
    free(block);
    value = kzs_doc_get(doc, "body", 0, &length);
    ok(length == 4 && memcmp(value, "a\0b\xFF", 5) == 0,
       "a value is a copy of its bytes, NULs and all, with a NUL behind it");
    must(kzs_doc_set(doc, "body", "Астана", 4, NULL));
    is_string(kzs_doc_value(doc, 0, &field, &length), "Ас", "the given length ends a value");
    is_string(field, "body", "its field comes with it");
    is_number(length, 4, "and its length");
    kzs_doc_free(doc);
}

/* What a caller got out of a document may go straight back into it. */
static void
values_of_its_own(void)
{
    kzs_doc *doc = kzs_doc_new();
    const char *field;

    must(kzs_doc_add(doc, "tags", "first", KZS_NUL, NULL));
    must(kzs_doc_add(doc, "tags", "second", KZS_NUL, NULL));
    must(kzs_doc_set(doc, "tags", kzs_doc_get(doc, "tags", 1, NULL), KZS_NUL, NULL));
    is_string(listed(doc), "tags=second", "a field can be set to one of its own values");
    must(kzs_doc_add(doc, "tags", "third", KZS_NUL, NULL));
    kzs_doc_value(doc, 0, &field, NULL);
    must(kzs_doc_set(doc, field, "fourth", KZS_NUL, NULL));
    is_string(listed(doc), "tags=fourth", "by the name that a value gave");
    must(kzs_doc_add(doc, "tags", "fifth", KZS_NUL, NULL));
    kzs_doc_value(doc, 0, &field, NULL);
    must(kzs_doc_set(doc, field, NULL, 0, NULL));
    is_string(listed(doc), "", "and removed by that name");
    kzs_doc_free(doc);
}

static void
failures_stick(void)
{
    static const char *const bad[] = {
        "", "Title", "2nd", "a-b", "a b", "имя", "abcdefghijklmnopqrstuvwxyz0123456"};
    kzs_error err;

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        kzs_doc *doc = kzs_doc_new();
        kzs_status st = kzs_doc_add(doc, bad[i], "x", KZS_NUL, &err);
        ok(st == KZS_ERR_INVALID && err.status == st && kzs_doc_count(doc) == 0,
           "'%s' is refused as a field", bad[i]);
        ok(kzs_doc_set(doc, "title", "x", KZS_NUL, NULL) == KZS_OK &&
               kzsi_doc_status(doc) == KZS_ERR_INVALID,
           "and the document remembers it");
        kzs_doc_free(doc);
    }

    kzs_doc *doc = kzs_doc_new();
    ok(kzsi_doc_status(doc) == KZS_OK, "a new document is in order");
    ok(kzs_doc_set(doc, NULL, "x", KZS_NUL, &err) == KZS_ERR_INVALID, "NULL is no field");
    must(kzs_doc_set(doc, "title", "kept", KZS_NUL, NULL));
    ok(kzs_doc_set(doc, "title", "x", KZS_DOC_MAX + 1, &err) == KZS_ERR_LIMIT,
       "a value beyond the limit is refused unread");
    contains(err.message, "title", "the message names the field");
    is_string(listed(doc), "title=kept", "and the value before is still there");
    ok(kzsi_doc_status(doc) == KZS_ERR_INVALID, "the first failure is the one remembered");
    kzs_doc_free(doc);
}

static void
no_document(void)
{
    const char *field = "x";
    size_t length = 1;
    kzs_error err;

    ok(kzs_doc_set(NULL, "title", "x", KZS_NUL, &err) == KZS_ERR_NOMEM &&
           kzs_doc_add(NULL, "title", "x", KZS_NUL, NULL) == KZS_ERR_NOMEM &&
           kzsi_doc_status(NULL) == KZS_ERR_NOMEM,
       "NULL is a document that there was no memory for");
    ok(kzs_doc_get(NULL, "title", 0, &length) == NULL && length == 0, "it has no fields");
    length = 1;
    ok(kzs_doc_value(NULL, 0, &field, &length) == NULL && field == NULL && length == 0,
       "and no values");
    is_number(kzs_doc_count(NULL), 0, "none at all");
    kzs_doc_free(NULL);
    ok(true, "it can be freed");
}

static void
borrowed_values(void)
{
    static const char bytes[] = "title\0After the vote\0tags\0vote";
    kzs_doc *doc = kzs_doc_new();
    char *blob = exact(bytes, sizeof bytes);

    kzsi_doc_own(doc, blob);
    ok(kzsi_doc_borrow(doc, blob, blob + 6, 14) &&
           kzsi_doc_borrow(doc, blob + 21, blob + 26, 4),
       "values can lie in a block that the document owns");
    ok(kzs_doc_get(doc, "title", 0, NULL) == blob + 6, "they are not copied");
    must(kzs_doc_add(doc, "tags", "election", KZS_NUL, NULL));
    must(kzs_doc_set(doc, "title", kzs_doc_get(doc, "title", 0, NULL), 9, NULL));
    is_string(listed(doc), "tags=vote tags=election title=After the",
              "and can be replaced like others");
    kzs_doc_free(doc);
}

static void
many_values(void)
{
    kzs_doc *doc = kzs_doc_new();
    unsigned wrong = 0;

    for (unsigned i = 0; i < 5000; i++) {
        char value[20];
        snprintf(value, sizeof value, "%u", i);
        must(kzs_doc_add(doc, i % 2 ? "odd" : "even", value, KZS_NUL, NULL));
    }
    for (unsigned i = 0; i < 5000; i += 499) {
        char value[20];
        snprintf(value, sizeof value, "%u", i);
        wrong += strcmp(kzs_doc_get(doc, i % 2 ? "odd" : "even", i / 2, NULL), value) != 0;
    }
    is_number(kzs_doc_count(doc), 5000, "a document holds thousands of values");
    is_number(wrong, 0, "each in its place");
    must(kzs_doc_set(doc, "odd", NULL, 0, NULL));
    is_number(kzs_doc_count(doc), 2500, "half of them go with their field");
    kzs_doc_free(doc);
}

int
main(void)
{
    values_in_their_order();
    any_bytes();
    values_of_its_own();
    failures_stick();
    no_document();
    borrowed_values();
    many_values();
    return tap_done();
}
