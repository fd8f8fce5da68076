/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Edit distance: known pairs, and random ones beside the table that defines it. */
#include "base/base.h"
#include "tests/unit/unit.h"

static unsigned
edits(const char *a, const char *b, unsigned most)
{
    struct kzsi_edits ready;

    return kzsi_edits_begin(&ready, a, strlen(a)) ? kzsi_edits_to(&ready, b, strlen(b), most)
                                                  : 99;
}

static unsigned
least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* The same by the whole table; ASCII alone. */
static unsigned
table(const char *a, const char *b)
{
    unsigned d[70][70];
    size_t n = strlen(a), m = strlen(b);

    for (size_t i = 0; i <= n; i++) {
        for (size_t j = 0; j <= m; j++) {
            if (i == 0 || j == 0) {
                d[i][j] = (unsigned)(i + j);
                continue;
            }
            d[i][j] = least(least(d[i - 1][j], d[i][j - 1]) + 1,
                            d[i - 1][j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                d[i][j] = least(d[i][j], d[i - 2][j - 2] + 1);
        }
    }
    return d[n][m];
}

static void
fill(char *out, size_t length)
{
    for (size_t i = 0; i < length; i++)
        out[i] = (char)('a' + random_below(4));
    out[length] = '\0';
}

int
main(void)
{
    static const struct {
        const char *a, *b;
        unsigned want;
    } rows[] = {
        {"tokayev", "tokayev", 0},   {"tokayev", "tokaev", 1},     {"tokaev", "tokayev", 1},
        {"tokayev", "tokajev", 1},   {"tokayev", "otkayev", 1},    {"токаев", "такаев", 1},
        {"токаев", "токавв", 1},     {"токаев", "котаев", 2},      {"ab", "ba", 1},
        {"a", "b", 1},               {"kitten", "sitting", 3},     {"ca", "abc", 3},
        {"straße", "strasse", 2},    {"東京都", "京都", 1},        {"қазақ", "казак", 2},
        {"word", "", 4},
    };
    char word[70], other[70];
    size_t same = 0, cut = 0, tried = 20000;

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        is_number(edits(rows[i].a, rows[i].b, 9), rows[i].want, "from %s to '%s'", rows[i].a,
                  rows[i].b);
        is_number(edits(rows[i].a, rows[i].b, 1), least(rows[i].want, 2),
                  "and no more than is asked for");
    }
    memset(word, 'x', sizeof word);
    word[65] = '\0';
    is_number(edits(word, "x", 9), 99, "65 letters are too many");
    word[64] = '\0';
    is_number(edits(word, word, 2), 0, "64 are not");
    is_number(edits("", "x", 9), 99, "nothing is like nothing");

    random_begin("edits");
    for (size_t i = 0; i < tried; i++) {
        unsigned want;
        fill(word, 1 + random_below(i % 10 == 0 ? 64 : 8));
        fill(other, random_below(i % 10 == 0 ? 65 : 9));
        want = table(word, other);
        same += edits(word, other, 100) == want;
        cut += edits(word, other, 2) == least(want, 3);
    }
    is_number(same, tried, "random words are as far apart as the table says");
    is_number(cut, tried, "and as far as it matters");
    return tap_done();
}
