/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the tables of options say is in --help, in the manual page and in the completion alike:
 * every option of every command; and completion knows every word that stands for a value.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "completion.h"
#include "help.h"
#include "manual.h"
#include "options.h"
#include "support/buffer.h"
#include "tests/support/tap.h"

static struct buffer caught;

/* What is printed between the two calls is in `caught`. */
static FILE *
catch_begin(int *out)
{
    FILE *file = tmpfile();

    fflush(stdout);
    *out = dup(STDOUT_FILENO);
    if (file == NULL || *out < 0 || dup2(fileno(file), STDOUT_FILENO) < 0)
        exit(99);
    return file;
}

static void
catch_end(FILE *file, int out)
{
    char piece[4096];
    size_t got;

    fflush(stdout);
    if (dup2(out, STDOUT_FILENO) < 0)
        exit(99);
    close(out);
    rewind(file);
    buffer_free(&caught);
    while ((got = fread(piece, 1, sizeof piece, file)) > 0)
        buffer_add(&caught, piece, got);
    fclose(file);
}

static void
catch_help(const struct command *command)
{
    int out;
    FILE *file = catch_begin(&out);

    help_command(command);
    catch_end(file, out);
}

static void
catch_manual(void)
{
    int out;
    FILE *file = catch_begin(&out);

    manual_commands();
    catch_end(file, out);
}

static void
catch_completion(const char *command, const char *word)
{
    char *words[2];
    int out;
    FILE *file = catch_begin(&out);

    words[0] = need(strdup(command));
    words[1] = need(strdup(word));
    complete_words(2, words);
    free(words[0]);
    free(words[1]);
    catch_end(file, out);
}

/* Whether `name` stands somewhere in `text` between `before` and one of `after`. */
static bool
stands(const char *text, const char *before, const char *name, const char *after)
{
    size_t before_length = strlen(before), length = strlen(name);

    for (const char *at = text; (at = strstr(at, before)) != NULL; at++)
        if (strncmp(at + before_length, name, length) == 0 &&
            strchr(after, at[before_length + length]) != NULL)
            return true;
    return false;
}

static void
test_help(const struct command *command)
{
    catch_help(command);
    for (const struct option *o = command->options; o->kind != OPTION_END; o++)
        ok(stands(buffer_string(&caught), "\n  --", o->name, " [\n"),
           "kzsearch %s --help has --%s", command->name, o->name);
}

/* The name of an option as roff has it. */
static void
to_roff(const char *name, char *out, size_t size)
{
    size_t length = 0;

    for (; *name != '\0' && length + 3 < size; name++) {
        if (*name == '-')
            out[length++] = '\\';
        out[length++] = *name;
    }
    out[length] = '\0';
}

/* In the part on its own command, which ends where the next one begins. */
static void
test_manual(const struct command *command)
{
    char heading[64], name[128], *part, *end;

    catch_manual();
    snprintf(heading, sizeof heading, ".SS %s\n", command->name);
    part = caught.data != NULL ? strstr(caught.data, heading) : NULL;
    ok(part != NULL, "the manual page has kzsearch %s", command->name);
    if (part == NULL)
        return;
    end = strstr(part + 1, ".SS ");
    if (end != NULL)
        *end = '\0';
    for (const struct option *o = command->options; o->kind != OPTION_END; o++) {
        to_roff(o->name, name, sizeof name);
        ok(stands(part, ".TP\n\\fB\\-\\-", name, "\\"),
           "kzsearch %s --%s is in the manual page", command->name, o->name);
    }
}

static void
test_completion(const struct command *command)
{
    catch_completion(command->name, "--");
    for (const struct option *o = command->options; o->kind != OPTION_END; o++) {
        ok(stands(buffer_string(&caught), "--", o->name, "\t"),
           "completion offers --%s for kzsearch %s", o->name, command->name);
        if (o->value != NULL && o->kind != OPTION_CHOICE && o->kind != OPTION_CHOICE_OR_LAST)
            ok(completion_knows(o->value), "completion knows what %s is in --%s %s", o->value,
               o->name, o->value);
    }
}

static void
test_operands(const struct command *command)
{
    char word[64];
    const char *at = command->operands;
    size_t length;

    for (at += strspn(at, " ["); *at != '\0'; at += strspn(at, " []")) {
        length = strcspn(at, " ]");
        snprintf(word, sizeof word, "%.*s", (int)length, at);
        if (length > 3 && strcmp(word + length - 3, "…") == 0)
            word[length - 3] = '\0';
        ok(completion_knows(word), "completion knows what %s is in kzsearch %s %s", word,
           command->name, command->operands);
        at += length;
    }
}

int
main(void)
{
    for (const struct command *const *c = commands; *c != NULL; c++) {
        test_help(*c);
        test_manual(*c);
        test_completion(*c);
        test_operands(*c);
    }
    ok(!completion_knows("NOSUCH"), "a word that is in no list is not known");
    buffer_free(&caught);
    return tap_done();
}
