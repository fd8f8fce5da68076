// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef KZSI_READER_HH
#define KZSI_READER_HH

#include <string>
#include <xapian.h>

#include "shim/shim.h"
#include "sums/sums.h"

struct kzsi_db {
    std::string path;
    Xapian::Database database;
    struct kzsi_proof *proof;   // borrowed; null: believe everything
    struct kzsi_prover prover; // of the commit that the snapshot is at
};

namespace kzsi {

// Is `path` a directory that holds a glass database made of regular files? With `vacant` the
// database may be missing, but nothing else may lie where its files will be.
kzs_status check_files(const char *path, bool vacant, kzs_error *err);

// What lib/sums said of blocks that Xapian was about to read; ends what is being done.
struct Refused {
    kzs_status status; // kzs_error has the rest
};

inline void
require(kzs_status st)
{
    if (st != KZS_OK)
        throw Refused{st};
}

// Prove what the record of a document takes.
void prove_document(kzsi_prover *prover, uint32_t document, kzs_error *err);

// Append the record of the first document with `term`, from any kind of database.
kzs_status fetch(const Xapian::Database &database, kzsi_prover *prover,
                 const std::string &term, struct kzsi_buf *out, kzs_error *err);

} // namespace kzsi

#endif
