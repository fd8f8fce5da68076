# SPDX-License-Identifier: GPL-2.0-or-later
"""Which terms is a text? The answer to "why was it not found?"."""

from __future__ import annotations

import enum
from ctypes import byref
from dataclasses import dataclass
from typing import Any

from . import _table
from ._call import call, to_text
from ._load import library


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
    """One term that a text becomes; `start` and `end` are byte offsets in its UTF-8."""

    term: str
    form: str
    start: int
    end: int
    position: int
    kind: Kind
    language: str
