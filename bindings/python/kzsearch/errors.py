# SPDX-License-Identifier: GPL-2.0-or-later
"""What can go wrong. Every error of the library is a KzsError, and what Python people catch as well.

    except KeyError               ix["no such id"]
    except FileNotFoundError      kzsearch.open("no such folder")
    except BlockingIOError        somebody else is writing
    except io.UnsupportedOperation   a change to an index that was opened for reading
    except ValueError             a bad date, a bad option, bad syntax in strict mode
    except kzsearch.KzsError      anything the library reports
"""

from __future__ import annotations

import io
import os
from typing import Any

from . import _table

__all__ = [
    "CancelledError",
    "CorruptError",
    "ExistsError",
    "ForkedError",
    "InputOutputError",
    "InternalError",
    "InvalidError",
    "KzsError",
    "LimitError",
    "LockedError",
    "ModifiedError",
    "NoIndexError",
    "NotFoundError",
    "OutOfMemoryError",
    "QuerySyntaxError",
    "ReadOnlyError",
    "StaleError",
    "StateError",
    "VersionError",
]


class KzsError(Exception):
    """A failure that the library reported.

    code     number of the status, as in kzsearch.h
    name     its name, such as "KZS_ERR_LOCKED"; "KZS_ERR_UNKNOWN" for one newer than this module
    offset   place in the text at fault, or None: a character of a query, a byte of a schema
    errno    the operating system's error number, or None
    """

    code: int = -1
    name: str = "KZS_ERR_UNKNOWN"
    offset: int | None = None
    errno: Any = None

    def __init__(
        self,
        message: str,
        code: int = -1,
        offset: int | None = None,
        errno: int | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.name = NAMES.get(code, "KZS_ERR_UNKNOWN")
        self.offset = offset
        self.errno = errno

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else self.name

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), (self.args[0], self.code, self.offset, self.errno))


class InvalidError(KzsError, ValueError):
    """An argument is not valid: a bad field name, option, date or number."""


class OutOfMemoryError(KzsError, MemoryError):
    """Out of memory."""


class NotFoundError(KzsError, KeyError):
    """The index has no document with this id."""


class NoIndexError(KzsError, FileNotFoundError):
    """There is no index at the path."""


class ExistsError(KzsError, FileExistsError):
    """Something is already at the path where an index was to be made."""


class LockedError(KzsError, BlockingIOError):
    """Another process or handle is writing to the index."""


class ReadOnlyError(KzsError, io.UnsupportedOperation):
    """The index was opened for reading."""


class InputOutputError(KzsError, OSError):
    """The operating system refused to read or write; `errno` says why."""


class CorruptError(KzsError, OSError):
    """The files of the index are damaged."""


class VersionError(KzsError, ValueError):
    """The index was made by a newer version of the library."""


class QuerySyntaxError(KzsError, ValueError):
    """A query in strict mode, or a schema, cannot be understood; `offset` says where."""


class LimitError(KzsError, ValueError):
    """A documented limit was exceeded."""


class StateError(KzsError, RuntimeError):
    """An earlier change failed and must be rolled back, or changes were given up."""


class ModifiedError(KzsError, RuntimeError):
    """Writers committed faster than the index could be read."""


class ForkedError(KzsError, RuntimeError):
    """The index was opened before fork(): open it again in the child."""


class StaleError(KzsError, RuntimeError):
    """The index changed since the page was made from which the search was to go on."""


class CancelledError(KzsError, RuntimeError):
    """A callback stopped what was going on."""


class InternalError(KzsError, RuntimeError):
    """The library failed in an unexpected way: please report it."""


# What messages of the library name, as Python programs know it.
WORDS = {
    "KZS_WRITE": "mode 'w'",
    "kzs_commit()": "commit()",
    "kzs_rollback()": "rollback()",
    "kzs_results_cursor()": "results.cursor",
}


def in_python(message: str) -> str:
    """A message of the library, for those who have never seen kzsearch.h."""
    for word, ours in WORDS.items():
        message = message.replace(word, ours)
    return message


NAMES = {number: name for name, (number, _) in _table.STATUSES.items()}

_CLASSES: dict[str, type[KzsError]] = {
    "KZS_ERR_INVALID": InvalidError,
    "KZS_ERR_NOMEM": OutOfMemoryError,
    "KZS_ERR_NOT_FOUND": NotFoundError,
    "KZS_ERR_EXISTS": ExistsError,
    "KZS_ERR_LOCKED": LockedError,
    "KZS_ERR_READONLY": ReadOnlyError,
    "KZS_ERR_IO": InputOutputError,
    "KZS_ERR_CORRUPT": CorruptError,
    "KZS_ERR_VERSION": VersionError,
    "KZS_ERR_SYNTAX": QuerySyntaxError,
    "KZS_ERR_LIMIT": LimitError,
    "KZS_ERR_STATE": StateError,
    "KZS_ERR_MODIFIED": ModifiedError,
    "KZS_ERR_FORKED": ForkedError,
    "KZS_ERR_INTERNAL": InternalError,
    "KZS_ERR_STALE": StaleError,
    "KZS_ERR_CANCELLED": CancelledError,
}


def from_status(
    status: int, detail: _table.kzs_error | None = None, opening: bool = False
) -> KzsError:
    """The exception for a status; one that is newer than this module is a plain KzsError."""
    name = NAMES.get(status, "")
    kind = _CLASSES.get(name, KzsError)
    if opening and kind is NotFoundError:
        kind = NoIndexError
    message, offset, system = "", None, None
    if detail is not None and detail.status == status:
        message = in_python(detail.message.decode("utf-8", "replace"))
        offset = None if detail.offset == _table.KZS_NO_OFFSET else detail.offset
        system = detail.system or None
    if not message:
        meaning = _table.STATUSES[name][1] if name else f"status {status}"
        message = meaning if system is None else f"{meaning}: {os.strerror(system)}"
    return kind(message, status, offset, system)
