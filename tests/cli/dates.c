/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Dates and datelines as people write them: each form that is understood, and what is not. */
#include "import/date.h"
#include "import/dateline.h"
#include "tests/support/tap.h"

static const struct {
    const char *text, *iso;
    enum date_precision precision;
} dates[] = {
    {"2022", "2022", DATE_YEAR},
    {"2022-11", "2022-11", DATE_MONTH},
    {"2022-11-21", "2022-11-21", DATE_DAY},
    {"2022/11/21", "2022-11-21", DATE_DAY},
    {"2022.11.21", "2022-11-21", DATE_DAY},
    {"21.11.2022", "2022-11-21", DATE_DAY},
    {"1.2.2022", "2022-02-01", DATE_DAY},
    {"November 21, 2022", "2022-11-21", DATE_DAY},
    {"Nov. 21, 2022", "2022-11-21", DATE_DAY},
    {"November 21st, 2022", "2022-11-21", DATE_DAY},
    {"21 Nov 2022", "2022-11-21", DATE_DAY},
    {"Monday, 21 November 2022", "2022-11-21", DATE_DAY},
    {"Mon, 21 Nov 2022 10:00:00 +0300", "2022-11-21T10:00:00+03:00", DATE_DAY},
    {"Mon, 21 Nov 2022 10:00:00 GMT", "2022-11-21T10:00:00Z", DATE_DAY},
    {"November 2022", "2022-11", DATE_MONTH},
    {"21 ноября 2022", "2022-11-21", DATE_DAY},
    {"21 ноября 2022 года", "2022-11-21", DATE_DAY},
    {"21 ноября 2022 г.", "2022-11-21", DATE_DAY},
    {"Понедельник, 21 ноября 2022 г., 10:00", "2022-11-21T10:00:00", DATE_DAY},
    {"НОЯБРЬ 2022", "2022-11", DATE_MONTH},
    {"2022-11-21T10:00:00Z", "2022-11-21T10:00:00Z", DATE_DAY},
    {"2022-11-21T10:00:00.123456+06:00", "2022-11-21T10:00:00.123456+06:00", DATE_DAY},
    {"2022-11-21 10:00", "2022-11-21T10:00:00", DATE_DAY},
    {"  2022-11-21\n", "2022-11-21", DATE_DAY},
    {"29 February 2024", "2024-02-29", DATE_DAY},
};

static const char *const no_dates[] = {
    "",           "soon",          "03/04/2023",       "29 February 2023", "31.04.2023",
    "2022-13",    "2022-00-10",    "0000",             "20222",            "21 ноября",
    "2022-11-21 and more",         "32 ноября 2022",   "May",              "2022-11-21T25:00",
    "21 Novembre 2022",            "2022-11-21T10:61", "1/2/3",            "-2022",
};

static const struct {
    const char *paragraph, *place, *date; /* place NULL: no dateline */
} datelines[] = {
    {"ASTANA — Incumbent President", "Astana", ""},
    {"АСТАНА — Бюджет", "Астана", ""},
    {"АЛМА-АТА, 21 ноября 2022 — Город", "Алма-Ата", "2022-11-21"},
    {"WASHINGTON, Nov 21 (Reuters) — The", "Washington", ""},
    {"NEW YORK (AP) -- “We", "New York", ""},
    {"НУР-СУЛТАН – Он", "Нур-Султан", ""},
    {"NATO — The alliance", NULL, ""},
    {"США — Это страна", NULL, ""},
    {"ASTANA — and then", NULL, ""},
    {"Astana — The city", NULL, ""},
    {"ASTANA—The city", NULL, ""},
    {"A B C D E — Five", NULL, ""},
    {"", NULL, ""},
    {"—", NULL, ""},
};

int
main(void)
{
    char iso[DATE_SIZE];

    for (size_t i = 0; i < sizeof dates / sizeof dates[0]; i++) {
        enum date_precision precision = date_read(span_of(dates[i].text), iso);

        is_string(iso, dates[i].iso, "%s", dates[i].text);
        is_number(precision, dates[i].precision, "precision of it");
    }
    for (size_t i = 0; i < sizeof no_dates / sizeof no_dates[0]; i++) {
        ok(date_read(span_of(no_dates[i]), iso) == DATE_NONE, "no date: “%s”", no_dates[i]);
        is_string(iso, "", "nothing is written for it");
    }
    for (size_t i = 0; i < sizeof datelines / sizeof datelines[0]; i++) {
        struct dateline found;
        bool is = dateline_read(span_of(datelines[i].paragraph), &found);

        is_string(is ? buffer_string(&found.place) : NULL, datelines[i].place, "dateline of “%s”",
                  datelines[i].paragraph);
        is_string(is ? found.date : "", datelines[i].date, "date in it");
        buffer_free(&found.place);
    }
    return tap_done();
}
