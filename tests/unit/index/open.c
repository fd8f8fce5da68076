/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Opening, creating, closing and describing an index; what is refused and by which status. */
#include <errno.h>
#include <stddef.h>
#include <sys/stat.h>

#include "index/index.h"
#include "tests/unit/archive.h"

static kzs_error err;

static kzs_status
open_status(const char *path, unsigned mode, const char *options)
{
    kzs_index *index = (kzs_index *)&err;
    kzs_status st;

    err = (kzs_error){0};
    st = kzs_index_open(path, mode, options, &index, &err);
    if (st == KZS_OK)
        kzs_index_close(index, NULL);
    else if (index != NULL || err.status != st || err.message[0] == '\0')
        return (kzs_status)99;
    return st;
}

static kzs_status
create_status(const char *path, const char *schema, const char *options)
{
    kzs_index *index = (kzs_index *)&err;
    kzs_status st;

    err = (kzs_error){0};
    st = kzs_index_create(path, schema, options, &index, &err);
    if (st == KZS_OK)
        kzs_index_close(index, NULL);
    else if (index != NULL || err.status != st || err.message[0] == '\0')
        return (kzs_status)99;
    return st;
}

static void
write_file(const char *path, const char *content)
{
    FILE *file = fopen(path, "wb");

    if (file == NULL || fputs(content, file) < 0 || fclose(file) != 0)
        exit(99);
}

static void
creating(void)
{
    const char *path = in_folder("created");
    kzs_index *index;
    struct stat info;

    is_number(kzs_index_create(path, NULL, NULL, &index, &err), KZS_OK, "a new index");
    contains(kzs_index_schema(index), "body     text     main", "with the built-in schema");
    ok(index->writable, "is open for writing");
    is_number(kzs_index_close(index, &err), KZS_OK, "and can be closed");
    ok(stat(path, &info) == 0 && (info.st_mode & 077) == 0,
       "nobody but its owner may look inside");
    is_number(open_status(path, KZS_READ, NULL), KZS_OK, "it is there");
    is_number(create_status(path, NULL, NULL), KZS_ERR_EXISTS, "and is not made again");

    const char *schema = "# mine\nheading text\ndate date # when\n";
    is_number(kzs_index_create(in_folder("mine"), schema, NULL, &index, NULL), KZS_OK,
              "a schema of one's own");
    is_string(kzs_index_schema(index), schema, "is kept to the letter");
    kzs_index_close(index, NULL);
    is_number(kzs_index_open(in_folder("mine"), KZS_READ, NULL, &index, NULL), KZS_OK,
              "opened again");
    is_string(kzs_index_schema(index), schema, "it is still there");
    kzs_index_close(index, NULL);
    ok(kzs_index_schema(NULL) == NULL, "no index has no schema");

    path = in_folder("bad schema");
    is_number(create_status(path, "title text\nbody txet\n", NULL), KZS_ERR_SYNTAX,
              "a bad schema is refused");
    is_number(err.offset, 16, "with the place");
    contains(err.message, "line 2", "and the line");
    ok(access(path, F_OK) != 0, "and nothing is made");
    is_number(create_status(path, "", NULL), KZS_ERR_SYNTAX, "an empty one as well");

    path = in_folder("empty");
    mkdir(path, 0700);
    is_number(create_status(path, NULL, NULL), KZS_OK, "an empty directory is used");
    path = in_folder("full");
    mkdir(path, 0700);
    write_file(in_folder("full/letter.txt"), "dear editor");
    is_number(create_status(path, NULL, NULL), KZS_ERR_EXISTS, "one that holds a file is not");
    is_number(create_status(in_folder("full/letter.txt"), NULL, NULL), KZS_ERR_EXISTS,
              "nor is a file");
    is_number(create_status(in_folder("no/such/parent"), NULL, NULL), KZS_ERR_IO,
              "the parent must exist");
    is_number(err.system, ENOENT, "errno is handed on");
    is_number(create_status(NULL, NULL, NULL), KZS_ERR_INVALID, "a path is needed");
    is_number(create_status("", NULL, NULL), KZS_ERR_INVALID, "with something in it");
}

