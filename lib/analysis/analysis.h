/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lib/analysis: from text to terms. The same code serves documents, queries, snippets and
 * kzs_analyze(), so that what is indexed and what is asked for can never drift apart.
 *
 *      text --reader.c, scan.c--> word --normalize.c--> form --stem.c--> term
 *                        \__ chars.c: what kind of character is this?
 *      analyze.c puts them in order: positions, hyphenated compounds
 *      stopwords.c is asked by the query planner alone: nothing is removed from documents
 *
 * A *form* is a word in one canonical spelling: lower case, NFKC, no stress marks or Latin
 * diacritics, ё as е. A *term* is what is indexed: the stem of the form.
 */
#ifndef KZSI_ANALYSIS_H
#define KZSI_ANALYSIS_H

#include "base/base.h"

/* Raised whenever the same text may yield other terms: older indexes then want a rebuild. */
#define KZSI_ANALYSIS_VERSION 6

/* Longest form in bytes. Longer words are cut and carry a hash of the whole. */
#define KZSI_FORM_MAX 120

/* Hyphenated parts that are joined into one compound; more are just words. */
#define KZSI_PARTS_MAX 8

/* ---- chars.c ---- */

enum kzsi_class {
    KZSI_SEPARATOR = 0,
    KZSI_LATIN,
    KZSI_RUSSIAN,   /* Cyrillic letters that Russian has */
    KZSI_CYRILLIC,  /* Cyrillic letters that Russian lacks: қ, ї, ў ... */
    KZSI_LETTER,    /* of any other script */
    KZSI_IDEOGRAPH, /* a word of its own: Han, Kana */
    KZSI_DIGIT,
    KZSI_SIGN,       /* %, a word where nothing is joined to it */
    KZSI_MARK,       /* combining: belongs to the letter before */
    KZSI_IGNORABLE,  /* soft hyphen, zero-width and direction characters */
    KZSI_APOSTROPHE, /* part of a word when between letters */
    KZSI_HYPHEN      /* joins parts of a compound when between letters or digits */
};

/* Prepare the tables below; called once by everything that analyses. Thread-safe. */
void kzsi_chars_init(void);

/* Classes of the characters below 0x530: ASCII, Latin, Cyrillic. */
extern uint8_t kzsi_class_table[0x530];

enum kzsi_class kzsi_class_slow(uint32_t code_point);

static inline enum kzsi_class
kzsi_class_of(uint32_t code_point)
{
    return code_point < 0x530 ? (enum kzsi_class)kzsi_class_table[code_point]
                              : kzsi_class_slow(code_point);
}

static inline bool
kzsi_is_letter(enum kzsi_class c)
{
    return c >= KZSI_LATIN && c <= KZSI_LETTER;
}

/* An upper-case or title-case letter of any script? */
bool kzsi_is_capital(uint32_t code_point);

/* Lower case of the Russian letters U+0401..U+0451, ё as е; 0 for others. */
extern uint16_t kzsi_russian_lower[0x80]; /* index: code point - 0x400 */

/* ---- scan.c ---- */

/* Which scripts a word is made of. */
enum { KZSI_SCRIPT_LATIN = 1, KZSI_SCRIPT_RUSSIAN = 2, KZSI_SCRIPT_OTHER = 4 };

/* One word of the text, in canonical form. */
struct kzsi_word {
    const char *start, *end; /* where it stands */
    bool joined;             /* a hyphen and another part of the compound follow */
    bool has_digit;
    bool capital;  /* begins with a capital letter */
    bool capitals; /* the second character is one as well: USA, ТОКАЕВ */
    unsigned scripts;
    size_t length;
    char form[KZSI_FORM_MAX + 8];
    /*
     * A second term, not to be stemmed, at the position of this word: for the word itself (%,
     * процент beside percent: also_end is `end`), or for what stands from `start` to also_end:
     * 5000000000usd for $5bn, 2022-11-21 for 21.11.2022. None if also_length is 0.
     */
    size_t also_length;
    const char *also_end;
    char also[KZSI_FORM_MAX + 8];
};

