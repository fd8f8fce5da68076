/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Small indexes made through shim.h alone. A failure that no test is about ends the program.
 *
 *     kzsi_writer *writer = store_new("a");
 *     store_put(writer, "Q1", "just kazakhstan", "the record");
 */
#ifndef STORE_H
#define STORE_H

#include <errno.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "shim/shim.h"
#include "tests/support/folder.h"
#include "tests/unit/unit.h"

#define ROWS(table) (sizeof(table) / sizeof *(table))

static inline void
must(kzs_status st, const kzs_error *err, const char *what)
{
    if (st == KZS_OK)
        return;
    printf("Bail out! %s: %s: %s\n", what, kzs_status_name(st), err->message);
    exit(99);
}

/* Run a shell command in a directory. */
static inline bool
shell(const char *directory, const char *command)
{
    char line[2000];

    snprintf(line, sizeof line, "cd '%s' && %s", directory, command);
    return system(line) == 0;
}

static inline kzsi_writer *
store_open(const char *name, bool create)
{
    kzsi_writer *writer;
    kzs_error err;

    must(kzsi_writer_open(in_folder(name), create, 0, KZSI_SYNC_FULL, true, &writer, &err), &err, name);
    return writer;
}

static inline kzsi_writer *
store_new(const char *name)
{
    return store_open(name, true);
}

static inline kzsi_db *
store_read(const char *name)
{
    kzsi_db *db;
    kzs_error err;

    must(kzsi_db_open(in_folder(name), &db, &err), &err, name);
    return db;
}

static inline void
store_commit(kzsi_writer *writer)
{
    kzs_error err;

    must(kzsi_writer_commit(writer, &err), &err, "committing");
}

/*
 * Put a document with an id term and words, one position each; value slot 0 takes `value`
 * when it is not NULL.
 */
static inline kzs_status
store_try(kzsi_writer *writer, const char *id, const char *words, const char *record,
          const char *value, kzs_error *err)
{
    struct kzsi_term terms[100];
    uint32_t positions[100];
    struct kzsi_value slot = {0, value, value != NULL ? strlen(value) : 0};
    struct kzsi_entry entry = {.terms = terms,
                               .values = &slot,
                               .value_count = value != NULL,
                               .record = record,
                               .record_length = strlen(record)};

    terms[entry.term_count++] = (struct kzsi_term){id, strlen(id), 0, NULL, 0, 0};
    for (const char *at = words; *at != '\0' && entry.term_count < 100;) {
        size_t n = strcspn(at, " ");
        uint32_t *position = &positions[entry.term_count];
        *position = (uint32_t)entry.term_count;
        terms[entry.term_count++] = (struct kzsi_term){at, n, 1, position, 1, 0};
        at += n + (at[n] == ' ');
    }
    return kzsi_writer_put(writer, id, strlen(id), &entry, err);
}

static inline void
store_put(kzsi_writer *writer, const char *id, const char *words, const char *record)
{
    kzs_error err;

    must(store_try(writer, id, words, record, NULL, &err), &err, id);
}

static inline uint64_t
documents(const char *name)
{
    struct kzsi_db_info info = {0};
    kzsi_db *db = store_read(name);
    kzs_error err;

    must(kzsi_db_describe(db, &info, &err), &err, "describing");
    kzsi_db_close(db);
    return info.documents;
}

/* The record of the first document with a term; the status's name when there is none. */
static inline const char *
fetched(kzsi_db *db, const char *term)
{
    static char text[200];
    struct kzsi_buf buf = {0};
    kzs_status st = kzsi_db_fetch(db, term, strlen(term), &buf, NULL);

    snprintf(text, sizeof text, "%s", kzs_status_name(st));
    if (st == KZS_OK)
        snprintf(text, sizeof text, "%.*s", (int)buf.length, buf.data);
    kzsi_buf_free(&buf);
    return text;
}

/* How a child process ended that was to run `work`. */
enum outcome { ENDED_WELL, ENDED_BADLY, CRASHED, HUNG };

/* Run in a child with little time and memory; what it prints is its own. */
static inline enum outcome
in_child(int (*work)(void *), void *user)
{
    int status;
    pid_t child;

    fflush(NULL);
    child = fork();
    if (child == 0) {
        alarm(60);
        _exit(work(user));
    }
    if (child < 0 || waitpid(child, &status, 0) != child)
        exit(99);
    if (WIFSIGNALED(status))
        return WTERMSIG(status) == SIGALRM ? HUNG : CRASHED;
    return WEXITSTATUS(status) == 0 ? ENDED_WELL : ENDED_BADLY;
}

/* Become a user who may write nowhere; false when that cannot be done. */
static inline bool
become_nobody(void)
{
    return geteuid() != 0 || (setgid(65534) == 0 && setuid(65534) == 0);
}

#endif
