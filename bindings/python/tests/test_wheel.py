# SPDX-License-Identifier: GPL-2.0-or-later
"""Shipping: pip install, and a wheel that needs nothing installed."""

import glob
import os
import re
import shutil
import subprocess
import sys
import unittest
import zipfile

from support import BUILD, SOURCE, Folder

LIBRARY = os.path.join(BUILD, ".libs", "libkzsearch.so.1")
PROGRAM = """
import kzsearch
with kzsearch.open("archive.kz", "w") as ix:
    ix["op-1"] = {"title": "After the vote", "body": "Справедливый Казахстан"}
with kzsearch.open("archive.kz") as ix:
    print([hit.title for hit in ix.search("справедливого Казахстана")])
    print(kzsearch.check("archive.kz"), [name for name, _ in kzsearch.read_all("archive.kz")])
print(kzsearch.__file__)
for line in open("/proc/self/maps"):
    if ".so" in line:
        print(line.split()[-1])
"""


def builder():
    """A Python that can build wheels without the network, or None."""
    for python in (sys.executable, "/usr/bin/python3"):
        try:
            found = subprocess.run(
                [python, "-c", "import setuptools, wheel, pip, venv"], stderr=subprocess.DEVNULL
            )
        except OSError:
            continue
        if found.returncode == 0:
            return python
    return None


class Wheel(Folder):
    def setUp(self):
        super().setUp()
        if "KZS_SANITIZED" in os.environ:
            self.skipTest("a library with sanitizers is not for shipping")
        self.python = builder()
        if self.python is None:
            self.skipTest("no Python with pip, setuptools, wheel and venv")
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": self.folder,
            "TMPDIR": self.folder,
            "LANG": "C.UTF-8",
            "PIP_NO_INDEX": "1",
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "PIP_CONFIG_FILE": os.devnull,
        }
        # pip builds in the folder of the source, which may be for reading only.
        self.source = self.path("source")
        skipped = shutil.ignore_patterns("tests", "__pycache__", "build", "*.egg-info", "_table.py")
        shutil.copytree(os.path.join(SOURCE, "bindings", "python"), self.source, ignore=skipped)
        for folder, _, names in os.walk(self.source):
            os.chmod(folder, 0o755)
            for name in names:
                os.chmod(os.path.join(folder, name), 0o644)
        shutil.copy(os.path.join(SOURCE, "include", "kzsearch.h"), self.source)

    def run_command(self, *command, **environment):
        done = subprocess.run(
            command,
            env={**self.environment, **environment},
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.assertEqual(done.returncode, 0, f"{' '.join(command)}\n{done.stdout}")
        return done.stdout

    def wheel(self, **environment):
        self.run_command(
            *(self.python, "-m", "pip", "wheel", "--no-build-isolation", "--no-deps"),
            *("-w", self.path("dist"), self.source),
            **environment,
        )
        (path,) = glob.glob(self.path("dist/*.whl"))
        return path

    def venv(self, wheel):
        """A fresh virtual environment with the wheel: the path of its Python."""
        place = self.path("venv")
        self.run_command(self.python, "-m", "venv", "--without-pip", place)
        python = os.path.join(place, "bin", "python")
        pip = (self.python, "-m", "pip", "--python", python, "install", "--no-deps")
        self.run_command(*pip, wheel)
        return python

    def test_pip(self):
        """pip installs the package, which uses the library of the system"""
        wheel = self.wheel()
        self.assertTrue(wheel.endswith("kzsearch-0.1.0-py3-none-any.whl"), wheel)
        python = self.venv(wheel)
        said = self.run_command(python, "-c", PROGRAM, KZSEARCH_LIBRARY=LIBRARY)
        self.assertIn("['After the vote']", said)
        self.assertIn(self.path("venv"), said)

    def test_bundle(self):
        """a wheel with the libraries works where neither kzsearch nor Xapian is installed"""
        if not shutil.which("patchelf"):
            self.skipTest("patchelf is not installed")
        wheel = self.wheel(KZSEARCH_BUNDLE=LIBRARY)
        name = r"kzsearch-0\.1\.0-py3-none-(many)?linux_\w+\.whl"
        self.assertRegex(os.path.basename(wheel), rf"^{name}$")
        with zipfile.ZipFile(wheel) as packed:
            inside = packed.namelist()
        self.assertIn("kzsearch/lib/libkzsearch.so.1", inside)
        self.assertIn("kzsearch/py.typed", inside)
        self.assertIn("kzsearch/lib/kzsearch-helper", inside)
        self.assertTrue([n for n in inside if re.match(r"kzsearch/lib/libxapian-\w+\.so", n)])
        python = self.venv(wheel)
        said = self.run_command(python, "-I", "-c", PROGRAM)
        self.assertIn("['After the vote']", said)
        self.assertIn("[] ['op-1']", said)
        ours = r"/lib(kzsearch|xapian|stemmer|utf8proc|uuid)[^/]*$"
        loaded = [line for line in said.splitlines() if re.search(ours, line)]
        self.assertGreaterEqual(len(set(loaded)), 4)
        inside = os.path.realpath(self.path("venv"))
        self.assertEqual([line for line in loaded if not line.startswith(inside)], [])
        self.on_others(os.path.join(os.path.dirname(os.path.dirname(python)), "lib"))

    def on_others(self, folder):
        """The same package with every other Python that is there, from the oldest on."""
        (packages,) = glob.glob(os.path.join(folder, "python3*", "site-packages"))
        for minor in range(9, 20):
            python = shutil.which(f"python3.{minor}")
            done = python and subprocess.run([python, "-c", ""], stderr=subprocess.DEVNULL)
            if not done or done.returncode != 0:
                continue
            shutil.rmtree(self.path("archive.kz"))
            program = f"import sys; sys.path.insert(0, {packages!r})\n" + PROGRAM
            said = self.run_command(python, "-I", "-c", program)
            self.assertIn("['After the vote']", said)
            print(f"# also with {os.path.basename(python)}")

    def test_build(self):
        """python -m build makes a wheel of the same name and content"""
        found = subprocess.run([self.python, "-c", "import build"], stderr=subprocess.DEVNULL)
        if found.returncode != 0 or not shutil.which("patchelf"):
            self.skipTest("python3-build or patchelf is not installed")
        self.run_command(
            *(self.python, "-m", "build", "--wheel", "--no-isolation"),
            *("-o", self.path("made"), self.source),
            KZSEARCH_BUNDLE=LIBRARY,
        )
        (made,) = glob.glob(self.path("made/*.whl"))
        same = self.wheel(KZSEARCH_BUNDLE=LIBRARY)
        self.assertEqual(os.path.basename(made), os.path.basename(same))
        with zipfile.ZipFile(made) as one, zipfile.ZipFile(same) as other:
            self.assertEqual(sorted(one.namelist()), sorted(other.namelist()))


if __name__ == "__main__":
    unittest.main()
