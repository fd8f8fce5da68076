# SPDX-License-Identifier: GPL-2.0-or-later
"""Calling C: statuses become exceptions, strings become text, memory is freed."""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Callable
from ctypes import byref, c_double, c_int
from typing import Any

from . import _table, errors
from ._load import library


def call(function: Any, *arguments: Any, opening: bool = False) -> None:
    """Call a function that returns a status and takes a kzs_error last."""
    detail = _table.kzs_error()
    try:
        status = function(*arguments, byref(detail))
    finally:
        # A traceback keeps this frame, and would keep open what it was called on.
        del arguments
    if status:
        raise errors.from_status(status, detail, opening)


def quick(function: Any, *arguments: Any) -> None:
    """The same for what changes nothing when it fails: details are asked for only then."""
    if function(*arguments, None):
        call(function, *arguments)


def call_plain(function: Any, *arguments: Any) -> None:
    """Call a function that returns a status and gives no details."""
    try:
        status = function(*arguments)
    finally:
        del arguments
    if status:
        raise errors.from_status(status)


def filled(kind: Any, function: Any, *arguments: Any) -> Any:
    """A struct that a function fills: its last argument, or the last but an error."""
    made = kind(size=ctypes.sizeof(kind))
    call_plain(function, *arguments, byref(made))
    return made


def unpacker(kind: Any) -> Callable[[Any], tuple[Any, ...]]:
    """A function for the members of a struct, pointers as addresses: several times as fast as
    asking for one after the other."""
    formats = {c_double: "d", c_int: "i"}
    sizes = {4: "I", 8: "Q"}
    members = [member for _, member in kind._fields_]
    layout = "@" + "".join(formats.get(m) or sizes[ctypes.sizeof(m)] for m in members)
    padding = ctypes.sizeof(kind) - struct.calcsize(layout)
    return struct.Struct(f"{layout}{padding}x").unpack_from


def to_text(text: str | bytes) -> bytes:
    """Text for the library, which reads what is no UTF-8 as U+FFFD and never fails on it."""
    if isinstance(text, bytes):
        return text
    if not isinstance(text, str):
        raise TypeError(f"text is a str, not {type(text).__name__}")
    return text.encode("utf-8", "surrogatepass")


def to_name(text: str) -> bytes:
    """A string that C ends at its first NUL: field names, option keys and values, schemas."""
    data = to_text(text)
    if b"\0" in data:
        raise errors.InvalidError(f"{text!r} holds a NUL character", _table.KZS_ERR_INVALID)
    return data


def path_name(path: str | bytes | os.PathLike[str] | os.PathLike[bytes]) -> bytes:
    name = os.fsencode(path)
    if b"\0" in name:
        raise ValueError("the path of an index cannot hold a NUL")
    return name


def option_text(**options: object) -> bytes | None:
    """Options as `key=value key=value`, those that were given."""
    given = [f"{key}={value}" for key, value in options.items() if value is not None]
    return to_name(" ".join(given)) if given else None


def seconds(timeout: float | None) -> str | None:
    """A time to wait, as options have it."""
    return None if timeout is None else f"{round(timeout * 1000)}ms"


def to_id(name: str | bytes) -> bytes:
    """An id may be any bytes: such as are no UTF-8 come and go as os.fsdecode() has them."""
    if isinstance(name, bytes):
        return name
    if not isinstance(name, str):
        raise TypeError(f"a document's id is a str, not {type(name).__name__}")
    return name.encode("utf-8", "surrogateescape")


def from_id(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def characters(data: bytes) -> int:
    """How many characters of a str these bytes, encoded by to_text(), are."""
    return len(data) if data.isascii() else sum(byte & 0xC0 != 0x80 for byte in data)


def borrowed(pointer: Any, length: int | None = None) -> str | None:
    """Copy a string that the library keeps."""
    if not pointer:
        return None
    # A slice is several times as fast as string_at().
    data: bytes = ctypes.string_at(pointer) if length is None else pointer[:length]
    return data.decode("utf-8", "replace")


def owned(pointer: ctypes.c_void_p) -> str:
    """Copy a string that is ours, and free it."""
    try:
        return ctypes.string_at(pointer.value).decode("utf-8", "replace") if pointer.value else ""
    finally:
        library.kzs_free(pointer)
