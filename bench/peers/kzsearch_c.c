/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The same work as bench/python has Python do, in C: what the binding adds is the difference.
 *
 *     kzsearch_c build|put INDEX DOCUMENTS QUERIES
 *
 * DOCUMENTS holds id, title and body, each ended by a NUL; QUERIES one query a line. Prints CPU
 * seconds, then wall seconds, of indexing and of searching.
 */
#include <kzsearch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static kzs_error err;

static void
check(kzs_status status)
{
    if (status == KZS_OK)
        return;
    fprintf(stderr, "%s\n", err.message);
    exit(2);
}

static char *
read_all(const char *path, size_t *length)
{
    FILE *file = fopen(path, "rb");
    char *text = NULL;
    size_t size = 0;

    *length = 0;
    if (file == NULL)
        exit(2);
    do {
        size = size ? size * 2 : 1 << 20;
        text = realloc(text, size + 1);
        if (text == NULL)
            exit(2);
        *length += fread(text + *length, 1, size - *length, file);
    } while (*length == size);
    text[*length] = '\0';
    fclose(file);
    return text;
}

static double
now(clockid_t clock)
{
    struct timespec t;

    clock_gettime(clock, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double cpu, wall;

static void
begin(void)
{
    cpu = now(CLOCK_PROCESS_CPUTIME_ID);
    wall = now(CLOCK_MONOTONIC);
}

static void
end(void)
{
    printf("%.6f %.6f\n", now(CLOCK_PROCESS_CPUTIME_ID) - cpu, now(CLOCK_MONOTONIC) - wall);
}

static kzs_doc *
make_doc(const char *title, const char *body)
{
    kzs_doc *doc = kzs_doc_new();

    check(kzs_doc_add(doc, "title", title, KZS_NUL, &err));
    check(kzs_doc_add(doc, "body", body, KZS_NUL, &err));
    return doc;
}

static void
put_all(const char *path, const char *at, const char *stop)
{
    kzs_index *index;

    check(kzs_index_open(path, KZS_WRITE | KZS_CREATE, NULL, &index, &err));
    while (at < stop) {
        const char *id = at, *title = id + strlen(id) + 1, *body = title + strlen(title) + 1;
        kzs_doc *doc = make_doc(title, body);
        check(kzs_put(index, id, KZS_NUL, doc, &err));
        kzs_doc_free(doc);
        at = body + strlen(body) + 1;
    }
    check(kzs_commit(index, &err));
    check(kzs_index_close(index, &err));
}

static void
build_all(const char *path, const char *at, const char *stop)
{
    kzs_bulk *bulk;

    check(kzs_bulk_new(path, NULL, NULL, &bulk, &err));
    while (at < stop) {
        const char *id = at, *title = id + strlen(id) + 1, *body = title + strlen(title) + 1;
        kzs_doc *doc = make_doc(title, body);
        check(kzs_bulk_put(bulk, id, KZS_NUL, doc, &err));
        kzs_doc_free(doc);
        at = body + strlen(body) + 1;
    }
    check(kzs_bulk_finish(bulk, &err));
    kzs_bulk_free(bulk);
}

static double
search_all(kzs_index *index, char *queries)
{
    double sum = 0;

    for (char *line = strtok(queries, "\n"); line != NULL; line = strtok(NULL, "\n")) {
        kzs_query *query;
        kzs_results *page;
        check(kzs_query_new(line, KZS_NUL, &query, &err));
        check(kzs_search(index, query, &page, &err));
        for (size_t i = 0; i < kzs_results_count(page); i++) {
            kzs_hit hit = {.size = sizeof hit};
            check(kzs_results_hit(page, i, &hit));
            sum += hit.score;
        }
        kzs_results_free(page);
        kzs_query_free(query);
    }
    return sum;
}

int
main(int argc, char **argv)
{
    kzs_index *index;
    size_t length, ignored;

    if (argc != 5)
        return 2;
    char *documents = read_all(argv[3], &length), *queries = read_all(argv[4], &ignored);
    begin();
    (strcmp(argv[1], "build") == 0 ? build_all : put_all)(argv[2], documents, documents + length);
    end();
    check(kzs_index_open(argv[2], KZS_READ, NULL, &index, &err));
    begin();
    double sum = search_all(index, queries);
    end();
    fprintf(stderr, "%g\n", sum);
    kzs_index_close(index, NULL);
    free(documents);
    free(queries);
    return 0;
}
