# SPDX-License-Identifier: GPL-2.0-or-later
"""An index as a mapping from ids to documents."""

from __future__ import annotations

import builtins
import ctypes
import os
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from ctypes import byref, c_size_t, c_void_p, sizeof
from dataclasses import dataclass
from typing import IO, Any, Union

from . import _table, errors, marks, suggestions, upkeep
from ._call import borrowed, call, option_text, path_name, seconds, to_id, to_name
from ._handle import Handle, Owner
from ._load import library
from ._page import Page
from .analysis import Token, analyze
from .document import Builder, Document, Path, add_all
from .marks import Match
from .query import Facets, Ids, Moment, Query, Texts, as_query
from .results import PAGE, Results
from .suggestions import Suggestion
from .upkeep import Finding, Told

SORTABLE = ("date", "number", "keyword")


def open(
    path: Path,
    mode: str = "r",
    *,
    schema: str | None = None,
    lock_timeout: float | None = None,
    durability: str | None = None,
    commit_bytes: int | str | None = None,
    pending_bytes: int | str | None = None,
) -> Index:
    """Open an index.

    path          its folder
    mode          "r" to search; "w" to write as well, making the index when there is none;
                  "x" to make a new one, failing when something is there
    schema        fields of a new index, as kzsearch.h describes them; the built-in ones when
                  None. An index that exists must have the same
    lock_timeout  seconds to wait while somebody else is writing; at once an error when None
    durability    "full", "commit" or "none": what a commit waits for
    commit_bytes  commit as soon as documents of so many bytes wait ("64M"): bounds the memory
                  of long imports
    pending_bytes refuse documents beyond so many bytes that wait: 1 GiB

    >>> with kzsearch.open("archive.kz", "w") as ix:
    ...     ix["op-1"] = {"title": "After the vote", "body": "They call it “just Kazakhstan”."}
    >>> with kzsearch.open("archive.kz") as ix:
    ...     [hit.title for hit in ix.search('"just Kazakhstan"')]
    ['After the vote']
    """
    if mode not in ("r", "w", "x"):
        raise ValueError(f"mode is 'r', 'w' or 'x', not {mode!r}")
    if schema is not None and mode == "r":
        raise ValueError("a schema is for a new index: open it with 'w' or 'x'")
    name = path_name(path)
    options = option_text(
        lock_timeout=seconds(lock_timeout),
        durability=durability,
        commit_bytes=commit_bytes,
        pending_bytes=pending_bytes,
    )
    if mode == "x" or (schema is not None and not _is_there(name)):
        text = None if schema is None else to_name(schema)
        index = Index(name, options, library.kzs_index_create, text)
    else:
        flags = _table.KZS_READ if mode == "r" else _table.KZS_WRITE | _table.KZS_CREATE
        index = Index(name, options, library.kzs_index_open, flags)
    if schema is not None and index.schema != schema:
        index.close()
        raise errors.ExistsError(
            f"{index.path!r} is an index with another schema", _table.KZS_ERR_EXISTS
        )
    return index


def _is_there(name: bytes) -> bool:
    try:
        return bool(os.listdir(name))
    except OSError:
        return False


class _Closing:
    """How an index was closed: by its user, or by the collector, which can only warn."""

    def __init__(self) -> None:
        self.asked = False
        self.failure: _table.kzs_error | None = None

    def __call__(self, pointer: Any) -> None:
        detail = _table.kzs_error()
        if not pointer or not library.kzs_index_close(pointer, byref(detail)):
            return
        if self.asked:
            self.failure = detail
        else:
            warnings.warn(detail.message.decode("utf-8", "replace"), ResourceWarning, stacklevel=2)


@dataclass(frozen=True)
class Info:
    """What an index holds.

    documents         committed documents
    commit_number     grows with every commit
    bytes             on disk
    pending           documents put or deleted here and not committed
    average_length    mean length in terms
    format_version    layout of the index
    analysis_version  rules by which its text was analysed
    writable          was it opened for writing?
    direct            did build() write it directly?
    """

    documents: int
    commit_number: int
    bytes: int
    pending: int
    average_length: float
    format_version: int
    analysis_version: int
    writable: bool
    direct: bool


