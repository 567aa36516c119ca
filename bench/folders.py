# SPDX-License-Identifier: AGPL-3.0-or-later
"""What bench/record and bench/http share: what a command took, and data folders of many rows."""
import hashlib
import os
import pathlib
import shutil
import statistics
import subprocess
import time

HERE = pathlib.Path(__file__).resolve().parent
SEED, FILL_BATCH = 1000, 10000
SMALL = 100_000  # rows; a folder of fewer is copied anew for every round


def measure(command, text=b""):
    """CPU and wall seconds, peak memory in MiB, and what it printed."""
    began = time.monotonic()
    with subprocess.Popen([str(word) for word in command], stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE) as process:
        process.stdin.write(text)
        process.stdin.close()
        printed = process.stdout.read().decode()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command[0]} ended with {process.returncode}")
    return {"cpu": used.ru_utime + used.ru_stime, "wall": time.monotonic() - began,
            "mib": used.ru_maxrss / 1024, "printed": printed}


def middle(runs, key):
    return statistics.median(run[key] for run in runs)


def size_of(path):
    return sum(f.stat().st_size for f in path.rglob("*") if f.is_file())


def folder(build, rows):
    """A data folder with so many rows of the survey, made once."""
    path = build / "bench" / "folders" / str(rows)
    stamp = path.with_suffix(".made")
    made_by = hashlib.sha256((HERE / "survey.c").read_bytes()).hexdigest()
    if not stamp.exists() or stamp.read_text() != made_by:
        shutil.rmtree(path, ignore_errors=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        if rows > SMALL:
            print(f"(making a folder of {rows:,} signals)", flush=True)
        measure([build / "bench" / "door", path, 0, rows, rows, FILL_BATCH, 1, "persons"])
        stamp.write_text(made_by)
    measure([build / "bench" / "door", path, rows, 0, rows, 1])  # up to date, for both
    return path


def copy_of(path, name):
    copy = path.parent / name
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(path, copy)
    return copy
