# SPDX-License-Identifier: GPL-2.0-or-later
"""An index as a mapping: opening, changing, closing."""

import gc
import os
import pathlib
import signal
import unittest
import warnings
import weakref

import kzsearch
from support import OPINIONS, Archive


class Opening(Archive):
    def test_paths(self):
        """str, bytes and Path name an index"""
        for path in (self.archive, os.fsencode(self.archive), pathlib.Path(self.archive)):
            with kzsearch.open(path) as ix:
                self.assertEqual((len(ix), ix.path), (3, self.archive))

    def test_schema(self):
        """a new index takes a schema; one that exists must have the same"""
        schema = "title text\nyear number\n"
        path = self.path("own.kz")
        for mode in ("w", "w"):
            with kzsearch.open(path, mode, schema=schema) as ix:
                self.assertEqual(ix.schema, schema)
        with self.assertRaises(FileExistsError):
            kzsearch.open(path, "w", schema="title text\n")
        kzsearch.open(path, "w").close()  # the refusal left nothing open

    def test_options(self):
        """options reach the library"""
        with kzsearch.open(self.archive, "w", durability="none", commit_bytes="1K") as ix:
            before = ix.info().commit_number
            ix["long"] = {"body": "word " * 1000}
            self.assertGreater(ix.info().commit_number, before)
        with self.assertRaisesRegex(ValueError, "durability"):
            kzsearch.open(self.archive, "w", durability="sometimes")

    def test_info(self):
        """info() describes the index"""
        info = self.ix.info()
        self.assertEqual((info.documents, info.pending, info.writable), (3, 0, False))
        self.assertGreater(info.bytes, 0)
        self.assertIn("archive.kz", repr(self.ix))


class Reading(Archive):
    def test_mapping(self):
        """len, in, get, keys and items"""
        self.assertEqual(len(self.ix), 3)
        self.assertIn("op-1", self.ix)
        self.assertNotIn("op-9", self.ix)
        self.assertNotIn(5, self.ix)
        self.assertIsNone(self.ix.get("op-9"))
        self.assertEqual(set(self.ix), set(OPINIONS))
        self.assertEqual(
            {name: document["title"] for name, document in self.ix.items()},
            {name: document["title"] for name, document in OPINIONS.items()},
        )
        self.assertTrue(self.ix)
        self.assertNotEqual(self.ix, {})

    def test_many_ids(self):
        """iterating goes past one page, also while somebody commits"""
        with kzsearch.open(self.archive, "w") as ix:
            ix.add_many({"id": f"n{i}", "date": "2001"} for i in range(1500))
        ids = []
        with kzsearch.open(self.archive, "w") as writer:
            for name in self.ix:
                if len(ids) == 10:
                    writer["late"] = {"date": "1999"}
                    writer.commit()
                ids.append(name)
        self.assertEqual(len(ids), len(set(ids)))
        self.assertLessEqual({f"n{i}" for i in range(1500)}, set(ids))

    def test_odd_ids(self):
        """an id may be any bytes"""
        with kzsearch.open(self.archive, "w") as ix:
            for name in ("ключ", b"\xff\xfe", "a\0b"):
                ix[name] = {"title": "odd"}
        self.assertIn("ключ", self.ix)
        self.assertIn(b"\xff\xfe", self.ix)
        self.assertIn(os.fsdecode(b"\xff\xfe"), list(self.ix))
        self.assertIn("a\0b", list(self.ix))


