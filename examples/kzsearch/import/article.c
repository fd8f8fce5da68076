/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Recognising the parts of an article by their looks: length, final punctuation, blank lines
 * around them. When in doubt a line is body: nothing is lost then, only not told apart.
 */
#include "import/article.h"

#include <string.h>

#include "import/dateline.h"
#include "support/utf8.h"

/* In code points, and in words. */
enum {
    TITLE_LONGEST = 200,
    KICKER_LONGEST = 40,
    BYLINE_LONGEST = 120,
    HEADING_LONGEST = 80,
    HEADING_WORDS = 12
};

struct span
article_tidy(char *text, size_t length)
{
    size_t to = 0, from = 0;

    if (length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
        from = 3;
    for (; from < length; from++) {
        if (text[from] != '\r')
            text[to++] = text[from];
        else if (from + 1 == length || text[from + 1] != '\n')
            text[to++] = '\n';
    }
    return (struct span){text, to};
}

/* ---- what a line looks like ---- */

static bool
ends_in(struct span line, const char *const *endings)
{
    for (; *endings != NULL; endings++) {
        size_t length = strlen(*endings);

        if (line.length >= length &&
            memcmp(line.text + line.length - length, *endings, length) == 0)
            return true;
    }
    return false;
}

/* Without closing quotes and brackets, to see the punctuation before them. */
static struct span
unquoted(struct span line)
{
    static const char *const closing[] = {"\"", ")", "'", NULL};
    static const char *const closing_wide[] = {"”", "“", "’", NULL};

    for (;;) {
        if (ends_in(line, closing))
            line.length -= 1;
        else if (ends_in(line, closing_wide))
            line.length -= 3;
        else if (ends_in(line, (const char *const[]){"»", NULL}))
            line.length -= 2;
        else
            return line;
    }
}

static bool
has_letter(struct span line)
{
    uint32_t c;

    for (size_t at = 0; at < line.length;) {
        utf8_next(line.text, line.length, &at, &c);
        if (utf8_is_letter(c))
            return true;
    }
    return false;
}

static size_t
words_in(struct span line)
{
    size_t words = 0;
    bool inside = false;
    uint32_t c;

    for (size_t at = 0; at < line.length;) {
        utf8_next(line.text, line.length, &at, &c);
        if (!utf8_is_space(c) && !inside)
            words++;
        inside = !utf8_is_space(c);
    }
    return words;
}

/* Cheap test first: a character has at most four bytes. */
static bool
is_longer(struct span line, size_t code_points)
{
    return line.length > code_points * 4 || span_count(line) > code_points;
}

static bool
is_title(struct span line)
{
    static const char *const dots[] = {"...", "…", NULL};
    static const char *const stops[] = {".", ",", ";", ":", NULL};
    struct span bare = unquoted(line);

    if (line.length == 0 || is_longer(line, TITLE_LONGEST) || !has_letter(line))
        return false;
    return ends_in(bare, dots) || !ends_in(bare, stops);
}

/* A name begins with a capital; `By night, the city` goes on with small letters. */
static bool
is_names(struct span text)
{
    static const char *const small[] = {"and", "de",  "der", "van", "von", "of", "al", "bin",
                                        "ibn", "ben", "la",  "da",  "dos", "и",  "&",  NULL};
    size_t at = 0, next, end;
    uint32_t c;

    if (text.length == 0 || is_longer(text, BYLINE_LONGEST))
        return false;
    while (at < text.length) {
        end = at + span_find(span_from(text, at), ' ');
        next = at;
        utf8_next(text.text, text.length, &next, &c);
        if (end > at && !utf8_is_upper(c)) {
            bool known = false;

            for (const char *const *s = small; *s != NULL; s++)
                known = known || span_equal((struct span){text.text + at, end - at}, span_of(*s));
            if (!known)
                return false;
        }
        at = end + 1;
    }
    return !ends_in(text, (const char *const[]){".", "?", "!", ":", NULL}) ||
           ends_in(text, (const char *const[]){"Jr.", "Sr.", NULL});
}

/* `X, inosmi.ru`: without the site behind the last comma. */
static struct span
without_site(struct span text)
{
    size_t comma = text.length;
    struct span site;

    while (comma > 0 && text.text[comma - 1] != ',')
        comma--;
    site = span_trim(span_from(text, comma));
    if (comma == 0 || span_find(site, ' ') < site.length || span_find(site, '.') + 1 >= site.length)
        return text;
    return span_trim(span_head(text, comma - 1));
}

static bool
is_byline(struct span line, struct span *names)
{
    static const char *const openings[] = {"By ",      "BY ",       "By: ",    "Written by ",
                                           "Author: ",
                                           "Authors: ", "Автор: ",  "Авторы: ", "АВТОР: ",
                                           "Автор — ", "Автор ",    "Текст: ", NULL};
    struct span found;

    for (const char *const *o = openings; *o != NULL; o++) {
        if (!span_starts(line, *o))
            continue;
        found = without_site(span_trim(span_from(line, strlen(*o))));
        if (is_names(found)) {
            *names = found;
            return true;
        }
    }
    return false;
}

static bool
is_date(struct span line, char date[DATE_SIZE])
{
    enum date_precision precision;

    if (is_longer(line, 60))
        return false;
    precision = date_read(line, date);
    if (precision >= DATE_MONTH)
        return true;
    date[0] = '\0';
    return false;
}

/* `By X, November 21, 2022` and `By X | 21 Nov 2022`: both on one line. */
static bool
is_byline_with_date(struct span line, struct span *names, char date[DATE_SIZE])
{
    uint32_t c;
    size_t start;

    if (is_longer(line, BYLINE_LONGEST))
        return false;
    for (size_t at = 0; at < line.length;) {
        start = at;
        utf8_next(line.text, line.length, &at, &c);
        if (c != ',' && c != '|' && c != 0xB7 && c != 0x2022 && c != 0x2013 && c != 0x2014)
            continue;
        if (is_date(span_trim(span_from(line, at)), date) &&
            is_byline(span_trim(span_head(line, start)), names))
            return true;
    }
    date[0] = '\0';
    return false;
}

/* ---- the head ---- */

/* Move *at behind blank lines. */
static void
skip_blank(struct span text, size_t *at)
{
    struct span line;
    size_t next = *at;

    while (span_line(text, &next, &line) && span_trim(line).length == 0)
        *at = next;
    if (next >= text.length && span_trim(span_from(text, *at)).length == 0)
        *at = text.length;
}

/* The line at `at`, trimmed, and where the next one starts. */
static struct span
line_at(struct span text, size_t at, size_t *next)
{
    struct span line = {text.text, 0};

    *next = at;
    span_line(text, next, &line);
    return span_trim(line);
}

size_t
article_head(struct span text, struct span *author, char date[DATE_SIZE])
{
    size_t at = 0, next;
    struct span line;

    *author = (struct span){text.text, 0};
    date[0] = '\0';
    for (;;) {
        skip_blank(text, &at);
        line = line_at(text, at, &next);
        if (line.length == 0)
            return at;
        if (author->length == 0 && date[0] == '\0' && is_byline_with_date(line, author, date))
            return next;
        if (!(author->length == 0 && is_byline(line, author)) &&
            !(date[0] == '\0' && is_date(line, date)))
            return at;
        at = next;
    }
}

/* Whether a title may end here: a blank line, a byline or a date follows. */
static bool
title_ends(struct span text, size_t at)
{
    struct span names, line;
    char date[DATE_SIZE];
    size_t next;

    line = line_at(text, at, &next);
    return line.length == 0 || is_byline(line, &names) || is_date(line, date) ||
           is_byline_with_date(line, &names, date);
}

/* Whether a line is of the head but neither kicker nor title. */
static bool
is_head_line(struct span line)
{
    struct span names;
    char date[DATE_SIZE];

    return is_byline(line, &names) || is_date(line, date) ||
           is_byline_with_date(line, &names, date);
}

/* The same letters, in either case. */
static bool
is_alike(struct span text, const char *other)
{
    struct span b = span_of(other);
    size_t at = 0, to = 0;
    uint32_t c, d;

    while (at < text.length && to < b.length) {
        utf8_next(text.text, text.length, &at, &c);
        utf8_next(b.text, b.length, &to, &d);
        if (utf8_lower(c) != utf8_lower(d))
            return false;
    }
    return at == text.length && to == b.length;
}

/* `Opinion Head`, `Колонка Иванова`: a genre and one word with a capital. */
static bool
is_genre_and_word(struct span line)
{
    static const char *const genres[] = {"Opinion", "Analysis", "Comment", "Commentary",
                                         "Editorial", "Мнение", "Колонка", "Аналитика",
                                         "Комментарий", NULL};
    size_t space = span_find(line, ' '), at = 0;
    struct span word = span_from(line, space < line.length ? space + 1 : space);
    uint32_t c = 0;

    if (word.length == 0 || span_find(word, ' ') < word.length)
        return false;
    utf8_next(word.text, word.length, &at, &c);
    for (const char *const *g = genres; *g != NULL; g++)
        if (is_alike(span_head(line, space), *g))
            return utf8_is_upper(c);
    return false;
}

/*
 * Whether the line is what newspapers put above titles. Only such words will do: a short title
 * above a longer subtitle looks just the same otherwise. `Opinion | Europe` is known by its
 * first part.
 */
static bool
is_kicker(struct span line)
{
    static const char *const kickers[] = {
        "Opinion", "Opinions", "Analysis", "Comment", "Commentary", "Editorial", "Column",
        "Op-Ed", "Perspective", "Perspectives", "Viewpoint", "Essay", "Guest essay",
        "Interview", "Letter", "Letters", "Review", "Books", "Feature", "Report", "News",
        "World", "Politics", "Economy", "Business", "Finance", "Culture", "Society", "Energy",
        "Security", "Defence", "Defense", "Diplomacy", "History", "Environment", "Climate",
        "Technology", "Religion", "Media", "Central Asia", "Eurasia", "Europe", "Asia",
        "Middle East", "Russia", "Kazakhstan", "International", "Foreign policy", "Letter from",
        "Мнение", "Мнения", "Колонка", "Анализ", "Аналитика", "Комментарий", "Комментарии",
        "Интервью", "Передовая", "Редакционная статья", "От редакции", "Точка зрения", "Взгляд",
        "Очерк", "Эссе", "Обзор", "Репортаж", "Статья", "Письма", "Новости", "В мире", "Мир",
        "Политика", "Экономика", "Бизнес", "Финансы", "Культура", "Общество", "Энергетика",
        "Безопасность", "Оборона", "Дипломатия", "История", "Экология", "Климат", "Технологии",
        "Религия", "СМИ", "Книги", "Рецензия", "Центральная Азия", "Евразия", "Европа", "Азия",
        "Ближний Восток", "Россия", "Казахстан", "Внешняя политика", NULL};
    size_t end = 0;

    if (!is_title(line) || is_longer(line, KICKER_LONGEST))
        return false;
    while (end < line.length && strchr("|/:,", line.text[end]) == NULL)
        end++;
    line = span_trim(span_head(line, end));
    for (const char *const *k = kickers; *k != NULL; k++)
        if (is_alike(line, *k))
            return true;
    return is_genre_and_word(line);
}

/* Byline and date may stand above the title, or between the kicker and it. */
static size_t
skip_head(struct span text, size_t at, struct article *out)
{
    struct span author;
    char date[DATE_SIZE];
    size_t next = at + article_head(span_from(text, at), &author, date);

    if (author.length > 0)
        out->author = author;
    if (date[0] != '\0')
        memcpy(out->date, date, sizeof date);
    return next;
}

void
article_read(struct span text, struct article *out)
{
    size_t at, after, second, after_second;
    struct span first, candidate, rest, author;
    char date[DATE_SIZE];

    *out = (struct article){.body = text, .author = {text.text, 0}};
    at = skip_head(text, 0, out);
    skip_blank(text, &at);
    first = line_at(text, at, &after);
    if (!is_title(first) || is_head_line(first) || !title_ends(text, after))
        return;
    out->title = first;
    second = after;
    if (is_kicker(first))
        second = skip_head(text, second, out);
    skip_blank(text, &second);
    candidate = line_at(text, second, &after_second);
    if (is_kicker(first) && is_title(candidate) && !is_head_line(candidate) &&
        title_ends(text, after_second) &&
        span_trim(span_from(text, after_second)).length > 0) {
        out->kicker = first;
        out->title = candidate;
        after = after_second;
    }
    rest = span_from(text, after);
    rest = span_from(rest, article_head(rest, &author, date));
    if (author.length > 0)
        out->author = author;
    if (date[0] != '\0')
        memcpy(out->date, date, sizeof date);
    out->formed = span_trim(rest).length > 0;
    if (out->formed)
        out->body = rest;
}

/* ---- fields ---- */

void
article_set(kzs_doc *doc, const char *field, struct span value)
{
    value = span_trim(value);
    if (value.length > 0 && kzs_doc_get(doc, field, 0, NULL) == NULL)
        kzs_doc_set(doc, field, value.text, value.length, NULL);
}

/* Length of a separator between names at the start of the text: `, `, ` and `, ` и `. */
static size_t
names_separator(struct span s)
{
    static const char *const separators[] = {", and ", ", ", "; ", " and ", " & ", " и ", NULL};

    for (const char *const *o = separators; *o != NULL; o++)
        if (span_starts(s, *o))
            return strlen(*o);
    return 0;
}

void
article_add_authors(kzs_doc *doc, struct span names)
{
    struct span rest = span_trim(names), name;
    size_t at = 0, size;

    if (kzs_doc_get(doc, "author", 0, NULL) != NULL)
        return;
    while (rest.length > 0) {
        size = at < rest.length ? names_separator(span_from(rest, at)) : 0;
        if (size == 0 && at < rest.length) {
            at++;
            continue;
        }
        name = span_trim(span_head(rest, at));
        if (name.length > 0)
            kzs_doc_add(doc, "author", name.text, name.length, NULL);
        rest = span_from(rest, at + size);
        at = 0;
    }
}

void
article_set_date(kzs_doc *doc, struct span text)
{
    char date[DATE_SIZE];

    if (date_read(text, date) != DATE_NONE)
        article_set(doc, "date", span_of(date));
    else
        article_set(doc, "date_text", text);
}

/* ---- the body ---- */

static bool
is_heading(struct span line)
{
    static const char *const stops[] = {".", ",", ":", ";", "!", "?", "…", NULL};
    static const char *const bullets[] = {"-", "*", "•", "—", "–", "#", ">", "|", NULL};

    if (line.length == 0 || is_longer(line, HEADING_LONGEST) || !has_letter(line) ||
        words_in(line) > HEADING_WORDS || ends_in(unquoted(line), stops) || is_head_line(line))
        return false;
    for (const char *const *b = bullets; *b != NULL; b++)
        if (span_starts(line, *b))
            return false;
    return true;
}

void
article_add_dateline(kzs_doc *doc, struct span body)
{
    struct dateline found;
    size_t at = 0, next;

    skip_blank(body, &at);
    if (is_heading(line_at(body, at, &next)))
        skip_blank(body, &next);
    else
        next = at;
    if (dateline_read(span_from(body, next), &found)) {
        if (!found.place.failed)
            article_set(doc, "place", span_of(buffer_string(&found.place)));
        article_set(doc, "date", span_of(found.date));
    }
    buffer_free(&found.place);
}

void
article_add_sections(kzs_doc *doc, struct span body)
{
    enum { SECTIONS_MOST = 1000 };
    struct span line, heading = {body.text, 0};
    size_t at = 0, added = 0;
    bool after_blank = true, blank_follows = false;

    /* A heading is known when the next line that is not blank turns out to be no heading. */
    while (added < SECTIONS_MOST && span_line(body, &at, &line)) {
        line = span_trim(line);
        if (line.length == 0) {
            blank_follows = after_blank = true;
            continue;
        }
        if (heading.length > 0 && blank_follows && !is_heading(line)) {
            kzs_doc_add(doc, "section", heading.text, heading.length, NULL);
            added++;
        }
        heading = after_blank && is_heading(line) ? line : (struct span){line.text, 0};
        after_blank = blank_follows = false;
    }
}
