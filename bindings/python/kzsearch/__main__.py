# SPDX-License-Identifier: GPL-2.0-or-later
"""python -m kzsearch --where: which library is used."""

from __future__ import annotations

import sys


def main(arguments: list[str]) -> int:
    if arguments != ["--where"]:
        print("usage: python -m kzsearch --where", file=sys.stderr)
        return 2
    try:
        import kzsearch
        from kzsearch import _load
    except ImportError as reason:
        print(reason, file=sys.stderr)
        return 1
    print(f"library  {_load.loaded_file(_load.library)}")
    print(f"found as {_load.found_as}")
    print(f"version  {kzsearch.library_version()}")
    print(f"module   {kzsearch.__file__}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
