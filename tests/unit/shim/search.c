/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/shim/store.h"

static kzsi_db *db;

/* word positions from 1; the value in slot 0 is a year. */
static void
make_index(void)
{
    static const struct {
        const char *id, *words, *value;
    } rows[] = {
        {"Q1", "just kazakhstan vote", "2019"},
        {"Q2", "kazakhstan just vote vote vote", "2022"},
        {"Q3", "just a kazakhstan", NULL},
        {"Q4", "states and neighbours", "2022"},
        {"Q5", "quasi states", "2005"},
        {"Q6", "", NULL},
    };
    kzsi_writer *writer = store_new("index");
    kzs_error err;

    for (size_t i = 0; i < ROWS(rows); i++)
        must(store_try(writer, rows[i].id, rows[i].words, rows[i].id + 1, rows[i].value, &err),
             &err, rows[i].id);
    store_commit(writer);
    kzsi_writer_close(writer);
    db = store_read("index");
}

#define TERM(word) {.op = KZSI_OP_TERM, .low = word, .low_length = sizeof word - 1}
#define RANGE(from, to)                                                                       \
    {.op = KZSI_OP_RANGE, .low = from, .low_length = strlen(from), .high = to,                \
     .high_length = strlen(to)}
#define FROM(from) {.op = KZSI_OP_RANGE, .low = from, .low_length = strlen(from)}
#define ALL {.op = KZSI_OP_ALL}
#define NONE {.op = KZSI_OP_NONE}
#define OP(name, n) {.op = KZSI_OP_##name, .count = n}
#define NEARBY(name, n, w) {.op = KZSI_OP_##name, .count = n, .window = w}
#define SCALE(by) {.op = KZSI_OP_SCALE, .factor = by}
#define PROGRAM(...) (const struct kzsi_step[]){__VA_ARGS__}, \
    sizeof((const struct kzsi_step[]){__VA_ARGS__}) / sizeof(struct kzsi_step)

static struct kzsi_search
plain(const struct kzsi_step *steps, size_t count)
{
    return (struct kzsi_search){.steps = steps,
                                .step_count = count,
                                .limit = 10,
                                .exact_total = true,
                                .k1 = 1.2,
                                .b = 0.75};
}

/* The records of the hits, in order of score or, with `sorted`, of their ids. */
static const char *
hits(const struct kzsi_search *search, bool sorted)
{
    static char text[100];
    struct kzsi_matches matches;
    kzs_error err;
    kzs_status st = kzsi_db_search(db, search, &matches, &err);
    size_t length = 0;

    text[0] = '\0';
    if (st != KZS_OK) {
        ok(matches.items == NULL && matches.count == 0 && err.status == st,
           "a search that failed leaves nothing behind");
        return kzs_status_name(st);
    }
    for (size_t i = 0; i < matches.count && length < 90; i++)
        length += (size_t)snprintf(text + length, sizeof text - length, "%.*s",
                                   (int)matches.items[i].record_length,
                                   matches.items[i].record);
    for (size_t i = 0; sorted && i < length; i++)
        for (size_t j = i + 1; j < length; j++)
            if (text[j] < text[i]) {
                char c = text[i];
                text[i] = text[j];
                text[j] = c;
            }
    kzsi_matches_free(&matches);
    return text;
}

static const char *
found(const struct kzsi_step *steps, size_t count)
{
    struct kzsi_search search = plain(steps, count);

    return hits(&search, true);
}

