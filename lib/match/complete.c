/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Completion: what the last word of a text may become, and which titles begin with the text;
 * the most frequent first. Words come from the vocabulary in memory, titles from their terms.
 */
#include <stdlib.h>
#include <string.h>

#include "match/suggest.h"

/* Titles that begin alike are looked at up to here, in alphabetical order. */
#define TITLES_MAX 1000

/* Completions of each kind. */
#define COMPLETIONS_MAX 100

/* The most frequent of what is offered, those offered first before others of their frequency. */
struct best {
    struct best_item {
        size_t place; /* of a word in the vocabulary, or of a title's term among those kept */
        uint64_t documents;
    } items[COMPLETIONS_MAX];
    size_t count, limit;
};

static void
keep(struct best *best, size_t place, uint64_t documents)
{
    size_t at = best->count;

    while (at > 0 && best->items[at - 1].documents < documents)
        at--;
    if (at >= best->limit)
        return;
    if (best->count == best->limit)
        best->count--;
    memmove(&best->items[at + 1], &best->items[at], (best->count - at) * sizeof *best->items);
    best->items[at] = (struct best_item){place, documents};
    best->count++;
}

/* ---- words ---- */

static bool
add_words(const struct kzsi_vocabulary *vocabulary, const char *head, size_t head_length,
          const struct kzsi_buf *prefix, size_t limit, kzs_suggestion_kind kind,
          kzs_suggestions *out)
{
    struct best best = {.limit = limit};
    size_t end, first;
    bool good = !prefix->failed;

    if (!good || prefix->length == 0)
        return good;
    first = kzsi_vocabulary_prefix(vocabulary, prefix->data, prefix->length, &end);
    for (size_t i = first; i < end; i++)
        /* What was typed needs no completion to what was typed. */
        if (vocabulary->words[i].length > prefix->length || kind != KZS_SUGGEST_WORD)
            keep(&best, i, vocabulary->words[i].documents);
    for (size_t i = 0; i < best.count && good; i++)
        good = kzsi_suggestions_add(
            out, (struct kzsi_string){head, head_length},
            (struct kzsi_string){kzsi_vocabulary_text(vocabulary, best.items[i].place),
                                 vocabulary->words[best.items[i].place].length},
            (struct kzsi_string){"", 0}, kind, best.items[i].documents);
    return good;
}

/* As it was typed, else on the other layout, else as Russian in Latin letters. */
static bool
complete_word(const struct kzsi_vocabulary *vocabulary, const char *text, size_t length,
              size_t limit, kzs_suggestions *out)
{
    size_t start = length, before = out->count;
    struct kzsi_buf prefix = {0}, other = {0};
    bool good;

    while (start > 0 && (unsigned char)text[start - 1] > ' ' &&
           strchr("\"(+", text[start - 1]) == NULL)
        start--;
    kzsi_keyword(&prefix, text + start, length - start);
    good = add_words(vocabulary, text, start, &prefix, limit, KZS_SUGGEST_WORD, out);
    if (good && out->count == before &&
        kzsi_vocabulary_documents(vocabulary, prefix.data, prefix.length) == 0) {
        if (kzsi_other_layout(text + start, length - start, &other))
            good = add_words(vocabulary, text, start, &other, limit, KZS_SUGGEST_LAYOUT, out);
        other.length = 0;
        if (good && out->count == before &&
            kzsi_to_russian(text + start, length - start, false, &other))
            good = add_words(vocabulary, text, start, &other, limit, KZS_SUGGEST_SCRIPT, out);
    }
    good = good && !prefix.failed && !other.failed;
    kzsi_buf_free(&prefix);
    kzsi_buf_free(&other);
    return good;
}

/* ---- titles ---- */

struct titles {
    const kzs_index *index;
    const char *text;
    size_t length;
    struct best best;
    struct kzsi_buf terms; /* all that were looked at */
    size_t starts[TITLES_MAX + 1];
    size_t count;
    kzs_suggestions *out;
    size_t before; /* suggestions that are no titles */
};

static int
look_at(void *user, const char *term, size_t length, uint64_t frequency)
{
    struct titles *titles = user;

    if (titles->count == TITLES_MAX)
        return 1;
    titles->starts[titles->count] = titles->terms.length;
    kzsi_buf_add(&titles->terms, term, length);
    titles->starts[titles->count + 1] = titles->terms.length;
    keep(&titles->best, titles->count++, frequency);
    return titles->terms.failed;
}

