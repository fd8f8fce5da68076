# SPDX-License-Identifier: GPL-2.0-or-later
"""Which terms is a text? The answer to "why was it not found?"."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from . import _table
from ._call import borrowed, call, characters, to_text
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
    raised: list[BaseException] = []
    places = _Places(data)

    def collect(_: Any, token: Any) -> int:
        # Nothing may leave a callback but by way of `raised`.
        try:
            raw = token.contents
            tokens.append(
                Token(
                    term=borrowed(raw.term, raw.term_length) or "",
                    form=borrowed(raw.form, raw.form_length) or "",
                    start=places.of(raw.start),
                    end=places.of(raw.end),
                    position=raw.position,
                    kind=Kind(raw.kind),
                    language=borrowed(raw.language) or "",
                )
            )
        except BaseException as error:
            raised.append(error)
            return 1
        return 0

    callback = _table.kzs_token_fn(collect)
    mode = _table.KZS_ANALYZE_QUERY if query else _table.KZS_ANALYZE_DOCUMENT
    call(
        library.kzs_analyze,
        None if index is None else index._handle.use(),
        data,
        len(data),
        mode,
        callback,
        None,
    )
    if raised:
        raise raised[0]
    return tokens


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
