/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Did you mean: words of a text that the index does not have, each with the words that it does
 * have and that were most likely meant. Likelihood is that of a noisy channel (Kernighan, Church
 * and Gale 1990): how common a word is, against what it takes to turn it into what was typed.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "match/suggest.h"

/* Candidates kept for a word, words looked at in a text. */
#define CANDIDATES_MAX 20
#define WORDS_MAX 64

/* What one edit takes, in logarithms of how common a word is. */
#define EDIT_COST 5.0

/* A word that the index has is questioned when another is so many times as common. */
#define RARE_FACTOR 200

/* When it has only the stem: that brings something, but perhaps not what was meant. */
#define STEM_FACTOR 3

/*
 * Of a stem in so many documents every inflection should be somewhere, and one that is not is
 * questioned whatever the number. Russian words have a dozen, English ones a few.
 */
#define STEM_COMMON_RUSSIAN 100
#define STEM_COMMON_OTHER   20

struct candidate {
    char text[KZSI_FORM_MAX + 8];
    size_t length;
    uint32_t documents;
    kzs_suggestion_kind kind;
    double score;
};

/* A word in question and what could have been meant, the likeliest first. */
struct doubt {
    size_t start, end; /* in the text */
    struct candidate candidates[CANDIDATES_MAX];
    size_t count;
};

struct suggesting {
    const struct kzsi_vocabulary *vocabulary;
    struct kzsi_analyzer *analyzer;
    const char *text;
    size_t length;
    struct doubt *doubts;
    size_t doubt_count;
    bool failed;
    /* the word at hand */
    struct doubt *doubt;
    uint32_t letters[KZSI_MISTAKE_LETTERS];
    size_t letter_count;
    double penalty; /* of everything that is near now */
    kzs_suggestion_kind kind;
};

/* ---- candidates ---- */

static void
offer(struct suggesting *s, const char *text, size_t length, uint32_t documents,
      kzs_suggestion_kind kind, double penalty)
{
    struct doubt *doubt = s->doubt;
    double score = log(1 + (double)documents) - penalty;
    size_t at = doubt->count;

    for (size_t i = 0; i < doubt->count; i++)
        if (doubt->candidates[i].length == length &&
            memcmp(doubt->candidates[i].text, text, length) == 0) {
            if (doubt->candidates[i].score >= score)
                return;
            memmove(&doubt->candidates[i], &doubt->candidates[i + 1],
                    (doubt->count - i - 1) * sizeof *doubt->candidates);
            at = --doubt->count;
            break;
        }
    while (at > 0 && doubt->candidates[at - 1].score < score)
        at--;
    if (at == CANDIDATES_MAX || length >= sizeof doubt->candidates[0].text)
        return;
    if (doubt->count == CANDIDATES_MAX)
        doubt->count--;
    memmove(&doubt->candidates[at + 1], &doubt->candidates[at],
            (doubt->count - at) * sizeof *doubt->candidates);
    doubt->candidates[at] =
        (struct candidate){.length = length, .documents = documents, .kind = kind, .score = score};
    memcpy(doubt->candidates[at].text, text, length);
    doubt->count++;
}

static bool
has_digit(const uint32_t *letters, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (letters[i] >= '0' && letters[i] <= '9')
            return true;
    return false;
}

static void
near_word(void *user, size_t word, unsigned edits)
{
    struct suggesting *s = user;
    const struct kzsi_vocable *vocable = &s->vocabulary->words[word];
    const char *text = kzsi_vocabulary_text(s->vocabulary, word);
    uint32_t letters[KZSI_MISTAKE_LETTERS];
    size_t count = kzsi_letters(text, vocable->length, letters);
    double mistake, penalty;

    if (edits == 0 || count == 0 || has_digit(letters, count))
        return;
    mistake = kzsi_mistake(s->letters, s->letter_count, letters, count);
    penalty = EDIT_COST * mistake;
    /* People get the first letter right, and the second edit of a word is rarer than the first. */
    if (letters[0] != s->letters[0])
        penalty += EDIT_COST / 4;
    if (mistake > 1)
        penalty += EDIT_COST / 4;
    offer(s, text, vocable->length, vocable->documents, s->kind, s->penalty + penalty);
}

