/* SPDX-License-Identifier: GPL-2.0-or-later */
/* kzs_analyze(): documents and queries, with an index's own names and without. */
#include "index/index.h"
#include "tests/unit/archive.h"

struct heard {
    size_t calls, stop_at, bad;
    char terms[1000];
};

static int
hear(void *user, const kzs_token *token)
{
    struct heard *heard = user;
    size_t length = strlen(heard->terms);

    heard->bad += token->size != sizeof *token || token->language == NULL;
    snprintf(heard->terms + length, sizeof heard->terms - length, "%s%.*s",
             length > 0 ? " " : "", (int)token->term_length, token->term);
    heard->calls++;
    return heard->calls == heard->stop_at ? -1 : 0;
}

static void
analyze(const char *text, size_t length, size_t stop_at, const char *want, const char *name)
{
    struct heard heard = {.stop_at = stop_at};
    kzs_error err = {0};

    is_number(kzs_analyze(NULL, text, length, KZS_ANALYZE_DOCUMENT, hear, &heard, &err),
              KZS_OK, "%s", name);
    is_string(heard.terms, want, "its terms");
    is_number(heard.bad, 0, "each token is whole");
    heard = (struct heard){.stop_at = stop_at};
    kzs_analyze(NULL, text, length, KZS_ANALYZE_DOCUMENT, hear, &heard, NULL);
    is_string(heard.terms, want, "also when errors need not be told");
}

static void
lengths_and_stops(void)
{
    analyze("up to 30", KZS_NUL, 0, "up to 30", "a text up to its NUL");
    analyze("up to 30", 5, 0, "up to", "a text by its length");
    analyze("up\0to 30", 8, 0, "up to 30", "a NUL within is no word");
    analyze("up\0to 30", KZS_NUL, 0, "up", "but ends one without a length");
    analyze("up to 30", 0, 0, "", "no bytes");
    analyze("", KZS_NUL, 0, "", "an empty text");
    analyze(NULL, 0, 0, "", "no text");
    analyze(NULL, KZS_NUL, 0, "", "and no length of it");
    analyze(NULL, 10, 0, "", "or one that cannot be");
    analyze("up to 30", KZS_NUL, 1, "up", "stopped at the first token");
    analyze("up to 30", KZS_NUL, 2, "up to", "and at the second");
    analyze("up to 30", KZS_NUL, 3, "up to 30", "and at the last");
    analyze("up 30%", KZS_NUL, 3, "up 30 процент", "in the middle of a position");
}

/* The terms of a text, good until the next call but one. */
static const char *
terms(kzs_index *index, const char *text, kzs_analyze_mode mode)
{
    static struct heard heard[2];
    static unsigned next;
    struct heard *h = &heard[next++ % 2];
    kzs_error err;

    *h = (struct heard){0};
    is_number(kzs_analyze(index, text, KZS_NUL, mode, hear, h, &err), KZS_OK, "analyse %s",
              text);
    return h->terms;
}

static void
modes(void)
{
    kzs_error err;
    struct heard heard = {0};

    is_string(terms(NULL, "up to astana", KZS_ANALYZE_DOCUMENT), "up to astana",
              "in a document a name needs its capital");
    is_string(terms(NULL, "up to astana", KZS_ANALYZE_QUERY), "up to astana Nastan",
              "in a query it does not");
    is_string(terms(NULL, "a -word OR \"another", KZS_ANALYZE_QUERY), "a word or anoth",
              "operators are text");
    is_number(kzs_analyze(NULL, "word", KZS_NUL, (kzs_analyze_mode)7, hear, &heard, &err),
              KZS_ERR_INVALID, "there is no mode 7");
    ok(strstr(err.message, "mode is 7") != NULL, "it says so: %s", err.message);
    is_number(heard.calls, 0, "and no token is shown");
}

static void
own_names(void)
{
    kzs_index *index = new_index("analyze", "body text\nVerny = Крепость\n");

    is_string(terms(index, "in Verny", KZS_ANALYZE_DOCUMENT), "in verni Nkrepost Nverni",
              "a name that the schema adds");
    is_string(terms(NULL, "in Verny", KZS_ANALYZE_DOCUMENT), "in verni Nverni",
              "is another one elsewhere");
    is_string(terms(index, "verny", KZS_ANALYZE_QUERY), "verni Nkrepost", "also in a query");
    is_string(terms(index, "in Astana", KZS_ANALYZE_DOCUMENT), "in astana Nastan",
              "the built-in names count as well");
    is_number(index->analyzers.count, 1, "one analyser served them all");
    kzs_index_close(index, NULL);
}

int
main(void)
{
    lengths_and_stops();
    modes();
    own_names();
    return tap_done();
}