static void
operators(void)
{
    is_string(found(PROGRAM(TERM("just"))), "123", "TERM finds the documents with a word");
    is_string(found(PROGRAM(TERM("missing"))), "", "or none");
    is_string(found(PROGRAM(ALL)), "123456", "ALL finds everything");
    is_string(found(PROGRAM(NONE)), "", "NONE finds nothing");
    is_string(found(PROGRAM(TERM("just"), TERM("vote"), OP(AND, 2))), "12", "AND");
    is_string(found(PROGRAM(TERM("vote"), TERM("quasi"), OP(OR, 2))), "125", "OR");
    is_string(found(PROGRAM(TERM("a"), TERM("vote"), TERM("quasi"), OP(OR, 3))), "1235",
              "of three");
    is_string(found(PROGRAM(TERM("just"), OP(AND, 1))), "123", "of one");
    is_string(found(PROGRAM(TERM("just"), NONE, OP(OR, 2))), "123", "OR nothing");
    is_string(found(PROGRAM(TERM("just"), NONE, OP(AND, 2))), "", "AND nothing");
    is_string(found(PROGRAM(TERM("just"), TERM("a"), OP(AND_NOT, 2))), "12", "AND NOT");
    is_string(found(PROGRAM(ALL, TERM("just"), OP(AND_NOT, 2))), "456", "all but");
    is_string(found(PROGRAM(TERM("just"), TERM("a"), OP(MAYBE, 2))), "123", "MAYBE");
    is_string(found(PROGRAM(TERM("just"), TERM("vote"), OP(FILTER, 2))), "12", "FILTER");
    is_string(found(PROGRAM(TERM("just"), SCALE(2.5))), "123", "SCALE");
    is_string(found(PROGRAM(TERM("just"), SCALE(0))), "123", "by nothing");
}

static void
positions(void)
{
    is_string(found(PROGRAM(TERM("just"), TERM("kazakhstan"), NEARBY(PHRASE, 2, 2))), "1",
              "a phrase is in order and without a gap");
    is_string(found(PROGRAM(TERM("just"), TERM("kazakhstan"), NEARBY(PHRASE, 2, 3))), "13",
              "a wider window lets a word between");
    is_string(found(PROGRAM(TERM("just"), TERM("kazakhstan"), NEARBY(NEAR, 2, 2))), "12",
              "near is in any order");
    is_string(found(PROGRAM(TERM("just"), TERM("fair"), OP(OR, 2), TERM("kazakhstan"),
                            NEARBY(PHRASE, 2, 2))),
              "1", "a place in a phrase may be one of several words");
    is_string(found(PROGRAM(TERM("quasi"), TERM("states"), NEARBY(PHRASE, 2, 2), OP(UNIT, 1))),
              "5", "a phrase may be scored as a unit");
    is_string(found(PROGRAM(TERM("just"), NEARBY(PHRASE, 1, 1))), "123", "a phrase of one word");
}

static void
ranges(void)
{
    is_string(found(PROGRAM(RANGE("2005", "2019"))), "15", "a range includes its ends");
    is_string(found(PROGRAM(FROM("2019"))), "124", "from a value on");
    is_string(found(PROGRAM(RANGE("", "2019"))), "15",
              "up to a value; documents without one are not in");
    is_string(found(PROGRAM(RANGE("2022", "2019"))), "", "nothing lies within reversed ends");
    is_string(found(PROGRAM(RANGE("2022", "2022"))), "24", "one value");
    is_string(found(PROGRAM(TERM("just"), FROM("2020"), OP(FILTER, 2))), "2", "as a filter");
    is_string(found(PROGRAM(ALL, FROM("2020"), OP(AND_NOT, 2))), "1356", "as an exclusion");
}

static void
broken_programs(void)
{
    static const char internal[] = "KZS_ERR_INTERNAL";

    is_string(found(NULL, 0), internal, "no steps are a mistake");
    is_string(found(PROGRAM(OP(AND, 0))), internal, "AND of nothing");
    is_string(found(PROGRAM(TERM("a"), OP(AND, 2))), internal, "AND of more than there is");
    is_string(found(PROGRAM(TERM("a"), OP(AND, SIZE_MAX))), internal, "much more");
    is_string(found(PROGRAM(TERM("a"), OP(AND_NOT, 2))), internal, "NOT without a second");
    is_string(found(PROGRAM(OP(FILTER, 2))), internal, "FILTER without any");
    is_string(found(PROGRAM(SCALE(2))), internal, "SCALE of nothing");
    is_string(found(PROGRAM(TERM("a"), SCALE(-1))), internal, "a negative factor");
    is_string(found(PROGRAM(TERM("a"), TERM("just"))), internal, "an operand left behind");
    is_string(found(PROGRAM(TERM("a"), TERM("just"), OP(AND, 2), TERM("b"), NEARBY(PHRASE, 2, 2))),
              internal, "a phrase over what has no position");
    is_string(found(PROGRAM(TERM("just"))), "123", "none of it harms the snapshot");
}

