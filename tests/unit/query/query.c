/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The query object: its text, its options by name, its filters. */
#include "tests/unit/query/queries.h"

static kzs_query *
new_query(const char *text)
{
    kzs_query *query;

    if (kzs_query_new(text, KZS_NUL, &query, NULL) != KZS_OK)
        exit(99);
    return query;
}

/* One byte more than a query can have. */
static char *
many_letters(void)
{
    char *text = malloc(KZS_QUERY_MAX + 1);

    if (text == NULL)
        exit(99);
    memset(text, 'k', KZS_QUERY_MAX + 1);
    return text;
}

static void
text(void)
{
    char mutable[] = "just Kazakhstan";
    char *block = exact("Тихий выбор Астаны", 21);
    kzs_query *query = new_query(mutable);
    kzs_error err;

    mutable[0] = 'J';
    is_string(query->text, "just Kazakhstan", "the text is copied");
    is_number(query->length, 15, "KZS_NUL stands for its length");
    kzs_query_free(query);

    is_number(kzs_query_new(block, 21, &query, NULL), KZS_OK, "a length may be given");
    is_string(query->text, "Тихий выбор", "and only so much is read");
    kzs_query_free(query);
    free(block);

    is_number(kzs_query_new("a\0b", 3, &query, NULL), KZS_OK, "a NUL may stand in a text");
    ok(query->length == 3 && memcmp(query->text, "a\0b", 4) == 0, "and is kept");
    kzs_query_free(query);

    is_number(kzs_query_new(NULL, KZS_NUL, &query, NULL), KZS_OK, "NULL is a text");
    is_number(query->length, 0, "the empty one");
    kzs_query_free(query);
    is_number(kzs_query_new(NULL, 100, &query, NULL), KZS_OK, "whatever its length");
    is_number(query->length, 0, "is said to be");
    kzs_query_free(query);
    kzs_query_free(NULL);
    ok(true, "no query at all can be freed");

    char *large = many_letters();
    is_number(kzs_query_new(large, KZS_QUERY_MAX, &query, NULL), KZS_OK,
              "a text may have %zu bytes", KZS_QUERY_MAX);
    kzs_query_free(query);
    query = (kzs_query *)large;
    is_number(kzs_query_new(large, KZS_QUERY_MAX + 1, &query, &err), KZS_ERR_LIMIT,
              "one more is KZS_ERR_LIMIT");
    ok(query == NULL, "and no query");
    is_number(err.status, KZS_ERR_LIMIT, "the error says so");
    contains(err.message, "65536", "and names the limit");
    free(large);
}

static void
defaults(void)
{
    kzs_query *query = new_query("x");

    is_number(query->limit, 10, "10 hits unless said otherwise");
    is_number(query->offset, 0, "from the first");
    ok(!query->strict && !query->match_all && !query->exact_total, "lenient, or, an estimate");
    is_number(query->sort_count, 0, "the best first");
    is_number(query->facet_count, 0, "nothing is counted");
    ok(query->k1 == 1 && query->b == 0.5, "BM25 with k1 = 1 and b = 0.5");
    is_number(query->filter_count, 0, "nothing is filtered");
    kzs_query_free(query);
}

static void
options(void)
{
    kzs_query *query = new_query("x");

    ok(kzs_query_set(query, "limit", "10000", NULL) == KZS_OK && query->limit == 10000, "limit");
    ok(kzs_query_set(query, "limit", "0", NULL) == KZS_OK && query->limit == 0, "limit 0");
    ok(kzs_query_set(query, "offset", "1000000", NULL) == KZS_OK && query->offset == 1000000,
       "offset");
    ok(kzs_query_set(query, "strict", "yes", NULL) == KZS_OK && query->strict, "strict");
    ok(kzs_query_set(query, "strict", "no", NULL) == KZS_OK && !query->strict, "not strict");
    ok(kzs_query_set(query, "exact_total", "yes", NULL) == KZS_OK && query->exact_total,
       "exact_total");
    ok(kzs_query_set(query, "operator", "and", NULL) == KZS_OK && query->match_all, "and");
    ok(kzs_query_set(query, "operator", "or", NULL) == KZS_OK && !query->match_all, "or");
    ok(kzs_query_set(query, "sort", "-date", NULL) == KZS_OK && query->sort_count == 1, "sort");
    ok(kzs_query_set(query, "sort", "relevance", NULL) == KZS_OK && query->sort_count == 0,
       "by relevance");
    ok(kzs_query_set(query, "k1", "1.2", NULL) == KZS_OK && query->k1 == 1.2, "k1");
    ok(kzs_query_set(query, "k1", "10", NULL) == KZS_OK && query->k1 == 10, "k1 up to 10");
    ok(kzs_query_set(query, "b", "0.75", NULL) == KZS_OK && query->b == 0.75, "b");
    ok(kzs_query_set(query, "b", "0", NULL) == KZS_OK && query->b == 0, "b from 0");
    ok(query->fragments == 1 && kzs_query_set(query, "fragments", "10", NULL) == KZS_OK &&
           query->fragments == 10,
       "fragments");
    kzs_query_free(query);
}

/* Are two queries set the same? */
static bool
same(const kzs_query *a, const kzs_query *b)
{
    return a->limit == b->limit && a->offset == b->offset && a->strict == b->strict &&
           a->match_all == b->match_all && a->exact_total == b->exact_total &&
           a->sort_count == b->sort_count && a->k1 == b->k1 && a->b == b->b;
}

