/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Markdown's markup inside a line, the parts of an article, names in bylines. */
#include "import/article.h"
#include "import/inline_markup.h"
#include "tests/support/tap.h"

static const struct {
    const char *line, *plain;
} lines[] = {
    {"plain text", "plain text"},
    {"*a* _b_ **c** ***d***", "a b c d"},
    {"snake_case_name 2*3*4", "snake_case_name 2*3*4"},
    {"a * b", "a * b"},
    {"~~gone~~ ~5", "gone ~5"},
    {"`code *x*` ``a ` b``", "code *x* a ` b"},
    {"`open", "`open"},
    {"[text](https://example.org/a_(b)) tail", "text tail"},
    {"![image](x.png)", "image"},
    {"[no link] [a](open", "[no link] [a](open"},
    {"<https://example.org> <b>bold</b> a < b", "https://example.org bold a < b"},
    {"one<br>two<!-- note -->three", "one two three"},
    {"&amp; &mdash; &#1071; &#x42F; &nosuch; &", "& — Я Я &nosuch; &"},
    {"&#0; &#xD800; &#99999999;", "&#0; &#xD800; &#99999999;"},
    {"\\*not\\* \\a", "*not* \\a"},
    {"Справедливый **Казахстан**", "Справедливый Казахстан"},
};

static const struct {
    const char *what, *text, *kicker, *title, *author, *date, *body; /* kicker NULL: no article */
} articles[] = {
    {"kicker and title", "Opinion\n\nThe title of it\n\nBody.", "Opinion", "The title of it", "",
     "", "Body."},
    {"title alone", "A title\n\nBody.", "", "A title", "", "", "Body."},
    {"byline and date below the title", "A title\nBy Dana Seitkali\nMarch 4, 2024\n\nBody.", "",
     "A title", "Dana Seitkali", "2024-03-04", "Body."},
    {"byline with date", "A title\n\nBy Dana Seitkali, March 4, 2024\n\nBody.", "", "A title",
     "Dana Seitkali", "2024-03-04", "Body."},
    {"question as title, By that is no byline", "Is it a title?\n\nBy night, the city sleeps.",
     "", "Is it a title?", "", "", "By night, the city sleeps."},
    {"full stop in a title", "It was 2.0. What will it be\n\nBody.", "",
     "It was 2.0. What will it be", "", "", "Body."},
    {"a sentence first", "A sentence that ends.\n\nAnother.", NULL, "", "", "", ""},
    {"no blank line", "A line\nthat goes on.\n", NULL, "", "", "", ""},
    {"only a title", "Only a title\n", NULL, "", "", "", ""},
    {"nothing", "", NULL, "", "", "", ""},
};

static void
is_span(struct span have, const char *want, const char *part, const char *what)
{
    have = span_trim(have);
    if (!ok(span_equal(have, span_of(want)), "%s: %s", what, part))
        printf("# have “%.*s”, want “%s”\n", (int)have.length, have.text, want);
}

static void
test_articles(void)
{
    for (size_t i = 0; i < sizeof articles / sizeof articles[0]; i++) {
        const char *what = articles[i].what;
        bool wanted = articles[i].kicker != NULL;
        struct article found;

        article_read(span_of(articles[i].text), &found);
        ok(found.formed == wanted, "%s: %s", what, wanted ? "an article" : "no article");
        if (!found.formed || !wanted)
            continue;
        is_span(found.kicker, articles[i].kicker, "kicker", what);
        is_span(found.title, articles[i].title, "title", what);
        is_span(found.author, articles[i].author, "author", what);
        is_span(span_of(found.date), articles[i].date, "date", what);
        is_span(found.body, articles[i].body, "body", what);
    }
}

static void
test_authors(const char *names, const char *first, const char *last)
{
    kzs_doc *doc = kzs_doc_new();
    size_t count;

    article_add_authors(doc, span_of(names));
    count = kzs_doc_count(doc);
    is_string(kzs_doc_get(doc, "author", 0, NULL), first, "first of “%s”", names);
    is_string(kzs_doc_get(doc, "author", count > 0 ? count - 1 : 0, NULL), last, "last of it");
    kzs_doc_free(doc);
}

int
main(void)
{
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        struct buffer out = {0};

        inline_markup_strip(span_of(lines[i].line), &out);
        is_string(buffer_string(&out), lines[i].plain, "%s", lines[i].line);
        buffer_free(&out);
    }
    test_articles();
    test_authors("Dana Seitkali", "Dana Seitkali", "Dana Seitkali");
    test_authors("A. Lee, B. Ray and C. Day", "A. Lee", "C. Day");
    test_authors("Ирина Власова и Пётр Ким", "Ирина Власова", "Пётр Ким");
    test_authors("Andy Anderson", "Andy Anderson", "Andy Anderson");
    test_authors("", NULL, NULL);
    return tap_done();
}
