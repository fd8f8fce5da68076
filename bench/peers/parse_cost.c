/* What it takes to understand queries: kzsi_plan_make(), as kzs_search() does it.
 *
 *   parse_cost INDEX QUERIES.tsv ROUNDS
 *
 * Prints the queries, and CPU seconds of this thread for one pass over them: the first, in which
 * every word is new, and the fastest of ROUNDS more. Linked with the core of the library, because
 * nothing public stops before it searches.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "index/index.h"
#include "query/query.h"

#define QUERIES_MAX 100000

static double
now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void
stop(const char *message)
{
    fprintf(stderr, "parse_cost: %s\n", message);
    exit(2);
}

static size_t
read_queries(const char *path, char **texts)
{
    FILE *file = fopen(path, "r");
    char *line = NULL;
    size_t size = 0, count = 0;

    if (file == NULL)
        stop("cannot read the queries");
    while (count < QUERIES_MAX && getline(&line, &size, file) > 0) {
        char *tab = strchr(line, '\t');
        if (tab == NULL)
            continue;
        tab[strcspn(tab, "\n")] = '\0';
        texts[count++] = strdup(tab + 1);
    }
    free(line);
    fclose(file);
    return count;
}

static double
pass(kzs_index *index, struct kzsi_analyzer *analyzer, char **texts, size_t count)
{
    double begin = now();

    for (size_t i = 0; i < count; i++) {
        struct kzsi_plan plan;
        kzs_query *query;
        kzs_error err;
        memset(&plan, 0, sizeof plan);
        if (kzs_query_new(texts[i], KZS_NUL, &query, &err) != KZS_OK ||
            kzsi_plan_make(query, &index->schema, analyzer, &plan, &err) != KZS_OK)
            stop(err.message);
        kzsi_plan_free(&plan);
        kzs_query_free(query);
    }
    return now() - begin;
}

int
main(int argc, char **argv)
{
    static char *texts[QUERIES_MAX];
    kzs_index *index;
    kzs_error err;

    if (argc != 4)
        stop("INDEX QUERIES.tsv ROUNDS");
    if (kzs_index_open(argv[1], KZS_READ, NULL, &index, &err) != KZS_OK)
        stop(err.message);
    struct kzsi_analyzer *analyzer = kzsi_index_analyzer(index);
    size_t count = read_queries(argv[2], texts);
    if (analyzer == NULL || count == 0)
        stop("nothing to do");
    double first = pass(index, analyzer, texts, count), best = first;
    for (int i = atoi(argv[3]); i > 0; i--) {
        double seconds = pass(index, analyzer, texts, count);
        best = seconds < best ? seconds : best;
    }
    printf("%zu %.9f %.9f\n", count, first, best);
    kzsi_index_analyzer_done(index, analyzer);
    return kzs_index_close(index, &err) == KZS_OK ? 0 : 2;
}
