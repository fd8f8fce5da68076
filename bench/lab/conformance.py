"""Unicode's own tests of words and normalisation, and a test of invalid UTF-8.

    WordBreakTest      Each line is a text of its own. A word is what Unicode does not
                       break and has a letter or digit in it; it begins with the first
                       and ends with the last of those, whatever marks stand around.
                       Ours are the tokens, compounds and names left out. A line agrees
                       if the words do.
    NormalizationTest  The terms of c1, c2, c3 (canonically equivalent) are the same,
                       and those of c4, c5 (compatibility forms) as well.
    utf8tests          The terms of each line are those of its reference, in which
                       invalid bytes are U+FFFD; and so is the text as a snippet of a
                       document shows it. (The one place that needs more of the library
                       than kzs_analyze(): no term shows a U+FFFD.)

Every class of difference is listed, with its reason where it is deliberate.
"""

import bz2
import os
import re
import tempfile
import unicodedata

import common
from lab import documents

TITLE = "Unicode"


class Classes:
    """Differences sorted into classes, some of which have a reason."""

    def __init__(self):
        self.found = {}

    def add(self, name, reason, example):
        self.found.setdefault((name, reason), []).append(example)

    def print(self, report):
        unexplained = 0
        for (name, reason), examples in sorted(
            self.found.items(), key=lambda item: (item[0][1] is None, -len(item[1]))
        ):
            unexplained += 0 if reason else len(examples)
            report.note(f"{len(examples):5}  {name}: {reason or 'NOT EXPLAINED'}")
            report.examples("examples", examples)
        report.row(
            "  differences that are not explained", "", unexplained, 0, not unexplained
        )


def letters(text):
    """Places of the letters and digits in a text."""
    return [i for i, c in enumerate(text) if unicodedata.category(c)[0] in "LN"]


# -- WordBreakTest --------------------------------------------------------------------


def read_breaks(path):
    """[(text, the word break property of each character, its words for Unicode)].

    A word is (place of its first, place of its last letter or digit)."""
    lines = []
    with open(path, encoding="utf-8") as file:
        for line in file:
            data, _, comment = line.partition("#")
            fields = data.split()
            if not fields:
                continue
            text = "".join(chr(int(code, 16)) for code in fields[1::2])
            properties = re.findall(r"\((\w+)\) [÷×] \[", comment)
            if len(properties) != len(text):
                common.stop(f"{path}: a line whose comment is not understood: {line}")
            pieces, piece = [], []
            for i, sign in enumerate(fields[0:-1:2]):
                if sign == "÷" and piece:
                    pieces.append(piece)
                    piece = []
                piece.append(i)
            pieces.append(piece)
            lines.append((text, properties, spans(text, pieces)))
    return lines


def spans(text, pieces):
    """The words of a text from pieces of it, given as lists of places."""
    of_word = set(letters(text))
    found = [[i for i in piece if i in of_word] for piece in pieces]
    return {(piece[0], piece[-1]) for piece in found if piece}


def own_words(library, text):
    """The words of a text as the library has them."""
    places = []
    for i, character in enumerate(text):
        places += [i] * len(character.encode())
    pieces = [
        sorted(set(places[start:end]))
        for start, end, _, kind, _ in library.tokens(text.encode())
        if kind in (0, 1)
    ]
    return spans(text, pieces)


def break_reason(split, between, letters_around):
    """Why two neighbouring letters are in one word for Unicode and in two for us
    (split), or the other way round. `between` are the properties of what stands between
    them, `letters_around` the two of the letters."""
    bare = [p for p in between if not p.endswith("_FE") and p != "ZWJ"]
    marked = len(bare) < len(between)
    if not split:
        return None
    if letters_around == ("Katakana", "Katakana") and not bare:
        return "each character of Kana is a word"
    if bare and set(bare) == {"ExtendNumLet"}:
        return "an underscore parts words: file_name is found by either"
    if bare == ["MidLetter"]:
        return "a colon parts words: it ends a clause"
    if bare == ["Double_Quote"]:
        return "a quotation mark parts words in Hebrew too"
    if bare == ["Single_Quote"] and letters_around == ("Numeric", "Numeric"):
        return "an apostrophe joins letters, not digits"
    if bare in (["Single_Quote"], ["MidNum"], ["MidNumLet"]) and marked:
        return "punctuation with a mark or a joiner on it parts words"
    return None


def word_breaks(report, library, path):
    classes = Classes()
    lines = agree = 0
    for text, properties, expected in read_breaks(path):
        own = own_words(library, text)
        if not expected and not own:
            continue
        lines += 1
        if own == expected:
            agree += 1
            continue
        shown = " ".join(f"{ord(c):04X}" for c in text)
        places = letters(text)
        found = set()
        for i, j in zip(places, places[1:]):
            split = any(a <= i and j <= b for a, b in expected)
            joined = any(a <= i and j <= b for a, b in own)
            if split != joined:
                between = properties[i + 1 : j]
                bare = [p for p in between if not p.endswith("_FE") and p != "ZWJ"]
                ends = (properties[i], properties[j])
                where = ends if "Katakana" in ends or not bare else bare
                name = ("split" if split else "joined") + " at " + " ".join(where)
                found.add((name, break_reason(split, between, ends)))
        for i in places:
            if not any(a <= i <= b for a, b in own):
                found.add((f"{properties[i]} is no word", None))
        for name, reason in found or {("otherwise", None)}:
            classes.add(name, reason, shown)
    report.row(f"WordBreakTest, {lines} lines with words: agree", "", agree)
    classes.print(report)


