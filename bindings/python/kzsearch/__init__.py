# SPDX-License-Identifier: GPL-2.0-or-later
"""Full-text search for political commentary in English and Russian.

    import kzsearch
    from datetime import date

    with kzsearch.open("archive.kz", "w") as ix:
        ix["op-1"] = {"title": "After the vote", "body": "...", "date": date(2022, 11, 20)}

    with kzsearch.open("archive.kz") as ix:
        for hit in ix.search('"just Kazakhstan"', limit=20):
            print(hit.title, hit.snippet())

open() gives an Index, a mapping from ids to documents; its search() gives Results. Every error
of the library is a KzsError, and a KeyError, ValueError or OSError as well where that fits.
"""

from __future__ import annotations

from . import errors
from ._call import borrowed as _borrowed
from ._load import library as _library
from ._page import Warned
from .analysis import Kind, Token, analyze
from .build import Build, build
from .counts import Bucket, Facet, Timeline
from .document import Document
from .errors import *  # noqa: F403
from .index import Index, Info, open
from .marks import Match, MatchKind, highlight, matches
from .query import Query
from .results import Hit, Results
from .suggestions import Suggestion, SuggestionKind
from .upkeep import Finding, Progress, backup, check, compact, export, read_all, rebuild

__all__ = [
    "Bucket",
    "Build",
    "Document",
    "Facet",
    "Finding",
    "Hit",
    "Index",
    "Info",
    "Kind",
    "Match",
    "MatchKind",
    "Progress",
    "Query",
    "Results",
    "Suggestion",
    "SuggestionKind",
    "Timeline",
    "Token",
    "Warned",
    "analyze",
    "backup",
    "build",
    "check",
    "compact",
    "export",
    "highlight",
    "library_version",
    "matches",
    "open",
    "read_all",
    "rebuild",
]
__all__ += errors.__all__

__version__ = "0.1.0"


def library_version() -> str:
    """Version of the C library that was loaded."""
    return _borrowed(_library.kzs_version()) or ""
