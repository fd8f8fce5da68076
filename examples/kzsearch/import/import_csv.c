/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Tables as CSV (RFC 4180) and TSV: a row is a document, the first row names the columns, and
 * `--columns title=Headline,body=#3` says which is which where the names do not. Separators
 * are commas, semicolons (as spreadsheets write in half of Europe) or tabs. Cells in quotes may
 * hold separators and line breaks, "" is a quote there; behind tabs a quote that is not closed
 * in its line is an ordinary character. The file is read row by row.
 */
#include <stdlib.h>
#include <string.h>

#include "import/article.h"
#include "import/charset.h"
#include "import/importers.h"
#include "support/utf8.h"

#define ROW_LIMIT ((size_t)64 * 1024 * 1024)

enum { CELLS_MOST = 1000, NAMES_SHOWN = 200 };

/* ---- what --columns says ---- */

static bool
read_column(struct span word, struct column *out, struct reason *why)
{
    size_t equals = span_find(word, '=');
    struct span name = span_trim(span_from(word, equals < word.length ? equals + 1 : equals));

    *out = (struct column){.name = name};
    if (!import_field_name(span_trim(span_head(word, equals)), out->field) || name.length == 0)
        return because(why, "write FIELD=COLUMN, such as title=Headline or body=#3");
    if (name.text[0] != '#')
        return true;
    for (size_t i = 1; i < name.length && out->number <= CELLS_MOST; i++) {
        if (name.text[i] < '0' || name.text[i] > '9')
            return true;
        out->number = out->number * 10 + (size_t)(name.text[i] - '0');
    }
    if (name.length > 1 && (out->number == 0 || out->number > CELLS_MOST))
        return because(why, "columns are numbered from #1 to #%d", CELLS_MOST);
    return true;
}

bool
columns_add(struct columns *columns, const char *typed, struct reason *why)
{
    struct span rest = span_of(typed);
    struct column *grown;

    do {
        size_t comma = span_find(rest, ',');

        grown = realloc(columns->items, (columns->count + 1) * sizeof *grown);
        if (grown == NULL)
            return because(why, "out of memory");
        columns->items = grown;
        if (!read_column(span_head(rest, comma), &grown[columns->count], why))
            return false;
        columns->count++;
        rest = span_from(rest, comma < rest.length ? comma + 1 : comma);
    } while (rest.length > 0);
    return true;
}

void
columns_free(struct columns *columns)
{
    free(columns->items);
    *columns = (struct columns){0};
}

/* Whether each is given by its number: then there is no row of names. */
static bool
all_numbered(const struct columns *columns)
{
    for (size_t i = 0; i < columns->count; i++)
        if (columns->items[i].number == 0)
            return false;
    return columns->count > 0;
}

/* ---- rows ---- */

struct cell {
    size_t start, end; /* in `text` */
};

struct table {
    struct input *in;
    struct import_place place; /* of the row's first line */
    unsigned long line;        /* lines read */
    char separator;
    struct buffer text; /* of the row's cells, without quotes */
    struct buffer repaired;
    struct cell cells[CELLS_MOST];
    size_t count;
    size_t columns;                     /* in the first row */
    char (*fields)[FIELD_NAME_SIZE];    /* what they become; empty: nothing */
};

static struct span
cell(const struct table *t, size_t i)
{
    return (struct span){buffer_string(&t->text) + t->cells[i].start,
                         t->cells[i].end - t->cells[i].start};
}

/* Whether the cell that starts with the quote at `at` ends within the line. */
static bool
closes(const struct table *t, struct span line, size_t at)
{
    for (at++; at < line.length; at++) {
        if (line.text[at] != '"')
            continue;
        if (at + 1 == line.length || line.text[at + 1] != '"')
            return at + 1 == line.length || line.text[at + 1] == t->separator;
        at++;
    }
    return false;
}

/* Take a line into the row; `quoted` says whether a cell goes on in it, and in the next. */
static bool
take_line(struct table *t, struct span line, bool *quoted, struct reason *why)
{
    bool fresh = !*quoted; /* at the beginning of a cell */

    for (size_t at = 0; at < line.length; at++) {
        char c = line.text[at];

        if (*quoted) {
            if (c != '"')
                buffer_byte(&t->text, c);
            else if (at + 1 < line.length && line.text[at + 1] == '"')
                buffer_byte(&t->text, line.text[at++]);
            else
                *quoted = false;
        } else if (fresh && c == '"' && (t->separator != '\t' || closes(t, line, at))) {
            *quoted = true;
            fresh = false;
        } else if (c == t->separator) {
            if (t->count + 1 == CELLS_MOST)
                return because(why, "the row has more than %d cells", CELLS_MOST);
            t->cells[t->count++].end = t->text.length;
            t->cells[t->count].start = t->text.length;
            fresh = true;
        } else {
            buffer_byte(&t->text, c);
            fresh = false;
        }
    }
    if (*quoted)
        buffer_byte(&t->text, '\n');
    return !t->text.failed || because(why, "out of memory");
}

