/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Dates as digits that sort: 2022-11-21 10:30 -> 202211211030. */
#include <string.h>

#include "schema/schema.h"

/* Read exactly `n` digits with a value in [low, high]; they are copied to *out. */
static bool
digits(const char **at, const char *end, size_t n, unsigned low, unsigned high, char **out)
{
    unsigned value = 0;

    if ((size_t)(end - *at) < n)
        return false;
    for (size_t i = 0; i < n; i++) {
        char c = (*at)[i];
        if (c < '0' || c > '9')
            return false;
        value = value * 10 + (unsigned)(c - '0');
    }
    if (value < low || value > high)
        return false;
    memcpy(*out, *at, n);
    *at += n;
    *out += n;
    return true;
}

static bool
skip(const char **at, const char *end, char c)
{
    if (*at >= end || **at != c)
        return false;
    (*at)++;
    return true;
}

static unsigned
two(const char *text)
{
    return (unsigned)(text[0] - '0') * 10 + (unsigned)(text[1] - '0');
}

static unsigned
days_in_month(const char *date)
{
    static const unsigned char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    unsigned year = two(date) * 100 + two(date + 2), month = two(date + 4);
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return month == 2 && leap ? 29 : days[month - 1];
}

/* The time of a date, HHMM or HHMMSS: 24:00 is the end of its day, nothing comes after. */
static bool
within_day(const char *time, const char *end)
{
    if (two(time) < 24)
        return true;
    for (time += 2; time < end; time++)
        if (*time != '0')
            return false;
    return true;
}

/* Behind the seconds: nothing, a fraction, `Z`, +06:00 or +0600. */
static bool
zone(const char *at, const char *end)
{
    char ignored[8], *out = ignored;

    if (skip(&at, end, '.')) {
        size_t n = 0;
        for (; at < end && *at >= '0' && *at <= '9'; at++)
            n++;
        if (n == 0)
            return false;
    }
    if (at == end)
        return true;
    if (skip(&at, end, 'Z'))
        return at == end;
    if (!skip(&at, end, '+') && !skip(&at, end, '-'))
        return false;
    if (!digits(&at, end, 2, 0, 23, &out))
        return false;
    if (at == end)
        return true;
    skip(&at, end, ':');
    return digits(&at, end, 2, 0, 59, &out) && at == end;
}

size_t
kzsi_date_parse(const char *text, size_t length, char out[KZSI_DATE_MAX + 1])
{
    const char *at = text, *end = text + length;
    char *to = out;
    size_t written = 0;

    if (!digits(&at, end, 4, 1, 9999, &to))
        return 0;
    if (at == end)
        goto done;
    if (!skip(&at, end, '-') || !digits(&at, end, 2, 1, 12, &to))
        return 0;
    if (at == end)
        goto done;
    if (!skip(&at, end, '-') || !digits(&at, end, 2, 1, days_in_month(out), &to))
        return 0;
    if (at == end)
        goto done;
    if (!skip(&at, end, 'T') && !skip(&at, end, ' '))
        return 0;
    if (!digits(&at, end, 2, 0, 24, &to) || !skip(&at, end, ':') ||
        !digits(&at, end, 2, 0, 59, &to))
        return 0;
    if (at < end && *at == ':' && (at++, !digits(&at, end, 2, 0, 60, &to)))
        return 0;
    if (!within_day(out + 8, to) || !zone(at, end))
        return 0;
done:
    written = (size_t)(to - out);
    out[written] = '\0';
    return written;
}
