# SPDX-License-Identifier: GPL-2.0-or-later
"""Searching: queries, hits, counts, pages."""

import contextlib
import gc
import unittest
import weakref
from datetime import date
from unittest import mock

import kzsearch
from kzsearch import _load, _table
from support import OPINIONS, Archive


class Hits(Archive):
    def test_hits(self):
        """a hit has id, rank, score, title, date, fields and a snippet"""
        results = self.ix.search('"just Kazakhstan"', limit=20)
        hit = results[0]
        self.assertEqual((hit.id, hit.rank, hit.title), ("op-1", 1, "After the vote"))
        self.assertEqual(hit.date, date(2022, 11, 21))
        self.assertGreater(hit.score, 0)
        self.assertTrue(0 < hit.percent <= 100)
        self.assertEqual(dict(hit.fields), OPINIONS["op-1"])
        self.assertIn("op-1", repr(hit))

    def test_snippets(self):
        """snippets are plain, HTML or ANSI"""
        hit = self.ix.search("recognition")[0]
        self.assertIn("flag & without <recognition>", hit.snippet())
        self.assertIn("&amp; without &lt;<mark>recognition</mark>&gt;", hit.snippet(html=True))
        self.assertIn("\x1b[", hit.snippet(ansi=True))
        self.assertEqual(hit.snippet("title"), "Quasi-states")
        self.assertLess(len(hit.snippet(length=20)), 30)
        self.assertEqual(hit.snippet("no_such_field"), "")

    def test_matches(self):
        """matches are places in the text"""
        hit = self.ix.search("карт Казахстан")[0]
        body = hit.fields["body"]
        self.assertEqual([body[m.start : m.end] for m in hit.matches()], ["карт", "Казахстан"])
        self.assertEqual(hit.matches("title")[0].end, len("Вода и карты"))
        self.assertEqual(hit.snippet(length=None), body)

    def test_highlight(self):
        """any text can be marked"""
        text = "Казахстан & ещё"
        self.assertEqual(
            self.ix.highlight("Казахстана", text, html=True), "<mark>Казахстан</mark> &amp; ещё"
        )
        (match,) = self.ix.matches(kzsearch.Query("ещё"), text)
        self.assertEqual(text[match.start : match.end], "ещё")
        self.assertEqual(match.kind, kzsearch.MatchKind.WORD)
        self.assertEqual(self.ix.matches("ещё", ""), [])
        with self.assertRaises(kzsearch.QuerySyntaxError):
            self.ix.highlight(kzsearch.Query('"ещё', strict=True), text)

    def test_why(self):
        """a hit tells why it was found, and what its score is made of"""
        hit = self.ix.search('"just Kazakhstan" Токаев', explain=True)[0]
        self.assertIn("phrase", hit.why)
        explained = hit.explain()
        self.assertAlmostEqual(explained["score"], hit.score, 4)
        self.assertTrue(explained["parts"])
        plain = self.ix.search("nation")[0]
        self.assertEqual(plain.why, [])
        with self.assertRaises(ValueError):
            plain.explain()

    def test_numbers(self):
        """results know total, time and what was repaired"""
        results = self.ix.search('нация "nation', exact_total=True)
        self.assertTrue(results.exact)
        self.assertEqual(results.total, 2)
        self.assertEqual(results.documents, 3)
        self.assertGreaterEqual(results.took, 0)
        self.assertEqual(len(results.warnings), 1)
        self.assertEqual(results.warnings[0].offset, 6)
        self.assertIn("quotation", results.warnings[0])
        self.assertIn("2", repr(results))
        self.assertEqual(len(self.ix.search("nothingatall")), 0)

    def test_no_title(self):
        """a document without title or date has its id and None"""
        with kzsearch.open(self.archive, "w") as ix:
            ix["bare"] = {"body": "bareword"}
        hit = self.ix.search("bareword")[0]
        self.assertEqual((hit.title, hit.date), ("bare", None))


    def test_passages(self):
        """passages are the places that a snippet shows"""
        hit = self.ix.search("voters")[0]
        (place,) = hit.passages(length=30)
        self.assertEqual(place.kind, kzsearch.MatchKind.PASSAGE)
        self.assertIn(hit.fields["body"][place.start : place.end], hit.snippet(length=30))

    def test_lazy(self):
        """nothing of a hit is asked of the library before it is wanted, and then once"""
        asked = []

        def watch(name):
            function = getattr(_load.library, name)
            return lambda *arguments: asked.append(name) or function(*arguments)

        names = [name for name, _, _ in _table.FUNCTIONS if name.startswith("kzs_results_")]
        names.remove("kzs_results_free")
        with contextlib.ExitStack() as stack:
            for name in names:
                stack.enter_context(mock.patch.object(_load.library, name, watch(name)))
            results = self.ix.search("nation", facets="author", timeline="year")
            self.assertEqual(asked, [])
            hits = list(results)
            self.assertEqual(set(asked), {"kzs_results_count"})
            asked.clear()
            for _ in range(3):
                self.assertEqual([(hit.rank, hit.score > 0) for hit in hits], [(1, True), (2, True)])
                self.assertEqual(results.total, 2)
            self.assertEqual(asked.count("kzs_results_hit"), 2)
            self.assertEqual(asked.count("kzs_results_summary"), 1)
            self.assertNotIn("kzs_results_doc", asked)

    def test_freed(self):
        """a page is freed when nobody holds it or a hit of it, without the collector"""
        gc.disable()
        self.addCleanup(gc.enable)
        results = self.ix.search("nation")
        owner = weakref.ref(results._page._handle.use())
        hit = results[0]
        del results
        self.assertIsNotNone(owner())
        del hit
        self.assertIsNone(owner())


