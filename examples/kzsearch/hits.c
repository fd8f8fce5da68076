/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Printing of hits. For people: rank and title in bold, a dim line about the document, the
 * snippet; matches are bold there, and underlined in the title. As JSON: the names are part of
 * the command's contract and never change.
 */
#include "hits.h"

#include <string.h>

#include "counts.h"
#include "support/buffer.h"
#include "support/json_out.h"
#include "support/message.h"
#include "support/utf8.h"
#include "why.h"

#define BOLD         "\033[1m"
#define DIM          "\033[2m"
#define RESET        "\033[0m"
#define UNDERLINE    "\033[4m"
#define NO_UNDERLINE "\033[24m"

enum { INDENT = 4, CARET_CONTEXT = 60 };

static struct span
field(const kzs_doc *doc, const char *name)
{
    struct span value = {"", 0};
    size_t length;
    const char *text = kzs_doc_get(doc, name, 0, &length);

    return text != NULL ? (struct span){text, length} : value;
}

/* ---- for people ---- */

/* A value as a piece of a line: NULs would end it. */
static void
add_value(struct buffer *line, struct span value)
{
    for (size_t i = 0; i < value.length; i++)
        if (value.text[i] != '\0')
            buffer_byte(line, value.text[i]);
        else
            buffer_code(line, UTF8_REPLACEMENT);
}

/* Percent, date, source, author, place and id (unless it stands for the title). The id comes
 * last: it is long and has no spaces, so whatever stood behind it would be alone on a line. */
static void
describe(const kzs_doc *doc, const kzs_hit *hit, bool titled, struct buffer *line)
{
    static const char *const names[] = {"date", "source", "author", "place", NULL};
    char percent[20];

    snprintf(percent, sizeof percent, "%d%%", hit->percent);
    buffer_text(line, percent);
    for (const char *const *name = names; *name != NULL; name++) {
        struct span value = field(doc, *name);

        if (value.length == 0)
            continue;
        buffer_text(line, " · ");
        add_value(line, value);
    }
    if (titled) {
        buffer_text(line, " · ");
        add_value(line, (struct span){hit->id, hit->id_length});
    }
}

/* The title, its matches marked in colour: bold as the title is, they are underlined as well,
 * and where a mark ends the title goes on bold. */
static void
add_title(const kzs_results *page, size_t i, struct span title, bool colour,
          struct buffer *name)
{
    char *marked = NULL;

    if (!colour ||
        kzs_results_snippet(page, i, "title", KZS_ANSI, KZS_WHOLE, &marked, NULL) != KZS_OK) {
        add_value(name, title); /* better unmarked than no hit */
        return;
    }
    for (const char *at = marked; *at != '\0';) {
        const bool opens = strncmp(at, BOLD, strlen(BOLD)) == 0;
        if (opens || strncmp(at, RESET, strlen(RESET)) == 0) {
            buffer_text(name, opens ? UNDERLINE : NO_UNDERLINE);
            at += strlen(opens ? BOLD : RESET);
        } else {
            buffer_byte(name, *at++);
        }
    }
    kzs_free(marked);
}

/* Two paragraphs, the first of them bold, the second dim. */
static bool
print_head(const kzs_results *page, size_t i, const kzs_hit *hit,
           const struct terminal *terminal)
{
    const kzs_doc *doc = kzs_results_doc(page, i);
    struct span title = field(doc, "title");
    struct buffer name = {0}, about = {0};
    bool good;

    if (title.length > 0)
        add_title(page, i, title, terminal->colour, &name);
    else
        add_value(&name, (struct span){hit->id, hit->id_length});
    describe(doc, hit, title.length > 0, &about);
    good = !name.failed && !about.failed;
    if (good) {
        printf("%2llu. %s", (unsigned long long)hit->rank, terminal->colour ? BOLD : "");
        print_hanging(stdout, buffer_string(&name), INDENT, terminal->width,
                      terminal->colour && title.length > 0);
        printf("%s\n%*s%s", terminal->colour ? RESET : "", INDENT, "",
               terminal->colour ? DIM : "");
        print_hanging(stdout, buffer_string(&about), INDENT, terminal->width, false);
        puts(terminal->colour ? RESET : "");
    } else {
        complain("out of memory");
    }
    buffer_free(&name);
    buffer_free(&about);
    return good;
}

