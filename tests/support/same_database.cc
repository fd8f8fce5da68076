// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/support/same_database.h"

#include <cstdio>
#include <random>
#include <sstream>
#include <string>

#include <xapian.h>

namespace
{

struct difference {
    std::string what;
};

template <typename A, typename B>
void
same(const A &a, const B &b, const std::string &what)
{
    if (a == b)
        return;
    std::ostringstream text;
    text << what << ": " << a << " / " << b;
    throw difference{text.str()};
}

std::string
shown(const std::string &term)
{
    std::string out = "'";
    for (unsigned char c : term)
        out += c < ' ' || c > '~' ? '?' : static_cast<char>(c);
    return out + "' (" + std::to_string(term.size()) + ")";
}

void
same_positions(const Xapian::Database &a, const Xapian::Database &b, Xapian::docid id,
               const std::string &term)
{
    auto p = a.positionlist_begin(id, term), q = b.positionlist_begin(id, term);
    const std::string what = "positions of " + shown(term) + " in " + std::to_string(id);
    for (; p != a.positionlist_end(id, term); ++p, ++q) {
        same(q == b.positionlist_end(id, term), false, what + " end early");
        same(*p, *q, what);
    }
    same(q == b.positionlist_end(id, term), true, what + " go on");
}

void
same_postings(const Xapian::Database &a, const Xapian::Database &b, const std::string &term)
{
    const std::string what = "postings of " + shown(term);
    auto p = a.postlist_begin(term), q = b.postlist_begin(term);
    for (; p != a.postlist_end(term); ++p, ++q) {
        same(q == b.postlist_end(term), false, what + " end early");
        same(*p, *q, what + ", document");
        same(p.get_wdf(), q.get_wdf(), what + ", wdf");
        same(p.get_doclength(), q.get_doclength(), what + ", length");
        if (!term.empty())
            same_positions(a, b, *p, term);
    }
    same(q == b.postlist_end(term), true, what + " go on");
}

void
same_terms(const Xapian::Database &a, const Xapian::Database &b)
{
    auto t = a.allterms_begin(), u = b.allterms_begin();
    for (; t != a.allterms_end(); ++t, ++u) {
        same(u == b.allterms_end(), false, "terms end early");
        same(shown(*t), shown(*u), "term");
        same(t.get_termfreq(), u.get_termfreq(), "frequency of " + shown(*t));
        same(a.get_collection_freq(*t), b.get_collection_freq(*t), "sum of " + shown(*t));
        same(a.get_wdf_upper_bound(*t), b.get_wdf_upper_bound(*t), "bound of " + shown(*t));
        same_postings(a, b, *t);
    }
    same(u == b.allterms_end(), true, "terms go on");
    same_postings(a, b, "");
}

void
same_document(const Xapian::Database &a, const Xapian::Database &b, Xapian::docid id)
{
    const std::string what = "document " + std::to_string(id);
    Xapian::Document d = a.get_document(id), e = b.get_document(id);
    same(d.get_data() == e.get_data(), true, what + ": record");
    same(d.termlist_count(), e.termlist_count(), what + ": terms");
    auto t = a.termlist_begin(id), u = b.termlist_begin(id);
    for (; t != a.termlist_end(id); ++t, ++u) {
        same(shown(*t), shown(*u), what + ": term");
        same(t.get_wdf(), u.get_wdf(), what + ": wdf of " + shown(*t));
    }
    same(d.values_count(), e.values_count(), what + ": values");
    auto v = d.values_begin(), w = e.values_begin();
    for (; v != d.values_end(); ++v, ++w) {
        same(v.get_valueno(), w.get_valueno(), what + ": slot");
        same(*v == *w, true, what + ": value in slot " + std::to_string(v.get_valueno()));
        Xapian::valueno slot = v.get_valueno();
        auto x = a.valuestream_begin(slot), y = b.valuestream_begin(slot);
        x.skip_to(id);
        y.skip_to(id);
        same(*x == *y && *x == *v, true, what + ": stream of slot " + std::to_string(slot));
        same(a.get_value_freq(slot), b.get_value_freq(slot), "values in a slot");
        same(a.get_value_lower_bound(slot) == b.get_value_lower_bound(slot), true, "lower");
        same(a.get_value_upper_bound(slot) == b.get_value_upper_bound(slot), true, "upper");
    }
}

void
same_whole(const Xapian::Database &a, const Xapian::Database &b)
{
    same(a.get_doccount(), b.get_doccount(), "documents");
    same(a.get_lastdocid(), b.get_lastdocid(), "last document");
    same(a.get_total_length(), b.get_total_length(), "total length");
    same(a.get_doclength_lower_bound(), b.get_doclength_lower_bound(), "shortest");
    same(a.get_doclength_upper_bound(), b.get_doclength_upper_bound(), "longest");
    same(a.has_positions(), b.has_positions(), "positions");
    auto m = a.metadata_keys_begin(), n = b.metadata_keys_begin();
    for (; m != a.metadata_keys_end(); ++m, ++n) {
        same(n == b.metadata_keys_end(), false, "metadata ends early");
        same(*m, *n, "metadata");
        same(a.get_metadata(*m) == b.get_metadata(*n), true, "metadata " + *m);
    }
    same(n == b.metadata_keys_end(), true, "metadata goes on");
    same_terms(a, b);
    for (auto p = a.postlist_begin(""); p != a.postlist_end(""); ++p)
        same_document(a, b, *p);
}

template <typename Body>
bool
said(char *why, size_t size, Body body)
{
    std::string text;
    try {
        body(text);
    } catch (const difference &d) {
        text = d.what;
    } catch (const Xapian::Error &e) {
        text = e.get_description();
    }
    std::snprintf(why, size, "%s", text.c_str());
    return text.empty();
}

std::string
random_word(std::mt19937 &random)
{
    return "w" + std::to_string(random() % 300);
}

} // namespace

bool
same_databases(const char *a, const char *b, char *why, size_t size)
{
    return said(why, size,
                [&](std::string &) { same_whole(Xapian::Database(a), Xapian::Database(b)); });
}

bool
sound_database(const char *path, char *why, size_t size)
{
    return said(why, size, [&](std::string &text) {
        std::ostringstream out;
        if (Xapian::Database::check(path, 0, &out) != 0)
            text = out.str();
    });
}

bool
compact_database(const char *from, const char *to, char *why, size_t size)
{
    return said(why, size, [&](std::string &) { Xapian::Database(from).compact(to); });
}

bool
change_database(const char *path, unsigned seed, unsigned count, char *why, size_t size)
{
    return said(why, size, [&](std::string &) {
        Xapian::WritableDatabase database(path, Xapian::DB_OPEN);
        std::mt19937 random(seed);
        for (unsigned i = 0; i < count; i++) {
            Xapian::docid id = static_cast<Xapian::docid>(random() % 2000) + 1;
            if (random() % 3 == 0) {
                try {
                    database.delete_document(id);
                } catch (const Xapian::DocNotFoundError &) {
                }
                continue;
            }
            Xapian::Document document;
            for (unsigned n = static_cast<unsigned>(random() % 40), p = 1; p < n; p++)
                document.add_posting(random_word(random), p);
            document.add_value(static_cast<Xapian::valueno>(random() % 3),
                               random_word(random));
            document.set_data(random_word(random));
            database.replace_document(id, document);
        }
        database.commit();
    });
}
