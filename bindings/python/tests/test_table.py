# SPDX-License-Identifier: GPL-2.0-or-later
"""The table, the header and the library agree: names, numbers, layouts."""

import ctypes
import os
import re
import subprocess
import sys
import unittest

from kzsearch import _load, _table, errors
from support import BUILD, SOURCE, Folder

HEADER = os.path.join(SOURCE, "include", "kzsearch.h")

# Functions that the package does without, and why.
NOT_REACHED = {
    "kzs_doc_set": "documents are made from mappings, which have each field once",
    "kzs_status_name": "the table has the names",
    "kzs_status_text": "the table has the texts",
}


class Table(Folder):
    def measured(self, lines):
        """What a C program prints that is compiled with the header."""
        source, program = self.path("measure.c"), self.path("measure")
        with open(source, "w", encoding="utf-8") as file:
            file.write('#include <kzsearch.h>\n#include <stdio.h>\nint main(void)\n{\n')
            file.writelines(f"    {line}\n" for line in lines)
            file.write("    return 0;\n}\n")
        compiler = os.environ.get("CC", "cc").split()
        include = "-I" + os.path.dirname(HEADER)
        try:
            subprocess.run([*compiler, include, source, "-o", program], check=True)
        except FileNotFoundError:
            self.skipTest("there is no C compiler")
        done = subprocess.run([program], check=True, stdout=subprocess.PIPE)
        return dict(line.split() for line in done.stdout.decode().splitlines())

    def test_layouts(self):
        """structs have the size and offsets that the compiler gives them"""
        lines, expected = [], {}
        for struct in _table.STRUCTS:
            name = struct.__name__
            lines.append(f'printf("{name} %zu\\n", sizeof({name}));')
            expected[name] = str(ctypes.sizeof(struct))
            for field, kind in struct._fields_:
                member = f"{name}.{field}"
                lines.append(f'printf("{member} %zu,%zu\\n", offsetof({name}, {field}),')
                lines.append(f"       sizeof((({name} *)0)->{field}));")
                expected[member] = f"{getattr(struct, field).offset},{ctypes.sizeof(kind)}"
        self.assertGreater(len(expected), 40)
        self.assertEqual(self.measured(lines), expected)

    def test_numbers(self):
        """constants and statuses have the numbers that the compiler gives them"""
        expected = {
            name: str(value)
            for name, value in vars(_table).items()
            if name.startswith("KZS_") and isinstance(value, int)
        }
        lines = [f'printf("{name} %llu\\n", (unsigned long long){name});' for name in expected]
        self.assertEqual(self.measured(lines), expected)

    def test_every_constant(self):
        """every number that the header defines is in the table"""
        with open(HEADER, encoding="utf-8") as file:
            text = re.sub(r"/\*.*?\*/", " ", file.read(), flags=re.S)
        defined = set(re.findall(r"^#define (KZS_[A-Z_]+) ", text, re.M))
        defined |= set(re.findall(r"\b(KZS_[A-Z_]+) = ", text))
        defined |= set(re.findall(r"\bX\((KZS_[A-Z_]+),", text))
        missing = defined - set(vars(_table)) - {"KZS_API", "KZS_VERSION"}
        self.assertEqual(missing, set())

    def test_functions(self):
        """functions are those that the library exports"""
        names = [name for name, _, _ in _table.FUNCTIONS]
        self.assertEqual(len(names), len(set(names)))
        library = os.path.join(BUILD, ".libs", "libkzsearch.so.1")
        tool = os.environ.get("NM", "nm").split()
        listing = subprocess.run(
            [*tool, "-D", "--defined-only", library], stdout=subprocess.PIPE
        )
        exported = set(re.findall(r" T (kzs_\w+)", listing.stdout.decode()))
        self.assertEqual(set(names), exported)

    def test_arguments(self):
        """functions take as many arguments as the header says"""
        with open(HEADER, encoding="utf-8") as file:
            text = re.sub(r"/\*.*?\*/", " ", file.read(), flags=re.S)
        for name, _, arguments in _table.FUNCTIONS:
            found = re.search(rf"KZS_API [^;]*\b{name}\(([^)]*)\)", text)
            self.assertIsNotNone(found, name)
            listed = found.group(1).strip()
            count = 0 if listed == "void" else listed.count(",") + 1
            self.assertEqual(len(arguments), count, name)

    def test_reached(self):
        """every function can be reached from Python, but for those that nobody would want"""
        used = set()
        package = os.path.join(SOURCE, "bindings", "python", "kzsearch")
        for name in os.listdir(package):
            if name.endswith(".py") and name != "_table.py":
                with open(os.path.join(package, name), encoding="utf-8") as file:
                    used.update(re.findall(r"\b(?:_?library)\.(kzs_\w+)", file.read()))
        names = {name for name, _, _ in _table.FUNCTIONS}
        self.assertEqual(names - used, set(NOT_REACHED))

    def test_statuses(self):
        """every status has an exception of its own and the library's name for it"""
        for name, (number, meaning) in _table.STATUSES.items():
            said = ctypes.string_at(_load.library.kzs_status_name(number)).decode()
            self.assertEqual(said, name)
            said = ctypes.string_at(_load.library.kzs_status_text(number)).decode()
            self.assertEqual(said, meaning)
            if number:
                self.assertIsNot(type(errors.from_status(number)), errors.KzsError, name)

    def test_stops(self):
        """the generator stops at what it does not understand"""
        with open(HEADER, encoding="utf-8") as file:
            text = file.read()
        odd = self.path("odd.h")
        with open(odd, "w", encoding="utf-8") as file:
            file.write(text + "\nKZS_API int kzs_odd(struct timeval *when);\n")
        script = os.path.join(SOURCE, "bindings", "python", "generate.py")
        done = subprocess.run([sys.executable, script, odd], capture_output=True, text=True)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("timeval", done.stderr)


if __name__ == "__main__":
    unittest.main()
