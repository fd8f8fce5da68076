/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Completion out of the tables of options. What to offer for a value or an operand follows
 * from the word that the table, and so the help, has for it: INDEX, FILE, FIELD. Fields are
 * those of the index that is named on the line. Nothing is ever reported: a completion that
 * cannot be made is none.
 */
#include "completion.h"

#include <dirent.h>
#include <kzsearch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "options.h"
#include "support/buffer.h"

/* The word that is being typed. */
struct typed {
    const char *before; /* printed in front of every candidate: `--field=` */
    const char *word;   /* what candidates must begin with */
    const char *index;  /* the index on the line, or NULL */
};

static void
offer(const struct typed *typed, const char *candidate, const char *description)
{
    if (strncmp(candidate, typed->word, strlen(typed->word)) != 0)
        return;
    printf("%s%s", typed->before, candidate);
    if (description != NULL)
        printf("\t%.*s", (int)strcspn(description, "\n"), description);
    putchar('\n');
}

static void
offer_choices(const struct typed *typed, const char *choices)
{
    char word[64];
    size_t size;

    for (; *choices != '\0'; choices += size + (choices[size] != '\0' ? 1 : 0)) {
        size = strcspn(choices, "|");
        snprintf(word, sizeof word, "%.*s", (int)size, choices);
        offer(typed, word, NULL);
    }
}

static void
offer_files(const struct typed *typed)
{
    (void)typed;
    puts(":files");
}

static void
offer_folders(const struct typed *typed)
{
    (void)typed;
    puts(":folders");
}

static void
offer_languages(const struct typed *typed)
{
    offer_choices(typed, "en|ru|kk|uk");
}

static void
offer_charsets(const struct typed *typed)
{
    offer_choices(typed, "utf-8|utf-16|windows-1251|koi8-r|ibm866|iso-8859-5|windows-1252");
}

static bool
has_controls(const char *name)
{
    for (; *name != '\0'; name++)
        if ((unsigned char)*name < ' ' || *name == 127)
            return true;
    return false;
}

/* A folder's place in the file system: `~/` is the shell's, which leaves it to us. */
static void
add_place(struct buffer *place, const char *folder, size_t length)
{
    const char *home = getenv("HOME");

    if (length >= 2 && folder[0] == '~' && folder[1] == '/' && home != NULL) {
        buffer_text(place, home);
        folder++;
        length--;
    }
    if (length > 0)
        buffer_add(place, folder, length);
    else
        buffer_text(place, "./");
}

