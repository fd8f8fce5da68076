/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Whatever is unusual makes this give up, and the line is read by jansson, which also knows how
 * to tell what is wrong with it. So there is one meaning of JSON here, and this is only the
 * short way to it: tests/cli/flat_json.c holds the two together.
 */
#include "import/flat_json.h"

#include <stdlib.h>
#include <string.h>

#define DIGITS_MAX 18 /* of a number that surely fits 64 bits */

struct reader {
    const char *at, *end;
    struct flat_json *json;
    char *out; /* in json->text, which has room for the whole line */
};

static void
skip_space(struct reader *r)
{
    while (r->at < r->end &&
           (*r->at == ' ' || *r->at == '\t' || *r->at == '\n' || *r->at == '\r'))
        r->at++;
}

static bool
take(struct reader *r, char c)
{
    skip_space(r);
    if (r->at == r->end || *r->at != c)
        return false;
    r->at++;
    return true;
}

/* Is one of the eight bytes a quote, a backslash or a control character? Bit tricks: a byte
 * below n borrows when n is taken away from it. */
static bool
has_special(uint64_t bytes)
{
    const uint64_t ones = 0x0101010101010101u, highs = 0x8080808080808080u;
    uint64_t quote = bytes ^ ones * '"', slash = bytes ^ ones * '\\';

    return (((bytes - ones * 0x20) & ~bytes) | ((quote - ones) & ~quote) |
            ((slash - ones) & ~slash)) &
           highs;
}

static int
hex(const char *at)
{
    int number = 0;

    for (int i = 0; i < 4; i++) {
        char c = at[i];
        int digit = c >= '0' && c <= '9'   ? c - '0'
                    : c >= 'a' && c <= 'f' ? c - 'a' + 10
                    : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                           : -1;
        if (digit < 0)
            return -1;
        number = number * 16 + digit;
    }
    return number;
}

/* The four digits behind \u, and those of the other half of a surrogate pair. */
static bool
unescape_code(struct reader *r)
{
    int32_t code = r->end - r->at >= 4 ? hex(r->at) : -1;
    struct buffer utf8 = {r->out, 0, 5, false};

    if (code <= 0 || (code >= 0xDC00 && code < 0xE000))
        return false;
    r->at += 4;
    if (code >= 0xD800 && code < 0xDC00) {
        int32_t low = r->end - r->at >= 6 && r->at[0] == '\\' && r->at[1] == 'u'
                          ? hex(r->at + 2)
                          : -1;
        if (low < 0xDC00 || low >= 0xE000)
            return false;
        r->at += 6;
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    }
    buffer_code(&utf8, (uint32_t)code); /* at most 4 bytes, and the escape had 6 or 12 */
    r->out += utf8.length;
    return true;
}

static bool
unescape(struct reader *r)
{
    static const char escapes[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
    const char *found;
    char c = r->at < r->end ? *r->at++ : '\0';

    if (c == 'u')
        return unescape_code(r);
    found = c != '\0' ? strchr(escapes, c) : NULL;
    if (found == NULL)
        return false;
    *r->out++ = meant[found - escapes];
    return true;
}

/* Behind its first quote. */
static bool
read_string(struct reader *r, struct span *string)
{
    char *start = r->out;

    for (;;) {
        uint64_t bytes;
        while (r->end - r->at >= 8) {
            memcpy(&bytes, r->at, 8);
            if (has_special(bytes))
                break;
            memcpy(r->out, &bytes, 8);
            r->out += 8;
            r->at += 8;
        }
        if (r->at == r->end)
            return false;
        char c = *r->at++;
        if (c == '"')
            break;
        if (c == '\\') {
            if (!unescape(r))
                return false;
        } else if ((unsigned char)c < 0x20) {
            return false;
        } else {
            *r->out++ = c;
        }
    }
    *string = (struct span){start, (size_t)(r->out - start)};
    return true;
}

static bool
starts_with(const struct reader *r, const char *word)
{
    size_t length = strlen(word);

    return (size_t)(r->end - r->at) >= length && memcmp(r->at, word, length) == 0;
}

/* A whole number, true or false: copied as it is written. */
static bool
read_literal(struct reader *r, struct span *literal)
{
    const char *at = r->at;
    size_t length, digits = 0;

    if (starts_with(r, "true")) {
        length = 4;
    } else if (starts_with(r, "false")) {
        length = 5;
    } else {
        at += at < r->end && *at == '-';
        while (at + digits < r->end && at[digits] >= '0' && at[digits] <= '9')
            digits++;
        if (digits == 0 || digits > DIGITS_MAX || (*at == '0' && (digits > 1 || at > r->at)))
            return false;
        length = (size_t)(at - r->at) + digits;
    }
    /* What may follow is asked for by the caller, so 1.5 and 1e3 fail there. */
    memcpy(r->out, r->at, length);
    *literal = (struct span){r->out, length};
    r->out += length;
    r->at += length;
    return true;
}

static bool
read_plain(struct reader *r, struct span key, bool listed)
{
    struct flat_json *json = r->json;
    struct flat_member member = {.key = key, .listed = listed};

    skip_space(r);
    if (starts_with(r, "null")) {
        r->at += 4;
        return true;
    }
    member.is_string = take(r, '"');
    if (!(member.is_string ? read_string(r, &member.value) : read_literal(r, &member.value)))
        return false;
    if (json->count == json->capacity) {
        size_t capacity = json->capacity * 2 + 16;
        struct flat_member *larger = realloc(json->members, capacity * sizeof *larger);
        if (larger == NULL)
            return false;
        json->members = larger;
        json->capacity = capacity;
    }
    json->members[json->count++] = member;
    return true;
}

static bool
read_value(struct reader *r, struct span key)
{
    if (!take(r, '['))
        return read_plain(r, key, false);
    if (take(r, ']'))
        return true;
    do {
        if (!read_plain(r, key, true))
            return false;
    } while (take(r, ','));
    return take(r, ']');
}

/* Was there a member of this key? (One that is null or an empty list is none.) */
static bool
is_known(const struct flat_json *json, struct span key)
{
    for (size_t i = 0; i < json->count; i++)
        if (span_equal(json->members[i].key, key))
            return true;
    return false;
}

/* A key is looked for among all before it: too many would take too long. */
#define MEMBERS_MAX 256

static bool
read_object(struct reader *r)
{
    if (!take(r, '{'))
        return false;
    if (take(r, '}'))
        return true;
    do {
        struct span key;
        if (!take(r, '"') || !read_string(r, &key) || key.length == 0 ||
            r->json->count > MEMBERS_MAX || is_known(r->json, key) || !take(r, ':') ||
            !read_value(r, key))
            return false;
    } while (take(r, ','));
    return take(r, '}');
}

bool
flat_json_read(struct flat_json *json, struct span line)
{
    struct reader r = {line.text, line.text + line.length, json, NULL};

    json->count = 0;
    json->text.length = 0;
    /* Eight bytes are written at a time. */
    if (!buffer_reserve(&json->text, line.length + 8)) {
        buffer_free(&json->text);
        return false;
    }
    r.out = json->text.data;
    if (!read_object(&r))
        return false;
    skip_space(&r);
    return r.at == r.end;
}

void
flat_json_free(struct flat_json *json)
{
    free(json->members);
    buffer_free(&json->text);
    *json = (struct flat_json){0};
}
