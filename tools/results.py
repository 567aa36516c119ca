# SPDX-License-Identifier: AGPL-3.0-or-later
"""Results of tests and checks, as files of tab-separated rows, and what is said of them.

Written by the test harness (src/base/test_main.c) and by lint.py; read by
run_tests.py and by the summary at the end of .ci/run.
"""
import os
from collections import Counter
from pathlib import Path

SLOWEST = 10


class Row:
    def __init__(self, status, ms, file, name, reason=""):
        self.status, self.ms = status, int(ms)
        self.file, self.name, self.reason = file, name, reason

    def failed(self):
        return self.status == "failed"

    def place(self):
        return f"{self.file}/{self.name}"


def read(path):
    """The rows of a file; none where the file is not there."""
    if not Path(path).exists():
        return []
    with open(path, encoding="utf-8", errors="replace") as lines:
        return [Row(*line.rstrip("\n").split("\t", 4)) for line in lines]


def write(path, rows):
    with open(path, "w", encoding="utf-8") as out:
        for r in rows:
            reason = " ".join(r.reason.split())
            out.write(f"{r.status}\t{r.ms}\t{r.file}\t{r.name}\t{reason}\n")


def print_skips(rows, each=False):
    """How many tests were skipped for which reason; with each, also which."""
    skipped = [r for r in rows if r.status == "skipped"]
    for reason, count in Counter(r.reason for r in skipped).most_common():
        tests = "test" if count == 1 else "tests"
        print(f"SKIPPED {count} {tests} because {reason}")
        for row in skipped if each else []:
            if row.reason == reason:
                print(f"  {row.place()}")


def print_slowest(rows):
    slow = sorted((r for r in rows if r.ms > 0), key=lambda r: -r.ms)[:SLOWEST]
    if slow:
        print("Slowest:")
    for r in slow:
        print(f"  {r.ms / 1000:8.3f} s  {r.place()}")


def print_closing_line(rows):
    """`N passed, N failed`; returns the exit status.

    Within .ci/run, which ends with one such line for all, it is marked as a step's.
    """
    passed = sum(r.status == "passed" for r in rows)
    failed = sum(r.failed() for r in rows)
    step = os.environ.get("ATTUNE_STEP")
    print(f"{step + ': ' if step else ''}{passed} passed, {failed} failed", flush=True)
    return 1 if failed else 0
