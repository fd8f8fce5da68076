/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "analysis/analysis.h"
#include "tests/unit/unit.h"

/*
 * The words of a text as kzsi_scan() sees them: form[start,end), `-` when joined to the next,
 * `#` with a digit, then the scripts by letter.
 */
static const char *
scanned(const char *text, size_t length)
{
    static struct kzsi_buf buf;
    char *block = exact(text, length);
    const char *at = block, *end = block + length;
    struct kzsi_word word;

    buf.length = 0;
    while (kzsi_scan(at, end, &word)) {
        if (word.start < at || word.end <= word.start || word.end > end) {
            free(block);
            return "out of bounds";
        }
        if (buf.length > 0)
            kzsi_buf_byte(&buf, ' ');
        kzsi_buf_add(&buf, word.form, word.length);
        kzsi_buf_printf(&buf, "[%zu,%zu)%s%s%s%s%s", (size_t)(word.start - block),
                        (size_t)(word.end - block), word.joined ? "-" : "",
                        word.has_digit ? "#" : "",
                        word.scripts & KZSI_SCRIPT_LATIN ? "L" : "",
                        word.scripts & KZSI_SCRIPT_RUSSIAN ? "R" : "",
                        word.scripts & KZSI_SCRIPT_OTHER ? "O" : "");
        at = word.end;
    }
    free(block);
    kzsi_buf_byte(&buf, '\0');
    return buf.data;
}

