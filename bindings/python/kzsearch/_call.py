# SPDX-License-Identifier: GPL-2.0-or-later
"""Calling C: statuses become exceptions, strings become text, memory is freed."""

from __future__ import annotations

import ctypes
from ctypes import byref
from typing import Any

from . import _table, errors
from ._load import library


def call(function: Any, *arguments: Any, opening: bool = False) -> None:
    """Call a function that returns a status and takes a kzs_error last."""
    detail = _table.kzs_error()
    status = function(*arguments, byref(detail))
    if status:
        raise errors.from_status(status, detail, opening)


def to_text(text: str | bytes) -> bytes:
    """Text for the library, which reads what is no UTF-8 as U+FFFD and never fails on it."""
    return text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")


def to_id(name: str | bytes) -> bytes:
    """An id may be any bytes: such as are no UTF-8 come and go as os.fsdecode() has them."""
    if isinstance(name, bytes):
        return name
    if not isinstance(name, str):
        raise TypeError(f"a document's id is a str, not {type(name).__name__}")
    return name.encode("utf-8", "surrogateescape")


def from_id(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def borrowed(pointer: Any, length: int | None = None) -> str | None:
    """Copy a string that the library keeps."""
    if not pointer:
        return None
    data = ctypes.string_at(pointer) if length is None else ctypes.string_at(pointer, length)
    return data.decode("utf-8", "replace")


def owned(pointer: ctypes.c_void_p) -> str:
    """Copy a string that is ours, and free it."""
    try:
        return ctypes.string_at(pointer.value or 0).decode("utf-8", "replace") if pointer else ""
    finally:
        library.kzs_free(pointer)
