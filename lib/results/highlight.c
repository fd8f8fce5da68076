/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Finding the marks of a query in a text, by the same analysis that indexed it: a word is
 * marked because one of its terms is a term of the query, never because letters look alike.
 *
 * A phrase is followed as its words go by: for each of its slots, where a chain of matches
 * that ends in that slot began.
 */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "results/results.h"

/*
 * A snippet needs no more than this of a text where something was found, and gives up at that
 * where nothing was: one hit must not cost more than a few times this much analysis.
 */
#define ENOUGH   ((size_t)256 << 10)
#define TOO_MUCH ((size_t)4 << 20)

/* A term of the query and one place where it stands in a mark. */
struct entry {
    const struct kzsi_string *term;
    size_t mark, slot;
    size_t next; /* entry with the same bucket, from 1; 0: none */
};

/* A chain of matches that has reached a slot. */
struct chain {
    uint32_t position;
    size_t start;
};

struct kzsi_highlighter {
    const struct kzsi_plan *plan;
    struct kzsi_names *names;
    struct kzsi_analyzer *analyzer;
    bool own_analyzer;
    struct entry *entries;
    size_t *buckets;
    size_t bucket_count; /* power of two */
    struct chain *chains;
    size_t *first_chain; /* of each mark */
    size_t chain_count;
    bool skip_weak;
    struct kzsi_like *likes; /* of the marks that are patterns */
    size_t *like_mark;       /* which mark each is of */
    size_t like_count;
};

static size_t
bucket_of(const struct kzsi_highlighter *highlighter, const char *term, size_t length)
{
    return (size_t)kzsi_hash(term, length) & (highlighter->bucket_count - 1);
}

static void
add_entries(struct kzsi_highlighter *highlighter)
{
    const struct kzsi_plan *plan = highlighter->plan;
    size_t count = 0;

    for (size_t m = 0; m < plan->mark_count; m++) {
        const struct kzsi_mark *mark = &plan->marks[m];
        highlighter->first_chain[m] = highlighter->chain_count;
        if (mark->pattern != NULL) {
            highlighter->like_mark[highlighter->like_count] = m;
            kzsi_like_begin(&highlighter->likes[highlighter->like_count++], mark->pattern,
                            mark->pattern_length, mark->edits);
        }
        highlighter->chain_count += mark->count;
        for (size_t s = 0; s < mark->count; s++) {
            for (size_t t = 0; t < mark->slots[s].count; t++) {
                const struct kzsi_string *term = &mark->slots[s].terms[t];
                size_t *bucket =
                    &highlighter->buckets[bucket_of(highlighter, term->text, term->length)];
                /* Later slots come first in a bucket, so that a word that stands twice in a
                 * phrase extends the chain before it starts the next one. */
                highlighter->entries[count] = (struct entry){term, m, s, *bucket};
                *bucket = ++count;
            }
        }
    }
}

struct kzsi_highlighter *
kzsi_highlighter_new(const struct kzsi_plan *plan, struct kzsi_names *names,
                     struct kzsi_analyzer *analyzer)
{
    struct kzsi_highlighter *highlighter = kzsi_alloc(sizeof *highlighter);
    size_t entries = 0, slots = 0, likes = 0;

    if (highlighter == NULL)
        return NULL;
    highlighter->plan = plan;
    highlighter->names = kzsi_names_hold(names);
    highlighter->analyzer = analyzer;
    highlighter->own_analyzer = analyzer == NULL;
    for (size_t m = 0; m < plan->mark_count; m++) {
        highlighter->skip_weak |= !plan->marks[m].weak;
        slots += plan->marks[m].count;
        likes += plan->marks[m].pattern != NULL;
        for (size_t s = 0; s < plan->marks[m].count; s++)
            entries += plan->marks[m].slots[s].count;
    }
    highlighter->bucket_count = 16;
    while (highlighter->bucket_count < entries * 2)
        highlighter->bucket_count *= 2;
    highlighter->entries = kzsi_alloc(entries * sizeof *highlighter->entries);
    highlighter->buckets = kzsi_alloc(highlighter->bucket_count * sizeof(size_t));
    highlighter->chains = kzsi_alloc(slots * sizeof *highlighter->chains);
    highlighter->first_chain = kzsi_alloc(plan->mark_count * sizeof(size_t));
    highlighter->likes = kzsi_alloc(likes * sizeof *highlighter->likes);
    highlighter->like_mark = kzsi_alloc(likes * sizeof(size_t));
    if (highlighter->entries == NULL || highlighter->buckets == NULL ||
        highlighter->chains == NULL || highlighter->first_chain == NULL ||
        highlighter->likes == NULL || highlighter->like_mark == NULL) {
        kzsi_highlighter_free(highlighter);
        return NULL;
    }
    add_entries(highlighter);
    return highlighter;
}