static void
modes(void)
{
    const char *path = in_folder("created");
    kzs_index *index;

    is_number(open_status(path, KZS_READ, NULL), KZS_OK, "for reading");
    is_number(open_status(path, KZS_WRITE, NULL), KZS_OK, "for writing");
    is_number(open_status(path, KZS_WRITE | KZS_CREATE, NULL), KZS_OK,
              "for writing, made if it were not there");
    is_number(open_status(path, KZS_CREATE, NULL), KZS_ERR_INVALID, "KZS_CREATE alone is none");
    is_number(open_status(path, 4, NULL), KZS_ERR_INVALID, "nor is 4");
    is_number(open_status(path, 1u << 31 | KZS_WRITE, NULL), KZS_ERR_INVALID,
              "nor a bit of the future");
    is_number(open_status(NULL, KZS_READ, NULL), KZS_ERR_INVALID, "a path is needed");

    path = in_folder("made on the way");
    is_number(open_status(path, KZS_READ, NULL), KZS_ERR_NOT_FOUND, "nothing is there to read");
    contains(err.message, path, "and the message says where");
    is_number(open_status(path, KZS_WRITE, NULL), KZS_ERR_NOT_FOUND, "nor to write");
    is_number(kzs_index_open(path, KZS_WRITE | KZS_CREATE, NULL, &index, NULL), KZS_OK,
              "KZS_CREATE makes it");
    put(index, "1", "body", "Тихий выбор", NULL);
    commit(index);
    kzs_index_close(index, NULL);
    is_number(kzs_index_open(path, KZS_WRITE | KZS_CREATE, NULL, &index, NULL), KZS_OK,
              "and leaves it alone");
    is_string(ids(index, "выбор", NULL), "1", "when it is there");
    kzs_index_close(index, NULL);

    is_number(open_status(in_folder("full"), KZS_READ, NULL), KZS_ERR_INVALID,
              "a directory of something else");
    is_number(open_status(in_folder("full"), KZS_WRITE | KZS_CREATE, NULL), KZS_ERR_INVALID,
              "is not written to");
    ok(access(in_folder("full/letter.txt"), F_OK) == 0, "nor emptied");
    is_number(open_status(in_folder("full/letter.txt"), KZS_READ, NULL), KZS_ERR_INVALID,
              "a file is no index");
    is_number(open_status(in_folder("full/letter.txt/x"), KZS_READ, NULL), KZS_ERR_NOT_FOUND,
              "and nothing is inside it");
    mkdir(in_folder("bare"), 0700);
    is_number(open_status(in_folder("bare"), KZS_READ, NULL), KZS_ERR_INVALID,
              "an empty directory is no index");
}

static void
options(void)
{
    static const char *const good[] = {"", " ", "lock_timeout=0", " lock_timeout=5ms ",
                                       "lock_timeout=1s\tlock_timeout=2ms\n",
                                       "durability=full", "durability=commit",
                                       "durability=none commit_bytes=64M",
                                       "pending_bytes=2G", "commit_bytes=0"};
    static const char *const bad[] = {"lock_timeout", "lock_timeout=", "lock_timeout=x",
                                      "lock_timeout=-1", "timeout=5", "lock_timeout=5 x",
                                      "lock_timeout=2d", "durability=", "durability=some",
                                      "durability", "commit_bytes=1T", "pending_bytes=0",
                                      "commit_bytes=-5", "lock_timeout=full", "LOCK_TIMEOUT=5", "=",
                                      "lock_timeout=99999999999999999999",
                                      "a_long_option_that_nobody_has_ever_heard_of_and_that_never_ends=00"};

    for (size_t i = 0; i < ROWS(good); i++)
        is_number(open_status(in_folder("created"), KZS_READ, good[i]), KZS_OK,
                  "options '%s' are taken", good[i]);
    for (size_t i = 0; i < ROWS(bad); i++) {
        is_number(open_status(in_folder("created"), KZS_READ, bad[i]), KZS_ERR_INVALID,
                  "'%s' is refused", bad[i]);
        is_number(create_status(in_folder("never made"), NULL, bad[i]), KZS_ERR_INVALID,
                  "when creating as well");
    }
    ok(access(in_folder("never made"), F_OK) != 0, "and nothing is made");
}

