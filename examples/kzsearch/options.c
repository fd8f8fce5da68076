/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The parser of the command line. Long options only, `--name value` or `--name=value`,
 * anywhere among the operands; `--` ends them. Whatever is wrong is said in one line that
 * tells what to do instead. Help texts are made in help.c from the same tables.
 */
#include "options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "help.h"

enum { NAMES_MOST = 64, NAME_LONGEST = 32 };

bool
words_have(const struct words *words, const char *word)
{
    for (size_t i = 0; i < words->count; i++)
        if (strcmp(words->items[i], word) == 0)
            return true;
    return false;
}

void
words_free(struct words *words)
{
    free(words->items);
    *words = (struct words){0};
}

static void
words_add(struct words *words, char *item)
{
    words->items = need(realloc(words->items, (words->count + 1) * sizeof *words->items));
    words->items[words->count++] = item;
}

static size_t
least_of(size_t a, size_t b, size_t c)
{
    size_t least = a < b ? a : b;

    return least < c ? least : c;
}

/* Edits (insert, drop, change a letter) that make one word of the other. */
static size_t
edits(const char *a, const char *b)
{
    size_t row[NAME_LONGEST + 1], length = strlen(b), above, diagonal;

    if (length > NAME_LONGEST)
        return SIZE_MAX;
    for (size_t j = 0; j <= length; j++)
        row[j] = j;
    for (size_t i = 0; a[i] != '\0'; i++) {
        diagonal = row[0];
        row[0] = i + 1;
        for (size_t j = 0; j < length; j++) {
            above = row[j + 1];
            row[j + 1] = least_of(above + 1, row[j] + 1, diagonal + (a[i] != b[j] ? 1 : 0));
            diagonal = above;
        }
    }
    return row[length];
}

const char *
nearest_name(const char *typed, const char *const *names)
{
    const char *nearest = NULL;
    size_t best = 3, distance;

    if (strlen(typed) > NAME_LONGEST)
        return NULL;
    for (; *names != NULL; names++) {
        distance = edits(typed, *names);
        /* Half of the letters must be right: `xy` is not a slip for `stats`. */
        if (distance < best && distance * 2 <= strlen(*names)) {
            best = distance;
            nearest = *names;
        }
    }
    return nearest;
}

const struct option *
option_find(const struct command *command, const char *name, size_t length)
{
    for (const struct option *o = command->options; o->kind != OPTION_END; o++)
        if (strlen(o->name) == length && memcmp(o->name, name, length) == 0)
            return o;
    return NULL;
}

static bool
unknown_option(const struct command *command, const char *word)
{
    const char *names[NAMES_MOST + 1] = {NULL}, *near;
    size_t count = 0;

    for (const struct option *o = command->options; o->kind != OPTION_END; o++)
        if (count < NAMES_MOST)
            names[count++] = o->name;
    near = word[1] == '-' ? nearest_name(word + 2, names) : NULL;
    if (near != NULL)
        complain("%s has no option %s; did you mean --%s?", command->name, word, near);
    else
        complain("%s has no option %s; see kzsearch %s --help, or write -- before words "
                 "that start with a dash",
                 command->name, word, command->name);
    return false;
}

static bool
set_number(const struct option *o, const char *text, void *place)
{
    uint64_t number = 0;
    bool good = *text != '\0' && strlen(text) <= 18 && text[strspn(text, "0123456789")] == '\0';

    if (good) {
        number = strtoull(text, NULL, 10);
        good = number >= o->least && number <= o->most;
    }
    if (!good) {
        complain("--%s %s: give a whole number from %llu to %llu", o->name, text,
                 (unsigned long long)o->least, (unsigned long long)o->most);
        return false;
    }
    memcpy(place, &number, sizeof number);
    return true;
}

/* Whether `text` is one of the words in `choices`, which are split by |. */
static bool
is_choice(const char *text, const char *choices)
{
    size_t length = strlen(text), size;

    for (; *choices != '\0'; choices += size + (choices[size] != '\0' ? 1 : 0)) {
        size = strcspn(choices, "|");
        if (size == length && memcmp(choices, text, size) == 0)
            return true;
    }
    return false;
}

