"""What the peers that are written in Python share: the command line, documents, queries
and runs. They have the same commands as plain_xapian.cc:

    PEER index INDEX LANG FILE.jsonl[.gz]...
    PEER batch INDEX LANG QUERIES.tsv [--limit N] [--run NAME]
"""

import argparse
import gzip
import json
import re
import sys

LANGUAGES = ("english", "russian", "none")


def documents(paths):
    """(id, title, text) of each document in JSON Lines files."""
    for path in paths:
        opened = gzip.open if path.endswith(".gz") else open
        with opened(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                if line.strip():
                    document = json.loads(line)
                    text = document.get("text") or document.get("body") or ""
                    yield document["id"], document.get("title") or "", text


def words(query):
    """The words of a query, lower case: nothing in it is an operator.

    >>> words('"Just" R&D +states')
    ['just', 'r', 'd', 'states']
    """
    return re.findall(r"\w+", query.lower())


def main(name, index, batch):
    """Run index(path, language, documents), or batch(path, language), which returns a
    function from (words, limit) to [(id, score), ...], best first."""
    parser = argparse.ArgumentParser(prog=name)
    parser.add_argument("command", choices=("index", "batch"))
    parser.add_argument("index")
    parser.add_argument("language", choices=LANGUAGES)
    parser.add_argument("files", nargs="+")
    parser.add_argument("--limit", type=int, default=100)
    parser.add_argument("--run", default=name)
    options = parser.parse_args()
    if options.command == "index":
        index(options.index, options.language, documents(options.files))
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
