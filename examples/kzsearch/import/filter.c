/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Running a filter:
 *
 *     file -> stdin | PROGRAM ARG… PATH … | stdout -> text
 *                                          | stderr -> the reason, when it fails
 *
 * A .gz file is unpacked into memory first. The program is a process group of its own, so that
 * Ctrl-C ends this command in good order, and it and its children can be ended when they
 * take too long.
 */
#include "import/filter.h"

#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "import/input.h"
#include "support/interrupt.h"

extern char **environ;

enum { WORDS_MOST = 64, CHUNK = 64 * 1024, SAID_MOST = 4096, TICK_MS = 200 };

/* ---- what was typed ---- */

/* Cut the command into words, in place. */
static bool
split(char *text, char *words[WORDS_MOST + 1], struct reason *why)
{
    size_t count = 0;
    char *to, quote;

    for (char *at = text; *(at += strspn(at, " \t")) != '\0';) {
        if (count == WORDS_MOST)
            return because(why, "the command has more than %d words", WORDS_MOST);
        words[count++] = to = at;
        for (quote = '\0'; *at != '\0' && (quote != '\0' || (*at != ' ' && *at != '\t')); at++)
            if (quote != '\0' ? *at == quote : (*at == '"' || *at == '\''))
                quote = quote != '\0' ? '\0' : *at;
            else
                *to++ = *at;
        if (quote != '\0')
            return because(why, "a %c without its partner", quote);
        at += *at != '\0' ? 1 : 0;
        *to = '\0';
    }
    words[count] = NULL;
    return count > 0 || because(why, "there is no command behind =");
}

bool
filters_add(struct filters *filters, const char *typed, struct reason *why)
{
    const char *equals = strchr(typed, '=');
    char *words[WORDS_MOST + 1];
    struct filter f = {0}, *grown;
    size_t count = 0;

    if (equals == NULL || equals == typed)
        return because(why, "write PATTERN=COMMAND, such as '*.pdf=pdftotext - -'");
    f.pattern = strndup(typed, (size_t)(equals - typed));
    f.text = strdup(equals + 1);
    if (f.pattern == NULL || f.text == NULL)
        goto no_memory;
    if (!split(f.text, words, why))
        goto failed;
    for (; words[count] != NULL; count++)
        f.takes_path = f.takes_path || strstr(words[count], "{}") != NULL;
    f.words = malloc((count + 1) * sizeof *f.words);
    grown = realloc(filters->items, (filters->count + 1) * sizeof *grown);
    if (grown != NULL)
        filters->items = grown;
    if (f.words == NULL || grown == NULL)
        goto no_memory;
    memcpy(f.words, words, (count + 1) * sizeof *f.words);
    filters->items[filters->count++] = f;
    return true;

no_memory:
    because(why, "out of memory");
failed:
    free(f.pattern);
    free(f.text);
    free(f.words);
    return false;
}

void
filters_free(struct filters *filters)
{
    for (size_t i = 0; i < filters->count; i++) {
        free(filters->items[i].pattern);
        free(filters->items[i].text);
        free(filters->items[i].words);
    }
    free(filters->items);
    *filters = (struct filters){0};
}

static bool
is_gzip(const char *path)
{
    size_t length = strlen(path);

    return length > 3 && strcasecmp(path + length - 3, ".gz") == 0;
}

static bool
fits(const struct filter *f, const char *path)
{
    const char *slash = strchr(f->pattern, '/') == NULL ? strrchr(path, '/') : NULL;

    return fnmatch(f->pattern, slash != NULL ? slash + 1 : path, FNM_CASEFOLD) == 0;
}

const struct filter *
filters_find(const struct filters *filters, const char *path)
{
    const struct filter *found = NULL;
    char *unpacked = filters->count > 0 && is_gzip(path) ? strdup(path) : NULL;

    if (unpacked != NULL)
        unpacked[strlen(path) - 3] = '\0';
    for (size_t i = 0; i < filters->count && found == NULL; i++)
        if (fits(&filters->items[i], path) ||
            (unpacked != NULL && fits(&filters->items[i], unpacked)))
            found = &filters->items[i];
    free(unpacked);
    return found;
}

/* ---- the program ---- */

/* The words with the path in the place of {}; those that were made anew are freed with it. */
struct command_line {
    char *words[WORDS_MOST + 1];
    struct buffer made;
};

/* A path that starts with a dash would be read as an option. */
static void
add_path(struct buffer *out, const char *path)
{
    if (*path == '-')
        buffer_text(out, "./");
    buffer_text(out, path);
}

static bool
fill_in(const struct filter *f, const char *path, struct command_line *line)
{
    size_t places[WORDS_MOST + 1];
    const char *at, *braces;
    size_t i;

    for (i = 0; f->words[i] != NULL; i++) {
        places[i] = line->made.length;
        for (at = f->words[i]; (braces = strstr(at, "{}")) != NULL; at = braces + 2) {
            buffer_add(&line->made, at, (size_t)(braces - at));
            add_path(&line->made, path);
        }
        buffer_text(&line->made, at);
        buffer_byte(&line->made, '\0');
    }
    if (line->made.failed)
        return false;
    line->words[i] = NULL;
    while (i-- > 0)
        line->words[i] = line->made.data + places[i];
    return true;
}

