// SPDX-License-Identifier: GPL-2.0-or-later
// Xapian's own check of a database, for tests that are written in C.
#include <xapian.h>

#include "tests/faults/model.h"

int
xapian_errors(const char *path)
{
    try {
        return static_cast<int>(Xapian::Database::check(path, 0, nullptr));
    } catch (const Xapian::Error &) {
        return -1;
    }
}