static void
locks(void)
{
    const char *path = in_folder("created");
    kzs_index *writer = open_index("created", KZS_WRITE), *reader;
    double begin;

    is_number(open_status(path, KZS_WRITE, NULL), KZS_ERR_LOCKED, "one writer at a time");
    contains(err.message, "lock_timeout", "the message says what to do");
    begin = seconds();
    is_number(open_status(path, KZS_WRITE, "lock_timeout=120ms"), KZS_ERR_LOCKED,
              "waiting does not help while it writes");
    ok(seconds() - begin >= 0.119, "but it was waited for");
    is_number(open_status(path, KZS_WRITE | KZS_CREATE, NULL), KZS_ERR_LOCKED,
              "nor does KZS_CREATE");
    is_number(kzs_index_open(path, KZS_READ, NULL, &reader, NULL), KZS_OK,
              "readers are always welcome");
    kzs_index_close(reader, NULL);

    kzs_index_close(writer, NULL);
    is_number(open_status(path, KZS_WRITE, NULL), KZS_OK, "closing sets it free");

    /* A child that waits, forked while nothing was open. */
    int ready[2], status = 1;
    char byte = 0;
    if (pipe(ready) != 0)
        exit(99);
    pid_t child = fork();
    if (child == 0) {
        kzs_index *late;
        bool told = read(ready[0], &byte, 1) == 1;
        _exit(told && kzs_index_open(path, KZS_WRITE, "lock_timeout=60s", &late, NULL) == KZS_OK
                  ? 0
                  : 1);
    }
    writer = open_index("created", KZS_WRITE);
    if (write(ready[1], &byte, 1) != 1)
        exit(99);
    usleep(50000);
    kzs_index_close(writer, NULL);
    waitpid(child, &status, 0);
    close(ready[0]);
    close(ready[1]);
    is_number(status, 0, "another process that waits gets the lock once it is free");
}

static void
closing(void)
{
    kzs_index *index = new_index("closing", NULL);

    is_number(kzs_index_close(NULL, &err), KZS_OK, "no index can be closed");
    put(index, "1", "body", "Тихий выбор", NULL);
    is_number(kzs_index_close(index, &err), KZS_ERR_STATE, "uncommitted changes are reported");
    contains(err.message, "kzs_commit", "with what to do");
    index = open_index("closing", KZS_WRITE);
    is_string(ids(index, "*", NULL), "", "and are not there");
    put(index, "1", "body", "Тихий выбор", NULL);
    commit(index);
    is_number(kzs_index_close(index, &err), KZS_OK, "committed ones are");
    index = open_index("closing", KZS_READ);
    is_string(ids(index, "*", NULL), "1", "where they belong");
    is_number(kzs_index_close(index, &err), KZS_OK, "a reader has nothing to give up");
}

