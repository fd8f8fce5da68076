"""Do the Latin and the Cyrillic spelling of a name meet, and what else do they bring
in?

    single words   the two words share a term
    names          words are parted by white space and hyphens; the name with fewer
                   words is the shorter one, of two equals the first. Three shares:
                   any       some word of one meets some word of the other
                   shorter   every word of the shorter meets some word of the other
                   both      every word of either meets some word of the other
                   An initial (a letter alone, or a romanised one: Kh.) need not meet
                   anything, unless the name has no other word
    candidates     for every different name of one side: how many different names of the
                   other side it meets; mean over those that meet any, right or wrong.
                   1 is perfect
"""

import csv
import os
import re
import unicodedata

import common
from lab.report import show
from lab.terms import is_cyrillic, meet

TITLE = "Names across scripts"

# Plain romanisation, as a reference: BGN/PCGN 1947 without its special cases, against
# Latin letters without their diacritics.
LETTERS = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        (
            "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch - y - e "
            "yu ya"
        ).split(),
    )
)
LATIN = {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i"}


def romanised(word):
    """
    >>> romanised("Токаев"), romanised("Erdoğan"), romanised("Рой")
    ('tokaev', 'erdogan', 'roy')
    """
    word = unicodedata.normalize("NFC", word.lower())
    word = "".join(LETTERS.get(c, LATIN.get(c, c)) for c in word).replace("-", "")
    parts = unicodedata.normalize("NFKD", word)
    return "".join(c for c in parts if not unicodedata.combining(c))


def capitalised(word):
    """
    >>> capitalised("токаев"), capitalised("«жан-поль"), capitalised("o'gara")
    ('Токаев', '«Жан-Поль', "O'gara")
    """
    return re.sub(r"(^[^\w]*|-)(\w)", lambda m: m[1] + m[2].upper(), word)


def rows(name, *columns):
    """The named columns of a TSV file of the data folder, where none is empty; None
    without the file."""
    path = os.path.join(common.data_folder(), "names", name)
    if not os.path.exists(path):
        return None
    with open(path, encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        found = [[row[c] for c in columns] for row in reader]
    return [row for row in found if all(row)]


def candidates(queries, names):
    """Both are {name: its terms}. (mean number of names that a query meets over those
    that meet any, how many do, the widest as [(number, query, names)])."""
    index = {}
    for name, terms in names.items():
        for term in terms:
            index.setdefault(term, set()).add(name)
    found = []
    for query, terms in queries.items():
        met = set().union(*(index.get(term, ()) for term in terms))
        if met:
            found.append((len(met), query, met))
    found.sort(key=lambda item: (-item[0], item[1]))
    mean = sum(number for number, _, _ in found) / max(len(found), 1)
    return mean, len(found), found


def single_words(report, library):
    pairs = rows("wikidata_names_en_ru.tsv", "latin", "cyrillic", "count")
    if pairs is None:
        report.note("wikidata_names_en_ru.tsv: absent, skipped")
        return
    sides = []
    for side in (0, 1):
        words = sorted({pair[side] for pair in pairs})
        sides.append(
            dict(zip(words, library.of_words([capitalised(w) for w in words])))
        )
    plain = [{w: frozenset((romanised(w),)) for w in side} for side in sides]

    shares, weighted = [], []
    for one, other in (plain, sides):
        met = [meet(one[a], other[b]) for a, b, _ in pairs]
        shares.append(sum(met) / len(met))
        total = sum(int(count) for _, _, count in pairs)
        weighted.append(sum(int(p[2]) for p, m in zip(pairs, met) if m) / total)
    report.share(f"Wikidata, {len(pairs)} pairs of words that meet", *shares, 60)
    report.share("  the same, each as often as it was seen", *weighted)
    one, other = sides
    report.examples(
        "pairs that do not meet",
        [
            f"{a} {show(one[a])} / {b} {show(other[b])} ({count})"
            for a, b, count in pairs
            if not meet(one[a], other[b])
        ],
    )
    means = []
    for heading, query, answer in (("Latin", 0, 1), ("Cyrillic", 1, 0)):
        reference, _, _ = candidates(plain[query], plain[answer])
        mean, number, widest = candidates(sides[query], sides[answer])
        means.append((reference, mean))
        title = f"  names that a {heading} query brings in, of those with any"
        report.row(title, f"{reference:.3f}", f"{mean:.3f}", "<= 1.5", mean <= 1.5)
        report.note(f"{number} of {len(sides[query])} queries bring in any")
        if report.misses:
            report.examples(
                "widest",
                [
                    f"{name} {show(sides[query][name])} brings in {number}: "
                    + " ".join(sorted(met)[:15])
                    for number, name, met in widest[: report.misses]
                ],
            )
    for heading, own, other in (("Latin", 0, 0), ("Cyrillic", 1, 1)):
        reference, _, _ = candidates(plain[own], plain[other])
        mean, _, _ = candidates(sides[own], sides[other])
        title = f"  {heading} names that a {heading} query brings in, itself too"
        report.row(title, f"{reference:.3f}", f"{mean:.3f}")


def words_of(name):
    """
    >>> words_of("Бганба, Валерий К.-Ж.")
    ['Бганба,', 'Валерий', 'К.', 'Ж.']
    """
    words = re.split(r"[\s\u2010-\u2015-]+", name)
    return [word for word in words if any(c.isalnum() for c in word)]


def is_initial(word):
    """
    >>> [w for w in ("К.", "K", "Kh.", "Yu.", "Li.", "Li", "Shch.") if is_initial(w)]
    ['К.', 'K', 'Kh.', 'Yu.', 'Shch.']
    """
    if sum(c.isalnum() for c in word) == 1:
        return True
    return re.fullmatch("(?:[KZSC]h|Shch|Ts|Y[aeou])[.],?", word) is not None


class Name:
    """The words of a name with their terms."""

    def __init__(self, text, spans):
        words = words_of(text)
        self.text = text
        self.words = list(zip(words, spans))
        self.asked = [w for w in self.words if not is_initial(w[0])]
        self.asked = self.asked or self.words

    def unmet(self, other):
        """The words that are asked for and meet no word of the other name."""
        return [
            word
            for word, terms in self.asked
            if not any(meet(terms, others) for _, others in other.words)
        ]


def compare(report, title, pairs, spans, wanted=None):
    """The rows for a list of name pairs; `spans` gives the terms of the words."""
    totals = {"any": 0, "shorter": 0, "both": 0}
    plain_met = words = words_met = 0
    misses = []
    for one, other in pairs:
        short, long = Name(one, spans[one]), Name(other, spans[other])
        if len(short.words) > len(long.words):
            short, long = long, short
        unmet, rest = short.unmet(long), long.unmet(short)
        words += len(short.asked)
        words_met += len(short.asked) - len(unmet)
        totals["any"] += any(meet(a, b) for _, a in short.words for _, b in long.words)
        totals["shorter"] += not unmet
        totals["both"] += not unmet and not rest
        plain = [{romanised(strip(w)) for w, _ in n.words} for n in (short, long)]
        plain_met += all(romanised(strip(w)) in plain[1] for w, _ in short.asked)
        if unmet:
            shown = " ".join(f"{w} {show(t)}" for w, t in short.words if w in unmet)
            misses.append(
                f"{one} / {other}: {shown} -- "
                + " ".join(f"{w} {show(t)}" for w, t in long.words)
            )
    n = len(pairs)
    report.share(
        f"{title}, {n} pairs: shorter", plain_met / n, totals["shorter"] / n, wanted
    )
    report.share("  any", None, totals["any"] / n)
    report.share("  both", None, totals["both"] / n)
    report.share("  single words of the shorter", None, words_met / words)
    report.examples("pairs that do not meet", misses)


def strip(word):
    return "".join(c for c in word if c.isalnum() or c in "-'’")


FILES = (
    ("politicians", "everypolitician2015_en_ru.tsv", "latin", "russian", 90),
    ("places", "gweather_places_en_ru_kk.tsv", "en", "ru", 75),
    ("places, Kazakh", "gweather_places_en_ru_kk.tsv", "en", "kk", None),
    ("countries", "iso3166_1_en_ru_kk.tsv", "en", "ru", 95),
    ("countries, Kazakh", "iso3166_1_en_ru_kk.tsv", "en", "kk", None),
    ("countries, Russian and Kazakh", "iso3166_1_en_ru_kk.tsv", "ru", "kk", None),
)


def run(report, options, library, snowball):
    if not os.path.isdir(os.path.join(common.data_folder(), "names")):
        report.skip(TITLE, "no names in " + common.data_folder() + ": set KZS_DATA")
        return
    report.section(TITLE, "romanised")
    single_words(report, library)
    for title, file, one, other, wanted in FILES:
        pairs = rows(file, one, other)
        if not pairs:
            report.note(f"{file}: absent, skipped")
            continue
        texts = sorted({text for pair in pairs for text in pair})
        spans = dict(zip(texts, library.of_names(texts, words_of)))
        compare(report, title, pairs, spans, wanted)
