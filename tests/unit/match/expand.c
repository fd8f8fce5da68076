/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What patterns and fuzzy words become on an index: scores, bounds, cursors. */
#include "match/match.h"
#include "tests/unit/archive.h"

static kzs_index *many;

/* 1,500 words that begin alike; word 7 is in more documents than the others. */
static void
fill_many(void)
{
    char text[40000] = "", word[40];

    many = new_index("many", NULL);
    for (unsigned i = 0; i < 1500; i++) {
        snprintf(word, sizeof word, "zq%c%c%c ", 'a' + i % 26, 'a' + i / 26 % 26,
                 'a' + i / 676);
        strcat(text, word);
    }
    put(many, "all", "body", text, NULL);
    put(many, "frequent", "body", "zqhaa", NULL);
    put(many, "once", "body", "The pipeline and its owners, among them rivals and friends.", NULL);
    put(many, "twice", "body", "Pipeline. Pipelines and others are pipeline rivals.",
        NULL);
    put(many, "slip", "body", "The pipelime and its owners, among them rivals and friends.", NULL);
    put(many, "slips", "body", "The pipelmie and its owners, among them rivals and friends.", NULL);
    commit(many);
}

static const char *
warning(const char *text)
{
    static char copy[300];
    kzs_results *results = find(many, text, NULL);
    const char *message = kzs_results_warning(results, 0, NULL);

    snprintf(copy, sizeof copy, "%s", message != NULL ? message : "");
    kzs_results_free(results);
    return copy;
}

static void
scores(void)
{
    is_string(ids(many, "pipeli*", NULL), "twice once slip", "who says more of it comes first");
    is_string(ids(many, "Pipeline~", NULL), "twice once slip slips",
              "the word itself, then the nearest");
    is_string(ids(many, "pipeline~1", NULL), "twice once slip", "no farther than asked for");
    is_string(ids(many, "friends pipel*", NULL), "once slip slips twice",
              "a pattern beside a word adds to it");
    is_string(sorted_ids(many, "pip* -pipeline", NULL), "slip slips", "what is left without");
}

static void
bounds(void)
{
    kzs_query *query;
    kzs_results *results = NULL;
    kzs_error err;

    contains(warning("zq*"), "'zq*' stands for 1500 words: only the 1000 most frequent",
             "a cut is said");
    is_string(sorted_ids(many, "zq*", NULL), "all frequent", "the most frequent are kept");
    is_string(warning("zqa*"), "", "and so is none");
    contains(warning("zq* zq??a"), "only the 500 most", "patterns share what there is");
    query = new_query("zq*", "strict=yes");
    is_number(kzs_search(many, query, &results, &err), KZS_ERR_SYNTAX, "an error in strict mode");
    is_number(err.offset, 0, "with its place");
    contains(err.message, "1500 words", "and what it is about");
    kzs_query_free(query);
    query = new_query("pipeli*", "strict=yes");
    is_number(kzs_search(many, query, &results, &err), KZS_OK, "what is not cut is none");
    kzs_results_free(results);
    kzs_query_free(query);
}

static void
pages(void)
{
    kzs_results *first = find(many, "pipeli*", "limit=1"), *second;
    kzs_query *query = new_query("pipeli*", "limit=9");
    kzs_error err;
    char ids_first[100];

    must(kzs_query_set(query, "cursor", kzs_results_cursor(first), &err), &err, "a cursor");
    second = run(many, query);
    snprintf(ids_first, sizeof ids_first, "%s", ids_of(first));
    is_string(ids_first, "twice", "the first page");
    is_string(sorted_ids_of(second), "once slip", "a cursor goes on behind it");
    first = find(many, "pipeli*", "limit=1");
    query = new_query("pipel*", "limit=9");
    must(kzs_query_set(query, "cursor", kzs_results_cursor(first), &err), &err, "a cursor");
    is_number(kzs_search(many, query, &second, &err), KZS_ERR_INVALID,
              "it belongs to its pattern");
    kzs_query_free(query);
    kzs_results_free(first);
}

int
main(void)
{
    fill_many();
    scores();
    bounds();
    pages();
    kzs_index_close(many, NULL);
    return tap_done();
}
