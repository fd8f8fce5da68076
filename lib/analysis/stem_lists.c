/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads stems_en.txt and stems_ru.txt, which are compiled in line by line without their
 * comments. stems_ru.txt says how they are written. Rules point into the text, and the sets
 * are only needed while reading.
 */
#include <pthread.h>
#include <string.h>

#include "analysis/rewrite.h"

#define SETS_MAX    24
#define SET_MAX     32 /* endings in a set */
#define LETTERS_MAX 64 /* bytes of a form or an ending in a list */

static const char *const lines_en[] = {
#include "analysis/stems_en.inc"
    NULL,
};
static const char *const lines_ru[] = {
#include "analysis/stems_ru.inc"
    NULL,
};

static const char *problems[2];

struct set {
    struct kzsi_letters name;
    struct kzsi_letters items[SET_MAX];
    size_t count;
};

/* The sets of the list that is being read; the first is the one ending that is none. */
struct reader {
    enum kzsi_stem_list list;
    struct set sets[SETS_MAX];
    size_t count;
};

static const struct kzsi_letters nothing = {"", 0};

static struct kzsi_letters
next_word(const char **at)
{
    struct kzsi_letters word;

    while (**at == ' ')
        ++*at;
    word.at = *at;
    while (**at != '\0' && **at != ' ')
        ++*at;
    word.length = (size_t)(*at - word.at);
    return word;
}

static bool
is(struct kzsi_letters word, const char *other)
{
    return word.length == strlen(other) && memcmp(word.at, other, word.length) == 0;
}

/* Cut the word at the first of a character; what is behind goes to *behind. Is it there? */
static bool
split(struct kzsi_letters *word, char mark, struct kzsi_letters *behind)
{
    const char *found = memchr(word->at, mark, word->length);

    *behind = nothing;
    if (found == NULL)
        return false;
    behind->at = found + 1;
    behind->length = (size_t)(word->at + word->length - found - 1);
    word->length = (size_t)(found - word->at);
    return true;
}

/* Take the mark off the beginning of a form: - ~ + or, for none, 0. */
static char
take_mark(struct kzsi_letters *word)
{
    if (word->length == 0 || strchr("-~+", *word->at) == NULL)
        return '\0';
    word->length--;
    return *word->at++;
}

static const struct set *
find_set(const struct reader *reader, struct kzsi_letters name)
{
    for (size_t i = 1; i < reader->count; i++)
        if (reader->sets[i].name.length == name.length &&
            memcmp(reader->sets[i].name.at, name.at, name.length) == 0)
            return &reader->sets[i];
    return NULL;
}

/* %set = ending ending ... */
static bool
read_set(struct reader *reader, struct kzsi_letters name, const char *at)
{
    struct set *set = &reader->sets[reader->count];

    if (reader->count == SETS_MAX || find_set(reader, name) != NULL)
        return false;
    reader->count++;
    set->name = name;
    for (struct kzsi_letters word = next_word(&at); word.length > 0; word = next_word(&at)) {
        if (set->count == SET_MAX || word.length > LETTERS_MAX)
            return false;
        set->items[set->count++] = is(word, "0") ? nothing : word;
    }
    return set->count > 0;
}

/* One form for each ending of a set. With `whole` the endings are replaced as well. */
static bool
add_each(const struct reader *reader, struct kzsi_letters base, const struct set *set,
         struct kzsi_rule rule, bool whole, bool again)
{
    if (base.length > LETTERS_MAX)
        return false;
    for (size_t i = 0; i < set->count; i++) {
        struct kzsi_letters ending = set->items[i];

        rule.cut = (uint8_t)(ending.length + (whole ? base.length : 0));
        rule.ending = again ? ending : nothing;
        if (!kzsi_rule_add(reader->list, base, ending, &rule))
            return false;
    }
    return true;
}

/* form form%set ... = other: the form, the other, or other%set with the same ending */
static bool
read_forms(const struct reader *reader, const char *at, const char *equals)
{
    const char *behind = equals + 1;
    struct kzsi_letters to = next_word(&behind), to_set, bar;
    struct kzsi_rule rule = {.stem = false};
    bool again = split(&to, '%', &to_set);

    if (to.length > LETTERS_MAX || next_word(&behind).length > 0)
        return false;
    rule.stem = split(&to, '|', &bar);
    take_mark(&to);
    rule.to = to;
    for (struct kzsi_letters form = next_word(&at); form.at < equals; form = next_word(&at)) {
        const struct set *set = &reader->sets[0];
        struct kzsi_letters name;

        if (split(&form, '%', &name))
            set = find_set(reader, name);
        rule.before = take_mark(&form);
        if (set == NULL || !add_each(reader, form, set, rule, true, again))
            return false;
    }
    return to.length > 0 && bar.length == 0;
}

/* %set | stem stem ...: with each of these endings, or with none, it has this stem */
static bool
read_stems(const struct reader *reader, const struct set *set, const char *at)
{
    struct kzsi_rule rule = {.stem = true, .to = nothing};

    if (set == NULL)
        return false;
    for (struct kzsi_letters stem = next_word(&at); stem.length > 0; stem = next_word(&at)) {
        rule.before = take_mark(&stem);
        if (!add_each(reader, stem, set, rule, false, false))
            return false;
    }
    return true;
}

/* stem|ending stem| stem|%set ... */
static bool
read_cuts(const struct reader *reader, const char *at)
{
    struct kzsi_rule rule = {.stem = true, .to = nothing};

    for (struct kzsi_letters stem = next_word(&at); stem.length > 0; stem = next_word(&at)) {
        struct set one = {.count = 1};
        const struct set *set = &one;
        struct kzsi_letters name;

        if (!split(&stem, '|', &one.items[0]))
            return false;
        if (split(&one.items[0], '%', &name))
            set = one.items[0].length == 0 ? find_set(reader, name) : NULL;
        rule.before = take_mark(&stem);
        if (set == NULL || !add_each(reader, stem, set, rule, false, false))
            return false;
    }
    return true;
}

static bool
read_line(struct reader *reader, const char *line)
{
    const char *at = line, *equals = strstr(line, " = ");
    struct kzsi_letters word = next_word(&at), sign = next_word(&at);

    if (*word.at == '%') {
        word.at++;
        word.length--;
        if (is(sign, "="))
            return read_set(reader, word, at);
        return is(sign, "|") && read_stems(reader, find_set(reader, word), at);
    }
    return equals != NULL ? read_forms(reader, line, equals + 1) : read_cuts(reader, line);
}

static void
read_list(enum kzsi_stem_list list, const char *const *lines)
{
    static struct reader reader;

    memset(&reader, 0, sizeof reader);
    reader.list = list;
    reader.sets[0].items[0] = nothing;
    reader.sets[0].count = reader.count = 1;
    for (; *lines != NULL; lines++)
        if (!read_line(&reader, *lines) && problems[list] == NULL)
            problems[list] = *lines;
}

static void
read_lists(void)
{
    read_list(KZSI_STEMS_EN, lines_en);
    read_list(KZSI_STEMS_RU, lines_ru);
    kzsi_rules_ready();
}

void
kzsi_stem_lists_init(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    pthread_once(&once, read_lists);
}

const char *
kzsi_stem_list_problem(enum kzsi_stem_list list)
{
    return problems[list];
}
