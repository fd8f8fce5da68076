/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The table of names: which spellings are one name although no rule says so.
 *
 *     Kyiv = Kiev = Киев = Київ
 *     UN = ООН = United Nations = Организация Объединённых Наций
 *
 * names.txt, compiled in, and what an index adds to it. Each line gets one term: the name key
 * of its first spelling where that is a word (so that spellings nobody listed meet it), else
 * the spelling itself behind `=`. Words are looked up by spelling, as forms in Latin script
 * and as nominatives in Cyrillic; several words in a row by their first and then word by word,
 * in Latin as they stand, in Cyrillic by their stems.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/analysis.h"
#include "base/hash.h"

/* Words of one spelling; more are no name. */
#define SPELLING_WORDS 12

/* Something that is looked up: a spelling of one word, or the first of several. */
struct entry {
    const char *key;
    size_t length; /* 0: free */
    const struct name *name;
    bool capitals;    /* only when written in capitals */
    struct row *rows; /* spellings that begin with this word; name may be NULL */
};

/* A name, or the words behind the first of a spelling. */
struct name {
    const char *term;
    size_t length;
};

struct row {
    struct name *name;
    size_t count; /* words behind the first */
    struct name *words;
    struct row *next; /* longest first */
};

struct kzsi_names {
    atomic_uint holders;
    const struct kzsi_names *base; /* asked where this one does not know */
    struct kzsi_arena arena;
    struct entry *entries;
    size_t count, size; /* size: a power of two */
    bool failed;
};

/* names.txt as numbers: a string literal of that length is no portable C. */
static const unsigned char builtin_text[] = {
#include "analysis/names.inc"
};

/* ---- looking up ---- */

static struct entry *
slot_of(const struct kzsi_names *names, const char *key, size_t length)
{
    size_t at = (size_t)kzsi_hash(key, length) & (names->size - 1);

    while (names->entries[at].length != 0 &&
           (names->entries[at].length != length ||
            memcmp(names->entries[at].key, key, length) != 0))
        at = (at + 1) & (names->size - 1);
    return &names->entries[at];
}

const char *
kzsi_names_find(const struct kzsi_names *names, const char *key, size_t length, bool capitals,
                size_t *term_length)
{
    for (; names != NULL; names = names->base) {
        const struct entry *entry = slot_of(names, key, length);
        if (entry->length == 0 || entry->name == NULL || (entry->capitals && !capitals))
            continue;
        *term_length = entry->name->length;
        return entry->name->term;
    }
    return NULL;
}

/* The key of a word in a row of words. */
static bool
row_key(struct kzsi_stemmer *stemmer, const struct kzsi_word *word, const char **key,
        size_t *length)
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
    if (!row_key(stemmer, word, &key, &length))
        return false;
    for (; names != NULL && !*begins; names = names->base)
        *begins = slot_of(names, key, length)->rows != NULL;
    return true;
}

/* Words of one name stand side by side: between them is a space, a line's end or a hyphen. */
static bool
is_beside(const char *at, const char *next)
{
    unsigned characters = 0, newlines = 0;

    while (at < next) {
        uint32_t c;
        at += kzsi_utf8_decode(at, next, &c);
        enum kzsi_class class = kzsi_class_of(c);
        bool space = c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == 0xA0 || c == 0x202F;
        if (!space && class != KZSI_HYPHEN && class != KZSI_IGNORABLE)
            return false;
        newlines += c == '\n';
        if (++characters > 4 || newlines > 1)
            return false;
    }
    return true;
}

