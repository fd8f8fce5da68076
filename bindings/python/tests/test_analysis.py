# SPDX-License-Identifier: GPL-2.0-or-later
"""Which terms a text becomes, and callbacks from C."""

import signal
import unittest
from unittest import mock

import kzsearch
from kzsearch import Kind, analysis
from support import Folder


class Analysis(Folder):
    def test_tokens(self):
        """tokens have terms, kinds, languages"""
        tokens = kzsearch.analyze("the voters of Казахстана, 2022")
        self.assertIn(("voter", "voters", Kind.WORD, "en"), [self.row(t) for t in tokens])
        self.assertIn(("2022", "2022", Kind.NUMBER, ""), [self.row(t) for t in tokens])
        self.assertIn(Kind.NAME, {t.kind for t in tokens})

    def row(self, token):
        return (token.term, token.form, token.kind, token.language)

    def test_places(self):
        """start and end are places in the str"""
        text = "Ёлка — quasi-states 🌲 нации ё"
        tokens = kzsearch.analyze(text)
        found = {text[t.start : t.end] for t in tokens if t.kind == Kind.WORD}
        self.assertLessEqual({"Ёлка", "quasi", "states", "нации", "ё"}, found)
        self.assertIn("quasi-states", {text[t.start : t.end] for t in tokens})

    def test_query(self):
        """a query's names need no capitals"""
        for query, kinds in ((False, {Kind.WORD}), (True, {Kind.WORD, Kind.NAME})):
            tokens = kzsearch.analyze("up to astana", query=query)
            self.assertEqual({t.kind for t in tokens}, kinds)

    def test_own_names(self):
        """the names that an index adds"""
        schema = "body text\nVerny = Крепость\n"
        with kzsearch.open(self.path("own.kz"), "w", schema=schema) as index:
            ours, theirs = (
                {t.term for t in kzsearch.analyze(text, query=True, index=index)}
                for text in ("Verny", "крепость")
            )
            self.assertTrue(ours & theirs)
        with self.assertRaises(ValueError):
            kzsearch.analyze("Verny", index=index)

    def test_empty(self):
        """no text, no tokens"""
        self.assertEqual(kzsearch.analyze(""), [])

    def test_new_kind(self):
        """a kind that is newer than the module is OTHER"""
        self.assertIs(Kind(99), Kind.OTHER)

    def test_exception(self):
        """an exception inside the callback ends the call and is raised"""
        for error in (ZeroDivisionError, KeyboardInterrupt, SystemExit):
            with mock.patch.object(analysis, "Token", side_effect=error) as made:
                with self.assertRaises(error):
                    kzsearch.analyze("one two three")
                self.assertEqual(made.call_count, 1)

    def test_interrupt(self):
        """Ctrl-C works in the midst of a text, and is never lost"""
        handler = signal.signal(signal.SIGALRM, signal.default_int_handler)
        self.addCleanup(signal.signal, signal.SIGALRM, handler)
        for n in range(30):
            signal.setitimer(signal.ITIMER_REAL, 0.002 + n / 10_000)
            with self.assertRaises(KeyboardInterrupt):
                while signal.getitimer(signal.ITIMER_REAL)[0]:
                    kzsearch.analyze("word another " * 200)


if __name__ == "__main__":
    unittest.main()
