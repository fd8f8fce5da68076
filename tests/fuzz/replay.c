/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The short form of a fuzz target: each kept input of tests/fuzz/corpus/NAME as it is, cut short
 * at random, and with bytes changed at random. KZS_SEED repeats a run. With files as arguments:
 * these, as they are.
 */
#include <dirent.h>

#include "tests/fuzz/fuzz.h"
#include "tests/unit/unit.h"

/* Calls of a target together, shared out among its inputs. */
#define CALLS_MAX 1500

static void
call(const char *data, size_t length)
{
    char *copy = exact(data, length);

    LLVMFuzzerTestOneInput((const uint8_t *)copy, length);
    free(copy);
}

/* A few bytes are set, flipped, taken out or doubled; or the end is cut off. */
static size_t
change(char *data, size_t length)
{
    size_t times = 1 + random_below(4);

    if (random_below(4) == 0)
        return random_below(length + 1);
    for (size_t i = 0; i < times && length > 1; i++) {
        size_t at = random_below(length), rest = length - at - 1;
        switch (random_below(4)) {
        case 0:
            data[at] = (char)random_below(256);
            break;
        case 1:
            data[at] = (char)(data[at] ^ (1 << random_below(8)));
            break;
        case 2:
            memmove(data + at, data + at + 1, rest);
            length--;
            break;
        default: /* there is room: see try_file() */
            memmove(data + at + 1, data + at, rest + 1);
            length++;
            break;
        }
    }
    return length;
}

/* False when it cannot be read. */
static bool
try_file(const char *path, size_t changes)
{
    FILE *file = fopen(path, "rb");
    size_t length;
    char *data = read_stream(file, &length), *changed;

    if (data == NULL)
        return false;
    fclose(file);
    changed = malloc(length + 8);
    if (changed == NULL)
        exit(99);
    call(data, length);
    for (size_t i = 0; i < changes; i++) {
        if (length > 0)
            memcpy(changed, data, length);
        call(changed, change(changed, length));
    }
    free(changed);
    free(data);
    return true;
}

/* Where the kept inputs are: the program has the target's name. */
static void
find_corpus(char *folder, size_t size, const char *program)
{
    const char *srcdir = getenv("srcdir"), *name = strrchr(program, '/');

    name = name != NULL ? name + 1 : program;
    if (strncmp(name, "lt-", 3) == 0)
        name += 3;
    snprintf(folder, size, "%s/tests/fuzz/corpus/%s", srcdir != NULL ? srcdir : ".", name);
    random_begin(name);
}

int
main(int argc, char **argv)
{
    char folder[1024], path[2048];
    struct dirent **entries;
    size_t files = 0;
    int count;

    for (int i = 1; i < argc; i++)
        ok(try_file(argv[i], 0), "%s", argv[i]);
    if (argc > 1)
        return tap_done();
    find_corpus(folder, sizeof folder, argv[0]);
    count = scandir(folder, &entries, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, entries[i]->d_name);
        if (entries[i]->d_name[0] != '.')
            files += try_file(path, CALLS_MAX / (size_t)count);
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
    ok(files >= 8, "%zu kept inputs, and each of them changed %zu times", files,
       files > 0 ? CALLS_MAX / (size_t)count : 0);
    return tap_done();
}
