/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What Xapian skips because it cannot reach the page: small pages beside searches that look at
 * every document.
 */
#include <math.h>

#include "tests/unit/shim/store.h"

static kzsi_db *db;

#define FROM(from)                                                                            \
    {                                                                                         \
        .op = KZSI_OP_RANGE, .low = from, .low_length = strlen(from)                          \
    }
#define RANGE(from, to)                                                                       \
    {                                                                                         \
        .op = KZSI_OP_RANGE, .low = from, .low_length = strlen(from), .high = to,             \
        .high_length = strlen(to)                                                             \
    }
#define OP(name, n)                                                                           \
    {                                                                                         \
        .op = KZSI_OP_##name, .count = n                                                      \
    }
#define SCALE(by)                                                                             \
    {                                                                                         \
        .op = KZSI_OP_SCALE, .factor = by                                                     \
    }

#define MANY 4000 /* more than are counted before Xapian begins to skip */

/* Words of which the first are common and the last are rare. */
static const char *const vocabulary[] = {"a", "b", "c", "d", "e", "f", "g", "h"};

static void
fill_many(void)
{
    kzsi_writer *writer = store_new("many");
    kzs_error err;

    for (unsigned i = 0; i < MANY; i++) {
        char id[20], year[20], words[200] = "";
        for (size_t n = 1 + random_below(i % 7 == 0 ? 60 : 8); n > 0; n--) {
            size_t word = random_below(ROWS(vocabulary));
            strcat(strcat(words, vocabulary[random_below(word + 1)]), " ");
        }
        snprintf(id, sizeof id, "Q%u", i);
        snprintf(year, sizeof year, "%u", 2000 + (unsigned)random_below(20));
        must(store_try(writer, id, words, id, random_below(8) ? year : NULL, &err), &err, id);
    }
    store_commit(writer);
    kzsi_writer_close(writer);
    db = store_read("many");
}

static void
emit(struct kzsi_step *steps, size_t *count, struct kzsi_step step)
{
    if (*count < 200)
        steps[(*count)++] = step;
}

static void
emit_word(struct kzsi_step *steps, size_t *count)
{
    emit(steps, count,
         (struct kzsi_step){.op = KZSI_OP_TERM,
                            .low_length = 1,
                            .low = vocabulary[random_below(ROWS(vocabulary))]});
}

/* A program as queries make them, at random: one operand. */
static void
emit_random(struct kzsi_step *steps, size_t *count, unsigned depth)
{
    size_t n = 2 + random_below(3);

    switch (depth == 0 ? random_below(4) : 3 + random_below(9)) {
    default:
        emit_word(steps, count);
        if (random_below(3) == 0)
            emit(steps, count, (struct kzsi_step)SCALE(0.1 + (double)random_below(20) / 10));
        return;
    case 3:
        emit_word(steps, count);
        emit_word(steps, count);
        emit(steps, count,
             (struct kzsi_step){.op = random_below(2) ? KZSI_OP_NEAR : KZSI_OP_PHRASE,
                                .count = 2,
                                .window = 2 + (unsigned)random_below(3)});
        if (random_below(3) > 0)
            emit(steps, count, (struct kzsi_step)OP(UNIT, 1));
        return;
    case 4:
        emit_random(steps, count, depth - 1);
        emit(steps, count, (struct kzsi_step)FROM("2008"));
        emit(steps, count, (struct kzsi_step)OP(FILTER, 2));
        return;
    case 5:
        emit_random(steps, count, depth - 1);
        emit(steps, count, (struct kzsi_step)RANGE("2003", "2012"));
        emit(steps, count, (struct kzsi_step)OP(OR, 2));
        return;
    case 6:
        emit_random(steps, count, depth - 1);
        emit_random(steps, count, depth - 1);
        emit(steps, count, (struct kzsi_step)OP(MAYBE, 2));
        return;
    case 7:
        emit_random(steps, count, depth - 1);
        emit_word(steps, count);
        emit(steps, count, (struct kzsi_step)OP(AND_NOT, 2));
        return;
    case 8:
        for (size_t i = 0; i < n; i++)
            emit_random(steps, count, depth - 1);
        emit(steps, count, (struct kzsi_step)OP(AND, n));
        return;
    case 9:
    case 10:
    case 11:
        for (size_t i = 0; i < n; i++)
            emit_random(steps, count, depth - 1);
        emit(steps, count, (struct kzsi_step)OP(OR, n));
        return;
    }
}

/*
 * The hits of a small page are the first of those that a search finds which looks at every
 * document, with the same scores: how many small pages are not.
 */
static void
skipping(void)
{
    unsigned wrong = 0, skipped = 0, estimates = 0;

    for (int round = 0; round < 600; round++) {
        struct kzsi_step steps[200];
        size_t count = 0;
        struct kzsi_search search;
        struct kzsi_matches page, all;
        kzs_error err;
        bool same;
        emit_random(steps, &count, (unsigned)random_below(4));
        search = (struct kzsi_search){.steps = steps,
                                      .step_count = count,
                                      .limit = MANY,
                                      .exact_total = true,
                                      .k1 = 1,
                                      .b = 0.5};
        must(kzsi_db_search(db, &search, &all, &err), &err, "all");
        search.exact_total = false;
        search.limit = 1 + (uint32_t)random_below(12);
        must(kzsi_db_search(db, &search, &page, &err), &err, "a page");
        skipped += page.total_lower < page.total_upper;
        estimates += page.total_lower > all.total || page.total_upper < all.total ||
                     page.total < page.total_lower || page.total > page.total_upper;
        same = page.count == (all.count < search.limit ? all.count : search.limit);
        for (size_t i = 0; i < page.count && same; i++)
            same = page.items[i].document == all.items[i].document &&
                   fabs(page.items[i].score - all.items[i].score) < 1e-9;
        wrong += !same;
        kzsi_matches_free(&page);
        kzsi_matches_free(&all);
    }
    ok(skipped > 50, "of 600 searches %u skip documents", skipped);
    is_number(wrong, 0, "and all find the best, with their scores");
    is_number(estimates, 0, "what they say of the total holds");
}

int
main(void)
{
    random_begin("skipping");
    fill_many();
    skipping();
    kzsi_db_close(db);
    return tap_done();
}
