/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Hits as a page of HTML, matches marked:  04_snippets archive.kz Токаев >hits.html */
#include <kzsearch.h>
#include <stdio.h>

/* A field of a hit with its matches in <mark>, everything else escaped. */
static void
print_marked(const kzs_results *page, size_t i, const char *field, size_t characters)
{
    char *html = NULL;

    if (kzs_results_snippet(page, i, field, KZS_HTML, characters, &html, NULL) == KZS_OK)
        fputs(html, stdout);
    kzs_free(html);
}

/* The same as places in the text, for those who mark it themselves. */
static void
print_places(const kzs_results *page, size_t i)
{
    static const char *const kinds[] = {"word", "phrase", "name", "compound"};
    const char *text = kzs_doc_get(kzs_results_doc(page, i), "body", 0, NULL);
    kzs_match *matches = NULL;
    size_t count = 0;

    if (text != NULL && kzs_results_matches(page, i, "body", &matches, &count, NULL) == KZS_OK)
        for (size_t n = 0; n < count; n++)
            printf("  <!-- %s at byte %zu: %.*s -->\n", kinds[matches[n].kind],
                   matches[n].start, (int)(matches[n].end - matches[n].start),
                   text + matches[n].start);
    kzs_free(matches);
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
    if (kzs_index_open(argv[1], KZS_READ, NULL, &index, &err) ||
        kzs_query_new(argv[2], KZS_NUL, &query, &err) ||
        kzs_query_set(query, "limit", "5", &err) ||
        kzs_query_set(query, "fragments", "2", &err) ||
        kzs_search(index, query, &page, &err)) {
        fprintf(stderr, "%s\n", err.message);
        goto out;
    }
    puts("<!doctype html><meta charset=utf-8>\n<ol>");
    for (size_t i = 0; i < kzs_results_count(page); i++) {
        fputs("<li><b>", stdout);
        print_marked(page, i, "title", KZS_WHOLE);
        fputs("</b><br>\n  ", stdout);
        print_marked(page, i, NULL, 200);
        putchar('\n');
        print_places(page, i);
    }
    puts("</ol>");
    outcome = kzs_results_count(page) > 0 ? 0 : 1;
out:
    kzs_results_free(page);
    kzs_query_free(query);
    kzs_index_close(index, NULL);
    return outcome;
}
