/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a query wants of its matches: an order, counts. */
#include "query/query.h"
#include "tests/unit/unit.h"

#define ROWS(table) (sizeof(table) / sizeof *(table))

static kzs_query *query;
static kzs_error err;

/* The keys of an order as "-date author *"; "refused". */
static const char *
sorted_by(const char *value)
{
    static char text[400];
    size_t n = 0;

    if (kzs_query_set(query, "sort", value, &err) != KZS_OK)
        return "refused";
    text[0] = '\0';
    for (size_t i = 0; i < query->sort_count; i++)
        n += (size_t)snprintf(text + n, sizeof text - n, "%s%s%s", i > 0 ? " " : "",
                              query->sort[i].reverse ? "-" : "",
                              query->sort[i].relevance ? "*" : query->sort[i].field);
    return text;
}

static void
orders(void)
{
    static const struct {
        const char *value, *keys;
    } rows[] = {
        {"relevance", ""},
        {"date", "date"},
        {"-date", "-date"},
        {"-date,author,relevance", "-date author *"},
        {"relevance,-views", "* -views"},
        {"a,b,c,d,e,f,g,h", "a b c d e f g h"},
        {"a,b,c,d,e,f,g,h,i", "refused"},
        {"", "refused"},
        {"-", "refused"},
        {"--date", "refused"},
        {"date,", "refused"},
        {",date", "refused"},
        {"date,,author", "refused"},
        {"date author", "refused"},
        {"Date", "refused"},
        {"date,-date", "refused"},
        {"relevance,relevance", "refused"},
        {"-relevance", "refused"},
        {"a234567890123456789012345678901234567890", "refused"},
    };

    for (size_t i = 0; i < ROWS(rows); i++)
        is_string(sorted_by(rows[i].value), rows[i].keys, "sort=%s: %s", rows[i].value,
                  rows[i].keys);
    sorted_by("-date");
    sorted_by("date,");
    ok(query->sort_count == 1 && query->sort[0].reverse, "what is refused changes nothing");
    contains(err.message, "-date,author,relevance", "the message shows how it is written");
}

static void
facets(void)
{
    char name[20];

    ok(kzs_query_facet(query, "tags", 5, &err) == KZS_OK && query->facet_count == 1 &&
           query->facets[0].top_n == 5,
       "a facet is added");
    ok(kzs_query_facet(query, "tags", 7, &err) == KZS_OK && query->facet_count == 1 &&
           query->facets[0].top_n == 7,
       "asked for again it is the same with another number");
    is_number(kzs_query_facet(query, "lang", 0, &err), KZS_OK, "without any value");
    is_string(query->facets[1].field, "lang", "in the order they are asked for");
    is_number(kzs_query_facet(query, "lang", KZS_FACET_MAX, &err), KZS_OK, "with very many");
    is_number(kzs_query_facet(query, "lang", KZS_FACET_MAX + 1, &err), KZS_ERR_LIMIT,
              "with too many");
    contains(err.message, "10000", "the message tells the limit");
    is_number(kzs_query_facet(query, "No name", 1, &err), KZS_ERR_INVALID, "a name that is none");
    contains(err.message, "No name", "is named");
    is_number(kzs_query_facet(query, NULL, 1, &err), KZS_ERR_INVALID, "no name");
    is_number(kzs_query_facet(NULL, "tags", 1, NULL), KZS_ERR_INVALID, "no query");
    for (int i = 2; i < KZSI_FACETS_MAX; i++) {
        snprintf(name, sizeof name, "field_%d", i);
        kzs_query_facet(query, name, 1, NULL);
    }
    is_number(query->facet_count, KZSI_FACETS_MAX, "so many facets");
    is_number(kzs_query_facet(query, "one_more", 1, &err), KZS_ERR_LIMIT, "and no more");
    is_number(kzs_query_facet(query, "tags", 1, &err), KZS_OK, "those that are there can change");
}

int
main(void)
{
    if (kzs_query_new("x", KZS_NUL, &query, &err) != KZS_OK)
        return 99;
    orders();
    facets();
    kzs_query_free(query);
    return tap_done();
}
