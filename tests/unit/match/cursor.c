/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pages by cursor: every hit exactly once, in the order of one large page, writers or not. */
#include <pthread.h>
#include <stdatomic.h>

#include "match/match.h"
#include "tests/api/library.h"
#include "tests/unit/unit.h"

/* ---- the token ---- */

static void
tokens(void)
{
    struct kzsi_cursor cursor = {.index = 0x1122334455667788u, .query = 7, .revision = 300,
                                 .rank = 12345, .document = UINT32_MAX};
    struct kzsi_cursor back;
    struct kzsi_buf text = {0}, memory = {0};
    unsigned wrong = 0, taken = 0;

    random_begin("tokens");
    for (int i = 0; i < 2000; i++) {
        char key[40];
        cursor.key = key;
        cursor.key_length = random_below(sizeof key);
        for (size_t b = 0; b < cursor.key_length; b++)
            key[b] = (char)random_next();
        text.length = 0;
        kzsi_cursor_write(&cursor, &text);
        wrong += !kzsi_cursor_read(text.data, text.length, &memory, &back) ||
                 back.index != cursor.index || back.query != 7 || back.revision != 300 ||
                 back.rank != 12345 || back.document != UINT32_MAX ||
                 back.key_length != cursor.key_length ||
                 memcmp(back.key, key, cursor.key_length) != 0;
        for (size_t c = 0; c < text.length; c++)
            wrong += !((text.data[c] | 32) >= 'a' && (text.data[c] | 32) <= 'z') &&
                     !(text.data[c] >= '0' && text.data[c] <= '9') && text.data[c] != '-' &&
                     text.data[c] != '_';
        size_t at = random_below(text.length);
        text.data[at] = (char)(text.data[at] ^ (int)(1 + random_below(255)));
        taken += kzsi_cursor_read(text.data, text.length, &memory, &back);
        text.data[at] = 'A';
        taken += kzsi_cursor_read(text.data, random_below(text.length), &memory, &back);
    }
    is_number(wrong, 0, "what is written is read, and needs no quoting anywhere");
    is_number(taken, 0, "what was changed or cut is refused");
    kzsi_buf_free(&text);
    kzsi_buf_free(&memory);
}

/* ---- pages ---- */

#define DOCUMENTS 1500 /* more than are counted exactly: Xapian skips some */

static const char *const words[] = {"apple", "bread", "cloud", "drum", "eagle", "frost"};

static void
fill(kzs_index *index)
{
    for (unsigned i = 0; i < DOCUMENTS; i++) {
        char id[20], date[20], body[400] = "";
        for (size_t n = 1 + random_below(12); n > 0; n--)
            strcat(strcat(body, words[random_below(ROWS(words))]), " ");
        snprintf(id, sizeof id, "d%u", i);
        snprintf(date, sizeof date, "20%02u-%02u", (unsigned)random_below(20),
                 1 + (unsigned)random_below(12));
        if (random_below(10) == 0)
            put(index, id, "body", body, "author", words[random_below(6)], NULL);
        else
            put(index, id, "body", body, "date", date, "author", words[random_below(6)], NULL);
    }
    commit(index);
}

/* One large page beside small ones. */
static bool
pages_agree(kzs_index *index, const char *text, const char *sort, size_t limit)
{
    char options[100];
    snprintf(options, sizeof options, "limit=10000 sort=%s", sort);
    kzs_results *all = find(index, text, options), *page = NULL;
    size_t count = kzs_results_count(all), seen = 0;
    const char *cursor = "";
    bool good = kzs_results_cursor(all) == NULL;

    snprintf(options, sizeof options, "limit=%zu sort=%s", limit, sort);
    while (cursor != NULL && good) {
        kzs_query *query = new_query(text, options);
        kzs_query_set(query, "cursor", cursor, NULL);
        kzs_results_free(page);
        page = run(index, query);
        for (size_t i = 0; i < kzs_results_count(page) && good; i++) {
            kzs_hit a = {.size = sizeof a}, b = {.size = sizeof b};
            kzs_results_hit(page, i, &a);
            good = kzs_results_hit(all, seen, &b) == KZS_OK && strcmp(a.id, b.id) == 0 &&
                   a.rank == ++seen && a.score == b.score && a.percent == b.percent;
        }
        cursor = kzs_results_cursor(page);
        good = good && (cursor == NULL || kzs_results_count(page) == limit);
    }
    kzs_results_free(page);
    kzs_results_free(all);
    return good && seen == count;
}

static void
pages(kzs_index *index)
{
    static const char *const sorts[] = {"relevance",   "-date",     "author,date",
                                        "date,relevance", "relevance,-date", "author"};
    unsigned wrong = 0;

    for (int round = 0; round < 100; round++) {
        static const char *const signs[] = {" ", " ", " +", " -", " \""};
        char text[200] = "";
        for (size_t n = 1 + random_below(4); n > 0; n--) {
            const char *sign = signs[random_below(ROWS(signs))];
            strcat(strcat(text, sign), words[random_below(6)]);
            if (strchr(sign, '"') != NULL)
                strcat(strcat(strcat(text, " "), words[random_below(6)]), "\"");
        }
        if (round % 20 == 0)
            strcpy(text, "*");
        const char *sort = sorts[random_below(ROWS(sorts))];
        size_t limit = 5 + random_below(random_below(3) ? 300 : 30);
        if (!pages_agree(index, text, sort, limit) && wrong++ < 5)
            printf("# %s, sort=%s limit=%zu\n", text, sort, limit);
    }
    is_number(wrong, 0, "100 random queries: every hit exactly once, in order, over all pages");
}

