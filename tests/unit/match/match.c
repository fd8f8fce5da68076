/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From a query to ranked records: order, totals, pages, and what the marks weigh. */
#include "match/match.h"
#include "tests/unit/archive.h"

/* ---- which comes first ---- */

static kzs_index *ranked;

/* Texts of the same length and words unless said otherwise. */
static void
fill_ranked(void)
{
    ranked = new_index("ranked", NULL);
    put(ranked, "apart", "body",
        "They wanted just borders, and far to the east Kazakhstan wanted more of them.", NULL);
    put(ranked, "reversed", "body",
        "They wanted borders, and far to the east Kazakhstan just wanted more of them.", NULL);
    put(ranked, "phrase", "body",
        "They wanted borders, and far to the east just Kazakhstan wanted more of them.", NULL);
    put(ranked, "once", "body", "The pipeline is late. Nobody knows when it will carry oil.",
        NULL);
    put(ranked, "twice", "body", "The pipeline is late. Another pipeline may never carry oil.",
        NULL);
    put(ranked, "titled", "title", "Sanctions", "body", "What a government can do short of war.",
        NULL);
    put(ranked, "in passing", "body", "What a government can do with sanctions short of war.",
        NULL);
    put(ranked, "ru phrase", "body", "Вчера министр снова выбрал тихий путь и промолчал.", NULL);
    put(ranked, "ru apart", "body", "Вчера тихий министр снова выбрал путь и промолчал.", NULL);
    put(ranked, "short", "body", "Inflation again.", NULL);
    put(ranked, "long", "body",
        "Inflation again, and again the bank says that it is nothing to worry about, that prices "
        "rise everywhere, that wages will follow, and that a strong hand will see to it.",
        NULL);
    put(ranked, "filler 1", "body", "A day of rain in the steppe, and nothing else.", NULL);
    put(ranked, "filler 2", "body", "День дождя в степи, и больше ничего.", NULL);
    commit(ranked);
}

/* The score of a document in a search; -1 if it is not found. */
static double
score_of(const char *id, const char *text, const char *options)
{
    char all[100];
    kzs_results *results;
    double score = -1;

    snprintf(all, sizeof all, "limit=100 %s", options != NULL ? options : "");
    results = find(ranked, text, all);
    for (size_t i = 0; i < kzs_results_count(results); i++) {
        kzs_hit hit = {.size = sizeof hit};
        kzs_results_hit(results, i, &hit);
        if (strcmp(hit.id, id) == 0)
            score = hit.score;
    }
    kzs_results_free(results);
    return score;
}

static void
ranking(void)
{
    static const struct {
        const char *text, *better, *worse, *why;
    } rows[] = {
        {"just Kazakhstan", "phrase", "reversed", "together and in order is better"},
        {"just Kazakhstan", "phrase", "apart", "than apart"},
        {"just +Kazakhstan", "phrase", "reversed", "with a plus as well"},
        {"+just Kazakhstan", "phrase", "reversed", "with a plus as well"},
        {"+just +Kazakhstan", "phrase", "reversed", "with a plus as well"},
        {"just -rain Kazakhstan", "phrase", "reversed", "with something excluded between them"},
        {"kazakhstan just", "reversed", "phrase", "in the order of the query"},
        {"тихий путь", "ru phrase", "ru apart", "in Russian"},
        {"тихим путем", "ru phrase", "ru apart", "in any inflection"},
        {"pipeline", "twice", "once", "a repeated word counts"},
        {"sanctions", "titled", "in passing", "a word in the title counts more"},
        {"inflation", "short", "long", "a word in a short text counts more"},
        {"the pipeline", "twice", "once", "beside a stop word as well"},
        {"east rain^5", "filler 1", "phrase", "a boosted word counts more"},
        {"east^5 rain", "phrase", "filler 1", "the other way round"},
    };

    for (size_t i = 0; i < ROWS(rows); i++) {
        double better = score_of(rows[i].better, rows[i].text, NULL);
        double worse = score_of(rows[i].worse, rows[i].text, NULL);
        ok(better > worse && worse > 0, "%s: %s", rows[i].text, rows[i].why);
        if (better <= worse)
            printf("#      %s %g\n#      %s %g\n", rows[i].better, better, rows[i].worse, worse);
    }
    ok(score_of("once", "pipeline", "k1=0") == score_of("twice", "pipeline", "k1=0"),
       "k1=0: repeating a word does not count");
    ok(score_of("short", "inflation", "b=0") - score_of("long", "inflation", "b=0") < 1e-9,
       "b=0: long texts are not held back");
    double kept = score_of("phrase", "just kazakhstan", NULL);
    ok(score_of("phrase", "just kazakhstan -rain", NULL) == kept,
       "excluding a word does not change scores");
}