/* All words near a form. One letter of three may be wrong, two of five. */
static void
offer_near(struct suggesting *s, const char *form, size_t length, kzs_suggestion_kind kind,
           double penalty, unsigned most)
{
    s->letter_count = kzsi_letters(form, length, s->letters);
    s->kind = kind;
    s->penalty = penalty;
    if (s->letter_count < 3 || has_digit(s->letters, s->letter_count))
        return;
    if (s->letter_count < 5 && most > 1)
        most = 1;
    kzsi_vocabulary_near(s->vocabulary, form, length, most, near_word, s);
}

/* The word that a text in another alphabet stands for, if it is one word. */
static void
offer_form(struct suggesting *s, const struct kzsi_buf *text, kzs_suggestion_kind kind,
           double penalty, bool near)
{
    struct kzsi_reader reader;
    struct kzsi_word word;
    uint32_t documents;

    if (text->failed || text->length == 0)
        return;
    kzsi_reader_begin(&reader, text->data, text->length);
    if (!kzsi_next_word(&reader, &word) || word.start != text->data ||
        word.end != text->data + text->length || word.length == 0)
        return;
    documents = kzsi_vocabulary_documents(s->vocabulary, word.form, word.length);
    if (documents > 0)
        offer(s, word.form, word.length, documents, kind, penalty);
    else if (near)
        offer_near(s, word.form, word.length, kind, penalty, 1);
}

/* ---- the words of a text ---- */

struct stretch {
    const char *at;
    size_t length;
};

/* What stands between spaces around a word: keys of letters may be punctuation elsewhere. */
static struct stretch
typed_around(const struct suggesting *s, size_t start, size_t end)
{
    while (start > 0 && (unsigned char)s->text[start - 1] > ' ')
        start--;
    while (end < s->length && (unsigned char)s->text[end] > ' ')
        end++;
    while (start < end && strchr("+-\"(", s->text[start]) != NULL)
        start++;
    while (end > start && strchr("\")", s->text[end - 1]) != NULL)
        end--;
    return (struct stretch){s->text + start, end - start};
}

static void
find_candidates(struct suggesting *s, const struct kzsi_token *token, bool known)
{
    struct stretch typed = typed_around(s, token->start, token->end);
    size_t count = s->doubt->count;
    struct kzsi_buf other = {0};

    if (kzsi_other_layout(typed.at, typed.length, &other)) {
        offer_form(s, &other, KZS_SUGGEST_LAYOUT, EDIT_COST / 4, false);
        if (s->doubt->count > count) {
            s->doubt->start = (size_t)(typed.at - s->text);
            s->doubt->end = s->doubt->start + typed.length;
        }
    }
    for (int second = 0; second < 2 && !known; second++) {
        other.length = 0;
        if (kzsi_to_russian(token->form, token->form_length, second, &other))
            offer_form(s, &other, KZS_SUGGEST_SCRIPT, EDIT_COST / 3, true);
    }
    if (s->doubt->count == 0 || s->doubt->candidates[0].kind != KZS_SUGGEST_LAYOUT)
        offer_near(s, token->form, token->form_length, KZS_SUGGEST_SPELLING, 0, known ? 1 : 2);
    s->failed |= other.failed;
    kzsi_buf_free(&other);
}

/*
 * Is the likeliest candidate more than the word itself, which is in so many documents as it is
 * written, or in this many in other inflections?
 */
static bool
is_likelier(const struct candidate *best, const struct kzsi_token *token, uint64_t documents,
            uint64_t stem)
{
    bool russian = *token->language == 'r';

    if (documents > 0)
        return best->documents / RARE_FACTOR >= documents;
    if (stem >= (russian ? STEM_COMMON_RUSSIAN : STEM_COMMON_OTHER))
        return best->score > log(1 + (double)stem) - 2 * EDIT_COST;
    return best->documents / STEM_FACTOR >= stem;
}

