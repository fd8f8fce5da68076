// SPDX-License-Identifier: GPL-2.0-or-later
//
// Is a document in the database as it was meant? Asked after a database was written without
// Xapian; everything is read through Xapian here. Of a document with many terms, each is in the
// list of its terms, but only about so many are looked up in the other tables: each look-up
// is a walk down a tree.
#include <algorithm>
#include <vector>

#include "shim/guard.hh"
#include "shim/reader.hh"

namespace
{

constexpr std::size_t LOOKED_UP = 64;

bool
same_positions(const Xapian::Database &db, Xapian::docid number, const std::string &text,
               const kzsi_term &term)
{
    Xapian::PositionIterator at = db.positionlist_begin(number, text);
    const Xapian::PositionIterator end = db.positionlist_end(number, text);
    size_t i = 0;

    for (; at != end && i < term.position_count && *at == term.positions[i]; ++at)
        i++;
    return at == end && i == term.position_count;
}

bool
same_posting(const Xapian::Database &db, Xapian::docid number, const std::string &text,
             const kzsi_term &term)
{
    Xapian::PostingIterator posting = db.postlist_begin(text);

    posting.skip_to(number);
    return posting != db.postlist_end(text) && *posting == number &&
           posting.get_wdf() == term.wdf;
}

bool
same_terms(const Xapian::Database &db, Xapian::docid number, const kzsi_entry &entry)
{
    std::vector<std::pair<std::string, const kzsi_term *>> terms;
    for (size_t i = 0; i < entry.term_count; i++)
        terms.emplace_back(std::string(entry.terms[i].text, entry.terms[i].length),
                           &entry.terms[i]);
    std::sort(terms.begin(), terms.end());

    Xapian::TermIterator at = db.termlist_begin(number);
    const Xapian::TermIterator end = db.termlist_end(number);
    const std::size_t step = terms.size() / LOOKED_UP + 1;
    for (std::size_t i = 0; i < terms.size(); i++, ++at) {
        const auto &[text, term] = terms[i];
        if (at == end || *at != text || at.get_wdf() != term->wdf)
            return false;
        // Not the same ones of every document.
        if ((i + number) % step == 0 && (!same_posting(db, number, text, *term) ||
                                         !same_positions(db, number, text, *term)))
            return false;
    }
    return at == end;
}

bool
same_document(const Xapian::Database &db, Xapian::docid number, const kzsi_entry &entry)
{
    const Xapian::Document document = db.get_document(number);
    size_t values = 0;

    if (document.get_data() != std::string(entry.record, entry.record_length))
        return false;
    for (size_t i = 0; i < entry.value_count; i++) {
        const kzsi_value &value = entry.values[i];
        values += value.length > 0;
        if (document.get_value(value.slot) != std::string(value.data, value.length))
            return false;
    }
    return document.values_count() == values && same_terms(db, number, entry);
}

} // namespace

kzs_status
kzsi_db_same(kzsi_db *db, uint32_t number, const struct kzsi_entry *entry, bool *same,
             kzs_error *err)
{
    *same = false;
    return kzsi::guard(err, "reading", db->path.c_str(), [&] {
        *same = same_document(db->database, number, *entry);
        return KZS_OK;
    });
}
