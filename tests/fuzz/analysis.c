/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Analysis of any bytes, as a document and as a query: tokens lie in the text, in order, with
 * terms that an index takes.
 */
#include "kzsearch.h"
#include "tests/fuzz/fuzz.h"

/* What Xapian takes: length and NULs together. */
#define TERM_MAX 245

struct last {
    size_t size;
    uint32_t position;
};

static int
check_token(void *user, const kzs_token *token)
{
    struct last *last = user;
    size_t cost = token->term_length;

    FUZZ_CHECK(token->start <= token->end && token->end <= last->size);
    FUZZ_CHECK(token->position >= last->position);
    for (size_t i = 0; i < token->term_length; i++)
        cost += token->term[i] == '\0';
    FUZZ_CHECK(token->term_length > 0 && cost <= TERM_MAX);
    last->position = token->position;
    return 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const kzs_analyze_mode modes[] = {KZS_ANALYZE_DOCUMENT, KZS_ANALYZE_QUERY};

    for (size_t i = 0; i < 2; i++) {
        struct last last = {size, 0};
        FUZZ_CHECK(kzs_analyze(NULL, (const char *)data, size, modes[i], check_token, &last,
                               NULL) == KZS_OK);
    }
    return 0;
}
