# SPDX-License-Identifier: GPL-2.0-or-later
"""Documents: what goes in and what comes out."""

import dataclasses
import unittest
from datetime import date, datetime, timezone

import kzsearch
from support import Folder


@dataclasses.dataclass
class Column:
    title: str
    date: date
    tags: list


class Number:
    """As numpy's scalars are."""

    shape = ()

    def __iter__(self):
        raise TypeError("iteration over a 0-d array")

    def item(self):
        return 7


class Documents(Folder):
    def setUp(self):
        super().setUp()
        schema = "title text\ndate date\nviews number\ntags keyword\nbody text main\n"
        self.ix = kzsearch.open(self.path("a.kz"), "x", schema=schema)
        self.addCleanup(self.ix.close)

    def kept(self, document):
        self.ix["x"] = document
        self.ix.commit()
        return self.ix["x"]

    def test_types(self):
        """dates, times and numbers come back as what they were"""
        stored = self.kept({"date": date(2022, 11, 20), "views": 12, "title": "T"})
        self.assertEqual(dict(stored), {"date": date(2022, 11, 20), "views": 12, "title": "T"})
        moment = datetime(2022, 11, 20, 8, 30)
        self.assertEqual(self.kept({"date": moment, "views": 0.5})["date"], moment)
        self.assertEqual(self.kept({"views": -0.5})["views"], -0.5)
        moment = datetime(987, 1, 2, 3, 4, 5, tzinfo=timezone.utc)
        self.assertEqual(self.kept({"date": moment})["date"], moment)

    def test_partial_dates(self):
        """a year or month stays text"""
        self.assertEqual(self.kept({"date": "2022-11"})["date"], "2022-11")
        self.assertEqual(self.kept({"date": "2022-11-20T08:30:00Z"})["date"].year, 2022)

    def test_several(self):
        """lists, sets and generators are several values; one value comes back as itself"""
        self.assertEqual(self.kept({"tags": ["b", "a"]})["tags"], ["b", "a"])
        self.assertEqual(self.kept({"tags": {"b", "a"}})["tags"], ["a", "b"])
        self.assertEqual(self.kept({"tags": (t for t in "xyz")})["tags"], ["x", "y", "z"])
        stored = self.kept({"tags": ["a"]})
        self.assertEqual((stored["tags"], stored.all("tags"), stored.all("no")), ("a", ["a"], []))

    def test_dataclass(self):
        """a dataclass is a document"""
        stored = self.kept(Column("T", date(2022, 1, 2), ["a", "b"]))
        self.assertEqual(dict(stored), {"title": "T", "date": date(2022, 1, 2), "tags": ["a", "b"]})

    def test_missing(self):
        """None and what pandas puts for nothing are left out"""
        not_a_time = type("NaTType", (), {})()
        stored = self.kept(
            {"title": None, "views": float("nan"), "date": not_a_time, "tags": ["a", None]}
        )
        self.assertEqual(dict(stored), {"tags": "a"})

    def test_numpy(self):
        """a number of numpy is a number"""
        self.assertEqual(self.kept({"views": Number()})["views"], 7)

    def test_refused(self):
        """a value or field that cannot be is refused by name, and nothing is put"""
        for document, error, words in (
            ({"title": object()}, TypeError, "'title'.*object"),
            ({"title": {"a": 1}}, TypeError, "'title'.*dict"),
            ({3: "x"}, TypeError, "int"),
            ({"Bad Name": "x"}, kzsearch.InvalidError, "Bad Name"),
            ({"ti\0tle": "x"}, ValueError, "NUL"),
            ({"date": "yesterday"}, kzsearch.InvalidError, "yesterday"),
            ({"views": "many"}, ValueError, "many"),
            ("text", TypeError, "str"),
            (Column, TypeError, "type"),
        ):
            with self.subTest(document=document):
                with self.assertRaisesRegex(error, words):
                    self.ix["x"] = document
        self.ix.commit()
        self.assertEqual(len(self.ix), 0)

    def test_bytes(self):
        """NULs and lone surrogates in a value do no harm"""
        stored = self.kept({"title": "a\0b", "body": "c\ud800d"})
        self.assertEqual(stored["title"], "a\0b")
        self.assertTrue(stored["body"].startswith("c") and stored["body"].endswith("d"))

    def test_large(self):
        """a large document comes back whole"""
        text = "слово " * 200_000
        self.assertEqual(self.kept({"body": text})["body"], text)


if __name__ == "__main__":
    unittest.main()
