/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reading dates with a cursor over the text:
 *
 *     date := [weekday ,] (iso | d.m.y | day month[,] year | month day[,] year | month year)
 *             [года] [time [zone]]
 *
 * Month and day must exist in the calendar. Time zones are kept, not applied.
 */
#include "import/date.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "support/utf8.h"

struct cursor {
    struct span text;
    size_t at;
};

struct moment {
    unsigned year, month, day; /* month and day 0: not given */
    bool time, zone;
    unsigned hour, minute, second;
    struct span fraction; /* digits of a second */
    char sign;
    unsigned zone_hour, zone_minute;
};

/* Forms of each month, small letters, between bars. */
static const char *const months[] = {
    "|january|jan|январь|января|янв|",       "|february|feb|февраль|февраля|фев|февр|",
    "|march|mar|март|марта|мар|",            "|april|apr|апрель|апреля|апр|",
    "|may|май|мая|",                         "|june|jun|июнь|июня|июн|",
    "|july|jul|июль|июля|июл|",              "|august|aug|август|августа|авг|",
    "|september|sep|sept|сентябрь|сентября|сен|сент|", "|october|oct|октябрь|октября|окт|",
    "|november|nov|ноябрь|ноября|ноя|нояб|", "|december|dec|декабрь|декабря|дек|",
};

static const char weekdays[] =
    "|monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tue|tues|wed|thu|thur|thurs|"
    "fri|sat|sun|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье|пн|вт|ср|чт|пт|"
    "сб|вс|";

/* ---- the cursor ---- */

static uint32_t
peek(const struct cursor *c, size_t *next)
{
    uint32_t code = 0;

    *next = c->at;
    if (c->at < c->text.length)
        utf8_next(c->text.text, c->text.length, next, &code);
    return code;
}

static bool
at_end(const struct cursor *c)
{
    return c->at >= c->text.length;
}

static bool
skip_spaces(struct cursor *c)
{
    size_t next, start = c->at;

    while (!at_end(c) && utf8_is_space(peek(c, &next)))
        c->at = next;
    return c->at > start;
}

static bool
accept(struct cursor *c, char byte)
{
    if (at_end(c) || c->text.text[c->at] != byte)
        return false;
    c->at++;
    return true;
}

/* A comma, spaces or both. */
static bool
gap(struct cursor *c)
{
    bool comma = accept(c, ',');

    return skip_spaces(c) || comma;
}

/* A number of `least` to `most` digits that no further digit follows. */
static bool
number(struct cursor *c, size_t least, size_t most, unsigned *out)
{
    size_t digits = 0;
    unsigned value = 0;

    while (c->at + digits < c->text.length && digits <= most) {
        char byte = c->text.text[c->at + digits];

        if (byte < '0' || byte > '9')
            break;
        value = value * 10 + (unsigned)(byte - '0');
        digits++;
    }
    if (digits < least || digits > most)
        return false;
    c->at += digits;
    *out = value;
    return true;
}

/* A word in small letters between bars, `|word|`, ready to be looked for in the lists. */
static bool
word(struct cursor *c, char *out, size_t size)
{
    size_t next, length = 0;
    uint32_t code;

    out[length++] = '|';
    while (!at_end(c) && utf8_is_letter(code = peek(c, &next))) {
        if (length + 6 > size)
            return false;
        length += utf8_encode(utf8_lower(code), out + length);
        c->at = next;
    }
    out[length++] = '|';
    out[length] = '\0';
    return length > 2;
}

/* Try a reading; the cursor stays where it was when it does not fit. */
static bool
attempt(struct cursor *c, struct moment *m, bool (*reading)(struct cursor *, struct moment *))
{
    struct cursor trial = *c;
    struct moment result = *m;

    if (!reading(&trial, &result))
        return false;
    *c = trial;
    *m = result;
    return true;
}

/* ---- the readings ---- */

static bool
weekday(struct cursor *c, struct moment *m)
{
    char name[48];

    (void)m;
    if (!word(c, name, sizeof name) || strstr(weekdays, name) == NULL)
        return false;
    accept(c, '.');
    accept(c, ',');
    return skip_spaces(c);
}

static bool
month_name(struct cursor *c, struct moment *m)
{
    char name[48];

    if (!word(c, name, sizeof name))
        return false;
    for (unsigned i = 0; i < 12; i++)
        if (strstr(months[i], name) != NULL)
            m->month = i + 1;
    accept(c, '.');
    return m->month != 0;
}

static bool
ordinal(struct cursor *c, struct moment *m)
{
    char suffix[16];

    (void)m;
    return word(c, suffix, sizeof suffix) && strstr("|st|nd|rd|th|", suffix) != NULL;
}

/* 2022, 2022-11, 2022-11-21 and the same with slashes or full stops. */
static bool
iso(struct cursor *c, struct moment *m)
{
    char separator;

    if (!number(c, 4, 4, &m->year))
        return false;
    separator = at_end(c) ? '\0' : c->text.text[c->at];
    if (separator != '-' && separator != '/' && separator != '.')
        return true;
    c->at++;
    if (!number(c, 1, 2, &m->month) || m->month == 0)
        return false;
    if (!accept(c, separator))
        return separator == '-';
    return number(c, 1, 2, &m->day) && m->day != 0;
}

/* 21.11.2022 */
static bool
dotted(struct cursor *c, struct moment *m)
{
    return number(c, 1, 2, &m->day) && accept(c, '.') && number(c, 1, 2, &m->month) &&
           accept(c, '.') && number(c, 4, 4, &m->year) && m->day != 0 && m->month != 0;
}

