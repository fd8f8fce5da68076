# SPDX-License-Identifier: GPL-2.0-or-later
"""The annotations: mypy --strict finds nothing, neither here nor in a program that uses them."""

import os
import shutil
import subprocess
import unittest

from support import BUILD, Folder

PROGRAM = """
from __future__ import annotations

import kzsearch
from datetime import date
from pathlib import Path

with kzsearch.open(Path("archive.kz"), "w", lock_timeout=2.5) as ix:
    ix["a"] = {"title": "A", "date": date(2022, 11, 20), "tags": ["x", "y"]}
    count: int = ix.add_many([{"id": "b"}], progress=print)
    results: kzsearch.Results = ix.search("x", facets={"author": 3}, timeline="month")
    hits: list[kzsearch.Hit] = results[0:3]
    shares: list[float] = [bucket.share for bucket in results.timeline or []]
    text: str = results[0].snippet(html=True)
"""


class Types(Folder):
    def check(self, *arguments):
        if not shutil.which("mypy"):
            self.skipTest("mypy is not installed")
        environment = {k: v for k, v in os.environ.items() if k != "PYTHONUTF8"}
        environment["MYPYPATH"] = environment.pop("PYTHONPATH")
        cache = "--cache-dir=" + os.path.join(BUILD, "bindings", "python", "mypy_cache")
        done = subprocess.run(
            ["mypy", "--strict", "--python-version", "3.9", cache, *arguments],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.assertEqual(done.returncode, 0, done.stdout)

    def test_package(self):
        """mypy --strict finds nothing in the package or a program that uses it"""
        program = self.path("program.py")
        with open(program, "w", encoding="utf-8") as file:
            file.write(PROGRAM)
        self.check("-p", "kzsearch")
        self.check(program)

    def test_wrong_program(self):
        """and finds what is wrong in one"""
        program = self.path("wrong.py")
        with open(program, "w", encoding="utf-8") as file:
            file.write("import kzsearch\nkzsearch.open(3).search(limit='x')\n")
        with self.assertRaises(AssertionError) as caught:
            self.check(program)
        self.assertIn("incompatible type", str(caught.exception))


if __name__ == "__main__":
    unittest.main()
