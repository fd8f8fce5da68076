"""Judged collections, TREC runs, and the measures of one by the other. bench/README.md
says what is counted.
"""

import glob
import math
import operator
import os
import random

import common

ROUNDS = 10_000
SEED = 20221120


# -- collections ----------------------------------------------------------------------


def folders_of(name, data):
    """The folders a --collections entry means: a path, a folder of the data, or a
    beginning of such a name (`ntrex`, `xquad`)."""
    for folder in (os.path.join(data, name), name):
        if os.path.isdir(folder):
            return [folder]
    found = sorted(glob.glob(os.path.join(data, glob.escape(name) + "_*", "")))
    return [folder.rstrip("/") for folder in found]


def collections_in(folder):
    """(label, corpus, queries, qrels) for the folder; one for each language if it has
    files like corpus_en.jsonl."""
    label = os.path.basename(os.path.abspath(folder))
    qrels = os.path.join(folder, "qrels.tsv")
    found = []
    for corpus in sorted(glob.glob(os.path.join(glob.escape(folder), "corpus*.jsonl"))):
        suffix = os.path.basename(corpus)[len("corpus") : -len(".jsonl")]
        queries = os.path.join(folder, f"queries{suffix}.tsv")
        if os.path.exists(queries) and os.path.exists(qrels):
            name = label.split("_")[0] + suffix if suffix else label
            found.append((name, corpus, queries, qrels))
    return found


def chosen_collections(names):
    """All collections asked for, in that order; all of the data when names is None."""
    data = common.data_folder()
    chosen = []
    if names is None:
        folders = sorted(glob.glob(os.path.join(glob.escape(data), "*", "")))
        chosen = [c for folder in folders for c in collections_in(folder)]
        if not chosen:
            common.stop_absent(f"no judged collection in {data}")
        return chosen
    for name in names.split(","):
        found = [c for folder in folders_of(name, data) for c in collections_in(folder)]
        if not found:
            common.stop_absent(
                f"no collection {name!r}: name a folder with corpus.jsonl, queries.tsv "
                "and qrels.tsv"
            )
        chosen += found
    return chosen


def read_rows(path):
    """The lines of a TSV file as lists of fields."""
    with open(path, encoding="utf-8") as file:
        return [line.rstrip("\r\n").split("\t") for line in file if line.strip()]


def read_judgments(queries_path, qrels_path):
    """{query id: {document id: grade}} of the queries that can be found right: those
    asked for which at least one document is relevant."""
    judgments = {row[0]: {} for row in read_rows(queries_path)}
    for query, document, grade in read_rows(qrels_path):
        if query in judgments and int(grade) > 0:
            judgments[query][document] = int(grade)
    return {query: grades for query, grades in judgments.items() if grades}


def read_run(path):
    """{query id: [document id, best first]} of a TREC run. A document that is listed
    twice counts once, at its better rank."""
    ranked = {}
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            fields = line.split()
            if len(fields) != 6:
                common.stop(f"{path}:{number}: not a run line of six fields")
            ranked.setdefault(fields[0], []).append((int(fields[3]), fields[2]))
    return {
        query: list(dict.fromkeys(document for _, document in sorted(hits)))
        for query, hits in ranked.items()
    }


# -- metrics: of the answers, best first, and {document: grade}, grades above 0 -------


def gain(grades, depth):
    """Discounted cumulative gain of a list of grades.

    >>> round(gain([3, 0, 1], 10), 4)
    7.5
    """
    return sum(
        (2**grade - 1) / math.log2(place + 2)
        for place, grade in enumerate(grades[:depth])
    )


def ndcg(answers, grades, depth=10):
    """
    >>> ndcg(["a", "b"], {"a": 2, "b": 1})
    1.0
    >>> round(ndcg(["x", "a"], {"a": 1}), 4)
    0.6309
    """
    best = gain(sorted(grades.values(), reverse=True), depth)
    return gain([grades.get(document, 0) for document in answers], depth) / best


def reciprocal_rank(answers, grades, depth=10):
    """
    >>> reciprocal_rank(["x", "a", "b"], {"a": 1, "b": 1})
    0.5
    """
    for place, document in enumerate(answers[:depth], 1):
        if document in grades:
            return 1 / place
    return 0.0


def average_precision(answers, grades):
    """
    >>> average_precision(["a", "x", "b"], {"a": 1, "b": 3})
    0.8333333333333333
    """
    found, total = 0, 0.0
    for place, document in enumerate(answers, 1):
        if document in grades:
            found += 1
            total += found / place
    return total / len(grades)


def recall(answers, grades, depth=100):
    """
    >>> recall(["a", "x"], {"a": 1, "b": 3})
    0.5
    """
    return sum(document in grades for document in answers[:depth]) / len(grades)


METRICS = {
    "nDCG@10": ndcg,
    "MRR@10": reciprocal_rank,
    "MAP": average_precision,
    "R@100": recall,
}


def scores(run, judgments):
    """{metric: [a value for each judged query, in the order of `judgments`]}."""
    return {
        metric: [function(run.get(q, []), judgments[q]) for q in judgments]
        for metric, function in METRICS.items()
    }


def randomisation_p(differences):
    """Two-sided p of a paired randomisation test: how often are differences with random
    signs as far from 0 in sum as the ones measured?

    The sum of eight flipped differences comes out of a table by one random byte, which
    makes 10,000 rounds over thousands of queries a matter of a second.

    >>> randomisation_p([0.0, 0.0])
    1.0
    >>> randomisation_p([0.1] * 20) < 0.001
    True
    """
    changed = [d for d in differences if d != 0]
    tables = []
    for start in range(0, len(changed), 8):
        sums = [0.0]
        for d in changed[start : start + 8]:
            sums += [s + 2 * d for s in sums]
        tables.append(sums * (256 // len(sums)))
    total = sum(changed)
    bound = abs(total) - 1e-9
    source = random.Random(SEED)
    extreme = 0
    for _ in range(ROUNDS):
        flips = source.randbytes(len(tables))
        flipped = sum(map(operator.getitem, tables, flips))
        extreme += abs(total - flipped) >= bound
    return (extreme + 1) / (ROUNDS + 1)


def mean(values):
    return sum(values) / len(values)
