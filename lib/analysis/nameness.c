/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Does a word look like a name? Only such words get name keys: the keys of all words would
 * make Сад and sad, Друг and drug one.
 *
 * A capital inside a sentence makes a name. At the beginning of a document's sentence it says
 * nothing, unless the next word has one too (Владимир Путин) or the word ends as names do.
 */
#include <string.h>

#include "analysis/analysis.h"

/* false_friends.txt as numbers: words sorted by bytes, one a line, behind a head of # lines.
 */
static const unsigned char false_friends[] = {
#include "analysis/friends.inc"
};

/* Is this word one of the lines? */
static bool
is_listed(const char *word, size_t length)
{
    const char *low = (const char *)false_friends, *high = low + sizeof false_friends;

    while (low < high) {
        const char *line = low + (high - low) / 2;
        while (line > low && line[-1] != '\n')
            line--;
        const char *end = memchr(line, '\n', (size_t)(high - line));
        if (end == NULL)
            return false;
        size_t n = (size_t)(end - line);
        int order = memcmp(word, line, length < n ? length : n);
        if (order == 0 && length == n)
            return true;
        if (order < 0 || (order == 0 && length < n))
            high = line;
        else
            low = end + 1;
    }
    return false;
}

static bool
has_ending(const char *word, size_t length, const char *ending)
{
    size_t n = strlen(ending);

    return length >= n + 3 && memcmp(word + length - n, ending, n) == 0;
}

bool
kzsi_is_false_friend(const char *word, size_t length)
{
    /* What a regular inflection puts in place of what ends the base word. */
    static const char *const inflections[][2] = {
        {"s", ""}, {"es", ""}, {"ed", ""}, {"d", ""}, {"ing", ""}, {"ing", "e"}, {"ies", "y"}};
    char base[32];

    if (length >= sizeof base)
        return false;
    if (is_listed(word, length))
        return true;
    for (size_t i = 0; i < sizeof inflections / sizeof *inflections; i++) {
        const char *ending = inflections[i][0], *instead = inflections[i][1];
        size_t kept = length - strlen(ending);
        if (!has_ending(word, length, ending))
            continue;
        memcpy(base, word, kept);
        memcpy(base + kept, instead, strlen(instead));
        if (is_listed(base, kept + strlen(instead)))
            return true;
    }
    return false;
}

/*
 * Russian words that have a capital in names of things (Мыс Доброй Надежды) or before names of
 * people (Мисс Марпл), and are no names themselves.
 */
static bool
is_generic(const struct kzsi_word *word)
{
    static const char *const generic[] = {"мисс", "миссис", "мистер", "мыс", "мыса",
                                          "мысе", "мысу",   "мысом",  NULL};

    for (size_t i = 0; generic[i] != NULL; i++)
        if (word->length == strlen(generic[i]) &&
            memcmp(word->form, generic[i], word->length) == 0)
            return true;
    return false;
}

/* A particle of questions, which never begins a sentence: with a capital it is Ли Пэн. */
static bool
is_li(const struct kzsi_word *word)
{
    return word->length == strlen("ли") && memcmp(word->form, "ли", word->length) == 0;
}

static bool
ends_in(const char *text, size_t length, const char *const *endings)
{
    for (; *endings != NULL; endings++) {
        size_t n = strlen(*endings);
        if (length >= n && memcmp(text + length - n, *endings, n) == 0)
            return true;
    }
    return false;
}

/* Endings of the region's names, and those in which no ordinary word ends. */
static unsigned
look_at_ending(const char *form, size_t length, bool latin)
{
    static const char *const in_latin[] = {"ov",     "ev",   "ova",  "eva",  "sky",
                                           "skiy",   "skyy", "stan", "vich", "enko",
                                           "shvili", "dze",  "yan",  NULL};
    static const char *const surely_in_latin[] = {"ayev", "aev",  "iev",    "liyev",
                                                  "stan", "enko", "shvili", NULL};
    static const char *const in_russian[] = {"ов",    "ев",  "ин",   "ски", "стан",
                                             "вич",   "овн", "енко", "дзе", "евн",
                                             "швили", "ян",  "бек",  NULL};
    static const char *const surely_in_russian[] = {"аев",  "иев",   "стан",
                                                    "енко", "швили", NULL};
    unsigned looks = 0;

    if (ends_in(form, length, latin ? in_latin : in_russian))
        looks |= KZSI_ENDS_AS_NAME;
    if (ends_in(form, length, latin ? surely_in_latin : surely_in_russian))
        looks |= KZSI_ENDS_SURELY;
    return looks;
}

