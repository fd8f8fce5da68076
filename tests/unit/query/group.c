/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Groups: what is required, joined, taken away and filtered by, and in which combination. */
#include "tests/unit/query/programs.h"

/* The program of a whole query text, extras apart; NULL when nothing is left of it. */
static const char *
group(const char *text, bool match_all)
{
    struct kzsi_planner *p = planner_begin(match_all);
    const struct kzsi_node *root = tree_of(p, text);

    if (root == NULL || !kzsi_emit_node(p, root)) {
        ok(p->plan->step_count == 0, "what finds nothing has no steps");
        return NULL;
    }
    return main_program(p);
}

struct row {
    const char *text, *want, *name;
};

static void
check(const struct row *rows, size_t count, bool match_all)
{
    for (size_t i = 0; i < count; i++)
        is_string(group(rows[i].text, match_all), rows[i].want, "%s: %s", rows[i].name,
                  rows[i].text);
}

static void
words(void)
{
    static const struct row any[] = {
        {"uranium", "uranium", "a word"},
        {"uranium border", "(uranium | border)", "any of the plain ones"},
        {"+uranium", "uranium", "a required one"},
        {"+uranium +border", "(uranium & border)", "all required ones"},
        {"uranium +border grain", "(border + (uranium | grain))", "plain ones only add"},
        {"uranium -border", "(uranium - border)", "an excluded one is taken away"},
        {"-border uranium", "(uranium - border)", "wherever it stands"},
        {"-border -grain uranium", "(uranium - (border | grain))", "any excluded one"},
        {"-border", "(* - border)", "from all documents where there is nothing else"},
        {"+uranium -border grain +wheat", "(((uranium & wheat) + grain) - border)",
         "all kinds together"},
        {"(uranium border) +(grain wheat)", "((grain | wheat) + (uranium | border))",
         "groups are operands"},
        {"uranium -(border grain)", "(uranium - (border | grain))", "an excluded group"},
        {"uranium -(+border grain)", "(uranium - (border + grain))", "with its own rules"},
        {"uranium -(border -grain)", "(uranium - (border - grain))", "and exclusions"},
        {"uranium -\"border grain\"", "(uranium - {\"border grain\"})", "an excluded phrase"},
        {"uranium -*", "(uranium - *)", "nothing is left of nothing"},
        {"!!!", NULL, "nothing to search for"},
        {"uranium !!!", "uranium", "is no operand"},
        {"+uranium +!!!", "uranium", "when required neither"},
        {"uranium -!!!", "uranium", "nor when excluded"},
        {"-!!!", NULL, "even alone"},
        {"+!!! uranium", "uranium", "and leaves the others plain"},
        {"(!!!) -(—)", NULL, "in groups as well"},
    };
    static const struct row all[] = {
        {"uranium border", "(uranium & border)", "all plain ones"},
        {"uranium +border grain", "(border & (uranium & grain))", "beside required ones too"},
        {"uranium -border -grain", "(uranium - (border | grain))",
         "none of the excluded ones"},
        {"uranium (border grain)", "(uranium & (border & grain))", "within a group as well"},
        {"uranium -(border grain)", "(uranium - (border & grain))", "and an excluded one"},
    };

    check(any, ROWS(any), false);
    check(all, ROWS(all), true);
}

