# SPDX-License-Identifier: GPL-2.0-or-later
"""Random sequences of operations: threads, forks, closing in any order, forced collections.

No sequence may end in anything but the exceptions that are documented; what goes wrong in
memory ends the process, or is seen by the address sanitizer in a build that has it.
KZS_SEED repeats a run; `make check-python` is a longer one, of KZS_SEQUENCES or 200.
"""

import gc
import io
import os
import random
import shutil
import threading
import unittest
import warnings

import kzsearch
from support import OPINIONS, Folder

SEED = int(os.environ.get("KZS_SEED") or random.SystemRandom().randrange(2**32))
SEQUENCES = int(os.environ.get("KZS_SEQUENCES") or 40)
# The sanitizer's allocator has locks of its own that a fork beside threads may leave taken.
SANITIZED = "KZS_SANITIZED" in os.environ
QUERIES = ["nation", "*", '"just Kazakhstan"', "Казахстан OR flag", "date:2023", '(" -', "a" * 500]


class Sequence:
    """Objects of all kinds, and operations that use, close, drop or share any of them."""

    def __init__(self, rng, archive):
        self.rng = rng
        self.archive = archive
        self.indexes = []
        self.results = []
        self.hits = []
        self.walks = []
        self.wrong = []
        self.counted = {}

    def pick(self, things):
        return self.rng.choice(things) if things else None

    # ---- operations ----

    def open_reader(self):
        self.indexes.append(kzsearch.open(self.archive))

    def open_writer(self):
        self.indexes.append(kzsearch.open(self.archive, "w", durability="none"))

    def close(self):
        index = self.pick(self.indexes)
        if index is not None:
            index.close()

    def drop(self):
        things = self.rng.choice([self.indexes, self.results, self.hits, self.walks])
        if things:
            things.pop(self.rng.randrange(len(things)))

    def collect(self):
        gc.collect()

    def put(self):
        index = self.pick(self.indexes)
        if index is not None:
            name = f"n{self.rng.randrange(5)}"
            index[name] = {"body": "nation " * self.rng.randrange(50), "date": "2021", "tags": ["a"]}

    def put_many(self):
        index = self.pick(self.indexes)
        if index is not None:

            def progress(_):
                raise KeyError("stop")

            stop = progress if self.rng.random() < 0.5 else None
            index.add_many(({"id": str(i), "body": "flag"} for i in range(5)), progress=stop)

    def delete(self):
        index = self.pick(self.indexes)
        if index is not None:
            del index[f"n{self.rng.randrange(5)}"]

    def finish(self):
        index = self.pick(self.indexes)
        if index is not None:
            self.rng.choice([index.commit, index.rollback])()

    def get(self):
        index = self.pick(self.indexes)
        if index is not None:
            dict(index[self.rng.choice(list(OPINIONS) + ["n1"])])

    def search(self):
        index = self.pick(self.indexes)
        if index is not None:
            facets = {"author": 2} if self.rng.random() < 0.3 else None
            timeline = "auto" if self.rng.random() < 0.3 else None
            sort = self.rng.choice([None, "date", "-date,author"])
            results = index.search(
                self.rng.choice(QUERIES), limit=2, facets=facets, timeline=timeline, sort=sort
            )
            self.results.append(results)
            self.hits += list(results)

    def look(self):
        hit = self.pick(self.hits)
        if hit is not None:
            hit.snippet(html=self.rng.random() < 0.5)
            hit.title, hit.date

    def alike(self):
        index = self.pick(self.indexes)
        if index is not None:
            results = index.similar(self.rng.choice(list(OPINIONS) + ["n1"]), collapse=True)
            self.results.append(results)
            self.hits += list(results)

    def ask(self):
        results = self.pick(self.results)
        if results is not None:
            results.total, results.warnings, results.facets, results.timeline, results.cursor
            results._repr_html_(), results.to_dicts()
        hit = self.pick(self.hits)
        if hit is not None:
            hit.score, hit.collapsed, hit.duplicates, hit.why, hit.matches(), hit.passages()

    def describe(self):
        index = self.pick(self.indexes)
        if index is not None:
            query = self.rng.choice(QUERIES)
            index.describe(query), index.highlight(query, "A nation of flags", html=True)

    def upkeep(self):
        index = self.pick(self.indexes)
        if index is not None:
            works = [index.check, index.compact, index.rebuild, lambda **_: index.export(io.StringIO())]

            def progress(_):
                raise KeyError("stop")

            stop = progress if self.rng.random() < 0.3 else None
            self.rng.choice(works)(progress=stop)

    def read(self):
        self.walks.append(kzsearch.read_all(self.archive))
        next(self.walks[-1])

    def build(self):
        with kzsearch.build(self.archive, replace=True, memory="8M") as new:
            new.add_many(OPINIONS.items())
            if self.rng.random() < 0.5:
                raise KeyError("stop")

    def walk(self):
        results = self.pick(self.results)
        if results is not None:
            self.walks.append(results.every())
        walk = self.pick(self.walks)
        if walk is not None:
            next(walk, None)

    def analyze(self):
        kzsearch.analyze("The nation of Казахстан")

    SINGLE = [
        *(open_reader, open_reader, open_writer, close, drop, drop, collect, put, put, put_many),
        *(delete, finish, get, search, search, search, look, look, walk, analyze),
        *(alike, ask, ask, describe, upkeep, read, build),
    ]

    def threads(self):
        """Some operations at the same time on the same objects."""
        plans = [[self.rng.choice(self.SINGLE) for _ in range(4)] for _ in range(3)]
        threads = [threading.Thread(target=self.do_all, args=(plan,)) for plan in plans]
        for thread in threads:
            thread.start()
        beside = self.rng.random() < 0.3
        if beside and not SANITIZED:
            self.fork()
        for thread in threads:
            thread.join()
        if beside and SANITIZED:
            self.fork()

    def fork(self):
        """A child that goes on with everything it inherited, and ends by falling apart."""
        plan = [self.rng.choice(self.SINGLE) for _ in range(6)]
        process = os.fork()
        if process == 0:
            code = 1
            try:
                self.do_all(plan)
                self.indexes.clear(), self.results.clear(), self.hits.clear(), self.walks.clear()
                gc.collect()
                code = 2 if self.wrong else 0
            finally:
                os._exit(code)
        status = os.waitpid(process, 0)[1]
        if status != 0:
            self.wrong.append(f"a child ended with {status:#x}")

    def do(self, operation):
        name = operation.__name__
        self.counted[name] = self.counted.get(name, 0) + 1
        try:
            operation(self)
        except kzsearch.KzsError:
            pass
        except (ValueError, KeyError, RuntimeError) as error:
            # Ours, or what Python says of a generator that two threads share.
            words = str(error)
            if not any(w in words for w in ("is closed", "stop", "generator already executing")):
                self.wrong.append(f"{name}: {error!r}")
        except BaseException as error:
            self.wrong.append(f"{name}: {error!r}")

    def do_all(self, plan):
        for operation in plan:
            self.do(operation)


