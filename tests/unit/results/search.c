/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A page of hits: what it says, what it is asked wrongly, and how long it lives. */
#include <stddef.h>

#include "results/results.h"
#include "tests/unit/archive.h"

static kzs_index *archive;

static void
hits(void)
{
    kzs_results *page = find(archive, "\"just Kazakhstan\" kazakhstan nato", "exact_total=yes");
    kzs_hit hit = {.size = sizeof hit}, last = {.score = 1e9, .percent = 100};
    size_t good = 0;

    is_number(kzs_results_count(page), 4, "four hits, one of them in another script");
    for (size_t i = 0; i < 4; i++) {
        kzs_status st = kzs_results_hit(page, i, &hit);
        const kzs_doc *doc = kzs_results_doc(page, i);
        good += st == KZS_OK && hit.rank == i + 1 && hit.score <= last.score && hit.score > 0 &&
                hit.percent <= last.percent && hit.percent > 0 &&
                strlen(hit.id) == hit.id_length && doc != NULL &&
                kzs_doc_get(doc, "title", 0, NULL) != NULL;
        last = hit;
    }
    is_number(good, 4, "in order of their scores, with rank, percent, id and document");
    kzs_results_hit(page, 0, &hit);
    is_string(hit.id, "just", "the best has the phrase");
    const kzs_doc *doc = kzs_results_doc(page, 0);
    is_string(kzs_doc_get(doc, "title", 0, NULL), "Just Kazakhstan", "its title");
    is_string(kzs_doc_get(doc, "date", 0, NULL), "2022-11-20", "its date as it was written");
    is_string(kzs_doc_get(doc, "views", 0, NULL), "1500", "its number");
    is_number(kzs_doc_count(doc), 8, "and all its other values");

    is_number(kzs_results_hit(page, 4, &hit), KZS_ERR_INVALID, "there is no fifth");
    ok(kzs_results_doc(page, 4) == NULL, "with no document");
    is_number(kzs_results_hit(page, SIZE_MAX, &hit), KZS_ERR_INVALID, "nor any far behind");
    is_number(kzs_results_hit(page, 0, NULL), KZS_ERR_INVALID, "something must be filled");
    hit.size = 0;
    is_number(kzs_results_hit(page, 0, &hit), KZS_ERR_INVALID, "and say its size");

    struct {
        kzs_hit hit;
        unsigned char beyond[8];
    } other;
    memset(&other, 0xAA, sizeof other);
    other.hit.size = offsetof(kzs_hit, rank);
    is_number(kzs_results_hit(page, 0, &other.hit), KZS_OK, "an older caller");
    ok(strcmp(other.hit.id, "just") == 0 && ((unsigned char *)&other.hit.rank)[0] == 0xAA,
       "is told what it knows and no more");
    other.hit.size = sizeof other;
    is_number(kzs_results_hit(page, 0, &other.hit), KZS_OK, "a newer caller");
    ok(other.hit.size == sizeof(kzs_hit) && other.hit.rank == 1 && other.beyond[0] == 0xAA,
       "is told how much there is");
    kzs_results_free(page);

    page = find(archive, "kazakhstan nato", "offset=2");
    hit.size = sizeof hit;
    kzs_results_hit(page, 0, &hit);
    is_number(hit.rank, 3, "ranks count from the first page");
    kzs_results_free(page);
}

static void
summaries(void)
{
    kzs_results *page = find(archive, "nato", "exact_total=yes limit=1");
    kzs_info info = {.size = sizeof info};
    kzs_summary summary = {.size = sizeof summary};

    kzs_index_info(archive, &info, NULL);
    is_number(kzs_results_summary(page, &summary), KZS_OK, "a summary");
    ok(summary.total == 2 && summary.total_lower == 2 && summary.total_upper == 2,
       "two documents match");
    is_number(summary.documents, info.documents, "of all that were searched");
    is_number(summary.commit_number, info.commit_number, "at this commit");
    ok(summary.microseconds < 600000000, "in some time");
    is_number(kzs_results_summary(page, NULL), KZS_ERR_INVALID, "something must be filled");
    summary.size = 3;
    is_number(kzs_results_summary(page, &summary), KZS_ERR_INVALID, "and say its size");
    struct {
        kzs_summary summary;
        unsigned char beyond[8];
    } other;
    memset(&other, 0xAA, sizeof other);
    other.summary.size = offsetof(kzs_summary, total_lower);
    is_number(kzs_results_summary(page, &other.summary), KZS_OK, "an older caller");
    ok(other.summary.total == 2 && ((unsigned char *)&other.summary.total_lower)[0] == 0xAA,
       "is told what it knows and no more");
    other.summary.size = sizeof other;
    is_number(kzs_results_summary(page, &other.summary), KZS_OK, "a newer caller");
    ok(other.summary.size == sizeof(kzs_summary) && other.beyond[0] == 0xAA,
       "is told how much there is");
    kzs_results_free(page);
}

static void
warnings(void)
{
    kzs_results *page = find(archive, "date:soon (nato \"uranium", NULL);
    size_t offset = 99;

    contains(kzs_results_warning(page, 0, &offset), "'soon' is no date", "the first warning");
    is_number(offset, 5, "where the date stands");
    contains(kzs_results_warning(page, 1, &offset), "parenthesis", "the second");
    is_number(offset, 10, "where it opens");
    contains(kzs_results_warning(page, 2, NULL), "quotation mark", "the third, wherever");
    offset = 42;
    ok(kzs_results_warning(page, 3, &offset) == NULL && offset == 42, "and no more");
    ok(kzs_results_warning(page, SIZE_MAX, NULL) == NULL, "far behind neither");
    kzs_results_free(page);
    page = find(archive, "nato \"middle corridor\"", NULL);
    ok(kzs_results_warning(page, 0, NULL) == NULL, "a sound query has none");
    kzs_results_free(page);
}