/*
 * Find the next word at or after `at`, looking at nothing beyond it. False at the end of the
 * text.
 */
bool kzsi_scan(const char *at, const char *end, struct kzsi_word *word);

/* ---- reader.c ---- */

/* What a stretch of text is whose words are read by rules of their own. */
enum kzsi_unit { KZSI_UNIT_DAY, KZSI_UNIT_SUFFIX, KZSI_UNIT_ADDRESS, KZSI_UNIT_TAG };

/* Where a text is read. */
struct kzsi_reader {
    const char *text, *at, *end;
    const char *unit_end; /* in a unit while at < unit_end */
    enum kzsi_unit unit;
    bool joined;            /* a hyphen follows the unit */
    bool money;             /* a currency sign stands before it */
    const char *no_address; /* looked through for e-mail addresses up to here */
};

/* Begin a text; it must stay in place. */
void kzsi_reader_begin(struct kzsi_reader *reader, const char *text, size_t length);

/*
 * The next word, and what it means with those around it: dates, sums, addresses, hashtags,
 * words spaced out. False at the end of the text.
 */
bool kzsi_next_word(struct kzsi_reader *reader, struct kzsi_word *word);

/*
 * How many bytes the word has that begins at a place, if it is one that may have spaces in it:
 * a number, 1 000 000, or `per cent`. 0 if it is another. For whoever splits at spaces.
 */
size_t kzsi_spaced_word(const char *at, const char *end);

/* ---- normalize.c ---- */

/*
 * Canonical form of the word that stands at word->start..end, for every word that scan.c
 * cannot fold on its own way past. Sets form, length and scripts; an empty form means that
 * nothing searchable is left.
 */
void kzsi_normalize(struct kzsi_word *word);

/*
 * Canonical form of a keyword value as one string: case, ё, white space and compatibility
 * forms folded as in words. Appends at most `limit` bytes; longer values are cut and carry a
 * hash of the whole.
 */
void kzsi_normalize_keyword(const char *text, size_t length, size_t limit,
                            struct kzsi_buf *out);

/* ---- stem.c ---- */

struct kzsi_stemmer;

/*
 * What a reader of tokens has found out about a form, so that it need not look again: the
 * numbers of its term and of itself in some table. All 0 when nobody has noted anything.
 */
struct kzsi_memo {
    uint64_t epoch; /* kzsi_intern_epoch() of the table */
    uint32_t term, form;
};

struct kzsi_stemmer *kzsi_stemmer_new(void); /* NULL when out of memory */
void kzsi_stemmer_free(struct kzsi_stemmer *stemmer);

/*
 * Stem a form by its scripts. *term stays valid until the next call or the next change of the
 * word, of which it may be a part. *language becomes "en", "ru" or "". False when out of
 * memory.
 */
bool kzsi_stem(struct kzsi_stemmer *stemmer, const struct kzsi_word *word, const char **term,
               size_t *length, const char **language);

/* Make room for notes on forms, 512 kB. False when out of memory. */
bool kzsi_stem_note(struct kzsi_stemmer *stemmer);

/* Where to note what is known of the form stemmed last; NULL: nowhere. As valid as its term. */
struct kzsi_memo *kzsi_stem_memo(struct kzsi_stemmer *stemmer);

/* ---- nominative.c ---- */

/* What a form can be the name of: the nominative without what its own endings add. */
#define KZSI_READINGS 2

struct kzsi_reading {
    size_t length;
    bool weak; /* too short to be told by its ending alone: Сан as the dative of Сану */
    char text[KZSI_FORM_MAX + 8];
};

/*
 * How a form may be read as a name, Russian or Kazakh by `scripts`: токаевым -> токаев. Latin
 * forms are their only reading. Returns how many, at least one of them not weak.
 */
size_t kzsi_read_name(const char *form, size_t length, unsigned scripts,
                      struct kzsi_reading out[KZSI_READINGS]);

/* ---- voices.c ---- */

#define KZSI_NAME_KEYS 3

