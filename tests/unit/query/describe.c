/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parts of a description; whether it is well-formed JSON is seen in tests/cli. */
#include "tests/unit/query/programs.h"

static struct kzsi_analyzer *analyzer;

static const char *
described(const char *text, const char *filter)
{
    static char shown[20000];
    struct kzsi_buf out = {0};
    struct kzsi_plan plan;
    kzs_query *query;

    if (kzs_query_new(text, KZS_NUL, &query, NULL) != KZS_OK ||
        (filter != NULL && kzs_query_filter(query, "lang", filter, KZS_NUL, NULL) != KZS_OK) ||
        kzsi_plan_make(query, schema(), analyzer, &plan, NULL) != KZS_OK)
        exit(99);
    kzsi_describe(query, &plan, schema(), &out);
    snprintf(shown, sizeof shown, "%.*s", (int)out.length, out.data);
    kzsi_buf_free(&out);
    kzsi_plan_free(&plan);
    kzs_query_free(query);
    return shown;
}

int
main(void)
{
    analyzer = kzsi_analyzer_new(NULL);
    is_string(described("", NULL),
              "{\"text\":\"\",\"canonical\":\"\",\"tree\":null,\"filters\":[],"
              "\"plan\":{\"op\":\"none\"},\"warnings\":[]}",
              "nothing is described as nothing");
    contains(described("title:bread^2", NULL),
             "{\"kind\":\"word\",\"field\":\"title\",\"text\":\"bread\",\"offset\":6,"
             "\"boost\":2}",
             "a word with its field, place and boost");
    contains(described("bread title:bread^2", NULL),
             "{\"op\":\"scale\",\"factor\":2,\"of\":[{\"op\":\"term\",\"term\":\"XTITLE:bread\"}]}",
             "operands stand inside their operation");
    contains(described("+bread -«cold water»", NULL), "\"mode\":\"required\"", "what is required");
    contains(described("+bread -«cold water»", NULL),
             "{\"kind\":\"phrase\",\"mode\":\"excluded\",\"text\":\"cold water\"",
             "what is excluded");
    contains(described("since:2022-11-05", NULL),
             "{\"op\":\"range\",\"field\":\"date\",\"low\":\"20221105\",\"high\":null}",
             "a range with the name of its field");
    contains(described("bread", "ru"), "\"filters\":[{\"field\":\"lang\",\"value\":\"ru\"}]",
             "filters of the program");
    contains(described("bread AND", NULL), "\"warnings\":[{\"offset\":6,\"message\":\"",
             "what was repaired, and where");
    contains(described("a\"b\x1b", NULL), "{\"text\":\"a\\\"b\\u001b\"",
             "what JSON or a terminal might trip over is escaped");
    kzsi_analyzer_free(analyzer);
    return tap_done();
}
