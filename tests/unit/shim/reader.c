/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <fcntl.h>

#include "tests/unit/shim/store.h"

static const char *const tables[] = {"iamglass",       "postlist.glass", "docdata.glass",
                                     "termlist.glass", "position.glass", "spelling.glass",
                                     "synonym.glass"};

/* Three documents, one of them without words; enough text to need several blocks. */
static void
make_index(const char *name)
{
    kzsi_writer *writer = store_new(name);
    kzs_error err;

    must(kzsi_writer_set_metadata(writer, "schema", "title text", &err), &err, "metadata");
    store_put(writer, "Q1", "just kazakhstan", "first");
    store_put(writer, "Q2", "a just kazakhstan", "second");
    store_put(writer, "Q3", "", "");
    store_commit(writer);
    kzsi_writer_close(writer);
}

static void
refused(const char *path, kzs_status want, const char *name)
{
    kzsi_db *db = (kzsi_db *)&db;
    kzs_error err = {.status = KZS_OK};
    kzs_status st = kzsi_db_open(path, &db, &err);

    if (!ok(st == want && err.status == want && db == NULL, "%s is %s", name,
            kzs_status_name(want)))
        printf("#      have %s: %s\n", kzs_status_name(st), err.message);
    contains(err.message, path, "the message names the path");
    if (st == KZS_OK)
        kzsi_db_close(db);
}

static void
what_is_no_index(void)
{
    char path[600];

    refused(in_folder("missing"), KZS_ERR_NOT_FOUND, "nothing at the path");
    refused("", KZS_ERR_NOT_FOUND, "an empty path");
    shell(in_folder(""), "echo text >file");
    refused(in_folder("file"), KZS_ERR_INVALID, "a file");
    refused(in_folder("file/below"), KZS_ERR_NOT_FOUND, "a path through a file");
    mkdir(in_folder("empty"), 0755);
    refused(in_folder("empty"), KZS_ERR_INVALID, "an empty directory");
    mkdir(in_folder("foreign"), 0755);
    shell(in_folder("foreign"), "echo data >iamchert && echo data >postlist.DB");
    refused(in_folder("foreign"), KZS_ERR_INVALID, "a database of another kind");
    mkdir(in_folder("odd"), 0755);
    shell(in_folder("odd"), "echo data >iamglass && echo data >postlist.glass");
    snprintf(path, sizeof path, "%s", in_folder("odd"));
    ok(kzsi_db_open(path, &(kzsi_db *){NULL}, NULL) != KZS_OK,
       "files of the right names and wrong contents are refused");
    mkfifo(in_folder("pipe"), 0600);
    refused(in_folder("pipe"), KZS_ERR_INVALID, "a pipe");
    refused("/dev/null", KZS_ERR_INVALID, "a device");
}

/* Xapian would read a stub, and run the command that it names. */
static void
stubs_are_not_followed(void)
{
    char command[1000];

    mkdir(in_folder("stubs"), 0755);
    snprintf(command, sizeof command, "echo 'remote :/bin/touch %s' >stub && cp stub XAPIANDB",
             in_folder("marker"));
    shell(in_folder("stubs"), command);

    refused(in_folder("stubs/stub"), KZS_ERR_INVALID, "a stub file");
    refused(in_folder("stubs"), KZS_ERR_INVALID, "a directory with a stub file");
    make_index("stubbed");
    shell(in_folder(""), "cp stubs/stub stubbed/XAPIANDB");
    kzsi_db *db = store_read("stubbed");
    is_string(fetched(db, "Q1"), "first", "an index beside a stub file is still the index");
    kzsi_db_close(db);
    kzsi_writer *writer = NULL;
    ok(kzsi_writer_open(in_folder("stubs"), false, 0, KZSI_SYNC_FULL, true, &writer, NULL) == KZS_ERR_INVALID &&
           kzsi_writer_open(in_folder("stubs/stub"), false, 0, KZSI_SYNC_FULL, true, &writer, NULL) ==
               KZS_ERR_INVALID,
       "nor is a stub written to");
    ok(access(in_folder("marker"), F_OK) != 0, "no command was run");

    /* Only when the stub is a working one has this shown anything. */
    if (system("xapian-delve --version >/dev/null 2>&1") != 0) {
        skip("xapian-tools would show that the stub works");
        return;
    }
    shell(in_folder("stubs"), "timeout 20 xapian-delve stub >/dev/null 2>&1");
    ok(access(in_folder("marker"), F_OK) == 0, "Xapian's own tools run it");
}

static int
open_somehow(void *path)
{
    kzsi_db *db;
    kzsi_writer *writer;

    if (kzsi_db_open(path, &db, NULL) != KZS_ERR_INVALID)
        return 1;
    if (kzsi_writer_open(path, false, 0, KZSI_SYNC_FULL, true, &writer, NULL) != KZS_ERR_INVALID)
        return 2;
    return 0;
}

