/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The short way through JSON gives what jansson gives, or nothing. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "import/flat_json.h"
#include "tests/support/tap.h"

/* What a member is by jansson: the text of a string or a literal. */
static bool
same_value(const struct flat_member *member, const json_t *value)
{
    char *text;
    bool same;

    if (json_is_string(value))
        return member->is_string && member->value.length == json_string_length(value) &&
               memcmp(member->value.text, json_string_value(value), member->value.length) == 0;
    text = json_dumps(value, JSON_ENCODE_ANY);
    same = !member->is_string && text != NULL && strlen(text) == member->value.length &&
           memcmp(member->value.text, text, member->value.length) == 0;
    free(text);
    return same;
}

static bool
same_object(const struct flat_json *json, json_t *object)
{
    const char *key;
    json_t *value;
    size_t at = 0;

    json_object_foreach(object, key, value)
    {
        bool listed = json_is_array(value);
        size_t count = listed ? json_array_size(value) : 1;
        for (size_t i = 0; i < count; i++) {
            json_t *one = listed ? json_array_get(value, i) : value;
            const struct flat_member *member = &json->members[at];
            if (json_is_null(one))
                continue;
            if (at++ >= json->count || !span_equal(member->key, span_of(key)) ||
                member->listed != listed || !same_value(member, one))
                return false;
        }
    }
    return at == json->count;
}

/* Read from a block of exactly its size. 1: read as jansson does, 0: left to it, -1: wrong. */
static int
outcome(struct flat_json *json, const char *line, size_t length)
{
    char *block = malloc(length > 0 ? length : 1);
    json_t *object;
    bool read, same;

    if (block == NULL)
        exit(99);
    memcpy(block, line, length);
    read = flat_json_read(json, (struct span){block, length});
    object = json_loadb(line, length, JSON_ALLOW_NUL, NULL);
    same = json_is_object(object) && read && same_object(json, object);
    json_decref(object);
    free(block);
    return !read ? 0 : same ? 1 : -1;
}

static void
lines_of_documents(struct flat_json *json)
{
    static const char *const flat[] = {
        "{}",
        " { } \r\n",
        "{\"id\":\"1\",\"title\":\"Справедливый Казахстан\",\"text\":\"a\\nb\\t\\\"c\\\"\"}",
        "{\"n\": 12, \"m\":-7 , \"zero\":0, \"yes\":true, \"no\":false, \"none\":null}",
        "{\"tags\":[\"a\",\"b\" , 3,null],\"empty\":[],\"last\":\"\"}",
        "{\"a\":\"\\u0041\\u043a\\u20ac\\ud83d\\ude00\\/\\\\\\b\\f\\r\"}",
        "{\"a\":\"exactly eight\\\"\",\"b\":\"\\u007f\x7f\"}",
    };
    static const char *const other[] = {
        "",
        "[]",
        "\"a\"",
        "{\"a\":1.5}",
        "{\"a\":1e3}",
        "{\"a\":01}",
        "{\"a\":-0}",
        "{\"a\":-}",
        "{\"a\":1234567890123456789}",
        "{\"a\":{\"b\":1}}",
        "{\"a\":[[1]]}",
        "{\"a\":\"x\",\"a\":\"y\"}",
        "{\"a\":\"x\",\"a\":null}",
        "{\"a\":\"\\u0000\"}",
        "{\"a\":\"\\ud83d\"}",
        "{\"a\":\"\\ude00\"}",
        "{\"a\":\"\\ud83d\\u0041\"}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\n\"}",
        "{\"a\":\"b}",
        "{\"a\":\"b\",}",
        "{\"a\" \"b\"}",
        "{\"a\":tru}",
        "{\"a\":[1,]}",
        "{\"\":\"b\"}",
        "{\"a\":\"b\"} x",
        "{\"a\":\"b\\",
    };

    for (size_t i = 0; i < sizeof flat / sizeof *flat; i++)
        is_number(outcome(json, flat[i], strlen(flat[i])), 1, "as jansson: %s", flat[i]);
    for (size_t i = 0; i < sizeof other / sizeof *other; i++)
        is_number(outcome(json, other[i], strlen(other[i])), 0, "left to jansson: case %zu",
                  i + 1);
}

/* Lines with bytes put in, taken out and changed. */
static void
damaged_lines(struct flat_json *json)
{
    static const char line[] =
        "{\"id\": \"a-1\", \"title\":\"Just Kazakhstan\", \"tags\":[\"x\",\"y\",12,null],"
        " \"text\":\"one\\ntwo \\u043a\\ud83d\\ude00 \\\"three\\\"\",\"n\":-15, \"t\":true}";
    static const char bytes[] = "{}[]:,\"\\u0d8ae1-.tfn \n\x01";
    unsigned seed = (unsigned)time(NULL);
    int wrong = 0, read = 0;

    printf("# seed %u\n", seed);
    srand(seed);
    for (int i = 0; i < 20000; i++) {
        char text[sizeof line + 8];
        size_t length = sizeof line - 1;
        memcpy(text, line, length);
        for (int n = rand() % 3; n >= 0; n--) {
            size_t at = (size_t)rand() % length;
            char byte = bytes[(size_t)rand() % (sizeof bytes - 1)];
            switch (rand() % 3) {
            case 0:
                text[at] = byte;
                break;
            case 1:
                memmove(text + at, text + at + 1, --length - at);
                break;
            default:
                memmove(text + at + 1, text + at, length++ - at);
                text[at] = byte;
            }
        }
        int result = outcome(json, text, length);
        wrong += result < 0;
        read += result > 0;
        if (result < 0)
            printf("# wrong: %.*s\n", (int)length, text);
    }
    is_number(wrong, 0, "20,000 damaged lines are read as jansson reads them or not at all");
    ok(read > 1000, "and many are read: %d", read);
}

int
main(void)
{
    struct flat_json json = {0};

    lines_of_documents(&json);
    damaged_lines(&json);
    flat_json_free(&json);
    return tap_done();
}
