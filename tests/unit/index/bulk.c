/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whole indexes at once: the same hits as put one by one, and nothing or all of it. */
#include <sys/stat.h>

#include "index/bulk.c"
#include "tests/api/library.h"

static kzs_error error;

static kzs_doc *
document(size_t i)
{
    static const char *const words[] = {"Токаев",    "Kazakhstan", "war", "quasi-states",
                                        "Tokayev's", "energy",     "мир", "выборы"};
    char text[400];
    kzs_doc *doc = kzs_doc_new();

    snprintf(text, sizeof text, "%s and %s of %s. Number %zu.", words[i % 8], words[i / 3 % 8],
             words[i / 7 % 8], i);
    kzs_doc_add(doc, "title", words[i % 8], KZS_NUL, NULL);
    kzs_doc_add(doc, "date", i % 2 == 0 ? "2022-11-20" : "2021", KZS_NUL, NULL);
    kzs_doc_add(doc, "tags", words[i % 3], KZS_NUL, NULL);
    kzs_doc_add(doc, "body", text, KZS_NUL, NULL);
    return doc;
}

static kzs_bulk *
filled(const char *name, size_t count, const char *options)
{
    kzs_bulk *bulk;

    must(kzs_bulk_new(in_folder(name), NULL, options, &bulk, &error), &error, name);
    for (size_t i = 0; i < count; i++) {
        kzs_doc *doc = document(i);
        char id[20];
        sprintf(id, "%zu", i);
        must(kzs_bulk_put(bulk, id, KZS_NUL, doc, &error), &error, id);
        kzs_doc_free(doc);
    }
    return bulk;
}

static void
one_by_one(const char *name, size_t count)
{
    kzs_index *index;

    must(kzs_index_create(in_folder(name), NULL, NULL, &index, &error), &error, name);
    for (size_t i = 0; i < count; i++) {
        kzs_doc *doc = document(i);
        char id[20];
        sprintf(id, "%zu", i);
        must(kzs_put(index, id, KZS_NUL, doc, &error), &error, id);
        kzs_doc_free(doc);
    }
    commit(index);
    kzs_index_close(index, NULL);
}

static void
same_hits(const char *one, const char *two)
{
    static const char *const queries[] = {"Токаева",
                                          "\"Токаева and energy\"",
                                          "quasistates -war",
                                          "tags:Kazakhstan date:2021",
                                          "*",
                                          "title:мир"};
    kzs_index *a = open_index(one, KZS_READ), *b = open_index(two, KZS_READ);

    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        kzs_results *left = find(a, queries[i], "limit=50"),
                    *right = find(b, queries[i], "limit=50");
        bool same = kzs_results_count(left) == kzs_results_count(right);
        for (size_t n = 0; same && n < kzs_results_count(left); n++) {
            kzs_hit x = {.size = sizeof x}, y = {.size = sizeof y};
            kzs_results_hit(left, n, &x);
            kzs_results_hit(right, n, &y);
            same = strcmp(x.id, y.id) == 0 && x.score >= y.score && x.score <= y.score;
        }
        ok(same && kzs_results_count(left) > 0, "%s: the same hits with the same scores",
           queries[i]);
        kzs_results_free(left);
        kzs_results_free(right);
    }
    kzs_index_close(a, NULL);
    kzs_index_close(b, NULL);
}

static const char *
status_of(kzs_status st)
{
    return kzs_status_name(st);
}

static uint64_t
count_of(const char *name)
{
    kzs_index *index = open_index(name, KZS_READ);
    kzs_info info = {.size = sizeof info};

    must(kzs_index_info(index, &info, &error), &error, name);
    kzs_index_close(index, NULL);
    return info.documents;
}

static bool
nothing_at(const char *name)
{
    struct stat info;
    char path[500];

    snprintf(path, sizeof path, "%s.new-%ld", in_folder(name), (long)getpid());
    return stat(in_folder(name), &info) != 0 && stat(path, &info) != 0;
}

