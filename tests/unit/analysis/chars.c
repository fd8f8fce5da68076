/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <pthread.h>

#include "analysis/analysis.h"
#include "tests/unit/unit.h"

static const char *const class_names[] = {
    "separator", "Latin", "Russian", "Cyrillic",  "letter",     "ideograph",
    "digit",     "sign",  "mark",    "ignorable", "apostrophe", "hyphen",
};

static void
characters_have_the_right_class(void)
{
    static const struct {
        enum kzsi_class class;
        uint32_t codes[16]; /* until 0 */
    } rows[] = {
        {KZSI_SEPARATOR,
         {' ', '\t', '\n', '.', ',', '/', '_', '@', '#', '$', '&', '"', '~', 0x7F, 0xA0}},
        {KZSI_SEPARATOR,
         {0x2014, 0x2015, 0x2212, 0xAB, 0xBB, 0x201C, 0x201D, 0x201E, 0x2026, 0x20AC, 0x2116,
          0x3000, 0x3001, 0xFF0C}},
        {KZSI_SEPARATOR, {0xFFFD, 0xE000, 0xFFFE, 0x1F1F0, 0x1F600, 0xBD, 0x2153, 0x10FFFF}},
        {KZSI_LATIN,
         {'a', 'z', 'A', 'Z', 0xDF, 0xE9, 0x11F, 0x130, 0x131, 0x142, 0x18F, 0x259, 0x1E9E,
          0xFB01, 0xFF21}},
        {KZSI_LATIN, {0x2163, 0x1D43, 0xAA, 0x1E00, 0x1EF9, 0x2C60, 0xA7AE}},
        {KZSI_RUSSIAN, {0x401, 0x410, 0x419, 0x42A, 0x42F, 0x430, 0x439, 0x44F, 0x451}},
        {KZSI_CYRILLIC,
         {0x400, 0x402, 0x404, 0x406, 0x407, 0x40E, 0x450, 0x456, 0x457, 0x45E, 0x49B, 0x4D9,
          0x4E9, 0x4AF, 0x493}},
        {KZSI_CYRILLIC, {0x462, 0x463, 0x472, 0x490, 0x491, 0x52F, 0x1C80, 0xA640}},
        {KZSI_LETTER,
         {0x391, 0x3C9, 0x531, 0x5D0, 0x627, 0x6A9, 0x905, 0x10D0, 0xAC00, 0xE01, 0x1F00}},
        {KZSI_IDEOGRAPH,
         {0x4E2D, 0x56FD, 0x3042, 0x30A2, 0x30FC, 0x3005, 0x3007, 0x3400, 0xF900, 0x20000,
          0x30000}},
        {KZSI_DIGIT, {'0', '9', 0x663, 0x6F3, 0x967, 0xFF15, 0xB2, 0x2460, 0x2082}},
        {KZSI_IDEOGRAPH, {0x3031, 0x3035, 0xFF66, 0xFF76, 0xFF9D}},
        {KZSI_SIGN, {'%', 0x66A, 0xFE6A, 0xFF05}},
        {KZSI_MARK, {0x300, 0x301, 0x306, 0x308, 0x327, 0x483, 0x64B, 0x93E, 0x94D, 0xFE0F}},
        {KZSI_MARK, {0x20E3, 0x3099, 0x309A, 0xFF9E, 0xFF9F, 0x1DC0, 0x20D0}},
        {KZSI_IGNORABLE,
         {0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x202A, 0x202E, 0x2060, 0x2066, 0xFEFF,
          0x61C, 0x34F}},
        {KZSI_APOSTROPHE, {'\'', '`', 0xB4, 0x2BC, 0x2BB, 0x2B9, 0x2018, 0x2019, 0x201B, 0x2032,
                           0xFF07}},
        {KZSI_HYPHEN, {'-', 0x2010, 0x2011, 0x2012, 0x2013, 0xFE63, 0xFF0D}},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (size_t j = 0; j < 16 && rows[i].codes[j] != 0; j++) {
            uint32_t c = rows[i].codes[j];
            enum kzsi_class have = kzsi_class_of(c);
            if (!ok(have == rows[i].class, "U+%04X is %s", c, class_names[rows[i].class]))
                printf("#      have %s\n", class_names[have]);
        }
    ok(kzsi_class_of(0) == KZSI_SEPARATOR, "NUL is a separator");
}

static void
controls_separate(void)
{
    bool all = true;

    for (uint32_t c = 0; c < 0x20; c++)
        all &= kzsi_class_of(c) == KZSI_SEPARATOR;
    for (uint32_t c = 0x7F; c < 0xA0; c++)
        all &= kzsi_class_of(c) == KZSI_SEPARATOR;
    ok(all, "controls of both kinds are separators");
}

static void
table_agrees_with_the_rule(void)
{
    bool same = true, known = true, slow_is_fast = true;

    for (uint32_t c = 0; c < 0x530; c++)
        same &= kzsi_class_table[c] == kzsi_class_slow(c);
    for (uint32_t c = 0; c <= 0x10FFFF; c++) {
        known &= (unsigned)kzsi_class_of(c) <= KZSI_HYPHEN;
        slow_is_fast &= c < 0x530 || kzsi_class_of(c) == kzsi_class_slow(c);
    }
    ok(same, "the table below U+0530 says what the rule says");
    ok(known && slow_is_fast, "every code point has a class");
}

static void
russian_lower_case(void)
{
    bool good = true;

    for (uint32_t c = 0x400; c < 0x460; c++) {
        uint32_t want = 0;
        if (c >= 0x410 && c <= 0x42F)
            want = c + 0x20;
        else if (c >= 0x430 && c <= 0x44F)
            want = c;
        else if (c == 0x401 || c == 0x451)
            want = 0x435;
        good &= kzsi_russian_lower[c - 0x400] == want;
        good &= (kzsi_class_of(c) == KZSI_RUSSIAN) == (want != 0);
    }
    ok(good, "А to Я become а to я, Ё and ё become е, others are no Russian letters");
}

static void
letters_are_letters(void)
{
    ok(kzsi_is_letter(KZSI_LATIN) && kzsi_is_letter(KZSI_RUSSIAN) &&
           kzsi_is_letter(KZSI_CYRILLIC) && kzsi_is_letter(KZSI_LETTER),
       "letters of alphabets are letters");
    ok(!kzsi_is_letter(KZSI_SEPARATOR) && !kzsi_is_letter(KZSI_IDEOGRAPH) &&
           !kzsi_is_letter(KZSI_DIGIT) && !kzsi_is_letter(KZSI_MARK) &&
           !kzsi_is_letter(KZSI_IGNORABLE) && !kzsi_is_letter(KZSI_APOSTROPHE) &&
           !kzsi_is_letter(KZSI_HYPHEN),
       "nothing else is");
}

static void *
prepare(void *result)
{
    kzsi_chars_init();
    *(bool *)result = kzsi_class_of('a') == KZSI_LATIN && kzsi_class_of(0x451) == KZSI_RUSSIAN &&
                      kzsi_class_of(0x52F) == KZSI_CYRILLIC && kzsi_russian_lower[0x51] == 0x435;
    return NULL;
}

static void
tables_are_prepared_once_for_all_threads(void)
{
    enum { THREADS = 8 };
    pthread_t threads[THREADS];
    bool ready[THREADS] = {false}, all = true;

    for (size_t i = 0; i < THREADS; i++)
        if (pthread_create(&threads[i], NULL, prepare, &ready[i]) != 0)
            exit(99);
    for (size_t i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        all &= ready[i];
    }
    ok(all, "threads that start together all find the tables ready");
}

int
main(void)
{
    tables_are_prepared_once_for_all_threads();
    characters_have_the_right_class();
    controls_separate();
    table_agrees_with_the_rule();
    russian_lower_case();
    letters_are_letters();
    return tap_done();
}
