/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which words fit a pattern, and which are spelled nearly alike. */
#include "tests/unit/query/queries.h"

static unsigned
like(const char *text, const char *form, unsigned edits)
{
    struct kzsi_like ready;
    char *block = exact(form, strlen(form));
    unsigned found;

    kzsi_like_begin(&ready, text, strlen(text), edits);
    found = kzsi_like(&ready, block, strlen(form));
    free(block);
    return found;
}

int
main(void)
{
    static const struct {
        const char *text, *form;
        unsigned edits, want;
    } rows[] = {
        {"kaz*", "kaz", 0, 0},          {"kaz*", "kazakh", 0, 0},
        {"kaz*", "ka", 0, KZSI_UNLIKE}, {"kaz*", "akaz", 0, KZSI_UNLIKE},
        {"*stan", "stan", 0, 0},        {"*stan", "kazakhstan", 0, 0},
        {"*stan", "stanstan", 0, 0},    {"*stan", "stans", 0, KZSI_UNLIKE},
        {"k*z*n", "kazakhstan", 0, 0},  {"k*z*n", "kan", 0, KZSI_UNLIKE},
        {"к?т", "кот", 0, 0}, /* a letter, not a byte */
        {"к?т", "кт", 0, KZSI_UNLIKE},  {"к?т", "крот", 0, KZSI_UNLIKE},
        {"к??т", "крот", 0, 0},         {"*?т", "т", 0, KZSI_UNLIKE},
        {"*?т", "от", 0, 0},            {"*ст*", "стан", 0, 0},
        {"*ст*", "сан", 0, KZSI_UNLIKE}, {"202*", "2022", 0, 0},
        {"word", "word", 0, 0},         {"word", "words", 0, KZSI_UNLIKE},
        {"word", "word", 1, 0},         {"word", "wrod", 1, 1},
        {"word", "ward", 2, 1},         {"word", "wad", 2, 2},
        {"word", "wad", 1, KZSI_UNLIKE}, {"word", "word2", 1, KZSI_UNLIKE},
    };
    char stars[200], letters[200];

    for (size_t i = 0; i < ROWS(rows); i++)
        is_number(like(rows[i].text, rows[i].form, rows[i].edits), rows[i].want,
                  "%s beside %s, %u edits", rows[i].form, rows[i].text, rows[i].edits);
    memset(letters, 'a', 120);
    letters[120] = '\0';
    is_number(like(letters, letters, 2), 0, "a word too long to be compared is like itself");
    for (size_t i = 0; i < 60; i++)
        memcpy(stars + 2 * i, "*a", 3);
    strcat(stars, "b");
    is_number(like(stars, letters, 0), KZSI_UNLIKE, "many stars are no trap");
    return tap_done();
}
