/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Options and commands as tables. Each command has one table that feeds the parser, its --help
 * (help.c), the manual page (manual.c) and the completion of shells (completion.c), so that
 * they cannot differ. The parser takes what was typed, checks that it is
 * well-formed and puts it into the command's own struct; what it means is the command's
 * business.
 */
#ifndef OPTIONS_H
#define OPTIONS_H

#include <kzsearch.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "support/message.h"

/* Words of the command line; the array may be owned (options) or a part of argv (operands). */
struct words {
    char **items;
    size_t count;
};

enum option_kind {
    OPTION_END = 0,
    OPTION_FLAG,   /* bool */
    OPTION_TEXT,   /* const char * */
    OPTION_CHOICE, /* const char *, one of the words in `value` */
    OPTION_CHOICE_OR_LAST, /* likewise, but only behind `=`; without it the last of them */
    OPTION_NUMBER, /* uint64_t */
    OPTION_LIST    /* struct words; may be given several times; free with words_free() */
};

struct option {
    enum option_kind kind;
    const char *name;     /* without the dashes */
    const char *value;    /* what the help calls the value, a word that completion.c knows;
                             for a choice `this|that` */
    size_t place;         /* offsetof() in the command's struct */
    uint64_t least, most; /* bounds of a number */
    const char *help;
};

struct command {
    const char *name;
    const char *operands; /* as the usage line shows them, in words that completion.c knows */
    const char *summary;  /* one line */
    const char *details;  /* paragraphs */
    const char *examples;
    const struct option *options; /* ends with OPTION_END */
    size_t operands_least;
    size_t operands_most;
    bool dash_words; /* behind the first operand, words with one dash (-ukraine) are text */
    enum outcome (*run)(const struct command *self, int argc, char **argv);
};

extern const struct command command_index;
extern const struct command command_search;
extern const struct command command_batch;
extern const struct command command_similar;
extern const struct command command_suggest;
extern const struct command command_complete;
extern const struct command command_show;
extern const struct command command_delete;
extern const struct command command_analyze;
extern const struct command command_stats;
extern const struct command command_check;
extern const struct command command_backup;
extern const struct command command_export;
extern const struct command command_compact;
extern const struct command command_rebuild;

/* Every command, in the order of the help; ends with NULL. Defined in commands.c. */
extern const struct command *const commands[];

/* The command of a name, or NULL. */
const struct command *command_find(const char *name);

/* The option of a name, without the dashes, or NULL. */
const struct option *option_find(const struct command *command, const char *name,
                                 size_t length);

/*
 * Parse argv[0 … argc-1], the words behind the command's name. `values` is the command's
 * struct with its defaults; operands are gathered at the front of argv. True to go on; false
 * when the command is done with *outcome, because help was asked for or something is wrong
 * (and was reported). The lists in `values` need freeing either way.
 */
bool options_parse(const struct command *command, int argc, char **argv, void *values,
                   struct words *operands, enum outcome *outcome);

/*
 * The options of kzs_index_open() for --lock-timeout (NULL: none). Only a number with a unit
 * gets through: the text would be read as further options otherwise. False, and said so.
 */
bool options_lock(const char *timeout, char *out, size_t size);

/* Say why an index was not opened for writing, with --lock-timeout by the name it has here. */
enum outcome options_lock_failed(const kzs_error *err);

void words_free(struct words *words);
bool words_have(const struct words *words, const char *word);

/* Of names[i], ended by NULL, the one that `typed` is most likely meant to be; or NULL. */
const char *nearest_name(const char *typed, const char *const *names);

#endif