# -- NormalizationTest ----------------------------------------------------------------


def normalization_reason(text):
    """Why the terms of a character's compatibility forms are others than its own."""
    category = unicodedata.category(text[0])
    tag = unicodedata.decomposition(text[0]).split(" ")[0]
    if category == "So":
        return "symbols are no words: circled and squared letters, radicals"
    if category == "Sc":
        return "currency signs are no words"
    if tag == "<fraction>":
        return "a fraction is not 1/2, which would make 61 of 6½"
    if text in ("\u309f", "\u30ff"):
        return "each character of Kana is a word, so a digraph is one word and not two"
    if text in ("\ufdfa", "\ufdfb"):
        return "a phrase in one character is one word"
    if category == "Nl":
        return "a Roman numeral in one character is no name, XI in letters may be Xi"
    if text == "\u037a":
        return "an iota that stands alone is a letter, a mark on a space is nothing"
    return None


def normalization(report, library, path):
    classes = Classes()
    lines = canonical = every = 0
    known = {}

    def terms(text):
        if text not in known:
            known[text] = [token[2] for token in library.tokens(text.encode())]
        return known[text]

    with bz2.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            if line.startswith(("#", "@")):
                continue
            forms = [
                "".join(chr(int(code, 16)) for code in column.split())
                for column in line.split(";")[:5]
            ]
            lines += 1
            own = [terms(form) for form in forms]
            same = own[0] == own[1] == own[2] and own[3] == own[4]
            canonical += same
            if same and own[0] == own[3]:
                every += 1
                continue
            reason = normalization_reason(forms[0]) if same else None
            name = "compatibility" if same else "canonical"
            if reason is None:  # the script will do as a class
                name += ", " + unicodedata.name(forms[4][0], "?").split(" ")[0].lower()
            shown = [" ".join(t.decode("utf-8", "replace") for t in ts) for ts in own]
            classes.add(name, reason, f"{ascii(forms[0])[1:-1]} {' | '.join(shown)}")
    report.row(
        f"NormalizationTest, {lines} lines: c1 c2 c3 agree, c4 c5 agree", "", canonical
    )
    report.row("  all five agree", "", every)
    classes.print(report)


# -- utf8tests ------------------------------------------------------------------------


def folded(text):
    """A text as a snippet shows it: controls and white space are single spaces."""
    return " ".join(
        re.sub("[\0-\x20\x7f-\xa0\u2028\u2029]+", " ", text).split(" ")
    ).strip()


def invalid_bytes(report, library, folder):
    with open(os.path.join(folder, "utf8tests.bin"), "rb") as file:
        raw = file.read().split(b"\n")
    reference = os.path.join(folder, "artifacts", "utf8.replace.ref.txt")
    with open(reference, "rb") as file:
        expected = file.read().split(b"\n")
    if len(raw) != len(expected):
        common.stop(f"{folder}: utf8tests.bin and its reference differ in lines")
    pairs = [(r, e) for r, e in zip(raw, expected) if r]
    # Letters right before and behind show whether a byte swallows its neighbour.
    framed = [
        [(b"aaa" + line.split(b":", 2)[2] + b"bbb") for line in pair] for pair in pairs
    ]
    with tempfile.TemporaryDirectory(prefix="kzs-utf8-") as index:
        texts = [one for one, _ in framed]
        shown = documents.snippets(library.library, os.path.join(index, "index"), texts)
    classes = Classes()
    terms_agree = text_agrees = 0
    for (line, _), (one, other), text in zip(pairs, framed, shown):
        number = line.split(b":")[0].decode()
        same = [t[2:] for t in library.tokens(one)] == [
            t[2:] for t in library.tokens(other)
        ]
        terms_agree += same
        if not same:
            classes.add("other terms", None, f"{number} {one!r}")
        same = text == folded(other.decode())
        text_agrees += same
        if not same:
            classes.add(
                "shown otherwise", None, f"{number} {text!r}, not {other.decode()!r}"
            )
    invalid = sum(b":invalid:" in line for line, _ in pairs)
    title = f"utf8tests, {len(pairs)} lines, {invalid} invalid:"
    report.row(f"{title} terms agree", "", terms_agree)
    report.row("  text with U+FFFD agrees", "", text_agrees)
    classes.print(report)


def run(report, options, library, snowball):
    folder = os.path.join(common.data_folder(), "unicode")
    if not os.path.isdir(folder):
        report.skip(TITLE, f"no {folder}: set KZS_DATA")
        return
    report.section(TITLE, "")
    word_breaks(report, library, os.path.join(folder, "WordBreakTest.txt"))
    normalization(report, library, os.path.join(folder, "NormalizationTest.txt.bz2"))
    invalid_bytes(report, library, os.path.join(folder, "utf8tests"))
