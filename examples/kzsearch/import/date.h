/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Dates as people and feeds write them, English and Russian, turned into the ISO form that
 * the index wants. Everything must be understood or nothing is: a date is never guessed from
 * a part of the text, and 03/04/2023, which means two things, is refused.
 */
#ifndef DATE_H
#define DATE_H

#include "support/span.h"

enum { DATE_SIZE = 48 };

enum date_precision { DATE_NONE, DATE_YEAR, DATE_MONTH, DATE_DAY };

/*
 * Understood: 2022, 2022-11, 2022-11-21, 2022/11/21, 21.11.2022, 2022-11-21T10:00:00Z,
 * November 21, 2022, 21 Nov 2022, Mon, 21 Nov 2022 10:00:00 +0300, November 2022,
 * 21 ноября 2022 года, понедельник, 21 ноября 2022 г., 10:00, ноябрь 2022.
 */
enum date_precision date_read(struct span text, char out[DATE_SIZE]);

#endif
