/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Any bytes as a query: none is an error, strict mode refuses exactly what lenient mode repairs,
 * the canonical text is read as itself and, where nothing was repaired, has the same plan; and
 * all can be described.
 */
#include "query/query.h"
#include "tests/fuzz/fuzz.h"

static struct kzsi_schema schema;
static struct kzsi_analyzer *analyzer;

static void
set_up(void)
{
    static const char fields[] = "title  text     weight=2\n"
                                 "author keyword  words\n"
                                 "lang   keyword\n"
                                 "tags   keyword  words alias=tag\n"
                                 "date   date\n"
                                 "n      number\n"
                                 "url    stored\n"
                                 "body   text     main\n";

    if (analyzer != NULL)
        return;
    analyzer = kzsi_analyzer_new(NULL);
    FUZZ_CHECK(analyzer != NULL && kzsi_schema_parse(fields, &schema, NULL) == KZS_OK);
}

static void
write_program(const struct kzsi_plan *plan, struct kzsi_buf *out)
{
    out->length = 0;
    for (size_t i = 0; i < plan->step_count; i++) {
        const struct kzsi_step *step = &plan->steps[i];
        kzsi_buf_printf(out, "%d %zu %u %.9g %u ", (int)step->op, step->count, step->window,
                        step->factor, step->slot);
        kzsi_buf_add(out, step->low, step->low_length);
        kzsi_buf_byte(out, '|');
        kzsi_buf_add(out, step->high, step->high != NULL ? step->high_length : 0);
        kzsi_buf_byte(out, '\n');
    }
    FUZZ_CHECK(!out->failed);
}

/* Plan a text as lenient mode does. True when nothing was repaired. */
static bool
read(const char *text, size_t length, bool match_all, struct kzsi_buf *canonical,
     struct kzsi_buf *program)
{
    struct kzsi_buf json = {0};
    struct kzsi_plan plan;
    kzs_query *query;
    bool as_typed;

    FUZZ_CHECK(kzs_query_new(text, length, &query, NULL) == KZS_OK);
    query->match_all = match_all;
    FUZZ_CHECK(kzsi_plan_make(query, &schema, analyzer, &plan, NULL) == KZS_OK);
    as_typed = plan.warnings.count == 0;
    for (size_t i = 0; i < plan.warnings.count; i++)
        FUZZ_CHECK(plan.warnings.items[i].offset <= length &&
                   (i == 0 || plan.warnings.items[i].offset >= plan.warnings.items[i - 1].offset));
    canonical->length = 0;
    kzsi_canonical(query, plan.tree, canonical);
    write_program(&plan, program);
    kzsi_describe(query, &plan, &schema, &json);
    FUZZ_CHECK(!canonical->failed && !json.failed && json.length > 0);
    kzsi_buf_free(&json);
    kzsi_plan_free(&plan);
    kzs_query_free(query);
    return as_typed;
}

/* Does strict mode take it? */
static bool
is_strict(const char *text, size_t length, bool match_all)
{
    struct kzsi_plan plan;
    kzs_query *query;
    kzs_error err;
    kzs_status st;

    FUZZ_CHECK(kzs_query_new(text, length, &query, NULL) == KZS_OK);
    query->strict = true;
    query->match_all = match_all;
    st = kzsi_plan_make(query, &schema, analyzer, &plan, &err);
    kzsi_plan_free(&plan);
    kzs_query_free(query);
    FUZZ_CHECK(st == KZS_OK || (st == KZS_ERR_SYNTAX && err.offset <= length));
    return st == KZS_OK;
}

/* Two texts are the same; shows them when not. */
static bool
same(const struct kzsi_buf *a, const struct kzsi_buf *b)
{
    if (a->length == b->length && (a->length == 0 || memcmp(a->data, b->data, a->length) == 0))
        return true;
    fprintf(stderr, "first:  %.*s\nsecond: %.*s\n", (int)a->length,
            a->length > 0 ? a->data : "", (int)b->length, b->length > 0 ? b->data : "");
    return false;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct kzsi_buf first = {0}, second = {0}, program = {0}, again = {0};
    const char *text = (const char *)data + 1;
    bool match_all, as_typed;

    if (size == 0 || size - 1 > KZS_QUERY_MAX)
        return 0;
    set_up();
    match_all = data[0] == '&';
    as_typed = read(text, size - 1, match_all, &first, &program);
    FUZZ_CHECK(as_typed == is_strict(text, size - 1, match_all));
    if (first.length <= KZS_QUERY_MAX) {
        read(first.length > 0 ? first.data : "", first.length, match_all, &second, &again);
        FUZZ_CHECK(same(&first, &second));
        if (as_typed && !same(&program, &again)) {
            fprintf(stderr, "text:      %.*s\ncanonical: %.*s\n", (int)size - 1, text,
                    (int)first.length, first.data);
            FUZZ_CHECK(!"the canonical text has the same plan");
        }
    }
    kzsi_buf_free(&first);
    kzsi_buf_free(&second);
    kzsi_buf_free(&program);
    kzsi_buf_free(&again);
    return 0;
}
