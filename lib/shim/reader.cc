// SPDX-License-Identifier: GPL-2.0-or-later
// Snapshots of an index.
#include <memory>
#include <sys/stat.h>

#include "shim/guard.hh"
#include "shim/reader.hh"

namespace kzsi {

kzs_status
check_files(const char *path, bool vacant, kzs_error *err)
{
    struct stat info;

    if (stat(path, &info) != 0) {
        int number = errno;
        if (number == ENOENT || number == ENOTDIR)
            return kzsi_fail(err, KZS_ERR_NOT_FOUND, "there is no index at '%s'", path);
        return kzsi_fail_errno(err, number, "cannot open the index '%s'", path);
    }
    if (!S_ISDIR(info.st_mode))
        return kzsi_fail(err, KZS_ERR_INVALID,
                         "'%s' is not an index: an index is a directory", path);

    // What glass opens, reading or writing; the last of them only while it commits.
    static const struct {
        const char *name;
        bool needed;
    } files[] = {
        {"iamglass", true},         {"postlist.glass", true}, {"docdata.glass", false},
        {"termlist.glass", true},   {"position.glass", false}, {"spelling.glass", false},
        {"synonym.glass", false},   {"flintlock", false},      {"v.tmp", false},
    };
    for (const auto &file : files) {
        std::string name = std::string(path) + "/" + file.name;
        if (lstat(name.c_str(), &info) != 0) {
            int number = errno;
            if (number != ENOENT)
                return kzsi_fail_errno(err, number, "cannot open the index '%s'", path);
            if (file.needed && !vacant)
                return kzsi_fail(err, KZS_ERR_INVALID,
                                 "'%s' is a directory but not an index: it has no file '%s'",
                                 path, file.name);
        } else if (!S_ISREG(info.st_mode)) {
            return kzsi_fail(err, KZS_ERR_INVALID,
                             "'%s' is not an index: '%s' is not a regular file", path,
                             file.name);
        }
    }
    return vacant ? KZS_OK : kzsi_check_version_file(path, err);
}

void
prove_document(kzsi_prover *prover, uint32_t document, kzs_error *err)
{
    require(kzsi_prove_lengths(prover, err));
    require(kzsi_prove_record(prover, document, err));
}

kzs_status
fetch(const Xapian::Database &database, kzsi_prover *prover, const std::string &term,
      struct kzsi_buf *out, kzs_error *err)
{
    require(kzsi_prove_term(prover, term.data(), term.size(), err));
    Xapian::PostingIterator posting = database.postlist_begin(term);
    if (posting == database.postlist_end(term))
        return KZS_ERR_NOT_FOUND;
    prove_document(prover, *posting, err);
    const std::string data = database.get_document(*posting).get_data();
    kzsi_buf_add(out, data.data(), data.size());
    return out->failed ? kzsi_fail_nomem(err) : KZS_OK;
}

// Have the prover be at the commit that the database is at, or say that it moved on.
kzs_status
follow(kzsi_db *db, kzs_error *err)
{
    if (db->proof == nullptr || (db->prover.known != nullptr &&
                                 kzsi_known_revision(db->prover.known) ==
                                     db->database.get_revision() &&
                                 kzsi_known_summed(db->prover.known) ==
                                     db->database.get_revision()))
        return KZS_OK;
    struct kzsi_known *known = nullptr;
    kzs_status st = kzsi_proof_take(db->proof, &known, err);
    if (st != KZS_OK)
        return st;
    if (known == db->prover.known) {
        kzsi_known_release(known);
        return KZS_OK;
    }
    if (kzsi_known_revision(known) != db->database.get_revision()) {
        kzsi_known_release(known);
        return kzsi_fail(err, KZS_ERR_MODIFIED, "the index '%s' was just committed to",
                         db->path.c_str());
    }
    kzsi_prover_set(&db->prover, known);
    return KZS_OK;
}

} // namespace kzsi

kzs_status
kzsi_db_open(const char *path, kzsi_db **out, kzs_error *err)
{
    return kzsi_db_open_proved(path, nullptr, out, err);
}

kzs_status
kzsi_db_open_proved(const char *path, struct kzsi_proof *proof, kzsi_db **out, kzs_error *err)
{
    *out = nullptr;
    return kzsi::guard(err, "opening", path, [&] {
        struct kzsi_known *known = nullptr;
        kzs_status st = kzsi::check_files(path, false, err);
        // Before Xapian believes the version file.
        if (st == KZS_OK && proof != nullptr)
            st = kzsi_proof_take(proof, &known, err);
        kzsi_known_release(known);
        if (st != KZS_OK)
            return st;
        std::unique_ptr<kzsi_db> db(new kzsi_db{
            path, Xapian::Database(path, Xapian::DB_BACKEND_GLASS), proof, {}});
        db->prover.path = db->path.c_str();
        st = kzsi::follow(db.get(), err);
        if (st == KZS_OK)
            *out = db.release();
        return st;
    });
}