static void
scores(void)
{
    struct kzsi_matches matches;
    kzs_error err;
    struct kzsi_search search = plain(PROGRAM(TERM("vote")));

    must(kzsi_db_search(db, &search, &matches, &err), &err, "searching");
    ok(matches.count == 2 && matches.items[0].record[0] == '2' &&
           matches.items[0].score > matches.items[1].score && matches.items[1].score > 0,
       "a word that is there more often scores more");
    ok(matches.best == matches.items[0].score && matches.best_percent == 100,
       "the best has all that could be had");
    ok(matches.items[0].document == 2 && matches.items[1].document == 1,
       "documents go by their numbers");
    ok(matches.total == 2 && matches.total_lower == 2 && matches.total_upper == 2,
       "the total is exact where that is asked for");
    ok(matches.documents == 6 && matches.revision == 1, "the snapshot is described");
    is_string(matches.items[0].record, "2", "a record ends with a NUL");
    double whole = matches.items[0].score;
    kzsi_matches_free(&matches);
    ok(matches.items == NULL && matches.count == 0, "nothing is left after freeing");
    kzsi_matches_free(&matches);

    search = plain(PROGRAM(TERM("vote"), SCALE(0.5)));
    must(kzsi_db_search(db, &search, &matches, &err), &err, "searching");
    double half = matches.items[0].score * 2;
    ok(half > whole * 0.999 && half < whole * 1.001, "SCALE halves a score");
    kzsi_matches_free(&matches);

    search = plain(PROGRAM(TERM("vote"), TERM("just"), OP(FILTER, 2)));
    must(kzsi_db_search(db, &search, &matches, &err), &err, "searching");
    ok(matches.items[0].score > whole * 0.999 && matches.items[0].score < whole * 1.001,
       "FILTER adds nothing to it");
    kzsi_matches_free(&matches);

    search = plain(PROGRAM(TERM("vote"), TERM("just"), OP(MAYBE, 2)));
    must(kzsi_db_search(db, &search, &matches, &err), &err, "searching");
    ok(matches.items[0].score > whole * 1.01, "MAYBE does");
    kzsi_matches_free(&matches);

    search = plain(PROGRAM(ALL));
    must(kzsi_db_search(db, &search, &matches, &err), &err, "searching");
    ok(matches.count == 6 && matches.items[0].score <= 0, "ALL gives no score");
    kzsi_matches_free(&matches);
}

/* Very many terms are joined in another way than a few: with the same outcome. */
static void
many_terms(void)
{
    static struct kzsi_step few[4] = {TERM("vote"), TERM("just"), OP(UNIT, 2)}, many[64];
    struct kzsi_matches a, b;
    kzs_error err;
    struct kzsi_search search = plain(few, 3);

    must(kzsi_db_search(db, &search, &a, &err), &err, "searching");
    for (size_t i = 0; i < 40; i++)
        many[i] = (struct kzsi_step)TERM("nothing");
    many[7] = few[0];
    many[30] = few[1];
    many[40] = (struct kzsi_step)OP(UNIT, 40);
    search = plain(many, 41);
    must(kzsi_db_search(db, &search, &b, &err), &err, "searching");
    is_number(b.count, a.count, "as many documents have one of 40 terms as one of the 2 there are");
    bool same = a.count == b.count && a.count > 0;
    for (size_t i = 0; i < a.count && same; i++)
        same = a.items[i].document == b.items[i].document &&
               a.items[i].score < b.items[i].score * 1.05 &&
               b.items[i].score < a.items[i].score * 1.05;
    ok(same, "in the same order, with the same scores");
    is_number(b.total, a.total, "and the same total");
    kzsi_matches_free(&a);
    kzsi_matches_free(&b);

    memmove(many + 1, many, 40 * sizeof *many);
    many[0] = (struct kzsi_step)TERM("kazakhstan");
    many[41] = (struct kzsi_step)OP(OR, 40);
    many[42] = (struct kzsi_step)OP(FILTER, 2);
    is_string(found(many, 43), "123", "many terms that only restrict");
    for (size_t i = 1; i <= 40; i++)
        many[i] = (struct kzsi_step)TERM("nothing");
    is_string(found(many, 43), "", "and none that is there");
}

