"""What the peers that are written in Python share: the command line, documents, queries
and runs. They have the same commands as plain_xapian.cc:

    PEER index INDEX LANG FILE.jsonl[.gz]...
    PEER batch INDEX LANG QUERIES.tsv [--limit N] [--run NAME]
    PEER time INDEX LANG QUERIES.tsv PASSES     as query_cost.cc
"""

import argparse
import gzip
import json
import re
import sys
import time

LANGUAGES = ("english", "russian", "none")


def documents(paths):
    """(id, title, text, author) of each document in JSON Lines files."""
    for path in paths:
        opened = gzip.open if path.endswith(".gz") else open
        with opened(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                if line.strip():
                    document = json.loads(line)
                    text = document.get("text") or document.get("body") or ""
                    title = document.get("title") or ""
                    yield document["id"], title, text, document.get("author") or ""


def words(query):
    """The words of a query, lower case: nothing in it is an operator.

    >>> words('"Just" R&D +states')
    ['just', 'r', 'd', 'states']
    """
    return re.findall(r"\w+", query.lower())


def time_queries(ask, path, passes):
    """What query_cost.cc prints, of ask(class, kind, words): hits, or None for what the engine
    has not."""
    with open(path, encoding="utf-8") as lines:
        asked = [line.rstrip("\n").split("\t") for line in lines]
    for number in range(passes):
        for what, kind, text in asked:
            begin = time.thread_time_ns()
            hits = ask(what, kind, text.split())
            spent = (time.thread_time_ns() - begin) / 1000
            if number == passes - 1:
                print(what, f"{spent:.1f}", -1 if hits is None else len(hits), sep="\t")


def main(name, index, batch, timed):
    """Run index(path, language, documents), or batch(path, language), which returns a
    function from (words, limit) to [(id, score), ...], best first; timed(path, language)
    gives what time_queries() asks."""
    parser = argparse.ArgumentParser(prog=name)
    parser.add_argument("command", choices=("index", "batch", "time"))
    parser.add_argument("index")
    parser.add_argument("language", choices=LANGUAGES)
    parser.add_argument("files", nargs="+")
    parser.add_argument("--limit", type=int, default=100)
    parser.add_argument("--run", default=name)
    options = parser.parse_args()
    if options.command == "index":
        index(options.index, options.language, documents(options.files))
        return
    if options.command == "time":
        ask = timed(options.index, options.language)
        time_queries(ask, options.files[0], int(options.files[1]))
        return
    ask = batch(options.index, options.language)
    with open(options.files[0], encoding="utf-8") as lines:
        for line in lines:
            query, _, text = line.rstrip("\r\n").partition("\t")
            asked = words(text)
            if not asked:
                continue
            for rank, (document, score) in enumerate(ask(asked, options.limit), 1):
                sys.stdout.write(
                    f"{query} Q0 {document} {rank} {score:.6f} {options.run}\n"
                )
