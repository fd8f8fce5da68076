/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The schema text. One field a line: `name kind option...`, `#` starts a comment. A line with
 * ` = ` is none, but spellings of one name. Errors name the line. A field's place in the text
 * is its value slot, so new fields go at the end.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "schema/schema.h"

/* Generous for a document type, small enough for linear search. */
#define FIELDS_MAX 100

const char kzsi_schema_default[] = "title    text     weight=2\n"
                                   "author   keyword  words\n"
                                   "source   keyword  words\n"
                                   "section  keyword  words\n"
                                   "place    keyword  words\n"
                                   "date     date\n"
                                   "lang     keyword\n"
                                   "tags     keyword  words alias=tag\n"
                                   "url      stored\n"
                                   "body     text     main\n";

/* A word of the line being read. */
struct word {
    const char *text;
    size_t length;
};

static bool
next_word(const char **at, const char *end, struct word *word)
{
    while (*at < end && (**at == ' ' || **at == '\t' || **at == '\r'))
        (*at)++;
    word->text = *at;
    while (*at < end && **at != ' ' && **at != '\t' && **at != '\r' && **at != '#')
        (*at)++;
    word->length = (size_t)(*at - word->text);
    return word->length > 0;
}

static bool
word_is(const struct word *word, const char *text)
{
    return word->length == strlen(text) && memcmp(word->text, text, word->length) == 0;
}

static bool
word_begins(const struct word *word, const char *key, struct word *value)
{
    size_t n = strlen(key);

    if (word->length < n || memcmp(word->text, key, n) != 0)
        return false;
    *value = (struct word){word->text + n, word->length - n};
    return true;
}

static bool
parse_kind(const struct word *word, enum kzsi_kind *kind)
{
    static const char *const names[] = {"text", "keyword", "date", "number", "stored"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (word_is(word, names[i])) {
            *kind = (enum kzsi_kind)i;
            return true;
        }
    }
    return false;
}

static bool
name_taken(const struct kzsi_schema *schema, const struct word *word)
{
    return kzsi_schema_find(schema, word->text, word->length) != NULL;
}

/* Does a query read `name:` as something else than a field? */
static bool
name_reserved(const struct word *word)
{
    return word_is(word, "id") || word_is(word, "since") || word_is(word, "until");
}

/* One option behind name and kind. Returns what is wrong with it, or NULL. */
static const char *
parse_option(struct kzsi_schema *schema, struct kzsi_field *field, const struct word *word)
{
    struct word value;

    if (word_is(word, "main")) {
        if (field->kind != KZSI_TEXT)
            return "'main' is for text fields";
        if (schema->main != NULL)
            return "only one field can be 'main'";
        field->main = true;
    } else if (word_is(word, "words")) {
        if (field->kind != KZSI_KEYWORD)
            return "'words' is for keyword fields: text fields always have it";
        field->words = true;
    } else if (word_begins(word, "weight=", &value)) {
        if (field->kind != KZSI_TEXT)
            return "'weight' is for text fields";
        if (!kzsi_parse_double(value.text, value.length, &field->weight) ||
            field->weight < 0 || field->weight > 100)
            return "'weight' takes a number from 0 to 100";
    } else if (word_begins(word, "alias=", &value)) {
        if (field->alias[0] != '\0')
            return "a field has one alias at most";
        if (!kzsi_name_valid(value.text, value.length) || name_taken(schema, &value) ||
            name_reserved(&value) || word_is(&value, field->name))
            return "'alias' takes a field name that is not taken";
        memcpy(field->alias, value.text, value.length);
        field->alias[value.length] = '\0';
    } else {
        return "unknown option; known are main, words, weight=N, alias=NAME";
    }
    return NULL;
}

