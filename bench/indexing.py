#!/usr/bin/python3
"""Indexing speed, peak memory and index size: kzsearch beside plain Xapian.

The two programs take turns on each file (A B A B ...), so that what disturbs the
machine disturbs both. --help lists the options, README.md says what is counted.
"""

import argparse
import gzip
import os
import shutil
import subprocess
import tempfile
import time
from itertools import islice
from statistics import median

import common

DEFAULT_FILES = ["ungdc_half_en.jsonl.gz", "novels_half_ru.jsonl.gz"]
MB = 1_000_000


# -- files ----------------------------------------------------------------------------


def path_of(name):
    """A --files entry is a path or a name in the data's throughput folder."""
    for path in (os.path.join(common.data_folder(), "throughput", name), name):
        if os.path.isfile(path):
            return os.path.abspath(path)
    common.stop_absent(f"no file {name}: name a .jsonl or .jsonl.gz file")


def write_head(path, count, folder):
    """A smaller file of the first `count` documents, packed like the big one."""
    small = os.path.join(folder, "head-" + os.path.basename(path))
    packed = path.endswith(".gz")
    with common.open_lines(path) as lines:
        with gzip.open(small, "wb", 6) if packed else open(small, "wb") as out:
            out.writelines(islice(lines, count))
    return small


def look_at(path):
    """(documents, bytes of title and text, stemmer for the peer)."""
    count, size = 0, 0
    for document in common.read_documents(path):
        text = document.get("text") or document.get("body") or ""
        size += len((document.get("title") or "").encode()) + len(text.encode())
        count += 1
    if not size:
        common.stop(f"{path} holds no text: choose another file")
    return count, size, common.stemmer_name(islice(common.read_documents(path), 20))


def folder_bytes(folder):
    """The bytes of all files of an index."""
    return sum(
        os.path.getsize(os.path.join(place, name))
        for place, _, names in os.walk(folder)
        for name in names
    )


# -- runs -----------------------------------------------------------------------------


def run_measured(command, log):
    """{cpu, wall, peak} of a child, which must succeed. wait4 gives the account of this
    child (and of children it waited for) and of no other."""
    with open(log, "wb") as out:
        start = time.monotonic()
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=out)
        _, status, used = os.wait4(child.pid, 0)
        wall = time.monotonic() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        with open(log, encoding="utf-8", errors="replace") as file:
            tail = file.read()[-2000:]
        common.stop(f"{' '.join(command)} ended with {child.returncode}:\n{tail}")
    cpu = used.ru_utime + used.ru_stime
    return {"cpu": cpu, "wall": wall, "peak": used.ru_maxrss * 1024}


def measure(command, index, folder):
    """One run of `command` into a fresh `index`, with the size of what it made."""
    figures = run_measured(command, os.path.join(folder, "log"))
    figures["size"] = folder_bytes(index)
    shutil.rmtree(index)
    return figures


def take_turns(programs, runs, index, folder):
    """{program: [figures of each run]}, interleaved."""
    figures = {name: [] for name in programs}
    for number in range(1, runs + 1):
        for name, command in programs.items():
            common.note(f"  run {number} of {runs}: {name}")
            figures[name].append(measure(command, index, folder))
    return figures


# -- table ----------------------------------------------------------------------------

ROW = "{:<14} {:>22} {:>22} {:>22} {:>8} {:>8} {:>10}"
HEAD = ("", "CPU s", "wall s", "peak MB", "MB/CPU s", "MB/s", "index/text")


def spread(values, unit=1):
    """Median and, if there is more than one value, the range."""
    text = f"{median(values) / unit:.2f}"
    if len(values) > 1:
        text += f" ({min(values) / unit:.2f}-{max(values) / unit:.2f})"
    return text


def print_table(figures, size):
    """One row a program and, for two of them, the ratio of medians."""
    print(ROW.format(*HEAD))
    middles = []
    for name, runs in figures.items():
        column = {key: [run[key] for run in runs] for key in runs[0]}
        middle = {key: median(values) for key, values in column.items()}
        middle["cpu rate"] = size / MB / middle["cpu"]
        middle["rate"] = size / MB / middle["wall"]
        middle["ratio"] = middle.pop("size") / size
        rates = [f"{middle[key]:.2f}" for key in ("cpu rate", "rate", "ratio")]
        times = [spread(column["cpu"]), spread(column["wall"])]
        print(ROW.format(name, *times, spread(column["peak"], MB), *rates))
        middles.append(middle)
    if len(middles) == 2:
        plain, ours = middles
        ratios = [f"{ours[key] / plain[key]:.2f}" for key in plain]
        print(ROW.format("kzsearch/plain", *ratios))
    print(flush=True)


def parse_options():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    common.add_program_options(parser)
    parser.add_argument("--runs", type=int, default=3, help="of each (default: 3)")
    parser.add_argument(
        "--files",
        metavar="A,B,...",
        default=",".join(DEFAULT_FILES),
        help="names in the data folder's throughput/, or paths (default: %(default)s)",
    )
    parser.add_argument(
        "--head", type=int, metavar="N", help="use the first N documents of each file"
    )
    parser.add_argument(
        "--jobs", type=int, metavar="N", help="pass --jobs N to kzsearch index"
    )
    options = parser.parse_args()
    for name in ("runs", "head", "jobs"):
        value = getattr(options, name)
        if value is not None and value < 1:
            parser.error(f"--{name} must be 1 or more")
    return options


def commands(options, peer, kzsearch, index, path, stemmer):
    """{name in the table: command line}, in the order of the turns."""
    programs = {"plain Xapian": [peer, "index", index, stemmer, path]}
    if kzsearch:
        jobs = ["--jobs", str(options.jobs)] if options.jobs else []
        programs["kzsearch"] = [kzsearch, "index", *jobs, index, path]
    return programs


def main():
    options = parse_options()
    paths = [path_of(name) for name in options.files.split(",")]
    kzsearch = common.find_kzsearch(options)
    with tempfile.TemporaryDirectory(prefix="kzs-indexing-") as folder:
        peer = common.find_peer(options, folder)
        index = os.path.join(folder, "index")
        for path in paths:
            if options.head:
                path = write_head(path, options.head, folder)
            count, size, stemmer = look_at(path)  # also warms the page cache
            name = os.path.basename(path)
            print(f"{name}: {count} documents, {size / MB:.1f} MB of text", flush=True)
            programs = commands(options, peer, kzsearch, index, path, stemmer)
            print_table(take_turns(programs, options.runs, index, folder), size)


if __name__ == "__main__":
    main()
