/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Choosing the importer by the file's name, reading the file, and what importers share about
 * field names. Whole files are bounded by KZS_DOC_MAX, lines of JSON Lines by the importer.
 */
#include "import/import.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "import/article.h"
#include "import/charset.h"
#include "import/importers.h"
#include "support/utf8.h"

static const struct {
    const char *extension;
    enum import_format format;
} formats[] = {{"txt", IMPORT_TEXT},
               {"text", IMPORT_TEXT},
               {"md", IMPORT_MARKDOWN},
               {"markdown", IMPORT_MARKDOWN},
               {"html", IMPORT_HTML},
               {"htm", IMPORT_HTML},
               {"xhtml", IMPORT_HTML},
               {"jsonl", IMPORT_JSONL},
               {"ndjson", IMPORT_JSONL},
               {"csv", IMPORT_CSV},
               {"tsv", IMPORT_TSV}};

static bool
has_ending(const char *path, size_t length, const char *ending)
{
    size_t size = strlen(ending);

    return length > size + 1 && path[length - size - 1] == '.' &&
           strncasecmp(path + length - size, ending, size) == 0;
}

/* Length of a path without .gz. */
static size_t
unpacked_length(const char *path)
{
    size_t length = strlen(path);

    return has_ending(path, length, "gz") ? length - 3 : length;
}

enum import_format
import_format_of(const char *path)
{
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++)
        if (has_ending(path, unpacked_length(path), formats[i].extension))
            return formats[i].format;
    return IMPORT_UNKNOWN;
}

enum import_format
import_format_named(const char *name)
{
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++)
        if (strcmp(formats[i].extension, name) == 0)
            return formats[i].format;
    return strcmp(name, "auto") == 0 ? IMPORT_ANY : IMPORT_UNKNOWN;
}

bool
import_settle_charset(struct input *in, const struct import_options *options,
                      struct reason *why)
{
    char name[CHARSET_NAME_SIZE];
    const char *charset = options->charset;
    struct span beginning;

    if (!input_peek(in, &beginning, why))
        return false;
    if (charset == NULL && !utf8_valid(beginning.text, beginning.length))
        charset = charset_guess(beginning, name);
    if (charset == NULL && memchr(beginning.text, '\0', beginning.length) != NULL)
        charset = charset_guess(beginning, name);
    return charset == NULL || strcasecmp(charset, "utf-8") == 0 ||
           input_set_charset(in, charset, why);
}

void
import_add_value(kzs_doc *doc, const char *field, struct span value)
{
    if (value.length == 0)
        return;
    if (strcmp(field, "date") == 0)
        article_set_date(doc, value);
    else
        kzs_doc_add(doc, strcmp(field, "text") == 0 ? "body" : field, value.text, value.length,
                    NULL);
}

void
import_set_lang(kzs_doc *doc, struct span tag)
{
    char lang[FIELD_NAME_SIZE];
    size_t length = 0;

    tag = span_trim(tag);
    while (length < tag.length && tag.text[length] != '-' && tag.text[length] != '_')
        length++;
    if (import_field_name(span_head(tag, length), lang) &&
        kzs_doc_get(doc, "lang", 0, NULL) == NULL)
        kzs_doc_set(doc, "lang", lang, KZS_NUL, NULL);
}

void
import_add_list(kzs_doc *doc, const char *field, struct span list)
{
    struct span item;

    while (list.length > 0) {
        size_t length = span_find(list, ',');

        item = span_trim(span_head(list, length));
        if (item.length > 0)
            kzs_doc_add(doc, field, item.text, item.length, NULL);
        list = span_from(list, length < list.length ? length + 1 : length);
    }
}

/* The file's name without folder and endings: a title for want of a better one. Owned. */
static char *
stem_of(const char *path)
{
    const char *slash = strrchr(path, '/'), *name = slash != NULL ? slash + 1 : path;
    size_t length = unpacked_length(name);

    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++)
        if (has_ending(name, length, formats[i].extension)) {
            length -= strlen(formats[i].extension) + 1;
            break;
        }
    return strndup(name, strcmp(path, "-") != 0 ? length : 0); /* stdin has no name */
}

