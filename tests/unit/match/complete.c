/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Completions of words and titles. */
#include "match/suggest.h"
#include "tests/unit/archive.h"
#include "tests/unit/unit.h"

/* "first|second|..." */
static const char *
completed(kzs_index *index, const char *text, size_t words, size_t titles)
{
    static char out[2000];
    kzs_suggestions *list;
    size_t length = 0;
    kzs_error err;

    out[0] = '\0';
    must(kzs_complete(index, text, KZS_NUL, words, titles, &list, &err), &err, "completing");
    for (size_t n = 0; n < kzs_suggestions_count(list); n++) {
        kzs_suggestion s = {.size = sizeof s};
        kzs_suggestions_get(list, n, &s);
        length += (size_t)snprintf(out + length, sizeof out - length, "%s%s", n > 0 ? "|" : "",
                                   s.text);
    }
    kzs_suggestions_free(list);
    return out;
}

static void
words(kzs_index *index)
{
    is_string(completed(index, "s", 2, 0), "states|state", "the commonest first");
    is_string(completed(index, "ura", 5, 0), "uranium", "a word");
    is_string(completed(index, "БО", 5, 0), "боррель", "in Russian, whatever the case");
    is_string(completed(index, "nuclear ura", 5, 0), "nuclear uranium", "the last of several");
    is_string(completed(index, "\"quasi sta", 1, 0), "\"quasi states", "in quotes");
    is_string(completed(index, "ehfy", 5, 0), "уран|урановый", "on the other layout");
    is_string(completed(index, "гкфт", 5, 0), "uranium", "either way");
    is_string(completed(index, "borr", 5, 0), "боррель", "in the other alphabet");
    is_string(completed(index, "uranium", 5, 0), "", "a whole word is whole");
    is_string(completed(index, "", 5, 5), "", "nothing has no completion");
    is_string(completed(index, "nuclear ", 5, 0), "", "nor has a word that has ended");
    is_string(completed(index, "zzz", 5, 5), "", "nor what nothing begins with");
}

static void
titles(kzs_index *index)
{
    is_string(completed(index, "just", 0, 5), "Just Kazakhstan|Just now", "titles that begin so");
    is_string(completed(index, "JUST  k", 0, 5), "Just Kazakhstan", "whatever the case and space");
    is_string(completed(index, "just", 0, 1), "Just Kazakhstan", "the most frequent first");
    is_string(completed(index, "тих", 3, 3), "тихий|Тихий выбор", "words, then titles");
    is_string(completed(index, "kazakh", 0, 5), "", "not those that have it further on");
}

int
main(void)
{
    kzs_index *index = new_index("complete", archive_schema);

    put(index, "1", "title", "Just now", "body", "Uranium and a quasi state.", NULL);
    put(index, "2", "title", "Just Kazakhstan", "body", "And quasi states, a states.", NULL);
    put(index, "3", "title", "Just Kazakhstan", "body", "And states. Боррель и урановый рудник.",
        NULL);
    put(index, "4", "title", "Тихий выбор", "body", "Уран.", NULL);
    commit(index);
    words(index);
    titles(index);
    kzs_index_close(index, NULL);
    return tap_done();
}
