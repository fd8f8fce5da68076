/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "analysis/analysis.h"
#include "tests/unit/unit.h"

#define ROWS(table) (sizeof(table) / sizeof *(table))

static struct kzsi_buf buf;

static void
free_buf(void)
{
    kzsi_buf_free(&buf);
}

/* Form and scripts of one word: "erdoganL". */
static const char *
form_of_bytes(const char *text, size_t length)
{
    static char out[KZSI_FORM_MAX + 40];
    char *block = exact(text, length);
    struct kzsi_word word = {.start = block, .end = block + length, .scripts = 7, .length = 77};

    kzsi_normalize(&word);
    free(block);
    if (word.length > KZSI_FORM_MAX)
        return "longer than a form may be";
    snprintf(out, sizeof out, "%.*s%s%s%s", (int)word.length, word.form,
             word.scripts & KZSI_SCRIPT_LATIN ? "L" : "",
             word.scripts & KZSI_SCRIPT_RUSSIAN ? "R" : "",
             word.scripts & KZSI_SCRIPT_OTHER ? "O" : "");
    return out;
}

static const char *
form_of(const char *text)
{
    return form_of_bytes(text, strlen(text));
}

static void
forms(void)
{
    static const struct {
        const char *text, *want;
    } rows[] = {
        /* case */
        {"KAZAKHSTAN", "kazakhstanL"},
        {"КАЗАХСТАН", "казахстанR"},
        {"ҚАЗАҚСТАН", "қазақстанRO"},
        {"ΕΛΛΑΣ", "ελλασO"},
        {"straße", "strasseL"},
        /* ё and stress marks, but й, ї and ў */
        {"ещё", "ещеR"},
        {"ЕЩЁ", "ещеR"},
        {"еще\u0308", "ещеR"},
        {"при\u0301нципы", "принципыR"},
        {"принци\u0300пы", "принципыR"},
        {"й", "йR"},
        {"и\u0306", "йR"},
        {"И\u0306", "йR"},
        {"Київ", "київRO"},
        {"Киі\u0308в", "київRO"},
        {"ўчора", "ўчораRO"},
        {"у\u0306", "ўO"},
        {"и\u0306\u0301", "йR"},
        {"и\u0301\u0306", "йR"}, /* the marks in the other order */
        /* Latin without its marks */
        {"Erdoğan", "erdoganL"},
        {"Erdog\u0306an", "erdoganL"},
        {"İstanbul", "istanbulL"},
        {"ısı", "isiL"},
        {"Łódź", "lodzL"},
        {"Đorđe", "dordeL"},
        {"Þór", "thorL"},
        {"Æsop", "aesopL"},
        {"Œuvre", "oeuvreL"},
        {"Øre", "oreL"},
        {"Əliyev", "aliyevL"},
        {"Việt", "vietL"},
        {"ŋŧħĸƀƒɨʉ", "nthkbfiuL"},
        {"ȝ", "ȝLO"}, /* a Latin letter that the stemmer does not know */
        /* other scripts */
        {"Ἀθῆναι", "αθηναιO"},
        {"كِتَاب", "كتابO"},
        {"שָׁלוֹם", "שלוםO"},
        {"か\u3099", "がO"},
        {"ガ", "ガO"},
        {"ｶﾞ", "ガO"},
        {"नि", "निO"},
        {"한국", "한국O"},
        /* compatibility */
        {"ﬁnance", "financeL"},
        {"Ｇ７", "g7L"},
        {"x²", "x2L"},
        {"Ⅷ", "viiiL"},
        {"①", "1"},
        {"⑴", "1"}, /* the brackets are no part of a word */
        {"2022", "2022"},
        /* what is no spelling */
        {"O’Brien", "obrienL"},
        {"п'ять", "пятьR"},
        {"coopera\u00ADtion", "cooperationL"},
        {"co\u200Boperation", "cooperationL"},
        {"\u2066word\u2069", "wordL"},
        {"’", ""},
        {"\u00AD", ""},
        {"", ""},
        {"\u0301", ""},
        {"\u0301a", "aL"},
        /* two scripts */
        {"Кaзах", "казахR"}, /* a Latin a inside */
        {"Covidқ", "covidқLO"},
    };

    for (size_t i = 0; i < ROWS(rows); i++)
        is_string(form_of(rows[i].text), rows[i].want, "form of '%s'", rows[i].text);
}

static void
forms_of_forms(void)
{
    static const char *const rows[] = {"Erdoğan", "при́нципы", "Київ", "ЕЩЁ", "ﬁnance", "ガ",
                                       "Əliyev", "Ἀθῆναι", "한국", "Ⅷ", "ȝ", "İ", "ß", "ŉ"};

    for (size_t i = 0; i < ROWS(rows); i++) {
        struct kzsi_word word = {.start = rows[i], .end = rows[i] + strlen(rows[i])}, again;
        kzsi_normalize(&word);
        again = word;
        again.start = word.form;
        again.end = word.form + word.length;
        kzsi_normalize(&again);
        ok(again.length == word.length && memcmp(again.form, word.form, word.length) == 0,
           "the form of '%s' is its own form", rows[i]);
    }
}

