/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What scores are made of: the parts of a hit sum up to its score, whatever the query. */
#include <math.h>

#include "results/results.h"
#include "tests/unit/archive.h"
#include "tests/unit/unit.h"

/* The parts of a hit, summed up. */
static double
sum_of(const kzs_results *page, size_t hit)
{
    const struct kzsi_explanation *e = &page->found.explanation;
    double sum = 0;

    for (size_t p = 0; p < e->part_count; p++)
        if (e->scores[p * e->hits + hit] > 0)
            sum += e->scores[p * e->hits + hit];
    return sum;
}

/* The term of a part as "stem diplomaci 2 of 3" for the first hit; "" if it has no such. */
static const char *
term_of(const kzs_results *page, size_t t)
{
    static const char *const kinds[] = {"stem", "name", "form", "keyword"};
    static char out[2][200];
    static unsigned next;
    const struct kzsi_explanation *e = &page->found.explanation;
    char *text = out[next++ % 2];

    text[0] = '\0';
    if (t < e->term_count && e->counts[t * e->hits] != KZSI_ABSENT)
        snprintf(text, 200, "%s %.*s %u of %llu", kinds[e->terms[t].kind],
                 (int)e->terms[t].text.length, e->terms[t].text.text,
                 (unsigned)e->counts[t * e->hits], (unsigned long long)e->terms[t].documents);
    return text;
}

static void
by_hand(kzs_index *archive)
{
    kzs_results *page = find(archive, "alliance", "explain=yes");
    const struct kzsi_explanation *e = &page->found.explanation;
    kzs_hit hit = {.size = sizeof hit};
    kzs_info info = {.size = sizeof info};
    double length, average, idf;

    kzs_index_info(archive, &info, NULL);
    kzs_results_hit(page, 0, &hit);
    is_string(hit.id, "nato", "one document has the word");
    is_number(e->part_count, 2, "as a word, and in its title");
    is_string(term_of(page, e->parts[0].term), "stem allianc 2 of 1", "in title and text");
    is_string(term_of(page, e->parts[1].term), "stem allianc 1 of 1", "in the title");
    ok(e->parts[0].field == NULL && strcmp(e->parts[1].field, "title") == 0,
       "the second part is of a field");
    length = e->lengths[0];
    average = info.average_length;
    idf = log((9 - 1 + 0.5) / (1 + 0.5));
    ok(fabs(e->scores[0] - idf * 2 * (1 + 1) / (0.5 + 0.5 * length / average + 2)) < 1e-9,
       "what it adds is BM25 with k1 1 and b 0.5");
    ok(fabs(e->average_length - average) < 1e-9, "with the length of an average document");
    ok(fabs(sum_of(page, 0) - hit.score) < 1e-9, "both are the score");
    kzs_results_free(page);

    page = find(archive, "alliance^3", "explain=yes");
    ok(page->found.explanation.parts[0].factor == 3, "a boost is a factor");
    kzs_results_free(page);
    page = find(archive, "alliance", NULL);
    ok(!page->found.explanation.made, "nothing is explained unasked");
    kzs_results_free(page);
    page = find(archive, "zzyzx", "explain=yes");
    ok(page->found.explanation.made && page->found.explanation.hits == 0, "without hits as well");
    kzs_results_free(page);
    page = find(archive, "", "explain=yes");
    ok(page->found.explanation.hits == 0, "and without a query");
    kzs_results_free(page);
}

/* How many parts of the first hit there are that match and are made of this piece of the query. */
static unsigned
parts_of(const kzs_results *page, const char *words)
{
    const struct kzsi_explanation *e = &page->found.explanation;
    unsigned count = 0;

    for (size_t p = 0; p < e->part_count; p++)
        count += e->hits > 0 && e->scores[p * e->hits] >= 0 &&
                 e->parts[p].note.length == strlen(words) &&
                 memcmp(page->found.plan.text + e->parts[p].note.start, words,
                        strlen(words)) == 0;
    return count;
}

static void
what_counts(kzs_index *archive)
{
    kzs_results *page = find(archive, "(nato AND pipelines) OR ukraine", "explain=yes");
    is_number(parts_of(page, "nato"), 0, "a word of an AND whose others are missing is no part");
    ok(parts_of(page, "ukraine") > 0, "the other alternative is");
    kzs_results_free(page);
    page = find(archive, "+ukraine nato -zebra", "explain=yes");
    ok(parts_of(page, "ukraine") > 0 && parts_of(page, "nato") > 0, "required and wished for");
    is_number(parts_of(page, "zebra"), 0, "what was excluded is no part");
    kzs_results_free(page);
    page = find(archive, "ukraine lang:en date:2022", "explain=yes");
    is_number(parts_of(page, "en") + parts_of(page, "2022"), 0, "nor what restricts");
    kzs_results_free(page);
    page = find(archive, "\"just Kazakhstan\"", "explain=yes");
    ok(parts_of(page, "just Kazakhstan") > 0, "a phrase is a part, without its quotes");
    kzs_results_free(page);
    page = find(archive, "middle power", "explain=yes");
    is_number(parts_of(page, "middle power"), 2,
              "neighbours are one part near each other and one side by side");
    kzs_results_free(page);
}

/* ---- random documents and queries ---- */

#define DOCUMENTS 300

static const char *const words[] = {
    "Kazakhstan", "just",     "nato",   "summit",  "Токаев",      "Tokayev",  "саммит", "война",
    "и",          "the",      "states", "quasi",   "quasi-states", "Саудовская Аравия", "energy", "Хлеб",
    "партнёры",   "Президент", "5 млн", "2.0", "U.S.", "К.-Ж."};

