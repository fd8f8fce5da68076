// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef KZSI_MODES_HH
#define KZSI_MODES_HH

#include "shim/shim.h"

namespace kzsi {

// Make the file that will become the next version file, so that Xapian need not.
kzs_status prepare_version_file(const char *path, kzs_error *err);

// Give the tables that were made since the last call the mode of the index. *seen has a bit
// for each that is known; with `fresh` none is taken for older, and the lock is ours, too.
kzs_status settle_tables(const char *path, bool fresh, unsigned *seen, kzs_error *err);

} // namespace kzsi

#endif
