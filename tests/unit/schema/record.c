/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema/schema.h"
#include "tests/unit/unit.h"

#define ROWS(table) (sizeof(table) / sizeof *(table))

static struct kzsi_deflater *deflater;

static struct kzsi_deflater *
packer(void)
{
    if (deflater == NULL)
        deflater = kzsi_deflater_new(KZSI_DEFLATE_FAST);
    return deflater;
}

/* The stored form of a document; the caller frees it. */
static struct kzsi_buf
encoded(const kzs_doc *doc, const char *id, size_t length)
{
    struct kzsi_buf record = {0};

    if (kzsi_record_encode(doc, id, length, packer(), &record, NULL) != KZS_OK)
        exit(99);
    return record;
}

/* Read from a block of exactly that size. */
static kzs_status
decode(const char *data, size_t length, kzs_doc **doc, const char **id, size_t *id_length,
       kzs_error *err)
{
    char *block = exact(data, length);
    kzs_status st = kzsi_record_decode(block, length, doc, id, id_length, err);

    free(block);
    return st;
}

static bool
same(const kzs_doc *a, const kzs_doc *b)
{
    if (kzs_doc_count(a) != kzs_doc_count(b))
        return false;
    for (size_t i = 0; i < kzs_doc_count(a); i++) {
        const char *field_a, *field_b;
        size_t length_a, length_b;
        const char *value_a = kzs_doc_value(a, i, &field_a, &length_a);
        const char *value_b = kzs_doc_value(b, i, &field_b, &length_b);
        if (strcmp(field_a, field_b) != 0 || length_a != length_b ||
            memcmp(value_a, value_b, length_a + 1) != 0)
            return false;
    }
    return true;
}

/* Store a document, read it back, compare; takes the document. */
static void
round_trip(kzs_doc *doc, const char *id, size_t id_length, const char *name)
{
    struct kzsi_buf record = encoded(doc, id, id_length);
    kzs_doc *back;
    const char *back_id;
    size_t back_length;

    ok(decode(record.data, record.length, &back, &back_id, &back_length, NULL) == KZS_OK &&
           same(doc, back) && back_length == id_length &&
           memcmp(back_id, id, id_length) == 0 && back_id[id_length] == '\0',
       "%s is read back as it was", name);
    kzs_doc_free(back);
    kzs_doc_free(doc);
    kzsi_buf_free(&record);
}

static kzs_doc *
document(const char *field, const char *value, size_t length)
{
    kzs_doc *doc = kzs_doc_new();

    if (kzs_doc_add(doc, field, value, length, NULL) != KZS_OK)
        exit(99);
    return doc;
}

static kzs_doc *
article(void)
{
    kzs_doc *doc = document("title", "After the vote", KZS_NUL);

    kzs_doc_add(doc, "tags", "Казахстан", KZS_NUL, NULL);
    kzs_doc_add(doc, "tags", "elections", KZS_NUL, NULL);
    kzs_doc_add(doc, "body",
                "They call it a just Kazakhstan. They call it a new Kazakhstan. They call it "
                "whatever they are told to call it, and then they call it a day.",
                KZS_NUL, NULL);
    return doc;
}

static void
documents_come_back(void)
{
    static char noise[70000], text[300000];

    round_trip(kzs_doc_new(), "1", 1, "a document without values");
    round_trip(document("title", "", 0), "1", 1, "an empty value");
    round_trip(document("body", "a\0b\xFF\0", 5), "\0\xFF", 2,
               "a value and an id of any bytes");
    round_trip(article(), "op/2022-11-21", 13, "an article");

    random_begin("noise");
    for (size_t i = 0; i < sizeof noise; i++)
        noise[i] = (char)random_next();
    round_trip(document("body", noise, sizeof noise), "noise", 5, "what cannot be compressed");
    for (size_t n = 50; n < 80; n++)
        round_trip(document("body", noise, n), "n", 1, "a few bytes of noise");
    memset(text, 'a', sizeof text);
    round_trip(document("body", text, sizeof text), "a", 1, "what compresses best");

    kzs_doc *doc = kzs_doc_new();
    for (unsigned i = 0; i < 3000; i++)
        kzs_doc_add(doc, "tags", noise + i, i % 200, NULL);
    round_trip(doc, "many", 4, "a document of thousands of values");
}

static void
stored_form(void)
{
    kzs_doc *doc = document("a", "b", 1);
    struct kzsi_buf record = {0};

    kzsi_buf_str(&record, "in front ");
    if (kzsi_record_encode(doc, "id", 2, packer(), &record, NULL) != KZS_OK)
        exit(99);
    ok(record.length == 9 + 3 + 12 &&
           memcmp(record.data, "in front \1\0\14\0\0\2id\0\1a\0\1b\0", record.length) == 0,
       "a short record is version, packing, length, id and values, behind what was there");
    kzs_doc_free(doc);
    kzsi_buf_free(&record);

    static char text[10000];
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = "just Kazakhstan "[i % 16];
    doc = document("body", text, sizeof text);
    record = encoded(doc, "id", 2);
    printf("# %zu bytes become %zu\n", sizeof text, record.length);
    ok(record.data[1] == 1 && record.length < sizeof text / 10, "a long text is compressed");
    kzs_doc_free(doc);
    kzsi_buf_free(&record);
}

