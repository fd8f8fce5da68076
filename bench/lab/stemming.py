"""Snowball's own conformance data: the packaged libstemmer, and our terms beside it.

voc.txt has the words, output.txt their stems by a newer Snowball than the packaged one.
Each difference is put down to the change of the algorithm that it comes from, by the
word and by what became of the stem. Our terms differ from libstemmer's on purpose,
where Snowball was corrected.
"""

import os
import re

import common
from lab.report import show

TITLE = "Snowball conformance"


def begins(*beginnings):
    return lambda word, old, new: word.startswith(beginnings)


# (version, what changed, does it explain this difference?) after Snowball's NEWS.
CHANGES = (
    (
        "3.0.0",
        "-ogist becomes -og, as -ogy does",
        lambda word, old, new: old.endswith("ogist") and new == old[:-3],
    ),
    (
        "3.0.0",
        "a double consonant after a, e, o alone stays: added, ebbed, erred",
        lambda word, old, new: re.fullmatch(r"([aeo]([bdfgmnprt])\2)(ed|ing)", word)
        and new == old + old[-1],
    ),
    ("3.0.0", "emergency is no longer emerge", begins("emergenc")),
    ("3.0.0", "evening is no longer even", begins("evening")),
    ("3.0.0", "lateral is no longer later", begins("lateral")),
    ("3.0.0", "organ, organic and organize are three", begins("organi")),
    ("3.0.0", "paste is no longer past", begins("past")),
    (
        "3.0.0",
        "universe, universal and university are three",
        begins("universal", "universit"),
    ),
    (
        "3.0.0",
        "hying and vying become hie and vie, as dying becomes die",
        lambda word, old, new: re.fullmatch("[^aeiouy]ying", word)
        and new == word[0] + "ie",
    ),
    (
        "3.1.0",
        "suffixes are cut behind inter- alone: internal is no longer intern, "
        "interfered is interfere",
        begins("inter"),
    ),
)


def why(word, old, new):
    """The change that a difference comes from, as text; None if none explains it.

    >>> why("geologist", "geologist", "geolog")
    'since 3.0.0: -ogist becomes -og, as -ogy does'
    >>> why("added", "ad", "add") is None, why("added", "ad", "adde") is None
    (False, True)
    """
    for version, change, explains in CHANGES:
        if explains(word, old, new):
            return f"since {version}: {change}"
    return None


def read(folder, language):
    """The words and the stems that are expected of them."""
    lists = []
    for name in ("voc.txt", "output.txt"):
        with open(os.path.join(folder, language, name), encoding="utf-8") as file:
            lists.append(file.read().split("\n")[:-1])
    if len(lists[0]) != len(lists[1]):
        common.stop(f"{folder}/{language}: voc.txt and output.txt differ in length")
    return lists


def packaged(report, language, words, expected, stems):
    """How the packaged libstemmer differs from the data."""
    groups, unexplained = {}, []
    for word, old, new in zip(words, stems, expected):
        if old != new:
            reason = why(word, old, new)
            text = f"{word}: {old}, now {new}"
            (groups.setdefault(reason, []) if reason else unexplained).append(text)
    number = sum(map(len, groups.values())) + len(unexplained)
    title = f"{language}, {len(words)} words: stems that differ from the data"
    report.row(title, number, "", "")
    for reason, found in sorted(groups.items()):
        report.note(f"{len(found):4}  {reason}")
        for text in found if report.misses else found[:0]:
            report.note(f"          {text}")
    report.row("  of these, not explained", len(unexplained), "", 0, not unexplained)
    report.examples("not explained", unexplained)


def own(report, language, words, expected, stems, sets):
    """How our terms differ from the packaged libstemmer's stems."""
    lacking, following, more = [], 0, []
    for word, new, stem, terms in zip(words, expected, stems, sets):
        text = f"{word}: {show(terms)}, Snowball {stem}"
        if stem.encode() not in terms:
            lacking.append(text)
            following += new.encode() in terms
        elif len(terms) > 1:
            more.append(text)
    report.row("  our terms lack libstemmer's stem", "", len(lacking))
    report.row("    but have the newer Snowball's", "", following)
    report.examples("without libstemmer's stem", lacking)
    report.row("  our terms are that stem and others", "", len(more))
    report.examples("with more than libstemmer's stem", more)


def run(report, options, library, snowball):
    folder = os.path.join(common.data_folder(), "snowball")
    if not os.path.isdir(folder):
        report.skip(TITLE, f"no {folder}: set KZS_DATA")
        return
    report.section(TITLE, "libstemmer")
    for language in ("english", "russian"):
        words, expected = read(folder, language)
        stems = [snowball[language].stem(word) for word in words]
        packaged(report, language, words, expected, stems)
        own(report, language, words, expected, stems, library.of_words(words))
