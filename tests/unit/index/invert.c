/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One document as terms with their positions, values and its record. */
#include "index/index.h"
#include "tests/unit/unit.h"

#define ROWS(table) (sizeof(table) / sizeof *(table))

static struct kzsi_schema schema;
static struct kzsi_analyzer *analyzer;
static struct kzsi_inversion *inversion;
static struct kzsi_entry entry;
static kzs_error err;

static kzs_doc *
document(const char *field, ...)
{
    kzs_doc *doc = kzs_doc_new();
    va_list args;

    va_start(args, field);
    for (; field != NULL; field = va_arg(args, const char *))
        kzs_doc_add(doc, field, va_arg(args, const char *), KZS_NUL, NULL);
    va_end(args);
    return doc;
}

static kzs_status
invert(kzs_doc *doc)
{
    kzs_status st = kzsi_invert(inversion, &schema, analyzer, doc, "id-1", 4, &entry, &err);

    kzs_doc_free(doc);
    return st;
}

/* A term as "wdf@position,position"; "none" if the document has it not. */
static const char *
term(const char *name)
{
    static char out[4][400];
    static unsigned next;
    char *text = out[next++ % 4];

    strcpy(text, "none");
    for (size_t i = 0; i < entry.term_count; i++) {
        const struct kzsi_term *t = &entry.terms[i];
        if (t->length != strlen(name) || memcmp(t->text, name, t->length) != 0)
            continue;
        int n = sprintf(text, "%u", t->wdf);
        for (size_t p = 0; p < t->position_count && n < 380; p++)
            n += sprintf(text + n, "%s%u", p == 0 ? "@" : ",", t->positions[p]);
    }
    return text;
}

/* The value of a field's slot in hexadecimal or as digits; "none". */
static const char *
value(const char *field)
{
    static char out[100];
    uint32_t slot = kzsi_schema_find(&schema, field, strlen(field))->slot;

    strcpy(out, "none");
    for (size_t i = 0; i < entry.value_count; i++)
        if (entry.values[i].slot == slot)
            snprintf(out, sizeof out, "%.*s", (int)entry.values[i].length, entry.values[i].data);
    return out;
}

static void
texts(void)
{
    ok(invert(document("body", "Война и мир: война.", NULL)) == KZS_OK, "a text");
    is_string(term("войн"), "2@1,4", "every word with its places and how often it is there");
    is_string(term("и"), "1@2", "a stop word as well");
    is_string(term("мир"), "1@3", "punctuation takes no place");
    is_string(term("XBODY:войн"), "none", "words of the main text have no prefix");
    is_string(term("Qid-1"), "0", "the id is a term that counts for nothing");
    is_string(term("Fвойна"), "0", "a word as it is written counts for nothing");
    is_string(term("Fи"), "0", "and has no places");
    is_number(entry.term_count, 7, "and that is all");
    is_number(entry.value_count, 0, "there is no value");

    invert(document("body", "Quasi-states", NULL));
    is_string(term("quasist"), "1@1", "a compound stands where its first part does");
    is_string(term("quasi"), "1@1", "the part");
    is_string(term("state"), "1@2", "and the next");
    is_string(term("Fstates"), "0", "its parts as they are written");
    is_string(term("Fquasistates"), "none", "but not the compound, which nobody wrote");

    invert(document("title", "Just Kazakhstan", "body", "Just a country", NULL));
    is_string(term("XTITLE:kazakhstan"), "1@2", "words of a title also under its prefix");
    is_string(term("XTITLE:Fkazakhstan"), "0", "as stems and as they are written");
    is_string(term("XTITLE:Fcountry"), "none", "and nothing else there");
    is_string(term("Fcountry"), "0", "a word of the text has its form without one");
    char both[40];
    uint32_t first = 0, second = 0;
    snprintf(both, sizeof both, "%s", term("just"));
    ok(sscanf(both, "2@%u,%u", &first, &second) == 2 && first == 1 && second > 10,
       "no phrase reaches from one field into the next: just %s", both);

    invert(document("body", "first text", "body", "second text", NULL));
    ok(sscanf(term("text"), "2@%u,%u", &first, &second) == 2 && first == 2 && second > 10,
       "nor from one value of a field into the next");
}