static bool
is_utf8(const char *text, size_t length)
{
    for (const char *at = text; at < text + length;) {
        uint32_t c;
        at += kzsi_utf8_decode(at, text + length, &c);
        if (c == KZSI_REPLACEMENT)
            return false;
    }
    return true;
}

static void
long_words(void)
{
    char text[1200], other[1200];
    size_t n = 0;

    for (size_t letters = 55; letters <= 140; letters++) {
        struct kzsi_word word = {.start = text, .end = text + 2 * letters};
        for (size_t i = 0; i < letters; i++)
            memcpy(text + 2 * i, "қ", 2);
        kzsi_normalize(&word);
        bool whole = word.length == 2 * letters && memcmp(word.form, text, word.length) == 0;
        bool cut = word.length <= KZSI_FORM_MAX && is_utf8(word.form, word.length) &&
                   memchr(word.form, '~', word.length) != NULL;
        n += 2 * letters <= KZSI_FORM_MAX ? whole : cut;
    }
    is_number(n, 140 - 55 + 1, "words are whole up to the limit, and cut between letters above");

    for (size_t i = 0; i < 300; i++)
        memcpy(text + 2 * i, "ї", 2), memcpy(other + 2 * i, "ї", 2);
    memcpy(other + 2 * 299, "ґ", 2);
    char *first = strdup(form_of_bytes(text, 600));
    ok(strcmp(form_of_bytes(other, 600), first) != 0,
       "long words that differ far behind the cut have different forms");
    is_string(form_of_bytes(text, 600), first, "the same word has the same form");
    free(first);

    /* Full-width letters are three bytes each, but one in the form. */
    for (size_t i = 0; i < 100; i++)
        memcpy(text + 3 * i, "ａ", 3);
    struct kzsi_word word = {.start = text, .end = text + 300};
    kzsi_normalize(&word);
    ok(word.length <= KZSI_FORM_MAX && memchr(word.form, '~', word.length) != NULL,
       "a word that is too long only before it is folded is cut as well");

    for (size_t i = 0; i < 60; i++)
        memcpy(text + 3 * i, "ﷺ", 3); /* 18 letters each */
    form_of_bytes(text, 3);
    ok(strlen(form_of_bytes(text, 180)) <= KZSI_FORM_MAX,
       "what decomposes without bounds stays within them");
    text[0] = 'a';
    for (size_t i = 0; i < 500; i++)
        memcpy(text + 1 + 2 * i, "\u0301", 2);
    ok(strlen(form_of_bytes(text, 1001)) <= KZSI_FORM_MAX, "as does a pile of marks");
}

/* ---- keywords ---- */

static const char *
keyword_limited(const char *text, size_t length, size_t limit)
{
    char *block = exact(text, length);

    buf.length = 0;
    kzsi_normalize_keyword(block, length, limit, &buf);
    free(block);
    if (buf.length > limit)
        return "longer than the limit";
    kzsi_buf_byte(&buf, '\0');
    return buf.data;
}

static const char *
keyword(const char *text)
{
    return keyword_limited(text, strlen(text), 200);
}

static void
keywords(void)
{
    static const struct {
        const char *text, *want;
    } rows[] = {
        {"", ""},
        {" \t\n ", ""},
        {"The Economist", "the economist"},
        {"  The \t Economist\n", "the economist"},
        {"The\u00A0Economist", "the economist"},
        {"The\u202FEconomist", "the economist"},
        {"The\u3000Economist", "the economist"},
        {"The \u2003 Economist\u2003", "the economist"},
        {"\u2007The\u2028Economist", "the economist"},
        {"the´economist", "the economist"}, /* an accent alone is a space with a mark */
        {"НЕЗАВИСИМАЯ ГАЗЕТА", "независимая газета"},
        {"Артём Ёлкин", "артем елкин"},
        {"Recep Tayyip Erdoğan", "recep tayyip erdogan"},
        {"AT&T", "at&t"},
        {"foreign-policy", "foreign-policy"},
        {"O'Brien", "o'brien"},
        {"a/b: c, d", "a/b: c, d"},
        {"C++", "c++"},
        {"новости 24", "новости 24"},
        {"𝐍𝐞𝐰𝐬", "news"},
        {"tag \U0001F1F0\U0001F1FF", "tag \U0001F1F0\U0001F1FF"},
    };

    for (size_t i = 0; i < ROWS(rows); i++)
        is_string(keyword(rows[i].text), rows[i].want, "keyword '%s'", one_line(rows[i].text));
    is_string(keyword_limited("a\0b", 3, 200), "a b", "a NUL separates words");
    is_string(keyword_limited("a\xFF"
                              "b",
                              3, 200),
              "a\uFFFDb", "an invalid byte is replaced");
    buf.length = 0;
    kzsi_buf_str(&buf, "in front ");
    kzsi_normalize_keyword(" x", 2, 200, &buf);
    kzsi_buf_byte(&buf, '\0');
    is_string(buf.data, "in front x", "a keyword is appended to what is there");
}

