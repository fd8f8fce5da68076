/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The trie of rules, on rules of its own: the module is compiled in, the lists are not read.
 */
#define kzsi_rule_add    tested_rule_add
#define kzsi_rules_ready tested_rules_ready
#define kzsi_rewrite     tested_rewrite
#include "analysis/rewrite.c"
#undef kzsi_rule_add
#undef kzsi_rules_ready
#undef kzsi_rewrite

#include "tests/unit/unit.h"

static struct kzsi_letters
letters(const char *text)
{
    return (struct kzsi_letters){text, strlen(text)};
}

/* A rule that puts `to` in the place of the letters. */
static bool
rule(enum kzsi_stem_list list, char before, const char *from, const char *to)
{
    struct kzsi_rule made = {.to = letters(to),
                             .ending = letters(""),
                             .cut = (uint8_t)strlen(from),
                             .before = before};

    return tested_rule_add(list, letters(from), letters(""), &made);
}

static const char *
rewritten(enum kzsi_stem_list list, const char *form)
{
    static char out[KZSI_REWRITTEN_MAX + 1];
    size_t length = strlen(form), out_length = 0;
    char *block = exact(form, length);
    enum kzsi_rewriting done;

    tested_rules_ready();
    done = tested_rewrite(list, block, length, out, &out_length);

    free(block);
    out[out_length] = '\0';
    return done == KZSI_REWRITE_NONE ? "-" : out;
}

static void
the_longest_wins(void)
{
    ok(rule(KZSI_STEMS_RU, '-', "ует", "овать"), "an ending is taken");
    ok(rule(KZSI_STEMS_RU, '~', "дует", "дуть"), "a root behind prefixes");
    ok(rule(KZSI_STEMS_RU, '+', "шел", "йти"), "a root behind a prefix only");
    ok(rule(KZSI_STEMS_RU, 0, "шел", "идти"), "the word itself, with the same letters");
    ok(rule(KZSI_STEMS_RU, 0, "люди", "человек"), "a word");
    ok(rule(KZSI_STEMS_EN, '-', "men", "man"), "another language");

    is_string(rewritten(KZSI_STEMS_RU, "требует"), "требовать", "an ending is replaced");
    is_string(rewritten(KZSI_STEMS_RU, "сует"), "-", "not behind a single letter");
    is_string(rewritten(KZSI_STEMS_RU, "дует"), "дуть", "a root alone");
    is_string(rewritten(KZSI_STEMS_RU, "надует"), "надуть", "a root behind a prefix");
    is_string(rewritten(KZSI_STEMS_RU, "кондует"), "кондовать",
              "behind no prefix the shorter rule is left");
    is_string(rewritten(KZSI_STEMS_RU, "шел"), "идти", "the whole word");
    is_string(rewritten(KZSI_STEMS_RU, "вышел"), "выйти", "the prefixed one");
    is_string(rewritten(KZSI_STEMS_RU, "кашел"), "-", "neither");
    is_string(rewritten(KZSI_STEMS_RU, "люди"), "человек", "a word");
    is_string(rewritten(KZSI_STEMS_RU, "улюди"), "-", "no part of a word");
    is_string(rewritten(KZSI_STEMS_RU, "юди"), "-", "no end of it");
    is_string(rewritten(KZSI_STEMS_EN, "spokesmen"), "spokesman", "English");
    is_string(rewritten(KZSI_STEMS_EN, "omen"), "-", "with its own least length");
    is_string(rewritten(KZSI_STEMS_EN, "требует"), "-", "and its own rules");
}

static void
whatever_comes(void)
{
    static const char *const odd[] = {"",    "\xD1", "\x82", "ет\xD1",        "требует~0a",
                                      "~",   "{|}",  "қ",    "\xE2\x80\x99s", "ует",
                                      "{men"};

    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++)
        for (int list = 0; list < 2; list++)
            is_string(rewritten((enum kzsi_stem_list)list, odd[i]), "-",
                      "nothing is known about odd form %zu in list %d", i, list);
}

static void
rules_are_checked(void)
{
    ok(!rule(KZSI_STEMS_RU, 0, "люди", "народ"), "no second rule about the same");
    ok(rule(KZSI_STEMS_RU, '-', "люди", "народ"), "but about another place of it");
    is_string(rewritten(KZSI_STEMS_RU, "люди"), "человек", "the first holds");
    ok(!rule(KZSI_STEMS_RU, 0, "men", "man"), "no letters of another script");
    ok(!rule(KZSI_STEMS_EN, 0, "a-b", "ab"), "nor what is no letter");
    ok(!rule(KZSI_STEMS_EN, 0, "", "x"), "nor nothing");
}

static void
room_ends(void)
{
    static char texts[NODES_MAX][8];
    size_t taken = 0;

    for (; taken < NODES_MAX; taken++) {
        size_t n = taken;
        for (size_t i = 0; i < 5; i++, n /= 26)
            texts[taken][i] = (char)('a' + n % 26);
        if (!rule(KZSI_STEMS_EN, 0, texts[taken], "x"))
            break;
    }
    ok(taken > 1000 && taken < NODES_MAX, "a full table says so");
    is_string(rewritten(KZSI_STEMS_EN, texts[taken - 1]), "x", "and holds what it took");
    is_string(rewritten(KZSI_STEMS_RU, "требует"), "требовать", "and what was there before");
}

int
main(void)
{
    the_longest_wins();
    whatever_comes();
    rules_are_checked();
    room_ends();
    return tap_done();
}
