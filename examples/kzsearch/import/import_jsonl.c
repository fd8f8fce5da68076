/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * JSON Lines: an object a line, a document an object. Keys become fields; `text` is the
 * body, `id` is the document's id, else it is PATH:LINE. The file is read line by line, so
 * its size does not matter; a line has a limit. When the first line is the one that
 * `kzsearch export` begins with, everything is taken to the letter.
 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "import/article.h"
#include "import/importers.h"
#include "support/utf8.h"

#define LINE_LIMIT ((size_t)64 * 1024 * 1024)

/* Numbers, true, false and whole objects as their JSON text. False when out of memory. */
static bool
add_json(kzs_doc *doc, const char *field, const json_t *value)
{
    char *text = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT | JSON_REAL_PRECISION(15));

    if (text == NULL)
        return false;
    import_add_value(doc, field, span_of(text));
    free(text);
    return true;
}

static bool
add_plain(kzs_doc *doc, const char *field, const json_t *value)
{
    if (json_is_null(value))
        return true;
    if (!json_is_string(value))
        return add_json(doc, field, value);
    import_add_value(doc, field,
                     (struct span){json_string_value(value), json_string_length(value)});
    return true;
}

static bool
add_field(kzs_doc *doc, const char *field, const json_t *value)
{
    if (!json_is_array(value))
        return add_plain(doc, field, value);
    for (size_t i = 0; i < json_array_size(value); i++)
        if (!add_plain(doc, field, json_array_get(value, i)))
            return false;
    return true;
}

static bool
fill(kzs_doc *doc, json_t *object)
{
    char name[FIELD_NAME_SIZE];
    const char *key;
    json_t *value;

    json_object_foreach(object, key, value)
    {
        if (strcmp(key, "id") == 0 || !import_field_name(span_of(key), name))
            continue;
        if (!add_field(doc, name, value))
            return false;
    }
    return true;
}

/* As it was exported: names, empty values and dates are those of an index. */
static bool
fill_exactly(kzs_doc *doc, json_t *object)
{
    const char *key;
    json_t *value;

    json_object_foreach(object, key, value)
    {
        bool several = json_is_array(value);
        size_t count = several ? json_array_size(value) : 1;
        for (size_t i = 0; i < count && strcmp(key, "id") != 0; i++) {
            const json_t *one = several ? json_array_get(value, i) : value;
            if (json_is_string(one) &&
                kzs_doc_add(doc, key, json_string_value(one), json_string_length(one), NULL) ==
                    KZS_ERR_NOMEM)
                return false;
        }
    }
    return true;
}

/* The line that `kzsearch export` begins with. */
static bool
is_export(struct span line)
{
    return span_equal(span_trim(line), span_of("{\"kzsearch\":\"export\"}"));
}

/* The id into `out`: the one in the object, or the place of the line. */
static void
make_id(struct buffer *out, const json_t *object, const struct import_place *place)
{
    const json_t *id = json_object_get(object, "id");
    char number[32];

    if (json_is_string(id))
        buffer_add(out, json_string_value(id), json_string_length(id));
    else if (json_is_integer(id)) {
        snprintf(number, sizeof number, "%lld", (long long)json_integer_value(id));
        buffer_text(out, number);
    } else if (json_is_real(id)) {
        snprintf(number, sizeof number, "%.15g", json_real_value(id));
        buffer_text(out, number);
    }
    if (out->length > 0)
        return;
    snprintf(number, sizeof number, ":%lu", place->line);
    buffer_text(out, place->path);
    buffer_text(out, number);
}

/* An object from a line; invalid UTF-8 becomes U+FFFD first, as everywhere. NULL: see why. */
static json_t *
parse(struct span line, struct reason *why)
{
    struct buffer repaired = {0};
    json_error_t error;
    json_t *object;

    if (!utf8_valid(line.text, line.length)) {
        utf8_repair(&repaired, line.text, line.length);
        line = (struct span){buffer_string(&repaired), repaired.length};
    }
    object = repaired.failed ? NULL : json_loadb(line.text, line.length, JSON_ALLOW_NUL, &error);
    if (repaired.failed)
        because(why, "out of memory");
    else if (object == NULL)
        because(why, "column %d: %s", error.column, error.text);
    else if (!json_is_object(object)) {
        because(why, "the line is an array; an object is needed");
        json_decref(object);
        object = NULL;
    }
    buffer_free(&repaired);
    return object;
}

static bool
import_line(struct span line, const struct import_place *place, const struct import_sink *sink)
{
    struct buffer id = {0};
    struct reason why;
    kzs_doc *doc = NULL;
    json_t *object = parse(line, &why);
    bool on = true;

    if (object == NULL) {
        sink->problem(sink->user, place, why.text);
        return true;
    }
    make_id(&id, object, place);
    doc = kzs_doc_new();
    if (doc == NULL || id.failed ||
        !(place->exact ? fill_exactly(doc, object) : fill(doc, object)))
        sink->problem(sink->user, place, "out of memory");
    else if (kzs_doc_count(doc) == 0 && !place->exact)
        sink->empty(sink->user, place, IMPORT_NO_TEXT);
    else
        on = sink->document(sink->user, place, id.data, id.length, doc);
    kzs_doc_free(doc);
    buffer_free(&id);
    json_decref(object);
    return on;
}

bool
import_jsonl(const char *path, struct input *in, const struct import_options *options,
             const struct import_sink *sink)
{
    struct import_place place = {.path = path};
    enum input_status status;
    struct reason why;
    struct span line;
    bool on = true;

    if (!import_settle_charset(in, options, &why)) {
        sink->problem(sink->user, &place, why.text);
        return true;
    }
    while (on && (status = input_line(in, LINE_LIMIT, &line, &why)) != INPUT_END) {
        place.line++;
        if (status == INPUT_BROKEN) {
            sink->problem(sink->user, &place, why.text);
            return true;
        }
        if (place.line == 1 && span_starts(line, "\xEF\xBB\xBF"))
            line = span_from(line, 3);
        if (place.line == 1 && status != INPUT_LONG && is_export(line)) {
            place.exact = true;
            continue;
        }
        if (place.line <= options->skip_lines)
            continue;
        if (status == INPUT_LONG)
            sink->problem(sink->user, &place, "the line is longer than 64 MB");
        else if (span_trim(line).length > 0)
            on = import_line(line, &place, sink);
    }
    return on;
}
