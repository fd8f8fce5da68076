/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema/schema.h"
#include "tests/unit/unit.h"

#define ROWS(table) (sizeof(table) / sizeof *(table))

static const char *const kinds[] = {"text", "keyword", "date", "number", "stored"};

/* A schema as it was understood: "title/text weight=2 words; body/text main weight=1". */
static const char *
understood(const char *text)
{
    static char out[4000];
    size_t length = 0;
    struct kzsi_schema schema;
    kzs_error err;

    if (kzsi_schema_parse(text, &schema, &err) != KZS_OK) {
        snprintf(out, sizeof out, "%s", err.message);
        return out;
    }
    for (size_t i = 0; i < schema.count && length < sizeof out; i++) {
        const struct kzsi_field *field = &schema.fields[i];
        length += (size_t)snprintf(out + length, sizeof out - length, "%s%s/%s", i ? "; " : "",
                                   field->name, kinds[field->kind]);
        if (field->slot != i)
            length += (size_t)snprintf(out + length, sizeof out - length, " slot=%u",
                                       field->slot);
        if (field->weight != 0)
            length += (size_t)snprintf(out + length, sizeof out - length, " weight=%g",
                                       field->weight);
        if (field->alias[0] != '\0')
            length += (size_t)snprintf(out + length, sizeof out - length, " alias=%s",
                                       field->alias);
        length += (size_t)snprintf(out + length, sizeof out - length, "%s%s%s",
                                   field->words ? " words" : "", field->main ? " main" : "",
                                   schema.date == field ? " first-date" : "");
        if (field->main != (schema.main == field))
            length += (size_t)snprintf(out + length, sizeof out - length, " MAIN?");
    }
    kzsi_schema_free(&schema);
    return out;
}

static void
good_schemas(void)
{
    static const struct {
        const char *text, *want;
    } rows[] = {
        {"a text", "a/text weight=1 words"},
        {"a text\n", "a/text weight=1 words"},
        {"  a\ttext \r\n\r\n", "a/text weight=1 words"},
        {"# a comment\n\na text # and more\n#", "a/text weight=1 words"},
        {"a text#close", "a/text weight=1 words"},
        {"a text weight=2.5", "a/text weight=2.5 words"},
        {"a text weight=0", "a/text words"},
        {"a text weight=100", "a/text weight=100 words"},
        {"a text main", "a/text weight=1 main"},
        {"a text main weight=3", "a/text weight=3 main"},
        {"a keyword", "a/keyword"},
        {"a keyword words", "a/keyword words"},
        {"a keyword alias=b", "a/keyword alias=b"},
        {"a keyword alias=b words", "a/keyword alias=b words"},
        {"a date\nb date", "a/date first-date; b/date"},
        {"a number\nb stored", "a/number; b/stored"},
        {"text text\nkeyword keyword", "text/text weight=1 words; keyword/keyword"},
        {"main text main\nwords text", "main/text weight=1 main; words/text weight=1 words"},
        {"a_2 stored", "a_2/stored"},
        {"abcdefghijklmnopqrstuvwxyz012345 date",
         "abcdefghijklmnopqrstuvwxyz012345/date first-date"},
        {kzsi_schema_default,
         "title/text weight=2 words; author/keyword words; source/keyword words; "
         "section/keyword words; place/keyword words; date/date first-date; lang/keyword; "
         "tags/keyword alias=tag words; url/stored; body/text weight=1 main"},
    };

    for (size_t i = 0; i < ROWS(rows); i++)
        is_string(understood(rows[i].text), rows[i].want, "'%s' is understood",
                  one_line(rows[i].text));
}

