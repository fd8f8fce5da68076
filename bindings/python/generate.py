#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Write kzsearch/_table.py from kzsearch.h: constants, statuses, structs, callbacks, functions.

    generate.py HEADER            print the table
    generate.py HEADER OUTPUT     write it

The build does this; the table is kept nowhere, so that it cannot fall behind the header.

The header is the one description of the interface; nothing of it is copied by hand. The parser
knows the C that the header is written in and stops at anything else, so that a new construct is
noticed here and not by a crash.
"""

from __future__ import annotations

import re
import sys
from typing import NoReturn

# C types that need no description of their own.
PLAIN = {
    "int": "c_int",
    "unsigned": "c_uint",
    "double": "c_double",
    "size_t": "c_size_t",
    "int64_t": "c_int64",
    "uint64_t": "c_uint64",
    "uint32_t": "c_uint32",
    "uint8_t": "c_uint8",
    "kzs_status": "c_int",
}

HEAD = '''# SPDX-License-Identifier: GPL-2.0-or-later
"""The C interface as data. Made from kzsearch.h by generate.py: do not edit."""

from __future__ import annotations

from ctypes import (  # noqa: F401
    CFUNCTYPE,
    POINTER,
    Structure,
    c_char,
    c_char_p,
    c_double,
    c_int,
    c_int64,
    c_size_t,
    c_uint,
    c_uint8,
    c_uint32,
    c_uint64,
    c_void_p,
)
from typing import Any

'''


def fail(message: str) -> NoReturn:
    sys.exit(f"generate.py: {message}")


def without_comments(text: str) -> str:
    return re.sub(r"/\*.*?\*/", " ", text, flags=re.S)


class Header:
    """What the header declares, in its order."""

    def __init__(self, text: str) -> None:
        text = without_comments(text).replace("\\\n", " ")
        self.version = self._define(text, "KZS_VERSION_NUMBER")
        self.statuses = re.findall(r'X\((KZS_\w+),\s*(\d+),\s*"([^"]*)"\)', text)
        self.constants = self._constants(text)
        body = re.sub(r"^\s*#.*$", "", text, flags=re.M)
        self.enums: dict[str, list[tuple[str, int]]] = {}
        self.enum_types: set[str] = {"kzs_status"}
        self.opaque: list[str] = []
        self.structs: dict[str, list[tuple[str, str]]] = {}
        self.callbacks: dict[str, list[str]] = {}
        self._types(body)
        self.functions = self._functions(body)
        if not self.statuses or len(self.functions) < 20:
            fail("the header could not be read")

    @staticmethod
    def _define(text: str, name: str) -> int:
        found = re.search(rf"#define {name}\s+(\d+)", text)
        if not found:
            fail(f"{name} is not defined")
        return int(found.group(1))

    @staticmethod
    def _constants(text: str) -> list[tuple[str, str]]:
        """Numbers that are macros: `((size_t)256 * 1024)` and the like."""
        constants = []
        for name, value in re.findall(r"^#define (KZS_[A-Z0-9_]+)\s+(\S.*)$", text, flags=re.M):
            value = value.strip()
            if value == "((size_t)-1)":
                constants.append((name, "c_size_t(-1).value"))
                continue
            value = re.sub(r"\((size_t|uint64_t|int)\)", "", value)
            if re.fullmatch(r"[\d\s()*<+-]+", value):
                constants.append((name, str(eval(value))))  # digits and operators alone
        return constants

    def _types(self, body: str) -> None:
        for name in re.findall(r"typedef struct (kzs_\w+) \1;", body):
            self.opaque.append(name)
        for name, members in re.findall(r"typedef struct (kzs_\w+)\s*\{(.*?)\}\s*\1;", body, re.S):
            self.structs[name] = [self._member(m) for m in members.split(";") if m.strip()]
        for name, values in re.findall(r"typedef enum (kzs_\w+)\s*\{(.*?)\}\s*\1;", body, re.S):
            self.enum_types.add(name)
            if name != "kzs_status":
                self.enums[name] = self._values(values)
        for values in re.findall(r"(?<!\w)enum\s*\{(.*?)\}\s*;", body, re.S):
            self.enums.setdefault("", []).extend(self._values(values))
        callback = r"typedef (\w[\w ]*?[ *]*)\(\*(kzs_\w+)\)\(([^)]*)\);"
        for result, name, arguments in re.findall(callback, body, re.S):
            self.callbacks[name] = [result] + self._split(arguments)
        callback = r"typedef (int|void|kzs_status) (kzs_\w+)\(([^)]*)\);"
        for result, name, arguments in re.findall(callback, body, re.S):
            self.callbacks[name] = [result] + self._split(arguments)

    @staticmethod
    def _values(text: str) -> list[tuple[str, int]]:
        values, following = [], 0
        for item in text.split(","):
            if not item.strip():
                continue
            name, _, value = (part.strip() for part in item.partition("="))
            if value:
                if not re.fullmatch(r"[\d\s()<|+-]+", value):
                    fail(f"value of {name} is not a number: {value}")
                following = int(eval(value))  # digits and operators alone
            values.append((name, following))
            following += 1
        return values

    @staticmethod
    def _member(text: str) -> tuple[str, str]:
        found = re.fullmatch(r"\s*(.*?[ *])(\w+)(\[\d+\])?\s*", text, re.S)
        if not found:
            fail(f"struct member not understood: {text.strip()}")
        return found.group(1).strip() + (found.group(3) or ""), found.group(2)

    @staticmethod
    def _split(arguments: str) -> list[str]:
        """Argument types, names dropped but for what `length` tells: see _functions()."""
        arguments = " ".join(arguments.split())
        return [] if arguments in ("", "void") else [a.strip() for a in arguments.split(",")]

    def _functions(self, body: str) -> list[tuple[str, str, list[str]]]:
        declaration = r"KZS_API\s+([\w\s]+?[\s*]+)(kzs_\w+)\(([^;]*?)\);"
        return [
            (name, " ".join(result.split()), self._split(arguments))
            for result, name, arguments in re.findall(declaration, body, re.S)
        ]

    # ---- types as ctypes ----

    def ctype(self, text: str, named: bool = True) -> str:
        """The ctypes expression for a C type, with an argument's name behind it if `named`."""
        text = " ".join(text.replace("*", " * ").split())
        if named:
            text = re.sub(r"\s?\b(?!const\b)[a-z_]\w*$", "", text) if self._has_name(text) else text
        array = re.search(r"\[(\d+)\]$", text)
        if array:
            return f"{self.ctype(text[: array.start()], False)} * {array.group(1)}"
        stars = text.count("*")
        base = re.sub(r"\b(const|struct|enum)\b|\*", " ", text).strip()
        if base in self.callbacks:
            return base
        if base in self.enum_types:
            base = "int"
        if base == "char":
            if stars == 0:
                return "c_char"
            return "POINTER(" * (stars - 1) + "c_char_p" + ")" * (stars - 1)
        if base == "void":
            if stars == 0:
                return "None"
            return "POINTER(" * (stars - 1) + "c_void_p" + ")" * (stars - 1)
        inner = PLAIN.get(base, base)
        if base not in PLAIN and base not in self.structs and base not in self.opaque:
            fail(f"type not understood: {text}")
        return "POINTER(" * stars + inner + ")" * stars

    @staticmethod
    def _has_name(text: str) -> bool:
        words = re.sub(r"\b(const|struct|enum)\b|\*", " ", text).split()
        return len(words) > 1

    def result(self, text: str) -> str:
        """As ctype(); a borrowed string stays a pointer, for it may hold NULs."""
        kind = self.ctype(text, False)
        return "POINTER(c_char)" if kind == "c_char_p" else kind

    def given(self, text: str) -> str:
        """As ctype(), of what a callback is given; a string with a length may hold NULs."""
        kind = self.ctype(text)
        return "POINTER(c_char)" if kind == "c_char_p" else kind

    def argument(self, text: str) -> str:
        """As ctype(); `char **` is an address to be written to and freed, not a string."""
        kind = self.ctype(text)
        if kind == "POINTER(c_char_p)" and "const" not in text:
            return "POINTER(c_void_p)"
        return kind

    def member(self, text: str) -> str:
        """As ctype(); a string with a length beside it may hold NULs."""
        kind = self.ctype(text, False)
        return "POINTER(c_char)" if kind == "c_char_p" else kind


