# SPDX-License-Identifier: GPL-2.0-or-later
"""Looking after an index: check, back up, export, compact, rebuild."""

import gzip
import io
import json
import os
import signal
import unittest

import kzsearch
from kzsearch import _errand
from support import OPINIONS, Archive


class Upkeep(Archive):
    def damage(self):
        """Overwrite the end of the table of stored documents."""
        with open(os.path.join(self.archive, "docdata.glass"), "r+b") as file:
            file.seek(-4096, os.SEEK_END)
            file.write(os.urandom(4096))

    def test_check(self):
        """check() finds nothing in a sound index, and reports progress"""
        told = []
        self.assertEqual(self.ix.check(progress=told.append), [])
        self.assertEqual(kzsearch.check(self.archive), [])
        self.assertIsInstance(told[-1], kzsearch.Progress)
        self.assertLessEqual(told[-1].done, told[-1].total)
        with self.assertRaises(FileNotFoundError):
            kzsearch.check(self.path("none.kz"))

    def test_damaged(self):
        """check() tells what is damaged, what is lost and what to do"""
        self.damage()
        findings = kzsearch.check(self.archive)
        self.assertTrue(findings)
        self.assertTrue(all(finding.what and finding.advice for finding in findings))
        with self.assertRaises(kzsearch.CorruptError):
            list(kzsearch.read_all(self.archive))

    def test_backup(self):
        """backup() copies what was committed"""
        copy = self.path("copy.kz")
        with kzsearch.open(self.archive, "w") as ix:
            ix["pending"] = {}
            ix.backup(copy)
        with kzsearch.open(copy) as ix:
            self.assertEqual(set(ix), set(OPINIONS))
        with self.assertRaises(FileExistsError):
            self.ix.backup(copy)

    def test_read_all(self):
        """read_all() gives documents in the order in which they were put"""
        found = list(kzsearch.read_all(self.archive, progress=lambda _: None))
        self.assertEqual([name for name, _ in found], list(OPINIONS))
        self.assertEqual(dict(found[1][1]), OPINIONS["op-2"])

    def test_read_some(self):
        """who stops reading leaves nothing behind"""
        with kzsearch.open(self.archive, "w") as ix:
            ix.add_many({"id": f"n{i}", "body": "text"} for i in range(1000))
        reading = kzsearch.read_all(self.archive)
        self.assertEqual(next(reading)[0], "op-1")
        self.assertEqual(len(_errand._live), 1)
        reading.close()
        self.assertEqual(len(_errand._live), 0)

    def test_read_forked(self):
        """a child cannot go on reading, and does no harm"""
        with kzsearch.open(self.archive, "w") as ix:
            ix.add_many({"id": f"n{i}", "body": "text"} for i in range(200))
        reading = kzsearch.read_all(self.archive)
        next(reading)
        process = os.fork()
        if process == 0:
            code = 1
            try:
                next(reading)
            except kzsearch.ForkedError:
                reading.close()
                code = 0
            finally:
                os._exit(code)
        self.assertEqual(os.waitpid(process, 0)[1], 0)
        self.assertEqual(len(list(reading)), 202)

    def test_export(self):
        """export() writes JSON Lines, to a path, packed or not, or to a file"""
        with kzsearch.open(self.archive, "w") as ix:
            ix["a\0b"] = {"title": "odd", "tags": ["x", "y"]}
        text = io.StringIO()
        self.assertEqual(self.ix.export(text), 4)
        lines = [json.loads(line) for line in text.getvalue().splitlines()]
        self.assertEqual(lines[0], {"kzsearch": "export"})
        self.assertEqual(lines[1]["date"], "2022-11-21")
        self.assertEqual(lines[4], {"id": "a\0b", "title": "odd", "tags": ["x", "y"]})
        self.ix.export(self.path("plain.jsonl"))
        kzsearch.export(self.archive, self.path("packed.jsonl.gz"))
        with open(self.path("plain.jsonl"), encoding="utf-8") as file:
            self.assertEqual(file.read(), text.getvalue())
        with gzip.open(self.path("packed.jsonl.gz"), "rt", encoding="utf-8") as file:
            self.assertEqual(file.read(), text.getvalue())
        with kzsearch.open(self.path("again.kz"), "w") as ix:
            ix.add_many(lines[1:])
        with kzsearch.open(self.path("again.kz")) as ix:
            self.assertEqual(
                {name: dict(document) for name, document in ix.items()},
                {name: dict(document) for name, document in self.ix.items()},
            )

    def test_compact(self):
        """compact() works beside readers and for who writes, but not over what is pending"""
        with kzsearch.open(self.archive, "w") as ix:
            ix.add_many({"id": f"n{i}", "body": f"word{i} " * 300} for i in range(300))
            with self.assertRaisesRegex(kzsearch.StateError, "commit"):
                ix.compact()
            ix.commit()
            for i in range(290):
                del ix[f"n{i}"]
            ix.commit()
            before = ix.info().bytes
            ix.compact()
            self.assertLess(ix.info().bytes, before)
            ix["after"] = {"title": "After"}
        self.ix.compact()
        self.assertIn("after", self.ix)
        with kzsearch.open(self.archive, "w"):
            with self.assertRaises(BlockingIOError):
                self.ix.compact()
        self.assertEqual(len(self.ix), 14)  # still open

    def test_rebuild(self):
        """rebuild() takes another schema, which the index then has"""
        schema = self.ix.schema + "views number\nVerny = Крепость\n"
        with kzsearch.open(self.archive, "w") as ix:
            ix.rebuild(schema=schema)
            ix["new"] = {"views": 7, "body": "Они взяли Крепость."}
        ix = kzsearch.open(self.archive)
        self.assertEqual(ix["new"]["views"], 7)
        self.assertEqual([hit.id for hit in ix.search("+Verny +views:7")], ["new"])
        with self.assertRaises(kzsearch.QuerySyntaxError):
            self.ix.rebuild(schema="nonsense")
        self.ix.rebuild(threads=2)
        self.assertEqual(self.ix.schema, schema)
        self.assertEqual(len(self.ix), 4)

    def test_exception(self):
        """what progress raises ends the work, and leaves the index as it was"""

        def stop(_):
            raise ZeroDivisionError

        for work in (self.ix.check, self.ix.compact, self.ix.rebuild):
            with self.assertRaises(ZeroDivisionError):
                work(progress=stop)
        with self.assertRaises(ZeroDivisionError):
            self.ix.backup(self.path("copy.kz"), progress=stop)
        self.assertEqual(os.listdir(self.folder), ["archive.kz"])
        self.assertEqual(len(self.ix), 3)

    def test_interrupt(self):
        """Ctrl-C ends the work"""
        with kzsearch.open(self.archive, "w") as ix:
            ix.add_many({"id": f"n{i}", "body": f"word{i} " * 100} for i in range(5000))
        handler = signal.signal(signal.SIGALRM, signal.default_int_handler)
        self.addCleanup(signal.signal, signal.SIGALRM, handler)
        for work in (self.ix.check, self.ix.rebuild):
            signal.setitimer(signal.ITIMER_REAL, 0.02)
            with self.assertRaises(KeyboardInterrupt):
                work()
        self.assertEqual(len(_errand._live), 0)
        self.assertEqual(os.listdir(self.folder), ["archive.kz"])
        self.assertEqual(len(self.ix), 5003)

    def test_closed(self):
        """a closed index is not looked after"""
        self.ix.close()
        for work in (self.ix.check, self.ix.compact, lambda: self.ix.export(io.StringIO())):
            with self.assertRaisesRegex(ValueError, "is closed"):
                work()


if __name__ == "__main__":
    unittest.main()
