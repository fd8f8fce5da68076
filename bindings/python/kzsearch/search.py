# SPDX-License-Identifier: GPL-2.0-or-later
"""Queries and results."""

from __future__ import annotations

import html
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from ctypes import POINTER, byref, c_size_t, c_void_p, sizeof
from datetime import date, datetime
from typing import Any, overload

from . import _table, errors
from ._call import borrowed, call, from_id, owned, to_text
from ._handle import Handle
from ._load import library
from .document import Document, as_text

FORMATS = {"plain": _table.KZS_PLAIN, "html": _table.KZS_HTML, "ansi": _table.KZS_ANSI}


def _option(value: object) -> bytes:
    if isinstance(value, bool):
        return b"yes" if value else b"no"
    return to_text(str(value))


def _range(since: object, until: object) -> str:
    text = [as_text(v, "date").decode() if v is not None else "" for v in (since, until)]
    return f"{text[0]}..{text[1]}"


class Query:
    """What to look for.

    text         as a user types it: kzsearch.h and doc/ describe the language
    limit        most hits of a page (10); offset: hits to skip
    sort         "relevance", "-date", or a list of keys
    since, until a date, datetime or text such as "2022-11"; both included
    filters      {"lang": "ru", "author": ["A", "B"]}: values of one field are alternatives
    strict       bad syntax is a QuerySyntaxError and not repaired
    others       any option of kzs_query_set(), such as exact_total=True, k1=1.2, operator="and"
    """

    def __init__(
        self,
        text: str,
        *,
        since: date | datetime | str | None = None,
        until: date | datetime | str | None = None,
        filters: Mapping[str, object] | None = None,
        sort: str | Sequence[str] | None = None,
        **options: Any,
    ) -> None:
        self.text = text
        self.options = {k: v for k, v in options.items() if v is not None}
        self.filters: list[tuple[str, bytes]] = []
        if sort is not None:
            self.options["sort"] = sort if isinstance(sort, str) else ",".join(sort)
        if since is not None or until is not None:
            self.filters.append(("date", _range(since, until).encode()))
        for field, value in (filters or {}).items():
            several = value if isinstance(value, (list, tuple, set, frozenset)) else [value]
            self.filters += [(field, as_text(one, field)) for one in several]

    def build(self) -> Any:
        """A kzs_query, to be freed by the caller."""
        query = POINTER(_table.kzs_query)()
        text = to_text(self.text)
        call(library.kzs_query_new, text, len(text), byref(query))
        try:
            for key, value in self.options.items():
                call(library.kzs_query_set, query, key.encode(), _option(value))
            for field, data in self.filters:
                call(library.kzs_query_filter, query, field.encode(), data, len(data))
        except BaseException:
            library.kzs_query_free(query)
            raise
        return query


class Hit:
    """One document that was found."""

    __slots__ = ("_results", "_i", "id", "rank", "score", "percent", "_fields")

    def __init__(self, results: Results, i: int, raw: _table.kzs_hit) -> None:
        self._results = results
        self._i = i
        self.id = from_id(raw.id[: raw.id_length])
        self.rank: int = raw.rank
        self.score: float = raw.score
        self.percent: int = raw.percent
        self._fields: Document | None = None

    @property
    def fields(self) -> Document:
        """The stored document."""
        if self._fields is None:
            self._fields = self._results._document(self._i)
        return self._fields

    @property
    def title(self) -> str:
        """The title, or the id when there is none."""
        titles = self.fields.all("title")
        return str(titles[0]) if titles else self.id

    @property
    def date(self) -> date | datetime | str | None:
        dates = self.fields.all("date")
        return dates[0] if dates else None

    def snippet(
        self, field: str | None = None, *, html: bool = False, ansi: bool = False, length: int = 240
    ) -> str:
        """A passage that shows why the document was found, with the matches marked."""
        format = "html" if html else "ansi" if ansi else "plain"
        return self._results._snippet(self._i, field, format, length)

    def __repr__(self) -> str:
        return f"<kzsearch.Hit {self.rank}. {self.id!r} {self.score:.3f}>"


