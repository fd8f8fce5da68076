# SPDX-License-Identifier: GPL-2.0-or-later
"""Documents: mappings in Python, kzs_doc in C."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from ctypes import byref, c_char_p, c_size_t, string_at
from datetime import date, datetime
from typing import Any, Union

from . import _table
from ._call import call, to_text
from ._load import library

Value = Union[str, bytes, int, float, date, datetime]


def as_text(value: object, field: str) -> bytes:
    """One value as the library wants it."""
    if isinstance(value, str):
        return value.encode("utf-8", "surrogatepass")
    if isinstance(value, bytes):
        return value
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%S").rjust(19, "0").encode()
    if isinstance(value, date):
        return value.isoformat().encode()
    if isinstance(value, bool):
        return b"true" if value else b"false"
    if isinstance(value, (int, float)):
        return repr(value).encode()
    item = getattr(value, "item", None)  # a number of numpy
    if callable(item):
        return as_text(item(), field)
    raise TypeError(f"field {field!r}: a value cannot be {type(value).__name__}")


def as_mapping(document: object) -> Mapping[str, object]:
    """A document given as a mapping or as a dataclass."""
    if isinstance(document, Mapping):
        return document
    if dataclasses.is_dataclass(document) and not isinstance(document, type):
        return {f.name: getattr(document, f.name) for f in dataclasses.fields(document)}
    raise TypeError(f"a document is a mapping or a dataclass, not {type(document).__name__}")


class Builder:
    """A kzs_doc made from a mapping, freed at the end of a `with` block."""

    def __init__(self, document: object) -> None:
        self.pointer = library.kzs_doc_new()
        try:
            for field, value in as_mapping(document).items():
                self._add(field, value)
        except BaseException:
            library.kzs_doc_free(self.pointer)
            raise

    def _add(self, field: str, value: object) -> None:
        if value is None:
            return
        if not isinstance(field, str):
            raise TypeError(f"a field's name is a str, not {type(field).__name__}")
        name = field.encode("utf-8", "surrogatepass")
        if isinstance(value, (list, tuple, set, frozenset)):
            values = sorted(value) if isinstance(value, (set, frozenset)) else value
            for one in values:
                if one is not None:
                    self._add_text(name, as_text(one, field))
        else:
            self._add_text(name, as_text(value, field))

    def _add_text(self, name: bytes, text: bytes) -> None:
        call(library.kzs_doc_add, self.pointer, name, text, len(text))

    def __enter__(self) -> Any:
        return self.pointer

    def __exit__(self, *_: object) -> None:
        library.kzs_doc_free(self.pointer)


def parse_date(text: str) -> date | datetime | str:
    """A stored date: a day becomes a date, a day with a time a datetime; else the text."""
    try:
        if len(text) == 10:
            return date.fromisoformat(text)
        if len(text) in (16, 19):
            return datetime.fromisoformat(text.replace(" ", "T", 1))
    except ValueError:
        pass
    return text


def parse_number(text: str) -> int | float | str:
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


_PARSERS: Any = {"date": parse_date, "number": parse_number}


class Document(Mapping[str, Any]):
    """A stored document: field -> value, or a list where a field has several.

    Dates are `date` or `datetime`, numbers `int` or `float`, everything else is `str`; keyword
    fields are lists as soon as they hold more than one value. `all(field)` is always a list.
    """

    __slots__ = ("_values",)

    def __init__(self, pointer: Any, kinds: Mapping[str, str]) -> None:
        self._values: dict[str, list[Any]] = {}
        field, length = c_char_p(), c_size_t()
        for i in range(library.kzs_doc_count(pointer)):
            value = library.kzs_doc_value(pointer, i, byref(field), byref(length))
            name = (field.value or b"").decode("utf-8", "replace")
            text = string_at(value, length.value).decode("utf-8", "replace")
            parser = _PARSERS.get(kinds.get(name))
            self._values.setdefault(name, []).append(parser(text) if parser else text)

    def __getitem__(self, field: str) -> Any:
        values = self._values[field]
        return values[0] if len(values) == 1 else list(values)

    def all(self, field: str) -> list[Any]:
        """Every value of a field, in order; empty when there is none."""
        return list(self._values.get(field, ()))

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"Document({dict(self)!r})"