/* A link could lead anywhere, a pipe would hang the reader. */
static void
only_regular_files(void)
{
    static const char *const ways[][2] = {
        {"a link", "{ mv -f $file elsewhere 2>/dev/null; ln -s elsewhere $file; }"},
        {"a pipe", "rm -f $file && mkfifo $file"},
        {"a directory", "rm -f $file && mkdir $file"},
    };

    for (size_t i = 0; i < ROWS(ways); i++)
        for (size_t j = 0; j < ROWS(tables); j++) {
            char name[40], path[600], command[200];
            snprintf(name, sizeof name, "odd-%zu-%zu", i, j);
            make_index(name);
            snprintf(path, sizeof path, "%s", in_folder(name));
            snprintf(command, sizeof command, "file=%s && %s", tables[j], ways[i][1]);
            if (!shell(path, command))
                exit(99);
            ok(in_child(open_somehow, path) == ENDED_WELL, "%s in place of %s is refused",
               ways[i][0], tables[j]);
        }

    make_index("real");
    ok(symlink(in_folder("real"), in_folder("link")) == 0, "a link to the whole index");
    kzsi_db *db = store_read("link");
    is_string(fetched(db, "Q1"), "first", "is the caller's own choice, and followed");
    kzsi_db_close(db);
}

static int
open_as_nobody(void *path)
{
    kzsi_db *db;
    kzs_error err;

    if (!become_nobody())
        return 3;
    if (kzsi_db_open(path, &db, &err) == KZS_OK)
        return 1;
    return err.status == KZS_ERR_IO && err.system == EACCES ? 0 : 2;
}

static void
what_the_system_refuses(void)
{
    char path[6000];
    kzsi_db *db;
    kzs_error err;

    ok(symlink("round", in_folder("round")) == 0 &&
           kzsi_db_open(in_folder("round"), &db, &err) == KZS_ERR_IO && err.system == ELOOP,
       "a link to itself is refused by the system, which is said");
    memset(path, 'x', sizeof path - 1);
    path[sizeof path - 1] = '\0';
    ok(kzsi_db_open(path, &db, &err) == KZS_ERR_IO && err.system == ENAMETOOLONG,
       "so is a path that is too long");

    make_index("private");
    snprintf(path, sizeof path, "%s", in_folder("private"));
    chmod(folder_path, 0755);
    chmod(path, 0755);
    shell(path, "chmod 000 postlist.glass");
    ok(in_child(open_as_nobody, path) == ENDED_WELL,
       "so is a file that the caller may not read");
    chmod(path, 0);
    ok(in_child(open_as_nobody, path) == ENDED_WELL, "and a directory");
    chmod(path, 0700);
}

static void
reading(void)
{
    struct kzsi_db_info info;
    struct kzsi_buf buf = {0};
    uint64_t count = 77;
    char text[1000];
    kzs_error err;

    make_index("read");
    kzsi_db *db = store_read("read");
    must(kzsi_db_describe(db, &info, &err), &err, "describing");
    is_number(info.documents, 3, "documents are counted");
    ok(info.average_length > 1.6 && info.average_length < 1.7, "and their words");
    is_number(info.revision, 1, "the first commit has number 1");

    is_string(fetched(db, "Q1"), "first", "a record by its term");
    is_string(fetched(db, "kazakhstan"), "first", "the first of several");
    is_string(fetched(db, "Q3"), "", "an empty record");
    is_string(fetched(db, "Q4"), "KZS_ERR_NOT_FOUND", "no document has the term");
    kzsi_buf_str(&buf, "in front ");
    must(kzsi_db_fetch(db, "Q2", 2, &buf, &err), &err, "fetching");
    must(kzsi_db_metadata(db, "schema", &buf, &err), &err, "metadata");
    must(kzsi_db_metadata(db, "missing", &buf, &err), &err, "metadata");
    kzsi_buf_byte(&buf, '\0');
    is_string(buf.data, "in front secondtitle text", "records and metadata are appended");
    kzsi_buf_free(&buf);
    buf = (struct kzsi_buf){.failed = true};
    ok(kzsi_db_fetch(db, "Q1", 2, &buf, &err) == KZS_ERR_NOMEM &&
           err.status == KZS_ERR_NOMEM &&
           kzsi_db_metadata(db, "schema", &buf, NULL) == KZS_ERR_NOMEM,
       "a buffer without memory is reported");

    must(kzsi_db_frequency(db, "kazakhstan", 10, &count, &err), &err, "frequency");
    is_number(count, 2, "documents of a term");
    must(kzsi_db_frequency(db, "kaza\0hstan", 10, &count, &err), &err, "frequency");
    is_number(count, 0, "of none");
    memset(text, '\0', sizeof text);
    must(kzsi_db_frequency(db, text, sizeof text, &count, &err), &err, "frequency");
    is_number(count, 0, "a term that is too long is in no document");
    buf = (struct kzsi_buf){0};
    ok(kzsi_db_fetch(db, text, sizeof text, &buf, NULL) == KZS_ERR_NOT_FOUND,
       "and fetches nothing");
    kzsi_db_close(db);
    kzsi_db_close(NULL);
    ok(true, "NULL can be closed");
}

