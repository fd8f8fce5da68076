/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Sums and large numbers: one term for each, beside those of its words.
 *
 *     $5bn   $5 billion   5 billion dollars   USD 5 bn   5 млрд долларов      5000000000usd
 *     5bn    5 billion    5 млрд              5,000,000,000                   5000000000
 *
 * Abbreviations become the words they stand for, so that 5bn and 5 billion meet as words and
 * in phrases, too: bn, mln, млн, млрд, трлн and тыс anywhere, m, b and k only behind a number
 * with a currency sign. A pound may be one of weight: only the sign and GBP are money.
 */
#include <string.h>

#include "analysis/scan.h"

/* A number for itself; longer ones are no sums. */
#define DIGITS_MAX 24

struct word_list {
    const char *text, *meaning;
};

static const char *
find(const struct word_list *list, const char *form, size_t length)
{
    for (; list->text != NULL; list++)
        if (strlen(list->text) == length && memcmp(list->text, form, length) == 0)
            return list->meaning;
    return NULL;
}

/* ---- abbreviations ---- */

static const struct word_list anywhere[] = {
    {"bn", "billion"},     {"mln", "million"},     {"тыс", "тысяча"},
    {"млн", "миллион"},    {"млрд", "миллиард"},   {"трлн", "триллион"},
    {NULL, NULL},
};

static const struct word_list behind_number[] = {
    {"mn", "million"}, {"tn", "trillion"}, {"trn", "trillion"}, {"km", "km"}, {"kg", "kg"},
    {"км", "км"},      {"кг", "кг"},       {"г", "г"},          {"гг", "гг"}, {"руб", "руб"},
    {"тг", "тг"},      {NULL, NULL},
};

static const struct word_list behind_money[] = {
    {"k", "thousand"}, {"m", "million"}, {"b", "billion"}, {NULL, NULL},
};

static const char *
meaning_of_suffix(const char *form, size_t length, bool money)
{
    const char *meaning = find(anywhere, form, length);

    if (meaning == NULL)
        meaning = find(behind_number, form, length);
    if (meaning == NULL && money)
        meaning = find(behind_money, form, length);
    return meaning;
}

static void
replace(struct kzsi_word *word, const char *meaning)
{
    if (meaning == NULL)
        return;
    word->length = strlen(meaning);
    memcpy(word->form, meaning, word->length);
}

void
kzsi_spell_out(struct kzsi_word *word)
{
    if (!word->capital) /* BN, TN and MN are other things */
        replace(word, find(anywhere, word->form, word->length));
}

void
kzsi_spell_out_suffix(struct kzsi_word *word, bool money)
{
    replace(word, meaning_of_suffix(word->form, word->length, money));
}

size_t
kzsi_unit_suffix(const struct kzsi_word *word, bool money)
{
    size_t digits = 0, suffix;

    while (digits < word->length &&
           (kzsi_is_digit_at(word->form + digits, word->form + word->length) ||
            word->form[digits] == '.'))
        digits++;
    suffix = word->length - digits;
    if (digits == 0 || suffix == 0 || suffix >= (size_t)(word->end - word->start) ||
        meaning_of_suffix(word->form + digits, suffix, money) == NULL)
        return 0;
    /* Nothing was folded between, and no possessive cut off behind it. */
    return kzsi_is_digit_at(word->end - suffix - 1, word->end) ? suffix : 0;
}

/* ---- currencies ---- */

static const struct word_list signs[] = {
    {"$", "usd"}, {"€", "eur"}, {"£", "gbp"}, {"¥", "cny"}, {"₽", "rub"}, {"₸", "kzt"},
    {"₴", "uah"}, {NULL, NULL},
};

static const struct word_list codes[] = {
    {"usd", "usd"}, {"eur", "eur"}, {"gbp", "gbp"}, {"cny", "cny"}, {"rub", "rub"},
    {"kzt", "kzt"}, {"uah", "uah"}, {NULL, NULL},
};

static const struct word_list names[] = {
    {"dollar", "usd"},  {"dollars", "usd"}, {"долл", "usd"},     {"euro", "eur"},
    {"euros", "eur"},   {"евро", "eur"},    {"ruble", "rub"},    {"rubles", "rub"},
    {"rouble", "rub"},  {"roubles", "rub"}, {"руб", "rub"},      {"yuan", "cny"},
    {"tenge", "kzt"},   {"тенге", "kzt"},   {"тг", "kzt"},       {"hryvnia", "uah"},
    {"hryvnias", "uah"}, {"гривен", "uah"}, {NULL, NULL},
};

/* In any case: доллар, долларов, долларами, but not долларовый. */
static const struct word_list stems[] = {
    {"доллар", "usd"}, {"рубл", "rub"}, {"юан", "cny"}, {"гривн", "uah"}, {NULL, NULL},
};

static const char *
currency_of(const struct kzsi_word *word)
{
    const char *currency = find(codes, word->form, word->length);

    if (currency == NULL)
        currency = find(names, word->form, word->length);
    for (const struct word_list *stem = stems; currency == NULL && stem->text != NULL; stem++) {
        size_t length = strlen(stem->text);
        if (word->length >= length && word->length <= length + 6 &&
            memcmp(word->form, stem->text, length) == 0)
            currency = stem->meaning;
    }
    return currency;
}

