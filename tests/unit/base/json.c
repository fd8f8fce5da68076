/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <locale.h>
#include <math.h>

#include "base/base.h"
#include "tests/unit/unit.h"

static const char *
string(const char *text, size_t length)
{
    static char shown[200];
    struct kzsi_buf out = {0};
    char *block = exact(text, length);

    kzsi_json_string(&out, block, length);
    snprintf(shown, sizeof shown, "%.*s", (int)out.length, out.data);
    kzsi_buf_free(&out);
    free(block);
    return shown;
}

static const char *
number(double value)
{
    static char shown[60];
    struct kzsi_buf out = {0};

    kzsi_json_number(&out, value);
    snprintf(shown, sizeof shown, "%.*s", (int)out.length, out.data);
    kzsi_buf_free(&out);
    return shown;
}

int
main(void)
{
    is_string(string("", 0), "\"\"", "nothing");
    is_string(string("Токаев", 12), "\"Токаев\"", "letters stay as they are");
    is_string(string("a\"b\\c", 5), "\"a\\\"b\\\\c\"", "quotes and backslashes are escaped");
    is_string(string("a\nb\tc\x1b\x7f\0", 8), "\"a\\nb\\tc\\u001b\\u007f\\u0000\"",
              "so are control characters and NULs");
    is_string(string("\xc2\x9b", 2), "\"\\u009b\"", "those of the second range as well");
    is_string(string("a\xff\xd0", 3), "\"a\uFFFD\uFFFD\"", "what is no UTF-8 is U+FFFD");
    is_string(number(2), "2", "a whole number");
    is_string(number(-0.25), "-0.25", "a fraction");
    is_string(number(1e300), "1e+300", "a large one");
    is_string(number(NAN), "null", "what JSON does not have");
    is_string(number(INFINITY), "null", "and this");
    if (setlocale(LC_NUMERIC, "ru_RU.UTF-8") != NULL || setlocale(LC_NUMERIC, "de_DE") != NULL)
        is_string(number(0.5), "0.5", "a point where the locale has a comma");
    else
        skip("no locale with a comma is installed");
    return tap_done();
}
