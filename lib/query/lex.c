/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Splitting query text. A word is whatever stands between white space, quotes and parentheses:
 * what it means is for the analysis to say. `+` and `-` are operators only in front of
 * something and behind nothing, so `quasi-states` and `C++` stay words.
 */
#include <string.h>

#include "query/query.h"

#define BOOST_MAX 1000

/* How near NEAR and ADJ are without a number. */
#define NEAR_DEFAULT 10

/* A character of the query, 0 at the end. */
static uint32_t
look(const struct kzsi_lexer *lexer, const char *at, size_t *bytes)
{
    uint32_t c = 0;

    *bytes = at < lexer->end ? kzsi_utf8_decode(at, lexer->end, &c) : 0;
    return c;
}

static bool
is_space(uint32_t c)
{
    return (c <= ' ') || c == 0x85 || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
           c == 0x205F || c == 0x3000;
}

static bool
is_guillemet(uint32_t c)
{
    return c == 0xAB || c == 0xBB;
}

static bool
is_quote(uint32_t c)
{
    return c == '"' || is_guillemet(c) || (c >= 0x201C && c <= 0x201F) || c == 0xFF02;
}

/* "…" “…” ”…” „…“ close with any of these but the low one; «…» and »…« with the other kind. */
static bool
closes(uint32_t open, uint32_t c)
{
    if (is_guillemet(open))
        return is_guillemet(c) && (c != open || c == 0xBB);
    return is_quote(c) && !is_guillemet(c) && c != 0x201E;
}

/* Where the quote at `at` closes; NULL if nowhere. *inside is the first byte behind it. */
static const char *
closing_quote(const struct kzsi_lexer *lexer, const char *at, const char **inside)
{
    size_t bytes;
    uint32_t open = look(lexer, at, &bytes), c;

    *inside = at += bytes;
    while ((c = look(lexer, at, &bytes)), bytes > 0) {
        if (closes(open, c))
            return at;
        at += bytes;
    }
    return NULL;
}

static bool
word_is(const struct kzsi_lexeme *lexeme, const char *a, const char *b)
{
    return (lexeme->length == strlen(a) && memcmp(lexeme->text, a, lexeme->length) == 0) ||
           (lexeme->length == strlen(b) && memcmp(lexeme->text, b, lexeme->length) == 0);
}

/*
 * `^2` at a place: how many bytes it has, and its value. 0 if there is none, *boost is kept.
 */
static size_t
boost_at(const struct kzsi_lexer *lexer, const char *at, double *boost)
{
    const char *digits = at + 1, *end = digits;
    double factor;

    if (at >= lexer->end || *at != '^')
        return 0;
    while (end < lexer->end && ((*end >= '0' && *end <= '9') || *end == '.'))
        end++;
    if (!kzsi_parse_double(digits, (size_t)(end - digits), &factor))
        return 0;
    if (factor > BOOST_MAX) {
        kzsi_warn(lexer->warnings, (size_t)(at - lexer->text),
                  "a boost is a number from 0 to %d: taken as %d", BOOST_MAX, BOOST_MAX);
        factor = BOOST_MAX;
    }
    *boost = factor;
    return (size_t)(end - at);
}

/* Is there `name:` with something behind it, and is it a field? */
static bool
read_field(struct kzsi_lexer *lexer, struct kzsi_lexeme *lexeme)
{
    const char *at = lexer->at;
    size_t length = 0, bytes;

    while (at + length < lexer->end && at[length] != ':' && length <= KZSI_NAME_MAX)
        length++;
    if (at + length >= lexer->end || !kzsi_name_valid(at, length))
        return false;
    uint32_t behind = look(lexer, at + length + 1, &bytes);
    if (bytes == 0 || is_space(behind) || behind == ')')
        return false;
    lexeme->kind = KZSI_LEX_FIELD;
    lexeme->text = at;
    lexeme->length = length;
    if (kzsi_schema_find(lexer->schema, at, length) == NULL &&
        !(lexer->schema->date != NULL &&
          (word_is(lexeme, "since", "until")))) {
        /* A web address is no field, and nobody needs to be told. */
        if (behind != '/')
            kzsi_warn(lexer->warnings, (size_t)(at - lexer->text),
                      "there is no field '%.*s': searching for it as text", (int)length, at);
        else
            return false;
        /* Two words, not one with a colon in it, which nobody writes. */
        lexeme->kind = KZSI_LEX_WORD;
        lexer->at = at + length + 1;
        return true;
    }
    lexer->at = at + length + 1;
    return true;
}

/* Up to three digits at a place as a number; returns how many, *number is kept if none. */
static size_t
small_number(const char *at, const char *end, unsigned *number)
{
    size_t digits = 0;
    unsigned value = 0;

    while (digits < 3 && at + digits < end && at[digits] >= '0' && at[digits] <= '9')
        value = value * 10 + (unsigned)(at[digits++] - '0');
    if (digits > 0)
        *number = value;
    return digits;
}

/* NEAR, NEAR/5, ADJ, ADJ/3 */
static bool
read_near(struct kzsi_lexeme *lexeme)
{
    const char *at = lexeme->text, *end = at + lexeme->length;
    bool near = lexeme->length >= 4 && memcmp(at, "NEAR", 4) == 0;
    unsigned distance = NEAR_DEFAULT;

    if (!near && (lexeme->length < 3 || memcmp(at, "ADJ", 3) != 0))
        return false;
    at += near ? 4 : 3;
    if (at < end && *at++ != '/')
        return false;
    if (at == end && at[-1] == '/')
        return false;
    at += small_number(at, end, &distance);
    if (at < end || distance == 0)
        return false;
    lexeme->kind = near ? KZSI_LEX_NEAR : KZSI_LEX_ADJ;
    lexeme->distance = distance;
    return true;
}

