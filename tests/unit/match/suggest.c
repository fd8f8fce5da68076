/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Did you mean. */
#include "match/suggest.h"
#include "tests/unit/archive.h"
#include "tests/unit/unit.h"

/* "text kind" of the first suggestion, "" if there is none. */
static const char *
first_of(kzs_index *index, const char *text)
{
    static const char *const kinds[] = {"spelling", "layout", "script", "word", "title"};
    static char out[500];
    kzs_suggestion s = {.size = sizeof s};
    kzs_suggestions *list;
    kzs_error err;

    out[0] = '\0';
    must(kzs_suggest(index, text, KZS_NUL, 5, &list, &err), &err, "suggesting");
    if (kzs_suggestions_get(list, 0, &s) == KZS_OK)
        snprintf(out, sizeof out, "%s %s", s.text, kinds[s.kind]);
    kzs_suggestions_free(list);
    return out;
}

static void
words(kzs_index *index)
{
    static const struct {
        const char *text, *want, *name;
    } cases[] = {
        {"recogntion", "recognition spelling", "a letter left out"},
        {"Kazahkstan", "kazakhstan spelling", "letters exchanged"},
        {"президнет", "президент spelling", "in Russian"},
        {"urnaium +coridor", "uranium +corridor spelling", "several words, operators stay"},
        {"njrftd", "токаев layout", "the English layout"},
        {"\"njrftd ujdjhbk\"", "\"токаев говорил\" layout", "of every word, quotes stay"},
        {"лфяфлрыефт", "kazakhstan layout", "the Russian layout"},
        {"vybiraet", "выбирает script", "Russian in Latin letters"},
        {"prezidnt", "президент script", "with a mistake on top"},
        {"recognition", "", "a word that is there is no question"},
        {"Казахстану", "", "nor is another inflection of one"},
        {"zzyzxqwv", "", "nothing is near"},
        {"the of in", "", "stop words are left alone"},
        {"20222", "", "so are numbers"},
        {"tilte:voise", "tilte:voice spelling", "and names of fields"},
        {"", "", "nothing suggests nothing"},
        {"«»—!", "", "nor does what is no word"},
    };

    for (size_t i = 0; i < ROWS(cases); i++)
        is_string(first_of(index, cases[i].text), cases[i].want, "%s: %s", cases[i].text,
                  cases[i].name);
}

static void
lists(kzs_index *index)
{
    kzs_index *own = new_index("common", archive_schema);
    kzs_suggestions *list;
    kzs_suggestion s = {.size = sizeof s};
    kzs_error err;

    for (int i = 0; i < 450; i++) {
        char id[20];
        sprintf(id, "%d", i);
        put(own, id, "body", i < 2 ? "Goverment and statistic." : "Government station.", NULL);
    }
    commit(own);
    is_string(first_of(own, "goverment"), "government spelling",
              "a word that is rare beside one like it is questioned");
    is_string(first_of(own, "statistic"), "", "not beside another one");
    must(kzs_suggest(own, "govermnent", KZS_NUL, 2, &list, &err), &err, "suggesting");
    is_number((long long)kzs_suggestions_count(list), 2, "as many as there are, the likeliest first");
    must(kzs_suggestions_get(list, 0, &s), NULL, "the first");
    is_string(s.text, "government", "which is common");
    is_number((long long)s.documents, 448, "with its documents");
    is_number(kzs_suggestions_get(list, 2, &s), KZS_ERR_INVALID, "then there are no more");
    s.size = 0;
    is_number(kzs_suggestions_get(list, 0, &s), KZS_ERR_INVALID, "the size must be set");
    kzs_suggestions_free(list);
    must(kzs_suggest(own, "govermnent", KZS_NUL, 0, &list, &err), &err, "suggesting");
    is_number((long long)kzs_suggestions_count(list), 0, "none wanted, none given");
    kzs_suggestions_free(list);
    kzs_index_close(own, NULL);

    static char longest[KZS_QUERY_MAX + 1];
    memset(longest, 'a', sizeof longest);
    is_number(kzs_suggest(index, longest, sizeof longest, 1, &list, &err), KZS_ERR_LIMIT,
              "a text can be too long");
}

/* Any bytes: a status, and texts that are longer or shorter by whole words. */
static void
any_text(kzs_index *index)
{
    static const char pieces[] = "njrftd recogntion \xD1\x82\xD0\xBE \xFF\x80 \"'(:;[]{}<>~`  \n";
    unsigned bad = 0;

    random_begin("any text");
    for (int i = 0; i < 400; i++) {
        char text[60];
        size_t length = random_below(sizeof text);
        kzs_suggestions *list = NULL;
        for (size_t j = 0; j < length; j++)
            text[j] = random_below(20) == 0 ? (char)random_below(256)
                                            : pieces[random_below(sizeof pieces)];
        char *block = exact(text, length);
        bad += kzs_suggest(index, block, length, 3, &list, NULL) != KZS_OK;
        kzs_suggestions_free(list);
        bad += kzs_complete(index, block, length, 3, 3, &list, NULL) != KZS_OK;
        kzs_suggestions_free(list);
        free(block);
    }
    is_number(bad, 0, "any bytes are a text");
}

int
main(void)
{
    kzs_index *index = new_archive("suggest");

    words(index);
    lists(index);
    any_text(index);
    kzs_index_close(index, NULL);
    return tap_done();
}
