"""Ordinary English words that share a term with Russian words, which they must not.

The vocabulary is that of the texts in throughput/: every different word in lower case,
and every different capitalised word that was seen inside a sentence, where a capital
means something: behind a lower-case letter or a comma. English words are the Latin ones
of the English texts, Russian words the Cyrillic ones of the Russian texts. A word is
ordinary if it was also seen in lower case. Three cases:

    lower-case             an ordinary English word as it is shares a term with any
                           Russian word
    capitalised, ordinary  the capitalised spelling of an ordinary English word, seen
                           inside a sentence, shares a term with the capitalised
                           spelling of an ordinary Russian word: Sad and Сад
    capitalised, any       the same with any Russian word: Rose and Розе. Many of these
                           are names in both languages, and what the name key is for

Rates are per 10,000 ordinary English words.
"""

import glob
import os
import re

import common
from lab.report import show

TITLE = "English words equated with Russian words"
WORDS = {
    "en": (re.compile("[A-Za-z]+"), re.compile("(?<=[a-z,] )[A-Z][a-z]+")),
    "ru": (re.compile("[А-Яа-яЁё]+"), re.compile("(?<=[а-яё,] )[А-ЯЁ][а-яё]+")),
}


def vocabulary(paths, language):
    """(lower-case words, capitalised words) of the documents in that language."""
    every, inside = WORDS[language]
    seen, capitalised = set(), set()
    for path in paths:
        for document in common.read_documents(path):
            text = " ".join((document.get("text") or "").split())
            seen.update(every.findall(text))
            capitalised.update(inside.findall(text))
    return sorted(w for w in seen if w.islower()), sorted(capitalised)


def run(report, options, library, snowball):
    folder = os.path.join(common.data_folder(), "throughput")
    sets, ordinary, names = {}, {}, {}
    for language in WORDS:
        paths = sorted(glob.glob(os.path.join(folder, f"*_{language}.jsonl*")))
        if not paths:
            report.skip(TITLE, f"no texts in {folder}: set KZS_DATA")
            return
        lower, capitals = vocabulary(paths, language)
        for words in (lower, capitals):
            sets.update(zip(words, library.of_words(words)))
        ordinary[language], names[language] = set(lower), capitals

    report.section(TITLE, "")
    for language, name in (("en", "English"), ("ru", "Russian")):
        report.note(
            f"{name}: {len(ordinary[language])} words seen in lower case, "
            f"{len(names[language])} capitalised inside a sentence"
        )
    russian = {}  # term: Russian words that have it
    for word in sorted(ordinary["ru"]) + names["ru"]:
        for term in sets[word]:
            russian.setdefault(term, set()).add(word)

    def equals(word, accept):
        found = set().union(*(russian.get(term, ()) for term in sets[word]))
        return sorted(w for w in found if accept(w))

    def anything(word):
        return True

    def is_ordinary(word):
        return word[0].isupper() and word.lower() in ordinary["ru"]

    also_lower = [w for w in names["en"] if w.lower() in ordinary["en"]]
    for title, words, accept in (
        ("lower-case", sorted(ordinary["en"]), anything),
        ("capitalised, ordinary", also_lower, is_ordinary),
        ("capitalised, any", also_lower, anything),
    ):
        found = [(word, equals(word, accept)) for word in words]
        found = [(word, others) for word, others in found if others]
        rate = 1e4 * len(found) / len(ordinary["en"])
        report.row(
            f"{title}: {len(found)} of {len(words)} words, per 10,000",
            "",
            f"{rate:.2f}",
            "< 1",
            rate < 1,
        )
        report.examples(
            "equated",
            [f"{w} {show(sets[w])} = " + " ".join(o[:10]) for w, o in found],
        )
    only_names = [w for w in names["en"] if w.lower() not in ordinary["en"]]
    met = [(word, equals(word, anything)) for word in only_names]
    met = [(word, others) for word, others in met if others]
    title = f"words seen capitalised only ({len(only_names)}) that meet a Russian word"
    report.row(title, "", len(met))
    report.examples(
        "meet", [f"{w} {show(sets[w])} = " + " ".join(o[:10]) for w, o in met]
    )
