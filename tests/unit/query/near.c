/* SPDX-License-Identifier: GPL-2.0-or-later */
/* NEAR and ADJ as programs: words, phrases and alternatives inside, and what is no operand. */
#include "tests/unit/query/programs.h"

static const char *
near(const char *text)
{
    struct kzsi_planner *p = planner_begin(false);
    const struct kzsi_node *root = tree_of(p, text);

    return root != NULL && kzsi_emit_node(p, root) ? main_program(p) : NULL;
}

int
main(void)
{
    static const struct {
        const char *text, *want, *name;
        size_t warnings;
    } rows[] = {
        {"grain NEAR/5 border", "{~\"grain border\"~6}", "five words apart at most", 0},
        {"grain ADJ/1 border", "{\"grain border\"}", "side by side", 0},
        {"grain ADJ/3 border", "{\"grain border\"~4}", "in order", 0},
        {"grain NEAR/2 border NEAR/3 iron", "{~\"grain border iron\"~6}", "three words", 0},
        {"(grain OR iron) NEAR/2 border", "{~\"(grain | iron) border\"~3}", "alternatives", 0},
        {"(grain iron) NEAR/2 border", "{~\"(grain | iron) border\"~3}", "a group of them", 0},
        {"\"red line\" NEAR/2 border", "{(~\"red line border\"~4 / \"red line\")}",
         "a phrase brings its own words", 0},
        {"(\"red line\" OR iron) NEAR/2 border",
         "{(~\"red line border\"~4 / \"red line\") ~\"iron border\"~3}",
         "a phrase among alternatives is a way of its own", 0},
        {"title:(grain NEAR/2 border)", "{~\"XTITLE:grain XTITLE:border\"~3}", "in a field", 0},
        {"!!! NEAR/2 border", "{border}", "nothing is no operand", 0},
        {"!!! NEAR/2 —", NULL, "twice nothing is nothing", 0},
        {"grain NEAR/2 (border AND iron)", "(grain & (border & iron))", "AND cannot be near", 1},
        {"grain NEAR/2 (border -iron)", "(grain & (border - iron))", "nor NOT", 1},
        {"grain NEAR/2 iro*", "(grain & <Firo*>)", "nor a pattern", 1},
        {"grain NEAR/2 border ADJ/2 iron", "({~\"grain border\"~3} & iron)", "nor NEAR", 1},
        {"grain NEAR/2 tag:iron", "(grain & (KTAGS:iron | XTAGS:iron))", "nor a filter", 1},
        {"(grain NEAR/5 border)^2", "{~\"grain border\"~6}^", "what is boosted", 0},
    };
    char many[2000] = "w0";
    struct kzsi_planner *p;

    for (size_t i = 0; i < ROWS(rows); i++) {
        is_string(near(rows[i].text), rows[i].want, "%s: %s", rows[i].name, rows[i].text);
        is_number(planner.plan->warnings.count, rows[i].warnings, "complaints about it");
    }
    for (size_t i = 1; i < 60; i++)
        sprintf(many + strlen(many), " NEAR/5 w%zu", i);
    p = planner_begin(false);
    ok(kzsi_emit_node(p, tree_of(p, many)), "sixty operands are searched for");
    is_number(p->plan->warnings.count, 1, "but are too many to be near");
    near("\"red line\" NEAR/5 grain");
    is_number(planner.plan->mark_count, 2, "each operand is marked");
    near("\"red line\" NEAR/5 (grain AND iron)");
    is_number(planner.plan->mark_count, 3, "once, where it was repaired");
    return tap_done();
}
