/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * kzsearch-helper: reads indexes that may be damaged, for the library, which must not die of
 * them. Not for people: it talks to its parent through a pipe at file descriptor 1.
 */
#include <fcntl.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "upkeep/upkeep.h"

/* Memory, unless a sanitizer needs all addresses. */
#define MEMORY_MAX ((rlim_t)8 << 30)
#if defined(__SANITIZE_ADDRESS__)
#define LIMIT_MEMORY 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define LIMIT_MEMORY 0
#endif
#endif
#ifndef LIMIT_MEMORY
#define LIMIT_MEMORY 1
#endif

/* Processor time: reading takes a tenth of this. A damaged tree can be one without end. */
#define SECONDS_LEAST 60
#define BYTES_A_SECOND (1 << 20)

static void
limit(int what, rlim_t most)
{
    struct rlimit now;

    if (getrlimit((__rlimit_resource_t)what, &now) != 0)
        return;
    if (now.rlim_max == RLIM_INFINITY || now.rlim_max > most)
        now.rlim_max = most;
    if (now.rlim_cur == RLIM_INFINITY || now.rlim_cur > now.rlim_max)
        now.rlim_cur = now.rlim_max;
    setrlimit((__rlimit_resource_t)what, &now);
}

static rlim_t
bytes_of(const char *path)
{
    static const char *const names[] = {"postlist.glass", "docdata.glass", "termlist.glass",
                                        "position.glass"};
    struct stat info;
    rlim_t bytes = 0;
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    for (size_t i = 0; folder >= 0 && i < sizeof names / sizeof *names; i++)
        if (fstatat(folder, names[i], &info, AT_SYMLINK_NOFOLLOW) == 0)
            bytes += (rlim_t)info.st_size;
    if (folder >= 0)
        close(folder);
    return bytes;
}

int
main(int argc, char **argv)
{
    if (argc < 4 || strcmp(argv[1], KZS_VERSION) != 0)
        return 126;
    close_range(3, ~0U, 0);
    limit(RLIMIT_CORE, 0);
    if (LIMIT_MEMORY)
        limit(RLIMIT_AS, MEMORY_MAX);
    limit(RLIMIT_CPU, SECONDS_LEAST + bytes_of(argv[3]) / BYTES_A_SECOND);
    return kzsi_work(STDOUT_FILENO, argc - 2, argv + 2);
}
