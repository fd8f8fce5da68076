/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The table of names: which spellings are one name although no rule says so.
 *
 *     Kyiv = Kiev = Киев = Київ
 *     UN = ООН = United Nations = Организация Объединённых Наций
 *
 * names.txt, compiled in, and what an index adds to it. Each line gets one term: the name key
 * of its first Cyrillic spelling of one word (so that spellings nobody listed meet it), else
 * what its first spelling is, behind `=`. Words are looked up by spelling, as forms in Latin
 * script and as nominatives in Cyrillic; several words in a row by their first and then word
 * by word, in Latin as they stand, in Cyrillic by their stems. A spelling with a hyphen at its
 * end (San-) is the beginning of names alone: a capitalised word must follow.
 *
 * The built-in table is made drawer by drawer, one for each letter that spellings begin with,
 * when a word first asks for it: who asks for a few words need not wait for thousands.
 */
#include <stdlib.h>
#include <string.h>

#include "analysis/names.h"

/* names.txt as numbers: a string literal of that length is no portable C. */
static const unsigned char builtin_text[] = {
#include "analysis/names.inc"
};

/* ---- the built-in table ---- */

/* In which drawer is a form whose first character this is? */
static size_t
drawer_of(uint32_t first)
{
    return first % KZSI_DRAWERS;
}

/* The first character of a spelling as it is in forms, without making a form if need be. */
static uint32_t
first_of(const char *at, const char *end)
{
    struct kzsi_word word;
    uint32_t first = 0;

    kzsi_utf8_decode(at, end, &first);
    if (first < 0x80)
        return first | 0x20;
    if (kzsi_class_of(first) == KZSI_RUSSIAN)
        return kzsi_russian_lower[first - 0x400];
    if (kzsi_scan(at, end, &word) && word.length > 0)
        kzsi_utf8_decode(word.form, word.form + word.length, &first);
    return first;
}

/* Put the spellings of a line where they belong. */
static void
sort_line(struct kzsi_names *names, const char *line, const char *line_end)
{
    struct kzsi_cabinet *cabinet = names->cabinet;

    for (const char *at = line; at < line_end;) {
        const char *stop = kzsi_names_spelling_end(at, line_end);
        struct kzsi_spelling *spelling = kzsi_arena_alloc(&names->arena, sizeof *spelling);
        size_t drawer = drawer_of(first_of(at, stop));
        if (spelling == NULL)
            return;
        *spelling = (struct kzsi_spelling){line, line_end, at, stop, NULL};
        if (cabinet->last[drawer] != NULL)
            cabinet->last[drawer]->next = spelling;
        else
            cabinet->first[drawer] = spelling;
        cabinet->last[drawer] = spelling;
        at = stop < line_end ? stop + 3 : line_end;
    }
}

static struct kzsi_names *
make_builtin(void)
{
    struct kzsi_names *names = kzsi_alloc(sizeof *names);
    const char *at = (const char *)builtin_text, *end = at + sizeof builtin_text;

    kzsi_chars_init();
    if (names == NULL)
        return NULL;
    atomic_init(&names->holders, 1);
    names->cabinet = kzsi_arena_alloc(&names->arena, sizeof *names->cabinet);
    if (names->cabinet != NULL) {
        pthread_mutex_init(&names->cabinet->lock, NULL);
        for (size_t i = 0; i < KZSI_DRAWERS; i++)
            atomic_init(&names->cabinet->drawers[i], NULL);
    }
    while (at < end && !names->arena.failed) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        const char *line_end = newline != NULL ? newline : end;
        if (at < line_end && *at != '#')
            sort_line(names, at, line_end);
        at = newline != NULL ? newline + 1 : end;
    }
    if (names->arena.failed) {
        kzsi_arena_free(&names->arena);
        free(names);
        return NULL;
    }
    return names;
}

/* The table that would know this key: itself, or one of its drawers. NULL: out of memory. */
static const struct kzsi_names *
open_table(const struct kzsi_names *names, const char *key, size_t length)
{
    struct kzsi_cabinet *cabinet = names->cabinet;
    struct kzsi_names *drawer;
    uint32_t first = 0;
    size_t at;

    if (cabinet == NULL)
        return names;
    if (length > 0)
        kzsi_utf8_decode(key, key + length, &first);
    at = drawer_of(first);
    drawer = atomic_load_explicit(&cabinet->drawers[at], memory_order_acquire);
    if (drawer != NULL)
        return drawer;
    pthread_mutex_lock(&cabinet->lock);
    drawer = atomic_load_explicit(&cabinet->drawers[at], memory_order_relaxed);
    if (drawer == NULL) {
        drawer = kzsi_names_of_spellings(cabinet->first[at]);
        atomic_store_explicit(&cabinet->drawers[at], drawer, memory_order_release);
    }
    pthread_mutex_unlock(&cabinet->lock);
    return drawer;
}

/* ---- looking up ---- */

static size_t
copy_term(const struct kzsi_name *name, struct kzsi_name_key *out)
{
    memcpy(out->text, name->term, name->length);
    out->length = (uint8_t)name->length;
    return 1;
}

