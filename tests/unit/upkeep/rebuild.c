/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rebuilding and compacting: the same answers from a new index, or the old one untouched. */
#include "tests/unit/upkeep/upkept.h"

static uint64_t
commit_number(kzs_index *index)
{
    kzs_info info = {.size = sizeof info};

    kzs_index_info(index, &info, NULL);
    return info.commit_number;
}

static void
deleted_half(const char *name)
{
    kzs_index *index = open_index(name, KZS_WRITE);

    for (int i = 0; i < 1000; i += 2) {
        char id[20];
        snprintf(id, sizeof id, "%d", i);
        kzs_delete(index, id, KZS_NUL, NULL);
    }
    commit(index);
    kzs_index_close(index, NULL);
}

/* What both have in common: readers go on, writers wait, the caller can stop it. */
static void
either(bool rebuild)
{
    const char *name = rebuild ? "rebuilt" : "compacted";
    struct stopper stopper = {0, 2};
    kzs_index *reader, *writer;
    char path[400];
    kzs_error err;
    kzs_status st;
    uint64_t before;

    snprintf(path, sizeof path, "%s", many(name, 1000));
    deleted_half(name);
    reader = open_index(name, KZS_READ);
    before = commit_number(reader);
    is_number(total(reader, "w3"), 100, "%s: before", name);

    st = rebuild ? kzs_rebuild(path, NULL, NULL, stop_at, &stopper, &err)
                 : kzs_compact(path, NULL, stop_at, &stopper, &err);
    ok(st == KZS_ERR_CANCELLED && commit_number(reader) == before,
       "%s: stopped by the caller, nothing changed", name);
    writer = open_index(name, KZS_WRITE);
    st = rebuild ? kzs_rebuild(path, NULL, NULL, NULL, NULL, &err)
                 : kzs_compact(path, NULL, NULL, NULL, &err);
    ok(st == KZS_ERR_LOCKED, "%s: not while somebody writes: %s", name, err.message);
    kzs_index_close(writer, NULL);

    st = rebuild ? kzs_rebuild(path, NULL, NULL, NULL, NULL, &err)
                 : kzs_compact(path, NULL, NULL, NULL, &err);
    if (st != KZS_OK)
        printf("# %s\n", err.message);
    ok(st == KZS_OK, "%s", name);
    ok(commit_number(reader) > before, "%s: an open reader notices", name);
    is_number(total(reader, "w3"), 100, "%s: and finds the same", name);
    ok(kzs_check(path, NULL, NULL, NULL, NULL) == KZS_OK, "%s: it is whole", name);
    writer = open_index(name, KZS_WRITE);
    put(writer, "new", "body", "w3 again", NULL);
    commit(writer);
    put(writer, "newer", "body", "w3 again", NULL);
    commit(writer);
    is_number(total(reader, "w3"), 102, "%s: it can be written to", name);
    kzs_index_close(writer, NULL);
    kzs_index_close(reader, NULL);
    is_number(rests(), 0, "%s: nothing is left beside it", name);
    ok((rebuild ? kzs_rebuild(in_folder("none"), NULL, NULL, NULL, NULL, &err)
                : kzs_compact(in_folder("none"), NULL, NULL, NULL, &err)) == KZS_ERR_NOT_FOUND,
       "%s: no index", name);
    ok((rebuild ? kzs_rebuild(path, NULL, "x=y", NULL, NULL, &err)
                : kzs_compact(path, "salvage=yes", NULL, NULL, &err)) == KZS_ERR_INVALID,
       "%s: an unknown option: %s", name, err.message);
}

static void
damaged(void)
{
    char path[400];
    kzs_error err;

    snprintf(path, sizeof path, "%s", many("damaged", 1000));
    damage(path, "position.glass", 8192 + 100, 4000);
    ok(kzs_compact(path, NULL, NULL, NULL, &err) == KZS_ERR_CORRUPT,
       "a damaged index is not compacted: %s", err.message);
    ok(kzs_rebuild(path, NULL, NULL, NULL, NULL, &err) == KZS_OK &&
           kzs_check(path, NULL, NULL, NULL, NULL) == KZS_OK,
       "but rebuilt from its texts");
    is_number(found(path, "w3"), 100, "with all its documents");

    damage(path, "docdata.glass", 8192 + 100, 3000);
    ok(kzs_rebuild(path, NULL, NULL, NULL, NULL, &err) == KZS_ERR_CORRUPT,
       "documents are not given up unasked: %s", err.message);
    ok(kzs_rebuild(path, NULL, "salvage=yes", NULL, NULL, &err) == KZS_OK &&
           kzs_check(path, NULL, NULL, NULL, NULL) == KZS_OK,
       "only with salvage=yes");
    ok(found(path, "w3") > 50, "the others are there");

    ok(kzs_rebuild(path, "body text main\ntitle keyword\ndate text\n", NULL, NULL, NULL, &err) ==
           KZS_OK,
       "another schema");
    ok(found(path, "title:700") == 1, "is what it is searched by");
    ok(kzs_rebuild(path, "nonsense", NULL, NULL, NULL, &err) == KZS_ERR_SYNTAX,
       "a bad one is refused");
    is_number(rests(), 0, "nothing is left behind");
}

int
main(void)
{
    either(true);
    either(false);
    damaged();
    return tap_done();
}
