/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Xapian's own check and compaction, and records by number. */
#include "tests/unit/upkeep/upkept.h"

static unsigned lines;

static void
count_lines(void *user, const char *line)
{
    (void)user;
    lines += *line != '\0' ? 1 : 0;
}

int
main(void)
{
    struct kzsi_buf data = {0};
    char path[400], to[400];
    uint64_t errors = 1;
    kzsi_db *db = NULL;
    uint32_t last = 0;
    kzs_error err;

    snprintf(path, sizeof path, "%s", many("index", 50));
    snprintf(to, sizeof to, "%s", in_folder("compacted"));
    ok(kzsi_check_index_files(path, &err) == KZS_OK, "the files of an index are there");
    ok(kzsi_check_index_files(to, &err) == KZS_ERR_NOT_FOUND, "where there is one");
    ok(kzsi_check_tables(path, count_lines, NULL, &errors, &err) == KZS_OK && errors == 0 &&
           lines > 4,
       "Xapian checks every table and says so");
    lines = 0;
    ok(kzsi_compact_tables(path, to, count_lines, NULL, &err) == KZS_OK && lines > 0,
       "it compacts them");
    ok(kzsi_check_tables(to, count_lines, NULL, &errors, &err) == KZS_OK && errors == 0,
       "into a whole database");
    ok(kzsi_check_tables(in_folder("none"), count_lines, NULL, &errors, &err) ==
           KZS_ERR_NOT_FOUND,
       "what is not there cannot be checked");
    ok(kzsi_db_open(to, &db, &err) == KZS_OK && kzsi_db_last(db, &last, &err) == KZS_OK &&
           last == 50,
       "with the same numbers");
    ok(kzsi_db_data(db, 50, &data, &err) == KZS_OK && data.length > 0, "a record by its number");
    data.length = 0;
    ok(kzsi_db_data(db, 51, &data, &err) == KZS_OK && data.length == 0, "none where none is");
    kzsi_db_close(db);
    kzsi_buf_free(&data);
    return tap_done();
}
