/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <pthread.h>
#include <time.h>

#include "tests/unit/shim/store.h"

static void
refused(const char *path, bool create, kzs_status want, const char *name)
{
    kzsi_writer *writer = (kzsi_writer *)&writer;
    kzs_error err = {.status = KZS_OK};
    kzs_status st = kzsi_writer_open(path, create, 0, KZSI_SYNC_FULL, true, &writer, &err);

    if (!ok(st == want && err.status == want && writer == NULL, "%s is %s", name,
            kzs_status_name(want)))
        printf("#      have %s: %s\n", kzs_status_name(st), err.message);
    contains(err.message, path, "the message names the path");
    if (st == KZS_OK)
        kzsi_writer_close(writer);
}

static void
opening(void)
{
    struct stat info;
    kzsi_writer *writer;

    refused(in_folder("missing"), false, KZS_ERR_NOT_FOUND, "nothing at the path");
    ok(access(in_folder("missing"), F_OK) != 0, "and nothing is made there");
    refused(in_folder("missing/below"), true, KZS_ERR_IO,
            "a new index in a missing directory");
    shell(in_folder(""), "echo text >file");
    refused(in_folder("file"), false, KZS_ERR_INVALID, "a file");
    refused(in_folder("file"), true, KZS_ERR_INVALID, "a file in place of a new index");
    mkdir(in_folder("empty"), 0755);
    refused(in_folder("empty"), false, KZS_ERR_INVALID, "an empty directory");

    writer = store_new("new");
    ok(stat(in_folder("new"), &info) == 0 && (info.st_mode & 0777) == 0700,
       "a new index is its owner's alone");
    kzsi_writer_close(writer);
    is_number(documents("new"), 0, "and there, empty, without a commit");
    writer = store_new("empty");
    store_put(writer, "Q1", "word", "one");
    store_commit(writer);
    kzsi_writer_close(writer);
    is_number(documents("empty"), 1, "an empty directory becomes an index");
    writer = store_open("empty", true);
    kzsi_writer_close(writer);
    is_number(documents("empty"), 1, "which is not made anew when it is there");
    kzsi_writer_close(NULL);
    ok(true, "NULL can be closed");
}

/* ---- what the system refuses ---- */

static int
open_as_nobody(void *path)
{
    kzsi_writer *writer;
    kzs_error err;

    if (!become_nobody())
        return 3;
    if (kzsi_writer_open(path, false, 100, KZSI_SYNC_FULL, true, &writer, &err) == KZS_OK)
        return 1;
    return err.status == KZS_ERR_IO && err.system == EACCES ? 0 : 2;
}

static void
an_index_that_may_not_be_written(void)
{
    char path[600];
    kzsi_writer *writer = store_new("theirs");

    store_commit(writer);
    kzsi_writer_close(writer);
    snprintf(path, sizeof path, "%s", in_folder("theirs"));
    chmod(folder_path, 0755);
    shell(path, "chmod 555 . && chmod 444 *");
    ok(in_child(open_as_nobody, path) == ENDED_WELL,
       "an index that may only be read is not said to be locked");
    shell(path, "chmod 755 . && rm flintlock && chmod 555 .");
    ok(in_child(open_as_nobody, path) == ENDED_WELL, "nor is one whose lock cannot be made");
    chmod(path, 0700);
}

/* A link planted beside the tables would be written through. */
static void
planted_links(void)
{
    static const char *const names[] = {"v.tmp", "flintlock", "iamglass", "spelling.glass"};
    struct stat info;

    shell(in_folder(""), "echo precious >victim");
    for (size_t i = 0; i < ROWS(names); i++) {
        char name[40], command[100];
        snprintf(name, sizeof name, "planted-%zu", i);
        kzsi_writer *writer = store_new(name);
        store_commit(writer);
        kzsi_writer_close(writer);
        snprintf(command, sizeof command, "ln -sf ../victim %s", names[i]);
        shell(in_folder(name), command);
        refused(in_folder(name), false, KZS_ERR_INVALID, names[i]);
    }
    mkdir(in_folder("vacant"), 0755);
    shell(in_folder("vacant"), "ln -sf ../victim v.tmp");
    refused(in_folder("vacant"), true, KZS_ERR_INVALID, "a link where an index is to be made");
    ok(stat(in_folder("victim"), &info) == 0 && info.st_size == 9,
       "what the links led to is untouched");
}

