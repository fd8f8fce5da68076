/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Queries described for an index and without one. */
#include "tests/api/library.h"
#include "tests/unit/unit.h"

static kzs_status
describe(kzs_index *index, const char *text, const char *options, char **out, kzs_error *err)
{
    kzs_query *query = new_query(text, options);
    kzs_status st = kzs_query_describe(index, query, out, err);

    kzs_query_free(query);
    return st;
}

int
main(void)
{
    kzs_index *index = new_index("described", "heading text weight=3\nbody text main\n"
                                              "Verny = Верный = Алма-Ата\n");
    char *text;
    kzs_error err;

    is_number(describe(NULL, "title:bread", NULL, &text, &err), KZS_OK, "without an index");
    contains(text, "\"field\":\"title\"", "the built-in fields are known");
    kzs_free(text);
    is_number(describe(index, "title:bread heading:bread", NULL, &text, &err), KZS_OK,
              "with an index");
    contains(text, "\"term\":\"XHEADING:bread\"", "its fields are known");
    contains(text, "there is no field 'title'", "and others not");
    kzs_free(text);
    is_number(describe(index, "(bread", "strict=yes", &text, &err), KZS_ERR_SYNTAX,
              "in strict mode a mistake is an error");
    ok(text == NULL, "and nothing is described");
    is_number(err.offset, 0, "the error has its place");
    kzs_index_close(index, NULL);
    return tap_done();
}
