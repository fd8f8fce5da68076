# SPDX-License-Identifier: GPL-2.0-or-later
"""The annotations: mypy --strict finds nothing, neither here nor in a program that uses them."""

import ast
import os
import shutil
import subprocess
import unittest

from support import BUILD, SOURCE, Folder

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
    alike: list[str] = [hit.id for hit in ix.similar("a", collapse=True, limit=3)]
    canonical: object = ix.describe("x")["canonical"]
    findings: list[kzsearch.Finding] = ix.check(progress=lambda now: print(now.done))
    names: list[str] = [name for name, document in kzsearch.read_all("archive.kz")]
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

    def test_syntax(self):
        """nothing is written in a Python newer than 3.9"""
        folder = os.path.join(SOURCE, "bindings", "python")
        count = 0
        for place, _, names in os.walk(folder):
            for name in names:
                if name.endswith(".py"):
                    with open(os.path.join(place, name), encoding="utf-8") as file:
                        ast.parse(file.read(), name, feature_version=(3, 9))
                    count += 1
        self.assertGreater(count, 30)

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
