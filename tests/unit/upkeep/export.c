/* SPDX-License-Identifier: GPL-2.0-or-later */
/* All documents of a whole index, all whole ones of a damaged one. */
#include "tests/unit/upkeep/upkept.h"

struct seen {
    unsigned count, wrong, stop_at;
};

static int
see(void *user, const char *id, size_t id_length, const kzs_doc *doc)
{
    struct seen *seen = user;
    const char *title = kzs_doc_get(doc, "title", 0, NULL);

    if (title == NULL || strlen(title) != id_length || memcmp(title, id, id_length) != 0)
        seen->wrong++;
    return ++seen->count == seen->stop_at;
}

int
main(void)
{
    struct seen seen = {0, 0, 0};
    char path[400];
    kzs_index *index;
    kzs_error err;
    kzs_status st;

    snprintf(path, sizeof path, "%s", many("plain", 1000));
    index = open_index("plain", KZS_WRITE);
    kzs_delete(index, "500", KZS_NUL, NULL);
    commit(index);
    ok(kzs_export(path, see, NULL, &seen, &err) == KZS_OK, "an index is exported while it is open");
    ok(seen.count == 999 && seen.wrong == 0, "every document comes once, with its id");
    kzs_index_close(index, NULL);
    seen = (struct seen){0, 0, 10};
    ok(kzs_export(path, see, NULL, &seen, &err) == KZS_ERR_CANCELLED && seen.count == 10,
       "the caller can stop it");

    damage(path, "postlist.glass", 8192 + 100, 8000);
    seen = (struct seen){0, 0, 0};
    st = kzs_export(path, see, NULL, &seen, &err);
    ok(st == KZS_OK && seen.count == 999, "damage to other tables costs no document");

    snprintf(path, sizeof path, "%s", many("rotten", 1000));
    damage(path, "docdata.glass", 3 * 8192 + 200, 3000);
    seen = (struct seen){0, 0, 0};
    st = kzs_export(path, see, NULL, &seen, &err);
    ok(st == KZS_ERR_CORRUPT, "that documents are lost is said: %s", err.message);
    ok(seen.count > 700 && seen.count < 1000 && seen.wrong == 0,
       "the others come all the same (%u)", seen.count);
    ok(setenv("KZSEARCH_HELPER", "/nowhere/helper", 1) == 0 &&
           kzs_export(path, see, NULL, &seen, &err) == KZS_ERR_IO,
       "without the helper it is an error: %s", err.message);
    ok(setenv("KZSEARCH_HELPER", "/bin/false", 1) == 0 &&
           kzs_export(path, see, NULL, &seen, &err) != KZS_OK,
       "so it is with something else in its place: %s", err.message);
    return tap_done();
}
