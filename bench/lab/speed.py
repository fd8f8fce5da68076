"""How fast a text becomes terms, on one thread, beside Xapian::TermGenerator.

The first 20 MB of the texts of a language, from memory. The programs take turns, five
rounds; each figure is the median of the thread's CPU time. TermGenerator puts its terms
into a document that is thrown away: that cannot be separated from its analysis. A token
is a word with a position of its own, as each of the two counts them.

    one call       kzs_analyze() once over everything, as an index does it: one analyser
                   for many documents
    one for each   kzs_analyze() for each document, each time with a new analyser
"""

import os
import statistics
import subprocess
import tempfile

import common

TITLE = "Speed of the analysis, one thread"
SOURCE = os.path.join(common.BENCH, "peers", "analysis_speed.cc")
BYTES = 20_000_000
ROUNDS = 5
TEXTS = (
    ("English", "english", "ungdc_half_en.jsonl.gz"),
    ("Russian", "russian", "novels_half_ru.jsonl.gz"),
)


def compiled(folder):
    program = os.path.join(folder, "analysis_speed")
    command = [os.environ.get("CXX", "c++"), "-std=c++17", "-O2", SOURCE, "-o", program]
    try:
        subprocess.run(command + ["-lxapian", "-ldl"], check=True)
    except (OSError, subprocess.CalledProcessError):
        common.stop("it needs a C++ compiler and the headers of libxapian")
    return program


def write_texts(source, target):
    """Whole documents, until there are BYTES of them; how many they are."""
    size = number = 0
    with open(target, "wb") as file:
        for document in common.read_documents(source):
            text = (document.get("text") or "").encode()
            file.write(b"%d\n%s" % (len(text), text))
            size, number = size + len(text), number + 1
            if size >= BYTES:
                break
    return number


def once(command):
    """(words, terms, bytes, seconds) of one run."""
    done = subprocess.run(command, stdout=subprocess.PIPE, check=False, text=True)
    if done.returncode != 0:
        common.stop(f"{' '.join(command)} ended with {done.returncode}")
    words, terms, size, seconds = done.stdout.split()
    return int(words), int(terms), int(size), float(seconds)


def measure(report, name, commands):
    """Run the commands {label: command} in turn and print their rates."""
    runs = {label: [] for label in commands}
    for _ in range(ROUNDS):
        for label, command in commands.items():
            runs[label].append(once(command))
    rates = {}
    for label, results in runs.items():
        words, _, size, _ = results[0]
        times = [seconds for _, _, _, seconds in results]
        middle = statistics.median(times)
        rates[label] = words / middle, size / 1e6 / middle
        spread = f"{min(times):.3f}-{max(times):.3f}"
        report.note(f"{label}: {words} words, {middle:.3f} s ({spread})")
    plain = rates.pop("TermGenerator")
    for label, ours in rates.items():
        for i, unit in enumerate(("million tokens/s", "MB/s")):
            scale = 1e-6 if i == 0 else 1
            title = f"{name}, {label}: {unit}"
            report.row(title, f"{scale * plain[i]:.2f}", f"{scale * ours[i]:.2f}")
        ratio = ours[1] / plain[1]
        wanted = 5 if label == "one call" else None
        report.row(
            "  times TermGenerator, by MB/s",
            "1",
            f"{ratio:.2f}",
            f"{wanted}" if wanted else "",
            ratio >= wanted if wanted else None,
        )


def run(report, options, library, snowball):
    folder = os.path.join(common.data_folder(), "throughput")
    if not os.path.isdir(folder):
        report.skip(TITLE, f"no {folder}: set KZS_DATA")
        return
    report.section(TITLE, "TermGen.")
    with tempfile.TemporaryDirectory(prefix="kzs-speed-") as scratch:
        program = compiled(scratch)
        for name, stemmer, file in TEXTS:
            source = os.path.join(folder, file)
            if not os.path.exists(source):
                report.note(f"{file}: absent, skipped")
                continue
            texts = os.path.join(scratch, stemmer)
            number = write_texts(source, texts)
            report.note(f"{name}: {number} documents of {file}")
            ours = [program, texts, "kzsearch", os.path.abspath(options.library)]
            commands = {
                "TermGenerator": [program, texts, "xapian", stemmer],
                "one call": ours + ["whole"],
                "one for each": ours + ["each"],
            }
            measure(report, name, commands)
