/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Making a table of names from lines of spellings: see names.c. */
#include <stdlib.h>
#include <string.h>

#include "analysis/names.h"

/* What making a table needs. */
struct maker {
    struct kzsi_names *names;
    struct kzsi_stemmer *stemmer; /* NULL until a word needs it */
    struct kzsi_word words[KZSI_SPELLING_WORDS];
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
            *kzsi_names_slot(&bigger, names->entries[i].key, names->entries[i].length) =
                names->entries[i];
    free(names->entries);
    *names = bigger;
    return true;
}

/* Room for the spellings of a text of so many bytes. */
static bool
make_room(struct kzsi_names *names, size_t bytes)
{
    size_t size = 64;

    while (size < bytes / 8)
        size *= 2;
    return resize(names, size);
}

/* The entry of a key, made if there is none; NULL when out of memory. */
static struct kzsi_names_entry *
entry_of(struct kzsi_names *names, const char *key, size_t length)
{
    struct kzsi_names_entry *entry;

    if (names->count * 2 >= names->size && !resize(names, names->size * 2)) {
        names->failed = true;
        return NULL;
    }
    entry = kzsi_names_slot(names, key, length);
    if (entry->length == 0) {
        entry->key = kzsi_arena_copy(&names->arena, key, length);
        if (entry->key == NULL)
            return NULL;
        entry->length = length;
        names->count++;
    }
    return entry;
}

/*
 * Under which key is this word looked up? As a nominative if it can be one. Is an ending cut
 * off for it?
 */
static bool
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
            return false; /* nothing is taken off */
    if (count == 0)
        return false;
    *key = readings[0].text;
    *length = readings[0].length;
    return true;
}

/* Is the second reading of this Cyrillic word the word itself? A spelling is no case form. */
static bool
is_whole(const struct kzsi_word *word)
{
    struct kzsi_reading readings[KZSI_READINGS];

    return word->scripts != KZSI_SCRIPT_LATIN &&
           kzsi_read_name(word->form, word->length, word->scripts, readings) == 2 &&
           !readings[0].weak && readings[1].length == word->length &&
           memcmp(readings[1].text, word->form, word->length) == 0;
}

/*
 * The term of a whole line from one of its spellings: the name key of one word, else what it
 * is spelt like. NULL when out of memory.
 */
static struct kzsi_name *
name_of(struct kzsi_names *names, const struct kzsi_word *words, size_t count, bool sounds)
{
    struct kzsi_name *name = kzsi_arena_alloc(&names->arena, sizeof *name);
    char term[1 + KZSI_SPELLING_WORDS * KZSI_FORM_MAX] = "=";
    struct kzsi_name_key keys[KZSI_NAME_KEYS];
    size_t keys_count = 0, length = 1;

    if (name == NULL)
        return NULL;
    if (sounds)
        keys_count = kzsi_name_keys(words[0].form, words[0].length, words[0].scripts, keys);
    if (keys_count > 0) {
        const struct kzsi_name_key *key = &keys[keys_count > 1 && is_whole(&words[0])];
        length = key->length;
        memcpy(term, key->text, length);
    } else {
        for (size_t i = 0; i < count; i++) {
            memcpy(term + length, words[i].form, words[i].length);
            length += words[i].length;
        }
    }
    if (length > KZSI_NAME_KEY_MAX) { /* the beginning, and a hash of the whole */
        uint64_t hash = kzsi_hash(term, length);
        length = kzsi_utf8_floor(term, length, KZSI_NAME_KEY_MAX - 16);
        for (unsigned i = 0; i < 16; i++)
            term[length++] = "0123456789abcdef"[(hash >> (4 * i)) & 15];
    }
    name->term = kzsi_arena_copy(&names->arena, term, length);
    name->length = length;
    return name->term != NULL ? name : NULL;
}

static void
add_word(struct kzsi_names *names, const struct kzsi_word *word, struct kzsi_name *name)
{
    struct kzsi_reading readings[KZSI_READINGS];
    const char *key;
    size_t length;
    struct kzsi_names_entry *entry;

    bool cut = word_key(word, &key, &length, readings);
    entry = entry_of(names, key, length);
    if (entry == NULL)
        return;
    /* Тома is Thomas, and Том is Tom. */
    if (cut) {
        if (entry->cut == NULL)
            entry->cut = name;
        return;
    }
    /* NATO and Nato: what is found in small letters is found in capitals too. */
    if (entry->name == NULL || (entry->capitals && !word->capitals)) {
        entry->name = name;
        entry->capitals = word->capitals;
    }
}

