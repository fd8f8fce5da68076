/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Documents loaded by several threads are the same database as put one by one. */
#include "index/index.h"
#include "index/load.h"
#include "tests/support/same_database.h"
#include "tests/unit/shim/store.h"

static struct kzsi_schema schema;
static kzs_error err;

static kzs_doc *
document(size_t number)
{
    static const char *const words[] = {"Токаев",  "Kazakhstan", "war",    "quasi-states",
                                        "мир",     "Tokayev",    "energy", "The",
                                        "границы", "2022",       "$5bn",   "и"};
    static char text[20000];
    kzs_doc *doc = kzs_doc_new();
    size_t n = 0, count = random_below(number % 50 == 0 ? 1500 : 100);

    text[0] = '\0';
    for (size_t i = 0; i < count; i++)
        n += (size_t)sprintf(text + n, "%s%s", words[random_below(ROWS(words))],
                             random_below(9) == 0 ? ". " : " ");
    kzs_doc_add(doc, "title", words[number % ROWS(words)], KZS_NUL, NULL);
    kzs_doc_add(doc, "date", number % 2 == 0 ? "2022-11-20" : "2023", KZS_NUL, NULL);
    kzs_doc_add(doc, "tags", words[number % 5], KZS_NUL, NULL);
    kzs_doc_add(doc, "body", text, KZS_NUL, NULL);
    return doc;
}

static void
by_loader(const char *name, size_t documents, unsigned threads, size_t memory)
{
    struct kzsi_bulk_options options = {1, memory, KZSI_DEFLATE_FAST, true, NULL};
    struct kzsi_loader *loader;
    kzsi_bulk *bulk;

    random_state = 7;
    mkdir(in_folder(name), 0700);
    must(kzsi_bulk_new(in_folder(name), &options, &bulk, &err), &err, name);
    loader = kzsi_loader_new(bulk, &schema, &options, memory, threads);
    if (loader == NULL)
        exit(99);
    for (size_t i = 0; i < documents; i++) {
        kzs_doc *doc = document(i);
        uint32_t number = 0;
        char id[20];
        int n = sprintf(id, "id-%zu", i);
        must(kzsi_loader_add(loader, id, (size_t)n, doc, &number, &err), &err, id);
        if (number != i + 1)
            exit(99);
        kzs_doc_free(doc);
    }
    must(kzsi_loader_finish(loader, &err), &err, "finishing");
    must(kzsi_bulk_finish(bulk, &err), &err, "finishing");
    kzsi_loader_free(loader);
    kzsi_bulk_free(bulk);
}

static void
one_by_one(const char *name, size_t documents)
{
    struct kzsi_analyzer *analyzer = kzsi_analyzer_new(schema.names);
    struct kzsi_inversion *inversion = kzsi_inversion_new();
    kzsi_writer *writer = store_new(name);

    random_state = 7;
    for (size_t i = 0; i < documents; i++) {
        kzs_doc *doc = document(i);
        struct kzsi_entry entry;
        char id[20], term[21];
        int n = sprintf(id, "id-%zu", i);
        sprintf(term, "Q%s", id);
        must(kzsi_invert(inversion, &schema, analyzer, doc, id, (size_t)n, &entry, &err), &err,
             id);
        must(kzsi_writer_put(writer, term, (size_t)n + 1, &entry, &err), &err, id);
        kzs_doc_free(doc);
    }
    store_commit(writer);
    kzsi_writer_close(writer);
    kzsi_analyzer_free(analyzer);
    kzsi_inversion_free(inversion);
}

static void
same(size_t documents, unsigned threads, size_t memory)
{
    char one[400], two[400], name[40], why[600];

    sprintf(name, "xapian-%zu", documents);
    snprintf(one, sizeof one, "%s", in_folder(name));
    if (access(one, F_OK) != 0)
        one_by_one(name, documents);
    sprintf(name, "bulk-%zu-%u-%zu", documents, threads, memory);
    snprintf(two, sizeof two, "%s", in_folder(name));
    by_loader(name, documents, threads, memory);
    if (!ok(same_databases(two, one, why, sizeof why) && sound_database(two, why, sizeof why),
            "%zu documents by %u threads with %zu bytes", documents, threads, memory))
        printf("# %s\n", why);
}

static void
failures(void)
{
    struct kzsi_bulk_options options = {1, 1 << 20, KZSI_DEFLATE_FAST, true, NULL};
    struct kzsi_loader *loader;
    kzs_status st = KZS_OK;
    kzsi_bulk *bulk;
    uint32_t number;

    mkdir(in_folder("bad"), 0700);
    must(kzsi_bulk_new(in_folder("bad"), &options, &bulk, &err), &err, "bad");
    loader = kzsi_loader_new(bulk, &schema, &options, 1 << 20, 2);
    random_state = 7;
    for (size_t i = 0; i < 3000 && st == KZS_OK; i++) {
        kzs_doc *doc = document(i);
        if (i == 500)
            kzs_doc_set(doc, "date", "soon", KZS_NUL, NULL);
        st = kzsi_loader_add(loader, "id", 2, doc, &number, &err);
        kzs_doc_free(doc);
    }
    if (st == KZS_OK)
        st = kzsi_loader_finish(loader, &err);
    is_string(kzs_status_name(st), "KZS_ERR_INVALID", "a document that cannot be is told");
    contains(err.message, "soon", "with what is wrong with it");
    is_string(kzs_status_name(kzsi_loader_finish(loader, &err)), "KZS_ERR_INVALID",
              "and told again");
    kzsi_loader_free(loader);

    loader = kzsi_loader_new(bulk, &schema, &options, 1 << 20, 2);
    for (size_t i = 0; i < 1000; i++) {
        kzs_doc *doc = document(i);
        kzsi_loader_add(loader, "id", 2, doc, &number, NULL);
        kzs_doc_free(doc);
    }
    kzsi_loader_free(loader);
    ok(true, "it can be given up at any time");
    kzsi_bulk_free(bulk);
}

int
main(void)
{
    must(kzsi_schema_parse(kzsi_schema_default, &schema, &err), &err, "schema");
    random_begin("documents of all sizes");
    same(0, 1, 1 << 20);
    same(1, 4, 1 << 20);
    same(900, 1, 1 << 20);
    same(900, 2, 100000);
    same(900, 3, 64 << 20);
    failures();
    kzsi_schema_free(&schema);
    return tap_done();
}
