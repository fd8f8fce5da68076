/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Second terms of words as tokens: where they stand, and what they are. */
#include "tests/unit/analysis/words.h"

static const char *
without_names(const char *text, bool places)
{
    struct kzsi_analyzer *analyzer = words_begin(text, strlen(text));
    struct kzsi_token token;
    bool failed;

    while (kzsi_analyzer_next(analyzer, &token, &failed)) {
        if (token.kind == KZS_TOKEN_NAME)
            continue;
        if (words_buf.length > 0)
            kzsi_buf_byte(&words_buf, ' ');
        kzsi_buf_add(&words_buf, token.term, token.term_length);
        kzsi_buf_byte(&words_buf, token.kind == KZS_TOKEN_COMPOUND ? '+'
                                  : token.kind == KZS_TOKEN_NUMBER ? '#'
                                                                   : '=');
        if (places)
            kzsi_buf_printf(&words_buf, "%u[%zu,%zu)", token.position, token.start, token.end);
    }
    return words_text();
}

static void
second_terms(void)
{
    static const struct {
        const char *text, *want, *name;
    } rows[] = {
        {"up 30% now", "up=1[0,2) 30#2[3,5) процент=3[5,6) percent=3[5,6) now=4[7,10)",
         "a percent sign is a word of both languages"},
        {"a $5bn deal", "a=1[0,1) 5000000000usd+2[3,6) 5#2[3,4) billion=3[4,6) deal=4[7,11)",
         "a sum comes before its words"},
        {"$500", "500usd#1[1,4) 500#1[1,4)", "a sum of one word is that word"},
        {"on 21.11.2022 in", "on=1[0,2) 2022-11-21+2[3,13) 21#2[3,5) 11#3[6,8) 2022#4[9,13) "
                             "in=5[14,16)",
         "a day comes before its parts"},
        {"a 5-billion deal",
         "a=1[0,1) 5billion+2[2,11) 5000000000+2[2,11) 5#2[2,3) billion=3[4,11) deal=4[12,16)",
         "a hyphenated sum is a compound twice"},
        {"x@y.kz", "x@y.kz+1[0,6) x=1[0,1) y=2[2,3) kz=3[4,6)", "an address"},
        {"#JustUs", "justus+1[1,7) just=1[1,5) us=2[5,7)", "a hashtag"},
        {"Казах-\nстан", "казахстан+1[0,20) казах=1[0,10) стан=2[12,20)", "a broken word"},
        {"1 000 per cent", "1000#1[0,5) percent=2[6,14)", "words with spaces"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        is_string(without_names(rows[i].text, true), rows[i].want, "%s", rows[i].name);
}

/* Spellings that are the same to the reader are the same terms. */
static void
same_terms(void)
{
    static const char *const rows[][6] = {
        {"1,000", "1 000", "1000", "1\u00A0000"},
        {"7,5", "7.5"},
        {"30%", "30 %", "30\u00A0%", "30％"},
        {"30 percent", "30 per cent", "30 Percent"},
        {"U.S.", "US", "U.S", "U.S.’s"},
        {"и т.д.", "и тд"},
        {"Кaзахстан", "Казахстан", "К а з а х с т а н", "КАЗАХСТАН", "Каза\u00ADхстан"},
        {"G7", "G7’s"},
        {"5bn", "5 bn"},
        {"5 млрд", "5 миллиардов", "5млрд"},
        {"#justKazakhstan", "#just_kazakhstan", "#JustKazakhstan"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (size_t j = 1; j < 6 && rows[i][j] != NULL; j++) {
            char *first = strdup(without_names(rows[i][0], false));
            is_string(without_names(rows[i][j], false), first, "'%s' is '%s'", rows[i][j], rows[i][0]);
            free(first);
        }
}

int
main(void)
{
    second_terms();
    same_terms();
    return tap_done();
}
