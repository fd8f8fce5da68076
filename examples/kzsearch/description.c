/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A described query as indented text: what it reads as, its tree, what the index is asked. */
#include "description.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "options.h"
#include "support/terminal.h"

/* A string member, made safe for a terminal; nothing when it is not there. */
static void
print_member(const char *before, const json_t *object, const char *name, const char *after)
{
    const json_t *value = json_object_get(object, name);

    if (!json_is_string(value))
        return;
    fputs(before, stdout);
    print_safe(stdout, json_string_value(value), json_string_length(value), PRINT_LINE);
    fputs(after, stdout);
}

static void
indent(unsigned depth)
{
    printf("%*s", (int)(2 * depth), "");
}

static void
print_node(const json_t *node, unsigned depth)
{
    const json_t *boost = json_object_get(node, "boost"), *child;
    size_t i;

    indent(depth);
    print_member("", node, "mode", " ");
    print_member("", node, "kind", "");
    print_member(" ", node, "bound", "");
    print_member(" ", node, "field", ":");
    print_member(" ", node, "text", "");
    if (boost != NULL)
        printf(" ^%g", json_number_value(boost));
    putchar('\n');
    json_array_foreach (json_object_get(node, "children"), i, child)
        print_node(child, depth + 1);
}

static void
print_step(const json_t *step, unsigned depth)
{
    const json_t *factor = json_object_get(step, "factor"), *operand;
    size_t i;

    indent(depth);
    print_member("", step, "op", "");
    print_member(" ", step, "term", "");
    print_member(" ", step, "field", "");
    print_member(" from ", step, "low", "");
    print_member(" to ", step, "high", "");
    if (factor != NULL)
        printf(" %.3g", json_number_value(factor));
    putchar('\n');
    json_array_foreach (json_object_get(step, "of"), i, operand)
        print_step(operand, depth + 1);
}

bool
description_print(const char *json)
{
    json_error_t error;
    json_t *all = json_loads(json, JSON_ALLOW_NUL, &error), *item;
    size_t i;

    if (all == NULL) {
        complain("the description of the query cannot be read: %s", error.text);
        return false;
    }
    print_member("reads as: ", all, "canonical", "\n");
    json_array_foreach (json_object_get(all, "warnings"), i, item) {
        printf("byte %lld: ", (long long)json_integer_value(json_object_get(item, "offset")));
        print_member("", item, "message", "\n");
    }
    if (json_is_object(json_object_get(all, "tree"))) {
        puts("\nunderstood:");
        print_node(json_object_get(all, "tree"), 1);
    }
    json_array_foreach (json_object_get(all, "filters"), i, item) {
        print_member(i == 0 ? "\nfilters:\n  " : "  ", item, "field", ":");
        print_member("", item, "value", "\n");
    }
    puts("\nasked of the index:");
    print_step(json_object_get(all, "plan"), 1);
    json_decref(all);
    return true;
}
