/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The terminal's abilities and safe printing. Widths are counted in code points: wide East
 * Asian characters and combining marks are not looked up. No terminfo: the few sequences
 * used are understood everywhere.
 */
#include "support/terminal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "support/utf8.h"

enum { WIDTH_DEFAULT = 80, WIDTH_LEAST = 20 };

static bool
wants_colour(const char *choice)
{
    const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");

    if (strcmp(choice, "auto") != 0)
        return strcmp(choice, "always") == 0;
    if (no_color != NULL && *no_color != '\0')
        return false;
    return isatty(STDOUT_FILENO) && (term == NULL || strcmp(term, "dumb") != 0);
}

struct terminal
terminal_look(const char *colour, uint64_t width)
{
    struct winsize size = {0};

    if (width == 0 && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0)
        width = size.ws_col;
    if (width == 0)
        width = WIDTH_DEFAULT;
    if (width < WIDTH_LEAST)
        width = WIDTH_LEAST;
    return (struct terminal){.colour = wants_colour(colour), .width = (size_t)width};
}

bool
terminal_shows_progress(void)
{
    return isatty(STDERR_FILENO);
}

static void
print_code(FILE *out, uint32_t c, enum print_mode mode)
{
    char bytes[4];

    if (c == '\n' || c == '\t' || c == '\r')
        c = mode == PRINT_TEXT && c != '\r' ? c : ' ';
    else if (utf8_is_unsafe(c) || (mode == PRINT_LINE && (c == 0x2028 || c == 0x2029)))
        c = UTF8_REPLACEMENT;
    fwrite(bytes, 1, utf8_encode(c, bytes), out);
}

void
print_safe(FILE *out, const char *text, size_t length, enum print_mode mode)
{
    uint32_t c;

    for (size_t at = 0; at < length;) {
        utf8_next(text, length, &at, &c);
        print_code(out, c, mode);
    }
}

void
print_padded(FILE *out, const char *text, size_t length, size_t width)
{
    print_safe(out, text, length, PRINT_LINE);
    for (size_t used = utf8_count(text, length); used < width; used++)
        fputc(' ', out);
}

/* Length of a colour sequence, 0 when the text does not start with one. */
static size_t
colour_sequence(const char *text, size_t length)
{
    size_t at = 2;

    if (length < 3 || text[0] != '\033' || text[1] != '[')
        return 0;
    while (at < length && ((text[at] >= '0' && text[at] <= '9') || text[at] == ';'))
        at++;
    return at < length && text[at] == 'm' ? at + 1 : 0;
}

/* Print a word, or only count its columns when `out` is NULL. */
static size_t
print_word(FILE *out, const char *word, size_t length, bool colour)
{
    size_t columns = 0, sequence;
    uint32_t c;

    for (size_t at = 0; at < length;) {
        sequence = colour ? colour_sequence(word + at, length - at) : 0;
        if (sequence > 0) {
            if (out != NULL)
                fwrite(word + at, 1, sequence, out);
            at += sequence;
            continue;
        }
        utf8_next(word, length, &at, &c);
        if (out != NULL)
            print_code(out, c, PRINT_LINE);
        columns++;
    }
    return columns;
}

/* Lines `indent` deep, but for the first one if it is begun; the last one is not ended. */
static void
print_lines(FILE *out, const char *text, size_t indent, size_t width, bool colour, bool begun)
{
    size_t column = 0, room = width > indent ? width - indent : 1, columns, length;

    while (*(text += strspn(text, " \n\t")) != '\0') {
        length = strcspn(text, " \n\t");
        columns = print_word(NULL, text, length, colour);
        if (column > 0 && column + 1 + columns > room) {
            fputc('\n', out);
            column = 0;
        }
        if (column > 0)
            fputc(' ', out);
        else if (!begun)
            fprintf(out, "%*s", (int)indent, "");
        begun = false;
        column += (column > 0 ? 1 : 0) + print_word(out, text, length, colour);
        text += length;
    }
}

void
print_wrapped(FILE *out, const char *text, size_t indent, size_t width, bool colour)
{
    print_lines(out, text, indent, width, colour, false);
    if (text[strspn(text, " \n\t")] != '\0')
        fputc('\n', out);
}

void
print_hanging(FILE *out, const char *text, size_t column, size_t width, bool colour)
{
    print_lines(out, text, column, width, colour, true);
}
