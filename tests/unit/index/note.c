/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Notes: committed with documents, given up with them, made again with them. */
#include <signal.h>
#include <sys/resource.h>

#include "index/index.h"
#include "tests/unit/archive.h"
#include "tests/unit/unit.h"

static kzs_error err;

/* A note as of the last commit; "none". */
static const char *
note_of(kzs_index *index, const char *key)
{
    static char text[100];
    char *value;

    strcpy(text, "none");
    if (kzs_note_get(index, key, &value, NULL, NULL) == KZS_OK) {
        snprintf(text, sizeof text, "%s", value);
        kzs_free(value);
    }
    return text;
}

static void
set(kzs_index *index, const char *key, const char *value)
{
    must(kzs_note_set(index, key, value, KZS_NUL, &err), &err, key);
}

struct listing {
    char text[200];
    int stop_after;
};

static int
list(void *user, const char *key, const char *value, size_t length)
{
    struct listing *listing = user;
    size_t used = strlen(listing->text);

    snprintf(listing->text + used, sizeof listing->text - used, "%s=%.*s ", key, (int)length,
             value);
    return --listing->stop_after == 0;
}

static const char *
all(kzs_index *index, const char *prefix, int stop_after)
{
    static struct listing listing;

    listing = (struct listing){.stop_after = stop_after};
    must(kzs_notes(index, prefix, list, &listing, &err), &err, "listing");
    return listing.text;
}

static void
commits(void)
{
    kzs_index *index = new_index("notes", NULL), *reader = open_index("notes", KZS_READ);
    const char zeros[] = {'a', '\0', 'b'};
    size_t length;
    char *value;

    set(index, "file/b", "2");
    set(index, "file/a", "1");
    set(index, "Ключ", "значение");
    is_string(note_of(index, "file/a"), "none", "nothing is seen before the commit");
    commit(index);
    is_string(note_of(reader, "file/a"), "1", "a note is seen after it");
    is_string(all(reader, "", 0), "file/a=1 file/b=2 Ключ=значение ", "all, by their keys");
    is_string(all(reader, "file/", 0), "file/a=1 file/b=2 ", "those of a prefix");
    is_string(all(reader, "", 1), "file/a=1 ", "as many as are wanted");
    is_string(all(reader, "nothing", 0), "", "or none");

    set(index, "file/a", NULL);
    set(index, "file/b", "3");
    must(kzs_note_set(index, "zeros", zeros, sizeof zeros, &err), &err, "zeros");
    put(index, "a", "body", "text", NULL);
    commit(index);
    is_string(all(reader, "file", 0), "file/b=3 ", "notes are replaced and removed");
    must(kzs_note_get(reader, "zeros", &value, &length, &err), &err, "zeros");
    ok(length == 3 && memcmp(value, zeros, 3) == 0, "a value may be any bytes");
    kzs_free(value);
    is_string(ids(reader, "*", NULL), "a", "they are no documents");

    set(index, "file/b", "4");
    must(kzs_rollback(index, &err), &err, "rolling back");
    commit(index);
    is_string(note_of(index, "file/b"), "3", "a note can be given up");
    must(kzs_index_close(index, &err), &err, "closing");
    kzs_index_close(reader, NULL);
}

static void
refused(void)
{
    kzs_index *index = new_index("refused", NULL), *reader = open_index("refused", KZS_READ);
    char key[KZS_NOTE_KEY_MAX + 2], *value, *large = calloc(1, KZS_NOTE_MAX + 1);

    memset(key, 'k', sizeof key - 1);
    key[sizeof key - 1] = '\0';
    ok(kzs_note_set(index, key, "x", 1, &err) == KZS_ERR_LIMIT, "a key has a limit: %s",
       err.message);
    key[KZS_NOTE_KEY_MAX] = '\0';
    set(index, key, "x");
    commit(index);
    is_string(note_of(index, key), "x", "one of the longest can be used");
    ok(kzs_note_set(index, "", "x", 1, &err) == KZS_ERR_INVALID, "a key is needed: %s",
       err.message);
    ok(large != NULL && kzs_note_set(index, "k", large, KZS_NOTE_MAX + 1, &err) == KZS_ERR_LIMIT,
       "a value has a limit: %s", err.message);
    ok(kzs_note_set(reader, "k", "x", 1, &err) == KZS_ERR_READONLY, "a reader keeps none");
    ok(kzs_note_get(reader, "k", &value, NULL, &err) == KZS_ERR_NOT_FOUND && value == NULL,
       "one that is not there: %s", err.message);
    free(large);
    kzs_index_close(index, NULL);
    kzs_index_close(reader, NULL);
}

static void
made_again(void)
{
    kzs_index *index = new_index("again", NULL);
    struct rlimit before, small;

    put(index, "first", "body", "text", NULL);
    commit(index);
    put(index, "second", "body", "text", NULL);
    set(index, "read", "second");
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before);
    small = before;
    small.rlim_cur = 0;
    setrlimit(RLIMIT_FSIZE, &small);
    ok(kzs_commit(index, &err) != KZS_OK, "a commit fails: %s", err.message);
    ok(kzs_note_set(index, "more", "x", 1, &err) == KZS_ERR_STATE, "no more notes then");
    setrlimit(RLIMIT_FSIZE, &before);
    is_string(note_of(index, "read"), "none", "its notes are not there");
    must(kzs_commit(index, &err), &err, "again");
    is_string(note_of(index, "read"), "second", "done again it has them");
    is_string(ids(index, "*", NULL), "first second", "and the documents");
    must(kzs_index_close(index, &err), &err, "closing");
}

int
main(void)
{
    commits();
    refused();
    made_again();
    return tap_done();
}