static void
pages(void)
{
    struct kzsi_search search = plain(PROGRAM(ALL));

    search.limit = 4;
    is_string(hits(&search, false), "1234", "a page ends at its limit");
    search.offset = 4;
    is_string(hits(&search, false), "56", "the next begins where it ended");
    search.offset = 6;
    is_string(hits(&search, false), "", "behind the last there is nothing");
    search.offset = UINT32_MAX;
    is_string(hits(&search, false), "", "however far");
    search.offset = 0;
    search.limit = UINT32_MAX;
    is_string(hits(&search, false), "123456", "the limit may be any number");
    search.offset = UINT32_MAX;
    is_string(hits(&search, false), "", "with any offset");
    search.offset = 0;
    search.limit = 0;
    struct kzsi_matches matches;
    kzs_error err;
    must(kzsi_db_search(db, &search, &matches, &err), &err, "searching");
    ok(matches.count == 0 && matches.total == 6, "no hits are asked for, the total still comes");
    kzsi_matches_free(&matches);
}

/* ---- visiting ---- */

struct visit {
    char text[200];
    double score; /* of all together */
    uint32_t stop_at;
};

/* "3" for document 3 without a value, "1=2019" for document 1 with one. */
static kzs_status
note(void *user, uint32_t document, double score, const struct kzsi_value *values)
{
    struct visit *visit = user;
    size_t length = strlen(visit->text);

    if (document == visit->stop_at)
        return KZS_ERR_LIMIT;
    visit->score += score;
    snprintf(visit->text + length, sizeof visit->text - length, "%s%u%s%.*s",
             length > 0 ? " " : "", document, values->length > 0 ? "=" : "",
             (int)values->length, values->data);
    return KZS_OK;
}

static void
visits(void)
{
    struct kzsi_value value = {.slot = 0};
    struct visit visit = {.stop_at = 0};
    struct kzsi_visitor visitor = {.values = &value, .value_count = 1, .visit = note,
                                   .user = &visit, .scored = true};
    struct kzsi_search search = plain(PROGRAM(TERM("just"), TERM("vote"), OP(OR, 2)));
    struct kzsi_matches matches, best;
    kzs_error err;

    search.limit = 1; /* is of no matter */
    must(kzsi_db_visit(db, &search, &visitor, &matches, &err), &err, "visiting");
    is_string(visit.text, "1=2019 2=2022 3", "every match in order, with its value");
    ok(matches.total == 3 && matches.total_lower == 3 && matches.total_upper == 3,
       "all are counted");
    ok(matches.items == NULL && matches.count == 0, "none is kept");
    must(kzsi_db_search(db, &search, &best, &err), &err, "searching");
    ok(matches.best == best.items[0].score && matches.best == best.best &&
           matches.best_percent == best.best_percent && matches.best_percent == 100,
       "the best score is the same as in a search");
    ok(matches.documents == 6 && matches.revision == 1, "the snapshot is described");
    kzsi_matches_free(&best);
    search.limit = 10;
    must(kzsi_db_search(db, &search, &best, &err), &err, "searching");
    double sum = best.items[0].score + best.items[1].score + best.items[2].score;
    ok(visit.score > sum - 1e-9 && visit.score < sum + 1e-9, "scores are those of a search");
    kzsi_matches_free(&best);

    visit = (struct visit){.stop_at = 0};
    visitor.scored = false;
    must(kzsi_db_visit(db, &search, &visitor, &matches, &err), &err, "visiting");
    is_string(visit.text, "1=2019 2=2022 3", "the same without scores");
    ok(visit.score <= 0 && matches.total == 3, "which are 0 then");

    search = plain(PROGRAM(ALL));
    visit = (struct visit){.stop_at = 3};
    is_number(kzsi_db_visit(db, &search, &visitor, &matches, &err), KZS_ERR_LIMIT,
              "a visitor can end it");
    is_string(visit.text, "1=2019 2=2022", "at once");
    visit = (struct visit){.stop_at = 0};
    must(kzsi_db_visit(db, &search, &visitor, &matches, &err), &err, "visiting");
    is_string(visit.text, "1=2019 2=2022 3 4=2022 5=2005 6", "which harms nothing");
    visit = (struct visit){.stop_at = 0};
    visitor.value_count = 0;
    value.length = 0;
    must(kzsi_db_visit(db, &search, &visitor, &matches, &err), &err, "visiting");
    is_string(visit.text, "1 2 3 4 5 6", "without a value being read");

    search = plain(PROGRAM(TERM("missing")));
    visit = (struct visit){.stop_at = 0};
    must(kzsi_db_visit(db, &search, &visitor, &matches, &err), &err, "visiting");
    ok(visit.text[0] == '\0' && matches.total == 0, "nothing matches, nobody is visited");
    search = plain(NULL, 0);
    is_number(kzsi_db_visit(db, &search, &visitor, &matches, &err), KZS_ERR_INTERNAL,
              "a bad program is refused");
}

