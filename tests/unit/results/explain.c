/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Why a hit was found, in words and as JSON. */
#include <locale.h>

#include "results/results.h"
#include "tests/unit/archive.h"

/* The reasons of the first hit: "phrase title word". */
static const char *
why(kzs_index *index, const char *text)
{
    static char out[200];
    kzs_results *page = find(index, text, "explain=yes");
    const char *word;

    out[0] = '\0';
    for (size_t n = 0; (word = kzs_results_why(page, 0, n)) != NULL; n++)
        strcat(strcat(out, n > 0 ? " " : ""), word);
    kzs_results_free(page);
    return out;
}

static void
reasons(kzs_index *archive)
{
    is_string(why(archive, "pipelines"), "word", "a word");
    is_string(why(archive, "war мир"), "word", "in another language it is another word");
    is_string(why(archive, "alliance"), "title word", "a word that the title has");
    is_string(why(archive, "title:alliance"), "title", "only there it was asked for");
    is_string(why(archive, "\"middle power\""), "phrase form", "a phrase");
    is_string(why(archive, "middle power"), "together word", "the whole of a short query");
    is_string(why(archive, "middle power zebra"), "adjacent word", "neighbours");
    is_string(why(archive, "sign treaties war"), "adjacent word", "a row that is broken");
    is_string(why(archive, "a middle power with"), "together adjacent word", "a whole row");
    is_string(why(archive, "Tokayev"), "name", "a name in another script");
    is_string(why(archive, "quasi-statehood"), "word", "a compound by its words");
    is_string(why(archive, "quasistates"), "title word", "a compound written as one word");
    is_string(why(archive, "\"quasi states\""), "phrase title form", "as two");
    is_string(why(archive, "pipelines lang:en"), "word", "what only restricts is no reason");
    is_string(why(archive, "lang:ru"), "lang", "but where nothing else is asked for");
    is_string(why(archive, "zebra OR tag:security"), "tags", "a keyword is its field");
    is_string(why(archive, "=alliance"), "title word form", "exactly as it is written");
    is_string(why(archive, "zzyzx"), "", "no hit, no reason");
}

static void
json(kzs_index *archive)
{
    kzs_results *page = find(archive, "\xFF\"pipelines \\ NATO", "explain=yes");
    char *text = NULL;
    kzs_error err;

    is_number(kzs_results_explain(page, 0, &text, &err), KZS_OK, "as JSON");
    contains(text, "{\"score\":", "a score");
    kzs_free(text);
    kzs_results_free(page);

    page = find(archive, "pipelines tag:energy", "explain=yes");
    must(kzs_results_explain(page, 0, &text, &err), &err, "explaining");
    contains(text, "\"documents\":9,\"parts\":[{\"words\":\"pipelines\",\"start\":0,\"end\":9,"
             "\"kind\":\"word\",\"field\":null,\"factor\":1,\"score\":", "a part");
    contains(text, "\"terms\":[{\"term\":\"pipelin\",\"kind\":\"stem\",\"count\":1,\"documents\":1}]}]}",
             "and its terms");
    kzs_free(text);
    if (setlocale(LC_ALL, "ru_RU.UTF-8") != NULL || setlocale(LC_ALL, "de_DE.UTF-8") != NULL) {
        must(kzs_results_explain(page, 0, &text, &err), &err, "explaining");
        ok(strstr(text, "\"average_length\":") != NULL && strchr(text, '.') != NULL,
           "numbers have points in any locale");
        kzs_free(text);
        setlocale(LC_ALL, "C");
    } else {
        skip("no locale with decimal commas is installed");
    }

    is_number(kzs_results_explain(page, 1, &text, &err), KZS_ERR_INVALID, "of no hit");
    contains(err.message, "no hit 1", "the message says which");
    ok(text == NULL, "gives nothing");
    ok(kzs_results_why(page, 1, 0) == NULL, "nor reasons");
    kzs_results_free(page);

    page = find(archive, "pipelines", NULL);
    is_number(kzs_results_explain(page, 0, &text, &err), KZS_ERR_INVALID, "unasked");
    contains(err.message, "explain", "the message says what to do");
    ok(kzs_results_why(page, 0, 0) == NULL, "unasked there are no reasons");
    kzs_results_free(page);
}

int
main(void)
{
    kzs_index *archive = new_archive("archive");

    reasons(archive);
    json(archive);
    kzs_index_close(archive, NULL);
    return tap_done();
}
