# SPDX-License-Identifier: GPL-2.0-or-later
"""Where a query matches in a text, and the text with the matches marked."""

from __future__ import annotations

import ctypes
import enum
from collections.abc import Callable
from ctypes import POINTER, byref, c_size_t, c_void_p
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from . import _table
from ._call import owned, to_name, to_text
from ._load import library
from .query import Query, as_query

if TYPE_CHECKING:
    from ._handle import Handle


class MatchKind(enum.IntEnum):
    """How a place in a text came to match."""

    WORD = _table.KZS_MATCH_WORD
    PHRASE = _table.KZS_MATCH_PHRASE
    NAME = _table.KZS_MATCH_NAME
    COMPOUND = _table.KZS_MATCH_COMPOUND
    PASSAGE = _table.KZS_MATCH_PASSAGE
    OTHER = -1  # of a kind that this module does not know yet

    @classmethod
    def _missing_(cls, value: object) -> MatchKind:
        return cls.OTHER


@dataclass(frozen=True)
class Match:
    """A place in a text: `text[match.start:match.end]`, and how it came to match."""

    start: int
    end: int
    kind: MatchKind


def highlight(
    query: str | Query,
    text: str,
    field: str | None = None,
    *,
    html: bool = False,
    ansi: bool = False,
    length: int | None = None,
) -> str:
    """A text with what a query finds in it marked, by the built-in names; Index.highlight() knows
    those of an index as well, and which words are rare.

    field   which field the text is, for queries that name fields; the main text unless told
    html    mark the matches with <mark> and escape everything else
    ansi    mark them in bold for a terminal
    length  most characters of a snippet; None for the whole text

    >>> kzsearch.highlight("states", "A quasi-state.", html=True)
    'A quasi-<mark>state</mark>.'
    """
    return highlighted(None, query, text, field, html, ansi, length)


def matches(query: str | Query, text: str, field: str | None = None) -> list[Match]:
    """Where a query matches in a text, by the built-in names.

    >>> kzsearch.matches("states", "A quasi-state.")
    [Match(start=8, end=13, kind=<MatchKind.WORD: 0>)]
    """
    return matching(None, query, text, field)


def highlighted(
    index: Handle | None,
    query: str | Query,
    text: str,
    field: str | None,
    html: bool,
    ansi: bool,
    length: int | None,
) -> str:
    data, name = to_text(text), None if field is None else to_name(field)
    arguments = (name, data, len(data), form(html, ansi), room(length))
    return read_text(
        lambda out: as_query(query).ask(library.kzs_highlight, index, *arguments, out)
    )


def matching(
    index: Handle | None, query: str | Query, text: str, field: str | None
) -> list[Match]:
    data, name = to_text(text), None if field is None else to_name(field)
    return read_matches(
        lambda *out: as_query(query).ask(
            library.kzs_highlight_matches, index, name, data, len(data), *out
        )
    )


def read_matches(ask: Callable[[Any, Any], None]) -> list[Match]:
    """Copy the matches that a function writes to (pointer, count), and free them."""
    places = POINTER(_table.kzs_match)()
    count = c_size_t()
    try:
        ask(byref(places), byref(count))
        return [
            Match(place.start_character, place.end_character, MatchKind(place.kind))
            for place in places[: count.value]
        ]
    finally:
        library.kzs_free(ctypes.cast(places, c_void_p))


def read_text(ask: Callable[[Any], None]) -> str:
    """Copy the string that a function writes to a pointer, and free it."""
    out = c_void_p()
    ask(byref(out))
    return owned(out)


def form(html: bool, ansi: bool) -> int:
    if html and ansi:
        raise ValueError("marks are either HTML or ANSI")
    return _table.KZS_HTML if html else _table.KZS_ANSI if ansi else _table.KZS_PLAIN


def room(length: int | None) -> int:
    """Most characters of a snippet, as the library counts: 0 is its default."""
    if length is None:
        return int(_table.KZS_WHOLE)
    if length < 1:
        raise ValueError("a snippet has at least one character; None means the whole text")
    return length