static void
refused(const char *data, size_t length, const char *name)
{
    kzs_doc *doc = (kzs_doc *)&doc;
    const char *id;
    size_t id_length;
    kzs_error err;
    kzs_status st = decode(data, length, &doc, &id, &id_length, &err);

    if (!ok(st == KZS_ERR_CORRUPT && err.status == st && doc == NULL, "%s is damage", name) &&
        st == KZS_OK)
        kzs_doc_free(doc);
}

static void
damage_by_hand(void)
{
#define BYTES(bytes, name)                                                                    \
    {                                                                                         \
        bytes, sizeof bytes - 1, name                                                         \
    }
    static const struct {
        const char *data;
        size_t length;
        const char *name;
    } rows[] = {
        BYTES("", "nothing"),
        BYTES("\1", "a version alone"),
        BYTES("\1\0", "no length"),
        BYTES("\0\0\4\0\0\0\0", "version 0"),
        BYTES("\2\0\4\0\0\0\0", "a version to come"),
        BYTES("\1\2\4\0\0\0\0", "an unknown packing"),
        BYTES("\1\0\0", "a record without an id"),
        BYTES("\1\0\5\0\0\0\0", "a length beyond the end"),
        BYTES("\1\0\3\0\0\0\0", "a length before the end"),
        BYTES("\1\0\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\1\0", "the length 2^64 - 1"),
        BYTES("\1\0\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x7F\0", "a length beyond 64 bits"),
        BYTES("\1\0\4\0\1\0\0", "no NUL behind a name"),
        BYTES("\1\0\4\0\0\1a", "no NUL behind a value"),
        BYTES("\1\0\3\0\0\1", "an id that is cut"),
        BYTES("\1\0\2\0\0", "a name without a value"),
        BYTES("\1\0\6\1a\0\1b\0", "a value before the id"),
        BYTES("\1\0\10\0\0\0\0\0\0\0\0", "a second id"),
        BYTES("\1\0\11\0\0\0\0\1a\0\x7F\0", "a value longer than the record"),
        BYTES("\1\1\4", "nothing to unpack"),
        BYTES("\1\1\4\0\0\0\0", "what is no deflate stream"),
        BYTES("\1\1\4\3\0", "a stream shorter than promised"),
        BYTES("\1\1\xFF\xFF\xFF\xFF\x0F\3\0", "a promise of 4 GiB in two bytes"),
    };

    for (size_t i = 0; i < ROWS(rows); i++)
        refused(rows[i].data, rows[i].length, rows[i].name);
}

/*
 * Without a checksum a changed text may pass for another text. What must hold: a document or
 * KZS_ERR_CORRUPT comes out, whose strings end with a NUL inside their block.
 */
static bool
sound(const char *data, size_t length, unsigned *refusals)
{
    kzs_doc *doc;
    const char *id;
    size_t id_length;
    kzs_status st = decode(data, length, &doc, &id, &id_length, NULL);
    bool good = st == KZS_ERR_CORRUPT && doc == NULL;

    if (st == KZS_OK) {
        good = id[id_length] == '\0';
        for (size_t i = 0; i < kzs_doc_count(doc); i++) {
            const char *field;
            size_t n;
            const char *value = kzs_doc_value(doc, i, &field, &n);
            good &= value[n] == '\0' && field[strlen(field)] == '\0';
        }
        kzs_doc_free(doc);
    } else {
        ++*refusals;
    }
    return good;
}

static void
damage_at_random(const char *what, const struct kzsi_buf *record)
{
    unsigned wrong = 0, refusals = 0;

    for (size_t n = 0; n < record->length; n++)
        wrong += !sound(record->data, n, &refusals);
    is_number(refusals, record->length, "%s cut anywhere is damage", what);
    for (unsigned i = 0; i < 30000; i++) {
        char *copy = exact(record->data, record->length);
        for (size_t changes = 1 + random_below(3); changes > 0; changes--)
            copy[random_below(record->length)] ^= (char)(1u << random_below(8));
        wrong += !sound(copy, record->length, &refusals);
        free(copy);
    }
    is_number(wrong, 0, "%s with bits changed gives a status or a whole document", what);
}

static void
damage(void)
{
    kzs_doc *short_doc = document("title", "Short", KZS_NUL), *long_doc = article();
    struct kzsi_buf plain = encoded(short_doc, "1", 1), packed = encoded(long_doc, "op-1", 4);

    damage_by_hand();
    random_begin("damaged records");
    damage_at_random("a plain record", &plain);
    ok(packed.data[1] == 1, "the article's record is a compressed one");
    damage_at_random("a compressed record", &packed);
    kzsi_buf_free(&plain);
    kzsi_buf_free(&packed);
    kzs_doc_free(short_doc);
    kzs_doc_free(long_doc);
}

static void
out_of_memory_sticks(void)
{
    kzs_doc *doc = document("a", "b", 1);
    struct kzsi_buf record = {.failed = true};
    kzs_error err;

    ok(kzsi_record_encode(doc, "1", 1, packer(), &record, &err) == KZS_ERR_NOMEM &&
           err.status == KZS_ERR_NOMEM,
       "a buffer that ran out of memory before is reported");
    kzs_doc_free(doc);
    kzsi_buf_free(&record);
}

int
main(void)
{
    documents_come_back();
    stored_form();
    damage();
    out_of_memory_sticks();
    kzsi_deflater_free(deflater);
    return tap_done();
}
