#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writes the closed list of SQL statements and migrations as C tables.

SQL stands in .sql files beside the C that uses it, each statement behind a line
`-- name: signal_add write` (or `read`).  It is portable, or PostgreSQL's own text stands
behind it and a line `-- in postgresql:`; only sqlite.sql is about SQLite itself.
src/store/migrations/0001_words.sql are the steps that make and change the record, in the
order of their numbers; a line `-- then: words` names the MIGRATION_STEP() that follows one.

usage: sql.py ROOT OUTPUT [FILE…]
"""
import os
import re
import sys

NAME = re.compile(r"^-- name: (\w+) (read|write)$")
OVERRIDE = "-- in postgresql:"
THEN = re.compile(r"^-- then: (\w+)$", re.M)
# What SQLite alone understands.
SQLITE_ONLY = re.compile(
    r"\b(PRAGMA|sqlite_\w+|ifnull|total|rowid|unixepoch|julianday|strftime|group_concat|glob|"
    r"typeof|json_\w+|INSERT\s+OR|REPLACE\s+INTO|LIMIT\s+\S+\s*,|IMMEDIATE|changes\(\)|"
    r"last_insert_rowid)\b|[^<>=!]==", re.I)
MIGRATION = re.compile(r"(\d{4})_(\w+)\.sql$")


def literal(text):
    lines = text.strip().splitlines()
    return "\n".join('        "' + line.replace("\\", "\\\\").replace('"', '\\"') + '\\n"'
                     for line in lines)


def statements(root, path):
    """[name, role, text, PostgreSQL's text or "", place] of one file."""
    found, place, part = [], os.path.relpath(path, root), 2
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            match = NAME.match(line)
            if match:
                found.append([match.group(1), match.group(2), "", "", f"{place}:{number}"])
                part = 2
            elif found and line.rstrip() == OVERRIDE:
                part = 3
            elif line.startswith("--"):
                if line.startswith("-- name"):
                    sys.exit(f"{place}:{number}: is not `-- name: words read` or `… write`")
            elif found:
                found[-1][part] += line
            elif line.strip():
                sys.exit(f"{place}:{number}: stands before the first `-- name:`")
    if os.path.basename(path) != "sqlite.sql":
        check_portable(found)
    return found


def check_portable(found):
    for name, _, text, own, place in found:
        foreign = SQLITE_ONLY.search(own or text)
        if foreign:
            sys.exit(f"{place}: {name} says {foreign.group(0)!r}, which only SQLite understands; "
                     f"say it otherwise, or behind `{OVERRIDE}` for PostgreSQL")


def statement_table(found):
    first = {}
    for name, _, text, own, place in found:
        if name in first:
            sys.exit(f"{place}: {name} is a statement already, at {first[name]}")
        for one in filter(None, (text, own)):
            if one.count(";") != 1 or not one.rstrip().endswith(";"):
                sys.exit(f"{place}: {name} is not one statement that ends with ;")
        first[name] = place
    found.sort()
    out = [f"const struct statement statement_named_{name} = {{\n"
           f'    .name = "{name}",\n    .number = {number},\n'
           f"    .writes = {'true' if role == 'write' else 'false'},\n    .sql =\n"
           f"{literal(text)},\n" + (f"    .postgresql =\n{literal(own)},\n" if own else "")
           + "};\n" for number, (name, role, text, own, _) in enumerate(found)]
    rows = "".join(f"    &statement_named_{name},\n" for name, *_ in found)
    out.append(f"const struct statement *const statement_index[] = {{\n{rows}    NULL,\n}};\n"
               f"const unsigned statement_index_len = {len(found)};\n")
    return "\n".join(out)


def migration_table(paths):
    steps = []
    for path in sorted(paths):
        match = MIGRATION.search(path)
        if not match or int(match.group(1)) != len(steps) + 1:
            sys.exit(f"{path}: migrations are numbered 0001, 0002, … without a gap")
        with open(path, encoding="utf-8") as file:
            text = file.read()
        then = THEN.search(text)
        steps.append((match.group(1), match.group(2), text, then.group(1) if then else None))
    functions = "".join(f"struct err *migration_step_{then}(struct arena *a, struct db *db);\n"
                        for *_, then in steps if then)
    rows = "".join(f'    {{{int(number)}, "{name}",\n{literal(text)},\n'
                   f'     {f"migration_step_{then}" if then else "NULL"}}},\n'
                   for number, name, text, then in steps)
    return (f"{functions}const struct migration migration_index[] = {{\n{rows}"
            f"    {{0, NULL, NULL, NULL}},\n}};\n"
            f"const unsigned migration_index_len = {len(steps)};\n")


def main(root, output, *files):
    migrations = [f for f in files if "/migrations/" in f]
    found = [s for f in files if f not in migrations for s in statements(root, f)]
    with open(output, "w", encoding="utf-8") as text:
        text.write('/* Made by tools/sql.py. */\n#include "store/migration.h"\n'
                   '#include "store/statement.h"\n\n#include <stddef.h>\n\n'
                   '#pragma GCC diagnostic ignored "-Woverlength-strings"\n\n'
                   + statement_table(found) + "\n" + migration_table(migrations))


if __name__ == "__main__":
    main(*sys.argv[1:])
