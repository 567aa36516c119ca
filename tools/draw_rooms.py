#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Draws the rooms and who uses whom into docs/ARCHITECTURE.md.

The drawing is made from tools/rooms.txt and from the #include lines that
check_rooms.py has checked, so that it cannot say what is not so.

usage: draw_rooms.py     (lint fails where the drawing is not up to date)
"""
import sys

from source import Tree

DOCUMENT = "docs/ARCHITECTURE.md"
START = "<!-- rooms: made by tools/draw_rooms.py -->"
END = "<!-- rooms: end -->"


def uses(tree):
    """Room -> the rooms its product files include."""
    found = {room: set() for room in tree.rooms}
    for file in tree.c_files:
        if file.is_product() and file.room in found:
            targets = {name.split("/")[0] for _, is_system, name in file.includes if not is_system}
            found[file.room] |= (targets & found.keys()) - {file.room}
    return found


def drawing(tree):
    """A line per room, the highest first; ● is the room, ▼ a room that it uses."""
    used = uses(tree)
    width = max(len(room) for room in tree.rooms)
    lines = []
    for place in reversed(range(len(tree.rooms))):
        room = tree.rooms[place]
        marks = []
        for lower in tree.rooms[:place]:
            marks.append("▼" if lower in used[room] else "·")
        header = " ".join(f"{mark:^{len(name)}}" for mark, name in zip(marks, tree.rooms))
        lines.append(f"{room:>{width}} │ {header}".rstrip())
    names = " ".join(tree.rooms[:-1])
    lines.append("─" * (width + 1) + "┼" + "─" * (len(names) + 1))
    lines.append(f"{'uses':>{width}} │ {names}")
    return "\n".join(["```text", *lines, "```"])


def parts(tree):
    text = (tree.root / DOCUMENT).read_text(encoding="utf-8")
    before, start, rest = text.partition(START)
    _, end, after = rest.partition(END)
    if not start or not end:
        sys.exit(f"{DOCUMENT} lacks the lines {START} and {END}")
    return text, f"{before}{START}\n{drawing(tree)}\n{END}{after}"


def drawing_is_current(tree):
    if not (tree.root / DOCUMENT).exists():
        return [f"{DOCUMENT} is missing"]
    now, should = parts(tree)
    return [] if now == should else [f"{DOCUMENT}:1: the drawing is out of date; run "
                                     "tools/draw_rooms.py"]


def main():
    tree = Tree()
    _, should = parts(tree)
    (tree.root / DOCUMENT).write_text(should, encoding="utf-8")


if __name__ == "__main__":
    main()
