/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * CPU time of searches that look at every match, beside one that need not: one line of
 * tab-separated values for each, the least of RUNS runs. Compiled and run by bench/facets.
 *
 *     facet_cost INDEX RUNS QUERY
 */
#include <kzsearch.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double
milliseconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static const struct {
    const char *name, *key, *value, *facet, *unit, *offset;
} rows[] = {
    {"10 best", "sort", "relevance", NULL, NULL, NULL},
    {"10 best, explained", "explain", "yes", NULL, NULL, NULL},
    {"10 best, exact total", "exact_total", "yes", NULL, NULL, NULL},
    {"facet of 2 values (lang)", "sort", "relevance", "lang", NULL, NULL},
    {"facet of hundreds (author)", "sort", "relevance", "author", NULL, NULL},
    {"facet of thousands (tags)", "sort", "relevance", "tags", NULL, NULL},
    {"timeline by year", "sort", "relevance", NULL, "year", NULL},
    {"timeline by day", "sort", "relevance", NULL, "day", NULL},
    {"newest first", "sort", "-date", NULL, NULL, NULL},
    {"by author, newest first", "sort", "author,-date", NULL, NULL, NULL},
    {"newest first, hit 5001 on", "sort", "-date", NULL, NULL, "5000"},
    {"10 best from hit 5001 on", "sort", "relevance", NULL, NULL, "5000"},
};

static int
fail(const kzs_error *err)
{
    fprintf(stderr, "%s\n", err->message);
    return 2;
}

int
main(int argc, char **argv)
{
    kzs_index *index;
    kzs_error err;
    int runs = argc == 4 ? atoi(argv[2]) : 0;

    if (runs <= 0) {
        fprintf(stderr, "usage: facet_cost INDEX RUNS QUERY\n");
        return 2;
    }
    if (kzs_index_open(argv[1], KZS_READ, NULL, &index, &err))
        return fail(&err);
    for (size_t r = 0; r < sizeof rows / sizeof *rows; r++) {
        kzs_summary summary = {.size = sizeof summary};
        double least = 1e9;
        for (int i = 0; i < runs; i++) {
            kzs_results *page;
            kzs_query *query;
            double begin, spent;
            if (kzs_query_new(argv[3], KZS_NUL, &query, &err) ||
                kzs_query_set(query, rows[r].key, rows[r].value, &err) ||
                kzs_query_set(query, "offset", rows[r].offset ? rows[r].offset : "0", &err) ||
                (rows[r].facet && kzs_query_facet(query, rows[r].facet, 10, &err)) ||
                (rows[r].unit && kzs_query_timeline(query, NULL, rows[r].unit, &err)))
                return fail(&err);
            begin = milliseconds();
            if (kzs_search(index, query, &page, &err))
                return fail(&err);
            spent = milliseconds() - begin;
            least = spent < least ? spent : least;
            kzs_results_summary(page, &summary);
            kzs_results_free(page);
            kzs_query_free(query);
        }
        printf("%s\t%.3f\t%llu\n", rows[r].name, least, (unsigned long long)summary.total);
    }
    kzs_index_close(index, NULL);
    return 0;
}
