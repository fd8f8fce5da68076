/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Timelines: how many matches fall into each year, month or day, and how many of all documents
 * do, so that a peak of the archive is not taken for one of the subject.
 *
 * While matching, dates are counted as they are, to the day. The unit is chosen at the end, when
 * it is known how far they reach. Documents of the whole index are counted by terms: every date
 * has one for its year, its month and its day.
 */
#include <stdlib.h>
#include <string.h>

#include "match/match.h"

/* What a unit's periods are written with. */
static const size_t digits_of[] = {[KZSI_BY_YEAR] = 4, [KZSI_BY_MONTH] = 6, [KZSI_BY_DAY] = 8};

/* Left to us, a unit has at most so many buckets: what a screen shows. */
#define AUTO_DAYS   62
#define AUTO_MONTHS 60

kzs_status
kzsi_dating_init(struct kzsi_dating *dating, const struct kzsi_timeline_wish *wish,
                 const kzs_index *index, struct kzsi_columns *columns, kzs_error *err)
{
    const struct kzsi_field *field =
        *wish->field == '\0' ? index->schema.date
                             : kzsi_schema_find(&index->schema, wish->field, strlen(wish->field));

    if (field == NULL || field->kind != KZSI_DATE)
        return kzsi_fail(err, KZS_ERR_INVALID, "the index has no date field%s%s for a timeline",
                         *wish->field != '\0' ? " " : "", wish->field);
    dating->field = field;
    dating->place = kzsi_columns_add(columns, field->slot);
    return KZS_OK;
}

bool
kzsi_dating_add(struct kzsi_dating *dating, const struct kzsi_value *values)
{
    const struct kzsi_value *date = &values[dating->place];

    if (date->length == 0) {
        dating->missing++;
        return true;
    }
    return kzsi_tally_add(&dating->dates, date->data, date->length < 8 ? date->length : 8, 1) !=
           NULL;
}

/* ---- periods ---- */

static unsigned
number(const char *digits, size_t count)
{
    unsigned n = 0;

    for (size_t i = 0; i < count; i++)
        n = n * 10 + (unsigned)(digits[i] - '0');
    return n;
}

static void
write_number(char *digits, size_t count, unsigned n)
{
    while (count-- > 0) {
        digits[count] = (char)('0' + n % 10);
        n /= 10;
    }
}

static unsigned
days_in(unsigned year, unsigned month)
{
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    if (month == 2)
        return leap ? 29 : 28;
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

/* The period behind one of 4, 6 or 8 digits. */
static void
next_period(char *digits, size_t length)
{
    unsigned year = number(digits, 4), month = length > 4 ? number(digits + 4, 2) : 12;
    unsigned day = length > 6 ? number(digits + 6, 2) : 31;

    if (day < days_in(year, month)) {
        write_number(digits + 6, 2, day + 1);
        return;
    }
    if (length > 6)
        write_number(digits + 6, 2, 1);
    if (length > 4)
        write_number(digits + 4, 2, month < 12 ? month + 1 : 1);
    if (month == 12)
        write_number(digits, 4, year + 1);
}

/* `20221121` as `2022-11-21`. */
static void
write_date(char out[KZSI_BUCKET_DATE], const char *digits, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (i == 4 || i == 6)
            *out++ = '-';
        *out++ = digits[i];
    }
    *out = '\0';
}

/* ---- the whole ---- */

/* Dates as periods of so many digits. */
struct span {
    char first[9], last[9];
    uint64_t documents; /* with a date that is precise enough */
    uint64_t coarse;    /* with one that is not */
    size_t buckets;     /* from first to last, at most one more than may be */
};

