/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * From parser events to text:
 *
 *     startElement  skip it? a paragraph? where an article, main or heading starts
 *     characters    white space folded, text appended
 *     endElement    where they end
 *
 * White space is owed until the next character comes, so that there is none at the ends and
 * never more than asked for. The parser looks through all open elements for each end tag
 * that fits none: steps are counted, and a page made to waste time is given up.
 */
#include "import/html_page.h"

#include <libxml/HTMLparser.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "import/article.h"
#include "import/importers.h"
#include "support/utf8.h"

enum { WASTED_STEPS_MOST = 400 * 1000 * 1000, ATTRIBUTES_MOST = 2000, HEADINGS_MOST = 1000 };

/* White space owed before the next character, in order of strength. */
enum gap { GAP_NONE, GAP_SPACE, GAP_LINE, GAP_PARAGRAPH };

/* What an element means for the text. */
enum role {
    ROLE_SPACE,     /* separates words: table cells */
    ROLE_LINE,      /* starts a line */
    ROLE_BLOCK,     /* a paragraph of its own */
    ROLE_HEADING,   /* h2, h3: a block whose text is a section */
    ROLE_TITLE,     /* h1 */
    ROLE_PRE,       /* a block whose white space counts */
    ROLE_ARTICLE,
    ROLE_MAIN,
    ROLE_FRAME,     /* around the text, left out unless there is no other text */
    ROLE_NO_TEXT,   /* never text */
    ROLE_HEAD_TITLE /* <title> */
};

struct element {
    const char *name;
    enum role role;
};

/* Sorted by name. An element that is not here leaves no trace. */
static const struct element elements[] = {
    {"address", ROLE_BLOCK},  {"article", ROLE_ARTICLE},  {"aside", ROLE_FRAME},
    {"blockquote", ROLE_BLOCK}, {"body", ROLE_BLOCK},     {"br", ROLE_LINE},
    {"button", ROLE_FRAME},   {"caption", ROLE_BLOCK},    {"center", ROLE_BLOCK},
    {"dd", ROLE_BLOCK},       {"details", ROLE_BLOCK},    {"div", ROLE_BLOCK},
    {"dl", ROLE_BLOCK},       {"dt", ROLE_BLOCK},         {"fieldset", ROLE_BLOCK},
    {"figcaption", ROLE_BLOCK}, {"figure", ROLE_BLOCK},   {"footer", ROLE_FRAME},
    {"form", ROLE_FRAME},     {"h1", ROLE_TITLE},         {"h2", ROLE_HEADING},
    {"h3", ROLE_HEADING},     {"h4", ROLE_BLOCK},         {"h5", ROLE_BLOCK},
    {"h6", ROLE_BLOCK},       {"header", ROLE_FRAME},     {"hr", ROLE_BLOCK},
    {"iframe", ROLE_NO_TEXT}, {"li", ROLE_BLOCK},         {"main", ROLE_MAIN},
    {"nav", ROLE_FRAME},      {"noscript", ROLE_NO_TEXT}, {"ol", ROLE_BLOCK},
    {"option", ROLE_LINE},    {"p", ROLE_BLOCK},          {"pre", ROLE_PRE},
    {"script", ROLE_NO_TEXT}, {"section", ROLE_BLOCK},    {"select", ROLE_FRAME},
    {"style", ROLE_NO_TEXT},  {"summary", ROLE_BLOCK},    {"svg", ROLE_NO_TEXT},
    {"table", ROLE_BLOCK},    {"td", ROLE_SPACE},         {"template", ROLE_NO_TEXT},
    {"th", ROLE_SPACE},       {"title", ROLE_HEAD_TITLE}, {"tr", ROLE_LINE},
    {"ul", ROLE_BLOCK},
};

/* An element whose longest occurrence is wanted. Inner ones belong to the outermost. */
struct region {
    size_t depth, start;
};

