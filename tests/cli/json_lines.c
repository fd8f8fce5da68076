/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads JSON Lines from stdin for the shell tests: fails when a line is no object or holds a
 * control byte, and prints the values of the keys that are its arguments, tabs between them,
 * `-` for one that is not there.
 */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
print_value(const json_t *value)
{
    char *text;

    if (json_is_string(value)) {
        fwrite(json_string_value(value), 1, json_string_length(value), stdout);
        return;
    }
    text = value != NULL ? json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT) : NULL;
    fputs(text != NULL ? text : "-", stdout);
    free(text);
}

static int
has_control(const char *line)
{
    for (; *line != '\0'; line++)
        if ((unsigned char)*line < 0x20 || *line == 0x7F)
            return 1;
    return 0;
}

int
main(int argc, char **argv)
{
    char *line = NULL;
    size_t size = 0;
    ssize_t length;
    unsigned long number = 0;
    int failed = 0;

    while ((length = getline(&line, &size, stdin)) > 0) {
        json_error_t error;
        json_t *object;

        number++;
        if (line[length - 1] == '\n')
            line[--length] = '\0';
        object = json_loadb(line, (size_t)length, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &error);
        if (!json_is_object(object) || strlen(line) != (size_t)length || has_control(line)) {
            printf("line %lu is no JSON object: %s\n", number, line);
            failed = 1;
        }
        for (int i = 1; i < argc && json_is_object(object); i++) {
            if (i > 1)
                putchar('\t');
            print_value(json_object_get(object, argv[i]));
        }
        if (argc > 1)
            putchar('\n');
        json_decref(object);
    }
    free(line);
    return failed;
}
