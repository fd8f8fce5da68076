# SPDX-License-Identifier: GPL-2.0-or-later
"""Did you mean, and completions."""

from __future__ import annotations

import enum
from ctypes import POINTER, byref, string_at
from dataclasses import dataclass
from typing import Any

from . import _table
from ._call import call, filled, to_text
from ._handle import Handle
from ._load import library


class SuggestionKind(enum.IntEnum):
    """Why something is suggested."""

    SPELLING = _table.KZS_SUGGEST_SPELLING
    LAYOUT = _table.KZS_SUGGEST_LAYOUT
    SCRIPT = _table.KZS_SUGGEST_SCRIPT
    WORD = _table.KZS_SUGGEST_WORD
    TITLE = _table.KZS_SUGGEST_TITLE
    OTHER = -1  # of a kind that this module does not know yet

    @classmethod
    def _missing_(cls, value: object) -> SuggestionKind:
        return cls.OTHER


@dataclass(frozen=True)
class Suggestion:
    """A text to search for instead.

    text       the whole text, with what was changed in it
    kind       spelling, the other keyboard layout, Latin letters for Russian; the last word or
               a title completed
    documents  how many have the new word, or the rarest of several
    """

    text: str
    kind: SuggestionKind
    documents: int

    def __str__(self) -> str:
        return self.text


def suggested(index: Handle, text: str, limit: int) -> list[Suggestion]:
    data = to_text(text)
    return _list(library.kzs_suggest, index.use(), data, len(data), limit)


def completed(index: Handle, text: str, words: int, titles: int) -> list[Suggestion]:
    data = to_text(text)
    return _list(library.kzs_complete, index.use(), data, len(data), words, titles)


def _list(function: Any, *arguments: Any) -> list[Suggestion]:
    made = POINTER(_table.kzs_suggestions)()
    try:
        call(function, *arguments, byref(made))
    finally:
        del arguments  # a traceback would keep the index open
    try:
        count = library.kzs_suggestions_count(made)
        return [
            _read(filled(_table.kzs_suggestion, library.kzs_suggestions_get, made, n))
            for n in range(count)
        ]
    finally:
        library.kzs_suggestions_free(made)


def _read(one: Any) -> Suggestion:
    text = string_at(one.text, one.length).decode("utf-8", "replace")
    return Suggestion(text, SuggestionKind(one.kind), one.documents)