static void
keywords(void)
{
    invert(document("author", "Айгуль  СЕРИКОВА", "lang", "RU", "tags", "Energy", "tag",
                    "Oil & Gas", "url", "https://example.org", "extra", "whatever", NULL));
    is_string(term("KAUTHOR:айгуль серикова"), "0", "a keyword is one term, in its usual form");
    ok(strncmp(term("айгул"), "1@", 2) == 0, "with `words` it is searched word by word as well");
    ok(strncmp(term("XAUTHOR:айгул"), "1@", 2) == 0, "anywhere and in its field");
    is_string(term("KLANG:ru"), "0", "a code is folded as well");
    is_string(term("ru"), "none", "but without `words` it is no word");
    is_string(term("KTAGS:energy"), "0", "every value of a field is a term");
    is_string(term("KTAGS:oil & gas"), "0", "under its alias as well");
    is_string(term("https"), "none", "what is stored is not searched");
    is_string(term("whatever"), "none", "nor what the schema lacks");
    is_string(value("tags"), "\x06" "Energy\x09" "Oil & Gas",
              "the slot of a field has its values as they were written");
    is_string(value("author"), "\x1E" "Айгуль  СЕРИКОВА", "one of them as well");
    is_number(entry.value_count, 3, "a field without any has none");
    invert(document("tags", "Oil", "lang", "ru", "tags", " ", "tags", "OIL", "tags", "gas", NULL));
    is_string(value("tags"), "\x03" "Oil\x03" "gas", "each value once, blanks never");
    is_string(term("KTAGS:"), "none", "which are no term either");
}

static void
dates_and_numbers(void)
{
    invert(document("date", "2022-11-20T10:30", "views", "42", NULL));
    is_string(term("DDATE:2022"), "0", "a date has a term for its year,");
    is_string(term("DDATE:202211"), "0", "its month");
    is_string(term("DDATE:20221120"), "0", "and its day");
    is_string(value("date"), "202211201030", "and a value that sorts");
    is_number(entry.value_count, 2, "and so has a number");

    invert(document("date", "2022-11", NULL));
    is_string(term("DDATE:202211"), "0", "a month has");
    is_string(term("DDATE:20221101"), "none", "no day");
    is_string(value("date"), "202211", "and is its own value");

    invert(document("date", "2022-11-20", "date", "2023-01-15", NULL));
    is_string(term("DDATE:2022"), "0", "of two dates the first is found,");
    is_string(term("DDATE:20230115"), "none", "and no other,");
    is_string(value("date"), "20221120", "as the first is sorted by");
    is_number(entry.value_count, 1, "a slot holds one value");

    static const struct {
        const char *field, *value;
    } bad[] = {{"date", "yesterday"}, {"date", ""},      {"date", "2022-02-30"},
               {"date", "вчера"},     {"views", "many"}, {"views", ""},
               {"views", "1,5"}};
    for (size_t i = 0; i < ROWS(bad); i++) {
        kzs_status st = invert(document("body", "text", bad[i].field, bad[i].value, NULL));
        is_number(st, KZS_ERR_INVALID, "%s '%s' is refused", bad[i].field, bad[i].value);
        ok(strstr(err.message, bad[i].field) && strstr(err.message, bad[i].value),
           "the message names both: %s", err.message);
    }
    char large[2000];
    memset(large, '9', sizeof large - 1);
    large[sizeof large - 1] = '\0';
    is_number(invert(document("date", large, NULL)), KZS_ERR_INVALID, "a long one as well");
}

static void
record(void)
{
    kzs_doc *doc;
    const char *id;
    size_t id_length;

