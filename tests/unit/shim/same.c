/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether a document is what an entry says: any difference is seen. */
#include "tests/unit/shim/store.h"

static const uint32_t first[] = {1, 5}, other[] = {1, 6};
static kzsi_db *db;

static bool
same(const struct kzsi_entry *entry)
{
    bool is_same = true;
    kzs_error err;

    must(kzsi_db_same(db, 1, entry, &is_same, &err), &err, "comparing");
    return is_same;
}

int
main(void)
{
    struct kzsi_term terms[] = {{"war", 3, 2, first, 2, 0}, {"Q1", 2, 0, NULL, 0, 0}};
    struct kzsi_value values[] = {{3, "2022", 4}, {4, "", 0}};
    struct kzsi_entry entry = {terms, 2, values, 2, "record", 6, NULL};
    kzsi_writer *writer = store_new("a");
    kzs_error err;
    bool is_same = true;

    must(kzsi_writer_put(writer, "Q1", 2, &entry, &err), &err, "putting");
    store_commit(writer);
    kzsi_writer_close(writer);
    db = store_read("a");

    ok(same(&entry), "what was put");
    entry.record_length = 5;
    ok(!same(&entry), "another record");
    entry.record_length = 6;
    terms[0].wdf = 3;
    ok(!same(&entry), "another wdf");
    terms[0].wdf = 2;
    terms[0].positions = other;
    ok(!same(&entry), "another position");
    terms[0].positions = first;
    terms[0].position_count = 1;
    ok(!same(&entry), "a position too many");
    terms[0].position_count = 2;
    terms[0].text = "wax";
    ok(!same(&entry), "another term");
    terms[0].text = "war";
    entry.term_count = 1;
    ok(!same(&entry), "a term too many");
    entry.term_count = 2;
    values[0].data = "2023";
    ok(!same(&entry), "another value");
    entry.value_count = 0;
    ok(!same(&entry), "a value too many");
    entry.value_count = 2;
    values[0].data = "2022";
    ok(same(&entry), "and what was put again");
    ok(kzsi_db_same(db, 2, &entry, &is_same, &err) == KZS_ERR_NOT_FOUND && !is_same,
       "a document that is not there");
    kzsi_db_close(db);
    return tap_done();
}
