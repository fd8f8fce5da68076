"""Names in dictionary form against texts that have them in any case: facteval_ru
through `kzsearch index` and `kzsearch batch`, beside plain Xapian. bench/quality
does it, README.md says what is counted.
"""

import os
import tempfile

import common
import judged
import runs
from peers import roster

TITLE = "facteval_ru: names in any case"
COLLECTION = "facteval_ru"
WANTED = {"nDCG@10": 0.95, "R@100": 0.99}


def run(report, options, library, snowball):
    folder = os.path.join(common.data_folder(), COLLECTION)
    if not os.path.isdir(folder):
        report.skip(TITLE, f"no {folder}: set KZS_DATA")
        return
    if not options.peer_only and not os.access(options.kzsearch, os.X_OK):
        report.skip(
            TITLE, f"no program at {options.kzsearch}: build it, or give --kzsearch"
        )
        return
    (collection,) = judged.collections_in(folder)
    _, _, queries, qrels = collection
    judgments = judged.read_judgments(queries, qrels)

    with tempfile.TemporaryDirectory(prefix="kzs-facteval-") as scratch:
        peer = roster.Peer("Xapian", "", [common.find_peer(options, scratch)])
        run_of_peer = runs.peer(peer, collection, scratch, 100)
        plain = judged.scores(judged.read_run(run_of_peer), judgments)
        own_run, own = {}, None
        if not options.peer_only:
            kzsearch = os.path.abspath(options.kzsearch)
            path = runs.kzsearch(kzsearch, collection, scratch, 100)
            own_run = judged.read_run(path)
            own = judged.scores(own_run, judgments)

    report.section(TITLE, "plain")
    report.note(f"{len(judgments)} queries")
    for metric in judged.METRICS:
        mean = judged.mean(own[metric]) if own else None
        wanted = WANTED.get(metric)
        report.row(
            metric,
            f"{judged.mean(plain[metric]):.4f}",
            f"{mean:.4f}" if own else "-",
            f"{wanted:g}" if wanted else "",
            mean >= wanted if own and wanted else None,
        )
    if own:
        texts = {row[0]: row[1] for row in judged.read_rows(queries)}
        misses = []
        for (query, grades), value in zip(judgments.items(), own["nDCG@10"]):
            if value < 0.9999:
                found = sum(document in grades for document in own_run.get(query, []))
                name = f"{query} {texts[query]}"
                misses.append(f"{name}: {value:.3f}, {found} of {len(grades)} found")
        report.examples("queries with an nDCG@10 below 1", misses)
