/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Random documents, put into a database by Xapian and by lib/bulk: both are the same in all
 * that Xapian can tell, and stay so when they are changed, and compacted to the same bytes.
 *
 *     KZS_LONG=50 tests/unit/bulk/builder     so many corpora, up to 20,000 documents
 */
#include "tests/support/same_database.h"
#include "tests/unit/bulk/corpus.h"

static char bulk[400], api[400], why[1000];

static void
good(bool done, const char *what, const struct corpus *c)
{
    if (!ok(done, "%s: %zu documents%s, batches of %zu, %zu bytes of memory, seed %llu", what,
            c->documents, c->odd ? " of odd kinds" : "", c->per_batch, c->memory,
            (unsigned long long)c->seed))
        printf("# %.900s\n", why);
    why[0] = '\0';
}

static void
by_xapian(const struct corpus *c)
{
    kzsi_writer *writer = store_new("api");
    struct kzsi_entry entry;
    kzs_error err;

    corpus_begin(c);
    must(kzsi_writer_set_metadata(writer, "a", "first", &err), &err, "metadata");
    must(kzsi_writer_set_metadata(writer, "b", "second", &err), &err, "metadata");
    for (size_t i = 0; i < c->documents; i++) {
        corpus_document(c, i, &entry);
        must(kzsi_writer_put(writer, "Qnone", 5, &entry, &err), &err, "putting");
    }
    store_commit(writer);
    kzsi_writer_close(writer);
}

static bool
same_bytes(void)
{
    char command[1200];

    snprintf(command, sizeof command,
             "cd '%s' && for f in postlist docdata termlist position; do "
             "test -e bulk.c/$f.glass || test -e api.c/$f.glass || continue; "
             "cmp bulk.c/$f.glass api.c/$f.glass || exit 1; done",
             in_folder(""));
    return compact_database(bulk, in_folder("bulk.c"), why, sizeof why) &&
           compact_database(api, in_folder("api.c"), why, sizeof why) && system(command) == 0;
}

static void
both(const struct corpus *c)
{
    char command[600];

    snprintf(command, sizeof command, "cd '%s' && rm -rf bulk api bulk.c api.c",
             in_folder(""));
    if (system(command) != 0)
        exit(99);
    snprintf(bulk, sizeof bulk, "%s", in_folder("bulk"));
    snprintf(api, sizeof api, "%s", in_folder("api"));
    corpus_by_bulk(c, "bulk");
    by_xapian(c);
    good(same_databases(bulk, api, why, sizeof why), "the same", c);
    good(sound_database(bulk, why, sizeof why), "Xapian's check is content", c);
    if (c->deflate == KZSI_DEFLATE_XAPIAN)
        good(same_bytes(), "compacted they are the same to the byte", c);
    good(change_database(bulk, 1, 200, why, sizeof why) &&
             change_database(api, 1, 200, why, sizeof why) &&
             same_databases(bulk, api, why, sizeof why) &&
             sound_database(bulk, why, sizeof why),
         "changed they are still the same", c);
}

static void
long_form(size_t corpora)
{
    for (size_t i = 0; i < corpora; i++) {
        random_state = 1000 + i;
        struct corpus c = {.seed = 1000 + i,
                           .documents = random_below((size_t)1 << random_below(15)),
                           .vocabulary = (size_t)1 << (2 + random_below(15)),
                           .words = 1 + random_below(200),
                           .per_batch = 1 + random_below(3000),
                           .memory = random_below(2) == 0 ? 200000 : 64 << 20,
                           .odd = random_below(2) == 0,
                           .deflate =
                               random_below(3) == 0 ? KZSI_DEFLATE_FAST : KZSI_DEFLATE_XAPIAN};
        if (i % 10 == 9)
            c.documents = 20000;
        if (c.documents > 5000)
            c.words = 1 + c.words / 4;
        both(&c);
    }
}

static void
limits(void)
{
    struct kzsi_bulk_options options = {UINT32_MAX + (uint64_t)1, 1 << 20, KZSI_DEFLATE_FAST,
                                        false, NULL};
    static char key[300];
    kzsi_bulk *out = NULL;
    kzs_error err;

    is_string(kzs_status_name(kzsi_bulk_new(in_folder(""), &options, &out, &err)),
              "KZS_ERR_LIMIT", "a revision that does not fit is refused");
    options.revision = 1;
    is_string(kzs_status_name(kzsi_bulk_new(in_folder("nowhere"), &options, &out, &err)),
              "KZS_ERR_IO", "so is a folder that is not there");
    must(kzsi_bulk_new(in_folder(""), &options, &out, &err), &err, "new");
    memset(key, 'k', 290);
    is_string(kzs_status_name(kzsi_bulk_metadata(out, key, "v", &err)), "KZS_ERR_LIMIT",
              "and a metadata key that Xapian would refuse");
    is_string(kzs_status_name(kzsi_bulk_metadata(out, "", "v", &err)), "KZS_ERR_LIMIT",
              "or an empty one");
    kzsi_bulk_free(out);
}

int
main(void)
{
    static const struct corpus short_form[] = {
        {1, 0, 16, 5, 10, 1 << 20, false, KZSI_DEFLATE_XAPIAN, false, 1},
        {2, 1, 16, 5, 10, 1 << 20, false, KZSI_DEFLATE_XAPIAN, false, 1},
        {3, 2, 16, 5, 1, 1 << 20, false, KZSI_DEFLATE_XAPIAN, false, 9},
        {4, 150, 256, 60, 40, 1 << 20, true, KZSI_DEFLATE_XAPIAN, false, 1},
        {5, 1200, 4096, 60, 100, 100000, false, KZSI_DEFLATE_XAPIAN, false, 1},
        {6, 300, 1024, 60, 50, 100000, true, KZSI_DEFLATE_FAST, true, 1},
    };
    const char *corpora = getenv("KZS_LONG");

    limits();
    for (size_t i = 0; i < ROWS(short_form); i++)
        both(&short_form[i]);
    if (corpora != NULL)
        long_form((size_t)strtoul(corpora, NULL, 10));
    return tap_done();
}