struct reader {
    struct html_page *page;
    kzs_doc *doc;
    htmlParserCtxtPtr parser;
    bool everything;
    enum gap gap;
    size_t skip; /* open elements whose text is left out */
    size_t pre, head_title, h1;
    bool h1_done;
    struct region article, main;
    size_t heading_start;
    size_t wasted; /* steps that the parser spent in vain */
    bool failed;
};

static int
by_name(const void *key, const void *element)
{
    return strcmp(key, ((const struct element *)element)->name);
}

static const struct element *
find_element(const xmlChar *name)
{
    return bsearch(name, elements, sizeof elements / sizeof elements[0], sizeof elements[0],
                   by_name);
}

static void
owe(struct reader *r, enum gap gap)
{
    if (r->gap < gap)
        r->gap = gap;
}

/* ---- text ---- */

/* Pay what is owed. At the start of the text nothing is. */
static void
pay(struct reader *r)
{
    static const char *const gaps[] = {"", " ", "\n", "\n\n"};

    if (r->page->text.length > 0)
        buffer_text(&r->page->text, gaps[r->gap]);
    r->gap = GAP_NONE;
}

static bool
is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static void
add_folded(struct reader *r, struct span text)
{
    size_t length;

    while (text.length > 0) {
        for (length = 0; length < text.length && is_blank(text.text[length]);)
            length++;
        if (length > 0)
            owe(r, GAP_SPACE);
        text = span_from(text, length);
        for (length = 0; length < text.length && !is_blank(text.text[length]);)
            length++;
        if (length > 0) {
            pay(r);
            buffer_add(&r->page->text, text.text, length);
        }
        text = span_from(text, length);
    }
}

static void
on_text(void *user, const xmlChar *bytes, int length)
{
    struct reader *r = user;
    struct span text = {(const char *)bytes, (size_t)length};

    if (r->head_title > 0)
        buffer_add(&r->page->head_title, text.text, text.length);
    if (r->h1 > 0 && !r->h1_done)
        buffer_add(&r->page->h1, text.text, text.length);
    if (r->skip > 0 || r->head_title > 0)
        return;
    if (r->pre == 0)
        add_folded(r, text);
    else if (text.length > 0) {
        pay(r);
        buffer_add(&r->page->text, text.text, text.length);
    }
}

/* ---- the head ---- */

static const char *
attribute(const xmlChar **attributes, const char *name)
{
    for (; attributes != NULL && attributes[0] != NULL; attributes += 2)
        if (strcmp((const char *)attributes[0], name) == 0)
            return (const char *)attributes[1];
    return NULL;
}

static void
add_tags(kzs_doc *doc, const char *content)
{
    import_add_list(doc, "tags", span_of(content));
}

/* <meta name=… content=…>: the names that say something about the article. */
static void
take_meta(struct reader *r, const xmlChar **attributes)
{
    static const char *const meanings[][2] = {
        {"author", "author"},     {"date", "date"},
        {"dc.date", "date"},      {"datepublished", "date"},
        {"pubdate", "date"},      {"article:published_time", "date"},
        {"keywords", "tags"},     {"article:tag", "tags"},
        {"description", "description"}, {"og:description", "description"},
        {"og:site_name", "source"}, {"og:url", "url"},
    };
    const char *content = attribute(attributes, "content"), *name;

    name = attribute(attributes, "property");
    if (name == NULL)
        name = attribute(attributes, "name");
    if (name == NULL)
        name = attribute(attributes, "itemprop");
    if (name == NULL || content == NULL)
        return;
    if (span_is(span_of(name), "og:title") && r->page->og_title.length == 0)
        buffer_text(&r->page->og_title, content);
    for (size_t i = 0; i < sizeof meanings / sizeof meanings[0]; i++) {
        if (!span_is(span_of(name), meanings[i][0]))
            continue;
        if (strcmp(meanings[i][1], "date") == 0)
            article_set_date(r->doc, span_of(content));
        else if (strcmp(meanings[i][1], "tags") == 0)
            add_tags(r->doc, content);
        else if (strcmp(meanings[i][1], "author") == 0)
            article_add_authors(r->doc, span_of(content));
        else
            article_set(r->doc, meanings[i][1], span_of(content));
    }
}

