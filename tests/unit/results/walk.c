/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Characters and grapheme clusters of any bytes. */
#include "results/results.h"
#include "tests/unit/unit.h"

#define ROWS(table) (sizeof(table) / sizeof *(table))

static void
steps(void)
{
    static const char text[] = "aб超😀";
    size_t length = sizeof text - 1;

    is_number(kzsi_walk_next(text, length, 1), 3, "a Cyrillic letter has two bytes");
    is_number(kzsi_walk_previous(text, length, 6), 3, "an ideograph three");
    is_number(kzsi_walk_previous(text, length, length), 6, "an emoji four");
    is_number(kzsi_walk_forward(text, length, 0, 2), 3, "two characters on");
    is_number(kzsi_walk_forward(text, length, 0, 99), length, "never beyond the end");
    is_number(kzsi_walk_back(text, length, length, 3), 1, "three characters back");
    is_number(kzsi_walk_back(text, length, 3, 99), 0, "never before the start");
    is_number(kzsi_walk_count(text, 0, length, 100), 4, "four in all");
    is_number(kzsi_walk_count(text, 0, length, 2), 3, "of which no more are counted than asked");
}

/* The text with a | at each edge inside. */
static const char *
split(const char *text)
{
    static char out[500];
    size_t length = strlen(text), n = 0;
    char *block = exact(text, length);

    for (size_t at = 0; at < length; at = kzsi_walk_next(block, length, at)) {
        size_t bytes = kzsi_walk_next(block, length, at) - at;
        if (at > 0 && kzsi_walk_is_edge(block, length, at))
            out[n++] = '|';
        memcpy(out + n, text + at, bytes);
        n += bytes;
    }
    out[n] = '\0';
    free(block);
    return out;
}

static void
clusters(void)
{
    is_string(split("abc"), "a|b|c", "letters");
    is_string(split("й" "e\u0301x"), "й|e\u0301|x", "an accent belongs to its letter");
    is_string(split("и\u0306\u0301г"), "и\u0306\u0301|г", "and so do two");
    is_string(split("a\r\nb"), "a|\r\n|b", "a line break is one");
    is_string(split("👨\u200D👩\u200D👧!"), "👨\u200D👩\u200D👧|!", "a family is one");
    is_string(split("🇰🇿🇷🇺"), "🇰🇿|🇷🇺", "two flags are two");
    is_string(split("👍🏽 ok"), "👍🏽| |o|k", "skin has a colour");
    ok(kzsi_walk_is_edge("ab", 2, 0) && kzsi_walk_is_edge("ab", 2, 2) &&
           kzsi_walk_is_edge("", 0, 0),
       "a text begins and ends with an edge");
}

/* Back and forth are the same steps. */
static void
any_bytes(void)
{
    static const char *const parts[] = {"a", "б", "超", "😀", "\xFF", "\xD0", "\x80", "\xE2\x82",
                                        "\u0301", "\u200D", "🇰", "\r", "\n"};
    size_t good = 0, tried = 5000;

    random_begin("any bytes");
    for (size_t n = 0; n < tried; n++) {
        char text[200];
        size_t length = 0, at = 0, starts[200], count = 0;
        bool fine = true;
        for (size_t i = 1 + random_below(30); i > 0; i--) {
            const char *part = parts[random_below(ROWS(parts))];
            memcpy(text + length, part, strlen(part));
            length += strlen(part);
        }
        char *block = exact(text, length);
        for (; at < length; at = kzsi_walk_next(block, length, at)) {
            starts[count++] = at;
            kzsi_walk_is_edge(block, length, at);
        }
        for (size_t i = count; i > 0 && fine; i--) {
            at = kzsi_walk_previous(block, length, at);
            fine = at == starts[i - 1];
        }
        good += fine && kzsi_walk_count(block, 0, length, SIZE_MAX - 1) == count;
        free(block);
    }
    is_number(good, tried, "%zu random texts are walked both ways alike", tried);
}

int
main(void)
{
    steps();
    clusters();
    any_bytes();
    return tap_done();
}
