"""The words of a hunspell dictionary with all their forms.

Only what Debian's hunspell-ru uses is understood: suffixes that do not combine, UTF-8,
one letter for each class. Anything else in the files is an error, not a wrong result.
"""

import os
import re

import common
from peers import install

FOLDER = "/usr/share/hunspell"
PACKAGE = "hunspell-ru"
HARMLESS = {"SET", "TRY", "REP", "KEY", "MAP"}  # they change no forms


def installed():
    """The .aff and .dic files, installed first where that is possible; else None."""
    paths = [os.path.join(FOLDER, "ru_RU" + end) for end in (".aff", ".dic")]
    if all(map(os.path.exists, paths)):
        return paths
    try:
        install.debian(PACKAGE)
    except install.Absent as reason:
        common.note(reason)
    if all(map(os.path.exists, paths)):
        return paths
    return None


class Suffixes:
    """The affix rules of a .aff file."""

    def __init__(self, path):
        self.rules = {}
        with open(path, encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                fields = line.split()
                if not fields or fields[0].startswith("#") or fields[0] in HARMLESS:
                    continue
                if fields[0] != "SFX" or "/" in line:
                    common.stop(f"{path}:{number}: {fields[0]} is not understood here")
                if len(fields) == 4:  # the head of a class
                    self.rules.setdefault(fields[1], [])
                    continue
                cut, add, condition = fields[2:5]
                self.rules[fields[1]].append(
                    (
                        "" if cut == "0" else cut,
                        "" if add == "0" else add,
                        re.compile(f"(?:{condition})$"),
                    )
                )

    def forms(self, word, classes):
        """All distinct forms, the entry itself first."""
        forms = {word: None}
        for name in classes:
            for cut, add, condition in self.rules[name]:
                if word.endswith(cut) and condition.search(word):
                    forms[word[: len(word) - len(cut)] + add] = None
        return list(forms)


def entries(paths):
    """[(entry, classes, [form, ...])] of a dictionary given as (.aff, .dic)."""
    suffixes = Suffixes(paths[0])
    found = []
    with open(paths[1], encoding="utf-8") as file:
        next(file)  # the number of entries
        for line in file:
            word, _, classes = line.strip().partition("/")
            if word:
                found.append((word, classes, suffixes.forms(word, classes)))
    return found
