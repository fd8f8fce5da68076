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

} // namespace

kzs_status
kzsi_writer_open(const char *path, bool create, uint64_t wait_ms,
                 enum kzsi_durability durability, kzsi_writer **out, kzs_error *err)
{
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
        if (fresh)
            clear_rests(path);
        int flags = fresh ? Xapian::DB_CREATE : Xapian::DB_OPEN;
        if (durability == KZSI_SYNC_NONE)
            flags |= Xapian::DB_NO_SYNC;
        *out = new kzsi_writer{path, durability, made, 0, open_locked(path, flags, wait_ms)};
        (*out)->database.begin_transaction(true);
        return kzsi::settle_tables(path, fresh, &(*out)->tables, err);
    });
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
        const std::string term(id, length);
        if (!writer->database.term_exists(term))
            return KZS_ERR_NOT_FOUND;
        writer->database.delete_document(term);
        return KZS_OK;
    });
}

kzs_status
kzsi_writer_delete_number(kzsi_writer *writer, uint32_t number, kzs_error *err)
{
    return kzsi::guard(err, "changing", writer->path.c_str(), [&] {
        writer->database.delete_document(static_cast<Xapian::docid>(number));
        return KZS_OK;
    });
}

kzs_status
kzsi_writer_fetch(kzsi_writer *writer, const char *term, size_t length, struct kzsi_buf *out,
                  kzs_error *err)
{
    return kzsi::guard(err, "reading", writer->path.c_str(), [&] {
        kzs_status st = kzsi::fetch(writer->database, std::string(term, length), out);
        return st == KZS_ERR_NOMEM ? kzsi_fail_nomem(err) : st;
    });
}

kzs_status
kzsi_writer_set_metadata(kzsi_writer *writer, const char *key, const char *value,
                         kzs_error *err)
{
    return kzsi::guard(err, "changing", writer->path.c_str(), [&] {
        writer->database.set_metadata(key, value);
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
        writer->database.begin_transaction(true);
        return st;
    });
}