/*
 * Read a Latin form as sounds, by the rules of a language: 0 is the general voice, the others
 * are known to voices.c alone. Returns how many sounds; 0 when a letter has none, or they are
 * more than `size`.
 */
size_t kzsi_latin_sounds(const char *form, size_t length, size_t voice, char *out,
                         size_t size);

/* By which voices beside the general one should this form be read? Returns how many. */
size_t kzsi_latin_voices(const char *form, size_t length, size_t out[KZSI_NAME_KEYS - 1]);

/* ---- fold.c ---- */

#define KZSI_NAME_KEY_MAX 48

struct kzsi_name_key {
    uint8_t length;
    char text[KZSI_NAME_KEY_MAX];
};

/*
 * The keys under which a form is found as a name in any script, case and romanisation: a few
 * ASCII letters each, one for each way to read it. Returns how many; 0: it can be no name.
 */
size_t kzsi_name_keys(const char *form, size_t length, unsigned scripts,
                      struct kzsi_name_key keys[KZSI_NAME_KEYS]);

/* ---- names.c ---- */

/*
 * A table of names: spellings that are one name. Immutable once made: threads may share it.
 * Freed by the last of those who hold it.
 */
struct kzsi_names;

/* The one that is compiled in (names.txt), made at the first call. NULL when out of memory. */
struct kzsi_names *kzsi_names_builtin(void);

/*
 * More names, in the form of names.txt, on top of `base`, which must outlive it. NULL when out
 * of memory, or when a line is wrong: then *bad is its offset, else KZS_NO_OFFSET.
 */
struct kzsi_names *kzsi_names_new(const struct kzsi_names *base, const char *text,
                                  size_t length, size_t *bad);
struct kzsi_names *kzsi_names_hold(struct kzsi_names *names);
void kzsi_names_free(struct kzsi_names *names);

/*
 * The terms of a name by one word, a Latin form or a Cyrillic reading. `whole`: the reading is
 * the word as it is written. `capitals`: it was written in capitals, as abbreviations must be.
 * Returns how many, 0: it is not in the table.
 */
size_t kzsi_names_find(const struct kzsi_names *names, const struct kzsi_reading *reading,
                       bool whole, bool capitals, struct kzsi_name_key out[2]);

/*
 * The term of a name of several words, the longest that begins with this one; the text goes on
 * to `end`. *row_end becomes the end of its last word. NULL: none, or out of memory (*failed).
 */
const char *kzsi_names_row(const struct kzsi_names *names, struct kzsi_stemmer *stemmer,
                           const struct kzsi_word *first, const char *end,
                           const char **row_end, size_t *term_length, bool *failed);

/* Can a name of several words begin with this one? False when out of memory. */
bool kzsi_names_begins_row(const struct kzsi_names *names, struct kzsi_stemmer *stemmer,
                           const struct kzsi_word *word, bool *begins);

/* ---- known.c ---- */

/* What is known of a form as a name, wherever it stands. */
struct kzsi_known {
    bool begins_row; /* a name of several words may begin with it */
    bool half;       /* the table has it as a case form alone, and it may be none */
    bool heard;      /* kzsi_known_sounds() was asked */
    uint8_t looks;   /* as kzsi_looks() says */
    uint8_t listed_count, sound_count;
    struct kzsi_name_key listed[2 * KZSI_READINGS]; /* its keys in the table of names */
    struct kzsi_name_key sounds[KZSI_NAME_KEYS]; /* and by sound, once they were asked for */
};

/* Remembers answers for one table of names; freed with free(). NULL when out of memory. */
struct kzsi_known_cache;
struct kzsi_known_cache *kzsi_known_cache_new(void);

/* Valid until the next call. NULL when out of memory. */
struct kzsi_known *kzsi_known_of(struct kzsi_known_cache *cache,
                                 const struct kzsi_names *names, struct kzsi_stemmer *stemmer,
                                 const struct kzsi_word *word);

/* Find the keys by sound, which most words at the beginning of sentences never need. */
void kzsi_known_sounds(struct kzsi_known *known, const struct kzsi_word *word);

