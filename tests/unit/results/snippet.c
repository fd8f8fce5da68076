/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Snippets: marks, escaping, length, and nothing in them that could do harm. */
#include "base/base.h"
#include "tests/unit/archive.h"
#include "tests/unit/unit.h"

static kzs_index *index_;

/* A snippet of the first hit; good for a few calls. */
static const char *
snippet(const char *query, const char *field, kzs_format format, size_t length)
{
    static char out[4][20000];
    static unsigned next;
    char *to = out[next++ % 4], *text = NULL;
    kzs_results *page = find(index_, query, "limit=1");
    kzs_error err = {0};
    kzs_status st = kzs_results_snippet(page, 0, field, format, length, &text, &err);

    snprintf(to, sizeof out[0], "%s", st == KZS_OK ? text : err.message);
    kzs_free(text);
    kzs_results_free(page);
    return to;
}

static void
formats(void)
{
    put(index_, "1", "title", "Just Kazakhstan", "body",
        "Today it is just Kazakhstan, a middle power.", NULL);
    put(index_, "2", "title", "Тихий выбор", "body", "О тихом выборе Астаны: мир, а не война.",
        NULL);
    put(index_, "3", "title", "<b>R&D</b> \"quoted\" 'single'", "body",
        "if (a < b && b > c) \"uranium\" & 'wheat' &amp; <script>alert(1)</script>", NULL);
    commit(index_);
    is_string(snippet("\"just Kazakhstan\"", NULL, KZS_PLAIN, 0),
              "Today it is just Kazakhstan, a middle power.", "plain: nothing is marked");
    is_string(snippet("\"just Kazakhstan\"", NULL, KZS_HTML, 0),
              "Today it is <mark>just Kazakhstan</mark>, a middle power.",
              "HTML: a phrase is one mark");
    is_string(snippet("\"just Kazakhstan\"", NULL, KZS_ANSI, 0),
              "Today it is \033[1mjust Kazakhstan\033[0m, a middle power.", "ANSI: bold");
    is_string(snippet("just kazakhstan", NULL, KZS_HTML, 0),
              "Today it is <mark>just</mark> <mark>Kazakhstan</mark>, a middle power.",
              "words are marked apart");
    is_string(snippet("\"just Kazakhstan\" kazakhstan", NULL, KZS_HTML, 0),
              "Today it is <mark>just Kazakhstan</mark>, a middle power.",
              "marks never lie in each other");
    is_string(snippet("«тихого выбора»", NULL, KZS_HTML, 0),
              "О <mark>тихом выборе</mark> Астаны: мир, а не война.", "in any inflection");
    is_string(snippet("uranium wheat script", NULL, KZS_HTML, 0),
              "if (a &lt; b &amp;&amp; b &gt; c) &quot;<mark>uranium</mark>&quot; &amp; "
              "&#39;<mark>wheat</mark>&#39; &amp;amp; &lt;<mark>script</mark>&gt;alert(1)&lt;/"
              "<mark>script</mark>&gt;",
              "HTML: everything else is escaped");
    is_string(snippet("uranium", NULL, KZS_PLAIN, 0),
              "if (a < b && b > c) \"uranium\" & 'wheat' &amp; <script>alert(1)</script>",
              "plain text is left as it is");
    is_string(snippet("uranium", "title", KZS_HTML, 0),
              "&lt;b&gt;R&amp;D&lt;/b&gt; &quot;quoted&quot; &#39;single&#39;",
              "another field, escaped as well");
}

static void
fields(void)
{
    is_string(snippet("kazakhstan", "title", KZS_HTML, 0), "Just <mark>Kazakhstan</mark>",
              "a title can be marked");
    is_string(snippet("title:kazakhstan", "title", KZS_HTML, 0), "Just <mark>Kazakhstan</mark>",
              "by a word that was asked for there");
    is_string(snippet("title:kazakhstan", NULL, KZS_HTML, 0),
              "Today it is just Kazakhstan, a middle power.", "which marks nothing elsewhere");
    is_string(snippet("kazakhstan", "author", KZS_HTML, 0), "", "an empty field is an empty text");
    is_string(snippet("kazakhstan", "nofield", KZS_HTML, 0), "", "and so is none");
    is_string(snippet("kazakhstan", "", KZS_HTML, 0), "", "whatever its name");

    kzs_index *before = index_;
    index_ = new_index("no main text", "title text\ndate date\n");
    put(index_, "1", "title", "Just Kazakhstan", NULL);
    commit(index_);
    is_string(snippet("kazakhstan", NULL, KZS_HTML, 0), "",
              "without a main text there is none to show");
    is_string(snippet("kazakhstan", "title", KZS_HTML, 0), "Just <mark>Kazakhstan</mark>",
              "but fields can be named");
    kzs_index_close(index_, NULL);
    index_ = before;
}

