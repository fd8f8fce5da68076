/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * From words to tokens: stems, positions, hyphenated compounds, name keys.
 *
 *     quasi-states   quasistat      compound  position 1
 *                    quasi          word      position 1
 *                    state          word      position 2
 *
 *     $5bn           5000000000usd  compound  position 1
 *                    5              number    position 1
 *                    billion        word      position 2
 *
 *     Токаевым       токаев         word      position 1
 *                    Ntokaev        name      position 1
 *
 * The compound is an ordinary term, so `quasistates` meets it in either direction and phrases
 * can pass through it from the left. Parts of different scripts (IT-компания) and parts that
 * are all digits (1941-1945) are not joined. Second terms of words (also, in analysis.h) come
 * from reader.c: one that stands for the word alone is a word at the same position.
 *
 * A name of several words that the table knows (United Nations) has one key, at its first
 * word, and its words are not looked up in the table any more: Akmola Region is not Akmola.
 */
#include <stdlib.h>
#include <string.h>

#include "analysis/analysis.h"

/* A word's own keys, and that of a name of several words which begins with it. */
#define KEYS_MAX (2 * KZSI_READINGS + KZSI_NAME_KEYS + 1)

/* Bytes of the longest particle of names: van der, аль, фон. */
#define PARTICLE_MAX 6

struct key {
    bool listed;     /* of one word, in the table */
    const char *end; /* of the name in the text */
    size_t length;
    char text[KZSI_NAME_KEY_MAX + 1];
};

struct kzsi_analyzer {
    struct kzsi_stemmer *stemmer;
    struct kzsi_names *names;
    struct kzsi_known_cache *known;
    enum kzsi_text kind;
    const char *text, *end;
    struct kzsi_reader reader;
    uint32_t position;
    /* A compound that is being handed out, or one single word in parts[0]. */
    size_t parts, next;
    bool compound_first;
    bool also_done; /* the second term of the word that is next */
    struct kzsi_word compound;
    struct kzsi_word *part; /* room[0] or room[1], so that the words before stay */
    struct kzsi_word room[2][KZSI_PARTS_MAX];
    bool first;                       /* parts[0] begins a sentence */
    const struct kzsi_word *previous; /* the last word before them; NULL: none */

    /* Name keys of the word before part[next], handed out behind it. */
    bool unnamed; /* they have yet to be found */
    size_t keys, next_key;
    struct key key[KEYS_MAX];
    const char *row_end;    /* up to here words belong to a name of several */
    const char *listed_end; /* of the last capitalised word that the table has */
};

struct kzsi_analyzer *
kzsi_analyzer_new(struct kzsi_names *names)
{
    struct kzsi_analyzer *analyzer = kzsi_alloc(sizeof *analyzer);

    if (analyzer == NULL)
        return NULL;
    kzsi_chars_init();
    analyzer->names = kzsi_names_hold(names != NULL ? names : kzsi_names_builtin());
    analyzer->stemmer = kzsi_stemmer_new();
    analyzer->known = kzsi_known_cache_new();
    if (analyzer->stemmer == NULL || analyzer->names == NULL || analyzer->known == NULL) {
        kzsi_analyzer_free(analyzer);
        return NULL;
    }
    return analyzer;
}

void
kzsi_analyzer_free(struct kzsi_analyzer *analyzer)
{
    if (analyzer == NULL)
        return;
    kzsi_stemmer_free(analyzer->stemmer);
    kzsi_names_free(analyzer->names);
    free(analyzer->known);
    free(analyzer);
}

bool
kzsi_analyzer_note(struct kzsi_analyzer *analyzer)
{
    return kzsi_stem_note(analyzer->stemmer);
}

void
kzsi_analyzer_begin(struct kzsi_analyzer *analyzer, enum kzsi_text kind, const char *text,
                    size_t length, uint32_t first)
{
    analyzer->kind = kind;
    analyzer->text = text;
    analyzer->end = text + length;
    kzsi_reader_begin(&analyzer->reader, text, length);
    analyzer->position = first;
    analyzer->parts = analyzer->next = 0;
    analyzer->compound_first = analyzer->also_done = false;
    analyzer->previous = NULL;
    analyzer->part = analyzer->room[0];
    analyzer->unnamed = false;
    analyzer->keys = analyzer->next_key = 0;
    analyzer->row_end = text;
    analyzer->listed_end = NULL;
}

