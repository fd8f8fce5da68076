"""Search engines as Python programs use them, for bench/python:

    in_python.py ENGINE INDEX DOCUMENTS QUERIES

DOCUMENTS are JSON Lines with id, title and body; QUERIES one query a line, all words of
which are alternatives. Prints CPU seconds, then wall seconds, of indexing and of
searching. Everything is read before the clock starts. Each engine stems by the language
of a document where it can; a query is stemmed by its script.
"""

import json
import os
import re
import sys
import time

HITS = 10


def is_russian(text):
    return bool(re.search("[а-яё]", text))


class Kzsearch:
    def __init__(self, path):
        import kzsearch

        self.kzsearch, self.path = kzsearch, path

    def index(self, documents):
        with self.kzsearch.open(self.path, "w") as ix:
            ix.add_many(documents)

    def open(self):
        self.ix = self.kzsearch.open(self.path)

    def search(self, query):
        return [(hit.id, hit.score) for hit in self.ix.search(query, limit=HITS)]


class KzsearchBuild(Kzsearch):
    """The same by way of kzsearch.build()."""

    def index(self, documents):
        with self.kzsearch.build(self.path) as new:
            new.add_many(documents)


class Fts5:
    """One table a language: a table has one tokenizer, and there is no Russian stemmer."""

    def __init__(self, path):
        self.path = path

    def index(self, documents):
        import sqlite3

        with sqlite3.connect(self.path) as db:
            for table, tokenizer in (("en", "porter unicode61"), ("ru", "unicode61")):
                db.execute(
                    f"CREATE VIRTUAL TABLE {table} USING "
                    f"fts5(id UNINDEXED, title, body, tokenize='{tokenizer}')"
                )
            for document in documents:
                table = "ru" if is_russian(document["body"]) else "en"
                values = (document["id"], document["title"], document["body"])
                db.execute(f"INSERT INTO {table} VALUES (?, ?, ?)", values)
        db.close()

    def open(self):
        import sqlite3

        self.db = sqlite3.connect(self.path)

    def search(self, query):
        table = "ru" if is_russian(query) else "en"
        match = " OR ".join(f'"{word}"' for word in query.split())
        return self.db.execute(
            f"SELECT id, -rank FROM {table} WHERE {table} MATCH ? ORDER BY rank LIMIT {HITS}",
            (match,),
        ).fetchall()


class Xapian:
    def __init__(self, path):
        import xapian

        self.xapian, self.path = xapian, path
        self.stemmers = [xapian.Stem("english"), xapian.Stem("russian")]

    def index(self, documents):
        database = self.xapian.WritableDatabase(self.path, self.xapian.DB_CREATE)
        generator = self.xapian.TermGenerator()
        for document in documents:
            made = self.xapian.Document()
            made.set_data(json.dumps(document))
            generator.set_stemmer(self.stemmers[is_russian(document["body"])])
            generator.set_document(made)
            generator.index_text(document["title"])
            generator.increase_termpos()
            generator.index_text(document["body"])
            identifier = "Q" + document["id"]
            made.add_boolean_term(identifier)
            database.replace_document(identifier, made)
        database.commit()
        database.close()

    def open(self):
        self.database = self.xapian.Database(self.path)

    def search(self, query):
        parser = self.xapian.QueryParser()
        parser.set_stemmer(self.stemmers[is_russian(query)])
        parser.set_stemming_strategy(self.xapian.QueryParser.STEM_SOME)
        enquire = self.xapian.Enquire(self.database)
        enquire.set_query(parser.parse_query(query))
        hits = enquire.get_mset(0, HITS)
        return [(json.loads(hit.document.get_data())["id"], hit.weight) for hit in hits]


class Whoosh:
    def __init__(self, path):
        from whoosh import analysis, fields, index, qparser

        self.modules, self.path = (index, qparser), path
        both = analysis.StemmingAnalyzer() | analysis.StemFilter(lang="ru")
        self.schema = fields.Schema(
            id=fields.ID(unique=True, stored=True),
            title=fields.TEXT(analyzer=both, stored=True),
            body=fields.TEXT(analyzer=both, stored=True),
        )

    def index(self, documents):
        os.mkdir(self.path)
        writer = self.modules[0].create_in(self.path, self.schema).writer()
        for document in documents:
            writer.add_document(**document)
        writer.commit()

    def open(self):
        index, qparser = self.modules
        self.searcher = index.open_dir(self.path).searcher()
        fields = ["title", "body"]
        self.parser = qparser.MultifieldParser(fields, self.schema, group=qparser.OrGroup)

    def search(self, query):
        hits = self.searcher.search(self.parser.parse(query), limit=HITS)
        return [(hit["id"], hit.score) for hit in hits]


class Tantivy:
    def __init__(self, path):
        import tantivy

        self.tantivy, self.path = tantivy, path
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("id", stored=True, tokenizer_name="raw")
        for language in ("en", "ru"):
            for field in ("title", "body"):
                builder.add_text_field(
                    f"{field}_{language}", stored=True, tokenizer_name=f"{language}_stem"
                )
        self.schema = builder.build()

    def register(self, index):
        make = self.tantivy
        analyzer = make.TextAnalyzerBuilder(make.Tokenizer.simple())
        analyzer = analyzer.filter(make.Filter.remove_long(80)).filter(make.Filter.lowercase())
        index.register_tokenizer("ru_stem", analyzer.filter(make.Filter.stemmer("russian")).build())

    def index(self, documents):
        os.mkdir(self.path)
        index = self.tantivy.Index(self.schema, path=self.path)
        self.register(index)
        writer = index.writer(num_threads=1)
        for document in documents:
            language = "ru" if is_russian(document["body"]) else "en"
            made = self.tantivy.Document()
            made.add_text("id", document["id"])
            made.add_text(f"title_{language}", document["title"])
            made.add_text(f"body_{language}", document["body"])
            writer.add_document(made)
        writer.commit()
        writer.wait_merging_threads()

    def open(self):
        self.ix = self.tantivy.Index.open(self.path)
        self.register(self.ix)
        self.searcher = self.ix.searcher()

    def search(self, query):
        language = "ru" if is_russian(query) else "en"
        parsed = self.ix.parse_query(query, [f"title_{language}", f"body_{language}"])
        hits = self.searcher.search(parsed, HITS).hits
        return [(self.searcher.doc(at).get_first("id"), score) for score, at in hits]


ENGINES = {
    "kzsearch": KzsearchBuild,
    "kzsearch-put": Kzsearch,
    "fts5": Fts5,
    "xapian": Xapian,
    "whoosh": Whoosh,
    "tantivy": Tantivy,
}


def timed(work):
    cpu, wall = time.process_time(), time.perf_counter()
    result = work()
    print(f"{time.process_time() - cpu:.6f} {time.perf_counter() - wall:.6f}")
    return result


def main(name, path, documents, queries):
    engine = ENGINES[name](path)
    with open(documents, encoding="utf-8") as lines:
        documents = [json.loads(line) for line in lines]
    with open(queries, encoding="utf-8") as lines:
        queries = lines.read().splitlines()
    timed(lambda: engine.index(documents))
    engine.open()
    found = timed(lambda: sum(len(engine.search(query)) for query in queries))
    print(f"{found} hits", file=sys.stderr)


if __name__ == "__main__":
    main(*sys.argv[1:])
