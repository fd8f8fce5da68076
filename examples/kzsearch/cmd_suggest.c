/* SPDX-License-Identifier: GPL-2.0-or-later */
/* kzsearch suggest and complete: did you mean, and what is being typed. */
#include <kzsearch.h>
#include <stdio.h>

#include "options.h"
#include "support/buffer.h"
#include "support/json_out.h"
#include "support/span.h"
#include "support/terminal.h"

/* What was typed. */
struct suggest_args {
    uint64_t limit;
    bool complete, json;
};

static const char *
name_of(kzs_suggestion_kind kind)
{
    static const char *const names[] = {[KZS_SUGGEST_SPELLING] = "spelling",
                                        [KZS_SUGGEST_LAYOUT] = "layout",
                                        [KZS_SUGGEST_SCRIPT] = "script",
                                        [KZS_SUGGEST_WORD] = "word",
                                        [KZS_SUGGEST_TITLE] = "title"};

    return names[kind];
}

static bool
print(const kzs_suggestions *list, const struct suggest_args *args)
{
    bool good = true;

    for (size_t n = 0; n < kzs_suggestions_count(list) && good; n++) {
        kzs_suggestion s = {.size = sizeof s};
        kzs_suggestions_get(list, n, &s);
        if (args->json) {
            good = json_line(json_pack("{so ss sI}", "text", json_text(s.text, s.length), "kind",
                                       name_of(s.kind), "documents", (json_int_t)s.documents));
            continue;
        }
        print_safe(stdout, s.text, s.length, PRINT_LINE);
        putchar('\n');
    }
    return good;
}

static enum outcome
suggest(const char *path, struct span text, const struct suggest_args *args)
{
    kzs_suggestions *list = NULL;
    enum outcome outcome;
    kzs_index *index;
    kzs_status st;
    kzs_error err;

    if (kzs_index_open(path, KZS_READ, NULL, &index, &err))
        return fail("%s", err.message);
    st = args->complete ? kzs_complete(index, text.text, text.length, args->limit, args->limit,
                                       &list, &err)
                        : kzs_suggest(index, text.text, text.length, args->limit, &list, &err);
    if (st)
        outcome = fail("%s", err.message);
    else if (!print(list, args))
        outcome = OUTCOME_ERROR;
    else
        outcome = kzs_suggestions_count(list) > 0 ? OUTCOME_FOUND : OUTCOME_NOTHING;
    kzs_suggestions_free(list);
    kzs_index_close(index, NULL);
    return outcome;
}

/* The words joined by spaces, to one of the two calls. */
static enum outcome
run(const struct command *self, int argc, char **argv)
{
    struct suggest_args args = {.limit = 5, .complete = self == &command_complete};
    struct buffer text = {0};
    struct words operands;
    enum outcome outcome;

    if (options_parse(self, argc, argv, &args, &operands, &outcome)) {
        for (size_t i = 1; i < operands.count; i++) {
            if (i > 1)
                buffer_byte(&text, ' ');
            buffer_text(&text, operands.items[i]);
        }
        outcome = text.failed ? fail("out of memory")
                              : suggest(operands.items[0],
                                        (struct span){buffer_string(&text), text.length}, &args);
    }
    buffer_free(&text);
    return outcome;
}

static const struct option suggest_options[] = {
    {OPTION_NUMBER, "limit", "N", offsetof(struct suggest_args, limit), 1, 100,
     "most suggestions (default 5)"},
    {OPTION_FLAG, "json", NULL, offsetof(struct suggest_args, json), 0, 0,
     "JSON Lines: text, kind (spelling, layout, script), documents"},
    {.kind = OPTION_END},
};

const struct command command_suggest = {
    .name = "suggest",
    .operands = "INDEX TEXT…",
    .summary = "did you mean",
    .details =
        "Print what TEXT may have been meant to be: words that the index lacks are replaced by "
        "words that it has, mended in spelling, keyboard layout (njrftd) or alphabet (vybory). "
        "The exit code is 1 when there is nothing to suggest.",
    .examples = "  kzsearch suggest archive.kz goverment\n"
                "  kzsearch suggest archive.kz njrftd\n",
    .options = suggest_options,
    .operands_least = 2,
    .operands_most = SIZE_MAX,
    .dash_words = true,
    .run = run,
};

static const struct option complete_options[] = {
    {OPTION_NUMBER, "limit", "N", offsetof(struct suggest_args, limit), 1, 100,
     "most words, and most titles (default 5)"},
    {OPTION_FLAG, "json", NULL, offsetof(struct suggest_args, json), 0, 0,
     "JSON Lines: text, kind (word, title, layout, script), documents"},
    {.kind = OPTION_END},
};

const struct command command_complete = {
    .name = "complete",
    .operands = "INDEX TEXT…",
    .summary = "what the last word may become, and titles",
    .details =
        "Print TEXT with its last word completed, the words that are in most documents first, "
        "then titles that begin with TEXT. Where no word begins so, the other keyboard layout "
        "is tried, and Russian in Latin letters. The exit code is 1 when there is nothing.",
    .examples = "  kzsearch complete archive.kz 'president tok'\n"
                "  kzsearch complete archive.kz каза --limit 10 --json\n",
    .options = complete_options,
    .operands_least = 2,
    .operands_most = SIZE_MAX,
    .dash_words = true,
    .run = run,
};
