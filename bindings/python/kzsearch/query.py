# SPDX-License-Identifier: GPL-2.0-or-later
"""What to look for."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from ctypes import byref, c_void_p
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Union

from . import _table, errors
from ._call import call, characters, owned, quick, to_id, to_name, to_text
from ._handle import Owner
from ._load import library
from .document import as_text, values_of

if TYPE_CHECKING:
    from ._handle import Handle

Moment = Union[date, datetime, str]
# Fields, or fields with the most values to list of each.
Facets = Union[str, Iterable[str], Mapping[str, int]]
# One or several.
Ids = Union[str, bytes, Iterable[Union[str, bytes]]]
Texts = Union[str, Iterable[str]]

FACET_VALUES = 10  # listed of a field unless told


def _option(value: object) -> bytes:
    if isinstance(value, bool):
        return b"yes" if value else b"no"
    return to_name(str(value))


def _several(given: Any) -> list[Any]:
    """One string, several, or none."""
    if given is None:
        return []
    return [given] if isinstance(given, (str, bytes)) else list(given)


class Query:
    """What to look for. It knows no index, never changes and may be used again and by threads.

    text         as a user types it; an empty one means every document that passes the filters
    limit        most hits of a page: 10
    offset       hits to skip
    since, until a date, a datetime or text such as "2022-11"; both are included
    filters      {"lang": "ru", "author": ["A. Serik", "B. Omar"]}: values of one field are
                 alternatives, fields must all pass. A value is what stands behind `field:` in a
                 query: "2022-11..2023" for a date
    like         an id, or several: find what is like these documents; with a text, only rank by it
    like_text    the same for texts that need not be in the index
    facets       fields whose values to count: "author", ["author", "lang"] or {"author": 50}
    timeline     "year", "month", "day" or "auto": count matches by date
    timeline_field  the date field; the first one of the index unless told
    sort         "relevance", "-date", or several: ["-date", "author"]
    cursor       `results.cursor` of the page before
    collapse     show reprints and other near-duplicates as one hit: hit.collapsed, hit.duplicates
    operator     "or", or "and": how words without an operator are joined
    explain      keep what hit.why and hit.explain() tell
    fragments    most passages that a snippet is made of: 1
    strict       bad syntax is a QuerySyntaxError and not repaired
    exact_total  count every match
    options      any other option that kzsearch.h has: k1=1.2

    >>> query = Query("nation", since=date(2022, 11, 1), filters={"lang": "en"})
    >>> [hit.id for hit in ix.search(query)]
    ['op-1']
    """

    def __init__(
        self,
        text: str = "",
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
    ) -> None:
        if sort is not None and not isinstance(sort, str):
            sort = ",".join(sort)
        if not isinstance(text, (str, bytes)):
            raise TypeError(f"a query is a str or a Query, not {type(text).__name__}")
        self.text = text
        self._data = to_text(text)
        given: dict[str, object] = {
            "limit": limit,
            "offset": offset,
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
        self.options = {key: value for key, value in given.items() if value is not None}
        # What is asked of the C query once it is made: functions and their arguments.
        self._steps: list[tuple[Any, ...]] = []
        if since is not None or until is not None:
            ends = [b"" if end is None else as_text(end, "date") for end in (since, until)]
            self._filter("date", b"..".join(ends))
        if filters is not None:
            for field, value in filters.items():
                for one in values_of(value):
                    self._filter(field, as_text(one, field))
        self.like: list[str | bytes] = _several(like)
        for name in self.like:
            identifier = to_id(name)
            self._steps.append((library.kzs_query_like, identifier, len(identifier)))
        self.like_text: list[str] = _several(like_text)
        for words in self.like_text:
            data = to_text(words)
            self._steps.append((library.kzs_query_like_text, data, len(data)))
        self.facets: dict[str, int] = {}
        if isinstance(facets, Mapping):
            self.facets.update(facets)
        elif facets is not None:
            self.facets = dict.fromkeys([facets] if isinstance(facets, str) else facets, FACET_VALUES)
        self.timeline = timeline
        self.timeline_field = timeline_field

    def _filter(self, field: str, data: bytes) -> None:
        self._steps.append((library.kzs_query_filter, to_name(field), data, len(data)))

    def page(self, **options: object) -> Query:
        """The same query for hits alone, from another place on."""
        other = object.__new__(Query)
        other.__dict__.update(self.__dict__)
        merged = {**self.options, **options}
        other.options = {key: value for key, value in merged.items() if value is not None}
        other.facets, other.timeline = {}, None
        return other

    def _made(self) -> Owner:
        """A new kzs_query."""
        query = Owner(_table.kzs_query, library.kzs_query_free)
        call(library.kzs_query_new, self._data, len(self._data), byref(query.pointer))
        for key, value in self.options.items():
            quick(library.kzs_query_set, query, to_name(key), _option(value))
        for function, *arguments in self._steps:
            quick(function, query, *arguments)
        for field, most in self.facets.items():
            quick(library.kzs_query_facet, query, to_name(field), most)
        if self.timeline is not None:
            name = None if self.timeline_field is None else to_name(self.timeline_field)
            quick(library.kzs_query_timeline, query, name, to_name(self.timeline))
        return query

    def ask(self, function: Any, index: Handle | None, *arguments: Any) -> None:
        """Call a function that takes an index, or none, and this query first."""
        query = self._made()
        try:
            call(function, None if index is None else index.use(), query, *arguments)
        except errors.QuerySyntaxError as error:
            if error.offset is not None:
                error.offset = self.place(error.offset)
            raise

    def place(self, byte: int) -> int:
        """The character of the text at which a byte of it stands."""
        return byte if self._data.isascii() else characters(self._data[:byte])

    def describe(self, index: Handle | None = None) -> dict[str, Any]:
        """What is understood of this query and what an index is asked for it, as
        kzs_query_describe() has it; places in the text are characters. Index.describe() does it
        with the fields and names of an index.

        >>> Query('title:"after the').describe()["canonical"]
        'title:after the'
        """
        out = c_void_p()
        self.ask(library.kzs_query_describe, index, byref(out))
        described = json.loads(owned(out))
        self.to_characters(described)
        assert isinstance(described, dict)
        return described

    def to_characters(self, told: Any) -> None:
        """Turn bytes into characters in what the library tells of places in the text."""
        if isinstance(told, list):
            for part in told:
                self.to_characters(part)
        elif isinstance(told, dict):
            for key, value in told.items():
                if key in ("offset", "start", "end") and isinstance(value, int):
                    told[key] = self.place(value)
                else:
                    self.to_characters(value)

    def __repr__(self) -> str:
        return f"Query({self.text!r})"


def as_query(query: str | Query) -> Query:
    return query if isinstance(query, Query) else Query(query)