static void
describing(void)
{
    kzs_index *index = new_index("described", NULL), *reader;
    kzs_info info = {.size = sizeof info};
    uint64_t first;

    is_number(kzs_index_info(index, &info, &err), KZS_OK, "a new index");
    is_number(info.documents, 0, "has no documents");
    is_number(info.pending, 0, "nothing to commit");
    ok(info.bytes > 0, "but some bytes");
    is_number(info.format_version, KZSI_FORMAT_VERSION, "its format");
    is_number(info.analysis_version, KZSI_ANALYSIS_VERSION, "and its analysis");
    is_number(info.writable, 1, "it can be written to");
    ok(info.average_length == 0, "no average length");
    first = info.commit_number;

    put(index, "1", "body", "тихий выбор столицы", NULL);
    put(index, "2", "title", "just so", "body", "one", NULL);
    kzs_index_info(index, &info, NULL);
    is_number(info.documents, 0, "what is not committed is not counted");
    is_number(info.pending, 2, "but pending");
    is_number(info.commit_number, first, "no commit");
    commit(index);
    kzs_index_info(index, &info, NULL);
    is_number(info.documents, 2, "then it is");
    is_number(info.pending, 0, "not pending any more");
    ok(info.commit_number > first, "by a greater commit number");
    ok(info.average_length == 4, "3 words, and 1 + 2 that count twice: %g on average",
       info.average_length);

    reader = open_index("described", KZS_READ);
    kzs_info other = {.size = sizeof other};
    kzs_index_info(reader, &other, NULL);
    ok(other.documents == 2 && other.commit_number == info.commit_number,
       "a reader sees the same");
    is_number(other.writable, 0, "but may not write");
    commit(index);
    kzs_index_info(reader, &other, NULL);
    is_number(other.commit_number, info.commit_number, "committing nothing is no commit");
    kzs_delete(index, "1", 1, NULL);
    commit(index);
    kzs_index_info(reader, &other, NULL);
    ok(other.documents == 1 && other.commit_number > info.commit_number,
       "the next commit is seen without being told to look");

    struct {
        kzs_info info;
        unsigned char beyond[8];
    } small;
    memset(&small, 0xAA, sizeof small);
    small.info.size = offsetof(kzs_info, commit_number);
    is_number(kzs_index_info(reader, &small.info, NULL), KZS_OK, "an older caller knows less");
    is_number(small.info.size, offsetof(kzs_info, commit_number), "and is not told more");
    ok(small.info.documents == 1 && ((unsigned char *)&small.info.commit_number)[0] == 0xAA,
       "what lies behind is untouched");
    memset(&small, 0xAA, sizeof small);
    small.info.size = sizeof small;
    is_number(kzs_index_info(reader, &small.info, NULL), KZS_OK, "a newer caller knows more");
    is_number(small.info.size, sizeof(kzs_info), "and is told how much there is");
    is_number(small.beyond[0], 0xAA, "and no more");
    small.info.size = 0;
    is_number(kzs_index_info(reader, &small.info, &err), KZS_ERR_INVALID, "size must be set");
    is_number(kzs_index_info(reader, NULL, &err), KZS_ERR_INVALID, "something must be filled");
    is_number(kzs_index_info(NULL, &info, &err), KZS_ERR_INVALID, "an index must be given");
    kzs_index_close(reader, NULL);
    kzs_index_close(index, NULL);
}

/* ---- what a later or broken version may have left ---- */

static void
set_metadata(const char *name, const char *key, const char *value_)
{
    kzsi_writer *writer;
    kzs_error e;

    must(kzsi_writer_open(in_folder(name), false, 0, KZSI_SYNC_FULL, true, &writer, &e), &e, "opening to change");
    must(kzsi_writer_set_metadata(writer, key, value_, &e), &e, key);
    must(kzsi_writer_commit(writer, &e), &e, "committing");
    kzsi_writer_close(writer);
}

static void
versions(void)
{
    kzs_info info = {.size = sizeof info};
    kzs_index *index = new_index("versions", NULL);

    kzs_index_close(index, NULL);
    set_metadata("versions", "kzs.format", "1000");
    is_number(open_status(in_folder("versions"), KZS_READ, NULL), KZS_ERR_VERSION,
              "an index of a newer format is refused");
    contains(err.message, "format version 1000", "with its version");
    is_number(open_status(in_folder("versions"), KZS_WRITE, NULL), KZS_ERR_VERSION,
              "for writing as well");
    is_number(open_status(in_folder("versions"), KZS_WRITE | KZS_CREATE, NULL), KZS_ERR_VERSION,
              "and KZS_CREATE does not replace it");
    set_metadata("versions", "kzs.format", "1");
    set_metadata("versions", "kzs.analysis", "4294967295");
    is_number(open_status(in_folder("versions"), KZS_READ, NULL), KZS_ERR_VERSION,
              "one that was analysed by newer rules as well");
    contains(err.message, "analysis version 4294967295", "with its version");
    set_metadata("versions", "kzs.analysis", "0");
    is_number(kzs_index_open(in_folder("versions"), KZS_READ, NULL, &index, &err), KZS_OK,
              "one analysed by older rules is opened");
    kzs_index_info(index, &info, NULL);
    is_number(info.analysis_version, 0, "and says so");
    kzs_index_close(index, NULL);

    set_metadata("versions", "kzs.schema", "title txet\n");
    is_number(open_status(in_folder("versions"), KZS_READ, NULL), KZS_ERR_CORRUPT,
              "a schema that cannot be read is damage");
    set_metadata("versions", "kzs.schema", "");
    is_number(open_status(in_folder("versions"), KZS_READ, NULL), KZS_ERR_CORRUPT,
              "and so is none");
    is_number(open_status(in_folder("versions"), KZS_WRITE | KZS_CREATE, NULL), KZS_ERR_CORRUPT,
              "KZS_CREATE does not replace that either");
}

