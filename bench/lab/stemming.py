"""Snowball's own conformance data: the packaged libstemmer, and our terms beside it.

voc.txt has the words, output.txt their stems by the newest Snowball. The packaged
libstemmer is older, so some differ: each is put down to the change of the algorithm that it
comes from. Our terms differ from libstemmer's on purpose where Snowball was corrected.
"""

import os
from collections import Counter

import common
from lab.report import show

TITLE = "Snowball conformance"


def run(report, options, library, snowball):
    folder = os.path.join(common.data_folder(), "snowball")
    if not os.path.isdir(folder):
        report.skip(TITLE, f"no {folder}: set KZS_DATA")
        return
    report.section(TITLE, "libstemmer")
    for language in ("english", "russian"):
        lists = []
        for name in ("voc.txt", "output.txt"):
            with open(os.path.join(folder, language, name), encoding="utf-8") as file:
                lists.append(file.read().split("\n")[:-1])
        words, expected = lists
        if len(words) != len(expected):
            common.stop(f"{folder}/{language}: voc.txt and output.txt differ in length")
        stems = [snowball[language].stem(word) for word in words]
        groups = {}
        for word, stem, wanted in zip(words, stems, expected):
            if stem != wanted:
                groups.setdefault("?", []).append(f"{word}: {stem}, now {wanted}")
        for group, found in sorted(groups.items()):
            print(group, len(found)); print("\n".join(found[:3000]))