/* Join the parts that were read; false when they do not make one word. */
static bool
join(struct kzsi_analyzer *analyzer)
{
    struct kzsi_word *compound = &analyzer->compound;
    const struct kzsi_word *last = &analyzer->part[analyzer->parts - 1];

    compound->start = analyzer->part[0].start;
    compound->end = last->end;
    compound->scripts = 0;
    compound->has_digit = false;
    compound->length = 0;
    for (size_t i = 0; i < analyzer->parts; i++) {
        const struct kzsi_word *part = &analyzer->part[i];
        if (compound->length + part->length > KZSI_FORM_MAX)
            return false;
        memcpy(compound->form + compound->length, part->form, part->length);
        compound->length += part->length;
        compound->scripts |= part->scripts;
        compound->has_digit |= part->has_digit;
    }
    return compound->scripts == KZSI_SCRIPT_LATIN ||
           compound->scripts == KZSI_SCRIPT_RUSSIAN || compound->scripts == KZSI_SCRIPT_OTHER;
}

/* Read a word and the parts that hyphens join to it. False at the end of the text. */
static bool
read_parts(struct kzsi_analyzer *analyzer)
{
    if (analyzer->parts > 0) {
        analyzer->previous = &analyzer->part[analyzer->parts - 1];
        analyzer->part =
            analyzer->part == analyzer->room[0] ? analyzer->room[1] : analyzer->room[0];
    }
    analyzer->parts = analyzer->next = 0;
    do {
        struct kzsi_word *word = &analyzer->part[analyzer->parts];
        if (!kzsi_next_word(&analyzer->reader, word))
            break;
        if (word->length > 0)
            analyzer->parts++;
        else if (analyzer->parts == 0)
            continue; /* nothing searchable was left of it: look for the next */
        if (!word->joined)
            break;
    } while (analyzer->parts < KZSI_PARTS_MAX);

    analyzer->compound_first = analyzer->parts > 1 && join(analyzer);
    return analyzer->parts > 0;
}

/* ---- names ---- */

/* Does the word behind this one begin with a capital? */
static bool
next_is_capital(const struct kzsi_analyzer *analyzer, const struct kzsi_word *word)
{
    const char *at = word->end;
    uint32_t c;

    if (at < analyzer->end && (*at == ' ' || *at == '-'))
        at++;
    if (at >= analyzer->end)
        return false;
    kzsi_utf8_decode(at, analyzer->end, &c);
    return kzsi_is_capital(c);
}

static void
add_key(struct kzsi_analyzer *analyzer, const char *text, size_t length, const char *end,
        bool listed)
{
    struct key *key = &analyzer->key[analyzer->keys];

    if (analyzer->keys == KEYS_MAX)
        return;
    key->text[0] = 'N';
    memcpy(key->text + 1, text, length);
    key->length = length + 1;
    key->end = end;
    key->listed = listed;
    for (const struct key *other = analyzer->key; other < key; other++)
        if (other->length == key->length && memcmp(other->text, key->text, key->length) == 0)
            return;
    analyzer->keys++;
}

/* The key of a name of several words that begins with this one. False when out of memory. */
static bool
add_row(struct kzsi_analyzer *analyzer, const struct kzsi_word *word)
{
    const char *term, *end;
    size_t length;
    bool failed = false;

    term = kzsi_names_row(analyzer->names, analyzer->stemmer, word, analyzer->end, &end,
                          &length, &failed);
    if (term == NULL)
        return !failed;
    analyzer->row_end = end;
    add_key(analyzer, term, length, end, false);
    return true;
}

/* Does a capitalised word stand right before this one, a space or a hyphen between? */
static bool
is_behind_capital(const struct kzsi_word *before, const struct kzsi_word *word)
{
    return before != NULL && before->capital && before->end + 1 == word->start &&
           (*before->end == ' ' || *before->end == '-') &&
           !kzsi_is_stop_word(before->form, before->length);
}

/* Does a capitalised word stand right behind a listed name: the Fox of Tom Fox? */
static bool
is_behind_name(const struct kzsi_analyzer *analyzer, const struct kzsi_word *word)
{
    return word->capital && !word->capitals && analyzer->listed_end != NULL &&
           analyzer->listed_end + 1 == word->start && *analyzer->listed_end == ' ' &&
           !kzsi_is_stop_word(word->form, word->length);
}

/* Words that are not longer are as often names as words: the Rand of Rand Paul. */
#define SHORT_FRIEND 5

