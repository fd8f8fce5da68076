# SPDX-License-Identifier: GPL-2.0-or-later
"""Errors are what Python people catch."""

import io
import os
import pickle
import re
import unittest

import kzsearch
from kzsearch import _table, errors
from support import SOURCE, Archive

# Names of statuses, and what only a wrong call can bring about, which the package never makes.
NOT_SAID = re.compile(r"KZS_ERR_|KZS_READ|KZS_ANALYZE_|sizeof")


class Errors(Archive):
    def test_kinds(self):
        """each error is also the built-in one that fits"""
        with self.assertRaises(KeyError):
            self.ix["none"]
        with self.assertRaises(FileNotFoundError):
            kzsearch.open(self.path("none.kz"))
        with self.assertRaises(FileExistsError):
            kzsearch.open(self.archive, "x")
        with self.assertRaises(io.UnsupportedOperation):
            self.ix["x"] = {}
        with kzsearch.open(self.archive, "w"):
            with self.assertRaises(BlockingIOError):
                kzsearch.open(self.archive, "w", lock_timeout=0.01)
        with self.assertRaises(ValueError):
            self.ix.search("x", limit=-1)

    def test_details(self):
        """an error has code, name, message and errno"""
        with self.assertRaises(kzsearch.NotFoundError) as caught:
            self.ix["none"]
        error = caught.exception
        self.assertEqual((error.code, error.name), (_table.KZS_ERR_NOT_FOUND, "KZS_ERR_NOT_FOUND"))
        self.assertIn("none", str(error))
        self.assertFalse(str(error).startswith("'"))  # as KeyError would have it
        self.assertIsNone(error.offset)
        with open(self.path("file"), "w", encoding="utf-8"):
            pass
        with self.assertRaises(kzsearch.KzsError) as caught:
            kzsearch.open(self.path("file") + "/x.kz", "w")
        self.assertIsInstance(caught.exception, (OSError, ValueError))

    def test_words(self):
        """messages name what Python programs know, and nothing of C"""
        with self.assertRaisesRegex(io.UnsupportedOperation, "mode 'w'"):
            self.ix["x"] = {}
        ix = kzsearch.open(self.archive, "w")
        ix["x"] = {}
        with self.assertRaisesRegex(kzsearch.StateError, r"call commit\(\) before"):
            ix.close()

    def test_all_words(self):
        """no message of the library is left that would speak of C"""
        literal = re.compile(r'"(?:[^"\\]|\\.)*"')
        left = []
        for folder, _, names in os.walk(os.path.join(SOURCE, "lib")):
            for name in names:
                if not name.endswith((".c", ".cc", ".hh", ".h")):
                    continue
                with open(os.path.join(folder, name), encoding="utf-8") as file:
                    text = re.sub(r"^\s*#include.*|/\*.*?\*/", "", file.read(), flags=re.M | re.S)
                for words in literal.findall(text):
                    said = errors.in_python(words)
                    if re.search(r"\b(kzs_\w+\(|KZS_[A-Z])", said) and not NOT_SAID.search(said):
                        left.append(f"{name}: {said}")
        self.assertEqual(left, [])

    def test_syntax(self):
        """an error of syntax tells the character, not the byte"""
        with self.assertRaises(kzsearch.QuerySyntaxError) as caught:
            self.ix.search("Казахстан (нация", strict=True)
        self.assertEqual(caught.exception.offset, "Казахстан (нация".index("("))

    def test_unknown(self):
        """a status newer than the module is a plain KzsError"""
        error = errors.from_status(987)
        self.assertIs(type(error), kzsearch.KzsError)
        self.assertEqual((error.code, error.name), (987, "KZS_ERR_UNKNOWN"))
        self.assertIn("987", str(error))

    def test_pickle(self):
        """every error comes whole out of another process"""
        for name, (number, _) in _table.STATUSES.items():
            if number:
                detail = _table.kzs_error(status=number, system=2, offset=5, message=b"words")
                error = errors.from_status(number, detail)
                copy = pickle.loads(pickle.dumps(error))
                self.assertIs(type(copy), type(error))
                self.assertEqual(
                    (str(copy), copy.code, copy.name, copy.offset, copy.errno),
                    ("words", number, name, 5, 2),
                )

    def test_arguments(self):
        """what C could not take is refused in Python"""
        for call, error in (
            (lambda: kzsearch.open("a\0b"), ValueError),
            (lambda: kzsearch.open(self.archive, "q"), ValueError),
            (lambda: kzsearch.open(self.archive, schema="title text"), ValueError),
            (lambda: kzsearch.open(3), TypeError),
            (lambda: self.ix.search(3), TypeError),
            (lambda: self.ix.search("x", sort="date\0"), ValueError),
            (lambda: self.ix.search("x", nonsense=1), ValueError),
            (lambda: self.ix[3], TypeError),
            (lambda: self.ix.search("x", facets={"author": -1}), ValueError),
            (lambda: self.ix.search("nation")[0].snippet(length=-1), ValueError),
            (lambda: kzsearch.analyze(None), TypeError),
        ):
            with self.assertRaises(error):
                call()


if __name__ == "__main__":
    unittest.main()
