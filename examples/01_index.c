/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Put text files into an index:  01_index archive.kz a.txt b.txt ... */
#include <kzsearch.h>
#include <stdio.h>
#include <stdlib.h>

static char *
read_file(const char *path, size_t *length)
{
    FILE *file = fopen(path, "rb");
    char *text = NULL;
    size_t capacity = 0, n;

    *length = 0;
    if (file == NULL)
        return NULL;
    do {
        char *grown = realloc(text, capacity += 65536);
        if (grown == NULL)
            break;
        text = grown;
        n = fread(text + *length, 1, capacity - *length, file);
        *length += n;
    } while (n > 0);
    fclose(file);
    return text;
}

int
main(int argc, char **argv)
{
    kzs_index *index;
    kzs_error err;
    int failures = 0;

    if (argc < 3)
        return fprintf(stderr, "usage: %s INDEX FILE...\n", argv[0]), 2;
    if (kzs_index_open(argv[1], KZS_WRITE | KZS_CREATE, "lock_timeout=5s", &index, &err))
        return fprintf(stderr, "%s\n", err.message), 2;

    for (int i = 2; i < argc; i++) {
        size_t length;
        char *text = read_file(argv[i], &length);
        kzs_doc *doc = kzs_doc_new();

        /* What these two return also sticks to the document: kzs_put() reports it. */
        kzs_doc_set(doc, "title", argv[i], KZS_NUL, NULL);
        kzs_doc_set(doc, "body", text, length, NULL);
        if (text == NULL || kzs_put(index, argv[i], KZS_NUL, doc, &err) != KZS_OK) {
            fprintf(stderr, "%s: %s\n", argv[i], text == NULL ? "cannot read" : err.message);
            failures++;
        }
        kzs_doc_free(doc);
        free(text);
    }

    /* Nothing is visible or safe before this. */
    if (kzs_commit(index, &err) != KZS_OK) {
        fprintf(stderr, "%s\n", err.message);
        failures++;
    }
    kzs_index_close(index, NULL);
    return failures > 0;
}
