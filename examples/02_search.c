/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Search an index:  02_search archive.kz '"just Kazakhstan"' */
#include <kzsearch.h>
#include <stdio.h>

static int
fail(const kzs_error *err)
{
    fprintf(stderr, "%s: %s\n", kzs_status_name(err->status), err->message);
    return 2;
}

static void
print_hit(const kzs_results *page, size_t i)
{
    const kzs_doc *doc = kzs_results_doc(page, i);
    const char *title = kzs_doc_get(doc, "title", 0, NULL);
    const char *date = kzs_doc_get(doc, "date", 0, NULL);
    kzs_hit hit = {.size = sizeof hit};
    char *snippet = NULL;

    kzs_results_hit(page, i, &hit);
    kzs_results_snippet(page, i, NULL, KZS_PLAIN, 160, &snippet, NULL);
    printf("%llu. %s (%s, %d%%)\n   %s\n", (unsigned long long)hit.rank,
           title != NULL ? title : hit.id, date != NULL ? date : "undated", hit.percent,
           snippet != NULL ? snippet : "");
    kzs_free(snippet);
}

int
main(int argc, char **argv)
{
    kzs_index *index = NULL;
    kzs_query *query = NULL;
    kzs_results *page = NULL;
    kzs_summary summary = {.size = sizeof summary};
    kzs_error err;
    int outcome = 2;

    if (argc != 3)
        return fprintf(stderr, "usage: %s INDEX QUERY\n", argv[0]), 2;
    if (kzs_index_open(argv[1], KZS_READ, NULL, &index, &err) ||
        kzs_query_new(argv[2], KZS_NUL, &query, &err) ||
        kzs_query_set(query, "limit", "5", &err) || kzs_search(index, query, &page, &err)) {
        fail(&err);
        goto out;
    }
    for (size_t i = 0; i < kzs_results_count(page); i++)
        print_hit(page, i);
    kzs_results_summary(page, &summary);
    printf("%llu documents match\n", (unsigned long long)summary.total);
    outcome = kzs_results_count(page) > 0 ? 0 : 1;
out:
    kzs_results_free(page);
    kzs_query_free(query);
    kzs_index_close(index, NULL);
    return outcome;
}