/* Signs that mean something elsewhere are not left out in silence. */
static void
warn_of_signs(struct kzsi_lexer *lexer, const struct kzsi_lexeme *lexeme)
{
    static const char *const operators[][2] = {
        {"&&", "AND"}, {"&", "AND"}, {"||", "OR"}, {"|", "OR"}, {"!", "NOT"}};
    size_t offset = (size_t)(lexeme->text - lexer->text);

    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
        if (word_is(lexeme, operators[i][0], operators[i][0]))
            kzsi_warn(lexer->warnings, offset, "'%s' means nothing here: write %s",
                      operators[i][0], operators[i][1]);
}

static void
read_word(struct kzsi_lexer *lexer, struct kzsi_lexeme *lexeme)
{
    const char *at = lexer->at;
    size_t bytes;
    uint32_t c;

    lexeme->kind = KZSI_LEX_WORD;
    lexeme->text = at;
    at += kzsi_spaced_word(at, lexer->end); /* 1 000, per cent */
    while ((c = look(lexer, at, &bytes)), bytes > 0) {
        if (is_space(c) || is_quote(c) || c == '(' || c == ')')
            break;
        size_t boost = c == '^' && at > lexeme->text ? boost_at(lexer, at, &lexeme->boost) : 0;
        if (boost > 0) {
            lexer->at = at + boost;
            lexeme->length = (size_t)(at - lexeme->text);
            return;
        }
        at += bytes;
    }
    lexer->at = at;
    lexeme->length = (size_t)(at - lexeme->text);
    if (lexer->after_field)
        return;
    if (word_is(lexeme, "AND", "И"))
        lexeme->kind = KZSI_LEX_AND;
    else if (word_is(lexeme, "OR", "ИЛИ"))
        lexeme->kind = KZSI_LEX_OR;
    else if (word_is(lexeme, "NOT", "НЕ"))
        lexeme->kind = KZSI_LEX_NOT;
    else if (!read_near(lexeme))
        warn_of_signs(lexer, lexeme);
}

/* A quote: the phrase inside, or a complaint and nothing when it never closes. */
static bool
read_phrase(struct kzsi_lexer *lexer, struct kzsi_lexeme *lexeme)
{
    const char *inside, *close = closing_quote(lexer, lexer->at, &inside);
    size_t bytes;

    if (close == NULL) {
        kzsi_warn(lexer->warnings, lexeme->offset, "this quotation mark is not closed: left out");
        lexer->at = inside;
        return false;
    }
    look(lexer, close, &bytes);
    lexeme->kind = KZSI_LEX_PHRASE;
    lexeme->text = inside;
    lexeme->length = (size_t)(close - inside);
    lexer->at = close + bytes;
    if (lexer->at < lexer->end && *lexer->at == '~')
        lexer->at += 1 + small_number(lexer->at + 1, lexer->end, &lexeme->distance);
    lexer->at += boost_at(lexer, lexer->at, &lexeme->boost);
    return true;
}

/* + or - in front of something searchable? */
static bool
is_prefix(const struct kzsi_lexer *lexer)
{
    size_t bytes;
    uint32_t next = look(lexer, lexer->at + 1, &bytes);

    return bytes > 0 && !is_space(next) && next != '+' && next != '-' && next != ')';
}

struct kzsi_lexeme
kzsi_lex(struct kzsi_lexer *lexer)
{
    struct kzsi_lexeme lexeme = {.kind = KZSI_LEX_END, .boost = 1};
    size_t bytes;
    uint32_t c;

    for (;;) {
        while ((c = look(lexer, lexer->at, &bytes)), bytes > 0 && is_space(c)) {
            lexer->at += bytes;
            lexer->after_field = false;
        }
        lexeme.offset = (size_t)(lexer->at - lexer->text);
        lexeme.text = lexer->at;
        lexeme.length = bytes;
        if (bytes == 0)
            break;
        if (c == '(' || c == ')') {
            lexeme.kind = c == '(' ? KZSI_LEX_OPEN : KZSI_LEX_CLOSE;
            lexer->at++;
            if (c == ')')
                lexer->at += boost_at(lexer, lexer->at, &lexeme.boost);
            break;
        }
        if (c == '=' && is_quote(look(lexer, lexer->at + 1, &bytes))) {
            lexer->at++;
            lexeme.exact = true;
        }
        c = look(lexer, lexer->at, &bytes);
        if (is_quote(c)) {
            if (read_phrase(lexer, &lexeme))
                break;
            lexeme.exact = false;
            continue;
        }
        if ((c == '+' || c == '-') && !lexer->after_field && is_prefix(lexer)) {
            lexeme.kind = c == '+' ? KZSI_LEX_PLUS : KZSI_LEX_MINUS;
            lexer->at++;
            break;
        }
        if (!lexer->after_field && read_field(lexer, &lexeme)) {
            lexer->after_field = lexeme.kind == KZSI_LEX_FIELD;
            return lexeme;
        }
        read_word(lexer, &lexeme);
        break;
    }
    lexer->after_field = false;
    return lexeme;
}
