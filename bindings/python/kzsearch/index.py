# SPDX-License-Identifier: GPL-2.0-or-later
"""An index as a mapping from ids to documents."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from ctypes import POINTER, byref, sizeof
from dataclasses import dataclass
from typing import Any, Union

from . import _table, errors
from ._call import borrowed, call, to_id, to_text
from ._handle import Handle
from ._load import library
from .document import Builder, Document, as_mapping
from .search import Query, Results, run

Path = Union[str, bytes, "os.PathLike[str]", "os.PathLike[bytes]"]


def open(
    path: Path,
    mode: str = "r",
    *,
    schema: str | None = None,
    lock_timeout: float | None = None,
) -> Index:
    """Open an index.

    path          its folder
    mode          "r" to search; "w" to write as well, making the index when there is none;
                  "x" to make a new one, failing when something is there
    schema        fields of a new index, as kzsearch.h describes them; the built-in ones when None
    lock_timeout  seconds to wait while somebody else is writing; at once an error when None

    >>> with open("archive.kz", "w") as ix:
    ...     ix["op-1"] = {"title": "After the vote", "body": "They call it a “just Kazakhstan.”"}
    >>> with open("archive.kz") as ix:
    ...     [hit.title for hit in ix.search('"just Kazakhstan"')]
    ['After the vote']
    """
    name = os.fsencode(path)
    if b"\0" in name:
        raise ValueError("the path of an index cannot hold a NUL")
    options = None
    if lock_timeout is not None:
        options = f"lock_timeout={max(0, round(lock_timeout * 1000))}ms".encode()
    pointer = POINTER(_table.kzs_index)()
    if mode not in ("r", "w", "x"):
        raise ValueError(f"mode is 'r', 'w' or 'x', not {mode!r}")
    if schema is not None and mode == "r":
        raise ValueError("a schema is for a new index: open it with 'w' or 'x'")
    create = mode == "x" or (schema is not None and not _is_index(name))
    if create:
        text = None if schema is None else to_text(schema)
        call(library.kzs_index_create, name, text, options, byref(pointer), opening=True)
    else:
        flags = _table.KZS_READ if mode == "r" else _table.KZS_WRITE | _table.KZS_CREATE
        call(library.kzs_index_open, name, flags, options, byref(pointer), opening=True)
    return Index(pointer, os.fsdecode(name))


def _is_index(name: bytes) -> bool:
    try:
        return bool(os.listdir(name))
    except OSError:
        return False


@dataclass(frozen=True)
class Info:
    """What an index holds; kzsearch.h describes each number."""

    documents: int
    commit_number: int
    bytes: int
    pending: int
    average_length: float
    format_version: int
    analysis_version: int
    writable: bool


def _close(pointer: Any) -> _table.kzs_error | None:
    """Close and say what was given up; called once for each index, maybe by the collector."""
    detail = _table.kzs_error()
    return detail if library.kzs_index_close(pointer, byref(detail)) else None


class Index(Mapping[str, Document]):
    """An open index: a mapping from ids to documents. Threads may share it.

    Changes are kept when they are committed: by commit(), or at the end of a `with` block that
    no exception left.
    """

    def __init__(self, pointer: Any, path: str) -> None:
        self._handle = Handle(pointer, _close, f"the index {path!r}")
        self.path = path
        self._kinds = _field_kinds(self.schema)

    # ---- opening and closing ----

    def __enter__(self) -> Index:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if self.closed:
            return
        try:
            if kind is None and self.writable:
                self.commit()
        finally:
            self._handle.close()

    @property
    def closed(self) -> bool:
        return self._handle.closed

    def close(self) -> None:
        """Close the index; more than once is fine.

        Changes that were not committed are given up, which is a StateError: the index is
        closed all the same.
        """
        given_up = self._handle.close()
        if given_up is not None:
            raise errors.from_status(given_up.status, given_up)

    def __repr__(self) -> str:
        return f"<kzsearch.Index {self.path!r}{', closed' if self.closed else ''}>"

    # ---- what it is ----

    def info(self) -> Info:
        """Counts and versions as of the last commit."""
        info = _table.kzs_info(size=sizeof(_table.kzs_info))
        with self._handle.use() as pointer:
            call(library.kzs_index_info, pointer, byref(info))
        return Info(
            documents=info.documents,
            commit_number=info.commit_number,
            bytes=info.bytes,
            pending=info.pending,
            average_length=info.average_length,
            format_version=info.format_version,
            analysis_version=info.analysis_version,
            writable=bool(info.writable),
        )

    @property
    def schema(self) -> str:
        """The fields, as text that open() takes for a new index."""
        with self._handle.use() as pointer:
            return borrowed(library.kzs_index_schema(pointer)) or ""

    @property
    def writable(self) -> bool:
        return self.info().writable

    # ---- documents ----

    def __setitem__(self, name: str | bytes, document: object) -> None:
        """Put a document, replacing the one of this id: a mapping or a dataclass."""
        identifier = to_id(name)
        with Builder(document) as doc, self._handle.use() as pointer:
            call(library.kzs_put, pointer, identifier, len(identifier), doc)

    def __getitem__(self, name: str | bytes) -> Document:
        identifier = to_id(name)
        doc = POINTER(_table.kzs_doc)()
        with self._handle.use() as pointer:
            call(library.kzs_get, pointer, identifier, len(identifier), byref(doc))
        try:
            return Document(doc, self._kinds)
        finally:
            library.kzs_doc_free(doc)

    def __delitem__(self, name: str | bytes) -> None:
        identifier = to_id(name)
        with self._handle.use() as pointer:
            call(library.kzs_delete, pointer, identifier, len(identifier))

    def __contains__(self, name: object) -> bool:
        if not isinstance(name, (str, bytes)):
            return False
        try:
            self[name]
        except errors.NotFoundError:
            return False
        return True

    def __len__(self) -> int:
        return self.info().documents

    def __bool__(self) -> bool:
        return True

    def __iter__(self) -> Iterator[str]:
        """The ids of all documents."""
        return (hit.id for hit in self.search("*", limit=1000).every())

    def add_many(
        self,
        documents: Iterable[object],
        id: str = "id",
        progress: Callable[[int], object] | None = None,
    ) -> int:
        """Put many documents and say how many.

        documents  pairs of an id and a document, or documents that hold their id in a field
        id         that field; it is not stored twice
        progress   called with the number of documents since its last call, such as the
                   `update` of a tqdm bar; an exception from it ends the work and is raised
        """
        count = reported = 0
        with self._handle.use() as pointer:
            for item in documents:
                name, document = _named(item, id)
                identifier = to_id(name)
                with Builder(document) as doc:
                    call(library.kzs_put, pointer, identifier, len(identifier), doc)
                count += 1
                if progress is not None and count - reported >= 100:
                    progress(count - reported)
                    reported = count
        if progress is not None and count > reported:
            progress(count - reported)
        return count

    # ---- changes ----

    def commit(self) -> None:
        """Make all changes durable and visible, or none of them."""
        with self._handle.use() as pointer:
            call(library.kzs_commit, pointer)

    def rollback(self) -> None:
        """Give up all changes since the last commit."""
        with self._handle.use() as pointer:
            call(library.kzs_rollback, pointer)

    @contextmanager
    def transaction(self) -> Iterator[Index]:
        """A block whose changes are committed at its end, or given up when an exception leaves it.

        What was put before the block and not committed belongs to it.
        """
        try:
            yield self
        except BaseException:
            self.rollback()
            raise
        self.commit()

    # ---- searching ----

    def search(self, query: str, **options: Any) -> Results:
        """Find documents; see kzsearch.Query for the options."""
        return run(self._handle, Query(query, **options), self._kinds)


def _named(item: object, id: str) -> tuple[str | bytes, object]:
    if isinstance(item, tuple) and len(item) == 2:
        return item
    document = dict(as_mapping(item))
    name = document.pop(id, None)
    if name is None:
        raise ValueError(f"a document has no field {id!r} to take its id from")
    return (name if isinstance(name, (str, bytes)) else str(name)), document


def _field_kinds(schema: str) -> dict[str, str]:
    """field -> kind, of a schema's text."""
    kinds = {}
    for line in schema.splitlines():
        words = line.split("#", 1)[0].split()
        if len(words) >= 2 and "=" not in words[:2]:
            kinds[words[0]] = words[1]
    return kinds
