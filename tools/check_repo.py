#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Checks of the repository as a whole, for lint: licences, paths, forgotten files.

usage: check_repo.py
"""
import os
import re
import sys

from source import Tree

SPDX = "SPDX-License-Identifier: AGPL-3.0-or-later"
LICENSED = re.compile(r"(\.(c|h|py|sh|mjs|js|ts|tsx|css|html|sql|S)|meson\.build|meson_options\.txt"
                      r"|Makefile|\.clang-format|\.clang-tidy|^\.ci/run|^tools/[a-z_]+)$")

# A path of one machine, or a host that one machine fetches packages from.
MACHINE = re.compile(r"(?<![\w./~-])/(work|root|home|Users|farm)/\w")
REGISTRY = re.compile(r"\b(registry[.]npmjs|npmmirror[.]|pypi[.]org|files[.]pythonhosted"
                      r"|deb[.]debian[.]org|static[.]crates[.]io|proxy[.]golang)", re.IGNORECASE)


def _text(tree, path):
    data = (tree.root / path).read_bytes()
    return None if b"\0" in data[:4096] else data.decode("utf-8", "replace")


def licence_lines(tree):
    for path in tree.all_paths():
        if LICENSED.search(path):
            if SPDX not in (_text(tree, path) or "")[:400]:
                yield f"{path}:1: has no line \"{SPDX}\""


def machine_paths(tree):
    for path in tree.all_paths():
        for number, line in enumerate((_text(tree, path) or "").splitlines(), 1):
            if MACHINE.search(line):
                yield f"{path}:{number}: a path of one machine: {line.strip()[:80]}"
            if REGISTRY.search(line):
                yield f"{path}:{number}: the host of a registry: {line.strip()[:80]}"


def listed_sources(tree):
    """A file that no meson.build lists is not built, and its tests do not run."""
    for file in tree.c_files:
        folder, name = os.path.split(file.path)
        if file.path.startswith(("src/", "tests/", "proofs/")) and name.endswith(".c"):
            list_of_folder = tree.root / folder / "meson.build"
            lists = (tree.root / "meson.build").read_text(encoding="utf-8")
            is_listed = f"'{file.path}'" in lists or (
                list_of_folder.exists()
                and f"'{name}'" in list_of_folder.read_text(encoding="utf-8"))
            if not is_listed:
                yield f"{file.path}:1: stands in no meson.build"


RULES = {
    "licence line in every file": licence_lines,
    "no paths of one machine": machine_paths,
    "every source is built": listed_sources,
}


def main():
    tree = Tree()
    problems = [p for rule in RULES.values() for p in rule(tree)]
    if problems:
        sys.exit("\n".join(problems))


if __name__ == "__main__":
    main()
