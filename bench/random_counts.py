"""Random queries for bench/facets: what kzsearch counts beside counting by hand, and pages.

Which documents match is asked in one page of all hits, ranked by relevance; the counts of them
come from the documents as they were given to the index, with nothing of kzsearch in between.
"""

import datetime
import json
import os
import re
import sys
import unicodedata
from collections import Counter

import common

FILES = ("throughput/ungdc_half_en.jsonl.gz", "throughput/novels_half_ru.jsonl.gz")
CHARACTERS = 2000  # of each text: in whole speeches every common word is in every document
MOST = 10_000  # hits of a page, and values of a facet
FIELDS = ("author", "tags", "lang", "source")
SORTS = ("relevance", "-date", "date", "author,-date", "-lang,relevance", "source,author", "tags")


def import_kzsearch(library):
    """The package as the build made it."""
    os.environ.setdefault("KZSEARCH_LIBRARY", library)
    sys.path.insert(0, os.path.join(common.ROOT, "build", "bindings", "python"))
    try:
        import kzsearch
    except ImportError as error:
        common.stop(f"no Python package in build/: {error}; build the library there first")
    return kzsearch


def make_document(line, draw):
    """Fields with one value, with many, with none; dates of every precision."""
    source = json.loads(line)
    start = draw.randrange(max(1, len(source["text"]) - CHARACTERS))
    text = source["text"][start:start + CHARACTERS]
    words = re.findall(r"[^\W\d_]{4,}", text)
    document = {"title": source["title"], "text": text, "lang": source["lang"]}
    document["author"] = source.get("country") or source["title"].split()[0]
    document["tags"] = sorted({w.lower() for w in draw.choices(words or ["none"], k=4)})
    if draw.random() < 0.7:
        document["source"] = draw.choice(("wire", "radio", "press", "archive"))
    precision = draw.choice((0, 4, 7, 10, 10, 10))
    if precision:
        year = source.get("year") or 1900 + draw.randrange(100)
        document["date"] = f"{year}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}"[:precision]
    return document


