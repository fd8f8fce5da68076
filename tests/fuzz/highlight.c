/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A query up to the first line break, marked in the text behind it: matches lie in the text and
 * apart from each other, HTML has no tag but our own, and a snippet can be made of anything.
 */
#include "kzsearch.h"
#include "tests/fuzz/fuzz.h"

static void
check_matches(const kzs_match *matches, size_t count, size_t length)
{
    for (size_t i = 0, end = 0; i < count; i++) {
        FUZZ_CHECK(matches[i].start >= end && matches[i].end > matches[i].start);
        FUZZ_CHECK(matches[i].start_character <= matches[i].start &&
                   matches[i].end_character > matches[i].start_character &&
                   matches[i].end_character <= matches[i].end);
        end = matches[i].end;
        FUZZ_CHECK(end <= length);
    }
}

/* Nothing that acts on a terminal but what marks in bold. */
static void
check_ansi(const char *text)
{
    for (; *text != '\0'; text++) {
        if (*text == '\033')
            FUZZ_CHECK(strncmp(text, "\033[1m", 4) == 0 || strncmp(text, "\033[0m", 4) == 0 ||
                       strncmp(text, "\033[22m", 5) == 0);
        else
            FUZZ_CHECK((unsigned char)*text >= ' ' && *text != 0x7F);
    }
}

static void
check(const kzs_query *query, const char *text, size_t length)
{
    /* The shorter the snippet, the more is cut. */
    static const size_t sizes[] = {1, 40, KZS_WHOLE};
    kzs_match *matches;
    size_t count;
    char *marked;

    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        FUZZ_CHECK(kzs_highlight(NULL, query, NULL, text, length, KZS_HTML, sizes[i], &marked,
                                 NULL) == KZS_OK);
        fuzz_check_html(marked);
        kzs_free(marked);
    }
    FUZZ_CHECK(kzs_highlight(NULL, query, "title", text, length, KZS_ANSI, 100, &marked,
                             NULL) == KZS_OK);
    check_ansi(marked);
    kzs_free(marked);
    FUZZ_CHECK(kzs_highlight_matches(NULL, query, NULL, text, length, &matches, &count, NULL) ==
               KZS_OK);
    check_matches(matches, count, length);
    kzs_free(matches);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *all = (const char *)data;
    const char *line = size > 0 ? memchr(all, '\n', size) : NULL;
    size_t head = line != NULL ? (size_t)(line - all) : size;
    kzs_query *query;

    if (kzs_query_new(head > 0 ? all : "", head, &query, NULL) != KZS_OK)
        return 0;
    kzs_query_set(query, "fragments", "3", NULL);
    check(query, line != NULL ? line + 1 : "", line != NULL ? size - head - 1 : 0);
    kzs_query_free(query);
    return 0;
}