static bool
set_value(const struct option *o, char *text, void *values)
{
    void *place = (char *)values + o->place;
    const char *kept = text;
    const bool yes = true;

    switch (o->kind) {
    case OPTION_FLAG:
        memcpy(place, &yes, sizeof yes);
        return true;
    case OPTION_CHOICE:
    case OPTION_CHOICE_OR_LAST:
        if (!is_choice(text, o->value)) {
            complain("--%s %s: give one of %s", o->name, text, o->value);
            return false;
        }
        memcpy(place, &kept, sizeof kept);
        return true;
    case OPTION_TEXT:
        memcpy(place, &kept, sizeof kept);
        return true;
    case OPTION_NUMBER:
        return set_number(o, text, place);
    case OPTION_LIST:
        words_add(place, text);
        return true;
    case OPTION_END:
        break;
    }
    return false;
}

/* Take the option at argv[*at] and its value. */
static bool
take_option(const struct command *command, int argc, char **argv, int *at, void *values)
{
    char *word = argv[*at], *value = strchr(word, '=');
    const struct option *o = NULL;
    size_t length = value != NULL ? (size_t)(value - word) : strlen(word);

    if (length > 2 && word[1] == '-')
        o = option_find(command, word + 2, length - 2);
    if (o == NULL)
        return unknown_option(command, word);
    if (o->kind == OPTION_FLAG && value != NULL) {
        complain("--%s takes no value", o->name);
        return false;
    }
    if (value != NULL)
        value++;
    else if (o->kind == OPTION_CHOICE_OR_LAST) {
        const char *last = strrchr(o->value, '|') + 1;
        memcpy((char *)values + o->place, &last, sizeof last);
        return true;
    } else if (o->kind != OPTION_FLAG && *at + 1 < argc)
        value = argv[++*at];
    else if (o->kind != OPTION_FLAG) {
        complain("--%s needs a value: --%s %s", o->name, o->name, o->value);
        return false;
    }
    return set_value(o, value, values);
}

static bool
enough_operands(const struct command *command, size_t count)
{
    if (count < command->operands_least)
        complain("%s needs %s; see kzsearch %s --help", command->name, command->operands,
                 command->name);
    else if (count > command->operands_most)
        complain("%s takes only %s; see kzsearch %s --help", command->name, command->operands,
                 command->name);
    else
        return true;
    return false;
}

static bool
is_option(const struct command *command, const char *word, size_t operands)
{
    if (word[0] != '-' || word[1] == '\0')
        return false;
    return word[1] == '-' || !command->dash_words || operands == 0;
}

bool
options_parse(const struct command *command, int argc, char **argv, void *values,
              struct words *operands, enum outcome *outcome)
{
    bool ended = false;

    *operands = (struct words){.items = argv};
    for (int i = 0; i < argc; i++) {
        if (ended || !is_option(command, argv[i], operands->count)) {
            argv[operands->count++] = argv[i];
        } else if (strcmp(argv[i], "--") == 0) {
            ended = true;
        } else if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) {
            help_command(command);
            *outcome = OUTCOME_FOUND;
            return false;
        } else if (!take_option(command, argc, argv, &i, values)) {
            *outcome = OUTCOME_ERROR;
            return false;
        }
    }
    *outcome = OUTCOME_ERROR;
    return enough_operands(command, operands->count);
}

bool
options_lock(const char *timeout, char *out, size_t size)
{
    const char *unit;
    size_t digits;

    out[0] = '\0';
    if (timeout == NULL)
        return true;
    digits = strspn(timeout, "0123456789");
    unit = timeout + digits;
    if (digits == 0 || digits > 9 ||
        (*unit != '\0' && strcmp(unit, "ms") != 0 && strcmp(unit, "s") != 0)) {
        complain("--lock-timeout %s: write 500ms or 10s", timeout);
        return false;
    }
    snprintf(out, size, "lock_timeout=%s", timeout);
    return true;
}

enum outcome
options_lock_failed(const kzs_error *err)
{
    static const char of_library[] = "the option lock_timeout";
    const char *name = strstr(err->message, of_library);

    if (name == NULL)
        return fail("%s", err->message);
    return fail("%.*s--lock-timeout%s", (int)(name - err->message), err->message,
                name + strlen(of_library));
}
