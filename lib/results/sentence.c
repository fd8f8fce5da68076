/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where sentences begin, in English and Russian. A point ends one unless it belongs to what
 * stands before it (Dr., г., J. K. Rowling) or the text goes on in small letters; so does a
 * line that is not wrapped: headings and paragraphs. In doubt there is no edge: two sentences
 * shown as one read better than one cut in the middle.
 */
#include <string.h>

#include "results/results.h"

/* A wrapped line has so many bytes at least. */
#define WRAPPED_MIN 40

/* So many bytes before a place are looked at; runs of quotes and spaces can be longer. */
#define LOOK_MAX 200

/* Abbreviations behind which the sentence goes on, even in capitals; in lower case. */
static const char *const abbreviations[] = {
    "mr",     "mrs",  "ms",   "dr",   "st",   "gen",  "sen",  "rep",  "gov",   "rev", "prof",
    "lt",     "col",  "capt", "sgt",  "hon",  "pres", "adm",  "maj",  "cmdr",  "amb", "vs",
    "messrs", "i.e",  "e.g",  "cf",   "jan",  "feb",  "mar",  "apr",  "jun",   "jul", "aug",
    "sep",    "sept", "oct",  "nov",  "dec",  "им",   "ул",   "пр",   "просп", "пл",  "пер",
    "стр",    "гл",   "ст",   "рис",  "табл", "см",   "ср",   "акад", "проф",  "доц", "чл",
    "кор",    "ген",  "полк", "св",   "гос",  "обл",  "зам",  "зав",  "напр",  "тыс", "млн",
    "млрд",   "трлн", "гг",   "вв",   "тт",   "пп",   "пос",  "дер",  "респ",  "адм", "кв",
    "кн",     "ред",  "изд",  "сост", "англ", "нем",  "фр",   "лат",  "греч",  "рус", "каз",
    "тел",    "корп", "янв",  "февр", "апр",  "авг",  "сент", "окт",  "нояб",  "дек", "т.е",
    "т.к",    "т.н",  "т.ч",  NULL};

/* Words that are abbreviations where a number follows: No. 10 */
static const char *const before_numbers[] = {"no",  "nos", "vol", "fig", "figs", "p", "pp",
                                             "art", "sec", "ch",  "par", "ca",   NULL};

static bool
is_space(char byte)
{
    return (unsigned char)byte <= ' ';
}

/* The character before `at`; 0 at the start of the text. */
static uint32_t
before(const char *text, size_t *at)
{
    uint32_t c = 0;

    if (*at > 0) {
        size_t end = *at;
        *at = kzsi_walk_previous(text, end, end);
        kzsi_utf8_decode(text + *at, text + end, &c);
    }
    return c;
}

static bool
is_opening(uint32_t c)
{
    return c == '"' || c == '\'' || c == '(' || c == '[' || c == 0xAB || c == 0x2018 ||
           (c >= 0x201A && c <= 0x201C) || c == 0x201E || c == 0x2039;
}

static bool
is_closing(uint32_t c)
{
    return c == '"' || c == '\'' || c == ')' || c == ']' || c == 0xBB || c == 0x2018 ||
           c == 0x2019 || c == 0x201C || c == 0x201D || c == 0x203A;
}

static bool
is_dash(uint32_t c)
{
    return c == '-' || (c >= 0x2010 && c <= 0x2015);
}

/* A letter that is no capital: what the middle of a sentence goes on with. */
static bool
is_small(uint32_t c)
{
    return kzsi_is_letter(kzsi_class_of(c)) && kzsi_class_of(c) != KZSI_LETTER &&
           !kzsi_is_capital(c);
}

/* What follows at `at`, quotes and dashes of direct speech apart. */
static uint32_t
first_letter(const char *text, size_t length, size_t at, bool *dash)
{
    uint32_t c = 0;

    *dash = false;
    for (size_t n = 0; at < length && n < 8; n++) {
        at += kzsi_utf8_decode(text + at, text + length, &c);
        *dash |= is_dash(c);
        if (!is_opening(c) && !is_dash(c) && c != ' ' && c != 0xA0)
            break;
    }
    return c;
}

