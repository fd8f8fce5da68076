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
    size_t count; /* words behind the first; 0: any one that has a capital, if that has one */
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
    struct cabinet *cabinet; /* of the built-in one, which has no entries itself */
};

#define DRAWERS 128

/* Where a spelling stands in the text, and its line. */
struct spelling {
    const char *line, *line_end, *at, *end;
    struct spelling *next; /* in the same drawer */
};

struct cabinet {
    pthread_mutex_t lock; /* for making drawers */
    _Atomic(struct kzsi_names *) drawers[DRAWERS];
    struct spelling *first[DRAWERS], *last[DRAWERS];
};

/* names.txt as numbers: a string literal of that length is no portable C. */
static const unsigned char builtin_text[] = {
#include "analysis/names.inc"
};

/* ---- looking up ---- */

/* The table that would know this key: itself, or one of its drawers. NULL: out of memory. */
static const struct kzsi_names *open_table(const struct kzsi_names *names, const char *key,
                                           size_t length);

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
        const struct kzsi_names *table = open_table(names, key, length);
        const struct entry *entry = table != NULL ? slot_of(table, key, length) : NULL;
        if (entry == NULL || entry->length == 0 || entry->name == NULL ||
            (entry->capitals && !capitals))
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
    for (; names != NULL && !*begins; names = names->base) {
        const struct kzsi_names *table = open_table(names, key, length);
        if (table == NULL)
            return false;
        *begins = slot_of(table, key, length)->rows != NULL;
    }
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
        bool space =
            c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == 0xA0 || c == 0x202F;
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
follow(const struct row *row, struct kzsi_stemmer *stemmer, const struct kzsi_word *first,
       const char *end, bool *failed)
{
    const char *at = first->end;
    struct kzsi_word word;

    if (row->count == 0)
        return kzsi_scan(at, end, &word) && is_beside(at, word.start) &&
                       (word.capital || !first->capital)
                   ? at
                   : NULL;

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
        const struct kzsi_names *table = open_table(names, key, length);
        if (table == NULL) {
            *failed = true;
            return NULL;
        }
        const struct entry *entry = slot_of(table, key, length);
        const struct row *row = entry->length != 0 ? entry->rows : NULL;
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

/* ---- making the table ---- */

/* What making a table needs. */
struct maker {
    struct kzsi_names *names;
    struct kzsi_stemmer *stemmer; /* NULL until a word needs it */
    struct kzsi_word words[SPELLING_WORDS];
};

static bool
resize(struct kzsi_names *names, size_t size)
{
    struct kzsi_names bigger = *names;

    bigger.size = size;
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

/* Room for the spellings of a text of so many bytes: one to twenty bytes is more than usual.
 */
static bool
make_room(struct kzsi_names *names, size_t bytes)
{
    size_t size = 64;

    while (size < bytes / 8)
        size *= 2;
    return resize(names, size);
}

/* The entry of a key, made if there is none; NULL when out of memory. */
static struct entry *
entry_of(struct kzsi_names *names, const char *key, size_t length)
{
    struct entry *entry;

    if (names->count * 2 >= names->size && !resize(names, names->size * 2)) {
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
    size_t count = 0;

    *key = word->form;
    *length = word->length;
    if (word->scripts != KZSI_SCRIPT_LATIN)
        count = kzsi_read_name(word->form, word->length, word->scripts, readings);
    for (size_t i = 0; i < count; i++)
        if (readings[i].length == word->length &&
            memcmp(readings[i].text, word->form, word->length) == 0)
            return; /* nothing is taken off */
    if (count > 0) {
        *key = readings[0].text;
        *length = readings[0].length;
    }
}

/*
 * The term of a whole line from one of its spellings: the name key of one word, else what it
 * is spelt like. NULL when out of memory.
 */
static struct name *
name_of(struct kzsi_names *names, const struct kzsi_word *words, size_t count, bool sounds)
{
    struct name *name = kzsi_arena_alloc(&names->arena, sizeof *name);
    char term[1 + SPELLING_WORDS * KZSI_FORM_MAX] = "=";
    struct kzsi_name_key keys[KZSI_NAME_KEYS];
    size_t length = 1;

    if (name == NULL)
        return NULL;
    if (sounds && kzsi_name_keys(words[0].form, words[0].length, words[0].scripts, keys) > 0) {
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
add_row(struct maker *maker, size_t count, struct name *name)
{
    struct kzsi_names *names = maker->names;
    const struct kzsi_word *words = maker->words;
    struct row *row = kzsi_arena_alloc(&names->arena, sizeof *row);
    struct row **link;
    struct entry *entry;
    const char *key;
    size_t length;

    if (maker->stemmer == NULL)
        maker->stemmer = kzsi_stemmer_new();
    if (row == NULL || maker->stemmer == NULL) {
        names->failed = true;
        return;
    }
    row->name = name;
    row->count = count - 1;
    row->words = kzsi_arena_alloc(&names->arena, row->count * sizeof *row->words);
    for (size_t i = 1; row->words != NULL && i < count; i++) {
        if (!row_key(maker->stemmer, &words[i], &key, &length)) {
            names->failed = true;
            return;
        }
        row->words[i - 1] = (struct name){kzsi_arena_copy(&names->arena, key, length), length};
    }
    if (names->arena.failed || !row_key(maker->stemmer, &words[0], &key, &length) ||
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

/* The end of the spelling that begins at `at`: the next ` = `, or the end of the line. */
static const char *
spelling_end(const char *at, const char *end)
{
    for (const char *sign = at; sign < end; sign++) {
        sign = memchr(sign, '=', (size_t)(end - sign));
        if (sign == NULL)
            return end;
        if (sign > at && sign[-1] == ' ' && sign + 1 < end && sign[1] == ' ')
            return sign - 1;
    }
    return end;
}

/* Must this word not be met by its sound? */
static bool
is_soundless(const struct kzsi_word *word)
{
    return word->capitals || (word->scripts == KZSI_SCRIPT_LATIN &&
                              kzsi_is_false_friend(word->form, word->length));
}

/*
 * The name of a line, whose term is the name key of its first Cyrillic spelling of one word,
 * so that spellings nobody listed meet it. Without one, or when a spelling sounds like another
 * word (Bush), it is what the first spelling is. NULL: a spelling is wrong, or out of memory.
 */
static struct name *
line_name(struct maker *maker, const char *line, const char *end)
{
    struct kzsi_word *words = maker->words, first = {.length = 0};
    bool soundless = false;
    size_t count;

    for (const char *at = line; at < end;) {
        const char *stop = spelling_end(at, end);
        if (memchr(at, ' ', (size_t)(stop - at)) == NULL && words_of(at, stop, words) == 1) {
            soundless |= !words[0].capitals && is_soundless(&words[0]);
            if (first.length == 0 && words[0].scripts != KZSI_SCRIPT_LATIN &&
                !words[0].capitals)
                first = words[0];
        }
        at = stop < end ? stop + 3 : end;
    }
    if (first.length > 0 && !soundless)
        return name_of(maker->names, &first, 1, true);
    count = words_of(line, spelling_end(line, end), words);
    if (count == 0 || count > SPELLING_WORDS)
        return NULL;
    return name_of(maker->names, words, count,
                   count == 1 && !soundless && !is_soundless(words));
}

/* A spelling of a name. False when it is none. */
static bool
add_spelling(struct maker *maker, struct name *name, const char *at, const char *end)
{
    size_t count = words_of(at, end, maker->words);

    if (count == 0 || count > SPELLING_WORDS)
        return false;
    if (count == 1 && end[-1] != '-')
        add_word(maker->names, &maker->words[0], name);
    else
        add_row(maker, count, name);
    return true;
}

/* One line that is a list of spellings. False when it is none; *at says where. */
static bool
add_line(struct maker *maker, const char **at, const char *end)
{
    struct kzsi_names *names = maker->names;
    struct name *name = line_name(maker, *at, end);
    size_t spellings = 0;

    if (name == NULL) {
        names->failed = names->failed || names->arena.failed;
        return names->failed;
    }
    while (*at < end) {
        const char *stop = spelling_end(*at, end);
        if (!add_spelling(maker, name, *at, stop))
            return false;
        spellings++;
        *at = stop < end ? stop + 3 : end;
    }
    return spellings >= 2;
}

/* Every line of a text. Returns the offset of one that is wrong, or KZS_NO_OFFSET. */
static size_t
add_lines(struct maker *maker, const char *text, size_t length)
{
    const char *at = text, *end = text + length;

    while (at < end && !maker->names->failed) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        const char *line_end = newline != NULL ? newline : end;
        if (at < line_end && *at != '#' && !add_line(maker, &at, line_end))
            return (size_t)(at - text);
        at = newline != NULL ? newline + 1 : end;
    }
    return KZS_NO_OFFSET;
}

/* A table with nothing in it, for a text of so many bytes. NULL when out of memory. */
static struct kzsi_names *
new_table(const struct kzsi_names *base, size_t bytes)
{
    struct kzsi_names *names = kzsi_alloc(sizeof *names);

    if (names == NULL)
        return NULL;
    names->base = base;
    atomic_init(&names->holders, 1);
    if (!make_room(names, bytes)) {
        free(names);
        return NULL;
    }
    return names;
}

struct kzsi_names *
kzsi_names_new(const struct kzsi_names *base, const char *text, size_t length, size_t *bad)
{
    struct kzsi_names *names = new_table(base, length);
    struct maker *maker = kzsi_alloc(sizeof *maker);

    *bad = KZS_NO_OFFSET;
    kzsi_chars_init();
    if (names != NULL && maker != NULL) {
        maker->names = names;
        *bad = add_lines(maker, text, length);
        kzsi_stemmer_free(maker->stemmer);
    }
    if (names == NULL || maker == NULL || names->failed || names->arena.failed ||
        *bad != KZS_NO_OFFSET) {
        kzsi_names_free(names);
        names = NULL;
    }
    free(maker);
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

/* ---- the built-in table ---- */

/* In which drawer is a form whose first character this is? */
static size_t
drawer_of(uint32_t first)
{
    return first % DRAWERS;
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
    struct cabinet *cabinet = names->cabinet;

    for (const char *at = line; at < line_end;) {
        const char *stop = spelling_end(at, line_end);
        struct spelling *spelling = kzsi_arena_alloc(&names->arena, sizeof *spelling);
        size_t drawer = drawer_of(first_of(at, stop));
        if (spelling == NULL)
            return;
        *spelling = (struct spelling){line, line_end, at, stop, NULL};
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
        for (size_t i = 0; i < DRAWERS; i++)
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

/* The table of the spellings of one drawer. NULL when out of memory. */
static struct kzsi_names *
make_drawer(const struct spelling *spelling)
{
    struct kzsi_names *drawer = new_table(NULL, 0);
    struct maker *maker = kzsi_alloc(sizeof *maker);
    bool good = drawer != NULL && maker != NULL;

    if (good)
        maker->names = drawer;
    for (; good && spelling != NULL; spelling = spelling->next) {
        struct name *name = line_name(maker, spelling->line, spelling->line_end);
        good = name != NULL && add_spelling(maker, name, spelling->at, spelling->end) &&
               !drawer->failed && !drawer->arena.failed;
    }
    if (maker != NULL)
        kzsi_stemmer_free(maker->stemmer);
    free(maker);
    if (!good) {
        kzsi_names_free(drawer);
        return NULL;
    }
    return drawer;
}

static const struct kzsi_names *
open_table(const struct kzsi_names *names, const char *key, size_t length)
{
    struct cabinet *cabinet = names->cabinet;
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
        drawer = make_drawer(cabinet->first[at]);
        atomic_store_explicit(&cabinet->drawers[at], drawer, memory_order_release);
    }
    pthread_mutex_unlock(&cabinet->lock);
    return drawer;
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
