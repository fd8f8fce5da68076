/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Patterns and fuzzy words as steps that are to be expanded, and what is marked of them. */
#include "tests/unit/query/programs.h"

int
main(void)
{
    static const struct {
        const char *text, *want;
    } rows[] = {
        {"kazakh*", "<Fkazakh*>"},
        {"KAZ*Н", "<Fkaz*н>"}, /* folded piece by piece */
        {"ПАРТНЁР*", "<Fпартнер*>"},
        {"Erdoğ*", "<Ferdog*>"},
        {"k?z**khst*", "<Fk?z*khst*>"},
        {"title:kaz*", "<XTITLE:Fkaz*>"},
        {"body:kaz*", "<Fkaz*>"}, /* its words are the ones anywhere */
        {"lang:r*u", "<KLANG:r*u>"},
        {"tag:ener*", "(<KTAGS:ener*> | <XTAGS:Fener*>)"},
        {"grains~", "(grain | <Fgrains~2>)"},
        {"grain~1", "(grain | <Fgrain~1>)"},
        {"lang:rus~", "(KLANG:rus | <KLANG:rus~1>)"},
        {"the~", "(the^ | <Fthe~1>)"},
        {"kazakh*^2", "<Fkazakh*>^"},
        {"-kazakh* border", "(border - <Fkazakh*>)"},
    };
    struct kzsi_planner *p;

    for (size_t i = 0; i < ROWS(rows); i++) {
        p = planner_begin(false);
        const struct kzsi_node *root = tree_of(p, rows[i].text);
        is_string(root != NULL && kzsi_emit_node(p, root) ? main_program(p) : NULL,
                  rows[i].want, "%s", rows[i].text);
    }
    p = planner_begin(false);
    kzsi_emit_node(p, tree_of(p, "title:Kaz*"));
    is_number(p->plan->mark_count, 1, "a pattern is marked");
    is_string(p->plan->marks[0].pattern, "kaz*", "as it is folded");
    is_string(p->plan->marks[0].field, "title", "in its field");
    ok(p->plan->steps[0].low == p->plan->marks[0].pattern, "step and mark share it");
    is_number(p->plan->steps[0].offset, 6, "the step knows where it was written");
    p = planner_begin(false);
    kzsi_emit_node(p, tree_of(p, "border -kaz*"));
    is_number(p->plan->mark_count, 1, "what is excluded is not marked");
    return tap_done();
}
