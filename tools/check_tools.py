# SPDX-License-Identifier: AGPL-3.0-or-later
"""Checks of the C sources by tools that others wrote, each run over a whole tree.

Used by lint.py.  Their settings lie in .clang-format, .clang-tidy and here.
"""
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor

from source import ROOT

AT_ONCE = 2
COMPILER_FLAGS = ["-std=gnu17", "-Isrc", "-include", str(ROOT / "src/base/banned.h")]

MAX_LINES = 70
MAX_COMPLEXITY = 12
# Functions that may be more complex, to 20 at most, and why.
MORE_COMPLEX = {
    "decimal_of_str": "reads a number in one pass, a state per part",
}
MAX_COMPLEXITY_ALLOWED = 20

# Words that codespell takes for misspellings, or that tests misspell on purpose; and files that
# are not English or not text.
WORDS = "adress,adresse,ans,feld,nd,te,fo,inout,als,wieght,recomend,conditons,feild,recommand,complet,sie,zar"
NOT_SPELLED = re.compile(r"^(LICENSE|.*\.(csv|tsv|png|svg|pdf|gz)"
                         r"|src/sample/wording_(french|german|spanish)\.c"
                         r"|src/listen/(no_answer|import_words_personal|meaning_words|degree)\.c"
                         r"|src/base/date_words(_test)?\.c|tests/written_test\.c)$")


def _run(tree, command, paths):
    """Standard output and error together; nothing where there are no paths."""
    if not paths:
        return 0, ""
    done = subprocess.run([*command, *paths], cwd=tree.root, stdin=subprocess.DEVNULL, check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return done.returncode, done.stdout.decode("utf-8", "replace")


def _lines_with(pattern, text):
    return [line for line in text.splitlines() if re.search(pattern, line)]


def _unless_explained(status, problems, output):
    """A tool that fails without a line we understand fails the check all the same."""
    return problems if problems or status == 0 else [output.strip() or f"ended with {status}"]


def formatting(tree):
    status, output = _run(tree, ["clang-format", f"--style=file:{ROOT}/.clang-format", "--dry-run",
                                 "-Werror", "--ferror-limit=1"], tree.paths(".c", ".h"))
    problems = [line.replace("code should be clang-formatted", "make format would change this")
                for line in _lines_with(r": error: ", output)]
    return _unless_explained(status, problems, output)


def function_sizes(tree):
    status, output = _run(tree, ["pmccabe"], tree.paths(".c"))
    problems = []
    for line in output.splitlines():
        # modified McCabe (a switch is one), McCabe, statements, first line, lines, place: name
        fields = line.split("\t")
        if len(fields) < 6:
            continue
        complexity, lines = int(fields[0]), int(fields[4])
        file, number, name = re.match(r"(.*)\((\d+)\): (.*)", fields[5]).groups()
        most = MAX_COMPLEXITY_ALLOWED if name in MORE_COMPLEX else MAX_COMPLEXITY
        if complexity > most:
            problems.append(f"{file}:{number}: {name} has complexity {complexity}, at most {most}")
        if lines > MAX_LINES:
            problems.append(f"{file}:{number}: {name} has {lines} lines, at most {MAX_LINES}")
    return _unless_explained(status, problems, output)


def spelling(tree):
    paths = [p for p in tree.all_paths() if not NOT_SPELLED.match(p)]
    status, output = _run(tree, ["codespell", f"--ignore-words-list={WORDS}"], paths)
    return _unless_explained(status, _lines_with(r"==>", output), output)


def cppcheck(tree):
    status, output = _run(tree, [
        "cppcheck", "--enable=warning,performance,portability", "--error-exitcode=1", "--quiet",
        "--inline-suppr", "--std=c11", "-Isrc", f"-j{AT_ONCE}", "--template=gcc",
        f"--library={ROOT}/tools/cppcheck.cfg", "--suppress=missingIncludeSystem",
        # It stumbles over a compound literal behind a question mark; compilers do not.
        "--suppress=internalAstError",
        # An error made in an arena that a local holds is no pointer to that local.
        "--suppress=returnDanglingLifetime"], tree.folders)
    return _unless_explained(status, _lines_with(r"\[\w+\]$", output), output)


def _tidy_file(tree, path):
    done = subprocess.run(["clang-tidy", "--quiet", f"--config-file={ROOT}/.clang-tidy", path, "--",
                           *COMPILER_FLAGS], cwd=tree.root, stdin=subprocess.DEVNULL, check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    output = done.stdout.decode("utf-8", "replace").replace(f"{tree.root}/", "")
    problems = _lines_with(r": (error|warning): ", output)
    return _unless_explained(done.returncode, problems, output)


def clang_tidy(tree):
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for problems in pool.map(lambda p: _tidy_file(tree, p), tree.paths(".c")):
            yield from problems


RULES = {
    "clang-format": formatting,
    "size of functions": function_sizes,
    "spelling": spelling,
    "cppcheck": cppcheck,
    "clang-tidy": clang_tidy,
}