class Index(Mapping[Union[str, bytes], Document]):
    """An open index: a mapping from ids to documents. Threads may share it.

    Reading and searching show what was committed, by whomever: changes are kept when they are
    committed, by commit() or at the end of a `with` block that no exception left. After a fork
    the child must open the index anew.
    """

    def __init__(self, name: builtins.bytes, options: Any, function: Any, how: Any) -> None:
        self.path = os.fsdecode(name)
        self._options = options
        self._open(function, how)
        self._kinds = _field_kinds(self.schema)

    def _open(self, function: Any, how: Any) -> None:
        """Open the index by a function of the library."""
        closing = _Closing()
        owner = Owner(_table.kzs_index, closing)
        call(
            function,
            os.fsencode(self.path),
            how,
            self._options,
            byref(owner.pointer),
            opening=True,
        )
        self._closing = closing
        self._handle = Handle(owner, f"the index {self.path!r}")

    # ---- opening and closing ----

    def __enter__(self) -> Index:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        try:
            if kind is None and not self.closed and self.writable:
                self.commit()
        except BaseException:
            self._close()
            raise
        self._close()

    @property
    def closed(self) -> bool:
        return self._handle.closed

    def close(self) -> None:
        """Close the index; more than once is fine.

        Changes that were not committed are given up, which is a StateError: the index is
        closed all the same. When other threads are in the midst of a call, it is closed
        when the last of them comes back.
        """
        failure = self._close()
        if failure is not None:
            raise errors.from_status(failure.status, failure)

    def _close(self) -> _table.kzs_error | None:
        """Close and say what was given up."""
        if self.closed:
            return None
        self._closing.asked = True
        self._handle.close()
        self._closing.asked = False  # from now on there is nobody to tell
        return self._closing.failure

    def __repr__(self) -> str:
        return f"<Index {self.path!r}{', closed' if self.closed else ''}>"

    # ---- what it is ----

    def info(self) -> Info:
        """Counts and versions as of the last commit."""
        info = _table.kzs_info(size=sizeof(_table.kzs_info))
        call(library.kzs_index_info, self._handle.use(), byref(info))
        return Info(
            documents=info.documents,
            commit_number=info.commit_number,
            bytes=info.bytes,
            pending=info.pending,
            average_length=info.average_length,
            format_version=info.format_version,
            analysis_version=info.analysis_version,
            writable=bool(info.writable),
            direct=bool(info.direct),
        )

    @property
    def schema(self) -> str:
        """The fields, as text that open() takes for a new index."""
        return borrowed(library.kzs_index_schema(self._handle.use())) or ""

    @property
    def writable(self) -> bool:
        """Was it opened for writing?"""
        return self.info().writable

    # ---- documents ----

    def __setitem__(self, name: str | builtins.bytes, document: object) -> None:
        """Put a document, a mapping or a dataclass, replacing the one of this id."""
        self._put(name, document)

    def _put(
        self, name: str | builtins.bytes, document: object, without: str | None = None
    ) -> None:
        identifier = to_id(name)
        with Builder(document, without) as doc:
            call(library.kzs_put, self._handle.use(), identifier, len(identifier), doc)

    def __getitem__(self, name: str | builtins.bytes) -> Document:
        identifier = to_id(name)
        doc = Owner(_table.kzs_doc, library.kzs_doc_free)
        call(library.kzs_get, self._handle.use(), identifier, len(identifier), byref(doc.pointer))
        return Document(doc, self._kinds)

    def __delitem__(self, name: str | builtins.bytes) -> None:
        identifier = to_id(name)
        call(library.kzs_delete, self._handle.use(), identifier, len(identifier))

    def __contains__(self, name: object) -> bool:
        if not isinstance(name, (str, builtins.bytes)):
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

    # As a mapping it would be equal to any of the same documents, read one by one.
    __eq__ = object.__eq__
    __hash__ = object.__hash__

    def __iter__(self) -> Iterator[str]:
        """The ids of all documents; changes that are committed meanwhile may or may not show."""
        # An order that does not depend on relevance goes on when somebody commits.
        order = next((f for f, kind in self._kinds.items() if kind in SORTABLE), None)
        query = Query("*", limit=PAGE, sort=order)
        return (hit.id for hit in self.search(query).every())

    def add_many(
        self,
        documents: Iterable[object],
        id: str = "id",
        progress: Callable[[int], object] | None = None,
    ) -> int:
        """Put many documents and say how many.

        documents  documents that hold their id in a field, or pairs of an id and a document
        id         that field; it is not stored twice
        progress   called from time to time with the number of documents since the last call,
                   such as the `update` of a tqdm bar. What it raises ends the work; what was
                   put stays, to be committed or rolled back

        >>> ix.add_many([{"id": "op-8", "body": "One."}, ("op-9", {"body": "Two."})])
        2
        """
        return add_all(self, documents, id, progress)

    # ---- changes ----

    def commit(self) -> None:
        """Make all changes durable and visible, or none of them."""
        call(library.kzs_commit, self._handle.use())

    def rollback(self) -> None:
        """Give up all changes since the last commit."""
        call(library.kzs_rollback, self._handle.use())

    @contextmanager
    def transaction(self) -> Iterator[Index]:
        """A block whose changes are committed at its end, or given up when an exception leaves it.

        What was put before the block and not committed belongs to it.

        >>> with ix.transaction():
        ...     del ix["op-1"]
        ...     ix["op-2"] = {"title": "Rewritten"}
        """
        try:
            yield self
        except BaseException:
            self.rollback()
            raise
        self.commit()

    # ---- notes ----

    def set_note(self, key: str, value: str | builtins.bytes | None) -> None:
        """Keep a note in the index, committed with the documents; None removes it.

        Notes are for the program that fills the index: which sources it has read, say.

        >>> ix.set_note("read/feed", "page 7")
        >>> ix.commit()
        >>> ix.note("read/feed")
        b'page 7'
        """
        data = value.encode() if isinstance(value, str) else value or b""
        call(library.kzs_note_set, self._handle.use(), to_name(key), data, len(data))

    def note(self, key: str) -> builtins.bytes | None:
        """A note, as of the last commit."""
        out, length = c_void_p(), c_size_t()
        try:
            call(library.kzs_note_get, self._handle.use(), to_name(key), byref(out), byref(length))
        except errors.NotFoundError:
            return None
        try:
            return ctypes.string_at(out.value or 0, length.value)
        finally:
            library.kzs_free(out)

    def notes(self, prefix: str = "") -> dict[str, builtins.bytes]:
        """All notes whose keys begin with a prefix."""
        found: dict[str, builtins.bytes] = {}

        def take(_: Any, key: Any, value: Any, length: int) -> int:
            found[ctypes.string_at(key).decode("utf-8", "replace")] = ctypes.string_at(value, length)
            return 0

        call(library.kzs_notes, self._handle.use(), to_name(prefix), _table.kzs_note_fn(take), None)
        return found

    # ---- searching ----

    def search(
        self,
        query: str | Query,
        *,
        limit: int | None = None,
        offset: int | None = None,
        since: Moment | None = None,
        until: Moment | None = None,
        filters: Mapping[str, object] | None = None,
        like: Ids | None = None,
        like_text: Texts | None = None,
        facets: Facets | None = None,
        timeline: str | None = None,
        timeline_field: str | None = None,
        sort: str | Iterable[str] | None = None,
        cursor: str | None = None,
        collapse: bool | None = None,
        operator: str | None = None,
        explain: bool | None = None,
        fragments: int | None = None,
        strict: bool | None = None,
        exact_total: bool | None = None,
        **options: object,
    ) -> Results:
        """Find the best documents. What the options mean is written at Query.

        >>> results = ix.search("nation", limit=5, since="2022-11", facets=["author"])
        >>> [(hit.id, hit.title, hit.date) for hit in results]
        [('op-1', 'After the vote', datetime.date(2022, 11, 21))]
        """
        given: dict[str, Any] = {
            "limit": limit,
            "offset": offset,
            "since": since,
            "until": until,
            "filters": filters,
            "like": like,
            "like_text": like_text,
            "facets": facets,
            "timeline": timeline,
            "timeline_field": timeline_field,
            "sort": sort,
            "cursor": cursor,
            "collapse": collapse,
            "operator": operator,
            "explain": explain,
            "fragments": fragments,
            "strict": strict,
            "exact_total": exact_total,
            **options,
        }
        if not isinstance(query, Query):
            query = Query(query, **given)
        elif any(value is not None for value in given.values()):
            raise TypeError("a Query has its own options: give them to it")
        owner = Owner(_table.kzs_results, library.kzs_results_free)
        query.ask(library.kzs_search, self._handle, byref(owner.pointer))
        return Results(Page(owner, self, query))

    def similar(self, to: Ids = (), *, text: Texts | None = None, **options: Any) -> Results:
        """What is like documents, named by their ids, or like texts: more like this.

        The documents themselves are not among the hits. The options are those of search().

        >>> [hit.id for hit in ix.similar("op-1", limit=3)]
        ['op-2']
        >>> ix.similar(text="Who owns the rivers?")[0].title
        'Water and maps'
        """
        query = Query(like=to, like_text=text, **options)
        if not query.like and not query.like_text:
            raise ValueError("similar to what? Give ids of documents, or text=")
        return self.search(query)

    def suggest(self, text: str, limit: int = 5) -> list[Suggestion]:
        """Did you mean: texts in which words that no document has are replaced by words that
        some have, the likeliest first; none where nothing is in question.

        >>> [suggestion.text for suggestion in ix.suggest("rivres")]
        ['rivers']
        """
        return suggestions.suggested(self._handle, text, limit)

    def complete(self, text: str, words: int = 5, titles: int = 5) -> list[Suggestion]:
        """What is being typed: at most so many texts with the last word completed, the most
        frequent first, and titles that begin so behind them.

        >>> [suggestion.text for suggestion in ix.complete("riv", titles=0)]
        ['rivers']
        """
        return suggestions.completed(self._handle, text, words, titles)

    def describe(self, query: str | Query) -> dict[str, Any]:
        """What is understood of a query and what this index is asked for it: Query.describe().

        >>> ix.describe("=nation -(river")["canonical"]
        '=nation -(river)'
        """
        return as_query(query).describe(self._handle)

    def analyze(self, text: str, *, query: bool = False) -> list[Token]:
        """The terms of a text, with the names of this index: kzsearch.analyze().

        >>> [token.term for token in ix.analyze("rivers")]
        ['river']
        """
        return analyze(text, query=query, index=self)

    def highlight(
        self,
        query: str | Query,
        text: str,
        field: str | None = None,
        *,
        html: bool = False,
        ansi: bool = False,
        length: int | None = None,
    ) -> str:
        """A text, which need not be in the index, with what a query finds in it marked, as
        kzsearch.highlight() does with the built-in names.

        >>> ix.highlight("states", "A quasi-state.", html=True)
        'A quasi-<mark>state</mark>.'
        """
        return marks.highlighted(self._handle, query, text, field, html, ansi, length)

    def matches(self, query: str | Query, text: str, field: str | None = None) -> list[Match]:
        """Where a query matches in a text, which need not be in the index.

        >>> ix.matches("states", "A quasi-state.")
        [Match(start=8, end=13, kind=<MatchKind.WORD: 0>)]
        """
        return marks.matching(self._handle, query, text, field)

    # ---- upkeep ----

    def check(self, *, progress: Told = None) -> list[Finding]:
        """Look for damage in what was committed: kzsearch.check()."""
        return upkeep.check(self._place(), progress=progress)

    def backup(self, to: Path, *, progress: Told = None) -> None:
        """Copy what was committed to a new folder: kzsearch.backup()."""
        upkeep.backup(self._place(), to, progress=progress)

    def export(self, to: str | os.PathLike[str] | IO[str], *, progress: Told = None) -> int:
        """Write what was committed as JSON Lines: kzsearch.export()."""
        return upkeep.export(self._place(), to, progress=progress)

    def compact(self, *, progress: Told = None) -> None:
        """Give back the room that deleted and replaced documents took: kzsearch.compact().

        An index that is open for writing is closed meanwhile, here and in rebuild(): what is
        pending must be committed or rolled back before, and other threads must not use it.
        """
        with self._set_aside():
            upkeep.compact(self.path, progress=progress)

    def rebuild(
        self,
        *,
        schema: str | None = None,
        salvage: bool = False,
        threads: int | None = None,
        progress: Told = None,
    ) -> None:
        r"""Index all that is stored anew: kzsearch.rebuild().

        >>> ix.rebuild(schema=ix.schema + "views number\n")
        """
        with self._set_aside():
            upkeep.rebuild(
                self.path, schema=schema, salvage=salvage, threads=threads, progress=progress
            )

    def _place(self) -> str:
        """The path, of an index that is open and is this process's own."""
        self.info()
        return self.path

    @contextmanager
    def _set_aside(self) -> Iterator[None]:
        """A block in which this index does not hold the lock that writers take."""
        info = self.info()
        if info.pending:
            raise errors.StateError(
                f"the index {self.path!r} has uncommitted changes: commit() or rollback() first",
                _table.KZS_ERR_STATE,
            )
        if info.writable:
            self.close()
        try:
            yield
        finally:
            if info.writable:
                self._open(library.kzs_index_open, _table.KZS_WRITE)
            else:
                # Readers go over by themselves, but for what was read when it was opened.
                self._open(library.kzs_index_open, _table.KZS_READ)
            self._kinds = _field_kinds(self.schema)


def _field_kinds(schema: str) -> dict[str, str]:
    """field -> kind, of a schema's text."""
    kinds = {}
    for line in schema.splitlines():
        words = line.split("#", 1)[0].split()
        if len(words) >= 2 and " = " not in line:
            kinds[words[0]] = words[1]
    return kinds
