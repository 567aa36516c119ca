#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Runs the test binaries of a build, two at once, and says what happened.

Shown: every failing test with what it printed, the skips with their reasons,
the ten slowest, and last `N passed, N failed`.  All results go to
BUILD_DIR/results.tsv (status, milliseconds, file, name, reason).  A binary that
ends badly without a failed test of its own counts as one failed.

With --web, the tests of the browser interface too, which drive the program (web/test/run.mjs).

usage: run_tests.py BUILD_DIR [--label plain] [--web] [--only understand/nps[/name_of_a_test]]
"""
import argparse
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import results

ROOT = Path(__file__).resolve().parent.parent
AT_ONCE = 2


def rooms():
    return (ROOT / "tools/rooms.txt").read_text(encoding="utf-8").split()


def wanted_binaries(build, only):
    """The binaries of the rooms and of tests/, in the order of the rooms."""
    names = rooms() + ["tests"]
    if only:
        names = [n for n in names if n == only.split("/")[0]]
    return [build / f"{n}_test" for n in names if (build / f"{n}_test").exists()]


def environment(build, result_file):
    env = dict(os.environ)
    env["ATTUNE"] = str(build / "attune")
    env["ATTUNE_SOURCE"] = str(ROOT)
    env["ATTUNE_RESULTS"] = str(result_file)
    env.setdefault("ATTUNE_SHARED", str(ROOT.parent / "shared"))
    env["ASAN_OPTIONS"] = "detect_leaks=1:strict_string_checks=1:detect_stack_use_after_return=1"
    env["UBSAN_OPTIONS"] = "print_stacktrace=1"
    env["LC_ALL"] = "C.UTF-8"
    return env


def run(binary, build, only):
    result_file = build / f"{binary.name}.tsv"
    result_file.unlink(missing_ok=True)
    done = subprocess.run([binary] + ([only] if only else []), cwd=ROOT, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
                          env=environment(build, result_file))
    rows = results.read(result_file)
    if done.returncode != 0 and not any(r.failed() for r in rows):
        rows.append(results.Row("failed", 0, binary.name, "the_binary_itself",
                                f"ended with status {done.returncode} without a failed test"))
    return rows, done.stdout.decode("utf-8", "replace")


def run_web(build, only):
    """As one more binary; only: web/WORD, for tests with that word in their name."""
    result_file = build / "web_test.tsv"
    result_file.unlink(missing_ok=True)
    word = only.partition("/")[2]
    done = subprocess.run([sys.executable, ROOT / "tools/web.py", "--run", "test/run.mjs",
                           *(["--only", word] if word else [])], stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
                          env=environment(build, result_file))
    rows = results.read(result_file)
    if done.returncode != 0 and not any(r.failed() for r in rows):
        rows.append(results.Row("failed", 0, "web", "the_binary_itself",
                                done.stdout.decode("utf-8", "replace").strip()[-300:]))
    return rows, "\n".join(f"FAILED {r.place()}: {r.reason}" for r in rows if r.failed())


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("build", type=Path)
    parser.add_argument("--label", default="plain", help="how the build is called")
    parser.add_argument("--web", action="store_true", help="the browser interface too")
    parser.add_argument("--only", default="", help="room[/file[/test]]")
    given = parser.parse_args()
    build = given.build.resolve()
    only = given.only.strip("/")

    with ThreadPoolExecutor(AT_ONCE) as pool:
        runs = list(pool.map(lambda b: run(b, build, only), wanted_binaries(build, only)))
    # Afterwards, since a browser waits for what others do to the machine.
    if given.web and (not only or only.split("/")[0] == "web"):
        runs.append(run_web(build, only))
    rows = [row for found, _ in runs for row in found]
    for found, output in runs:
        if output.strip() or any(r.failed() for r in found):
            print(output, end="" if output.endswith("\n") else "\n")
        for row in found:
            if row.name == "the_binary_itself":
                print(f"FAILED {row.place()}: {row.reason}")
    if not rows:
        rows = [results.Row("failed", 0, "tools/run_tests", "choice",
                            f"no test is called {only}" if only else "there is no test at all")]
        print(f"FAILED: {rows[0].reason}")
    results.write(build / "results.tsv", rows)
    print(f"Tests of the {given.label} build:")
    results.print_skips(rows)
    results.print_slowest(rows)
    return results.print_closing_line(rows)


if __name__ == "__main__":
    sys.exit(main())
