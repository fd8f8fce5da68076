// SPDX-License-Identifier: GPL-2.0-or-later
// Very many terms as one. Xapian joins them in a tree of pairs, through which each posting
// climbs by a dozen virtual calls; here a window of documents is filled from one list after the
// other, and then read in order: what a pattern costs is what its postings cost.
//
// With weight, a document scores as if all the terms were one word, as OP_SYNONYM does it: by
// BM25 as Xapian 1.4 computes it, with the frequency that the terms have together if each is
// anywhere for reasons of its own.
#ifndef KZSI_UNION_HH
#define KZSI_UNION_HH

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <xapian.h>

namespace kzsi {

class Union : public Xapian::PostingSource {
  public:
    Union(std::vector<std::string> t, bool w, double bm25_k1, double bm25_b)
        : terms(std::move(t)), weighted(w), k1(bm25_k1), b(bm25_b)
    {
    }

    Xapian::doccount
    get_termfreq_min() const override
    {
        return least;
    }

    Xapian::doccount
    get_termfreq_est() const override
    {
        return likely;
    }

    Xapian::doccount
    get_termfreq_max() const override
    {
        return most;
    }

    void
    init(const Xapian::Database &db) override
    {
        database = db;
        lists.clear();
        counts.assign(WINDOW, 0);
        begin = at = 0;
        begun = false;
        estimate();
    }

    void
    next(double) override
    {
        advance(begun ? at + 1 : 1);
    }

    void
    skip_to(Xapian::docid document, double) override
    {
        advance(begun ? std::max(document, at) : std::max<Xapian::docid>(document, 1));
    }

    bool
    at_end() const override
    {
        return begun && at == 0;
    }

    Xapian::docid
    get_docid() const override
    {
        return at;
    }

    double
    get_weight() const override
    {
        if (!weighted)
            return 0;
        const double wdf = counts[at - begin] - 1.0;
        const double length = database.get_doclength(at) / average_length;
        return idf * wdf / (wdf + k1 * (length * b + (1 - b)));
    }

  private:
    static const Xapian::docid WINDOW = 8192;

    void
    estimate()
    {
        const double documents = database.get_doccount();
        double absent = 1, sum = 0;

        least = 0;
        for (const std::string &term : terms) {
            const Xapian::doccount frequency = database.get_termfreq(term);
            if (frequency == 0)
                continue;
            least = std::max(least, frequency);
            sum += frequency;
            absent *= 1 - frequency / documents;
            lists.push_back(database.postlist_begin(term));
        }
        const double together = documents * (1 - absent) + 0.5;
        most = static_cast<Xapian::doccount>(std::min(sum, documents));
        likely = std::min(most, std::max(least, static_cast<Xapian::doccount>(together)));
        average_length = std::max(database.get_avlength(), 1.0);
        double rarity = (documents - likely + 0.5) / (likely + 0.5);
        if (rarity < 2)
            rarity = rarity * 0.5 + 1;
        idf = std::log(rarity) * (k1 + 1);
        set_maxweight(weighted ? idf : 0);
    }

    // The first document from this one on.
    void
    advance(Xapian::docid document)
    {
        begun = true;
        for (;;) {
            if (begin == 0 || document - begin >= WINDOW) {
                if (!fill(document)) {
                    at = 0;
                    return;
                }
                document = std::max(document, begin);
            }
            for (at = document; at - begin < WINDOW; at++)
                if (counts[at - begin] > 0)
                    return;
            document = at;
        }
    }

    // A window that begins with the first document from this one on; false if there is none.
    // Each document that has a term counts one more than its terms do together, so that a term
    // without a wdf is there as well.
    bool
    fill(Xapian::docid document)
    {
        const Xapian::PostingIterator end;
        Xapian::docid first = 0;

        for (size_t i = 0; i < lists.size();) {
            if (*lists[i] < document)
                lists[i].skip_to(document);
            if (lists[i] == end) {
                std::swap(lists[i], lists.back());
                lists.pop_back();
                continue;
            }
            first = first == 0 ? *lists[i] : std::min(first, *lists[i]);
            i++;
        }
        if (first == 0)
            return false;
        begin = first;
        std::fill(counts.begin(), counts.end(), 0);
        for (Xapian::PostingIterator &list : lists)
            for (; list != end && *list - begin < WINDOW; ++list) {
                uint32_t &count = counts[*list - begin];
                count += (count == 0) + (weighted ? list.get_wdf() : 0);
            }
        drop_ended();
        return true;
    }

    void
    drop_ended()
    {
        const Xapian::PostingIterator end;

        lists.erase(std::remove_if(lists.begin(), lists.end(),
                                   [&](const Xapian::PostingIterator &list) { return list == end; }),
                    lists.end());
    }

    const std::vector<std::string> terms;
    const bool weighted;
    const double k1, b;
    Xapian::Database database;
    Xapian::doccount least = 0, likely = 0, most = 0;
    double idf = 0, average_length = 1;
    std::vector<Xapian::PostingIterator> lists; // that have more
    std::vector<uint32_t> counts;               // of the documents from `begin` on
    Xapian::docid begin = 0, at = 0;            // 0: none
    bool begun = false;
};

} // namespace kzsi

#endif
