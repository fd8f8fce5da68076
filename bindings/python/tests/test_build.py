# SPDX-License-Identifier: GPL-2.0-or-later
"""Building an index from many documents at once."""

import os
import signal
import threading
import unittest
from datetime import date

import kzsearch
from support import OPINIONS, Folder


class Building(Folder):
    def test_build(self):
        """a build makes the index that putting one by one makes"""
        path, other = self.path("new.kz"), self.path("other.kz")
        reported = []
        with kzsearch.build(path, memory="16M", threads=2) as new:
            self.assertEqual(new.method, "direct")
            new["op-1"] = {"title": "replaced below"}
            self.assertEqual(new.add_many(OPINIONS.items(), progress=reported.append), 3)
            self.assertFalse(os.path.exists(path))
        self.assertEqual(sum(reported), 3)
        with kzsearch.open(other, "w") as ix:
            ix.add_many(OPINIONS.items())
        with kzsearch.open(path) as built, kzsearch.open(other) as put:
            self.assertEqual(
                {name: dict(document) for name, document in built.items()},
                {name: dict(document) for name, document in put.items()},
            )
            for query in ("nation", "Казахстана", "date:2023"):
                self.assertEqual(
                    [(hit.id, hit.score) for hit in built.search(query)],
                    [(hit.id, hit.score) for hit in put.search(query)],
                )

    def test_schema(self):
        """a build takes a schema"""
        with kzsearch.build(self.path("own.kz"), schema="day date\nbody text main\n") as new:
            new["a"] = {"day": date(2022, 1, 2), "body": "text"}
        self.assertEqual(kzsearch.open(self.path("own.kz"))["a"]["day"], date(2022, 1, 2))

    def test_given_up(self):
        """an exception leaves nothing behind, neither does dropping or closing a build"""
        with self.assertRaises(ZeroDivisionError):
            with kzsearch.build(self.path("new.kz")) as new:
                new["a"] = {}
                1 // 0
        kzsearch.build(self.path("new.kz"))["a"] = {}
        new = kzsearch.build(self.path("new.kz"))
        new.close()
        new.close()
        with self.assertRaisesRegex(ValueError, "is closed"):
            new["a"] = {}
        with new:
            pass
        self.assertEqual(os.listdir(self.folder), [])

    def test_replace(self):
        """a build takes the place of an index that is being searched"""
        path = self.path("new.kz")
        with kzsearch.open(path, "x", schema="name text\nbody text main\n") as ix:
            ix["old"] = {"body": "old"}
        ix = kzsearch.open(path)
        with kzsearch.build(path, replace=True, lock_timeout=1) as new:
            new["new"] = {"body": "new", "name": "named"}
            with self.assertRaises(BlockingIOError):
                kzsearch.open(path, "w")
        self.assertEqual([hit.id for hit in ix.search("name:named")], ["new"])
        self.assertTrue(kzsearch.open(path).info().direct)

    def test_method(self):
        """a build may be made through Xapian, without a warning when that was asked for"""
        with kzsearch.build(self.path("new.kz"), method="xapian") as new:
            new["a"] = {"body": "text"}
            self.assertEqual((new.method, new.warning), ("xapian", None))
        self.assertFalse(kzsearch.open(self.path("new.kz")).info().direct)

    def test_interrupt(self):
        """Ctrl-C while a build is finished gives it up"""
        handler = signal.signal(signal.SIGALRM, signal.default_int_handler)
        self.addCleanup(signal.signal, signal.SIGALRM, handler)
        new = kzsearch.build(self.path("new.kz"))
        for n in range(2000):
            new[str(n)] = {"body": " ".join(f"w{n}x{i}" for i in range(100))}
        signal.setitimer(signal.ITIMER_REAL, 0.01)
        with self.assertRaises(KeyboardInterrupt):
            new.finish()
        new.close()
        self.assertEqual(os.listdir(self.folder), [])

    def test_refused(self):
        """a bad document is refused alone, a path that is taken at once"""
        with kzsearch.build(self.path("new.kz")) as new:
            new["good"] = {"title": "T"}
            with self.assertRaisesRegex(ValueError, "yesterday"):
                new["bad"] = {"date": "yesterday"}
            new["better"] = {}
        self.assertEqual(set(kzsearch.open(self.path("new.kz"))), {"good", "better"})
        with self.assertRaises(FileExistsError):
            kzsearch.build(self.path("new.kz"))
        with self.assertRaises(ValueError):
            kzsearch.build(self.path("x.kz"), memory="much")

    def test_threads(self):
        """threads add to one build"""
        with kzsearch.build(self.path("new.kz")) as new:

            def add(name):
                new.add_many({"id": f"{name}{n}", "body": "nation"} for n in range(100))

            threads = [threading.Thread(target=add, args=(name,)) for name in "abc"]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        self.assertEqual(len(kzsearch.open(self.path("new.kz"))), 300)

    def test_fork(self):
        """a child cannot go on with a build, and does it no harm"""
        with kzsearch.build(self.path("new.kz")) as new:
            new["a"] = {}
            process = os.fork()
            if process == 0:
                code = 1
                try:
                    new["b"] = {}
                except kzsearch.ForkedError:
                    new.close()
                    code = 0
                finally:
                    os._exit(code)
            self.assertEqual(os.waitpid(process, 0)[1], 0)
        self.assertEqual(list(kzsearch.open(self.path("new.kz"))), ["a"])


if __name__ == "__main__":
    unittest.main()
