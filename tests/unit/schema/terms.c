/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <float.h>
#include <math.h>

#include "schema/schema.h"
#include "tests/unit/unit.h"

#define ROWS(table) (sizeof(table) / sizeof *(table))

static struct kzsi_buf buf;

static void
free_buf(void)
{
    kzsi_buf_free(&buf);
}

/* What has been appended to `buf` since it was last looked at. */
static const char *
text_of_buf(void)
{
    kzsi_buf_byte(&buf, '\0');
    buf.length = 0;
    return buf.data;
}

static const char *
id_term(const char *id, size_t length)
{
    char *block = exact(id, length);

    kzsi_term_id(&buf, block, length);
    free(block);
    return text_of_buf();
}

static void
names_of_terms(void)
{
    const struct kzsi_field title = {.name = "title"}, tag2 = {.name = "my_tag2"};

    kzsi_term_word(&buf, NULL, "kazakhstan", 10);
    is_string(text_of_buf(), "kazakhstan", "a word of any text stands bare");
    kzsi_term_word(&buf, &title, "казахстан", 18);
    is_string(text_of_buf(), "XTITLE:казахстан", "a word of a field has its name in front");
    kzsi_term_form(&buf, NULL, "states", 6);
    is_string(text_of_buf(), "Fstates", "a word as it is written stands behind an F");
    kzsi_term_form(&buf, &title, "states", 6);
    is_string(text_of_buf(), "XTITLE:Fstates", "in a field behind its name as well");
    kzsi_term_keyword(&buf, &tag2, " The  ECONOMIST ", 16);
    is_string(text_of_buf(), "KMY_TAG2:the economist", "a keyword is one term, normalised");
    kzsi_term_keyword(&buf, &title, "", 0);
    is_string(text_of_buf(), "KTITLE:", "an empty keyword is its prefix");
    kzsi_term_date(&buf, &title, "202211", 6);
    is_string(text_of_buf(), "DTITLE:202211", "a month of a date");
    is_string(id_term("op-1", 4), "Qop-1", "an id is itself behind a Q");
    kzsi_buf_str(&buf, "before ");
    kzsi_term_word(&buf, &title, "x", 1);
    is_string(text_of_buf(), "before XTITLE:x", "terms are appended to what is there");
}

/* The longest name there is, and values of every length. */
static void
no_term_is_too_long(void)
{
    struct kzsi_field field = {.name = ""};
    static char text[5000];
    size_t longest = 0;

    memset(field.name, 'n', KZSI_NAME_MAX);
    memset(text, 'x', sizeof text);
    for (size_t n = 0; n < sizeof text; n += n < 300 ? 1 : 97) {
        kzsi_term_keyword(&buf, &field, text, n);
        longest = buf.length > longest ? buf.length : longest;
        buf.length = 0;
        kzsi_term_id(&buf, text, n);
        longest = buf.length > longest ? buf.length : longest;
        buf.length = 0;
    }
    kzsi_term_word(&buf, &field, text, KZSI_FORM_MAX + 1);
    longest = buf.length > longest ? buf.length : longest;
    buf.length = 0;
    kzsi_term_date(&buf, &field, text, KZSI_DATE_MAX);
    longest = buf.length > longest ? buf.length : longest;
    buf.length = 0;
    printf("# longest: %zu\n", longest);
    ok(longest <= KZSI_TERM_MAX, "no term is longer than Xapian takes");
}

static void
keywords_hold_no_nul(void)
{
    const struct kzsi_field field = {.name = "tags"};

    kzsi_term_keyword(&buf, &field, "a\0b\0", 4);
    ok(memchr(buf.data, '\0', buf.length) == NULL, "a keyword's NULs never reach a term");
    is_string(text_of_buf(), "KTAGS:a b", "they separate words");
}

static void
ids_beyond_the_limit(void)
{
    char id[600], other[600], *first;
    size_t same = 0;

    memset(id, 'i', sizeof id);
    ok(!kzsi_term_id_hashed(id, 200), "an id of 200 bytes is its own term");
    is_number(strlen(id_term(id, 200)), 201, "whole");
    ok(kzsi_term_id_hashed(id, 201), "an id of 201 bytes is hashed");
    ok(kzsi_term_id_hashed("a\0b", 3), "so is one with a NUL");
    ok(!kzsi_term_id_hashed("", 0) && !kzsi_term_id_hashed("\xFF\n", 2), "other bytes are fine");
    kzsi_term_id(&buf, "a\0b", 3);
    ok(memchr(buf.data, '\0', buf.length) == NULL, "its term has none");
    buf.length = 0;

    first = strdup(id_term(id, 300));
    is_string(id_term(id, 300), first, "a long id always has the same term");
    for (size_t i = 0; i < 300; i++) {
        memcpy(other, id, 300);
        other[i] = 'j';
        same += strcmp(id_term(other, 300), first) == 0;
    }
    is_number(same, 0, "one that differs in any byte has another");
    ok(strcmp(id_term(id, 301), first) != 0, "as has a longer one");
    free(first);
    first = strdup(id_term("a\0b", 3));
    ok(strcmp(id_term("a\0c", 3), first) != 0, "ids with NULs differ too");
    /* One that is spelled as the term of the long one is, behind the first letter. */
    ok(strcmp(id_term(first + 1, strlen(first + 1)), first) != 0,
       "no short id has the term of a long one");
    free(first);
}

static void
numbers_sort(void)
{
    static const double rows[] = {
        -HUGE_VAL, -DBL_MAX, -1e300, -1e10, -1000, -100.5, -2, -1, -0.5, -DBL_MIN,
        -DBL_MIN / 4, 0, DBL_MIN / 4, DBL_MIN, 1e-9, 0.5, 1, 1.0000001, 2, 9, 10, 99, 100, 2022,
        1e10, 1e300, DBL_MAX, HUGE_VAL,
    };
    char before[8], now[8], zero[8];

    for (size_t i = 0; i < ROWS(rows); i++) {
        kzsi_number_sortable(rows[i], now);
        if (i > 0)
            ok(memcmp(before, now, 8) < 0, "%g sorts behind %g", rows[i], rows[i - 1]);
        memcpy(before, now, 8);
    }
    kzsi_number_sortable(0.0, zero);
    kzsi_number_sortable(-0.0, now);
    ok(memcmp(zero, now, 8) == 0, "-0 is 0");

    unsigned wrong = 0;
    random_begin("pairs of numbers");
    for (unsigned i = 0; i < 200000; i++) {
        uint64_t bits = random_next();
        double a, b;
        memcpy(&a, &bits, 8);
        b = random_below(2) ? a * 1.000001 : (double)(int64_t)random_next() / 1024;
        if (isnan(a) || isnan(b))
            continue;
        kzsi_number_sortable(a, before);
        kzsi_number_sortable(b, now);
        int order = memcmp(before, now, 8);
        wrong += (a < b) != (order < 0) || (a > b) != (order > 0);
    }
    is_number(wrong, 0, "any two numbers sort as they compare");
}

int
main(void)
{
    atexit(free_buf);
    names_of_terms();
    no_term_is_too_long();
    keywords_hold_no_nul();
    ids_beyond_the_limit();
    numbers_sort();
    return tap_done();
}
