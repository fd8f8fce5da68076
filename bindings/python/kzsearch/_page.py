# SPDX-License-Identifier: GPL-2.0-or-later
"""A page of results as the library has it: what Results and its Hits read from.

Nothing is asked of the library before somebody wants to know it, and then once. Hits hold the
page, and not the Results that they came in: so both go when nobody holds them, uncollected.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from ctypes import byref, c_size_t, sizeof
from typing import TYPE_CHECKING, Any, TypeVar, cast

from . import _table
from ._call import borrowed, call, filled, from_id, to_name, unpacker
from ._handle import Handle, Owner, Turns
from ._load import library
from .counts import Facet, Timeline, read_facets, read_timeline
from .document import Document, first_value

if TYPE_CHECKING:
    from .index import Index
    from .query import Query

T = TypeVar("T")

# id, rank, score, percent, collapsed
Row = tuple[str, int, float, int, int]


class Warned(str):
    """What was repaired in a query; `offset` is the place in its text."""

    offset: int


class Page:
    """One kzs_results, which threads may share and use in turn."""

    __slots__ = ("index", "query", "_handle", "_turns", "_told")

    def __init__(self, owner: Owner, index: Index, query: Query) -> None:
        self.index = index
        self.query = query
        self._handle = Handle(owner, "this page of results")
        self._turns = Turns("this page of results")
        self._told: dict[str, Any] = {}

    # ---- the whole page ----

    def _once(self, name: str, read: Callable[[Owner], T]) -> T:
        if name not in self._told:
            with self._turns.take():
                self._told[name] = read(self._handle.use())
        return cast(T, self._told[name])

    @property
    def summary(self) -> Any:
        return self._once(
            "summary",
            lambda owner: cast(
                object, filled(_table.kzs_summary, library.kzs_results_summary, owner)
            ),
        )

    @property
    def count(self) -> int:
        return self._once("count", lambda owner: int(library.kzs_results_count(owner)))

    @property
    def cursor(self) -> str | None:
        return self._once("cursor", lambda owner: borrowed(library.kzs_results_cursor(owner)))

    @property
    def warnings(self) -> list[Warned]:
        return self._once("warnings", lambda owner: list(self._read_warnings(owner)))

    @property
    def facets(self) -> dict[str, Facet]:
        return self._once("facets", read_facets) if self.query.facets else {}

    @property
    def timeline(self) -> Timeline | None:
        return self._once("timeline", read_timeline) if self.query.timeline else None

    def _read_warnings(self, owner: Owner) -> Iterator[Warned]:
        offset = c_size_t()
        n = 0
        while words := borrowed(library.kzs_results_warning(owner, n, byref(offset))):
            warning = Warned(words)
            warning.offset = self.query.place(offset.value)
            yield warning
            n += 1

    # ---- single hits ----

    def row(self, i: int) -> Row:
        return (self._told.get("rows") or self._once("rows", _read_rows))[i]

    def duplicates(self, i: int) -> list[str]:
        names: list[str] = []
        length = c_size_t()
        with self._turns.take():
            owner = self._handle.use()
            while name := library.kzs_results_collapsed(owner, i, len(names), byref(length)):
                names.append(from_id(name[: length.value]))
        return names

    def document(self, i: int) -> Document:
        with self._turns.take():
            owner = self._handle.use()
            return Document(library.kzs_results_doc(owner, i), self.index._kinds)

    def first(self, i: int, field: str) -> Any:
        """The first value of a field, or None, without reading the rest of the document."""
        with self._turns.take():
            owner = self._handle.use()
            return first_value(library.kzs_results_doc(owner, i), field, self.index._kinds)

    def why(self, i: int) -> list[str]:
        reasons: list[str] = []
        with self._turns.take():
            owner = self._handle.use()
            while reason := borrowed(library.kzs_results_why(owner, i, len(reasons))):
                reasons.append(reason)
        return reasons

    def ask(self, function: Any, i: int, *arguments: Any) -> None:
        """Call a function about a hit."""
        with self._turns.take():
            call(function, self._handle.use(), i, *arguments)

    def ask_field(self, function: Any, i: int, field: str | None, *arguments: Any) -> None:
        """Call a function about a field of a hit."""
        self.ask(function, i, None if field is None else to_name(field), *arguments)


_members_of_hit = unpacker(_table.kzs_hit)


def _read_rows(owner: Owner) -> list[Row]:
    hit = _table.kzs_hit(size=sizeof(_table.kzs_hit))
    results, read, there = owner.pointer, library.kzs_results_hit, byref(hit)
    rows = []
    for i in range(library.kzs_results_count(results)):
        read(results, i, there)
        _, _, length, rank, score, percent, collapsed = _members_of_hit(hit)
        rows.append((from_id(hit.id[:length]), rank, score, percent, collapsed))
    return rows
