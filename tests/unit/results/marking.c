/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Texts of the caller's, marked with an index and without. */
#include "results/results.h"
#include "tests/unit/archive.h"
#include "tests/unit/unit.h"

static kzs_index *index_;

/* A marked text; good for a few calls. */
static const char *
marked(kzs_index *index, const char *query_text, const char *options, const char *text,
       size_t characters)
{
    static char out[4][3000];
    static unsigned next;
    char *to = out[next++ % 4], *html = NULL;
    kzs_query *query;
    kzs_error err = {0};

    must(kzs_query_new(query_text, KZS_NUL, &query, &err), &err, "making a query");
    if (options != NULL)
        must(kzs_query_set(query, "fragments", options, &err), &err, "setting fragments");
    kzs_status st = kzs_highlight(index, query, NULL, text, KZS_NUL, KZS_HTML, characters, &html,
                                  &err);
    snprintf(to, sizeof out[0], "%s", st == KZS_OK ? html : err.message);
    kzs_free(html);
    kzs_query_free(query);
    return to;
}

static const char opinion[] =
    "The corridor is a road. It is long and nobody knows where it ends or begins. The uranium "
    "travels on it. More words that say nothing at all about anything. A corridor!";

static void
texts(void)
{
    is_string(marked(NULL, "«справедливый Казахстан»", NULL, "О справедливом Казахстане.", 0),
              "О <mark>справедливом Казахстане</mark>.", "a phrase without any index");
    is_string(marked(index_, "Токаев", NULL, "President Tokayev said so.", 0),
              "President <mark>Tokayev</mark> said so.", "a name in the other script");
    is_string(marked(NULL, "corridor uranium", NULL, opinion, 24),
              "The <mark>corridor</mark> is a road.…", "all words are alike without an index");
    contains(marked(index_, "corridor uranium", NULL, opinion, 30), "<mark>uranium</mark>",
             "with one, the rarer comes first");
    contains(marked(NULL, "corridor uranium", "2", opinion, 70),
             " … The <mark>uranium</mark> travels",
             "fragments are joined by …");
    is_string(marked(NULL, "", NULL, "A <text>", 0), "A &lt;text&gt;", "an empty query");
    is_string(marked(NULL, "text", NULL, "", 0), "", "an empty text");

    static char book[400000];
    size_t length = 0;
    while (length < sizeof book - 100)
        length += (size_t)sprintf(book + length, "Nothing is said in sentence %zu. ", length);
    strcpy(book + length, "The needle.");
    char *whole = NULL;
    kzs_query *query;
    must(kzs_query_new("needle", KZS_NUL, &query, NULL), NULL, "making a query");
    must(kzs_highlight(NULL, query, NULL, book, KZS_NUL, KZS_HTML, KZS_WHOLE, &whole, NULL), NULL,
         "marking a book");
    ok(strlen(whole) == strlen(book) + 13 && strstr(whole, "The <mark>needle</mark>.") != NULL,
       "a whole book is marked to its end");
    kzs_free(whole);
    must(kzs_highlight(NULL, query, NULL, book, KZS_NUL, KZS_HTML, 20, &whole, NULL), NULL,
         "a snippet of it");
    contains(whole, "The <mark>needle</mark>.", "a match far behind is found");
    kzs_free(whole);
    kzs_query_free(query);
}

static void
bad_arguments(void)
{
    kzs_query *query;
    kzs_match *list;
    size_t count;
    char *out = (char *)&list;
    kzs_error err;

    must(kzs_query_new("power", KZS_NUL, &query, NULL), NULL, "making a query");
    is_number(kzs_highlight(NULL, NULL, NULL, "text", KZS_NUL, KZS_HTML, 0, &out, &err),
              KZS_ERR_INVALID, "a query is needed");
    ok(out == NULL, "nothing comes out without");
    is_number(kzs_highlight(NULL, query, NULL, "text", KZS_NUL, (kzs_format)9, 0, &out, NULL),
              KZS_ERR_INVALID, "and a format");
    is_number(kzs_highlight(NULL, query, NULL, "text", KZS_NUL, KZS_HTML, 0, NULL, &err),
              KZS_ERR_INVALID, "and a place for the text");
    is_number(kzs_highlight(NULL, query, NULL, NULL, 7, KZS_HTML, 0, &out, NULL), KZS_OK,
              "no text is an empty one");
    is_string(out, "", "and stays so");
    kzs_free(out);
    is_number(kzs_highlight_matches(NULL, NULL, NULL, "x", 1, &list, &count, NULL),
              KZS_ERR_INVALID, "matches need a query as well");
    is_number(kzs_highlight_matches(NULL, query, NULL, "x", 1, NULL, &count, NULL),
              KZS_ERR_INVALID, "and a place");
    is_number(kzs_highlight_matches(NULL, query, NULL, "x", 1, &list, NULL, NULL),
              KZS_ERR_INVALID, "and one for their number");
    kzs_query_free(query);

    must(kzs_query_new("(power", KZS_NUL, &query, NULL), NULL, "making a query");
    must(kzs_query_set(query, "strict", "yes", NULL), NULL, "strict");
    is_number(kzs_highlight(NULL, query, NULL, "text", KZS_NUL, KZS_HTML, 0, &out, &err),
              KZS_ERR_SYNTAX, "a strict query must be right");
    kzs_query_free(query);
}