class Similar(Archive):
    def setUp(self):
        super().setUp()
        text = (
            "The ferry across the Caspian is late again, and nobody in the ministry of transport "
            "can say when the harbour of Aktau will be dredged so that larger ships may enter it. "
        )
        with kzsearch.open(self.archive, "w") as ix:
            ix["ferry-1"] = {"title": "Ferries", "body": text * 2}
            ix["ferry-2"] = {"title": "Late ferries", "body": text * 2 + "By our reporter."}
            ix["ferry-3"] = {"title": "Ferries, again", "body": text * 2 + "Reprinted."}

    def test_similar(self):
        """similar() finds what is like a document or a text, and not the document itself"""
        found = [hit.id for hit in self.ix.similar("ferry-1", limit=2)]
        self.assertEqual(set(found), {"ferry-2", "ferry-3"})
        self.assertEqual([hit.id for hit in self.ix.search("ferry")[0].similar(limit=1)][0][:5], "ferry")
        self.assertEqual(self.ix.similar(["ferry-1", "ferry-2"])[0].id, "ferry-3")
        self.assertEqual(self.ix.similar(text="flags of a quasi-state")[0].id, "op-3")
        found = self.ix.search("Caspian OR nation", like="op-1", filters={"lang": "en"})
        self.assertEqual({hit.id for hit in found}, {"op-3"})

    def test_refused(self):
        """it must be told what to"""
        with self.assertRaises(KeyError):
            self.ix.similar("none")
        for call in (self.ix.similar, lambda: self.ix.similar([])):
            with self.assertRaisesRegex(ValueError, "similar to what"):
                call()

    def test_collapse(self):
        """near-duplicates are one hit, which knows them"""
        results = self.ix.search("ferry", collapse=True)
        (hit,) = results
        self.assertEqual((hit.collapsed, len(hit.duplicates)), (2, 2))
        self.assertEqual({hit.id, *hit.duplicates}, {"ferry-1", "ferry-2", "ferry-3"})
        self.assertEqual(results.to_dicts()[0]["collapsed"], 2)
        self.assertIn("2 more like it", results._repr_html_())
        plain = self.ix.search("ferry")[0]
        self.assertEqual((plain.collapsed, plain.duplicates), (0, []))

    def test_collapsed_pages(self):
        """one goes from page to page of collapsed hits as well"""
        results = self.ix.search("*", collapse=True, limit=2)
        found = [hit.id for hit in results.every()]
        self.assertEqual(len(found), 4)
        self.assertEqual(len(set(found)), 4)
        self.assertEqual([len(page) for page in results.pages()][:2], [2, 2])
        self.assertEqual([hit.id for hit in results[1:4]], found[1:4])