static void
add_words(char *out, size_t count)
{
    while (count-- > 0)
        strcat(strcat(out, words[random_below(random_below(ROWS(words)) + 1)]), " ");
}

/*
 * With `apart` the numbers of documents have gaps: up to 1.4.22 Xapian's OR may take an operand
 * that does not match a document for one that matches the next, where another one does, so that
 * a phrase counts for the wrong one of two neighbours.
 */
static void
fill(kzs_index *index, bool apart)
{
    for (unsigned i = 0; i < DOCUMENTS; i++) {
        char id[20], title[500] = "", body[4000] = "", date[20];
        snprintf(id, sizeof id, "%u", i);
        snprintf(date, sizeof date, "20%02u", (unsigned)(10 + random_below(10)));
        add_words(title, random_below(4));
        add_words(body, random_below(40));
        put(index, id, "title", title, "body", body, "date", date, "author",
            words[random_below(6)], "lang", random_below(2) ? "en" : "ru", NULL);
        if (!apart)
            continue;
        snprintf(id, sizeof id, "gap %u", i);
        put(index, id, "body", "gap", NULL);
    }
    commit(index);
    for (unsigned i = 0; i < DOCUMENTS && apart; i++) {
        char id[20];
        snprintf(id, sizeof id, "gap %u", i);
        kzs_delete(index, id, KZS_NUL, NULL);
    }
    commit(index);
}

/* A random query of all the language has. */
static void
make_query(char *out, unsigned depth)
{
    static const char *const fronts[] = {"+", "-", "title:", "author:", "NOT ", "\"", "(", "=", "=\"", ""};
    static const char *const joints[] = {" ", " ", " ", " AND ", " OR "};
    const char *joint = joints[random_below(ROWS(joints))];

    for (size_t n = random_below(4) + 1; n > 0; n--) {
        const char *front = fronts[random_below(ROWS(fronts))];
        strcat(out, random_below(3) ? "" : front);
        front = out[0] != '\0' && strchr("\"(", out[strlen(out) - 1]) ? out + strlen(out) - 1 : "";
        if (*front == '(' && depth < 4) {
            make_query(out, depth + 1);
            strcat(out, ")");
        } else if (*front == '"') {
            add_words(out, random_below(3) + 1);
            strcat(out, "\"");
        } else {
            strcat(out, words[random_below(ROWS(words))]);
            strcat(out, random_below(6) ? "" : "^2");
        }
        strcat(out, n > 1 ? joint : "");
    }
    if (depth == 0 && random_below(4) == 0)
        strcat(out, " lang:ru");
    if (depth == 0 && random_below(8) == 0)
        strcat(out, " date:2012..2016");
}

/* How many hits of random queries have scores that are not the sum of their parts. */
static unsigned
wrong_sums(const char *name, bool apart, unsigned *hits)
{
    static const char *const options[] = {"explain=yes limit=20", "explain=yes sort=-date limit=15",
                                          "explain=yes operator=and", "explain=yes k1=2 b=0.9",
                                          "explain=yes sort=author,relevance offset=3"};
    kzs_index *index = new_index(name, NULL);
    unsigned wrong = 0;

    fill(index, apart);
    *hits = 0;
    for (int round = 0; round < 1000; round++) {
        char text[8000] = "";
        kzs_results *page;
        make_query(text, 0);
        page = find(index, text, options[random_below(ROWS(options))]);
        for (size_t i = 0; i < kzs_results_count(page); i++, ++*hits) {
            kzs_hit hit = {.size = sizeof hit};
            kzs_results_hit(page, i, &hit);
            if (fabs(sum_of(page, i) - hit.score) > 1e-6 && wrong++ < 5)
                printf("# %s: hit %s has %f, its parts %f\n", text, hit.id, hit.score,
                       sum_of(page, i));
        }
        kzs_results_free(page);
    }
    kzs_index_close(index, NULL);
    return wrong;
}

static void
random_sums(void)
{
    unsigned wrong, hits;

    random_begin("explanations of random queries");
    wrong = wrong_sums("apart", true, &hits);
    is_number(wrong, 0, "the parts of the hits of 1000 random queries sum up to their scores");
    ok(hits > 2000, "of %u hits", hits);
    wrong = wrong_sums("dense", false, &hits);
    ok(wrong <= hits / 500, "of %u hits %u, where Xapian counts a phrase for a neighbour", hits,
       wrong);
}

static void
too_many(void)
{
    kzs_index *index = new_index("many", "body text main\n");
    char *text = malloc(70000);
    kzs_query *query;
    kzs_results *page;
    kzs_error err;

    strcpy(text, "x OR ");
    for (unsigned i = 0; i < 4000; i++)
        sprintf(text + strlen(text), "w%u OR ", i);
    for (unsigned i = 0; i < 3; i++) {
        char id[20];
        snprintf(id, sizeof id, "%u", i);
        put(index, id, "body", "x", NULL);
    }
    commit(index);
    query = new_query(text, "explain=yes limit=10000");
    is_number(kzs_search(index, query, &page, &err), KZS_OK, "a query of a thousand words");
    ok(page->found.explanation.part_count >= 1000, "has as many parts");
    ok(fabs(sum_of(page, 0) - page->found.matches.items[0].score) < 1e-6, "which sum up");
    kzs_results_free(page);
    kzs_query_free(query);
    kzs_index_close(index, NULL);
    free(text);
}

int
main(void)
{
    kzs_index *archive = new_archive("archive");

    by_hand(archive);
    what_counts(archive);
    kzs_index_close(archive, NULL);
    random_sums();
    too_many();
    return tap_done();
}
