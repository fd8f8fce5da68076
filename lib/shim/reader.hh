// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef KZSI_READER_HH
#define KZSI_READER_HH

#include <string>
#include <xapian.h>

#include "shim/shim.h"

struct kzsi_db {
    std::string path;
    Xapian::Database database;
};

namespace kzsi {

// Is `path` a directory that holds a glass database made of regular files? With `vacant` the
// database may be missing, but nothing else may lie where its files will be.
kzs_status check_files(const char *path, bool vacant, kzs_error *err);

// glass.cc: would what its version file says about its tables crash Xapian?
kzs_status check_version_file(const char *path, kzs_error *err);

// Append the record of the first document with `term`, from any kind of database.
kzs_status fetch(const Xapian::Database &database, const std::string &term,
                 struct kzsi_buf *out);

} // namespace kzsi

#endif
