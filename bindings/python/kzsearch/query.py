# SPDX-License-Identifier: GPL-2.0-or-later
"""What to look for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import contextmanager
from ctypes import byref
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Union

from . import _table, errors
from ._call import call, characters, to_name, to_text
from ._handle import Owner
from ._load import library
from .document import as_text, values_of

if TYPE_CHECKING:
    from collections.abc import Iterator

Moment = Union[date, datetime, str]
# Fields, or fields with the most values to list of each.
Facets = Union[str, Iterable[str], Mapping[str, int]]

FACET_VALUES = 10  # listed of a field unless told


def _option(value: object) -> bytes:
    if isinstance(value, bool):
        return b"yes" if value else b"no"
    return to_name(str(value))


class Query:
    """What to look for. It knows no index, never changes and may be used again and by threads.

    text         as a user types it; an empty one means every document that passes the filters
    limit        most hits of a page: 10
    offset       hits to skip
    since, until a date, a datetime or text such as "2022-11"; both are included
    filters      {"lang": "ru", "author": ["A. Serik", "B. Omar"]}: values of one field are
                 alternatives, fields must all pass. A value is what stands behind `field:` in a
                 query: "2022-11..2023" for a date
    facets       fields whose values to count: "author", ["author", "lang"] or {"author": 50}
    timeline     "year", "month", "day" or "auto": count matches by date
    timeline_field  the date field; the first one of the index unless told
    sort         "relevance", "-date", or several: ["-date", "author"]
    cursor       `results.cursor` of the page before
    strict       bad syntax is a QuerySyntaxError and not repaired
    exact_total  count every match
    options      any other option that kzsearch.h has: explain=True (for hit.why), operator="and",
                 fragments=3, k1=1.2

    >>> query = Query("nation", since=date(2022, 11, 1), filters={"lang": "en"})
    >>> [hit.id for hit in ix.search(query)]
    ['op-1']
    """

    def __init__(
        self,
        text: str,
        *,
        limit: int | None = None,
        offset: int | None = None,
        since: Moment | None = None,
        until: Moment | None = None,
        filters: Mapping[str, object] | None = None,
        facets: Facets | None = None,
        timeline: str | None = None,
        timeline_field: str | None = None,
        sort: str | Iterable[str] | None = None,
        cursor: str | None = None,
        strict: bool | None = None,
        exact_total: bool | None = None,
        **options: object,
    ) -> None:
        if sort is not None and not isinstance(sort, str):
            sort = ",".join(sort)
        self.text = text
        self.options: dict[str, object] = {
            "limit": limit,
            "offset": offset,
            "sort": sort,
            "cursor": cursor,
            "strict": strict,
            "exact_total": exact_total,
            **options,
        }
        self.filters: list[tuple[str, bytes]] = []
        if since is not None or until is not None:
            ends = [b"" if end is None else as_text(end, "date") for end in (since, until)]
            self.filters.append(("date", b"..".join(ends)))
        for field, value in (filters or {}).items():
            self.filters += [(field, as_text(one, field)) for one in values_of(value)]
        self.facets: dict[str, int] = {}
        if isinstance(facets, Mapping):
            self.facets.update(facets)
        elif facets is not None:
            self.facets = dict.fromkeys([facets] if isinstance(facets, str) else facets, FACET_VALUES)
        self.timeline = timeline
        self.timeline_field = timeline_field

    def page(self, **options: object) -> Query:
        """The same query for hits alone, from another place on."""
        other = object.__new__(Query)
        other.__dict__.update(self.__dict__)
        other.options = {**self.options, **options}
        other.facets, other.timeline = {}, None
        return other

    @contextmanager
    def built(self) -> Iterator[Owner]:
        """A kzs_query for the length of a `with` block."""
        text = to_text(self.text)
        query = Owner(_table.kzs_query, library.kzs_query_free)
        call(library.kzs_query_new, text, len(text), byref(query.pointer))
        for key, value in self.options.items():
            if value is not None:
                call(library.kzs_query_set, query, to_name(key), _option(value))
        for field, data in self.filters:
            call(library.kzs_query_filter, query, to_name(field), data, len(data))
        for field, most in self.facets.items():
            call(library.kzs_query_facet, query, to_name(field), most)
        if self.timeline is not None:
            name = None if self.timeline_field is None else to_name(self.timeline_field)
            call(library.kzs_query_timeline, query, name, to_name(self.timeline))
        try:
            yield query
        except errors.QuerySyntaxError as error:
            if error.offset is not None:
                error.offset = characters(text[: error.offset])
            raise

    def __repr__(self) -> str:
        return f"Query({self.text!r})"
