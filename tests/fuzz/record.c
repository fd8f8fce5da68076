/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The decoder of stored documents: what it takes it can write and take again. */
#include <string.h>

#include "schema/schema.h"
#include "tests/fuzz/fuzz.h"

static void
same_again(const kzs_doc *doc, const char *id, size_t id_length)
{
    struct kzsi_deflater *deflater = kzsi_deflater_new(KZSI_DEFLATE_FAST);
    struct kzsi_buf record = {0};
    const char *other_id;
    size_t other_length;
    kzs_doc *other = NULL;

    FUZZ_CHECK(kzsi_record_encode(doc, id, id_length, deflater, &record, NULL) == KZS_OK);
    FUZZ_CHECK(kzsi_record_decode(record.data, record.length, &other, &other_id, &other_length,
                                  NULL) == KZS_OK);
    FUZZ_CHECK(other_length == id_length && memcmp(id, other_id, id_length) == 0);
    FUZZ_CHECK(kzs_doc_count(doc) == kzs_doc_count(other));
    for (size_t i = 0; i < kzs_doc_count(doc); i++) {
        size_t a = 0, b = 0;
        const char *one = kzs_doc_value(doc, i, NULL, &a);
        const char *two = kzs_doc_value(other, i, NULL, &b);
        FUZZ_CHECK(a == b && memcmp(one, two, a) == 0);
    }
    kzs_doc_free(other);
    kzsi_deflater_free(deflater);
    kzsi_buf_free(&record);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *id = NULL;
    size_t id_length = 0;
    kzs_doc *doc = NULL;

    if (kzsi_record_decode((const char *)data, size, &doc, &id, &id_length, NULL) == KZS_OK)
        same_again(doc, id, id_length);
    kzs_doc_free(doc);
    return 0;
}