/* Write until the system says that a file may not grow. */
static int
fill(void *name)
{
    struct rlimit limit = {400000, 400000};
    kzsi_writer *writer = store_open(name, false);
    kzs_error err = {.status = KZS_OK};
    kzs_status st = KZS_OK;
    char record[2000];

    signal(SIGXFSZ, SIG_IGN);
    if (setrlimit(RLIMIT_FSIZE, &limit) != 0)
        return 3;
    random_begin("filling");
    for (size_t i = 0; i < sizeof record - 1; i++)
        record[i] = (char)('a' + random_below(26));
    record[sizeof record - 1] = '\0';
    for (unsigned i = 0; i < 1000 && st == KZS_OK; i++) {
        char id[20];
        snprintf(id, sizeof id, "Q%u", i);
        st = store_try(writer, id, "word", record, NULL, &err);
    }
    if (st == KZS_OK)
        st = kzsi_writer_commit(writer, &err);
    kzsi_writer_close(writer);
    if (st != KZS_ERR_IO || err.system != EFBIG)
        printf("# %s, errno %d: %s\n", kzs_status_name(st), err.system, err.message);
    fflush(stdout);
    return st == KZS_ERR_IO && err.system == EFBIG ? 0 : 1;
}

static void
no_room(void)
{
    char name[] = "full";
    kzsi_writer *writer = store_new(name);

    store_put(writer, "Qfirst", "word", "first");
    store_commit(writer);
    kzsi_writer_close(writer);
    ok(in_child(fill, name) == ENDED_WELL, "no room for the changes is said, with its errno");
    is_number(documents(name), 1, "the commit before is untouched");
    writer = store_open(name, false);
    store_put(writer, "Q2", "word", "second");
    store_commit(writer);
    kzsi_writer_close(writer);
    is_number(documents(name), 2, "and can be built on");
}

/* ---- the lock ---- */

static int
try_lock(void *name)
{
    kzsi_writer *writer;
    kzs_error err;
    kzs_status st = kzsi_writer_open(in_folder(name), false, 0, KZSI_SYNC_FULL, true, &writer, &err);

    if (st == KZS_OK)
        kzsi_writer_close(writer);
    return st == KZS_ERR_LOCKED && strstr(err.message, "lock_timeout") != NULL ? 0 : 1;
}

static void *
close_later(void *writer)
{
    nanosleep(&(struct timespec){0, 150000000}, NULL);
    kzsi_writer_close(writer);
    return NULL;
}

static int
hold_and_die(void *name)
{
    kzsi_writer *writer = store_open(name, false);

    store_put(writer, "Qlost", "word", "lost");
    _exit(0);
}

static void
one_writer_at_a_time(void)
{
    char name[] = "locked";
    kzsi_writer *writer = store_new(name), *second = (kzsi_writer *)&second;
    pthread_t thread;
    kzs_error err;

    store_put(writer, "Q1", "word", "one");
    ok(kzsi_writer_open(in_folder(name), false, 0, KZSI_SYNC_FULL, true, &second, &err) == KZS_ERR_LOCKED &&
           second == NULL && err.status == KZS_ERR_LOCKED,
       "a second writer is refused");
    contains(err.message, in_folder(name), "the message names the path");
    contains(err.message, "lock_timeout", "and the way out");
    ok(kzsi_writer_open(in_folder(name), true, 30, KZSI_SYNC_FULL, true, &second, &err) == KZS_ERR_LOCKED,
       "also after waiting in vain");
    ok(in_child(try_lock, name) == ENDED_WELL, "so is one in another process");
    is_number(documents(name), 0, "a reader does not care");
    store_commit(writer);
    is_number(documents(name), 1, "the lock's owner goes on as before");

    if (pthread_create(&thread, NULL, close_later, writer) != 0)
        exit(99);
    ok(kzsi_writer_open(in_folder(name), false, 60000, KZSI_SYNC_FULL, true, &second, &err) == KZS_OK,
       "a writer that waits gets the lock when it is given back");
    pthread_join(thread, NULL);
    kzsi_writer_close(second);
    ok(in_child(hold_and_die, name) == ENDED_WELL, "a writer that ends without closing");
    writer = store_open(name, false);
    ok(writer != NULL, "leaves no lock");
    kzsi_writer_close(writer);
    is_number(documents(name), 1, "and nothing uncommitted");
}

/* ---- transactions ---- */

static void
nothing_is_committed_by_itself(void)
{
    kzsi_writer *writer = store_new("patient");
    struct kzsi_buf buf = {0};
    kzs_error err;

    /* Xapian alone would commit after each ten thousand documents. */
    for (unsigned i = 0; i < 10500; i++) {
        char id[20];
        snprintf(id, sizeof id, "Q%u", i);
        store_put(writer, id, "word", "record");
    }
    must(kzsi_writer_set_metadata(writer, "schema", "new", &err), &err, "metadata");
    is_number(documents("patient"), 0, "however many documents wait, none is committed");
    must(kzsi_writer_fetch(writer, "Q9999", 5, &buf, &err), &err, "fetching");
    ok(buf.length == 6 && memcmp(buf.data, "record", 6) == 0, "the writer itself sees them");
    kzsi_buf_free(&buf);
    kzsi_writer_close(writer);
    is_number(documents("patient"), 0, "closing gives them up");
    kzsi_db *db = store_read("patient");
    must(kzsi_db_metadata(db, "schema", &buf, &err), &err, "metadata");
    is_number(buf.length, 0, "the metadata, too");
    kzsi_db_close(db);
    kzsi_buf_free(&buf);
}

