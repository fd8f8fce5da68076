/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Places in a text, in bytes and in characters: of hits and of texts of the caller's. */
#include "base/base.h"
#include "tests/unit/archive.h"
#include "tests/unit/unit.h"

static kzs_index *index_;

/* "2-6 2-4 name", all matches of a query in a text. */
static const char *
listed(kzs_index *index, const char *query_text, const char *text)
{
    static const char *const kinds[] = {"word", "phrase", "name", "compound", "passage"};
    static char out[2000];
    kzs_query *query;
    kzs_match *list;
    size_t count, n = 0;

    must(kzs_query_new(query_text, KZS_NUL, &query, NULL), NULL, "making a query");
    must(kzs_highlight_matches(index, query, NULL, text, KZS_NUL, &list, &count, NULL), NULL,
         "finding matches");
    out[0] = '\0';
    for (size_t i = 0; i < count; i++)
        n += (size_t)sprintf(out + n, "%s%zu-%zu %zu-%zu %s", i > 0 ? ", " : "", list[i].start,
                             list[i].end, list[i].start_character, list[i].end_character,
                             kinds[list[i].kind]);
    kzs_free(list);
    kzs_query_free(query);
    return out;
}

static void
kinds(void)
{
    is_string(listed(NULL, "война", "О войне и мире"), "3-13 2-7 word",
              "a word, in bytes and in characters");
    is_string(listed(NULL, "\"just Kazakhstan\"", "just Kazakhstan"), "0-15 0-15 phrase",
              "a phrase is one match");
    is_string(listed(NULL, "Tokayev", "Встреча с Токаевым прошла"), "18-34 10-18 name",
              "a name in another script");
    is_string(listed(NULL, "quasistates", "quasi-states"), "0-12 0-12 compound", "a compound");
    is_string(listed(NULL, "\"one two\" \"two three\"", "one two three"), "0-13 0-13 phrase",
              "matches that overlap are one");
    is_string(listed(NULL, "two \"one two\"", "one two two"), "0-7 0-7 phrase, 8-11 8-11 word",
              "of the kind of the longest");
    is_string(listed(NULL, "nothing", "of it"), "", "none");
    is_string(listed(NULL, "b", "\xFF\xFF b"), "3-4 3-4 word", "invalid bytes are characters");
    is_string(listed(NULL, "title:power", "power"), "", "a title's word marks no other text");
    is_string(listed(index_, "Ташкенбай", "Tashkenbay"), "0-10 0-10 name",
              "with an index, its own names as well");
}

static void
hits(void)
{
    kzs_results *page = find(index_, "корид*р granary corridor", "fragments=2");
    kzs_match *list = (kzs_match *)&page;
    size_t count = 7, bytes;
    kzs_error err = {0};
    const char *body = kzs_doc_get(kzs_results_doc(page, 0), "body", 0, &bytes);

    is_number(kzs_results_matches(page, 0, NULL, &list, &count, &err), KZS_OK, "of a hit");
    ok(count == 1 && strncmp(body + list[0].start, "Corridor", 8) == 0, "each is in its text");
    kzs_free(list);
    is_number(kzs_results_passages(page, 0, NULL, 50, &list, &count, &err), KZS_OK,
              "the passages of a snippet");
    ok(count == 1 && list[0].kind == KZS_MATCH_PASSAGE && list[0].end <= bytes &&
           list[0].end_character - list[0].start_character <= 50,
       "are places as well");
    kzs_free(list);
    is_number(kzs_results_matches(page, 99, NULL, &list, &count, &err), KZS_ERR_INVALID,
              "there is no such hit");
    ok(list == NULL && count == 0, "and no list");
    is_number(kzs_results_matches(NULL, 0, NULL, &list, &count, NULL), KZS_ERR_INVALID,
              "no results");
    is_number(kzs_results_matches(page, 0, NULL, NULL, &count, NULL), KZS_ERR_INVALID,
              "no place for a list");
    is_number(kzs_results_matches(page, 0, NULL, &list, NULL, NULL), KZS_ERR_INVALID,
              "or for its length");
    is_number(kzs_results_passages(page, 0, NULL, 0, NULL, NULL, NULL), KZS_ERR_INVALID,
              "or for passages");
    is_number(kzs_results_matches(page, 0, "nofield", &list, &count, NULL), KZS_OK,
              "a field that is not there");
    is_number(count, 0, "has none");
    kzs_free(list);
    kzs_results_free(page);
}

int
main(void)
{
    index_ = new_index("matches", "title text\nbody text main\nTashkenbay = Ташкенбай\n");
    put(index_, "1", "title", "A corridor", "body",
        "Nothing in the first sentence. The Corridor carries grain. Nothing in the last.", NULL);
    commit(index_);
    kinds();
    hits();
    kzs_index_close(index_, NULL);
    return tap_done();
}
