/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Help from the tables. Paragraphs are wrapped to 80 columns; examples are printed as they
 * stand, so that they can be copied.
 */
#include "help.h"

#include <stdio.h>
#include <string.h>

#include "support/terminal.h"

enum { WIDTH = 80, OPTION_INDENT = 24 };

/* The paragraphs of a text, split by newlines, wrapped. */
static void
print_paragraphs(const char *text)
{
    char line[2048];
    size_t length;

    for (; *text != '\0'; text += length + (text[length] != '\0' ? 1 : 0)) {
        length = strcspn(text, "\n");
        snprintf(line, sizeof line, "%.*s", (int)length, text);
        if (length == 0)
            putchar('\n');
        print_wrapped(stdout, line, 0, WIDTH, false);
    }
}

/* Text that starts in column `from` of a line already begun, further lines below it. */
static void
print_beside(const char *text, int used, int from)
{
    const char *space;
    int room = WIDTH - from, length;

    if (used + 1 > from) {
        putchar('\n');
        used = 0;
    }
    printf("%*s", from - used, "");
    while ((int)strlen(text) > room) {
        length = room;
        for (space = text + room; space > text && *space != ' '; space--)
            ;
        if (space > text)
            length = (int)(space - text);
        printf("%.*s\n%*s", length, text, from, "");
        text += length + (space > text ? 1 : 0);
    }
    printf("%s\n", text);
}

static void
print_option(const struct option *o)
{
    bool optional = o->kind == OPTION_CHOICE_OR_LAST;
    int used = printf("  --%s%s%s%s", o->name,
                      o->value == NULL ? "" : optional ? "[=" : " ",
                      o->value != NULL ? o->value : "", optional ? "]" : "");

    print_beside(o->help, used, OPTION_INDENT);
}

void
help_command(const struct command *command)
{
    printf("Usage: kzsearch %s [OPTION…] %s\n\n", command->name, command->operands);
    print_paragraphs(command->details);
    puts("\nOptions:");
    for (const struct option *o = command->options; o->kind != OPTION_END; o++)
        print_option(o);
    print_beside("this text", printf("  --help"), OPTION_INDENT);
    printf("\nExamples:\n%s", command->examples);
}

void
help_overview(void)
{
    puts("Usage: kzsearch COMMAND [OPTION…] …\n\n"
         "Full-text search for political commentary in English and Russian.\n");
    for (const struct command *const *c = commands; *c != NULL; c++)
        print_beside((*c)->summary, printf("  %s", (*c)->name), 12);
    print_beside("what a command does, with examples", printf("  help"), 12);
    puts("\nStart with:\n"
         "  kzsearch index archive.kz articles/\n"
         "  kzsearch search archive.kz '\"just Kazakhstan\"'\n\n"
         "Exit codes: 0 found or done, 1 nothing found, 2 error, 130 interrupted.\n"
         "kzsearch help COMMAND says more; kzsearch --version prints the version.");
}
