/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reading a text word by word, with an eye on what several words mean together. Most words
 * are told by a byte or two to have nothing of the kind around them.
 *
 * A *unit* is a stretch whose words are read by other rules than those of a sentence: the
 * points in 21.11.2022 are no decimals, those in www.site.kz end no abbreviation.
 */
#include <string.h>

#include "analysis/scan.h"

void
kzsi_reader_begin(struct kzsi_reader *reader, const char *text, size_t length)
{
    reader->text = reader->at = reader->unit_end = reader->no_address = text;
    reader->end = text + length;
    reader->unit = KZSI_UNIT_ADDRESS;
    reader->joined = reader->money = false;
}

/* Behind white space of one or two characters, with one line break at most. NULL if none. */
static const char *
past_gap(const char *at, const char *end)
{
    const char *start = at;
    unsigned lines = 0;

    for (unsigned n = 0; n < 3; n++) {
        struct kzsi_glyph g = kzsi_look(at, end);
        if (g.code != ' ' && g.code != '\n' && g.code != '\r' && g.code != 0xA0 &&
            g.code != 0x2009 && g.code != 0x202F)
            return at > start && lines <= 1 ? at : NULL;
        lines += g.code == '\n';
        at += g.bytes;
    }
    return NULL;
}

bool
kzsi_peek(const char *at, const char *end, struct kzsi_word *word, const char *may_have)
{
    const char *next;

    if (at < end && *at != '\0' && strchr(may_have, *at) != NULL) {
        at++;
        if (at[-1] == '-') /* 5-billion-dollar */
            return kzsi_scan(at, end, word) && word->start == at;
    }
    next = past_gap(at, end);
    return next != NULL && kzsi_starts_word(kzsi_look(next, end).class) &&
           kzsi_scan(next, end, word);
}

/* Read the text from this word on by the rules of a unit; the word becomes its first part. */
static void
enter(struct kzsi_reader *reader, struct kzsi_word *word, enum kzsi_unit unit, const char *end)
{
    reader->at = word->start;
    reader->unit = unit;
    reader->unit_end = end;
    kzsi_next_part(reader, word);
}

/* 5bn: the number is a word, and what follows it is the next. */
static void
part_suffix(struct kzsi_reader *reader, struct kzsi_word *word)
{
    size_t suffix;

    if (word->scripts == 0)
        return;
    reader->money = kzsi_sign_before(reader->text, word->start);
    suffix = kzsi_unit_suffix(word, reader->money);
    if (suffix == 0)
        return;
    reader->unit = KZSI_UNIT_SUFFIX;
    reader->unit_end = word->end;
    reader->joined = word->joined;
    word->end -= suffix;
    word->length -= suffix;
    word->scripts = 0;
    word->joined = false;
}

static void
look_at_number(struct kzsi_reader *reader, struct kzsi_word *word)
{
    char day[KZSI_DAY_LENGTH];
    const char *end = kzsi_day_in_figures(word->start, reader->end, day);

    if (end != NULL)
        enter(reader, word, KZSI_UNIT_DAY, end);
    else
        end = kzsi_day_in_words(word, reader->end, day);
    if (end != NULL) {
        memcpy(word->also, day, sizeof day);
        word->also_length = sizeof day;
        word->also_end = end;
        return;
    }
    part_suffix(reader, word);
    kzsi_read_amount(word, reader->text, reader->end);
}

/* Nov. 21, 2022 and USD 500. */
static void
look_before_number(struct kzsi_reader *reader, struct kzsi_word *word)
{
    char day[KZSI_DAY_LENGTH];
    const char *end = kzsi_day_in_words(word, reader->end, day);

    if (end == NULL) {
        kzsi_read_amount(word, reader->text, reader->end);
        return;
    }
    memcpy(word->also, day, sizeof day);
    word->also_length = sizeof day;
    word->also_end = end;
}

/* per cent is percent, and one word. */
static void
look_for_percent(struct kzsi_reader *reader, struct kzsi_word *word)
{
    static const char percent[] = "percent";
    struct kzsi_word cent;

    if (memcmp(word->form, "per", 3) != 0 || !kzsi_peek(word->end, reader->end, &cent, "-") ||
        cent.length != 4 || memcmp(cent.form, "cent", 4) != 0)
        return;
    word->length = sizeof percent - 1;
    memcpy(word->form, percent, sizeof percent - 1);
    word->end = cent.end;
    word->joined = cent.joined;
}

