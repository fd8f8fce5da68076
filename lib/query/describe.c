/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What was understood of a query, and what is made of it, as JSON: see kzs_query_describe(). */
#include <stdlib.h>
#include <string.h>

#include "query/query.h"

/* ---- the tree ---- */

static const char *const kinds[] = {
    [KZSI_NODE_WORD] = "word",   [KZSI_NODE_PHRASE] = "phrase", [KZSI_NODE_PATTERN] = "pattern",
    [KZSI_NODE_FUZZY] = "fuzzy", [KZSI_NODE_ALL] = "all",       [KZSI_NODE_AND] = "and",
    [KZSI_NODE_OR] = "or",       [KZSI_NODE_NOT] = "not",       [KZSI_NODE_NEAR] = "near",
    [KZSI_NODE_ADJ] = "adj",     [KZSI_NODE_GROUP] = "group",
};

static void
put_leaf(struct kzsi_buf *out, const struct kzsi_node *node)
{
    if (node->field != NULL) {
        kzsi_buf_str(out, ",\"field\":");
        kzsi_json_string(out, node->field->name, strlen(node->field->name));
    }
    if (node->bound != KZSI_BOUND_NONE)
        kzsi_buf_printf(out, ",\"bound\":\"%s\"",
                        node->bound == KZSI_BOUND_SINCE ? "since" : "until");
    if (node->kind != KZSI_NODE_ALL) {
        kzsi_buf_str(out, ",\"text\":");
        kzsi_json_string(out, node->text, node->length);
    }
}

static void
put_node(struct kzsi_buf *out, const struct kzsi_node *node)
{
    kzsi_buf_printf(out, "{\"kind\":\"%s\"", kinds[node->kind]);
    if (node->mode != ' ')
        kzsi_buf_printf(out, ",\"mode\":\"%s\"", node->mode == '+' ? "required" : "excluded");
    if (node->children == NULL) {
        put_leaf(out, node);
        kzsi_buf_printf(out, ",\"offset\":%zu", node->offset);
    }
    if (node->exact)
        kzsi_buf_str(out, ",\"exact\":true");
    if (node->distance > 0)
        kzsi_buf_printf(out, ",\"distance\":%u", node->distance);
    if (node->edits > 0)
        kzsi_buf_printf(out, ",\"edits\":%u", node->edits);
    if (node->boost != 1) {
        kzsi_buf_str(out, ",\"boost\":");
        kzsi_json_number(out, node->boost);
    }
    if (node->children != NULL) {
        kzsi_buf_str(out, ",\"children\":[");
        for (const struct kzsi_node *child = node->children; child != NULL;
             child = child->next) {
            put_node(out, child);
            if (child->next != NULL)
                kzsi_buf_byte(out, ',');
        }
        kzsi_buf_byte(out, ']');
    }
    kzsi_buf_byte(out, '}');
}

/* ---- the program ---- */

static const struct {
    const char *name;
    size_t operands; /* MANY: as many as the step says */
} operations[] = {
#define MANY ((size_t)-1)
    [KZSI_OP_TERM] = {"term", 0},      [KZSI_OP_ALL] = {"all", 0},
    [KZSI_OP_NONE] = {"none", 0},      [KZSI_OP_RANGE] = {"range", 0},
    [KZSI_OP_AND] = {"and", MANY},     [KZSI_OP_OR] = {"or", MANY},
    [KZSI_OP_PHRASE] = {"phrase", MANY}, [KZSI_OP_NEAR] = {"near", MANY},
    [KZSI_OP_UNIT] = {"unit", MANY},   [KZSI_OP_AND_NOT] = {"and_not", 2},
    [KZSI_OP_MAYBE] = {"maybe", 2},    [KZSI_OP_FILTER] = {"filter", 2},
    [KZSI_OP_SCALE] = {"scale", 1},      [KZSI_OP_CHECK] = {"check", 0},
    [KZSI_OP_EXPAND] = {"expand", 0},    [KZSI_OP_CHOSEN] = {"chosen", 0},
};

static size_t
operands_of(const struct kzsi_step *step)
{
    size_t count = operations[step->op].operands;

    return count == MANY ? step->count : count;
}

#define NO_STEP SIZE_MAX

/* The program as a tree: steps by their numbers. */
struct program {
    const struct kzsi_plan *plan;
    const struct kzsi_schema *schema;
    size_t *first, *next; /* of each step: its first operand; the operand behind it */
    size_t root;
};

static bool
program_make(struct program *program, const struct kzsi_plan *plan,
             const struct kzsi_schema *schema)
{
    size_t count = plan->step_count, depth = 0;
    size_t *stack = kzsi_alloc((3 * count + 1) * sizeof *stack);

    *program = (struct program){.plan = plan, .schema = schema, .root = NO_STEP};
    if (stack == NULL)
        return false;
    /* The stack lies behind the two tables, so that all is freed with `first`. */
    program->first = stack;
    program->next = stack + count;
    stack += 2 * count;
    for (size_t i = 0; i < count; i++) {
        size_t operands = operands_of(&plan->steps[i]);
        depth -= operands;
        program->first[i] = operands > 0 ? stack[depth] : NO_STEP;
        program->next[i] = NO_STEP;
        for (size_t k = 0; k + 1 < operands; k++)
            program->next[stack[depth + k]] = stack[depth + k + 1];
        stack[depth++] = i;
    }
    if (depth > 0)
        program->root = stack[0];
    return true;
}

