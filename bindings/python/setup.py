# SPDX-License-Identifier: GPL-2.0-or-later
"""What pyproject.toml cannot say: the table is made from kzsearch.h, libraries may come along.

    pip install .                                            uses the library that is installed
    KZSEARCH_BUNDLE=PATH/libkzsearch.so.1 pip wheel .        brings that one, and what it needs

kzsearch.h is looked for in this folder and in ../../include.
"""

import os
import runpy
import shutil
import sys

from setuptools import Distribution, setup
from setuptools.command.build_py import build_py
from setuptools.command.sdist import sdist

try:
    from setuptools.command.bdist_wheel import bdist_wheel
except ImportError:
    from wheel.bdist_wheel import bdist_wheel

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import bundle  # noqa: E402

LIBRARY = os.environ.get("KZSEARCH_BUNDLE")


def header():
    for folder in (HERE, os.path.join(HERE, "..", "..", "include")):
        path = os.path.join(folder, "kzsearch.h")
        if os.path.exists(path):
            return path
    sys.exit("setup.py: kzsearch.h is neither in this folder nor in ../../include")


class Package(Distribution):
    def has_ext_modules(self):
        """Is it for one platform alone?"""
        return bool(LIBRARY)


class BuildPackage(build_py):
    def run(self):
        super().run()
        editable = getattr(self, "editable_mode", False)
        package = os.path.join(HERE if editable else self.build_lib, "kzsearch")
        generate = runpy.run_path(os.path.join(HERE, "generate.py"))
        generate["main"]([header(), os.path.join(package, "_table.py")])
        if LIBRARY and not editable:
            bundle.gather(LIBRARY, os.path.join(package, "lib"))


class BuildWheel(bdist_wheel):
    """py3-none-any, or py3-none-PLATFORM with libraries: no part of it depends on the Python."""

    def finalize_options(self):
        super().finalize_options()
        self.root_is_pure = not LIBRARY

    def get_tag(self):
        return ("py3", "none", bundle.platform(LIBRARY) if LIBRARY else "any")


class Source(sdist):
    def make_release_tree(self, base_dir, files):
        super().make_release_tree(base_dir, files)
        shutil.copy(header(), base_dir)
        for name in ("generate.py", "bundle.py"):
            shutil.copy(os.path.join(HERE, name), base_dir)


setup(
    distclass=Package,
    cmdclass={"build_py": BuildPackage, "bdist_wheel": BuildWheel, "sdist": Source},
)