static void
take_attributes(struct reader *r, const char *name, const xmlChar **attributes)
{
    const char *value;

    if (strcmp(name, "meta") == 0)
        take_meta(r, attributes);
    else if (strcmp(name, "html") == 0) {
        value = attribute(attributes, "lang");
        if (value == NULL)
            value = attribute(attributes, "xml:lang");
        if (value != NULL)
            import_set_lang(r->doc, span_of(value));
    } else if (strcmp(name, "link") == 0) {
        value = attribute(attributes, "rel");
        if (value != NULL && strcmp(value, "canonical") == 0 &&
            (value = attribute(attributes, "href")) != NULL)
            article_set(r->doc, "url", span_of(value));
    }
}

/* ---- elements ---- */

static bool
is_skipped(const struct reader *r, enum role role)
{
    return role == ROLE_NO_TEXT || (role == ROLE_FRAME && !r->everything);
}

static void
enter_region(struct reader *r, struct region *region)
{
    if (region->depth++ == 0)
        region->start = r->page->text.length;
}

static void
leave_region(struct reader *r, struct region *region, struct html_range *longest)
{
    size_t end = r->page->text.length;

    if (region->depth > 0 && --region->depth == 0 &&
        end - region->start > longest->end - longest->start)
        *longest = (struct html_range){region->start, end};
}

static void
on_start(void *user, const xmlChar *name, const xmlChar **attributes)
{
    struct reader *r = user;
    const struct element *e = find_element(name);

    if (attributes != NULL)
        take_attributes(r, (const char *)name, attributes);
    if (e == NULL)
        return;
    if (is_skipped(r, e->role))
        r->skip++;
    owe(r, e->role == ROLE_SPACE ? GAP_SPACE : e->role == ROLE_LINE ? GAP_LINE : GAP_PARAGRAPH);
    switch (e->role) {
    case ROLE_ARTICLE:
        enter_region(r, &r->article);
        break;
    case ROLE_MAIN:
        enter_region(r, &r->main);
        break;
    case ROLE_HEADING:
        r->heading_start = r->page->text.length;
        break;
    case ROLE_TITLE:
        r->h1++;
        if (!r->h1_done)
            r->page->h1_range.start = r->page->text.length;
        break;
    case ROLE_PRE:
        r->pre++;
        break;
    case ROLE_HEAD_TITLE:
        /* An <svg> in the body has titles too. */
        r->head_title += r->page->head_title.length == 0 && r->skip == 0 ? 1 : 0;
        break;
    default:
        break;
    }
}

static void
add_heading(struct reader *r)
{
    struct html_page *page = r->page;
    struct html_range *grown;

    if (r->skip > 0 || page->text.length <= r->heading_start ||
        page->heading_count == HEADINGS_MOST)
        return;
    grown = realloc(page->headings, (page->heading_count + 1) * sizeof *grown);
    r->failed = r->failed || grown == NULL;
    if (grown == NULL)
        return;
    page->headings = grown;
    grown[page->heading_count++] = (struct html_range){r->heading_start, page->text.length};
    r->heading_start = page->text.length;
}

static void
on_end(void *user, const xmlChar *name)
{
    struct reader *r = user;
    const struct element *e = find_element(name);

    if (e == NULL)
        return;
    switch (e->role) {
    case ROLE_ARTICLE:
        leave_region(r, &r->article, &r->page->article);
        break;
    case ROLE_MAIN:
        leave_region(r, &r->main, &r->page->main);
        break;
    case ROLE_HEADING:
        add_heading(r);
        break;
    case ROLE_TITLE:
        r->h1 -= r->h1 > 0 ? 1 : 0;
        if (!r->h1_done)
            r->page->h1_range.end = r->page->text.length;
        r->h1_done = r->page->h1.length > 0;
        break;
    case ROLE_PRE:
        r->pre -= r->pre > 0 ? 1 : 0;
        break;
    case ROLE_HEAD_TITLE:
        r->head_title = 0;
        break;
    default:
        break;
    }
    if (is_skipped(r, e->role) && r->skip > 0)
        r->skip--;
    owe(r, e->role == ROLE_SPACE ? GAP_SPACE : e->role == ROLE_LINE ? GAP_LINE : GAP_PARAGRAPH);
}