static void
bad_options(void)
{
    static const struct {
        const char *key, *value;
    } rows[] = {
        {"limit", "10001"},   {"limit", "-1"},      {"limit", ""},       {"limit", "ten"},
        {"limit", "1.5"},     {"limit", " 5"},      {"limit", "99999999999999999999"},
        {"offset", "1000001"}, {"offset", "x"},     {"offset", ""},
        {"strict", "maybe"},  {"strict", ""},       {"strict", "YES"},
        {"exact_total", "on"}, {"operator", "xor"}, {"operator", ""},    {"operator", "AND"},
        {"sort", "Title"},    {"sort", "+date"},    {"sort", ""},        {"sort", "date "},
        {"k1", "10.01"},      {"k1", "-0.1"},       {"k1", "nan"},       {"k1", "inf"},
        {"k1", ""},           {"k1", "1,2"},        {"b", "1.01"},       {"b", "-1"},
        {"b", "x"},           {"fragments", "0"},   {"fragments", "11"}, {"fragments", "x"},
    };
    static const char *const unknown[] = {"", "Limit", "limits", "lim", "page", "лимит", "k",
                                          " limit"};
    kzs_query *query = new_query("x");
    struct kzs_query before;
    kzs_error err;

    kzs_query_set(query, "limit", "7", NULL);
    kzs_query_set(query, "offset", "3", NULL);
    kzs_query_set(query, "strict", "yes", NULL);
    kzs_query_set(query, "exact_total", "yes", NULL);
    kzs_query_set(query, "operator", "and", NULL);
    kzs_query_set(query, "sort", "-date", NULL);
    kzs_query_set(query, "k1", "2", NULL);
    kzs_query_set(query, "b", "0.25", NULL);
    before = *query;
    for (size_t i = 0; i < ROWS(rows); i++) {
        kzs_status st = kzs_query_set(query, rows[i].key, rows[i].value, &err);
        ok(st == KZS_ERR_INVALID && err.status == st && same(query, &before),
           "%s=%s is refused and changes nothing", rows[i].key, rows[i].value);
        ok(strstr(err.message, rows[i].key) != NULL && strstr(err.message, rows[i].value) != NULL,
           "the message names both: %s", err.message);
    }
    for (size_t i = 0; i < ROWS(unknown); i++) {
        kzs_status st = kzs_query_set(query, unknown[i], "1", &err);
        ok(st == KZS_ERR_INVALID && same(query, &before), "there is no option '%s'", unknown[i]);
        contains(err.message, "exact_total", "the message says which there are");
    }
    is_number(kzs_query_set(NULL, "limit", "1", &err), KZS_ERR_INVALID, "no query");
    is_number(kzs_query_set(query, NULL, "1", &err), KZS_ERR_INVALID, "no key");
    is_number(kzs_query_set(query, "limit", NULL, NULL), KZS_ERR_INVALID, "no value");
    ok(same(query, &before), "and nothing is changed");
    kzs_query_free(query);
}

static void
filters(void)
{
    kzs_query *query = new_query("");
    char name[] = "lang", value[] = "ru";
    char *block = exact("energy", 6);
    kzs_error err;

    is_number(kzs_query_filter(query, name, value, KZS_NUL, NULL), KZS_OK, "a filter");
    name[0] = value[0] = 'x';
    is_string(query->filters[0].field, "lang", "its field is copied");
    is_string(query->filters[0].value, "ru", "its value is copied");
    is_number(kzs_query_filter(query, "tag", block, 6, NULL), KZS_OK, "another");
    is_string(query->filters[1].value, "energy", "by its length");
    free(block);
    is_number(kzs_query_filter(query, "nofield", "", KZS_NUL, NULL), KZS_OK,
              "which fields there are is seen when searching");

    is_number(kzs_query_filter(query, "Lang", "ru", KZS_NUL, &err), KZS_ERR_INVALID,
              "'Lang' is no field name");
    contains(err.message, "Lang", "and is named");
    is_number(kzs_query_filter(query, "", "ru", KZS_NUL, &err), KZS_ERR_INVALID, "nor is ''");
    is_number(kzs_query_filter(query, NULL, "ru", KZS_NUL, &err), KZS_ERR_INVALID, "nor NULL");
    is_number(kzs_query_filter(query, "язык", "ru", KZS_NUL, &err), KZS_ERR_INVALID,
              "nor 'язык'");
    is_number(kzs_query_filter(query, "lang", NULL, 0, &err), KZS_ERR_INVALID, "no value");
    is_number(kzs_query_filter(NULL, "lang", "ru", 2, &err), KZS_ERR_INVALID, "no query");
    is_number(query->filter_count, 3, "what is refused is not added");

    for (size_t i = query->filter_count; i < 64; i++)
        if (kzs_query_filter(query, "lang", "kk", KZS_NUL, NULL) != KZS_OK)
            exit(99);
    is_number(kzs_query_filter(query, "lang", "en", KZS_NUL, &err), KZS_ERR_LIMIT,
              "64 filters are enough");
    is_number(query->filter_count, 64, "the 65th is not added");
    kzs_query_free(query);
}

static void
long_filters(void)
{
    kzs_query *query = new_query("");
    char *large = many_letters();

    is_number(kzs_query_filter(query, "lang", large, KZS_QUERY_MAX, NULL), KZS_OK,
              "a filter may be as long as a query");
    is_number(kzs_query_filter(query, "lang", large, KZS_QUERY_MAX + 1, NULL), KZS_ERR_LIMIT,
              "and no longer");
    free(large);
    kzs_query_free(query);
}

int
main(void)
{
    text();
    defaults();
    options();
    bad_options();
    filters();
    long_filters();
    return tap_done();
}
