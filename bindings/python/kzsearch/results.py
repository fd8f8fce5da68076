# SPDX-License-Identifier: GPL-2.0-or-later
"""A page of hits, and the way on from it."""

from __future__ import annotations

import html as markup
import itertools
import json
from collections.abc import Iterator, Sequence
from typing import Any, cast, overload

from ._load import library
from ._page import Page, Warned
from .counts import Facet, Timeline
from .document import Document
from .marks import Match, form, read_matches, read_text, room
from .query import Moment, Query

PAGE = 1000  # hits that are fetched at once on the way to the last one


class Hit:
    """One document that was found."""

    __slots__ = ("_page", "_i", "_fields")

    def __init__(self, page: Page, i: int) -> None:
        self._page = page
        self._i = i
        self._fields: Document | None = None

    @property
    def id(self) -> str:
        """The document's id."""
        return self._page.row(self._i)[0]

    @property
    def rank(self) -> int:
        """1 for the best, counted from the first page."""
        return self._page.row(self._i)[1]

    @property
    def score(self) -> float:
        """Higher is better; to be compared within one search only."""
        return self._page.row(self._i)[2]

    @property
    def percent(self) -> int:
        """The score as a share of the best possible, 0 to 100."""
        return self._page.row(self._i)[3]

    @property
    def collapsed(self) -> int:
        """How many near-duplicates it stands for; 0 without collapse=True."""
        return self._page.row(self._i)[4]

    @property
    def duplicates(self) -> list[str]:
        """The ids of the near-duplicates that it stands for, of the first 100."""
        return self._page.duplicates(self._i)

    @property
    def fields(self) -> Document:
        """The stored document."""
        if self._fields is None:
            self._fields = self._page.document(self._i)
        return self._fields

    @property
    def title(self) -> str:
        """The title, or the id when there is none."""
        title = self._first("title")
        return self.id if title is None else str(title)

    @property
    def date(self) -> Moment | None:
        """The date, when there is one: a `date`, a `datetime`, or text such as "2022-11"."""
        return cast("Moment | None", self._first("date"))

    def _first(self, field: str) -> Any:
        if self._fields is None:
            return self._page.first(self._i, field)
        return next(iter(self._fields.all(field)), None)

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
            lambda out: self._page.ask_field(
                library.kzs_results_snippet, self._i, field, *arguments, out
            )
        )

    def passages(self, field: str | None = None, *, length: int | None = 240) -> list[Match]:
        """The passages that snippet() shows, as places in the text.

        >>> hit = ix.search("voters", fragments=2)[0]
        >>> [hit.fields["body"][place.start:place.end] for place in hit.passages(length=40)]
        ['What the voters were promised was a']
        """
        wanted = room(length)
        return read_matches(
            lambda *out: self._page.ask_field(
                library.kzs_results_passages, self._i, field, wanted, *out
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
        return self._page.why(self._i)

    def explain(self) -> dict[str, Any]:
        """What the score is made of, as kzs_results_explain() has it; needs explain=True. Places
        in the query are characters.

        >>> explained = ix.search("nation", explain=True)[0].explain()
        >>> [part["words"] for part in explained["parts"]]
        ['nation']
        """
        explained = json.loads(
            read_text(
                lambda out: self._page.ask(library.kzs_results_explain, self._i, out)
            )
        )
        self._page.query.to_characters(explained)
        assert isinstance(explained, dict)
        return explained

    def matches(self, field: str | None = None) -> list[Match]:
        """Where the query matches in a field's first value; the main text unless told.

        >>> hit = ix.search("voters")[0]
        >>> [hit.fields["body"][match.start:match.end] for match in hit.matches()]
        ['voters']
        """
        return read_matches(
            lambda *out: self._page.ask_field(library.kzs_results_matches, self._i, field, *out)
        )

    def similar(self, **options: Any) -> Results:
        """What is like this document; as Index.similar()."""
        return self._page.index.similar(self.id, **options)

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        title = self.snippet("title", html=True, length=None) or markup.escape(self.id)
        date = f" · {markup.escape(str(self.date))}" if self.date else ""
        others = self.collapsed
        more = f" · {others} more like it" if others else ""
        return f"<b>{title}</b>{date}{more}<br>{self.snippet(html=True)}"

    def __repr__(self) -> str:
        return f"<Hit {self.rank}. {self.id!r} {self.score:.3f}>"


class Results(Sequence[Hit]):
    """A page of hits. It outlives the index; threads may share it.

    `len()`, iterating and `results[3]` are about this page. A slice may go past it,
    `results[10:30]`, pages() goes from page to page and every() to the last hit: these search
    again and need the index open.

    >>> results = ix.search("nation", limit=1)
    >>> len(results), results.total
    (1, 2)
    >>> [hit.id for hit in results.every()]
    ['op-2', 'op-1']
    """

    def __init__(self, page: Page) -> None:
        self._page = page
        self._made: list[Hit] | None = None

    # ---- the whole search ----

    @property
    def total(self) -> int:
        """Matching documents: an estimate unless `exact`."""
        return int(self._page.summary.total)

    @property
    def total_lower(self) -> int:
        """At least so many match."""
        return int(self._page.summary.total_lower)

    @property
    def total_upper(self) -> int:
        """At most so many match."""
        return int(self._page.summary.total_upper)

    @property
    def exact(self) -> bool:
        """Is `total` the exact number?"""
        return self.total_lower == self.total_upper

    @property
    def documents(self) -> int:
        """Documents of the index that was searched."""
        return int(self._page.summary.documents)

    @property
    def commit_number(self) -> int:
        """The commit that was searched, as in Info."""
        return int(self._page.summary.commit_number)

    @property
    def took(self) -> float:
        """Seconds that the search took."""
        return float(self._page.summary.microseconds / 1e6)

    @property
    def cursor(self) -> str | None:
        """Where the next page begins, or None at the end."""
        return self._page.cursor

    @property
    def warnings(self) -> list[Warned]:
        """What was repaired in the query; each has the `offset` of its place in the text."""
        return self._page.warnings

    @property
    def facets(self) -> dict[str, Facet]:
        """The facets that were asked for, by field."""
        return self._page.facets

    @property
    def timeline(self) -> Timeline | None:
        """The timeline, or None when none was asked for."""
        return self._page.timeline

    # ---- this page ----

    @property
    def _hits(self) -> list[Hit]:
        if self._made is None:
            self._made = [Hit(self._page, i) for i in range(self._page.count)]
        return self._made

    def __len__(self) -> int:
        return self._page.count

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
        past = stop is not None and stop > len(self) and self._following() is not None
        if not past or start < 0 or step < 1:
            return self._hits[which]
        return list(self._range(start, stop))[::step]

    def _range(self, start: int, stop: int) -> Iterator[Hit]:
        """Hits by their places, counted from the first of this page."""
        if self._page.query.options.get("cursor"):
            # Where that is in the order of all hits is not known: go there step by step.
            return itertools.islice(self.every(), start, stop)
        return itertools.chain(self._hits[start:stop], self._fetch(max(start, len(self)), stop))

    def _fetch(self, start: int, stop: int) -> Iterator[Hit]:
        first = int(str(self._page.query.options.get("offset") or 0))
        for at in range(start, stop, PAGE):
            limit = min(PAGE, stop - at)
            page = self._page.index.search(self._page.query.page(limit=limit, offset=first + at))
            yield from page
            if len(page) < limit:
                return

    # ---- and on ----

    def _following(self, **options: object) -> Query | None:
        """The query for what is behind this page, or None when nothing is."""
        query = self._page.query
        if self.cursor is not None:
            return query.page(cursor=self.cursor, offset=None, **options)
        if query.options.get("collapse") and len(self) == int(str(query.options.get("limit", 10))):
            # Which texts stand for others is only known from the first hit on: no cursor.
            first = int(str(query.options.get("offset", 0)))
            return query.page(offset=first + len(self), **options) if len(self) else None
        return None

    def next_page(self) -> Results | None:
        """The page behind this one, or None when there is none.

        StaleError when the index has changed meanwhile and the order depends on relevance.
        """
        following = self._following()
        return None if following is None else self._page.index.search(following)

    def pages(self) -> Iterator[Results]:
        """This page and all that follow."""
        page: Results | None = self
        while page is not None:
            yield page
            page = page.next_page()

    def every(self) -> Iterator[Hit]:
        """Every hit from the first of this page to the last of all, each once."""
        yield from self._hits
        following = self._following(limit=PAGE)
        if following is not None:
            for page in self._page.index.search(following).pages():
                yield from page

    # ---- for tables and notebooks ----

    def to_dicts(self, snippet: bool = True) -> list[dict[str, Any]]:
        """The hits as plain dictionaries: pandas.DataFrame(results.to_dicts())."""
        rows = []
        for hit in self._hits:
            row: dict[str, Any] = {"id": hit.id, "rank": hit.rank, "score": hit.score}
            row = {**row, **hit.fields, **row}
            if self._page.query.options.get("collapse"):
                row["collapsed"] = hit.collapsed
            if snippet:
                row["snippet"] = hit.snippet()
            rows.append(row)
        return rows

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        rows = [f'<li value="{hit.rank}">{hit._repr_html_()}</li>' for hit in self._hits]
        total = f"{self.total:,}" if self.exact else f"about {self.total:,}"
        warnings = "".join(f"<p>{markup.escape(warning)}</p>" for warning in self.warnings)
        noun = "document" if self.total == 1 else "documents"
        return f"<p>{total} {noun}</p>{warnings}<ol>{''.join(rows)}</ol>"

    def __repr__(self) -> str:
        about = "" if self.exact else "about "
        return f"<Results of {self._page.query.text!r}: {len(self)} of {about}{self.total}>"
