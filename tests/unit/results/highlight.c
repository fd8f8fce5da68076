/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where the words and phrases of a query stand in a text. */
#include "results/results.h"
#include "tests/unit/query/queries.h"

static struct kzsi_analyzer *analyzer;

struct marked {
    kzs_query *query;
    struct kzsi_plan plan;
    struct kzsi_highlighter *highlighter;
};

/* Into its place: the highlighter borrows the plan. */
static void
begin(struct marked *m, const char *query)
{
    if (kzs_query_new(query, KZS_NUL, &m->query, NULL) != KZS_OK ||
        kzsi_plan_make(m->query, schema(), analyzer, &m->plan, NULL) != KZS_OK ||
        (m->highlighter = kzsi_highlighter_new(&m->plan, NULL, NULL)) == NULL)
        exit(99);
}

static void
end(struct marked *m)
{
    kzsi_highlighter_free(m->highlighter);
    kzsi_plan_free(&m->plan);
    kzs_query_free(m->query);
}

/* The covered stretches of a text, one after the other: "[just Kazakhstan] [power]". */
static const char *
covered(const char *query, const char *field_name, const char *text)
{
    static char out[4000];
    struct marked m;
    struct kzsi_spans spans = {0};
    size_t length = strlen(text), n = 0, from = 0;
    char *block = exact(text, length);

    begin(&m, query);
    out[0] = '\0';
    if (!kzsi_highlight(m.highlighter, field_name, block, length, true, &spans))
        exit(99);
    for (size_t i = 0; i < spans.count; i++) {
        const struct kzsi_span *span = &spans.items[i];
        bool fine = span->start >= from && span->start < span->end && span->end <= length &&
                    span->mark < m.plan.mark_count;
        if (!fine)
            n += (size_t)sprintf(out + n, "[span %zu..%zu out of order]", span->start, span->end);
        else
            n += (size_t)sprintf(out + n, "%s[%.*s]", n > 0 ? " " : "",
                                 (int)(span->end - span->start), text + span->start);
        from = span->start;
    }
    free(spans.items);
    free(block);
    end(&m);
    return out;
}

static void
texts(void)
{
    static const struct {
        const char *query, *text, *want;
    } rows[] = {
        {"kazakh*", "Kazakhstan, kazakhs and the Kazak: Казахстан",
         "[Kazakhstan] [kazakhs]"},
        {"*стан", "Казахстан без Казахстана", "[Казахстан]"},
        {"стран?м", "по странам и стран", "[странам]"},
        {"казахстон~1", "Казахстан казах", "[Казахстан]"},
        {"nato NEAR/3 russia", "NATO and Russia", "[NATO] [Russia]"},
        {"\"nato russia\"~2", "NATO and Russia", "[NATO] [Russia]"},
        {"kazakhstan", "Kazakhstan's way: KAZAKHSTAN, not Kazakhstani.",
         "[Kazakhstan's] [KAZAKHSTAN]"},
        {"война", "Война, войны, войной; военный.", "[Война] [войны] [войной]"},
        {"еще", "Ещё раз, и еще раз.", "[Ещё] [еще]"},
        {"power", "Powers empowered no power-less power", "[Powers] [power] [power]"},
        {"cafe", "The café", "[café]"},
        {"токаев", "ТОКАЕВ", "[ТОКАЕВ]"},
        {"uranium", "nothing of it", ""},
        {"uranium", "", ""},
        {"!!!", "text!!!", ""},
        {"uranium wheat", "Wheat and uranium", "[Wheat] [uranium]"},
        {"\"just Kazakhstan\"", "It is just Kazakhstan. Kazakhstan just is.",
         "[just Kazakhstan]"},
        {"\"just Kazakhstan\"", "just, Kazakhstan; just — “Kazakhstan”; just the Kazakhstan",
         "[just, Kazakhstan] [just — “Kazakhstan]"},
        {"\"just Kazakhstan\" power", "A power, just Kazakhstan.", "[power] [just Kazakhstan]"},
        {"\"middle power\"", "Middle powers in the middle", "[Middle powers]"},
        {"«тихий выбор»", "О тихом выборе. Тихий, но выбор.", "[тихом выборе]"},
        {"«на хлеб»", "Цены на хлеб и на. Хлеб.", "[на хлеб] [на. Хлеб]"},
        {"\"so so good\"", "so so so good", "[so so good]"},
        {"\"a b a b c\"", "a b a b a b c", "[a b a b c]"},
        {"\"so so\"", "so so so", "[so so] [so so]"},
        {"\"one two\" \"two three\"", "one two three", "[one two] [two three]"},
        {"\"one two three\" two", "one two three", "[one two three] [two]"},
        {"quasi-states", "Quasi-states, quasi states, quasistates", "[Quasi-states] "
                                                                    "[Quasi-states] "
                                                                    "[quasi states] [quasistates]"},
        {"quasistates", "Quasi-states", "[Quasi-states]"},
        {"states", "Quasi-states", "[states]"},
        {"the power", "The power of the few", "[power]"}, /* stop words only among themselves */
        {"the of", "The power of the few", "[The] [of] [the]"},
        {"\"the power\"", "The power of the few", "[The power]"},
        {"power -war", "Power and war", "[Power]"},
        {"power AND NOT war", "Power and war", "[Power]"},
        {"power OR war", "Power and war", "[Power] [war]"},
        {"(power war) grain", "Power, war, grain", "[Power] [war] [grain]"},
        {"power tag:war lang:en", "Power and war in en", "[Power]"},
        {"date:yesterday", "It was yesterday", "[yesterday]"},
        {"*", "Everything", ""},
        {"title:power", "Power", ""}, /* only in the title */
        {"body:power", "Power", "[Power]"},
    };

    for (size_t i = 0; i < ROWS(rows); i++)
        is_string(covered(rows[i].query, "body", rows[i].text), rows[i].want, "%s in %s",
                  rows[i].query, rows[i].text);
    is_string(covered("title:power", "title", "Power"), "[Power]", "a title's word in a title");
    is_string(covered("title:\"middle power\"", "title", "A middle power"), "[middle power]",
              "a title's phrase in a title");
    is_string(covered("power", "title", "Power"), "[Power]", "a word anywhere in a title");
    is_string(covered("power", "nofield", "Power"), "[Power]", "and in any field");
}

