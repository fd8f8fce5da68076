# SPDX-License-Identifier: GPL-2.0-or-later
"""A page of hits, and the way on from it."""

from __future__ import annotations

import html as markup
import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from ctypes import byref, c_size_t
from typing import TYPE_CHECKING, Any, overload

from . import _table
from ._call import borrowed, call, characters, filled, from_id, to_name, to_text
from ._handle import Handle, Owner, Turns
from ._load import library
from .counts import Facet, Timeline, read_facets, read_timeline
from .document import Document
from .marks import Match, form, read_matches, read_text, room
from .query import Moment, Query

if TYPE_CHECKING:
    from .index import Index

PAGE = 1000  # hits that are fetched at once on the way to the last one


class Warned(str):
    """What was repaired in a query; `offset` is the place in its text."""

    offset: int


class Hit:
    """One document that was found: id, rank (1 is best), score, percent, fields."""

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
    def date(self) -> Moment | None:
        """The date, when there is one: a `date`, a `datetime`, or text such as "2022-11"."""
        dates = self.fields.all("date")
        return dates[0] if dates else None

    def snippet(
        self,
        field: str | None = None,
        *,
        html: bool = False,
        ansi: bool = False,
        length: int | None = 240,
    ) -> str:
        """A passage that shows why the document was found.

        field   to take it from; the main text unless told
        html    mark the matches with <mark> and escape everything else
        ansi    mark them in bold for a terminal
        length  most characters; None for the whole text

        With the query's option fragments=3 it is up to three passages.

        >>> ix.search("voters")[0].snippet(html=True)
        'The nation chose. What the <mark>voters</mark> were promised was a “just Kazakhstan”.'
        """
        arguments = (form(html, ansi), room(length))
        return read_text(
            lambda out: self._results._ask(
                library.kzs_results_snippet, self._i, field, *arguments, out
            )
        )

    @property
    def why(self) -> list[str]:
        """Why it was found, in a few words, those that say most first; needs explain=True.

        "phrase", "together", "adjacent", a field, "word", "name", "form", "compound": kzsearch.h
        says what each means.

        >>> ix.search('"just Kazakhstan"', explain=True)[0].why
        ['phrase', 'form']
        """
        return self._results._why(self._i)

    def explain(self) -> dict[str, Any]:
        """What the score is made of, as kzs_results_explain() has it; needs explain=True.

        >>> explained = ix.search("nation", explain=True)[0].explain()
        >>> [part["words"] for part in explained["parts"]]
        ['nation']
        """
        explained = json.loads(
            read_text(
                lambda out: self._results._ask_plain(library.kzs_results_explain, self._i, out)
            )
        )
        assert isinstance(explained, dict)
        return explained

    def matches(self, field: str | None = None) -> list[Match]:
        """Where the query matches in a field's first value; the main text unless told.

        >>> hit = ix.search("voters")[0]
        >>> [hit.fields["body"][match.start:match.end] for match in hit.matches()]
        ['voters']
        """
        return read_matches(
            lambda *out: self._results._ask(library.kzs_results_matches, self._i, field, *out)
        )

    def __repr__(self) -> str:
        return f"<Hit {self.rank}. {self.id!r} {self.score:.3f}>"