static void
others(void)
{
    kzsi_writer *writer;
    struct kzsi_term term = {.text = "word", .length = 4, .wdf = 1};
    struct kzsi_entry entry = {.terms = &term, .term_count = 1};

    /* A creation that was cut off by a crash: a database and nothing in it. */
    must(kzsi_writer_open(in_folder("unborn"), true, 0, KZSI_SYNC_FULL, true, &writer, &err), &err, "unborn");
    kzsi_writer_close(writer);
    is_number(open_status(in_folder("unborn"), KZS_READ, NULL), KZS_ERR_INVALID,
              "a database without our mark is not ours");
    is_number(open_status(in_folder("unborn"), KZS_WRITE | KZS_CREATE, NULL), KZS_OK,
              "but an empty one can become ours");
    is_number(open_status(in_folder("unborn"), KZS_READ, NULL), KZS_OK, "and is");

    /* Cut off even before there was a version file. */
    mkdir(in_folder("embryo"), 0700);
    write_file(in_folder("embryo/flintlock"), "");
    write_file(in_folder("embryo/postlist.glass"), "half of a table");
    write_file(in_folder("embryo/v.tmp"), "half of a version");
    is_number(open_status(in_folder("embryo"), KZS_WRITE, NULL), KZS_ERR_INVALID,
              "what has no version file is no index");
    is_number(create_status(in_folder("embryo"), NULL, NULL), KZS_OK, "but can become one");
    is_number(open_status(in_folder("embryo"), KZS_READ, NULL), KZS_OK, "and is");

    must(kzsi_writer_open(in_folder("theirs"), true, 0, KZSI_SYNC_FULL, true, &writer, &err), &err, "theirs");
    must(kzsi_writer_put(writer, "word", 4, &entry, &err), &err, "putting");
    must(kzsi_writer_commit(writer, &err), &err, "committing");
    kzsi_writer_close(writer);
    is_number(open_status(in_folder("theirs"), KZS_READ, NULL), KZS_ERR_INVALID,
              "somebody else's database is refused");
    contains(err.message, "libkzsearch did not make it", "for what it is");
    is_number(open_status(in_folder("theirs"), KZS_WRITE | KZS_CREATE, NULL), KZS_ERR_INVALID,
              "and never replaced");
    is_number(create_status(in_folder("theirs"), NULL, NULL), KZS_ERR_EXISTS, "nor made anew");

    /* Xapian would follow these. */
    mkdir(in_folder("links"), 0700);
    if (symlink(in_folder("created/iamglass"), in_folder("links/iamglass")) == 0 &&
        symlink(in_folder("created/postlist.glass"), in_folder("links/postlist.glass")) == 0)
        is_number(open_status(in_folder("links"), KZS_READ, NULL), KZS_ERR_INVALID,
                  "links to another index's files are refused");
    write_file(in_folder("stub"), "remote localhost:1\n");
    is_number(open_status(in_folder("stub"), KZS_READ, NULL), KZS_ERR_INVALID,
              "a file that names a database elsewhere is not followed");
    mkdir(in_folder("stubs"), 0700);
    write_file(in_folder("stubs/XAPIANDB"), "auto ../created\n");
    is_number(open_status(in_folder("stubs"), KZS_READ, NULL), KZS_ERR_INVALID,
              "nor in a directory");
}