class RandomSequences(Folder):
    def test_sequences(self):
        print(f"# seed {SEED}, {SEQUENCES} sequences", flush=True)
        warnings.simplefilter("ignore", ResourceWarning)  # dropping writers is what this does
        made = self.path("made.kz")
        with kzsearch.open(made, "w") as ix:
            for name, document in OPINIONS.items():
                ix[name] = document
        counted = {}
        for number in range(SEQUENCES):
            rng = random.Random(f"{SEED}/{number}")
            archive = self.path("archive.kz")
            shutil.copytree(made, archive)
            sequence = Sequence(rng, archive)
            sequence.do(Sequence.open_reader)
            for _ in range(rng.randrange(5, 25)):
                kind = rng.random()
                if kind < 0.04:
                    sequence.do(Sequence.threads)
                elif kind < 0.07:
                    sequence.do(Sequence.fork)
                else:
                    sequence.do(rng.choice(Sequence.SINGLE))
            self.assertEqual(sequence.wrong, [], f"seed {SEED}, sequence {number}")
            for name, count in sequence.counted.items():
                counted[name] = counted.get(name, 0) + count
            del sequence
            gc.collect()
            with kzsearch.open(archive, "w") as ix:  # nothing stayed open
                self.assertIn("op-1", ix)
            shutil.rmtree(archive)
        print("#", " ".join(f"{name} {count}" for name, count in sorted(counted.items())))
        if SEQUENCES >= 100:
            self.assertEqual(len(counted), len(set(Sequence.SINGLE)) + 2)

    test_sequences.__doc__ = f"{SEQUENCES} random sequences do no harm"


if __name__ == "__main__":
    unittest.main()
