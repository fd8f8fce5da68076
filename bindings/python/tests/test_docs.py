# SPDX-License-Identifier: GPL-2.0-or-later
"""The examples of the docstrings and of doc/python.md do what they say."""

import contextlib
import csv
import datetime
import doctest
import importlib
import io
import os
import pkgutil
import re
import subprocess
import unittest

import kzsearch
from support import SOURCE, Folder

GUIDE = os.path.join(SOURCE, "doc", "python.md")
OPINIONS = os.path.join(SOURCE, "examples", "opinions")
DOCUMENTS = {
    "op-1": {
        "title": "After the vote",
        "author": "A. Serik",
        "lang": "en",
        "date": "2022-11-21",
        "body": "The nation chose. What the voters were promised was a “just Kazakhstan”.",
    },
    "op-2": {
        "title": "Water and maps",
        "author": "B. Omar",
        "lang": "en",
        "date": "2021-05-02",
        "body": "Rivers know of no nation.",
    },
}


def python_with(module):
    """The system's Python may have what the one that runs the tests has not."""
    python = "/usr/bin/python3"
    if "KZS_SANITIZED" in os.environ or not os.path.exists(python):
        return None
    found = subprocess.run([python, "-c", f"import {module}"], stderr=subprocess.DEVNULL)
    return python if found.returncode == 0 else None


class InFolder(Folder):
    def setUp(self):
        super().setUp()
        before = os.getcwd()
        os.chdir(self.folder)
        self.addCleanup(os.chdir, before)


class Docstrings(InFolder):
    def test_docstrings(self):
        """the examples of the docstrings"""
        ran = 0
        names = [m.name for m in pkgutil.iter_modules(kzsearch.__path__) if m.name != "__main__"]
        for module in [importlib.import_module(f"kzsearch.{name}") for name in names]:
            for test in doctest.DocTestFinder().find(module):
                if not test.examples:
                    continue
                with self.subTest(test.name):
                    ran += 1
                    os.mkdir(self.path(str(ran)))
                    os.chdir(self.path(str(ran)))
                    for path in ("archive.kz", "ix.kz"):
                        with kzsearch.open(path, "w") as ix:
                            ix.add_many(DOCUMENTS.items())
                    with kzsearch.open("ix.kz", "w") as ix:
                        test.globs.update(ix=ix, kzsearch=kzsearch, datetime=datetime)
                        test.globs.update(date=datetime.date, Query=kzsearch.Query)
                        said = io.StringIO()
                        runner = doctest.DocTestRunner()
                        runner.run(test, out=said.write)
                        ix.rollback()
                        self.assertEqual(runner.failures, 0, said.getvalue())
        self.assertGreater(ran, 25)


class Readme(InFolder):
    def test_examples(self):
        """the examples of README.md and of the package's own"""
        for path in ("README.md", "bindings/python/README.md"):
            with open(os.path.join(SOURCE, path), encoding="utf-8") as file:
                (code,) = re.findall(r"^```python\n(.*?)^```$", file.read(), re.M | re.S)
            said = io.StringIO()
            with contextlib.redirect_stdout(said):
                exec(code, {"__name__": path})
            self.assertIn("After the vote They call it a “just Kazakhstan.”", said.getvalue())


class Guide(InFolder):
    """Its blocks run one after the other, in a folder with the samples."""

    def setUp(self):
        super().setUp()
        with open(GUIDE, encoding="utf-8") as file:
            text = file.read()
        self.blocks = re.findall(
            r"^```python\n(.*?)^```\n(?:\n```text\n(.*?)^```$)?", text, re.M | re.S
        )
        self.samples()

    def samples(self):
        """columns.csv and a folder site/, made from the sample op-eds."""
        os.mkdir("site")
        with open("columns.csv", "w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(["number", "headline", "writer", "published", "text"])
            names = sorted(name for name in os.listdir(OPINIONS) if name.endswith(".txt"))
            for number, name in enumerate(names):
                with open(os.path.join(OPINIONS, name), encoding="utf-8") as opinion:
                    paragraphs = [p for p in opinion.read().split("\n\n") if p.strip()]
                kicker = len(paragraphs[0].split()) < 3
                title = paragraphs[1 if kicker else 0].splitlines()[0]
                text = "\n\n".join(paragraphs[2:])
                day = datetime.date(2022, 1, 15) + datetime.timedelta(days=40 * number)
                rows.writerow([number, title, "A. Serik", day.isoformat(), text])
                with open(f"site/{name[:-4]}.html", "w", encoding="utf-8") as page:
                    page.write(f"<html><head><title>{title}</title></head><body>")
                    page.writelines(f"<p>{paragraph}</p>" for paragraph in paragraphs[2:])

    def test_guide(self):
        """the examples of doc/python.md, one after the other"""
        self.assertGreater(len(self.blocks), 7)
        names = {"__name__": "__main__"}
        for number, (code, expected) in enumerate(self.blocks, 1):
            with self.subTest(f"example {number}"):
                said = io.StringIO()
                try:
                    with contextlib.redirect_stdout(said):
                        exec(compile(code, f"doc/python.md, example {number}", "exec"), names)
                except ModuleNotFoundError as missing:
                    other = python_with(missing.name)
                    if other is None:
                        print(f"# example {number} needs {missing.name}, which is not installed")
                        continue
                    self.assertIn("import kzsearch\n", code)
                    said.write(subprocess.run([other, "-c", code], check=True, stdout=subprocess.PIPE, text=True).stdout)
                if expected:
                    self.assertEqual(said.getvalue().rstrip(), expected.rstrip())

    def test_ten_lines(self):
        """the first one is ten lines at most"""
        self.assertLessEqual(len([x for x in self.blocks[0][0].splitlines() if x.strip()]), 10)


if __name__ == "__main__":
    unittest.main()