/* 21 November 2022, 21 ноября 2022 */
static bool
day_first(struct cursor *c, struct moment *m)
{
    if (!number(c, 1, 2, &m->day) || m->day == 0)
        return false;
    attempt(c, m, ordinal);
    skip_spaces(c);
    if (!month_name(c, m))
        return false;
    return gap(c) && number(c, 4, 4, &m->year);
}

/* November 21, 2022 */
static bool
month_first(struct cursor *c, struct moment *m)
{
    if (!month_name(c, m) || !skip_spaces(c) || !number(c, 1, 2, &m->day) || m->day == 0)
        return false;
    attempt(c, m, ordinal);
    return gap(c) && number(c, 4, 4, &m->year);
}

/* November 2022 */
static bool
month_only(struct cursor *c, struct moment *m)
{
    return month_name(c, m) && gap(c) && number(c, 4, 4, &m->year);
}

/* “года”, “г.” behind a Russian year */
static bool
year_word(struct cursor *c, struct moment *m)
{
    char name[32];

    (void)m;
    skip_spaces(c);
    if (!word(c, name, sizeof name) || strstr("|г|года|год|", name) == NULL)
        return false;
    accept(c, '.');
    return true;
}

static bool
zone(struct cursor *c, struct moment *m)
{
    char name[16];

    skip_spaces(c);
    m->zone = true;
    m->sign = '+';
    if (accept(c, '+') || accept(c, '-')) {
        m->sign = c->text.text[c->at - 1];
        if (number(c, 4, 4, &m->zone_hour)) {
            m->zone_minute = m->zone_hour % 100;
            m->zone_hour /= 100;
        } else if (!number(c, 2, 2, &m->zone_hour) ||
                   (accept(c, ':') && !number(c, 2, 2, &m->zone_minute))) {
            return false;
        }
        return m->zone_hour <= 14 && m->zone_minute <= 59;
    }
    m->sign = 'Z';
    return word(c, name, sizeof name) && strstr("|z|gmt|utc|", name) != NULL;
}

/* T10:00:00.123, or the same behind a space or comma */
static bool
time_of_day(struct cursor *c, struct moment *m)
{
    if (!accept(c, 'T') && !accept(c, 't') && !gap(c))
        return false;
    if (!number(c, 1, 2, &m->hour) || !accept(c, ':') || !number(c, 2, 2, &m->minute))
        return false;
    if (accept(c, ':') && !number(c, 2, 2, &m->second))
        return false;
    if (accept(c, '.')) {
        m->fraction = (struct span){c->text.text + c->at, 0};
        while (!at_end(c) && c->text.text[c->at] >= '0' && c->text.text[c->at] <= '9') {
            c->at++;
            m->fraction.length++;
        }
        if (m->fraction.length == 0 || m->fraction.length > 9)
            return false;
    }
    m->time = true;
    return m->hour <= 23 && m->minute <= 59 && m->second <= 59;
}

/* ---- the whole ---- */

static bool
in_calendar(const struct moment *m)
{
    static const unsigned char days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (m->year % 4 == 0 && m->year % 100 != 0) || m->year % 400 == 0;

    if (m->year == 0 || m->month > 12 || (m->month == 0 && m->day != 0))
        return false;
    if (m->month == 2 && m->day == 29 && !leap)
        return false;
    return m->month == 0 || m->day <= days[m->month - 1];
}

static enum date_precision
write_moment(const struct moment *m, char out[DATE_SIZE])
{
    int at = snprintf(out, DATE_SIZE, "%04u", m->year);
    size_t rest = DATE_SIZE;

    if (m->month != 0)
        at += snprintf(out + at, rest - (size_t)at, "-%02u", m->month);
    if (m->day != 0)
        at += snprintf(out + at, rest - (size_t)at, "-%02u", m->day);
    if (m->time)
        at += snprintf(out + at, rest - (size_t)at, "T%02u:%02u:%02u", m->hour, m->minute,
                       m->second);
    if (m->fraction.length > 0)
        at += snprintf(out + at, rest - (size_t)at, ".%.*s", (int)m->fraction.length,
                       m->fraction.text);
    if (m->zone && m->sign == 'Z')
        snprintf(out + at, rest - (size_t)at, "Z");
    else if (m->zone)
        snprintf(out + at, rest - (size_t)at, "%c%02u:%02u", m->sign, m->zone_hour,
                 m->zone_minute);
    if (m->day != 0)
        return DATE_DAY;
    return m->month != 0 ? DATE_MONTH : DATE_YEAR;
}

enum date_precision
date_read(struct span text, char out[DATE_SIZE])
{
    struct cursor c = {.text = span_trim(text)};
    struct moment m = {0};

    out[0] = '\0';
    if (c.text.length == 0 || c.text.length > 128)
        return DATE_NONE;
    attempt(&c, &m, weekday);
    if (!attempt(&c, &m, dotted) && !attempt(&c, &m, day_first) &&
        !attempt(&c, &m, month_first) && !attempt(&c, &m, month_only) && !attempt(&c, &m, iso))
        return DATE_NONE;
    attempt(&c, &m, year_word);
    if (m.day != 0 && attempt(&c, &m, time_of_day))
        attempt(&c, &m, zone);
    if (!at_end(&c) || !in_calendar(&m))
        return DATE_NONE;
    return write_moment(&m, out);
}
