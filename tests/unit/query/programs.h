/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The parts of the planner one by one, and what they make in a form that can be read:
 *
 *     program(...)   "({nato N} & uranium) / Klang:en"
 *
 *     & | AND OR     {a b} UNIT     "a b" PHRASE     a - b AND_NOT     a + b MAYBE
 *     a / b FILTER   a^ SCALE    * ALL            [] NONE           [..] RANGE
 *     [check] CHECK; <Fkaz*> EXPAND, with ~ and the edits of a fuzzy word; "a b"~6 PHRASE and ~"a b"~6 NEAR with a
 *     window that is wider than they are
 *
 * A name's key is shown as N and the factor of a scale not at all: what they are is the
 * business of lib/analysis and of whoever tunes the ranking.
 */
#ifndef PROGRAMS_H
#define PROGRAMS_H

#include "query/plan.h"
#include "tests/unit/query/queries.h"

static struct kzsi_analyzer *planner_analyzer;
static struct kzsi_plan planner_plan;
static struct kzsi_planner planner;

static inline void
planner_reset(void)
{
    kzsi_plan_free(&planner_plan);
    free(planner.extra);
    memset(&planner, 0, sizeof planner);
}

static inline void
planner_done(void)
{
    planner_reset();
    kzsi_analyzer_free(planner_analyzer);
}

/* A planner that has planned nothing yet; good until the next call. */
static inline struct kzsi_planner *
planner_begin(bool match_all)
{
    if (planner_analyzer == NULL) {
        planner_analyzer = kzsi_analyzer_new(NULL);
        if (planner_analyzer == NULL)
            exit(99);
        atexit(planner_done);
    }
    planner_reset();
    planner_plan.warnings.arena = &planner_plan.arena;
    planner = (struct kzsi_planner){.plan = &planner_plan,
                                    .arena = &planner_plan.arena,
                                    .schema = schema(),
                                    .analyzer = planner_analyzer,
                                    .match_all = match_all,
                                    .has_content = true};
    return &planner;
}

/* The tree of a query text, in the arena of the planner; NULL if there is nothing in it. */
static inline struct kzsi_node *
tree_of(struct kzsi_planner *p, const char *text)
{
    return kzsi_parse(text, strlen(text), p->schema, p->arena, &p->plan->warnings);
}

/* A leaf as the parser makes them. */
static inline struct kzsi_node
leaf_node(enum kzsi_node_kind kind, const char *text)
{
    return (struct kzsi_node){
        .kind = kind, .mode = ' ', .text = text, .length = strlen(text), .boost = 1};
}

#define PROGRAM_DEPTH 300

/* Put `text` into *at, which is full at `end`; a program that is cut there compares unequal.
 */
static inline void
program_add(char **at, const char *end, const char *text, size_t length)
{
    if (length > (size_t)(end - *at))
        length = (size_t)(end - *at);
    memcpy(*at, text, length);
    *at += length;
}

static inline char *
program_joined(char **operands, size_t count, const char *before, const char *between,
               const char *after)
{
    size_t room = strlen(before) + strlen(after) + 1;
    char *out, *at, *end;

    for (size_t i = 0; i < count; i++)
        room += strlen(operands[i]) + strlen(between);
    out = at = malloc(room);
    if (out == NULL)
        exit(99);
    end = out + room - 1;
    program_add(&at, end, before, strlen(before));
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            program_add(&at, end, between, strlen(between));
        program_add(&at, end, operands[i], strlen(operands[i]));
        free(operands[i]);
    }
    program_add(&at, end, after, strlen(after));
    *at = '\0';
    return out;
}

static inline char *
program_term(const struct kzsi_step *step)
{
    const char *term = step->low, *name = memchr(term, ':', step->low_length);
    size_t prefix =
        *term >= 'A' && *term <= 'Z' && name != NULL ? (size_t)(name + 1 - term) : 0;
    char *out;

    if (prefix < step->low_length && term[prefix] == 'N') {
        out = program_joined(NULL, 0, "N", "", "");
        if (prefix > 0) {
            free(out);
            out = malloc(prefix + 2);
            if (out == NULL)
                exit(99);
            memcpy(out, term, prefix);
            memcpy(out + prefix, "N", 2);
        }
        return out;
    }
    out = malloc(step->low_length + 1);
    if (out == NULL)
        exit(99);
    memcpy(out, term, step->low_length);
    out[step->low_length] = '\0';
    return out;
}

