/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Explanations for people: what the library gives as JSON in lines such as
 *
 *     2.413  just Kazakhstan  phrase     just 2× in 41, kazaxstan 3× in 120
 */
#include "why.h"

#include <jansson.h>
#include <string.h>

#include "support/buffer.h"
#include "support/message.h"
#include "support/utf8.h"

enum { WORDS_MOST = 24, KIND_WIDTH = 14, SCORE_WIDTH = 9 };

/* At most `width` columns of a text, padded to them. */
static void
print_cut(const char *text, size_t width)
{
    size_t length = strlen(text), at = 0;
    uint32_t c;

    if (utf8_count(text, length) <= width) {
        print_padded(stdout, text, length, width);
        return;
    }
    for (size_t used = 0; used + 1 < width; used++)
        utf8_next(text, length, &at, &c);
    print_safe(stdout, text, at, PRINT_LINE);
    fputs("…", stdout);
}

/* `title` for a word found there, `title phrase` where it was asked for as something else. */
static void
print_kind(const char *kind, const char *field)
{
    char text[64];

    if (field == NULL)
        snprintf(text, sizeof text, "%s", kind);
    else if (strcmp(kind, "field") == 0 || strcmp(kind, "word") == 0)
        snprintf(text, sizeof text, "%s", field);
    else
        snprintf(text, sizeof text, "%s %s", field, kind);
    print_cut(text, KIND_WIDTH);
}

/* `just 2× in 41, kazaxstan 3× in 120` */
static void
describe_terms(json_t *part, struct buffer *out)
{
    json_t *term;
    size_t i;

    json_array_foreach(json_object_get(part, "terms"), i, term)
    {
        char text[80];
        const char *kind = json_string_value(json_object_get(term, "kind"));
        json_int_t count = json_integer_value(json_object_get(term, "count"));
        if (i > 0)
            buffer_text(out, ", ");
        buffer_text(out, json_string_value(json_object_get(term, "term")));
        if (strcmp(kind, "stem") != 0) {
            snprintf(text, sizeof text, " (%s)", kind);
            buffer_text(out, text);
        }
        if (count > 0) {
            snprintf(text, sizeof text, " %lld×", (long long)count);
            buffer_text(out, text);
        }
        snprintf(text, sizeof text, " in %lld",
                 (long long)json_integer_value(json_object_get(term, "documents")));
        buffer_text(out, text);
    }
}

static void
print_part(json_t *part, size_t indent, size_t words, const struct terminal *terminal)
{
    struct buffer terms = {0};
    size_t column = indent + SCORE_WIDTH + words + KIND_WIDTH + 6;

    printf("%*s%*.3f  ", (int)indent, "", SCORE_WIDTH,
           json_number_value(json_object_get(part, "score")));
    print_cut(json_string_value(json_object_get(part, "words")), words);
    fputs("  ", stdout);
    print_kind(json_string_value(json_object_get(part, "kind")),
               json_string_value(json_object_get(part, "field")));
    describe_terms(part, &terms);
    if (terms.failed)
        complain("out of memory");
    if (column + 24 > terminal->width) { /* no room beside: below */
        putchar('\n');
        print_wrapped(stdout, buffer_string(&terms), indent + SCORE_WIDTH + 2, terminal->width,
                      false);
    } else {
        fputs("  ", stdout);
        print_hanging(stdout, buffer_string(&terms), column - 2, terminal->width, false);
        putchar('\n');
    }
    buffer_free(&terms);
}

/* Columns for the words of the query: as many as the longest needs. */
static size_t
words_width(json_t *parts, const struct terminal *terminal)
{
    size_t width = 0, i;
    json_t *part;

    json_array_foreach(parts, i, part)
    {
        const char *words = json_string_value(json_object_get(part, "words"));
        size_t columns = utf8_count(words, strlen(words));
        width = columns > width ? columns : width;
    }
    if (width > WORDS_MOST)
        width = WORDS_MOST;
    return width > terminal->width / 4 ? terminal->width / 4 : width;
}

static void
print_score(json_t *whole, size_t indent, const struct terminal *terminal)
{
    char text[160];

    snprintf(text, sizeof text,
             "score; length %lld, average %.0f; 2× in 9: twice here, in 9 documents",
             (long long)json_integer_value(json_object_get(whole, "length")),
             json_number_value(json_object_get(whole, "average_length")));
    printf("%*s%*.3f  ", (int)indent, "", SCORE_WIDTH,
           json_number_value(json_object_get(whole, "score")));
    print_hanging(stdout, text, indent + SCORE_WIDTH + 2, terminal->width, false);
    putchar('\n');
}

bool
why_print(const kzs_results *page, size_t hit, size_t indent, const struct terminal *terminal)
{
    json_t *whole, *parts, *part;
    char *text = NULL;
    kzs_error err;
    size_t i, words;

    if (kzs_results_explain(page, hit, &text, &err) != KZS_OK) {
        complain("%s", err.message);
        return false;
    }
    whole = json_loads(text, 0, NULL);
    kzs_free(text);
    if (whole == NULL) {
        complain("out of memory");
        return false;
    }
    parts = json_object_get(whole, "parts");
    words = words_width(parts, terminal);
    print_score(whole, indent, terminal);
    json_array_foreach(parts, i, part) print_part(part, indent, words, terminal);
    json_decref(whole);
    return true;
}