static void
add_row(struct maker *maker, size_t count, struct kzsi_name *name)
{
    struct kzsi_names *names = maker->names;
    const struct kzsi_word *words = maker->words;
    struct kzsi_names_row *row = kzsi_arena_alloc(&names->arena, sizeof *row);
    struct kzsi_names_row **link;
    struct kzsi_names_entry *entry;
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
    row->words =
        kzsi_arena_alloc(&names->arena, (row->count + (count == 1)) * sizeof *row->words);
    if (count == 1 && row->words != NULL)
        *row->words = (struct kzsi_name){
            kzsi_arena_copy(&names->arena, words[0].form, words[0].length), words[0].length};
    for (size_t i = 1; row->words != NULL && i < count; i++) {
        if (!kzsi_names_row_key(maker->stemmer, &words[i], &key, &length)) {
            names->failed = true;
            return;
        }
        row->words[i - 1] =
            (struct kzsi_name){kzsi_arena_copy(&names->arena, key, length), length};
    }
    if (names->arena.failed || !kzsi_names_row_key(maker->stemmer, &words[0], &key, &length) ||
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

/* The words of a spelling. Returns how many; more than KZSI_SPELLING_WORDS: too many. */
static size_t
words_of(const char *text, const char *end, struct kzsi_word words[KZSI_SPELLING_WORDS])
{
    size_t count = 0;
    struct kzsi_word word;

    while (kzsi_scan(text, end, &word)) {
        text = word.end;
        if (word.length == 0)
            continue;
        if (count == KZSI_SPELLING_WORDS)
            return count + 1;
        words[count++] = word;
    }
    return count;
}

const char *
kzsi_names_spelling_end(const char *at, const char *end)
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

/* Is this spelling the beginning of names alone: San-? */
static bool
is_beginning(const char *at, const char *end)
{
    return end > at && end[-1] == '-';
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
static struct kzsi_name *
line_name(struct maker *maker, const char *line, const char *end)
{
    struct kzsi_word *words = maker->words, first = {.length = 0};
    bool soundless = false;
    size_t count;

    for (const char *at = line; at < end;) {
        const char *stop = kzsi_names_spelling_end(at, end);
        if (!is_beginning(at, stop) && memchr(at, ' ', (size_t)(stop - at)) == NULL &&
            words_of(at, stop, words) == 1) {
            soundless |= !words[0].capitals && is_soundless(&words[0]);
            if (first.length == 0 && words[0].scripts != KZSI_SCRIPT_LATIN &&
                !words[0].capitals)
                first = words[0];
        }
        at = stop < end ? stop + 3 : end;
    }
    if (first.length > 0 && !soundless)
        return name_of(maker->names, &first, 1, true);
    const char *first_end = kzsi_names_spelling_end(line, end);
    count = words_of(line, first_end, words);
    if (count == 0 || count > KZSI_SPELLING_WORDS)
        return NULL;
    return name_of(maker->names, words, count,
                   count == 1 && !soundless && !is_soundless(words) &&
                       !is_beginning(line, first_end));
}

/* A spelling of a name. False when it is none. */
static bool
add_spelling(struct maker *maker, struct kzsi_name *name, const char *at, const char *end)
{
    size_t count = words_of(at, end, maker->words);

    if (count == 0 || count > KZSI_SPELLING_WORDS)
        return false;
    if (count == 1 && !is_beginning(at, end))
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
    struct kzsi_name *name = line_name(maker, *at, end);
    size_t spellings = 0;

    if (name == NULL) {
        names->failed = names->failed || names->arena.failed;
        return names->failed;
    }
    while (*at < end) {
        const char *stop = kzsi_names_spelling_end(*at, end);
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
kzsi_names_of_spellings(const struct kzsi_spelling *spelling)
{
    struct kzsi_names *drawer = new_table(NULL, 0);
    struct maker *maker = kzsi_alloc(sizeof *maker);
    bool good = drawer != NULL && maker != NULL;
    struct kzsi_name *name = NULL;
    const char *line = NULL;

    if (good)
        maker->names = drawer;
    for (; good && spelling != NULL; spelling = spelling->next) {
        if (spelling->line != line)
            name = line_name(maker, spelling->line, spelling->line_end);
        line = spelling->line;
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
