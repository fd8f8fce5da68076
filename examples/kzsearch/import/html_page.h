/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * An HTML page read into plain text and what its head says. Uses libxml2's parser as a
 * stream of events: no tree is built, so that memory stays near the size of the page and no
 * depth of nesting matters. Nothing is ever fetched or printed.
 */
#ifndef HTML_PAGE_H
#define HTML_PAGE_H

#include <kzsearch.h>

#include "import/reason.h"
#include "support/buffer.h"
#include "support/span.h"

struct html_range {
    size_t start, end; /* bytes of html_page.text */
};

struct html_page {
    struct buffer text;       /* all text, paragraphs separated by blank lines */
    struct buffer og_title;   /* <meta property="og:title"> */
    struct buffer head_title; /* <title> */
    struct buffer h1;         /* the first <h1> */
    struct html_range h1_range;
    struct html_range article; /* the longest <article>; empty when there is none */
    struct html_range main;    /* the longest <main> */
    struct html_range *headings; /* <h2> and <h3> */
    size_t heading_count;
};

/*
 * Read a page, valid UTF-8. What the head says about author, date, tags and so on is set in
 * `doc`. `everything`: also take the text of headers, footers, forms and the like, for pages
 * that have no other. Free with html_page_free() in any case.
 */
bool html_page_read(struct span html, bool everything, kzs_doc *doc, struct html_page *page,
                    struct reason *why);
void html_page_free(struct html_page *page);

#endif