/* Any text, any query: safe HTML that is the text again, and matches that are in it. */
static void
any_text(void)
{
    static const char *const parts[] = {
        "power", "Kazakhstan", "just", "quasi-states", " ", " ", ". ", "\n", "Токаев",
        "войны", "<b>", "&amp;", "\xFF", "\xD0", "\x1B[2J", "\u202E", "e\u0301", "👨\u200D👩",
        "21 ноября 2022", "$5bn", "United Nations", "«", "»", "U.S.", "\"", "-", "超"};
    static const char *const queries[] = {"just Kazakhstan", "\"just Kazakhstan\" quasi-states",
                                          "Tokayev война", "2022-11-21 $5bn ООН", "power^2 OR 超",
                                          "\"power power\" -just", "*"};
    size_t good = 0, tried = 4000, found = 0;

    random_begin("any text");
    for (size_t n = 0; n < tried; n++) {
        char text[1500];
        size_t length = 0, count = 0, from = 0;
        kzs_query *query;
        kzs_match *list;
        char *html, *plain;
        char fragments[3];
        for (size_t i = random_below(60); i > 0; i--) {
            const char *part = parts[random_below(sizeof parts / sizeof *parts)];
            memcpy(text + length, part, strlen(part));
            length += strlen(part);
        }
        char *block = exact(text, length);
        size_t characters = 1 + random_below(150);
        must(kzs_query_new(queries[random_below(7)], KZS_NUL, &query, NULL), NULL, "a query");
        snprintf(fragments, sizeof fragments, "%zu", 1 + random_below(4));
        must(kzs_query_set(query, "fragments", fragments, NULL), NULL, "fragments");
        must(kzs_highlight(index_, query, NULL, block, length, KZS_HTML, characters, &html, NULL),
             NULL, "HTML");
        must(kzs_highlight(index_, query, NULL, block, length, KZS_PLAIN, characters, &plain,
                           NULL),
             NULL, "plain");
        must(kzs_highlight_matches(index_, query, NULL, block, length, &list, &count, NULL), NULL,
             "matches");
        /* Without marks and entities it is the plain one. */
        char back[9000];
        size_t b = 0;
        static const char *const codes[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"};
        bool fine = true, inside = false;
        for (const char *at = html; *at != '\0';) {
            size_t code = 0;
            if (strncmp(at, inside ? "</mark>" : "<mark>", inside ? 7 : 6) == 0) {
                at += inside ? 7 : 6;
                inside = !inside;
                continue;
            }
            while (code < 5 && strncmp(at, codes[code], strlen(codes[code])) != 0)
                code++;
            fine = fine && (code < 5 || strchr("&<>\"'", *at) == NULL);
            back[b++] = code < 5 ? "&<>\"'"[code] : *at;
            at += code < 5 ? strlen(codes[code]) : 1;
        }
        back[b] = '\0';
        fine = fine && !inside && strcmp(back, plain) == 0 && strpbrk(plain, "\x1B\n") == NULL;
        for (size_t i = 0; i < count; i++) {
            fine = fine && list[i].start >= from && list[i].start < list[i].end &&
                   list[i].end <= length &&
                   kzsi_walk_count(block, 0, list[i].start, SIZE_MAX - 1) ==
                       list[i].start_character &&
                   kzsi_walk_count(block, 0, list[i].end, SIZE_MAX - 1) == list[i].end_character;
            from = list[i].end;
        }
        found += count;
        if (!fine && good == n)
            printf("# %zu of '%s'\n# %s\n", characters, one_line(plain), one_line(html));
        good += fine;
        kzs_free(html);
        kzs_free(plain);
        kzs_free(list);
        kzs_query_free(query);
        free(block);
    }
    is_number(good, tried, "%zu random texts are marked safely", tried);
    ok(found > tried / 2, "with %zu matches", found);
}

int
main(void)
{
    index_ = new_index("marking", NULL);
    put(index_, "1", "body", "A corridor.", NULL);
    put(index_, "2", "body", "Another corridor.", NULL);
    commit(index_);
    texts();
    bad_arguments();
    any_text();
    kzs_index_close(index_, NULL);
    return tap_done();
}
