/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Snowball's stemmer for Russian, as described at
 * https://snowballstem.org/algorithms/russian/stemmer.html, a few times as fast as
 * libstemmer's and with the same stems. The algorithm does nothing but take endings off, in
 * this order:
 *
 *     a gerund's; or -ся and then an adjective's (and a participle's), a verb's or a noun's
 *     -и;  -ост, -ость;  -ейш, -ейше and one н of two;  -ь
 *
 * All endings lie in one trie, read from the end of the form: one walk tells which endings of
 * all lists the form has. From each list the longest one counts.
 */
#include <pthread.h>
#include <string.h>

#include "analysis/rewrite.h"

#define LETTER    2 /* bytes of one */
#define LETTERS   32
#define LONGEST   6 /* letters of an ending */
#define NODES_MAX 256

/* The lists. Endings of those called AFTER_A are only endings behind а or я. */
enum {
    GERUND = 1,
    GERUND_AFTER_A = 1 << 1,
    REFLEXIVE = 1 << 2,
    ADJECTIVE = 1 << 3,
    PARTICIPLE = 1 << 4,
    PARTICIPLE_AFTER_A = 1 << 5,
    VERB = 1 << 6,
    VERB_AFTER_A = 1 << 7,
    NOUN = 1 << 8,
    NOUN_I = 1 << 9,
    DERIVATION = 1 << 10,
    SUPERLATIVE = 1 << 11,
    DOUBLE_N = 1 << 12,
    SOFT_SIGN = 1 << 13
};

static const struct {
    uint16_t list;
    const char *endings;
} lists[] = {
    {GERUND, "ив ивши ившись ыв ывши ывшись"},
    {GERUND_AFTER_A, "в вши вшись"},
    {REFLEXIVE, "ся сь"},
    {ADJECTIVE, "ее ие ые ое ими ыми ей ий ый ой ем им ым ом его ого ему ому их ых ую юю ая "
                "яя ою ею"},
    {PARTICIPLE, "ивш ывш ующ"},
    {PARTICIPLE_AFTER_A, "ем нн вш ющ щ"},
    {VERB, "ила ыла ена ейте уйте ите или ыли ей уй ил ыл им ым ен ило ыло ено ят ует уют ит "
           "ыт ены ить ыть ишь ую ю"},
    {VERB_AFTER_A, "ла на ете йте ли й л ем н ло но ет ют ны ть ешь нно"},
    {NOUN, "а ев ов ие ье е иями ями ами еи ии и ией ей ой ий й иям ям ием ем ам ом о у ах "
           "иях ях ы ь ию ью ю ия ья я"},
    {NOUN_I, "и"},
    {DERIVATION, "ост ость"},
    {SUPERLATIVE, "ейш ейше"},
    {DOUBLE_N, "нн"},
    {SOFT_SIGN, "ь"},
};

static struct {
    uint16_t lists;          /* in which the letters up to here are an ending */
    uint8_t before[LETTERS]; /* the node of one letter more; 0: none */
} nodes[NODES_MAX];

/* The number of the letter at a place, а 0 and я 31; LETTERS and above: none of these. */
static inline unsigned
letter_at(const char *at)
{
    unsigned first = (unsigned char)at[0], second = (unsigned char)at[1];

    if ((first | 1) != 0xD1)
        return LETTERS;
    return ((first & 1) << 6 | (second & 0x3F)) - 0x30; /* а is D0 B0, я is D1 8F */
}

static void
fill_nodes(void)
{
    unsigned count = 1;

    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        const char *at = lists[i].endings, *end;
        for (; *at != '\0'; at = end + (*end == ' ')) {
            unsigned node = 0;
            end = at + strcspn(at, " ");
            for (const char *letter = end - LETTER; letter >= at; letter -= LETTER) {
                uint8_t *before = &nodes[node].before[letter_at(letter)];
                if (*before == 0 && count < NODES_MAX)
                    *before = (uint8_t)count++;
                node = *before;
            }
            nodes[node].lists |= lists[i].list;
        }
    }
}

