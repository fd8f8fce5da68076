/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The lists as they are shipped, and how lines are read. */
#include "analysis/stem_lists.c"

#include "tests/unit/unit.h"

static void
the_lists_are_sound(void)
{
    read_lists();
    is_string(kzsi_stem_list_problem(KZSI_STEMS_EN), NULL, "stems_en.txt has no bad line");
    is_string(kzsi_stem_list_problem(KZSI_STEMS_RU), NULL, "stems_ru.txt has no bad line");
    is_string(lines_en[0] != NULL && lines_en[0][0] == '#' ? lines_en[0] : NULL, NULL,
              "comments are left out");
}

static const char *
rewritten(const char *form)
{
    static char out[KZSI_REWRITTEN_MAX + 2];
    size_t length = 0;
    enum kzsi_rewriting done;

    kzsi_rules_ready();
    done = kzsi_rewrite(KZSI_STEMS_EN, form, strlen(form), out, &length);
    if (done == KZSI_REWRITE_STEM)
        out[length++] = '|';
    out[length] = '\0';
    return done == KZSI_REWRITE_NONE ? "-" : out;
}

/* Read lines about words that are none, so that no line of the real list is about them. */
static bool
reads(const char *line)
{
    static struct reader reader;

    reader.list = KZSI_STEMS_EN;
    if (reader.count == 0) {
        reader.sets[0].count = reader.count = 1;
        reader.sets[0].items[0] = nothing;
    }
    return read_line(&reader, line);
}

static void
lines(void)
{
    ok(reads("%q = 0 q qq"), "a set");
    ok(reads("zqa zqb = zqc"), "forms that are another");
    is_string(rewritten("zqa"), "zqc", "the first of them");
    is_string(rewritten("zqb"), "zqc", "the second");
    ok(reads("zqd = zqe|"), "a form and its stem");
    is_string(rewritten("zqd"), "zqe|", "is not stemmed any further");
    ok(reads("zqf|g zqh|"), "stems with a bar");
    is_string(rewritten("zqfg"), "zqf|", "what is behind the bar goes");
    is_string(rewritten("zqh"), "zqh|", "if anything is");
    ok(reads("zqi%q zqj = zqk%q"), "endings on both sides");
    is_string(rewritten("zqiqq"), "zqkqq", "are the same ending");
    is_string(rewritten("zqj"), "zqk", "or none");
    ok(reads("zql%q = zqm"), "endings on one side");
    is_string(rewritten("zqlq"), "zqm", "are lost");
    ok(reads("%q | zqn -zqo"), "stems of a set");
    is_string(rewritten("zqnq"), "zqn|", "lose the ending");
    is_string(rewritten("abzqoqq"), "abzqo|", "also behind something");
    ok(reads("zqp|%q"), "the same for one of them");
    is_string(rewritten("zqpqq"), "zqp|", "loses the ending");
    ok(reads("~zqr +zqs = ~zqt"), "marks");
    is_string(rewritten("unzqr"), "unzqt", "keep the prefix");
    is_string(rewritten("zqs"), "-", "or ask for one");
}

static void
bad_lines(void)
{
    static const char *const bad[] = {
        "zqa = zqx",      /* said before */
        "zxa = ",         /* another is missing */
        "zxa = zxb zxc",  /* or there are two */
        "zxa",            /* neither bar nor another */
        "zxa|b = zxc",    /* both */
        "zxa%none = zxb", /* no such set */
        "%none | zxa",
        "%q",        /* a set of nothing */
        "%q = a b",  /* a second set of the name */
        "%empty = ", /* an empty one */
        "zxa| zxA|", /* no letter */
        "zxb|c%q",   /* two endings */
    };

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ok(!reads(bad[i]), "refused: %s", bad[i]);
}

int
main(void)
{
    the_lists_are_sound();
    lines();
    bad_lines();
    return tap_done();
}
