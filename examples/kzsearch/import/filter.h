/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Programs that make text of files that the command cannot read itself, as
 * `--filter '*.pdf=pdftotext - -'` names them. No shell is involved: the words of the command
 * are the words of the program, and the name of a file is one word whatever is in it.
 */
#ifndef FILTER_H
#define FILTER_H

#include <stdint.h>

#include "import/reason.h"
#include "support/buffer.h"

struct filter {
    char *pattern;  /* of shell globs, for the name, or with a slash for the path */
    char **words;   /* the program and its arguments, NULL at the end; in `text` */
    char *text;
    bool takes_path; /* {} stands for the path; else the file is on standard input */
};

struct filters {
    struct filter *items;
    size_t count;
    uint64_t seconds; /* that a program may take for one file */
};

/* Add one from `PATTERN=COMMAND ARG…`; words in ' or " may have spaces. False: see why. */
bool filters_add(struct filters *filters, const char *typed, struct reason *why);

/* The first whose pattern fits the path, also without its .gz; or NULL. */
const struct filter *filters_find(const struct filters *filters, const char *path);

/*
 * Append what the program makes of a file. On standard input a .gz file is unpacked. False
 * when it fails, ends with an error or makes more than `limit` bytes.
 */
bool filter_run(const struct filter *filter, const char *path, uint64_t seconds, size_t limit,
                struct buffer *out, struct reason *why);

void filters_free(struct filters *filters);

#endif
