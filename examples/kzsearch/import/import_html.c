/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * HTML: the page's text and head come from html_page.c; here it is decided which part is the
 * article (<article>, else <main>, else all), what its title is, and which headings are in it.
 */
#include <string.h>

#include "import/article.h"
#include "import/html_page.h"
#include "import/importers.h"
#include "support/utf8.h"

/* White space, no-break spaces included, folded to single spaces, in place. */
static struct span
folded(struct buffer *b)
{
    size_t to = 0, start;
    uint32_t c;

    for (size_t at = 0; at < b->length;) {
        start = at;
        utf8_next(b->data, b->length, &at, &c);
        if (!utf8_is_space(c)) {
            memmove(b->data + to, b->data + start, at - start);
            to += at - start;
        } else if (to > 0 && b->data[to - 1] != ' ')
            b->data[to++] = ' ';
    }
    b->length = to;
    return span_trim((struct span){buffer_string(b), to});
}

/*
 * og:title, <title> or <h1>. A <title> often has the site's name behind the headline: where
 * it starts with the <h1>, that is the title.
 */
static void
set_title(struct html_page *page, const char *name, kzs_doc *doc)
{
    struct span head = folded(&page->head_title), h1 = folded(&page->h1);

    article_set(doc, "title", folded(&page->og_title));
    if (h1.length > 0 && head.length > h1.length && span_equal(span_head(head, h1.length), h1))
        article_set(doc, "title", h1);
    article_set(doc, "title", head);
    article_set(doc, "title", h1);
    article_set(doc, "title", span_of(name));
}

static struct html_range
choose(const struct html_page *page)
{
    if (page->article.end > page->article.start)
        return page->article;
    if (page->main.end > page->main.start)
        return page->main;
    return (struct html_range){0, page->text.length};
}

static struct span
slice(const struct html_page *page, size_t start, size_t end)
{
    return (struct span){buffer_string(&page->text) + start, end > start ? end - start : 0};
}

/* The chosen text, without the <h1> when that is the title. */
static void
make_body(struct html_page *page, struct html_range range, kzs_doc *doc, struct buffer *body)
{
    struct html_range h1 = page->h1_range;
    struct span title = span_of(kzs_doc_get(doc, "title", 0, NULL)), before, after;

    if (h1.start < range.start || h1.end > range.end || h1.end <= h1.start ||
        !span_equal(folded(&page->h1), title))
        h1 = (struct html_range){range.start, range.start};
    before = span_trim(slice(page, range.start, h1.start));
    after = span_trim(slice(page, h1.end, range.end));
    buffer_add(body, before.text, before.length);
    if (before.length > 0 && after.length > 0)
        buffer_text(body, "\n\n");
    buffer_add(body, after.text, after.length);
}

static void
add_sections(const struct html_page *page, struct html_range range, kzs_doc *doc)
{
    struct span heading;

    for (size_t i = 0; i < page->heading_count; i++) {
        heading = span_trim(slice(page, page->headings[i].start, page->headings[i].end));
        if (page->headings[i].start >= range.start && page->headings[i].end <= range.end &&
            heading.length > 0)
            kzs_doc_add(doc, "section", heading.text, heading.length, NULL);
    }
}

/* Byline, date and dateline, where the head of the page did not say. */
static void
add_article_fields(kzs_doc *doc, struct span body)
{
    struct span author;
    char date[DATE_SIZE];
    size_t start = article_head(body, &author, date);

    article_add_authors(doc, author);
    article_set(doc, "date", span_of(date));
    article_add_dateline(doc, span_from(body, start));
}

bool
import_html(const char *name, char *data, size_t length, kzs_doc *doc, struct reason *why)
{
    struct span html = article_tidy(data, length);
    struct buffer body = {0};
    struct html_page page = {0};
    struct html_range range;
    bool done = false;

    if (!html_page_read(html, false, doc, &page, why))
        goto out;
    if (page.text.length == 0) {
        /* Some systems wrap whole pages in a <form>. The head was taken the first time. */
        kzs_doc *ignored = kzs_doc_new();

        html_page_free(&page);
        done = html_page_read(html, true, ignored, &page, why);
        kzs_doc_free(ignored);
        if (!done)
            goto out;
    }
    range = choose(&page);
    set_title(&page, name, doc);
    add_sections(&page, range, doc);
    make_body(&page, range, doc, &body);
    add_article_fields(doc, (struct span){buffer_string(&body), body.length});
    if (body.length > 0)
        kzs_doc_set(doc, "body", body.data, body.length, NULL);
    done = !body.failed || because(why, "out of memory");

out:
    html_page_free(&page);
    buffer_free(&body);
    return done;
}
