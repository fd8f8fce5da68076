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
#include "import/flat_json.h"
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

/* The same of a flat object. False when out of memory. */
static bool
fill_flat(kzs_doc *doc, const struct flat_json *json, bool exact)
{
    char name[FIELD_NAME_SIZE];

    for (size_t i = 0; i < json->count; i++) {
        const struct flat_member *member = &json->members[i];
        struct span value = member->value;
        if (span_equal(member->key, span_of("id")))
            continue;
        if (exact) {
            snprintf(name, sizeof name, "%.*s", (int)member->key.length, member->key.text);
            if (member->is_string && member->key.length < sizeof name &&
                kzs_doc_add(doc, name, value.text, value.length, NULL) == KZS_ERR_NOMEM)
                return false;
        } else if (import_field_name(member->key, name)) {
            import_add_value(doc, name, value);
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

/* Without an id in the object, the place of the line is one. */
static void
complete_id(struct buffer *out, const struct import_place *place)
{
    char number[32];

    if (out->length > 0)
        return;
    snprintf(number, sizeof number, ":%lu", place->line);
    buffer_text(out, place->path);
    buffer_text(out, number);
}

static void
make_flat_id(struct buffer *out, const struct flat_json *json)
{
    for (size_t i = 0; i < json->count; i++) {
        const struct flat_member *member = &json->members[i];
        bool is_number = !member->is_string && member->value.text[0] <= '9';
        if (span_equal(member->key, span_of("id")) && !member->listed &&
            (member->is_string || is_number))
            buffer_add(out, member->value.text, member->value.length);
    }
}

static void
make_id(struct buffer *out, const json_t *object)
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
}

/* An object from a line. NULL: see why. */
static json_t *
parse(struct span line, struct reason *why)
{
    json_error_t error;
    json_t *object = json_loadb(line.text, line.length, JSON_ALLOW_NUL, &error);

    if (object == NULL)
        because(why, "column %d: %s", error.column, error.text);
    else if (!json_is_object(object)) {
        because(why, "the line is an array; an object is needed");
        json_decref(object);
        object = NULL;
    }
    return object;
}

/* What reads a line after another. */
struct lines {
    const struct import_sink *sink;
    struct flat_json flat;
    struct buffer id, repaired;
};

/* The line as a document, its id in lines->id. NULL: see why. */
static kzs_doc *
read_line(struct lines *lines, struct span line, const struct import_place *place,
          struct reason *why)
{
    json_t *object = NULL;
    kzs_doc *doc;
    bool filled;

    lines->id.length = 0;
    if (!flat_json_read(&lines->flat, line)) {
        object = parse(line, why);
        if (object == NULL)
            return NULL;
    }
    doc = kzs_doc_new();
    if (object == NULL) {
        make_flat_id(&lines->id, &lines->flat);
        filled = doc != NULL && fill_flat(doc, &lines->flat, place->exact);
    } else {
        make_id(&lines->id, object);
        filled = doc != NULL && (place->exact ? fill_exactly : fill)(doc, object);
        json_decref(object);
    }
    complete_id(&lines->id, place);
    if (filled && !lines->id.failed)
        return doc;
    kzs_doc_free(doc);
    because(why, "out of memory");
    return NULL;
}

static bool
import_line(struct lines *lines, struct span line, const struct import_place *place)
{
    const struct import_sink *sink = lines->sink;
    struct reason why;
    kzs_doc *doc;
    bool on = true;

    /* Invalid UTF-8 becomes U+FFFD first, as everywhere. */
    if (!utf8_valid(line.text, line.length)) {
        lines->repaired.length = 0;
        utf8_repair(&lines->repaired, line.text, line.length);
        line = (struct span){buffer_string(&lines->repaired), lines->repaired.length};
    }
    if (lines->repaired.failed) {
        sink->problem(sink->user, place, "out of memory");
        return true;
    }
    doc = read_line(lines, line, place, &why);
    if (doc == NULL)
        sink->problem(sink->user, place, why.text);
    else if (kzs_doc_count(doc) == 0 && !place->exact)
        sink->empty(sink->user, place, IMPORT_NO_TEXT);
    else
        on = sink->document(sink->user, place, lines->id.data, lines->id.length, doc);
    kzs_doc_free(doc);
    return on;
}

bool
import_jsonl(const char *path, struct input *in, const struct import_options *options,
             const struct import_sink *sink)
{
    struct import_place place = {.path = path};
    struct lines lines = {.sink = sink};
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
            break;
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
            on = import_line(&lines, line, &place);
    }
    flat_json_free(&lines.flat);
    buffer_free(&lines.id);
    buffer_free(&lines.repaired);
    return on;
}
