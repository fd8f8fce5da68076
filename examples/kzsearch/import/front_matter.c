/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reading front matter line by line: a key collects values until the next key. There is no
 * YAML library behind this, and no need for one: nesting, anchors and types mean nothing to
 * a search index.
 */
#include "import/front_matter.h"

#include <string.h>

#include "import/article.h"
#include "import/importers.h"

/* The key that is being read. */
struct entry {
    kzs_doc *doc;
    char field[FIELD_NAME_SIZE]; /* empty: not a name that an index takes */
    struct buffer text;          /* a scalar, perhaps over several lines */
    bool tags;                   /* commas split values */
};

static bool
ends_matter(struct span line)
{
    line = span_trim(line);
    return span_is(line, "---") || span_is(line, "...");
}

/* Where the text goes on behind the closing line; 0 when there is no front matter. */
static size_t
matter_end(struct span text, size_t *start)
{
    struct span line;
    size_t at = 0;

    if (!span_line(text, &at, &line) || !span_is(span_trim(line), "---"))
        return 0;
    *start = at;
    while (span_line(text, &at, &line))
        if (ends_matter(line))
            return at;
    return 0;
}

static struct span
unquote(struct span value)
{
    value = span_trim(value);
    if (value.length >= 2 && (value.text[0] == '"' || value.text[0] == '\'') &&
        value.text[value.length - 1] == value.text[0])
        return (struct span){value.text + 1, value.length - 2};
    return value;
}

static void
add_value(struct entry *entry, struct span value)
{
    value = unquote(value);
    if (value.length == 0 || entry->field[0] == '\0')
        return;
    if (strcmp(entry->field, "date") == 0)
        article_set_date(entry->doc, value);
    else if (strcmp(entry->field, "lang") == 0)
        import_set_lang(entry->doc, value);
    else
        kzs_doc_add(entry->doc, entry->field, value.text, value.length, NULL);
}

/* `[a, "b, c"]`: commas inside quotes do not split. */
static void
add_bracketed(struct entry *entry, struct span list)
{
    size_t start = 0;
    char quote = '\0';

    for (size_t at = 0; at <= list.length; at++) {
        char c = at < list.length ? list.text[at] : ',';

        if (quote != '\0' && at < list.length)
            quote = c == quote ? '\0' : quote;
        else if ((c == '"' || c == '\'') && span_trim((struct span){list.text + start,
                                                                     at - start}).length == 0)
            quote = c;
        else if (c == ',') {
            add_value(entry, (struct span){list.text + start, at - start});
            start = at + 1;
        }
    }
}

/* The scalar is complete: make it a value. */
static void
flush(struct entry *entry)
{
    struct span value = span_trim((struct span){buffer_string(&entry->text), entry->text.length});

    if (value.length >= 2 && value.text[0] == '[' && value.text[value.length - 1] == ']')
        add_bracketed(entry, (struct span){value.text + 1, value.length - 2});
    else if (entry->tags)
        import_add_list(entry->doc, entry->field, unquote(value));
    else
        add_value(entry, value);
    entry->text.length = 0;
}

static void
start_key(struct entry *entry, struct span key)
{
    flush(entry);
    if (!import_known_name(unquote(key), entry->field) || strcmp(entry->field, "id") == 0)
        entry->field[0] = '\0';
    entry->tags = strcmp(entry->field, "tags") == 0;
}

static void
read_line(struct entry *entry, struct span line)
{
    bool indented = line.length > 0 && (line.text[0] == ' ' || line.text[0] == '\t');
    struct span value;
    size_t colon;

    line = span_trim(line);
    if (line.length == 0 || line.text[0] == '#')
        return;
    if (line.text[0] == '-' && (line.length == 1 || line.text[1] == ' ')) {
        flush(entry);
        add_value(entry, span_from(line, 1));
        return;
    }
    if (indented) {
        buffer_byte(&entry->text, ' ');
        buffer_add(&entry->text, line.text, line.length);
        return;
    }
    colon = span_find(line, ':');
    start_key(entry, span_trim(span_head(line, colon)));
    value = span_trim(span_from(line, colon < line.length ? colon + 1 : colon));
    if (!span_is(value, "|") && !span_is(value, ">") && !span_is(value, "|-") &&
        !span_is(value, ">-"))
        buffer_add(&entry->text, value.text, value.length);
}

struct span
front_matter_read(struct span text, kzs_doc *doc)
{
    struct entry entry = {.doc = doc};
    struct span line;
    size_t start = 0, end = matter_end(text, &start);

    if (end == 0)
        return text;
    while (span_line(text, &start, &line) && !ends_matter(line))
        read_line(&entry, line);
    flush(&entry);
    buffer_free(&entry.text);
    return span_from(text, end);
}
