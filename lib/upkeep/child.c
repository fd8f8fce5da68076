/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Running the helper. Its death shows in the pipe, which ends without an END: whether the host
 * reaps children itself, or ignores them, makes no difference.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "upkeep/upkeep.h"

#define WORDS_MAX 8
#define HELPER_NAME "/kzsearch-helper"

/*
 * Where the library itself was loaded from: a package that brings it along, such as a Python wheel,
 * has the helper beside it; where it was built it is beside libtool's folder.
 */
static bool
beside_library(char *path, size_t size)
{
    static const char libtool[] = "/.libs";
    Dl_info library;
    const char *name;
    size_t length;

    if (dladdr(KZS_VERSION, &library) == 0 || library.dli_fname == NULL ||
        (name = strrchr(library.dli_fname, '/')) == NULL)
        return false;
    length = (size_t)(name - library.dli_fname);
    if (length >= sizeof libtool - 1 &&
        memcmp(name - (sizeof libtool - 1), libtool, sizeof libtool - 1) == 0)
        length -= sizeof libtool - 1;
    if (length > size - sizeof HELPER_NAME)
        return false;
    memcpy(path, library.dli_fname, length);
    memcpy(path + length, HELPER_NAME, sizeof HELPER_NAME);
    return access(path, X_OK) == 0;
}

/*
 * Where KZSEARCH_HELPER says, but not for set-user-ID hosts; else beside the library, else where
 * it is installed.
 */
static const char *
helper_path(char *path, size_t size)
{
    const char *named = secure_getenv("KZSEARCH_HELPER");

    if (named != NULL && *named != '\0')
        return named;
    return beside_library(path, size) ? path : KZS_HELPER;
}

static int
prepare(posix_spawn_file_actions_t *files, posix_spawnattr_t *attributes, int out)
{
    sigset_t none, all;
    int number = posix_spawn_file_actions_addopen(files, 0, "/dev/null", O_RDONLY, 0);

    if (number == 0)
        number = posix_spawn_file_actions_adddup2(files, out, 1);
    if (number == 0)
        number = posix_spawn_file_actions_addopen(files, 2, "/dev/null", O_WRONLY, 0);
    sigemptyset(&none);
    sigfillset(&all);
    /* Left as the host has them a broken pipe would not end the helper. */
    if (number == 0)
        number = posix_spawnattr_setsigmask(attributes, &none);
    if (number == 0)
        number = posix_spawnattr_setsigdefault(attributes, &all);
    if (number == 0)
        number = posix_spawnattr_setflags(attributes,
                                          POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    return number;
}

static int
spawn(const char *helper, const char *const *words, int out, pid_t *pid)
{
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    const char *argv[WORDS_MAX + 3] = {helper, KZS_VERSION};
    int number = posix_spawn_file_actions_init(&files);

    for (size_t i = 0; i < WORDS_MAX && words[i] != NULL; i++)
        argv[i + 2] = words[i];
    if (number != 0)
        return number;
    number = posix_spawnattr_init(&attributes);
    if (number == 0) {
        number = prepare(&files, &attributes, out);
        if (number == 0)
            number = posix_spawn(pid, helper, &files, &attributes, (char *const *)argv, environ);
        posix_spawnattr_destroy(&attributes);
    }
    posix_spawn_file_actions_destroy(&files);
    return number;
}

static kzs_status
read_end(const struct kzsi_buf *data, kzs_error *err)
{
    const char *at = data->data, *end = data->data + data->length;
    uint64_t status, number;

    if (!kzsi_varint_read(&at, end, &status) || !kzsi_varint_read(&at, end, &number))
        return kzsi_fail(err, KZS_ERR_INTERNAL, "the helper ended without a status");
    if (status == KZS_OK)
        return KZS_OK;
    kzsi_fail(err, (kzs_status)status, "%s", at);
    if (err != NULL)
        err->system = (int)number;
    return (kzs_status)status;
}

static kzs_status
listen_to(int fd, kzsi_frame_fn frame, void *user, bool *crashed, kzs_error *err)
{
    struct kzsi_buf data = {0};
    enum kzsi_frame_kind kind;
    kzs_status st = KZS_OK;
    bool ended = false;
    int got = 0;

    while (st == KZS_OK && !ended && (got = kzsi_frame_read(fd, &kind, &data)) > 0) {
        ended = kind == KZSI_FRAME_END;
        st = ended ? read_end(&data, err) : frame(user, kind, data.data, data.length, err);
    }
    if (data.failed)
        st = kzsi_fail_nomem(err);
    else if (st == KZS_OK && !ended) {
        *crashed = true;
        st = kzsi_fail(err, KZS_ERR_CORRUPT,
                       "reading the index ended the helper process: its files are damaged");
    }
    kzsi_buf_free(&data);
    return st;
}

kzs_status
kzsi_help(const char *const *words, kzsi_frame_fn frame, void *user, bool *crashed,
          kzs_error *err)
{
    char path[PATH_MAX];
    const char *helper = helper_path(path, sizeof path);
    int ends[2], number, status = 0;
    kzs_status st;
    pid_t pid;

    *crashed = false;
    if (pipe2(ends, O_CLOEXEC) != 0)
        return kzsi_fail_errno(err, errno, "cannot make a pipe to the helper");
    number = spawn(helper, words, ends[1], &pid);
    close(ends[1]);
    if (number != 0) {
        close(ends[0]);
        return kzsi_fail_errno(err, number,
                               "cannot start the helper '%s' (the environment variable "
                               "KZSEARCH_HELPER may name another)",
                               helper);
    }
    st = listen_to(ends[0], frame, user, crashed, err);
    close(ends[0]);
    if (st != KZS_OK && !*crashed)
        kill(pid, SIGKILL);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    /* 127: it could not be executed; 126: it is of another version. */
    if (*crashed && WIFEXITED(status) && WEXITSTATUS(status) >= 126) {
        *crashed = false;
        st = kzsi_fail(err, KZS_ERR_INTERNAL,
                       "the helper '%s' does not belong to libkzsearch " KZS_VERSION, helper);
    }
    return st;
}

kzs_status
kzsi_tell(kzs_progress_fn progress, void *user, const char *phase, uint64_t done,
          uint64_t total, kzs_error *err)
{
    kzs_progress now = {sizeof now, phase, done, total};

    if (progress == NULL || progress(user, &now) == 0)
        return KZS_OK;
    return kzsi_fail(err, KZS_ERR_CANCELLED, "%s was stopped by the caller", phase);
}