/* Do the words of a row follow? Returns the end of the last one, or NULL; *failed. */
static const char *
follow(const struct row *row, struct kzsi_stemmer *stemmer, const char *at, const char *end,
       bool *failed)
{
    struct kzsi_word word;

    for (size_t i = 0; i < row->count; i++) {
        const char *key;
        size_t length;
        if (!kzsi_scan(at, end, &word) || !is_beside(at, word.start))
            return NULL;
        if (!row_key(stemmer, &word, &key, &length)) {
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

    if (!row_key(stemmer, first, &key, &length)) {
        *failed = true;
        return NULL;
    }
    for (; names != NULL; names = names->base) {
        const struct entry *entry = slot_of(names, key, length);
        const struct row *row = entry->length != 0 ? entry->rows : NULL;
        for (; row != NULL; row = row->next) {
            *row_end = follow(row, stemmer, first->end, end, failed);
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

/* ---- making the table ---- */

static bool
grow(struct kzsi_names *names)
{
    struct kzsi_names bigger = *names;

    bigger.size = names->size > 0 ? names->size * 2 : 1024;
    bigger.entries = kzsi_alloc(bigger.size * sizeof *bigger.entries);
    if (bigger.entries == NULL)
        return false;
    for (size_t i = 0; i < names->size; i++)
        if (names->entries[i].length != 0)
            *slot_of(&bigger, names->entries[i].key, names->entries[i].length) =
                names->entries[i];
    free(names->entries);
    *names = bigger;
    return true;
}

/* The entry of a key, made if there is none; NULL when out of memory. */
static struct entry *
entry_of(struct kzsi_names *names, const char *key, size_t length)
{
    struct entry *entry;

    if (names->count * 2 >= names->size && !grow(names)) {
        names->failed = true;
        return NULL;
    }
    entry = slot_of(names, key, length);
    if (entry->length == 0) {
        entry->key = kzsi_arena_copy(&names->arena, key, length);
        if (entry->key == NULL)
            return NULL;
        entry->length = length;
        names->count++;
    }
    return entry;
}

/* Under which key is this word looked up? As a nominative if it can be one. */
static void
word_key(const struct kzsi_word *word, const char **key, size_t *length,
         struct kzsi_reading readings[KZSI_READINGS])
{
    size_t count = kzsi_read_name(word->form, word->length, word->scripts, readings);

    *key = word->form;
    *length = word->length;
    for (size_t i = 0; i < count; i++)
        if (readings[i].length == word->length &&
            memcmp(readings[i].text, word->form, word->length) == 0)
            return; /* nothing is taken off */
    if (count > 0) {
        *key = readings[0].text;
        *length = readings[0].length;
    }
}

/* The term of a whole line, from its first spelling. */
static struct name *
name_of(struct kzsi_names *names, const struct kzsi_word *words, size_t count)
{
    struct name *name = kzsi_arena_alloc(&names->arena, sizeof *name);
    char term[1 + SPELLING_WORDS * KZSI_FORM_MAX] = "=";
    struct kzsi_name_key keys[KZSI_NAME_KEYS];
    size_t length = 1;

    if (name == NULL)
        return NULL;
    if (count == 1 && !words[0].capitals &&
        kzsi_name_keys(words[0].form, words[0].length, words[0].scripts, keys) > 0) {
        length = keys[0].length;
        memcpy(term, keys[0].text, length);
    } else {
        for (size_t i = 0; i < count; i++) {
            memcpy(term + length, words[i].form, words[i].length);
            length += words[i].length;
        }
    }
    if (length > KZSI_NAME_KEY_MAX)
        length = kzsi_utf8_floor(term, length, KZSI_NAME_KEY_MAX);
    name->term = kzsi_arena_copy(&names->arena, term, length);
    name->length = length;
    return name->term != NULL ? name : NULL;
}

static void
add_word(struct kzsi_names *names, const struct kzsi_word *word, struct name *name)
{
    struct kzsi_reading readings[KZSI_READINGS];
    const char *key;
    size_t length;
    struct entry *entry;

    word_key(word, &key, &length, readings);
    entry = entry_of(names, key, length);
    if (entry == NULL)
        return;
    /* NATO and Nato: what is found in small letters is found in capitals too. */
    if (entry->name == NULL || (entry->capitals && !word->capitals)) {
        entry->name = name;
        entry->capitals = word->capitals;
    }
}

static void
add_row(struct kzsi_names *names, struct kzsi_stemmer *stemmer, const struct kzsi_word *words,
        size_t count, struct name *name)
{
    struct row *row = kzsi_arena_alloc(&names->arena, sizeof *row);
    struct row **link;
    struct entry *entry;
    const char *key;
    size_t length;

    if (row == NULL)
        return;
    row->name = name;
    row->count = count - 1;
    row->words = kzsi_arena_alloc(&names->arena, row->count * sizeof *row->words);
    for (size_t i = 1; row->words != NULL && i < count; i++) {
        if (!row_key(stemmer, &words[i], &key, &length)) {
            names->failed = true;
            return;
        }
        row->words[i - 1] = (struct name){kzsi_arena_copy(&names->arena, key, length), length};
    }
    if (names->arena.failed || !row_key(stemmer, &words[0], &key, &length) ||
        (entry = entry_of(names, key, length)) == NULL) {
        names->failed = true;
        return;
    }
    link = &entry->rows;
    while (*link != NULL && (*link)->count > row->count)
        link = &(*link)->next;
    row->next = *link;
    *link = row;
}

/* The words of a spelling. Returns how many; more than SPELLING_WORDS: too many. */
static size_t
words_of(const char *text, const char *end, struct kzsi_word words[SPELLING_WORDS])
{
    size_t count = 0;
    struct kzsi_word word;

    while (kzsi_scan(text, end, &word)) {
        text = word.end;
        if (word.length == 0)
            continue;
        if (count == SPELLING_WORDS)
            return count + 1;
        words[count++] = word;
    }
    return count;
}

/* One line: spellings between ` = `. False when it is none; *at says where. */
static bool
add_line(struct kzsi_names *names, struct kzsi_stemmer *stemmer, const char **at,
         const char *end, struct kzsi_word words[SPELLING_WORDS])
{
    struct name *name = NULL;
    size_t spellings = 0;

    while (*at < end) {
        const char *stop = memmem(*at, (size_t)(end - *at), " = ", 3);
        const char *spelling_end = stop != NULL ? stop : end;
        size_t count = words_of(*at, spelling_end, words);
        if (count == 0 || count > SPELLING_WORDS)
            return false;
        if (name == NULL && (name = name_of(names, words, count)) == NULL) {
            names->failed = true;
            return true;
        }
        if (count == 1)
            add_word(names, &words[0], name);
        else
            add_row(names, stemmer, words, count, name);
        spellings++;
        *at = stop != NULL ? stop + 3 : end;
    }
    return spellings >= 2;
}

struct kzsi_names *
kzsi_names_new(const struct kzsi_names *base, const char *text, size_t length, size_t *bad)
{
    struct kzsi_names *names = kzsi_alloc(sizeof *names);
    struct kzsi_stemmer *stemmer = kzsi_stemmer_new();
    struct kzsi_word *words = kzsi_alloc(SPELLING_WORDS * sizeof *words);
    const char *at = text, *end = text + length;

    *bad = KZS_NO_OFFSET;
    kzsi_chars_init();
    if (names == NULL || stemmer == NULL || words == NULL || !grow(names)) {
        free(names);
        names = NULL;
        at = end;
    } else {
        names->base = base;
        atomic_init(&names->holders, 1);
    }
    while (at < end) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        const char *line_end = newline != NULL ? newline : end;
        if (at < line_end && *at != '#' && !add_line(names, stemmer, &at, line_end, words)) {
            *bad = (size_t)(at - text);
            break;
        }
        at = newline != NULL ? newline + 1 : end;
    }
    kzsi_stemmer_free(stemmer);
    free(words);
    if (names != NULL && (names->failed || names->arena.failed || *bad != KZS_NO_OFFSET)) {
        kzsi_names_free(names);
        names = NULL;
    }
    return names;
}

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
    size_t bad;

    pthread_mutex_lock(&lock);
    if (names == NULL)
        names = kzsi_names_new(NULL, (const char *)builtin_text, sizeof builtin_text, &bad);
    pthread_mutex_unlock(&lock);
    return names;
}
