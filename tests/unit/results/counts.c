/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading counts from results. */
#include <malloc.h>

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

/* Bytes that a page holds on to where so many documents match. */
static size_t
page_bytes(const char *name, unsigned documents, const char *options)
{
    kzs_index *index = new_index(name, NULL);
    kzs_query *query = new_query("steppe", options);
    kzs_results *page;
    kzs_error err;
    size_t before, bytes;

    for (unsigned i = 0; i < documents; i++) {
        char id[20], tag[20], date[20];
        snprintf(id, sizeof id, "%08u", i);
        snprintf(tag, sizeof tag, "tag%08u", i);
        snprintf(date, sizeof date, "20%02u", 10 + i % 10);
        put(index, id, "body", "wind over the steppe", "tags", tag, "date", date, NULL);
    }
    commit(index);
    kzs_query_facet(query, "tags", 5, NULL);
    kzs_query_timeline(query, NULL, "year", NULL);
    for (int round = 0; round < 2; round++) { /* the first one fills pools and caches */
        before = mallinfo2().uordblks;
        must(kzs_search(index, query, &page, &err), &err, "searching");
        bytes = mallinfo2().uordblks - before;
        kzs_results_free(page);
    }
    kzs_query_free(query);
    kzs_index_close(index, NULL);
    return bytes;
}

static void
memory(void)
{
    static const char *const orders[] = {"limit=10", "limit=10 sort=-date,tags"};

    for (size_t i = 0; i < ROWS(orders); i++) {
        char few[20], many[20];
        snprintf(few, sizeof few, "few %zu", i);
        snprintf(many, sizeof many, "many %zu", i);
        size_t small = page_bytes(few, 30, orders[i]), large = page_bytes(many, 3000, orders[i]);
        if (small == 0)
            skip("this memory allocator does not tell what is used");
        else
            ok(large < 2 * small,
               "%s: a page of 3000 matches, facets and all, is as large as one of 30: %zu, %zu "
               "bytes",
               orders[i], large, small);
    }
}

int
main(void)
{
    facets(new_archive("archive"));
    memory();
    return tap_done();
}
