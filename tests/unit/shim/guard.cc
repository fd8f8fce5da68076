// SPDX-License-Identifier: GPL-2.0-or-later
// Every exception class that Xapian's headers declare, and others, through guard().
#include <fstream>
#include <set>
#include <sstream>
#include <vector>

#include "shim/guard.hh"
#include "tests/support/tap.h"

namespace {

template <typename Exception>
kzs_status
thrown(const Exception &what, kzs_error *err)
{
    return kzsi::guard(err, "reading", "archive.kz", [&]() -> kzs_status { throw what; });
}

std::set<std::string> tested;

// The class with a message and an errno, as Xapian throws it when the system was the cause,
// and with a message alone.
template <typename Exception>
void
check(const char *name, kzs_status want, kzs_status want_by_system)
{
    kzs_error err = {};
    kzs_status st = thrown(Exception("what happened"), &err);

    tested.insert(name);
    if (!ok(st == want && err.status == want, "%s is %s", name, kzs_status_name(want)))
        printf("#      have %s\n", kzs_status_name(st));
    is_string(err.message, "reading 'archive.kz' failed: what happened",
              "its message says what was done to what, and what happened");
    ok(err.system == 0 && err.offset == KZS_NO_OFFSET, "no errno and no place in a text");

    st = thrown(Exception("what happened", ENOSPC), &err);
    if (!ok(st == want_by_system && err.status == st, "%s by the system is %s", name,
            kzs_status_name(want_by_system)))
        printf("#      have %s\n", kzs_status_name(st));
    is_number(err.system, ENOSPC, "the errno is found again");
    const std::string explained =
        std::string("reading 'archive.kz' failed: what happened: ") + strerror(ENOSPC);
    is_string(err.message, explained.c_str(), "and explained in the message");
    ok(thrown(Exception("what happened"), nullptr) == want, "details are optional");
}

#define CHECK(name, want)        check<Xapian::name>(#name, want, want)
#define CHECK_SYSTEM(name, want) check<Xapian::name>(#name, want, KZS_ERR_IO)

void
xapian_errors()
{
    CHECK(DatabaseLockError, KZS_ERR_LOCKED);
    CHECK(DatabaseModifiedError, KZS_ERR_MODIFIED);
    CHECK(DatabaseVersionError, KZS_ERR_VERSION);
    CHECK(DatabaseClosedError, KZS_ERR_STATE);
    CHECK(DocNotFoundError, KZS_ERR_NOT_FOUND);
    CHECK(DatabaseNotFoundError, KZS_ERR_NOT_FOUND);

    // What the system did not cause is damage: these are thrown for blocks that cannot be.
    CHECK_SYSTEM(DatabaseCorruptError, KZS_ERR_CORRUPT);
    CHECK_SYSTEM(DatabaseError, KZS_ERR_CORRUPT);
    CHECK_SYSTEM(DatabaseOpeningError, KZS_ERR_CORRUPT);
    CHECK(RangeError, KZS_ERR_CORRUPT);
    CHECK(SerialisationError, KZS_ERR_CORRUPT);

    CHECK(DatabaseCreateError, KZS_ERR_IO);
    CHECK(NetworkError, KZS_ERR_IO);
    CHECK(NetworkTimeoutError, KZS_ERR_IO);

    // Mistakes of the library's own.
    CHECK(AssertionError, KZS_ERR_INTERNAL);
    CHECK(InvalidArgumentError, KZS_ERR_INTERNAL);
    CHECK(InvalidOperationError, KZS_ERR_INTERNAL);
    CHECK(UnimplementedError, KZS_ERR_INTERNAL);
    CHECK(FeatureUnavailableError, KZS_ERR_INTERNAL);
    CHECK(InternalError, KZS_ERR_INTERNAL);
    CHECK(QueryParserError, KZS_ERR_INTERNAL);
    CHECK(WildcardError, KZS_ERR_INTERNAL);
}

// Error, LogicError and RuntimeError are abstract by intent: nothing throws them.
void
no_class_was_forgotten()
{
    std::ifstream header(XAPIAN_ERROR_H);
    std::string line;
    size_t found = 0;

    if (!header) {
        skip("no header at " XAPIAN_ERROR_H " to take the list of classes from");
        return;
    }
    while (std::getline(header, line)) {
        std::istringstream words(line);
        std::string keyword, visibility, name, colon;
        words >> keyword >> visibility >> name >> colon;
        if (keyword != "class" || colon != ":" || name == "LogicError" ||
            name == "RuntimeError")
            continue;
        found++;
        if (tested.count(name) == 0)
            ok(false, "%s is not among the tested classes", name.c_str());
    }
    is_number(found, tested.size(), "the installed header declares the classes tested here");
    ok(found > 20, "and the test can read it");
}

// A class of a later version, which this library cannot know.
struct LaterError : Xapian::RuntimeError {
    explicit LaterError(const std::string &message)
        : Xapian::RuntimeError(message, std::string(), "\012LaterError", 0)
    {
    }
};

void
other_exceptions()
{
    struct Unknown {
    };
    kzs_error err = {};

    ok(thrown(LaterError("new"), &err) == KZS_ERR_INTERNAL, "an unknown Xapian error");
    contains(err.message, "failed: new", "keeps its message");

    ok(thrown(std::bad_alloc(), &err) == KZS_ERR_NOMEM && err.status == KZS_ERR_NOMEM,
       "std::bad_alloc is out of memory");
    is_string(err.message, "out of memory", "and says so");
    err = {};
    ok(thrown(std::length_error("vector::reserve"), &err) == KZS_ERR_NOMEM &&
           err.status == KZS_ERR_NOMEM,
       "std::length_error is out of memory");
    ok(thrown(std::bad_array_new_length(), &err) == KZS_ERR_NOMEM,
       "an array beyond all memory, too");

    ok(thrown(std::runtime_error("odd"), &err) == KZS_ERR_INTERNAL &&
           err.status == KZS_ERR_INTERNAL,
       "another std::exception is unexpected");
    is_string(err.message, "reading 'archive.kz' failed: odd", "its message is kept");
    ok(thrown(std::out_of_range("string::at"), &err) == KZS_ERR_INTERNAL, "so is any other");

    ok(thrown(42, &err) == KZS_ERR_INTERNAL && err.status == KZS_ERR_INTERNAL,
       "an int is unexpected");
    is_string(err.message, "reading 'archive.kz' failed: unknown exception",
              "there is little to say about it");
    ok(thrown("text", &err) == KZS_ERR_INTERNAL, "as is a string");
    ok(thrown(Unknown(), nullptr) == KZS_ERR_INTERNAL, "and an unknown class, details or not");
}

// Xapian closes files on its way out, so errno has moved on when the exception arrives.
void
errno_is_found_again()
{
    static const int numbers[] = {EPERM,   ENOENT, EIO,    EBADF,  ENOMEM, EACCES,
                                  ENOTDIR, EISDIR, EMFILE, ENFILE, EFBIG,  ENOSPC,
                                  EROFS,   ELOOP,  ENOLCK, ESTALE, EDQUOT, ETIMEDOUT};
    struct Cleanup {
        ~Cleanup()
        {
            errno = EBADF;
        }
    };

    for (int number : numbers) {
        kzs_error err = {};
        kzsi::guard(&err, "reading", "x", [&]() -> kzs_status {
            Cleanup cleanup;
            throw Xapian::DatabaseError("lost", number);
        });
        is_number(err.system, number, "%s is found again", strerror(number));
    }

    kzs_error err = {};
    errno = ENOENT;
    kzsi::guard(&err, "reading", "x",
                [&]() -> kzs_status { throw Xapian::DatabaseCorruptError("bad"); });
    is_number(err.system, 0, "an errno that was there before is not taken for the cause");
}

void
what_is_not_thrown()
{
    kzs_error err = {};

    err.system = 77;
    ok(kzsi::guard(&err, "reading", "x", [] { return KZS_OK; }) == KZS_OK && err.system == 77,
       "success leaves the details alone");
    ok(kzsi::guard(&err, "reading", "x", [] { return KZS_ERR_NOT_FOUND; }) ==
           KZS_ERR_NOT_FOUND,
       "a status passes through");
    errno = 5;
    kzsi::guard(&err, "reading", "x", [&] {
        is_number(errno, 0, "errno is clear when the work begins");
        return KZS_OK;
    });
}

void
long_and_odd_messages()
{
    kzs_error err = {};
    const std::string name(5000, 'p'), message = "bad \xFF byte " + std::string(5000, 'm');

    kzs_status st = kzsi::guard(&err, "reading", name.c_str(), [&]() -> kzs_status {
        throw Xapian::DatabaseCorruptError(message);
    });
    ok(st == KZS_ERR_CORRUPT && strlen(err.message) < sizeof err.message,
       "a message of any length fits");
    st = kzsi::guard(&err, "reading", "x", [&]() -> kzs_status {
        throw Xapian::DatabaseCorruptError("bad \xFF byte");
    });
    contains(err.message, "bad \xEF\xBF\xBD byte", "one with invalid bytes becomes UTF-8");
    st = kzsi::guard(&err, "reading", "100%s%n",
                     [&]() -> kzs_status { throw Xapian::DatabaseCorruptError("50%d"); });
    is_string(err.message, "reading '100%s%n' failed: 50%d",
              "a path or a message is no format");
}

} // namespace

int
main()
{
    xapian_errors();
    no_class_was_forgotten();
    other_exceptions();
    errno_is_found_again();
    what_is_not_thrown();
    long_and_odd_messages();
    return tap_done();
}
