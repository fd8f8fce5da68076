/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What kzs_query_describe() says, for people. */
#ifndef DESCRIPTION_H
#define DESCRIPTION_H

#include <stdbool.h>

/* Print it as indented text; false (and a message) when it is no JSON. */
bool description_print(const char *json);

#endif
