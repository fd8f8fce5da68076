"""What the benchmarks share: where the data lies, how the peer is built, how a
program is run."""

import gzip
import json
import os
import sys

from peers import install

BENCH = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(BENCH)
SKIPPED = 77  # what automake takes for "skipped"
FAILED = 2


def stop(message, status=FAILED):
    """End the script with a message that says what to do."""
    print(f"{os.path.basename(sys.argv[0])}: {message}", file=sys.stderr)
    sys.exit(status)


def note(message):
    """Tell what is going on, away from the table on stdout."""
    print(message, file=sys.stderr, flush=True)


def data_folder():
    """The folder of real texts, which need not be there."""
    return os.environ.get("KZS_DATA") or os.path.join(ROOT, "..", "shared", "data")


def stop_absent(message):
    """End because input is missing. The real texts are not part of the repository:
    without them a benchmark is skipped. A name not among them is a mistake."""
    data = data_folder()
    if not os.path.isdir(data):
        stop(f"no data in {data}: set KZS_DATA to the folder of collections", SKIPPED)
    stop(message)


def open_lines(path):
    """A .jsonl or .jsonl.gz file, to be read as bytes."""
    return gzip.open(path, "rb") if path.endswith(".gz") else open(path, "rb")


def read_documents(path):
    """The documents of a file one by one, so that this script stays small: its memory
    is a floor under the peak that can be seen in a child."""
    number = 0
    try:
        with open_lines(path) as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield json.loads(line)
    except (OSError, EOFError, ValueError) as error:
        stop(f"{path}, after line {number}: {error}; get or make the file anew")


def add_kzsearch_option(parser):
    parser.add_argument(
        "--kzsearch",
        metavar="PATH",
        default=os.environ.get("KZSEARCH") or os.path.join(ROOT, "build", "kzsearch"),
        help="the command to measure (default: $KZSEARCH, else build/kzsearch)",
    )


def add_program_options(parser):
    """For benchmarks that have plain Xapian as their one peer."""
    add_kzsearch_option(parser)
    parser.add_argument(
        "--peer",
        metavar="PATH",
        help="a built plain_xapian (default: compile peers/plain_xapian.cc)",
    )
    parser.add_argument(
        "--peer-only", action="store_true", help="measure plain Xapian alone"
    )


def find_kzsearch(options):
    """The path of the command, or None if it is not wanted."""
    if getattr(options, "peer_only", False):
        return None
    if not os.access(options.kzsearch, os.X_OK):
        stop(f"no program at {options.kzsearch}: build it, or give --kzsearch PATH")
    return os.path.abspath(options.kzsearch)


def find_peer(options, folder):
    """The path of plain_xapian; compiled into `folder` unless one was given."""
    if options.peer:
        if not os.access(options.peer, os.X_OK):
            stop(f"no program at {options.peer}: leave --peer out to have it compiled")
        return os.path.abspath(options.peer)
    try:
        return install.xapian(folder)
    except install.Absent as reason:
        stop(
            f"{reason}; the peer needs a C++ compiler and the headers of libxapian, "
            "jansson and zlib"
        )


def stemmer_name(documents):
    """The stemmer plain Xapian must be told to use, by the language that most of the
    documents name, else by their script. kzsearch has to find out by itself."""
    texts = []
    languages = {}
    for document in documents:
        languages[document.get("lang")] = languages.get(document.get("lang"), 0) + 1
        texts.append(document.get("text", ""))
    language = max(languages, key=languages.get) if languages else None
    if language is None:
        letters = [c for c in "".join(texts) if c.isalpha()]
        cyrillic = sum("\u0400" <= c <= "\u04ff" for c in letters)
        language = "ru" if 2 * cyrillic > len(letters) else "en"
    return {"en": "english", "ru": "russian"}.get(language, "none")
