#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writes a style sheet as a str of C, without its comments and needless blanks.

usage: embed.py OUTPUT NAME FILE.css
"""
import re
import sys


def literal(text):
    lines = [text[i:i + 80] for i in range(0, len(text), 80)]
    return "\n".join('    "' + line.replace("\\", "\\\\").replace('"', '\\"') + '"'
                     for line in lines)


def main(output, name, path):
    with open(path, encoding="ascii") as file:
        text = re.sub(r"/\*.*?\*/", "", file.read(), flags=re.S)
    text = re.sub(r"\s*([{};,])\s*", r"\1", text).replace(": ", ":")
    text = re.sub(r"\s+", " ", text).strip().replace(";}", "}")
    with open(output, "w", encoding="utf-8") as out:
        out.write('/* Made by tools/embed.py. */\n#include "base/str.h"\n\n'
                  '#pragma GCC diagnostic ignored "-Woverlength-strings"\n\n'
                  f"extern const str {name};\nconst str {name} = S_INIT(\n{literal(text)});\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
