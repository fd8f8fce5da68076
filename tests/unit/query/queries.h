/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the tests of lib/query share: a schema with a field of every kind, and warnings. */
#ifndef QUERIES_H
#define QUERIES_H

#include "query/query.h"
#include "tests/unit/unit.h"

#define ROWS(table) (sizeof(table) / sizeof *(table))

static struct kzsi_schema queries_schema;

static inline void
queries_done(void)
{
    kzsi_schema_free(&queries_schema);
}

static inline const struct kzsi_schema *
schema(void)
{
    static const char text[] = "title  text     weight=2\n"
                               "author keyword  words\n"
                               "lang   keyword\n"
                               "tags   keyword  words alias=tag\n"
                               "date   date\n"
                               "edited date\n"
                               "views  number\n"
                               "url    stored\n"
                               "body   text     main\n";

    if (queries_schema.count == 0) {
        if (kzsi_schema_parse(text, &queries_schema, NULL) != KZS_OK)
            exit(99);
        atexit(queries_done);
    }
    return &queries_schema;
}

static inline const struct kzsi_field *
field(const char *name)
{
    return kzsi_schema_find(schema(), name, strlen(name));
}

/* "3: this parenthesis ... | 17: ...", the parts of each message that say what it is about. */
static inline const char *
warnings_text(const struct kzsi_warnings *warnings)
{
    static char text[100 * 300];
    size_t length = 0;

    text[0] = '\0';
    for (size_t i = 0; i < warnings->count; i++)
        length += (size_t)sprintf(text + length, "%s%zu: %s", i > 0 ? " | " : "",
                                  warnings->items[i].offset, warnings->items[i].message);
    return text;
}

#endif