/* ---- stopwords.c ---- */

/* Is this form so common in English or Russian that it says nothing about a text? */
bool kzsi_is_stop_word(const char *form, size_t length);

/* ---- nameness.c ---- */

/*
 * What a text is, which tells names from other words. In a document a capital at the beginning
 * of a sentence says nothing. In a query it is meant, and known names need no capitals.
 */
enum kzsi_text {
    KZSI_DOCUMENT,
    KZSI_QUERY,
    KZSI_FORMS /* a document of which only the forms are asked: terms are these, names are none */
};

/* What is known of a word when it is asked whether it is a name. */
struct kzsi_context {
    enum kzsi_text kind;
    bool first;          /* first word of a sentence */
    bool next_capital;   /* the word behind it begins with a capital */
    bool behind_capital; /* and so does the word right before it */
    bool beside_name;    /* the word right before it, or behind it, is a name */
};

/*
 * Is this Latin form an ordinary word, or a regular inflection of one, that sounds like a
 * Russian word (false_friends.txt)? Such a word is a name by the table alone.
 */
bool kzsi_is_false_friend(const char *form, size_t length);

/* What a form says by itself, wherever it stands. */
enum {
    KZSI_MAY_BE_NAME = 1,  /* it is neither too short nor known to be another word */
    KZSI_ENDS_AS_NAME = 2, /* as names of the region do */
    KZSI_ENDS_SURELY = 4,  /* as nothing else does */
    KZSI_SHORT = 8,        /* short, yet a name beside another: Siv Jensen, Ли Пэн */
    KZSI_FRIEND = 16       /* a false friend, yet a name beside a name: Rand Paul */
};
unsigned kzsi_looks(const struct kzsi_word *word);

/* Does a word of these looks, with a capital or not, look like a name where it stands? */
bool kzsi_is_namelike(unsigned looks, bool capital, const struct kzsi_context *context);

/* Does a sentence begin at `at`, when the word before ended at `before`? NULL: no word before.
 */
bool kzsi_begins_sentence(const char *before, const char *at,
                          const struct kzsi_word *previous);

/* ---- typing.c: what was meant in another alphabet is appended ---- */

/* What the same keys type on the other layout. False when the text is of both or of neither. */
bool kzsi_other_layout(const char *text, size_t length, struct kzsi_buf *out);

/* Russian in Latin letters; `second`: as it is more rarely spelt. False when it is none. */
bool kzsi_to_russian(const char *text, size_t length, bool second, struct kzsi_buf *out);

/* ---- analyze.c ---- */

struct kzsi_token {
    bool listed; /* a name key that the table has for one word */
    const char *term, *form;
    size_t term_length, form_length;
    size_t start, end; /* bytes in the text */
    uint32_t position;
    kzs_token_kind kind;
    const char *language;
    struct kzsi_memo *memo; /* of this form and term, for the reader of tokens; or NULL */
};

/* Holds the stemmers and their cache: keep one per thread and use it for many texts. */
struct kzsi_analyzer;

/* `names`: an index's own table, held; NULL for the built-in one. NULL when out of memory. */
struct kzsi_analyzer *kzsi_analyzer_new(struct kzsi_names *names);
void kzsi_analyzer_free(struct kzsi_analyzer *analyzer);

/* Let the reader of tokens make notes (struct kzsi_memo). False when out of memory. */
bool kzsi_analyzer_note(struct kzsi_analyzer *analyzer);

/* Begin a text; it must stay in place. Positions of its words start at `first`. */
void kzsi_analyzer_begin(struct kzsi_analyzer *analyzer, enum kzsi_text kind, const char *text,
                         size_t length, uint32_t first);

/*
 * The next token, in order of position; a compound comes before its parts, a word before its
 * name keys. Tokens of one position that are neither are the same word: either term finds it.
 * The strings are valid until the next call. False at the end, or when out of memory: then
 * *failed is set.
 */
bool kzsi_analyzer_next(struct kzsi_analyzer *analyzer, struct kzsi_token *token,
                        bool *failed);

#endif