def write(header: Header) -> str:
    out = [HEAD]
    out.append(f"VERSION = {header.version}\n\n")
    out.append("# name: (number, meaning)\nSTATUSES = {\n")
    out += [f'    "{n}": ({v}, "{t}"),\n' for n, v, t in header.statuses]
    out.append("}\n\n")
    out += [f"{name} = {value}\n" for name, value, _ in header.statuses]
    out.append("\n")
    out += [f"{name} = {value}\n" for name, value in header.constants]
    for name, values in header.enums.items():
        out.append(f"\n# {name}\n" if name else "\n")
        out += [f"{n} = {v}\n" for n, v in values]
    for name in header.opaque:
        out.append(f"\n\nclass {name}(Structure):\n    pass\n")
    for name, members in header.structs.items():
        out.append(f"\n\nclass {name}(Structure):\n    _fields_ = [\n")
        out += [f'        ("{n}", {header.member(t)}),\n' for t, n in members]
        out.append("    ]\n")
    out.append("\n\n")
    for name, (result, *arguments) in header.callbacks.items():
        kinds = [header.ctype(result, False), *[header.given(a) for a in arguments]]
        out.append(f"{name} = CFUNCTYPE({', '.join(kinds)})\n")
    out.append("\nSTRUCTS: list[Any] = [\n")
    out += [f"    {name},\n" for name in header.structs]
    out.append("]\n\n# name, restype, argtypes\nFUNCTIONS: list[tuple[str, Any, list[Any]]] = [\n")
    for name, result, arguments in header.functions:
        kinds = [header.argument(a) for a in arguments]
        line = f'    ("{name}", {header.result(result)}, [{", ".join(kinds)}]),\n'
        if len(line) > 100:
            rows = "".join(f"            {kind},\n" for kind in kinds)
            line = f'    (\n        "{name}",\n        {header.result(result)},\n        [\n{rows}        ],\n    ),\n'
        out.append(line)
    out.append("]\n")
    return "".join(out)


def main(arguments: list[str]) -> None:
    if len(arguments) not in (1, 2):
        sys.exit(__doc__)
    with open(arguments[0], encoding="utf-8") as file:
        table = write(Header(file.read()))
    if len(arguments) == 1:
        sys.stdout.write(table)
    else:
        with open(arguments[1], "w", encoding="utf-8") as file:
            file.write(table)


if __name__ == "__main__":
    main(sys.argv[1:])
