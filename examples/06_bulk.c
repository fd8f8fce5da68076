/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A new index from many documents at once:  06_bulk archive.kz columns.tsv
 * Each line has an id, a date, an author, a language, a title and a text, with tabs between.
 */
#define _POSIX_C_SOURCE 200809L /* getline */
#include <kzsearch.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const fields[] = {"date", "author", "lang", "title", "body"};

/* Cut the line behind its next tab: the part before it, or NULL when there is none. */
static char *
next_part(char **line)
{
    char *part = *line;

    if (part != NULL) {
        *line = strchr(part, '\t');
        if (*line != NULL)
            *(*line)++ = '\0';
    }
    return part;
}

/* Put a line; a bad one is reported and left out, and the rest goes on. */
static bool
put_line(kzs_bulk *bulk, char *line, unsigned long number)
{
    kzs_doc *doc = kzs_doc_new();
    const char *id = next_part(&line);
    kzs_error err;
    kzs_status status;

    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        const char *value = next_part(&line);

        if (value != NULL && *value != '\0')
            kzs_doc_set(doc, fields[i], value, KZS_NUL, NULL);
    }
    status = kzs_bulk_put(bulk, id, KZS_NUL, doc, &err);
    kzs_doc_free(doc);
    if (status != KZS_OK)
        fprintf(stderr, "line %lu: %s\n", number, err.message);
    return status == KZS_OK || status == KZS_ERR_INVALID || status == KZS_ERR_LIMIT;
}

int
main(int argc, char **argv)
{
    kzs_bulk *bulk = NULL;
    kzs_error err;
    FILE *file;
    char *line = NULL;
    size_t room = 0;
    unsigned long number = 0;
    bool good = true;

    if (argc != 3)
        return fprintf(stderr, "usage: %s NEW-INDEX FILE.tsv\n", argv[0]), 2;
    file = fopen(argv[2], "r");
    if (file == NULL)
        return perror(argv[2]), 2;
    if (kzs_bulk_new(argv[1], NULL, "threads=2 memory=64M", &bulk, &err) != KZS_OK) {
        fprintf(stderr, "%s\n", err.message);
        good = false;
    }
    while (good && getline(&line, &room, file) > 0) {
        line[strcspn(line, "\n")] = '\0';
        good = put_line(bulk, line, ++number);
    }
    /* Until here nothing is at argv[1]; now the whole index is. */
    if (good && kzs_bulk_finish(bulk, &err) != KZS_OK) {
        fprintf(stderr, "%s\n", err.message);
        good = false;
    }
    if (good)
        printf("%lu lines, written %s\n", number, kzs_bulk_method(bulk));
    kzs_bulk_free(bulk);
    free(line);
    fclose(file);
    return good ? 0 : 2;
}