/* ---- filters, order, pages ---- */

static kzs_index *archive;

static void
filters_keep_scores(void)
{
    static const char *const filters[] = {" lang:en", " date:2022", " tag:energy",
                                          " since:2022-11 until:2022-11", " -lang:ru",
                                          " views:>1", " author:archer"};
    kzs_results *plain = find(archive, "nato corridor", NULL);
    kzs_hit before = {.size = sizeof before}, after = {.size = sizeof after};
    kzs_query *query = new_query("nato corridor", NULL);
    kzs_results *page;

    kzs_results_hit(plain, 0, &before);
    is_string(before.id, "corridor", "the best hit");
    for (size_t i = 0; i < ROWS(filters); i++) {
        char text[100];
        snprintf(text, sizeof text, "nato corridor%s", filters[i]);
        page = find(archive, text, NULL);
        ok(kzs_results_hit(page, 0, &after) == KZS_OK && strcmp(after.id, "corridor") == 0 &&
               after.score == before.score,
           "keeps its score with%s: %.9g", filters[i], after.score);
        kzs_results_free(page);
    }
    kzs_query_filter(query, "lang", "en", KZS_NUL, NULL);
    kzs_query_filter(query, "author", "archer", KZS_NUL, NULL);
    kzs_query_filter(query, "title", "corridor", KZS_NUL, NULL);
    page = run(archive, query);
    ok(kzs_results_hit(page, 0, &after) == KZS_OK && after.score == before.score,
       "and with filters of the program");
    kzs_results_free(page);
    kzs_results_free(plain);
}

static void
order(void)
{
    kzs_index *plain = new_index("no date", "title text\nbody text main\n");
    kzs_query *query = new_query("x", "sort=date");
    kzs_results *page;
    kzs_error err;

    is_string(ids(archive, "*", "sort=date"),
              "bread nato corridor just choice states language quasi note",
              "the oldest first, what has no date last");
    is_string(ids(archive, "*", "sort=-date"),
              "quasi language states choice just corridor nato bread note",
              "the newest first, what has no date last");
    is_string(ids(archive, "nato kazakhstan", "sort=date"), "nato corridor just language",
              "whatever the score");
    is_string(ids(archive, "kazakhstan nato", "sort=-date limit=1"), "language",
              "a page begins with the newest of all");
    is_string(ids(archive, "kazakhstan nato", "sort=-date limit=1 offset=3"), "nato",
              "and ends with the oldest");
    is_number(kzs_search(plain, query, &page, &err), KZS_ERR_INVALID,
              "where there is no date nothing can be sorted by it");
    contains(err.message, "relevance", "the message says what to do");
    kzs_query_free(query);
    kzs_index_close(plain, NULL);
}

static void
pages(void)
{
    kzs_index *index = new_index("pages", NULL);
    char text[100], all[2000], one[4000] = "";
    kzs_results *page;
    kzs_summary summary;

    for (int i = 0; i < 57; i++) {
        char id[20];
        snprintf(id, sizeof id, "d%02d", i);
        snprintf(text, sizeof text, "steppe %s and wind", i % 3 == 0 ? "steppe steppe" : "grass");
        put(index, id, "body", text, "lang", i % 2 ? "en" : "ru", NULL);
    }
    commit(index);
    is_number(kzs_results_count(page = find(index, "steppe", NULL)), 10, "ten hits at first");
    kzs_results_free(page);
    snprintf(all, sizeof all, "%s", ids(index, "steppe wind", "limit=100"));
    for (int offset = 0; offset < 70; offset += 7) {
        char options[60];
        snprintf(options, sizeof options, "limit=7 offset=%d", offset);
        page = find(index, "steppe wind", options);
        if (kzs_results_count(page) > 0 && *one != '\0')
            strcat(one, " ");
        strcat(one, ids_of(page));
    }
    is_string(one, all, "pages follow each other without gap or repetition");

    page = find(index, "steppe", "limit=0 exact_total=yes");
    summary = summary_of(page);
    is_number(kzs_results_count(page), 0, "limit=0: no hit");
    ok(summary.total == 57 && summary.total_lower == 57 && summary.total_upper == 57,
       "but the exact total: %llu", (unsigned long long)summary.total);
    kzs_results_free(page);
    page = find(index, "steppe", "offset=57");
    is_number(kzs_results_count(page), 0, "behind the last there is nothing");
    kzs_results_free(page);
    page = find(index, "steppe", "offset=1000000 limit=10000");
    is_number(kzs_results_count(page), 0, "nor far behind it");
    kzs_results_free(page);
    page = find(index, "steppe", "offset=50 limit=10000");
    is_number(kzs_results_count(page), 7, "the last page is what is left");
    kzs_hit hit = {.size = sizeof hit};
    kzs_results_hit(page, 6, &hit);
    is_number(hit.rank, 57, "ranks count from the first page");
    kzs_results_free(page);

    static const char *const queries[] = {"steppe", "wind grass", "\"steppe steppe\"", "lang:ru",
                                          "steppe -grass lang:en", "*", "absent", "grass AND wind"};
    static const unsigned totals[] = {57, 57, 19, 29, 9, 57, 0, 38};
    for (size_t i = 0; i < ROWS(queries); i++) {
        page = find(index, queries[i], "limit=2 exact_total=yes");
        summary = summary_of(page);
        ok(summary.total == totals[i] && summary.total_lower == totals[i] &&
               summary.total_upper == totals[i],
           "%s matches exactly %u documents (%llu)", queries[i], totals[i],
           (unsigned long long)summary.total);
        kzs_results_free(page);
        page = find(index, queries[i], "limit=2");
        summary = summary_of(page);
        ok(summary.total_lower <= totals[i] && totals[i] <= summary.total_upper &&
               summary.total_lower <= summary.total && summary.total <= summary.total_upper,
           "%s: an estimate's bounds hold it: %llu <= %u <= %llu", queries[i],
           (unsigned long long)summary.total_lower, totals[i],
           (unsigned long long)summary.total_upper);
        is_number(summary.documents, 57, "of 57 documents");
        kzs_results_free(page);
    }
    kzs_index_close(index, NULL);
}