/* Does a listed name stand right behind this word, which is a short false friend? */
static bool
is_before_name(const struct kzsi_analyzer *analyzer, const struct kzsi_word *word)
{
    struct kzsi_word next;
    struct kzsi_reading reading;
    struct kzsi_name_key keys[2];

    if (word->length > SHORT_FRIEND || word->end >= analyzer->end || *word->end != ' ' ||
        !next_is_capital(analyzer, word) || !kzsi_scan(word->end, analyzer->end, &next) ||
        next.start != word->end + 1 || next.scripts != KZSI_SCRIPT_LATIN)
        return false;
    reading.length = next.length;
    memcpy(reading.text, next.form, next.length);
    return kzsi_names_find(analyzer->names, &reading, true, next.capitals, keys) > 0;
}

/* Does a word look like a name where it stands? */
static bool
is_namelike(const struct kzsi_analyzer *analyzer, size_t part, unsigned looks)
{
    const struct kzsi_word *word = &analyzer->part[part];
    const struct kzsi_word *before = part > 0 ? word - 1 : analyzer->previous;
    const struct kzsi_context context = {
        .kind = analyzer->kind,
        .first = part == 0 &&
                 (before == NULL || kzsi_begins_sentence(before->end, word->start, before)),
        .next_capital = next_is_capital(analyzer, word),
        .behind_capital = is_behind_capital(before, word),
        .beside_name = (looks & KZSI_FRIEND) != 0 &&
                       (is_behind_name(analyzer, word) || is_before_name(analyzer, word))};

    return kzsi_is_namelike(looks, word->capital, &context);
}

/*
 * Is a listed word met by its sound as well? The key of its line may be one that no sound has
 * (Марк, because mark is another word) or the sound of another spelling (Мартино is Martino,
 * not only a case of Мартин). Abbreviations and false friends are met by the table alone.
 */
static bool
is_heard_too(const struct kzsi_word *word, const struct kzsi_known *known)
{
    bool sure = word->scripts != KZSI_SCRIPT_LATIN && !known->half;

    for (size_t i = 0; sure && i < known->listed_count; i++)
        if (known->listed[i].text[0] != '=')
            return false;
    return word->capital && !word->capitals && (known->looks & KZSI_MAY_BE_NAME) != 0;
}

/* Has the table one of the keys by sound? Then the others say no more. */
static bool
is_listed_by_sound(const struct kzsi_known *known)
{
    for (size_t i = 0; i < known->listed_count; i++)
        for (size_t j = 0; j < known->sound_count; j++)
            if (known->listed[i].length == known->sounds[j].length &&
                memcmp(known->listed[i].text, known->sounds[j].text,
                       known->sounds[j].length) == 0)
                return true;
    return false;
}

static void
add_sounds(struct kzsi_analyzer *analyzer, struct kzsi_known *known,
           const struct kzsi_word *word)
{
    for (size_t i = 0; i < known->sound_count; i++)
        add_key(analyzer, known->sounds[i].text, known->sounds[i].length, word->end, false);
}

/* Can a word without a capital be a name in a document? The de of Pieter de Crem is one. */
static bool
is_particle(const struct kzsi_analyzer *analyzer, size_t part)
{
    const struct kzsi_word *word = &analyzer->part[part];
    const struct kzsi_word *before = part > 0 ? word - 1 : analyzer->previous;

    return word->length <= PARTICLE_MAX && is_behind_capital(before, word) &&
           next_is_capital(analyzer, word);
}

