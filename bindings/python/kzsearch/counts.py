# SPDX-License-Identifier: GPL-2.0-or-later
"""What a search counted: values of fields, and dates."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from . import _table
from ._call import borrowed, filled
from ._load import library


class Facet(dict[str, int]):
    """How many matching documents have which value of a field, the most frequent first.

    distinct  different values in all matching documents, also those that are not listed
    missing   matching documents that have no value

    >>> facet = ix.search("nation", facets="author").facets["author"]
    >>> facet
    {'A. Serik': 1, 'B. Omar': 1}
    >>> facet.distinct, facet.missing
    (2, 0)
    """

    distinct: int
    missing: int


@dataclass(frozen=True)
class Bucket:
    """A year, month or day of a timeline.

    date       "2022", "2022-11" or "2022-11-21"
    count      matching documents
    documents  all documents of the index with such a date
    """

    date: str
    count: int
    documents: int

    @property
    def start(self) -> datetime.date:
        """Its first day."""
        return datetime.date.fromisoformat((self.date + "-01-01")[:10])

    @property
    def share(self) -> float:
        """How much of what was written then matches, from 0 to 1."""
        return self.count / self.documents if self.documents else 0.0


class Timeline(list[Bucket]):
    """Matching documents by date, from the first match to the last, empty times included.

    field    the date field
    unit     "year", "month" or "day"
    missing  matching documents without a date
    coarse   matching documents whose date is too coarse for the unit

    >>> timeline = ix.search("nation", timeline="year").timeline
    >>> [(bucket.date, bucket.count) for bucket in timeline]
    [('2021', 1), ('2022', 1)]
    """

    field: str
    unit: str
    missing: int
    coarse: int

    def to_dicts(self) -> list[dict[str, Any]]:
        """Rows for a table: pandas.DataFrame(timeline.to_dicts())."""
        return [
            {
                "date": bucket.date,
                "start": bucket.start,
                "count": bucket.count,
                "documents": bucket.documents,
                "share": bucket.share,
            }
            for bucket in self
        ]


def read_facets(results: Any) -> dict[str, Facet]:
    facets = {}
    for i in range(library.kzs_results_facet_count(results)):
        raw = filled(_table.kzs_facet, library.kzs_results_facet, results, i)
        facet = Facet()
        facet.distinct, facet.missing = raw.distinct, raw.missing
        for n in range(raw.count):
            value = filled(_table.kzs_facet_value, library.kzs_results_facet_value, results, i, n)
            facet[borrowed(value.value, value.length) or ""] = value.count
        facets[borrowed(raw.field) or ""] = facet
    return facets


def read_timeline(results: Any) -> Timeline:
    raw = filled(_table.kzs_timeline, library.kzs_results_timeline, results)
    timeline = Timeline()
    timeline.field, timeline.unit = borrowed(raw.field) or "", borrowed(raw.unit) or ""
    timeline.missing, timeline.coarse = raw.missing, raw.coarse
    for n in range(raw.count):
        bucket = filled(_table.kzs_bucket, library.kzs_results_bucket, results, n)
        timeline.append(Bucket(borrowed(bucket.date) or "", bucket.count, bucket.documents))
    return timeline
