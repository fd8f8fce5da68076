/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sees the list itself: the module is compiled in under another name. */
#define kzsi_is_stop_word listed
#include "analysis/stopwords.c"
#undef kzsi_is_stop_word

#include "tests/unit/analysis/words.h"

bool kzsi_is_stop_word(const char *form, size_t length);

static void
the_list_is_in_order(void)
{
    size_t count = sizeof words / sizeof *words, sorted = 1, found = 0, forms = 0;

    for (size_t i = 1; i < count; i++) {
        sorted += strcmp(words[i - 1], words[i]) < 0;
        if (strcmp(words[i - 1], words[i]) >= 0)
            printf("# '%s' stands before '%s'\n", words[i - 1], words[i]);
    }
    for (size_t i = 0; i < count; i++) {
        size_t length = strlen(words[i]);
        char *block = exact(words[i], length);
        found += listed(block, length) && kzsi_is_stop_word(block, length);
        free(block);
        forms += strcmp(forms_of(words[i]), words[i]) == 0;
        if (strcmp(forms_of(words[i]), words[i]) != 0)
            printf("# '%s' is no form\n", words[i]);
    }
    is_number(sorted, count, "the list is sorted by bytes and names nothing twice");
    is_number(found, count, "each of its %zu words is found", count);
    is_number(forms, count, "each is written as forms are: lower case, е for ё");
}

static void
answers(void)
{
    static const char *const stop[] = {"a",   "the", "of",  "and", "yourselves", "was",
                                       "и",   "не",  "еще", "я",   "чтобы",      "который",
                                       "все", "во",  "об",  "с"};
    static const char *const content[] = {
        "",       "th",         "thee",     "kazakhstan", "президент", "казахстан", "th\xD0",
        "andd",   "yourselvesx", "яя",      "\xD1",       "мир",       "zzz",       "0",
        "The",    "ещё",        "И",        "2022",       "новый",     "new"};

    for (size_t i = 0; i < sizeof stop / sizeof *stop; i++)
        ok(kzsi_is_stop_word(stop[i], strlen(stop[i])), "'%s' is a stop word", stop[i]);
    for (size_t i = 0; i < sizeof content / sizeof *content; i++) {
        size_t length = strlen(content[i]);
        char *block = exact(content[i], length);
        ok(!kzsi_is_stop_word(block, length), "'%s' is none", content[i]);
        free(block);
    }
    ok(kzsi_is_stop_word("theory", 3), "the length ends the form");
}

int
main(void)
{
    the_list_is_in_order();
    answers();
    return tap_done();
}