static kzs_status
try_cursor(kzs_index *index, const char *text, const char *options, const char *cursor,
           kzs_error *err)
{
    kzs_query *query = new_query(text, options);
    kzs_results *page;
    kzs_status st;

    kzs_query_set(query, "cursor", cursor, NULL);
    st = kzs_search(index, query, &page, err);
    kzs_results_free(page);
    kzs_query_free(query);
    return st;
}

static void
misuse(kzs_index *index)
{
    kzs_results *page = find(index, "apple", "limit=5"), *dated = find(index, "apple",
                                                                         "limit=5 sort=-date");
    const char *cursor = kzs_results_cursor(page), *by_date = kzs_results_cursor(dated);
    kzs_index *other = new_index("other", NULL);
    kzs_error err;

    put(other, "1", "body", "apple", NULL);
    commit(other);
    is_number(try_cursor(index, "apple", "limit=50", cursor, &err), KZS_OK,
              "the limit may change");
    is_number(try_cursor(index, "bread", NULL, cursor, &err), KZS_ERR_INVALID, "the text may not");
    contains(err.message, "another query", "the message says so");
    is_number(try_cursor(index, "apple", "sort=-date", cursor, &err), KZS_ERR_INVALID,
              "nor the order");
    is_number(try_cursor(index, "apple", "k1=2", cursor, &err), KZS_ERR_INVALID, "nor k1");
    is_number(try_cursor(index, "apple", "offset=3", cursor, &err), KZS_ERR_INVALID,
              "an offset does not go with it");
    contains(err.message, "not both", "the message says so");
    is_number(try_cursor(index, "apple", NULL, "nonsense\x1b", &err), KZS_ERR_INVALID, "nonsense");
    is_number(try_cursor(other, "apple", NULL, cursor, &err), KZS_ERR_STALE, "another index");
    is_number(try_cursor(other, "apple", "sort=-date", by_date, &err), KZS_ERR_STALE,
              "whatever the order");
    kzs_index_close(other, NULL);

    put(index, "new", "body", "frost", NULL);
    commit(index);
    is_number(try_cursor(index, "apple", NULL, cursor, &err), KZS_ERR_STALE,
              "after a commit, by relevance");
    contains(err.message, "begin again", "the message says what to do");
    is_number(try_cursor(index, "apple", "sort=-date", by_date, &err), KZS_OK,
              "but not by a field");
    kzs_results_free(page);
    kzs_results_free(dated);

    page = find(index, "apple", "limit=0");
    ok(kzs_results_cursor(page) == NULL, "no cursor where no hit is asked for");
    kzs_results_free(page);
}

/* ---- beside a writer ---- */

static atomic_bool done;

/* Changes and deletes documents of its own and adds others, a commit each time. */
static void *
write_on(void *user)
{
    kzs_index *index = user;
    char id[20];

    for (unsigned i = 0; !atomic_load(&done); i++) {
        snprintf(id, sizeof id, "w%u", i % 20);
        put(index, id, "body", "apple bread", "date", i % 3 ? "2005-05" : "2015", NULL);
        snprintf(id, sizeof id, "w%u", (i + 10) % 20);
        kzs_delete(index, id, KZS_NUL, NULL);
        commit(index);
    }
    return NULL;
}

static void
beside_a_writer(kzs_index *index)
{
    static const char *const sorts[] = {"sort=-date limit=7", "sort=author,date limit=7"};
    unsigned lost = 0, twice = 0, commits = 0, expected = (unsigned)total(index, "apple");
    pthread_t writer;

    pthread_create(&writer, NULL, write_on, index);
    for (int round = 0; round < 6; round++) {
        unsigned char seen[DOCUMENTS] = {0};
        unsigned count = 0;
        kzs_results *page = NULL;
        uint64_t first = 0;
        const char *cursor = "";
        while (cursor != NULL) {
            kzs_query *query = new_query("apple", sorts[round % 2]);
            kzs_query_set(query, "cursor", cursor, NULL);
            kzs_results_free(page);
            page = run(index, query);
            first = first > 0 ? first : summary_of(page).commit_number;
            for (size_t i = 0; i < kzs_results_count(page); i++) {
                kzs_hit hit = {.size = sizeof hit};
                kzs_results_hit(page, i, &hit);
                if (hit.id[0] != 'd')
                    continue;
                unsigned n = (unsigned)atoi(hit.id + 1);
                twice += seen[n];
                count += !seen[n];
                seen[n] = 1;
            }
            cursor = kzs_results_cursor(page);
        }
        commits += summary_of(page).commit_number > first;
        lost += count != expected;
        kzs_results_free(page);
    }
    atomic_store(&done, true);
    pthread_join(writer, NULL);
    ok(commits > 0, "a writer commits between the pages (in %u of 6 rounds)", commits);
    is_number(lost, 0, "sorted by fields no document is lost");
    is_number(twice, 0, "and none comes twice");
}

int
main(void)
{
    kzs_index *index = new_index("pages", NULL);

    tokens();
    random_begin("pages");
    fill(index);
    pages(index);
    misuse(index);
    beside_a_writer(index);
    kzs_index_close(index, NULL);
    return tap_done();
}
