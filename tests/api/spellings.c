/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Numbers, dates, sums, names with digits and damaged words: every usual spelling finds every
 * other, as a word of a query or in quotation marks, and what is something else stays apart.
 */
#include "tests/api/library.h"

/* Each spelling is the text of a document and a query. */
static const struct {
    const char *name;
    const char *spellings[10]; /* up to NULL */
    const char *others[5];     /* must not be found by any of them */
} groups[] = {
    {"thousand", {"1,000", "1 000", "1000", "1\u00A0000", "1\u2009000"}, {"1000000", "1.0"}},
    {"decimal", {"7,5", "7.5"}, {"75", "7.51"}},
    {"version", {"2.0"}, {"20", "2.01"}},
    {"percent", {"30%", "30 %", "30-percent", "30 percent", "30 per cent"}, {"40%", "3 percent"}},
    {"процент", {"30%", "30 %", "30 процентов", "30 процента"}, {"40 процентов"}},
    {"dollars",
     {"$5bn", "$5 billion", "5 billion dollars", "USD 5bn", "$5,000,000,000", "$5-billion"},
     {"$50bn", "$6 billion"}},
    {"доллары",
     {"5 млрд долларов", "5 миллиардов долларов", "$5 млрд", "5 млрд. долл."},
     {"5 млн долларов", "6 млрд долларов"}},
    {"both", {"$5bn", "5 млрд долларов"}, {"5 млрд тенге", "6 billion"}},
    {"billion", {"5bn", "5 bn", "5 billion", "5,000,000,000"}, {"5m", "50bn"}},
    {"day",
     {"21.11.2022", "2022-11-21", "21/11/2022", "November 21, 2022", "Nov. 21, 2022",
      "21 ноября 2022", "21 ноября 2022 года"},
     {"22.11.2022", "21 ноября 2021", "11 2022"}},
    {"states", {"U.S.", "US", "U.S", "USA"}, {"U S", "UAE"}},
    {"и т.д.", {"т.д.", "т.д"}, {"т.п."}},
    {"G7", {"G7", "G-7"}, {"G8", "G-20"}},
    {"covid", {"COVID-19", "Covid19", "covid-19"}, {"COVID-20"}},
    {"Су-35", {"Су-35", "Су35", "СУ-35"}, {"Су-34", "МИ-8"}},
    {"МИ-8", {"МИ-8", "Ми8"}, {"МИ-24"}},
    {"quasi",
     {"quasi-states", "quasi\u2011states", "quasi\u00ADstates", "Quasi\u2013States",
      "quasi-\nstates", "quasistates"},
     {"states", "quasi"}},
    {"homoglyphs", {"Кaзахстан", "Казахстан", "К а з а х с т а н", "КАЗАХ\u00AD\nСТАН"}, {"стан"}},
    {"broken", {"Казахстан", "Казах-\nстан"}, {"Казах"}},
    {"address",
     {"https://www.kazinform.kz/en/article?x=1", "http://kazinform.kz/en/article?x=1"},
     {"https://www.kazinform.kz/en/article?x=2"}},
};

/* A document for each text of a group, within a sentence. */
static void
fill(kzs_index *index, size_t group, const char *const *texts, const char *kind)
{
    char id[40], body[300];

    for (size_t i = 0; texts[i] != NULL; i++) {
        snprintf(id, sizeof id, "%s%zu-%zu", kind, group, i);
        snprintf(body, sizeof body, "Begin, %s, end.", texts[i]);
        put(index, id, "body", body, NULL);
    }
}

static void
check_query(kzs_index *index, size_t group, const char *text, const char *query)
{
    const char *list = ids(index, query, "limit=100");
    char id[40];
    size_t missing = 0;

    for (size_t i = 0; groups[group].spellings[i] != NULL; i++) {
        snprintf(id, sizeof id, "g%zu-%zu", group, i);
        if (strstr(list, id) == NULL) {
            printf("#      '%s' does not find '%s'\n", query, groups[group].spellings[i]);
            missing++;
        }
    }
    is_number(missing, 0, "%s: '%s' finds every spelling", groups[group].name, text);
    ok(strstr(list, "o") == NULL, "and nothing else");
}

/* Line breaks and quotation marks would not get through as they are. */
static bool
is_plain(const char *text)
{
    return strchr(text, '\n') == NULL;
}

static void
each_finds_all(size_t group)
{
    char name[40], quoted[300], shown[100];
    kzs_index *index;

    snprintf(name, sizeof name, "group%zu", group);
    index = new_index(name, NULL);
    fill(index, group, groups[group].spellings, "g");
    fill(index, group, groups[group].others, "o");
    commit(index);
    for (size_t i = 0; groups[group].spellings[i] != NULL; i++) {
        const char *text = groups[group].spellings[i];
        snprintf(shown, sizeof shown, "\"%s\"", text);
        for (char *at = shown; *at != '\0'; at++)
            *at = *at == '\n' ? '|' : *at;
        snprintf(quoted, sizeof quoted, "\"%s\"", text);
        check_query(index, group, shown, quoted);
        /* Words of a query apart from each other are each searched for. */
        if (is_plain(text) && strchr(text, ' ') == NULL)
            check_query(index, group, text, text);
    }
    kzs_index_close(index, NULL);
}

static void
parts_find_the_whole(void)
{
    static const char *const queries[] = {
        "kazinform", "site.kz", "article", "press@site.kz", "2022", "кириллица", "JustKazakhstan",
        "kazakhstan", "\"just kazakhstan\"", "www.kazinform.kz/en/article",
    };
    kzs_index *index = new_index("parts", NULL);

    put(index, "a", "body",
        "See https://www.kazinform.kz/en/article?x=1, https://site.kz, press@site.kz, "
        "http://site.kz/кириллица on 21.11.2022 #JustKazakhstan",
        NULL);
    put(index, "b", "body", "Something else entirely.", NULL);
    commit(index);
    for (size_t i = 0; i < ROWS(queries); i++)
        is_string(ids(index, queries[i], NULL), "a", "%s finds it", queries[i]);
    kzs_index_close(index, NULL);
}

static void
unquoted_numbers(void)
{
    kzs_index *index = new_index("numbers", NULL);

    put(index, "a", "body", "About 1,000 people, or 20 per cent.", NULL);
    put(index, "b", "body", "Then 1 person per house and a cent.", NULL);
    commit(index);
    is_string(ids(index, "1 000", NULL), "a", "1 000 is one word of a query");
    is_string(ids(index, "+\"1 000 people\"", NULL), "a", "and in a phrase");
    is_string(ids(index, "per cent", NULL), "a", "per cent is one word of a query");
    is_string(ids(index, "percent", NULL), "a", "percent finds it");
    is_string(ids(index, "20%", NULL), "a", "a percent sign finds it");
    kzs_index_close(index, NULL);
}

int
main(void)
{
    for (size_t group = 0; group < ROWS(groups); group++)
        each_finds_all(group);
    parts_find_the_whole();
    unquoted_numbers();
    return tap_done();
}
