# SPDX-License-Identifier: GPL-2.0-or-later
"""Gathers a shared library and those it needs in one folder, for a wheel.

Each but the first gets a name of its own, so that it is not taken for a library of the same
name that the process has loaded already, and looks for the others beside itself. What every
Linux with Python has, the C and C++ runtimes, is left out. Needs ldd and patchelf.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import sysconfig

HELPER = "kzsearch-helper"
EVERYWHERE = re.compile(r"(ld-linux.*|lib(c|m|dl|rt|pthread|gcc_s|stdc\+\+))\.so\.\d+|linux-vdso.*")


def run(*command):
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    except FileNotFoundError:
        sys.exit(f"bundle.py: {command[0]} is missing: install it")
    return done.stdout.decode()


def needed(library):
    """{name: path} of every library that this one needs, directly or not."""
    found = {}
    for line in run("ldd", library).splitlines():
        name, arrow, path = line.partition("=>")
        name = os.path.basename(name.split()[0])
        if EVERYWHERE.fullmatch(name):
            continue
        if not arrow or "not found" in path:
            sys.exit(f"bundle.py: {library} needs {name}, which is not installed")
        found[name] = path.split()[0]
    return found


def unique(path):
    """libxapian.so.30 -> libxapian-1a2b3c4d.so.30"""
    with open(path, "rb") as file:
        digest = hashlib.sha256(file.read()).hexdigest()[:8]
    stem, _, version = os.path.basename(path).partition(".so")
    return f"{stem}-{digest}.so{version}"


def helper_of(library):
    """The program that a library has read what may be damaged: beside it, or where it was built."""
    folder = os.path.dirname(os.path.abspath(library))
    for place in (folder, os.path.dirname(folder), os.path.join(folder, "..", "libexec", "kzsearch")):
        path = os.path.join(place, HELPER)
        if os.access(path, os.X_OK):
            return path
    sys.exit(f"bundle.py: there is no kzsearch-helper with {library}")


def gather(library, folder):
    """Copy a library, under its soname, its helper and all that they need into a folder."""
    soname = run("patchelf", "--print-soname", library).strip()
    helper = helper_of(library)
    others = {**needed(library), **needed(helper)}
    others.pop(soname, None)
    names = {soname: soname, **{name: unique(path) for name, path in others.items()}}
    os.makedirs(folder, exist_ok=True)
    for name, path in {soname: library, HELPER: helper, **others}.items():
        copy = os.path.join(folder, names.get(name, name))
        shutil.copy(path, copy)
        os.chmod(copy, 0o755)
        if shutil.which("strip"):
            run("strip", "--strip-unneeded", copy)
        if name != HELPER:
            run("patchelf", "--set-soname", names[name], copy)
        wanted = run("patchelf", "--print-needed", copy).split()
        for old in set(wanted) & set(others):
            run("patchelf", "--replace-needed", old, names[old], copy)
        run("patchelf", "--set-rpath", "$ORIGIN", copy)


def platform(library):
    """The tag of systems that have the C library which these libraries ask for."""
    machine = sysconfig.get_platform().replace("-", "_").replace(".", "_")
    newest = (0, 0)
    helper = helper_of(library)
    for path in (library, helper, *needed(library).values(), *needed(helper).values()):
        with open(path, "rb") as file:
            for version in re.findall(rb"\0GLIBC_(\d+)\.(\d+)", file.read()):
                newest = max(newest, tuple(map(int, version)))
    if newest == (0, 0):
        return machine
    return machine.replace("linux", "manylinux_%d_%d" % newest, 1)