class Results(Sequence[Hit]):
    """A page of hits. It outlives the index; threads may share it.

    total        matching documents; an estimate unless `exact`
    took         seconds that the search took
    warnings     what was repaired in the query
    facets       field -> Facet, as asked for
    timeline     Timeline, or None when not asked for
    cursor       where the next page begins, or None at the end
    documents, commit_number   of the index that was searched

    `len()`, iterating and `results[3]` are about this page. A slice may go past it,
    `results[10:30]`, pages() goes from page to page and every() to the last hit: these search
    again and need the index open.

    >>> results = ix.search("nation", limit=1)
    >>> len(results), results.total
    (1, 2)
    >>> [hit.id for hit in results.every()]
    ['op-2', 'op-1']
    """

    def __init__(self, owner: Owner, index: Index, query: Query) -> None:
        self._handle = Handle(owner, "this page of results")
        self._turns = Turns("this page of results")
        self._index = index
        self._query = query
        summary = filled(_table.kzs_summary, library.kzs_results_summary, owner)
        self.total: int = summary.total
        self.total_lower: int = summary.total_lower
        self.total_upper: int = summary.total_upper
        self.documents: int = summary.documents
        self.commit_number: int = summary.commit_number
        self.took: float = summary.microseconds / 1e6
        self.cursor = borrowed(library.kzs_results_cursor(owner))
        self.warnings = list(_read_warnings(owner, query.text))
        self.facets: dict[str, Facet] = read_facets(owner) if query.facets else {}
        self.timeline: Timeline | None = read_timeline(owner) if query.timeline else None
        self._hits = [
            Hit(self, i, filled(_table.kzs_hit, library.kzs_results_hit, owner, i))
            for i in range(library.kzs_results_count(owner))
        ]

    @property
    def exact(self) -> bool:
        """Is `total` the exact number?"""
        return self.total_lower == self.total_upper

    def _document(self, i: int) -> Document:
        with self._turns.take():
            owner = self._handle.use()
            return Document(library.kzs_results_doc(owner, i), self._index._kinds)

    def _ask(self, function: Any, i: int, field: str | None, *arguments: Any) -> None:
        """Call a function about a field of a hit."""
        name = None if field is None else to_name(field)
        self._ask_plain(function, i, name, *arguments)

    def _ask_plain(self, function: Any, i: int, *arguments: Any) -> None:
        """Call a function about a hit."""
        with self._turns.take():
            call(function, self._handle.use(), i, *arguments)

    def _why(self, i: int) -> list[str]:
        reasons: list[str] = []
        with self._turns.take():
            owner = self._handle.use()
            while (reason := borrowed(library.kzs_results_why(owner, i, len(reasons)))) is not None:
                reasons.append(reason)
        return reasons

    # ---- this page ----

    def __len__(self) -> int:
        return len(self._hits)

    def __iter__(self) -> Iterator[Hit]:
        return iter(self._hits)

    @overload
    def __getitem__(self, which: int) -> Hit: ...

    @overload
    def __getitem__(self, which: slice) -> list[Hit]: ...

    def __getitem__(self, which: int | slice) -> Hit | list[Hit]:
        if isinstance(which, int):
            return self._hits[which]
        start, stop, step = which.start or 0, which.stop, which.step or 1
        past = self.cursor is not None and stop is not None and stop > len(self)
        if not past or start < 0 or step < 1:
            return self._hits[which]
        return list(self._range(start, stop))[::step]

    def _range(self, start: int, stop: int) -> Iterator[Hit]:
        """Hits by their places, counted from the first of this page."""
        if self._query.options.get("cursor"):
            # Where that is in the order of all hits is not known: go there step by step.
            return itertools.islice(self.every(), start, stop)
        return itertools.chain(self._hits[start:stop], self._fetch(max(start, len(self)), stop))

    def _fetch(self, start: int, stop: int) -> Iterator[Hit]:
        first = int(str(self._query.options.get("offset") or 0))
        for at in range(start, stop, PAGE):
            limit = min(PAGE, stop - at)
            page = self._index.search(self._query.page(limit=limit, offset=first + at))
            yield from page
            if len(page) < limit:
                return

    # ---- and on ----

    def next_page(self) -> Results | None:
        """The page behind this one, or None when there is none.

        StaleError when the index has changed meanwhile and the order depends on relevance.
        """
        if self.cursor is None:
            return None
        return self._index.search(self._query.page(cursor=self.cursor, offset=None))

    def pages(self) -> Iterator[Results]:
        """This page and all that follow."""
        page: Results | None = self
        while page is not None:
            yield page
            page = page.next_page()

    def every(self) -> Iterator[Hit]:
        """Every hit from the first of this page to the last of all, each once."""
        yield from self._hits
        if self.cursor is not None:
            following = self._query.page(cursor=self.cursor, offset=None, limit=PAGE)
            for page in self._index.search(following).pages():
                yield from page

    # ---- for tables and notebooks ----

    def to_dicts(self, snippet: bool = True) -> list[dict[str, Any]]:
        """The hits as plain dictionaries: pandas.DataFrame(results.to_dicts())."""
        rows = []
        for hit in self._hits:
            row: dict[str, Any] = {**hit.fields}
            row.update(id=hit.id, rank=hit.rank, score=hit.score)
            if snippet:
                row["snippet"] = hit.snippet()
            rows.append(row)
        return rows

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        rows = []
        for hit in self._hits:
            title = hit.snippet("title", html=True, length=None) or markup.escape(hit.id)
            date = f" · {markup.escape(str(hit.date))}" if hit.date else ""
            text = hit.snippet(html=True)
            rows.append(f'<li value="{hit.rank}"><b>{title}</b>{date}<br>{text}</li>')
        total = f"{self.total:,}" if self.exact else f"about {self.total:,}"
        warnings = "".join(f"<p>{markup.escape(warning)}</p>" for warning in self.warnings)
        noun = "document" if self.total == 1 else "documents"
        return f"<p>{total} {noun}</p>{warnings}<ol>{''.join(rows)}</ol>"

    def __repr__(self) -> str:
        about = "" if self.exact else "about "
        return f"<Results of {self._query.text!r}: {len(self)} of {about}{self.total}>"


def _read_warnings(results: Any, text: str) -> Iterator[Warned]:
    data = to_text(text)
    offset = c_size_t()
    n = 0
    while (words := borrowed(library.kzs_results_warning(results, n, byref(offset)))) is not None:
        warning = Warned(words)
        warning.offset = characters(data[: offset.value])
        yield warning
        n += 1