    invert(document("title", "Тихий выбор", "extra", "kept", "body", "a\x01z", NULL));
    is_number(kzsi_record_decode(entry.record, entry.record_length, &doc, &id, &id_length, NULL),
              KZS_OK, "the record can be read back");
    is_string(id, "id-1", "with the id");
    is_string(kzs_doc_get(doc, "title", 0, NULL), "Тихий выбор", "the searched");
    is_string(kzs_doc_get(doc, "extra", 0, NULL), "kept", "and what the schema lacks");
    is_number(kzs_doc_count(doc), 3, "and nothing else");
    kzs_doc_free(doc);

    is_number(invert(kzs_doc_new()), KZS_OK, "an empty document is one");
    is_number(entry.term_count, 1, "with its id alone");
}

/* Every term fits into Xapian and is named once; positions ascend. */
static void
bounds(void)
{
    static const char *const fields[] = {"title", "author", "lang", "tags", "body",
                                         "a_field_with_a_rather_long_name_"};
    static const char *const parts[] = {"слово",  "Word", "-",  " ",  "’", "\xFF", "ё",
                                        "超", "1",    ". ", "\0", "é", "-слово-слово"};
    size_t good = 0, tried = 3000;

    random_begin("any document");
    for (size_t n = 0; n < tried; n++) {
        kzs_doc *doc = kzs_doc_new();
        for (size_t f = random_below(6); f > 0; f--) {
            char text[1500];
            size_t length = 0;
            for (size_t i = random_below(100); i > 0; i--) {
                const char *part = parts[random_below(ROWS(parts))];
                size_t bytes = *part == '\0' ? 1 : strlen(part);
                memcpy(text + length, part, bytes);
                length += bytes;
            }
            kzs_doc_add(doc, fields[random_below(ROWS(fields))], text, length, NULL);
        }
        bool fine = invert(doc) == KZS_OK && entry.term_count > 0;
        for (size_t i = 0; i < entry.term_count && fine; i++) {
            const struct kzsi_term *t = &entry.terms[i];
            fine = t->length > 0 && t->length <= KZSI_TERM_MAX &&
                   t->wdf >= (t->position_count > 0);
            for (size_t p = 1; p < t->position_count; p++)
                fine = fine && t->positions[p - 1] < t->positions[p];
            for (size_t j = 0; j < i; j++)
                fine = fine && !(entry.terms[j].length == t->length &&
                                 memcmp(entry.terms[j].text, t->text, t->length) == 0);
        }
        good += fine;
    }
    is_number(good, tried, "%zu random documents have sound terms", tried);
}

/* An inversion is used again and again: nothing of one document may stay for the next. */
static void
again(void)
{
    size_t length = 0, capacity = 3000000;
    char *text = malloc(capacity);

    if (text == NULL)
        exit(99);
    while (length < capacity - 20)
        length += (size_t)sprintf(text + length, "word%zu ", length);
    text[length] = '\0';
    is_number(invert(document("body", text, NULL)), KZS_OK, "a document of 3 MB");
    ok(entry.term_count > 200000, "has %zu terms", entry.term_count);
    free(text);
    is_number(invert(document("body", "short", "date", "x", NULL)), KZS_ERR_INVALID,
              "a bad one behind it");
    is_number(invert(document("body", "война", NULL)), KZS_OK, "a short one behind that");
    is_number(entry.term_count, 3, "has its own terms alone");
    is_string(term("войн"), "1@1", "at their places");
    is_number(entry.value_count, 0, "and no value");
}

int
main(void)
{
    static const char text[] = "title text weight=2\nauthor keyword words\nlang keyword\n"
                               "tags keyword words alias=tag\ndate date\nviews number\n"
                               "url stored\na_field_with_a_rather_long_name_ keyword words\n"
                               "body text main\n";

    analyzer = kzsi_analyzer_new(NULL);
    inversion = kzsi_inversion_new();
    if (kzsi_schema_parse(text, &schema, NULL) != KZS_OK || analyzer == NULL ||
        inversion == NULL)
        exit(99);
    texts();
    keywords();
    dates_and_numbers();
    record();
    bounds();
    again();
    kzsi_inversion_free(inversion);
    kzsi_inversion_free(NULL);
    kzsi_analyzer_free(analyzer);
    kzsi_schema_free(&schema);
    return tap_done();
}