/* ---- the parser ---- */

/* Errors are not shown; those that cost a search through all open elements are counted. */
static void
on_error(void *user, xmlErrorPtr error)
{
    struct reader *r = user;

    if (error->code != XML_ERR_TAG_NAME_MISMATCH || r->parser->nameNr < 0)
        return;
    r->wasted += (size_t)r->parser->nameNr;
    if (r->wasted > WASTED_STEPS_MOST)
        xmlStopParser(r->parser);
}

/* For what the library would print past the parser's own handlers. */
static void __attribute__((format(printf, 2, 3))) no_message(void *user, const char *format, ...)
{
    (void)user;
    (void)format;
}

/*
 * The parser compares each attribute of a tag with all the others: a tag with a million of
 * them would take hours. Count them the way the parser does, without parsing.
 */
static bool
has_monstrous_tag(struct span html)
{
    size_t words = 0;
    bool in_tag = false, in_word = false;
    char quote = '\0', before = '\0';

    for (size_t i = 0; i < html.length; i++) {
        char c = html.text[i];

        if (!in_tag) {
            in_tag = c == '<' && i + 1 < html.length && html.text[i + 1] > '@';
            words = 0;
            in_word = false;
        } else if (quote != '\0') {
            quote = c == quote ? '\0' : quote;
            in_word = false;
        } else if (c == '>') {
            in_tag = false;
        } else if ((c == '"' || c == '\'') && before == '=') {
            quote = c;
        } else if (is_blank(c) || c == '/') {
            in_word = false;
        } else if (!in_word) {
            in_word = true;
            if (++words > ATTRIBUTES_MOST)
                return true;
        }
        before = is_blank(c) ? before : c;
    }
    return false;
}

bool
html_page_read(struct span html, bool everything, kzs_doc *doc, struct html_page *page,
               struct reason *why)
{
    struct reader r = {.page = page, .doc = doc, .everything = everything};
    const htmlSAXHandler handlers = {.startElement = on_start,
                                     .endElement = on_end,
                                     .characters = on_text,
                                     .ignorableWhitespace = on_text,
                                     .serror = on_error,
                                     .initialized = XML_SAX2_MAGIC};

    *page = (struct html_page){0};
    if (html.length > INT_MAX)
        return because(why, "the page is too large");
    if (has_monstrous_tag(html))
        return because(why, "a tag has more than %d attributes", ATTRIBUTES_MOST);
    xmlSetGenericErrorFunc(NULL, no_message);
    r.parser = htmlNewParserCtxt();
    if (r.parser == NULL)
        return because(why, "out of memory");
    *r.parser->sax = handlers;
    r.parser->userData = &r;
    /* No tree is built, so nothing comes back but through the handlers. */
    xmlFreeDoc(htmlCtxtReadMemory(r.parser, html.text, (int)html.length, NULL, "UTF-8",
                                  HTML_PARSE_RECOVER | HTML_PARSE_NONET | HTML_PARSE_NOWARNING |
                                      HTML_PARSE_IGNORE_ENC));
    r.failed = r.failed || r.parser->errNo == XML_ERR_NO_MEMORY || page->text.failed;
    htmlFreeParserCtxt(r.parser);
    if (r.failed)
        return because(why, "out of memory");
    if (r.wasted > WASTED_STEPS_MOST)
        return because(why, "the markup is too broken: thousands of end tags without a start");
    return true;
}

void
html_page_free(struct html_page *page)
{
    buffer_free(&page->text);
    buffer_free(&page->og_title);
    buffer_free(&page->head_title);
    buffer_free(&page->h1);
    free(page->headings);
    *page = (struct html_page){0};
}
