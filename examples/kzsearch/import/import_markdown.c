/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Markdown: front matter becomes fields, the first level-one heading the title, the other
 * headings sections; the body is the text without its markup. Blocks are told by their first
 * characters; code blocks keep their text as it is.
 */
#include <string.h>

#include "import/article.h"
#include "import/front_matter.h"
#include "import/importers.h"
#include "import/inline_markup.h"

struct reader {
    kzs_doc *doc;
    struct buffer body;
    struct span fence; /* the ``` that opened a code block; empty outside */
    bool after_blank;
};

/* Length of the run of `c` that the line starts with. */
static size_t
leading(struct span line, char c)
{
    size_t length = 0;

    while (length < line.length && line.text[length] == c)
        length++;
    return length;
}

/* A line of three or more of one of the characters, spaces between them allowed. */
static bool
is_rule(struct span line, const char *characters, size_t least)
{
    size_t count = 0;

    if (line.length == 0 || strchr(characters, line.text[0]) == NULL || line.text[0] == '\0')
        return false;
    for (size_t i = 0; i < line.length; i++) {
        if (line.text[i] == line.text[0])
            count++;
        else if (line.text[i] != ' ')
            return false;
    }
    return count >= least;
}

static void
add_line(struct reader *r, struct span line)
{
    inline_markup_strip(line, &r->body);
    buffer_byte(&r->body, '\n');
}

/* The heading that is the title leaves the body; others stay there and are sections. */
static void
add_heading(struct reader *r, struct span line, size_t level)
{
    size_t start = r->body.length;
    struct span text;

    add_line(r, line);
    text = span_trim((struct span){r->body.data + start, r->body.length - start});
    if (r->body.failed || text.length == 0)
        return;
    if (level == 1)
        article_set(r->doc, "title", text);
    if (level == 1 && span_equal(text, span_of(kzs_doc_get(r->doc, "title", 0, NULL))))
        r->body.length = start;
    else
        kzs_doc_add(r->doc, "section", text.text, text.length, NULL);
}

/* `## heading ##`. False when the line is none. */
static bool
take_heading(struct reader *r, struct span line)
{
    size_t level = leading(line, '#');

    if (level == 0 || level > 6 || (level < line.length && line.text[level] != ' '))
        return false;
    line = span_trim(span_from(line, level));
    while (line.length > 0 && line.text[line.length - 1] == '#')
        line.length--;
    add_heading(r, span_trim(line), level);
    return true;
}

/* ``` or ~~~ opens a code block, the same again (or longer) closes it. */
static bool
take_fence(struct reader *r, struct span line)
{
    struct span mark = line;

    mark.length = line.length > 0 && strchr("`~", line.text[0]) != NULL && line.text[0] != '\0'
                      ? leading(line, line.text[0])
                      : 0;
    if (r->fence.length == 0) {
        if (mark.length < 3)
            return false;
        r->fence = mark;
        return true;
    }
    if (mark.length < r->fence.length || mark.length != line.length ||
        mark.text[0] != r->fence.text[0])
        return false;
    r->fence.length = 0;
    return true;
}

/* The underline of a heading below `line`: 1 for ===, 2 for ---, 0 for none. */
static size_t
underline(struct span line, struct span below)
{
    below = span_trim(below);
    if (line.length == 0 || strchr(">-*+|", line.text[0]) != NULL || below.length < 2)
        return 0;
    if (leading(below, '=') == below.length)
        return 1;
    return leading(below, '-') == below.length ? 2 : 0;
}

/* A paragraph's line: quotation and list marks go, the rest is text. */
static void
take_text(struct reader *r, struct span line)
{
    while (line.length > 0 && line.text[0] == '>')
        line = span_trim(span_from(line, 1));
    if (line.length > 1 && strchr("*+", line.text[0]) != NULL && line.text[1] == ' ') {
        buffer_text(&r->body, "- ");
        line = span_from(line, 2);
    }
    add_line(r, line);
}

static void
read_blocks(struct reader *r, struct span text)
{
    struct span raw, line, below;
    size_t at = 0, next;

    while (span_line(text, &at, &raw)) {
        size_t level = 0;

        line = span_trim(raw);
        next = at;
        if (take_fence(r, line))
            continue;
        if (r->fence.length > 0) {
            buffer_add(&r->body, raw.text, raw.length);
            buffer_byte(&r->body, '\n');
            continue;
        }
        if (r->after_blank && span_line(text, &next, &below))
            level = underline(line, below);
        r->after_blank = line.length == 0;
        if (level > 0) {
            add_heading(r, line, level);
            at = next;
        } else if (is_rule(line, "-*_", 3))
            buffer_byte(&r->body, '\n');
        else if (!take_heading(r, line))
            take_text(r, line);
    }
}

bool
import_markdown(const char *name, char *data, size_t length, kzs_doc *doc, struct reason *why)
{
    struct reader r = {.doc = doc, .after_blank = true};
    struct span text = front_matter_read(article_tidy(data, length), doc), body, author;
    char date[DATE_SIZE];
    bool done;

    read_blocks(&r, text);
    body = span_trim((struct span){buffer_string(&r.body), r.body.length});
    article_set(doc, "title", span_of(name));
    if (body.length > 0) {
        size_t start = article_head(body, &author, date);

        article_add_authors(doc, author);
        article_set(doc, "date", span_of(date));
        article_add_dateline(doc, span_from(body, start));
        kzs_doc_add(doc, "body", body.text, body.length, NULL);
    }
    done = !r.body.failed || because(why, "out of memory");
    buffer_free(&r.body);
    return done;
}
