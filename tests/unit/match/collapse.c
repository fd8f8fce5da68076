/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Near-duplicates as one hit. */
#include "match/match.h"
#include "tests/unit/archive.h"
#include "tests/unit/unit.h"

static const char opinion[] =
    "The corridor carries grain and uranium around the north, and nobody asks who pays for it. "
    "Thirty years ago it was a line on a map; now it is a railway with timetables, customs "
    "officers and a ferry that waits for the wind. What it needs is patience, and a port that "
    "does not freeze when the neighbours quarrel about tariffs and flags.";
static const char reprint[] =
    "The corridor carries grain and uranium around the north, and nobody asks who pays for it. "
    "Thirty years ago it was a line on a map; today it is a railway with timetables, customs "
    "officers and a ferry that waits for the wind. What it needs is patience, and a port that "
    "does not freeze when the neighbours quarrel about tariffs and flags. First printed at home.";
static const char other[] =
    "Another corridor altogether: the one in parliament where uranium prices are whispered "
    "before they are published. It has no ferry, no customs and no wind, but it freezes every "
    "spring, when the budget comes and everyone remembers an appointment in another building.";
static const char russian[] =
    "Коридор везёт зерно и уран в обход севера, и никто не спрашивает, кто за это платит. "
    "Тридцать лет назад это была черта на карте, теперь это железная дорога с расписанием, "
    "таможней и паромом, который ждёт ветра. Ему нужны терпение и порт, который не замерзает, "
    "когда соседи спорят о тарифах.";

static kzs_index *
new_reprints(void)
{
    kzs_index *index = new_index("reprints", archive_schema);

    put(index, "first", "title", "A corridor", "date", "2022", "lang", "en", "body", opinion, NULL);
    put(index, "again", "title", "Who pays?", "date", "2023", "lang", "en", "body", reprint, NULL);
    put(index, "third", "title", "Corridor", "date", "2024", "lang", "en", "tags", "x", "body",
        opinion, NULL);
    put(index, "other", "title", "Whispers", "date", "2021", "lang", "en", "body", other, NULL);
    put(index, "short", "title", "Short", "body", "uranium corridor", NULL);
    put(index, "brief", "title", "Brief", "body", "uranium corridor", NULL);
    put(index, "ru", "title", "Коридор", "lang", "ru", "body", russian, NULL);
    put(index, "ru2", "title", "Кто платит?", "lang", "ru", "body", russian, NULL);
    commit(index);
    return index;
}

/* "first+2(again third) other" */
static const char *
groups(kzs_index *index, kzs_query *query)
{
    static char out[1000];
    kzs_results *page = run(index, query);
    size_t length = 0;

    out[0] = '\0';
    for (size_t i = 0; i < kzs_results_count(page); i++) {
        kzs_hit hit = {.size = sizeof hit};
        const char *id;
        size_t bytes;
        kzs_results_hit(page, i, &hit);
        length += (size_t)sprintf(out + length, "%s%s", i > 0 ? " " : "", hit.id);
        if (hit.collapsed > 0)
            length += (size_t)sprintf(out + length, "+%llu(", (unsigned long long)hit.collapsed);
        for (size_t n = 0; (id = kzs_results_collapsed(page, i, n, &bytes)) != NULL; n++)
            length += (size_t)sprintf(out + length, "%s%.*s", n > 0 ? " " : "", (int)bytes, id);
        if (hit.collapsed > 0)
            length += (size_t)sprintf(out + length, ")");
    }
    kzs_results_free(page);
    return out;
}