static inline char *
program_expand(const struct kzsi_step *step)
{
    char *out = malloc(step->low_length + step->high_length + 20);

    if (out == NULL)
        exit(99);
    sprintf(out, "<%.*s%.*s", (int)step->high_length, step->high, (int)step->low_length,
            step->low);
    if (step->window > 0)
        sprintf(out + strlen(out), "~%u", step->window);
    return strcat(out, ">");
}

/*
 * Steps in a form that can be read: the operands that they leave, `, ` between them. Good
 * until the next call but three.
 */
static inline const char *
program(const struct kzsi_step *steps, size_t count)
{
    static char shown[4][20000];
    static unsigned next;
    char *stack[PROGRAM_DEPTH], *all, *out = shown[next++ % 4];
    size_t depth = 0;

    for (size_t i = 0; i < count; i++) {
        const struct kzsi_step *step = &steps[i];
        const char *before = "(", *between = NULL, *after = ")";
        size_t takes = step->count;
        char window[20];
        switch (step->op) {
        case KZSI_OP_TERM:
        case KZSI_OP_ALL:
        case KZSI_OP_NONE:
        case KZSI_OP_RANGE:
        case KZSI_OP_EXPAND:
        case KZSI_OP_CHECK:
        case KZSI_OP_CHOSEN:
            if (depth == PROGRAM_DEPTH)
                exit(99);
            stack[depth++] = step->op == KZSI_OP_TERM  ? program_term(step)
                             : step->op == KZSI_OP_ALL ? program_joined(NULL, 0, "*", "", "")
                             : step->op == KZSI_OP_EXPAND ? program_expand(step)
                             : step->op == KZSI_OP_CHECK || step->op == KZSI_OP_CHOSEN ? program_joined(NULL, 0, "[check]", "", "")
                             : step->op == KZSI_OP_NONE
                                 ? program_joined(NULL, 0, "[]", "", "")
                                 : program_joined(NULL, 0, "[..]", "", "");
            continue;
        case KZSI_OP_AND:
            between = " & ";
            break;
        case KZSI_OP_OR:
            between = " | ";
            break;
        case KZSI_OP_PHRASE:
        case KZSI_OP_NEAR:
            before = step->op == KZSI_OP_NEAR ? "~\"" : "\"";
            if (step->window == step->count)
                strcpy(window, "\"");
            else
                snprintf(window, sizeof window, "\"~%u", step->window);
            after = window;
            between = " ";
            break;
        case KZSI_OP_UNIT:
            before = "{";
            between = " ";
            after = "}";
            break;
        case KZSI_OP_AND_NOT:
            between = " - ";
            takes = 2;
            break;
        case KZSI_OP_MAYBE:
            between = " + ";
            takes = 2;
            break;
        case KZSI_OP_FILTER:
            between = " / ";
            takes = 2;
            break;
        case KZSI_OP_SCALE:
            before = between = "";
            after = "^";
            takes = 1;
            break;
        }
        if (takes > depth) {
            snprintf(out, sizeof shown[0], "step %zu has too few operands", i);
            while (depth > 0)
                free(stack[--depth]);
            return out;
        }
        stack[depth - takes] =
            program_joined(stack + depth - takes, takes, before, between, after);
        depth -= takes - 1;
    }
    all = program_joined(stack, depth, "", ", ", "");
    snprintf(out, sizeof shown[0], "%s", all);
    free(all);
    return out;
}

static inline const char *
main_program(const struct kzsi_planner *p)
{
    return p->failed ? "failed" : program(p->plan->steps, p->plan->step_count);
}

static inline const char *
extra_program(const struct kzsi_planner *p)
{
    return p->failed ? "failed" : program(p->extra, p->extra_count);
}

#endif
