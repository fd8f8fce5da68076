/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The version that was built, as opposed to the one of the header a program saw. */
#include "base/base.h"

const char *
kzs_version(void)
{
    return KZS_VERSION;
}

unsigned
kzs_version_number(void)
{
    return KZS_VERSION_NUMBER;
}