static bool
is_folder(const char *path)
{
    struct stat status;

    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* A folder as a candidate: an index whole, another one to go on from. */
static void
offer_folder(const struct typed *typed, size_t folder, const char *place, const char *name)
{
    struct buffer path = {0}, candidate = {0};
    size_t end;
    struct stat status;

    buffer_text(&path, place);
    buffer_text(&path, name);
    end = path.length;
    if (is_folder(buffer_string(&path))) {
        buffer_add(&candidate, typed->word, folder);
        buffer_text(&candidate, name);
        buffer_text(&path, "/iamglass");
        if (stat(buffer_string(&path), &status) != 0)
            buffer_byte(&candidate, '/');
        if (!candidate.failed && !path.failed && end > 0)
            offer(typed, buffer_string(&candidate), NULL);
    }
    buffer_free(&path);
    buffer_free(&candidate);
}

static void
offer_indexes(const struct typed *typed)
{
    const char *slash = strrchr(typed->word, '/');
    size_t folder = slash != NULL ? (size_t)(slash + 1 - typed->word) : 0;
    const char *begun = typed->word + folder;
    struct buffer place = {0};
    struct dirent *entry;
    DIR *dir;

    add_place(&place, typed->word, folder);
    dir = opendir(buffer_string(&place));
    while (dir != NULL && (entry = readdir(dir)) != NULL)
        if (strncmp(entry->d_name, begun, strlen(begun)) == 0 &&
            !has_controls(entry->d_name) && (entry->d_name[0] != '.' || begun[0] == '.'))
            offer_folder(typed, folder, buffer_string(&place), entry->d_name);
    if (dir != NULL)
        closedir(dir);
    buffer_free(&place);
}

/*
 * The fields of the index, or of a new one where there is none: of some kinds (NULL: of all),
 * each with `end` behind it.
 */
static void
offer_fields(const struct typed *typed, const char *kinds, const char *end)
{
    static const char built_in[] = "title text\nauthor keyword\nsource keyword\n"
                                   "section keyword\nplace keyword\ndate date\nlang keyword\n"
                                   "tags keyword\nurl stored\nbody text\n";
    struct buffer place = {0};
    kzs_index *index = NULL;
    const char *line = built_in, *next;
    char name[64], kind[32], candidate[80];

    if (typed->index != NULL) {
        add_place(&place, typed->index, strlen(typed->index));
        if (kzs_index_open(buffer_string(&place), KZS_READ, NULL, &index, NULL) == KZS_OK)
            line = kzs_index_schema(index);
    }
    for (; *line != '\0'; line = next) {
        next = line + strcspn(line, "\n");
        next += *next != '\0' ? 1 : 0;
        /* A line with ` = ` has names and none of these kinds. */
        if (sscanf(line, "%63[a-z0-9_] %31[a-z]", name, kind) != 2 ||
            strstr("text keyword date number stored", kind) == NULL ||
            (kinds != NULL && strstr(kinds, kind) == NULL))
            continue;
        snprintf(candidate, sizeof candidate, "%s%s", name, end);
        offer(typed, candidate, kind);
    }
    kzs_index_close(index, NULL);
    buffer_free(&place);
}

static void
offer_facets(const struct typed *typed)
{
    offer_fields(typed, "keyword", "");
}

static void
offer_assignments(const struct typed *typed)
{
    offer_fields(typed, NULL, "=");
}

static void
offer_query(const struct typed *typed)
{
    offer_fields(typed, "text keyword date number", ":");
}

/* Keys of an order: the last of `-date,auth`. */
static void
offer_keys(const struct typed *typed)
{
    const char *comma = strrchr(typed->word, ','),
               *key = comma != NULL ? comma + 1 : typed->word;
    struct buffer before = {0};
    struct typed last = *typed;

    key += *key == '-' ? 1 : 0;
    buffer_text(&before, typed->before);
    buffer_add(&before, typed->word, (size_t)(key - typed->word));
    last.before = buffer_string(&before);
    last.word = key;
    offer(&last, "relevance", NULL);
    offer_fields(&last, "keyword date number", "");
    buffer_free(&before);
}

static void
offer_commands(const struct typed *typed)
{
    for (const struct command *const *c = commands; *c != NULL; c++)
        offer(typed, (*c)->name, (*c)->summary);
}

/* What stands for what in the tables. A new word is added here, with or without an offer. */
static const struct {
    const char *placeholder;
    void (*offer)(const struct typed *typed);
} placeholders[] = {
    {"INDEX", offer_indexes},
    {"FOLDER", offer_folders},
    {"FILE", offer_files},
    {"PATH", offer_files},
    {"QUERIES.tsv", offer_files},
    {"FIELD[=N]", offer_facets},
    {"NAME=VALUE", offer_assignments},
    {"KEYS", offer_keys},
    {"QUERY", offer_query},
    {"L", offer_languages},
    {"COMMAND", offer_commands},
    {"DATE", NULL},
    {"ID", NULL},
    {"LAYOUT", NULL},
    {"CHARSET", offer_charsets},
    {"FIELD=COLUMN,…", NULL},
    {"MB", NULL},
    {"N", NULL},
    {"NAME", NULL},
    {"T", NULL},
    {"PATTERN", NULL},
    {"PATTERN=COMMAND", NULL},
    {"S", NULL},
    {"TEXT", NULL},
    {"TIME", NULL},
    {"TOKEN", NULL},
};

enum { PLACEHOLDERS = sizeof placeholders / sizeof placeholders[0] };

static size_t
find_placeholder(const char *word, size_t length)
{
    size_t i = 0;

    while (i < PLACEHOLDERS && (strlen(placeholders[i].placeholder) != length ||
                                memcmp(placeholders[i].placeholder, word, length) != 0))
        i++;
    return i;
}

bool
completion_knows(const char *placeholder)
{
    return find_placeholder(placeholder, strlen(placeholder)) < PLACEHOLDERS;
}

static void
offer_placeholder(const struct typed *typed, const char *word, size_t length)
{
    size_t i = find_placeholder(word, length);

    if (i < PLACEHOLDERS && placeholders[i].offer != NULL)
        placeholders[i].offer(typed);
}

static void
offer_value(const struct typed *typed, const struct option *o)
{
    if (o->kind == OPTION_CHOICE || o->kind == OPTION_CHOICE_OR_LAST)
        offer_choices(typed, o->value);
    else if (o->value != NULL)
        offer_placeholder(typed, o->value, strlen(o->value));
}

/* The nth word of `INDEX [ID…]`; the last one stands for all that follow if it has a `…`. */
static void
offer_operand(const struct typed *typed, const char *operands, size_t nth)
{
    static const char more[] = "…";
    const char *word = operands;
    size_t length, end;

    for (;; nth--) {
        word += strspn(word, " [");
        length = strcspn(word, " ]");
        end = length >= strlen(more) ? length - strlen(more) : length;
        if (end < length && memcmp(word + end, more, strlen(more)) == 0) {
            offer_placeholder(typed, word, end);
            return;
        }
        if (nth == 0 || length == 0)
            break;
        word += length + strspn(word + length, "]");
    }
    offer_placeholder(typed, word, length);
}

static void
offer_options(const struct typed *typed, const struct command *command)
{
    char name[64];

    for (const struct option *o = command->options; o->kind != OPTION_END; o++) {
        snprintf(name, sizeof name, "--%s", o->name);
        offer(typed, name, o->help);
        if (o->kind == OPTION_CHOICE_OR_LAST) {
            snprintf(name, sizeof name, "--%s=", o->name);
            offer(typed, name, o->help);
        }
    }
    offer(typed, "--help", "what the command does, with examples");
}

/* `--name=value` in two: the option, or NULL, and `--name=` as what stands before. */
static const struct option *
split_value(const struct command *command, const char *word, struct buffer *before)
{
    const char *equals = strchr(word, '=');
    const struct option *o;

    if (strncmp(word, "--", 2) != 0 || equals == NULL)
        return NULL;
    o = option_find(command, word + 2, (size_t)(equals - word) - 2);
    if (o != NULL)
        buffer_add(before, word, (size_t)(equals + 1 - word));
    return o;
}

static void
complete_command(const struct command *command, int count, char *const *words)
{
    const char *last = words[count - 1];
    const struct option *o, *pending = NULL;
    struct typed typed = {.before = "", .word = last};
    struct buffer before = {0};
    size_t operands = 0;
    bool ended = false;

    for (int i = 0; i < count - 1; i++) {
        if (pending != NULL) {
            pending = NULL;
        } else if (!ended && strcmp(words[i], "--") == 0) {
            ended = true;
        } else if (!ended && words[i][0] == '-' && words[i][1] == '-') {
            o = option_find(command, words[i] + 2, strlen(words[i] + 2));
            if (o != NULL && o->kind != OPTION_FLAG && o->kind != OPTION_CHOICE_OR_LAST)
                pending = o;
        } else if (operands++ == 0) {
            typed.index = words[i];
        }
    }
    if (pending != NULL) {
        offer_value(&typed, pending);
    } else if (!ended && (o = split_value(command, last, &before)) != NULL) {
        typed.before = buffer_string(&before);
        typed.word = last + before.length;
        offer_value(&typed, o);
    } else if (!ended && last[0] == '-') {
        offer_options(&typed, command);
    } else {
        offer_operand(&typed, command->operands, operands);
    }
    buffer_free(&before);
}

void
complete_words(int count, char *const *words)
{
    const struct command *command;
    struct typed typed = {.before = "", .word = count > 0 ? words[count - 1] : ""};

    if (count <= 1) {
        offer_commands(&typed);
        offer(&typed, "help", "what a command does, with examples");
        offer(&typed, "--help", "list the commands");
        offer(&typed, "--version", "print the version");
    } else if (strcmp(words[0], "help") == 0) {
        if (count == 2)
            offer_commands(&typed);
    } else if ((command = command_find(words[0])) != NULL) {
        complete_command(command, count - 1, words + 1);
    }
}
