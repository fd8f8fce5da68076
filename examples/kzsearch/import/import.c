/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Choosing the importer by the file's name, reading the file, and what importers share about
 * field names. Whole files are bounded by KZS_DOC_MAX, lines of JSON Lines by the importer.
 */
#include "import/import.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "import/charset.h"
#include "import/importers.h"

static const struct {
    const char *extension;
    enum import_format format;
} formats[] = {{"txt", IMPORT_TEXT},
               {"md", IMPORT_MARKDOWN},
               {"html", IMPORT_HTML},
               {"htm", IMPORT_HTML},
               {"jsonl", IMPORT_JSONL}};

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
    return IMPORT_UNKNOWN;
}

bool
import_field_name(struct span name, char out[FIELD_NAME_SIZE])
{
    if (name.length == 0 || name.length >= FIELD_NAME_SIZE)
        return false;
    for (size_t i = 0; i < name.length; i++) {
        char c = name.text[i];

        if (c >= 'A' && c <= 'Z')
            c = (char)(c + 32);
        if (!(c >= 'a' && c <= 'z') && (i == 0 || !((c >= '0' && c <= '9') || c == '_')))
            return false;
        out[i] = c;
    }
    out[name.length] = '\0';
    return true;
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
    case IMPORT_JSONL:
    case IMPORT_UNKNOWN:
        break;
    }
    return because(why, "unknown format");
}

/* A file that is one document. */
static bool
import_whole(const char *path, struct input *in, enum import_format format,
             const struct import_sink *sink)
{
    const struct import_place place = {.path = path};
    struct span text, declared = {"", 0};
    struct buffer data = {0};
    struct reason why;
    kzs_doc *doc = NULL;
    char *name = NULL;
    bool on = true;

    if (!input_read_all(in, KZS_DOC_MAX, &data, &why)) {
        sink->problem(sink->user, &place, why.text);
        goto out;
    }
    text = (struct span){buffer_string(&data), data.length};
    if (format == IMPORT_HTML)
        declared = charset_declared(text);
    if (!charset_to_utf8(&data, declared, &why)) {
        sink->problem(sink->user, &place, why.text);
        goto out;
    }
    if (span_trim((struct span){buffer_string(&data), data.length}).length == 0) {
        sink->empty(sink->user, &place);
        goto out;
    }
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
            const struct import_sink *sink)
{
    const struct import_place place = {.path = path};
    bool gzip = !is_stdin && unpacked_length(path) < strlen(path), on;
    struct reason why;
    struct input *in = input_open(is_stdin ? NULL : path, gzip, &why);

    if (in == NULL) {
        sink->problem(sink->user, &place, why.text);
        return true;
    }
    if (format == IMPORT_JSONL)
        on = import_jsonl(path, in, sink);
    else
        on = import_whole(path, in, format, sink);
    input_close(in);
    return on;
}