static void
built(void)
{
    kzs_bulk *bulk = filled("direct", 500, "memory=8M threads=2");

    is_string(kzs_bulk_method(bulk), "direct", "written directly");
    ok(access(in_folder("direct"), F_OK) != 0, "nothing is there before the end");
    ok(kzs_bulk_finish(bulk, &error) == KZS_OK, "finished");
    is_string(kzs_status_name(kzs_bulk_finish(bulk, &error)), "KZS_ERR_STATE", "once");
    kzs_bulk_free(bulk);
    one_by_one("one", 500);
    same_hits("direct", "one");

    kzs_index *index = open_index("direct", KZS_WRITE);
    kzs_info info = {.size = sizeof info};
    must(kzs_index_info(index, &info, &error), &error, "info");
    ok(info.direct == 1, "which it says of itself");
    put(index, "0", "body", "changed", NULL);
    commit(index);
    kzs_index_close(index, NULL);
    is_number(count_of("direct"), 500, "it can be changed afterwards");

    bulk = filled("by-xapian", 50, "method=xapian");
    is_string(kzs_bulk_method(bulk), "xapian", "through Xapian when that is asked for");
    ok(kzs_bulk_finish(bulk, &error) == KZS_OK && count_of("by-xapian") == 50,
       "which works too");
    kzs_bulk_free(bulk);
    bulk = filled("none", 0, NULL);
    ok(kzs_bulk_finish(bulk, &error) == KZS_OK && count_of("none") == 0,
       "an index of nothing");
    kzs_bulk_free(bulk);
}

static uint64_t
commit_number(kzs_index *index)
{
    kzs_info info = {.size = sizeof info};

    must(kzs_index_info(index, &info, &error), &error, "info");
    return info.commit_number;
}

static void
replacing(void)
{
    kzs_index *reader = open_index("one", KZS_READ), *writer = open_index("one", KZS_WRITE);
    uint64_t before = commit_number(reader);
    char path[500];
    kzs_bulk *bulk;

    is_string(status_of(kzs_bulk_new(in_folder("one"), NULL, "replace=yes", &bulk, &error)),
              "KZS_ERR_LOCKED", "an index that is being written to is not replaced");
    kzs_index_close(writer, NULL);
    bulk = filled("one", 70, "replace=yes threads=2");
    is_string(status_of(kzs_index_open(in_folder("one"), KZS_WRITE, NULL, &writer, &error)),
              "KZS_ERR_LOCKED", "nor is one written to that is being replaced");
    is_number(count_of("one"), 500, "it is searched meanwhile");
    kzs_bulk_cancel(bulk);
    is_string(status_of(kzs_bulk_finish(bulk, &error)), "KZS_ERR_CANCELLED", "cancelled");
    kzs_bulk_free(bulk);
    is_number(count_of("one"), 500, "it is what it was");

    bulk = filled("one", 70, "replace=yes method=direct");
    ok(kzs_bulk_finish(bulk, &error) == KZS_OK, "replaced");
    ok(kzs_bulk_warning(bulk) == NULL, "without a warning");
    kzs_bulk_free(bulk);
    is_number(commit_number(reader), before + 1, "who reads goes over to the new one");
    is_number(count_of("one"), 70, "which is the new one");
    kzs_index_close(reader, NULL);

    snprintf(path, sizeof path, "%s/notes.txt", in_folder("one"));
    fclose(fopen(path, "w"));
    is_string(status_of(kzs_bulk_new(in_folder("one"), NULL, "replace=yes", &bulk, &error)),
              "KZS_ERR_EXISTS", "a folder that holds more than an index is not replaced");
    contains(error.message, "notes.txt", "what it holds is named");
    remove(path);
    bulk = filled("fresh", 3, "replace=yes");
    ok(kzs_bulk_finish(bulk, &error) == KZS_OK && count_of("fresh") == 3,
       "nothing need be there");
    kzs_bulk_free(bulk);
}