void
kzsi_db_close(kzsi_db *db)
{
    kzsi::guard(nullptr, "closing", "", [&] {
        if (db != nullptr)
            kzsi_prover_free(&db->prover);
        delete db;
        return KZS_OK;
    });
}

kzs_status
kzsi_db_refresh(kzsi_db *db, uint64_t *revision, kzs_error *err)
{
    return kzsi::guard(err, "reading", db->path.c_str(), [&] {
        db->database.reopen();
        *revision = db->database.get_revision();
        return kzsi::follow(db, err);
    });
}

kzs_status
kzsi_db_describe(kzsi_db *db, struct kzsi_db_info *out, kzs_error *err)
{
    return kzsi::guard(err, "reading", db->path.c_str(), [&] {
        out->documents = db->database.get_doccount();
        out->revision = db->database.get_revision();
        out->average_length = db->database.get_avlength();
        return KZS_OK;
    });
}

kzs_status
kzsi_db_metadata(kzsi_db *db, const char *key, struct kzsi_buf *out, kzs_error *err)
{
    return kzsi::guard(err, "reading", db->path.c_str(), [&] {
        kzsi::require(kzsi_prove_metadata(&db->prover, key, err));
        const std::string value = db->database.get_metadata(key);
        kzsi_buf_add(out, value.data(), value.size());
        return out->failed ? kzsi_fail_nomem(err) : KZS_OK;
    });
}

kzs_status
kzsi_db_metadata_all(kzsi_db *db, const char *prefix, struct kzsi_buf *out, kzs_error *err)
{
    return kzsi::guard(err, "reading", db->path.c_str(), [&] {
        const Xapian::TermIterator end = db->database.metadata_keys_end(prefix);
        for (auto it = db->database.metadata_keys_begin(prefix); it != end; ++it) {
            const std::string key = *it, value = db->database.get_metadata(key);
            kzsi_buf_varint(out, key.size());
            kzsi_buf_add(out, key.data(), key.size());
            kzsi_buf_varint(out, value.size());
            kzsi_buf_add(out, value.data(), value.size());
        }
        return out->failed ? kzsi_fail_nomem(err) : KZS_OK;
    });
}

kzs_status
kzsi_db_fetch(kzsi_db *db, const char *term, size_t length, struct kzsi_buf *out,
              kzs_error *err)
{
    return kzsi::guard(err, "reading", db->path.c_str(), [&] {
        return kzsi::fetch(db->database, &db->prover, std::string(term, length), out, err);
    });
}

kzs_status
kzsi_db_frequency(kzsi_db *db, const char *term, size_t length, uint64_t *out, kzs_error *err)
{
    return kzsi::guard(err, "reading", db->path.c_str(), [&] {
        kzsi::require(kzsi_prove_term(&db->prover, term, length, err));
        *out = db->database.get_termfreq(std::string(term, length));
        return KZS_OK;
    });
}

kzs_status
kzsi_db_terms(kzsi_db *db, const char *prefix, size_t prefix_length, const char *from,
              size_t from_length, kzsi_term_fn visit, void *user, kzs_error *err)
{
    return kzsi_db_choose_terms(db, prefix, prefix_length, from, from_length, nullptr, visit,
                                user, err);
}

kzs_status
kzsi_db_choose_terms(kzsi_db *db, const char *prefix, size_t prefix_length, const char *from,
                     size_t from_length, kzsi_choose_fn choose, kzsi_term_fn visit, void *user,
                     kzs_error *err)
{
    return kzsi::guard(err, "reading the terms of", db->path.c_str(), [&] {
        const std::string begin(prefix, prefix_length);
        kzsi::require(kzsi_prove_prefix(&db->prover, prefix, prefix_length, err));
        Xapian::TermIterator term = db->database.allterms_begin(begin);
        const Xapian::TermIterator end = db->database.allterms_end(begin);

        if (from != nullptr && term != end)
            term.skip_to(std::string(from, from_length));
        for (; term != end; ++term) {
            const std::string name = *term;
            const int wanted = choose != nullptr ? choose(user, name.data(), name.size()) : 1;
            if (wanted < 0 || (wanted > 0 && visit(user, name.data(), name.size(),
                                                   term.get_termfreq()) != 0))
                break;
        }
        return KZS_OK;
    });
}
