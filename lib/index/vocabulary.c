/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The words of an index as they are written, in memory, for corrections and completions: those
 * look at all words that are near, or that begin alike, and take the commonest, which no order
 * of terms on the disk can tell. Read whole at the first need and again after a commit (a
 * quarter of a second for 300,000 words, 20 to 40 bytes each); threads share one.
 */
#include <stdlib.h>
#include <string.h>

#include "index/index.h"

struct reading {
    kzs_index *index;
    struct kzsi_vocabulary *out;
    bool failed;
};

static void
vocabulary_free(struct kzsi_vocabulary *vocabulary)
{
    kzsi_buf_free(&vocabulary->text);
    free(vocabulary->words);
    free(vocabulary);
}

void
kzsi_vocabulary_done(kzs_index *index, struct kzsi_vocabulary *vocabulary)
{
    bool last = false;

    if (vocabulary == NULL)
        return;
    pthread_mutex_lock(&index->pool_lock);
    last = --vocabulary->holders == 0;
    pthread_mutex_unlock(&index->pool_lock);
    if (last)
        vocabulary_free(vocabulary);
}

/* The set of its letters, by their last six bits; *letters is how many there are. */
static uint64_t
letters_of(const char *text, size_t length, size_t *letters)
{
    const char *end = text + length;
    uint64_t mask = 0;

    for (*letters = 0; text < end; (*letters)++) {
        uint32_t c;
        text += kzsi_utf8_decode(text, end, &c);
        mask |= (uint64_t)1 << (c & 63);
    }
    return mask;
}

static int
add_word(void *user, const char *term, size_t length, uint64_t frequency)
{
    struct reading *reading = user;
    struct kzsi_vocabulary *out = reading->out;
    struct kzsi_vocable *word;
    size_t letters;
    uint64_t mask;

    term++; /* the prefix F */
    length--;
    mask = letters_of(term, length, &letters);
    if (out->text.length + length > UINT32_MAX ||
        !kzsi_grow(&out->words, &out->capacity, out->count, sizeof *out->words)) {
        reading->failed = true;
        return 1;
    }
    word = &out->words[out->count++];
    *word = (struct kzsi_vocable){
        .start = (uint32_t)out->text.length,
        .length = (uint8_t)length, /* a term has no more */
        .letters = (uint8_t)letters,
        .documents = frequency < UINT32_MAX ? (uint32_t)frequency : UINT32_MAX,
        .mask = mask};
    kzsi_buf_add(&out->text, term, length);
    return 0;
}

/* The one that the index has, if it is of this commit. */
static struct kzsi_vocabulary *
hold_current(kzs_index *index, uint64_t revision)
{
    struct kzsi_vocabulary *current;

    pthread_mutex_lock(&index->pool_lock);
    current = index->vocabulary;
    if (current != NULL && current->revision == revision)
        current->holders++;
    else
        current = NULL;
    pthread_mutex_unlock(&index->pool_lock);
    return current;
}

static kzs_status
read_words(kzsi_db *db, void *user, kzs_error *err)
{
    struct reading *reading = user;
    struct kzsi_db_info info;
    kzs_status st = kzsi_db_describe(db, &info, err);

    if (reading->out != NULL)
        kzsi_vocabulary_done(reading->index, reading->out);
    reading->out = NULL;
    if (st != KZS_OK)
        return st;
    reading->out = hold_current(reading->index, info.revision);
    if (reading->out != NULL)
        return KZS_OK;
    reading->out = kzsi_alloc(sizeof *reading->out);
    if (reading->out == NULL)
        return kzsi_fail_nomem(err);
    reading->out->holders = 1;
    reading->out->revision = info.revision;
    st = kzsi_db_terms(db, "F", 1, NULL, 0, add_word, reading, err);
    if (st == KZS_OK && (reading->failed || reading->out->text.failed))
        st = kzsi_fail_nomem(err);
    return st;
}

kzs_status
kzsi_vocabulary_hold(kzs_index *index, struct kzsi_vocabulary **out, kzs_error *err)
{
    struct reading reading = {.index = index};
    struct kzsi_vocabulary *old;
    kzs_status st;

    *out = NULL;
    if (index->format_version < KZSI_FORMAT_FORMS)
        return kzsi_fail(err, KZS_ERR_INVALID,
                         "the index '%s' has format %u, which does not keep words as they are "
                         "written: index its documents again",
                         index->path, index->format_version);
    st = kzsi_read(index, read_words, &reading, err);
    if (st != KZS_OK) {
        kzsi_vocabulary_done(index, reading.out);
        return st;
    }
    pthread_mutex_lock(&index->pool_lock);
    old = index->vocabulary;
    if (old != reading.out) {
        index->vocabulary = reading.out;
        reading.out->holders++;
    } else {
        old = NULL;
    }
    pthread_mutex_unlock(&index->pool_lock);
    kzsi_vocabulary_done(index, old);
    *out = reading.out;
    return KZS_OK;
}

const char *
kzsi_vocabulary_text(const struct kzsi_vocabulary *vocabulary, size_t word)
{
    return vocabulary->text.data + vocabulary->words[word].start;
}

/* The first word that is not less than a text. */
static size_t
lower_bound(const struct kzsi_vocabulary *vocabulary, const char *text, size_t length)
{
    size_t low = 0, high = vocabulary->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct kzsi_vocable *word = &vocabulary->words[middle];
        size_t common = word->length < length ? word->length : length;
        int order =
            common > 0 ? memcmp(kzsi_vocabulary_text(vocabulary, middle), text, common) : 0;
        if (order < 0 || (order == 0 && word->length < length))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

size_t
kzsi_vocabulary_prefix(const struct kzsi_vocabulary *vocabulary, const char *prefix,
                       size_t length, size_t *end)
{
    size_t first = lower_bound(vocabulary, prefix, length), last = first;
    size_t high = vocabulary->count;

    while (last < high) {
        size_t middle = last + (high - last) / 2;
        const struct kzsi_vocable *word = &vocabulary->words[middle];
        if (word->length >= length &&
            (length == 0 ||
             memcmp(kzsi_vocabulary_text(vocabulary, middle), prefix, length) == 0))
            last = middle + 1;
        else
            high = middle;
    }
    *end = last;
    return first;
}

uint32_t
kzsi_vocabulary_documents(const struct kzsi_vocabulary *vocabulary, const char *form,
                          size_t length)
{
    size_t at = length > 0 ? lower_bound(vocabulary, form, length) : vocabulary->count;

    return at < vocabulary->count && vocabulary->words[at].length == length &&
                   memcmp(kzsi_vocabulary_text(vocabulary, at), form, length) == 0
               ? vocabulary->words[at].documents
               : 0;
}

void
kzsi_vocabulary_near(const struct kzsi_vocabulary *vocabulary, const char *form, size_t length,
                     unsigned most, kzsi_near_fn visit, void *user)
{
    struct kzsi_edits edits;
    size_t letters;
    uint64_t mask = letters_of(form, length, &letters);

    if (!kzsi_edits_begin(&edits, form, length))
        return;
    for (size_t i = 0; i < vocabulary->count; i++) {
        const struct kzsi_vocable *word = &vocabulary->words[i];
        unsigned distance;
        /* An edit changes the length by one, and exchanges at most two letters of the set. */
        if (word->letters + most < letters || word->letters > letters + most ||
            (unsigned)__builtin_popcountll(word->mask ^ mask) > 2 * most)
            continue;
        distance = kzsi_edits_to(&edits, kzsi_vocabulary_text(vocabulary, i), word->length, most);
        if (distance <= most)
            visit(user, i, distance);
    }
}