static const char *
sign_before(const char *text, const char *at)
{
    bool apart = at > text && at[-1] == ' ';

    at -= apart;
    for (const struct word_list *sign = signs; sign->text != NULL; sign++) {
        size_t length = strlen(sign->text);
        if ((size_t)(at - text) < length || memcmp(at - length, sign->text, length) != 0)
            continue;
        at -= length;
        if (apart && at > text && at[-1] == ' ')
            at--;
        if (apart && at > text && kzsi_is_digit_at(at - 1, at))
            return NULL; /* 500 $ 5: it belongs to the number before */
        /* C$ and A$ are other dollars. */
        if (at > text && kzsi_is_letter(kzsi_look(at - 1, at).class) &&
            !(at - text >= 2 && at[-2] == 'U' && at[-1] == 'S'))
            return NULL;
        return sign->meaning;
    }
    return NULL;
}

bool
kzsi_sign_before(const char *text, const char *at)
{
    return sign_before(text, at) != NULL;
}

static const char *
sign_at(const char **at, const char *end)
{
    const char *place = *at;

    if (place < end && *place == ' ')
        place++;
    for (const struct word_list *sign = signs; sign->text != NULL; sign++) {
        size_t length = strlen(sign->text);
        if ((size_t)(end - place) < length || memcmp(place, sign->text, length) != 0)
            continue;
        if (kzsi_is_digit_at(place + length, end))
            return NULL; /* it belongs to the next number */
        *at = place + length;
        return sign->meaning;
    }
    return NULL;
}

/* ---- sums ---- */

/* Zeros that a word adds to the number before it; 0 if it is no such word. */
static size_t
zeros_of(const struct kzsi_word *word)
{
    static const struct {
        const char *text;
        size_t endings, zeros;
    } scales[] = {
        {"thousand", 1, 3}, {"million", 1, 6},   {"billion", 1, 9},   {"trillion", 1, 12},
        {"тысяч", 6, 3},    {"миллион", 6, 6},   {"миллиард", 6, 9},  {"триллион", 6, 12},
    };

    for (size_t i = 0; i < sizeof scales / sizeof *scales; i++) {
        size_t length = strlen(scales[i].text);
        if (word->length >= length && word->length <= length + scales[i].endings &&
            memcmp(word->form, scales[i].text, length) == 0)
            return scales[i].zeros;
    }
    return 0;
}

/* Write digits with a point in them, moved to the right by so many places. */
static bool
write_amount(struct kzsi_word *word, const struct kzsi_word *number, size_t zeros,
             const char *currency)
{
    char digits[DIGITS_MAX + 16];
    size_t count = 0, point = 0, first = 0, length = 0;
    bool pointed = false;

    if (number->length > DIGITS_MAX)
        return false;
    for (size_t i = 0; i < number->length; i++) {
        char c = number->form[i];
        if (c == '.' && !pointed) {
            pointed = true;
            point = count;
        } else if (c >= '0' && c <= '9') {
            digits[count++] = c;
        } else {
            return false;
        }
    }
    point = (pointed ? point : count) + zeros;
    while (count < point)
        digits[count++] = '0';
    while (count > point && digits[count - 1] == '0')
        count--;
    while (first + 1 < point && digits[first] == '0')
        first++;
    for (size_t i = first; i < count; i++) {
        if (i == point)
            word->also[length++] = '.';
        word->also[length++] = digits[i];
    }
    if (currency != NULL) {
        memcpy(word->also + length, currency, 3);
        length += 3;
    }
    word->also_length = length;
    return length > 0;
}

bool
kzsi_read_amount(struct kzsi_word *word, const char *text, const char *end)
{
    struct kzsi_word number, next;
    const char *currency, *at;
    size_t zeros;
    bool more;

    if (word->has_digit) {
        number = *word;
        currency = sign_before(text, word->start);
    } else { /* USD 500 */
        currency = find(codes, word->form, word->length);
        size_t suffix;
        if (currency == NULL || !kzsi_peek(word->end, end, &number, "") || !number.has_digit)
            return false;
        suffix = kzsi_unit_suffix(&number, true);
        number.end -= suffix;
        number.length -= suffix;
    }
    at = number.end;
    if (kzsi_is_letter(kzsi_look(at, end).class)) { /* 5bn */
        more = kzsi_scan(at, end, &next);
        if (more)
            kzsi_spell_out_suffix(&next, currency != NULL);
    } else {
        more = kzsi_peek(at, end, &next, "-");
    }
    zeros = more ? zeros_of(&next) : 0;
    if (zeros > 0) {
        at = next.end;
        more = kzsi_peek(at, end, &next, ".-"); /* тыс. рублей, 5-billion-dollar */
    }
    if (more && next.length == 2 && memcmp(next.form, "us", 2) == 0)
        more = kzsi_peek(next.end, end, &next, "");
    if (currency == NULL && more && (currency = currency_of(&next)) != NULL)
        at = next.end;
    if (currency == NULL)
        currency = sign_at(&at, end);
    if ((currency == NULL && zeros == 0) || !write_amount(word, &number, zeros, currency))
        return false;
    word->also_end = at;
    return true;
}