/* A line that is no UTF-8 though the beginning of the file was: by its own looks. */
static bool
repair(struct table *t, struct span *line, struct reason *why)
{
    if (utf8_valid(line->text, line->length))
        return true;
    t->repaired.length = 0;
    buffer_add(&t->repaired, line->text, line->length);
    if (t->repaired.failed || !charset_to_utf8(&t->repaired, NULL, span_of(""), why))
        return t->repaired.failed ? because(why, "out of memory") : false;
    *line = (struct span){buffer_string(&t->repaired), t->repaired.length};
    return true;
}

static enum input_status
next_line(struct table *t, struct span *line, struct reason *why)
{
    enum input_status status = input_line(t->in, ROW_LIMIT, line, why);

    t->line += status == INPUT_LINE || status == INPUT_LONG ? 1 : 0;
    if (status == INPUT_LONG)
        because(why, "the line is longer than 64 MB");
    if (status != INPUT_LINE)
        return status;
    if (t->line == 1 && span_starts(*line, "\xEF\xBB\xBF"))
        *line = span_from(*line, 3);
    if (line->length > 0 && line->text[line->length - 1] == '\r')
        line->length--;
    return repair(t, line, why) ? INPUT_LINE : INPUT_LONG;
}

/* The next row that is not blank. INPUT_LONG: it cannot be taken, see why; more may follow. */
static enum input_status
next_row(struct table *t, struct reason *why)
{
    enum input_status status;
    bool quoted = false, bad = false;
    struct span line;

    t->text.length = t->count = 0;
    t->cells[0].start = 0;
    do {
        status = next_line(t, &line, why);
        if (status == INPUT_END || status == INPUT_BROKEN)
            break;
        if (!quoted)
            t->place.line = t->line;
        if (status == INPUT_LONG)
            return status;
        if (!quoted && span_trim(line).length == 0)
            continue;
        bad = !take_line(t, line, &quoted, why);
        if (!bad && t->text.length > ROW_LIMIT)
            bad = !because(why, "the row is longer than 64 MB; a quote may not be closed");
        if (!bad && !quoted) {
            t->cells[t->count++].end = t->text.length;
            return INPUT_LINE;
        }
    } while (!bad);
    if (status == INPUT_END && quoted)
        bad = !because(why, "the quote that begins a cell here is never closed");
    return bad ? INPUT_LONG : status;
}

/* ---- the first row ---- */

/* What there is most of outside quotes. */
static char
most_common_separator(struct span line)
{
    static const char candidates[] = {',', ';', '\t'};
    size_t counts[3] = {0}, best = 0;
    bool quoted = false;

    for (size_t at = 0; at < line.length && line.text[at] != '\n'; at++) {
        quoted = quoted != (line.text[at] == '"');
        for (size_t i = 0; i < sizeof candidates && !quoted; i++)
            counts[i] += line.text[at] == candidates[i] ? 1 : 0;
    }
    for (size_t i = 1; i < sizeof candidates; i++)
        if (counts[i] > counts[best])
            best = i;
    return candidates[best];
}

/* Look at the separator, without taking a row. `sep=;` is how spreadsheets say it. */
static bool
find_separator(struct table *t, enum import_format format, struct reason *why)
{
    struct span start, line;

    t->separator = '\t';
    if (!input_peek(t->in, &start, why))
        return false;
    if (span_starts(start, "\xEF\xBB\xBF"))
        start = span_from(start, 3);
    if (span_starts(start, "sep=") && start.length > 4) {
        t->separator = start.text[4];
        return next_line(t, &line, why) == INPUT_LINE;
    }
    if (format != IMPORT_TSV)
        t->separator = most_common_separator(start);
    return true;
}

/* “Headline”, “Text”, … of a table, for a message. */
static const char *
names_of(const struct table *t, char out[NAMES_SHOWN])
{
    size_t used = 0;

    out[0] = '\0';
    for (size_t i = 0; i < t->count && used < NAMES_SHOWN - 40; i++)
        used += (size_t)snprintf(out + used, NAMES_SHOWN - used, "%s“%.*s”", i > 0 ? ", " : "",
                                 (int)(cell(t, i).length < 24 ? cell(t, i).length : 24),
                                 cell(t, i).text);
    return out;
}

static bool
is_taken(const struct table *t, const char *field)
{
    for (size_t i = 0; i < t->columns; i++)
        if (strcmp(t->fields[i], field) == 0)
            return true;
    return false;
}

/* Give a column that --columns names its field. */
static bool
assign(struct table *t, const struct column *c, struct reason *why)
{
    char names[NAMES_SHOWN];
    size_t at = c->number > 0 ? c->number - 1 : 0;

    while (c->number == 0 && at < t->count && !span_equal(span_trim(cell(t, at)), c->name))
        at++;
    if (at >= t->count)
        return because(why, "there is no column %.*s; the columns are %s",
                       (int)(c->name.length < 60 ? c->name.length : 60), c->name.text,
                       names_of(t, names));
    memcpy(t->fields[at], c->field, sizeof c->field);
    return true;
}

