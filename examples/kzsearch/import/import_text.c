/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Plain text: an article in the form of article.h, or any other text, which becomes a body
 * with its first line as title. The body of an article is everything behind its head; of
 * another text it is all of it.
 */
#include "import/article.h"
#include "import/importers.h"

enum { FIRST_LINE_LONGEST = 150 };

/* The first line that is not blank, if it can stand as a title. */
static struct span
first_line(struct span text)
{
    struct span line = {text.text, 0};
    size_t at = 0;

    text = span_trim(text);
    span_line(text, &at, &line);
    line = span_trim(line);
    if (line.length > FIRST_LINE_LONGEST * 4 || span_count(line) > FIRST_LINE_LONGEST)
        line.length = 0;
    return line;
}

bool
import_text(const char *name, char *data, size_t length, kzs_doc *doc, struct reason *why)
{
    struct span text = article_tidy(data, length);
    struct article article;

    (void)why;
    article_read(text, &article);
    if (article.formed) {
        article_set(doc, "title", article.title);
        article_set(doc, "kicker", article.kicker);
        article_add_authors(doc, article.author);
        article_set(doc, "date", span_of(article.date));
        article_add_sections(doc, article.body);
    } else {
        article_set(doc, "title", first_line(text));
        article_set(doc, "title", span_of(name));
    }
    article_add_dateline(doc, article.body);
    article_set(doc, "body", article.body);
    return true;
}
