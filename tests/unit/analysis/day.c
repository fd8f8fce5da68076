/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/analysis/reading.h"

static void
days_in_every_spelling(void)
{
    all_have("2022-11-21",
             LIST("21.11.2022", "21/11/2022", "21-11-2022", "2022-11-21", "2022.11.21",
                  "2022/11/21", "11/21/2022", "2022-11-21T10:30:00Z", "(21.11.2022)",
                  "Астана, 21.11.2022. Глава", "21 ноября 2022", "21 ноября 2022 года",
                  "21 ноября 2022г.", "21\u00A0ноября\u00A02022 г.", "21\nноября 2022",
                  "21 November 2022", "21st November 2022", "21st of November, 2022",
                  "November 21, 2022", "November 21st, 2022", "NOVEMBER 21 2022", "Nov 21, 2022",
                  "Nov. 21, 2022", "on Nov. 21, 2022, in Astana"));
    all_have("2022-05-09", LIST("9 мая 2022", "May 9, 2022", "09.05.2022", "9.5.2022"));
    all_have("2022-04-03", LIST("03/04/2022")); /* the day first */
    all_have("2021-09-02", LIST("Sept. 2, 2021", "2 Sep 2021", "2 сентября 2021"));
}

static void
what_is_no_day(void)
{
    none_has("2022-11-21",
             LIST("21.11.22", "21.11", "11.2022", "21.13.2022", "32.11.2022", "21.11.2022.5",
                  "21.11/2022", "21.11.20225", "121.11.2022", "21 ноября", "ноябрь 2022",
                  "21 ноября, в 2022", "November 21", "21\n\nноября 2022", "21 2022 ноября",
                  "page 21. November 2022 was", "2022-11-21a", "21 ноябрь 2022"));
    is_string(read_of("2.0 and 1.2.3"), "2.0 and 1.2.3", "versions are no days");
    is_string(read_of("00.00.0000 0/0/0000"), "00.00.0000 0 0 0000", "nor are zeros");
}

static void
parts_of_days_are_words(void)
{
    static const struct reading rows[] = {
        {"до 21.11.2022 года", "до 21{2022-11-21 21.11.2022} 11 2022 года"},
        {"2022-11-21", "2022{2022-11-21 2022-11-21} 11 21"},
        {"2022-11-21T10:30", "2022{2022-11-21 2022-11-21} 11 21 t10 30"},
        {"Nov. 21, 2022", "nov{2022-11-21 Nov. 21, 2022} 21 2022"},
        {"21 ноября 2022 года и", "21{2022-11-21 21 ноября 2022 года} ноября 2022 года и"},
        {"1941-1945", "1941- 1945"},
    };

    CHECK_READINGS(rows);
}

int
main(void)
{
    days_in_every_spelling();
    what_is_no_day();
    parts_of_days_are_words();
    return tap_done();
}