static bool
fill(enum import_format format, const char *name, struct buffer *data, kzs_doc *doc,
     struct reason *why)
{
    switch (format) {
    case IMPORT_TEXT:
        return import_text(name, data->data, data->length, doc, why);
    case IMPORT_MARKDOWN:
        return import_markdown(name, data->data, data->length, doc, why);
    case IMPORT_HTML:
        return import_html(name, data->data, data->length, doc, why);
    default:
        break;
    }
    return because(why, "unknown format");
}

/* What a text is that has no ending of its own: a page, or plain text. */
static enum import_format
format_by_content(struct span text)
{
    enum { LOOK_AT = 1024 };
    struct span start = span_head(span_trim(text), LOOK_AT);

    if (start.length > text.length)
        start.length = text.length;
    if (start.length == 0 || start.text[0] != '<')
        return IMPORT_TEXT;
    for (size_t at = 0; at + 5 < start.length; at++)
        if (strncasecmp(start.text + at, "<html", 5) == 0 ||
            (at + 14 < start.length && strncasecmp(start.text + at, "<!doctype html", 14) == 0))
            return IMPORT_HTML;
    return IMPORT_TEXT;
}

/* The bytes of a file that is one document, through its filter if it has one. */
static bool
read_whole(const char *path, struct input *in, const struct filter *filter,
           const struct import_options *options, struct buffer *data, struct reason *why)
{
    if (filter == NULL)
        return input_read_all(in, KZS_DOC_MAX, data, why);
    return filter_run(filter, path, options->filters->seconds, KZS_DOC_MAX, data, why);
}

/* Make UTF-8 of it. Binary data is a problem where text was to be expected. */
static bool
make_text(struct buffer *data, enum import_format format, bool expected,
          const struct import_options *options, const struct import_place *place,
          const struct import_sink *sink)
{
    struct span declared = {"", 0};
    struct reason why;

    if (format == IMPORT_HTML || format == IMPORT_ANY)
        declared = charset_declared((struct span){buffer_string(data), data->length});
    if (!charset_to_utf8(data, options->charset, declared, &why)) {
        if (expected)
            sink->problem(sink->user, place, why.text);
        else
            sink->empty(sink->user, place, IMPORT_BINARY);
        return false;
    }
    if (span_trim((struct span){buffer_string(data), data->length}).length > 0)
        return true;
    sink->empty(sink->user, place, IMPORT_NO_TEXT);
    return false;
}

/* A file that is one document. */
static bool
import_whole(const char *path, struct input *in, const struct filter *filter,
             enum import_format format, const struct import_options *options,
             const struct import_sink *sink)
{
    const struct import_place place = {.path = path};
    struct buffer data = {0};
    struct reason why;
    kzs_doc *doc = NULL;
    char *name = NULL;
    bool on = true;

    if (!read_whole(path, in, filter, options, &data, &why)) {
        sink->problem(sink->user, &place, why.text);
        goto out;
    }
    if (!make_text(&data, format, format != IMPORT_ANY || filter != NULL, options, &place, sink))
        goto out;
    if (format == IMPORT_ANY)
        format = format_by_content((struct span){buffer_string(&data), data.length});
    name = stem_of(path);
    doc = kzs_doc_new();
    if (name == NULL || doc == NULL)
        sink->problem(sink->user, &place, "out of memory");
    else if (!fill(format, name, &data, doc, &why))
        sink->problem(sink->user, &place, why.text);
    else
        on = sink->document(sink->user, &place, path, strlen(path), doc);

out:
    kzs_doc_free(doc);
    free(name);
    buffer_free(&data);
    return on;
}

bool
import_file(const char *path, bool is_stdin, enum import_format format,
            const struct import_options *options, const struct import_sink *sink)
{
    const struct import_place place = {.path = path};
    bool gzip = !is_stdin && unpacked_length(path) < strlen(path), on;
    const struct filter *filter = is_stdin ? NULL : filters_find(options->filters, path);
    struct input *in = NULL;
    struct reason why;

    if (filter != NULL)
        return import_whole(path, NULL, filter, IMPORT_ANY, options, sink);
    in = input_open(is_stdin ? NULL : path, gzip, &why);
    if (in == NULL) {
        sink->problem(sink->user, &place, why.text);
        return true;
    }
    if (format == IMPORT_JSONL)
        on = import_jsonl(path, in, options, sink);
    else if (format == IMPORT_CSV || format == IMPORT_TSV)
        on = import_csv(path, in, format, options, sink);
    else
        on = import_whole(path, in, NULL, format, options, sink);
    input_close(in);
    return on;
}