/* Behind # or @: a hashtag or name whose capitals and underscores begin new words? */
static void
look_for_tag(struct kzsi_reader *reader, struct kzsi_word *word)
{
    const char *at = word->start;
    struct kzsi_glyph g;

    for (g = kzsi_look(at, reader->end);
         kzsi_starts_word(g.class) || g.class == KZSI_MARK || g.class == KZSI_IGNORABLE ||
         (g.code == '_' && kzsi_starts_word(kzsi_look(at + 1, reader->end).class));
         g = kzsi_look(at, reader->end))
        at += g.bytes;
    enter(reader, word, KZSI_UNIT_TAG, at);
}

static inline unsigned
is_ascii_digit(char c)
{
    return (unsigned char)(c - '0') < 10;
}

/* Everything that the character behind a word can lead to. */
static void
look_behind_word(struct kzsi_reader *reader, struct kzsi_word *word)
{
    const char *end = word->end, *stop;

    if (end + 1 >= reader->end)
        return;
    switch (*end) {
    case '.':
        if (end[1] != ' ')
            break;
        if (end + 2 < reader->end && is_ascii_digit(end[2]) && !word->has_digit)
            look_before_number(reader, word);
        return;
    case ' ':
        if (is_ascii_digit(end[1]) && !word->has_digit)
            look_before_number(reader, word);
        return;
    case ':':
        if (end[1] != '/')
            return;
        break;
    case '@':
    case '_':
    case '+':
    case '-':
        break;
    default:
        return;
    }
    stop = kzsi_read_address(reader, word);
    if (stop != NULL) {
        struct kzsi_word whole = *word;
        enter(reader, word, KZSI_UNIT_ADDRESS, stop);
        memcpy(word->also, whole.also, whole.also_length);
        word->also_length = whole.also_length;
        word->also_end = stop;
    }
}

/* Is the word a single letter with another one behind the next character? */
static inline unsigned
may_be_spaced(const struct kzsi_word *word)
{
    const char *end = word->end;

    return (end - word->start <= 2) &
           ((end[2] == ' ') | (end[3] == ' ') | ((unsigned char)*end >= 0xC2));
}

static inline bool
is_tag(const char *at, const struct kzsi_word *word)
{
    return word->start > at && (word->start[-1] == '#' || word->start[-1] == '@') &&
           word->scripts != 0;
}

static inline unsigned
may_be_percent(const struct kzsi_word *word)
{
    return (word->length == 3) & (word->form[0] == 'p');
}

/*
 * Nearly all words: nothing around them could make more of them than a word. Without branches,
 * for what stands behind a word cannot be foretold.
 */
static inline bool
stands_alone(const struct kzsi_reader *reader, const struct kzsi_word *word)
{
    const char *end = word->end;
    unsigned char behind;

    if (reader->end - end < 4 || word->has_digit || is_tag(reader->at, word))
        return false;
    behind = (unsigned char)*end;
    return !((behind == '.') | (behind == ':') | (behind == '@') | (behind == '_') |
             (behind == '+') | (behind == '-') | is_ascii_digit(end[1]) |
             may_be_spaced(word) | may_be_percent(word));
}

bool
kzsi_next_word(struct kzsi_reader *reader, struct kzsi_word *word)
{
    if (reader->at < reader->unit_end && kzsi_next_part(reader, word))
        return true;
    if (!kzsi_scan(reader->at, reader->end, word))
        return false;
    if (stands_alone(reader, word)) {
        reader->at = word->end;
        return true;
    }
    if (is_tag(reader->at, word))
        look_for_tag(reader, word);
    else if (word->has_digit)
        look_at_number(reader, word);
    else if (!kzsi_close_up(word, reader->end) && may_be_percent(word))
        look_for_percent(reader, word);
    if (word->also_length == 0 && reader->at >= reader->unit_end)
        look_behind_word(reader, word);
    reader->at = word->end;
    return true;
}

size_t
kzsi_spaced_word(const char *at, const char *end)
{
    struct kzsi_reader reader;
    struct kzsi_word word;

    kzsi_chars_init();
    kzsi_reader_begin(&reader, at, (size_t)(end - at));
    if (!kzsi_next_word(&reader, &word) || word.start != at)
        return 0;
    if (!word.has_digit && !(word.length == 7 && memcmp(word.form, "percent", 7) == 0))
        return 0; /* letters that stand alone are operators and words of queries */
    return (size_t)(word.end - at);
}