static void
collapsing(kzs_index *index)
{
    kzs_query *query;
    kzs_results *page;
    kzs_error err;

    is_string(groups(index, new_query("uranium", "collapse=yes sort=date")),
              "other first+2(again third) short brief",
              "the first stands for its reprints; short texts for themselves");
    is_string(groups(index, new_query("uranium", "sort=date")),
              "other first again third short brief", "but only on request");
    is_string(groups(index, new_query("uranium", "collapse=yes sort=-date")),
              "third+2(first again) other short brief", "in another order another one is first");
    is_string(groups(index, new_query("порт", "collapse=yes sort=date")), "ru+1(ru2)",
              "in Russian as well");
    is_string(groups(index, new_query("uranium -home", "collapse=yes sort=date")),
              "other first+1(third) short brief", "only matches are counted");
    query = new_query("uranium", "collapse=yes sort=date");
    must(kzs_query_filter(query, "tags", "x", KZS_NUL, &err), &err, "filtering");
    is_string(groups(index, query), "third", "and those that filters let through");
    is_string(groups(index, new_query("uranium", "collapse=yes sort=date limit=2 offset=1")),
              "first+2(again third) short", "a page is counted in hits that are shown");
    is_string(groups(index, new_query("uranium", "collapse=yes sort=date limit=1 offset=3")),
              "brief", "on every page");
    page = find(index, "uranium", "collapse=yes limit=1");
    ok(kzs_results_cursor(page) == NULL, "there is no cursor");
    is_number(summary_of(page).total, 6, "the total counts documents");
    ok(kzs_results_collapsed(page, 0, 100, NULL) == NULL &&
           kzs_results_collapsed(page, 9, 0, NULL) == NULL,
       "beyond the list there is nothing");
    kzs_results_free(page);
}

/* Many copies of a few texts among others: every document is shown or stood for once. */
static void
many(void)
{
    kzs_index *index = new_index("many", archive_schema);
    enum { TEXTS = 40, COPIES = 150 };
    size_t shown = 0, stood_for = 0, most = 0;
    kzs_results *page;

    random_begin("many copies");
    for (size_t text = 0; text < TEXTS; text++) {
        char body[3000], id[40];
        size_t length = 0, copies = text == 7 ? COPIES : 1 + random_below(3);
        for (size_t i = 0; i < 120; i++)
            length += (size_t)sprintf(body + length, "word%zu ", random_below(3000));
        strcpy(body + length, "corridor");
        for (size_t copy = 0; copy < copies; copy++) {
            sprintf(id, "%zu-%zu", text, copy);
            put(index, id, "body", body, NULL);
        }
    }
    commit(index);
    for (size_t offset = 0; offset < TEXTS; offset += 7) {
        char options[80];
        sprintf(options, "collapse=yes limit=7 offset=%zu", offset);
        page = find(index, "corridor", options);
        for (size_t i = 0; i < kzs_results_count(page); i++) {
            kzs_hit hit = {.size = sizeof hit};
            size_t listed = 0;
            kzs_results_hit(page, i, &hit);
            while (kzs_results_collapsed(page, i, listed, NULL) != NULL)
                listed++;
            most = listed > most ? listed : most;
            shown++;
            stood_for += hit.collapsed;
        }
        kzs_results_free(page);
    }
    is_number(shown, TEXTS, "each text is shown once, over all pages");
    is_number(shown + stood_for, total(index, "corridor"), "and stands for all its copies");
    is_number(most, KZS_COLLAPSED_MAX, "of many copies the first are listed");
    kzs_index_close(index, NULL);
}

static void
refusals(kzs_index *index)
{
    kzs_query *query = new_query("uranium", "limit=1 sort=date");
    kzs_results *page = run(index, query);
    char cursor[1000];
    kzs_error err = {0};

    snprintf(cursor, sizeof cursor, "%s", kzs_results_cursor(page));
    kzs_results_free(page);
    query = new_query("uranium", "limit=1 sort=date collapse=yes");
    must(kzs_query_set(query, "cursor", cursor, NULL), NULL, "a cursor");
    is_number(kzs_search(index, query, &page, &err), KZS_ERR_INVALID,
              "a cursor cannot be told what stood on the pages before");
    contains(err.message, "offset", "the message says what can");
    kzs_query_free(query);

    unsigned format = index->format_version;
    index->format_version = KZSI_FORMAT_SIGNATURES - 1;
    query = new_query("uranium", "collapse=yes");
    is_number(kzs_search(index, query, &page, &err), KZS_ERR_INVALID,
              "an older index has no signatures");
    contains(err.message, "index its documents again", "and the message says what to do");
    index->format_version = format;
    kzs_query_free(query);
}

int
main(void)
{
    kzs_index *index;

    index = new_reprints();
    collapsing(index);
    refusals(index);
    kzs_index_close(index, NULL);
    many();
    return tap_done();
}
