/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Counts by value: small cases, and beside counting by hand on random documents and queries. */
#include <ctype.h>
#include <strings.h>

#include "match/match.h"
#include "tests/api/library.h"
#include "tests/unit/unit.h"

/* A facet as "Energy 2, oil 1; 3 different, 1 without". */
static const char *
facet_of(kzs_index *index, const char *text, const char *field, size_t top_n)
{
    static char out[1000];
    kzs_query *query = new_query(text, "limit=0");
    kzs_facet facet = {.size = sizeof facet};
    kzs_facet_value value = {.size = sizeof value};
    kzs_results *page;
    kzs_error err;
    size_t n = 0;

    must(kzs_query_facet(query, field, top_n, &err), &err, "a facet");
    page = run(index, query);
    kzs_results_facet(page, 0, &facet);
    for (size_t i = 0; i < facet.count; i++) {
        kzs_results_facet_value(page, 0, i, &value);
        n += (size_t)snprintf(out + n, sizeof out - n, "%s%s %llu", i > 0 ? ", " : "",
                              value.value, (unsigned long long)value.count);
    }
    snprintf(out + n, sizeof out - n, "; %llu different, %llu without",
             (unsigned long long)facet.distinct, (unsigned long long)facet.missing);
    kzs_results_free(page);
    return out;
}

static void
small(void)
{
    kzs_index *index = new_index("small", NULL);
    kzs_query *query;
    kzs_results *page;
    kzs_error err;

    put(index, "1", "body", "one", "tags", "Energy", "tags", "Oil", NULL);
    put(index, "2", "body", "two", "tags", "energy", NULL);
    put(index, "3", "body", "three", "tags", "energy", "author", "Пётр Орлов", NULL);
    put(index, "4", "body", "four", "tags", "Energy", "tags", "ENERGY", "tags", " energy ",
        NULL);
    put(index, "5", "body", "five", "tags", "  ", "author", "ПЕТР  ОРЛОВ", NULL);
    put(index, "6", "body", "six", "tags", "Ёлки", "tags", "gas", "tags", "Gas",
        "author", "Петр Орлов", NULL);
    put(index, "7", "body", "seven", NULL);
    commit(index);

    is_string(facet_of(index, "*", "tags", 10), "Energy 4, gas 1, Oil 1, Ёлки 1; 4 different, 2 "
              "without", "a document counts once for each value, however often it has it");
    is_string(facet_of(index, "*", "tag", 2), "Energy 4, gas 1; 4 different, 2 without",
              "the first two, by the field's alias");
    is_string(facet_of(index, "*", "tags", 0), "; 4 different, 2 without", "only how many");
    is_string(facet_of(index, "two three", "tags", 5), "energy 2; 1 different, 0 without",
              "the spelling is the commonest among what matches");
    is_string(facet_of(index, "*", "author", 5), "Пётр Орлов 3; 1 different, 4 without",
              "ё, case and spaces apart");
    is_string(facet_of(index, "*", "source", 5), "; 0 different, 7 without", "nobody has one");
    is_string(facet_of(index, "eleven", "tags", 5), "; 0 different, 0 without", "nothing matches");
    is_string(facet_of(index, "* -tag:energy", "tags", 1), "gas 1; 2 different, 2 without",
              "of what a filter leaves");

    query = new_query("*", NULL);
    kzs_query_facet(query, "body", 5, NULL);
    is_number(kzs_search(index, query, &page, &err), KZS_ERR_INVALID, "texts cannot be counted");
    contains(err.message, "body", "the message names the field");
    kzs_query_free(query);
    query = new_query("*", NULL);
    kzs_query_facet(query, "nothing", 5, NULL);
    is_number(kzs_search(index, query, &page, &err), KZS_ERR_INVALID, "nor what is not there");
    kzs_query_free(query);

    /* As an index was before keyword fields had value slots. */
    index->format_version = 1;
    query = new_query("*", NULL);
    kzs_query_facet(query, "tags", 5, NULL);
    is_number(kzs_search(index, query, &page, &err), KZS_ERR_INVALID, "an older index has none");
    contains(err.message, "format 1", "the message says why");
    contains(err.message, "again", "and what to do");
    kzs_query_free(query);
    kzs_index_close(index, NULL);
}

/* ---- beside counting by hand ---- */

#define DOCUMENTS 400
#define TAGS 12

static const char *const words[] = {"apple", "bread", "cloud", "drum", "eagle", "frost"};
static const char *const tags[TAGS] = {"oil",    "gas",   "нефть", "мир", "vote",  "war",
                                       "border", "trade", "хлеб",  "ice", "rouble", "tenge"};

static struct {
    unsigned words, tags; /* bits */
} model[DOCUMENTS];

