// SPDX-License-Identifier: GPL-2.0-or-later
// Documents that a callback lets through, as a part of a query. Xapian asks for them last, of
// documents that match everything else in the same AND.
#ifndef KZSI_CHECKED_HH
#define KZSI_CHECKED_HH

#include <xapian.h>

#include "shim/reader.hh"

namespace kzsi {

class Checked : public Xapian::PostingSource {
  public:
    Checked(const kzsi_search &s, const kzsi_step &st, kzsi_prover *p, kzs_error *e)
        : search(s), step(st), prover(p), err(e)
    {
    }

    // What the callback said when it failed; ends the search.
    struct Stop {
        kzs_status status;
    };

    Xapian::doccount
    get_termfreq_min() const override
    {
        return 0;
    }

    // As if it were every document: whatever else is required is looked at first.
    Xapian::doccount
    get_termfreq_est() const override
    {
        return database.get_doccount();
    }

    Xapian::doccount
    get_termfreq_max() const override
    {
        return database.get_doccount();
    }

    void
    init(const Xapian::Database &db) override
    {
        database = db;
        all = Xapian::PostingIterator();
        begun = false;
    }

    void
    next(double) override
    {
        advance(at + 1);
    }

    void
    skip_to(Xapian::docid document, double) override
    {
        advance(document);
    }

    bool
    check(Xapian::docid document, double) override
    {
        at = document;
        return passes();
    }

    bool
    at_end() const override
    {
        return begun && all == Xapian::PostingIterator();
    }

    Xapian::docid
    get_docid() const override
    {
        return at;
    }

  private:
    // The first document from this one on that passes; there may be gaps between them.
    void
    advance(Xapian::docid document)
    {
        if (!begun)
            all = database.postlist_begin(std::string());
        begun = true;
        if (all != Xapian::PostingIterator())
            all.skip_to(document);
        for (; all != Xapian::PostingIterator(); ++all) {
            at = *all;
            if (passes())
                return;
        }
    }

    bool
    passes() const
    {
        kzsi::prove_document(prover, at, err);
        const std::string record = database.get_document(at).get_data();
        bool good = true;
        kzs_status st =
            search.check(search.check_user, &step, record.data(), record.size(), &good);

        if (st != KZS_OK)
            throw Stop{st};
        return good;
    }

    const kzsi_search &search;
    const kzsi_step &step;
    kzsi_prover *prover;
    kzs_error *err;
    Xapian::Database database;
    Xapian::PostingIterator all;
    Xapian::docid at = 0;
    bool begun = false;
};

} // namespace kzsi

#endif
