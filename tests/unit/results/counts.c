/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading counts from results. */
#include "results/results.h"
#include "tests/unit/archive.h"

static void
facets(kzs_index *archive)
{
    kzs_query *query = new_query("*", "limit=2");
    kzs_facet facet = {.size = sizeof facet};
    kzs_facet_value value = {.size = sizeof value};
    kzs_results *page;
    kzs_error err;

    kzs_query_facet(query, "lang", 10, NULL);
    kzs_query_facet(query, "tag", 1, NULL);
    must(kzs_search(archive, query, &page, &err), &err, "searching");
    kzs_query_free(query);
    kzs_index_close(archive, NULL); /* results stand alone */
    is_number(kzs_results_count(page), 2, "a page of hits");
    is_number(kzs_results_facet_count(page), 2, "and facets of all that matches");
    is_number(kzs_results_facet(page, 0, &facet), KZS_OK, "the first");
    is_string(facet.field, "lang", "is of the field that was asked for first");
    ok(facet.count == 2 && facet.distinct == 2 && facet.missing == 0, "it has two values");
    kzs_results_facet_value(page, 0, 0, &value);
    ok(strcmp(value.value, "en") == 0 && value.length == 2 && value.count == 6, "six in English");
    kzs_results_facet_value(page, 0, 1, &value);
    ok(strcmp(value.value, "ru") == 0 && value.count == 3, "three in Russian");
    is_number(kzs_results_facet_value(page, 0, 2, &value), KZS_ERR_INVALID, "and no more");
    kzs_results_facet(page, 1, &facet);
    is_string(facet.field, "tag", "the second, by the name it was asked for by");
    ok(facet.count == 1 && facet.distinct == 7 && facet.missing == 1,
       "lists one, knows of the others");

    is_number(kzs_results_facet(page, 2, &facet), KZS_ERR_INVALID, "there is no third");
    is_number(kzs_results_facet(page, 0, NULL), KZS_ERR_INVALID, "nowhere to put it");
    facet.size = 0;
    is_number(kzs_results_facet(page, 0, &facet), KZS_ERR_INVALID, "a size that was not set");
    value.size = 0;
    is_number(kzs_results_facet_value(page, 0, 0, &value), KZS_ERR_INVALID, "likewise");
    is_number(kzs_results_facet_value(page, 9, 0, &value), KZS_ERR_INVALID, "of no facet");
    is_number(kzs_results_facet_value(page, 0, 0, NULL), KZS_ERR_INVALID, "nowhere to put it");
    is_number(kzs_results_facet(NULL, 0, &facet), KZS_ERR_INVALID, "of no results");
    is_number(kzs_results_facet_value(NULL, 0, 0, &value), KZS_ERR_INVALID, "likewise");
    is_number(kzs_results_facet_count(NULL), 0, "which have none");

    /* A caller that was built when the structs were shorter. */
    memset(&facet, 7, sizeof facet);
    facet.size = offsetof(kzs_facet, distinct);
    is_number(kzs_results_facet(page, 0, &facet), KZS_OK, "a shorter struct is filled");
    ok(facet.count == 2 && facet.distinct == 0x0707070707070707u, "as far as it reaches");
    kzs_results_free(page);
}

int
main(void)
{
    facets(new_archive("archive"));
    return tap_done();
}
