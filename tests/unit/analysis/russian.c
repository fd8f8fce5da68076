/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Russian before Snowball: reflexive forms, and the vowels of -ок, -ек, -ец. */
#include "analysis/rewrite.h"
#include "tests/unit/analysis/stems.h"

static const char *
prepared(const char *form)
{
    static char out[KZSI_REWRITTEN_MAX + 1];
    size_t length = strlen(form), out_length = 0;
    char *block = exact(form, length);
    enum kzsi_rewriting done = kzsi_rewrite_russian(block, length, out, &out_length);

    free(block);
    out[out_length] = '\0';
    return done == KZSI_REWRITE_NONE ? "-" : out;
}

static void
vowels_go(void)
{
    static const char *const words[][2] = {
        {"рынок", "рынк"},        {"список", "списк"},     {"участок", "участк"},
        {"поездок", "поездк"},    {"книжек", "книжк"},     {"точек", "точк"},
        {"строек", "стройк"},     {"копеек", "копейк"},    {"огонек", "огоньк"},
        {"отец", "отц"},          {"конец", "конц"},       {"боец", "бойц"},
        {"владелец", "владельц"}, {"торговец", "торговц"}, {"европеец", "европейц"},
    };
    static const char *const whole[] = {"восток",  "срок", "урок",  "поток",  "игрок", "сток",
                                        "человек", "век",  "узбек", "мудрец", "ток",   "ец",
                                        "вбок",    "боок", "аптек", "войск",  "месяц"};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        is_string(prepared(words[i][0]), words[i][1], "%s loses its vowel", words[i][0]);
    for (size_t i = 0; i < sizeof whole / sizeof *whole; i++) {
        const char *out = prepared(whole[i]);
        ok(strcmp(out, "-") == 0 || strcmp(out, whole[i]) == 0, "%s keeps it", whole[i]);
    }
}

static const char *const reflexive[] = {
    "требуется требовать требуются", "вернулся вернуть вернувшийся",
    "пользуясь пользоваться",        "оказалось оказался окажется",
    "борется бороться боролись",     "надеюсь надеяться надеется",
};
static const char *const no_verbs[][2] = {
    {"запись", "запить"}, {"подпись", "подпить"}, {"связь", "свой"},
    {"гусь", "гу"},       {"лосось", "лосо"},
};

int
main(void)
{
    kzsi_stem_lists_init();
    vowels_go();
    CHECK_ROWS(reflexive);
    CHECK_PAIRS(no_verbs);
    is_string(prepared(""), "-", "an empty form is none of ours");
    is_string(prepared("ся"), "-", "nor is an ending alone");
    return tap_done();
}
