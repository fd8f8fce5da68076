/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Days, however they are written: one term for each, beside those of its words.
 *
 *     21.11.2022   21/11/2022   21-11-2022   2022-11-21   2022.11.21   11/21/2022
 *     21 ноября 2022 (года)   21 November 2022   21st of November, 2022
 *     November 21, 2022   Nov. 21 2022
 *
 * The day comes before the month, unless it cannot: 11/21/2022. Years have four digits.
 */
#include <stdio.h>
#include <string.h>

#include "analysis/scan.h"

static bool
write_day(unsigned year, unsigned month, unsigned day, char out[KZSI_DAY_LENGTH])
{
    char text[40];

    if (year < 1000 || year > 2999 || month < 1 || month > 12 || day < 1 || day > 31)
        return false;
    snprintf(text, sizeof text, "%04u-%02u-%02u", year, month, day);
    memcpy(out, text, KZSI_DAY_LENGTH);
    return true;
}

static unsigned
number_of(const char *digits, size_t count)
{
    unsigned value = 0;

    for (size_t i = 0; i < count && i < 9; i++)
        value = value * 10 + (unsigned)(digits[i] - '0');
    return value;
}

/* ---- in figures ---- */

const char *
kzsi_day_in_figures(const char *at, const char *end, char day[KZSI_DAY_LENGTH])
{
    unsigned value[3];
    size_t digits[3];
    char separator = '\0';

    for (size_t i = 0; i < 3; i++) {
        if (i > 0) {
            if (at >= end || (*at != '.' && *at != '/' && *at != '-') ||
                (i == 2 && *at != separator))
                return NULL;
            separator = *at++;
        }
        digits[i] = kzsi_count_digits(at, end);
        value[i] = number_of(at, digits[i]);
        if (digits[i] == 0 || digits[i] > 4)
            return NULL;
        at += digits[i];
    }
    /* 21.11.2022.5 is something else; 2022-11-21T10:30 is not. */
    if (at < end && *at == separator && kzsi_is_digit_at(at + 1, end))
        return NULL;
    if (kzsi_starts_word(kzsi_look(at, end).class) &&
        !(*at == 'T' && kzsi_is_digit_at(at + 1, end)))
        return NULL;
    if (digits[0] == 4 && digits[1] == 2 && digits[2] == 2)
        return write_day(value[0], value[1], value[2], day) ? at : NULL;
    if (digits[0] > 2 || digits[1] > 2 || digits[2] != 4)
        return NULL;
    if (write_day(value[2], value[1], value[0], day) ||
        (separator == '/' && write_day(value[2], value[0], value[1], day)))
        return at;
    return NULL;
}

/* ---- in words ---- */

/* In English in full or by three letters, in Russian in the genitive. */
static const struct {
    const char *english, *russian;
} months[] = {
    {"january", "января"}, {"february", "февраля"}, {"march", "марта"},
    {"april", "апреля"},   {"may", "мая"},          {"june", "июня"},
    {"july", "июля"},      {"august", "августа"},   {"september", "сентября"},
    {"october", "октября"}, {"november", "ноября"}, {"december", "декабря"},
};

static bool
is(const struct kzsi_word *word, const char *text)
{
    return word->length == strlen(text) && memcmp(word->form, text, word->length) == 0;
}

/* The number of a month, 0 if the word is none. */
static unsigned
month_of(const struct kzsi_word *word)
{
    for (unsigned i = 0; i < 12; i++)
        if (is(word, months[i].english) || is(word, months[i].russian) ||
            (word->length == 3 && memcmp(word->form, months[i].english, 3) == 0))
            return i + 1;
    return is(word, "sept") ? 9 : 0;
}

/* The day of the month, 21 or 21st; 0 if the word is none. */
static unsigned
day_of(const struct kzsi_word *word)
{
    static const char endings[] = "stndrdth";
    size_t digits = kzsi_count_digits(word->form, word->form + word->length);
    size_t rest = word->length - digits;
    bool ends = rest == 0;

    for (size_t i = 0; rest == 2 && i < 8; i += 2)
        ends |= memcmp(word->form + digits, endings + i, 2) == 0;
    return ends && digits >= 1 && digits <= 2 ? number_of(word->form, digits) : 0;
}

static unsigned
year_of(const struct kzsi_word *word)
{
    size_t digits = kzsi_count_digits(word->form, word->form + word->length);

    if (digits != 4 || !(word->length == 4 ||
                         (word->length == 6 && memcmp(word->form + 4, "г", 2) == 0)))
        return 0; /* 2022г. */
    return number_of(word->form, 4);
}

const char *
kzsi_day_in_words(const struct kzsi_word *word, const char *end, char day[KZSI_DAY_LENGTH])
{
    struct kzsi_word second, third;
    unsigned month, of_month;

    if (!kzsi_peek(word->end, end, &second, word->has_digit ? "" : ".")) /* Nov. 21 */
        return NULL;
    if (word->has_digit) {
        if ((of_month = day_of(word)) == 0)
            return NULL;
        if (is(&second, "of") && !kzsi_peek(second.end, end, &second, ""))
            return NULL;
        month = month_of(&second);
    } else {
        month = month_of(word);
        of_month = month > 0 ? day_of(&second) : 0;
    }
    if (month == 0 || of_month == 0 || !kzsi_peek(second.end, end, &third, ".,") ||
        !write_day(year_of(&third), month, of_month, day))
        return NULL;
    if (kzsi_peek(third.end, end, &second, "") &&
        (is(&second, "г") || is(&second, "года") || is(&second, "году")))
        return second.end;
    return third.end;
}
