/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Any bytes as a query of a small archive: no text is an error, a page is in order and within
 * its totals, every hit can be shown and explained, and the same documents are found however
 * they are ordered and counted.
 */
#include "tests/fuzz/fuzz.h"
#include "tests/unit/archive.h"

static kzs_index *archive;

static void
close_archive(void)
{
    kzs_index_close(archive, NULL);
}

static kzs_results *
ask(const char *text, size_t length, const char *const (*options)[2])
{
    kzs_results *page;
    kzs_query *query;
    kzs_error err = {0};

    FUZZ_CHECK(kzs_query_new(text, length, &query, NULL) == KZS_OK);
    for (; (*options)[0] != NULL; options++)
        FUZZ_CHECK(kzs_query_set(query, (*options)[0], (*options)[1], NULL) == KZS_OK);
    FUZZ_CHECK(kzs_query_facet(query, "tags", 10, NULL) == KZS_OK);
    if (kzs_search(archive, query, &page, &err) != KZS_OK) {
        fprintf(stderr, "%s\n", err.message);
        abort();
    }
    kzs_query_free(query);
    return page;
}

static void
check_hit(const kzs_results *page, size_t i, double *before)
{
    kzs_hit hit = {.size = sizeof hit};
    char *text;

    FUZZ_CHECK(kzs_results_hit(page, i, &hit) == KZS_OK);
    FUZZ_CHECK(hit.score >= 0 && hit.score <= *before);
    FUZZ_CHECK(hit.percent >= 0 && hit.percent <= 100);
    *before = hit.score;
    FUZZ_CHECK(kzs_results_snippet(page, i, NULL, KZS_HTML, 60, &text, NULL) == KZS_OK);
    fuzz_check_html(text);
    kzs_free(text);
    FUZZ_CHECK(kzs_results_explain(page, i, &text, NULL) == KZS_OK);
    kzs_free(text);
    FUZZ_CHECK(kzs_results_why(page, i, 0) != NULL || hit.score == 0);
}

static uint64_t
check_total(const kzs_results *page)
{
    kzs_summary summary = {.size = sizeof summary};

    FUZZ_CHECK(kzs_results_summary(page, &summary) == KZS_OK);
    FUZZ_CHECK(summary.total_lower <= summary.total && summary.total <= summary.total_upper);
    FUZZ_CHECK(kzs_results_count(page) <= summary.total_upper);
    return summary.total;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const ranked[][2] = {{"limit", "20"}, {"explain", "yes"}, {0}};
    static const char *const sorted[][2] = {{"limit", "20"}, {"sort", "-date"}, {0}};
    kzs_results *page, *other;
    double score = 1e300;

    if (size > 1024) /* longer ones are for `query`, which is faster */
        return 0;
    if (archive == NULL) {
        archive = new_archive("archive");
        atexit(close_archive);
    }
    page = ask((const char *)data, size, ranked);
    for (size_t i = 0; i < kzs_results_count(page); i++)
        check_hit(page, i, &score);
    other = ask((const char *)data, size, sorted);
    /* The archive has less documents than the page has room for. */
    FUZZ_CHECK(check_total(page) == kzs_results_count(page));
    FUZZ_CHECK(check_total(other) == check_total(page) && kzs_results_count(other) == check_total(other));
    kzs_results_free(page);
    kzs_results_free(other);
    return 0;
}