class Writing(Archive):
    def setUp(self):
        super().setUp()
        self.writer = kzsearch.open(self.archive, "w")
        self.addCleanup(self.writer.rollback)

    def tearDown(self):
        if self.writer.closed:
            self.writer = kzsearch.open(self.archive, "w")
            self._cleanups.clear()
            self.addCleanup(self.ix.close)
        super().tearDown()

    def test_put_delete(self):
        """documents are put, replaced and deleted, and seen after a commit"""
        self.writer["new"] = {"title": "New"}
        self.writer["op-1"] = {"title": "Changed"}
        del self.writer["op-2"]
        self.assertNotIn("new", self.ix)
        self.writer.commit()
        self.assertEqual(set(self.ix), {"new", "op-1", "op-3"})
        self.assertEqual(self.ix["op-1"]["title"], "Changed")
        with self.assertRaises(KeyError):
            del self.writer["op-2"]

    def test_rollback(self):
        """rollback() gives changes up"""
        del self.writer["op-1"]
        self.writer.rollback()
        self.writer.commit()
        self.assertIn("op-1", self.ix)

    def test_transaction(self):
        """transaction() commits whole or not at all"""
        with self.writer.transaction() as ix:
            ix["new"] = {}
        self.assertIn("new", self.ix)
        with self.assertRaises(ZeroDivisionError):
            with self.writer.transaction():
                del self.writer["new"]
                1 // 0
        self.writer.commit()
        self.assertIn("new", self.ix)

    def test_with(self):
        """a with block commits at its end and gives up when an exception leaves it"""
        self.writer.close()
        with kzsearch.open(self.archive, "w") as ix:
            ix["new"] = {}
        self.assertIn("new", self.ix)
        with self.assertRaises(ZeroDivisionError):
            with kzsearch.open(self.archive, "w") as ix:
                del ix["new"]
                1 // 0
        self.assertTrue(ix.closed)
        self.assertIn("new", self.ix)

    def test_add_many(self):
        """add_many() takes mappings with an id and pairs, and reports progress"""
        reported = []
        documents = [{"id": "a", "title": "A"}, ("b", {"title": "B"}), {"id": 7, "title": "C"}]
        self.assertEqual(self.writer.add_many(documents, progress=reported.append), 3)
        self.writer.commit()
        self.assertEqual(sum(reported), 3)
        self.assertEqual(dict(self.ix["a"]), {"title": "A"})
        self.assertIn("7", self.ix)
        self.assertEqual(documents[0], {"id": "a", "title": "A"})
        self.assertEqual(self.writer.add_many([{"name": "n"}], id="name"), 1)
        with self.assertRaisesRegex(ValueError, "'id'"):
            self.writer.add_many([{"title": "no id"}])

    def test_progress_stops(self):
        """an exception from progress or from the documents ends add_many()"""

        def stop(_):
            raise StopAsyncIteration

        with self.assertRaises(StopAsyncIteration):
            self.writer.add_many([{"id": "a"}], progress=stop)

        def broken():
            yield {"id": "b"}
            raise OverflowError

        with self.assertRaises(OverflowError):
            self.writer.add_many(broken())

    def test_interrupt(self):
        """Ctrl-C stops add_many(), and the index goes on"""

        def endless():
            n = 0
            while True:
                n += 1
                if n == 20:
                    os.kill(os.getpid(), signal.SIGINT)
                yield {"id": str(n), "body": "word " * 100}

        handler = signal.signal(signal.SIGINT, signal.default_int_handler)
        self.addCleanup(signal.signal, signal.SIGINT, handler)
        with self.assertRaises(KeyboardInterrupt):
            self.writer.add_many(endless())
        self.writer.rollback()
        self.writer["after"] = {}
        self.writer.commit()
        self.assertIn("after", self.ix)
        self.assertNotIn("1", self.ix)


class Closing(Archive):
    def test_closed(self):
        """a closed index says so; closing again is fine"""
        self.ix.close()
        self.ix.close()
        self.assertTrue(self.ix.closed)
        for call in (
            lambda: len(self.ix),
            lambda: self.ix["op-1"],
            lambda: self.ix.search("x"),
            lambda: self.ix.commit(),
            lambda: self.ix.schema,
        ):
            with self.assertRaisesRegex(ValueError, "is closed"):
                call()
        with self.ix:
            pass
        self.assertIn("closed", repr(self.ix))

    def test_given_up(self):
        """closing with uncommitted changes is a StateError, and closes"""
        ix = kzsearch.open(self.archive, "w")
        ix["x"] = {}
        with self.assertRaises(kzsearch.StateError):
            ix.close()
        self.assertTrue(ix.closed)
        kzsearch.open(self.archive, "w").close()

    def test_kept_traceback(self):
        """an exception that is kept keeps nothing open"""
        ix = kzsearch.open(self.archive, "w")
        kept = None
        try:
            ix["x"] = {"date": "never"}
        except ValueError as error:
            kept = error
        ix.close()
        kzsearch.open(self.archive, "w").close()
        self.assertIsNotNone(kept)

    def test_collected(self):
        """an index that nobody holds is closed, with a warning when changes are lost"""
        ix = kzsearch.open(self.archive, "w")
        gone = weakref.ref(ix)
        del ix
        gc.collect()
        self.assertIsNone(gone())
        ix = kzsearch.open(self.archive, "w")
        ix["x"] = {}
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            del ix
            gc.collect()
        self.assertEqual([w.category for w in caught], [ResourceWarning])
        kzsearch.open(self.archive, "w").close()

    def test_notes(self):
        """notes are kept beside the documents, with the commit"""
        with kzsearch.open(self.archive, "w") as ix:
            ix.set_note("read/a", "1")
            ix.set_note("read/б", b"\0\xff")
            ix.set_note("other", "x")
            self.assertIsNone(ix.note("read/a"))
            ix.commit()
            self.assertEqual(ix.note("read/a"), b"1")
            self.assertEqual(ix.notes("read/"), {"read/a": b"1", "read/б": b"\0\xff"})
            ix.set_note("read/a", None)
            ix.commit()
            self.assertEqual(list(ix.notes()), ["other", "read/б"])
            with self.assertRaises(kzsearch.KzsError):
                ix.set_note("", "x")

    def test_results_outlive(self):
        """results and documents outlive their index"""
        results = self.ix.search("nation")
        document = self.ix["op-1"]
        self.ix.close()
        self.assertEqual(results[0].fields["title"], results[0].title)
        self.assertIn("<mark>", results[0].snippet(html=True))
        self.assertEqual(document["title"], "After the vote")
        with self.assertRaisesRegex(ValueError, "is closed"):
            self.ix.search("nation", limit=1)


if __name__ == "__main__":
    unittest.main()
