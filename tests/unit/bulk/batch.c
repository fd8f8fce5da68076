/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One batch: what it takes and what it refuses, and the order of what comes out. */
#include "bulk/glass.h"
#include "tests/unit/shim/store.h"

static const struct kzsi_bulk_options options = {1, 1 << 20, KZSI_DEFLATE_FAST, false, NULL};
static kzs_error err;

static kzs_status
add(kzsi_batch *batch, const char *const *terms, size_t count, size_t length)
{
    struct kzsi_term out[4];
    struct kzsi_entry entry = {.terms = out, .term_count = count};

    for (size_t i = 0; i < count; i++)
        out[i] = (struct kzsi_term){terms[i], length > 0 ? length : strlen(terms[i]),
                                    (uint32_t)i + 1, NULL, 0, 0};
    return kzsi_batch_add(batch, &entry, &err);
}

/* The keys of a stream in their order, each with its documents and sum. */
static const char *
keys(const struct kzsi_buf *stream)
{
    static char out[1000];
    struct kzsi_source source;
    size_t n = 0;

    kzsi_source_memory(&source, stream->data, stream->length);
    out[0] = '\0';
    for (kzsi_source_next(&source); !source.done && source.error == 0;
         kzsi_source_next(&source)) {
        const char *key = source.key[0] == '\0' ? "lengths" : source.key;
        int length = source.key[0] == '\0' ? 7 : (int)source.key_length;
        n += (size_t)sprintf(out + n, " %.*s:%llu/%llu", length, key,
                             (unsigned long long)source.items.count,
                             (unsigned long long)source.items.sum);
        source.at += source.items.bytes;
    }
    return out;
}

int
main(void)
{
    static const char *const first[] = {"war", "peace", "bread"}, *const second[] = {"war",
                                                                                     "and"};
    static const char *const twice[] = {"news", "news"}, *const none[] = {""};
    static char nuls[123], longest[246];
    const char *const odd[] = {nuls}, *const too_long[] = {longest};
    kzsi_batch *batch = kzsi_batch_new(&options);

    memset(longest, 'x', sizeof longest);
    kzsi_batch_begin(batch, 1);
    ok(add(batch, first, 3, 0) == KZS_OK, "a document");
    is_string(kzs_status_name(add(batch, twice, 2, 0)), "KZS_ERR_INVALID", "a term twice");
    contains(err.message, "'news'", "which is named");
    is_string(kzs_status_name(add(batch, none, 1, 0)), "KZS_ERR_LIMIT", "an empty term");
    is_string(kzs_status_name(add(batch, too_long, 1, 246)), "KZS_ERR_LIMIT", "a long one");
    is_string(kzs_status_name(add(batch, odd, 1, 123)), "KZS_ERR_LIMIT", "one of many NULs");
    ok(add(batch, second, 2, 0) == KZS_OK, "others are taken all the same");
    ok(kzsi_batch_close(batch, &err) == KZS_OK, "closed");
    is_number(batch->documents, 2, "what was refused is not there");
    is_string(keys(&batch->postings), " lengths:2/0 and:1/2 bread:1/3 peace:1/2 war:2/2",
              "terms are in order, each once, with their documents");
    is_number(batch->statistics.total_length, 9, "lengths are added up");
    is_number(batch->statistics.shortest, 3, "the shortest is known");
    is_number(batch->statistics.wdf_max, 3, "the largest wdf, of what was taken");

    kzsi_batch_begin(batch, 5);
    ok(add(batch, second, 1, 0) == KZS_OK && kzsi_batch_close(batch, &err) == KZS_OK, "again");
    is_string(keys(&batch->postings), " lengths:1/0 war:1/1", "nothing is left of before");
    kzsi_batch_free(batch);
    return tap_done();
}
