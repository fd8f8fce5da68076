/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Facets and timelines. For people as bars: as long as the terminal has room for, in eighths of
 * a character where it shows them. A timeline of more years, months or days than lines fit on a
 * screen becomes one line of small columns.
 */
#include "counts.h"

#include <string.h>

#include "support/json_out.h"
#include "support/utf8.h"

/* Longer bars say no more; a screen may be very wide. */
enum { BAR_MOST = 60 };
enum { BARS_MAX = 40, BAR_LEAST = 10, NAME_MOST = 40, DATE_WIDTH = 10 };

/* ---- for people ---- */

/* A bar of `width` columns at most; what is there is never quite nothing. */
static void
print_bar(uint64_t count, uint64_t most, size_t width)
{
    static const char *const eighths[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
    size_t columns = width < BAR_MOST ? width : BAR_MOST;
    size_t units = most > 0 ? (size_t)((double)count / (double)most * (double)columns * 8) : 0;

    if (units == 0 && count > 0)
        units = 1;
    for (size_t i = 0; i < units / 8; i++)
        fputs("█", stdout);
    fputs(eighths[units % 8], stdout);
}

static size_t
digits(uint64_t number)
{
    return (size_t)snprintf(NULL, 0, "%llu", (unsigned long long)number);
}

/* The name cut to `width` columns. */
static void
print_name(const char *name, size_t length, size_t width)
{
    uint32_t c;
    size_t at = 0;

    if (utf8_count(name, length) <= width) {
        print_padded(stdout, name, length, width);
        return;
    }
    for (size_t used = 0; used + 1 < width; used++)
        utf8_next(name, length, &at, &c);
    print_safe(stdout, name, at, PRINT_LINE);
    fputs("…", stdout);
}

static void
print_facet(const kzs_results *page, size_t f, const struct terminal *terminal)
{
    kzs_facet facet = {.size = sizeof facet};
    kzs_facet_value value = {.size = sizeof value}, first = {.size = sizeof first};
    size_t width = 0, room;

    if (kzs_results_facet(page, f, &facet))
        return;
    printf("%s: %llu value%s", facet.field, (unsigned long long)facet.distinct,
           facet.distinct == 1 ? "" : "s");
    if (facet.missing > 0)
        printf(", %llu document%s without", (unsigned long long)facet.missing,
               facet.missing == 1 ? "" : "s");
    putchar('\n');
    for (size_t i = 0; i < facet.count && !kzs_results_facet_value(page, f, i, &value); i++) {
        size_t columns = utf8_count(value.value, value.length);
        width = columns > width ? columns : width;
    }
    kzs_results_facet_value(page, f, 0, &first);
    width = width > NAME_MOST ? NAME_MOST : width;
    if (width > terminal->width / 2)
        width = terminal->width / 2;
    room = width + digits(first.count) + 6;
    room = terminal->width > room ? terminal->width - room : 1;
    for (size_t i = 0; i < facet.count && !kzs_results_facet_value(page, f, i, &value); i++) {
        fputs("    ", stdout);
        print_name(value.value, value.length, width);
        printf(" %*llu ", (int)digits(first.count), (unsigned long long)value.count);
        print_bar(value.count, first.count, room);
        putchar('\n');
    }
    putchar('\n');
}

/* `12 of 340, 3.5 %` */
static void
print_bars(const kzs_results *page, const kzs_timeline *timeline, uint64_t most, size_t width)
{
    size_t text = digits(most) + 24, room;

    room = width > text + DATE_WIDTH + 6 + BAR_LEAST ? width - text - DATE_WIDTH - 6 : BAR_LEAST;
    for (size_t i = 0; i < timeline->count; i++) {
        kzs_bucket bucket = {.size = sizeof bucket};
        if (kzs_results_bucket(page, i, &bucket))
            return;
        printf("    %-*s %*llu", (int)strlen(bucket.date), bucket.date, (int)digits(most),
               (unsigned long long)bucket.count);
        if (width >= 60 && bucket.documents > 0)
            printf(" of %-6llu %5.1f %%", (unsigned long long)bucket.documents,
                   100.0 * (double)bucket.count / (double)bucket.documents);
        else if (width >= 60)
            printf("%*s", 18, "");
        if (bucket.count > 0)
            putchar(' ');
        print_bar(bucket.count, most, room);
        putchar('\n');
    }
}

/* Several neighbouring buckets in a column where there are more than columns. */
static void
print_columns(const kzs_results *page, const kzs_timeline *timeline, size_t width)
{
    static const char *const heights[] = {" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    uint64_t sums[1024] = {0}, most = 0;
    size_t room = width > 8 ? width - 8 : 1, each, columns;
    kzs_bucket first = {.size = sizeof first}, last = {.size = sizeof last};

    room = room > 1024 ? 1024 : room;
    each = (timeline->count + room - 1) / room;
    columns = (timeline->count + each - 1) / each;
    for (size_t i = 0; i < timeline->count; i++) {
        kzs_bucket bucket = {.size = sizeof bucket};
        if (kzs_results_bucket(page, i, &bucket))
            return;
        sums[i / each] += bucket.count;
        most = sums[i / each] > most ? sums[i / each] : most;
    }
    fputs("    ", stdout);
    for (size_t i = 0; i < columns; i++)
        fputs(heights[sums[i] == 0 ? 0 : 1 + sums[i] * 7 / most], stdout);
    kzs_results_bucket(page, 0, &first);
    kzs_results_bucket(page, timeline->count - 1, &last);
    printf("\n    %s to %s", first.date, last.date);
    if (each > 1)
        printf(", %zu %ss a column", each, timeline->unit);
    printf(", at most %llu\n", (unsigned long long)most);
}

static void
print_timeline(const kzs_results *page, const struct terminal *terminal)
{
    kzs_timeline timeline = {.size = sizeof timeline};
    uint64_t most = 0;

    if (kzs_results_timeline(page, &timeline))
        return;
    for (size_t i = 0; i < timeline.count; i++) {
        kzs_bucket bucket = {.size = sizeof bucket};
        if (!kzs_results_bucket(page, i, &bucket) && bucket.count > most)
            most = bucket.count;
    }
    if (timeline.count == 0) {
        printf("%s: no document has one\n\n", timeline.field);
        return;
    }
    printf("%s by %s", timeline.field, timeline.unit);
    if (timeline.missing > 0)
        printf(", %llu without", (unsigned long long)timeline.missing);
    if (timeline.coarse > 0)
        printf(", %llu known less precisely", (unsigned long long)timeline.coarse);
    putchar('\n');
    if (timeline.count > BARS_MAX)
        print_columns(page, &timeline, terminal->width);
    else
        print_bars(page, &timeline, most, terminal->width);
    putchar('\n');
}

void
counts_print(const kzs_results *page, const struct terminal *terminal)
{
    print_timeline(page, terminal);
    for (size_t i = 0; i < kzs_results_facet_count(page); i++)
        print_facet(page, i, terminal);
}

/* ---- as JSON ---- */

static json_t *
json_facet(const kzs_results *page, size_t f, const kzs_facet *facet)
{
    json_t *values = json_array();

    for (size_t i = 0; i < facet->count; i++) {
        kzs_facet_value value = {.size = sizeof value};
        if (kzs_results_facet_value(page, f, i, &value))
            break;
        json_array_append_new(values,
                              json_pack("{so sI}", "value", json_text(value.value, value.length),
                                        "count", (json_int_t)value.count));
    }
    return json_pack("{so sI sI}", "values", values, "distinct", (json_int_t)facet->distinct,
                     "missing", (json_int_t)facet->missing);
}

json_t *
counts_json_facets(const kzs_results *page)
{
    json_t *facets = json_object();

    for (size_t i = 0; i < kzs_results_facet_count(page); i++) {
        kzs_facet facet = {.size = sizeof facet};
        if (!kzs_results_facet(page, i, &facet))
            json_object_set_new(facets, facet.field, json_facet(page, i, &facet));
    }
    return facets;
}

json_t *
counts_json_timeline(const kzs_results *page)
{
    kzs_timeline timeline = {.size = sizeof timeline};
    json_t *buckets;

    if (kzs_results_timeline(page, &timeline))
        return json_null();
    buckets = json_array();
    for (size_t i = 0; i < timeline.count; i++) {
        kzs_bucket bucket = {.size = sizeof bucket};
        if (kzs_results_bucket(page, i, &bucket))
            break;
        json_array_append_new(buckets, json_pack("{ss sI sI}", "date", bucket.date, "count",
                                                 (json_int_t)bucket.count, "documents",
                                                 (json_int_t)bucket.documents));
    }
    return json_pack("{ss ss so sI sI}", "field", timeline.field, "unit", timeline.unit,
                     "buckets", buckets, "missing", (json_int_t)timeline.missing, "coarse",
                     (json_int_t)timeline.coarse);
}
