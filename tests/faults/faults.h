/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the fault tests share: children that may die, memory that outlives them, copies of an
 * index. With KZS_FAULTS=long they try much more (`make check-faults`); with KZS_SEED=N they
 * repeat a run.
 */
#ifndef FAULTS_H
#define FAULTS_H

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>

#include "tests/api/library.h"
#include "tests/faults/interpose.h"
#include "tests/faults/model.h"

/* Seen by the parent after the child's death. */
struct shared {
    volatile long acknowledged; /* last generation whose commit succeeded */
    volatile long beginning;    /* generation that is being committed, else as above */
    volatile uint64_t counted, at;
    volatile long number;
    volatile int happened;
};

static struct shared *shared;
static unsigned long long random_state;

static inline bool
long_form(void)
{
    const char *form = getenv("KZS_FAULTS");

    return form != NULL && strcmp(form, "long") == 0;
}

/* Below `below`. */
static inline unsigned long
any(unsigned long below)
{
    unsigned long long z = random_state += 0x9E3779B97F4A7C15u;

    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return (unsigned long)((z ^ (z >> 31)) % below);
}

static inline void
faults_begin(void)
{
    const char *seed = getenv("KZS_SEED");
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    random_state = seed != NULL
                       ? strtoull(seed, NULL, 10)
                       : (unsigned long long)now.tv_nsec + (unsigned long long)getpid();
    printf("# seed %llu (repeat with KZS_SEED)\n", random_state);
    model_seed(random_state);
    shared =
        mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED)
        exit(99);
    faults_below(in_folder(""));
    fflush(NULL);
}

/* Run in a child. Its exit code; -signal when it was killed. */
static inline int
in_child(int (*work)(void *), void *user)
{
    int status;
    pid_t child;

    fflush(NULL);
    child = fork();
    if (child == 0) {
        alarm(100);
        status = work(user);
        fflush(NULL);
        _exit(status);
    }
    if (child < 0 || waitpid(child, &status, 0) != child)
        exit(99);
    return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

static inline void
remove_folder(const char *path)
{
    DIR *folder = opendir(path);
    struct dirent *entry;

    if (folder == NULL)
        return;
    while ((entry = readdir(folder)) != NULL)
        unlinkat(dirfd(folder), entry->d_name, 0);
    closedir(folder);
    rmdir(path);
}

static inline void
copy_file(const char *from, const char *to)
{
    static char bytes[1 << 16];
    int in = open(from, O_RDONLY), out = open(to, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    ssize_t n;

    if (in < 0 || out < 0)
        exit(99);
    while ((n = read(in, bytes, sizeof bytes)) > 0)
        if (write(out, bytes, (size_t)n) != n)
            exit(99);
    close(in);
    close(out);
}

/* Replace `to` by a copy of an index. */
static inline void
copy_index(const char *from, const char *to)
{
    DIR *folder = opendir(from);
    struct dirent *entry;
    char source[700], target[700];

    remove_folder(to);
    if (folder == NULL || mkdir(to, 0700) != 0)
        exit(99);
    while ((entry = readdir(folder)) != NULL) {
        if (entry->d_name[0] == '.')
            continue;
        snprintf(source, sizeof source, "%s/%s", from, entry->d_name);
        snprintf(target, sizeof target, "%s/%s", to, entry->d_name);
        copy_file(source, target);
    }
    closedir(folder);
}

/* An index of the model after so many commits. */
static inline void
build_model(const char *path, unsigned generations)
{
    kzs_index *index;
    kzs_error err;

    must(kzs_index_open(path, KZS_WRITE | KZS_CREATE, NULL, &index, &err), &err, path);
    for (unsigned g = 1; g <= generations; g++) {
        must(model_change(index, g, &err), &err, "changing");
        must(kzs_commit(index, &err), &err, "committing");
    }
    must(kzs_index_close(index, &err), &err, "closing");
}

#endif
