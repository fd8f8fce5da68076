/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/base.h"
#include "tests/unit/unit.h"

/* Decode all of a text: code points in hex, with the bytes of each: "41/1 FFFD/2". */
static const char *
decoded(const char *text, size_t length)
{
    static char out[600];
    const char *at = text, *end = text + length;
    size_t used = 0;

    out[0] = '\0';
    while (at < end && used < sizeof out - 20) {
        uint32_t c = 0xDEAD;
        size_t bytes = kzsi_utf8_decode(at, end, &c);
        if (bytes < 1 || bytes > 4 || bytes > (size_t)(end - at))
            return "out of bounds";
        used += (size_t)snprintf(out + used, sizeof out - used, "%s%X/%zu", used ? " " : "", c,
                                 bytes);
        at += bytes;
    }
    return out;
}

static void
sequences(void)
{
#define SEQUENCE(bytes, want, name) {bytes, sizeof bytes - 1, want, name}
    static const struct {
        const char *bytes;
        size_t length;
        const char *want, *name;
    } rows[] = {
        SEQUENCE("\0", "0/1", "NUL"),
        SEQUENCE("\x7F", "7F/1", "last of one byte"),
        SEQUENCE("\xC2\x80", "80/2", "first of two"),
        SEQUENCE("\xDF\xBF", "7FF/2", "last of two"),
        SEQUENCE("\xE0\xA0\x80", "800/3", "first of three"),
        SEQUENCE("\xED\x9F\xBF", "D7FF/3", "last before the surrogates"),
        SEQUENCE("\xEE\x80\x80", "E000/3", "first after the surrogates"),
        SEQUENCE("\xEF\xBF\xBD", "FFFD/3", "the replacement character itself"),
        SEQUENCE("\xEF\xBF\xBF", "FFFF/3", "a noncharacter is a character here"),
        SEQUENCE("\xF0\x90\x80\x80", "10000/4", "first of four"),
        SEQUENCE("\xF4\x8F\xBF\xBF", "10FFFF/4", "last of all"),
        SEQUENCE("\xD0\xB9\xD2\x9B", "439/2 49B/2", "й қ"),
        SEQUENCE("\x80", "FFFD/1", "stray continuation"),
        SEQUENCE("\xBF\x80\xBF", "FFFD/1 FFFD/1 FFFD/1", "stray continuations, each"),
        SEQUENCE("\xC0\xAF", "FFFD/1 FFFD/1", "overlong slash in two"),
        SEQUENCE("\xC1\xBF", "FFFD/1 FFFD/1", "overlong DEL in two"),
        SEQUENCE("\xE0\x80\xAF", "FFFD/1 FFFD/1 FFFD/1", "overlong slash in three"),
        SEQUENCE("\xE0\x9F\xBF", "FFFD/1 FFFD/1 FFFD/1", "overlong U+07FF in three"),
        SEQUENCE("\xF0\x80\x80\xAF", "FFFD/1 FFFD/1 FFFD/1 FFFD/1", "overlong slash in four"),
        SEQUENCE("\xF0\x8F\xBF\xBF", "FFFD/1 FFFD/1 FFFD/1 FFFD/1", "overlong U+FFFF in four"),
        SEQUENCE("\xC0\x80", "FFFD/1 FFFD/1", "modified UTF-8 NUL"),
        SEQUENCE("\xED\xA0\x80", "FFFD/1 FFFD/1 FFFD/1", "first surrogate"),
        SEQUENCE("\xED\xBF\xBF", "FFFD/1 FFFD/1 FFFD/1", "last surrogate"),
        SEQUENCE("\xED\xA0\xBD\xED\xB8\x80", "FFFD/1 FFFD/1 FFFD/1 FFFD/1 FFFD/1 FFFD/1",
                 "a pair of surrogates (CESU-8)"),
        SEQUENCE("\xF4\x90\x80\x80", "FFFD/1 FFFD/1 FFFD/1 FFFD/1", "U+110000"),
        SEQUENCE("\xF5\x80\x80\x80", "FFFD/1 FFFD/1 FFFD/1 FFFD/1", "lead F5"),
        SEQUENCE("\xF8\x88\x80\x80\x80", "FFFD/1 FFFD/1 FFFD/1 FFFD/1 FFFD/1", "five bytes"),
        SEQUENCE("\xFC\x84\x80\x80\x80\x80", "FFFD/1 FFFD/1 FFFD/1 FFFD/1 FFFD/1 FFFD/1",
                 "six bytes"),
        SEQUENCE("\xFE\xFF", "FFFD/1 FFFD/1", "UTF-16 byte order mark"),
        SEQUENCE("\xC2", "FFFD/1", "cut after 1 of 2"),
        SEQUENCE("\xE1", "FFFD/1", "cut after 1 of 3"),
        SEQUENCE("\xE0\xA0", "FFFD/2", "cut after 2 of 3"),
        SEQUENCE("\xED\x9F", "FFFD/2", "cut after 2 of 3, next to the surrogates"),
        SEQUENCE("\xF1", "FFFD/1", "cut after 1 of 4"),
        SEQUENCE("\xF0\x90", "FFFD/2", "cut after 2 of 4"),
        SEQUENCE("\xF4\x8F\xBF", "FFFD/3", "cut after 3 of 4"),
        SEQUENCE("\xE2\x82"
                 "A",
                 "FFFD/2 41/1", "a letter in place of the third byte"),
        SEQUENCE("\xF0\x9F\x98"
                 "A",
                 "FFFD/3 41/1", "a letter in place of the fourth byte"),
        SEQUENCE("\xD0\xD0\xB9", "FFFD/1 439/2", "a lead byte in place of a continuation"),
        SEQUENCE("\xE2\x82\xE2\x82\xAC", "FFFD/2 20AC/3", "a cut character before the same"),
        SEQUENCE("\xD0\0\xB9", "FFFD/1 0/1 FFFD/1", "a NUL in place of a continuation"),
        /* Tables 3-8 to 3-11 of the Unicode standard. */
        SEQUENCE("\xC0\xAF\xE0\x80\xBF\xF0\x81\x82\x41",
                 "FFFD/1 FFFD/1 FFFD/1 FFFD/1 FFFD/1 FFFD/1 FFFD/1 FFFD/1 41/1",
                 "table 3-8: non-shortest forms"),
        SEQUENCE("\xED\xA0\x80\xED\xBF\xBF\xED\xAF\x41",
                 "FFFD/1 FFFD/1 FFFD/1 FFFD/1 FFFD/1 FFFD/1 FFFD/1 FFFD/1 41/1",
                 "table 3-9: surrogates"),
        SEQUENCE("\xF4\x91\x92\x93\xFF\x41\x80\xBF\x42",
                 "FFFD/1 FFFD/1 FFFD/1 FFFD/1 FFFD/1 41/1 FFFD/1 FFFD/1 42/1",
                 "table 3-10: other ill-formed sequences"),
        SEQUENCE("\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41", "FFFD/2 FFFD/1 FFFD/3 FFFD/2 41/1",
                 "table 3-11: truncated sequences"),
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *block = exact(rows[i].bytes, rows[i].length);
        is_string(decoded(block, rows[i].length), rows[i].want, "%s", rows[i].name);
        free(block);
    }
}

