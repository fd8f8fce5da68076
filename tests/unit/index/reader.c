/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The pool of snapshots, and reading again when writers were faster. */
#include "index/index.h"
#include "tests/unit/archive.h"

static void
pools(void)
{
    kzs_index *index = new_index("pools", NULL);
    struct kzsi_pool pool = {.count = 0};
    char objects[KZSI_POOL_MAX + 1];
    size_t given = 0, taken = 0;

    ok(kzsi_pool_take(index, &pool) == NULL, "nothing is in an empty pool");
    for (size_t i = 0; i < KZSI_POOL_MAX; i++)
        given += kzsi_pool_give(index, &pool, &objects[i]);
    is_number(given, KZSI_POOL_MAX, "%d objects are kept", KZSI_POOL_MAX);
    ok(!kzsi_pool_give(index, &pool, &objects[KZSI_POOL_MAX]), "one more is not");
    for (const char *object; (object = kzsi_pool_take(index, &pool)) != NULL;)
        taken += object >= objects && object < objects + KZSI_POOL_MAX;
    is_number(taken, KZSI_POOL_MAX, "each is handed out once");
    ok(kzsi_pool_give(index, &pool, &objects[KZSI_POOL_MAX]), "then there is room again");

    struct kzsi_analyzer *a = kzsi_index_analyzer(index), *b = kzsi_index_analyzer(index);
    ok(a != NULL && b != NULL && a != b, "two analysers at a time are two");
    kzsi_index_analyzer_done(index, a);
    kzsi_index_analyzer_done(index, b);
    struct kzsi_analyzer *c = kzsi_index_analyzer(index);
    ok(c == a || c == b, "one that was given back is used again");
    kzsi_index_analyzer_done(index, c);
    kzsi_index_analyzer_done(index, NULL);
    ok(true, "none at all can be given back");

    struct kzsi_analyzer *many[KZSI_POOL_MAX + 3];
    for (size_t i = 0; i < ROWS(many); i++)
        many[i] = kzsi_index_analyzer(index);
    for (size_t i = 0; i < ROWS(many); i++)
        kzsi_index_analyzer_done(index, many[i]);
    is_number(index->analyzers.count, KZSI_POOL_MAX, "more than the pool holds are freed");
    kzs_index_close(index, NULL);
}

struct counter {
    kzs_index *writer;
    unsigned calls, commits; /* so many commits while the body reads, at the first call */
    kzs_status result;
    unsigned results;   /* how many calls return it, then KZS_OK */
    uint64_t documents; /* seen by the last call */
};

static kzs_status
body(kzsi_db *db, void *user, kzs_error *err)
{
    struct counter *counter = user;
    struct kzsi_db_info info;
    kzs_status st = kzsi_db_describe(db, &info, err);

    counter->calls++;
    counter->documents = info.documents;
    for (unsigned i = 0; counter->calls == 1 && i < counter->commits; i++) {
        char id[20];
        snprintf(id, sizeof id, "%llu.%u", (unsigned long long)info.revision, i);
        put(counter->writer, id, "body", "text", NULL);
        commit(counter->writer);
    }
    return counter->calls <= counter->results ? kzsi_fail(err, counter->result, "no luck") : st;
}

static void
overtaken(void)
{
    kzs_index *writer = new_index("overtaken", NULL), *index = open_index("overtaken", KZS_READ);
    struct counter counter = {.writer = writer};
    kzs_error err;

    is_number(kzsi_read(index, body, &counter, &err), KZS_OK, "a body is run");
    is_number(counter.calls, 1, "once where nobody writes");
    is_number(index->readers.count, 1, "its snapshot is kept");

    counter = (struct counter){.writer = writer, .commits = 1};
    is_number(kzsi_read(index, body, &counter, &err), KZS_OK, "one commit meanwhile");
    is_number(counter.calls, 1, "leaves the snapshot whole");
    is_number(counter.documents, 0, "as it was before");

    counter = (struct counter){.writer = writer, .commits = 2};
    is_number(kzsi_read(index, body, &counter, &err), KZS_OK, "two commits meanwhile");
    is_number(counter.calls, 2, "and what was read is read again");
    is_number(counter.documents, 3, "from the newest snapshot");

    counter = (struct counter){.writer = writer};
    kzsi_read(index, body, &counter, &err);
    is_number(counter.documents, 3, "the next read begins with the last commit");
    put(writer, "one more", "body", "text", NULL);
    commit(writer);
    counter.calls = 0;
    kzsi_read(index, body, &counter, &err);
    is_number(counter.documents, 4, "whoever made it");
    is_number(index->readers.count, 1, "with the same snapshot, moved on");
    kzs_index_close(index, NULL);
    kzs_index_close(writer, NULL);
}

static void
outcomes(void)
{
    static const kzs_status lost[] = {KZS_ERR_IO, KZS_ERR_CORRUPT};
    static const kzs_status kept[] = {KZS_ERR_NOT_FOUND, KZS_ERR_NOMEM, KZS_ERR_INVALID};
    kzs_index *index = open_index("overtaken", KZS_READ);
    struct counter counter;
    kzs_error err;

    for (size_t i = 0; i < ROWS(kept); i++) {
        counter = (struct counter){.result = kept[i], .results = 1};
        is_number(kzsi_read(index, body, &counter, &err), kept[i], "%s is handed on",
                  kzs_status_name(kept[i]));
        ok(counter.calls == 1 && err.status == kept[i], "at once, with its error");
        is_number(index->readers.count, 1, "the snapshot is kept");
    }
    for (size_t i = 0; i < ROWS(lost); i++) {
        counter = (struct counter){.result = lost[i], .results = 1};
        is_number(kzsi_read(index, body, &counter, &err), lost[i], "%s is handed on",
                  kzs_status_name(lost[i]));
        is_number(index->readers.count, 0, "but its snapshot is not used again");
    }
    counter = (struct counter){.result = KZS_ERR_MODIFIED, .results = 3};
    is_number(kzsi_read(index, body, &counter, &err), KZS_OK, "a torn read is read again");
    is_number(counter.calls, 4, "until it is whole");
    counter = (struct counter){.result = KZS_ERR_MODIFIED, .results = 1000000};
    is_number(kzsi_read(index, body, &counter, &err), KZS_ERR_MODIFIED,
              "KZS_ERR_MODIFIED if that never happens");
    ok(counter.calls >= 10 && counter.calls <= 1000, "after %u attempts", counter.calls);
    contains(err.message, "try again", "with what to do");
    counter = (struct counter){.results = 0};
    is_number(kzsi_read(index, body, &counter, &err), KZS_OK, "the handle is none the worse");
    is_number(kzsi_read(index, body, &counter, NULL), KZS_OK, "nobody has to look at errors");

    char command[900];
    snprintf(command, sizeof command, "mv '%s' '%s'", in_folder("overtaken"), in_folder("away"));
    kzsi_db_close(kzsi_pool_take(index, &index->readers));
    if (system(command) != 0)
        exit(99);
    is_number(kzsi_read(index, body, &counter, &err), KZS_ERR_NOT_FOUND,
              "an index that was taken away is not there");
    kzs_index_close(index, NULL);
}

int
main(void)
{
    pools();
    overtaken();
    outcomes();
    return tap_done();
}
