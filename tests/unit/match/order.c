/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keys that sort matches. */
#include "match/match.h"
#include "tests/unit/archive.h"
#include "tests/unit/unit.h"

static kzs_index *archive;

/* The keys of two matches: their sign tells which comes first. */
static int
compared(const char *sort, const char *a, size_t a_length, double a_score, const char *b,
         size_t b_length, double b_score)
{
    kzs_query *query = new_query("x", sort);
    struct kzsi_columns columns = {.count = 0};
    struct kzsi_value x = {0, a, a_length}, y = {0, b, b_length};
    struct kzsi_buf first = {0}, second = {0};
    struct kzsi_order order;
    kzs_error err;
    int sign;

    must(kzsi_order_init(&order, query, archive, &columns, &err), &err, sort);
    kzsi_order_key(&order, &x, a_score, &first);
    kzsi_order_key(&order, &y, b_score, &second);
    sign = kzsi_key_compare(first.data, first.length, 1, second.data, second.length, 1);
    kzsi_buf_free(&first);
    kzsi_buf_free(&second);
    kzs_query_free(query);
    return (sign > 0) - (sign < 0);
}

/* Values that ascend, whatever bytes they have; the other way round backwards. */
static void
bytes(void)
{
    static const struct {
        const char *text;
        size_t length;
    } rows[] = {{"\0", 1},     {"\0\0", 2},   {"\0\1", 2},     {"\0\xFF", 2}, {"\1", 1},
                {"\1\0", 2},   {"\1\1", 2},   {"2022", 4},     {"202211", 6}, {"2023", 4},
                {"\xFF", 1},   {"\xFF\0", 2}, {"\xFF\xFF", 2}};
    unsigned wrong = 0;

    for (size_t i = 0; i < ROWS(rows); i++) {
        for (size_t j = 0; j < ROWS(rows); j++) {
            int want = (i > j) - (i < j);
            wrong += compared("sort=date", rows[i].text, rows[i].length, 0, rows[j].text,
                              rows[j].length, 0) != want;
            wrong += compared("sort=-date", rows[i].text, rows[i].length, 0, rows[j].text,
                              rows[j].length, 0) != -want;
        }
        wrong += compared("sort=date", rows[i].text, rows[i].length, 0, NULL, 0, 0) != -1;
        wrong += compared("sort=-date", rows[i].text, rows[i].length, 0, NULL, 0, 0) != -1;
    }
    is_number(wrong, 0, "values of any bytes, forwards and backwards, none at all last");
    is_number(compared("sort=relevance", "b", 1, 2, "a", 1, 1), -1, "the higher score first");
    is_number(compared("sort=relevance", "b", 1, 0, "a", 1, 0), 0, "or equal");
    is_number(compared("sort=date,relevance", "a", 1, 1, "a", 1, 2), 1, "as a second key");
    is_number(compared("sort=relevance,date", "b", 1, 2, "a", 1, 1), -1, "as a first key");
    is_number(compared("sort=relevance,date", "b", 1, 1, "a", 1, 1), 1, "with another behind");
    is_number(compared("sort=lang", "\2RU", 3, 0, "\2ru", 3, 0), 0, "the case of a keyword");
    is_number(compared("sort=lang", "\2RU", 3, 0, "\2kk", 3, 0), 1, "is of no matter");
    is_number(compared("sort=tags", "\1b\1a", 4, 0, "\1a\1c", 4, 0), 1, "by the first value");
}

static void
archives(void)
{
    static const struct {
        const char *sort, *ids, *why;
    } rows[] = {
        {"sort=views", "nato quasi corridor bread choice just language note states",
         "by number, negative ones first, those without last"},
        {"sort=-views", "just choice bread corridor quasi nato language note states",
         "backwards, those without last again"},
        {"sort=author", "just quasi states corridor nato choice bread language note",
         "by keyword, in the alphabet"},
        {"sort=author,-date", "just quasi states corridor nato choice language bread note",
         "two keys"},
        {"sort=lang,-views", "just corridor quasi nato note states choice bread language",
         "another two"},
        {"sort=tag", "just quasi note nato corridor choice language bread states",
         "by the first of several values, by the field's alias"},
        {"sort=place,lang,date", "just choice nato corridor states quasi note bread language",
         "three"},
    };
    kzs_query *query;
    kzs_results *page;
    kzs_error err;

    for (size_t i = 0; i < ROWS(rows); i++)
        is_string(ids(archive, "*", rows[i].sort), rows[i].ids, "%s: %s", rows[i].sort,
                  rows[i].why);
    is_string(ids(archive, "kazakhstan nato", "sort=lang,relevance limit=3"),
              ids(archive, "kazakhstan nato lang:en", "limit=3"), "relevance within a language");
    static const char *const bad[] = {"sort=title", "sort=url", "sort=colour"};
    for (size_t i = 0; i < ROWS(bad); i++) {
        query = new_query("*", bad[i]);
        is_number(kzs_search(archive, query, &page, &err), KZS_ERR_INVALID, "%s", bad[i]);
        contains(err.message, bad[i] + 5, "the message names the field");
        kzs_query_free(query);
    }
    archive->format_version = 1;
    query = new_query("*", "sort=author");
    is_number(kzs_search(archive, query, &page, &err), KZS_ERR_INVALID,
              "an older index has no keywords to sort by");
    kzs_query_free(query);
    is_string(ids(archive, "*", "sort=-views limit=1"), "just", "but numbers and dates");
}

int
main(void)
{
    struct kzsi_columns columns = {.count = 0};

    ok(kzsi_columns_add(&columns, 7) == 0 && kzsi_columns_add(&columns, 3) == 1 &&
           kzsi_columns_add(&columns, 7) == 0 && columns.count == 2,
       "a slot is read once");
    archive = new_archive("archive");
    bytes();
    archives();
    kzs_index_close(archive, NULL);
    return tap_done();
}
