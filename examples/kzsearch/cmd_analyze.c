/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * kzsearch analyze: the terms that a text becomes, as a table or as JSON Lines. Answers “why
 * was it not found?”: compare the terms of the text with those of the query.
 */
#include <kzsearch.h>
#include <stdio.h>
#include <string.h>

#include "import/input.h"
#include "options.h"
#include "support/buffer.h"
#include "support/json_out.h"
#include "support/terminal.h"

enum { WORD_WIDTH = 24, KIND_WIDTH = 9, LINE_LIMIT = 16 * 1024 * 1024 };

/* Names of the kinds of tokens, in order of their numbers. A new kind is a new line. */
static const char *const kinds[] = {
    [KZS_TOKEN_WORD] = "word",
    [KZS_TOKEN_NUMBER] = "number",
    [KZS_TOKEN_COMPOUND] = "compound",
    [3] = "name",
};

/* What was typed. */
struct analyze_args {
    bool json, query;
    const char *index;
};

struct analysis {
    const struct analyze_args *args;
    kzs_index *index;        /* NULL: none */
    unsigned long long line; /* of stdin, from 1; 0 for text on the command line */
    unsigned long long tokens;
    bool failed;
};

/* The name of a kind; a number for one that this program does not know yet. */
static const char *
kind_name(kzs_token_kind kind, char store[16])
{
    size_t number = (size_t)kind;

    if (number < sizeof kinds / sizeof kinds[0] && kinds[number] != NULL)
        return kinds[number];
    snprintf(store, 16, "kind %zu", number);
    return store;
}

static void
print_heading(void)
{
    printf("%-4s %-*s %-*s %-*s %-4s %s\n", "pos", KIND_WIDTH, "kind", WORD_WIDTH, "term",
           WORD_WIDTH, "form", "lang", "bytes");
}

static void
print_row(const kzs_token *t, const char *kind)
{
    printf("%4u ", t->position);
    print_padded(stdout, kind, strlen(kind), KIND_WIDTH + 1);
    print_padded(stdout, t->term, t->term_length, WORD_WIDTH);
    putchar(' ');
    print_padded(stdout, t->form, t->form_length, WORD_WIDTH);
    printf(" %-4s %zu-%zu\n", *t->language != '\0' ? t->language : "-", t->start, t->end);
}

static bool
print_row_json(const struct analysis *a, const kzs_token *t, const char *kind)
{
    json_t *row = json_pack("{sI ss so so ss sI sI}", "position", (json_int_t)t->position,
                            "kind", kind, "term", json_text(t->term, t->term_length), "form",
                            json_text(t->form, t->form_length), "language", t->language,
                            "start", (json_int_t)t->start, "end", (json_int_t)t->end);

    if (a->line > 0)
        json_object_set_new(row, "line", json_integer((json_int_t)a->line));
    return json_line(row);
}

static int
on_token(void *user, const kzs_token *token)
{
    struct analysis *a = user;
    char store[16];
    const char *kind = kind_name(token->kind, store);

    if (a->tokens++ == 0 && !a->args->json)
        print_heading();
    if (!a->args->json)
        print_row(token, kind);
    else if (!print_row_json(a, token, kind))
        a->failed = true;
    return a->failed || ferror(stdout);
}

/* False when that is to be the last text. */
static bool
analyze(struct analysis *a, struct span text)
{
    kzs_error err;

    if (kzs_analyze(a->index, text.text, text.length,
                    a->args->query ? KZS_ANALYZE_QUERY : KZS_ANALYZE_DOCUMENT, on_token, a,
                    &err)) {
        complain("%s", err.message);
        a->failed = true;
    }
    return !a->failed && !ferror(stdout);
}

/* Each line is a text of its own, with positions and offsets from its start. */
static void
analyze_lines(struct analysis *a)
{
    enum input_status status;
    unsigned long long before = 0;
    struct reason why;
    struct span line;
    struct input *in = input_open(NULL, false, &why);
    bool on = in != NULL;

    if (in == NULL) {
        complain("-: %s", why.text);
        a->failed = true;
    }
    while (on && (status = input_line(in, LINE_LIMIT, &line, &why)) != INPUT_END) {
        a->line++;
        if (status != INPUT_LINE) {
            complain("-:%llu: %s", a->line,
                     status == INPUT_LONG ? "the line is longer than 16 MB" : why.text);
            a->failed = true;
            break;
        }
        if (a->tokens > before && !a->args->json)
            putchar('\n'); /* between the rows of two lines */
        before = a->tokens;
        on = analyze(a, line);
    }
    input_close(in);
}

static void
analyze_words(struct analysis *a, const struct words *operands)
{
    struct buffer text = {0};

    for (size_t i = 0; i < operands->count; i++) {
        if (i > 0)
            buffer_byte(&text, ' ');
        buffer_text(&text, operands->items[i]);
    }
    if (text.failed) {
        complain("out of memory");
        a->failed = true;
    } else
        analyze(a, (struct span){buffer_string(&text), text.length});
    buffer_free(&text);
}

static enum outcome
run(const struct command *self, int argc, char **argv)
{
    struct analyze_args args = {0};
    struct analysis a = {.args = &args};
    struct words operands;
    enum outcome outcome;
    kzs_error err;

    if (!options_parse(self, argc, argv, &args, &operands, &outcome))
        return outcome;
    if (args.index != NULL && kzs_index_open(args.index, KZS_READ, NULL, &a.index, &err))
        return fail("%s", err.message);
    if (operands.count == 1 && strcmp(operands.items[0], "-") == 0)
        analyze_lines(&a);
    else
        analyze_words(&a, &operands);
    kzs_index_close(a.index, NULL);
    if (a.failed)
        return OUTCOME_ERROR;
    return a.tokens > 0 ? OUTCOME_FOUND : OUTCOME_NOTHING;
}

static const struct option options[] = {
    {OPTION_FLAG, "query", NULL, offsetof(struct analyze_args, query), 0, 0,
     "as the words of a query, where capitals are meant and known names need none"},
    {OPTION_TEXT, "index", "INDEX", offsetof(struct analyze_args, index), 0, 0,
     "also with the names that its schema adds"},
    {OPTION_FLAG, "json", NULL, offsetof(struct analyze_args, json), 0, 0,
     "JSON Lines: an object for each token"},
    {.kind = OPTION_END},
};

const struct command command_analyze = {
    .name = "analyze",
    .operands = "TEXT…",
    .summary = "show the terms that a text becomes",
    .details =
        "Show what is indexed and searched for a text: position, kind, term, the normalised "
        "form before stemming, language and first and last byte (the last not included) of "
        "each "
        "token. A document and a query meet where they have a term in common. Operators of "
        "the "
        "query language are read as text. - reads standard input; each line is a text of its "
        "own "
        "then. The exit code is 1 when there is no token.",
    .examples = "  kzsearch analyze 'Kazakhstan’s “quasi-states”'\n"
                "  kzsearch analyze --query --index archive.kz 'токаев астана'\n"
                "  printf 'справедливого\\nсправедливый\\n' | kzsearch analyze -\n",
    .options = options,
    .operands_least = 1,
    .operands_most = SIZE_MAX,
    .run = run,
};