static void
nothing(void)
{
    kzs_results *page = find(archive, "nothingness", NULL);
    kzs_hit hit = {.size = sizeof hit};
    kzs_summary summary = summary_of(page);

    ok(page != NULL && kzs_results_count(page) == 0, "nothing found is a page without hits");
    is_number(kzs_results_hit(page, 0, &hit), KZS_ERR_INVALID, "not even one");
    ok(summary.total == 0 && summary.total_upper == 0 && summary.documents == 9,
       "and a total of none");
    kzs_results_free(page);

    is_number(kzs_results_count(NULL), 0, "no results have no hits");
    ok(kzs_results_doc(NULL, 0) == NULL && kzs_results_warning(NULL, 0, NULL) == NULL,
       "no documents and no warnings");
    is_number(kzs_results_hit(NULL, 0, &hit), KZS_ERR_INVALID, "no hit");
    is_number(kzs_results_summary(NULL, &summary), KZS_ERR_INVALID, "no summary");
    kzs_results_free(NULL);
    ok(true, "and can be freed");
}

static void
errors(void)
{
    kzs_query *query = new_query("nato", NULL);
    kzs_results *page = (kzs_results *)query;
    kzs_error err = {0};

    is_number(kzs_search(NULL, query, &page, &err), KZS_ERR_INVALID, "an index is needed");
    ok(page == NULL && err.status == KZS_ERR_INVALID, "else there are no results");
    page = (kzs_results *)query;
    is_number(kzs_search(archive, NULL, &page, &err), KZS_ERR_INVALID, "and a query");
    ok(page == NULL, "else there are none either");
    kzs_query_free(query);

    query = new_query("тихий (выбор", "strict=yes");
    page = (kzs_results *)query;
    is_number(kzs_search(archive, query, &page, &err), KZS_ERR_SYNTAX, "strict=yes");
    is_number(err.offset, 11, "with the place in bytes");
    ok(page == NULL, "and no results");
    is_number(kzs_search(archive, query, &page, NULL), KZS_ERR_SYNTAX,
              "whether anybody looks at the error or not");
    kzs_query_set(query, "strict", "no", NULL);
    is_number(kzs_search(archive, query, &page, &err), KZS_OK,
              "the same query can be used again");
    is_string(ids_of(page), "choice", "leniently");
    is_number(kzs_search(archive, query, &page, &err), KZS_OK, "and again");
    is_string(ids_of(page), "choice", "with the same result");
    kzs_query_free(query);
}

/* A page is plain memory: what happens later does not change it. */
static void
lifetime(void)
{
    kzs_index *index = new_archive("lifetime");
    kzs_query *query = new_query("kazakhstan OR nato", NULL);
    kzs_results *page;
    kzs_hit hit = {.size = sizeof hit};
    size_t good = 0;

    if (kzs_search(index, query, &page, NULL) != KZS_OK)
        exit(99);
    kzs_query_free(query);
    for (int i = 0; i < 5; i++) {
        put(index, "just", "body", "changed", NULL);
        kzs_delete(index, "nato", 4, NULL);
        put(index, "nato", "body", "changed", NULL);
        commit(index);
    }
    kzs_index_close(index, NULL);
    for (size_t i = 0; i < kzs_results_count(page); i++) {
        kzs_results_hit(page, i, &hit);
        good += strcmp(kzs_doc_get(kzs_results_doc(page, i), "body", 0, NULL), "changed") != 0 &&
                strlen(hit.id) > 3;
    }
    is_number(good, 4, "hits are as they were when they were searched");
    kzs_results_free(page);
}

/* A record that cannot be read is damage, not an empty hit. */
static void
damaged_record(void)
{
    static const char *const records[] = {"", "x", "\x01\x01\x05xxxxx", "\x02", "\x01"};
    size_t good = 0;

    for (size_t i = 0; i < ROWS(records); i++) {
        struct kzsi_term terms[] = {{.text = "Qbad", .length = 4},
                                    {.text = "nato", .length = 4, .wdf = 1}};
        struct kzsi_entry entry = {.terms = terms,
                                   .term_count = 2,
                                   .record = records[i],
                                   .record_length = strlen(records[i])};
        kzs_index *index = i == 0 ? new_index("damaged", NULL) : open_index("damaged", KZS_WRITE);
        kzs_query *query = new_query("nato", NULL);
        kzs_results *page;
        kzs_doc *doc = NULL;
        kzs_error err = {0};
        if (i == 0)
            put(index, "good", "body", "nato as well", NULL);
        must(kzsi_writer_put(index->writer, "Qbad", 4, &entry, &err), &err, "putting");
        must(kzsi_writer_commit(index->writer, &err), &err, "committing");
        good += kzs_search(index, query, &page, &err) == KZS_ERR_CORRUPT && page == NULL &&
                err.status == KZS_ERR_CORRUPT &&
                kzs_get(index, "bad", 3, &doc, &err) == KZS_ERR_CORRUPT && doc == NULL &&
                kzs_get(index, "good", 4, &doc, &err) == KZS_OK;
        kzs_doc_free(doc);
        kzs_query_free(query);
        kzs_index_close(index, NULL);
    }
    is_number(good, ROWS(records), "a damaged record is KZS_ERR_CORRUPT, its neighbour is not");
}

int
main(void)
{
    archive = new_archive("archive");
    hits();
    summaries();
    warnings();
    nothing();
    errors();
    lifetime();
    damaged_record();
    kzs_index_close(archive, NULL);
    return tap_done();
}