unsigned
kzsi_looks(const struct kzsi_word *word)
{
    bool latin = word->scripts == KZSI_SCRIPT_LATIN;
    struct kzsi_reading readings[KZSI_READINGS];
    unsigned looks = 0;
    size_t count;

    if (word->has_digit || word->length < (latin ? 2 : 4) || word->scripts == 0)
        return 0;
    if (latin && !word->capitals && kzsi_is_false_friend(word->form, word->length) &&
        !kzsi_is_stop_word(word->form, word->length))
        return KZSI_FRIEND;
    if (word->length < (latin ? 4 : 6)) {
        if (word->capitals || (kzsi_is_stop_word(word->form, word->length) && !is_li(word)))
            return 0;
        return latin || !is_li(word) ? KZSI_SHORT : KZSI_MAY_BE_NAME;
    }
    if (!kzsi_is_stop_word(word->form, word->length) && !is_generic(word) &&
        !(latin && kzsi_is_false_friend(word->form, word->length)))
        looks = KZSI_MAY_BE_NAME;
    if (latin && word->length >= 6)
        return looks | look_at_ending(word->form, word->length, true);
    if (latin || word->length < 10)
        return looks;
    count = kzsi_read_name(word->form, word->length, word->scripts, readings);
    for (size_t i = 0; i < count; i++)
        looks |= look_at_ending(readings[i].text, readings[i].length, false);
    return looks;
}

bool
kzsi_is_namelike(unsigned looks, bool capital, const struct kzsi_context *context)
{
    if (!capital)
        return context->kind == KZSI_QUERY && (looks & KZSI_ENDS_SURELY) != 0;
    if ((looks & KZSI_FRIEND) != 0)
        return context->beside_name;
    if ((looks & KZSI_SHORT) != 0)
        return context->next_capital || context->behind_capital;
    if ((looks & KZSI_MAY_BE_NAME) == 0)
        return false;
    return context->kind == KZSI_QUERY || !context->first || context->next_capital ||
           (looks & KZSI_ENDS_AS_NAME) != 0;
}

/* Words that are written with a point in the middle of a sentence. */
static bool
is_title(const struct kzsi_word *word)
{
    static const char *const titles[] = {
        "mr", "mrs", "ms", "dr", "st", "gen",  "sen",  "rep", "gov", "rev", "prof", "им",
        "г",  "гг",  "ул", "пр", "др", "проф", "акад", "св",  "ген", "о",   NULL};

    for (size_t i = 0; titles[i] != NULL; i++)
        if (word->length == strlen(titles[i]) &&
            memcmp(word->form, titles[i], word->length) == 0)
            return true;
    return false;
}

/* A letter alone: the К. of К. Токаев */
static bool
is_initial(const struct kzsi_word *word)
{
    return word->capital && word->length <= 2 &&
           word->length == (word->scripts == KZSI_SCRIPT_LATIN ? 1 : 2);
}

bool
kzsi_begins_sentence(const char *before, const char *at, const struct kzsi_word *previous)
{
    unsigned newlines = 0;

    if (before == NULL)
        return true;
    while (before < at) {
        uint32_t c;
        before += kzsi_utf8_decode(before, at, &c);
        switch (c) {
        case '.':
            if (!is_initial(previous) && !is_title(previous))
                return true;
            break;
        case '!':
        case '?':
        case 0x2026: /* … */
        case 0x2022: /* a list's bullet */
            return true;
        case '\n':
            if (++newlines == 2)
                return true;
            break;
        default:
            break;
        }
    }
    return false;
}
