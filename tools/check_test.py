#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Proves that each check fails where it should: plants one violation for each.

A check that has gone blind passes forever; here it is caught.  Each case is a
small tree with one planted file; its check must complain about it, and about
nothing in the tree without it.

usage: check_test.py
"""
import subprocess
import sys
import tempfile
from pathlib import Path

import check_headers
import check_repo
import check_rooms
import check_tools
import draw_rooms
import index
from source import ROOT, Tree

LINE = "/* SPDX-License-Identifier: AGPL-3.0-or-later */\n"

CLEAN = {
    "tools/rooms.txt": "base\nstats\ndraw\nunderstand\ncli\n",
    "src/base/banned.h": (ROOT / "src/base/banned.h").read_text(encoding="utf-8"),
    "src/stats/net.h": LINE + "#ifndef STATS_NET_H\n#define STATS_NET_H\n\nint net(int a);\n\n"
                              "#endif\n",
    "src/stats/net.c": LINE + '#include "stats/net.h"\n\nint net(int a)\n{\n    return a;\n}\n',
    "src/stats/meson.build": "# SPDX-License-Identifier: AGPL-3.0-or-later\nfiles('net.c')\n",
    "meson.build": "# SPDX-License-Identifier: AGPL-3.0-or-later\n",
}


def function(body):
    return LINE + f"int f(int a);\nint f(int a)\n{{\n{body}}}\n"


# Check -> (planted file, its text).
PLANTS = {
    "directions between rooms": [
        ("src/base/a.c", '#include "stats/net.h"\n'),
        ("src/understand/a.c", '#include "draw/sheet.h"\n'),
        ("src/understand/a.c", '#include "cli/main.h"\n'),
        ("src/stats/a.c", '#include "net.h"\n'),
        ("src/nowhere/a.c", ""),
    ],
    "foreign headers": [
        ("src/stats/a.c", "#include <gsl/gsl_cdf.h>\n"),
        ("src/base/a.c", "#include <jansson.h>\n"),
        ("src/base/a.c", "#  include <unheard/of.h>\n"),
    ],
    "banned functions": [("src/base/a.c", "int n = atoi(text);\n"),
                         ("tests/a_test.c", "void f(void) { system (x); }\n")],
    "allocation outside the arena": [("src/stats/a.c", "void *p = malloc(3);\n"),
                                     ("src/stats/a.c", "free (p);\n")],
    "SQL in C": [("src/stats/a.c", 'const char *q = "SELECT 1";\n')],
    "header guards": [("src/stats/a.h", "#ifndef STATS_B_H\n#define STATS_B_H\n#endif\n")],
    "licence line in every file": [("src/stats/a.c", "int a;\n"), ("tools/a", "#!/bin/sh\n")],
    "no paths of one machine": [("docs/a.md", "see " + "/" + "home/someone/x\n"),
                                ("docs/a.json", "https://registry" + ".npmjs.org/x\n")],
    "every source is built": [("src/stats/a.c", LINE), ("src/stats/a_test.c", LINE)],
    "headers stand alone": [("src/stats/a.h", "size_t f(void);\n")],
    "architecture drawing": [("docs/ARCHITECTURE.md",
                              f"{draw_rooms.START}\nnot a drawing\n{draw_rooms.END}\n")],
    "clang-format": [("src/stats/a.c", "int  a;\n")],
    "size of functions": [
        ("src/stats/a.c", function("    a++;\n" * 80 + "    return a;\n")),
        ("src/stats/a.c", function("    if (a) a++;\n" * 13 + "    return a;\n")),
    ],
    "spelling": [("docs/a.md", "We re" + "cieve answers.\n")],
    "cppcheck": [("src/stats/a.c", function("    int b[2] = {0, 0};\n    return b[2] + a;\n"))],
    "clang-tidy": [("src/stats/a.c", function("    int *p = 0;\n    return *p + a;\n"))],
}

# What must not be taken for a violation.
ALLOWED = [
    ("directions between rooms", "src/understand/a_cmd.c", '#include "draw/sheet.h"\n'),
    ("directions between rooms", "src/cli/a.c", '#include "draw/sheet.h"\n'),
    ("directions between rooms", "src/base/a_test.c", '#include "understand/nps.h"\n'),
    ("foreign headers", "src/stats/gsl.c", "#include <gsl/gsl_cdf.h>\n#include <math.h>\n"),
    ("foreign headers", "src/cli/a_test.c", "#include <jansson.h>\n"),
    ("banned functions", "src/base/a.c", 'const char *a = "atoi(x)"; /* rand() */\n'),
    ("allocation outside the arena", "src/base/arena.c", "void *p = malloc(3);\n"),
    ("SQL in C", "src/base/a.c", 'const char *a = "Select a file";\n'),
]


def make_tree(folder, *planted):
    for path, text in [*CLEAN.items(), *planted]:
        file = Path(folder) / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return Tree(folder)


def found_in(check, *planted):
    with tempfile.TemporaryDirectory() as folder:
        return list(check(make_tree(folder, *planted)))


def index_refuses_duplicates():
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "a_test.c"
        file.write_text("TEST(one)\n{\n}\nTEST(one)\n{\n}\n", encoding="utf-8")
        done = subprocess.run([sys.executable, index.__file__, "test", folder, f"{folder}/out.c",
                               str(file)], capture_output=True, text=True, check=False)
        return done.returncode != 0 and "a_test.c:4" in done.stderr


def problems(_tree=None):
    checks = {**check_rooms.RULES, **check_repo.RULES, **check_tools.RULES,
              "headers stand alone": check_headers.headers_alone,
              "architecture drawing": draw_rooms.drawing_is_current}
    if not index_refuses_duplicates():
        yield "index.py takes two tests of one name"
    for name, check in checks.items():
        if name not in PLANTS:
            yield f"{name}: nothing is planted for this check"
        for path, text in PLANTS.get(name, []):
            if not any(path in p for p in found_in(check, (path, text))):
                yield f"{name}: does not see what is planted in {path}: {text.strip()[:60]}"
        if name != "architecture drawing":
            for complaint in found_in(check):
                yield f"{name}: complains about a clean tree: {complaint}"
    for name, path, text in ALLOWED:
        for complaint in found_in(checks[name], (path, text)):
            yield f"{name}: refuses what is allowed: {complaint}"


if __name__ == "__main__":
    sys.exit("\n".join(problems()) or 0)
