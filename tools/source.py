# SPDX-License-Identifier: AGPL-3.0-or-later
"""The source tree as the checks see it: its rooms, its files, C without comments.

A check is a function that takes a Tree and yields problems as "file:line: why".
"""
import os
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
C_FOLDERS = ("src", "tests", "fuzz", "bench", "proofs")

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(["<])([^">]+)[">]', re.MULTILINE)
COMMENT_OR_LITERAL = re.compile(
    r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.DOTALL)


def _blank(text):
    """As long as before, with the same line breaks."""
    return re.sub(r"[^\n]", " ", text)


class CFile:
    """One C file: .path ("src/understand/nps.c"), .text, .room, .includes, and
    .code (without comments and the insides of literals), both of the text's length."""

    def __init__(self, root, path):
        self.path = path
        self.text = (root / path).read_text(encoding="utf-8", errors="replace")
        parts = path.split("/")
        self.room = parts[1] if parts[0] == "src" and len(parts) > 2 else None
        self.stem = re.sub(r"\.[ch]$", "", parts[-1])
        self.strings = []  # (offset, literal with quotes)
        self.includes = [(self.line_of(m.start(2)), m.group(1) == "<", m.group(2))
                         for m in INCLUDE.finditer(self.text)]
        self.code = COMMENT_OR_LITERAL.sub(self._without, self.text)

    def _without(self, match):
        found = match.group()
        if found[0] == '"':
            self.strings.append((match.start(), found))
        return _blank(found)

    def line_of(self, offset):
        return self.text.count("\n", 0, offset) + 1

    def place(self, offset):
        return f"{self.path}:{self.line_of(offset)}"

    def is_test(self):
        return self.path.startswith("tests/") or self.stem.endswith("_test")

    def is_product(self):
        return self.room is not None and not self.is_test()


class Tree:
    def __init__(self, root=ROOT):
        self.root = Path(root)
        self.rooms = (self.root / "tools/rooms.txt").read_text(encoding="utf-8").split()
        self.folders = [f for f in C_FOLDERS if (self.root / f).is_dir()]
        self.c_files = [CFile(self.root, p) for p in self._find_c_files()]

    def _find_c_files(self):
        found = []
        for folder in self.folders:
            for where, _, names in os.walk(self.root / folder):
                found += [os.path.relpath(os.path.join(where, n), self.root)
                          for n in names if n.endswith((".c", ".h"))]
        return sorted(found)

    def paths(self, *endings):
        """Paths of C files that end so: paths("_test.c")."""
        return [f.path for f in self.c_files if f.path.endswith(endings)]

    def all_paths(self):
        """Every file of the repository, C or not; what git ignores is left out."""
        listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others",
                                 "--exclude-standard"], cwd=self.root, check=False,
                                stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        if listed.returncode == 0:
            paths = listed.stdout.decode().split("\0")
        else:  # a source package without its history
            paths = [os.path.relpath(os.path.join(where, n), self.root)
                     for where, _, names in os.walk(self.root) for n in names
                     if not re.search(r"/(build|build-[^/]*|__pycache__)(/|$)", where)]
        return sorted(p for p in paths if p and (self.root / p).is_file())


def write_depfile(tree, stamp):
    """Tells ninja to run a check again when a C file or a folder of them changes."""
    folders = {os.path.dirname(f.path) for f in tree.c_files} | set(tree.folders)
    read = sorted(folders) + [f.path for f in tree.c_files] + ["tools/rooms.txt"]
    escaped = [str(tree.root / p).replace(" ", "\\ ") for p in read]
    Path(f"{stamp}.d").write_text(f"{os.path.basename(stamp)}: {' '.join(escaped)}\n",
                                  encoding="utf-8")
    Path(stamp).write_text("", encoding="utf-8")
