/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Chunks of postings, lengths and values, at the sizes where they are divided. */
#include "tests/support/same_database.h"
#include "tests/unit/bulk/corpus.h"

/* `documents` that all have one term and values in a slot; made both ways, are they the same?
 */
static void
one_term(size_t documents, size_t value_length)
{
    static char value[3000];
    struct kzsi_bulk_options options = {1, 1 << 20, KZSI_DEFLATE_XAPIAN, false, NULL};
    struct kzsi_value slots[] = {{7, value, value_length}, {300, value, value_length > 0}};
    char one[40], two[40], a[400], b[400], why[500];
    kzsi_writer *writer;
    kzsi_bulk *bulk;
    kzsi_batch *batch = kzsi_batch_new(&options);
    kzs_error err;

    sprintf(one, "a-%zu-%zu", documents, value_length);
    sprintf(two, "b-%zu-%zu", documents, value_length);
    mkdir(in_folder(one), 0700);
    writer = store_new(two);
    must(kzsi_bulk_new(in_folder(one), &options, &bulk, &err), &err, "new");
    kzsi_batch_begin(batch, 1);
    for (size_t i = 0; i < documents; i++) {
        struct kzsi_term term = {"term", 4, (uint32_t)(i % 300), NULL, 0, 0};
        struct kzsi_entry entry = {&term, 1, slots, 2, NULL, 0, NULL};
        memset(value, (int)('a' + i % 20), sizeof value);
        must(kzsi_batch_add(batch, &entry, &err), &err, "adding");
        entry.record = "";
        must(kzsi_writer_put(writer, "Qnone", 5, &entry, &err), &err, "putting");
    }
    must(kzsi_batch_close(batch, &err), &err, "closing");
    must(kzsi_bulk_append(bulk, batch, &err), &err, "appending");
    must(kzsi_bulk_finish(bulk, &err), &err, "finishing");
    kzsi_batch_free(batch);
    kzsi_bulk_free(bulk);
    store_commit(writer);
    kzsi_writer_close(writer);
    strcpy(a, in_folder(one));
    strcpy(b, in_folder(two));
    if (!ok(same_databases(a, b, why, sizeof why) && sound_database(a, why, sizeof why),
            "%zu postings, values of %zu bytes", documents, value_length))
        printf("# %s\n", why);
}

int
main(void)
{
    static const size_t around[] = {1,    2,    800,  801,  1000, 1001,
                                    1002, 1999, 2000, 2001, 2002, 5000};

    for (size_t i = 0; i < ROWS(around); i++)
        one_term(around[i], around[i] % 7);
    one_term(50, 1998);
    one_term(50, 1999);
    one_term(50, 2999);
    return tap_done();
}
