/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What else could be asked when nothing is found: other words, no quotation marks, no filters.
 */
#include "proposals.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "support/buffer.h"
#include "support/json_out.h"
#include "support/terminal.h"

enum { SUGGESTIONS = 3 };

static const char *
name_of(kzs_suggestion_kind kind)
{
    return kind == KZS_SUGGEST_LAYOUT   ? "layout"
           : kind == KZS_SUGGEST_SCRIPT ? "script"
                                        : "spelling";
}

static bool
print(const char *heading, const char *kind, struct span text, uint64_t documents, bool json)
{
    if (json)
        return json_line(json_pack("{so ss sI}", "proposal", json_text(text.text, text.length),
                                   "kind", kind, "documents", (json_int_t)documents));
    fputs(heading, stdout);
    print_safe(stdout, text.text, text.length, PRINT_LINE);
    printf(" (%" PRIu64 " document%s)\n", documents, documents == 1 ? "" : "s");
    return true;
}

/* How many documents a text finds with no filters beside it; 0 also when that is an error. */
static uint64_t
count(kzs_index *index, struct span text)
{
    kzs_summary summary = {.size = sizeof summary};
    kzs_results *page = NULL;
    kzs_query *query = NULL;

    if (kzs_query_new(text.text, text.length, &query, NULL) == KZS_OK &&
        kzs_query_set(query, "limit", "0", NULL) == KZS_OK &&
        kzs_query_set(query, "exact_total", "yes", NULL) == KZS_OK &&
        kzs_search(index, query, &page, NULL) == KZS_OK)
        kzs_results_summary(page, &summary);
    kzs_results_free(page);
    kzs_query_free(query);
    return summary.total;
}

static bool
print_suggestions(kzs_index *index, struct span text, bool json)
{
    kzs_suggestions *list = NULL;
    bool good = true;

    /* Help that fails is no help, and no error of the search. */
    if (kzs_suggest(index, text.text, text.length, SUGGESTIONS, &list, NULL))
        return true;
    for (size_t n = 0; n < kzs_suggestions_count(list) && good; n++) {
        kzs_suggestion s = {.size = sizeof s};
        kzs_suggestions_get(list, n, &s);
        const struct span other = {s.text, s.length};
        uint64_t documents = count(index, other);
        if (documents > 0)
            good = print("Did you mean: ", name_of(s.kind), other, documents, json);
    }
    kzs_suggestions_free(list);
    return good;
}

/* How many bytes the quotation mark takes that stands here; 0: none does. */
static size_t
quotation_mark(const char *at, size_t length)
{
    /* Those that the query language takes for one. */
    static const char *const marks[] = {"\"", "“", "”", "„", "‟", "＂", "«", "»"};

    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        size_t bytes = strlen(marks[i]);
        if (bytes <= length && memcmp(at, marks[i], bytes) == 0)
            return bytes;
    }
    return 0;
}

/* The words of phrases apart from each other. */
static bool
print_unquoted(kzs_index *index, struct span text, bool json)
{
    struct buffer loose = {0};
    bool good = true;

    for (size_t i = 0; i < text.length;) {
        size_t mark = quotation_mark(text.text + i, text.length - i);
        if (mark == 0)
            buffer_byte(&loose, text.text[i]);
        i += mark > 0 ? mark : 1;
    }
    if (!loose.failed && loose.length > 0 && loose.length < text.length) {
        const struct span other = {buffer_string(&loose), loose.length};
        uint64_t documents = count(index, other);
        if (documents > 0)
            good = print("Without quotation marks: ", "quotes", other, documents, json);
    }
    buffer_free(&loose);
    return good;
}

bool
proposals_print(kzs_index *index, struct span text, bool filtered, bool json)
{
    if (filtered) {
        uint64_t documents = count(index, text);
        if (documents > 0)
            return print("Without filters: ", "filters", text, documents, json);
    }
    return print_suggestions(index, text, json) && print_unquoted(index, text, json);
}
