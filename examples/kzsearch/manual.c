/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The commands for the manual page: see manual.h. */
#include "manual.h"

#include <stdio.h>
#include <string.h>

#include "options.h"

/* A character as roff that can be copied from the page, or NULL for itself. */
static const char *
roff_of(char c)
{
    switch (c) {
    case '\\':
        return "\\e";
    case '-':
        return "\\-";
    case '\'':
        return "\\(aq";
    case '`':
        return "\\(ga";
    case '^':
        return "\\(ha";
    case '~':
        return "\\(ti";
    default:
        return NULL;
    }
}

/* Text of which nothing is a request; lines end where they end. */
static void
put_text(const char *text, size_t length)
{
    const char *roff;
    bool line_begins = true;

    for (size_t i = 0; i < length; i++) {
        if (line_begins && text[i] == '.')
            fputs("\\&", stdout);
        line_begins = text[i] == '\n';
        roff = roff_of(text[i]);
        if (roff != NULL)
            fputs(roff, stdout);
        else
            putchar(text[i]);
    }
}

/* Columns of a word in the source: readers write other letters than ASCII as `\[u0418]`. */
static size_t
columns_of(const char *word, size_t length)
{
    size_t columns = length;

    for (size_t i = 0; i < length; i++)
        columns += (unsigned char)word[i] < 128 ? 0 : 3;
    return columns;
}

/* A paragraph that is filled: source lines end behind sentences and before they get long. */
static void
put_prose(const char *text, size_t length)
{
    enum { LONG = 70 };
    size_t column = 0, word;

    for (size_t i = 0; i < length; i += word + 1) {
        word = strcspn(text + i, " \n");
        if (word > length - i)
            word = length - i;
        if (i > 0 && (column + columns_of(text + i, word) > LONG ||
                      strchr(".?!", text[i - 2]) != NULL)) {
            putchar('\n');
            column = 0;
        } else if (i > 0) {
            putchar(' ');
        }
        put_text(text + i, word);
        column += columns_of(text + i, word) + 1;
    }
    putchar('\n');
}

/* Paragraphs that newlines split; an empty line between two of them is no other thing. */
static void
put_paragraphs(const char *text)
{
    size_t length;

    for (; *text != '\0'; text += length + strspn(text + length, "\n")) {
        length = strcspn(text, "\n");
        if (length == 0)
            continue;
        puts(".PP");
        put_prose(text, length);
    }
}

static void
put_option(const struct option *o)
{
    bool optional = o->kind == OPTION_CHOICE_OR_LAST;

    fputs(".TP\n\\fB\\-\\-", stdout);
    put_text(o->name, strlen(o->name));
    fputs("\\fR", stdout);
    if (o->value != NULL) {
        fputs(optional ? "[=\\fI" : " \\fI", stdout);
        put_text(o->value, strlen(o->value));
        fputs(optional ? "\\fR]" : "\\fR", stdout);
    }
    putchar('\n');
    put_prose(o->help, strlen(o->help));
}

static void
put_command(const struct command *command)
{
    printf(".SS %s\n\\fBkzsearch %s\\fR [\\fIOPTION\\fR…] \\fI", command->name, command->name);
    put_text(command->operands, strlen(command->operands));
    puts("\\fR");
    put_paragraphs(command->details);
    for (const struct option *o = command->options; o->kind != OPTION_END; o++)
        put_option(o);
    puts(".PP\nExamples:\n.PP\n.EX");
    put_text(command->examples, strlen(command->examples));
    puts(".EE");
}

void
manual_commands(void)
{
    for (const struct command *const *c = commands; *c != NULL; c++)
        put_command(*c);
}