class Described(Archive):
    def test_describe(self):
        """a query tells how it is understood, with places in characters"""
        described = self.ix.describe('Токаев нация "')
        self.assertEqual(described["text"], 'Токаев нация "')
        self.assertEqual(described["warnings"][0]["offset"], 13)
        self.assertEqual(described["tree"]["children"][1]["offset"], 7)
        self.assertEqual(kzsearch.Query("=states").describe()["canonical"], "=states")
        with self.assertRaises(kzsearch.QuerySyntaxError):
            self.ix.describe(kzsearch.Query("(", strict=True))

    def test_explain_places(self):
        """what a score is made of stands at characters of the query"""
        hit = self.ix.search("Казахстан nation", explain=True)[0]
        parts = {part["words"]: (part["start"], part["end"]) for part in hit.explain()["parts"]}
        self.assertEqual(parts["nation"], (10, 16))

    def test_no_index(self):
        """texts can be marked without an index"""
        self.assertEqual(
            kzsearch.highlight("Tokayev", "Речь Токаева", html=True), "Речь <mark>Токаева</mark>"
        )
        self.assertEqual(len(kzsearch.matches("Tokayev", "Речь Токаева")), 1)


class Queries(Archive):
    def ids(self, *arguments, **options):
        return [hit.id for hit in self.ix.search(*arguments, **options)]

    def test_dates(self):
        """since and until take dates and text, and include both ends"""
        self.assertEqual(self.ids("*", since=date(2023, 3, 30)), ["op-3"])
        self.assertEqual(self.ids("*", until="2022"), ["op-1"])
        self.assertEqual(self.ids("", since="2022-11", until=date(2022, 11, 21)), ["op-1"])

    def test_filters(self):
        """values of one field are alternatives, fields must all pass"""
        self.assertEqual(set(self.ids("*", filters={"lang": ["en", "ru"]})), set(OPINIONS))
        found = self.ids("*", filters={"lang": "en", "author": {"A. Serik", "C. Brown"}})
        self.assertEqual(set(found), {"op-1", "op-3"})
        with self.assertRaisesRegex(ValueError, "nofield"):
            self.ids("*", filters={"nofield": "x"})

    def test_sort(self):
        """sort takes a key or several"""
        self.assertEqual(self.ids("*", sort="-date"), ["op-3", "op-2", "op-1"])
        self.assertEqual(self.ids("*", sort=["lang", "-date"]), ["op-3", "op-1", "op-2"])

    def test_options(self):
        """other options go to the library by name"""
        self.assertEqual(self.ids("nation flag", operator="and"), ["op-3"])
        with self.assertRaisesRegex(ValueError, "operater"):
            self.ids("nation", operater="and")

    def test_reuse(self):
        """a Query can be used again and takes no more options"""
        query = kzsearch.Query("nation", limit=1)
        self.assertEqual([len(self.ix.search(query)) for _ in range(2)], [1, 1])
        with self.assertRaises(TypeError):
            self.ix.search(query, limit=2)


class Counts(Archive):
    def test_facets(self):
        """facets are dictionaries with counts, the most frequent first"""
        results = self.ix.search("*", facets=["author", "lang"], limit=0)
        author = results.facets["author"]
        self.assertEqual(author, {"A. Serik": 2, "C. Brown": 1, "Б. Омар": 1})
        self.assertEqual(next(iter(author)), "A. Serik")
        self.assertEqual((author.distinct, author.missing), (3, 0))
        self.assertEqual(results.facets["lang"], {"en": 2, "ru": 1})
        self.assertEqual(self.ix.search("*").facets, {})

    def test_facet_size(self):
        """a facet may be asked for with its size"""
        facet = self.ix.search("*", facets={"author": 1}).facets["author"]
        self.assertEqual((dict(facet), facet.distinct), ({"A. Serik": 2}, 3))
        self.assertEqual(len(self.ix.search("*", facets="author").facets["author"]), 3)

    def test_timeline(self):
        """a timeline has every month from the first to the last"""
        timeline = self.ix.search("nation", timeline="month").timeline
        self.assertEqual((timeline.unit, timeline.field, timeline.missing), ("month", "date", 0))
        self.assertEqual(len(timeline), 5)
        last = timeline[-1]
        self.assertEqual((last.date, last.count, last.documents), ("2023-03", 1, 2))
        self.assertEqual((last.start, last.share), (date(2023, 3, 1), 0.5))
        self.assertEqual(timeline[1].share, 0)
        self.assertEqual(timeline.to_dicts()[0]["start"], date(2022, 11, 1))
        self.assertIsNone(self.ix.search("nation").timeline)
        self.assertEqual(self.ix.search("*", timeline="year", timeline_field="date").timeline[0].date, "2022")


