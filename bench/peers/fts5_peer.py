#!/usr/bin/python3
"""A peer of the benchmarks: SQLite's FTS5 as its documentation has it, `porter` over
`unicode61` for English and `unicode61` for other languages (it has no other stemmer).
Title and text are one column, the order is bm25(), a query is the OR of its words.
"""

import os
import sqlite3

import plain

TOKENIZERS = {
    "english": "porter unicode61",
    "russian": "unicode61",
    "none": "unicode61",
}


def index(path, language, documents):
    if os.path.exists(path):
        os.remove(path)
    with sqlite3.connect(path) as db:
        tokenizer = TOKENIZERS[language]
        db.execute(
            "CREATE VIRTUAL TABLE texts USING "
            f"fts5(id UNINDEXED, text, author UNINDEXED, tokenize='{tokenizer}')"
        )
        rows = ((name, f"{title}\n{text}", by) for name, title, text, by in documents)
        db.executemany("INSERT INTO texts VALUES (?, ?, ?)", rows)
    db.close()


def batch(path, language):
    db = sqlite3.connect(path)

    def ask(words, limit):
        match = " OR ".join(f'"{word}"' for word in words)
        found = db.execute(
            "SELECT id, -rank FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT ?",
            (match, limit),
        )
        return found.fetchall()

    return ask


SEARCH = "SELECT id, -rank FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT 10"
FILTERED = (
    "SELECT id, -rank FROM texts WHERE texts MATCH ? AND author = ? ORDER BY rank LIMIT 10"
)
RECORDS = "SELECT id, text FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT 10"
SNIPPETS = (
    "SELECT id, snippet(texts, 1, '<mark>', '</mark>', '...', 40) FROM texts "
    "WHERE texts MATCH ? ORDER BY rank LIMIT 10"
)


def timed(path, language):
    db = sqlite3.connect(path)

    def ask(what, kind, words):
        if kind == "fuzzy" or (what == "inflected phrase" and language != "english"):
            return None
        quoted = [f'"{word}"' for word in words]
        if kind == "filter":
            match = " OR ".join(quoted[:-1])
            return db.execute(FILTERED, (match, words[-1])).fetchall()
        match = {
            "and": " AND ".join(quoted),
            "phrase": " + ".join(quoted),
            "prefix": quoted[0] + " *",
        }.get(kind, " OR ".join(quoted))
        statement = {"records": RECORDS, "snippets": SNIPPETS}.get(kind, SEARCH)
        return db.execute(statement, (match,)).fetchall()

    return ask


if __name__ == "__main__":
    plain.main("fts5", index, batch, timed)