/* Find the name keys of a word that was handed out. False when out of memory. */
static bool
find_names(struct kzsi_analyzer *analyzer, size_t part)
{
    const struct kzsi_word *word = &analyzer->part[part];
    struct kzsi_known *known;
    bool inside = word->start < analyzer->row_end;

    analyzer->keys = analyzer->next_key = 0;
    if (word->has_digit || (!word->capital && analyzer->kind == KZSI_DOCUMENT &&
                            !is_particle(analyzer, part)))
        return true;
    known = kzsi_known_of(analyzer->known, analyzer->names, analyzer->stemmer, word);
    if (known == NULL || (!inside && known->begins_row && !add_row(analyzer, word)))
        return false;
    if (!word->capital && analyzer->kind == KZSI_DOCUMENT)
        return true;
    /* Al Franken is no al-Assad: what may be a beginning alone is also itself. */
    if (!inside && (analyzer->keys == 0 || analyzer->key[0].end == word->end))
        for (size_t i = 0; i < known->listed_count; i++)
            add_key(analyzer, known->listed[i].text, known->listed[i].length, word->end, true);
    /* A short part of a name of several words is no name: San Marcos. */
    unsigned looks =
        inside || analyzer->keys > 0 ? known->looks & ~(unsigned)(KZSI_SHORT | KZSI_FRIEND) : known->looks;
    bool behind = !inside && analyzer->keys == 0 && is_behind_name(analyzer, word);
    /* But the Region of Akmola Region is no name. */
    if (word->capital && known->listed_count > 0 && analyzer->row_end <= word->start)
        analyzer->listed_end = word->end;
    if ((inside || analyzer->keys == 0 || analyzer->key[0].end > word->end) &&
        (behind || (looks != 0 && is_namelike(analyzer, part, looks)))) {
        kzsi_known_sounds(known, word);
        add_sounds(analyzer, known, word);
    } else if (!inside && known->listed_count > 0 && is_heard_too(word, known)) {
        kzsi_known_sounds(known, word);
        if (known->half || !is_listed_by_sound(known))
            add_sounds(analyzer, known, word);
    }
    return true;
}

/* ---- tokens ---- */

static void
fill(const struct kzsi_analyzer *analyzer, const struct kzsi_word *word,
     struct kzsi_token *token)
{
    token->listed = false;
    token->memo = NULL;
    token->form = word->form;
    token->form_length = word->length;
    token->start = (size_t)(word->start - analyzer->text);
    token->end = (size_t)(word->end - analyzer->text);
    token->position = analyzer->position;
    token->kind = word->has_digit ? KZS_TOKEN_NUMBER : KZS_TOKEN_WORD;
}

/* The second term of a word, which comes before it: of all it begins, or another word for it.
 */
static void
hand_out_also(struct kzsi_analyzer *analyzer, const struct kzsi_word *word,
              struct kzsi_token *token)
{
    fill(analyzer, word, token);
    token->term = token->form = word->also;
    token->term_length = token->form_length = word->also_length;
    token->end = (size_t)(word->also_end - analyzer->text);
    if (word->also_end > word->end)
        token->kind = KZS_TOKEN_COMPOUND;
    token->language = "";
    analyzer->also_done = true;
}

/* The next key of the word that was handed out last. */
static void
hand_out_key(struct kzsi_analyzer *analyzer, struct kzsi_token *token)
{
    const struct kzsi_word *word = &analyzer->part[analyzer->next - 1];
    const struct key *key = &analyzer->key[analyzer->next_key++];

    fill(analyzer, word, token);
    token->listed = key->listed;
    token->term = key->text;
    token->term_length = key->length;
    token->end = (size_t)(key->end - analyzer->text);
    token->position--;
    token->kind = KZS_TOKEN_NAME;
    token->language = "";
}

bool
kzsi_analyzer_next(struct kzsi_analyzer *analyzer, struct kzsi_token *token, bool *failed)
{
    const struct kzsi_word *word;

    *failed = true;
    if (analyzer->unnamed && !find_names(analyzer, analyzer->next - 1))
        return false;
    *failed = analyzer->unnamed = false;
    if (analyzer->next_key < analyzer->keys) {
        hand_out_key(analyzer, token);
        return true;
    }
    if (analyzer->next == analyzer->parts && !read_parts(analyzer))
        return false;

    word = analyzer->compound_first ? &analyzer->compound : &analyzer->part[analyzer->next];
    if (!analyzer->compound_first && word->also_length > 0 && !analyzer->also_done) {
        hand_out_also(analyzer, word, token);
        return true;
    }
    if (analyzer->kind == KZSI_FORMS) {
        token->term = word->form;
        token->term_length = word->length;
        token->language = "";
    } else if (!kzsi_stem(analyzer->stemmer, word, &token->term, &token->term_length,
                          &token->language)) {
        *failed = true;
        return false;
    }
    fill(analyzer, word, token);
    token->memo = kzsi_stem_memo(analyzer->stemmer);
    if (analyzer->compound_first) {
        token->kind = KZS_TOKEN_COMPOUND;
        analyzer->compound_first = false;
    } else {
        analyzer->next++;
        analyzer->position++;
        analyzer->also_done = false;
        analyzer->unnamed = analyzer->kind != KZSI_FORMS;
    }
    return true;
}
