# SPDX-License-Identifier: GPL-2.0-or-later
"""Documents: mappings in Python, kzs_doc in C."""

from __future__ import annotations

import dataclasses
import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from ctypes import byref, c_char_p, c_size_t
from datetime import date, datetime
from typing import Any, Protocol, Union

from ._call import quick, to_name
from ._load import library


Path = Union[str, bytes, "os.PathLike[str]", "os.PathLike[bytes]"]

PROGRESS = 0.1  # seconds between reports of add_many()


def as_text(value: object, field: str) -> bytes:
    """One value as the library wants it."""
    if isinstance(value, str):
        return value.encode("utf-8", "surrogatepass")
    if isinstance(value, bytes):
        return value
    if isinstance(value, date):  # a datetime is one as well
        return value.isoformat().encode()
    if isinstance(value, bool):
        return b"true" if value else b"false"
    if isinstance(value, (int, float)):
        # What float() knows of its subclasses (numpy's) prints as a number should.
        return repr(float(value) if isinstance(value, float) else int(value)).encode()
    item = getattr(value, "item", None)  # a number of numpy
    if callable(item):
        return as_text(item(), field)
    raise TypeError(f"field {field!r}: a value cannot be {type(value).__name__}")


def is_missing(value: object) -> bool:
    """None, and what pandas puts where a table has nothing: nan, NaT, NA."""
    if value is None:
        return True
    if isinstance(value, (str, bytes, int)):
        return False
    return type(value).__name__ in ("NAType", "NaTType") or (
        isinstance(value, float) and value != value
    )


def as_mapping(document: object) -> Mapping[str, object]:
    """A document given as a mapping or as a dataclass."""
    if type(document) is dict or isinstance(document, Mapping):
        return document
    if dataclasses.is_dataclass(document) and not isinstance(document, type):
        return {f.name: getattr(document, f.name) for f in dataclasses.fields(document)}
    raise TypeError(f"a document is a mapping or a dataclass, not {type(document).__name__}")


def values_of(value: object) -> Iterable[object]:
    """The values of a field that was given one value or several."""
    if isinstance(value, (str, bytes)):
        return (value,)
    if isinstance(value, (set, frozenset)):
        return sorted(value)  # the same document twice is the same
    if isinstance(value, Mapping):
        return (value,)  # to be refused
    if isinstance(value, Iterable) and getattr(value, "shape", None) != ():
        return value
    return (value,)


class Builder:
    """A kzs_doc made from a mapping, freed at the end of a `with` block."""

    __slots__ = ("pointer",)

    def __init__(self, document: object, without: str | None = None) -> None:
        fields = as_mapping(document).items()
        self.pointer = library.kzs_doc_new()
        try:
            for field, value in fields:
                if field == without:
                    continue
                if not isinstance(field, str):
                    raise TypeError(f"a field's name is a str, not {type(field).__name__}")
                name = to_name(field)
                if isinstance(value, str):
                    self._add(name, value.encode("utf-8", "surrogatepass"))
                    continue
                for one in values_of(value):
                    if not is_missing(one):
                        self._add(name, as_text(one, field))
        except BaseException:
            library.kzs_doc_free(self.pointer)
            raise

    def _add(self, name: bytes, text: bytes) -> None:
        quick(library.kzs_doc_add, self.pointer, name, text, len(text))

    def __enter__(self) -> Any:
        return self.pointer

    def __exit__(self, *_: object) -> None:
        library.kzs_doc_free(self.pointer)


class Sink(Protocol):
    """What documents are added to."""

    def _put(self, name: str | bytes, document: object, without: str | None = None) -> None:
        """Add a document but for one field."""


def add_all(
    sink: Sink, documents: Iterable[object], id: str, progress: Callable[[int], object] | None
) -> int:
    """Add documents, or pairs of an id and a document, and tell from time to time how many."""
    count = reported = 0
    due = time.monotonic() + PROGRESS
    for item in documents:
        if isinstance(item, tuple) and len(item) == 2:
            sink._put(item[0], item[1])
        else:
            document = as_mapping(item)
            name = document.get(id)
            if is_missing(name):
                raise ValueError(f"a document has no field {id!r} to take its id from")
            sink._put(name if isinstance(name, (str, bytes)) else str(name), document, id)
        count += 1
        if progress is not None and time.monotonic() >= due:
            progress(count - reported)
            reported = count
            due = time.monotonic() + PROGRESS
    if progress is not None and count > reported:
        progress(count - reported)
    return count


def parse_date(text: str) -> date | datetime | str:
    """A stored date: a day becomes a date, a day with a time a datetime; else the text."""
    try:
        if len(text) == 10:
            return date.fromisoformat(text)
        if len(text) > 10:
            return datetime.fromisoformat(text[:-1] + "+00:00" if text.endswith("Z") else text)
    except ValueError:
        pass
    return text


def parse_number(text: str) -> int | float | str:
    try:
        return int(text)
    except ValueError:
        pass
    try:
        return float(text)
    except ValueError:
        return text


_PARSERS: Any = {"date": parse_date, "number": parse_number}


def first_value(doc: Any, field: str, kinds: Mapping[str, str]) -> Any:
    """The first value of a field of a kzs_doc, or None, without reading the others."""
    length = c_size_t()
    value = library.kzs_doc_get(doc, field.encode(), 0, byref(length))
    if not value:
        return None
    text = value[: length.value].decode("utf-8", "replace")
    return _PARSERS.get(kinds.get(field), str)(text)


class Document(Mapping[str, Any]):
    """A stored document: field -> value, or a list where a field has several.

    Dates are `date` or `datetime` (a year or month alone stays text), numbers `int` or `float`,
    everything else is `str`. A field with more than one value is a list; `all(field)` always is.

    >>> document = ix["op-1"]
    >>> document["date"], document.all("author")
    (datetime.date(2022, 11, 21), ['A. Serik'])
    """

    __slots__ = ("_texts", "_kinds")

    def __init__(self, pointer: Any, kinds: Mapping[str, str]) -> None:
        self._texts: dict[str, list[str]] = {}
        self._kinds = kinds
        field, length = c_char_p(), c_size_t()
        for i in range(library.kzs_doc_count(pointer)):
            value = library.kzs_doc_value(pointer, i, byref(field), byref(length))
            name = (field.value or b"").decode("utf-8", "replace")
            text = value[: length.value].decode("utf-8", "replace")
            self._texts.setdefault(name, []).append(text)

    def __getitem__(self, field: str) -> Any:
        texts = self._texts[field]
        parse = _PARSERS.get(self._kinds.get(field), str)
        return parse(texts[0]) if len(texts) == 1 else [parse(text) for text in texts]

    def all(self, field: str) -> list[Any]:
        """Every value of a field, in order; empty when there is none."""
        parse = _PARSERS.get(self._kinds.get(field), str)
        return [parse(text) for text in self._texts.get(field, ())]

    def texts(self) -> dict[str, str | list[str]]:
        """The values as the text that is stored: for JSON, say.

        >>> ix["op-1"].texts()["date"]
        '2022-11-21'
        """
        return {
            field: texts[0] if len(texts) == 1 else list(texts)
            for field, texts in self._texts.items()
        }

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    def __repr__(self) -> str:
        return f"Document({dict(self)!r})"
