/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Quoted phrases: texts that hold them as they are written come first, if they are few. */
#include "match/match.h"
#include "tests/unit/archive.h"

/* The first hit for a query. */
static const char *
first(kzs_index *index, const char *text)
{
    static char id[100];
    kzs_results *results = find(index, text, NULL);
    kzs_hit hit = {.size = sizeof hit};

    id[0] = '\0';
    if (kzs_results_hit(results, 0, &hit) == KZS_OK)
        snprintf(id, sizeof id, "%s", hit.id);
    kzs_results_free(results);
    return id;
}

int
main(void)
{
    static const char filler[] =
        "Much was said about many other things, as it is with all of them in the end. ";
    kzs_index *index = new_index("literal", "title text weight=3\nbody text main\n");
    char body[3000] = "The red line. ";
    kzs_results *results;

    for (int i = 0; i < 30; i++)
        strcat(body, filler);
    put(index, "literal", "title", "Nothing", "body", body, NULL);
    put(index, "often", "title", "Red lines", "body", "Red lines, red lines. Line. Red lines.",
        NULL);
    put(index, "apart", "title", "Red lines", "body", "The line is red, red lines are red.",
        NULL);
    commit(index);
    is_string(first(index, "\"red line\""), "literal",
              "one literal phrase in a long text comes before inflections in titles");
    is_string(first(index, "\"red line\" nothing -zebra"), "literal", "with other words too");
    is_string(sorted_ids(index, "\"red line\"", NULL), "apart literal often",
              "others are found as well");
    is_string(first(index, "\"red lines\""), "often", "whichever form it is");
    is_string(first(index, "title:\"red line\""), "often",
              "in a field that has no literal one");
    results = find(index, "\"red line\"", "explain=yes");
    is_string(kzs_results_why(results, 0, 1), "form", "that is why it was found");
    ok(kzs_results_why(results, 1, 1) == NULL ||
           strcmp(kzs_results_why(results, 1, 1), "form") != 0,
       "and no reason for others");
    kzs_results_free(results);

    for (int i = 0; i < 300; i++) {
        char id[20];
        snprintf(id, sizeof id, "more %d", i);
        put(index, id, "title", "More", "body", i % 2 ? "A red line." : "Red lines, a line.",
            NULL);
    }
    commit(index);
    results = find(index, "\"red line\"", "limit=1000 explain=yes");
    is_number(kzs_results_count(results), 303,
              "a common phrase is found as often as it is there");
    ok(kzs_results_warning(results, 0, NULL) == NULL, "and needs no warning");
    kzs_results_free(results);
    kzs_index_close(index, NULL);
    return tap_done();
}
