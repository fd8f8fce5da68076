"""Russian phrases of an adjective and its noun, put from the nominative into another case
by rule.

Declension by endings alone would also bend what is no noun (`большая тогда`), so a phrase
counts only if each word, as bent, is a word of the texts.
"""

import random
import re

# (adjective's ending, noun's ending): [(adjective's new ending, noun's new ending), ...]
# of the genitive, dative, instrumental and, where it differs, accusative. Endings of
# stems with a hard consonant that the rules of spelling leave alone.
CASES = {
    ("ый", ""): [("ого", "а"), ("ому", "у"), ("ым", "ом")],
    ("ая", "а"): [("ой", "ы"), ("ой", "е"), ("ой", "ой"), ("ую", "у")],
    ("ая", "ия"): [("ой", "ии"), ("ой", "ией"), ("ую", "ию")],
    ("ая", "ость"): [("ой", "ости"), ("ой", "остью"), ("ую", "ость")],
    ("ое", "о"): [("ого", "а"), ("ому", "у"), ("ым", "ом")],
    ("ое", "ние"): [("ого", "ния"), ("ому", "нию"), ("ым", "нием")],
}
HARD = "бвдзлмнпрст"  # before an ending that is a single vowel, or nothing
PAIR = re.compile(r"\b([а-я]{3,}(?:ый|ая|ое)) ([а-я]{4,})\b")


def bent(adjective, noun):
    """The other cases of a pair, [] where no rule fits.

    >>> bent("новая", "страна")[0]
    ('новой', 'страны')
    >>> bent("новая", "тогда")[2]
    ('новой', 'тогдой')
    >>> bent("новый", "конь")
    []
    """
    for (first, second), endings in CASES.items():
        stem = noun[: len(noun) - len(second)]
        if not adjective.endswith(first) or not noun.endswith(second):
            continue
        if len(second) < 2 and stem[-1] not in HARD:
            continue
        root = adjective[: -len(first)]
        return [(root + one, stem + two) for one, two in endings]
    return []


def recast(documents, count, seed, words_of):
    """[(document, phrase, the phrase in another case)], drawn from the documents."""
    known = set()
    for document in documents:
        known.update(words_of(document["text"]))
    source = random.Random(seed)
    found, tries = [], 0
    while len(found) < count and tries < 100 * count:
        tries += 1
        document = source.choice(documents)
        pairs = PAIR.findall(document["text"].lower().replace("ё", "е"))
        if not pairs:
            continue
        pair = source.choice(pairs)
        forms = [f for f in bent(*pair) if f[0] in known and f[1] in known]
        if len(forms) < 2:
            continue  # one alone may be chance
        found.append((document["id"], " ".join(pair), " ".join(source.choice(forms))))
    return found
