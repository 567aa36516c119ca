#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Compiles each header alone: a header includes what its words need.

usage: check_headers.py [STAMP]     (STAMP: a file for ninja, written on success)
"""
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from source import Tree, write_depfile

FLAGS = ["-std=gnu17", "-Wall", "-Wextra", "-Wpedantic", "-Wstrict-prototypes", "-Werror",
         "-fsyntax-only", "-fno-diagnostics-color", "-x", "c"]


def compile_alone(root, header):
    # Through standard input, so that gcc does not warn of a once-only main file.
    source = f'#include "{header[len("src/"):]}"\n' if header.startswith("src/") else \
             f'#include "{header}"\n'
    done = subprocess.run([os.environ.get("CC", "cc"), *FLAGS, "-Isrc", "-I.", "-"], cwd=root,
                          input=source, text=True, capture_output=True, check=False)
    if done.returncode == 0:
        return []
    first = next((l for l in done.stderr.splitlines() if "error:" in l), done.stderr.strip())
    return [f"{header}:1: does not stand alone: {first}"]


def headers_alone(tree):
    with ThreadPoolExecutor(2) as pool:
        for problems in pool.map(lambda h: compile_alone(tree.root, h), tree.paths(".h")):
            yield from problems


def main(stamp=None):
    tree = Tree()
    problems = list(headers_alone(tree))
    if problems:
        sys.exit("\n".join(problems))
    if stamp:
        write_depfile(tree, stamp)


if __name__ == "__main__":
    main(*sys.argv[1:])