/* `and 2 near-duplicates: a, b` */
static void
print_collapsed(const kzs_results *page, size_t i, const kzs_hit *hit)
{
    enum { SHOWN = 5 };
    const char *id;
    size_t length;

    if (hit->collapsed == 0)
        return;
    printf("%*sand %llu near-duplicate%s:", INDENT, "", (unsigned long long)hit->collapsed,
           hit->collapsed == 1 ? "" : "s");
    for (size_t n = 0; n < SHOWN && (id = kzs_results_collapsed(page, i, n, &length)); n++) {
        fputs(n > 0 ? ", " : " ", stdout);
        print_safe(stdout, id, length, PRINT_LINE);
    }
    puts(hit->collapsed > SHOWN ? ", …" : "");
}

static bool
print_hit(const kzs_results *page, size_t i, const struct hits_detail *detail,
          const struct terminal *terminal)
{
    kzs_hit hit = {.size = sizeof hit};
    char *snippet = NULL;
    kzs_error err;

    if (kzs_results_hit(page, i, &hit) ||
        kzs_results_snippet(page, i, NULL, terminal->colour ? KZS_ANSI : KZS_PLAIN,
                            detail->characters, &snippet, &err)) {
        complain("%s", err.message);
        return false;
    }
    if (!print_head(page, i, &hit, terminal)) {
        kzs_free(snippet);
        return false;
    }
    print_wrapped(stdout, snippet, INDENT, terminal->width, terminal->colour);
    print_collapsed(page, i, &hit);
    kzs_free(snippet);
    if (detail->explain && !why_print(page, i, INDENT, terminal))
        return false;
    putchar('\n');
    return true;
}

/* `12 of about 340 documents, 0.8 ms` */
static void
print_total(const kzs_results *page)
{
    kzs_summary s = {.size = sizeof s};
    size_t count = kzs_results_count(page);
    double milliseconds;

    if (kzs_results_summary(page, &s))
        return;
    milliseconds = (double)s.microseconds / 1000;
    if (s.total == 0 && count == 0)
        printf("nothing found, %.1f ms\n", milliseconds);
    else if (s.total == count && s.total_lower == s.total_upper)
        printf("%llu document%s, %.1f ms\n", (unsigned long long)s.total,
               s.total == 1 ? "" : "s", milliseconds);
    else
        printf("%zu of %s%llu document%s, %.1f ms\n", count,
               s.total_lower == s.total_upper ? "" : "about ", (unsigned long long)s.total,
               s.total == 1 ? "" : "s", milliseconds);
}

bool
hits_print(const kzs_results *page, const struct hits_detail *detail,
           const struct terminal *terminal)
{
    for (size_t i = 0; i < kzs_results_count(page) && !ferror(stdout); i++)
        if (!print_hit(page, i, detail, terminal))
            return false;
    counts_print(page, terminal);
    print_total(page);
    return true;
}

void
hits_print_ids(const kzs_results *page)
{
    for (size_t i = 0; i < kzs_results_count(page) && !ferror(stdout); i++) {
        kzs_hit hit = {.size = sizeof hit};
        if (kzs_results_hit(page, i, &hit))
            return;
        print_safe(stdout, hit.id, hit.id_length, PRINT_LINE);
        putchar('\n');
    }
}

/* ---- as JSON ---- */

static json_t *
json_field(const kzs_doc *doc, const char *name)
{
    size_t length;
    const char *value = kzs_doc_get(doc, name, 0, &length);

    return json_text(value, length);
}

static json_t *
json_why(const kzs_results *page, size_t i)
{
    json_t *list = json_array();
    const char *reason;

    for (size_t n = 0; (reason = kzs_results_why(page, i, n)) != NULL; n++)
        json_array_append_new(list, json_string(reason));
    return list;
}

/* NULL after saying what failed. */
static json_t *
json_explanation(const kzs_results *page, size_t i)
{
    json_t *whole = NULL;
    char *text = NULL;
    kzs_error err;

    if (kzs_results_explain(page, i, &text, &err) != KZS_OK)
        complain("%s", err.message);
    else if ((whole = json_loads(text, 0, NULL)) == NULL)
        complain("out of memory");
    kzs_free(text);
    return whole;
}

