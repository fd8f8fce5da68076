// SPDX-License-Identifier: GPL-2.0-or-later
// Every document, as the first part of an AND: the others are then only ever asked to go to a
// document, never to go on by one.
//
// When Xapian up to 1.4.22 begins to skip what cannot reach the page, an OR becomes AND_MAYBE
// and that AND. AndMaybePostList::next() goes on behind the further of its two sides then, and
// the document where that side stands is lost though it may be a hit. skip_to() does it right.
#ifndef KZSI_STEPPER_HH
#define KZSI_STEPPER_HH

#include <xapian.h>

namespace kzsi
{

// No document, though it says that it has all.
class Void : public Xapian::PostingSource
{
  public:
    Xapian::doccount get_termfreq_min() const override
    {
        return 0;
    }

    Xapian::doccount get_termfreq_est() const override
    {
        return all;
    }

    Xapian::doccount get_termfreq_max() const override
    {
        return all;
    }

    void init(const Xapian::Database &database) override
    {
        all = database.get_doccount();
    }

    void next(double) override
    {
    }

    bool at_end() const override
    {
        return true;
    }

    Xapian::docid get_docid() const override
    {
        return 0;
    }

  private:
    Xapian::doccount all = 0;
};

// All without none is all, but Xapian expects it to be empty, and the rarest part of an AND
// goes first. The scale keeps it a part of its own.
inline Xapian::Query
stepped(const Xapian::Query &query)
{
    using Xapian::Query;

    const Query all(Query::OP_AND_NOT, Query(std::string()), Query((new Void)->release()));
    return Query(Query::OP_AND, query, Query(Query::OP_SCALE_WEIGHT, all, 0));
}

} // namespace kzsi

#endif
