/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Terms that are like a word: which, in which order, and how many are looked at. */
#include "match/match.h"
#include "tests/unit/shim/store.h"

static uint64_t budget;

static const char *
terms(kzsi_db *db, const char *prefix, const char *text, unsigned edits, size_t limit)
{
    static char out[1000];
    struct kzsi_arena arena = {0};
    struct kzsi_like like;
    struct kzsi_likes likes;
    kzs_error err;
    size_t n = 0;

    kzsi_like_begin(&like, text, strlen(text), edits);
    must(kzsi_terms_like(db, prefix, strlen(prefix), &like, limit, &budget, &arena, &likes, &err),
         &err, "looking for terms");
    out[0] = '\0';
    for (size_t i = 0; i < likes.count; i++)
        n += (size_t)sprintf(out + n, "%s%s:%u:%u", i > 0 ? " " : "", likes.items[i].text,
                             likes.items[i].edits, (unsigned)likes.items[i].documents);
    if (likes.found > likes.count)
        n += (size_t)sprintf(out + n, " of %u", (unsigned)likes.found);
    if (likes.unfinished)
        sprintf(out + n, " unfinished");
    kzsi_arena_free(&arena);
    return out;
}

int
main(void)
{
    kzsi_writer *writer = store_new("like");
    kzsi_db *db;

    store_put(writer, "Q1", "Fstate Fstates Fstatue F2022 Fнато XTITLE:Fstatus state", "");
    store_put(writer, "Q2", "Fstate Fstates Festate Fказах F2021", "");
    store_put(writer, "Q3", "Fstates Fказахи Fказак", "");
    store_commit(writer);
    kzsi_writer_close(writer);
    db = store_read("like");

    budget = 1000;
    is_string(terms(db, "F", "stat*", 0, 9), "states:0:3 state:0:2 statue:0:1",
              "the most frequent first");
    is_number(budget, 997, "a pattern that begins with letters looks at no more");
    is_string(terms(db, "F", "*ate", 0, 9), "state:0:2 estate:0:1", "patterns that do not");
    is_string(terms(db, "F", "stat*", 0, 2), "states:0:3 state:0:2 of 3", "as many as wanted");
    is_string(terms(db, "XTITLE:F", "stat*", 0, 9), "status:0:1", "under a prefix");
    is_string(terms(db, "F", "state", 1, 9), "state:0:2 states:1:3 estate:1:1 statue:1:1",
              "the nearest first, then the most frequent");
    is_string(terms(db, "F", "казах", 1, 9), "казах:0:1 казак:1:1 казахи:1:1", "in any script");
    is_string(terms(db, "F", "202", 0, 9), "", "a pattern without signs is a word");
    budget = 1000;
    terms(db, "F", "казах", 1, 9);
    is_number(budget, 996, "a word is compared with those of its script");
    budget = 3;
    is_string(terms(db, "F", "*a*", 0, 9), "estate:0:1 unfinished", "the budget is kept");
    is_number(budget, 0, "and spent");
    budget = 3;
    is_string(terms(db, "F", "stat*", 0, 9), "states:0:3 state:0:2 statue:0:1",
              "one that is just enough is enough");
    kzsi_db_close(db);
    return tap_done();
}
