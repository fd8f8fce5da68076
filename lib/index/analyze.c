/* SPDX-License-Identifier: GPL-2.0-or-later */
/* kzs_analyze(): the terms of a text, for whoever asks why it was not found. */
#include <stdatomic.h>

#include "index/index.h"

/*
 * The analyser of the last call without an index, with all that it remembers: to start with
 * empty caches costs more than a page of text. Another thread's call makes one of its own.
 */
static _Atomic(struct kzsi_analyzer *) spare;

static struct kzsi_analyzer *
take(kzs_index *index)
{
    struct kzsi_analyzer *kept;

    if (index != NULL)
        return kzsi_index_analyzer(index);
    kept = atomic_exchange(&spare, NULL);
    return kept != NULL ? kept : kzsi_analyzer_new(NULL);
}

static void
give_back(kzs_index *index, struct kzsi_analyzer *analyzer)
{
    if (index != NULL)
        kzsi_index_analyzer_done(index, analyzer);
    else
        kzsi_analyzer_free(atomic_exchange(&spare, analyzer));
}

static kzs_status
hand_out(struct kzsi_analyzer *analyzer, kzs_token_fn callback, void *user, kzs_error *err)
{
    struct kzsi_token token;
    bool failed = false;

    while (kzsi_analyzer_next(analyzer, &token, &failed)) {
        kzs_token out = {
            .size = sizeof out,
            .term = token.term,
            .term_length = token.term_length,
            .form = token.form,
            .form_length = token.form_length,
            .start = token.start,
            .end = token.end,
            .position = token.position,
            .kind = token.kind,
            .language = token.language,
        };
        if (callback(user, &out) != 0)
            return KZS_OK;
    }
    return failed ? kzsi_fail_nomem(err) : KZS_OK;
}

kzs_status
kzs_analyze(kzs_index *index, const char *text, size_t length, kzs_analyze_mode mode,
            kzs_token_fn callback, void *user, kzs_error *err)
{
    struct kzsi_analyzer *analyzer;
    kzs_status st;

    if (callback == NULL)
        return kzsi_fail_null(err, "callback");
    if (mode != KZS_ANALYZE_DOCUMENT && mode != KZS_ANALYZE_QUERY)
        return kzsi_fail(err, KZS_ERR_INVALID,
                         "mode is %d: give KZS_ANALYZE_DOCUMENT or KZS_ANALYZE_QUERY",
                         (int)mode);
    if (index != NULL && (st = kzsi_index_check(index, err)) != KZS_OK)
        return st;
    analyzer = take(index);
    if (analyzer == NULL)
        return kzsi_fail_nomem(err);
    kzsi_analyzer_begin(analyzer, mode == KZS_ANALYZE_QUERY ? KZSI_QUERY : KZSI_DOCUMENT,
                        text != NULL ? text : "", kzsi_length(text, length), 1);
    st = hand_out(analyzer, callback, user, err);
    give_back(index, analyzer);
    return st;
}