class Pages(Archive):
    def setUp(self):
        super().setUp()
        with kzsearch.open(self.archive, "w") as ix:
            ix.add_many(
                {"id": f"n{i}", "date": date(2000, 1, 1 + i), "body": "many " * (i + 1)}
                for i in range(25)
            )
        self.all = [hit.id for hit in self.ix.search("many", limit=100)]

    def ids(self, hits):
        return [hit.id for hit in hits]

    def test_every(self):
        """every() and pages() come to the last hit, each once, in order"""
        results = self.ix.search("many", limit=4)
        self.assertEqual(self.ids(results), self.all[:4])
        self.assertEqual(self.ids(results.every()), self.all)
        pages = list(results.pages())
        self.assertEqual([len(page) for page in pages], [4, 4, 4, 4, 4, 4, 1])
        self.assertEqual([hit.id for page in pages for hit in page], self.all)
        self.assertIsNone(pages[-1].next_page())

    def test_slices(self):
        """slices go past the page; an index does not"""
        results = self.ix.search("many", limit=4)
        self.assertEqual(self.ids(results[2:9]), self.all[2:9])
        self.assertEqual(self.ids(results[10:20:3]), self.all[10:20:3])
        self.assertEqual(self.ids(results[:100]), self.all)
        self.assertEqual(self.ids(results[30:40]), [])
        self.assertEqual(self.ids(results[-2:]), self.all[2:4])
        self.assertEqual(self.ids(results[::-1]), self.all[3::-1])
        with self.assertRaises(IndexError):
            results[4]
        following = self.ix.search("many", limit=4, offset=4)
        self.assertEqual(self.ids(following[2:9]), self.all[6:13])
        self.assertEqual(self.ids(results.next_page()[2:9]), self.all[6:13])

    def test_cursor(self):
        """a cursor goes on in another search"""
        first = self.ix.search("many", limit=10)
        second = self.ix.search("many", limit=100, cursor=first.cursor)
        self.assertEqual(self.ids(first) + self.ids(second), self.all)
        self.assertIsNone(second.cursor)

    def test_stale(self):
        """a page after a commit is a StaleError where order depends on relevance"""
        first = self.ix.search("many", limit=10)
        dated = self.ix.search("many", limit=10, sort="date")
        with kzsearch.open(self.archive, "w") as ix:
            del ix["n24"]
        with self.assertRaises(kzsearch.StaleError):
            first.next_page()
        self.assertEqual(self.ids(dated.next_page()), [f"n{i}" for i in range(10, 20)])


class Suggestions(Archive):
    def test_suggest(self):
        """a misspelt word is mended from the words of the index"""
        found = self.ix.suggest("natoin")
        self.assertEqual(found[0].text, "nation")
        self.assertEqual(found[0].kind, kzsearch.SuggestionKind.SPELLING)
        self.assertGreater(found[0].documents, 0)
        self.assertEqual(self.ix.suggest("nation"), [])

    def test_complete(self):
        """what is being typed is completed"""
        self.assertIn("nation", [str(one) for one in self.ix.complete("nat", titles=0)])
        self.assertEqual(self.ix.complete("qqqq"), [])


class Tables(Archive):
    def test_dicts(self):
        """to_dicts() is rows for a table"""
        rows = self.ix.search("nation").to_dicts()
        self.assertEqual({row["id"] for row in rows}, {"op-1", "op-3"})
        self.assertLessEqual({"rank", "score", "title", "date", "snippet"}, set(rows[0]))
        self.assertEqual(list(rows[0])[:3], ["id", "rank", "score"])
        self.assertNotIn("snippet", self.ix.search("nation").to_dicts(snippet=False)[0])

    def test_html(self):
        """a notebook shows hits with marks, and nothing of a document as HTML"""
        with kzsearch.open(self.archive, "w") as ix:
            ix["<script>"] = {"body": "<b>nation</b>"}
        shown = self.ix.search('nation "')._repr_html_()
        self.assertIn("<mark>nation</mark>", shown)
        self.assertIn("3 documents", shown)
        self.assertIn("&lt;script&gt;", shown)
        self.assertNotIn("<script>", shown)
        self.assertIn("quotation", shown)


if __name__ == "__main__":
    unittest.main()