void
kzsi_snowball_init(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    pthread_once(&once, fill_nodes);
}

/* A form being cut. */
struct cut {
    const char *form;
    size_t begin, end;           /* endings stand between these */
    unsigned count;              /* letters of the longest ending of any list */
    uint16_t lists[LONGEST + 1]; /* of the last 1, 2, 3 ... letters */
};

/* Find the endings of the form as it is now. */
static inline void
look(struct cut *cut)
{
    unsigned node = 0;
    size_t at = cut->end;

    cut->count = 0;
    while (at >= cut->begin + LETTER) {
        unsigned letter = letter_at(cut->form + at - LETTER);
        if (letter >= LETTERS || (node = nodes[node].before[letter]) == 0)
            break;
        cut->lists[++cut->count] = nodes[node].lists;
        at -= LETTER;
    }
}

static inline bool
is_after_a(const struct cut *cut, size_t end)
{
    unsigned letter;

    if (end < cut->begin + LETTER)
        return false;
    letter = letter_at(cut->form + end - LETTER);
    return letter == 0 || letter == 31;
}

/* Take the longest ending of two lists off, if it may be. */
static inline bool
take(struct cut *cut, unsigned list, unsigned after_a)
{
    for (unsigned n = cut->count; n > 0; n--) {
        size_t left = cut->end - n * LETTER;
        if ((cut->lists[n] & (list | after_a)) == 0)
            continue;
        if ((cut->lists[n] & list) == 0 && !is_after_a(cut, left))
            return false;
        cut->end = left;
        return true;
    }
    return false;
}

static void
take_inflection(struct cut *cut)
{
    if (take(cut, GERUND, GERUND_AFTER_A))
        return;
    if (take(cut, REFLEXIVE, 0))
        look(cut);
    if (take(cut, ADJECTIVE, 0)) {
        look(cut);
        take(cut, PARTICIPLE, PARTICIPLE_AFTER_A);
    } else if (!take(cut, VERB, VERB_AFTER_A)) {
        take(cut, NOUN, 0);
    }
}

static inline bool
is_vowel(unsigned letter)
{
    /* а е и о у ы э ю я */
    const uint32_t vowels = 1u | 1u << 5 | 1u << 8 | 1u << 14 | 1u << 19 | 1u << 27 | 7u << 29;

    return letter < LETTERS && (vowels >> letter & 1) != 0;
}

/*
 * Behind the next vowel, or the next that is none. The length when there is none. What is no
 * Russian letter, as in the hash of a long form, is gone through byte by byte.
 */
static size_t
go_past(const char *form, size_t at, size_t length, bool vowel)
{
    while (at + LETTER <= length) {
        unsigned letter = letter_at(form + at);
        at += letter < LETTERS ? LETTER : 1;
        if (is_vowel(letter) == vowel)
            return at;
    }
    return length;
}

/* Take -ост or -ость off if two syllables stand before it. */
static void
take_derivation(struct cut *cut)
{
    size_t end = cut->end, second;

    if (!take(cut, DERIVATION, 0))
        return;
    second = go_past(cut->form, cut->begin, end, false);
    second = go_past(cut->form, second, end, true);
    second = go_past(cut->form, second, end, false);
    if (cut->end < second)
        cut->end = end;
    else
        look(cut);
}

size_t
kzsi_snowball_russian(const char *form, size_t length)
{
    struct cut cut = {.form = form, .begin = go_past(form, 0, length, true), .end = length};
    bool superlative;

    look(&cut);
    if (cut.count == 0)
        return length;
    take_inflection(&cut);
    look(&cut);
    if (take(&cut, NOUN_I, 0))
        look(&cut);
    take_derivation(&cut);
    superlative = take(&cut, SUPERLATIVE, 0);
    if (superlative)
        look(&cut);
    if (cut.count >= 2 && (cut.lists[2] & DOUBLE_N) != 0)
        cut.end -= LETTER;
    else if (!superlative)
        take(&cut, SOFT_SIGN, 0);
    return cut.end;
}
