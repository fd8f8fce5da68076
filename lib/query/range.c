/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Values behind date and number fields.
 *
 *     2022   2022-11   2022-11-20       a period, by its own term
 *     20.11.2022   11.2022   2022/11/20 the same, as others write it
 *     A..B   A..   ..B                  from the beginning of A to the end of B
 *     >=A  >A  <=B  <B
 *
 * Date values are digits that sort as text, so a period is what begins with its digits: from
 * "202211" to "202211~", `~` being greater than every digit.
 */
#include <stdio.h>
#include <string.h>

#include "query/query.h"

/* One end of a range in the form of the slot. */
struct bound {
    char text[KZSI_DATE_MAX + 2];
    size_t length;
};

enum side { FROM, AFTER, UPTO, BEFORE };

/* The last byte counts one less: the greatest value that is still below. */
static void
step_below(struct bound *bound)
{
    bound->text[bound->length - 1]--;
    bound->text[bound->length++] = '~';
}

/* Up to three numbers with the same sign between them; 0 when it is anything else. */
static size_t
read_numbers(const char *text, size_t length, char sign, unsigned numbers[3], size_t digits[3])
{
    size_t count = 0, at = 0;

    while (count < 3) {
        numbers[count] = 0;
        digits[count] = 0;
        for (; at < length && text[at] >= '0' && text[at] <= '9' && digits[count] < 5; at++) {
            numbers[count] = numbers[count] * 10 + (unsigned)(text[at] - '0');
            digits[count]++;
        }
        if (digits[count++] == 0)
            return 0;
        if (at == length)
            return count;
        if (text[at++] != sign)
            return 0;
    }
    return 0;
}

/* 21.11.2022 and 2022/11/21 as 2022-11-21; returns its length, 0 when it is neither. */
static size_t
from_common(const char *text, size_t length, char out[12])
{
    unsigned n[3];
    size_t digits[3], count = read_numbers(text, length, '/', n, digits), last;

    if (count == 0) {
        count = read_numbers(text, length, '.', n, digits);
        last = count > 0 ? count - 1 : 0;
        unsigned first = n[0];
        size_t first_digits = digits[0];
        if (count == 0)
            return 0;
        n[0] = n[last];
        digits[0] = digits[last];
        n[last] = first;
        digits[last] = first_digits;
    }
    if (count < 2 || digits[0] != 4 || digits[1] > 2 || (count == 3 && digits[2] > 2))
        return 0;
    return (size_t)(count == 2 ? snprintf(out, 12, "%04u-%02u", n[0] % 10000, n[1] % 100)
                               : snprintf(out, 12, "%04u-%02u-%02u", n[0] % 10000, n[1] % 100,
                                          n[2] % 100));
}

static size_t
read_date(const char *text, size_t length, char out[KZSI_DATE_MAX + 1])
{
    char iso[12];
    size_t written = from_common(text, length, iso);

    return written > 0 ? kzsi_date_parse(iso, written, out)
                       : kzsi_date_parse(text, length, out);
}

static bool
date_bound(const char *text, size_t length, enum side side, struct bound *out)
{
    out->length = read_date(text, length, out->text);
    if (out->length == 0)
        return false;
    if (side == BEFORE)
        step_below(out);
    else if (side != FROM)
        out->text[out->length++] = '~';
    return true;
}

/* The next greater or smaller number, as sortable bytes. */
static void
step_number(char bytes[8], int by)
{
    for (int i = 7; i >= 0; i--) {
        bytes[i] = (char)((unsigned char)bytes[i] + by);
        if ((unsigned char)bytes[i] != (by > 0 ? 0x00 : 0xFF))
            break;
    }
}

static bool
number_bound(const char *text, size_t length, enum side side, struct bound *out)
{
    double number;

    if (!kzsi_parse_double(text, length, &number))
        return false;
    kzsi_number_sortable(number, out->text);
    out->length = 8;
    if (side == AFTER)
        step_number(out->text, 1);
    else if (side == BEFORE)
        step_number(out->text, -1);
    return true;
}