/* ---- kzsi_find() itself ---- */

static void
marks(void)
{
    struct kzsi_found found;
    kzs_query *query = new_query("kazakhstan nato the \"middle power\"", NULL);
    kzs_error err;
    double rare = 0, common = 0, weak = 0, phrase = 0;

    is_number(kzsi_find(archive, query, &found, &err), KZS_OK, "a query is run");
    is_number(found.matches.count, 4, "its matches are found, in both scripts");
    is_number(found.matches.documents, 9, "of so many documents");
    ok(found.matches.revision > 0, "of a commit");
    for (size_t i = 0; i < found.plan.mark_count; i++) {
        const struct kzsi_mark *mark = &found.plan.marks[i];
        if (mark->weak)
            weak = found.mark_weights[i];
        else if (mark->count > 1)
            phrase = found.mark_weights[i];
        else
            common = found.mark_weights[i];
    }
    ok(found.plan.mark_count >= 4, "there is a mark for each of its parts");
    ok(phrase > common, "a phrase says more than a word");
    ok(weak < common && weak > 0, "a stop word says little");
    kzsi_found_free(&found);
    kzs_query_free(query);

    query = new_query("uranium energy", NULL);
    kzsi_find(archive, query, &found, NULL);
    ok(found.plan.mark_count == 2, "two words, two marks");
    kzsi_found_free(&found);
    kzs_query_free(query);
    query = new_query("kazakhstan", NULL);
    kzsi_find(archive, query, &found, NULL);
    common = found.mark_weights[0];
    kzsi_found_free(&found);
    kzs_query_free(query);
    query = new_query("uranium", NULL);
    kzsi_find(archive, query, &found, NULL);
    rare = found.mark_weights[0];
    ok(rare > common, "a rare word says more than a common one");
    kzsi_found_free(&found);
    kzs_query_free(query);

    query = new_query("lang:en -nato date:2022", NULL);
    kzsi_find(archive, query, &found, NULL);
    is_number(found.plan.mark_count, 0, "what only restricts is not marked");
    kzsi_found_free(&found);
    kzs_query_free(query);

    query = new_query("\"unclosed", "strict=yes");
    is_number(kzsi_find(archive, query, &found, &err), KZS_ERR_SYNTAX, "an error is handed on");
    kzsi_found_free(&found);
    kzs_query_free(query);
}

/* A word that many documents have and a word that none has. */
static void
nothing(void)
{
    kzs_index *empty = new_index("empty", NULL);
    kzs_results *page = find(empty, "*", NULL);
    kzs_summary summary = summary_of(page);

    ok(kzs_results_count(page) == 0 && summary.total == 0 && summary.documents == 0,
       "nothing is found in an empty index");
    kzs_results_free(page);
    page = find(empty, "\"just Kazakhstan\" -nato lang:en date:2022", "sort=date");
    is_number(kzs_results_count(page), 0, "whatever is asked");
    kzs_results_free(page);
    kzs_index_close(empty, NULL);
}

int
main(void)
{
    fill_ranked();
    archive = new_archive("archive");
    ranking();
    filters_keep_scores();
    order();
    pages();
    marks();
    nothing();
    kzs_index_close(ranked, NULL);
    kzs_index_close(archive, NULL);
    return tap_done();
}
