/* SPDX-License-Identifier: GPL-2.0-or-later */
/* More like a document, several, or a text. */
#include "match/match.h"
#include "tests/unit/archive.h"
#include "tests/unit/unit.h"

/* Ids of what is like a document (or two; NULL: none) and a text (or NULL). */
static const char *
like(kzs_index *index, const char *id, const char *second, const char *text, kzs_query *query)
{
    kzs_error err;

    if (id != NULL)
        must(kzs_query_like(query, id, KZS_NUL, &err), &err, "like a document");
    if (second != NULL)
        must(kzs_query_like(query, second, KZS_NUL, &err), &err, "like another");
    if (text != NULL)
        must(kzs_query_like_text(query, text, KZS_NUL, &err), &err, "like a text");
    return ids_of(run(index, query));
}

static bool
begins(const char *list, const char *first)
{
    bool good = strncmp(list, first, strlen(first)) == 0;

    if (!good)
        printf("# %s\n", list);
    return good;
}

static void
documents(kzs_index *index)
{
    const char *list = like(index, "quasi", NULL, NULL, new_query("", NULL));
    kzs_query *query;
    kzs_error err;

    ok(begins(list, "states"), "what shares its rare words comes first");
    ok(strstr(list, "quasi") == NULL, "the document itself is left out");
    list = like(index, "quasi", "states", NULL, new_query("", NULL));
    ok(strstr(list, "quasi") == NULL && strstr(list, "states") == NULL,
       "so are all that were given");
    ok(begins(like(index, NULL, NULL, "a treaty of quasi-statehood", new_query("", "limit=2")),
              "states quasi"),
       "a text brings all that are like it");
    ok(begins(like(index, NULL, NULL, "Tokayev is quiet about war", new_query("", NULL)),
              "choice"),
       "in another script by its names");
    is_string(like(index, "corridor", NULL, NULL, new_query("energy", NULL)), "note",
              "with a text of its own that decides what matches");
    query = new_query("", NULL);
    must(kzs_query_filter(query, "lang", "ru", KZS_NUL, &err), &err, "filtering");
    list = like(index, NULL, NULL, "Мир и война, Токаев и Астана, хлеб", query);
    ok(strstr(list, "just") == NULL && strstr(list, "choice") && strstr(list, "bread"),
       "filters hold");
    is_string(like(index, NULL, NULL, "", new_query("", NULL)), "", "nothing is like nothing");
    is_string(like(index, NULL, NULL, "zzyzx qwxz", new_query("", NULL)), "",
              "nor like words that are nowhere");
}

static void
snippets(kzs_index *index)
{
    kzs_query *query = new_query("", "limit=1");
    kzs_results *page;
    char *snippet;

    must(kzs_query_like(query, "quasi", KZS_NUL, NULL), NULL, "like a document");
    page = run(index, query);
    must(kzs_results_snippet(page, 0, NULL, KZS_HTML, 0, &snippet, NULL), NULL, "a snippet");
    contains(snippet, "<mark>", "snippets mark what they have in common");
    kzs_free(snippet);
    kzs_results_free(page);
}

static void
refusals(kzs_index *index)
{
    kzs_query *query = new_query("", NULL);
    char longest[KZS_ID_MAX + 2];
    kzs_results *page;
    kzs_error err;

    memset(longest, 'x', sizeof longest);
    is_number(kzs_query_like(query, "", 0, &err), KZS_ERR_INVALID, "no document has an empty id");
    is_number(kzs_query_like(query, longest, sizeof longest, &err), KZS_ERR_LIMIT,
              "nor one that is too long");
    must(kzs_query_like(query, "nowhere", KZS_NUL, &err), &err, "like what is not there");
    is_number(kzs_search(index, query, &page, &err), KZS_ERR_NOT_FOUND,
              "a document must be there when searching");
    contains(err.message, "'nowhere'", "the message names it");
    for (size_t i = 1; i < KZSI_LIKES_MAX; i++)
        must(kzs_query_like(query, "x", 1, &err), &err, "many");
    is_number(kzs_query_like(query, "x", 1, &err), KZS_ERR_LIMIT, "there can be too many");
    kzs_query_free(query);
}

/* Ids that are hashed in the index are left out as well. */
static void
long_ids(kzs_index *index)
{
    char id[500];

    memset(id, 'y', sizeof id);
    id[499] = '\0';
    put(index, id, "body", "Rhododendrons bloom late in the mountains.", NULL);
    put(index, "short", "body", "Rhododendrons again, in the valley.", NULL);
    commit(index);
    is_string(like(index, id, NULL, NULL, new_query("rhododendron", NULL)), "short",
              "ids may be long");
}

int
main(void)
{
    kzs_index *index;

    index = new_archive("similar");
    documents(index);
    snippets(index);
    refusals(index);
    long_ids(index);
    kzs_index_close(index, NULL);
    return tap_done();
}
