/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which words are patterns, which are fuzzy, and what is said of those that cannot be. */
#include "tests/unit/query/queries.h"

int
main(void)
{
    static const struct {
        const char *field, *text, *want; /* with its kind: w, p, or edits */
        const char *complaint;
    } rows[] = {
        {NULL, "казах*", "p:казах*", ""},
        {NULL, "k?zakh", "p:k?zakh", ""},
        {NULL, "*стан", "p:*стан", ""},
        {NULL, "*стан,", "p:*стан", ""},
        {NULL, "казах*?", "p:казах*", ""},
        {NULL, "202*", "p:202*", ""},
        {NULL, "Kazakhstan?", "w:Kazakhstan?", ""},
        {NULL, "what?!", "w:what?!", ""},
        {NULL, "Kazakhstan's*", "p:Kazakhstan's*", ""},
        {NULL, "k*", "w:k*", "at least 2 letters"},
        {NULL, "?k", "w:?k", ""},
        {NULL, "**", "w:**", ""},
        {NULL, "quasi-st*", "w:quasi-st*", "one word alone"},
        {NULL, "http://x.y/?q=a", "w:http://x.y/?q=a", ""},
        {NULL, "Токаев~", "2:Токаев", ""},
        {NULL, "Токай~", "1:Токай", ""},
        {NULL, "tokaev~1", "1:tokaev", ""},
        {NULL, "mir~2", "2:mir", ""},
        {NULL, "tokaev~7", "2:tokaev", "at most 2 edits"},
        {NULL, "tokaev~~", "2:tokaev", ""},
        {NULL, "tokaev~1~", "1:tokaev", ""},
        {NULL, "to~2~", "w:to", "at least 3 letters"},
        {NULL, "to~", "w:to", "at least 3 letters"},
        {NULL, "G7~", "w:G7", "number"},
        {NULL, "quasi-states~", "w:quasi-states", "one word alone"},
        {NULL, "~5", "w:~5", ""},
        {NULL, "a~b", "w:a~b", ""},
        {NULL, "~", "w:~", ""},
        {"title", "казах*", "p:казах*", ""},
        {"tags", "foreign-pol*", "p:foreign-pol*", ""},
        {"tags", "foreign-policy~", "2:foreign-policy", ""},
        {"date", "2022*", "w:2022*", ""},
        {"views", "12~", "w:12~", ""},
        {"url", "abc*", "w:abc*", ""},
    };

    for (size_t i = 0; i < ROWS(rows); i++) {
        struct kzsi_arena arena = {0};
        struct kzsi_warnings warnings = {.arena = &arena};
        size_t length = strlen(rows[i].text);
        char *block = exact(rows[i].text, length), shown[200];
        struct kzsi_node node = {.kind = KZSI_NODE_WORD,
                                 .field = rows[i].field != NULL ? field(rows[i].field) : NULL,
                                 .text = block,
                                 .length = length};
        kzsi_read_wild(&node, &warnings);
        snprintf(shown, sizeof shown, "%c:%.*s",
                 node.kind == KZSI_NODE_FUZZY     ? (char)('0' + node.edits)
                 : node.kind == KZSI_NODE_PATTERN ? 'p'
                                                  : 'w',
                 (int)node.length, node.text);
        is_string(shown, rows[i].want, "%s%s%s", rows[i].field != NULL ? rows[i].field : "",
                  rows[i].field != NULL ? ":" : "", rows[i].text);
        ok(warnings.count == (*rows[i].complaint != '\0'), "is it complained about");
        contains(warnings_text(&warnings), rows[i].complaint, "and how");
        kzsi_arena_free(&arena);
        free(block);
    }
    return tap_done();
}