/* What a program gives to each document, and how often a term is in it. */
static void
parts(void)
{
    static const uint32_t all[] = {1, 2, 3, 4, 5, 6}, some[] = {2, 5};
    struct kzsi_search search = plain(PROGRAM(TERM("vote"))), both;
    struct kzsi_matches matches;
    uint32_t counts[6];
    uint64_t frequency;
    double vote[6], just[6];
    kzs_error err;

    must(kzsi_db_weigh(db, &search, all, 6, vote, &err), &err, "weighing");
    ok(vote[0] > 0 && vote[1] > vote[0] && vote[2] < 0 && vote[5] < 0, "one term's weights");
    search = plain(PROGRAM(TERM("just")));
    must(kzsi_db_weigh(db, &search, all, 6, just, &err), &err, "weighing");
    both = plain(PROGRAM(TERM("just"), TERM("vote"), OP(OR, 2)));
    must(kzsi_db_search(db, &both, &matches, &err), &err, "searching");
    for (size_t i = 0; i < 2; i++) {
        double sum = just[matches.items[i].document - 1] + vote[matches.items[i].document - 1];
        ok(matches.items[i].score > sum - 1e-9 && matches.items[i].score < sum + 1e-9,
           "are what they are in a larger program");
    }
    kzsi_matches_free(&matches);
    must(kzsi_db_weigh(db, &search, some, 2, vote, &err), &err, "weighing");
    ok(vote[0] == just[1] && vote[1] < 0, "of some documents");
    must(kzsi_db_weigh(db, &search, some, 0, vote, &err), &err, "of none");
    search = plain(PROGRAM(TERM("just"), TERM("kazakhstan"), NEARBY(PHRASE, 2, 2)));
    must(kzsi_db_weigh(db, &search, all, 6, vote, &err), &err, "weighing");
    ok(vote[0] > 0 && vote[1] < 0 && vote[2] < 0, "a phrase's");
    search = plain(NULL, 0);
    is_number(kzsi_db_weigh(db, &search, all, 6, vote, &err), KZS_ERR_INTERNAL,
              "a bad program is refused");

    must(kzsi_db_counts(db, "vote", 4, all, 6, counts, &frequency, &err), &err, "counting");
    ok(counts[0] == 1 && counts[1] == 3 && counts[2] == KZSI_ABSENT && frequency == 2,
       "how often a term is in each document, and in how many");
    must(kzsi_db_counts(db, "missing", 7, some, 2, counts, &frequency, &err), &err, "counting");
    ok(counts[0] == KZSI_ABSENT && counts[1] == KZSI_ABSENT && frequency == 0, "one that is not");
    must(kzsi_db_lengths(db, all, 6, counts, &err), &err, "reading lengths");
    ok(counts[0] == 3 && counts[1] == 5 && counts[5] == 0, "how long documents are");
    counts[0] = 7;
    is_number(kzsi_db_lengths(db, counts, 1, counts + 1, &err), KZS_ERR_NOT_FOUND, "of no document");
}