static void
white_space(void)
{
    put(index_, "white", "body",
        "\n\n  alpha\tbeta \r\n gamma\x01\x02\x7F delta\u00A0epsilon\u2003zeta\u2028eta\u3000theta "
        "\xC2\x85iota\u202Fkappa\u2009lambda\n",
        NULL);
    put(index_, "turned", "body", "omega\u202E psi \u202D\u2066chi\u2069 phi\u202C.", NULL);
    put(index_, "escape", "body", "sigma \033[2J\033]0;title\a tau \x9B" "31m", NULL);
    commit(index_);
    is_string(snippet("gamma", NULL, KZS_PLAIN, 0),
              "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda",
              "white space and controls are folded to single spaces, none at the ends");
    is_string(snippet("\"beta gamma delta\"", NULL, KZS_HTML, 0),
              "alpha <mark>beta gamma delta</mark> epsilon zeta eta theta iota kappa lambda",
              "inside a mark as well");
    is_string(snippet("chi", NULL, KZS_HTML, 0), "omega psi <mark>chi</mark> phi.",
              "nothing turns the direction of the page");
    is_string(snippet("tau", NULL, KZS_ANSI, 0),
              "sigma [2J ]0;title \033[1mtau\033[0m \xEF\xBF\xBD" "31m",
              "nothing acts on the terminal but the marks");
    is_string(snippet("tau", NULL, KZS_PLAIN, 0), "sigma [2J ]0;title tau \xEF\xBF\xBD" "31m",
              "nor in plain text");
}

static size_t
characters_in(const char *text)
{
    size_t n = 0;

    for (; *text != '\0'; text++)
        n += ((unsigned char)*text & 0xC0) != 0x80;
    return n;
}

