/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Printing of hostile text, wrapping, and the small pieces of text handling below it. */
#include <inttypes.h>

#include "options.h"
#include "support/seen.h"
#include "support/span.h"
#include "support/terminal.h"
#include "support/utf8.h"
#include "tests/support/tap.h"

static char printed[4096];
static FILE *out;

static void
begin(void)
{
    memset(printed, 0, sizeof printed);
    out = fmemopen(printed, sizeof printed, "w");
    if (out == NULL)
        exit(99);
}

static const char *
safe(const char *text, size_t length, enum print_mode mode)
{
    begin();
    print_safe(out, text, length, mode);
    fclose(out);
    return printed;
}

static const char *
wrapped(const char *text, size_t indent, size_t width, bool colour)
{
    begin();
    print_wrapped(out, text, indent, width, colour);
    fclose(out);
    return printed;
}

static void
test_printing(void)
{
    is_string(safe("a\nb\tc\rd", 7, PRINT_LINE), "a b c d", "line breaks become spaces");
    is_string(safe("a\nb\tc\rd", 7, PRINT_TEXT), "a\nb\tc d", "or stay, but for CR");
    is_string(safe("x\033[31my", 7, PRINT_TEXT), "x�[31my", "escape");
    is_string(safe("x\0y", 3, PRINT_LINE), "x�y", "NUL");
    is_string(safe("x\302\233y\177", 5, PRINT_LINE), "x�y�", "C1 controls and DEL");
    is_string(safe("a\342\200\256b\342\201\246", 8, PRINT_LINE), "a�b�",
              "characters that turn text around");
    is_string(safe("\377\320", 2, PRINT_LINE), "��", "bytes that are no UTF-8");
    is_string(safe("Қазақстан — “да”", strlen("Қазақстан — “да”"), PRINT_LINE),
              "Қазақстан — “да”", "other text is left alone");
}

static void
test_wrapping(void)
{
    is_string(wrapped("one two three", 2, 9, false), "  one two\n  three\n", "lines are filled");
    is_string(wrapped("шесть семь", 0, 10, false), "шесть семь\n", "characters count, not bytes");
    is_string(wrapped("extraordinarily a", 0, 5, false), "extraordinarily\na\n",
              "a long word has a line of its own");
    is_string(wrapped("", 4, 20, false), "", "nothing is nothing");
    is_string(wrapped("\033[1mab\033[0m cd", 0, 5, true), "\033[1mab\033[0m cd\n",
              "colours take no room");
    is_string(wrapped("\033[1mab", 0, 20, false), "�[1mab\n", "and do not pass unasked");
    is_string(wrapped("\033[2Jab", 0, 20, true), "�[2Jab\n", "nor does anything else");
}

static void
test_pieces(void)
{
    static const char *const names[] = {"limit", "lang", "sort", NULL};
    struct span text = span_of("\xC2\xA0 a b\t\n");
    struct seen seen = {0};
    char id[32];
    bool good = true;

    ok(span_equal(span_trim(text), span_of("a b")), "spaces of every kind are trimmed");
    is_number(span_trim(span_of("\xE2\x80")).length, 2, "half a character is no space");
    is_number(utf8_lower(0x419), 0x439, "small letters of Russian");
    is_number(utf8_lower(0x49A), 0x49B, "and of Kazakh");
    is_number(utf8_lower(0xD7), 0xD7, "a sign has none");
    is_string(nearest_name("limti", names), "limit", "a slip is understood");
    is_string(nearest_name("xyz", names), NULL, "another word is not");
    for (unsigned i = 0; i < 20000; i++) {
        snprintf(id, sizeof id, "id-%u", i % 10000);
        good = good && seen_before(&seen, id, strlen(id)) == (i >= 10000);
    }
    ok(good, "ids are known the second time, and only then");
    seen_free(&seen);
}

static const char *
hanging(const char *text, size_t column, size_t width)
{
    begin();
    print_hanging(out, text, column, width, false);
    fclose(out);
    return printed;
}

static void
hang(void)
{
    is_string(hanging("one two three", 4, 12), "one two\n    three", "lines below the first");
    is_string(hanging("один два", 2, 8), "один\n  два", "columns are characters");
    is_string(hanging("", 4, 12), "", "nothing");
    is_string(hanging("incomprehensible", 4, 8), "incomprehensible", "a word is not broken");
    is_string(hanging("a\033[1mb", 0, 80), "a\uFFFD[1mb", "no colours but the caller's");
}

int
main(void)
{
    test_printing();
    test_wrapping();
    test_pieces();
    hang();
    return tap_done();
}
