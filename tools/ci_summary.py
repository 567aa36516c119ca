#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The end of .ci/run: the slowest tests and the skips of all steps, and one line for all.

Each test counts once per build it ran in, each check of lint as one.  A step
that ended badly without a failed test or check counts as one failed.

usage: ci_summary.py STEP=EXIT_STATUS=RESULTS.TSV…
"""
import sys

import results


def rows_of_step(argument):
    step, status, path = argument.split("=", 2)
    rows = results.read(path)
    if status != "0" and not any(r.failed() for r in rows):
        rows.append(results.Row("failed", 0, step, "the step itself",
                                f"ended with status {status} without a failed test"))
    for row in rows:
        row.file = f"{step}: {row.file}"
    return rows


def main(*arguments):
    rows = [row for argument in arguments for row in rows_of_step(argument)]
    for row in rows:
        if row.failed():
            print(f"FAILED {row.place()}: {row.reason}")
    results.print_skips(rows, each=True)
    results.print_slowest([r for r in rows if not r.file.startswith("lint")])
    return results.print_closing_line(rows)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
