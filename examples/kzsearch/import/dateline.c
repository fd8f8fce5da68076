/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Recognising datelines. Capitals before a dash are no proof: `NATO — the alliance that` and
 * `США — это` begin sentences. What tells them apart is that a dateline is followed by the
 * beginning of a sentence, and that a short list of organisations and states in capitals is
 * no place. A missed dateline costs little; a false one would be a wrong fact.
 */
#include "import/dateline.h"

#include <string.h>

#include "support/utf8.h"

enum { DATELINE_LONGEST = 100, WORDS_MOST = 4, LETTERS_LEAST = 3 };

static const char *const no_places[] = {
    "NATO", "BRICS", "USA",  "USSR", "OPEC", "OSCE", "ASEAN", "CSTO", "SCO",  "EAEU", "CIS",
    "IMF",  "WTO",   "WHO",  "GDP",  "CIA",  "FBI",  "COVID", "AIDS", "UNO",  "НАТО", "США",
    "СССР", "СНГ",   "ШОС",  "ОДКБ", "ЕАЭС", "БРИКС", "ООН",  "ОПЕК", "ОБСЕ", "МВФ",  "ВТО",
    "ВОЗ",  "ВВП",   "КНР",  "КНДР", "ФРГ",  "ОАЭ",  "МИД",   "ЦРУ",  "ФСБ",  "СМИ",  "АЭС",
    NULL,
};

/* Words that stay small inside a place's name. */
static const char *const small_words[] = {"of", "the", "on", "upon", "le", "de", "da", "do",
                                          "del", "di", "на", "де", "над", "ла", NULL};

static bool
listed(const char *const *list, struct span word)
{
    for (; *list != NULL; list++)
        if (span_equal(word, span_of(*list)))
            return true;
    return false;
}

/* Bytes of `/ТАСС/` and the dots and dashes behind it. */
static size_t
agency(struct span s)
{
    enum { LONGEST = 40 };
    size_t at = 1;
    uint32_t c = '/';

    if (!span_starts(s, "/"))
        return 0;
    while (at < s.length && at < LONGEST && s.text[at] != '/') {
        utf8_next(s.text, s.length, &at, &c);
        if (!utf8_is_upper(c) && c != ' ' && c != '-')
            return 0;
    }
    if (at < 5 || at >= s.length || s.text[at] != '/')
        return 0;
    at++;
    while (at < s.length && (s.text[at] == '.' || s.text[at] == ' ' || s.text[at] == '-'))
        at++;
    return at;
}

/*
 * Bytes of what sets a dateline off: — – ― -- or a hyphen with a space behind it, or the name of
 * an agency as in `МОСКВА, 21 ноября. /ТАСС/.`; 0 when there is nothing here.
 */
static size_t
dash(struct span s)
{
    if (span_starts(s, "—") || span_starts(s, "–") || span_starts(s, "―"))
        return 3;
    if (span_starts(s, "--"))
        return 2;
    if (span_starts(s, "- "))
        return 1;
    return agency(s);
}

/* Split the paragraph at its first dash. False when none is near. */
static bool
split(struct span paragraph, struct span *head, struct span *rest)
{
    size_t at = 0, size, end;
    uint32_t c = 0, before;

    for (size_t count = 0; at < paragraph.length && count < DATELINE_LONGEST; count++) {
        before = c;
        end = at;
        size = dash(span_from(paragraph, at));
        if (size > 0 && (utf8_is_space(before) || before == ')')) {
            *head = span_trim(span_head(paragraph, end));
            *rest = span_from(paragraph, at + size);
            return head->length > 0;
        }
        utf8_next(paragraph.text, paragraph.length, &at, &c);
        if (c == '\n')
            return false;
    }
    return false;
}

/* Whether a sentence begins here: a capital, a digit or an opening quote. */
static bool
begins_sentence(struct span rest)
{
    size_t at = 0;
    uint32_t c;

    rest = span_trim(rest);
    if (rest.length == 0)
        return false;
    utf8_next(rest.text, rest.length, &at, &c);
    return utf8_is_upper(c) || (c >= '0' && c <= '9') || c == '"' || c == 0x201C ||
           c == 0x201E || c == 0xAB || c == 0x2018;
}

/* Whether this is a name in capitals: letters, and what stands between them in names. */
static bool
is_place(struct span place)
{
    size_t letters = 0, words = 1;
    uint32_t c;

    for (size_t at = 0; at < place.length;) {
        utf8_next(place.text, place.length, &at, &c);
        if (utf8_is_upper(c))
            letters++;
        else if (c == ' ' || c == '/')
            words++;
        else if (c != '-' && c != '.' && c != '\'' && c != 0x2019 && c != 0x2011)
            return false;
    }
    return letters >= LETTERS_LEAST && words <= WORDS_MOST && !listed(no_places, place);
}

/* Append one word of a place (up to a space or hyphen): ASTANA -> Astana, D.C. stays. */
static void
add_word(struct buffer *out, struct span word, bool first)
{
    struct buffer small = {0};
    size_t stop = span_find(word, '.');
    bool initials = stop + 1 < word.length;
    uint32_t c;

    for (size_t at = 0; at < word.length;) {
        utf8_next(word.text, word.length, &at, &c);
        buffer_code(&small, utf8_lower(c));
    }
    if (initials)
        buffer_add(out, word.text, word.length);
    else if (!first && listed(small_words, (struct span){small.data, small.length}))
        buffer_add(out, small.data, small.length);
    else if (word.length > 0 && small.length == word.length) {
        size_t at = 0;

        utf8_next(word.text, word.length, &at, &c);
        buffer_add(out, word.text, at);
        buffer_add(out, small.data + at, small.length - at);
    } else
        buffer_add(out, word.text, word.length);
    out->failed = out->failed || small.failed;
    buffer_free(&small);
}

static void
add_place(struct buffer *out, struct span place)
{
    size_t length;
    bool first = true;

    for (size_t at = 0; at < place.length; first = false) {
        struct span rest = span_from(place, at);

        for (length = 0; length < rest.length && strchr(" -/", rest.text[length]) == NULL;)
            length++;
        add_word(out, span_head(rest, length), first);
        at += length;
        if (at < place.length)
            buffer_byte(out, place.text[at++]);
    }
}

bool
dateline_read(struct span paragraph, struct dateline *out)
{
    struct span head, rest, place, tail;
    size_t end = 0;

    *out = (struct dateline){0};
    paragraph = span_trim(paragraph);
    if (!split(paragraph, &head, &rest) || !begins_sentence(rest))
        return false;
    while (end < head.length && head.text[end] != ',' && head.text[end] != '(')
        end++;
    place = span_trim(span_head(head, end));
    /* `МОСКВА. — ` but `WASHINGTON, D.C. — ` */
    if (place.length > 0 && span_find(place, '.') == place.length - 1)
        place.length--;
    if (!is_place(place))
        return false;
    add_place(&out->place, place);
    tail = span_from(head, end);
    if (tail.length > 0 && tail.text[0] == ',') {
        tail = span_from(tail, 1);
        tail.length = span_find(tail, '(');
        if (date_read(tail, out->date) != DATE_DAY)
            out->date[0] = '\0';
    }
    return true;
}
