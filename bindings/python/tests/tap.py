# SPDX-License-Identifier: GPL-2.0-or-later
"""tap.py TEST.py: run the unittest cases of a file and print TAP, one line a test."""

from __future__ import annotations

import faulthandler
import importlib.util
import os
import sys
import unittest
import warnings
from typing import Any


class Result(unittest.TestResult):
    """Prints each outcome as it comes. The first line of a test's docstring is its name."""

    number = 0
    failed = False

    def _line(self, good: bool, test: Any, note: str = "") -> None:
        self.number += 1
        self.failed |= not good
        name = test.shortDescription() or str(test)
        print(f"{'' if good else 'not '}ok {self.number} - {name.replace('#', '')}{note}", flush=True)

    def _trouble(self, test: Any, error: Any) -> None:
        self._line(False, test)
        for line in self._exc_info_to_string(error, test).splitlines():
            print(f"# {line}")

    def addSuccess(self, test: Any) -> None:
        self._line(True, test)

    def addFailure(self, test: Any, err: Any) -> None:
        self._trouble(test, err)

    def addError(self, test: Any, err: Any) -> None:
        self._trouble(test, err)

    def addSkip(self, test: Any, reason: str) -> None:
        self._line(True, test, f" # SKIP {reason}")

    def addExpectedFailure(self, test: Any, err: Any) -> None:
        self._line(True, test)

    def addUnexpectedSuccess(self, test: Any) -> None:
        self._line(False, test)

    def addSubTest(self, test: Any, subtest: Any, err: Any) -> None:
        if err is not None:
            self._trouble(subtest, err)


def main(path: str) -> int:
    # What a sanitizer needs is loaded: other programs, the library's helper too, go without.
    preloaded = os.environ.pop("LD_PRELOAD", "")
    if preloaded:
        os.environ["KZS_PRELOAD"] = preloaded
    # A test that hangs says where, and fails.
    faulthandler.dump_traceback_later(600, exit=True)
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    name = os.path.splitext(os.path.basename(path))[0]
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    result = Result()
    with warnings.catch_warnings():
        unittest.defaultTestLoader.loadTestsFromModule(module).run(result)
    if result.number == 0:
        print("not ok 1 - there are tests in the file")
        result.failed, result.number = True, 1
    print(f"1..{result.number}", flush=True)
    return 1 if result.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
