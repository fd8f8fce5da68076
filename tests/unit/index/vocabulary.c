/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The words of an index in memory. */
#include "index/index.h"
#include "tests/unit/archive.h"
#include "tests/unit/unit.h"

struct near_list {
    const struct kzsi_vocabulary *vocabulary;
    char text[1000];
};

static void
note_near(void *user, size_t word, unsigned edits)
{
    struct near_list *list = user;

    snprintf(list->text + strlen(list->text), sizeof list->text - strlen(list->text),
             "%s%.*s %u", list->text[0] != '\0' ? ", " : "",
             (int)list->vocabulary->words[word].length,
             kzsi_vocabulary_text(list->vocabulary, word), edits);
}

static const char *
near_to(const struct kzsi_vocabulary *vocabulary, const char *word, unsigned most)
{
    static struct near_list list;

    list = (struct near_list){.vocabulary = vocabulary};
    kzsi_vocabulary_near(vocabulary, word, strlen(word), most, note_near, &list);
    return list.text;
}

static size_t
begin_with(const struct kzsi_vocabulary *vocabulary, const char *prefix)
{
    size_t end, first = kzsi_vocabulary_prefix(vocabulary, prefix, strlen(prefix), &end);

    return end - first;
}

int
main(void)
{
    kzs_index *index = new_index("vocabulary", archive_schema), *reader;
    struct kzsi_vocabulary *first, *second, *third;
    kzs_error err;

    put(index, "1", "title", "Statehood", "body", "States and statehood. Токаев в Астане.", NULL);
    put(index, "2", "body", "A state, the state: состояние.", NULL);
    commit(index);
    reader = open_index("vocabulary", KZS_READ);
    must(kzsi_vocabulary_hold(reader, &first, &err), &err, "reading");
    is_number(kzsi_vocabulary_documents(first, "state", 5), 1, "in how many documents a word is");
    is_number(kzsi_vocabulary_documents(first, "stat", 4), 0, "not a beginning");
    is_number(kzsi_vocabulary_documents(first, "zz", 2), 0, "not what is behind the last");
    is_number((long long)begin_with(first, "state"), 3, "words that begin alike");
    is_number((long long)begin_with(first, "т"), 1, "in Russian");
    is_number((long long)begin_with(first, ""), (long long)first->count, "all begin with nothing");
    is_number((long long)begin_with(first, "zzz"), 0, "or none");
    is_string(near_to(first, "statees", 1), "states 1", "near words");
    is_string(near_to(first, "токаеву", 2), "токаев 1", "in Russian as well");
    is_string(near_to(first, "stated", 1), "state 1, states 1", "all of them");
    must(kzsi_vocabulary_hold(reader, &second, &err), &err, "reading again");
    ok(second == first, "what was read is kept");
    put(index, "3", "body", "Statesman.", NULL);
    commit(index);
    must(kzsi_vocabulary_hold(reader, &third, &err), &err, "reading after a commit");
    is_number((long long)begin_with(third, "state"), 4, "a commit brings new words");
    is_number((long long)begin_with(first, "state"), 3, "and who holds the old ones keeps them");
    kzsi_vocabulary_done(reader, first);
    kzsi_vocabulary_done(reader, second);
    kzsi_vocabulary_done(reader, third);
    kzsi_vocabulary_done(reader, NULL);
    reader->format_version = KZSI_FORMAT_FORMS - 1;
    is_number(kzsi_vocabulary_hold(reader, &first, &err), KZS_ERR_INVALID,
              "an older index has none");
    kzs_index_close(reader, NULL);
    kzs_index_close(index, NULL);
    return tap_done();
}
