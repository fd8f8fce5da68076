# SPDX-License-Identifier: GPL-2.0-or-later
"""Several threads on one index, and forks."""

import os
import threading
import unittest

import kzsearch
from support import Archive


class Threads(Archive):
    def together(self, *works):
        """Run functions at the same time; the first exception is raised."""
        raised = []
        gate = threading.Barrier(len(works))

        def guarded(work):
            gate.wait()
            try:
                work()
            except BaseException as error:
                raised.append(error)

        threads = [threading.Thread(target=guarded, args=(work,)) for work in works]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if raised:
            raise raised[0]

    def test_searching(self):
        """threads search one index while another writes"""

        def read():
            for _ in range(30):
                results = self.ix.search("nation")
                self.assertGreaterEqual(len(results), 2)
                results[0].snippet(html=True)

        def write():
            with kzsearch.open(self.archive, "w", durability="none") as ix:
                for n in range(10):
                    ix[f"w{n}"] = {"body": "nation"}
                    ix.commit()

        self.together(read, read, read, write)
        self.assertEqual(len(self.ix), 13)

    def test_one_page(self):
        """threads share a page of results"""
        results = self.ix.search("nation")

        def look():
            for _ in range(100):
                for hit in results:
                    hit.snippet()
                    hit._fields = None
                    hit.title

        self.together(look, look, look)

    def test_putting(self):
        """threads put documents through one handle"""
        with kzsearch.open(self.archive, "w") as ix:

            def put(name):
                return lambda: ix.add_many({"id": f"{name}{n}"} for n in range(50))

            self.together(put("a"), put("b"), put("c"))
        self.assertEqual(len(self.ix), 153)

    def test_closing(self):
        """closing while others are searching ends them with ValueError, and nothing worse"""
        for _ in range(10):
            ix = kzsearch.open(self.archive)

            def read():
                try:
                    while True:
                        ix.search("nation")
                except ValueError as error:
                    self.assertIn("is closed", str(error))

            self.together(read, read, ix.close)


class Forks(Archive):
    def child(self, work):
        """Run a function in a child; its exception's text, or '' when there was none."""
        here, there = os.pipe()
        process = os.fork()
        if process == 0:
            text = b""
            try:
                work()
            except BaseException as error:
                text = f"{type(error).__name__}: {error}".encode()
            os.write(there, text)
            os._exit(0)
        os.close(there)
        with open(here, "rb") as pipe:
            said = pipe.read().decode()
        self.assertEqual(os.waitpid(process, 0)[1], 0)
        return said

    def test_inherited(self):
        """an inherited index raises ForkedError, and can be closed"""
        said = self.child(lambda: self.ix.search("nation"))
        self.assertIn("ForkedError", said)
        self.assertEqual(self.child(self.ix.close), "")
        self.assertEqual(len(self.ix), 3)

    def test_writer(self):
        """closing a writer in a child leaves the parent's changes alone"""
        with kzsearch.open(self.archive, "w") as ix:
            ix["new"] = {}
            self.child(ix.close)
        self.assertIn("new", self.ix)

    def test_anew(self):
        """a child opens the index anew"""

        def work():
            with kzsearch.open(self.archive) as ix:
                assert len(ix) == 3

        self.assertEqual(self.child(work), "")

    def test_results(self):
        """results go on in a child"""
        results = self.ix.search("nation")
        self.assertEqual(self.child(lambda: results[0].snippet()), "")

    def test_results_in_use(self):
        """results that another thread was using at the fork are refused"""
        results = self.ix.search("nation")
        with results._page._turns.take():
            said = self.child(lambda: results[0].snippet())
        self.assertIn("ForkedError", said)
        self.assertTrue(results[0].snippet())


if __name__ == "__main__":
    unittest.main()
