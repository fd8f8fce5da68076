/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Stemming by script: Latin words as English, Cyrillic words as Russian, others not at all.
 *
 * A stem is Snowball's, corrected: rewrite.c and russian.c see the form first, and either know
 * the stem or hand on a form that Snowball stems well (требует as требовать).
 *
 * This costs far more than finding the words, and text repeats its words, so stems are kept in
 * a cache. A line of it has room for two short forms or a long one:
 *
 *     | form length | bytes kept | tail length | form, tail ... 29 | the same again |
 *
 * A stem is the beginning of the form plus, at times, a tail of other letters. Beside each line
 * there is room, on request, for what others know of its two forms (struct kzsi_memo).
 */
#include <stdlib.h>
#include <string.h>
#include <libstemmer.h>

#include "analysis/rewrite.h"
#include "base/hash.h"

#define LINE_BITS 14
#define LINE_SIZE 64 /* what processors read from memory at once */
#define SHORT_MAX 29 /* form and tail in half a line, */
#define LONG_MAX  61 /* or in the whole of it */

struct entry {
    uint8_t form_length; /* 0: empty */
    uint8_t kept;
    uint8_t tail_length;
    char form[SHORT_MAX];
};

/* A long form goes on in second, whose length then is a letter and so above SHORT_MAX. */
struct line {
    struct entry first, second;
};
_Static_assert(sizeof(struct line) == LINE_SIZE, "a line is a line of the processor's cache");

struct kzsi_stemmer {
    struct sb_stemmer *english;
    char term[KZSI_REWRITTEN_MAX];
    struct kzsi_memo *memo; /* of the form stemmed last */
    struct kzsi_memo (*memos)[2]; /* beside the lines; NULL: nobody notes anything */
    struct line *lines; /* in room, where the processor's lines begin */
    char room[((size_t)LINE_SIZE << LINE_BITS) + LINE_SIZE];
};

struct kzsi_stemmer *
kzsi_stemmer_new(void)
{
    struct kzsi_stemmer *stemmer = kzsi_alloc(sizeof *stemmer);

    if (stemmer == NULL)
        return NULL;
    kzsi_stem_lists_init();
    kzsi_snowball_init();
    stemmer->lines = (void *)(((uintptr_t)stemmer->room + LINE_SIZE) / LINE_SIZE * LINE_SIZE);
    stemmer->english = sb_stemmer_new("english", NULL);
    if (stemmer->english == NULL) {
        kzsi_stemmer_free(stemmer);
        return NULL;
    }
    return stemmer;
}

void
kzsi_stemmer_free(struct kzsi_stemmer *stemmer)
{
    if (stemmer == NULL)
        return;
    sb_stemmer_delete(stemmer->english);
    free(stemmer->memos);
    free(stemmer);
}

/* ---- the cache ---- */

static inline uint64_t
eight_bytes(const char *at)
{
    uint64_t bytes;

    memcpy(&bytes, at, 8);
    return bytes;
}

/* The first bytes, at most eight, of where eight can be read. */
static inline uint64_t
up_to_eight(const char *at, size_t length)
{
    size_t rest = (64 - 8 * length) & 63;

#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    return eight_bytes(at) >> rest;
#else
    return eight_bytes(at) << rest;
#endif
}

/*
 * The line of a form. The first and last letters tell most words apart, and multiplying them
 * side by side is quicker than one after the other. Words that share a line only forget each
 * other, whoever chose them.
 */
static inline struct line *
line_of(struct kzsi_stemmer *stemmer, const char *form, size_t length)
{
    uint64_t hash;

    if (length < 8) {
        hash = (up_to_eight(form, length) + length) * 0x9E3779B97F4A7C15u;
    } else {
        hash = (eight_bytes(form) + length) * 0x9E3779B97F4A7C15u;
        hash ^= eight_bytes(form + length - 8) * 0xD6E8FEB86659FD93u >> 17;
        if (length > 16)
            hash += eight_bytes(form + 8) * 0xC2B2AE3D27D4EB4Fu;
    }
    hash = kzsi_hash_mix(hash);
    return &stemmer->lines[hash >> (64 - LINE_BITS)];
}

/*
 * Are two forms of the same length equal? Eight bytes can be read of both, however short they
 * are: what follows them is theirs as well.
 */
static inline bool
same(const char *a, const char *b, size_t length)
{
    if (length < 8)
        return up_to_eight(a, length) == up_to_eight(b, length);
    for (size_t at = 0; at + 8 < length; at += 8)
        if (eight_bytes(a + at) != eight_bytes(b + at))
            return false;
    return eight_bytes(a + length - 8) == eight_bytes(b + length - 8);
}

