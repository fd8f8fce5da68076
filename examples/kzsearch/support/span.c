/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Cutting borrowed text into pieces: lines, trimmed ends, prefixes. No allocation here and
 * no idea of what the pieces mean.
 */
#include "support/span.h"

#include <string.h>

#include "support/utf8.h"

struct span
span_of(const char *string)
{
    return string != NULL ? (struct span){string, strlen(string)} : (struct span){"", 0};
}

struct span
span_from(struct span s, size_t at)
{
    /* An empty span may have no text at all, and NULL + 0 is not defined in C. */
    return at > 0 ? (struct span){s.text + at, s.length - at} : s;
}

struct span
span_head(struct span s, size_t length)
{
    return (struct span){s.text, length};
}

/* Start of the character that ends at byte `end` > 0. */
static size_t
previous(struct span s, size_t end)
{
    size_t at = end - 1;

    while (at > 0 && end - at < 4 && ((unsigned char)s.text[at] & 0xC0) == 0x80)
        at--;
    return at;
}

struct span
span_trim(struct span s)
{
    uint32_t c;
    size_t at = 0, start = 0;

    while (at < s.length) {
        utf8_next(s.text, s.length, &at, &c);
        if (!utf8_is_space(c))
            break;
        start = at;
    }
    s = span_from(s, start);
    while (s.length > 0) {
        at = previous(s, s.length);
        start = at;
        if (!utf8_next(s.text, s.length, &at, &c) || at != s.length || !utf8_is_space(c))
            break;
        s.length = start;
    }
    return s;
}

bool
span_line(struct span s, size_t *at, struct span *line)
{
    const char *start, *end;

    if (*at >= s.length)
        return false;
    start = s.text + *at;
    end = memchr(start, '\n', s.length - *at);
    line->text = start;
    line->length = end != NULL ? (size_t)(end - start) : s.length - *at;
    *at += line->length + (end != NULL ? 1 : 0);
    return true;
}

/* ASCII letters alone have two cases here: bytes of other characters must be equal. */
static bool
same(const char *a, const char *b, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        char x = a[i], y = b[i];

        if (x >= 'A' && x <= 'Z')
            x = (char)(x + 32);
        if (y >= 'A' && y <= 'Z')
            y = (char)(y + 32);
        if (x != y)
            return false;
    }
    return true;
}

bool
span_is(struct span s, const char *string)
{
    return s.length == strlen(string) && same(s.text, string, s.length);
}

bool
span_equal(struct span a, struct span b)
{
    return a.length == b.length && (a.length == 0 || memcmp(a.text, b.text, a.length) == 0);
}

bool
span_starts(struct span s, const char *prefix)
{
    size_t length = strlen(prefix);

    return s.length >= length && memcmp(s.text, prefix, length) == 0;
}

size_t
span_find(struct span s, char byte)
{
    const char *found = s.length > 0 ? memchr(s.text, byte, s.length) : NULL;

    return found != NULL ? (size_t)(found - s.text) : s.length;
}

size_t
span_count(struct span s)
{
    return utf8_count(s.text, s.length);
}