def make_documents(count, draw):
    documents = {}
    for name in FILES:
        path = os.path.join(common.data_folder(), name)
        if not os.path.exists(path):
            common.stop_absent(f"no file {path}")
        with common.open_lines(path) as file:
            lines = file.readlines()
        for n, line in enumerate(draw.sample(lines, min(len(lines), count // len(FILES)))):
            documents[f"{name[11:16]}-{n}"] = make_document(line, draw)
    return documents


class Queries:
    """Queries of words as the texts have them, with every operator of the language."""

    def __init__(self, documents, draw):
        self.documents, self.draw = list(documents.values()), draw

    def run(self, length):
        """So many words that stand side by side in a text."""
        words = re.findall(r"[^\W\d_]+", self.draw.choice(self.documents)["text"])
        start = self.draw.randrange(max(1, len(words) - length))
        return words[start:start + length] or ["none"]

    def word(self):
        return self.run(1)[0]

    def leaf(self):
        draw, word = self.draw, self.word()
        one = draw.choice(self.documents)
        return draw.choice((
            lambda: word, lambda: word, lambda: word,
            lambda: "=" + word,
            lambda: f'"{" ".join(self.run(draw.randint(2, 3)))}"',
            lambda: f'="{" ".join(self.run(2))}"',
            lambda: f'"{" ".join(self.run(2)[::-1])}"~{draw.randint(1, 6)}',
            lambda: f"{word[:4]}*", lambda: f"*{word[-4:]}", lambda: f"{word[:2]}?{word[3:]}",
            lambda: word + "~", lambda: f"{word}^{draw.randint(0, 5)}",
            lambda: f"{word} NEAR/{draw.randint(1, 9)} {self.word()}",
            lambda: "{} ADJ/{} {}".format(*self.run(3)[:1], draw.randint(1, 9), self.word()),
            lambda: f"title:{draw.choice(one['title'].split())}",
            lambda: f'author:"{one["author"]}"', lambda: f"tag:{draw.choice(one['tags'])}",
            lambda: f"lang:{one['lang']}", lambda: f"source:{draw.choice(('wire', 'press'))}",
            lambda: f"date:{draw.randint(1900, 2015)}",
            lambda: f"date:{draw.randint(1900, 1960)}..{draw.randint(1960, 2015)}-06",
            lambda: f"since:{draw.randint(1900, 2015)}", lambda: f"until:{draw.randint(1900, 2015)}",
            lambda: "*",
        ))()

    def query(self, depth=2):
        draw = self.draw
        if depth == 0 or draw.random() < 0.3:
            return self.leaf()
        one, other = self.query(depth - 1), self.query(depth - 1)
        return draw.choice((f"{one} {other}", f"{one} AND {other}", f"{one} OR {other}",
                            f"({one}) AND NOT ({other})", f"({one} ИЛИ {other})",
                            f"+({one}) {other}", f"({one}) -({other})", f"NOT ({one})"))


def folded(value):
    """What the library takes for the same value: whatever its case and accents, е for ё."""
    letters = unicodedata.normalize("NFD", value.lower())
    plain = "".join(letter for n, letter in enumerate(letters) if not unicodedata.combining(letter)
                    or (letter == "\u0306" and letters[n - 1] == "и"))  # й is a letter of its own
    return unicodedata.normalize("NFC", plain)


def facet_by_hand(documents, ids, field):
    """Values and counts, the most frequent first, then by name; and who has none."""
    counts, missing = Counter(), 0
    for name in ids:
        values = documents[name].get(field, [])
        values = values if isinstance(values, list) else [values]
        counts.update({folded(v) for v in values})
        missing += not values
    return sorted(counts.items(), key=lambda item: (-item[1], item[0])), missing


def wrong_facets(results, documents, ids):
    for field, facet in results.facets.items():
        want, missing = facet_by_hand(documents, ids, field)
        have = [(folded(value), count) for value, count in facet.items()]
        most = results.asked[field]
        if have != want[:most] or (facet.distinct, facet.missing) != (len(want), missing):
            yield f"the facet {field}"


def following(date, unit):
    """The next year, month or day."""
    if unit == "year":
        return f"{int(date) + 1}"
    if unit == "month":
        year, month = map(int, date.split("-"))
        return f"{year + month // 12}-{month % 12 + 1:02}"
    return str(datetime.date.fromisoformat(date) + datetime.timedelta(days=1))


def wrong_timeline(timeline, documents, ids):
    length = {"year": 4, "month": 7, "day": 10}[timeline.unit]
    cut = lambda names: Counter(  # noqa: E731
        d[:length] for d in (documents[n].get("date", "") for n in names) if len(d) >= length)
    counts, whole = cut(ids), cut(documents)
    dates = []
    if counts:
        dates = [min(counts)]
        while dates[-1] < max(counts):
            dates.append(following(dates[-1], timeline.unit))
    if ([(b.date, b.count, b.documents) for b in timeline]
            != [(d, counts[d], whole[d]) for d in dates]):
        yield f"the timeline by {timeline.unit}"
    missing = sum("date" not in documents[n] for n in ids)
    if (timeline.missing, timeline.coarse) != (missing, len(ids) - missing - counts.total()):
        yield "how many have no date, or a coarse one"


def check_counts(index, documents, text, draw):
    """Matches of a query, and what is wrong with its counts."""
    ids = [hit.id for hit in index.search(text, limit=MOST)]
    facets = {field: draw.choice((1, 3, 10, MOST)) for field in FIELDS}
    results = index.search(text, limit=0, exact_total=True, facets=facets,
                           timeline=draw.choice(("year", "month", "day", "auto")))
    results.asked = facets
    wrong = [*wrong_facets(results, documents, ids),
             *wrong_timeline(results.timeline, documents, ids)]
    if len(set(ids)) != len(ids) or not results.exact or results.total != len(ids):
        wrong.append(f"{len(ids)} hits, {results.total} in all")
    return len(ids), wrong


def check_pages(index, text, draw):
    """Pages of a query by cursor, and what is wrong with them: all hits, each once, in order."""
    sort, limit = draw.choice(SORTS), draw.choice((1, 2, 7, 10, 50, 333))
    whole = [hit.id for hit in index.search(text, sort=sort, limit=MOST)]
    ids, pages, cursor = [], 0, ""
    # A cursor that goes in circles would never end.
    while cursor is not None and pages <= len(whole) + 1:
        page = index.search(text, sort=sort, limit=limit, cursor=cursor)
        ids += (hit.id for hit in page)
        cursor, pages = page.cursor, pages + 1
    wrong = []
    if len(set(ids)) != len(ids):
        wrong.append("a hit comes twice")
    if set(ids) != set(whole):
        wrong.append(f"{len(set(ids))} hits on the pages, {len(whole)} in all")
    elif ids != whole:
        wrong.append(f"pages of {limit} by {sort} give another order")
    return pages, wrong


def check(kzsearch, folder, options, draw):
    """Print what was counted; False when something is wrong."""
    documents = make_documents(options.random_documents, draw)
    path = os.path.join(folder, "random.kz")
    with kzsearch.build(path) as new:
        new.add_many((name, {**{k: v for k, v in d.items() if k != "text"}, "body": d["text"]})
                     for name, d in documents.items())
    queries = Queries(documents, draw)
    bad = 0
    with kzsearch.open(path) as index:
        sizes, pages = [], 0
        for n in range(options.random + options.random_pages):
            text = queries.query()
            if n < options.random:
                size, wrong = check_counts(index, documents, text, draw)
                sizes.append(size)
            else:
                while not len(index.search(text, limit=1)):  # nothing to page through
                    text = queries.query()
                size, wrong = check_pages(index, text, draw)
                pages += size
            if wrong:
                bad += 1
                print(f"WRONG: {text}: {'; '.join(wrong)}", flush=True)
    some = sorted(size for size in sizes if size)
    print(f"\nseed {options.seed}, {len(documents):,} documents, English and Russian\n"
          f"{options.random:,} random queries, {len(some):,} with matches (median "
          f"{some[len(some) // 2] if some else 0:,}, most {some[-1] if some else 0:,}): "
          f"{len(FIELDS)} facets, a timeline and the total of each\n"
          f"{options.random_pages:,} random queries, {pages:,} pages by cursor in all\n"
          f"{bad} wrong", flush=True)
    return bad == 0
