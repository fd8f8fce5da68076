# SPDX-License-Identifier: GPL-2.0-or-later
"""Which terms is a text? The answer to "why was it not found?"."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from . import _table
from ._call import borrowed, call, characters, to_text
from ._errand import GO_ON, STOP, tell
from ._load import library

if TYPE_CHECKING:
    from .index import Index


class Kind(enum.IntEnum):
    """What a token is."""

    WORD = _table.KZS_TOKEN_WORD
    NUMBER = _table.KZS_TOKEN_NUMBER
    COMPOUND = _table.KZS_TOKEN_COMPOUND
    NAME = _table.KZS_TOKEN_NAME
    OTHER = -1  # of a kind that this module does not know yet

    @classmethod
    def _missing_(cls, value: object) -> Kind:
        return cls.OTHER


@dataclass(frozen=True)
class Token:
    """One term that a text becomes.

    term        what is indexed and searched
    form        the normalised word before stemming
    start, end  where it stands: `text[token.start:token.end]`
    position    its place in the order of words, from 1
    kind        what it is
    language    "en", "ru", or "" where no stemmer applies
    """

    term: str
    form: str
    start: int
    end: int
    position: int
    kind: Kind
    language: str


def analyze(text: str, *, query: bool = False, index: Index | None = None) -> list[Token]:
    """The terms of a text, exactly those that documents are indexed by or searched for.

    query   the words of a query, where capitals are meant and known names need none;
            operators are read as text
    index   whose own names count too

    >>> [token.term for token in kzsearch.analyze("quasi-states")]
    ['quasist', 'quasi', 'state']
    """
    data = to_text(text)
    tokens: list[Token] = []
    given_up: list[bool] = []
    places = _Places(data)
    mode = _table.KZS_ANALYZE_QUERY if query else _table.KZS_ANALYZE_DOCUMENT

    def make(_: object) -> None:
        raised: list[BaseException] = []

        def collect(_: Any, token: Any) -> int:
            # Nothing may leave a callback but by way of `raised`.
            try:
                tokens.append(_read(token.contents, places))
            except BaseException as error:
                raised.append(error)
                return STOP
            return STOP if given_up else GO_ON

        handle = None if index is None else index._handle.use()
        callback = _table.kzs_token_fn(collect)
        try:
            call(library.kzs_analyze, handle, data, len(data), mode, callback, None)
        finally:
            del handle
        if raised:
            raise raised[0]

    tell(make, cancel=lambda: given_up.append(True))
    return tokens


def _read(raw: Any, places: _Places) -> Token:
    return Token(
        term=borrowed(raw.term, raw.term_length) or "",
        form=borrowed(raw.form, raw.form_length) or "",
        start=places.of(raw.start),
        end=places.of(raw.end),
        position=raw.position,
        kind=Kind(raw.kind),
        language=borrowed(raw.language) or "",
    )


class _Places:
    """Characters of bytes; quick where they are asked for in order."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._plain = data.isascii()
        self._byte = self._character = 0

    def of(self, byte: int) -> int:
        if self._plain:
            return byte
        if byte < self._byte:
            self._character -= characters(self._data[byte : self._byte])
        else:
            self._character += characters(self._data[self._byte : byte])
        self._byte = byte
        return self._character
