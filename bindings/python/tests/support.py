# SPDX-License-Identifier: GPL-2.0-or-later
"""What the tests share: a folder of their own, and an index with a few op-eds."""

from __future__ import annotations

import os
import shutil
import tempfile
import unittest
from datetime import date

import kzsearch

SOURCE = os.environ["KZS_SOURCE"]
BUILD = os.environ["KZS_BUILD"]

OPINIONS = {
    "op-1": {
        "title": "After the vote",
        "author": "A. Serik",
        "date": date(2022, 11, 21),
        "lang": "en",
        "body": "The nation has voted. What the voters were promised was a “just Kazakhstan”.",
    },
    "op-2": {
        "title": "Вода и карты",
        "author": ["Б. Омар", "A. Serik"],
        "date": date(2023, 3, 2),
        "lang": "ru",
        "body": "Вода не читает карт. Справедливый Казахстан начинается с реки.",
    },
    "op-3": {
        "title": "Quasi-states",
        "author": "C. Brown",
        "date": date(2023, 3, 30),
        "lang": "en",
        "body": "A quasi-state is a nation with a flag & without <recognition>.",
    },
}


class Folder(unittest.TestCase):
    """A test with an empty folder, `self.folder`."""

    def setUp(self) -> None:
        self.folder = tempfile.mkdtemp(prefix="kzsearch-python-")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def path(self, name: str) -> str:
        return os.path.join(self.folder, name)


class Archive(Folder):
    """A test with an index of OPINIONS, open for reading as `self.ix`."""

    def setUp(self) -> None:
        super().setUp()
        self.archive = self.path("archive.kz")
        with kzsearch.open(self.archive, "w") as ix:
            for name, document in OPINIONS.items():
                ix[name] = document
        self.ix = kzsearch.open(self.archive)
        self.addCleanup(self.ix.close)
