/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One pass over a line. What a character means is decided by its neighbours, not by a full
 * CommonMark parse: for a search index a stray asterisk is no harm. Searches for a closing
 * character that fail are not repeated, so that hostile lines cost no more than others.
 */
#include "import/inline_markup.h"

#include <libxml/HTMLparser.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { BRACKETS_MOST = 32, ENTITY_LONGEST = 12 };

struct stripper {
    struct span line;
    size_t at;
    struct buffer *out;
    size_t brackets[BRACKETS_MOST]; /* where in `out` each open [ stands */
    size_t open;
    bool no_paren; /* no ( further on has its ) */
    bool no_angle; /* no > further on */
    bool no_tick;  /* no closing ` further on */
};

static char
byte_at(const struct stripper *s, size_t at)
{
    return at < s->line.length ? s->line.text[at] : ' ';
}

static char
byte_before(const struct stripper *s)
{
    return s->at > 0 ? s->line.text[s->at - 1] : ' ';
}

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Letters, digits and all that is not ASCII: what words are made of. */
static bool
is_wordy(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80) != 0;
}

static bool
is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* Number of equal bytes from here on. */
static size_t
run(const struct stripper *s)
{
    size_t end = s->at;

    while (end < s->line.length && s->line.text[end] == s->line.text[s->at])
        end++;
    return end - s->at;
}

static void
copy(struct stripper *s, size_t length)
{
    buffer_add(s->out, s->line.text + s->at, length);
    s->at += length;
}

static void
emphasis(struct stripper *s)
{
    size_t length = run(s);
    char mark = byte_at(s, s->at), before = byte_before(s), after = byte_at(s, s->at + length);
    bool literal = is_blank(before) && is_blank(after);

    if (mark == '*')
        literal = literal || (is_digit(before) && is_digit(after));
    else if (mark == '_')
        literal = literal || (is_wordy(before) && is_wordy(after));
    else
        literal = length != 2; /* ~~struck out~~ */
    if (literal)
        copy(s, length);
    else
        s->at += length;
}

static void
code(struct stripper *s)
{
    size_t length = run(s), end = s->at + length, ticks = 0;

    for (; !s->no_tick && end < s->line.length && ticks != length; end++) {
        if (s->line.text[end] != '`') {
            ticks = 0;
            continue;
        }
        ticks++;
        if (ticks == length && byte_at(s, end + 1) == '`')
            ticks = length + 1; /* a longer run closes nothing */
    }
    if (s->no_tick || ticks != length) {
        s->no_tick = true;
        copy(s, length);
        return;
    }
    buffer_add(s->out, s->line.text + s->at + length, end - s->at - 2 * length);
    s->at = end;
}

/* Offset of the ) that closes the ( at `at`; 0 when there is none. */
static size_t
closing_paren(struct stripper *s, size_t at)
{
    size_t depth = 0;

    for (; !s->no_paren && at < s->line.length; at++) {
        if (s->line.text[at] == '(')
            depth++;
        else if (s->line.text[at] == ')' && --depth == 0)
            return at;
    }
    s->no_paren = true;
    return 0;
}

static void
open_bracket(struct stripper *s)
{
    if (s->open < BRACKETS_MOST)
        s->brackets[s->open++] = s->out->length;
    copy(s, 1);
}

/* `](…)` makes a link of what stands since the `[`: take that off, and the `!` of an image. */
static void
close_bracket(struct stripper *s)
{
    size_t from, end = 0;

    if (s->open == 0) {
        copy(s, 1);
        return;
    }
    from = s->brackets[--s->open];
    if (byte_at(s, s->at + 1) == '(')
        end = closing_paren(s, s->at + 1);
    if (end == 0 || s->out->failed) {
        copy(s, 1);
        return;
    }
    buffer_cut(s->out, from);
    if (from > 0 && s->out->data[from - 1] == '!')
        buffer_cut(s->out, from - 1);
    s->at = end + 1;
}

