/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Walking over a text character by character, which may hold anything: a character is what
 * kzsi_utf8_decode() makes of it.
 */
#include <utf8proc.h>

#include "results/results.h"

/* So far back a grapheme cluster is looked for; longer ones are made, not written. */
#define CLUSTER_MAX 32

static bool
is_continuation(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

size_t
kzsi_walk_next(const char *text, size_t length, size_t at)
{
    uint32_t c;

    return at + kzsi_utf8_decode(text + at, text + length, &c);
}

size_t
kzsi_walk_previous(const char *text, size_t length, size_t at)
{
    for (size_t start = at; start > 0 && at - start < 4;)
        if (!is_continuation(text[--start]))
            return kzsi_walk_next(text, length, start) == at ? start : at - 1;
    return at - 1; /* a stray byte */
}

size_t
kzsi_walk_forward(const char *text, size_t length, size_t at, size_t characters)
{
    for (; at < length && characters > 0; characters--)
        at = kzsi_walk_next(text, length, at);
    return at;
}

size_t
kzsi_walk_back(const char *text, size_t length, size_t at, size_t characters)
{
    for (; at > 0 && characters > 0; characters--)
        at = kzsi_walk_previous(text, length, at);
    return at;
}

size_t
kzsi_walk_count(const char *text, size_t start, size_t end, size_t limit)
{
    size_t characters = 0;

    for (; start < end && characters <= limit; characters++)
        start = kzsi_walk_next(text, end, start);
    return characters;
}

bool
kzsi_walk_is_edge(const char *text, size_t length, size_t at)
{
    utf8proc_int32_t state = 0;
    uint32_t before, behind;
    size_t from;

    if (at == 0 || at >= length)
        return true;
    from = kzsi_walk_previous(text, length, at);
    kzsi_utf8_decode(text + from, text + length, &before);
    kzsi_utf8_decode(text + at, text + length, &behind);
    if (before < 0x300 && behind < 0x300)
        return before != '\r' || behind != '\n';
    /* Flags and families of emoji hang together over several characters. */
    for (size_t n = 0; n < CLUSTER_MAX && from > 0 && before >= 0x300; n++) {
        from = kzsi_walk_previous(text, length, from);
        kzsi_utf8_decode(text + from, text + length, &before);
    }
    for (bool edge = true;;) {
        size_t next = from + kzsi_utf8_decode(text + from, text + length, &before);
        if (from == at)
            return edge;
        kzsi_utf8_decode(text + next, text + length, &behind);
        edge = utf8proc_grapheme_break_stateful((utf8proc_int32_t)before,
                                                (utf8proc_int32_t)behind, &state);
        from = next;
    }
}