/* Is the index without this word, or is it there as rarely as a mistake? */
static kzs_status
question(struct suggesting *s, kzsi_db *db, const struct kzsi_token *token, kzs_error *err)
{
    uint32_t documents =
        kzsi_vocabulary_documents(s->vocabulary, token->form, token->form_length);
    struct doubt *doubt = &s->doubts[s->doubt_count];
    uint64_t stem = 0;
    kzs_status st = KZS_OK;

    if (kzsi_is_stop_word(token->form, token->form_length) ||
        (token->end < s->length && s->text[token->end] == ':'))
        return KZS_OK;
    if (documents == 0)
        st = kzsi_db_frequency(db, token->term, token->term_length, &stem, err);
    if (st != KZS_OK)
        return st;
    *doubt = (struct doubt){.start = token->start, .end = token->end};
    s->doubt = doubt;
    find_candidates(s, token, documents > 0);
    s->doubt_count += doubt->count > 0 && is_likelier(&doubt->candidates[0], token, documents, stem);
    return KZS_OK;
}

static kzs_status
find_doubts(kzsi_db *db, void *user, kzs_error *err)
{
    struct suggesting *s = user;
    struct kzsi_token token;
    size_t end = 0;
    bool failed = false;
    kzs_status st = KZS_OK;

    s->doubt_count = 0;
    kzsi_analyzer_begin(s->analyzer, KZSI_QUERY, s->text, s->length, 1);
    while (st == KZS_OK && s->doubt_count < WORDS_MAX &&
           kzsi_analyzer_next(s->analyzer, &token, &failed)) {
        /* A layout may have taken several words for one. */
        if (token.kind != KZS_TOKEN_WORD || token.start < end)
            continue;
        st = question(s, db, &token, err);
        if (s->doubt_count > 0)
            end = s->doubts[s->doubt_count - 1].end;
        if (end < token.end)
            end = token.end;
    }
    s->failed |= failed;
    return st == KZS_OK && s->failed ? kzsi_fail_nomem(err) : st;
}

/* ---- texts ---- */

/* The text with each doubt settled by its likeliest candidate, but one by another. */
static bool
settle(const struct suggesting *s, size_t which, size_t other, kzs_suggestions *out)
{
    struct kzsi_buf text = {0};
    uint64_t documents = UINT64_MAX;
    kzs_suggestion_kind kind = KZS_SUGGEST_SPELLING;
    size_t at = 0;
    bool good;

    for (size_t i = 0; i < s->doubt_count; i++) {
        const struct doubt *doubt = &s->doubts[i];
        const struct candidate *chosen = &doubt->candidates[i == which ? other : 0];
        if (doubt->start < at)
            continue;
        kzsi_buf_add(&text, s->text + at, doubt->start - at);
        kzsi_buf_add(&text, chosen->text, chosen->length);
        at = doubt->end;
        documents = chosen->documents < documents ? chosen->documents : documents;
        if (i == 0 || i == which)
            kind = chosen->kind;
    }
    kzsi_buf_add(&text, s->text + at, s->length - at);
    good = !text.failed &&
           kzsi_suggestions_add(out, (struct kzsi_string){"", 0},
                                (struct kzsi_string){text.data, text.length},
                                (struct kzsi_string){"", 0}, kind, documents);
    kzsi_buf_free(&text);
    return good;
}

/* The best of all, then with one word chosen otherwise, the smallest loss first. */
static bool
settle_all(const struct suggesting *s, size_t limit, kzs_suggestions *out)
{
    size_t next[WORDS_MAX];
    bool good = true;

    if (s->doubt_count == 0 || limit == 0)
        return true;
    for (size_t i = 0; i < s->doubt_count; i++)
        next[i] = 1;
    good = settle(s, 0, 0, out);
    while (good && out->count < limit) {
        size_t best = s->doubt_count;
        double least = INFINITY;
        for (size_t i = 0; i < s->doubt_count; i++) {
            const struct doubt *doubt = &s->doubts[i];
            double loss = next[i] < doubt->count ? doubt->candidates[0].score -
                                                       doubt->candidates[next[i]].score
                                                 : INFINITY;
            if (loss < least) {
                least = loss;
                best = i;
            }
        }
        if (best == s->doubt_count)
            break;
        good = settle(s, best, next[best]++, out);
    }
    return good;
}