static void
changes(void)
{
    kzsi_writer *writer = store_new("changed");
    struct kzsi_buf buf = {0};
    kzs_error err;

    store_put(writer, "Q1", "old words", "old");
    store_put(writer, "Q2", "words", "kept");
    store_put(writer, "Q3", "words", "gone");
    store_commit(writer);
    store_put(writer, "Q1", "new words", "new");
    must(kzsi_writer_delete(writer, "Q3", 2, &err), &err, "deleting");
    ok(kzsi_writer_delete(writer, "Q3", 2, &err) == KZS_ERR_NOT_FOUND,
       "what was deleted is not there to delete");
    ok(kzsi_writer_fetch(writer, "Q3", 2, &buf, &err) == KZS_ERR_NOT_FOUND && buf.length == 0,
       "nor to fetch");
    buf.failed = true;
    ok(kzsi_writer_fetch(writer, "Q2", 2, &buf, &err) == KZS_ERR_NOMEM,
       "a buffer without memory is reported");
    kzsi_db *db = store_read("changed");
    is_string(fetched(db, "Q1"), "old", "before the commit a reader sees the old document");
    is_string(fetched(db, "Q3"), "gone", "and the deleted one");
    store_commit(writer);
    uint64_t revision;
    must(kzsi_db_refresh(db, &revision, &err), &err, "refreshing");
    is_string(fetched(db, "Q1"), "new", "after it the new one");
    is_string(fetched(db, "old"), "KZS_ERR_NOT_FOUND", "without its old words");
    is_string(fetched(db, "Q3"), "KZS_ERR_NOT_FOUND", "and not the deleted one");
    is_string(fetched(db, "Q2"), "kept", "others stay");
    kzsi_db_close(db);

    store_put(writer, "Q4", "words", "uncommitted");
    must(kzsi_writer_delete(writer, "Q2", 2, &err), &err, "deleting");
    kzsi_writer_close(writer);
    db = store_read("changed");
    is_string(fetched(db, "Q4"), "KZS_ERR_NOT_FOUND",
              "what was not committed was never there");
    is_string(fetched(db, "Q2"), "kept", "what was not deleted in earnest is");
    kzsi_db_close(db);
}

/* ---- limits of terms ---- */

static kzs_status
put_term(kzsi_writer *writer, const char *text, size_t length, kzs_error *err)
{
    const struct kzsi_term terms[] = {{"Qodd", 4, 0, NULL, 0, 0},
                                      {text, length, 1, NULL, 0, 0}};
    const struct kzsi_entry entry = {.terms = terms, .term_count = 2, .record = ""};

    return kzsi_writer_put(writer, "Qodd", 4, &entry, err);
}

static void
limits_of_terms(void)
{
    char text[300];
    kzsi_writer *writer = store_new("terms");
    kzs_error err;

    memset(text, 'x', sizeof text);
    store_put(writer, "Q1", "word", "one");
    store_commit(writer);
    ok(put_term(writer, text, 245, &err) == KZS_OK, "a term of 245 bytes is taken");
    store_commit(writer);
    is_number(documents("terms"), 2, "and committed");

    store_put(writer, "Q2", "word", "two");
    ok(put_term(writer, text, 246, &err) == KZS_ERR_INTERNAL && err.status == KZS_ERR_INTERNAL,
       "a term of 246 bytes is refused");
    contains(err.message, "245", "the message says what the limit is");
    ok(put_term(writer, "", 0, &err) == KZS_ERR_INTERNAL, "so is an empty one");
    kzsi_writer_close(writer);
    is_number(documents("terms"), 2, "nothing is committed by closing after that");

    /* Each NUL takes two bytes, which shows only when the tables are written. */
    writer = store_open("terms", false);
    memset(text, '\0', sizeof text);
    store_put(writer, "Q3", "word", "three");
    kzs_status st = put_term(writer, text, 200, &err);
    if (st == KZS_OK)
        st = kzsi_writer_commit(writer, &err);
    ok(st == KZS_ERR_INTERNAL, "a term of 200 NULs fails at the commit at the latest");
    kzsi_writer_close(writer);
    is_number(documents("terms"), 2, "which then commits nothing at all");
    writer = store_open("terms", false);
    store_put(writer, "Q3", "word", "three");
    store_commit(writer);
    kzsi_writer_close(writer);
    is_number(documents("terms"), 3, "opened again it is as good as ever");

    writer = store_open("terms", false);
    ok(kzsi_writer_set_metadata(writer, "", "x", &err) == KZS_ERR_INTERNAL,
       "metadata without a key is refused");
    kzsi_writer_close(writer);
}

int
main(void)
{
    alarm(600);
    opening();
    an_index_that_may_not_be_written();
    planted_links();
    no_room();
    one_writer_at_a_time();
    nothing_is_committed_by_itself();
    changes();
    limits_of_terms();
    return tap_done();
}
