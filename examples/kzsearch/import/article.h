/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The form that newspaper articles have as plain text:
 *
 *     Opinion                            kicker, optional
 *                                        (blank lines between the parts)
 *     A corridor is not a country        title
 *
 *     By Dana Seitkali                   byline, optional; `Автор: …` as well
 *     March 4, 2024                      date, optional
 *
 *     ALMATY — Every conference …        body, with its dateline
 *
 *     A dry July                         section headings, each alone between blank lines
 *
 * These functions look and point; they change and own nothing. Text passed in has `\n` line
 * ends (article_tidy()).
 */
#ifndef ARTICLE_H
#define ARTICLE_H

#include <kzsearch.h>

#include "import/date.h"
#include "support/span.h"

/* Drop a byte order mark and turn CRLF and CR into newlines, in place. */
struct span article_tidy(char *text, size_t length);

struct article {
    bool formed;       /* title and body were told apart */
    struct span kicker; /* empty when there is none; likewise below */
    struct span title;
    struct span author;
    char date[DATE_SIZE];
    struct span body; /* all of the text when it is not in the form */
};

void article_read(struct span text, struct article *out);

/*
 * Byline and date lines at the start of a text, each at most once and in either order. What
 * is found goes to *author and date; returns where the text goes on.
 */
size_t article_head(struct span text, struct span *author, char date[DATE_SIZE]);

/* ---- from texts to fields; failures stick to the document ---- */

/* Set a field unless the text is empty or the document has the field. */
void article_set(kzs_doc *doc, const char *field, struct span value);

/* Add the names in `X, Y and Z`, unless the document has authors. */
void article_add_authors(kzs_doc *doc, struct span names);

/* Set `date` if the text can be understood as one, else `date_text`. */
void article_set_date(kzs_doc *doc, struct span text);

/* Set place and, if the dateline has a whole one, date, unless the document has them. */
void article_add_dateline(kzs_doc *doc, struct span body);

/* Add the headings in a body as values of `section`. */
void article_add_sections(kzs_doc *doc, struct span body);

#endif