/* The title as a document has it, whose term is folded. */
static kzs_status
add_title(struct titles *titles, kzsi_db *db, const struct kzsi_field *field,
          const struct best_item *item, kzs_error *err)
{
    const char *term = titles->terms.data + titles->starts[item->place], *id, *value;
    size_t term_length = titles->starts[item->place + 1] - titles->starts[item->place];
    struct kzsi_buf record = {0}, own = {0};
    kzs_doc *doc = NULL;
    size_t length;
    kzs_status st = kzsi_db_fetch(db, term, term_length, &record, err);

    if (st == KZS_OK)
        st = kzsi_record_decode(record.data, record.length, &doc, &id, &length, err);
    for (size_t n = 0; st == KZS_OK && (value = kzs_doc_get(doc, field->name, n, &length)); n++) {
        own.length = 0;
        kzsi_term_title(&own, field, value, length);
        if (own.failed || own.length != term_length || memcmp(own.data, term, term_length) != 0)
            continue;
        if (!kzsi_suggestions_add(titles->out, (struct kzsi_string){"", 0},
                                  (struct kzsi_string){value, length},
                                  (struct kzsi_string){"", 0}, KZS_SUGGEST_TITLE,
                                  item->documents))
            st = kzsi_fail_nomem(err);
        break;
    }
    kzs_doc_free(doc);
    kzsi_buf_free(&record);
    kzsi_buf_free(&own);
    return st;
}

static kzs_status
complete_titles(kzsi_db *db, void *user, kzs_error *err)
{
    struct titles *titles = user;
    const struct kzsi_schema *schema = &titles->index->schema;
    size_t limit = titles->best.limit;
    kzs_status st = KZS_OK;

    while (titles->out->count > titles->before)
        free(titles->out->items[--titles->out->count].text);
    for (size_t f = 0; f < schema->count && st == KZS_OK; f++) {
        const struct kzsi_field *field = &schema->fields[f];
        struct kzsi_buf prefix = {0};
        size_t empty;
        if (field->kind != KZSI_TEXT || field->main)
            continue;
        titles->count = titles->best.count = titles->terms.length = 0;
        kzsi_term_title(&prefix, field, "", 0);
        empty = prefix.length;
        prefix.length = 0;
        kzsi_term_title(&prefix, field, titles->text, titles->length);
        if (prefix.failed)
            st = kzsi_fail_nomem(err);
        else if (prefix.length > empty)
            st = kzsi_db_terms(db, prefix.data, prefix.length, NULL, 0, look_at, titles, err);
        kzsi_buf_free(&prefix);
        if (st == KZS_OK && titles->terms.failed)
            st = kzsi_fail_nomem(err);
        for (size_t i = 0; i < titles->best.count && st == KZS_OK; i++)
            if (titles->out->count - titles->before < limit)
                st = add_title(titles, db, field, &titles->best.items[i], err);
    }
    return st;
}

kzs_status
kzs_complete(kzs_index *index, const char *text, size_t length, size_t words, size_t titles,
             kzs_suggestions **out, kzs_error *err)
{
    struct kzsi_vocabulary *vocabulary = NULL;
    struct titles *found;
    kzs_status st;

    if (out == NULL)
        return kzsi_fail_null(err, "out");
    *out = NULL;
    st = kzsi_index_check(index, err);
    if (st != KZS_OK)
        return st;
    length = kzsi_length(text, length);
    if (length > KZS_QUERY_MAX)
        return kzsi_fail(err, KZS_ERR_LIMIT, "the text has %zu bytes, the limit is %zu", length,
                         KZS_QUERY_MAX);
    *out = kzsi_alloc(sizeof **out);
    found = kzsi_alloc(sizeof *found);
    if (*out == NULL || found == NULL)
        st = kzsi_fail_nomem(err);
    if (st == KZS_OK && words > 0)
        st = kzsi_vocabulary_hold(index, &vocabulary, err);
    if (st == KZS_OK && words > 0 &&
        !complete_word(vocabulary, text, length,
                       words < COMPLETIONS_MAX ? words : COMPLETIONS_MAX, *out))
        st = kzsi_fail_nomem(err);
    kzsi_vocabulary_done(index, vocabulary);
    if (st == KZS_OK && titles > 0) {
        found->index = index;
        found->text = text;
        found->length = length;
        found->best.limit = titles < COMPLETIONS_MAX ? titles : COMPLETIONS_MAX;
        found->out = *out;
        found->before = (*out)->count;
        st = kzsi_read(index, complete_titles, found, err);
    }
    if (found != NULL)
        kzsi_buf_free(&found->terms);
    free(found);
    if (st != KZS_OK) {
        kzs_suggestions_free(*out);
        *out = NULL;
    }
    return st;
}
