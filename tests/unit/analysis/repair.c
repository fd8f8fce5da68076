/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/analysis/reading.h"

static void
letters_of_the_wrong_script(void)
{
    static const struct reading rows[] = {
        {"Кaзахстан", "казахстан"},     /* Latin a */
        {"КAЗAXCTAH", "казахстан"},     /* but for К and З all of it */
        {"Tокаев", "токаев"},           /* Latin T */
        {"Tokaев", "токаев"},           /* all but в */
        {"CНГ", "снг"},                 /* Latin C */
        {"OОН", "оон"},                 /* Latin O */
        {"Kаzakhstan", "kazakhstan"},   /* Cyrillic а */
        {"КAZAKHSTAN", "kazakhstan"},   /* Cyrillic К */
        {"Ѕputnik", "sputnik"},         /* Macedonian Ѕ */
        {"ещë", "еще"},                 /* Latin ë */
        {"большáя", "большая"},         /* Latin á as the stress */
        {"Қaзақстан", "қазақстан"},
        {"əдебиет", "әдебиет"},         /* Latin schwa, as on Kazakh pages */
        {"Республикасi", "республикасі"},
        {"Справедливый Кaзахстaн для всех", "справедливый казахстан для всех"},
        {"в Кaзах\u00ADстане", "в казахстане"},
    };

    CHECK_READINGS(rows);
}

static void
words_of_two_scripts(void)
{
    static const struct reading rows[] = {
        {"IT-компания", "it- компания"},
        {"Ё-mobile", "е- mobile"},
        {"SMSка", "smsка"},
        {"PRом", "prом"},
        {"VIPов", "vipов"},
        {"МегаFon", "мегаfon"},
        {"Fарс", "fарс"},
        {"ВKонтакте", "вконтакте"},
        {"Путин's", "путинs"},
        {"β-каротин", "β- каротин"},
        {"Су-35 и T-72", "су- 35 и t- 72"},
        {"G7", "g7"},
        {"a", "a"}, /* alone a letter is what it is */
        {"а", "а"},
        {"CCCP", "cccp"}, /* nothing tells that it is no Latin word */
        {"Əliyev", "aliyev"},
        {"Ozodlik’ning", "ozodlikning"},
    };

    CHECK_READINGS(rows);
}

static void
invisible_characters_and_marks(void)
{
    static const struct reading rows[] = {
        {"при́нципы", "принципы"},
        {"при\u0300нципы", "принципы"},
        {"Каз\u00ADах\u00ADстан", "казахстан"},
        {"Каз\u200Bахстан", "казахстан"},
        {"Каз\u200D\u2060ахстан", "казахстан"},
        {"\uFEFFКазахстан", "казахстан"},
        {"\u202BКазахстан\u202C", "казахстан"},
        {"К\u0336а\u0336з\u0336ах", "казах"}, /* struck through */
        {"К\u0332а\u0332зах", "казах"},       /* underlined */
        {"ﬁnal oﬃce", "final office"},
        {"и\u0306од", "йод"},
    };

    CHECK_READINGS(rows);
}

static void
lines_that_break_words(void)
{
    static const struct reading rows[] = {
        {"Казах-\nстан", "казах- стан"},
        {"Казах-\r\nстан", "казах- стан"},
        {"Казах- \n   стан", "казах- стан"},
        {"quasi-\nstates", "quasi- states"},
        {"Нур-\nСултан", "нур- султан"},
        {"КАЗАХ-\nСТАН", "казах- стан"},
        {"Казах\u2010\nстан", "казах- стан"},
        {"Казах\u00AD\nстан", "казахстан"}, /* surely one word */
        {"Казах\u00AC\nстан", "казахстан"},
        {"Казах\u00AC\r\n  стан", "казахстан"},
        /* what is no broken word */
        {"слово-\n\nновый абзац", "слово новый абзац"},
        {"слово-\nНовая строка", "слово новая строка"},
        {"слово -\nтире", "слово тире"},
        {"слово\u2013\nтире", "слово тире"},
        {"1941-\n1945", "1941 1945"},
        {"слово-\n- пункт", "слово пункт"},
        {"слово-", "слово"},
        {"слово-\n", "слово"},
        {"слово¬ слово", "слово слово"},
        {"слово\u00AD\n", "слово"},
    };

    CHECK_READINGS(rows);
}

static void
letters_spaced_out(void)
{
    static const struct reading rows[] = {
        {"К а з а х с т а н", "казахстан"},
        {"К А З А Х С Т А Н", "казахстан"},
        {"I M P O R T A N T", "important"},
        {"v e r y  i m p o r t a n t  news", "v e r y important news"},
        {"К\u00A0а\u00A0з\u00A0а\u00A0х", "казах"},
        {"с п р а в е д л и в ы й   К а з а х с т а н", "справедливый казахстан"},
        {"В с е   о   К а з а х с т а н е.", "в с е о казахстане"},
        {"ВАЖНО: В Ы Б О Р Ы!", "важно выборы"},
        {"В К а з а х с т а н е", "в казахстане"},
        /* words of one letter, lists, initials */
        {"и в с у", "и в с у"},
        {"а я и ты", "а я и ты"},
        {"Я и a I", "я и a i"},
        {"vitamins A B C D E", "vitamins a b c d e"},
        {"x x x x x x", "x x x x x x"},
        {"a b a b c", "a b a b c"},
        {"м а м а м а", "м а м а м а"},
        {"1 2 3 4 5", "1 2 3 4 5"},
        {"a b c а б в", "a b c а б в"},
        {"I M P O rtant", "i m p o rtant"},
        {"К-а з а х", "к- а з а х"},
    };
    char many[400];
    size_t length = 0;

    CHECK_READINGS(rows);
    for (size_t i = 0; i < 60; i++)
        length += (size_t)sprintf(many + length, "%c ", "etaoinshr"[i * 7 % 9]);
    ok(strchr(read_of(many), ' ') != NULL, "sixty letters are no word");
}

int
main(void)
{
    letters_of_the_wrong_script();
    words_of_two_scripts();
    invisible_characters_and_marks();
    lines_that_break_words();
    letters_spaced_out();
    return tap_done();
}
