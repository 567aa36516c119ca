#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Finds declarations and writes the table that knows them all.

A thing is declared once, where it is defined: TEST(name), COMMAND(name),
METRIC(name), ROUTE(name), CONF(name), LAYOUT(name) at the start of a line.  This script turns
the declarations of one kind into one sorted C table, so that nobody keeps a list
by hand.

usage: index.py test|command|metric|route|conf|layout ROOT OUTPUT [FILE…]
"""
import os
import re
import sys

NOTE = "/* Made by tools/index.py. */\n"


class Declaration:
    def __init__(self, name, path, line):
        self.name, self.path, self.line = name, path, line

    def place(self):
        return f"{self.path}:{self.line}"

    def subject(self):
        """src/understand/nps_test.c is understand/nps, tests/score_test.c is tests/score."""
        stem = re.sub(r"(_test|_proof)?\.c$", "", self.path)
        return stem[len("src/"):] if stem.startswith("src/") else stem


def find(kind, root, files):
    pattern = re.compile(rf"^{kind.upper()}\((\w+)\)")
    found = []
    for file in files:
        path = os.path.relpath(file, root)
        with open(file, encoding="utf-8") as text:
            for number, line in enumerate(text, 1):
                match = pattern.match(line)
                if match:
                    found.append(Declaration(match.group(1), path, number))
    return found


def duplicates(kind, declarations):
    first, complaints = {}, []
    for d in declarations:
        if d.name in first:
            complaints.append(f"{d.place()}: {kind.upper()}({d.name}) is declared before, "
                              f"at {first[d.name].place()}")
        first.setdefault(d.name, d)
    return complaints


def test_table(declarations):
    declarations = sorted(declarations, key=lambda d: (d.path, d.name))
    names = "".join(f"void test_{d.name}(struct test *t);\n" for d in declarations)
    rows = "".join(f'    {{"{d.subject()}", "{d.name}", test_{d.name}, {d.line}}},\n'
                   for d in declarations)
    return (f'{NOTE}#include "base/test.h"\n\n{names}\n'
            f"const struct test_entry test_index[] = {{\n{rows}"
            f"    {{NULL, NULL, NULL, 0}},\n}};\n"
            f"const unsigned test_index_len = {len(declarations)};\n")


def pointer_table(kind, room, declarations):
    declarations = sorted(declarations, key=lambda d: d.name)
    names = "".join(f"extern const struct {kind} {kind}_named_{d.name};\n" for d in declarations)
    rows = "".join(f"    &{kind}_named_{d.name},\n" for d in declarations)
    return (f'{NOTE}#include "{room}/{kind}_index.h"\n\n#include <stddef.h>\n\n{names}\n'
            f"const struct {kind} *const {kind}_index[] = {{\n{rows}    NULL,\n}};\n"
            f"const unsigned {kind}_index_len = {len(declarations)};\n")


HOME = {"command": "cli", "metric": "understand", "route": "http", "conf": "base",
        "layout": "listen"}


def table(kind, declarations):
    if kind == "test":
        return test_table(declarations)
    return pointer_table(kind, HOME[kind], declarations)


def main(kind, root, output, *files):
    declarations = find(kind, root, files)
    complaints = duplicates(kind, declarations)
    if complaints:
        sys.exit("\n".join(complaints))
    with open(output, "w", encoding="utf-8") as text:
        text.write(table(kind, declarations))


if __name__ == "__main__":
    main(*sys.argv[1:])
