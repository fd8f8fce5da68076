/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Counts by date: units, gaps, what has no date, and the share of all documents. */
#include "match/match.h"
#include "tests/api/library.h"
#include "tests/unit/unit.h"

/* A timeline as "month: 2022-11 2/3, 2022-12 0/1; 1 without, 2 coarse". */
static const char *
timeline_of(kzs_index *index, const char *text, const char *unit)
{
    static char out[8000];
    kzs_query *query = new_query(text, "limit=1");
    kzs_timeline timeline = {.size = sizeof timeline};
    kzs_bucket bucket = {.size = sizeof bucket};
    kzs_results *page;
    kzs_error err;
    size_t n;

    must(kzs_query_timeline(query, NULL, unit, &err), &err, "a timeline");
    page = run(index, query);
    kzs_results_timeline(page, &timeline);
    n = (size_t)snprintf(out, sizeof out, "%s:", timeline.unit);
    for (size_t i = 0; i < timeline.count && n < sizeof out - 100; i++) {
        kzs_results_bucket(page, i, &bucket);
        n += (size_t)snprintf(out + n, sizeof out - n, " %s %llu/%llu", bucket.date,
                              (unsigned long long)bucket.count,
                              (unsigned long long)bucket.documents);
    }
    snprintf(out + n, sizeof out - n, "; %llu without, %llu coarse",
             (unsigned long long)timeline.missing, (unsigned long long)timeline.coarse);
    kzs_results_free(page);
    return out;
}

static void
small(void)
{
    kzs_index *index = new_index("small", NULL);
    kzs_query *query;
    kzs_results *page;
    kzs_error err;

    put(index, "1", "body", "vote", "date", "2019-12-30", NULL);
    put(index, "2", "body", "vote", "date", "2019-12-30T10:30", "date", "2001-01-01", NULL);
    put(index, "3", "body", "bread", "date", "2019-12-31", NULL);
    put(index, "4", "body", "vote", "date", "2020-02-29", NULL);
    put(index, "5", "body", "vote tax", "date", "2020-03-01", NULL);
    put(index, "6", "body", "vote", "date", "2020", NULL);
    put(index, "7", "body", "vote", NULL);
    put(index, "8", "body", "tax", "date", "2020-02-27", NULL);
    commit(index);

    is_string(timeline_of(index, "vote", "year"),
              "year: 2019 2/3 2020 3/4; 1 without, 0 coarse", "by year, beside all documents");
    is_string(timeline_of(index, "vote", "month"),
              "month: 2019-12 2/3 2020-01 0/0 2020-02 1/2 2020-03 1/1; 1 without, 1 coarse",
              "by month, empty ones included, over the end of a year");
    is_string(timeline_of(index, "tax", "day"),
              "day: 2020-02-27 1/1 2020-02-28 0/0 2020-02-29 0/1 2020-03-01 1/1; 0 without, 0 "
              "coarse",
              "by day, in a leap year");
    is_string(timeline_of(index, "tax", "auto"), timeline_of(index, "tax", "day"),
              "a few days are shown as days");
    is_string(timeline_of(index, "*", "auto"), timeline_of(index, "*", "year"),
              "too many coarse dates: by year");
    is_string(timeline_of(index, "vote -date:2020", "auto"),
              "day: 2019-12-30 2/2; 1 without, 0 coarse", "one day");
    is_string(timeline_of(index, "missing", "auto"), "day:; 0 without, 0 coarse",
              "nothing matches");

    put(index, "old", "body", "wide", "date", "0001-01-01", NULL);
    put(index, "new", "body", "wide", "date", "9999-12-31", NULL);
    put(index, "near", "body", "near", "date", "2018-01-15", NULL);
    put(index, "nearer", "body", "near", "date", "2020-06-15", NULL);
    commit(index);
    contains(timeline_of(index, "near", "auto"), "month: 2018-01 1/1 2018-02 0/0",
             "some years are shown as months");
    contains(timeline_of(index, "wide", "auto"), "year: 0001 1/1 0002 0/0",
             "many as years");
    contains(timeline_of(index, "wide", "day"), "year: 0001",
             "days without number are shown as years as well");

    query = new_query("x", NULL);
    is_number(kzs_query_timeline(query, "date", "week", &err), KZS_ERR_INVALID, "no such unit");
    contains(err.message, "week", "is named");
    is_number(kzs_query_timeline(query, "No name", "day", &err), KZS_ERR_INVALID, "no name");
    kzs_query_timeline(query, "author", "day", NULL);
    is_number(kzs_search(index, query, &page, &err), KZS_ERR_INVALID, "authors are no dates");
    contains(err.message, "author", "the message names the field");
    kzs_query_free(query);
    kzs_index_close(index, NULL);
    index = new_index("no date", "body text main\n");
    query = new_query("x", NULL);
    kzs_query_timeline(query, NULL, "day", NULL);
    is_number(kzs_search(index, query, &page, &err), KZS_ERR_INVALID, "there are no dates");
    kzs_query_free(query);
    page = find(index, "x", NULL);
    kzs_timeline timeline = {.size = sizeof timeline};
    is_number(kzs_results_timeline(page, &timeline), KZS_ERR_NOT_FOUND, "none was asked for");
    kzs_results_free(page);
    kzs_index_close(index, NULL);
}

/* Every unit adds up, whatever the dates. */
static void
sums(void)
{
    static const char *const units[] = {"year", "month", "day", "auto"};
    kzs_index *index = new_index("sums", NULL);
    unsigned wrong = 0, uneven = 0;

    random_begin("random dates");
    for (unsigned i = 0; i < 300; i++) {
        char id[20], date[20];
        snprintf(id, sizeof id, "%u", i);
        snprintf(date, sizeof date, "20%02u-%02u-%02u", 18 + (unsigned)random_below(4),
                 1 + (unsigned)random_below(12), 1 + (unsigned)random_below(28));
        size_t precision = random_below(8);
        date[precision == 0 ? 4 : precision == 1 ? 7 : 10] = '\0';
        if (random_below(10) == 0)
            put(index, id, "body", i % 3 ? "vote" : "tax", NULL);
        else
            put(index, id, "body", i % 3 ? "vote" : "tax", "date", date, NULL);
    }
    commit(index);
    for (size_t u = 0; u < ROWS(units); u++) {
        kzs_query *query = new_query("vote", "limit=0");
        kzs_timeline timeline = {.size = sizeof timeline};
        kzs_query_timeline(query, "date", units[u], NULL);
        kzs_results *page = run(index, query);
        kzs_results_timeline(page, &timeline);
        uint64_t sum = timeline.missing + timeline.coarse;
        for (size_t i = 0; i < timeline.count; i++) {
            kzs_bucket bucket = {.size = sizeof bucket};
            char asked[60];
            kzs_results_bucket(page, i, &bucket);
            sum += bucket.count;
            snprintf(asked, sizeof asked, "+vote date:%s", bucket.date);
            uneven += bucket.count != total(index, asked);
            snprintf(asked, sizeof asked, "* date:%s", bucket.date);
            uneven += bucket.documents != total(index, asked);
        }
        wrong += sum != summary_of(page).total;
        kzs_results_free(page);
    }
    is_number(wrong, 0, "every document is in a bucket, without a date, or too coarse");
    is_number(uneven, 0, "a bucket has what a search for its date finds");
    kzs_index_close(index, NULL);
}

int
main(void)
{
    small();
    sums();
    return tap_done();
}
