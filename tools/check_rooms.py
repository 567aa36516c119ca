#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Checks what keeps the rooms of src/ apart; a problem fails the build.

The folders of src/ are rooms that stand on each other in the order of
tools/rooms.txt: a room may use the rooms before it and none behind it.  Each
foreign library is known to one file, memory comes from one file, and SQL is
never written in C.

usage: check_rooms.py [STAMP]     (STAMP: a file for ninja, written on success)
"""
import re
import sys

from source import Tree, write_depfile

# A suffix opens doors that stay shut for the plain files of a domain room: they
# are rules, and rules neither draw nor print, nor know who asks.
GUARDED = {"draw": "draw", "http": "speak HTTP"}
DOORS = {"_cmd": {"draw"}, "_page": {"draw", "http"}, "_api": {"draw", "http"}}
SEES_ALL = "cli"  # the composition root; nobody sees it

# Library -> the files that hide it.  "*_test.c" are all tests.
FOREIGN = {
    "gsl/": ["src/stats/gsl.c"],
    "xxhash.h": ["src/base/str.c"],
    "jansson.h": ["*_test.c", "tests/*"],
    "sanitizer/": ["src/base/arena.c"],
    "sqlite3.h": ["src/store/sqlite.c", "src/store/vfs_*", "bench/*"],
    "sodium.h": ["src/base/secret.c"],
    "sodium/": ["src/base/secret.c"],
    "unicode/": ["src/base/zone.c"],
    "zstd.h": ["src/base/zstd.c"],
    "zip.h": ["src/base/zip.c", "src/base/xlsx_of_test.h"],
    "expat.h": ["src/base/xml.c"],
    "libpq-fe.h": [],
    "microhttpd.h": ["src/http/mhd.c", "bench/*"],
    "zlib.h": ["src/base/gzip.c", "*_test.c"],
    "curl/": [],
    "csv.h": ["bench/*"],  # libcsv, to be compared with
}

# What the C library and the kernel offer; every other <header> is foreign.
SYSTEM = set("""
    assert.h complex.h ctype.h errno.h fenv.h float.h inttypes.h iso646.h limits.h locale.h math.h
    signal.h stdalign.h stdarg.h stdatomic.h stdbool.h stddef.h stdint.h stdio.h stdlib.h
    stdnoreturn.h string.h threads.h time.h uchar.h wchar.h wctype.h
    dirent.h dlfcn.h fcntl.h fnmatch.h getopt.h glob.h langinfo.h netdb.h poll.h pthread.h pwd.h
    sched.h semaphore.h spawn.h strings.h termios.h unistd.h
    arpa/inet.h netinet/in.h netinet/tcp.h sys/epoll.h sys/eventfd.h sys/file.h sys/ioctl.h
    sys/mman.h sys/mount.h sys/prctl.h sys/random.h sys/resource.h sys/select.h sys/socket.h
    sys/stat.h sys/statvfs.h sys/time.h sys/types.h sys/uio.h sys/un.h sys/vfs.h sys/wait.h
    immintrin.h cpuid.h sys/random.h
""".split())

ALLOCATION = re.compile(r"\b(malloc|calloc|realloc|reallocarray|free|strdup|strndup|asprintf"
                        r"|vasprintf|aligned_alloc|posix_memalign|getline|getdelim)\s*\(")
MAY_ALLOCATE = ("src/base/arena.c", "bench/")

SQL = re.compile(r'^"\s*(SELECT\s|INSERT\s+INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|CREATE\s+(TABLE'
                 r"|INDEX|VIEW)|ALTER\s+TABLE|DROP\s+TABLE|WITH\s+\w+\s+AS|PRAGMA\s)")


def is_door_shut(file, target):
    if target not in GUARDED or file.room in (target, SEES_ALL):
        return False
    return not any(file.stem.endswith(suffix) and target in doors
                   for suffix, doors in DOORS.items())


def directions(tree):
    order = {room: i for i, room in enumerate(tree.rooms)}
    for file in tree.c_files:
        if file.path.startswith("src/") and file.room not in order:
            yield f"{file.path}:1: lies in no room of tools/rooms.txt"
        if not file.is_product() or file.room not in order:
            continue
        for line, is_system, name in file.includes:
            target = name.split("/")[0]
            place = f"{file.path}:{line}"
            if is_system:
                continue
            if "/" not in name or target not in order:
                yield f'{place}: "{name}" is not written as "room/file.h"'
            elif order[target] > order[file.room]:
                yield (f"{place}: {file.room} must not know {target}, which stands above it in "
                       "tools/rooms.txt")
            elif is_door_shut(file, target):
                open_to = " and ".join(s for s, doors in sorted(DOORS.items()) if target in doors)
                yield (f"{place}: only {open_to} files of {file.room} may {GUARDED[target]}; "
                       "a plain file holds rules")


def _hides(pattern, path):
    if pattern.startswith("*"):
        return path.endswith(pattern[1:])
    return path.startswith(pattern[:-1]) if pattern.endswith("*") else path == pattern


def foreign_headers(tree):
    for file in tree.c_files:
        for line, is_system, name in file.includes:
            if not is_system or name in SYSTEM:
                continue
            library = next((lib for lib in FOREIGN
                            if name == lib or lib.endswith("/") and name.startswith(lib)), None)
            place = f"{file.path}:{line}"
            if library is None:
                yield f"{place}: <{name}> is a library that tools/check_rooms.py does not know"
            elif not any(_hides(p, file.path) for p in FOREIGN[library]):
                hidden = ", ".join(FOREIGN[library]) or "no file yet"
                yield f"{place}: <{name}> is for {hidden} only"


def banned_names(tree):
    text = (tree.root / "src/base/banned.h").read_text(encoding="utf-8")
    names = " ".join(re.findall(r"#pragma GCC poison (.*)", text)).split()
    call = re.compile(r"\b(" + "|".join(names) + r")\s*\(")
    for file in tree.c_files:
        if not file.path.startswith("bench/"):
            for match in call.finditer(file.code):
                yield f"{file.place(match.start())}: {match.group(1)}() is banned (base/banned.h)"


def allocation(tree):
    for file in tree.c_files:
        if not file.path.startswith(MAY_ALLOCATE):
            for match in ALLOCATION.finditer(file.code):
                yield (f"{file.place(match.start())}: {match.group(1)}() outside base/arena.c; "
                       "take from an arena")


OF_TESTS = ("src/store/vfs_",)  # what tests put under the record


def sql_in_c(tree):
    for file in tree.c_files:
        if file.is_product() and not file.path.startswith(OF_TESTS):
            for offset, literal in file.strings:
                if SQL.match(literal):
                    yield f"{file.place(offset)}: SQL stands in .sql files: {literal[:40]}"


def header_guards(tree):
    for file in tree.c_files:
        if file.room and file.path.endswith(".h"):
            guard = re.sub(r"\W", "_", file.path[len("src/"):]).upper()
            if f"#ifndef {guard}\n#define {guard}\n" not in file.text:
                yield f"{file.path}:1: has no guard called {guard}"


RULES = {
    "directions between rooms": directions,
    "foreign headers": foreign_headers,
    "banned functions": banned_names,
    "allocation outside the arena": allocation,
    "SQL in C": sql_in_c,
    "header guards": header_guards,
}


def main(stamp=None):
    tree = Tree()
    problems = [p for rule in RULES.values() for p in rule(tree)]
    if problems:
        sys.exit("\n".join(problems))
    if stamp:
        write_depfile(tree, stamp)


if __name__ == "__main__":
    main(*sys.argv[1:])