static void
the_later_wins(void)
{
    kzs_bulk *bulk = filled("twice", 100, NULL);
    kzs_doc *doc = kzs_doc_new();
    kzs_index *index;

    kzs_doc_set(doc, "body", "Entirely different", KZS_NUL, NULL);
    for (size_t i = 0; i < 20; i++) {
        char id[20];
        sprintf(id, "%zu", i % 10);
        must(kzs_bulk_put(bulk, id, KZS_NUL, doc, &error), &error, id);
    }
    kzs_doc_free(doc);
    ok(kzs_bulk_finish(bulk, &error) == KZS_OK, "ids that come several times");
    is_string(kzs_bulk_method(bulk), "direct", "are no reason to doubt");
    kzs_bulk_free(bulk);
    is_number(count_of("twice"), 100, "each is there once");
    index = open_index("twice", KZS_READ);
    must(kzs_get(index, "3", 1, &doc, &error), &error, "3");
    is_string(kzs_doc_get(doc, "body", 0, NULL), "Entirely different", "as it came last");
    kzs_doc_free(doc);
    kzs_index_close(index, NULL);
}

static void
doubted(void)
{
    kzs_bulk *bulk = filled("doubted", 300, NULL);

    /* What was fed is changed behind its back: the index differs from it. */
    kzs_doc_set(bulk->samples[5].doc, "body", "something else", KZS_NUL, NULL);
    ok(kzs_bulk_finish(bulk, &error) == KZS_OK, "an index that is not what was put");
    is_string(kzs_bulk_method(bulk), "xapian", "is built again through Xapian");
    contains(kzs_bulk_warning(bulk), "not what was put", "with a warning");
    kzs_bulk_free(bulk);
    one_by_one("one-of-300", 300);
    same_hits("doubted", "one-of-300");
    bulk = filled("doubted-too", 300, "method=direct");
    kzs_doc_set(bulk->samples[5].doc, "body", "something else", KZS_NUL, NULL);
    is_string(status_of(kzs_bulk_finish(bulk, &error)), "KZS_ERR_INTERNAL",
              "or not at all, if that is not wanted");
    kzs_bulk_free(bulk);
    ok(nothing_at("doubted-too"), "and leaves nothing");
}

static void
refused(void)
{
    kzs_bulk *bulk = filled("refused", 10, NULL), *none = bulk;
    kzs_doc *doc = kzs_doc_new();

    kzs_doc_set(doc, "date", "soon", KZS_NUL, NULL);
    is_string(kzs_status_name(kzs_bulk_put(bulk, "a", 1, doc, &error)), "KZS_ERR_INVALID",
              "a date that is none is refused at once");
    contains(error.message, "soon", "and named");
    is_string(kzs_status_name(kzs_bulk_put(bulk, "", 0, doc, &error)), "KZS_ERR_INVALID",
              "so is an empty id");
    is_string(kzs_status_name(kzs_bulk_put(bulk, "a", 1, NULL, &error)), "KZS_ERR_NOMEM",
              "no document is one that could not be made");
    is_string(kzs_status_name(kzs_bulk_put(NULL, "a", 1, doc, &error)), "KZS_ERR_INVALID",
              "no build is not valid");
    kzs_doc_free(doc);
    kzs_bulk_free(bulk);
    ok(nothing_at("refused"), "given up, nothing is left of it");
    is_string(kzs_status_name(kzs_bulk_new(in_folder("one"), NULL, NULL, &none, &error)),
              "KZS_ERR_EXISTS", "an index that is there is not touched");
    ok(none == NULL, "and there is no handle");
    is_string(kzs_status_name(kzs_bulk_new(in_folder("x"), NULL, "speed=high", &none, &error)),
              "KZS_ERR_INVALID", "an unknown option");
    contains(error.message, "speed", "is named");
    is_string(
        kzs_status_name(kzs_bulk_new(in_folder("x"), "body nonsense", NULL, &none, &error)),
        "KZS_ERR_SYNTAX", "a bad schema");
    ok(nothing_at("x"), "leaves nothing");

    bulk = filled("taken", 10, NULL);
    if (mkdir(in_folder("taken"), 0700) != 0 || mkdir(in_folder("taken/full"), 0700) != 0)
        exit(99);
    is_string(kzs_status_name(kzs_bulk_finish(bulk, &error)), "KZS_ERR_EXISTS",
              "what came to be at the path meanwhile stays");
    kzs_bulk_free(bulk);
    ok(access(in_folder("taken/full"), F_OK) == 0, "as it was");
    kzs_bulk_free(NULL);
}

int
main(void)
{
    built();
    the_later_wins();
    doubted();
    refused();
    replacing();
    return tap_done();
}