/* A file without a name that holds what the .gz file is unpacked. -1: see why. */
static int
unpack(const char *path, size_t limit, struct reason *why)
{
    struct input *in = input_open(path, true, why);
    struct buffer data = {0};
    size_t done = 0;
    ssize_t n;
    int fd = -1;

    if (in != NULL && input_read_all(in, limit, &data, why)) {
        fd = memfd_create("unpacked", MFD_CLOEXEC);
        while (fd >= 0 && done < data.length) {
            n = write(fd, data.data + done, data.length - done);
            if (n <= 0) {
                close(fd);
                fd = -1;
            } else
                done += (size_t)n;
        }
        if (fd < 0 || lseek(fd, 0, SEEK_SET) != 0)
            because(why, "%s", strerror(errno));
    }
    input_close(in);
    buffer_free(&data);
    return fd;
}

static int
open_stdin(const struct filter *f, const char *path, size_t limit, struct reason *why)
{
    int fd;

    if (!f->takes_path && is_gzip(path))
        return unpack(path, limit, why);
    fd = open(f->takes_path ? "/dev/null" : path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        because(why, "%s", strerror(errno));
    return fd;
}

static int
spawn(char *const words[], int in, int out, int err, pid_t *child)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t defaults;
    int failed;

    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, err, STDERR_FILENO);
    posix_spawnattr_init(&attributes);
    sigemptyset(&defaults);
    sigaddset(&defaults, SIGPIPE); /* ignored here, and that would be inherited */
    posix_spawnattr_setsigdefault(&attributes, &defaults);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
    failed = posix_spawnp(child, words[0], &actions, &attributes, words, environ);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    return failed;
}

static double
now(void)
{
    struct timespec t = {0};

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Read what is there. 1: more may come; 0: the end; -1: too much, or out of memory. */
static int
take(int fd, size_t limit, bool cut, struct buffer *to)
{
    char bytes[CHUNK];
    ssize_t got = read(fd, bytes, sizeof bytes);

    if (got < 0 && (errno == EINTR || errno == EAGAIN))
        return 1;
    if (got <= 0)
        return 0;
    if (cut && (size_t)got > limit - to->length)
        got = (ssize_t)(limit - to->length);
    buffer_add(to, bytes, (size_t)got);
    return to->failed || to->length > limit ? -1 : 1;
}

/* Both pipes until they end. False: see why; the program may still run then. */
static bool
listen(int pipes[2], uint64_t seconds, size_t limit, struct buffer *out, struct buffer *said,
       struct reason *why)
{
    struct pollfd fds[2] = {{pipes[0], POLLIN, 0}, {pipes[1], POLLIN, 0}};
    double end = now() + (double)seconds;
    int more[2] = {1, 1};

    while (more[0] == 1 || more[1] == 1) {
        for (int i = 0; i < 2; i++)
            fds[i].fd = more[i] == 1 ? pipes[i] : -1;
        if (interrupt_seen())
            return because(why, "interrupted");
        if (now() > end)
            return because(why, "the filter was ended after %llu seconds",
                           (unsigned long long)seconds);
        if (poll(fds, 2, TICK_MS) <= 0)
            continue;
        if (fds[0].revents != 0)
            more[0] = take(pipes[0], limit, false, out);
        if (fds[1].revents != 0)
            more[1] = take(pipes[1], SAID_MOST, true, said);
        if (more[0] < 0)
            return because(why, out->failed ? "out of memory" : "the filter makes more than %zu MB",
                           limit >> 20);
    }
    return true;
}

/* The last line that the program said, as a reason. */
static bool
failed_with(const struct filter *f, int status, const struct buffer *said, struct reason *why)
{
    struct span text = span_trim((struct span){buffer_string(said), said->length}), line = text;
    size_t at = 0;

    while (span_line(text, &at, &line))
        ;
    line = span_head(line, line.length < 150 ? line.length : 150);
    if (WIFSIGNALED(status))
        return because(why, "%s was ended by signal %d", f->words[0], WTERMSIG(status));
    return because(why, "%s ended with %d%s%.*s", f->words[0], WEXITSTATUS(status),
                   line.length > 0 ? ": " : "", (int)line.length, line.text);
}

static int
wait_for(pid_t child)
{
    int status = 0;

    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    return status;
}

bool
filter_run(const struct filter *f, const char *path, uint64_t seconds, size_t limit,
           struct buffer *out, struct reason *why)
{
    int in = -1, outs[2] = {-1, -1}, errs[2] = {-1, -1}, failed, status;
    struct command_line line = {0};
    struct buffer said = {0};
    bool done = false;
    pid_t child;

    in = open_stdin(f, path, limit, why);
    if (in < 0)
        goto out;
    if (!fill_in(f, path, &line)) {
        because(why, "out of memory");
        goto out;
    }
    if (pipe2(outs, O_CLOEXEC) < 0 || pipe2(errs, O_CLOEXEC) < 0) {
        because(why, "%s", strerror(errno));
        goto out;
    }
    failed = spawn(line.words, in, outs[1], errs[1], &child);
    close(outs[1]);
    close(errs[1]);
    outs[1] = errs[1] = -1;
    if (failed != 0) {
        because(why, "the filter %s cannot be run: %s", f->words[0], strerror(failed));
        goto out;
    }
    done = listen((int[]){outs[0], errs[0]}, seconds, limit, out, &said, why);
    if (!done)
        kill(-child, SIGKILL);
    status = wait_for(child);
    if (done && status != 0)
        done = failed_with(f, status, &said, why);

out:
    if (in >= 0)
        close(in);
    for (int i = 0; i < 2; i++) {
        if (outs[i] >= 0)
            close(outs[i]);
        if (errs[i] >= 0)
            close(errs[i]);
    }
    buffer_free(&line.made);
    buffer_free(&said);
    return done;
}