static bool
name_columns(struct table *t, const struct columns *columns, struct reason *why)
{
    char names[NAMES_SHOWN], name[FIELD_NAME_SIZE];
    bool any = columns->count > 0;

    t->columns = t->count;
    t->fields = calloc(t->count, sizeof *t->fields);
    if (t->fields == NULL)
        return because(why, "out of memory");
    for (size_t i = 0; i < columns->count; i++)
        if (!assign(t, &columns->items[i], why))
            return false;
    if (all_numbered(columns))
        return true;
    for (size_t i = 0; i < t->count; i++) {
        if (t->fields[i][0] != '\0' || !import_known_name(span_trim(cell(t, i)), name) ||
            (columns->count > 0 && is_taken(t, strcmp(name, "text") == 0 ? "body" : name)))
            continue;
        memcpy(t->fields[i], name, sizeof name);
        any = any || strcmp(name, "id") != 0;
    }
    return any || because(why, "no column has the name of a field: say which is which, such as "
                               "--columns title=…,body=…; the columns are %s",
                          names_of(t, names));
}

/* ---- documents ---- */

/* The id into `out`: that of the column, or the place of the row. */
static void
make_id(const struct table *t, struct buffer *out)
{
    char number[32];

    out->length = 0;
    for (size_t i = 0; i < t->columns && i < t->count; i++)
        if (strcmp(t->fields[i], "id") == 0 && out->length == 0)
            buffer_add(out, span_trim(cell(t, i)).text, span_trim(cell(t, i)).length);
    if (out->length > 0)
        return;
    snprintf(number, sizeof number, ":%lu", t->place.line);
    buffer_text(out, t->place.path);
    buffer_text(out, number);
}

static bool
too_many(const struct table *t)
{
    for (size_t i = t->columns; i < t->count; i++)
        if (span_trim(cell(t, i)).length > 0)
            return true;
    return false;
}

static bool
import_row(const struct table *t, struct buffer *id, const struct import_sink *sink)
{
    kzs_doc *doc = kzs_doc_new();
    struct reason why;
    bool on = true;

    make_id(t, id);
    for (size_t i = 0; i < t->columns && i < t->count; i++)
        if (t->fields[i][0] != '\0' && strcmp(t->fields[i], "id") != 0)
            import_add_value(doc, t->fields[i], span_trim(cell(t, i)));
    if (doc == NULL || id->failed)
        sink->problem(sink->user, &t->place, "out of memory");
    else if (too_many(t)) {
        because(&why, "the row has %zu cells, the first one has %zu; is a quote missing?",
                t->count, t->columns);
        sink->problem(sink->user, &t->place, why.text);
    } else if (kzs_doc_count(doc) == 0)
        sink->empty(sink->user, &t->place, IMPORT_NO_TEXT);
    else
        on = sink->document(sink->user, &t->place, id->data, id->length, doc);
    kzs_doc_free(doc);
    return on;
}

/* The rows below the names; the current one too when it is a document itself. */
static bool
import_rows(struct table *t, bool current, uint64_t skip, const struct import_sink *sink)
{
    enum input_status status = INPUT_LINE;
    struct buffer id = {0};
    struct reason why;
    bool on = true;

    for (bool have = current; on; have = false) {
        if (!have && (status = next_row(t, &why)) == INPUT_END)
            break;
        if (status != INPUT_LINE)
            sink->problem(sink->user, &t->place, why.text);
        else if (t->place.line > skip)
            on = import_row(t, &id, sink);
        if (status == INPUT_BROKEN)
            break;
    }
    buffer_free(&id);
    return on;
}

bool
import_csv(const char *path, struct input *in, enum import_format format,
           const struct import_options *options, const struct import_sink *sink)
{
    struct table *t = calloc(1, sizeof *t);
    enum input_status status = INPUT_BROKEN;
    struct reason why;
    bool on = true;

    because(&why, "out of memory");
    if (t != NULL) {
        t->in = in;
        t->place.path = path;
        if (import_settle_charset(in, options, &why) && find_separator(t, format, &why))
            status = next_row(t, &why);
    }
    if (status == INPUT_END)
        sink->empty(sink->user, &(struct import_place){.path = path}, IMPORT_NO_TEXT);
    else if (status != INPUT_LINE || !name_columns(t, options->columns, &why))
        sink->problem(sink->user, &(struct import_place){.path = path}, why.text);
    else
        on = import_rows(t, all_numbered(options->columns), options->skip_lines, sink);
    if (t != NULL) {
        buffer_free(&t->text);
        buffer_free(&t->repaired);
        free(t->fields);
    }
    free(t);
    return on;
}
