# SPDX-License-Identifier: GPL-2.0-or-later
"""Full-text search for political commentary in English and Russian.

    import kzsearch

    with kzsearch.open("archive.kz", "w") as ix:
        ix["op-1"] = {"title": "After the vote", "body": "...", "date": date(2022, 11, 20)}

    with kzsearch.open("archive.kz") as ix:
        for hit in ix.search('"just Kazakhstan"', limit=20):
            print(hit.title, hit.snippet())
"""

from __future__ import annotations

from ._call import borrowed as _borrowed
from ._load import library as _library
from .document import Document
from .errors import *  # noqa: F403
from .errors import KzsError
from .index import Index, Info, open
from .search import Hit, Query, Results

__version__ = "0.1.0"


def library_version() -> str:
    """Version of the C library that was loaded."""
    return _borrowed(_library.kzs_version()) or ""