bool
kzsi_suggestions_add(kzs_suggestions *list, struct kzsi_string before, struct kzsi_string text,
                     struct kzsi_string behind, kzs_suggestion_kind kind, uint64_t documents)
{
    struct kzsi_buf all = {0};
    struct kzsi_suggestion *item;

    kzsi_buf_add(&all, before.text, before.length);
    kzsi_buf_add(&all, text.text, text.length);
    kzsi_buf_add(&all, behind.text, behind.length);
    for (size_t i = 0; i < list->count && !all.failed; i++)
        if (list->items[i].length == all.length &&
            memcmp(list->items[i].text, all.data, all.length) == 0) {
            kzsi_buf_free(&all);
            return true;
        }
    if (!kzsi_grow(&list->items, &list->capacity, list->count, sizeof *list->items)) {
        kzsi_buf_free(&all);
        return false;
    }
    item = &list->items[list->count];
    *item = (struct kzsi_suggestion){.length = all.length, .kind = kind, .documents = documents};
    item->text = kzsi_buf_take(&all);
    list->count += item->text != NULL;
    return item->text != NULL;
}

kzs_status
kzs_suggest(kzs_index *index, const char *text, size_t length, size_t limit,
            kzs_suggestions **out, kzs_error *err)
{
    struct suggesting s = {.text = text, .length = kzsi_length(text, length)};
    struct kzsi_vocabulary *vocabulary = NULL;
    kzs_status st;

    if (out == NULL)
        return kzsi_fail_null(err, "out");
    *out = NULL;
    st = kzsi_index_check(index, err);
    if (st != KZS_OK)
        return st;
    if (s.length > KZS_QUERY_MAX)
        return kzsi_fail(err, KZS_ERR_LIMIT, "the text has %zu bytes, the limit is %zu",
                         s.length, KZS_QUERY_MAX);
    st = kzsi_vocabulary_hold(index, &vocabulary, err);
    if (st != KZS_OK)
        return st;
    s.vocabulary = vocabulary;
    s.analyzer = kzsi_index_analyzer(index);
    s.doubts = kzsi_alloc((WORDS_MAX + 1) * sizeof *s.doubts);
    *out = kzsi_alloc(sizeof **out);
    if (s.analyzer == NULL || s.doubts == NULL || *out == NULL)
        st = kzsi_fail_nomem(err);
    if (st == KZS_OK)
        st = kzsi_read(index, find_doubts, &s, err);
    if (st == KZS_OK && !settle_all(&s, limit, *out))
        st = kzsi_fail_nomem(err);
    kzsi_index_analyzer_done(index, s.analyzer);
    kzsi_vocabulary_done(index, vocabulary);
    free(s.doubts);
    if (st != KZS_OK) {
        kzs_suggestions_free(*out);
        *out = NULL;
    }
    return st;
}

size_t
kzs_suggestions_count(const kzs_suggestions *suggestions)
{
    return suggestions != NULL ? suggestions->count : 0;
}

kzs_status
kzs_suggestions_get(const kzs_suggestions *suggestions, size_t n, kzs_suggestion *suggestion)
{
    kzs_suggestion full = {0};

    if (suggestions == NULL || n >= suggestions->count || suggestion == NULL ||
        suggestion->size < sizeof suggestion->size)
        return KZS_ERR_INVALID;
    full.size = suggestion->size < sizeof full ? suggestion->size : sizeof full;
    full.text = suggestions->items[n].text;
    full.length = suggestions->items[n].length;
    full.kind = suggestions->items[n].kind;
    full.documents = suggestions->items[n].documents;
    memcpy(suggestion, &full, full.size);
    return KZS_OK;
}

void
kzs_suggestions_free(kzs_suggestions *suggestions)
{
    if (suggestions == NULL)
        return;
    for (size_t i = 0; i < suggestions->count; i++)
        free(suggestions->items[i].text);
    free(suggestions->items);
    free(suggestions);
}