static void
damage(void)
{
    static const char *const files[] = {"iamglass", "postlist.glass", "docdata.glass",
                                        "termlist.glass", "position.glass"};
    kzs_index *index = new_archive("sound");
    char name[60], command[1200];

    kzs_index_close(index, NULL);
    for (size_t f = 0; f < ROWS(files); f++) {
        for (int how = 0; how < 4; how++) {
            static const char *const ways[] = {"emptied", "cut in half", "overwritten", "gone"};
            kzs_status st = KZS_OK, asked = KZS_OK;
            kzs_results *page = NULL;
            snprintf(command, sizeof command, "rm -rf '%s' && cp -r '%s' '%s'",
                     in_folder("broken"), in_folder("sound"), in_folder("broken"));
            if (system(command) != 0)
                exit(99);
            snprintf(name, sizeof name, "broken/%s", files[f]);
            struct stat info;
            if (stat(in_folder(name), &info) != 0)
                continue;
            if (how == 3) {
                unlink(in_folder(name));
            } else if (how == 2) {
                FILE *file = fopen(in_folder(name), "r+b");
                for (off_t i = 0; file != NULL && i < info.st_size; i++)
                    fputc((int)(i * 37 % 251), file);
                if (file == NULL || fclose(file) != 0)
                    exit(99);
            } else if (truncate(in_folder(name), how == 0 ? 0 : info.st_size / 2) != 0) {
                exit(99);
            }
            err = (kzs_error){0};
            st = kzs_index_open(in_folder("broken"), KZS_READ, NULL, &index, &err);
            if (st == KZS_OK) {
                kzs_query *query = new_query("\"just Kazakhstan\" хлеб nato", NULL);
                asked = kzs_search(index, query, &page, &err);
                ok((asked == KZS_OK) == (page != NULL), "a page or an error: %s", err.message);
                kzs_results_free(page);
                kzs_query_free(query);
                kzs_index_close(index, NULL);
            }
            kzs_status worst = st != KZS_OK ? st : asked;
            bool said = worst == KZS_OK || worst == KZS_ERR_CORRUPT ||
                        /* Without its two main files a directory is no index at all. */
                        (how == 3 && (worst == KZS_ERR_INVALID || worst == KZS_ERR_CORRUPT));
            ok(said, "%s %s: %s: %s", files[f], ways[how], kzs_status_name(worst), err.message);
            ok(worst != KZS_OK || f > 1, "%s %s is noticed", files[f], ways[how]);
        }
    }
}

static void
forked(void)
{
    kzs_index *index = open_index("created", KZS_WRITE);
    kzs_info info = {.size = sizeof info};
    int status = 1;
    pid_t child = fork();

    if (child == 0) {
        kzs_doc *doc = kzs_doc_new();
        kzs_results *page;
        kzs_query *query = new_query("x", NULL);
        kzs_doc *got;
        bool refused = kzs_index_info(index, &info, NULL) == KZS_ERR_FORKED &&
                       kzs_put(index, "1", 1, doc, NULL) == KZS_ERR_FORKED &&
                       kzs_delete(index, "1", 1, NULL) == KZS_ERR_FORKED &&
                       kzs_commit(index, NULL) == KZS_ERR_FORKED &&
                       kzs_rollback(index, NULL) == KZS_ERR_FORKED &&
                       kzs_get(index, "1", 1, &got, NULL) == KZS_ERR_FORKED &&
                       kzs_search(index, query, &page, NULL) == KZS_ERR_FORKED && page == NULL;
        kzs_doc_free(doc);
        kzs_query_free(query);
        _exit(refused && kzs_index_close(index, NULL) == KZS_OK ? 0 : 1);
    }
    waitpid(child, &status, 0);
    is_number(status, 0, "a child's calls on an inherited handle are refused, closing is safe");
    put(index, "1", "body", "text", NULL);
    is_number(kzs_commit(index, &err), KZS_OK, "the parent's handle goes on working");
    kzs_index_close(index, NULL);
}

int
main(void)
{
    creating();
    modes();
    options();
    locks();
    closing();
    describing();
    versions();
    others();
    damage();
    forked();
    return tap_done();
}