/* Tags that may stand inside a word; any other tag separates words. */
static bool
is_inline_tag(struct span tag)
{
    static const char *const names[] = {"a", "abbr", "b",   "code", "em",  "font", "i", "mark",
                                        "s", "span", "sub", "sup",  "small", "strong", "u", NULL};
    size_t start = tag.length > 0 && tag.text[0] == '/' ? 1 : 0, end = start;

    while (end < tag.length && is_wordy(tag.text[end]))
        end++;
    for (const char *const *name = names; *name != NULL; name++)
        if (span_is((struct span){tag.text + start, end - start}, *name))
            return true;
    return false;
}

/* <https://…> is its address, <b> and <!-- … --> are nothing, a < b is itself. */
static void
angle(struct stripper *s)
{
    char next = byte_at(s, s->at + 1);
    bool tag = next == '/' || next == '!' || (is_wordy(next) && !is_digit(next));
    struct span inside = {s->line.text + s->at + 1, 0};

    if (tag && !s->no_angle && (next & 0x80) == 0) {
        size_t rest = s->line.length - s->at - 1, end = span_find((struct span){inside.text, rest}, '>');

        s->no_angle = end == rest;
        inside.length = end < rest ? end : 0;
    }
    if (inside.length == 0) {
        copy(s, 1);
        return;
    }
    s->at += inside.length + 2;
    if (span_find(inside, ' ') == inside.length &&
        (span_find(inside, '@') < inside.length || span_find(inside, ':') < inside.length))
        buffer_add(s->out, inside.text, inside.length);
    else if (!is_inline_tag(inside))
        buffer_byte(s->out, ' ');
}

static uint32_t
entity_value(const char *name)
{
    const htmlEntityDesc *entity;
    unsigned long value;
    char *end;

    if (name[0] != '#') {
        entity = htmlEntityLookup((const xmlChar *)name);
        return entity != NULL ? entity->value : 0;
    }
    if (name[1] == 'x' || name[1] == 'X')
        value = strtoul(name + 2, &end, 16);
    else
        value = strtoul(name + 1, &end, 10);
    if (*end != '\0' || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF))
        return 0;
    return (uint32_t)value;
}

static void
entity(struct stripper *s)
{
    char name[ENTITY_LONGEST + 1];
    size_t length = 0;
    uint32_t value = 0;

    while (length < ENTITY_LONGEST && byte_at(s, s->at + 1 + length) != ';' &&
           strchr(" &\t", byte_at(s, s->at + 1 + length)) == NULL) {
        name[length] = byte_at(s, s->at + 1 + length);
        length++;
    }
    name[length] = '\0';
    if (length > 0 && byte_at(s, s->at + 1 + length) == ';')
        value = entity_value(name);
    if (value == 0) {
        copy(s, 1);
        return;
    }
    buffer_code(s->out, value);
    s->at += length + 2;
}

static void
backslash(struct stripper *s)
{
    char next = byte_at(s, s->at + 1);

    if (s->at + 1 < s->line.length && next > ' ' && next < 0x7F && !is_wordy(next))
        s->at++;
    copy(s, 1);
}

void
inline_markup_strip(struct span line, struct buffer *out)
{
    struct stripper s = {.line = line, .out = out};
    size_t plain;

    while (s.at < line.length) {
        for (plain = s.at; plain < line.length; plain++)
            if (memchr("*_~`[]<&\\", line.text[plain], 9) != NULL)
                break;
        copy(&s, plain - s.at);
        if (s.at == line.length)
            break;
        switch (line.text[s.at]) {
        case '*':
        case '_':
        case '~':
            emphasis(&s);
            break;
        case '`':
            code(&s);
            break;
        case '[':
            open_bracket(&s);
            break;
        case ']':
            close_bracket(&s);
            break;
        case '<':
            angle(&s);
            break;
        case '&':
            entity(&s);
            break;
        default:
            backslash(&s);
            break;
        }
    }
}
