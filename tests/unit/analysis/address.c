/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/analysis/reading.h"

static void
urls(void)
{
    static const struct reading rows[] = {
        {"https://www.kazinform.kz/en/article?x=1",
         "https{kazinform.kz/en/article?x=1 https://www.kazinform.kz/en/article?x=1} "
         "www kazinform kz en article x 1"},
        {"(see http://Site.KZ/).", "see http{site.kz http://Site.KZ/} site kz"},
        {"www.site.kz, www", "www{site.kz www.site.kz} site kz www"},
        {"«http://пример.рф/Путь»",
         "http{пример.рф/путь http://пример.рф/Путь} пример рф путь"},
        {"http://ru.wikipedia.org/wiki/%D0%9A_(x)",
         "http{ru.wikipedia.org/wiki/%d0%9a_(x) http://ru.wikipedia.org/wiki/%D0%9A_(x)} ru "
         "wikipedia org wiki x"},
        {"ftp://a.b:21/c-d.tar.gz", "ftp{a.b:21/c-d.tar.gz ftp://a.b:21/c-d.tar.gz} a b 21 c d "
                                    "tar gz"},
        {"http://1.2.2022/", "http{1.2.2022 http://1.2.2022/} 1 2 2022"},
        /* no addresses */
        {"http://", "http"},
        {"http: //x", "http x"},
        {"site.kz", "site kz"},
        {"and/or", "and or"},
        {"xhttp://site.kz", "xhttp site kz"},
        {"WWW", "www"},
    };

    CHECK_READINGS(rows);
}

static void
the_same_address(void)
{
    all_have("kazinform.kz/en",
             LIST("http://kazinform.kz/en", "https://www.kazinform.kz/en/",
                  "HTTPS://KAZINFORM.KZ/EN", "www.kazinform.kz/en", "<http://kazinform.kz/en>",
                  "\"http://kazinform.kz/en\"", "http://kazinform.kz/en, etc."));
    none_has("kazinform.kz/en", LIST("http://kazinform.kz/ru", "http://kazinform.kz/en/x",
                                     "kazinform kz en"));
}

static void
e_mail(void)
{
    static const struct reading rows[] = {
        {"mail info@kazinform.kz.", "mail info{info@kazinform.kz info@kazinform.kz} kazinform kz"},
        {"Press.Office+x@Mail.Gov.KZ",
         "press{press.office+x@mail.gov.kz Press.Office+x@Mail.Gov.KZ} office x mail gov kz"},
        {"a_b-c@d-e.kz", "a{a_b-c@d-e.kz a_b-c@d-e.kz} b c d e kz"},
        {"2022@site.kz", "2022{2022@site.kz 2022@site.kz} site kz"},
        /* no addresses */
        {"me@home", "me home"},
        {"a@b.1", "a b 1"},
        {"a @b.kz", "a b kz"},
        {"price@5.50", "price 5.50"},
        {"@@@ a@", "a"},
    };

    CHECK_READINGS(rows);
}

static void
hashtags_and_names(void)
{
    static const struct reading rows[] = {
        {"#Казахстан", "казахстан"},
        {"#JustKazakhstan", "just- kazakhstan"},
        {"#СправедливыйКазахстан!", "справедливый- казахстан"},
        {"#just_kazakhstan", "just- kazakhstan"},
        {"@TokayevKZ", "tokayev- kz"},
        {"#G20Summit, #COVID19", "g20summit covid19"},
        {"#KAZAKHSTAN", "kazakhstan"},
        {"#1 #2022-11-21", "1 2022{2022-11-21 2022-11-21} 11 21"},
        {"JustKazakhstan", "justkazakhstan"}, /* no hashtag */
        {"# Heading", "heading"},
        {"#a_", "a"},
    };

    CHECK_READINGS(rows);
}

static void
long_addresses(void)
{
    char text[6000], other[6000];
    struct kzsi_reader reader;
    struct kzsi_word word;
    size_t n;

    for (n = 100; n <= 3000; n += 700) {
        memset(text, 'x', sizeof text);
        memcpy(text, "http://a.kz/", 12);
        kzsi_reader_begin(&reader, text, n);
        ok(kzsi_next_word(&reader, &word) && word.also_length > 0 &&
               word.also_length <= KZSI_FORM_MAX,
           "a URL of %zu bytes has a term that is not too long", n);
        memcpy(other, word.also, word.also_length);
        text[n < 1500 ? n - 1 : 1400] = 'y';
        size_t length = word.also_length;
        kzsi_reader_begin(&reader, text, n);
        ok(kzsi_next_word(&reader, &word) &&
               (word.also_length != length || memcmp(word.also, other, length) != 0),
           "and another one has another term");
    }
}

int
main(void)
{
    urls();
    the_same_address();
    e_mail();
    hashtags_and_names();
    long_addresses();
    return tap_done();
}