/* A highlighter is used for many texts: a phrase begun in one must not end in the next. */
static void
again(void)
{
    struct marked m;
    struct kzsi_spans spans = {0};

    begin(&m, "\"just Kazakhstan\"");
    kzsi_highlight(m.highlighter, "body", "It is just", 10, true, &spans);
    is_number(spans.count, 0, "half a phrase is none");
    kzsi_highlight(m.highlighter, "body", "Kazakhstan", 10, true, &spans);
    is_number(spans.count, 0, "nor is the other half in another text");
    kzsi_highlight(m.highlighter, "body", "just Kazakhstan", 15, true, &spans);
    is_number(spans.count, 1, "but both together are");
    kzsi_highlight(m.highlighter, "body", "nothing", 7, true, &spans);
    is_number(spans.count, 0, "and are forgotten at the next text");
    free(spans.items);
    end(&m);
    kzsi_highlighter_free(NULL);
    ok(true, "no highlighter at all can be freed");
}

/* Spans are in order of their start, whole characters, within the text. */
static void
any_text(void)
{
    static const char *const parts[] = {"power", "powers", "Kazakhstan", "just", "quasi", "states",
                                        "-", " ", " ", ". ", "мир", "война", "\xFF", "\xD0", "—"};
    struct marked m;
    struct kzsi_spans spans = {0};
    size_t good = 0, tried = 5000, found = 0;

    begin(&m, "\"just Kazakhstan\" quasi-states power \"power power\" мир \"мир война мир\" "
              "just");
    random_begin("any text");
    for (size_t n = 0; n < tried; n++) {
        char text[600];
        size_t length = 0, from = 0;
        for (size_t i = random_below(50); i > 0; i--) {
            const char *part = parts[random_below(ROWS(parts))];
            memcpy(text + length, part, strlen(part));
            length += strlen(part);
        }
        char *block = exact(text, length);
        bool fine = kzsi_highlight(m.highlighter, "body", block, length, true, &spans);
        for (size_t i = 0; i < spans.count; i++) {
            const struct kzsi_span *s = &spans.items[i];
            fine = fine && s->start >= from && s->start < s->end && s->end <= length &&
                   ((unsigned char)text[s->start] & 0xC0) != 0x80 &&
                   s->mark < m.plan.mark_count;
            from = s->start;
        }
        found += spans.count;
        good += fine;
        free(block);
    }
    is_number(good, tried, "%zu random texts have sound spans (%zu)", tried, found);
    ok(found > tried, "many of them");
    free(spans.items);
    end(&m);
}

int
main(void)
{
    analyzer = kzsi_analyzer_new(NULL);
    texts();
    again();
    any_text();
    kzsi_analyzer_free(analyzer);
    return tap_done();
}