/* Take marks and entities away; false when they are not well-formed. */
static bool
strip_html(const char *html, char *out)
{
    static const struct {
        const char *from, *to;
    } known[] = {{"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}};
    bool inside = false;

    while (*html != '\0') {
        size_t i = 0;
        if (strncmp(html, inside ? "</mark>" : "<mark>", inside ? 7 : 6) == 0) {
            html += inside ? 7 : 6;
            inside = !inside;
            continue;
        }
        if (strchr("<>\"'", *html) != NULL)
            return false;
        if (*html != '&') {
            *out++ = *html++;
            continue;
        }
        while (i < ROWS(known) && strncmp(html, known[i].from, strlen(known[i].from)) != 0)
            i++;
        if (i == ROWS(known))
            return false;
        html += strlen(known[i].from);
        *out++ = *known[i].to;
    }
    *out = '\0';
    return !inside;
}

static void
lengths(void)
{
    static const char text[] =
        "Первое предложение ни о чём. Второе говорит о границе & торговле. Третье — про «коридор» "
        "и зерно. В четвёртом <важном> снова граница и снова зерно, а в пятом один только хлеб. "
        "Шестое предложение последнее, и оно длинное, чтобы было что отрезать от всего этого.";
    size_t good = 0, tried = 0, marked = 0;

    put(index_, "long", "title", "О хлебе и о границе", "body", text, NULL);
    commit(index_);
    for (size_t length = 1; length < 300; length++) {
        const char *plain = snippet("граница зерно хлеб", NULL, KZS_PLAIN, length);
        char stripped[2000];
        const char *html = snippet("граница зерно хлеб", NULL, KZS_HTML, length);
        size_t n = characters_in(plain) - (strncmp(plain, "…", 3) == 0);
        size_t bytes = strlen(plain);
        n -= n > 0 && bytes >= 3 && strcmp(plain + bytes - 3, "…") == 0;
        bool fine = n <= length && n > 0 && strip_html(html, stripped) &&
                    strcmp(stripped, plain) == 0;
        if (!fine && good == tried)
            printf("# %zu: %zu characters: %s\n", length, n, html);
        good += fine;
        tried++;
        marked += strstr(html, "<mark>") != NULL;
    }
    is_number(good, tried, "lengths 1 to 299: so many characters, marks and entities not counted");
    is_number(marked, tried, "each with a mark");
    const char *all = snippet("зерно", NULL, KZS_PLAIN, 10000);
    is_string(all, text, "what fits is shown whole, without …");
    const char *usual = snippet("зерно", NULL, KZS_PLAIN, 0);
    ok(characters_in(usual) <= 242 && characters_in(usual) > 120, "0 stands for 240: %zu",
       characters_in(usual));
    ok(strlen(snippet("зерно", NULL, KZS_PLAIN, SIZE_MAX)) > 0, "there is no length too large");
    contains(snippet("хлеб", NULL, KZS_PLAIN, 30), "…", "a cut end shows as …");
    is_string(snippet("зерно", "title", KZS_PLAIN, 19), "О хлебе и о границе",
              "a title as short as the length is whole");
}

static bool
is_utf8(const char *text)
{
    const char *end = text + strlen(text);

    while (text < end) {
        uint32_t c;
        size_t bytes = kzsi_utf8_decode(text, end, &c);
        if (c == KZSI_REPLACEMENT && (bytes != 3 || memcmp(text, "\xEF\xBF\xBD", 3) != 0))
            return false;
        if (c < ' ' || (c >= 0x7F && c < 0xA0) || (c >= 0x202A && c <= 0x202E) ||
            (c >= 0x2066 && c <= 0x2069))
            return false;
        text += bytes;
    }
    return true;
}

/* Whatever a document holds, a snippet is UTF-8 of at most so many characters. */
static void
any_document(void)
{
    static const char *const parts[] = {"needle", " ", "слово ", "\xFF", "\xE2\x82", "\xC0\x80",
                                        "\n", "<", "&", "'", "\x1B[1m", "\0", "超", "\u202E", ". ",
                                        "\xF0\x9F\x98\x80", "\x80\x80\x80", "needle,"};
    size_t good = 0, tried = 0;

    random_begin("any document");
    for (size_t n = 0; n < 60; n++) {
        char text[2000];
        size_t length = (size_t)sprintf(text, "%s", random_below(2) ? "" : "needle ");
        kzs_doc *doc = kzs_doc_new();
        kzs_error err;
        for (size_t i = random_below(150); i > 0; i--) {
            const char *part = parts[random_below(ROWS(parts))];
            size_t bytes = *part == '\0' ? 1 : strlen(part);
            memcpy(text + length, part, bytes);
            length += bytes;
        }
        memcpy(text + length, " needle", 7);
        kzs_doc_set(doc, "body", text, length + 7, NULL);
        must(kzs_put(index_, "random", KZS_NUL, doc, &err), &err, "putting");
        kzs_doc_free(doc);
        commit(index_);
        kzs_results *page = find(index_, "needle", NULL);
        for (size_t asked = 1; asked < 90; asked += 1 + random_below(9)) {
            char *plain = NULL, *html = NULL, stripped[9000];
            bool fine = kzs_results_snippet(page, 0, NULL, KZS_PLAIN, asked, &plain, NULL) ==
                            KZS_OK &&
                        kzs_results_snippet(page, 0, NULL, KZS_HTML, asked, &html, NULL) ==
                            KZS_OK;
            fine = fine && is_utf8(plain) && is_utf8(html) && strip_html(html, stripped) &&
                   strcmp(stripped, plain) == 0 && characters_in(plain) <= asked + 2;
            if (!fine)
                printf("# %zu: %s\n", asked, plain != NULL ? plain : "nothing");
            good += fine;
            tried++;
            kzs_free(plain);
            kzs_free(html);
        }
        kzs_results_free(page);
    }
    is_number(good, tried, "%zu snippets of random documents are safe", tried);
}

static void
bad_arguments(void)
{
    kzs_results *page = find(index_, "kazakhstan", NULL);
    size_t count = kzs_results_count(page);
    char *out = (char *)&count;
    kzs_error err;

    is_number(kzs_results_snippet(page, count, NULL, KZS_PLAIN, 0, &out, &err), KZS_ERR_INVALID,
              "there is no hit behind the last");
    ok(out == NULL && err.status == KZS_ERR_INVALID, "and no snippet");
    is_number(kzs_results_snippet(page, SIZE_MAX, NULL, KZS_PLAIN, 0, &out, &err),
              KZS_ERR_INVALID, "nor far behind it");
    is_number(kzs_results_snippet(page, 0, NULL, (kzs_format)3, 0, &out, &err), KZS_ERR_INVALID,
              "there are three formats");
    is_number(kzs_results_snippet(page, 0, NULL, (kzs_format)-1, 0, &out, NULL), KZS_ERR_INVALID,
              "and none before them");
    is_number(kzs_results_snippet(NULL, 0, NULL, KZS_PLAIN, 0, &out, &err), KZS_ERR_INVALID,
              "no results, no snippet");
    kzs_results_free(page);
}

static void
outlives(void)
{
    kzs_index *index = new_index("outlived", NULL);
    kzs_results *page;
    char *out;

    put(index, "1", "body", "It is just Kazakhstan.", NULL);
    commit(index);
    page = find(index, "kazakhstan", NULL);
    put(index, "1", "body", "changed", NULL);
    commit(index);
    kzs_index_close(index, NULL);
    is_number(kzs_results_snippet(page, 0, NULL, KZS_HTML, 0, &out, NULL), KZS_OK,
              "a page outlives its index");
    is_string(out, "It is just <mark>Kazakhstan</mark>.", "as it was when it was searched");
    kzs_free(out);
    kzs_results_free(page);
}

int
main(void)
{
    index_ = new_index("snippets", NULL);
    formats();
    fields();
    bad_arguments();
    white_space();
    lengths();
    any_document();
    outlives();
    kzs_index_close(index_, NULL);
    return tap_done();
}