static void
words_and_their_places(void)
{
    static const struct {
        const char *text, *want;
    } rows[] = {
        {"", ""},
        {" \t\n.,;!?", ""},
        {"word", "word[0,4)L"},
        {"  Word. ", "word[2,6)L"},
        {"Слово", "слово[0,10)R"},
        {"Ёлка", "елка[0,8)R"},
        {"Қазақ", "қазақ[0,10)RO"},
        {"Кaзах", "казах[0,9)R"}, /* a Latin a inside */
        {"Ελλάδα", "ελλαδα[0,12)O"},
        {"2022", "2022[0,4)#"},
        {"G7", "g7[0,2)#L"},
        {"5bn", "5bn[0,3)#L"},
        {"a_b", "a[0,1)L b[2,3)L"},
        {"a/b", "a[0,1)L b[2,3)L"},
        {"a.b", "ab[0,3)L"},
        {"ab.cd", "ab[0,2)L cd[3,5)L"},
        {"中国", "中[0,3)O 国[3,6)O"},
        {"中a国", "中[0,3)O a[3,4)L 国[4,7)O"},
        {"か\u3099", "が[0,6)O"},
        {"がカ\u3099\u200Dき", "が[0,3)O ガ[3,12)O き[12,15)O"},
        {"ｶﾞ", "ガ[0,6)O"},
        {"〱a", "〱[0,3)O a[3,4)L"},
        {"a中", "a[0,1)L 中[1,4)O"},
        /* hyphens */
        {"a-b", "a[0,1)-L b[2,3)L"},
        {"a-", "a[0,1)L"},
        {"-a", "a[1,2)L"},
        {"a--b", "a[0,1)L b[3,4)L"},
        {"a -b", "a[0,1)L b[3,4)L"},
        {"a- b", "a[0,1)L b[3,4)L"},
        {"a-1", "a[0,1)-L 1[2,3)#"},
        {"a-中", "a[0,1)-L 中[2,5)O"},
        {"a\u2014b", "a[0,1)L b[4,5)L"},
        {"a\u00ADb", "ab[0,4)L"},
        {"a-\u00ADb", "a[0,1)-L b[4,5)L"},
        /* apostrophes */
        {"O’Brien", "obrien[0,9)L"},
        {"it's", "it[0,4)L"},
        {"ITS'", "its[0,3)L"},
        {"'a'", "a[1,2)L"},
        {"a''b", "a[0,1)L b[3,4)L"},
        {"KAZAKHSTAN’S", "kazakhstan[0,14)L"},
        {"п’ять", "пять[0,11)R"},
        {"Erdoğan’s", "erdogan[0,12)L"},
        {"a'sb", "asb[0,4)L"},
        {"Путин's", "путинs[0,12)LR"},
        {"'s", "s[1,2)L"},
        {"5'", "5[0,1)#"},
        {"5'a", "5[0,1)# a[2,3)L"},
        /* numbers */
        {"1,000", "1000[0,5)#"},
        {"1,000,000", "1000000[0,9)#"},
        {"12,345.67", "12345.67[0,9)#"},
        {"7,5", "7.5[0,3)#"},
        {"2.0.", "2.0[0,3)#"},
        {"21.11.2022", "21.11.2022[0,10)#"},
        {"1,000,", "1000[0,5)#"},
        {"1,", "1[0,1)#"},
        {".5", "5[1,2)#"},
        {"1..2", "1[0,1)# 2[3,4)#"},
        {"1,,2", "1[0,1)# 2[3,4)#"},
        {"1.,2", "1[0,1)# 2[3,4)#"},
        {"1a,5", "1a[0,2)#L 5[3,4)#"},
        {"a1.5", "a1[0,2)#L 5[3,4)#"},
        {"½", ""},
        {"6½", "6[0,1)#"},
        {"２０２２", "2022[0,12)#"},
        {"1 000", "1000[0,5)#"},
        {"1\u00A0000,5", "1000.5[0,8)#"},
        {"30%", "30[0,2)# percent[2,3)L"},
        {"% ", "percent[0,1)L"},
        {"%a", "a[1,2)L"},
        {"5 млн", "5[0,1)# миллион[2,8)R"},
        /* abbreviations */
        {"U.S.", "us[0,4)L"},
        {"U.S", "us[0,3)L"},
        {"т.д.", "тд[0,6)R"},
        {"А.Ё.", "ае[0,6)R"},
        {"U. S.", "u[0,1)L s[3,4)L"},
        {"U.S.a", "usa[0,5)L"},
        {"U.S.ab", "u[0,1)L s[2,3)L ab[4,6)L"},
        {"U.Я.", "u[0,1)L я[2,4)R"},
        {"U.1.", "u[0,1)L 1[2,3)#"},
        {"a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.",
         "abcdefghijklmnop[0,32)L"},
        {"И.В.Сталин", "и[0,2)R в[3,5)R сталин[6,18)R"},
        /* marks and invisible characters */
        {"\u0301a", "a[2,3)L"},
        {"a\u0301", "a[0,3)L"},
        {"и\u0306", "й[0,4)R"},
        {"е\u0308", "е[0,4)R"},
        {"a\u200Bb", "ab[0,5)L"},
        {"\uFEFFa", "a[3,4)L"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        is_string(scanned(rows[i].text, strlen(rows[i].text)), rows[i].want, "'%s'",
                  rows[i].text);
}

static void
bytes_that_are_no_text(void)
{
#define BYTES(text, want, name) {text, sizeof text - 1, want, name}
    static const struct {
        const char *text;
        size_t length;
        const char *want, *name;
    } rows[] = {
        BYTES("a\0b", "a[0,1)L b[2,3)L", "a NUL separates"),
        BYTES("\0\0", "", "NULs alone"),
        BYTES("a\xFF"
              "b",
              "a[0,1)L b[2,3)L", "an invalid byte separates"),
        BYTES("ab\xD0", "ab[0,2)L", "half a letter at the end"),
        BYTES("\xB9"
              "ab",
              "ab[1,3)L", "half a letter at the start"),
        BYTES("\xED\xA0\x80", "", "a surrogate"),
        BYTES("a-\xFF", "a[0,1)L", "a hyphen before an invalid byte joins nothing"),
        BYTES("a'\xFF", "a[0,1)L", "nor does an apostrophe"),
        BYTES("a'", "a[0,1)L", "an apostrophe at the end"),
        BYTES("a\xE2\x80", "a[0,1)L", "a cut apostrophe"),
        BYTES("1,00", "1.00[0,4)#", "a comma before the end"),
        BYTES("1,", "1[0,1)#", "a comma at the end"),
        BYTES("1.", "1[0,1)#", "a point at the end"),
        BYTES("a.", "a[0,1)L", "a letter and a point at the end"),
        BYTES("it’s", "it[0,6)L", "a possessive at the very end"),
        BYTES("a\xC2\xAD", "a[0,3)L", "a soft hyphen at the end"),
        BYTES("a-\xC2\xAD", "a[0,1)L", "a hyphen and a soft hyphen at the end"),
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        is_string(scanned(rows[i].text, rows[i].length), rows[i].want, "%s", rows[i].name);
}

static void
lists_of_numbers_stay_lists(void)
{
    static const struct {
        const char *text, *want;
    } rows[] = {
        {"1,2,3", "1[0,1)# 2[2,3)# 3[4,5)#"},
        {"1,2,3,4", "1[0,1)# 2[2,3)# 3[4,5)# 4[6,7)#"},
        {"2019,2020,2021", "2019[0,4)# 2020[5,9)# 2021[10,14)#"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        is_string(scanned(rows[i].text, strlen(rows[i].text)), rows[i].want, "'%s' is a list",
                  rows[i].text);
}

static void
possessives_after_digits(void)
{
    is_string(scanned("G7’s", 6), "g7[0,6)#L", "G7’s is g7");
    is_string(scanned("COVID-19's", 10), "covid[0,5)-L 19[6,10)#", "COVID-19's ends with 19");
    is_string(scanned("1990's", 6), "1990[0,6)#", "1990's is 1990");
    is_string(scanned("U.S.’s role", 13), "us[0,8)L role[9,13)L", "U.S.’s is us");
}

static void
abbreviations_keep_their_letters(void)
{
    is_string(scanned("T.Ç.", 5), "tc[0,5)L", "T.Ç. keeps both letters");
    is_string(scanned("Ş.A.", 5), "sa[0,5)L", "Ş.A. keeps both letters");
    is_string(scanned("т.и\u0306.", 8), "тй[0,8)R", "т.й. does not become т.и. decomposed");
}

static void
length_limits(void)
{
    char text[2000];
    struct kzsi_word word;

    for (size_t n = KZSI_FORM_MAX - 2; n <= KZSI_FORM_MAX + 3; n++) {
        memset(text, 'x', n);
        bool found = kzsi_scan(text, text + n, &word);
        if (n <= KZSI_FORM_MAX)
            ok(found && word.length == n && memcmp(word.form, text, n) == 0,
               "a word of %zu bytes is kept whole", n);
        else
            ok(found && word.length <= KZSI_FORM_MAX && word.end == text + n,
               "a word of %zu bytes is cut, but its place is not", n);
    }
    for (size_t n = KZSI_FORM_MAX / 2 - 1; n <= KZSI_FORM_MAX / 2 + 2; n++) {
        for (size_t i = 0; i < n; i++)
            memcpy(text + 2 * i, "я", 2);
        bool found = kzsi_scan(text, text + 2 * n, &word);
        if (n <= KZSI_FORM_MAX / 2)
            ok(found && word.length == 2 * n && memcmp(word.form, text, 2 * n) == 0,
               "a word of %zu Russian letters is kept whole", n);
        else
            ok(found && word.length <= KZSI_FORM_MAX && word.end == text + 2 * n,
               "a word of %zu Russian letters is cut", n);
    }
    /* A digit in the middle, so that the last byte that fits is half a letter. */
    for (size_t n = 58; n <= 62; n++) {
        text[0] = '1';
        for (size_t i = 0; i < n; i++)
            memcpy(text + 1 + 2 * i, "я", 2);
        kzsi_scan(text, text + 1 + 2 * n, &word);
        bool whole = true;
        for (const char *at = word.form; at < word.form + word.length;) {
            uint32_t c;
            at += kzsi_utf8_decode(at, word.form + word.length, &c);
            whole &= c != KZSI_REPLACEMENT;
        }
        ok(whole && word.length <= KZSI_FORM_MAX, "1 and %zu letters are cut between letters",
           n);
    }
}

int
main(void)
{
    kzsi_chars_init();
    words_and_their_places();
    bytes_that_are_no_text();
    lists_of_numbers_stay_lists();
    possessives_after_digits();
    abbreviations_keep_their_letters();
    length_limits();
    return tap_done();
}
