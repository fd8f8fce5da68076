# SPDX-License-Identifier: GPL-2.0-or-later
"""Finding the library, and refusing what is not it."""

import os
import shutil
import subprocess
import sys
import unittest

from support import BUILD, Folder

PACKAGE = os.path.join(BUILD, "bindings", "python", "kzsearch")
LIBRARY = os.path.join(BUILD, ".libs", "libkzsearch.so.1")


class Loading(Folder):
    def python(self, *arguments, path=None, library=None, **others):
        environment = {**os.environ, "LD_LIBRARY_PATH": self.folder, **others}
        environment.pop("KZSEARCH_LIBRARY")
        environment["LD_PRELOAD"] = environment.pop("KZS_PRELOAD", "")
        if library is not None:
            environment["KZSEARCH_LIBRARY"] = library
        if path is not None:
            environment["PYTHONPATH"] = path
        return subprocess.run(
            [sys.executable, *arguments], env=environment, capture_output=True, text=True
        )

    def copy(self):
        """The package in a place of its own."""
        shutil.copytree(PACKAGE, self.path("kzsearch"), ignore=shutil.ignore_patterns("__pycache__"))
        return self.path("kzsearch")

    def assertLoads(self, done, file, how):
        self.assertEqual(done.returncode, 0, done.stderr)
        said = dict(line.split(None, 1) for line in done.stdout.splitlines())
        self.assertEqual(os.path.realpath(said["library"]), os.path.realpath(file))
        self.assertEqual(said["found"], "as " + how)

    def test_variable(self):
        """KZSEARCH_LIBRARY names the library, and --where tells"""
        self.assertLoads(self.python("-m", "kzsearch", "--where", library=LIBRARY), LIBRARY, LIBRARY)

    def test_beside(self):
        """a library beside the module is loaded before the system's"""
        lib = os.path.join(self.copy(), "lib")
        os.mkdir(lib)
        beside = os.path.join(lib, "libkzsearch.so.1")
        shutil.copy(LIBRARY, beside)
        done = self.python("-m", "kzsearch", "--where", path=self.folder)
        self.assertLoads(done, beside, beside)

    def test_placed(self):
        """what make install wrote down is loaded"""
        with open(os.path.join(self.copy(), "_place.py"), "w", encoding="utf-8") as file:
            file.write(f"LIBRARY = {LIBRARY!r}\n")
        done = self.python("-m", "kzsearch", "--where", path=self.folder)
        self.assertLoads(done, LIBRARY, LIBRARY)

    def test_soname(self):
        """else the soname"""
        shutil.copy(LIBRARY, self.folder)
        done = self.python("-m", "kzsearch", "--where")
        self.assertLoads(done, self.path("libkzsearch.so.1"), "libkzsearch.so.1")

    def test_nothing(self):
        """an ImportError lists each attempt and its reason"""
        with open(self.path("libkzsearch.so.1"), "w", encoding="utf-8") as file:
            file.write("not a library")
        done = self.python("-c", "import kzsearch")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("ImportError: the library kzsearch could not be loaded", done.stderr)
        self.assertRegex(done.stderr, r"1\. the file beside the module, \S+: not there")
        self.assertRegex(done.stderr, r"2\. the system's libkzsearch.so.1: .*(short|ELF|header)")
        self.assertRegex(done.stderr, r"3\. ctypes.util.find_library\('kzsearch'\): ")
        self.assertIn("KZSEARCH_LIBRARY", done.stderr)

    def test_named_alone(self):
        """a library that was named and is not there is not replaced by another"""
        done = self.python("-m", "kzsearch", "--where", library=self.path("none.so"))
        self.assertEqual(done.returncode, 1)
        self.assertIn("none.so", done.stderr)
        self.assertNotIn("2.", done.stderr)

    def test_foreign(self):
        """a library that is not kzsearch is refused before anything of it is called"""
        done = self.python("-m", "kzsearch", "--where", library="libc.so.6")
        self.assertEqual(done.returncode, 1)
        self.assertIn("it is no kzsearch library", done.stderr)

    def test_older(self):
        """a library of an older version is refused, and the message tells both"""
        table = os.path.join(self.copy(), "_table.py")
        with open(table, encoding="utf-8") as file:
            text = file.read()
        os.remove(table)
        with open(table, "w", encoding="utf-8") as file:
            file.write(text.replace("VERSION = 100\n", "VERSION = 200\n", 1))
        done = self.python("-c", "import kzsearch", path=self.folder, library=LIBRARY)
        self.assertIn("its version is 100, this module was made for 200", done.stderr)

    def test_usage(self):
        """python -m kzsearch says what it can do"""
        done = self.python("-m", "kzsearch", library=LIBRARY)
        self.assertEqual(done.returncode, 2)
        self.assertIn("--where", done.stderr)


if __name__ == "__main__":
    unittest.main()
