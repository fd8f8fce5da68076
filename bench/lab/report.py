"""The table that bench/analysis prints, and the examples below it."""

import random

ROW = "{:<62} {:>9} {:>12} {:>12}  {}"
SEED = 20221120


class Report:
    """Prints one section after the other."""

    def __init__(self, misses):
        self.misses = misses
        self.skipped = 0
        self.missed = 0  # rows that are not what was wanted

    def section(self, title, reference):
        """Begin a section; `reference` heads the column beside ours."""
        print(f"\n== {title}")
        print(ROW.format("measure", "at least", reference, "ours", "").rstrip())

    def row(self, measure, reference, ours, wanted="", good=None):
        """One measure. `good`: is ours what was wanted? None if that is unknown."""
        self.missed += good is False
        verdict = {None: "", True: "ok", False: "MISSED"}[good]
        row = ROW.format(measure, wanted, reference, ours, verdict)
        print(row.rstrip(), flush=True)

    def share(self, measure, reference, ours, wanted=None):
        """A measure in percent, given as shares of 1; `wanted` in percent."""
        self.row(
            measure,
            "-" if reference is None else f"{100 * reference:.2f} %",
            f"{100 * ours:.2f} %",
            "" if wanted is None else f"{wanted:g} %",
            None if wanted is None else 100 * ours >= wanted,
        )

    def note(self, text):
        """A remark within the section."""
        print(f"   {text}", flush=True)

    def skip(self, title, reason):
        """A section that cannot be measured."""
        self.skipped += 1
        print(f"\n== {title}\n   SKIPPED: {reason}", flush=True)

    def examples(self, heading, found, limit=None):
        """Up to --list-misses of what fails, drawn at random with a fixed seed. `found`
        is a list of texts."""
        limit = self.misses if limit is None else limit
        if limit == 0 or not found:
            return
        shown = found
        if len(found) > limit:
            shown = random.Random(SEED).sample(found, limit)
        print(f"      {heading}: {len(shown)} of {len(found)}")
        for text in shown:
            print(f"         {text}")


def show(terms):
    """A set of terms as text."""
    texts = [t.decode("utf-8", "replace") if isinstance(t, bytes) else t for t in terms]
    return "{" + " ".join(sorted(texts)) + "}"