static json_t *
json_collapsed(const kzs_results *page, size_t i, const kzs_hit *hit)
{
    json_t *ids = json_array();
    const char *id;
    size_t length;

    for (size_t n = 0; (id = kzs_results_collapsed(page, i, n, &length)) != NULL; n++)
        json_array_append_new(ids, json_text(id, length));
    return json_pack("{sI so}", "count", (json_int_t)hit->collapsed, "ids", ids);
}

static bool
print_hit_json(const kzs_results *page, size_t i, const struct hits_detail *detail)
{
    const kzs_doc *doc = kzs_results_doc(page, i);
    kzs_hit hit = {.size = sizeof hit};
    char *snippet = NULL;
    kzs_error err;
    json_t *line, *parts = NULL;

    if (kzs_results_hit(page, i, &hit) ||
        kzs_results_snippet(page, i, NULL, KZS_PLAIN, detail->characters, &snippet, &err)) {
        complain("%s", err.message);
        return false;
    }
    if (detail->explain && (parts = json_explanation(page, i)) == NULL) {
        kzs_free(snippet);
        return false;
    }
    line =
        json_pack("{sI so sf si so so so so}", "rank", (json_int_t)hit.rank, "id",
                  json_text(hit.id, hit.id_length), "score", hit.score, "percent", hit.percent,
                  "title", json_field(doc, "title"), "date", json_field(doc, "date"),
                  "snippet", json_text(snippet, strlen(snippet)), "why", json_why(page, i));
    if (parts != NULL)
        json_object_set_new(line, "explain", parts);
    kzs_free(snippet);
    if (hit.collapsed > 0)
        json_object_set_new(line, "collapsed", json_collapsed(page, i, &hit));
    return json_line(line);
}

static json_t *
json_warnings(const kzs_results *page)
{
    json_t *list = json_array();
    const char *message;
    size_t offset;

    for (size_t n = 0; (message = kzs_results_warning(page, n, &offset)) != NULL; n++)
        json_array_append_new(
            list,
            json_pack("{so so}", "offset",
                      offset == KZS_NO_OFFSET ? json_null() : json_integer((json_int_t)offset),
                      "message", json_text(message, strlen(message))));
    return list;
}

bool
hits_print_json(const kzs_results *page, const struct hits_detail *detail)
{
    kzs_summary s = {.size = sizeof s};
    const char *cursor = kzs_results_cursor(page);

    for (size_t i = 0; i < kzs_results_count(page) && !ferror(stdout); i++)
        if (!print_hit_json(page, i, detail))
            return false;
    if (kzs_results_summary(page, &s))
        return false;
    return json_line(json_pack("{sI sb sf so so so so}", "total", (json_int_t)s.total, "exact",
                               s.total_lower == s.total_upper, "took_ms",
                               (double)s.microseconds / 1000, "warnings", json_warnings(page),
                               "facets", counts_json_facets(page), "timeline",
                               counts_json_timeline(page), "cursor",
                               cursor != NULL ? json_string(cursor) : json_null()));
}

/* ---- warnings ---- */

/* The part of the query around the offset, cut at characters. */
static struct span
around(struct span query, size_t *offset)
{
    size_t start = *offset > CARET_CONTEXT ? *offset - CARET_CONTEXT : 0;
    size_t end =
        query.length - *offset > CARET_CONTEXT ? *offset + CARET_CONTEXT : query.length;

    while (start > 0 && ((unsigned char)query.text[start] & 0xC0) == 0x80)
        start--;
    while (end < query.length && ((unsigned char)query.text[end] & 0xC0) == 0x80)
        end++;
    *offset -= start;
    return (struct span){query.text + start, end - start};
}

void
hits_show_place(struct span query, size_t offset)
{
    if (offset > query.length) /* KZS_NO_OFFSET is */
        return;
    query = around(query, &offset);
    fputs("    ", stderr);
    print_safe(stderr, query.text, query.length, PRINT_LINE);
    fprintf(stderr, "\n    %*s^\n", (int)utf8_count(query.text, offset), "");
}

void
hits_warn(const kzs_results *page, struct span query)
{
    const char *message;
    size_t offset;

    for (size_t n = 0; (message = kzs_results_warning(page, n, &offset)) != NULL; n++) {
        complain("warning: %s", message);
        hits_show_place(query, offset);
    }
}