static void
every_character_survives_a_round_trip(void)
{
    size_t wrong = 0;

    for (uint32_t c = 0; c <= 0x10FFFF; c++) {
        char encoded[4];
        uint32_t back = 0;
        if (c >= 0xD800 && c <= 0xDFFF)
            continue;
        size_t bytes = kzsi_utf8_encode(c, encoded);
        size_t want = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
        wrong += bytes != want || kzsi_utf8_decode(encoded, encoded + bytes, &back) != bytes ||
                 back != c;
    }
    is_number(wrong, 0, "every character is encoded in the fewest bytes and comes back");
}

/* The second byte's range by Table 3-7 of the standard; bytes that follow a lead byte. */
static size_t
reference(const unsigned char *s, size_t length)
{
    static const struct {
        unsigned char first, last, low, high, more;
    } table[] = {
        {0x00, 0x7F, 0, 0, 0},       {0xC2, 0xDF, 0x80, 0xBF, 1}, {0xE0, 0xE0, 0xA0, 0xBF, 2},
        {0xE1, 0xEC, 0x80, 0xBF, 2}, {0xED, 0xED, 0x80, 0x9F, 2}, {0xEE, 0xEF, 0x80, 0xBF, 2},
        {0xF0, 0xF0, 0x90, 0xBF, 3}, {0xF1, 0xF3, 0x80, 0xBF, 3}, {0xF4, 0xF4, 0x80, 0x8F, 3},
    };

    for (size_t row = 0; row < sizeof table / sizeof *table; row++) {
        if (s[0] < table[row].first || s[0] > table[row].last)
            continue;
        size_t n = 1;
        if (table[row].more > 0 && n < length && s[1] >= table[row].low &&
            s[1] <= table[row].high)
            for (n = 2; n <= table[row].more && n < length && (s[n] & 0xC0) == 0x80;)
                n++;
        return n + (n == table[row].more + 1u ? 10 : 0); /* 10 more: well-formed */
    }
    return 1;
}

static void
all_sequences_agree_with_the_standard(void)
{
    static const unsigned char samples[] = {0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90,
                                            0x9F, 0xA0, 0xBF, 0xC0, 0xD0, 0xFF};
    const size_t count = sizeof samples;
    size_t wrong = 0;

    for (unsigned first = 0; first < 256; first++) {
        for (unsigned second = 0; second < 256; second++) {
            for (size_t rest = 0; rest < count * count; rest++) {
                const unsigned char s[4] = {(unsigned char)first, (unsigned char)second,
                                            samples[rest / count], samples[rest % count]};
                for (size_t length = rest % count == 0 ? 1 : 4; length <= 4; length++) {
                    const char *at = (const char *)s;
                    uint32_t c = 0;
                    size_t want = reference(s, length);
                    size_t have = kzsi_utf8_decode(at, at + length, &c);
                    char again[4];
                    if (want > 10)
                        wrong += have != want - 10 || kzsi_utf8_encode(c, again) != have ||
                                 memcmp(again, at, have) != 0;
                    else
                        wrong += have != want || c != KZSI_REPLACEMENT;
                }
            }
        }
    }
    is_number(wrong, 0, "millions of sequences are cut as Unicode's table 3-7 says");
}

