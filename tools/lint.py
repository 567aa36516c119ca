#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Runs every check of the source, the cheapest first, and says what each found.

Ends with `N passed, N failed`; writes BUILD_DIR/lint.tsv as the tests write
their results.

usage: lint.py BUILD_DIR [--only clang-tidy]
"""
import argparse
import sys
import time
from pathlib import Path

import check_headers
import check_repo
import check_rooms
import check_test
import check_tools
import draw_rooms
import results
from source import Tree

SHOWN = 200  # problems of one check

CHECKS = {
    **check_rooms.RULES,
    **check_repo.RULES,
    "headers stand alone": check_headers.headers_alone,
    "architecture drawing": draw_rooms.drawing_is_current,
    "checks fail where they should": check_test.problems,
    **check_tools.RULES,
}


def run(name, check, tree):
    start = time.monotonic()
    try:
        problems = list(dict.fromkeys(check(tree)))  # a header's is found by many
    except FileNotFoundError as missing:
        problems = [f"{missing.filename} is not installed (tools/deps lint)"]
    ms = round((time.monotonic() - start) * 1000)
    status = "failed" if problems else "passed"
    print(f"{status.upper() if problems else status} {name} ({ms / 1000:.1f} s)")
    for problem in problems[:SHOWN]:
        print(f"    {problem}")
    if len(problems) > SHOWN:
        print(f"    … and {len(problems) - SHOWN} more")
    sys.stdout.flush()
    return results.Row(status, ms, "lint", name.replace(" ", "_"), problems[0] if problems else "")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("build", type=Path)
    parser.add_argument("--only", default="", help="a word of the check's name")
    given = parser.parse_args()
    tree = Tree()
    rows = [run(name, check, tree) for name, check in CHECKS.items() if given.only in name]
    given.build.mkdir(exist_ok=True)
    results.write(given.build / "lint.tsv", rows)
    return results.print_closing_line(rows)


if __name__ == "__main__":
    sys.exit(main())
