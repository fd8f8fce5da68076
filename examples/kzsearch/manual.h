/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The commands as a section of the manual page kzsearch(1), in man(7) macros, from the tables
 * that feed the parser and --help. doc/man/kzsearch.1.in has the rest of the page; `kzsearch
 * __manual` prints this part when the page is built.
 */
#ifndef MANUAL_H
#define MANUAL_H

void manual_commands(void);

#endif
