/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What can stand at the end of a command line that is being typed, for the completion of
 * bash, zsh and fish (shells/), which ask `kzsearch __complete WORD…`: the words behind
 * `kzsearch` up to the cursor, the last one begun or empty. The answer is a line for each
 * candidate, the whole word, with a tab and a description where there is one. Candidates that
 * end in `=`, `/`, `:` or `,` go on. `:files` and `:folders` leave it to the shell.
 */
#ifndef COMPLETION_H
#define COMPLETION_H

#include <stdbool.h>

void complete_words(int count, char *const *words);

/* Whether the word that a table has for a value or an operand is one that completion knows:
 * either what to offer there or that there is nothing. */
bool completion_knows(const char *placeholder);

#endif
