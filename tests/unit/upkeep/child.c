/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The helper runs, ends, dies and is stopped; the host goes on, whatever it does to children. */
#include <signal.h>

#include "tests/unit/upkeep/upkept.h"

static kzs_status
any_frame(void *user, enum kzsi_frame_kind kind, const char *data, size_t length,
          kzs_error *err)
{
    (void)kind;
    (void)data;
    (void)length;
    ++*(int *)user;
    (void)err;
    return KZS_OK;
}

/* A program that stands in for the helper. */
static const char *
stand_in(const char *script)
{
    const char *path = in_folder("helper");
    FILE *file = fopen(path, "w");

    if (file == NULL)
        exit(99);
    fprintf(file, "#!/bin/sh\n%s\n", script);
    fclose(file);
    chmod(path, 0700);
    setenv("KZSEARCH_HELPER", path, 1);
    return path;
}

static kzs_status
help(bool *crashed, kzs_error *err)
{
    const char *words[] = {"check", in_folder("index"), NULL};
    int frames = 0;

    return kzsi_help(words, any_frame, &frames, crashed, err);
}

int
main(void)
{
    char real[1000];
    bool crashed;
    kzs_error err = {.message = ""};

    snprintf(real, sizeof real, "%s", getenv("KZSEARCH_HELPER"));
    many("index", 10);
    ok(help(&crashed, &err) == KZS_OK && !crashed, "the helper does its work");
    signal(SIGCHLD, SIG_IGN);
    ok(help(&crashed, &err) == KZS_OK && !crashed, "also where nobody waits for children");
    signal(SIGCHLD, SIG_DFL);
    stand_in("kill -SEGV $$");
    ok(help(&crashed, &err) == KZS_ERR_CORRUPT && crashed, "its death is seen");
    stand_in("printf 'T'; exit 0");
    ok(help(&crashed, &err) == KZS_ERR_CORRUPT && crashed, "so is an end without a word");
    stand_in("exit 126");
    ok(help(&crashed, &err) == KZS_ERR_INTERNAL && !crashed, "another version: %s", err.message);
    setenv("KZSEARCH_HELPER", real, 1);
    ok(kzsi_tell(NULL, NULL, "x", 1, 2, &err) == KZS_OK, "nobody need be told");
    return tap_done();
}