void
kzsi_highlighter_free(struct kzsi_highlighter *highlighter)
{
    if (highlighter == NULL)
        return;
    if (highlighter->own_analyzer)
        kzsi_analyzer_free(highlighter->analyzer);
    kzsi_names_free(highlighter->names);
    free(highlighter->entries);
    free(highlighter->buckets);
    free(highlighter->chains);
    free(highlighter->first_chain);
    free(highlighter->likes);
    free(highlighter->like_mark);
    free(highlighter);
}

static bool
add_span(struct kzsi_spans *spans, size_t start, size_t end, size_t mark, kzs_match_kind kind)
{
    size_t at;

    /* A word and its name key are found in the same place. */
    for (at = spans->count; at > 0 && spans->items[at - 1].start == start; at--)
        if (spans->items[at - 1].end == end && spans->items[at - 1].mark == mark)
            return true;
    if (!kzsi_grow(&spans->items, &spans->capacity, spans->count, sizeof *spans->items))
        return false;
    /* A phrase is complete at its last word, after words inside it: keep the order of starts.
     */
    for (at = spans->count; at > 0 && spans->items[at - 1].start > start; at--)
        spans->items[at] = spans->items[at - 1];
    spans->items[at] = (struct kzsi_span){start, end, mark, kind};
    spans->count++;
    return true;
}

static kzs_match_kind
kind_of(const struct kzsi_token *token, size_t slots)
{
    if (slots > 1)
        return KZS_MATCH_PHRASE;
    if (token->kind == KZS_TOKEN_NAME)
        return KZS_MATCH_NAME;
    return token->kind == KZS_TOKEN_COMPOUND ? KZS_MATCH_COMPOUND : KZS_MATCH_WORD;
}

/* A token has the term of this entry: a whole word, or one more step of a phrase. */
static bool
step(struct kzsi_highlighter *highlighter, const struct entry *entry,
     const struct kzsi_token *token, struct kzsi_spans *out)
{
    size_t slots = highlighter->plan->marks[entry->mark].count;
    struct chain *chain =
        &highlighter->chains[highlighter->first_chain[entry->mark] + entry->slot];
    size_t start = token->start;

    if (entry->slot > 0) {
        if (chain[-1].position == 0 || chain[-1].position + 1 != token->position)
            return true;
        start = chain[-1].start;
    }
    if (entry->slot + 1 == slots)
        return add_span(out, start, token->end, entry->mark, kind_of(token, slots));
    *chain = (struct chain){token->position, start};
    return true;
}

/* Is a mark one that this text is to be marked with? */
static bool
is_wanted(const struct kzsi_highlighter *highlighter, const struct kzsi_mark *mark,
          const char *field)
{
    return !(mark->weak && highlighter->skip_weak) &&
           (mark->field == NULL || strcmp(mark->field, field) == 0);
}

/* A word as it is written may be like some that were asked for. */
static bool
mark_likes(struct kzsi_highlighter *highlighter, const char *field,
           const struct kzsi_token *token, struct kzsi_spans *out)
{
    if (token->kind != KZS_TOKEN_WORD && token->kind != KZS_TOKEN_NUMBER)
        return true;
    for (size_t i = 0; i < highlighter->like_count; i++) {
        size_t m = highlighter->like_mark[i];
        if (is_wanted(highlighter, &highlighter->plan->marks[m], field) &&
            kzsi_like(&highlighter->likes[i], token->form, token->form_length) != KZSI_UNLIKE &&
            !add_span(out, token->start, token->end, m, KZS_MATCH_WORD))
            return false;
    }
    return true;
}

bool
kzsi_highlight(struct kzsi_highlighter *highlighter, const char *field, const char *text,
               size_t length, bool whole, struct kzsi_spans *out)
{
    struct kzsi_token token;
    bool failed = false;

    out->count = 0;
    if (highlighter->plan->mark_count == 0)
        return true;
    if (highlighter->analyzer == NULL &&
        (highlighter->analyzer = kzsi_analyzer_new(highlighter->names)) == NULL)
        return false;
    memset(highlighter->chains, 0, highlighter->chain_count * sizeof *highlighter->chains);

    kzsi_analyzer_begin(highlighter->analyzer, KZSI_DOCUMENT, text, length, 1);
    while (kzsi_analyzer_next(highlighter->analyzer, &token, &failed)) {
        if (!whole && token.start > (out->count > 0 ? ENOUGH : TOO_MUCH))
            break;
        size_t at =
            highlighter->buckets[bucket_of(highlighter, token.term, token.term_length)];
        for (; at != 0; at = highlighter->entries[at - 1].next) {
            const struct entry *entry = &highlighter->entries[at - 1];
            const struct kzsi_mark *mark = &highlighter->plan->marks[entry->mark];
            if (entry->term->length != token.term_length ||
                memcmp(entry->term->text, token.term, token.term_length) != 0)
                continue;
            if (!is_wanted(highlighter, mark, field))
                continue;
            if (!step(highlighter, entry, &token, out))
                return false;
        }
        if (!mark_likes(highlighter, field, &token, out))
            return false;
    }
    return !failed;
}
