// SPDX-License-Identifier: GPL-2.0-or-later
//
// Changes to an index. A transaction is always open: glass would otherwise commit by itself
// after some thousand documents, and again in its destructor.
#include <chrono>
#include <fcntl.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

#include "shim/guard.hh"
#include "shim/modes.hh"
#include "shim/reader.hh"

struct kzsi_writer {
    std::string path;
    kzsi_durability durability;
    bool made_directory; // whose own entry is not yet known to be durable
    unsigned tables;     // see kzsi::settle_tables()
    Xapian::WritableDatabase database;
    kzsi_prover prover;  // of the commit that changes are made to
    kzsi_sweep sweep;
};

namespace
{

// Make the directory if it is not there; an empty one will do.
kzs_status
make_directory(const char *path, bool *made, kzs_error *err)
{
    // Only its owner may look inside, whatever the umask: an archive may be confidential.
    if (mkdir(path, 0700) == 0 && chmod(path, 0700) == 0) {
        *made = true;
        return KZS_OK;
    }
    if (errno == EEXIST)
        return KZS_OK;
    return kzsi_fail_errno(err, errno, "cannot make the directory '%s'", path);
}

bool
holds_database(const char *path)
{
    struct stat info;
    return lstat((std::string(path) + "/iamglass").c_str(), &info) == 0;
}

// Xapian reports a lock file that it may not write like one that another process holds.
// Returns the errno, or 0 when the lock could be had.
int
lock_denied(const char *path)
{
    const std::string lock = std::string(path) + "/flintlock";
    if (faccessat(AT_FDCWD, lock.c_str(), W_OK, AT_EACCESS) == 0)
        return 0;
    if (errno == ENOENT && faccessat(AT_FDCWD, path, W_OK | X_OK, AT_EACCESS) == 0)
        return 0;
    return errno;
}

// Tables that a creation left behind which was cut off before the version file: Xapian does
// not create over them. With the lock held, as somebody may be creating there just now; where
// it is, Xapian will say so.
void
clear_rests(const char *path)
{
    static const char *const rests[] = {"/postlist.glass", "/docdata.glass",
                                        "/termlist.glass", "/position.glass",
                                        "/spelling.glass", "/synonym.glass"};
    const std::string directory = path;
    struct flock lock = {};
    int fd = open((directory + "/flintlock").c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW);

    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    lock.l_len = 1;
    if (fd < 0)
        return;
    if (fcntl(fd, F_OFD_SETLK, &lock) == 0)
        for (const char *rest : rests)
            unlink((directory + rest).c_str());
    close(fd);
}

Xapian::WritableDatabase
open_locked(const char *path, int flags, uint64_t wait_ms)
{
    using clock = std::chrono::steady_clock;
    const clock::time_point deadline = clock::now() + std::chrono::milliseconds(wait_ms);

    // Xapian's own DB_RETRY_LOCK waits for ever.
    for (;;) {
        try {
            return Xapian::WritableDatabase(path, flags | Xapian::DB_BACKEND_GLASS);
        } catch (const Xapian::DatabaseLockError &) {
            if (clock::now() >= deadline || lock_denied(path) != 0)
                throw;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
}

kzs_status
explain_lock(const char *path, kzs_error *err)
{
    int number = lock_denied(path);
    if (number != 0)
        return kzsi_fail_errno(err, number, "cannot take the write lock of the index '%s'",
                               path);
    return kzsi_fail(err, KZS_ERR_LOCKED,
                     "the index '%s' is being written to by another process or handle: try "
                     "again, or wait with the option lock_timeout",
                     path);
}

kzs_status
sync_directory(const char *path, kzs_error *err)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return kzsi_fail_errno(err, errno, "cannot open '%s' to make a commit durable", path);
    int result = fsync(fd);
    int number = errno;
    close(fd);
    if (result != 0)
        return kzsi_fail_errno(err, number, "cannot make a commit to '%s' durable", path);
    return KZS_OK;
}

// glass renames its version file into place but never syncs the directory: without this a
// power cut can bring back the version before, whose blocks have been reused.
kzs_status
sync_entries(kzsi_writer *writer, kzs_error *err)
{
    if (writer->durability != KZSI_SYNC_FULL)
        return KZS_OK;
    kzs_status st = sync_directory(writer->path.c_str(), err);
    if (st == KZS_OK && writer->made_directory) {
        st = sync_directory((writer->path + "/..").c_str(), err);
        writer->made_directory = st != KZS_OK;
    }
    return st;
}

// Last: sums must not survive a power cut that their commit does not.
kzs_status
write_sums(kzsi_writer *writer, kzs_error *err)
{
    kzsi_known *known = nullptr;
    kzs_status st = kzsi_sums_write(writer->path.c_str(), writer->prover.known,
                                    writer->durability == KZSI_SYNC_FULL,
                                    writer->durability != KZSI_SYNC_NONE, &known, err);
    if (st == KZS_OK) {
        kzsi_prover_set(&writer->prover, known);
        kzsi_sweep_again(&writer->sweep);
    }
    return st;
}

// What is proved with each change beside what it needs, which takes about as long: see sweep.c.
const size_t blocks_swept = 512;

// Have Xapian find only what is whole when it adds a document with these terms and values.
void
prove_entry(kzsi_writer *writer, const struct kzsi_entry *entry, uint32_t document,
            kzs_error *err)
{
    kzsi_prover *prover = &writer->prover;

    for (size_t i = 0; i < entry->term_count; i++) {
        const kzsi_term &term = entry->terms[i];
        kzsi::require(kzsi_prove_term(prover, term.text, term.length, err));
        if (term.position_count > 0)
            kzsi::require(
                kzsi_prove_positions(prover, term.text, term.length, document, err));
    }
    for (size_t i = 0; i < entry->value_count; i++)
        kzsi::require(kzsi_prove_slot(prover, entry->values[i].slot, err));
    kzsi::require(kzsi_prove_term_list(prover, document, err));
    kzsi::prove_document(prover, document, err);
}

// The same when it takes one away.
void
prove_old(kzsi_writer *writer, uint32_t document, kzs_error *err)
{
    kzsi_prover *prover = &writer->prover;

    kzsi::prove_document(prover, document, err);
    kzsi::require(kzsi_prove_term_list(prover, document, err));
    kzsi::require(kzsi_prove_slots(prover, err));
    const Xapian::TermIterator end = writer->database.termlist_end(document);
    for (Xapian::TermIterator i = writer->database.termlist_begin(document); i != end; ++i) {
        const std::string term = *i;
        kzsi::require(kzsi_prove_term(prover, term.data(), term.size(), err));
        kzsi::require(kzsi_prove_positions(prover, term.data(), term.size(), document, err));
    }
}

// Whether there is still something to prove before a change.
bool
proves(kzsi_writer *writer, kzs_error *err)
{
    if (writer->sweep.all)
        return false;
    kzsi::require(kzsi_sweep_on(&writer->sweep, &writer->prover, blocks_swept, err));
    return !writer->sweep.all;
}

// Number of the document with a term; 0: none.
Xapian::docid
find(kzsi_writer *writer, const std::string &term, kzs_error *err)
{
    kzsi::require(kzsi_prove_term(&writer->prover, term.data(), term.size(), err));
    Xapian::PostingIterator posting = writer->database.postlist_begin(term);
    return posting == writer->database.postlist_end(term) ? 0 : *posting;
}

// Read the sums of the commit that is there, before Xapian believes it. They are read again
// once it is locked, if somebody committed meanwhile.
kzs_status
know(const char *path, kzsi_prover *prover, kzs_error *err)
{
    kzsi_known *known = nullptr;
    kzs_status st = kzsi_known_read(path, &known, err);
    for (int i = 0; i < 10 && st == KZS_ERR_MODIFIED; i++)
        st = kzsi_known_read(path, &known, err);
    // Told to believe the files it makes new sums of what is there.
    if (st == KZS_ERR_CORRUPT && prover->believe)
        return KZS_OK;
    kzsi_prover_set(prover, known);
    return st;
}

kzs_status
know_locked(kzsi_writer *writer, kzs_error *err)
{
    const uint64_t revision = writer->database.get_revision();
    kzs_status st = KZS_OK;

    if (writer->prover.known != nullptr && kzsi_known_revision(writer->prover.known) != revision)
        st = know(writer->path.c_str(), &writer->prover, err);
    if (st == KZS_OK)
        st = kzsi_prove_free_blocks(&writer->prover, err);
    if (st != KZS_OK || (writer->prover.known != nullptr &&
                         kzsi_known_summed(writer->prover.known) == revision))
        return st;
    // Others wrote it, or somebody died before he had written its sums. What cannot be done
    // now is done by the next commit.
    kzsi_known *known = nullptr;
    if (kzsi_sums_write(writer->path.c_str(), writer->prover.known,
                        writer->durability == KZSI_SYNC_FULL,
                        writer->durability != KZSI_SYNC_NONE, &known, nullptr) == KZS_OK)
        kzsi_prover_set(&writer->prover, known);
    return KZS_OK;
}

} // namespace

kzs_status
kzsi_writer_open(const char *path, bool create, uint64_t wait_ms,
                 enum kzsi_durability durability, bool prove, kzsi_writer **out,
                 kzs_error *err)
{
    kzsi_prover prover = {};
    prover.believe = !prove;
    *out = nullptr;
    kzs_status st = kzsi::guard(err, "opening", path, [&] {
        bool made = false;
        kzs_status ready = create ? make_directory(path, &made, err) : KZS_OK;
        if (ready != KZS_OK)
            return ready;
        bool fresh = create && !holds_database(path);
        kzs_status checked = kzsi::check_files(path, fresh, err);
        if (checked != KZS_OK)
            return checked;
        if (!fresh)
            kzsi::require(know(path, &prover, err));
        if (fresh)
            clear_rests(path);
        int flags = fresh ? Xapian::DB_CREATE : Xapian::DB_OPEN;
        if (durability == KZSI_SYNC_NONE)
            flags |= Xapian::DB_NO_SYNC;
        *out = new kzsi_writer{path, durability, made, 0, open_locked(path, flags, wait_ms),
                               prover, {}};
        prover = {};
        (*out)->prover.path = (*out)->path.c_str();
        (*out)->database.begin_transaction(true);
        checked = fresh ? KZS_OK : know_locked(*out, err);
        return checked == KZS_OK ? kzsi::settle_tables(path, fresh, &(*out)->tables, err)
                                 : checked;
    });
    kzsi_prover_free(&prover);
    if (st == KZS_ERR_LOCKED)
        st = explain_lock(path, err);
    if (st != KZS_OK && *out != nullptr) {
        kzsi_writer_close(*out);
        *out = nullptr;
    }
    return st;
}

void
kzsi_writer_close(kzsi_writer *writer)
{
    if (writer == nullptr)
        return;
    // What was not committed must not be committed by the destructor. It cancels an open
    // transaction and ignores how that went; our own cancelling could fail half-way and leave
    // it something to commit. A commit that failed left no transaction: begin one, of the kind
    // that commits nothing first.
    kzsi::guard(nullptr, "rolling back", writer->path.c_str(), [&] {
        writer->database.begin_transaction(false);
        return KZS_OK;
    });
    kzsi_prover_free(&writer->prover);
    writer->sweep.all = false;
    kzsi_sweep_again(&writer->sweep);
    kzsi::guard(nullptr, "closing", writer->path.c_str(), [&] {
        delete writer;
        return KZS_OK;
    });
}

kzs_status
kzsi_writer_put(kzsi_writer *writer, const char *id, size_t length,
                const struct kzsi_entry *entry, kzs_error *err)
{
    return kzsi::guard(err, "changing", writer->path.c_str(), [&] {
        if (proves(writer, err)) {
            const Xapian::docid old = find(writer, std::string(id, length), err);
            if (old != 0)
                prove_old(writer, old, err);
            prove_entry(writer, entry, old != 0 ? old : writer->database.get_lastdocid() + 1,
                        err);
        }
        Xapian::Document document;
        for (size_t i = 0; i < entry->term_count; i++) {
            const kzsi_term &term = entry->terms[i];
            const std::string text(term.text, term.length);
            document.add_term(text, term.wdf);
            for (size_t p = 0; p < term.position_count; p++)
                document.add_posting(text, term.positions[p], 0);
        }
        for (size_t i = 0; i < entry->value_count; i++) {
            const kzsi_value &value = entry->values[i];
            document.add_value(value.slot, std::string(value.data, value.length));
        }
        document.set_data(std::string(entry->record, entry->record_length));
        writer->database.replace_document(std::string(id, length), document);
        return KZS_OK;
    });
}

kzs_status
kzsi_writer_delete(kzsi_writer *writer, const char *id, size_t length, kzs_error *err)
{
    return kzsi::guard(err, "changing", writer->path.c_str(), [&] {
        const Xapian::docid number = find(writer, std::string(id, length), err);
        if (number == 0)
            return KZS_ERR_NOT_FOUND;
        if (proves(writer, err))
            prove_old(writer, number, err);
        writer->database.delete_document(number);
        return KZS_OK;
    });
}

kzs_status
kzsi_writer_delete_number(kzsi_writer *writer, uint32_t number, kzs_error *err)
{
    return kzsi::guard(err, "changing", writer->path.c_str(), [&] {
        if (proves(writer, err))
            prove_old(writer, number, err);
        writer->database.delete_document(static_cast<Xapian::docid>(number));
        return KZS_OK;
    });
}

kzs_status
kzsi_writer_fetch(kzsi_writer *writer, const char *term, size_t length, struct kzsi_buf *out,
                  kzs_error *err)
{
    return kzsi::guard(err, "reading", writer->path.c_str(), [&] {
        return kzsi::fetch(writer->database, &writer->prover, std::string(term, length), out,
                           err);
    });
}

kzs_status
kzsi_writer_set_metadata(kzsi_writer *writer, const char *key, const char *value,
                         kzs_error *err)
{
    return kzsi::guard(err, "changing", writer->path.c_str(), [&] {
        kzsi::require(kzsi_prove_metadata(&writer->prover, key, err));
        writer->database.set_metadata(key, value);
        return KZS_OK;
    });
}

kzs_status
kzsi_writer_set_bytes(kzsi_writer *writer, const char *key, size_t key_length,
                      const char *value, size_t length, kzs_error *err)
{
    return kzsi::guard(err, "changing", writer->path.c_str(), [&] {
        writer->database.set_metadata(std::string(key, key_length), std::string(value, length));
        return KZS_OK;
    });
}

kzs_status
kzsi_writer_commit(kzsi_writer *writer, kzs_error *err)
{
    const char *path = writer->path.c_str();
    return kzsi::guard(err, "committing to", path, [&] {
        kzs_status st = kzsi::prepare_version_file(path, err);
        if (st != KZS_OK)
            return st;
        writer->database.commit_transaction();
        st = kzsi::settle_tables(path, false, &writer->tables, err);
        if (st == KZS_OK)
            st = sync_entries(writer, err);
        if (st == KZS_OK)
            st = write_sums(writer, err);
        writer->database.begin_transaction(true);
        return st;
    });
}
