/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A small archive in English and Russian that the tests of queries and results ask. */
#ifndef ARCHIVE_H
#define ARCHIVE_H

#include "tests/api/library.h"

static const char archive_schema[] = "title   text     weight=2\n"
                                     "author  keyword  words\n"
                                     "place   keyword  words\n"
                                     "date    date\n"
                                     "lang    keyword\n"
                                     "tags    keyword  words alias=tag\n"
                                     "views   number\n"
                                     "url     stored\n"
                                     "body    text     main\n";

/* Fill an index and commit it. The ids are what the tests compare. */
static inline void
fill_archive(kzs_index *index)
{
    put(index, "bread", "title", "Война и хлеб", "author", "Ержан Касымов", "date", "2021-05",
        "lang", "ru", "tags", "экономика", "views", "250", "body",
        "Война поднимает цены на хлеб. Мир их опускает.", NULL);
    put(index, "choice", "title", "Тихий выбор Астаны", "author", "Айгуль Серикова", "place",
        "Астана", "date", "2022-11-21", "lang", "ru", "tags", "дипломатия", "views", "1200",
        "body", "Президент Токаев говорил тихо. Астана выбирает мир, а не войну.", NULL);
    put(index, "corridor", "title", "A corridor is not a country", "author", "Tom Archer",
        "date", "2022-11-01T10:30", "lang", "en", "tags", "transport", "tags", "energy",
        "views", "90.5", "url", "https://example.org/corridor", "body",
        "The Middle Corridor carries grain and uranium around Russia. NATO has no say in it, "
        "and Kazakhstan keeps the trains running.",
        NULL);
    put(index, "just", "title", "Just Kazakhstan", "author", "Aigul Serikova", "place",
        "Astana", "date", "2022-11-20", "lang", "en", "tags", "diplomacy", "views", "1500",
        "body",
        "For thirty years it was one of the stans. Today it is just Kazakhstan, a middle power "
        "with a voice of its own.",
        NULL);
    put(index, "language", "title", "Ещё раз о языке", "author", "Ержан Касымов", "date",
        "2023", "lang", "ru", "tags", "общество", "body",
        "Язык — не баррикада. В Казахстане говорят на двух языках.", NULL);
    put(index, "nato", "title", "The alliance at the border", "author", "Tom Archer Jr.",
        "date", "2022-03-05", "lang", "en", "tags", "security", "views", "-5", "body",
        "NATO watched Ukraine fight. The alliance and Ukraine need each other.", NULL);
    put(index, "note", "title", "A note", "lang", "en", "tags", "energy", "body",
        "A note without a date, about energy and pipelines.", NULL);
    put(index, "quasi", "title", "The age of quasi-states", "author", "Maria Lind", "date",
        "2023-01-15", "lang", "en", "tags", "diplomacy", "views", "0", "body",
        "They live on borrowed recognition and sign treaties with each other.", NULL);
    put(index, "states", "title", "Borrowed flags", "author", "Maria Lind", "date",
        "2022-12-31T23:59", "lang", "en", "body",
        "The quasistates of the last century had armies. Quasi statehood has lawyers.", NULL);
    commit(index);
}

static inline kzs_index *
new_archive(const char *name)
{
    kzs_index *index = new_index(name, archive_schema);

    fill_archive(index);
    return index;
}

static inline int
by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The ids of a page in alphabetical order, for tests of what is found. Frees the page. */
static inline const char *
sorted_ids_of(kzs_results *results)
{
    static char list[4][2000];
    static unsigned next;
    char *out = list[next++ % 4], words[2000];
    const char *ids[200];
    size_t count = 0, length = 0;

    snprintf(words, sizeof words, "%s", ids_of(results));
    for (char *word = strtok(words, " "); word != NULL && count < 200; word = strtok(NULL, " "))
        ids[count++] = word;
    qsort(ids, count, sizeof *ids, by_name);
    out[0] = '\0';
    for (size_t i = 0; i < count; i++)
        length += (size_t)sprintf(out + length, "%s%s", i > 0 ? " " : "", ids[i]);
    return out;
}

static inline const char *
sorted_ids(kzs_index *index, const char *text, const char *options)
{
    char all[100];

    snprintf(all, sizeof all, "limit=200 %s", options != NULL ? options : "");
    return sorted_ids_of(find(index, text, all));
}

#endif