/* Terms that were visited, with their frequencies; stops at the first that is `last`. */
struct visited {
    const char *last;
    char text[300];
};

static int
visit(void *user, const char *term, size_t length, uint64_t frequency)
{
    struct visited *visited = user;
    size_t used = strlen(visited->text);

    snprintf(visited->text + used, sizeof visited->text - used, "%.*s=%u ", (int)length, term,
             (unsigned)frequency);
    return visited->last != NULL && strlen(visited->last) == length &&
           memcmp(visited->last, term, length) == 0;
}

static const char *
terms(kzsi_db *db, const char *prefix, const char *from, const char *last)
{
    static struct visited visited;
    kzs_error err;

    visited = (struct visited){.last = last};
    must(kzsi_db_terms(db, prefix, strlen(prefix), from, from != NULL ? strlen(from) : 0,
                       visit, &visited, &err),
         &err, "going through the terms");
    return visited.text;
}

static void
going_through_terms(void)
{
    kzsi_writer *writer = store_new("terms");

    store_put(writer, "Q1", "Fstates Fstate Fstat Gother", "");
    store_put(writer, "Q2", "Fstates Fказах state", "");
    store_commit(writer);
    kzsi_writer_close(writer);

    kzsi_db *db = store_read("terms");
    is_string(terms(db, "F", NULL, NULL), "Fstat=1 Fstate=1 Fstates=2 Fказах=1 ",
              "all terms with a beginning, in order, and in how many documents each is");
    is_string(terms(db, "Fstate", NULL, NULL), "Fstate=1 Fstates=2 ", "a longer beginning");
    is_string(terms(db, "F", "Fstateq", NULL), "Fstates=2 Fказах=1 ", "from a place on");
    is_string(terms(db, "F", "A", NULL), "Fstat=1 Fstate=1 Fstates=2 Fказах=1 ",
              "a place before all of them is their beginning");
    is_string(terms(db, "F", "G", NULL), "", "behind the last there is nothing");
    is_string(terms(db, "F", NULL, "Fstate"), "Fstat=1 Fstate=1 ", "it stops when told to");
    is_string(terms(db, "Z", NULL, NULL), "", "no term begins so");
    kzsi_db_close(db);
}

static void
moving_on(void)
{
    kzsi_writer *writer = store_new("moving");
    struct kzsi_db_info info;
    uint64_t revision = 0, before;
    kzs_error err;

    store_put(writer, "Q1", "word", "one");
    store_commit(writer);
    kzsi_db *db = store_read("moving");
    must(kzsi_db_refresh(db, &before, &err), &err, "refreshing");
    store_put(writer, "Q1", "word", "two");
    must(kzsi_db_refresh(db, &revision, &err), &err, "refreshing");
    is_number(revision, before, "what is not committed moves no snapshot");
    store_commit(writer);
    is_string(fetched(db, "Q1"), "one", "a snapshot stays at its commit");
    must(kzsi_db_refresh(db, &revision, &err), &err, "refreshing");
    is_number(revision, before + 1, "until it is moved on");
    is_string(fetched(db, "Q1"), "two", "then it shows the next");

    for (int i = 0; i < 20; i++) {
        char record[20];
        snprintf(record, sizeof record, "later %d", i);
        store_put(writer, "Q1", "word", record);
        store_commit(writer);
    }
    const char *old = fetched(db, "Q1");
    ok(strcmp(old, "two") == 0 || strcmp(old, "KZS_ERR_MODIFIED") == 0,
       "one that was overtaken shows its commit or says so");
    must(kzsi_db_refresh(db, &revision, &err), &err, "refreshing");
    is_number(revision, before + 21, "and catches up");
    is_string(fetched(db, "Q1"), "later 19", "with everything");
    must(kzsi_db_describe(db, &info, &err), &err, "describing");
    is_number(info.documents, 1, "replacing adds no document");
    kzsi_writer_close(writer);

    ok(shell(in_folder(""), "rm -rf moving"), "an index that is taken away");
    kzs_status st = kzsi_db_refresh(db, &revision, &err);
    ok(st == KZS_OK || st == KZS_ERR_NOT_FOUND || st == KZS_ERR_IO, "gives a status (%s)",
       kzs_status_name(st));
    kzsi_db_close(db);
}

int
main(void)
{
    alarm(600); /* a pipe that is opened hangs for ever */
    what_is_no_index();
    stubs_are_not_followed();
    only_regular_files();
    what_the_system_refuses();
    reading();
    going_through_terms();
    moving_on();
    return tap_done();
}
