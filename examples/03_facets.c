/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who wrote about it, and when:  03_facets archive.kz energy */
#include <inttypes.h>
#include <kzsearch.h>
#include <stdio.h>

static void
print_facet(const kzs_results *page, size_t i)
{
    kzs_facet facet = {.size = sizeof facet};
    kzs_facet_value value = {.size = sizeof value};

    kzs_results_facet(page, i, &facet);
    printf("%s: %" PRIu64 " different\n", facet.field, facet.distinct);
    for (size_t n = 0; n < facet.count; n++) {
        kzs_results_facet_value(page, i, n, &value);
        printf("  %4" PRIu64 "  %s\n", value.count, value.value);
    }
    if (facet.missing > 0)
        printf("  %4" PRIu64 "  (none)\n", facet.missing);
}

/* Matches beside all documents of that time: a year with much of everything is no peak. */
static void
print_timeline(const kzs_results *page)
{
    kzs_timeline timeline = {.size = sizeof timeline};
    kzs_bucket bucket = {.size = sizeof bucket};

    if (kzs_results_timeline(page, &timeline) != KZS_OK)
        return;
    printf("by %s:\n", timeline.unit);
    for (size_t n = 0; n < timeline.count; n++) {
        kzs_results_bucket(page, n, &bucket);
        printf("  %s  %" PRIu64 " of %" PRIu64 "\n", bucket.date, bucket.count,
               bucket.documents);
    }
}

int
main(int argc, char **argv)
{
    kzs_index *index = NULL;
    kzs_query *query = NULL;
    kzs_results *page = NULL;
    kzs_error err;
    int outcome = 2;

    if (argc != 3)
        return fprintf(stderr, "usage: %s INDEX QUERY\n", argv[0]), 2;

    /* No hits are asked for: limit 0. Counts are of all matching documents all the same. */
    if (kzs_index_open(argv[1], KZS_READ, NULL, &index, &err) ||
        kzs_query_new(argv[2], KZS_NUL, &query, &err) ||
        kzs_query_set(query, "limit", "0", &err) ||
        kzs_query_facet(query, "author", 5, &err) || kzs_query_facet(query, "lang", 5, &err) ||
        kzs_query_timeline(query, "date", "year", &err) ||
        kzs_search(index, query, &page, &err)) {
        fprintf(stderr, "%s\n", err.message);
        goto out;
    }
    for (size_t i = 0; i < kzs_results_facet_count(page); i++)
        print_facet(page, i);
    print_timeline(page);
    outcome = 0;
out:
    kzs_results_free(page);
    kzs_query_free(query);
    kzs_index_close(index, NULL);
    return outcome;
}
