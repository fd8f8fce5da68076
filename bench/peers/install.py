"""Brings the peers of the benchmarks: from Debian's packages, from Maven Central and from
PyPI, through apt-get, mvn and pip, in pinned versions. What is no Debian package goes
into a cache outside the repository: $XDG_CACHE_HOME/kzsearch-bench, by default
~/.cache/kzsearch-bench. Each function raises Absent, with the reason, where that fails.
"""

import os
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
TANTIVY = "0.25.1"
WHOOSH = "2.7.5"
LUCENE = "9.12.3"  # as in lucene.pom.xml; the last that runs on Debian 12's Java


class Absent(Exception):
    """A peer that cannot be had here; the text says why."""


def cache():
    home = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return os.path.join(home, "kzsearch-bench")


def call(command, **options):
    """Run an installer or compiler; its last words become the reason of a failure."""
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            **options,
        )
    except OSError as error:
        raise Absent(f"{command[0]}: {error.strerror}") from error
    if done.returncode != 0:
        said = done.stdout.decode("utf-8", "replace").strip().splitlines() or [""]
        raise Absent(f"{' '.join(command[:3])} failed: {said[-1][:200]}")


def debian(*packages):
    """Install Debian packages that are missing, where the script may."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise Absent(f"as root, install {' '.join(packages)}")
    print(f"installing {' '.join(packages)}", file=sys.stderr)
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    try:
        call(install, env=environment)
    except Absent:
        call(["apt-get", "update", "-qq"], env=environment)
        call(install, env=environment)


def program(name, package):
    """The path of a program, its Debian package installed first if need be."""
    if not shutil.which(name):
        debian(package)
    path = shutil.which(name)
    if not path:
        raise Absent(f"no program {name}, not even with the package {package}")
    return path


def made(folder, make):
    """A folder of the cache, filled by make(path) the first time. It appears whole or
    not at all: an interrupted installation is begun anew."""
    path = os.path.join(cache(), folder)
    if os.path.isdir(path):
        return path
    unfinished = f"{path}.{os.getpid()}"
    try:
        os.makedirs(unfinished)
    except OSError as error:
        raise Absent(f"{unfinished}: {error.strerror}") from error
    try:
        make(unfinished)
        os.rename(unfinished, path)
    except OSError as error:
        if not os.path.isdir(path):  # else somebody else was quicker
            raise Absent(f"{path}: {error.strerror}") from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return path


def xapian(folder):
    """plain_xapian, compiled into `folder`: its path."""
    path = os.path.join(folder, "plain_xapian")
    compiler = os.environ.get("CXX", "c++")
    source = os.path.join(HERE, "plain_xapian.cc")
    libraries = ["-lxapian", "-ljansson", "-lz"]
    call([compiler, "-std=c++17", "-O2", source, "-o", path, *libraries])
    return path


def lucene(folder):
    """LucenePeer, compiled into `folder`, with Lucene's archives: the class path."""
    program("javac", "default-jdk-headless")
    pom = os.path.join(HERE, "lucene.pom.xml")

    def fetch(path):
        copy = ["dependency:copy-dependencies", f"-DoutputDirectory={path}"]
        call([program("mvn", "maven"), "-q", "-B", "-f", pom, *copy])

    archives = os.path.join(made(f"lucene-{LUCENE}-highlighter", fetch), "*")
    source = os.path.join(HERE, "LucenePeer.java")
    call(["javac", "-cp", archives, "-d", folder, source])
    return f"{folder}:{archives}"


def pypi(name, version, *others):
    """The folder to put on PYTHONPATH for a package, with the others that it needs."""

    def fetch(path):
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps"]
        pip += ["--only-binary", ":all:", "--target", path, f"{name}=={version}", *others]
        try:
            call(pip)
        except Absent:
            debian("python3-pip")
            call(pip)

    return made(f"{name}-{version}", fetch)


def tantivy():
    """The folder to put on PYTHONPATH for Tantivy's package."""
    return pypi("tantivy", TANTIVY)


def whoosh():
    """The same for Whoosh, as it is maintained today."""
    return pypi("whoosh-reloaded", WHOOSH, "cached-property==1.5.2")


def python_xapian():
    """Xapian's own bindings are for Debian's Python alone."""
    try:
        call([sys.executable, "-c", "import xapian"])
    except Absent:
        debian("python3-xapian")
        call([sys.executable, "-c", "import xapian"])
    return ""


def fts5():
    """SQLite comes with Python; FTS5 with most builds of it."""
    import sqlite3

    try:
        with sqlite3.connect(":memory:") as db:
            db.execute("CREATE VIRTUAL TABLE t USING fts5(text)")
    except sqlite3.Error as error:
        raise Absent(f"this Python's SQLite: {error}") from error
    return sqlite3.sqlite_version
