/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Every public function with NULL wherever a pointer can stand: a status or nothing, never a
 * crash. tests/layout/exports.test sees to it that none is left out.
 */
#include "tests/api/library.h"

/* Both with and without a place for the error, which must agree. */
#define INVALID(call)                                                                         \
    do {                                                                                      \
        kzs_error error = {.status = KZS_OK}, *err = &error;                                  \
        kzs_status st = (call);                                                               \
        bool good = st == KZS_ERR_INVALID && error.status == st && error.message[0] != '\0';  \
        if (!good)                                                                            \
            printf("# %s: %s\n", kzs_status_name(st), error.message);                         \
        err = NULL;                                                                           \
        st = (call);                                                                          \
        ok(good &&st == KZS_ERR_INVALID, "%s", #call);                                        \
    } while (0)

/* Functions without an error. */
#define GIVES(call, want) ok((call) == (want), "%s", #call)

static void
library(void)
{
    ok(kzs_version() != NULL && kzs_version_number() > 0, "kzs_version");
    GIVES(strcmp(kzs_status_name((kzs_status)-1), "KZS_ERR_UNKNOWN"), 0);
    ok(kzs_status_text((kzs_status)12345) != NULL, "kzs_status_text of no status");
    kzs_free(NULL);
    ok(true, "kzs_free(NULL)");
}

static void
documents(void)
{
    kzs_doc *doc = kzs_doc_new();

    GIVES(kzs_doc_set(NULL, "title", "x", KZS_NUL, NULL), KZS_ERR_NOMEM);
    GIVES(kzs_doc_add(NULL, "title", "x", KZS_NUL, NULL), KZS_ERR_NOMEM);
    GIVES(kzs_doc_set(doc, "title", NULL, 5, NULL), KZS_OK);
    GIVES(kzs_doc_add(doc, "title", NULL, KZS_NUL, NULL), KZS_OK);
    INVALID(kzs_doc_set(doc, NULL, "x", KZS_NUL, err));
    INVALID(kzs_doc_add(doc, NULL, NULL, KZS_NUL, err));
    GIVES(kzs_doc_get(NULL, NULL, 0, NULL), NULL);
    GIVES(kzs_doc_get(doc, NULL, 0, NULL), NULL);
    GIVES(kzs_doc_count(NULL), 0);
    GIVES(kzs_doc_value(NULL, 0, NULL, NULL), NULL);
    kzs_doc_free(NULL);
    kzs_doc_free(doc);
}

static int
no_note(void *user, const char *key, const char *value, size_t length)
{
    (void)user;
    (void)key;
    (void)value;
    (void)length;
    return 0;
}

static void
indexes(kzs_index *index, kzs_doc *doc)
{
    char *text;
    kzs_index *opened;
    kzs_doc *fetched;

    INVALID(kzs_index_open("x", KZS_READ, NULL, NULL, err));
    INVALID(kzs_index_open(NULL, KZS_READ, NULL, &opened, err));
    INVALID(kzs_index_create("x", NULL, NULL, NULL, err));
    INVALID(kzs_index_create(NULL, NULL, NULL, &opened, err));
    INVALID(kzs_index_info(index, NULL, err));
    INVALID(kzs_index_info(NULL, NULL, err));
    GIVES(kzs_index_schema(NULL), NULL);
    GIVES(kzs_index_close(NULL, NULL), KZS_OK);
    INVALID(kzs_put(NULL, "x", 1, doc, err));
    INVALID(kzs_put(index, NULL, KZS_NUL, doc, err));
    INVALID(kzs_put(index, NULL, 5, doc, err));
    GIVES(kzs_put(index, "x", 1, NULL, NULL), KZS_ERR_NOMEM);
    INVALID(kzs_delete(NULL, "x", 1, err));
    INVALID(kzs_delete(index, NULL, 5, err));
    INVALID(kzs_get(index, "x", 1, NULL, err));
    INVALID(kzs_get(index, NULL, 5, &fetched, err));
    INVALID(kzs_get(NULL, "x", 1, &fetched, err));
    INVALID(kzs_note_set(NULL, "k", "v", 1, err));
    INVALID(kzs_note_set(index, NULL, "v", 1, err));
    GIVES(kzs_note_set(index, "k", NULL, 5, NULL), KZS_OK);
    INVALID(kzs_note_get(NULL, "k", &text, NULL, err));
    INVALID(kzs_note_get(index, NULL, &text, NULL, err));
    INVALID(kzs_note_get(index, "k", NULL, NULL, err));
    INVALID(kzs_notes(NULL, "", no_note, NULL, err));
    INVALID(kzs_notes(index, NULL, no_note, NULL, err));
    INVALID(kzs_notes(index, "", NULL, NULL, err));
    INVALID(kzs_commit(NULL, err));
    INVALID(kzs_rollback(NULL, err));
}

static void
bulk(void)
{
    kzs_bulk *build = NULL;

    INVALID(kzs_bulk_new(NULL, NULL, NULL, &build, err));
    INVALID(kzs_bulk_new("", NULL, NULL, &build, err));
    INVALID(kzs_bulk_new(in_folder("bulk"), NULL, NULL, NULL, err));
    INVALID(kzs_bulk_put(NULL, "x", 1, NULL, err));
    INVALID(kzs_bulk_finish(NULL, err));
    ok(kzs_bulk_method(NULL) == NULL, "no build has no method");
    kzs_bulk_cancel(NULL);
    ok(kzs_bulk_warning(NULL) == NULL, "nor a warning");
    kzs_bulk_free(NULL);
}

static void
queries(kzs_index *index)
{
    kzs_query *query = new_query("word", NULL), *empty = NULL;
    kzs_results *page;
    char *described;

    INVALID(kzs_query_new("x", 1, NULL, err));
    GIVES(kzs_query_new(NULL, 7, &empty, NULL), KZS_OK);
    INVALID(kzs_query_describe(index, query, NULL, err));
    INVALID(kzs_query_describe(index, NULL, &described, err));
    INVALID(kzs_query_set(NULL, "limit", "1", err));
    INVALID(kzs_query_set(query, NULL, "1", err));
    INVALID(kzs_query_set(query, "limit", NULL, err));
    INVALID(kzs_query_filter(NULL, "lang", "en", KZS_NUL, err));
    INVALID(kzs_query_filter(query, NULL, "en", KZS_NUL, err));
    INVALID(kzs_query_filter(query, "lang", NULL, 3, err));
    INVALID(kzs_query_facet(NULL, "lang", 1, err));
    INVALID(kzs_query_facet(query, NULL, 1, err));
    INVALID(kzs_query_like(NULL, "x", 1, err));
    INVALID(kzs_query_like(query, NULL, 1, err));
    INVALID(kzs_query_like_text(NULL, "x", 1, err));
    INVALID(kzs_query_like_text(query, NULL, 1, err));
    INVALID(kzs_query_timeline(NULL, NULL, "auto", err));
    INVALID(kzs_query_timeline(query, NULL, NULL, err));
    INVALID(kzs_search(index, query, NULL, err));
    INVALID(kzs_search(index, NULL, &page, err));
    INVALID(kzs_search(NULL, query, &page, err));
    kzs_query_free(empty);
    kzs_query_free(query);
    kzs_query_free(NULL);
}

static void
pages(kzs_index *index)
{
    kzs_results *page = find(index, "word", NULL);
    kzs_hit no_size = {.size = 0};
    kzs_match *list;
    size_t count;
    char *text;

    GIVES(kzs_results_summary(NULL, NULL), KZS_ERR_INVALID);
    GIVES(kzs_results_summary(page, NULL), KZS_ERR_INVALID);
    GIVES(kzs_results_count(NULL), 0);
    GIVES(kzs_results_why(NULL, 0, 0), NULL);
    GIVES(kzs_results_why(page, 0, 0), NULL);
    INVALID(kzs_results_explain(page, 0, NULL, err));
    INVALID(kzs_results_explain(NULL, 0, &text, err));
    GIVES(kzs_results_hit(NULL, 0, &no_size), KZS_ERR_INVALID);
    GIVES(kzs_results_hit(page, 0, NULL), KZS_ERR_INVALID);
    GIVES(kzs_results_hit(page, 0, &no_size), KZS_ERR_INVALID);
    GIVES(kzs_results_doc(NULL, 0), NULL);
    GIVES(kzs_results_doc(page, 99), NULL);
    INVALID(kzs_results_snippet(page, 0, NULL, KZS_PLAIN, 0, NULL, err));
    INVALID(kzs_results_snippet(NULL, 0, NULL, KZS_PLAIN, 0, &text, err));
    GIVES(kzs_results_snippet(page, 0, NULL, KZS_PLAIN, 0, &text, NULL), KZS_OK);
    kzs_free(text);
    GIVES(kzs_results_cursor(NULL), NULL);
    GIVES(kzs_results_collapsed(NULL, 0, 0, NULL), NULL);
    GIVES(kzs_suggestions_count(NULL), 0);
    GIVES(kzs_suggestions_get(NULL, 0, NULL), KZS_ERR_INVALID);
    kzs_suggestions_free(NULL);
    kzs_suggestions *suggestions;
    INVALID(kzs_suggest(NULL, "x", 1, 1, &suggestions, err));
    INVALID(kzs_suggest(NULL, "x", 1, 1, NULL, err));
    INVALID(kzs_complete(NULL, "x", 1, 1, 1, &suggestions, err));
    INVALID(kzs_complete(NULL, "x", 1, 1, 1, NULL, err));
    GIVES(kzs_results_timeline(NULL, NULL), KZS_ERR_INVALID);
    GIVES(kzs_results_timeline(page, NULL), KZS_ERR_INVALID);
    GIVES(kzs_results_bucket(NULL, 0, NULL), KZS_ERR_INVALID);
    GIVES(kzs_results_bucket(page, 0, NULL), KZS_ERR_INVALID);
    GIVES(kzs_results_facet_count(NULL), 0);
    GIVES(kzs_results_facet(NULL, 0, NULL), KZS_ERR_INVALID);
    GIVES(kzs_results_facet(page, 0, NULL), KZS_ERR_INVALID);
    GIVES(kzs_results_facet_value(NULL, 0, 0, NULL), KZS_ERR_INVALID);
    GIVES(kzs_results_facet_value(page, 0, 0, NULL), KZS_ERR_INVALID);
    INVALID(kzs_results_matches(NULL, 0, NULL, &list, &count, err));
    INVALID(kzs_results_matches(page, 0, NULL, NULL, &count, err));
    INVALID(kzs_results_matches(page, 0, NULL, &list, NULL, err));
    INVALID(kzs_results_passages(NULL, 0, NULL, 0, &list, &count, err));
    INVALID(kzs_results_passages(page, 0, NULL, 0, NULL, &count, err));
    INVALID(kzs_highlight(index, NULL, NULL, "word", KZS_NUL, KZS_PLAIN, 0, &text, err));
    INVALID(kzs_highlight_matches(NULL, NULL, NULL, "word", KZS_NUL, &list, &count, err));
    GIVES(kzs_results_warning(NULL, 0, NULL), NULL);
    GIVES(kzs_results_warning(page, 99, NULL), NULL);
    kzs_results_free(page);
    kzs_results_free(NULL);
}

static int
count_tokens(void *user, const kzs_token *token)
{
    (void)token;
    ++*(size_t *)user;
    return 0;
}

static void
analysis(void)
{
    size_t count = 0;

    INVALID(kzs_analyze(NULL, "word", KZS_NUL, KZS_ANALYZE_QUERY, NULL, NULL, err));
    GIVES(kzs_analyze(NULL, NULL, 5, KZS_ANALYZE_DOCUMENT, count_tokens, &count, NULL),
          KZS_OK);
    GIVES(count, 0);
}

static void
upkeep(void)
{
    INVALID(kzs_check(NULL, NULL, NULL, NULL, err));
    INVALID(kzs_backup(NULL, "x", NULL, NULL, err));
    INVALID(kzs_backup("x", NULL, NULL, NULL, err));
    INVALID(kzs_export(NULL, NULL, NULL, NULL, err));
    INVALID(kzs_export("x", NULL, NULL, NULL, err));
    INVALID(kzs_rebuild(NULL, NULL, NULL, NULL, NULL, err));
    INVALID(kzs_compact(NULL, NULL, NULL, NULL, err));
}

int
main(void)
{
    kzs_index *index = new_index("nulls", NULL);
    kzs_doc *doc = kzs_doc_new();

    put(index, "1", "body", "a word", NULL);
    commit(index);
    library();
    documents();
    indexes(index, doc);
    queries(index);
    pages(index);
    analysis();
    upkeep();
    kzs_doc_free(doc);
    is_number(total(index, "word"), 1, "the index is none the worse");
    kzs_index_close(index, NULL);
    bulk();
    return tap_done();
}
