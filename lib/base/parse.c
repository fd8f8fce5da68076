/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Small values in option texts. All of the text must be the value, else it is refused. */
#include <string.h>

#include "base/base.h"

size_t
kzsi_length(const char *text, size_t length)
{
    if (text == NULL)
        return 0;
    return length == KZS_NUL ? strlen(text) : length;
}

bool
kzsi_parse_bool(const char *text, bool *out)
{
    static const char *const words[] = {"no", "yes", "false", "true", "0", "1"};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(text, words[i]) == 0) {
            *out = i % 2 == 1;
            return true;
        }
    }
    return false;
}

bool
kzsi_parse_u64(const char *text, uint64_t max, uint64_t *out)
{
    uint64_t value = 0;

    if (*text == '\0')
        return false;
    for (; *text != '\0'; text++) {
        if (*text < '0' || *text > '9')
            return false;
        uint64_t digit = (uint64_t)(*text - '0');
        if (value > (max - digit) / 10 || digit > max)
            return false;
        value = value * 10 + digit;
    }
    *out = value;
    return true;
}

/* strtod() follows the locale's decimal point, so read it by hand: [-+]digits[.digits][e±n]. */
bool
kzsi_parse_double(const char *text, size_t length, double *out)
{
    const char *end = text + length;
    double value = 0, sign = 1;
    int exponent = 0, digits = 0;

    if (text < end && (*text == '-' || *text == '+'))
        sign = *text++ == '-' ? -1 : 1;
    for (; text < end && *text >= '0' && *text <= '9'; text++, digits++)
        value = value * 10 + (*text - '0');
    if (text < end && *text == '.') {
        for (text++; text < end && *text >= '0' && *text <= '9'; text++, digits++) {
            value = value * 10 + (*text - '0');
            exponent--;
        }
    }
    if (digits == 0 || digits > 300)
        return false;
    if (text < end && (*text == 'e' || *text == 'E')) {
        int shift = 0, shift_sign = 1, shift_digits = 0;
        if (++text < end && (*text == '-' || *text == '+'))
            shift_sign = *text++ == '-' ? -1 : 1;
        for (; text < end && *text >= '0' && *text <= '9' && shift_digits < 4; text++)
            shift = shift * 10 + (*text - '0'), shift_digits++;
        if (shift_digits == 0 || shift > 300)
            return false;
        exponent += shift_sign * shift;
    }
    if (text != end)
        return false;
    for (; exponent > 0; exponent--)
        value *= 10;
    /* Divide by an exact power of ten where there is one: 0.1 must be 1/10. */
    double divisor = 1;
    for (; exponent < 0; exponent++) {
        divisor *= 10;
        if (divisor >= 1e22) {
            value /= divisor;
            divisor = 1;
        }
    }
    *out = sign * (value / divisor);
    return *out - *out == 0; /* finite */
}

struct unit {
    const char *name;
    uint64_t worth;
};

/* Digits, then the name of a unit; no more than `max` of the smallest. */
static bool
parse_amount(const char *text, const struct unit *units, size_t count, uint64_t max,
             uint64_t *out)
{
    size_t digits = strspn(text, "0123456789");
    char number[24];

    if (digits == 0 || digits >= sizeof number)
        return false;
    memcpy(number, text, digits);
    number[digits] = '\0';
    for (size_t i = 0; i < count; i++) {
        if (strcmp(text + digits, units[i].name) == 0) {
            if (!kzsi_parse_u64(number, max / units[i].worth, out))
                return false;
            *out *= units[i].worth;
            return true;
        }
    }
    return false;
}

bool
kzsi_parse_ms(const char *text, uint64_t *out)
{
    static const struct unit units[] = {{"", 1}, {"ms", 1}, {"s", 1000}, {"m", 60000}};
    const uint64_t day = 86400000;

    return parse_amount(text, units, sizeof units / sizeof *units, day, out);
}

bool
kzsi_parse_bytes(const char *text, uint64_t *out)
{
    static const struct unit units[] = {
        {"", 1}, {"K", 1 << 10}, {"M", 1 << 20}, {"G", 1 << 30}};

    return parse_amount(text, units, sizeof units / sizeof *units, (uint64_t)1 << 50, out);
}

bool
kzsi_name_valid(const char *name, size_t length)
{
    if (length == 0 || length > KZSI_NAME_MAX || name[0] < 'a' || name[0] > 'z')
        return false;
    for (size_t i = 1; i < length; i++) {
        char c = name[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'))
            return false;
    }
    return true;
}