/* One line. Returns what is wrong with it, or NULL; *at is left at the fault. */
static const char *
parse_line(struct kzsi_schema *schema, const char **at, const char *end)
{
    struct kzsi_field *field;
    struct word word;
    const char *wrong;

    if (!next_word(at, end, &word))
        return NULL;
    *at = word.text;
    if (schema->count == FIELDS_MAX)
        return "more than 100 fields";
    field = &schema->fields[schema->count];
    *field = (struct kzsi_field){.slot = (uint32_t)schema->count};
    if (!kzsi_name_valid(word.text, word.length))
        return "a field name is a lower-case letter, then letters, digits and _";
    if (name_reserved(&word))
        return "this name has a meaning of its own in queries";
    if (name_taken(schema, &word))
        return "this field is there already";
    memcpy(field->name, word.text, word.length);
    field->name[word.length] = '\0';
    *at += word.length;

    if (!next_word(at, end, &word) || !parse_kind(&word, &field->kind)) {
        *at = word.text;
        return "a kind must follow the name: text, keyword, date, number or stored";
    }
    if (field->kind == KZSI_TEXT) {
        field->words = true;
        field->weight = 1;
    }
    while (next_word(at, end, &word)) {
        wrong = parse_option(schema, field, &word);
        if (wrong != NULL) {
            *at = word.text;
            return wrong;
        }
    }
    if (field->main) {
        /* Its words are the ones without a prefix: a copy under its own would double the index. */
        field->words = false;
        schema->main = field;
    }
    if (field->kind == KZSI_DATE && schema->date == NULL)
        schema->date = field;
    schema->count++;
    return NULL;
}

/* Spellings of one name, as the table of names has them? */
static bool
is_name_line(const char *at, const char *end)
{
    const char *comment = memchr(at, '#', (size_t)(end - at));
    const char *sign = memmem(at, (size_t)(end - at), " = ", 3);

    return sign != NULL && (comment == NULL || comment > sign);
}

/* Make the table of the lines with names; the others are hidden as comments. */
static kzs_status
parse_names(struct kzsi_schema *schema, kzs_error *err)
{
    char *text = kzsi_strndup(schema->text, strlen(schema->text));
    char *at = text, *end;
    bool any = false;
    size_t bad = KZS_NO_OFFSET;

    if (text == NULL)
        return kzsi_fail_nomem(err);
    for (end = text + strlen(text); at < end;) {
        char *newline = memchr(at, '\n', (size_t)(end - at));
        char *stop = newline != NULL ? newline : end;
        if (is_name_line(at, stop))
            any = true;
        else if (at < stop)
            *at = '#';
        at = newline != NULL ? newline + 1 : end;
    }
    if (any && kzsi_names_builtin() != NULL)
        schema->names =
            kzsi_names_new(kzsi_names_builtin(), text, (size_t)(end - text), &bad);
    free(text);
    if (bad != KZS_NO_OFFSET)
        return kzsi_fail_at(err, KZS_ERR_SYNTAX, bad,
                            "schema: names are written `Spelling = Spelling`, each of at most "
                            "12 words");
    return any && schema->names == NULL ? kzsi_fail_nomem(err) : KZS_OK;
}

kzs_status
kzsi_schema_parse(const char *text, struct kzsi_schema *out, kzs_error *err)
{
    const char *at = text, *end = text + strlen(text);
    unsigned line = 1;

    *out = (struct kzsi_schema){0};
    out->text = kzsi_strndup(text, strlen(text));
    /* Room for all fields at once: `main` and `date` point into the array. */
    out->fields = kzsi_alloc(FIELDS_MAX * sizeof *out->fields);
    if (out->text == NULL || out->fields == NULL) {
        kzsi_schema_free(out);
        return kzsi_fail_nomem(err);
    }
    for (; at < end; line++) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        const char *stop = newline != NULL ? newline : end;
        const char *wrong = is_name_line(at, stop) ? NULL : parse_line(out, &at, stop);
        if (wrong != NULL) {
            kzsi_schema_free(out);
            return kzsi_fail_at(err, KZS_ERR_SYNTAX, (size_t)(at - text),
                                "schema line %u: %s", line, wrong);
        }
        at = newline != NULL ? newline + 1 : end;
    }
    if (out->count == 0) {
        kzsi_schema_free(out);
        return kzsi_fail_at(err, KZS_ERR_SYNTAX, 0, "the schema has no field");
    }
    kzs_status st = parse_names(out, err);
    if (st != KZS_OK)
        kzsi_schema_free(out);
    return st;
}

void
kzsi_schema_free(struct kzsi_schema *schema)
{
    free(schema->text);
    free(schema->fields);
    kzsi_names_free(schema->names);
    *schema = (struct kzsi_schema){0};
}

const struct kzsi_field *
kzsi_schema_find(const struct kzsi_schema *schema, const char *name, size_t length)
{
    for (size_t i = 0; i < schema->count; i++) {
        const struct kzsi_field *field = &schema->fields[i];
        if ((strlen(field->name) == length && memcmp(field->name, name, length) == 0) ||
            (length > 0 && strlen(field->alias) == length &&
             memcmp(field->alias, name, length) == 0))
            return field;
    }
    return NULL;
}