/* The letters, digits and points that end before the point at `point`, in lower case. */
static size_t
word_before(const char *text, size_t point, size_t *start, char out[24], bool *initials)
{
    struct kzsi_buf word = {0};
    size_t at = point, row = 0, longest = 0, length = 0;
    bool capital = false;

    while (at > 0 && point - at < 20) {
        size_t step = at;
        uint32_t c = before(text, &step);
        enum kzsi_class class = kzsi_class_of(c);
        if (!kzsi_is_letter(class) && class != KZSI_DIGIT && c != '.')
            break;
        at = step;
        row = c == '.' ? 0 : row + 1;
        longest = row > longest ? row : longest;
        capital = kzsi_is_capital(c);
    }
    *start = at;
    *initials = longest == 1 && capital;
    kzsi_normalize_keyword(text + at, point - at, 20, &word);
    if (!word.failed && word.length > 0 && word.length < 24) {
        memcpy(out, word.data, word.length);
        length = word.length;
    }
    kzsi_buf_free(&word);
    return length;
}

static bool
is_listed(const char *const *list, const char *word, size_t length)
{
    for (; *list != NULL; list++)
        if (strlen(*list) == length && memcmp(*list, word, length) == 0)
            return true;
    return false;
}

/* Does the point at `point` belong to the word before it? `next` is what follows. */
static bool
is_abbreviation(const char *text, size_t point, uint32_t next)
{
    char word[24];
    size_t start, length;
    bool initials;

    length = word_before(text, point, &start, word, &initials);
    if (length == 0)
        return false;
    if (initials) /* U.S. as well */
        return true;
    /* The number of an item, where a line begins. */
    if (length <= 3 && kzsi_class_of((unsigned char)word[0]) == KZSI_DIGIT) {
        while (start > 0 && (text[start - 1] == ' ' || text[start - 1] == '\t'))
            start--;
        return start == 0 || text[start - 1] == '\n';
    }
    /* One small letter: г. Алматы, в т. ч., с. Ивановка. */
    if (length == 2 && (unsigned char)word[0] >= 0xD0)
        return true;
    return is_listed(abbreviations, word, length) ||
           (kzsi_class_of(next) == KZSI_DIGIT && is_listed(before_numbers, word, length));
}

/* White space with a line break ends at `at`: is the line just wrapped? */
static bool
is_wrapped(const char *text, size_t length, size_t at)
{
    size_t line_end, start, breaks = 0;
    bool dash;

    for (line_end = at; line_end > 0 && is_space(text[line_end - 1]) && breaks < 2; line_end--)
        breaks += text[line_end - 1] == '\n';
    if (breaks > 1)
        return false;
    for (start = line_end; start > 0 && text[start - 1] != '\n'; start--)
        if (line_end - start > WRAPPED_MIN)
            return is_small(first_letter(text, length, at, &dash));
    return false;
}

bool
kzsi_sentence_begins(const char *text, size_t length, size_t at)
{
    size_t p = at, low = at > LOOK_MAX ? at - LOOK_MAX : 0;
    uint32_t c, next;
    bool dash, line = false, quoted = false;

    if (at == 0)
        return true;
    if (at >= length || is_space(text[at]) || !is_space(text[at - 1]))
        return false;
    while (p > low && is_space(text[p - 1]))
        line |= text[--p] == '\n';
    if (line && !is_wrapped(text, length, at))
        return true;
    if (p <= low)
        return p == 0;
    for (c = before(text, &p); p > low && is_closing(c); c = before(text, &p))
        quoted = true;
    next = first_letter(text, length, at, &dash);
    if (c != '.' && c != '!' && c != '?' && c != 0x2026 && c != 0x3002 && c != 0xFF01 &&
        c != 0xFF1F)
        return false;
    /* «Нет!» — сказал он. "Why?" he asked. */
    if (is_small(next) || (quoted && dash))
        return false;
    return c != '.' || quoted || !is_abbreviation(text, p, next);
}