static void
long_keywords(void)
{
    static const char upper[] =
        "МИНИСТЕРСТВО ИНОСТРАННЫХ ДЕЛ РЕСПУБЛИКИ КАЗАХСТАН, ДЕПАРТАМЕНТ АНАЛИЗА И ПРОГНОЗИРОВАНИЯ, "
        "УПРАВЛЕНИЕ ПО ДЕЛАМ СОСЕДНИХ ГОСУДАРСТВ, ОТДЕЛ УЧЁТА";
    static const char lower[] =
        "министерство иностранных  дел республики Казахстан, департамент анализа и прогнозирования, "
        "управление по делам соседних государств, отдел учета";
    static const char other[] =
        "министерство иностранных дел республики Казахстан, департамент анализа и прогнозирования, "
        "управление по делам соседних государств, отдел связи";
    char text[700], *first = strdup(keyword(upper));

    ok(strlen(first) <= 200 && strchr(first, '~') != NULL, "a long keyword is cut");
    ok(is_utf8(first, strlen(first)), "between characters");
    is_string(keyword(lower), first, "its spelling in other letters is the same keyword");
    ok(strcmp(keyword(other), first) != 0, "one that ends otherwise is another");
    free(first);

    for (size_t n = 195; n <= 205; n++) {
        memset(text, 'x', n);
        const char *have = keyword_limited(text, n, 200);
        ok(strlen(have) <= 200 && (strchr(have, '~') == NULL) == (n <= 200),
           "a keyword of %zu bytes is %s", n, n <= 200 ? "whole" : "cut");
    }
    /* Folded in pieces: no piece may end between a letter and its mark. */
    for (size_t before = 225; before <= 245; before++) {
        size_t length = before;
        memset(text, 'x', before);
        memcpy(text + length, "и\u0306o", 5);
        length += 5;
        const char *have = keyword_limited(text, length, 600);
        ok(strlen(have) == before + 3 && strcmp(have + before, "йo") == 0,
           "й decomposed behind %zu letters is й", before);
    }
}

/* Anything at all: bounds hold, forms are UTF-8 and hold no capitals or spaces. */
static void
hostile_text(void)
{
    unsigned wrong = 0;

    random_begin("random words");
    for (unsigned i = 0; i < 30000; i++) {
        char text[800];
        size_t length = 0, points = random_below(random_below(20) == 0 ? 190 : 12);
        for (size_t j = 0; j < points; j++) {
            static const uint32_t blocks[] = {0x20,   0xA0,   0x300,  0x400,  0x5D0,   0x600,
                                              0x900,  0x1E00, 0x1F00, 0x2000, 0x3040,  0x3300,
                                              0xAC00, 0xFB00, 0xFDF0, 0xFF00, 0x1D400, 0xE0000};
            uint32_t c = blocks[random_below(ROWS(blocks))] + (uint32_t)random_below(0x100);
            length += kzsi_utf8_encode(c, text + length);
        }
        if (length > 0 && random_below(4) == 0)
            text[random_below(length)] = (char)random_next();
        char *block = exact(text, length);
        struct kzsi_word word = {.start = block, .end = block + length};
        kzsi_normalize(&word);
        bool good = word.length <= KZSI_FORM_MAX && is_utf8(word.form, word.length);
        for (size_t j = 0; j < word.length; j++)
            good &= (unsigned char)word.form[j] > ' ' &&
                    !(word.form[j] >= 'A' && word.form[j] <= 'Z');
        buf.length = 0;
        kzsi_normalize_keyword(block, length, 60, &buf);
        good &= buf.length <= 60 && memchr(buf.data, '\0', buf.length) == NULL;
        good &= buf.length == 0 || (buf.data[0] != ' ' && buf.data[buf.length - 1] != ' ');
        if (!good && wrong++ < 5) {
            printf("# wrong:");
            for (size_t j = 0; j < length; j++)
                printf(" %02X", (unsigned char)text[j]);
            printf(" -> '%.*s' '%.*s'\n", (int)word.length, word.form, (int)buf.length, buf.data);
        }
        free(block);
    }
    is_number(wrong, 0, "forms and keywords stay within their bounds, whatever comes in");
}

int
main(void)
{
    atexit(free_buf);
    kzsi_chars_init();
    kzsi_buf_reserve(&buf, 1);
    forms();
    forms_of_forms();
    long_words();
    keywords();
    long_keywords();
    hostile_text();
    return tap_done();
}