static bool
read_bound(const struct kzsi_field *field, const char *text, size_t length, enum side side,
           struct bound *out)
{
    return field->kind == KZSI_DATE ? date_bound(text, length, side, out)
                                    : number_bound(text, length, side, out);
}

static bool
set_low(const struct kzsi_field *field, const char *text, size_t length, enum side side,
        struct kzsi_arena *arena, struct kzsi_range *out)
{
    struct bound bound;

    if (!read_bound(field, text, length, side, &bound))
        return false;
    out->low = kzsi_arena_copy(arena, bound.text, bound.length);
    out->low_length = bound.length;
    return true;
}

static bool
set_high(const struct kzsi_field *field, const char *text, size_t length, enum side side,
         struct kzsi_arena *arena, struct kzsi_range *out)
{
    struct bound bound;

    if (!read_bound(field, text, length, side, &bound))
        return false;
    out->high = kzsi_arena_copy(arena, bound.text, bound.length);
    out->high_length = bound.length;
    return true;
}

/*
 * Without a lower bound, documents that have no value at all must stay out: every value is
 * greater than nothing, and at least one byte.
 */
static void
close_below(struct kzsi_range *out)
{
    if (out->low_length == 0) {
        out->low = "\0";
        out->low_length = 1;
    }
}

static const char *
find_dots(const char *text, size_t length)
{
    for (size_t i = 0; i + 1 < length; i++)
        if (text[i] == '.' && text[i + 1] == '.')
            return text + i;
    return NULL;
}

/* A date or number alone. A date's year, month and day have terms of their own. */
static bool
exact(const struct kzsi_field *field, const char *text, size_t length,
      struct kzsi_arena *arena, struct kzsi_range *out)
{
    char digits[KZSI_DATE_MAX + 1];
    size_t n = field->kind == KZSI_DATE ? read_date(text, length, digits) : 0;
    struct kzsi_buf term = {0};

    if (n == 4 || n == 6 || n == 8) {
        kzsi_term_date(&term, field, digits, n);
        if (term.failed)
            arena->failed = true;
        else
            out->term = kzsi_arena_copy(arena, term.data, term.length);
        out->term_length = term.length;
        kzsi_buf_free(&term);
        return true;
    }
    return set_low(field, text, length, FROM, arena, out) &&
           set_high(field, text, length, UPTO, arena, out);
}

bool
kzsi_range_parse(const struct kzsi_field *field, enum kzsi_bound bound, const char *text,
                 size_t length, struct kzsi_arena *arena, struct kzsi_range *out)
{
    const char *dots = find_dots(text, length), *end = text + length;
    bool ok = true;

    *out = (struct kzsi_range){.low = ""};
    if (length == 0)
        return false;
    if (bound == KZSI_BOUND_SINCE) {
        ok = set_low(field, text, length, FROM, arena, out);
    } else if (bound == KZSI_BOUND_UNTIL) {
        ok = set_high(field, text, length, UPTO, arena, out);
    } else if (dots != NULL) {
        ok = length > 2;
        if (dots > text)
            ok = ok && set_low(field, text, (size_t)(dots - text), FROM, arena, out);
        if (dots + 2 < end)
            ok = ok && set_high(field, dots + 2, (size_t)(end - dots - 2), UPTO, arena, out);
    } else if (*text == '>' || *text == '<') {
        bool equal = length > 1 && text[1] == '=';
        const char *value = text + (equal ? 2 : 1);
        size_t n = (size_t)(end - value);
        if (*text == '>')
            ok = set_low(field, value, n, equal ? FROM : AFTER, arena, out);
        else
            ok = set_high(field, value, n, equal ? UPTO : BEFORE, arena, out);
    } else {
        return exact(field, text, length, arena, out);
    }
    close_below(out);
    return ok;
}
