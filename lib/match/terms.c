/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which terms of an index are like a word: the nearest, then the most frequent of them. Only
 * the part of the term list is read that can hold them: what begins as a pattern does, or is
 * written in the script of a word.
 */
#include <string.h>

#include "match/match.h"

/* Keys that sort nearest first, then most frequent: edits, 8 bytes of rarity, the form. */
#define KEY_BYTES 9

struct walk {
    const struct kzsi_like *like;
    struct kzsi_top top;
    size_t prefix_length;
    const char *until; /* a first byte at which to stop; NULL: none */
    uint64_t *budget;
    unsigned edits; /* of the term that was chosen last */
    struct kzsi_likes *out;
    bool failed;
};

/* Is a term like the word? Its edits are kept for visit(). */
static int
choose(void *user, const char *term, size_t length)
{
    struct walk *walk = user;
    const char *form = term + walk->prefix_length;

    if (walk->until != NULL && length > walk->prefix_length &&
        (unsigned char)*form >= (unsigned char)*walk->until)
        return -1;
    if (*walk->budget == 0) {
        walk->out->unfinished = true;
        return -1;
    }
    (*walk->budget)--;
    length -= walk->prefix_length;
    walk->edits = kzsi_like(walk->like, form, length);
    return walk->edits != KZSI_UNLIKE && length <= KZSI_TERM_MAX;
}

static int
visit(void *user, const char *term, size_t length, uint64_t documents)
{
    struct walk *walk = user;
    char key[KEY_BYTES + KZSI_TERM_MAX];

    length -= walk->prefix_length;
    walk->out->found++;
    key[0] = (char)walk->edits;
    for (int i = 0; i < 8; i++)
        key[1 + i] = (char)(~documents >> (8 * (7 - i)));
    memcpy(key + KEY_BYTES, term + walk->prefix_length, length);
    walk->failed = !kzsi_top_offer(&walk->top, key, KEY_BYTES + length, 0, (double)documents);
    return walk->failed;
}

/* The letters that a word like this must begin with; how many bytes they have. */
static size_t
beginning(const struct kzsi_like *like)
{
    size_t length = 0;

    if (like->edits > 0)
        return 0;
    while (length < like->length && like->text[length] != '*' && like->text[length] != '?')
        length++;
    return length;
}

/*
 * Where the terms begin that may be like a fuzzy word: a word in one script is not like those
 * in others. In bytes, Latin comes before Cyrillic and that before everything else.
 */
static void
choose_script(const struct kzsi_like *like, const char **from, const char **until)
{
    bool latin = true, cyrillic = true;

    *from = *until = NULL;
    for (size_t i = 0; like->edits > 0 && i < like->distance.count; i++) {
        uint32_t c = like->distance.letters[i];
        latin = latin && c >= 'a' && c <= 'z';
        cyrillic = cyrillic && c >= 0x400 && c < 0x530;
    }
    if (like->edits == 0)
        return;
    if (latin) {
        *from = "a";
        *until = "{";
    } else if (cyrillic) {
        *from = "\xD0";
        *until = "\xD5";
    }
}

static bool
hand_out(struct kzsi_top *top, struct kzsi_arena *arena, struct kzsi_likes *out)
{
    kzsi_top_sort(top);
    out->items = kzsi_arena_alloc(arena, top->count * sizeof *out->items + 1);
    for (size_t i = 0; out->items != NULL && i < top->count; i++) {
        const struct kzsi_buf *key = &top->items[i].key;
        struct kzsi_like_term *term = &out->items[out->count++];
        term->length = key->length - KEY_BYTES;
        term->text = kzsi_arena_copy(arena, key->data + KEY_BYTES, term->length);
        term->edits = (unsigned char)key->data[0];
        term->documents = (uint64_t)top->items[i].score;
    }
    return !arena->failed;
}

kzs_status
kzsi_terms_like(kzsi_db *db, const char *prefix, size_t prefix_length,
                const struct kzsi_like *like, size_t limit, uint64_t *budget,
                struct kzsi_arena *arena, struct kzsi_likes *out, kzs_error *err)
{
    struct walk walk = {.like = like,
                        .top = {.limit = limit},
                        .prefix_length = prefix_length,
                        .budget = budget,
                        .out = out};
    struct kzsi_buf begin = {0}, from = {0};
    const char *first;
    kzs_status st;

    memset(out, 0, sizeof *out);
    choose_script(like, &first, &walk.until);
    kzsi_buf_add(&begin, prefix, prefix_length);
    kzsi_buf_add(&begin, like->text, beginning(like));
    kzsi_buf_add(&from, begin.data, begin.length);
    if (first != NULL)
        kzsi_buf_str(&from, first);
    st = begin.failed || from.failed
             ? kzsi_fail_nomem(err)
             : kzsi_db_choose_terms(db, begin.data, begin.length, from.data, from.length,
                                    choose, visit, &walk, err);
    if (st == KZS_OK && (walk.failed || !hand_out(&walk.top, arena, out)))
        st = kzsi_fail_nomem(err);
    kzsi_buf_free(&begin);
    kzsi_buf_free(&from);
    kzsi_top_free(&walk.top);
    return st;
}