/* Each with the place of the fault, marked by ^ (which is taken out first). */
static void
bad_schemas(void)
{
    static const struct {
        const char *marked, *message;
    } rows[] = {
        {"^", "the schema has no field"},
        {"^\n# nothing\n", "the schema has no field"},
        {"^Title text", "line 1: a field name is"},
        {"^2nd text", "line 1: a field name is"},
        {"^имя text", "line 1: a field name is"},
        {"^abcdefghijklmnopqrstuvwxyz0123456 text", "line 1: a field name is"},
        {"a text\n\n^a-b text", "line 3: a field name is"},
        {"^id keyword", "line 1: this name has a meaning"},
        {"^since date", "line 1: this name has a meaning"},
        {"a text\n^until date", "line 2: this name has a meaning"},
        {"a text\n^a date", "line 2: this field is there already"},
        {"a text alias=b\n^b date", "line 2: this field is there already"},
        {"a^", "line 1: a kind must follow"},
        {"a ^", "line 1: a kind must follow"},
        {"a^#text", "line 1: a kind must follow"},
        {"a ^Text", "line 1: a kind must follow"},
        {"a ^texts", "line 1: a kind must follow"},
        {"a ^tex", "line 1: a kind must follow"},
        {"a^\nb text", "line 1: a kind must follow"},
        {"a keyword ^main", "line 1: 'main' is for text"},
        {"a text main\nb text ^main", "line 2: only one field"},
        {"a text ^words", "line 1: 'words' is for keyword"},
        {"a date ^words", "line 1: 'words' is for keyword"},
        {"a keyword ^weight=2", "line 1: 'weight' is for text"},
        {"a text ^weight=", "line 1: 'weight' takes"},
        {"a text ^weight=-1", "line 1: 'weight' takes"},
        {"a text ^weight=100.1", "line 1: 'weight' takes"},
        {"a text ^weight=x", "line 1: 'weight' takes"},
        {"a text ^weight=nan", "line 1: 'weight' takes"},
        {"a text ^weight=inf", "line 1: 'weight' takes"},
        {"a text ^weight=1e999", "line 1: 'weight' takes"},
        {"a text ^alias=", "line 1: 'alias' takes"},
        {"a text ^alias=B", "line 1: 'alias' takes"},
        {"a text\nb text ^alias=a", "line 2: 'alias' takes"},
        {"a text alias=c\nb text ^alias=c", "line 2: 'alias' takes"},
        {"a text ^alias=a", "line 1: 'alias' takes"},
        {"a date ^alias=since", "line 1: 'alias' takes"},
        {"a date ^alias=until", "line 1: 'alias' takes"},
        {"a keyword ^alias=id", "line 1: 'alias' takes"},
        {"a text alias=b ^alias=c", "line 1: a field has one alias at most"},
        {"a text ^alias=abcdefghijklmnopqrstuvwxyz0123456", "line 1: 'alias' takes"},
        {"a text ^weight", "line 1: unknown option"},
        {"a text main ^Main", "line 1: unknown option"},
        {"a text ^indexed", "line 1: unknown option"},
    };

    for (size_t i = 0; i < ROWS(rows); i++) {
        char text[200];
        size_t offset = strcspn(rows[i].marked, "^");
        struct kzsi_schema schema;
        kzs_error err;

        snprintf(text, sizeof text, "%.*s%s", (int)offset, rows[i].marked,
                 rows[i].marked + offset + 1);
        char *block = exact(text, strlen(text) + 1);
        kzs_status st = kzsi_schema_parse(block, &schema, &err);
        free(block);
        ok(st == KZS_ERR_SYNTAX && err.status == st && schema.fields == NULL &&
               schema.text == NULL,
           "'%s' is refused", one_line(text));
        if (st == KZS_OK)
            kzsi_schema_free(&schema);
        contains(err.message, rows[i].message, "it says why");
        is_number(err.offset, offset, "and where");
    }
}

static void
number_of_fields(void)
{
    char text[2000] = "";
    struct kzsi_schema schema;
    size_t length = 0;
    kzs_error err;

    for (unsigned i = 0; i < 100; i++)
        length += (size_t)snprintf(text + length, sizeof text - length, "f%u stored\n", i);
    ok(kzsi_schema_parse(text, &schema, NULL) == KZS_OK && schema.count == 100,
       "a schema has up to 100 fields");
    is_number(schema.fields[99].slot, 99, "each with its slot");
    kzsi_schema_free(&schema);
    snprintf(text + length, sizeof text - length, "  f100 stored\n");
    ok(kzsi_schema_parse(text, &schema, &err) == KZS_ERR_SYNTAX, "and not one more");
    contains(err.message, "line 101: more than 100 fields", "it says so");
    is_number(err.offset, length + 2, "and where");
}

static void
finding_fields(void)
{
    struct kzsi_schema schema;
    static const char *const none[] = {"", "t", "titles", "Title", "body ", "date.x"};

    if (kzsi_schema_parse(kzsi_schema_default, &schema, NULL) != KZS_OK)
        exit(99);
    is_string(kzsi_schema_find(&schema, "title", 5)->name, "title", "a field by its name");
    is_string(kzsi_schema_find(&schema, "titles", 5)->name, "title", "the length ends a name");
    is_string(kzsi_schema_find(&schema, "tag", 3)->name, "tags", "a field by its alias");
    for (size_t i = 0; i < ROWS(none); i++)
        ok(kzsi_schema_find(&schema, none[i], strlen(none[i])) == NULL, "no field is '%s'",
           none[i]);
    is_string(schema.text, kzsi_schema_default, "the text is kept as it was");
    is_string(schema.main->name, "body", "the main text of the built-in schema is the body");
    is_string(schema.date->name, "date", "its date is the date");
    kzsi_schema_free(&schema);
    ok(schema.text == NULL && schema.count == 0, "nothing is left after freeing");
    kzsi_schema_free(&schema);
    ok(true, "which may be done twice");
}

/* Change the built-in schema at random: parsing ends in a schema or in a fault within it. */
static void
hostile_schemas(void)
{
    static const char alphabet[] = "abz_09AZ \t\r\n#=.-\xD0\xFF";
    size_t whole = strlen(kzsi_schema_default);
    unsigned wrong = 0, good = 0;

    random_begin("changed schemas");
    for (unsigned i = 0; i < 20000; i++) {
        size_t length = 1 + random_below(whole);
        char *block = exact(kzsi_schema_default, length + 1);
        struct kzsi_schema schema;
        kzs_error err;
        for (size_t changes = random_below(4); changes > 0; changes--)
            block[random_below(length)] = alphabet[random_below(sizeof alphabet - 1)];
        block[length] = '\0';
        kzs_status st = kzsi_schema_parse(block, &schema, &err);
        wrong += st != KZS_OK && (st != KZS_ERR_SYNTAX || err.offset > length);
        wrong += st == KZS_OK && (schema.count == 0 || schema.count > 100);
        good += st == KZS_OK;
        if (st == KZS_OK)
            kzsi_schema_free(&schema);
        free(block);
    }
    printf("# %u of 20000 are still schemas\n", good);
    is_number(wrong, 0, "whatever comes in, a schema or a fault within the text comes out");
}

int
main(void)
{
    good_schemas();
    bad_schemas();
    number_of_fields();
    finding_fields();
    hostile_schemas();
    return tap_done();
}
