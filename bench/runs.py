"""Has kzsearch or a peer index a collection and answer its queries: TREC run files."""

import os
import subprocess
from itertools import islice

import common


def call(command, output=None, allowed=(0,), environment=None):
    """Run a program to its end; its stdout goes to the file `output`."""
    with open(output or os.devnull, "w", encoding="utf-8") as out:
        done = subprocess.run(
            command, stdout=out, stderr=subprocess.PIPE, env=environment
        )
    if done.returncode not in allowed:
        tail = done.stderr.decode("utf-8", "replace")[-2000:]
        common.stop(f"{' '.join(command)} ended with {done.returncode}:\n{tail}")


def peer(engine, collection, folder, limit):
    """Index and ask with a peer; the path of its run file."""
    name, corpus, queries, _ = collection
    index = os.path.join(folder, f"{name}.{engine.name.replace(' ', '-').lower()}")
    language = common.stemmer_name(islice(common.read_documents(corpus), 200))
    call(engine.index(index, language, [corpus]), environment=engine.environment)
    ask = engine.batch(index, language, queries, limit)
    call(ask, index + ".run", environment=engine.environment)
    return index + ".run"


def kzsearch(program, collection, folder, limit):
    """Index and ask with kzsearch; the path of its run file."""
    name, corpus, queries, _ = collection
    index = os.path.join(folder, name + ".kz")
    call([program, "index", index, corpus])
    ask = [program, "batch", index, queries, "--limit", str(limit), "--run", "kz"]
    call(ask, index + ".run", allowed=(0, 1))  # 1: nothing found at all
    return index + ".run"
