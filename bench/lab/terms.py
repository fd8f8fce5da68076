"""Which terms words become: by the library through kzs_analyze(), and by Snowball
alone through the packaged libstemmer."""

import bisect
import ctypes
import struct

import common

# What stands before a capitalised word, so that the analyser sees it inside a sentence,
# by script; and what ends it. The one place where the frame is set.
FRAME_CYRILLIC = "и "
FRAME_OTHER = "and "
LINE_END = "\n\n"  # a name may run over one line end, not over an empty line

# Words per call: kzs_analyze() makes a new analyser each time.
BATCH = 100_000

# kzs_token as declared in kzsearch.h: size, term, its length, form, its length, start,
# end, position, kind, language. Read in one piece, because there are millions of them.
TOKEN = struct.Struct("@NPNPNNNIiP")
CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
KINDS = ("word", "number", "compound", "name")


def is_capitalised(word):
    """Does the first letter of the word have a capital form, and is it that?

    >>> is_capitalised("«Токаев"), is_capitalised("токаев"), is_capitalised("123")
    (True, False, False)
    """
    for character in word:
        if character.isalpha():
            return character.isupper()
    return False


def is_cyrillic(word):
    """
    >>> is_cyrillic("Токаев"), is_cyrillic("Tokayev")
    (True, False)
    """
    return any("\u0400" <= character <= "\u052f" for character in word)


def framed(text):
    """What stands before a word or name in its line."""
    if not is_capitalised(text):
        return b""
    return (FRAME_CYRILLIC if is_cyrillic(text) else FRAME_OTHER).encode()


class Library:
    """The built library."""

    def __init__(self, path):
        try:
            self.library = ctypes.CDLL(path)
            self.analyze = self.library.kzs_analyze
        except (OSError, AttributeError) as error:
            common.stop(f"{error}: build the library, or give --library PATH")
        self.analyze.argtypes = [
            ctypes.c_void_p,
            ctypes.c_char_p,
            ctypes.c_size_t,
            ctypes.c_int,
            CALLBACK,
            ctypes.c_void_p,
            ctypes.c_void_p,
        ]
        self.sets = {}  # equal sets of terms are kept once

    def tokens(self, text):
        """All tokens of UTF-8 text: (start, end, term, kind, position)."""
        found = []
        size, unpack, string_at = TOKEN.size, TOKEN.unpack, ctypes.string_at

        def take(_, address):
            fields = unpack(string_at(address, size))
            if fields[0] < size:
                return 1  # another kzs_token than the one above
            term = string_at(fields[1], fields[2])
            found.append((fields[5], fields[6], term, fields[8], fields[7]))
            return 0

        status = self.analyze(None, text, len(text), 0, CALLBACK(take), None, None)
        if status != 0:
            common.stop(f"kzs_analyze() returned {status}")
        return found

    def _kept(self, terms):
        key = tuple(sorted(terms))
        return self.sets.setdefault(key, frozenset(key))

    def of_words(self, words):
        """The set of terms of each word, each of which is a line of its own."""
        return [sets[0] for sets in self.of_names(words, lambda word: [word])]

    def of_names(self, names, split):
        """For each name, the sets of terms of its words; split(name) gives the words. A
        token over several words belongs to each of them."""
        result = []
        for first in range(0, len(names), BATCH):
            result += self._batch(names[first : first + BATCH], split)
        return result

    def _batch(self, names, split):
        text = bytearray()
        starts, ends, lines, sizes = [], [], [], []
        for name in names:
            text += framed(name)
            words = split(name)
            sizes.append(len(words))
            at = 0
            for word in words:
                at = name.index(word, at)
                starts.append(len(text) + len(name[:at].encode()))
                at += len(word)
                ends.append(len(text) + len(name[:at].encode()))
            text += name.encode() + LINE_END.encode()
            lines.append(len(text))
        collected = [set() for _ in starts]
        for start, end, term, _, _ in self.tokens(bytes(text)):
            if lines[bisect.bisect_right(lines, start)] < end:
                common.stop(f"the token {term!r} runs over the end of a line")
            i = max(bisect.bisect_right(starts, start) - 1, 0)
            while i < len(starts) and starts[i] < end:
                if ends[i] > start:
                    collected[i].add(term)
                i += 1
        kept = iter([self._kept(terms) for terms in collected])
        return [[next(kept) for _ in range(size)] for size in sizes]


class Snowball:
    """The packaged libstemmer, for words as Snowball wants them: lower case."""

    def __init__(self, name, language):
        try:
            library = ctypes.CDLL(name)
        except OSError as error:
            common.stop(f"{error}: install libstemmer, or give --snowball PATH")
        library.sb_stemmer_new.restype = ctypes.c_void_p
        self.stemmer = library.sb_stemmer_new(language.encode(), None)
        if not self.stemmer:
            common.stop(f"{name} has no stemmer for {language}")
        self.stem_bytes = library.sb_stemmer_stem
        self.stem_bytes.restype = ctypes.c_void_p
        self.stem_bytes.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int]
        self.length = library.sb_stemmer_length
        self.length.argtypes = [ctypes.c_void_p]

    def stem(self, word):
        """The stem of a lower-case word."""
        data = word.encode()
        stem = self.stem_bytes(self.stemmer, data, len(data))
        return ctypes.string_at(stem, self.length(self.stemmer)).decode()

    def of_words(self, words):
        """The set of the one stem of each word: lower case, ё as е."""
        kept = {}
        result = []
        for word in words:
            stem = self.stem(word.lower().replace("ё", "е"))
            result.append(kept.setdefault(stem, frozenset((stem,))))
        return result


def meet(one, other):
    """Do two words meet: have they a term in common?"""
    return not one.isdisjoint(other)