/* The field that a range is about. */
static const char *
slot_name(const struct program *program, uint32_t slot)
{
    for (size_t i = 0; i < program->schema->count; i++) {
        const struct kzsi_field *field = &program->schema->fields[i];
        if ((field->kind == KZSI_DATE || field->kind == KZSI_NUMBER) && field->slot == slot)
            return field->name;
    }
    return "";
}

static void
put_details(struct kzsi_buf *out, const struct program *program, const struct kzsi_step *step)
{
    switch (step->op) {
    case KZSI_OP_TERM:
        kzsi_buf_str(out, ",\"term\":");
        kzsi_json_string(out, step->low, step->low_length);
        break;
    case KZSI_OP_RANGE:
        kzsi_buf_printf(out, ",\"field\":\"%s\",\"low\":",
                        slot_name(program, step->slot));
        kzsi_json_string(out, step->low, step->low_length);
        kzsi_buf_str(out, ",\"high\":");
        if (step->high != NULL)
            kzsi_json_string(out, step->high, step->high_length);
        else
            kzsi_buf_str(out, "null");
        break;
    case KZSI_OP_CHECK:
        kzsi_buf_str(out, ",\"words\":");
        kzsi_json_string(out, step->low, step->low_length);
        break;
    case KZSI_OP_EXPAND:
        kzsi_buf_printf(out, ",\"%s\":", step->window > 0 ? "like" : "pattern");
        kzsi_json_string(out, step->low, step->low_length);
        if (step->window > 0)
            kzsi_buf_printf(out, ",\"edits\":%u", step->window);
        break;
    case KZSI_OP_PHRASE:
    case KZSI_OP_NEAR:
        kzsi_buf_printf(out, ",\"window\":%u", step->window);
        break;
    case KZSI_OP_SCALE:
        kzsi_buf_str(out, ",\"factor\":");
        kzsi_json_number(out, step->factor);
        break;
    default:
        break;
    }
}

/* A step with its operands. As deep as the tree that it was made of. */
static void
put_step(struct kzsi_buf *out, const struct program *program, size_t number)
{
    const struct kzsi_step *step = &program->plan->steps[number];
    size_t operand = program->first[number];

    kzsi_buf_printf(out, "{\"op\":\"%s\"", operations[step->op].name);
    put_details(out, program, step);
    if (operand != NO_STEP) {
        kzsi_buf_str(out, ",\"of\":[");
        for (; operand != NO_STEP; operand = program->next[operand]) {
            put_step(out, program, operand);
            if (program->next[operand] != NO_STEP)
                kzsi_buf_byte(out, ',');
        }
        kzsi_buf_byte(out, ']');
    }
    kzsi_buf_byte(out, '}');
}

/* ---- the whole ---- */

static void
put_filters(struct kzsi_buf *out, const struct kzs_query *query)
{
    kzsi_buf_str(out, "\"filters\":[");
    for (size_t i = 0; i < query->filter_count; i++) {
        const struct kzsi_filter *filter = &query->filters[i];
        kzsi_buf_printf(out, "%s{\"field\":\"%s\",\"value\":", i > 0 ? "," : "",
                        filter->field);
        kzsi_json_string(out, filter->value, filter->length);
        kzsi_buf_byte(out, '}');
    }
    kzsi_buf_byte(out, ']');
}

static void
put_warnings(struct kzsi_buf *out, const struct kzsi_warnings *warnings)
{
    kzsi_buf_str(out, "\"warnings\":[");
    for (size_t i = 0; i < warnings->count; i++) {
        const struct kzsi_warning *warning = &warnings->items[i];
        kzsi_buf_printf(out, "%s{\"offset\":%zu,\"message\":", i > 0 ? "," : "",
                        warning->offset);
        kzsi_json_string(out, warning->message, strlen(warning->message));
        kzsi_buf_byte(out, '}');
    }
    kzsi_buf_byte(out, ']');
}

void
kzsi_describe(const struct kzs_query *query, const struct kzsi_plan *plan,
              const struct kzsi_schema *schema, struct kzsi_buf *out)
{
    struct kzsi_buf canonical = {0};
    struct program program;

    if (!program_make(&program, plan, schema)) {
        out->failed = true;
        return;
    }
    kzsi_canonical(query, plan->tree, &canonical);
    kzsi_buf_str(out, "{\"text\":");
    kzsi_json_string(out, query->text, query->length);
    kzsi_buf_str(out, ",\"canonical\":");
    kzsi_json_string(out, canonical.data, canonical.length);
    kzsi_buf_str(out, ",\"tree\":");
    if (plan->tree != NULL)
        put_node(out, plan->tree);
    else
        kzsi_buf_str(out, "null");
    kzsi_buf_byte(out, ',');
    put_filters(out, query);
    kzsi_buf_str(out, ",\"plan\":");
    if (program.root != NO_STEP)
        put_step(out, &program, program.root);
    else
        kzsi_buf_str(out, "null");
    kzsi_buf_byte(out, ',');
    put_warnings(out, &plan->warnings);
    kzsi_buf_byte(out, '}');
    out->failed |= canonical.failed;
    kzsi_buf_free(&canonical);
    free(program.first);
}
