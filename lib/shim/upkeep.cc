// SPDX-License-Identifier: GPL-2.0-or-later
// Looking after a whole database: Xapian's own check, its compaction, and records by number.
// On damaged files each of these may crash: lib/upkeep calls them in a process of their own.
#include <ostream>
#include <streambuf>

#include "shim/guard.hh"
#include "shim/reader.hh"

namespace {

// Hands each line of what Xapian says to a function.
class Lines : public std::streambuf {
  public:
    Lines(kzsi_line_fn f, void *u) : function(f), user(u)
    {
    }

  protected:
    int_type
    overflow(int_type c) override
    {
        if (c == '\n') {
            function(user, line.c_str());
            line.clear();
        } else if (c != traits_type::eof()) {
            line += traits_type::to_char_type(c);
        }
        return traits_type::not_eof(c);
    }

  private:
    kzsi_line_fn function;
    void *user;
    std::string line;
};

class Teller : public Xapian::Compactor {
  public:
    Teller(kzsi_line_fn f, void *u) : function(f), user(u)
    {
    }

    void
    set_status(const std::string &table, const std::string &status) override
    {
        if (status.empty())
            function(user, table.c_str());
    }

  private:
    kzsi_line_fn function;
    void *user;
};

} // namespace

kzs_status
kzsi_check_index_files(const char *path, kzs_error *err)
{
    return kzsi::guard(err, "opening", path,
                       [&] { return kzsi::check_files(path, false, err); });
}

kzs_status
kzsi_check_tables(const char *path, kzsi_line_fn line, void *user, uint64_t *errors,
                  kzs_error *err)
{
    *errors = 0;
    return kzsi::guard(err, "checking", path, [&] {
        kzs_status st = kzsi::check_files(path, false, err);
        if (st != KZS_OK)
            return st;
        Lines lines(line, user);
        std::ostream out(&lines);
        *errors = Xapian::Database::check(path, 0, &out);
        out << '\n';
        return KZS_OK;
    });
}

kzs_status
kzsi_compact_tables(const char *path, const char *to, kzsi_line_fn table, void *user,
                    kzs_error *err)
{
    return kzsi::guard(err, "compacting", path, [&] {
        kzs_status st = kzsi::check_files(path, false, err);
        if (st != KZS_OK)
            return st;
        Teller teller(table, user);
        Xapian::Database database(path, Xapian::DB_BACKEND_GLASS);
        database.compact(to, Xapian::DBCOMPACT_NO_RENUMBER, 0, teller);
        return KZS_OK;
    });
}

kzs_status
kzsi_db_last(kzsi_db *db, uint32_t *last, kzs_error *err)
{
    return kzsi::guard(err, "reading", db->path.c_str(), [&] {
        *last = db->database.get_lastdocid();
        return KZS_OK;
    });
}

kzs_status
kzsi_db_data(kzsi_db *db, uint32_t document, struct kzsi_buf *out, kzs_error *err)
{
    return kzsi::guard(err, "reading", db->path.c_str(), [&] {
        // The table of records alone is looked at: it may be whole where others are not.
        kzsi::require(kzsi_prove_record(&db->prover, document, err));
        const std::string data =
            db->database.get_document(document, Xapian::DOC_ASSUME_VALID).get_data();
        kzsi_buf_add(out, data.data(), data.size());
        return out->failed ? kzsi_fail_nomem(err) : KZS_OK;
    });
}
