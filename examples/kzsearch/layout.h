/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Lines of the user's own making: `{title} {date}`. Names in braces are fields of the document or
 * id, rank, score, percent, snippet and why; {{ and }} are braces, \t and \n a tab and a line
 * break.
 */
#ifndef LAYOUT_H
#define LAYOUT_H

#include <kzsearch.h>
#include <stdbool.h>

/* Whether it can be used; if not, that was said. */
bool layout_check(const char *layout);

/* Does it name this? */
bool layout_has(const char *layout, const char *name);

/*
 * One line a hit, made safe to print. Says so when no hit has a field that it names. False after
 * saying what failed.
 */
bool layout_print(const kzs_results *page, const char *layout, size_t characters);

#endif