static void
measure(const struct kzsi_tally *dates, size_t length, struct span *out)
{
    char at[9];

    *out = (struct span){.first = "~"};
    for (size_t i = 0; i < dates->count; i++) {
        const struct kzsi_tally_item *item = &dates->items[i];
        const char *date = kzsi_tally_text(dates, item);
        if (item->length < length) {
            out->coarse += item->count;
            continue;
        }
        out->documents += item->count;
        if (strncmp(date, out->first, length) < 0)
            memcpy(out->first, date, length);
        if (strncmp(date, out->last, length) > 0)
            memcpy(out->last, date, length);
    }
    if (out->documents == 0)
        return;
    memcpy(at, out->first, sizeof at);
    for (out->buckets = 1; strncmp(at, out->last, length) < 0 &&
                           out->buckets <= KZSI_BUCKETS_MAX; out->buckets++)
        next_period(at, length);
}

/* The finest unit that can be shown, if nine in ten dates are precise enough for it. */
static enum kzsi_period
choose_unit(const struct kzsi_tally *dates, enum kzsi_period wanted, struct span *span)
{
    enum kzsi_period unit = wanted == KZSI_BY_ANY ? KZSI_BY_DAY : wanted;

    for (;; unit--) {
        size_t most = unit == KZSI_BY_DAY ? AUTO_DAYS : AUTO_MONTHS;
        measure(dates, digits_of[unit], span);
        if (unit == KZSI_BY_YEAR)
            return unit;
        if (wanted != KZSI_BY_ANY ? span->buckets <= KZSI_BUCKETS_MAX
                                : span->buckets <= most && span->documents >= 9 * span->coarse)
            return unit;
    }
}

/* Documents of the index in a period. */
static kzs_status
count_all(kzsi_db *db, const struct kzsi_field *field, const char *digits, size_t length,
          uint64_t *out, kzs_error *err)
{
    struct kzsi_buf term = {0};
    kzs_status st;

    kzsi_term_date(&term, field, digits, length);
    st = term.failed ? kzsi_fail_nomem(err)
                     : kzsi_db_frequency(db, term.data, term.length, out, err);
    kzsi_buf_free(&term);
    return st;
}

kzs_status
kzsi_dating_end(struct kzsi_dating *dating, const struct kzsi_timeline_wish *wish, kzsi_db *db,
                struct kzsi_timeline *out, kzs_error *err)
{
    struct kzsi_tally periods = {0};
    struct span span;
    enum kzsi_period unit = choose_unit(&dating->dates, wish->unit, &span);
    size_t length = digits_of[unit];
    kzs_status st = KZS_OK;

    free(out->buckets);
    *out = (struct kzsi_timeline){.unit = unit,
                                  .missing = dating->missing,
                                  .coarse = span.coarse,
                                  .buckets = kzsi_alloc(span.buckets * sizeof *out->buckets)};
    memcpy(out->field, dating->field->name, sizeof out->field);
    if (out->buckets == NULL)
        return kzsi_fail_nomem(err);
    for (size_t i = 0; i < dating->dates.count && st == KZS_OK; i++) {
        const struct kzsi_tally_item *item = &dating->dates.items[i];
        if (item->length >= length &&
            kzsi_tally_add(&periods, kzsi_tally_text(&dating->dates, item), length,
                           item->count) == NULL)
            st = kzsi_fail_nomem(err);
    }
    for (; out->count < span.buckets && st == KZS_OK; out->count++) {
        struct kzsi_bucket *bucket = &out->buckets[out->count];
        const struct kzsi_tally_item *item = kzsi_tally_add(&periods, span.first, length, 0);
        if (item == NULL)
            st = kzsi_fail_nomem(err);
        else
            bucket->count = item->count;
        if (st == KZS_OK)
            st = count_all(db, dating->field, span.first, length, &bucket->documents, err);
        write_date(bucket->date, span.first, length);
        next_period(span.first, length);
    }
    kzsi_tally_free(&periods);
    return st;
}

void
kzsi_dating_reset(struct kzsi_dating *dating)
{
    kzsi_tally_free(&dating->dates);
    dating->missing = 0;
}
