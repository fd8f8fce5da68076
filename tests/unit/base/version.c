/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/base.h"
#include "tests/unit/unit.h"

int
main(void)
{
    unsigned major = 0, minor = 0, patch = 0;
    char rest = 0;

    is_string(kzs_version(), KZS_VERSION, "the library says the version of its header");
    is_number(kzs_version_number(), KZS_VERSION_NUMBER, "as a number too");
    ok(sscanf(kzs_version(), "%u.%u.%u%c", &major, &minor, &patch, &rest) == 3,
       "the text is three numbers");
    is_number(major * 10000 + minor * 100 + patch, kzs_version_number(),
              "text and number agree");
    return tap_done();
}
