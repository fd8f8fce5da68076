/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Forms side by side: what the texts say, where literal phrases rank, and when reading ends. */
#include "match/match.h"
#include "tests/unit/archive.h"

static kzs_index *index_;

static void
fill(void)
{
    static char long_text[2 << 20];
    size_t length = 0;

    while (length < sizeof long_text - 40)
        length += (size_t)sprintf(long_text + length, "red lines, a red thread, line by line. ");
    index_ = new_index("forms", "title text weight=2\nauthor keyword words\nurl stored\n"
                                "body text main\n");
    put(index_, "apart", "body", "The red lines of a line that is red. Red, they say, line.", NULL);
    put(index_, "literal", "title", "Red line", "body",
        "Much was said about many other things, and a red line was one of them, as it is with "
        "all of them in the end, when nobody cares.",
        NULL);
    put(index_, "often", "title", "Lines", "body", "Red lines. Red lines, red lines! Red lines?",
        NULL);
    put(index_, "author", "author", "Red Line", "body", "Nothing.", "url", "blue line", NULL);
    put(index_, "repeats", "body", "A red red line.", NULL);
    put(index_, "blue", "url", "blue line", "body", "Blue is a line.", NULL);
    for (int i = 0; i < 9; i++) {
        char id[10];
        snprintf(id, sizeof id, "long %d", i);
        put(index_, id, "title", "zebra", "body", long_text, NULL);
    }
    put(index_, "z", "title", "zebra", "body", "One red line.", NULL);
    commit(index_);
}

int
main(void)
{
    kzs_query *query;
    kzs_results *results;
    kzs_error err;

    fill();
    is_string(sorted_ids(index_, "=\"red line\" -zebra", NULL), "author literal repeats",
              "forms side by side in any text field and in words of keywords");
    is_string(sorted_ids(index_, "=\"a red red line\"", NULL), "repeats", "words that repeat");
    is_string(sorted_ids(index_, "=\"blue line\"", NULL), "", "not in what is stored alone");
    is_string(sorted_ids(index_, "title:=\"red line\"", NULL), "literal", "in one field");
    is_string(sorted_ids(index_, "=\"lines red\" -zebra", NULL), "often", "across sentences as phrases are");
    results = find(index_, "\"red line\" -zebra", NULL);
    ok(strcmp(strtok((char *)(uintptr_t)ids_of(results), " "), "often") != 0,
       "a literal phrase comes before many others");

    results = find(index_, "=\"red line\" zebra", "limit=100");
    contains(kzs_results_warning(results, 0, NULL), "only 6 MB of texts were read",
             "that not all could be read is said");
    kzs_results_free(results);
    query = new_query("=\"red line\" zebra", "strict=yes");
    is_number(kzs_search(index_, query, &results, &err), KZS_ERR_SYNTAX, "an error in strict mode");
    kzs_query_free(query);
    kzs_index_close(index_, NULL);
    return tap_done();
}
