// SPDX-License-Identifier: GPL-2.0-or-later
//
// The one place where exceptions end. Every body in lib/shim runs inside guard(): what is
// thrown becomes a status and a message that names what was being done to what.
#ifndef KZSI_GUARD_HH
#define KZSI_GUARD_HH

#include <cerrno>
#include <cstring>
#include <exception>
#include <new>
#include <stdexcept>
#include <string>

#include <xapian.h>

#include "base/base.h"
#include "shim/reader.hh"

namespace kzsi {

// Xapian gives away the text of an errno but not its number, and errno itself has moved on
// when files were closed on the way: look the text up.
inline int
errno_of(const Xapian::Error &e)
{
    const char *text = e.get_error_string();
    if (text == nullptr)
        return 0;
    // Linux has numbers up to 133.
    for (int number = 1; number < 200; number++) {
        char buffer[128];
        if (std::strcmp(strerror_r(number, buffer, sizeof buffer), text) == 0)
            return number;
    }
    return 0;
}

// By name: Xapian's errors have no virtual functions. Everything that is not listed is a
// mistake of ours: a term too long, a slot out of range, a bad operator. Where the operating
// system was the cause there is an errno; the same class without one means blocks that cannot
// be, such as a table that ends too early.
inline kzs_status
status_of(const Xapian::Error &e)
{
    static const struct {
        const char *type;
        kzs_status status, by_system;
    } known[] = {
        {"DatabaseLockError", KZS_ERR_LOCKED, KZS_ERR_LOCKED},
        {"DatabaseModifiedError", KZS_ERR_MODIFIED, KZS_ERR_MODIFIED},
        {"DatabaseVersionError", KZS_ERR_VERSION, KZS_ERR_VERSION},
        {"DatabaseClosedError", KZS_ERR_STATE, KZS_ERR_STATE},
        {"DocNotFoundError", KZS_ERR_NOT_FOUND, KZS_ERR_NOT_FOUND},
        {"DatabaseNotFoundError", KZS_ERR_NOT_FOUND, KZS_ERR_NOT_FOUND},
        {"DatabaseCorruptError", KZS_ERR_CORRUPT, KZS_ERR_IO},
        {"DatabaseError", KZS_ERR_CORRUPT, KZS_ERR_IO},
        {"DatabaseOpeningError", KZS_ERR_CORRUPT, KZS_ERR_IO},
        {"RangeError", KZS_ERR_CORRUPT, KZS_ERR_CORRUPT},
        {"SerialisationError", KZS_ERR_CORRUPT, KZS_ERR_CORRUPT},
        {"DatabaseCreateError", KZS_ERR_IO, KZS_ERR_IO},
        {"NetworkError", KZS_ERR_IO, KZS_ERR_IO},
        {"NetworkTimeoutError", KZS_ERR_IO, KZS_ERR_IO},
    };
    for (const auto &entry : known)
        if (std::strcmp(entry.type, e.get_type()) == 0)
            return e.get_error_string() == nullptr ? entry.status : entry.by_system;
    return KZS_ERR_INTERNAL;
}

inline kzs_status
fail(kzs_error *err, kzs_status status, int system, const char *doing, const char *subject,
     const char *message, const char *detail)
{
    kzsi_fail(err, status, "%s '%s' failed: %s%s%s", doing, subject, message,
              detail != nullptr && *detail != '\0' ? ": " : "",
              detail != nullptr ? detail : "");
    if (err != nullptr)
        err->system = system;
    return status;
}

// Run `body`, which returns a kzs_status; say what was `doing` to what `subject` if it throws.
template <typename Body>
kzs_status
guard(kzs_error *err, const char *doing, const char *subject, Body body) noexcept
{
    try {
        errno = 0;
        return body();
    } catch (const Refused &refused) {
        return refused.status; // the message was written where it was thrown
    } catch (const Xapian::Error &e) {
        try {
            return fail(err, status_of(e), errno_of(e), doing, subject,
                        e.get_msg().c_str(), e.get_error_string());
        } catch (...) {
            return kzsi_fail_nomem(err); // building the message threw
        }
    } catch (const std::bad_alloc &) {
        return kzsi_fail_nomem(err);
    } catch (const std::length_error &) {
        return kzsi_fail_nomem(err); // a container larger than memory
    } catch (const std::exception &e) {
        return fail(err, KZS_ERR_INTERNAL, 0, doing, subject, e.what(), nullptr);
    } catch (...) {
        return fail(err, KZS_ERR_INTERNAL, 0, doing, subject, "unknown exception", nullptr);
    }
}

} // namespace kzsi

#endif