static void
floors_are_at_character_edges(void)
{
    const char *text = "Kz қазақ €50 \U0001F1F0\U0001F1FF й";
    size_t length = strlen(text), wrong = 0;
    char *block = exact(text, length);

    for (size_t limit = 0; limit <= length + 3; limit++) {
        size_t want = 0;
        for (size_t at = 0; at <= limit && at <= length;) {
            uint32_t c;
            want = at;
            if (at == length)
                break;
            at += kzsi_utf8_decode(text + at, text + length, &c);
        }
        wrong += kzsi_utf8_floor(block, length, limit) != want;
    }
    is_number(wrong, 0, "the longest prefix that cuts no character, for every limit");
    free(block);
    is_number(kzsi_utf8_floor("", 0, 0), 0, "an empty text has an empty prefix");
    is_number(kzsi_utf8_floor("", 0, 10), 0, "whatever the limit");

    random_begin("prefixes of random bytes");
    wrong = 0;
    for (size_t i = 0; i < 20000; i++) {
        char bytes[12];
        size_t n = random_below(sizeof bytes + 1);
        for (size_t j = 0; j < n; j++)
            bytes[j] = (char)(random_below(3) ? 0x80 + random_below(128) : 'a');
        block = exact(bytes, n);
        size_t limit = random_below(sizeof bytes + 1);
        size_t have = kzsi_utf8_floor(block, n, limit);
        bool edge = have <= limit && have <= n;
        /* No well-formed character lies across the cut. */
        for (size_t at = 0; at < have && edge;) {
            size_t step = reference((unsigned char *)block + at, n - at);
            edge = step < 10 || at + step - 10 <= have;
            at += step > 10 ? step - 10 : step;
        }
        wrong += !edge;
        free(block);
    }
    is_number(wrong, 0, "invalid bytes never lead to a cut through a character or beyond");
}

/* Decode a text and write it again, with U+FFFD for what is invalid. */
static char *
repaired(const char *text, size_t length, size_t *out_length)
{
    char *out = malloc(length * 3 + 1);
    const char *at = text, *end = text + length;

    *out_length = 0;
    if (out == NULL)
        exit(99);
    while (at < end) {
        uint32_t c;
        at += kzsi_utf8_decode(at, end, &c);
        *out_length += kzsi_utf8_encode(c, out + *out_length);
    }
    return out;
}

static void
published_tests(void)
{
    size_t have_length, want_length, length;
    char *bytes = data_read("unicode/utf8tests/utf8tests.bin", &have_length);
    char *want = data_read("unicode/utf8tests/artifacts/utf8.replace.ref.txt", &want_length);

    if (bytes == NULL || want == NULL) {
        skip("published UTF-8 tests: no data, set KZS_DATA");
    } else {
        const char *at = bytes, *end = bytes + have_length, *w = want;
        size_t lines = 0, wrong = 0;
        while (at < end && w < want + want_length) {
            const char *stop = memchr(at, '\n', (size_t)(end - at));
            const char *w_stop = memchr(w, '\n', (size_t)(want + want_length - w));
            if (stop == NULL || w_stop == NULL)
                break;
            char *line = repaired(at, (size_t)(stop - at), &length);
            lines++;
            if (length != (size_t)(w_stop - w) || memcmp(line, w, length) != 0) {
                wrong++;
                printf("# line %zu: have %.*s\n#         want %.*s\n", lines, (int)length, line,
                       (int)(w_stop - w), w);
            }
            free(line);
            at = stop + 1;
            w = w_stop + 1;
        }
        is_number(wrong, 0, "each of %zu published test lines", lines);
        ok(lines > 200 && at == end && w == want + want_length, "all of the file was read");
    }
    free(bytes);
    free(want);

    bytes = data_read("unicode/UTF-8-demo.txt", &have_length);
    if (bytes == NULL) {
        skip("a page of valid text in many scripts: no data, set KZS_DATA");
    } else {
        char *again = repaired(bytes, have_length, &length);
        ok(length == have_length && memcmp(again, bytes, length) == 0,
           "a page of valid text in many scripts is read unchanged");
        free(again);
    }
    free(bytes);
}

int
main(void)
{
    sequences();
    every_character_survives_a_round_trip();
    all_sequences_agree_with_the_standard();
    floors_are_at_character_edges();
    published_tests();
    return tap_done();
}