static void
records(void)
{
    struct kzsi_match match = {.document = 2};
    kzs_error err;

    must(kzsi_db_record(db, &match, &err), &err, "reading");
    is_string(match.record, "2", "a record by the document's number");
    is_number(match.record_length, 1, "with its length");
    free(match.record);
    match = (struct kzsi_match){.document = 7};
    is_number(kzsi_db_record(db, &match, &err), KZS_ERR_NOT_FOUND, "there is no such document");
    ok(match.record == NULL, "and nothing to free");
}

static void
empty_index(void)
{
    kzsi_writer *writer = store_new("empty");
    struct kzsi_search search = plain(PROGRAM(TERM("just")));

    store_commit(writer);
    kzsi_writer_close(writer);
    kzsi_db_close(db);
    db = store_read("empty");
    is_string(hits(&search, false), "", "an empty index has no hits");
    search = plain(PROGRAM(ALL));
    is_string(hits(&search, false), "", "not even for everything");
    kzsi_db_close(db);
}

/* Random programs: a status comes out, and what does is within the index. */
static void
hostile_programs(void)
{
    static const char *const words[] = {"just", "kazakhstan", "vote", "states", "", "Q1", "\xFF"};
    unsigned wrong = 0, fine = 0;

    random_begin("random programs");
    for (unsigned i = 0; i < 20000; i++) {
        struct kzsi_step steps[12];
        size_t count = random_below(ROWS(steps) + 1), depth = 0;
        for (size_t j = 0; j < count; j++) {
            const char *word = words[random_below(ROWS(words))];
            steps[j] = (struct kzsi_step){
                .op = (enum kzsi_op)random_below(KZSI_OP_SCALE + 1),
                .count = random_below(20) ? 1 + random_below(depth + 1) : random_below(100),
                .window = (unsigned)random_below(6),
                .factor = (double)random_below(5),
                .low = word,
                .low_length = strlen(word),
                .high = random_below(3) ? "2022" : NULL,
                .high_length = 4,
                .slot = (uint32_t)random_below(2)};
            /* Mostly operands first, so that some programs are good ones. */
            if (depth < 2 && random_below(8))
                steps[j].op = (enum kzsi_op)random_below(KZSI_OP_RANGE + 1);
            if (steps[j].op <= KZSI_OP_RANGE)
                depth++;
            else if (steps[j].op <= KZSI_OP_NEAR && depth >= steps[j].count)
                depth -= steps[j].count - (steps[j].count > 0);
            else if (steps[j].op >= KZSI_OP_AND_NOT && steps[j].op <= KZSI_OP_FILTER)
                depth -= depth > 1;
        }
        struct kzsi_search search = plain(steps, count);
        struct kzsi_matches matches;
        kzs_status st = kzsi_db_search(db, &search, &matches, NULL);
        wrong += st != KZS_OK && st != KZS_ERR_INTERNAL;
        wrong += matches.count > 6 || matches.total > 6;
        fine += st == KZS_OK;
        kzsi_matches_free(&matches);
    }
    printf("# %u of 20000 programs ran\n", fine);
    ok(fine > 500, "many random programs are good ones");
    is_number(wrong, 0, "the others are refused");
}

int
main(void)
{
    make_index();
    operators();
    positions();
    ranges();
    broken_programs();
    scores();
    many_terms();
    pages();
    visits();
    parts();
    records();
    hostile_programs();
    empty_index();
    return tap_done();
}