static void
filters(void)
{
    static const struct row any[] = {
        {"lang:en", "KLANG:en", "a filter alone is what matches"},
        {"uranium lang:en", "(uranium / KLANG:en)", "beside a word it restricts"},
        {"lang:en uranium", "(uranium / KLANG:en)", "wherever it stands"},
        {"lang:en lang:ru uranium", "(uranium / (KLANG:en | KLANG:ru))",
         "those on one field are alternatives"},
        {"lang:en uranium lang:ru", "(uranium / (KLANG:en | KLANG:ru))",
         "also with words between them"},
        {"lang:en date:2022 lang:ru", "((KLANG:en | KLANG:ru) & DDATE:2022)",
         "those on several must all hold"},
        {"+lang:en +lang:ru", "(KLANG:en & KLANG:ru)", "and so must required ones"},
        {"since:2022 until:2023", "([..] & [..])", "both bounds of a period must hold"},
        {"date:2022 since:2022-11", "(DDATE:2022 & [..])", "a bound and a period as well"},
        {"since:2022-11 date:2022", "([..] & DDATE:2022)", "in any order"},
        {"date:2022 edited:2023", "(DDATE:2022 & DEDITED:2023)", "two fields of one kind"},
        {"uranium -lang:en", "(uranium - KLANG:en)", "an excluded filter is taken away"},
        {"-lang:en -border", "(* - (border | KLANG:en))", "together with words"},
        {"-lang:en lang:ru", "(KLANG:ru - KLANG:en)", "from what the filters let through"},
        {"uranium date:2022 -border -lang:en",
         "((uranium / DDATE:2022) - (border | KLANG:en))", "all kinds together"},
        {"+uranium grain lang:en lang:ru views:>5",
         "((uranium + grain) / ((KLANG:en | KLANG:ru) & [..]))", "and with required words"},
        {"uranium (lang:en date:2022)", "(uranium / (KLANG:en & DDATE:2022))",
         "a group of filters is a filter"},
        {"uranium (lang:en OR date:2022)", "(uranium / (KLANG:en | DDATE:2022))",
         "with operators too"},
        {"uranium (lang:en OR grain)", "(uranium | (KLANG:en | grain))",
         "a group with a word is none"},
        {"uranium NOT lang:en", "(uranium - KLANG:en)", "NOT is the same as -"},
        {"uranium (lang:en OR NOT date:2022)", "(uranium / (KLANG:en | (* - DDATE:2022)))",
         "a filter may say what not"},
        {"title:uranium lang:en", "(XTITLE:uranium / KLANG:en)", "a text field is no filter"},
        {"title:uranium title:grain", "(XTITLE:uranium | XTITLE:grain)", "but a word"},
        {"uranium url:x", "uranium", "what is not searched is no filter"},
        {"url:x", NULL, "not even alone"},
        {"uranium -url:x", "uranium", "nor does it exclude"},
        {"uranium date:x", "uranium", "what is no date is searched for as text, here a letter that only adds"},
        {"date:x date:2022", "(x^ / DDATE:2022)", "and leaves the other dates filters"},
        {"date:2022 date:x date:2023", "(x^ / (DDATE:2022 | DDATE:2023))",
         "wherever it stands"},
        {"views:x views:5 views:y -views:7", "(((x^ | y^) / [..]) - [..])", "numbers as well"},
        {"author:lind", "(KAUTHOR:lind | XAUTHOR:lind)", "a keyword by its words"},
        {"* lang:en", "(* / KLANG:en)", "all documents of a kind"},
    };
    static const struct row all[] = {
        {"lang:en lang:ru uranium", "(uranium / (KLANG:en | KLANG:ru))",
         "filters on one field are alternatives whatever joins the words"},
        {"uranium grain date:2022", "((uranium & grain) / DDATE:2022)",
         "words must all match"},
    };

    check(any, ROWS(any), false);
    check(all, ROWS(all), true);
}

/* Initials are written or left out: beside words they do not decide. */
static void
initials(void)
{
    static const struct row any[] = {
        {"Q. uranium", "uranium", "initials beside a word decide nothing"},
        {"uranium Q.", "uranium", "wherever they stand"},
        {"Q. +uranium", "uranium", "beside a required word neither"},
        {"Q.", "q^", "alone they are what is searched for"},
        {"Q. Z.", "(q^ | z^)", "several of them as well"},
        {"Q. lang:ru", "(q^ / KLANG:ru)", "beside a filter, too"},
        {"lang:ru Q. date:2022", "(q^ / (KLANG:ru & DDATE:2022))", "or several filters"},
        {"Q. -uranium", "(q^ - uranium)", "beside what is excluded"},
        {"Q. !!!", "q^", "and beside nothing"},
        {"(Q.) uranium", "(q^ | uranium)", "in parentheses they are meant"},
        {"\"Q.\" uranium", "(q | uranium)", "or in quotation marks"},
        {"+Q. uranium", "(q^ + uranium)", "or required"},
        {"uranium -Q.", "(uranium - q^)", "or excluded"},
        {"Q. OR uranium", "(q^ | uranium)", "or an operand"},
        {"title:Q. uranium", "(XTITLE:q^ | uranium)", "or of a field"},
        {"uranium -(Q. grain)", "(uranium - grain)",
         "in what is excluded they decide nothing either"},
    };
    static const struct row all[] = {
        {"Q. uranium", "uranium", "initials need not be there"},
        {"Q. lang:ru", "(q^ / KLANG:ru)", "unless there is nothing else"},
    };

    check(any, ROWS(any), false);
    check(all, ROWS(all), true);
}