class Results(Sequence[Hit]):
    """A page of hits. It stays valid when the index is closed; threads may share it.

    `len(results)` and iterating are about the page; `results.total` is about everything that
    matches, and `results.every()` goes on to the last hit.
    """

    def __init__(
        self, pointer: Any, index: Handle, query: Query, kinds: Mapping[str, str]
    ) -> None:
        self._handle = Handle(pointer, library.kzs_results_free, "the results")
        self._lock = threading.Lock()
        self._index = index
        self._query = query
        self._kinds = kinds
        summary = _table.kzs_summary(size=sizeof(_table.kzs_summary))
        call_plain(library.kzs_results_summary, pointer, byref(summary))
        self.total: int = summary.total
        self.total_lower: int = summary.total_lower
        self.total_upper: int = summary.total_upper
        self.documents: int = summary.documents
        self.commit_number: int = summary.commit_number
        self.took: float = summary.microseconds / 1e6
        self.warnings = list(self._read_warnings(pointer))
        self._hits = [self._read_hit(pointer, i) for i in range(library.kzs_results_count(pointer))]

    @property
    def exact(self) -> bool:
        """Is `total` the exact number?"""
        return self.total_lower == self.total_upper

    def _read_hit(self, pointer: Any, i: int) -> Hit:
        raw = _table.kzs_hit(size=sizeof(_table.kzs_hit))
        call_plain(library.kzs_results_hit, pointer, i, byref(raw))
        return Hit(self, i, raw)

    @staticmethod
    def _read_warnings(pointer: Any) -> Iterator[Warned]:
        offset = c_size_t()
        n = 0
        while (text := borrowed(library.kzs_results_warning(pointer, n, byref(offset)))) is not None:
            yield Warned(text, offset.value)
            n += 1

    def _document(self, i: int) -> Document:
        with self._handle.use() as pointer:
            return Document(library.kzs_results_doc(pointer, i), self._kinds)

    def _snippet(self, i: int, field: str | None, format: str, length: int) -> str:
        name = None if field is None else field.encode()
        out = c_void_p()
        with self._handle.use() as pointer, self._lock:
            call(
                library.kzs_results_snippet,
                pointer,
                i,
                name,
                FORMATS[format],
                length,
                byref(out),
            )
        return owned(out)

    def __len__(self) -> int:
        return len(self._hits)

    @overload
    def __getitem__(self, which: int) -> Hit: ...

    @overload
    def __getitem__(self, which: slice) -> list[Hit]: ...

    def __getitem__(self, which: int | slice) -> Hit | list[Hit]:
        return self._hits[which]

    def __iter__(self) -> Iterator[Hit]:
        return iter(self._hits)

    def to_dicts(self, snippet: bool = True) -> list[dict[str, Any]]:
        """The hits as plain dictionaries: pandas.DataFrame(results.to_dicts())."""
        rows = []
        for hit in self._hits:
            row = {"id": hit.id, "rank": hit.rank, "score": hit.score, **hit.fields}
            if snippet:
                row["snippet"] = hit.snippet()
            rows.append(row)
        return rows

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        rows = [
            f"<li value={hit.rank}><b>{hit.snippet('title', html=True) or html.escape(hit.id)}</b>"
            f"{' · ' + html.escape(str(hit.date)) if hit.date else ''}<br>"
            f"{hit.snippet(html=True)}</li>"
            for hit in self._hits
        ]
        total = f"{self.total:,}" if self.exact else f"about {self.total:,}"
        return f"<p>{total} documents</p><ol>{''.join(rows)}</ol>"

    def __repr__(self) -> str:
        return f"<kzsearch.Results {len(self)} of {self.total}>"


class Warned(str):
    """What was repaired in a query, and at which byte of its text."""

    offset: int

    def __new__(cls, text: str, offset: int) -> Warned:
        self = super().__new__(cls, text)
        self.offset = offset
        return self


def call_plain(function: Any, *arguments: Any) -> None:
    """Call a function that returns a status and gives no details."""
    status = function(*arguments)
    if status:
        raise errors.from_status(status)


def run(index: Handle, query: Query, kinds: Mapping[str, str]) -> Results:
    """Search."""
    pointer = POINTER(_table.kzs_results)()
    built = query.build()
    try:
        with index.use() as opened:
            call(library.kzs_search, opened, built, byref(pointer))
    finally:
        library.kzs_query_free(built)
    return Results(pointer, index, query, kinds)