size_t
kzsi_names_find(const struct kzsi_names *names, const struct kzsi_reading *reading, bool whole,
                bool capitals, struct kzsi_name_key out[2])
{
    for (; names != NULL; names = names->base) {
        const struct kzsi_names *table = open_table(names, reading->text, reading->length);
        const struct kzsi_names_entry *entry =
            table != NULL ? kzsi_names_slot(table, reading->text, reading->length) : NULL;
        if (entry == NULL || entry->length == 0)
            continue;
        const struct kzsi_name *name =
            entry->name != NULL && (capitals || !entry->capitals) ? entry->name : NULL;
        size_t count = name != NULL ? copy_term(name, out) : 0;
        /* Тома is Thomas or of Tom; Том is Tom alone. */
        if (entry->cut != NULL && entry->cut != name && !(whole && name != NULL))
            count += copy_term(entry->cut, &out[count]);
        if (count > 0)
            return count;
    }
    return 0;
}

bool
kzsi_names_row_key(struct kzsi_stemmer *stemmer, const struct kzsi_word *word,
                   const char **key, size_t *length)
{
    const char *language;

    *key = word->form;
    *length = word->length;
    return word->scripts != KZSI_SCRIPT_RUSSIAN ||
           kzsi_stem(stemmer, word, key, length, &language);
}

bool
kzsi_names_begins_row(const struct kzsi_names *names, struct kzsi_stemmer *stemmer,
                      const struct kzsi_word *word, bool *begins)
{
    const char *key;
    size_t length;

    *begins = false;
    if (!kzsi_names_row_key(stemmer, word, &key, &length))
        return false;
    for (; names != NULL && !*begins; names = names->base) {
        const struct kzsi_names *table = open_table(names, key, length);
        if (table == NULL)
            return false;
        *begins = kzsi_names_slot(table, key, length)->rows != NULL;
    }
    return true;
}

/* What may stand between the words of one name, beside white space and hyphens. */
static bool
is_loose_link(uint32_t c)
{
    return c == '(' || c == ')' || c == ',' || c == 0x2013 || c == 0x2014;
}

/*
 * Words of one name stand side by side: between them is a space, a line's end or a hyphen. In
 * a row of three words or more it may be more: Korea, Republic of; Cocos (Keeling) Islands;
 * Папуа — Новая Гвинея.
 */
static bool
is_beside(const char *at, const char *next, bool loose)
{
    unsigned characters = 0, newlines = 0;

    while (at < next) {
        uint32_t c;
        at += kzsi_utf8_decode(at, next, &c);
        enum kzsi_class class = kzsi_class_of(c);
        bool space =
            c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == 0xA0 || c == 0x202F;
        /* Al 'Aqabah */
        if (!space && class != KZSI_HYPHEN && class != KZSI_IGNORABLE &&
            class != KZSI_APOSTROPHE && !(loose && is_loose_link(c)))
            return false;
        newlines += c == '\n';
        if (++characters > 4 || newlines > 1)
            return false;
    }
    return true;
}

/* Do the words of a row follow? Returns the end of the last one, or NULL; *failed. */
static const char *
follow(const struct kzsi_names_row *row, struct kzsi_stemmer *stemmer,
       const struct kzsi_word *first, const char *end, bool *failed)
{
    const char *at = first->end;
    struct kzsi_word word;

    /* As it is written: Али and Асим have the stems of Аль- and Ас-. */
    if (row->count == 0)
        return first->length == row->words->length &&
                       memcmp(first->form, row->words->term, first->length) == 0 &&
                       kzsi_scan(at, end, &word) && is_beside(at, word.start, false) &&
                       (word.capital || !first->capital)
                   ? at
                   : NULL;

    for (size_t i = 0; i < row->count; i++) {
        const char *key;
        size_t length;
        if (!kzsi_scan(at, end, &word) || !is_beside(at, word.start, row->count > 1))
            return NULL;
        if (!kzsi_names_row_key(stemmer, &word, &key, &length)) {
            *failed = true;
            return NULL;
        }
        if (length != row->words[i].length || memcmp(key, row->words[i].term, length) != 0)
            return NULL;
        at = word.end;
    }
    return at;
}

const char *
kzsi_names_row(const struct kzsi_names *names, struct kzsi_stemmer *stemmer,
               const struct kzsi_word *first, const char *end, const char **row_end,
               size_t *term_length, bool *failed)
{
    const char *key;
    size_t length;

    if (!kzsi_names_row_key(stemmer, first, &key, &length)) {
        *failed = true;
        return NULL;
    }
    for (; names != NULL; names = names->base) {
        const struct kzsi_names *table = open_table(names, key, length);
        if (table == NULL) {
            *failed = true;
            return NULL;
        }
        const struct kzsi_names_entry *entry = kzsi_names_slot(table, key, length);
        const struct kzsi_names_row *row = entry->length != 0 ? entry->rows : NULL;
        for (; row != NULL; row = row->next) {
            *row_end = follow(row, stemmer, first, end, failed);
            if (*failed)
                return NULL;
            if (*row_end != NULL) {
                *term_length = row->name->length;
                return row->name->term;
            }
        }
    }
    return NULL;
}

/* ---- whole tables ---- */

struct kzsi_names *
kzsi_names_hold(struct kzsi_names *names)
{
    if (names != NULL)
        atomic_fetch_add(&names->holders, 1);
    return names;
}

void
kzsi_names_free(struct kzsi_names *names)
{
    if (names == NULL || atomic_fetch_sub(&names->holders, 1) > 1)
        return;
    kzsi_arena_free(&names->arena);
    free(names->entries);
    free(names);
}

struct kzsi_names *
kzsi_names_builtin(void)
{
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    static struct kzsi_names *names; /* lives as long as the process */

    pthread_mutex_lock(&lock);
    if (names == NULL)
        names = make_builtin();
    pthread_mutex_unlock(&lock);
    return names;
}
