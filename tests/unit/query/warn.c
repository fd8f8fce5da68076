/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Complaints about a query: kept in the order of its text, or in strict mode the end of it. */
#include "query/query.h"
#include "tests/unit/unit.h"

static bool
is_utf8(const char *text)
{
    const char *end = text + strlen(text);

    while (text < end) {
        uint32_t c;
        size_t bytes = kzsi_utf8_decode(text, end, &c);
        if (c == KZSI_REPLACEMENT && memcmp(text, "\xEF\xBF\xBD", bytes < 3 ? bytes : 3) != 0)
            return false;
        text += bytes;
    }
    return true;
}

static void
lenient(void)
{
    struct kzsi_arena arena = {0};
    struct kzsi_warnings warnings = {.arena = &arena};

    kzsi_warn(&warnings, 4, "there is no field '%s'", "столица");
    kzsi_warn(&warnings, 17, "%d words", 7);
    is_number(warnings.count, 2, "what is complained about is collected");
    is_string(warnings.items[0].message, "there is no field 'столица'", "with its message");
    is_number(warnings.items[0].offset, 4, "and its offset");
    is_string(warnings.items[1].message, "7 words", "so is the next");
    ok(!warnings.stopped, "nothing is stopped");
    kzsi_arena_free(&arena);
}

/* The parser sees parentheses before the planner sees dates: readers want the text's order. */
static void
order(void)
{
    static const size_t offsets[] = {30, 5, 17, 5, 0, 99, 17};
    struct kzsi_arena arena = {0};
    struct kzsi_warnings warnings = {.arena = &arena};
    size_t sorted = 1, stable = 0;

    for (size_t i = 0; i < sizeof offsets / sizeof *offsets; i++)
        kzsi_warn(&warnings, offsets[i], "number %zu", i);
    for (size_t i = 1; i < warnings.count; i++)
        sorted += warnings.items[i - 1].offset <= warnings.items[i].offset;
    is_number(sorted, 7, "warnings stand in the order of the text, not of their discovery");
    for (size_t i = 0; i + 1 < warnings.count; i++)
        if (warnings.items[i].offset == warnings.items[i + 1].offset)
            stable += strcmp(warnings.items[i].message, warnings.items[i + 1].message) < 0;
    is_number(stable, 2, "those at one place in the order of their discovery");
    kzsi_warn(&warnings, 17, "number 2");
    is_number(warnings.count, 7, "the same is not said twice of one place");
    kzsi_warn(&warnings, 18, "number 2");
    is_number(warnings.count, 8, "of another it is");
    kzsi_arena_free(&arena);
}

static void
bounds(void)
{
    struct kzsi_arena arena = {0};
    struct kzsi_warnings warnings = {.arena = &arena};
    size_t good = 0;

    for (size_t i = 0; i < KZSI_WARNINGS_MAX + 50; i++)
        kzsi_warn(&warnings, i, "number %zu", i);
    is_number(warnings.count, KZSI_WARNINGS_MAX, "no more than %d are kept", KZSI_WARNINGS_MAX);
    is_string(warnings.items[0].message, "number 0", "the first of them");
    is_string(warnings.items[KZSI_WARNINGS_MAX - 1].message, "number 99", "up to the bound");

    warnings.count = 0;
    for (size_t n = 0; n < 300; n++) {
        char text[301 * 2 + 1] = "";
        for (size_t i = 0; i < n; i++)
            strcat(text, i % 3 == 0 ? "a" : "щ");
        warnings.count = 0;
        kzsi_warn(&warnings, 0, "'%s' is no date", text);
        good += warnings.count == 1 && is_utf8(warnings.items[0].message);
    }
    is_number(good, 300, "a long word is never cut inside a character");

    warnings.count = 0;
    kzsi_warn(&warnings, 0, "'%s' is no date", "Астана\xFF\xD0 2022");
    ok(is_utf8(warnings.items[0].message), "bytes of a query that are no UTF-8 become U+FFFD");
    contains(warnings.items[0].message, "Астана\xEF\xBF\xBD", "and the rest is kept");
    kzsi_arena_free(&arena);
}

static void
strict(void)
{
    struct kzsi_arena arena = {0};
    kzs_error err;
    struct kzsi_warnings warnings = {.arena = &arena, .strict = true, .err = &err};

    kzsi_warn(&warnings, 12, "this quotation mark is not closed: %s", "left out");
    ok(warnings.stopped, "in strict mode the first complaint stops");
    is_number(err.status, KZS_ERR_SYNTAX, "it is KZS_ERR_SYNTAX");
    is_number(err.offset, 12, "with its offset");
    contains(err.message, "this quotation mark is not closed: left out", "and its message");
    contains(err.message, "12", "which names the place");
    is_number(warnings.count, 0, "it is no warning");
    kzsi_warn(&warnings, 3, "another");
    is_number(err.offset, 12, "what comes later does not replace it");

    warnings = (struct kzsi_warnings){.arena = &arena, .strict = true};
    kzsi_warn(&warnings, 1, "nobody listens");
    ok(warnings.stopped, "an error that nobody wants to see stops as well");

    warnings = (struct kzsi_warnings){.arena = &arena, .stopped = true};
    kzsi_warn(&warnings, 1, "looking ahead");
    is_number(warnings.count, 0, "once stopped, nothing is collected");
    kzsi_arena_free(&arena);
}

int
main(void)
{
    lenient();
    order();
    bounds();
    strict();
    return tap_done();
}
