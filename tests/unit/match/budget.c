/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Phrases of words that are everywhere: some are looked for, not a page of them. */
#include "tests/unit/archive.h"

static kzs_index *index_;

/* 2,000 documents with the same common words, in one of two orders. */
static void
fill(void)
{
    kzs_bulk *bulk;
    kzs_error err;

    must(kzs_bulk_new(in_folder("common"), NULL, NULL, &bulk, &err), &err, "building");
    for (int i = 0; i < 2000; i++) {
        kzs_doc *doc = kzs_doc_new();
        char id[20];
        snprintf(id, sizeof id, "%d", i);
        kzs_doc_set(doc, "body",
                    i % 2 == 0 ? "red green blue white" : "white blue green red", KZS_NUL, NULL);
        must(kzs_bulk_put(bulk, id, KZS_NUL, doc, &err), &err, "putting");
        kzs_doc_free(doc);
    }
    must(kzs_bulk_finish(bulk, &err), &err, "building");
    kzs_bulk_free(bulk);
    index_ = open_index("common", KZS_READ);
}

static unsigned long long
found(const char *text, const char *warning)
{
    kzs_results *page = find(index_, text, "exact_total=yes");
    kzs_summary summary = {.size = sizeof summary};
    const char *said = kzs_results_warning(page, 0, NULL);

    kzs_results_summary(page, &summary);
    if (warning == NULL)
        ok(said == NULL, "%s: nothing is complained about", strlen(text) < 60 ? text : "a page of phrases");
    else
        contains(said, warning, "%s: it is said", strlen(text) < 60 ? text : "a page of phrases");
    kzs_results_free(page);
    return summary.total;
}

int
main(void)
{
    static const char *const words[] = {"red", "green", "blue", "white"};
    char many[2000] = "";
    kzs_results *page;
    kzs_query *query;
    kzs_error err;

    fill();
    is_number(found("\"red green\" AND \"blue white\"", NULL), 1000, "phrases are what they are");
    is_number(found("red green blue white red green blue white", NULL), 2000,
              "rows of words only add");
    for (int i = 0; i < 40; i++) /* none is in any document */
        sprintf(many + strlen(many), "\"%s %s\"~%d ", words[i % 4], words[(i + 2) % 4], i + 30);
    strcat(many, "\"white green\"");
    is_number(found("\"white green\"", NULL), 0, "words that never stand so");
    is_number(found(many, "looked for anywhere"), 2000,
              "behind very many phrases they are looked for anywhere");
    query = new_query(many, "strict=yes");
    is_number(kzs_search(index_, query, &page, &err), KZS_ERR_SYNTAX,
              "which is an error in strict mode");
    kzs_query_free(query);
    kzs_index_close(index_, NULL);
    return tap_done();
}
