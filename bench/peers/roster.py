"""The peers as the benchmarks use them: how each is had, and how it is told to index and
to answer. All take the same words: `index INDEX LANG FILE...` and
`batch INDEX LANG QUERIES --limit N`. Those that can index with several threads are told how
many in $PEER_THREADS.
"""

import os
import sys

from peers import install


class Peer:
    """A program that can be run as often as one likes."""

    threads = False  # can it index with several?

    def __init__(self, name, version, command, environment=None, extra=()):
        self.name = name
        self.version = version
        self.command = command
        self.environment = environment  # None: as it is
        self.extra = list(extra)  # options of `batch`

    def with_threads(self, count):
        """The environment for indexing."""
        if not self.threads:
            return self.environment
        return dict(self.environment or os.environ, PEER_THREADS=str(count))

    def index(self, path, language, files):
        return [*self.command, "index", path, language, *files]

    def batch(self, path, language, queries, limit):
        extra = [] if language == "none" and "--stopper" in self.extra else self.extra
        ask = [*self.command, "batch", path, language, queries]
        return [*ask, "--limit", str(limit), *extra]


def python(script):
    return [sys.executable, os.path.join(install.HERE, script)]


def xapian(folder):
    return Peer("Xapian", "Debian", [install.xapian(folder)])


def xapian_stop(folder):
    peer = xapian(folder)
    peer.name = "Xapian stop"
    peer.extra = ["--stopper", "--joiners"]
    return peer


def fts5(folder):
    return Peer("FTS5", install.fts5(), python("fts5_peer.py"))


def lucene(folder):
    java = install.program("java", "default-jdk-headless")
    command = [java, "-Xmx1g", "-cp", install.lucene(folder), "LucenePeer"]
    peer = Peer("Lucene", install.LUCENE, command)
    peer.threads = True
    return peer


def tantivy(folder):
    environment = dict(os.environ, PYTHONPATH=install.tantivy())
    command = python("tantivy_peer.py")
    peer = Peer("Tantivy", install.TANTIVY, command, environment)
    peer.threads = True
    return peer


KNOWN = {
    "xapian": xapian,
    "xapian-stop": xapian_stop,
    "fts5": fts5,
    "lucene": lucene,
    "tantivy": tantivy,
}


def gather(names, folder):
    """The peers that can be had, and {name: why not} of the others. What must be
    compiled goes into `folder`."""
    had, absent = [], {}
    for name in names:
        try:
            had.append(KNOWN[name](folder))
        except install.Absent as reason:
            absent[name] = str(reason)
    return had, absent