static void
fill(kzs_index *index)
{
    for (unsigned i = 0; i < DOCUMENTS; i++) {
        kzs_doc *doc = kzs_doc_new();
        char id[20];
        kzs_error err;
        model[i].words = (unsigned)(random_next() & random_next()) & 63;
        for (unsigned w = 0; w < ROWS(words); w++)
            if (model[i].words >> w & 1)
                kzs_doc_add(doc, "body", words[w], KZS_NUL, NULL);
        for (unsigned t = (unsigned)random_below(6); t > 0; t--) {
            unsigned tag = (unsigned)random_below(random_below(TAGS) + 1);
            char spelling[30];
            snprintf(spelling, sizeof spelling, "%s", tags[tag]);
            if (random_below(2))
                spelling[0] = (char)toupper((unsigned char)spelling[0]);
            model[i].tags |= 1u << tag;
            kzs_doc_add(doc, "tags", spelling, KZS_NUL, NULL);
        }
        snprintf(id, sizeof id, "%u", i);
        must(kzs_put(index, id, KZS_NUL, doc, &err), &err, id);
        kzs_doc_free(doc);
    }
    commit(index);
}

/* A random query: each word plain, required, excluded or not there. */
static void
make_query(char *text, unsigned *plain, unsigned *required, unsigned *excluded)
{
    *plain = *required = *excluded = 0;
    *text = '\0';
    while (*plain + *required == 0) {
        *text = '\0';
        *plain = *required = *excluded = 0;
        for (unsigned w = 0; w < ROWS(words); w++) {
            static const char *const signs[] = {" ", " +", " -"};
            size_t kind = random_below(7);
            if (kind > 2)
                continue;
            *(kind == 0 ? plain : kind == 1 ? required : excluded) |= 1u << w;
            strcat(strcat(text, signs[kind]), words[w]);
        }
    }
}

/* Does a page count as the model does? `n` values were asked for. */
static bool
counts_right(const kzs_results *page, const unsigned *want, unsigned missing, size_t n)
{
    kzs_facet facet = {.size = sizeof facet};
    kzs_facet_value value = {.size = sizeof value}, last = {.count = UINT64_MAX};
    size_t distinct = 0, more = 0;
    bool good = kzs_results_facet(page, 0, &facet) == KZS_OK;

    for (unsigned t = 0; t < TAGS; t++)
        distinct += want[t] > 0;
    good = good && facet.distinct == distinct && facet.missing == missing &&
           facet.count == (distinct < n ? distinct : n);
    for (size_t i = 0; i < facet.count && good; i++, last = value) {
        unsigned t = 0;
        kzs_results_facet_value(page, 0, i, &value);
        while (t < TAGS && strcasecmp(tags[t], value.value) != 0)
            t++;
        good = t < TAGS && value.count == want[t] &&
               (value.count < last.count ||
                (value.count == last.count && strcasecmp(last.value, value.value) < 0));
    }
    for (unsigned t = 0; t < TAGS; t++) /* what is not listed is not more frequent */
        more += want[t] > value.count;
    return good && (facet.count == 0 || more < facet.count);
}

static void
against_counting(void)
{
    kzs_index *index = new_index("random", NULL);
    unsigned wrong = 0, totals = 0;

    random_begin("facets of random queries");
    fill(index);
    for (int round = 0; round < 1000; round++) {
        unsigned plain, required, excluded, want[TAGS] = {0}, missing = 0, matching = 0;
        size_t n = random_below(TAGS + 2);
        char text[200];
        kzs_query *query;
        kzs_results *page;
        make_query(text, &plain, &required, &excluded);
        for (unsigned i = 0; i < DOCUMENTS; i++) {
            unsigned has = model[i].words;
            if ((has & required) != required || (has & excluded) ||
                (required == 0 && !(has & plain)))
                continue;
            matching++;
            missing += model[i].tags == 0;
            for (unsigned t = 0; t < TAGS; t++)
                want[t] += model[i].tags >> t & 1;
        }
        query = new_query(text, round % 2 ? "limit=3" : "limit=3 sort=author,relevance");
        kzs_query_facet(query, "tags", n, NULL);
        page = run(index, query);
        bool good = counts_right(page, want, missing, n);
        totals += summary_of(page).total != matching || summary_of(page).total_lower != matching;
        kzs_results_free(page);
        if (!good && wrong++ < 5)
            printf("# %s: not as counted by hand\n", text);
    }
    is_number(wrong, 0, "1000 random queries are counted as by hand");
    is_number(totals, 0, "with exact totals");
    kzs_index_close(index, NULL);
}

int
main(void)
{
    small();
    against_counting();
    return tap_done();
}
