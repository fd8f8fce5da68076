# SPDX-License-Identifier: GPL-2.0-or-later
"""Looking after an index: by its path, for one that is damaged cannot be opened."""

from __future__ import annotations

import builtins
import gzip
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, Any, Union

from . import _table, errors
from ._call import borrowed, call, from_id, option_text, path_name, seconds, to_id, to_name
from ._errand import Errand, tell
from ._load import library
from .document import Document, Path

# What tells `kzsearch index` to take the other lines to the letter.
FIRST_LINE = '{"kzsearch":"export"}\n'


@dataclass(frozen=True)
class Progress:
    """How far a long call is.

    phase        "checking", "copying", ...
    done, total  bytes when copying, documents when reading and rebuilding, tables when checking
                 and compacting. The total may grow meanwhile
    """

    phase: str
    done: int
    total: int


@dataclass(frozen=True)
class Finding:
    """Something that is damaged.

    part    the table, or "" when it is not known
    what    what was found there
    lost    what that means for those who use the index
    advice  what to do
    """

    part: str
    what: str
    lost: str
    advice: str


Told = Union[Callable[[Progress], object], None]


def _progress(send: Callable[[Any], int]) -> Any:
    def report(_: Any, raw: Any) -> int:
        now = raw.contents
        return send(Progress(borrowed(now.phase) or "", now.done, now.total))

    return _table.kzs_progress_fn(report)


def _run(progress: Told, function: Any, *arguments: Any) -> None:
    """Make a call whose last arguments are a callback for progress and what that is given."""

    def make(send: Callable[[Progress], int]) -> None:
        call(function, *arguments, _progress(send), None, opening=True)

    tell(make, progress)


def check(path: Path, *, progress: Told = None) -> list[Finding]:
    """Look for damage: the structure of every table, and every document. None: no findings.

    progress   called now and then with a Progress, here and in the other functions. What it
               raises ends the work and leaves the index as it was; so does Ctrl-C

    >>> kzsearch.check("archive.kz")
    []
    """
    name = path_name(path)
    findings: list[Finding] = []

    def make(send: Callable[[Progress], int]) -> None:
        def note(_: Any, raw: Any) -> int:
            found = raw.contents
            texts = (found.part, found.what, found.lost, found.advice)
            findings.append(Finding(*[borrowed(text) or "" for text in texts]))
            return 0

        noting = _table.kzs_finding_fn(note)
        call(library.kzs_check, name, noting, _progress(send), None, opening=True)

    try:
        tell(make, progress)
    except errors.CorruptError:
        if not findings:
            raise
    return findings


def backup(path: Path, to: Path, *, progress: Told = None) -> None:
    """Copy an index to a new folder while others search and change it.

    >>> kzsearch.backup("archive.kz", "backup.kz")
    >>> len(kzsearch.open("backup.kz")) == len(kzsearch.open("archive.kz"))
    True
    """
    _run(progress, library.kzs_backup, path_name(path), path_name(to))


def compact(path: Path, *, lock_timeout: float | None = None, progress: Told = None) -> None:
    """Give back the room that deleted and replaced documents took.

    lock_timeout   seconds to wait while somebody is writing; at once an error when None
    """
    options = option_text(lock_timeout=seconds(lock_timeout))
    _run(progress, library.kzs_compact, path_name(path), options)


def rebuild(
    path: Path,
    *,
    schema: str | None = None,
    salvage: bool = False,
    threads: int | None = None,
    lock_timeout: float | None = None,
    progress: Told = None,
) -> None:
    r"""Index all stored documents anew: for another schema, after a newer version of the library
    reads text differently, or from what is whole of a damaged index. Searches go on meanwhile.

    schema         fields and names; as they are when None
    salvage        go on without documents that are damaged
    threads        workers: 1 unless told
    lock_timeout   seconds to wait while somebody is writing; at once an error when None

    >>> schema = kzsearch.open("archive.kz").schema
    >>> kzsearch.rebuild("archive.kz", schema=schema + "Verny = Верный = Алма-Ата\n")
    """
    options = option_text(
        salvage="yes" if salvage else None, threads=threads, lock_timeout=seconds(lock_timeout)
    )
    text = None if schema is None else to_name(schema)
    _run(progress, library.kzs_rebuild, path_name(path), text, options)


def read_all(path: Path, *, progress: Told = None) -> Iterator[tuple[str, Document]]:
    """Every document with its id, in the order in which they were put; of a damaged index those
    that are whole, and then CorruptError says how many are not.

    >>> for name, document in kzsearch.read_all("archive.kz"):
    ...     print(name, document["title"])
    op-1 After the vote
    op-2 Water and maps
    """
    name, kinds = path_name(path), _kinds(path)

    def make(send: Callable[[Any], int]) -> None:
        def take(_: Any, identifier: Any, length: int, raw: Any) -> int:
            return send((from_id(identifier[:length]), Document(raw, kinds)))

        taking = _table.kzs_document_fn(take)
        reporting = _progress(send) if progress is not None else _table.kzs_progress_fn(0)
        call(library.kzs_export, name, taking, reporting, None, opening=True)

    for thing in Errand(make).things():
        if isinstance(thing, Progress):
            assert progress is not None
            progress(thing)
        else:
            yield thing


def _kinds(path: Path) -> dict[str, str]:
    """field -> kind; none where the index cannot be opened: dates stay text."""
    from .index import open

    try:
        with open(path) as index:
            return index._kinds
    except errors.KzsError:
        return {}


def export(path: Path, to: str | os.PathLike[str] | IO[str], *, progress: Told = None) -> int:
    """Write all documents as JSON Lines, of which `kzsearch index` makes an equal index, and say
    how many; of a damaged index those that are whole, and then comes a CorruptError.

    to   a file to write, packed if it ends in ".gz", or a text file that is open

    >>> kzsearch.export("archive.kz", "archive.jsonl.gz")
    2
    """
    if isinstance(to, (str, os.PathLike)):
        packed = os.fspath(to).endswith(".gz")
        opener: Any = gzip.open if packed else builtins.open
        with opener(to, "wt", encoding="utf-8", newline="\n") as file:
            return export(path, file, progress=progress)
    count = 0
    to.write(FIRST_LINE)
    for name, document in read_all(path, progress=progress):
        # An id that is no UTF-8 cannot be written in JSON.
        readable = to_id(name).decode("utf-8", "replace")
        to.write(json.dumps({"id": readable, **document.texts()}, ensure_ascii=False) + "\n")
        count += 1
    return count