/* What is filtered by or taken away is neither marked nor adds to the score. */
static void
only_words_are_marked(void)
{
    static const struct {
        const char *text;
        size_t marks;
        const char *extras;
    } rows[] = {
        {"uranium -border", 1, "XTITLE:uranium^"},
        {"uranium lang:en", 1, "XTITLE:uranium^"},
        {"uranium -(border grain)", 1, "XTITLE:uranium^"},
        {"uranium author:lind", 1, "XTITLE:uranium^"},
        {"uranium -title:border", 1, "XTITLE:uranium^"},
        {"-border", 0, ""},
        {"NOT NOT uranium", 1, "XTITLE:uranium^"},
        {"lang:en", 0, ""},
        {"+uranium", 1, "XTITLE:uranium^"},
        {"Q.", 1, "XTITLE:q^"},
        {"uranium -(Q. grain)", 1, "XTITLE:uranium^"},
    };

    for (size_t i = 0; i < ROWS(rows); i++) {
        struct kzsi_planner *p = planner_begin(false);
        kzsi_emit_node(p, tree_of(p, rows[i].text));
        is_number(p->plan->mark_count, rows[i].marks, "marks of: %s", rows[i].text);
        is_string(extra_program(p), rows[i].extras, "extras of: %s", rows[i].text);
        is_number(p->quiet, 0, "and what follows is heard again");
    }
}

/* Filters of the program, as children of a group: one that can match nothing lets nothing by.
 */
static void
filters_of_the_program(void)
{
    static const struct row rows[] = {
        {"lang:en", "KLANG:en", "one filter"},
        {"lang:en lang:ru", "(KLANG:en | KLANG:ru)", "alternatives"},
        {"lang:en date:2022", "(KLANG:en & DDATE:2022)", "several fields"},
        {"title:uranium", "XTITLE:uranium", "a text field is a filter as well"},
        {"title:uranium lang:en title:grain", "((XTITLE:uranium | XTITLE:grain) & KLANG:en)",
         "with alternatives"},
        {"title:!!!", "[]", "what cannot be searched for matches nothing"},
        {"title:!!! lang:en", "([] & KLANG:en)", "and nothing gets by"},
        {"title:!!! title:grain", "XTITLE:grain", "but by an alternative"},
    };

    for (size_t i = 0; i < ROWS(rows); i++) {
        struct kzsi_planner *p = planner_begin(false);
        bool any = kzsi_emit_filters(p, tree_of(p, rows[i].text), true);
        is_string(any ? main_program(p) : NULL, rows[i].want, "%s: %s", rows[i].name,
                  rows[i].text);
    }
    struct kzsi_planner *p = planner_begin(false);
    ok(!kzsi_emit_filters(p, tree_of(p, "uranium border -lang:en"), false),
       "a group without filters has no operand of them");
    is_string(main_program(p), "", "and no steps");
    ok(kzsi_emit_filters(p, tree_of(p, "uranium lang:en border -lang:ru"), false),
       "one with a filter has");
    is_string(main_program(p), "KLANG:en", "which is that filter alone");
}

int
main(void)
{
    words();
    filters();
    initials();
    only_words_are_marked();
    filters_of_the_program();
    return tap_done();
}
