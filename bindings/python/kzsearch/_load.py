# SPDX-License-Identifier: GPL-2.0-or-later
"""Finding the C library, and making sure that it is the one this module was written for."""

from __future__ import annotations

import ctypes
import ctypes.util
import importlib
import os
from pathlib import Path

from . import _table

SONAME = "libkzsearch.so.1"


class Mismatch(Exception):
    """A library was loaded but is not ours."""


def candidates() -> list[tuple[str, str | None]]:
    """Where to look: what is tried, and the file or name to load (None: nothing there)."""
    chosen = os.environ.get("KZSEARCH_LIBRARY")
    if chosen:
        # Whoever names a library wants that one: no other is tried.
        return [("the environment variable KZSEARCH_LIBRARY", chosen)]
    found: list[tuple[str, str | None]] = []
    beside = Path(__file__).absolute().parent / "lib" / SONAME
    found.append((f"the file beside the module, {beside}", str(beside) if beside.exists() else None))
    placed = _placed()
    if placed is not None:
        found.append((f"where `make install` put it, {placed}", placed))
    found.append((f"the system's {SONAME}", SONAME))
    found.append(("ctypes.util.find_library('kzsearch')", ctypes.util.find_library("kzsearch")))
    return found


def _placed() -> str | None:
    """What `make install` wrote down, for a prefix that the system's loader does not know."""
    try:
        return str(importlib.import_module("._place", __package__).LIBRARY)
    except ImportError:
        return None


def declare(library: ctypes.CDLL) -> None:
    """Check the version first, then give each function its types."""
    try:
        version = library.kzs_version_number
    except AttributeError:
        raise Mismatch("it is no kzsearch library (it lacks kzs_version_number)") from None
    version.restype, version.argtypes = ctypes.c_uint, []
    number = version()
    # Functions are only ever added, so a newer minor version of the same major one will do.
    if number // 10000 != _table.VERSION // 10000 or number < _table.VERSION:
        raise Mismatch(f"its version is {number}, this module was made for {_table.VERSION}")
    for name, result, arguments in _table.FUNCTIONS:
        try:
            function = getattr(library, name)
        except AttributeError:
            raise Mismatch(f"it lacks the function {name}") from None
        function.restype, function.argtypes = result, arguments


def load() -> tuple[ctypes.CDLL, str]:
    """The library and where it was found; an ImportError tells every attempt."""
    attempts = []
    for where, target in candidates():
        if target is None:
            attempts.append(f"{where}: not there")
            continue
        try:
            library = ctypes.CDLL(target, use_errno=False)
            declare(library)
            return library, target
        except (OSError, Mismatch) as reason:
            attempts.append(f"{where}: {reason}")
    tried = "\n".join(f"  {i}. {attempt}" for i, attempt in enumerate(attempts, 1))
    raise ImportError(
        f"the library kzsearch could not be loaded. Tried:\n{tried}\n"
        f"Install it, or set KZSEARCH_LIBRARY to the path of {SONAME}."
    )


def loaded_file(library: ctypes.CDLL) -> str:
    """The path of the file that a loaded library came from."""

    class Info(ctypes.Structure):
        _fields_ = [
            ("file", ctypes.c_char_p),
            ("base", ctypes.c_void_p),
            ("symbol", ctypes.c_char_p),
            ("address", ctypes.c_void_p),
        ]

    info = Info()
    try:
        dladdr = ctypes.CDLL(None).dladdr
    except AttributeError:
        return str(library._name)
    dladdr.argtypes = [ctypes.c_void_p, ctypes.POINTER(Info)]
    dladdr.restype = ctypes.c_int
    address = ctypes.cast(library.kzs_version, ctypes.c_void_p)
    if dladdr(address, ctypes.byref(info)) and info.file:
        return os.path.realpath(os.fsdecode(info.file))
    return str(library._name)


library, found_as = load()
