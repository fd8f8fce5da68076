# SPDX-License-Identifier: GPL-2.0-or-later
"""A new index from many documents at once."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Iterable
from ctypes import byref, string_at

from . import _table
from ._call import borrowed, call, option_text, path_name, seconds, to_id, to_name
from ._errand import tell
from ._handle import Handle, Owner, Turns
from ._load import library
from .document import Builder, Path, add_all


def build(
    path: Path,
    *,
    schema: str | None = None,
    memory: int | str | None = None,
    threads: int | None = None,
    replace: bool = False,
    lock_timeout: float | None = None,
    method: str | None = None,
) -> Build:
    """Begin a new index that is built at once: some ten times faster than putting documents.

    path     its folder, where nothing is until the build is finished, by finish() or at the end
             of a `with` block that no exception left
    schema   its fields, as kzsearch.h describes them; the built-in ones when None
    memory   what to use at most: "256M" unless told
    threads  workers: 1 unless told
    replace  take the place of the index that is at the path, which is searched as before until
             then and gives the schema when that is None
    lock_timeout  seconds to wait while somebody is writing to that; at once an error when None
    method   "auto", "direct" or "xapian", as kzsearch.h describes them

    >>> with kzsearch.build("new.kz") as new:
    ...     new["op-1"] = {"title": "After the vote"}
    ...     new.add_many([{"id": "op-2", "title": "Water"}, {"id": "op-3", "title": "Maps"}])
    2
    >>> len(kzsearch.open("new.kz"))
    3
    """
    name = path_name(path)
    options = option_text(
        memory=memory,
        threads=threads,
        replace="yes" if replace else None,
        lock_timeout=seconds(lock_timeout),
        method=method,
    )
    text = None if schema is None else to_name(schema)
    owner = Owner(_table.kzs_bulk, library.kzs_bulk_free)
    call(library.kzs_bulk_new, name, text, options, byref(owner.pointer))
    return Build(owner, os.fsdecode(name))


class Build:
    """An index that is being built. Threads may share it and take turns."""

    def __init__(self, owner: Owner, path: str) -> None:
        self._handle = Handle(owner, f"the build of {path!r}")
        self._turns = Turns(f"the build of {path!r}")
        self.path = path

    def __setitem__(self, name: str | bytes, document: object) -> None:
        """Add a document, a mapping or a dataclass; of two with the same id the later stays."""
        self._put(name, document)

    def _put(self, name: str | bytes, document: object, without: str | None = None) -> None:
        identifier = to_id(name)
        with Builder(document, without) as doc, self._turns.take():
            call(library.kzs_bulk_put, self._handle.use(), identifier, len(identifier), doc)

    def add_many(
        self,
        documents: Iterable[object],
        id: str = "id",
        progress: Callable[[int], object] | None = None,
    ) -> int:
        """Add many documents and say how many; as Index.add_many()."""
        return add_all(self, documents, id, progress)

    @property
    def method(self) -> str:
        """How the index is built: "direct", or "xapian" where that is not possible."""
        return string_at(library.kzs_bulk_method(self._handle.use())).decode()

    @property
    def warning(self) -> str | None:
        """Why it is not built directly, although nobody asked for that."""
        with self._turns.take():
            return borrowed(library.kzs_bulk_warning(self._handle.use()))

    def finish(self) -> None:
        """Write the index, look at it and put it at its path, whole or not at all. Ctrl-C gives
        the build up."""
        with self._turns.take():
            handle = self._handle
            tell(
                lambda send: call(library.kzs_bulk_finish, handle.use()),
                cancel=lambda: library.kzs_bulk_cancel(handle.use()),
            )
            warning = borrowed(library.kzs_bulk_warning(handle.use()))
        self.close()
        if warning is not None:
            warnings.warn(warning, RuntimeWarning, stacklevel=2)

    @property
    def closed(self) -> bool:
        return self._handle.closed

    def close(self) -> None:
        """Give the build up, unless it was finished; nothing is left of it."""
        self._handle.close()

    def __enter__(self) -> Build:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        try:
            if kind is None and not self.closed:
                self.finish()
        finally:
            self.close()

    def __repr__(self) -> str:
        return f"<Build {self.path!r}{', closed' if self.closed else ''}>"