static inline const struct entry *
recall(struct line *line, struct kzsi_memo *memos, const struct kzsi_word *word)
{
    if (line->first.form_length == word->length &&
        same((const char *)line + offsetof(struct entry, form), word->form, word->length))
        return &line->first;
    if (line->second.form_length == word->length && word->length <= SHORT_MAX &&
        same(line->second.form, word->form, word->length)) {
        struct entry found = line->second;
        line->second = line->first;
        line->first = found; /* the first stays when the line takes another */
        if (memos != NULL) {
            struct kzsi_memo memo = memos[1];
            memos[1] = memos[0];
            memos[0] = memo;
        }
        return &line->first;
    }
    return NULL;
}

/* False when it is too long to be kept. */
static bool
remember(struct line *line, struct kzsi_memo *memos, const struct kzsi_word *word,
         const char *stem, size_t length)
{
    size_t kept = 0, tail;
    char *form = (char *)line + offsetof(struct entry, form);

    while (kept < length && kept < word->length && stem[kept] == word->form[kept])
        kept++;
    tail = length - kept;
    if (word->length + tail > (word->length > SHORT_MAX ? LONG_MAX : SHORT_MAX))
        return false;
    if (line->first.form_length > SHORT_MAX)
        line->second.form_length = 0;
    else
        line->second = line->first;
    if (memos != NULL) {
        memos[1] = memos[0];
        memos[0] = (struct kzsi_memo){0};
    }
    line->first.form_length = (uint8_t)word->length;
    line->first.kept = (uint8_t)kept;
    line->first.tail_length = (uint8_t)tail;
    memcpy(form, word->form, word->length);
    memcpy(form + word->length, stem + kept, tail);
    return true;
}

/* ---- stems ---- */

/* The stem of a form, in stemmer->term; its length, or 0 when out of memory. */
static size_t
work_out(struct kzsi_stemmer *stemmer, const struct kzsi_word *word, bool english)
{
    const char *form = word->form;
    size_t length = word->length;
    const char *stem;
    enum kzsi_rewriting done =
        english ? kzsi_rewrite(KZSI_STEMS_EN, form, length, stemmer->term, &length)
                : kzsi_rewrite_russian(form, length, stemmer->term, &length);

    if (done == KZSI_REWRITE_STEM && length <= KZSI_FORM_MAX)
        return length;
    if (done == KZSI_REWRITE_FORM)
        form = stemmer->term;
    else
        length = word->length;
    if (english) {
        const sb_symbol *symbols = (const sb_symbol *)form;
        stem = (const char *)sb_stemmer_stem(stemmer->english, symbols, (int)length);
        if (stem == NULL)
            return 0;
        length = (size_t)sb_stemmer_length(stemmer->english);
    } else {
        stem = form;
        length = kzsi_snowball_russian(form, length);
    }
    if (length == 0 || length > KZSI_FORM_MAX) { /* a stem must be something to look up */
        length = word->length;
        stem = word->form;
    }
    memmove(stemmer->term, stem, length);
    return length;
}

bool
kzsi_stem(struct kzsi_stemmer *stemmer, const struct kzsi_word *word, const char **term,
          size_t *length, const char **language)
{
    bool english = word->scripts == KZSI_SCRIPT_LATIN;
    const struct entry *entry;
    struct kzsi_memo *memos;
    struct line *line;

    stemmer->memo = NULL;
    *term = word->form;
    *length = word->length;
    *language = "";
    if (word->has_digit || !(english || word->scripts == KZSI_SCRIPT_RUSSIAN))
        return true;
    *language = english ? "en" : "ru";

    line = line_of(stemmer, word->form, word->length);
    memos = stemmer->memos != NULL ? stemmer->memos[line - stemmer->lines] : NULL;
    entry = recall(line, memos, word);
    if (entry != NULL) {
        stemmer->memo = memos;
        /* Mostly the stem is the beginning of the form, which is at hand. */
        *length = entry->kept;
        if (entry->tail_length > 0) {
            const char *tail =
                (const char *)entry + offsetof(struct entry, form) + word->length;
            memcpy(stemmer->term, word->form, entry->kept);
            memcpy(stemmer->term + entry->kept, tail, entry->tail_length);
            *term = stemmer->term;
            *length += entry->tail_length;
        }
        return true;
    }
    *length = work_out(stemmer, word, english);
    if (*length == 0)
        return false;
    *term = stemmer->term;
    if (remember(line, memos, word, stemmer->term, *length))
        stemmer->memo = memos;
    return true;
}

bool
kzsi_stem_note(struct kzsi_stemmer *stemmer)
{
    if (stemmer->memos == NULL)
        stemmer->memos = kzsi_alloc(sizeof *stemmer->memos << LINE_BITS);
    return stemmer->memos != NULL;
}

struct kzsi_memo *
kzsi_stem_memo(struct kzsi_stemmer *stemmer)
{
    return stemmer->memo;
}
